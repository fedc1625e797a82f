"""Names that no lexicon has: units, organisations, acronyms in brackets."""

from __future__ import annotations

import re

from lwj_analysis.annotate.names import fold
from lwj_analysis.annotate.reading import Reading
from lwj_analysis.annotate.records import Actor, Mention
from lwj_analysis.annotate.words import family_of

UNIT = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)?|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)[ \u00a0]"
    r"(?:[A-Z][\w’'-]*[ \u00a0]){0,4}"
    r"(?:Battalion|Brigade|Division|Regiment|Squadron|Corps|Fleet|Battle Group|Task Force|Wing|Company|Platoon|Battery|"
    r"Flotilla|Special Forces Group)\b"
    r"|\b\d+(?:st|nd|rd|th)[ \u00a0](?:(?:infantry|arm(?:ou)?red|mechani[sz]ed|motori[sz]ed|mountain|marine|tank|airborne|"
    r"light|ranger|scout|guards|naval|assault|air|parachute|commando|cavalry|rifle|artillery|separate)[ \u00a0]){0,4}"
    r"(?:battalion|brigade|division|regiment|squadron)\b"
    r"|\b(?:(?:Light )?Infantry (?:Battalion|Division)|LI[BD]) (?:No\. )?\d+\b"
)
ACRONYM = re.compile(
    r"\(\s*(?:the\s+|or\s+|(?:also |better )?known as\s+|(?:also |better )?known (?:by|under|for) (?:its|the|their)(?: \w+)? "
    r"(?:acronyms?|initials|abbreviation),?\s+)?([A-Z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9-]{0,8})\s*(?:[,;][^()]{0,60})?\)"
)
LONG_NAME = re.compile(r"\b([A-Z][A-Z0-9-]{1,9})\s*\(\s*(?:the\s+)?([A-Z][^()]{4,70})\)")
BANDS = {"militia", "militias", "gang", "faction", "brigade", "rebels", "militiamen"}  # "the Dan Tsoho militia"
NO_BAND = re.compile(
    r"\b(Square|Street|Day|Bridge|Mosque|Hospital|Stadium|School|University|Cemetery|Avenue|Gate|Line|Page)$"
)
CAPITALISED = re.compile(r"(?:[A-Z][\w’'-]*|of|for|the|and|in|al|to|de|du|des|et|la|pour|le)")
NO_NAME = {
    "IED",
    "IEDs",
    "VBIED",
    "SVBIED",
    "RPG",
    "GMT",
    "UTC",
    "LAV",
    "UAV",
    "ATGM",
    "MANPAD",
    "MRAP",
    "GDP",
    "COVID",
}
PAPERS = {"Report", "Agreement", "Accord", "Act", "Treaty", "Plan", "Resolution", "Protocol", "Initiative", "Survey"}
COMMON = re.compile(rf"\b(?:[a-z-]+|{'|'.join(sorted(PAPERS))}) \(([A-Z][A-Za-z]*[A-Z]s?)\)")  # "armored carrier (APC)"


def units(reading: Reading) -> None:
    """Numbered units ("157 Task Force Battalion"): state forces of the country the text is about."""
    for match in UNIT.finditer(reading.text):
        index, _ = reading.tokens_of(match.start(), match.end())
        country = reading.home_of(index)
        if country and reading.has_rival(country):
            country = None  # whose unit it is, the text does not say
        actor = Actor(
            f"unit:{_slug(match.group())}",
            match.group(),
            "state_force",
            1,
            country and country.upper(),
            country and f"{country}:state_force",
            False,
            "state",
        )
        reading.add(match.start(), match.end(), actor.id, basis="ner", rule="unit", actor=actor)


def bands(reading: Reading) -> None:
    """ "The Dan Tsoho militia": a name before a word for an armed band is the band's, not a person's."""
    doc = reading.doc
    for token in doc:
        if token.lower_ not in BANDS or not token.text.islower():
            continue
        first = token.i
        while first and _in_band_name(reading, first - 1):
            first -= 1
        if first == token.i or not first or reading.is_place(doc[first : token.i].text):
            continue
        if doc[first - 1].lower_ in {"the", "a"}:
            name = doc[first : token.i + 1].text
            actor = _actor(reading, name, "armed_group", first)
            reading.add_tokens(first, token.i + 1, f"name:{_slug(name)}", basis="ner", rule="band", actor=actor)


