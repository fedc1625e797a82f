"""Persons: the trained model's names, titles, surnames that point back, and what a person is to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.names import fold
from lwj_analysis.annotate.reading import Reading
from lwj_analysis.annotate.records import Actor, Mention
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.words import Vocabulary

PARTICLES = {
    "al",
    "el",
    "bin",
    "ibn",
    "ul",
    "ur",
    "ag",
    "ould",
    "ben",
    "de",
    "van",
    "von",
    "der",
    "du",
    "la",
    "le",
    "di",
    "abd",
    "-",
    "‐",
    "as",
    "ash",
    "ad",
    "an",
    "az",
    "e",
    "al-",
    "el-",
    "abu",
    "wal",
}
LOCATIVE = {
    "in",
    "near",
    "at",
    "around",
    "outside",
    "inside",
    "toward",
    "towards",
    "across",
    "throughout",
    "into",
    "from",
    "between",
    "through",
    "via",
    "to",
}
NO_PERSON = re.compile(
    r"\b(Province|District|Airport|Forest|Region|State|County|Valley|River|Lake|Mountain|Mountains|City|Village|Camp|Base|"
    r"Street|Road|Square|Hospital|University|School|Mosque|Church|Prison|Island|Islands|Sea|Gulf|Desert|Army|Front|Brigade|"
    r"Battalion|Council|Ministry|Islam|Islamic|Katibat|Katiba|Operation|Humvee|Day|Monday|Tuesday|Wednesday|Thursday|Friday|"
    r"Saturday|Sunday|Facebook|Twitter|Telegram|Eid|Ramadan|Allah|God|Prophet|Quran|Koran|Media|News|Times|Front|Party)\b"
)
TITLED = "\0"  # a span that an honorific makes a person's
HUMAN_VERBS = {
    "say",
    "tell",
    "add",
    "claim",
    "warn",
    "lead",
    "command",
    "write",
    "vow",
    "admit",
    "deny",
    "confirm",
    "order",
    "die",
    "believe",
    "pledge",
    "swear",
    "speak",
    "report",
    "explain",
    "note",
    "argue",
    "found",
    "announce",
    "accuse",
    "promise",
    "blame",
    "radicalize",
    "marry",
    "flee",
    "resign",
    "succeed",
    "replace",
    "serve",
    "call",
    "insist",
    "meet",
    "join",
    "visit",
    "become",
    "escape",
    "urge",
}


def find_persons(reading: Reading) -> None:
    """Persons by title ("Captain X") and by the trained model; the longest form of a name names the person."""
    spans = {**_kunya_spans(reading), **_model_spans(reading), **_titled_spans(reading)}
    people = _People(reading)
    for start, end in sorted(spans, key=lambda span: (-_weight(reading.doc, *span), span)):
        people.add(start, end, spans[(start, end)])


def surnames(reading: Reading) -> None:
    """Later uses of a surname alone ("Kouffa", "bin Laden") are mentions of the person."""
    doc = reading.doc
    last_names: dict[str, list[Actor]] = {}
    for actor in list(reading.annotations.actors.values()):
        if actor.type == "person":
            for name in {actor.name, *(a for a in actor.aliases if " " in a)}:
                words = [w for w in re.split(r"[\s‐-]+", name) if w]
                if len(words) > 1 and len(words[-1]) > 2:
                    people = last_names.setdefault(fold(words[-1]), [])
                    if actor not in people:
                        people.append(actor)
    places = {token.i for ent in doc.ents if ent.label_ in {"DATE", "TIME"} for token in ent}
    for token in doc:
        if not token.text[:1].isupper() or token.i in places or reading.is_taken_token(token.i):
            continue
        people = last_names.get(fold(token.text), [])
        if not people or (
            token.i + 1 < len(doc) and doc[token.i + 1].pos_ == "PROPN" and doc[token.i + 1].text[:1].isupper()
        ):
            continue
        start = token.i
        while (
            start
            and doc[start - 1].lower_ in PARTICLES - {"as", "an", "e", "la", "le"}
            and not doc[start - 1].is_sent_start
        ):
            start -= 1
        people = _named_before(reading, people, token.idx) or people
        if not _named_together(reading, people, token.idx):
            reading.add_tokens(start, token.i + 1, people[-1].id, basis="alias", rule="surname")


def role_tokens(doc: Doc, mention: Mention, words: Vocabulary) -> Iterable[Token]:
    """The nouns that say what a person is: appositions, the nouns before the name, "X is the leader of"."""
    root = doc[mention.root]
    near = [child for child in root.children if child.dep_ in {"appos", "compound", "nmod", "amod"}]
    near += [root.head] if root.dep_ in {"appos", "compound", "nmod"} else []
    for token in list(near):
        near += [c for c in token.children if c.dep_ in {"conj", "appos"}]
    if root.dep_ in {"nsubj", "nsubjpass"} and root.head.lemma_ in {"be", "become", "serve"}:
        near += [c for c in root.head.children if c.dep_ == "attr"]
    near += [doc[mention_start - 1] for mention_start in [first_token(doc, mention)] if mention_start]
    near += [
        i
        for t in near
        if t.lower_ in {"one", "two", "some"}
        for c in t.children
        if c.lower_ == "of"
        for i in c.children
    ]
    led = [c for c in root.children if c.dep_ == "relcl" and c.lemma_ in {"head", "lead", "chair", "command", "run"}]
    seen = set()
    yield from (c for verb in led for c in verb.children if c.dep_ == "dobj")
    yield from _member_of(doc, mention)
    for token in near:
        if token.i not in seen and (
            words.role_forms.ending_at(doc, token.i) or words.source_forms.ending_at(doc, token.i)
        ):
            seen.add(token.i)
            yield token


def _member_of(doc: Doc, mention: Mention) -> Iterable[Token]:
    """The body in "X, of the provincial council"."""
    if match := re.match(r"\s?,\s(?:also\s)?of\s(?:the\s)?", text_of(doc)[mention.end : mention.end + 30]):
        span = doc.char_span(mention.end + match.end(), mention.end + match.end() + 1, alignment_mode="expand")
        yield from (t for t in doc[span.start : span.start + 4] if span and t.pos_ in {"NOUN", "PROPN"})


def title_type(doc: Doc, mention: Mention, words: Vocabulary) -> str:
    """The kind of speaker by the title before the name."""
    index = first_token(doc, mention)
    for start in range(max(0, index - 4), index):
        form = words.title_forms.at(doc, start)
        if form and form.end == index and not (start and doc[start - 1].text == "-"):  # no "Secretary-General"
            return form.entry.source_type or "unknown"
    return "unknown"


def first_token(doc: Doc, mention: Mention) -> int:
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    return span.start if span else mention.root


@lru_cache(maxsize=2)
def _listed(people: tuple[tuple[str, str], ...]) -> dict[tuple[str, ...], str]:
    return {tuple(_words(name)): key for name, key in people}


class _People:
    """The persons of one article so far, by the words of their names."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.listed = _listed(reading.words.people)
        self.known: list[tuple[tuple[str, ...], str]] = [
            (tuple(_words(actor.name)), actor.id)
            for actor in reading.annotations.actors.values()
            if actor.type == "person"
        ]

    def add(self, start: int, end: int, title: str) -> None:
        doc = self.reading.doc
        if any(self.reading.is_taken_token(i) for i in range(start, end)):
            return
        text = doc[start:end].text
        words = tuple(_words(text))
        actor_id = self._same(words)
        if actor_id is None and len(words) == 1 and not title and not _acts_like_person(doc[start:end].root):
            return
        actor_id = actor_id or "person:" + "-".join(words)
        actor = Actor(actor_id, " ".join(text.split()), "person", family="other")
        basis = "ner" if actor_id not in self.reading.annotations.actors else "alias" if len(words) == 1 else "ner"
        if mention := self.reading.add_tokens(
            start, end, actor_id, basis=basis, rule="title" if title else "person", actor=actor
        ):
            self.known.append((words, actor_id))
            if title and title != TITLED:
                known = self.reading.annotations.actors[mention.actor_id]
                known.aliases.add(f"{title} {text}")

    def _same(self, words: tuple[str, ...]) -> str | None:
        if words in self.listed:
            return self.listed[words]
        for known, actor_id in self.known:
            if known == words or sorted(known) == sorted(words):
                return actor_id
            if len(words) == 1 and len(words[0]) > 2 and known[-1:] == words:
                return actor_id
            if 1 < len(words) < len(known) and known[-1] == words[-1] and set(words) <= set(known):
                return actor_id
        return None


