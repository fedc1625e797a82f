"""Ties between parties side by side: "A and B met", "talks between A and B", "at war with B", "a joint operation"."""

from __future__ import annotations

import itertools

from spacy.tokens import Token

from lwj_analysis.annotate.records import Mention
from lwj_analysis.annotate.relations.base import with_later
from lwj_analysis.annotate.relations.status import is_open
from lwj_analysis.annotate.relations.verbs import VerbTies
from lwj_analysis.lexicon import RelationEntry

PARTIES = 3  # of a longer list nobody says who ties whom
SIDES = {"amod", "nmod", "compound"}


class BondTies(VerbTies):
    def bonds(self) -> None:
        """Verbs that subjects do to each other, and nouns between parties."""
        for token in self.doc:
            if token.pos_ == "VERB" or token.tag_.startswith("VB"):
                for entry in self.ties.mutual.get(token.lemma_, ()):
                    self._mutual(token, entry)
            elif token.pos_ == "NOUN":
                for entry in self.ties.bonds.get(token.lower_, ()):
                    self._bond(token, entry)

    def _mutual(self, verb: Token, entry: RelationEntry) -> None:
        """ "A and B met", "A and B fought side by side"."""
        if any(c.dep_ in {"dobj", "dative"} and c.lower_ not in entry.object_words for c in verb.children):
            return
        if entry.object_words and not self._near(verb) & set(entry.object_words):
            return
        if entry.relation == "met_with" and is_open(verb):
            return
        self._tie_all(self._sides(self._subject(verb)), entry, verb, f"mutual_{verb.lemma_}")

    def _near(self, verb: Token) -> set[str]:
        below = list(verb.children)
        below += [i for c in below if c.dep_ == "prep" for i in c.children]
        return {c.lower_ for c in below}

    def _bond(self, noun: Token, entry: RelationEntry) -> None:
        """ "A's war with B", "talks between A and B", "A and B, in a joint raid"."""
        if (entry.object_words and not {c.lower_ for c in noun.children} & set(entry.object_words)) or is_open(noun):
            return
        rule = f"bond_{noun.lemma_}"
        verb = self._verb_above(noun)
        preps = [c for c in noun.children if c.dep_ == "prep"]
        if verb is not None and (noun.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"} or noun.head.head == verb):
            preps += [c for c in verb.children if c.dep_ == "prep" and c.i > noun.i]  # "war broke out between A and B"
        if between := [p for p in preps if p.lower_ in {"between", "among"}]:
            self._tie_all(self._below(between), entry, noun, rule)
            return
        ones = self._owners(noun) or (self._sides(self._subject(verb)) if verb is not None else [])
        facing = [p for p in preps if p.lower_ in {"with", "against"}]
        direct = [p for p in facing if p.head == noun or any(self.party(c) for c in p.children)]
        others = self._below(direct)
        for one, other in itertools.product(ones, others):
            self._tie_two(one, other, entry, noun, rule)
        if not others and (entry.object_words or noun.head.lower_ == "at"):  # "a joint raid", "A and B are at war"
            self._tie_all(ones, entry, noun, rule)

    def _below(self, preps: list[Token]) -> list[Mention]:
        return [m for p in preps for c in p.children if c.dep_ == "pobj" for m in self._sides([c])]

    def _owners(self, noun: Token) -> list[Mention]:
        return self._sides([c for c in noun.children if c.dep_ == "poss"])

    def _verb_above(self, noun: Token) -> Token | None:
        token = noun
        while token.pos_ not in {"VERB", "AUX"} and token.head != token:
            token = token.head
        return token if token.pos_ in {"VERB", "AUX"} else None

    def _subject(self, verb: Token) -> list[Token]:
        """The words for whoever does it."""
        for _ in range(4):
            if subjects := [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]:
                return [
                    verb.head if s.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl" else s for s in subjects
                ]
            if verb.dep_ in {"acl", "relcl"}:
                return [verb.head]
            if verb.dep_ not in {"conj", "xcomp", "advcl", "pcomp"} or verb.head == verb:
                break
            verb = verb.head if verb.dep_ != "pcomp" else verb.head.head
        return []

    def _sides(self, tokens: list[Token]) -> list[Mention]:
        """The parties that coordinated words name: "A and B", "Chadian and Nigerian troops", "envoys of A and B"."""
        found: list[Mention] = []
        for one in with_later(tokens):
            found += self._side(one)
        once = {m.actor_id: m for m in found if self.type_of(m) not in {"media", "civilians"}}
        return list(once.values())

    def _side(self, token: Token) -> list[Mention]:
        listed = [c for c in token.children if c.dep_ in SIDES and c.conjuncts]
        found = [m for c in listed for one in [c, *c.conjuncts] if (m := self.party(one))]
        if mention := self.party(token) or self._appositive(token):
            return [*found, mention]
        behind = [i for c in token.children if c.dep_ == "prep" and c.lower_ in {"of", "from"} for i in c.children]
        behind += [c for c in token.children if c.dep_ in {*SIDES, "poss"} and c not in listed]
        named = [m for i in behind for one in [i, *i.conjuncts] for m in self._side(one)]
        return found + [m for m in named if self.type_of(m) != "person"]  # "the army of X" is not X

    def _tie_all(self, sides: list[Mention], entry: RelationEntry, word: Token, rule: str) -> None:
        if len(sides) <= PARTIES:
            for one, other in itertools.combinations(sides, 2):
                self._tie_two(one, other, entry, word, rule)

    def _tie_two(self, one: Mention, other: Mention, entry: RelationEntry, word: Token, rule: str) -> None:
        if self.fits(one, entry) and self.fits(other, entry):
            self.add(one, entry.relation, other, word, rule=rule)
