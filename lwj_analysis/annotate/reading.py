"""One article while its actors are found: what is named where, what is taken, which countries it is about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from functools import cached_property

from spacy.tokens import Doc, Token

from lwj_analysis.annotate import gazetteer, hints, names
from lwj_analysis.annotate.names import Found
from lwj_analysis.annotate.records import Actor, Mention
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.words import Sense, Vocabulary

LOCAL_NAME = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Aa]t|around|outside|inside|towards?|between|"
    r"(?:town|village|city|district|region|province) of)\s+"
    r"((?:[A-Z][\w’'-]*)(?:[ \u00a0-][A-Z][\w’'-]*){0,2})"
)
PLACING = {
    "in",
    "near",
    "at",
    "around",
    "outside",
    "inside",
    "towards",
    "into",
    "from",
    "to",
    "across",
    "throughout",
    "within",
}
COUNTRY_KINDS = {"country", "demonym", "capital"}


class Order:
    """The mentions so far in the order of the text, which do not overlap: all of them, and those of each actor."""

    def __init__(self) -> None:
        self.all: list[Mention] = []
        self.of: dict[str, list[Mention]] = defaultdict(list)
        self.by_root: dict[int, Mention] = {}

    def add(self, mention: Mention) -> None:
        insort(self.all, mention, key=_start)
        insort(self.of[mention.actor_id], mention, key=_start)
        self.by_root.setdefault(mention.root, mention)

    def give(self, mention: Mention, actor_id: str) -> None:
        """Let a mention be another actor's."""
        self.of[mention.actor_id].remove(mention)
        mention.actor_id = actor_id
        insort(self.of[actor_id], mention, key=_start)

    def before(self, char: int, *, of: str, most: int | None = None) -> list[Mention]:
        """Those of an actor that start before a character; at most so many, the last ones."""
        mentions = self.of.get(of, [])
        end = bisect_left(mentions, char, key=_start)
        return mentions[max(0, end - most) if most else 0 : end]

    def between(self, start: int, end: int) -> list[Mention]:
        """Those that start from one character up to but without another."""
        return self.all[bisect_left(self.all, start, key=_start) : bisect_left(self.all, end, key=_start)]

    def at(self, start: int, end: int) -> Mention | None:
        """The first that stands in any of these characters."""
        first = max(0, bisect_right(self.all, start, key=_start) - 1)
        return next((m for m in self.all[first : first + 2] if m.start < end and start < m.end), None)

    def last_ending(self, char: int) -> Mention | None:
        """The last one that ends before a character."""
        last = bisect_left(self.all, char, key=_start) - 1
        return self.all[last] if last >= 0 and self.all[last].end <= char else None


def _start(mention: Mention) -> int:
    return mention.start