def _model_spans(reading: Reading) -> dict[tuple[int, int], str]:
    spans = {}
    for ent in reading.doc.ents:
        if ent.label_ != "PERSON":
            continue
        start, end = _trim(reading, ent.start, ent.end)
        start, end = _widen(reading, start, end)
        if start < end and _looks_like_person(reading, start, end):
            spans[(start, end)] = ""
    for ent in reading.doc.ents:
        if ent.label_ in {"ORG", "GPE", "NORP", "FAC", "PRODUCT", "WORK_OF_ART", "LOC"}:
            start, end = _widen(reading, *_trim(reading, ent.start, ent.end))
            if start < end and _is_told_as_person(reading, start, end) and _looks_like_person(reading, start, end):
                spans[(start, end)] = ""
    for token in reading.doc:
        if (
            token.dep_ == "appos"
            and token.pos_ == "PROPN"
            and token.head.pos_ == "NOUN"
            and _is_rank(reading, token.head)
        ):
            for name in [token, *token.conjuncts]:
                start = min((c.i for c in name.lefts if c.dep_ == "compound"), default=name.i)
                if name.pos_ == "PROPN" and _looks_like_person(reading, start, name.i + 1):
                    spans[(start, name.i + 1)] = TITLED  # "two majors, X and Y"
    return _outermost(spans)