def _in_band_name(reading: Reading, index: int) -> bool:
    token = reading.doc[index]
    return (
        token.pos_ == "PROPN"
        and token.text[:1].isupper()
        and token.ent_type_ != "NORP"
        and not reading.is_taken_token(index)
        and not any(h.start <= token.idx < h.end for h in reading.country_hits)
    )


def telling_names(reading: Reading) -> None:
    """Capitalised names with a group's word in them ("Brigades of the Southern Dawn", "Katibat al Sunna")."""
    doc, words = reading.doc, reading.words.name_words
    for token in doc:
        if words.get(token.text) != "armed_group" or reading.is_taken_token(token.i):
            continue
        first, last = token.i, token.i + 1
        while first and not doc[first].is_sent_start and _in_group_name(reading, first - 1):
            first -= 1
        while last < len(doc) and (step := _goes_on(reading, last)):
            last += step
        capitals = [t for t in doc[first:last] if t.text[:1].isupper()]
        name = doc[first:last].text
        if len(capitals) < 2 or NO_BAND.search(name) or name in reading.local_names or reading.is_place(name):
            continue
        kind = _kind(reading, first, last, label="ORG") or "armed_group"
        actor = _actor(reading, name, kind, first)
        reading.add_tokens(first, last, f"name:{_slug(name)}", basis="ner", rule="telling", actor=actor)


def _in_group_name(reading: Reading, index: int) -> bool:
    token = reading.doc[index]
    return token.text[:1].isupper() and token.pos_ in {"PROPN", "ADJ"} and not reading.is_taken_token(index)


def _goes_on(reading: Reading, index: int) -> int:
    """How many tokens the name takes on: a capitalised word, or one behind "of", "for", "the", "al"."""
    doc, at = reading.doc, index
    while at < len(doc) and at - index < 3 and doc[at].lower_ in {"of", "for", "the", "al", "-", "bayt"}:
        at += 1
    if at >= len(doc) or reading.is_taken_token(at) or doc[at].is_sent_start or not doc[at].text[:1].isupper():
        return 0
    return at + 1 - index if doc[at].pos_ in {"PROPN", "NOUN", "ADJ"} else 0


def bracketed(reading: Reading) -> None:
    """A name and its acronym in brackets, in either order, name one actor in this article; letters need not match."""
    for match in ACRONYM.finditer(reading.text):
        short = match.group(1)
        if short in NO_NAME or any(c.isdigit() for c in short[:1]):
            continue
        before = _mention_ending(reading, match.start()) or _new_before(reading, match.start(), short)
        if before:
            _alias(reading, match.start(1), match.end(1), before.actor_id)
    _shortened(reading)
    for match in LONG_NAME.finditer(reading.text):
        short = reading.order.at(*match.span(1))
        long = reading.order.at(*match.span(2))
        if short is None and long is not None and match.group(1) not in NO_NAME:
            if reading.annotations.actors[long.actor_id].type == "media":
                continue  # a dateline: "KABUL (Reuters)"
            _alias(reading, *match.span(1), long.actor_id)
        elif long is None and (short := short or _new_short(reading, match)):
            reading.add(*match.span(2), short.actor_id, basis="alias", rule="bracket")
        elif (
            short
            and long
            and long.actor_id.startswith("name:")
            and reading.annotations.actors[short.actor_id].in_lexicon
        ):
            reading.replace(
                long, short.actor_id, basis="alias", rule="bracket"
            )  # a wording of its name that no list has


def _shortened(reading: Reading) -> None:
    """ "Devrimici Sol (Dev Sol)": a spelling that no list has, before a listed name that begins as its words do."""
    actors, text = reading.annotations.actors, reading.text
    for known in [m for m in reading.annotations.mentions if actors[m.actor_id].in_lexicon]:
        if text[known.start - 1 : known.start] != "(" or text[known.end : known.end + 1] != ")":
            continue
        before = _mention_ending(reading, known.start - 1)
        if before is None or not before.actor_id.startswith(("name:", "person:")):
            continue
        words, short = (text[m.start : m.end].lower().split() for m in (before, known))
        if len(words) == len(short) and all(w[:3] == s[:3] for w, s in zip(words, short, strict=True)):
            reading.replace(before, known.actor_id, basis="alias", rule="bracket")


