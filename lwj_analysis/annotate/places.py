"""Where things happen: the places an article names, put on the map only where the article says which one is meant."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token

from lwj_analysis import lexicon as lexicons
from lwj_analysis.annotate import gazetteer
from lwj_analysis.annotate.gazetteer import Candidate, fold
from lwj_analysis.annotate.records import Place, Problem
from lwj_analysis.annotate.whereabouts import AREA_PREC, Atlas, Prior, atlas, choose, spoken_of
from lwj_analysis.lexicon import Lexicon

LONGEST = 6  # tokens of a name
NEAR_KM = 30  # "some 20 kilometers north of X" is near X (UCDP: within some 25)
EARTH_KM = 6371.0
PLACE_LABELS = {"GPE", "LOC", "FAC"}
DISTANCE = re.compile(r"(\d[\d,.]*|\w+)[ -](kilomet(?:er|re)s?|km|miles?|mi)\b[^.;]{0,25}$", re.IGNORECASE)
INSTALLATIONS = {"base", "camp", "prison", "facility", "forest", "lake", "neighborhood"}
PARTICLES = {"al", "el", "ad", "ar", "as", "at", "az", "ez", "an", "ash", "bin", "ibn", "wal", "de", "du", "la", "le", "ed",
             "es", "of", "the", "e", "da", "do"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The words of ``placewords.toml`` by use; classes map a word to the kind it makes."""

    names: Atlas
    uses: dict[str, frozenset[str]]
    classes: dict[str, str]


@dataclass(slots=True)
class Spot:
    """A name in the text that may be a place: tokens ``first`` to ``last`` (included), the name's own part of them, and what speaks for it."""

    first: int
    last: int
    name: str
    key: str
    candidates: list[Candidate]
    kind: str | None = None  # of the class word beside it
    strong: bool = False
    near: bool = False
    part: str | None = None  # "north" of the place
    border: bool = False
    rule: str = "gazetteer"


