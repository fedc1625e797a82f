"""Which words tell that something happened to people, in all their forms, and where they stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate.groups import word_set
from lwj_analysis.lexicon import Lexicon

DEADLY = frozenset(("mortally", "fatally"))
_DOUBTED = frozenset(("neutralize", "neutralise", "neutralized", "neutralised", "eliminate"))
_QUOTES = frozenset(["“", "”", '"', "‘", "’", "'"])


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to tell an outcome: the words after the first (``tail``), how it takes its victims (``kind``)."""

    outcome: str
    kind: str  # verb, subject_verb, adjective, noun, count_noun
    form: str  # base, past, participle, ing, s, word
    tail: tuple[str, ...] = ()
    zero: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """The table ``casualties.toml`` by first word, and the single words that can stand before a noun."""

    by_word: dict[str, tuple[Outcome, ...]]
    modifiers: frozenset[str]


@dataclass(slots=True)
class Trigger:
    """An outcome word in its sentence: tokens ``start`` to ``end`` (exclusive); ``gap`` where its parts stand apart."""

    start: int
    end: int
    outcome: str
    kind: str
    form: str
    zero: bool = False
    gap: bool = False
    either: bool = False  # the victim may be the subject too ("burned to death")
    strict: bool = False  # the word has other senses: only numbers and nouns known as people count


def outcome_words(lexicon: Lexicon) -> OutcomeWords:
    """``casualties.toml``, every verb in all its forms."""
    by_word: dict[str, list[Outcome]] = {}
    modifiers = set()
    for entry in lexicon.casualties.values():
        for kind, forms in (("verb", entry.verbs), ("subject_verb", entry.subject_verbs)):
            for verb in forms:
                first, *tail = verb.split()
                for word, form in _inflected(first):
                    by_word.setdefault(word, []).append(
                        Outcome(entry.outcome, kind, form, tuple(tail), strict=verb in entry.other_senses)
                    )
        for word in entry.participles:
            by_word.setdefault(word, []).append(Outcome(entry.outcome, "verb", "past"))
            modifiers.add(word)
        for kind, forms in (("adjective", entry.adjectives), ("noun", entry.nouns), ("count_noun", entry.count_nouns)):
            for words in forms:
                first, *tail = words.split()
                for word in {first, *(_plurals(first) if kind != "adjective" else ())}:
                    by_word.setdefault(word, []).append(Outcome(entry.outcome, kind, "word", tuple(tail), entry.zero))
        modifiers |= {w for w in entry.adjectives if " " not in w}
        plain = [v for v in (*entry.verbs, *entry.subject_verbs) if " " not in v and v not in _NOUNS_TOO]
        modifiers |= {word for verb in plain for word, form in _inflected(verb) if form in ("base", "s")}
    ordered = {
        w: tuple(sorted(o, key=lambda x: (-len(x.tail), _KIND_ORDER[x.kind], x.form != "past")))
        for w, o in by_word.items()
    }
    return OutcomeWords(ordered, frozenset(modifiers))


def find_triggers(sent: Span, words: OutcomeWords) -> list[Trigger]:
    """The outcome words of the sentence, longest first, none inside another."""
    found, i = [], sent.start
    while i < sent.end:
        trigger = _trigger_at(sent, i, words) or _execution_at(sent.doc[i])
        if trigger is not None:
            found.append(trigger)
        i = trigger.end if trigger is not None and not trigger.gap else i + 1
    gapped = [t for t in found if t.gap]
    return [t for t in found if t.gap or not any(g.start < t.start < g.end and t.end == g.end for g in gapped)]


def _execution_at(token: Token) -> Trigger | None:
    """ "Six peasants were taken from their homes and shot", "X (41), civilian, shot by the IRA": shot to death.

    The word alone leaves open whether somebody lives.
    """
    if token.lower_ != "shot" or token.tag_ not in ("VBN", "VBD") or _LIMB.match(token.doc[token.i : token.i + 5].text):
        return None
    if any(c.dep_ == "dobj" and c.pos_ not in ("PRON", "PROPN") for c in token.children):
        return None  # "and shot a video"
    led_away = token.dep_ == "conj" and any(a.lemma_ in _LED_AWAY for a in token.ancestors if a.i < token.i)
    by_the_way = _EXECUTED.match(token.doc[token.i : token.i + 7].text)
    if not (led_away or by_the_way or _is_entry_of_dead(token)):
        return None
    return Trigger(token.i, token.i + 1, "killed", "verb", "past")


