"""Where things happen: the places an article names, put on the map only where the article says which one is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from lwj_analysis import lexicon as lexicons
from lwj_analysis.annotate import gazetteer
from lwj_analysis.annotate.gazetteer import Candidate, fold
from lwj_analysis.annotate.lookup import LONGEST, between
from lwj_analysis.annotate.parsed import Finder
from lwj_analysis.annotate.records import Place, Problem
from lwj_analysis.annotate.spots import INSTALLATIONS, PLACE_LABELS, PlaceWords, Spot, believable, find_spots, misread
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.whereabouts import AREA_PREC, Prior, agreed, atlas, choose, spoken_of
from lwj_analysis.lexicon import Lexicon

BORDER = re.compile(r"\b([A-Z]\w+(?:[-–/][A-Z]\w+)?) (?:border|frontier)(?: (?:area|region|zone)s?)?\b")
INSIDE = re.compile(
    r",? (?:in|of|a \w+ in|in the|of the|the capital of|both in|both in the|all in|all in the) |, (?:in the )?| \(|,? near "
)
NARROWER = {"admin1": 4, "admin2": 3, "town": 3}  # where_prec of a place of which only what contains it is on the map


class PlacesFinder(Finder):
    """Append every place the article names to ``Doc._.lwj.places``."""

    words: PlaceWords | None = None

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the words this finder needs, and read the gazetteer."""
        self.words = place_words(lexicon)

    def find(self, doc: Doc) -> None:
        find_places(doc, words=self.words or _shipped())


@Language.factory("lwj_places")
def make_places(nlp: Language, name: str) -> PlacesFinder:
    return PlacesFinder()


def place_words(lexicon: Lexicon) -> PlaceWords:
    """Sort the words by use."""
    uses: dict[str, list[str]] = {}
    classes: dict[str, str] = {}
    for entry in lexicon.placewords.values():
        uses.setdefault(entry.use, []).extend(entry.forms)
        if entry.use == "class":
            classes.update({form.casefold(): entry.kind for form in entry.forms})
    folded = {use: frozenset(map(fold, forms)) for use, forms in uses.items()}
    return PlaceWords(
        names=atlas(lexicon, gazetteer.shipped()),
        before={use: _ending(uses.get(use, [])) for use in ("in", "take", "near", "part", "border")},
        directions=frozenset(form.casefold() for form in uses.get("direction", [])),
        classes=classes,
        never=folded.get("never", frozenset()),
        unsure=folded.get("unsure", frozenset()),
        speech=folded.get("speech", frozenset()),
        weak=folded.get("weak", frozenset()),
        happenings=folded.get("event", frozenset()),
        first=folded.get("first", frozenset()),
    )


def find_places(doc: Doc, *, words: PlaceWords | None = None) -> list[Place]:
    """Find the places of an article, append them and the problems to ``doc._.lwj``, and return them.

    A name that the model took for an actor and that stands where only places do loses its mention.
    """
    if not doc.has_annotation("DEP"):
        return []
    words = words or _shipped()
    spots = find_spots(doc, words)
    prior = spoken_of(doc, words.names)
    _countries_of_places(spots, prior, words)
    if sum(prior.weights.values()) < 1 and (country := agreed(spots)):
        prior.weights[country] += 1
    placed = [(spot, place) for spot in spots if (place := _placed(doc, spot, prior, words))]
    _no_actors(doc, [spot for spot, _ in placed])
    _divisions_around(doc, placed, words)
    places = sorted([place for _, place in placed] + list(_borders(doc, words)), key=lambda p: (p.start, p.end))
    _inside_one_another(doc, places)
    for place in places:
        if place.rule == "gazetteer" and doc[place.root].sent.text.rstrip().endswith((" –", " —", " -", " --")):
            place.rule = "dateline"  # "KHARTOUM –": where the report comes from
    _same_name(places)
    _in_the_one_country(places)
    doc._.lwj.places.extend(places)
    return places


def places_in(doc: Doc, start_char: int, end_char: int) -> list[Place]:
    """The places named between two offsets, in order."""
    return sorted(
        (p for p in doc._.lwj.places if p.start < end_char and start_char < p.end), key=lambda p: (p.start, p.end)
    )


@cache
def _shipped() -> PlaceWords:
    return place_words(lexicons.load())


def _ending(forms: list[str]) -> re.Pattern:
    """Any of the forms at the end of a text."""
    return re.compile(rf"(?:^|\W)(?:{'|'.join(map(re.escape, sorted(forms))) or '(?!)'})$", re.IGNORECASE)