class PlacesFinder:
    """Append every place the article names to ``Doc._.lwj.places``."""

    words: PlaceWords | None = None

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the words this finder needs, and read the gazetteer."""
        self.words = place_words(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        find_places(doc, words=self.words or _shipped())
        return doc


@Language.factory("lwj_places")
def make_places(nlp: Language, name: str) -> PlacesFinder:
    return PlacesFinder()


def place_words(lexicon: Lexicon) -> PlaceWords:
    """Sort the words by use."""
    uses: dict[str, set[str]] = {}
    classes: dict[str, str] = {}
    for entry in lexicon.placewords.values():
        forms = {fold(f) if entry.use in {"never", "unsure"} else f.casefold() for f in entry.forms}
        uses.setdefault(entry.use, set()).update(forms)
        if entry.use == "class":
            classes.update(dict.fromkeys(forms, entry.kind))
    return PlaceWords(atlas(lexicon, gazetteer.shipped()), {u: frozenset(f) for u, f in uses.items()}, classes)


def find_places(doc: Doc, *, words: PlaceWords | None = None) -> list[Place]:
    """Find the places of an article, append them and the problems to ``doc._.lwj``, and return them."""
    words = words or _shipped()
    spots = _with_evidence(doc, words)
    prior = spoken_of(doc, words.names)
    _divisions_named(spots, prior, words)
    places = [place for spot in spots if (place := _placed(doc, spot, prior, words))]
    _inside_one_another(doc, places)
    doc._.lwj.places.extend(places)
    return places


def place_at(doc: Doc, token_index: int) -> Place | None:
    """The place whose words cover a token, the shortest where several do."""
    token = doc[token_index]
    here = places_in(doc, token.idx, token.idx + len(token))
    return min(here, key=lambda p: p.end - p.start, default=None)


def places_in(doc: Doc, start_char: int, end_char: int) -> list[Place]:
    """The places named between two offsets, in order."""
    return sorted(
        (p for p in doc._.lwj.places if p.start < end_char and start_char < p.end), key=lambda p: (p.start, p.end)
    )


def distance_km(place_a: Place, place_b: Place) -> float | None:
    """The great-circle distance of two places; ``None`` where one has no coordinates."""
    points = (place_a.latitude, place_a.longitude, place_b.latitude, place_b.longitude)
    if any(p is None for p in points):
        return None
    lat_a, lon_a, lat_b, lon_b = map(math.radians, points)
    h = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, h)))


@cache
def _shipped() -> PlaceWords:
    return place_words(lexicons.load())


# Names and what stands around them


def _with_evidence(doc: Doc, words: PlaceWords) -> list[Spot]:
    """The names that the words around them make places; a name that is one somewhere is one everywhere."""
    spots = list(_spots(doc, words))
    for spot in spots:
        _read_left(doc, spot, words)
    _read_lists(doc, spots)
    sure = {s.key for s in spots if s.strong}
    return [s for s in spots if s.strong or _weak(doc, s, s.key in sure, words)]


def _spots(doc: Doc, words: PlaceWords) -> Iterator[Spot]:
    taken = _taken(doc)
    at = 0
    while at < len(doc):
        spot = _spot(doc, at, taken, words)
        if spot:
            yield spot
            at = spot.last
        at += 1


def _spot(doc: Doc, at: int, taken: set[int], words: PlaceWords) -> Spot | None:
    """The longest name that starts here, with its class word."""
    if at in taken or not _capital(doc[at]):
        return None
    limit = _sentence_end(doc, at)
    for end in range(min(at + LONGEST, limit), at, -1):
        if not _capital(doc[end - 1]) or any(i in taken for i in range(at, end)):
            continue
        text = doc[at:end].text
        key = fold(text)
        if key in words.uses["never"] or ("\n" in text) or not _case_fits(text):
            continue
        if key in words.names:
            return _bounded(doc, at, end, text, words, taken)
    return _unknown(doc, at, limit, taken, words)


def _bounded(doc: Doc, at: int, end: int, text: str, words: PlaceWords, taken: set[int]) -> Spot | None:
    """A gazetteer name, unless it is only a piece of a longer name."""
    spot = Spot(at, end - 1, text, fold(text), words.names.find(fold(text)))
    _read_class(doc, spot, words)
    if _part_of_name(doc, spot, words, taken):
        return _unknown(doc, at, _sentence_end(doc, at), taken, words)
    return spot


def _unknown(doc: Doc, at: int, limit: int, taken: set[int], words: PlaceWords) -> Spot | None:
    """A name that no list has, where a class word or the model and a preposition make it a place."""
    if at and (at - 1) not in taken and _name_like(doc[at - 1], words) and doc[at - 1].sent == doc[at].sent:
        return None
    end = at
    while (
        end < limit
        and end - at < LONGEST
        and end not in taken
        and (_name_like(doc[end], words) or _joins(doc, end, limit))
    ):
        end += 1
    if end == at:
        return None
    text = doc[at:end].text
    if fold(text) in words.uses["never"] or (text.isupper() and len(text) > 1) or "\n" in text:
        return None
    spot = Spot(at, end - 1, text, fold(text), [], rule="unknown")
    _read_class(doc, spot, words)
    return spot


def _read_class(doc: Doc, spot: Spot, words: PlaceWords) -> None:
    """Take in a class word behind the name ("Helmand province") or before it ("Lake Chad", "the town of Gao")."""
    limit = _sentence_end(doc, spot.first)
    for length in (3, 2, 1):
        after = doc[spot.last + 1 : min(spot.last + 1 + length, limit)]
        if len(after) == length and (kind := words.classes.get(after.text.casefold())):
            spot.kind, spot.last = kind, spot.last + length
            spot.strong = spot.strong or spot.candidates != [] or kind not in {"facility"}
            if kind in INSTALLATIONS:
                spot.name, spot.rule = doc[spot.first : spot.last + 1].text, "class"
            return
    for length in (3, 2, 1):
        start = spot.first - length
        if (
            start >= 0
            and (kind := words.classes.get(doc[start : spot.first].text.casefold()))
            and doc[start].sent == doc[spot.first].sent
        ):
            if doc[start].text[0].isupper():
                spot.kind, spot.first, spot.name, spot.rule = kind, start, doc[start : spot.last + 1].text, "class"
                spot.strong = True
            return


def _read_left(doc: Doc, spot: Spot, words: PlaceWords) -> None:
    """Direction, class phrase, preposition: what stands before the name, read from right to left."""
    at = spot.first
    left = _left(doc, at)
    if match := re.search(r"(?:^|\s)([\w-]+)$", left):
        word = match.group(1).casefold()
        if word in words.uses["direction"] and word != "center":
            spot.part = match.group(1)
            left = left[: match.start(1)].rstrip()
    if match := re.search(r"(?:^|\s)((?:\w+[ -])?\w+) of(?: the)?$", left):
        for phrase in (match.group(1), match.group(1).split()[-1]):
            if kind := words.classes.get(phrase.casefold()):
                spot.kind = spot.kind or kind
                spot.strong = True
                left = left[: match.start(1)].rstrip()
                break
    left = re.sub(
        r"\s*\b(?:the|a|an)(?: (?:small|nearby|remote|central|strategic|restive|border|port|eastern|western|northern|southern|[A-Z]\w+))*$",
        "",
        left,
    )
    ends = lambda use: next(
        (w for w in words.uses[use] if re.search(rf"(?:^|\W){re.escape(w)}$", left, re.IGNORECASE)), None
    )  # noqa: E731
    if ends("border"):
        spot.border = spot.strong = True
    elif ends("near"):
        spot.near = spot.strong = True
    elif (
        ends("part")
        or (spot.candidates and ends("in"))
        or (not spot.candidates and re.search(r"(?:^|\W)(?:in|at|from|into|to)$", left, re.IGNORECASE))
    ):
        spot.strong = True
        if re.search(
            r"\b(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west|away) (?:of|from)$",
            left,
            re.IGNORECASE,
        ):
            spot.near = True
            if (km := _kilometers(left)) and km > NEAR_KM:
                spot.near, spot.rule = False, "far"
    if re.match(r"[-–](?:\w+ )?border", doc.text[doc[spot.last].idx + len(doc[spot.last]) :]) or re.match(
        r" border\b", doc.text[doc[spot.last].idx + len(doc[spot.last]) :]
    ):
        spot.border = spot.strong = True


def _read_lists(doc: Doc, spots: list[Spot]) -> None:
    """ "in Gao, Kidal and Menaka": what is joined to a place is a place; so is what contains it ("Wana, South Waziristan")."""
    for one, two in zip(spots, spots[1:], strict=False):
        between = doc[one.last + 1 : two.first].text.strip()
        if (
            one.strong
            and two.candidates
            and re.fullmatch(r",|,? ?(?:and|or|then|&)|, (?:in|a \w+ in|the \w+ of)|/", between)
        ):
            two.strong = True


def _weak(doc: Doc, spot: Spot, elsewhere: bool, words: PlaceWords) -> bool:
    """Without a preposition: in the gazetteer, no person's name, and called a place by the model or named as one elsewhere."""
    if not spot.candidates or spot.key in words.uses["unsure"]:
        return False
    if any(c.kind == "country" for c in spot.candidates):
        return False
    head = doc[spot.last]
    acts = head.dep_ in {"nsubj", "agent"} and head.head.lemma_.lower() in words.uses["speech"]
    if acts:
        return False
    return (
        elsewhere or spot.kind is not None or any(c.own for c in spot.candidates) or _label(doc, spot) in PLACE_LABELS
    )


