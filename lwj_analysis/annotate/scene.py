"""Who has been named so far, how prominently and how near: the candidates for a description or a pronoun."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.reading import Reading
from lwj_analysis.annotate.records import Actor, Mention

SUBJECTS = {"nsubj", "nsubjpass"}
REACH = 5  # sentences
MARGIN = 0.3
LONGEST = 300  # characters of a name


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
        self._kept: tuple[int, tuple] = (-1, ())
        self._on: tuple[int, dict[int, Mention]] = (-1, {})

    def in_title(self, index: int) -> bool:
        return self.title and self.paragraph[index] == 0

    def actor(self, mention: Mention) -> Actor:
        return self.reading.annotations.actors[mention.actor_id]

    def seen_before(
        self, index: int, fits: Callable[[Actor], bool], *, avoid: tuple[int, int], reach: int = REACH
    ) -> list[Seen]:
        """The actors that ``fits`` takes and that were named before a token, each as last named."""
        order, starts, of_actor = self._in_order()
        here = self.doc[index].idx
        first = self._first_char(self.sentence[index] - reach)
        counts: Counter[str] = Counter()
        seen: dict[str, Seen] = {}
        for mention in order[bisect_left(starts, first) : bisect_left(starts, here)]:
            root = mention.root
            if avoid[0] <= root < avoid[1] or not fits(self.actor(mention)):
                continue
            actor = mention.actor_id
            if actor not in counts:
                counts[actor] = bisect_left(of_actor[actor], first)
            counts[actor] += 1
            old = seen.get(actor)
            subject = self._is_subject(self.doc[root]) or bool(
                old and old.subject and old.sentence == self.sentence[root]
            )
            seen[actor] = Seen(actor, self.sentence[root], self.paragraph[root], mention.start, subject, counts[actor])
        return list(seen.values())

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
        mentions = self.reading.annotations.mentions
        if self._on[0] != len(mentions):
            heads: dict[int, Mention] = {}
            for mention in mentions:
                heads.setdefault(mention.root, mention)
            self._on = (len(mentions), heads)
        if token.i in self._on[1]:
            return self._on[1][token.i]
        order, starts, _ = self._in_order()
        near = order[bisect_left(starts, token.idx - LONGEST) : bisect_left(starts, token.idx + 1)]
        return next((m for m in near if token.idx < m.end), None)

    def _in_order(self) -> tuple[list[Mention], list[int], dict[str, list[int]]]:
        """The mentions by where they start, these starts, and the starts of each actor's."""
        mentions = self.reading.annotations.mentions
        if self._kept[0] != len(mentions):
            order = sorted(mentions, key=lambda m: m.start)
            of_actor: dict[str, list[int]] = {}
            for mention in order:
                of_actor.setdefault(mention.actor_id, []).append(mention.start)
            self._kept = (len(mentions), (order, [m.start for m in order], of_actor))
        return self._kept[1]

    def _first_char(self, sentence: int) -> int:
        """Where a sentence starts, in characters."""
        return self.doc[bisect_left(self.sentence, max(sentence, 0))].idx

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