def organisations(reading: Reading) -> None:
    """Organisations that the model or a telling word ("Brigade", "Ministry", "Times") gives away."""
    common = {match.group(1) for match in COMMON.finditer(reading.text)}
    for ent in reading.doc.ents:
        if ent.label_ not in {"ORG", "NORP", "PERSON", "GPE", "FAC", "PRODUCT", "WORK_OF_ART"}:
            continue
        start, end = _trim(reading, ent.start, ent.end)
        if start >= end or any(reading.is_taken_token(i) for i in range(start, end)):
            continue
        name = reading.doc[start:end].text
        kind = _kind(reading, start, end, label=ent.label_)
        if ent.label_ == "NORP" and end - start == 1 and not name.isupper():
            continue  # peoples and faiths
        if kind is None or name in common or name.split()[-1] in PAPERS or not _is_name(reading, start, end, name):
            continue
        reading.add_tokens(
            start,
            end,
            f"name:{_slug(name)}",
            basis="ner",
            rule="organisation",
            actor=_actor(reading, name, kind, start),
        )


def _is_name(reading: Reading, start: int, end: int, name: str) -> bool:
    """Not a country, a place, a thing or a single common word."""
    if name in NO_NAME or name.rstrip("s’'") in NO_NAME or any(c.isdigit() for c in name[:1]) or "+" in name:
        return False
    if (
        any(reading.country_ends_at(i) == end for i in range(start, end))
        or name in reading.local_names
        or reading.is_place(name)
    ):
        return False
    form = reading.words.actor_forms.at(reading.doc, start)
    if form and form.end == end and form.entry.branch:
        return False  # "Interior Ministry": a description, whose country the text tells
    single = end - start == 1
    return not (single and (name.isupper() is False) and name in reading.words.name_words) and not (
        single and reading.words.actor_forms.at(reading.doc, start)
    )


def repeated(reading: Reading) -> None:
    """Every other place where a name found so far stands in the same words."""
    names = {}
    for mention in reading.annotations.mentions:
        if mention.basis in {"ner", "alias"} and mention.rule != "surname":
            text = reading.text[mention.start : mention.end]
            if len(text) > 2 and (" " in text or text.isupper()):
                names[text] = mention.actor_id
    for name, actor_id in names.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?!\w)", reading.text):
            taken = reading.order.at(match.start(), match.end())
            if taken is None:
                reading.add(match.start(), match.end(), actor_id, basis="alias", rule="repeated")


def _new_short(reading: Reading, match: re.Match[str]) -> Mention | None:
    """ "FPLA (the Popular Front ...)": a new actor, called by its long name."""
    first, last = reading.tokens_of(match.start(2), match.end(2))
    capitals = [t for t in reading.doc[first:last] if t.text[:1].isupper()]
    if len(capitals) < 2 or match.group(1) in NO_NAME or reading.is_taken(*match.span(2)):
        return None
    kind = _kind(reading, first, last, label="ORG") or "other"
    actor = _actor(reading, match.group(2), kind, first)
    return reading.add(*match.span(1), actor.id, basis="ner", rule="bracket", actor=actor)


def _alias(reading: Reading, start: int, end: int, actor_id: str) -> None:
    """The acronym stands for the actor, here and in the whole article, whatever the lexicon says."""
    name = reading.text[start:end]
    actor = reading.annotations.actors[actor_id]
    if (name, actor_id) in reading.aliased:
        return
    reading.aliased.add((name, actor_id))
    actor.aliases.add(name)
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", reading.text):
        taken = reading.order.at(match.start(), match.end())
        if taken is None:
            reading.add(match.start(), match.end(), actor_id, basis="alias", rule="bracket")
        elif taken.actor_id != actor_id and (taken.start, taken.end) == match.span():
            reading.replace(taken, actor_id, basis="alias", rule="bracket")


def _mention_ending(reading: Reading, at: int) -> Mention | None:
    """The mention right before a bracket."""
    mention = reading.order.last_ending(at)
    return mention if mention and not reading.text[mention.end : at].strip(" \u00a0,’s'\"”") else None