def _part_of_name(doc: Doc, spot: Spot, words: PlaceWords, taken: set[int]) -> bool:
    """Whether the words beside it belong to the same name ("Malam Ibrahim Dicko", "Sinjar Resistance Units")."""
    first, last = doc[spot.first], doc[spot.last]
    label = _label(doc, spot)
    if spot.first and not first.is_sent_start:
        before = doc[spot.first - 1]
        if (
            _name_like(before, words)
            and before.sent == first.sent
            and before.i not in taken
            and not _opens(before, words)
        ):
            return True
        if before.i in taken and before.text[:1].isupper() and label == "PERSON":
            return True
    if last.i + 1 < len(doc):
        after = doc[last.i + 1]
        if _name_like(after, words) and after.sent == last.sent and after.i not in taken and not spot.kind:
            return after.text.casefold() not in words.uses["direction"]
        if after.text in {"-", "–"} and after.i + 1 < len(doc) and not after.whitespace_ and not last.whitespace_:
            following = doc[after.i + 1]
            return following.text[:1].islower() and following.text not in {"based", "born"}
    return False


# From a name to a place


def _divisions_named(spots: list[Spot], prior: Prior, words: PlaceWords) -> None:
    """Provinces that only one country has, great cities and our own places speak of their country too."""
    for spot in spots:
        if not spot.strong or spot.key in words.uses["unsure"]:
            continue
        own = [c for c in spot.candidates if c.own and c.kind != "country"]
        first = [c for c in spot.candidates if c.kind == "admin1"]
        clear = (
            own
            if len({c.country for c in own}) == 1
            else first
            if len({c.country for c in spot.candidates}) == 1
            else []
        )
        for c in clear[:1]:
            if c.country:
                prior.weights[c.country] += 0.5
        for c in first + own:
            if c.country and c.admin1:
                prior.divisions.add((c.country, fold(c.admin1)))