class Reading:
    """The Doc, the vocabulary and the mentions so far."""

    def __init__(self, doc: Doc, words: Vocabulary) -> None:
        self.doc, self.words, self.text = doc, words, text_of(doc)
        self.annotations = doc._.lwj
        split = names.split(self.text)
        self.hits = words.names.find(self.text, words=split)
        self.people_hits = words.peoples.find(self.text, words=split)
        self.bases: Counter[str] = Counter()  # of the groups named so far
        self.aliased: set[tuple[str, str]] = set()  # short names that were looked for everywhere, with their actors
        self.order = Order()
        self._starts = [token.idx for token in doc]
        self._taken = bytearray(len(self.text))
        self._ends: dict[int, int] | None = None

    # ---- mentions ----

    def add(
        self, start: int, end: int, actor_id: str, *, basis: str, rule: str, actor: Actor | None = None
    ) -> Mention | None:
        """Write down a mention (character offsets); ``actor`` is new where no lexicon or rule knows the id."""
        if start >= end or self.is_taken(start, end):
            return None
        known = self.annotations.actors.get(actor_id) or actor or self.words.actor(actor_id)
        if known is None:
            return None
        self.annotations.actors[actor_id] = known
        first, last = self.tokens_of(start, end)
        root = self.doc[first:last].root.i if self.doc.has_annotation("DEP") else last - 1
        mention = Mention(start, end, root, actor_id, basis, rule)
        self.annotations.mentions.append(mention)
        self.order.add(mention)
        self._taken[start:end] = b"\1" * (end - start)
        if basis == "lexicon" and known.type == "armed_group" and known.country:
            self.bases[known.country.lower()] += 1
        if basis in {"alias", "ner"}:
            known.aliases.add(self.text[start:end])
        return mention

    def add_tokens(
        self, first: int, last: int, actor_id: str, *, basis: str, rule: str, actor: Actor | None = None
    ) -> Mention | None:
        """``add`` for the tokens from ``first`` up to but without ``last``; a possessive 's at the end is left out."""
        while last - first > 1 and self.doc[last - 1].tag_ == "POS":
            last -= 1
        end_token = self.doc[last - 1]
        return self.add(
            self.doc[first].idx, end_token.idx + len(end_token), actor_id, basis=basis, rule=rule, actor=actor
        )

    def replace(self, mention: Mention, actor_id: str, *, basis: str, rule: str) -> None:
        """Give a mention to another actor."""
        self.order.give(mention, actor_id)
        mention.basis, mention.rule = basis, rule
        self.__dict__.pop("_about", None)  # the acronym of a group of another country tells nothing of this one

    def finish(self) -> None:
        """Put the mentions in order and forget actors that none is left of."""
        self.annotations.mentions.sort(key=lambda m: (m.start, -m.end))
        left = {m.actor_id for m in self.annotations.mentions}
        self.annotations.actors = {key: actor for key, actor in self.annotations.actors.items() if key in left}

    def is_taken(self, start: int, end: int) -> bool:
        """Whether a mention stands in any of these characters."""
        return any(self._taken[start:end])

    def is_taken_token(self, index: int) -> bool:
        """Whether a mention stands on the token."""
        token = self.doc[index]
        return self.is_taken(token.idx, token.idx + len(token))

    def tokens_of(self, start: int, end: int) -> tuple[int, int]:
        """The first token of these characters and the one after the last."""
        return max(0, bisect_right(self._starts, start) - 1), max(1, bisect_right(self._starts, end - 1))

    # ---- countries ----

    @cached_property
    def country_hits(self) -> list[Found]:
        """Names, demonyms and capitals of countries that are not part of a person's name."""
        return [hit for hit in self.hits if {s.kind for s in hit.values} & COUNTRY_KINDS and not self._in_person(hit)]

    def country_of(self, hit: Found) -> str:
        """The country's key; a name of several countries goes to the one named most."""
        keys = [s.key for s in hit.values if s.kind in COUNTRY_KINDS]
        return max(keys, key=lambda key: self.countries[key])

    def country_ends_at(self, index: int) -> int | None:
        """The token after a country's name or demonym that starts at ``index``."""
        if self._ends is None:
            spans = [self.tokens_of(hit.start, hit.end) for hit in self.country_hits]
            self._ends = dict(spans)
        return self._ends.get(index)

    @staticmethod
    def is_only(hit: Found, kind: str) -> bool:
        """Whether the name can be nothing but this kind."""
        return {s.kind for s in hit.values} == {kind}

    @cached_property
    def countries(self) -> Counter[str]:
        """How much the article is about each country: its names, those in the first paragraphs counted double.

        Where it names none, the places tell.
        """
        weights: Counter[str] = Counter()
        nationals = [hit for hit in self.hits if {s.kind for s in hit.values} == {"nationals"}]
        for hit in (*self.country_hits, *nationals):
            for key in {s.key for s in hit.values if s.kind in {*COUNTRY_KINDS, "nationals"}}:
                weights[key] += 2 if hit.start < 400 else 1
        return weights or self.hints

    @cached_property
    def hints(self) -> Counter[str]:
        """The countries that the places tell; a territory without an entry ("HKG") is none of those that have an army."""
        told = hints.countries(self.text, own=self.words.own_places)
        return Counter({key: n for key, n in told.items() if key in self.words.lexicon.countries})

    def home_of(self, index: int) -> str | None:
        """The country that "the army" at a token belongs to: the one its paragraph names, else the article's."""
        start, end = self._paragraph(index)
        here = [self.country_of(h) for h in self.country_hits if start <= h.start < min(end, self._starts[index])]
        near = list(dict.fromkeys(key for key in here if not self._is_expeditionary(key)))
        if not near:
            groups = self.order.between(start, min(end, self._starts[index]))
            bases = [
                self.words.lexicon.actors[m.actor_id].country for m in groups if m.actor_id in self.words.lexicon.actors
            ]
            near = list(dict.fromkeys(c.lower() for c in bases if c and self.countries[c.lower()]))
        if len(near) == 1:
            return near[0]
        ranked = [(key, n) for key, n in self._about.most_common() if not self._is_expeditionary(key)]
        if len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]:
            return None
        return ranked[0][0] if ranked else None

    def has_rival(self, country: str) -> bool:
        """Whether a country that fights abroad is named as often."""
        return any(self._is_expeditionary(key) and n >= self.countries[country] for key, n in self.countries.items())

    @cached_property
    def _about(self) -> Counter[str]:
        """``countries``, with the main bases of the groups named."""
        weights = self.countries.copy()
        for mention in self.annotations.mentions:
            entry = self.words.lexicon.actors.get(mention.actor_id)
            home = entry.country.lower() if entry and entry.country else None
            if home in self.words.lexicon.countries and mention.basis == "lexicon":
                weights[home] += 0.5
        return weights

    def _is_expeditionary(self, key: str) -> bool:
        return self.words.lexicon.countries[key].expeditionary

    def _paragraph(self, index: int) -> tuple[int, int]:
        at = self._starts[index]
        start = self.text.rfind("\n\n", 0, at)
        end = self.text.find("\n\n", at)
        return max(start, 0), end if end >= 0 else len(self.text)

    def _in_person(self, hit: Found) -> bool:
        """ "Jordan Smith": inside a longer name that the model takes for a person's."""
        return hit.start in self._full_names and hit.end < self._full_names[hit.start] - 2

    @cached_property
    def _full_names(self) -> dict[int, int]:
        """First name and surname that the model takes for a person's: where each starts and ends."""
        named = (e for e in self.doc.ents if e.label_ == "PERSON" and e.end - e.start == 2)
        return {e.start_char: e.end_char for e in named if e[-1].pos_ == "PROPN" and e[-1].tag_ != "POS"}

    @cached_property
    def local_names(self) -> set[str]:
        """Names that the article puts behind "in", "near", "town of" and the like."""
        return {match.group(1) for match in LOCAL_NAME.finditer(self.text)}

    def is_place(self, name: str) -> bool:
        """Whether a place is called this."""
        key = gazetteer.fold(name)
        return key in self.words.place_names or key in gazetteer.shipped()

    # ---- senses ----

    def best_sense(self, senses: list[Sense], hit: Found) -> Sense | None:
        """The entry that a name stands for here; ``None`` where it is too common a word for this article."""
        fitting = [s for s in senses if not s.ambiguous or self._about_entry(s) > 0]
        if len(fitting) <= 1:
            return fitting[0] if fitting else None
        plain = max((self._about_entry(s) for s in fitting if not s.ambiguous), default=0)
        clear = [s for s in fitting if not s.ambiguous or self._about_entry(s) > 1.5 * plain]
        return max(clear, key=lambda s: (self._about_entry(s), not s.ambiguous))

    def is_part_of_longer(self, sense: Sense, hit: Found) -> bool:
        """Neither "The National Guard" nor "Brigades of the Southern Dawn" names a paper: a common word as an outlet."""
        if sense.kind != "sources" or len(self.text[hit.start : hit.end].lower().removeprefix("the ").split()) > 1:
            return False
        entry = self.words.lexicon.sources[sense.key]
        after = self.text[hit.end : hit.end + 2]
        common = sense.ambiguous or entry.name.startswith("The ")
        if common and len(after) == 2 and after[0] in " \u00a0" and after[1].isupper():
            return True
        before = self.doc[: self.tokens_of(hit.start, hit.end)[0]][-5:]
        for token in reversed(before):
            if token.text in self.words.name_words and token.text[:1].isupper():
                return self.words.name_words[token.text] != "media"
            if not token.text[:1].isupper() and token.lower_ not in {"of", "for", "the"}:
                return False
        return False

    def is_whereabouts(self, sense: Sense, hit: Found) -> bool:
        """ "In Puntland", "near Al Mayadeen": a land's or a town's name behind a preposition of place."""
        first, _ = self.tokens_of(hit.start, hit.end)
        while first and self.doc[first - 1].lower_ == "the":
            first -= 1
        if not first or self.doc[first - 1].lower_ not in PLACING:
            return False
        name = self.text[hit.start : hit.end]
        if sense.kind == "sources":
            return self.is_place(name) and not name.isupper()
        return self.words.lexicon.actors[sense.key].territory or gazetteer.fold(name) in self.words.place_names

    def has_first_name(self, senses: list[Sense], hit: Found) -> bool:
        """A surname of the lexicon behind another first name ("Bassel al-Assad") is somebody else's."""
        people = [s for s in senses if s.kind == "actors" and self.words.lexicon.actors[s.key].type == "person"]
        if not people or len(people) < len(senses) or len(self.text[hit.start : hit.end].split()) > 1:
            return False
        first, last = self.tokens_of(hit.start, hit.end)
        if self._goes_on(self.doc[first], last):
            return True  # "Issoufou Maiga"
        index = first - 1
        while index >= 0 and self.doc[index].text.lower() in {"al", "el", "-", "‐", "al-", "el-"}:
            index -= 1
        if index < 0:
            return False
        token = self.doc[index]
        known = self.words.title_forms.at(self.doc, index) or self.words.role_forms.at(self.doc, index)
        return (
            token.pos_ == "PROPN"
            and token.text[:1].isupper()
            and not known
            and not self.is_taken_token(index)
            and (token.ent_type_ == "PERSON")
        )

    def _goes_on(self, name: Token, end: int) -> bool:
        """Whether a surname of another person stands right behind a name."""
        after = self.doc[end] if end < len(self.doc) else None
        if after is None or after.pos_ != "PROPN" or not after.text[:1].isupper() or name.sent != after.sent:
            return False
        one = name.dep_ == "compound" and name.head.i >= end and {name.ent_type_, after.ent_type_} == {"PERSON"}
        return one and not self.is_taken_token(end)

    def is_blocked(self, hit: Found) -> bool:
        """Behind a word like "Kataib" a short name is only the end of another group's."""
        first, _ = self.tokens_of(hit.start, hit.end)
        before = self.doc[first - 1].text if first else ""
        return (
            before[:1].isupper()
            and self.words.name_words.get(before) == "armed_group"
            and before not in {"Ansar", "Rebels"}
        )

    def _about_entry(self, sense: Sense) -> float:
        entry = self.words.lexicon.tables[sense.kind][sense.key]
        home = getattr(entry, "country", None)
        main = self._spoken_of(home) if home else 0
        return main + 0.5 * sum(map(self._spoken_of, set(getattr(entry, "countries", ())) - {home}))

    def _spoken_of(self, iso3: str) -> float:
        return self.countries[iso3.lower()] or 0.5 * (self.hints[iso3.lower()] or self.bases[iso3.lower()])