def _is_entry_of_dead(token: Token) -> bool:
    """A note that lists who was killed: a name, the age behind it, and no auxiliary."""
    subject = next((c for c in token.lefts if c.dep_ == "nsubjpass" and c.pos_ in ("PROPN", "NOUN")), None)
    if subject is None or any(c.dep_ == "auxpass" for c in token.lefts):
        return False
    return bool(re.match(r",? \(?\d{1,2}\)?,", token.doc[subject.i : subject.i + 5].text[len(subject) :]))


_LED_AWAY = word_set("take drag abduct kidnap line lead march pull seize haul tie blindfold handcuff separate")
_LIMB = re.compile(
    r"shot (?:at|in (?:the|both|his|her|their) (?:leg|foot|feet|arm|thigh|hand|shoulder|knee|ankle)s?)\b", re.I
)
_EXECUTED = re.compile(
    r"shot (?:\w+ )?(?:by the (?:roadside|side of the road)|in the (?:back of the )?head|execution)", re.I
)
_KIND_ORDER = {"verb": 0, "subject_verb": 1, "adjective": 2, "count_noun": 3, "noun": 4}


def outcome_named(words: str) -> str:
    lower = words.lower()
    if re.search(r"(?:dead|killed) (?:or|and) (?:missing|wounded|injured)", lower):
        return "casualties"
    for pattern, outcome in (
        (r"wounded|injur|wia", "wounded"),
        (r"missing", "missing"),
        (r"captur|captive|prisoner|arrest|detain", "captured"),
        (r"hostage|abduct|kidnap", "abducted"),
        (r"casualties|victims|losses|casualty", "casualties"),
    ):
        if re.search(pattern, lower):
            return "killed" if outcome == "casualties" and "toll" in lower and "casualty" not in lower else outcome
    return "killed"


def _trigger_at(sent: Span, i: int, words: OutcomeWords) -> Trigger | None:
    doc = sent.doc
    token = doc[i]
    for outcome in words.by_word.get(token.lower_, ()):
        end, gap = i + 1, False
        if outcome.tail:
            end, gap = _tail_end(sent, i, outcome, words)
            if not end:
                continue
        elif not _fits(token, outcome):
            continue
        if outcome.tail == ("out",) and end < sent.end and doc[end].lower_ in ("of", "to", "from", "into"):
            continue  # "taken out of a van"
        told = outcome.outcome
        if told == "wounded" and i > sent.start and doc[i - 1].lower_ in DEADLY:
            told = "killed"
        elif token.lemma_.lower() in _DOUBTED and i > sent.start and doc[i - 1].text in _QUOTES and _closes(doc, i + 1):
            told = "casualties"  # the quotation marks leave open what "neutralized" means
        either = any(o.kind == "subject_verb" and o.tail == outcome.tail for o in words.by_word[token.lower_])
        return Trigger(i, end, told, outcome.kind, outcome.form, outcome.zero, gap, either, outcome.strict)
    if token.pos_ == "VERB" and i > sent.start and doc[i - 1].lower_ in DEADLY:
        return Trigger(i, i + 1, "killed", "verb", "ing" if token.tag_ == "VBG" else "past")  # "fatally shot"
    return None


def _closes(doc: Doc, i: int) -> bool:
    """Whether the quotation marks hold the one word."""
    return i < len(doc) and doc[i].text in _QUOTES


def _tail_end(sent: Span, i: int, outcome: Outcome, words: OutcomeWords) -> tuple[int, bool]:
    """Where the words that belong to a verb end, and whether its object stands between them."""
    doc, tail = sent.doc, outcome.tail
    rest = [t.lower_ for t in doc[i + 1 : min(sent.end, i + 16)]]
    if (end := _follow(sent, i + 1, tail)) is not None:
        return end, False
    if outcome.kind != "verb" or tail[-1] in ("of", "down", "kill"):
        return 0, False
    for at in range(1, len(rest) - len(tail) + 1):
        token = doc[i + at]
        if (
            rest[at - 1] in (";", ":", ".")
            or (rest[at - 1] == "leaving" and rest[at - 2 : at - 1] == [","])
            or (token.pos_ == "VERB" and (token.tag_ in ("VBD", "VBZ", "VBP") or token.lower_ in words.by_word))
        ):
            break
        if rest[at] == tail[0] and (end := _follow(sent, i + 1 + at, tail)) is not None:
            return end, True
    return 0, False


def _follow(sent: Span, i: int, tail: tuple[str, ...]) -> int | None:
    """The token after ``tail`` if its words come from token ``i`` on, articles, adjectives and adverbs skipped."""
    skipped = 0
    for word in tail:
        while i < sent.end and sent.doc[i].lower_ != word:
            token = sent.doc[i]
            describes = token.pos_ in ("DET", "ADJ", "ADV") or (token.pos_ == "NOUN" and word in _HURTS)
            if not describes or token.lower_ == "no" or skipped > 2:
                return None
            i, skipped = i + 1, skipped + 1
        if i >= sent.end:
            return None
        i += 1
    return i


