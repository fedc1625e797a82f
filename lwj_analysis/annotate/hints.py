"""Which country an article is about where it names none: the towns and provinces that things happen in tell it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from lwj_analysis.annotate import gazetteer
from lwj_analysis.lexicon import Lexicon

NAME = r"[A-Z][\w’'-]*(?:[ \u00a0](?:al|el|ad|as|de|del|du|of|[A-Z])[\w’'-]*){0,3}"
CHAIN = rf"{NAME}(?:,\s{NAME}){{0,3}}"
TAKEN = "attacked|bombed|captured|entered|liberated|overran|pounded|raided|retook|seized|shelled|stormed|struck|took"
BEHIND = re.compile(
    rf"\b(?:[Ii]n|[Nn]ear|[Aa]t|[Ff]rom|around|outside|inside|towards?|into|{TAKEN}|"
    r"(?:town|village|city|district|region|province) of)"
    rf"\s+((?:(?:southern|northern|eastern|western|central|the)\s)*{CHAIN})"
)
DATELINE = re.compile(rf"(?:^|\n|[.!?]\s)({CHAIN})\s?(?::|[–—-])\s")  # "MULTAN: ", "Maiduguri — "
SPLIT = re.compile(r",\s|['’]s\s|['’]s$|^(?:(?:southern|northern|eastern|western|central|the)\s)+")
TOWN = 20_000  # inhabitants of a town that tells its country alone
AHEAD = 10  # times as many as its namesake abroad


def countries(text: str, *, own: dict[str, str]) -> Counter[str]:
    """Keys of countries with how much the places named tell for each; empty where one place of little note is all.

    A province or a town counts 1, a village or a name of several countries less. ``own``: ``own_places`` of the lexicon.
    """
    found: Counter[str] = Counter()
    for name in dict.fromkeys(_names(text, own)):
        country, weight = _told(name, own)
        if country:
            found[country.lower()] += weight
    (_, weight), *rest = found.most_common(2) or [("", 0)]
    return found if weight >= 1 and (not rest or weight >= 2 * rest[0][1]) else Counter()


def own_places(lexicon: Lexicon) -> dict[str, str]:
    """The countries of the lexicon's own places, by folded name."""
    return {gazetteer.fold(n): e.country for e in lexicon.places.values() if e.country for n in (e.name, *e.aliases)}


def _names(text: str, own: dict[str, str]) -> Iterable[str]:
    """Places behind a preposition or in a dateline, folded; a part of a longer name is none ("Balad" in "Balad Hawo")."""
    places = gazetteer.shipped()
    for match in (*BEHIND.finditer(text), *DATELINE.finditer(text)):
        for part in SPLIT.split(match.group(1)):
            key = gazetteer.fold(part)
            if key in own or key in places:
                yield key


def _told(key: str, own: dict[str, str]) -> tuple[str | None, float]:
    """The country that a place's name tells, and how surely."""
    if key in own:
        return own[key], 1
    people: Counter[str] = Counter()
    places = gazetteer.shipped().find(key)
    for place in places:
        if place.country:
            people[place.country] += max(place.population, TOWN if place.kind == "admin1" else 1)
    (first, most), *rest = people.most_common(2) or [(None, 0)]
    if rest and most < AHEAD * rest[0][1]:
        return None, 0
    return first, 1 if most >= TOWN else 0.5