def _countries_of_places(spots: list[Spot], prior: Prior, words: PlaceWords) -> None:
    """Countries that things happen in speak loudest; provinces of one country and places of our own speak too."""
    for spot in spots:
        if not spot.strong or spot.key in words.unsure or spot.border:
            continue
        countries = {c.country for c in spot.candidates if c.kind == "country" or c.own}
        divisions = [c for c in spot.candidates if c.kind == "admin1"]
        alone = len({c.country for c in spot.candidates}) == 1
        sure = countries if len(countries) == 1 else {divisions[0].country} if divisions and alone else set()
        for country in sure - {None}:
            prior.sites[country] += 1
            if not any(c.kind == "country" for c in spot.candidates):
                prior.weights[country] += 0.5
        prior.divisions |= {(c.country, fold(c.admin1)) for c in spot.candidates if c.country in sure and c.admin1}


def _placed(doc: Doc, spot: Spot, prior: Prior, words: PlaceWords) -> Place | None:
    """The row for a name, with coordinates where one place fits the article."""
    span = doc[spot.first : spot.last + 1]
    root = span.root.i if doc.has_annotation("DEP") else spot.last
    place = Place(span.start_char, span.end_char, root, spot.name, rule=spot.rule)
    if spot.rule == "class" and spot.kind in INSTALLATIONS:
        return _installation(doc, spot, place, prior, words)
    if not spot.candidates:
        return _unlisted(doc, spot, place, prior) if believable(doc, spot, words) else None
    found = choose(spot.candidates, prior, kind=spot.kind, names=words.names, key=spot.key)
    if found:
        return _fill(doc, spot, place, found, words)
    told = spot.alone or spot.inside or spot.kind is not None  # "NGO" is none of them
    sure = spot.near or (told and not spot.name.isupper())
    if not spot.strong or (doc[spot.first].ent_type_ not in PLACE_LABELS and spot.first == spot.last and not sure):
        return None
    detail = f"{spot.name}: known only in countries the article does not speak of"
    doc._.lwj.problems.append(Problem(place.start, place.end, "place", detail))
    place.kind, place.rule = spot.kind, "elsewhere"
    return place


def _fill(doc: Doc, spot: Spot, place: Place, found: Candidate, words: PlaceWords) -> Place:
    """Take over the facts and say how exactly they place an event."""
    place.kind, place.country = found.kind, found.country
    place.admin1 = words.names.admin1(found.country, found.admin1)
    place.latitude, place.longitude, place.geonameid = found.latitude, found.longitude, found.geonameid
    place.where_prec = found.where_prec or AREA_PREC.get(found.kind, 1)
    if found.own and found.kind != "country":
        place.name = found.name
    if spot.kind in {"admin1", "region"} and found.kind in {"town", "village"}:
        place.kind, place.where_prec = "region", max(place.where_prec, 3)
    if spot.kind == "admin2" and found.kind in {"town", "village"}:
        place.kind, place.where_prec = "admin2", max(place.where_prec, 3)
    if spot.border:
        _blur(place, f"border of {place.name}", "border")
        place.country = None if found.kind == "country" else place.country
    elif spot.part and found.kind == "country":
        place.start, place.end = spot.part
        _blur(place, text_of(doc)[place.start : place.end], "region")
    elif spot.far:
        place.where_prec, place.rule = max(place.where_prec, 5), "far"
    elif spot.near or spot.kind == "area":
        place.where_prec = {1: 2, 6: 5}.get(place.where_prec, place.where_prec)
    return place


def _blur(place: Place, name: str, kind: str) -> None:
    place.name, place.kind, place.where_prec = name, kind, 5
    place.latitude = place.longitude = place.geonameid = place.admin1 = None


def _installation(doc: Doc, spot: Spot, place: Place, prior: Prior, words: PlaceWords) -> Place | None:
    """A base, prison or forest: our own entry, else named after a known place, else only named."""
    own = words.names.own.get(fold(spot.name)) or [c for c in spot.candidates if c.own and c.kind == spot.kind]
    found = choose(own, prior, kind=None, names=words.names, key=spot.key) if own else None
    if found:
        return _fill(doc, spot, place, found, words)
    beside = choose(spot.candidates, prior, kind=None, names=words.names, key=spot.key) if spot.candidates else None
    if beside is None and spot.candidates and spot.kind in {"facility", "neighborhood"}:
        place.kind, place.rule = spot.kind, "elsewhere"  # "Tal Afar market", where no country is named
        return place if spot.key not in words.unsure else None
    if beside is None:
        return _unlisted(doc, spot, place, prior) if believable(doc, spot, words) else None
    if beside.kind == "country":
        return None
    name = place.name
    _fill(doc, spot, place, beside, words)
    place.kind, place.name = spot.kind, name
    if spot.kind in {"forest", "lake"}:
        _blur(place, name, spot.kind)
    elif place.where_prec == 1 and spot.kind != "neighborhood":
        place.where_prec = 2
    return place