def _new_before(reading: Reading, at: int, short: str) -> Mention | None:
    """The capitalised name right before a bracket, as a new actor."""
    doc = reading.doc
    _, last = reading.tokens_of(max(0, at - 2), max(1, at - 1))
    while (last > 0 and doc[last - 1].idx >= at) or (last > 0 and doc[last - 1].is_space):
        last -= 1
    first = last
    while (
        first > 0
        and last - first < 10
        and CAPITALISED.fullmatch(doc[first - 1].text)
        and not reading.is_taken_token(first - 1)
    ):
        first -= 1
        if doc[first].is_sent_start:
            break
    while first < last and (doc[first].text[:1].islower() or doc[first].lower_ == "the"):
        first += 1
    capitals = [t for t in doc[first:last] if t.text[:1].isupper()]
    if len(capitals) < 2 or capitals[-1].text in PAPERS:
        return None
    name = doc[first:last].text
    kind = _kind(reading, first, last, label="ORG") or "other"
    return reading.add_tokens(
        first, last, f"name:{_slug(name)}", basis="ner", rule="bracket", actor=_actor(reading, name, kind, first)
    )


def _kind(reading: Reading, start: int, end: int, *, label: str) -> str | None:
    """The type that a telling word, or the words around the name, give it; ``None`` if it may be a place or a thing."""
    doc, words = reading.doc, reading.words.name_words
    tokens = [t.text for t in doc[start:end]]
    heads = next((tokens[:i] for i, word in enumerate(tokens) if word in {"of", "for"}), tokens)
    for word in reversed(heads):
        if word in words:
            return words[word]
    if any(words.get(word) == "armed_group" for word in tokens[len(heads) :]):
        return "armed_group"  # "Movement for the Liberation of"; a "Coalition of Forces" is no army
    if context := _context(reading, start, end):
        return context
    return (
        "other"
        if (label == "ORG" and len(tokens) > 1) or (label == "ORG" and tokens[0].isupper() and len(tokens[0]) > 2)
        else None
    )


def _context(reading: Reading, start: int, end: int) -> str | None:
    """ "the jihadist group X", "X fighters", "X, a militia": an armed group."""
    doc = reading.doc
    after = doc[end] if end < len(doc) else None
    before = doc[start - 1] if start else None
    for token in (after, before):
        if token is None or (token.is_sent_start and token == after):
            continue
        form = reading.words.actor_forms.at(doc, token.i)
        if form and form.entry.actor_type == "armed_group" and token.lower_ not in {"front", "coalition", "cell"}:
            return "armed_group"
    for child in doc[start:end].root.children:
        form = reading.words.actor_forms.ending_at(doc, child.i) if child.dep_ == "appos" else None
        if form and form.entry.actor_type in {"armed_group", "igo"}:
            return form.entry.actor_type
    return None


def _trim(reading: Reading, start: int, end: int) -> tuple[int, int]:
    doc = reading.doc
    for i in range(start, end):
        if "\n" in doc[i].text:
            end = i
            break
    free = next((i for i in range(start, end) if reading.is_taken_token(i)), end)
    if start < free < end and doc[free - 1].lower_ in {"and", "the", ","}:  # "X and the Y Brigade" are two
        end = free
        while end > start and doc[end - 1].lower_ in {"and", "the", ","}:
            end -= 1
    while end > start and (doc[end - 1].tag_ == "POS" or not doc[end - 1].text[-1:].isalnum()):
        end -= 1
    while start < end and (doc[start].lower_ in {"the", "a", "an"} or not doc[start].text[:1].isalnum()):
        start += 1
    return start, end if start < end and doc[start].text[:1].isupper() else start


def _actor(reading: Reading, name: str, kind: str, index: int) -> Actor:
    country = reading.home_of(index) if kind in {"state_force", "government"} else None
    inter = {"armed_group": 2, "state_force": 1, "government": 1, "igo": 8}.get(kind)
    return Actor(
        f"name:{_slug(name)}",
        " ".join(name.split()),
        kind,
        inter,
        country and country.upper(),
        None,
        False,
        family_of(kind),
    )


def _slug(name: str) -> str:
    return "-".join(fold(word) for word in re.findall(r"[^\W_]+", name))