def _placed(doc: Doc, spot: Spot, prior: Prior, words: PlaceWords) -> Place | None:
    """The row for a name, with coordinates where one place fits the article."""
    span = doc[spot.first : spot.last + 1]
    start, end = span.start_char, span.end_char
    place = Place(start, end, span.root.i if doc.has_annotation("DEP") else spot.last, spot.name, rule=spot.rule)
    if spot.kind in INSTALLATIONS and spot.rule == "class":
        return _installation(doc, spot, place, prior, words)
    if not spot.candidates:
        return _unlisted(doc, spot, place, prior) if _believable(doc, spot, words) else None
    found = choose(spot.candidates, prior, kind=spot.kind, names=words.names, key=spot.key)
    if found is None:
        doc._.lwj.problems.append(
            Problem(start, end, "place", f"{spot.name}: known only in countries the article does not speak of")
        )
        place.kind = spot.kind
        place.rule = "elsewhere"
        return place if spot.strong else None
    return _fill(doc, spot, place, found)


def _fill(doc: Doc, spot: Spot, place: Place, found: Candidate) -> Place:
    """Take over the facts and say how exactly they place the event."""
    place.kind, place.country, place.admin1 = found.kind, found.country, found.admin1
    place.latitude, place.longitude, place.geonameid = found.latitude, found.longitude, found.geonameid
    place.where_prec = found.where_prec or AREA_PREC.get(found.kind, 1)
    if found.own:
        place.name = found.name
    if spot.kind in {"admin1", "region"} and found.kind in {"town", "village"}:
        place.kind, place.where_prec = "region", 3 if spot.kind == "admin1" else 5
    if spot.border:
        place.kind, place.where_prec, place.name = "border", 5, f"border of {place.name}"
        place.latitude = place.longitude = place.geonameid = place.admin1 = None
        place.country = None if found.kind == "country" else place.country
    elif spot.part and found.kind == "country":
        place.start = doc[spot.first - 1].idx
        place.name, place.kind, place.where_prec = doc.text[place.start : place.end], "region", 5
        place.latitude = place.longitude = None
    elif spot.near or spot.rule == "far":
        if place.where_prec == 1:
            place.where_prec = 5 if spot.rule == "far" else 2
        elif place.where_prec == 6:
            place.where_prec = 5
    return place


def _installation(doc: Doc, spot: Spot, place: Place, prior: Prior, words: PlaceWords) -> Place | None:
    """A base, prison or forest: our own entry, else named after a known place, else only named."""
    own = words.names.own.get(fold(spot.name)) or [c for c in spot.candidates if c.own and c.kind == spot.kind]
    found = choose(own, prior, kind=None, names=words.names, key=spot.key) if own else None
    if found:
        return _fill(doc, spot, place, found)
    beside = choose(spot.candidates, prior, kind=None, names=words.names, key=spot.key) if spot.candidates else None
    if beside is None:
        return _unlisted(doc, spot, place, prior) if _believable(doc, spot, words) else None
    _fill(doc, spot, place, beside)
    place.kind, place.name = spot.kind, spot.name
    if place.where_prec == 1 and spot.kind in {"base", "camp", "prison", "facility"}:
        place.where_prec = 2
    if spot.kind in {"forest", "lake"} and place.where_prec < 5:
        place.where_prec, place.latitude, place.longitude = 5, None, None
    return place


def _unlisted(doc: Doc, spot: Spot, place: Place, prior: Prior) -> Place:
    """A place that no list has: its kind from the class word, its country from the article where only one is meant."""
    place.kind, place.country = spot.kind, prior.home()
    place.where_prec = 5 if spot.kind in {"forest", "lake", "region"} else 6 if place.country else None
    doc._.lwj.problems.append(Problem(place.start, place.end, "place", f"{spot.name}: in no list of places"))
    return place