_HURTS = frozenset(("injury", "injuries", "wound", "wounds", "burns"))  # "sustained bullet injuries"


def _fits(token: Token, outcome: Outcome) -> bool:
    """Whether the word is used as what the table says (a verb as a verb, "death" as a noun)."""
    if outcome.kind in ("verb", "subject_verb"):
        if outcome.form in ("base", "s") and token.pos_ in ("NOUN", "PROPN", "ADJ"):
            return _is_headline_verb(token)
        if outcome.form == "ing" and token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "of":
            return False
        return not (
            token.lower_ in ("burn", "burned", "burning", "hang", "hanging", "hung", "stab")
            and token.pos_ in ("NOUN", "ADJ")
        )
    if outcome.kind == "count_noun" and token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "of":
        return False
    if outcome.kind in ("noun", "count_noun"):
        return token.pos_ in ("NOUN", "PROPN", "VERB", "ADJ") and not (
            token.i + 1 < len(token.doc)
            and token.nbor(1).lower_
            in ("toll", "tolls", "penalty", "threat", "threats", "squad", "armor", "armour", "sentence", "row")
        )
    return True


def _is_headline_verb(token: Token) -> bool:
    """A present form that the tagger takes for a noun: "Rebels behead chief", "Bomb kills 3", "At least 30 die in blast"."""
    if token.i + 1 >= len(token.doc) or not token.i:
        return False
    before, after = token.nbor(-1), token.nbor(1)
    if token.lower_ == "wounds" and token.dep_ == "conj" and token.head.tag_ == "VBZ":
        return after.pos_ in ("NUM", "DET")  # "kills him and wounds two of his guards"
    if token.lower_ in ("wounds", "burns", "treats"):
        return False
    if token.lower_ in ("die", "dies"):
        return before.pos_ in ("NOUN", "NUM", "PROPN")
    if after.pos_ == "NUM" or after.lower_ in ("a", "an", "at", "more", "dozens", "scores", "several", "up", "over"):
        return before.pos_ in ("NOUN", "PROPN", "ADJ", "NUM")
    return before.tag_ in ("NNS", "NNPS") and after.pos_ in ("NOUN", "ADJ", "PROPN") and token.lower_ not in _NOUNS_TOO


_NOUNS_TOO = word_set(
    "murder massacre slaughter harm hurt burn hang stab wound execute arrest capture treat fall surrender lynch martyr"
)


def _inflected(verb: str) -> Iterator[tuple[str, str]]:
    """All forms of a regular verb, and of the irregular ones of the table."""
    stem = verb[:-1] if verb.endswith("e") else verb
    doubled = verb + verb[-1] if re.search(r"^[^aeiou]*[aeiou][bdgnpt]$|nap$|mit$", verb) else None
    yield verb, "base"
    third = (
        verb[:-1] + "ies"
        if re.search(r"[^aeiou]y$", verb)
        else verb + ("es" if re.search(r"(?:s|sh|ch|x|z)$", verb) else "s")
    )
    yield third, "s"
    yield {"die": "dying", "lie": "lying"}.get(verb, (doubled or stem) + "ing"), "ing"
    for past in _IRREGULAR.get(
        verb, ((doubled or (verb[:-1] + "i" if re.search(r"[^aeiou]y$", verb) else stem)) + "ed",)
    ):
        yield past, "past"


_IRREGULAR = {
    "slay": ("slain", "slew"), "send": ("sent",), "shoot": ("shot",), "cut": ("cut",), "put": ("put",), "hurt": ("hurt",),
    "hang": ("hanged", "hung"), "take": ("took", "taken"), "hold": ("held",), "fall": ("fell", "fallen"), "lose": ("lost",),
    "give": ("gave", "given"), "meet": ("met",), "go": ("went", "gone"), "blow": ("blew", "blown"), "slit": ("slit",),
    "beat": ("beat", "beaten"), "burn": ("burned", "burnt"), "pay": ("paid",), "mow": ("mowed", "mown"), "lay": ("laid",),
    "find": ("found",), "tear": ("tore", "torn"), "cost": ("cost",), "bleed": ("bled",), "freeze": ("froze", "frozen"),
    "bury": ("buried",), "hit": ("hit",), "strike": ("struck",), "make": ("made",), "kidnap": ("kidnapped", "kidnaped"),
}  # fmt: skip


def _plurals(noun: str) -> tuple[str, ...]:
    if noun.endswith("y") and noun != "dy":
        return (noun[:-1] + "ies",)
    if noun.endswith(("s", "ch", "x")):
        return (noun + "es",)
    return (noun + "s",)
