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

NEAR = 80  # characters of person, role and body together, where the body is his for sure
PLACING = ("leader_of", "member_of", "spokesman_of")
BODIES = ("armed_group", "state_force", "government", "igo", "ngo")


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
    _place_persons(doc)


def _place_persons(doc: Doc) -> None:
    """Whoever leads, serves or speaks for one body is a part of it: what he says is its word, its losses are his own."""
    actors = doc._.lwj.actors
    bodies: dict[str, set[str]] = {}
    for tie in doc._.lwj.relations:
        near = tie.end - tie.start <= NEAR and tie.rule != "title"  # a title names no body
        if near and tie.relation in PLACING and tie.status == "stated" and tie.object_id in actors:
            bodies.setdefault(tie.subject_id, set()).add(tie.object_id)
    for person, its in bodies.items():
        actor = actors[person]
        body = actors[next(iter(its))]
        if actor.type == "person" and actor.parent is None and len(its) == 1 and body.type in BODIES:
            actor.parent = body.id


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
