"""Who has been named so far, how prominently and how near: the candidates for a description or a pronoun."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.reading import Reading
from lwj_analysis.annotate.records import Actor, Mention

SUBJECTS = {"nsubj", "nsubjpass"}
REACH = 5  # sentences
MARGIN = 0.3
MEMORY = 50  # mentions of an actor; more than five make it no more prominent


@dataclass(slots=True)
class Seen:
    """An actor as last named: where, how prominently, how often."""

    actor_id: str
    sentence: int
    paragraph: int
    start: int
    subject: bool
    count: int


class Scene:
    """One article with the place of every token, and what has been named before it."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.doc = reading, reading.doc
        self.sentence, self.paragraph = _positions(reading.doc)
        self.title = reading.annotations.has_title

    def in_title(self, index: int) -> bool:
        return self.title and self.paragraph[index] == 0

    def paragraph_of(self, index: int) -> tuple[int, int]:
        """The first character of a token's paragraph, and the one after its last."""
        first, last = (find(self.paragraph, self.paragraph[index]) for find in (bisect_left, bisect_right))
        return self.doc[first].idx, self.doc[last].idx if last < len(self.doc) else len(self.reading.text)

    def actor(self, mention: Mention) -> Actor:
        return self.reading.annotations.actors[mention.actor_id]

    def seen_before(
        self, index: int, fits: Callable[[Actor], bool], *, avoid: tuple[int, int], reach: int = REACH
    ) -> list[Seen]:
        """The actors that ``fits`` takes and that were named before a token, each as last named."""
        found, order = [], self.reading.order
        for actor_id, its in order.of.items():
            if not its or not fits(self.actor(its[0])):
                continue
            before = order.before(self.doc[index].idx, of=actor_id, most=MEMORY)
            before = [m for m in before if not avoid[0] <= m.root < avoid[1]]
            if before and self.sentence[index] - self.sentence[before[-1].root] <= reach:
                found.append(self._as_seen(before))
        return found

    def _as_seen(self, mentions: list[Mention]) -> Seen:
        """An actor as last named, a subject if it was one anywhere in that sentence."""
        last = mentions[-1]
        sentence = self.sentence[last.root]
        subject = any(
            self._is_subject(self.doc[m.root])
            for m in itertools.takewhile(lambda m: self.sentence[m.root] == sentence, reversed(mentions))
        )
        return Seen(last.actor_id, sentence, self.paragraph[last.root], last.start, subject, len(mentions))

    def best(self, seen: Iterable[Seen], index: int, *, margin: float) -> str | None:
        """The most salient one, if it leads the next by a margin."""
        ranked = sorted(((self._score(s, index), s.start, s.actor_id) for s in seen), reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < margin):
            return None
        return ranked[0][2]

    def called(self, pronouns: set[str]) -> set[str]:
        """The actors that one of these pronouns stood for so far."""
        mentions, text = self.reading.annotations.mentions, self.reading.text
        return {m.actor_id for m in mentions if text[m.start : m.end].lower() in pronouns}

    def mention_on(self, token: Token) -> Mention | None:
        """The mention that a token heads or stands in."""
        order = self.reading.order
        return order.by_root.get(token.i) or order.at(token.idx, token.idx + 1)

    def appositive(self, noun: Token) -> Mention | None:
        """ "The Khorasan province (ISIS-K)": the name behind the noun."""
        return next((m for c in noun.children if c.dep_ == "appos" and (m := self.mention_on(c))), None)

    def owner_on(self, noun: Token) -> Mention | None:
        """ "Taliban fighters", "fighters of the Taliban": the name that says whose people they are."""
        for child in noun.children:
            if child.dep_ in {"compound", "amod", "nmod", "poss"} and (mention := self.mention_on(child)):
                return mention
            if child.dep_ == "prep" and child.lower_ in {"of", "from"}:
                for inner in child.children:
                    if inner.dep_ == "pobj" and (mention := self.mention_on(inner)):
                        return mention
        return None

    def is_person_noun(self, token: Token) -> bool:
        """A common noun, an ordinal or a people's name that a personal pronoun may stand for."""
        words = self.reading.words
        if token.lower_ in words.acts["statements"] or token.lower_ == "rest":
            return False
        if token.ent_type_ == "NORP" or (token.tag_ in {"JJ", "CD"} and token.dep_ in SUBJECTS):
            return True
        return token.pos_ == "NOUN" and any(
            forms.ending_at(self.doc, token.i)
            for forms in (words.role_forms, words.source_forms, words.actor_forms, words.person_forms)
        )

    def clause_subjects(self, token: Token) -> set[str]:
        """The actors that are subjects of the verbs above a noun, or of a clause beside its own: others than it names."""
        beside = [v for v in token.head.children if v.dep_ == "conj" and token.dep_ in SUBJECTS]
        subjects = [c for v in beside for c in v.children if c.dep_ in SUBJECTS]
        found, below = {m.actor_id for c in subjects if (m := self.mention_on(c))}, token
        while token.head != token and token.dep_ not in {"advcl", "relcl", "acl"}:
            below, token = token, token.head
            if below.dep_ == "conj" and any(c.dep_ in SUBJECTS for c in below.children):
                break  # a clause beside it
            if token.pos_ in {"VERB", "AUX"} and below.dep_ not in SUBJECTS:
                subjects = [c for c in token.children if c.dep_ in SUBJECTS]
                found |= {m.actor_id for c in subjects if (m := self.mention_on(c) or self.owner_on(c))}
        return found

    def _score(self, seen: Seen, index: int) -> float:
        here = self.paragraph[index] == seen.paragraph
        return (
            1.0 * seen.subject + 0.5 * here + 0.15 * min(seen.count, 5) - 0.8 * (self.sentence[index] - seen.sentence)
        )

    def _is_subject(self, token: Token) -> bool:
        """Whether the token, or the noun it belongs to ("JNIM's statement"), is a subject."""
        while token.dep_ in {"poss", "compound", "amod", "conj"} and token.head != token:
            token = token.head
        return token.dep_ in SUBJECTS


def _positions(doc: Doc) -> tuple[list[int], list[int]]:
    """The sentence and the paragraph of every token."""
    sentences, paragraphs, sentence, paragraph = [], [], -1, 0
    for token in doc:
        sentence += bool(token.is_sent_start) or sentence < 0
        sentences.append(sentence)
        paragraphs.append(paragraph)
        if token.is_space and "\n\n" in token.text:
            paragraph += 1
    return sentences, paragraphs