def _believable(doc: Doc, spot: Spot, words: PlaceWords) -> bool:
    """Whether an unlisted name is a place: a class word with the article or a preposition, or the model and a preposition."""
    if spot.key in words.uses["unsure"]:
        return False
    label = _label(doc, spot)
    left = _left(doc, spot.first)
    if spot.kind:
        return (
            bool(re.search(r"(?:^|\W)(?:the|in|at|near|of|on|from|into|to|its|and)$", left, re.IGNORECASE))
            and spot.kind != "facility"
        )
    if not spot.strong:
        return False
    if label in PLACE_LABELS:
        return True
    return spot.near or (
        label == "PERSON" and bool(re.search(r"(?:^|\W)in$", left, re.IGNORECASE)) and spot.first == spot.last
    )


def _inside_one_another(doc: Doc, places: list[Place]) -> None:
    """ "X, in Y province" tells the country and division of an X that is not on the map."""
    for one, two in zip(places, places[1:], strict=False):
        between = doc.text[one.end : two.start]
        if (
            two.country
            and re.fullmatch(r",? (?:in |of |a \w+ in |in the |of the |the capital of )|, ", between)
            and not one.latitude
        ):
            if one.kind in {"border", "country"} or (one.kind == "region" and one.where_prec == 5):
                continue
            if two.kind in {"admin1", "admin2", "country", "town", "region"} and one.country in {None, two.country}:
                one.country = two.country
                one.admin1 = one.admin1 or two.admin1
                one.where_prec = min(one.where_prec or 6, {"admin1": 4, "admin2": 3, "town": 3}.get(two.kind, 6))


# Small questions


def _taken(doc: Doc) -> set[int]:
    """Tokens inside a name of an actor: they are no places."""
    spans = [(m.start, m.end) for m in doc._.lwj.mentions if m.basis in {"lexicon", "ner", "rule", "alias"}]
    return {t.i for t in doc if any(start <= t.idx < end for start, end in spans)}


def _left(doc: Doc, index: int) -> str:
    """The words of the sentence before a token, at most a dozen."""
    start = max(doc[index].sent.start if doc.has_annotation("SENT_START") else 0, index - 12)
    return doc[start:index].text.rstrip()


def _sentence_end(doc: Doc, index: int) -> int:
    return doc[index].sent.end if doc.has_annotation("SENT_START") else len(doc)


def _capital(token: Token) -> bool:
    """Starts with a capital, or is an article in front of one ("al-Qaim")."""
    return token.text[:1].isupper() or (
        token.lower_ in PARTICLES - {"of", "the"}
        and token.i + 2 < len(token.doc)
        and not token.whitespace_
        and token.nbor(1).text in "-’'"
    )


def _case_fits(text: str) -> bool:
    """Short names count in capitals only ("US"), words of a name are capitalised but for articles."""
    parts = re.split(r"[\s\-]+", text)
    return len(text) > 1 and all(p[:1].isupper() or p.casefold() in PARTICLES or not p[:1].isalpha() for p in parts)


def _name_like(token: Token, words: PlaceWords) -> bool:
    """A capitalised word that may be part of a name."""
    return (
        token.text[:1].isupper()
        and token.is_alpha
        and token.text.casefold() not in words.uses["direction"]
        and not (
            token.is_sent_start and token.pos_ in {"ADP", "DET", "CCONJ", "SCONJ", "ADV", "PRON", "VERB", "AUX", "ADJ"}
        )
    )


def _joins(doc: Doc, at: int, limit: int) -> bool:
    """A hyphen or article inside a name ("Tel-Abyad", "Urem al-Kubra")."""
    token = doc[at]
    inside = 0 < at < limit - 1 and doc[at - 1].text[:1].isupper()
    return inside and (
        (token.text == "-" and not token.whitespace_ and doc[at + 1].text[:1].isupper())
        or (token.lower_ in PARTICLES - {"of", "the"} and (doc[at + 1].text == "-" or doc[at + 1].text[:1].isupper()))
    )


def _opens(token: Token, words: PlaceWords) -> bool:
    """A capitalised word before a name that is no part of it: a class word or an adjective ("Iraqi", "Southern")."""
    return (
        token.text in words.names.words or token.text.casefold() in words.classes or token.pos_ in {"ADP", "ADJ", "DET"}
    )


def _label(doc: Doc, spot: Spot) -> str:
    """What the model calls the name; PERSON where the entity is longer than the name."""
    return doc[spot.first].ent_type_


def _kilometers(left: str) -> float | None:
    match = DISTANCE.search(left)
    if not match:
        return None
    number = match.group(1).replace(",", "")
    try:
        value = float(number)
    except ValueError:
        return None
    return value * (1.609 if match.group(2).lower().startswith("mi") else 1)