def _outermost(spans: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """Without those that lie in another."""
    kept, reached = set(), -1
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > reached:
            kept.add((start, end))
            reached = end
    return {span: mark for span, mark in spans.items() if span in kept}


def _widen(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The model cuts long names: capitalised words right before and behind belong to them."""
    doc = reading.doc
    while (
        start < end
        and start > 0
        and end - start < 6
        and not doc[start].is_sent_start
        and _is_name_word(reading, start - 1)
    ):
        start -= 1
    while start < end < len(doc) and end - start < 6 and not doc[end].is_sent_start and _is_name_word(reading, end):
        end += 1
    return start, end


def _is_name_word(reading: Reading, index: int) -> bool:
    token = reading.doc[index]
    if token.pos_ != "PROPN" or not token.text[:1].isupper() or token.text.isupper() or reading.is_taken_token(index):
        return False
    if token.ent_type_ in {"DATE", "TIME"} or reading.country_ends_at(index) or NO_PERSON.search(token.text):
        return False
    noun = reading.words.source_forms.at(reading.doc, index) or reading.words.role_forms.at(reading.doc, index)
    return noun is None and reading.words.title_forms.at(reading.doc, index) is None


def _is_told_as_person(reading: Reading, start: int, end: int) -> bool:
    """ "X, who ...", "X, the spokesman", "two majors, X and Y": the words around say that it is a person."""
    doc = reading.doc
    root = doc[start:end].root
    if end - start > 1 and any(c.dep_ == "relcl" and any(t.lower_ == "who" for t in c.children) for c in root.children):
        return True
    if (
        end - start > 1
        and start
        and doc[start - 1].pos_ == "NOUN"
        and reading.words.role_forms.ending_at(doc, start - 1)
    ):
        return True  # "army spokesman X Y"
    near = [c for c in root.children if c.dep_ == "appos"]
    first = root
    while first.dep_ == "conj" and first.head.pos_ == "PROPN":
        first = first.head
    near += [first.head] if first.dep_ == "appos" else []
    return any(reading.words.role_forms.ending_at(doc, t.i) or _is_rank(reading, t) for t in near if t.pos_ == "NOUN")


def _is_rank(reading: Reading, token: Token) -> bool:
    form = reading.words.source_forms.ending_at(reading.doc, token.i)
    return form is not None and form.key in {"officers", "political_offices", "analysts", "press", "witnesses"}


def _kunya_spans(reading: Reading) -> dict[tuple[int, int], str]:
    """ "Abu X al Y": an Arabic by-name, unless it is a place's."""
    doc, spans = reading.doc, {}
    for token in doc[:-1]:
        if token.text not in {"Abu", "Umm", "Abou"} or not doc[token.i + 1].text[:1].isupper():
            continue
        end = token.i + 1
        while end < len(doc) and end - token.i < 7 and _name_goes_on(reading, token.i, end, by_name=True):
            end += 1
        while end > token.i and (doc[end - 1].lower_ in PARTICLES or not doc[end - 1].text[:1].isalnum()):
            end -= 1
        if (
            end - token.i > 1
            and _looks_like_person(reading, token.i, end, by_name=True)
            and not reading.is_place(doc[token.i : token.i + 2].text)
        ):
            spans[(token.i, end)] = TITLED
    return spans


BODIES = frozenset(("staff", "command", "assembly", "headquarters", "hospital", "secretariat", "directorate"))


def _titled_spans(reading: Reading) -> dict[tuple[int, int], str]:
    doc, spans, at = reading.doc, {}, 0
    while at < len(doc):
        form = reading.words.title_forms.at(doc, at)
        if not form:
            at += 1
            continue
        start, title = form.end, doc[form.start : form.end].text
        while start < len(doc) and (more := reading.words.title_forms.at(doc, start)):
            start, title = more.end, f"{title} {doc[more.start : more.end].text}"
        end = start
        if start < len(doc) and doc[start].lower_ in BODIES:
            at = start + 1
            continue  # "the General Staff"
        while end < len(doc) and end - start < 6 and _name_goes_on(reading, start, end):
            end += 1
        while end > start and doc[end - 1].lower_ in PARTICLES:
            end -= 1
        if end > start:
            spans[(start, end)] = title
        if end > start and form.key == "titles_group":
            spans.pop((start, end))
            start, title = form.start, ""  # "Commander X", "Mullah Y": honorifics that belong to the name
            spans[(start, end)] = TITLED
        at = max(end, form.end)
    return spans


def _name_goes_on(reading: Reading, start: int, end: int, *, by_name: bool = False) -> bool:
    token = reading.doc[end]
    if (
        (token.is_sent_start and end > start)
        or reading.is_taken_token(end)
        or (not token.whitespace_ and token.is_punct and token.text != "-")
    ):
        return False
    origin = by_name and reading.doc[end - 1].lower_ in {"al", "-", "‐", "al-"}  # "Abu Asim al Pakistani"
    if reading.country_ends_at(end) and not origin:
        return False
    if origin and token.text[:1].isupper():
        return True
    if token.text[:1].isupper() and token.text[:1].isalpha():
        return token.ent_type_ not in {"DATE", "NORP", "GPE"} or (token.ent_type_ == "GPE" and end == start)
    nxt = reading.doc[end + 1] if end + 1 < len(reading.doc) else None
    return (
        token.lower_ in PARTICLES
        and end > start
        and nxt is not None
        and (nxt.text[:1].isupper() or nxt.lower_ in PARTICLES)
    )


def _trim(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The name alone: no title before it, no possessive behind it, nothing across a line."""
    doc = reading.doc
    for i in range(start, end):
        if "\n" in doc[i].text:
            end = i
            break
    while end > start and (doc[end - 1].tag_ == "POS" or not doc[end - 1].text[:1].isalnum()):
        end -= 1
    moved = True
    while moved and start < end:
        moved = False
        form = reading.words.title_forms.at(doc, start)
        if form and form.end < end:
            start, moved = form.end, True
        elif (doc[start].text[:1].islower() and doc[start].lower_ not in PARTICLES) or not doc[start].text[
            :1
        ].isalnum():
            start, moved = start + 1, True
    return start, end


def _looks_like_person(reading: Reading, start: int, end: int, *, by_name: bool = False) -> bool:
    doc = reading.doc
    text = doc[start:end].text
    if (
        any(reading.is_taken_token(i) for i in range(start, end))
        or NO_PERSON.search(text)
        or re.search(r"[\d()\[\]:/]", text)
    ):
        return False
    if (not by_name and any(reading.country_ends_at(i) for i in range(start, end))) or text.isupper():
        return False
    if any(reading.words.name_words.get(t.text) == "armed_group" for t in doc[start:end] if t.text != "Ansar"):
        return False
    if reading.words.title_forms.at(doc, end - 1) or not all(
        t.text[:1].isupper() or t.lower_ in PARTICLES or not t.is_alpha for t in doc[start:end]
    ):
        return False
    if _is_place(reading, text) and not _acts_like_person(doc[start:end].root):
        return False
    before = doc[start - 1] if start else None
    if before is not None and before.lower_ in LOCATIVE and not before.is_sent_end:
        return _weight(doc, start, end) > 1 and before.lower_ in {"from", "to", "between"}
    return True


def _is_place(reading: Reading, text: str) -> bool:
    """Whether the gazetteer or the article itself ("in X", "near X") has the whole name as a place's."""
    return text in reading.local_names or reading.is_place(text)


def _acts_like_person(root: Token) -> bool:
    return root.dep_ in {"nsubj", "nsubjpass"} and root.head.lemma_ in HUMAN_VERBS


def _named_before(reading: Reading, people: list[Actor], at: int) -> list[Actor]:
    """The people of a surname in the order in which they were last named before this place."""
    before = {p.id: reading.order.before(at, of=p.id) for p in people}
    return sorted((p for p in people if before[p.id]), key=lambda p: before[p.id][-1].start)


def _named_together(reading: Reading, people: list[Actor], at: int) -> bool:
    """Two people of one surname, last named in the same sentence: the surname alone may be either's."""
    if len(people) < 2:
        return False
    last = [reading.order.before(at, of=p.id)[-1].root for p in people[-2:]]
    return reading.doc[last[0]].sent == reading.doc[last[1]].sent


def _weight(doc: Doc, start: int, end: int) -> int:
    return len(_words(doc[start:end].text))


def _words(name: str) -> list[str]:
    """The words of a name without particles and titles."""
    words = [fold(w) for w in re.split(r"[\s‐\u00a0-]+", name) if w and w[0].isalnum()]
    return [w for w in words if w not in PARTICLES - {"abu"}] or words