def _unlisted(doc: Doc, spot: Spot, place: Place, prior: Prior) -> Place:
    """A place that no list has: its kind from the class word, its country where the article is about one."""
    place.kind, place.country = spot.kind, None if doc[spot.first].ent_type_ == "LOC" else prior.home()
    place.where_prec = 5 if spot.kind in {"forest", "lake", "region"} else 6 if place.country else None
    doc._.lwj.problems.append(Problem(place.start, place.end, "place", f"{spot.name}: in no list of places"))
    return place


def _borders(doc: Doc, words: PlaceWords) -> Iterator[Place]:
    """ "The Afghan-Pakistani border", "the Syrian border": an area of two countries."""
    for match in BORDER.finditer(text_of(doc)):
        if all(word in words.names.demonyms for word in re.split(r"[-–/]", match.group(1))):
            span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
            yield Place(match.start(), match.end(), span.root.i, match.group(), "border", where_prec=5, rule="border")


def _no_actors(doc: Doc, spots: list[Spot]) -> None:
    """Drop the mentions that the model made of places' names."""
    found = doc._.lwj
    dropped = {id(mention) for spot in spots for mention in spot.persons}
    for spot in spots:
        start, end = doc[spot.first].idx, doc[spot.last].idx + len(doc[spot.last])
        near = between(doc, "mentions", start - LONGEST, end)
        dropped |= {id(m) for m in near if start < m.end and m.basis == "ner" and misread(doc, m)}
    gone = {m.actor_id for m in found.mentions if id(m) in dropped}
    found.mentions[:] = [m for m in found.mentions if id(m) not in dropped]
    for actor_id in gone - {m.actor_id for m in found.mentions}:
        found.actors.pop(actor_id, None)


def _inside_one_another(doc: Doc, places: list[Place]) -> None:
    """ "X, in Y province" tells country and division of an X that is not on the map, and of names listed with it."""
    for number in range(len(places) - 2, -1, -1):
        one, two = places[number], places[number + 1]
        between = text_of(doc)[one.end : two.start]
        listed = re.fullmatch(r", |,? and ", between) and two.rule in {"unknown", "elsewhere"}
        if not two.country or not (INSIDE.fullmatch(between) or listed):
            continue
        if two.kind in {"admin1", "admin2"} and one.country not in {None, two.country} and one.kind != "country":
            _blur(one, one.name, one.kind or "village")  # the namesake abroad is not the one in this province
            one.country, one.where_prec, one.rule = None, None, "elsewhere"
        if between == ", " and two.kind not in {"admin1", "admin2", "country"} and not listed:
            continue
        vague = one.kind in {"border", "country", "continent", "lake"} or (
            one.kind == "region" and one.rule == "gazetteer"
        )
        if vague or one.latitude is not None or one.country not in {None, two.country}:
            continue
        wider = two.where_prec if listed else NARROWER.get(two.kind or "", 6)
        one.country, one.admin1 = two.country, one.admin1 or two.admin1
        one.where_prec = min(one.where_prec or 6, wider or 6)


def _in_the_one_country(places: list[Place]) -> None:
    """Where all places that are known lie in one country, those that are in no list lie there, too."""
    countries = {p.country for p in places if p.country and p.rule != "border"}
    for place in places if len(countries) == 1 else ():
        if place.country is None and place.rule in {"unknown", "class", "elsewhere"} and place.kind != "border":
            place.country = next(iter(countries))
            place.where_prec = place.where_prec or 6


def _divisions_around(doc: Doc, placed: list[tuple[Spot, Place]], words: PlaceWords) -> None:
    """ "Spin Boldak in Kandahar": what a town lies in is the province, not the city of that name."""
    for (_, one), (spot, two) in pairwise(placed):
        if two.kind not in {"town", "village"} or one.kind not in {"town", "village"} or one.geonameid == two.geonameid:
            continue
        around = [c for c in spot.candidates if c.kind == "admin1" and c.country == two.country]
        inside = bool(around) and words.names.admin1(around[0].country, around[0].admin1) == one.admin1
        if inside and not spot.kind and not spot.near and INSIDE.fullmatch(text_of(doc)[one.end : two.start]):
            _fill(doc, spot, two, around[0], words)


def _same_name(places: list[Place]) -> None:
    """What one naming of an unlisted place tells holds for the others."""
    best: dict[str, Place] = {}
    for place in places:
        if place.geonameid is None and place.country and place.rule in {"unknown", "class", "elsewhere"}:
            known = best.setdefault(fold(place.name), place)
            if (place.where_prec or 9) < (known.where_prec or 9):
                best[fold(place.name)] = place
    for place in places:
        known = best.get(fold(place.name))
        if known and place.latitude is None and place.country in {None, known.country}:
            place.country, place.admin1, place.kind = known.country, known.admin1, place.kind or known.kind
            place.where_prec = min(place.where_prec or 9, known.where_prec or 9)
            place.where_prec = None if place.where_prec == 9 else place.where_prec
