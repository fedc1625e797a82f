"""Stated ties: who leads, belongs to, speaks for, sides with, follows whom, and where a group is active.

A tie is read from an apposition ("X, the leader of Y"), a possessive ("Y's branch, X"), a verb ("X broke away from Y"),
a title ("Captain X"), or a name that says it ("Sahara branch of Y", "Mali's security ministry"). Words that hedge make
it ``alleged``, words that put it in the past ``former``.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from lwj_analysis.annotate.actors import VOCABULARY
from lwj_analysis.annotate.parsed import Finder
from lwj_analysis.annotate.relations.base import Ties
from lwj_analysis.annotate.relations.bonds import BondTies
from lwj_analysis.annotate.relations.names import NameTies
from lwj_analysis.annotate.relations.nouns import NounTies
from lwj_analysis.annotate.words import Vocabulary
from lwj_analysis.lexicon import Lexicon


class _Finder(NounTies, BondTies, NameTies):
    """All ties of one article; what one way of saying has found the next does not write again."""


def find_relations(doc: Doc, words: Vocabulary, ties: Ties) -> None:
    """Fill ``doc._.lwj.relations``."""
    actors = doc._.lwj.actors
    known = set(actors)
    finder = _Finder(doc, words, ties)
    finder.nouns()
    finder.appointments()
    finder.verbs()
    finder.bonds()
    finder.mergers()
    finder.former_names()
    finder.titles()
    finder.structure()
    finder.members()
    finder.strongholds()
    tied = {end for r in doc._.lwj.relations for end in (r.subject_id, r.object_id)}
    for only_tried in set(actors) - known - tied:
        del actors[only_tried]


class RelationsFinder(Finder):
    """Fills the relations."""

    def __init__(self) -> None:
        self.ties: Ties | None = None

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the tying words."""
        self.ties = Ties.of(lexicon)

    def find(self, doc: Doc) -> None:
        words = doc.user_data.get(VOCABULARY)
        if self.ties is not None and words is not None and doc.has_annotation("DEP"):
            find_relations(doc, words, self.ties)


@Language.factory("lwj_relations")
def make_relations(nlp: Language, name: str) -> RelationsFinder:
    return RelationsFinder()
