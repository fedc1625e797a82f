"""Which countries an article speaks of, and which of the places with one name it means."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from lwj_analysis.annotate.gazetteer import Candidate, Gazetteer, fold
from lwj_analysis.annotate.text import bounds_of, text_of
from lwj_analysis.lexicon import Lexicon

LARGE = 300_000  # a city of this size, or a capital, is meant even where nothing else names its country
METROPOLIS = 1_000_000
KNOWN = 50_000  # ... and a town of this size where no country is named at all
ABROAD = 0.2  # what the naming of a country counts whose forces mostly act abroad
AREA_PREC = {"country": 6, "admin1": 4, "admin2": 3, "region": 5, "forest": 5, "lake": 5, "border": 5}


@dataclass(frozen=True, slots=True)
class Atlas:
    """All names: the lexicon's own places first, then countries, then the gazetteer."""

    own: dict[str, list[Candidate]]
    countries: dict[str, list[Candidate]]
    gazetteer: Gazetteer
    words: dict[str, tuple[str, ...]]  # country names and demonyms as printed -> ISO codes
    demonyms: frozenset[str]
    capitals: frozenset[str]
    abroad: frozenset[str]
    divisions: dict[tuple[str, str], str]  # GeoNames' name of a division -> the one that English reports use

    def admin1(self, country: str | None, name: str | None) -> str | None:
        """A first-order division's English name."""
        return self.divisions.get((country or "", fold(name or "")), name)

    def __contains__(self, key: str) -> bool:
        return key in self.own or key in self.countries or key in self.gazetteer

    def find(self, key: str) -> list[Candidate]:
        """Every place of a folded name; an entry of the lexicon replaces what GeoNames has of the same country."""
        own = self.own.get(key, []) + self.countries.get(key, [])
        taken = {(c.country, c.kind[:5]) for c in own if c.own}
        places = {c.country for c in own if c.own and not c.kind.startswith("admin")}
        rest = [
            c
            for c in self.gazetteer.find(key)
            if (c.country, c.kind[:5]) not in taken and not (c.country in places and not c.kind.startswith("admin"))
        ]
        return own + rest


@dataclass(slots=True)
class Prior:
    """How much an article speaks of each country, and the divisions that it names."""

    weights: Counter[str] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)  # countries that things happen in
    divisions: set[tuple[str, str]] = field(default_factory=set)

    def home(self) -> str | None:
        """The one country that things happen in, else that is spoken of; ``None`` where a second comes near it."""
        for counted in (self.sites, self.weights):
            (first, weight), *rest = counted.most_common(2) or [(None, 0)]
            if weight >= 1:
                return first if not rest or rest[0][1] <= weight / 3 else None
        return None


def atlas(lexicon: Lexicon, gazetteer: Gazetteer) -> Atlas:
    """Join the lexicon's places and countries with the gazetteer."""
    own: dict[str, list[Candidate]] = {}
    for entry in lexicon.places.values():
        candidate = _own(entry, gazetteer)
        for key in {fold(name) for name in (entry.name, *entry.aliases)}:
            own.setdefault(key, []).append(candidate)
    countries: dict[str, list[Candidate]] = {}
    words: dict[str, set[str]] = {}
    capitals, abroad = set(), set()
    for key, entry in lexicon.countries.items():
        code = key.upper()
        for name in (entry.name, *entry.aliases):
            countries.setdefault(fold(name), []).append(Candidate(entry.name, "country", code, where_prec=6, own=True))
        for name in (entry.name, *entry.aliases, *entry.demonyms):
            words.setdefault(name, set()).add(code)
        if entry.capital:
            capitals.add(fold(entry.capital))
        if entry.expeditionary:
            abroad.add(code)
    printed = {name: tuple(sorted(codes)) for name, codes in words.items()}
    divisions = {
        (c.country or "", fold(found.name)): c.name
        for places in own.values()
        for c in places
        if c.kind == "admin1" and c.geonameid and (found := gazetteer.numbered(c.geonameid))
    }
    demonyms = frozenset(d for entry in lexicon.countries.values() for d in entry.demonyms)
    return Atlas(own, countries, gazetteer, printed, demonyms, frozenset(capitals), frozenset(abroad), divisions)


def spoken_of(doc: Doc, names: Atlas) -> Prior:
    """Count the countries named: names and demonyms, and the homes of the groups and forces that act."""
    prior = Prior()
    for code in _named(doc, names):
        prior.weights[code] += ABROAD if code in names.abroad else 1
    actors = doc._.lwj.actors
    for mention in doc._.lwj.mentions:
        actor = actors.get(mention.actor_id)
        if actor and actor.country and actor.type in {"armed_group", "state_force", "government"}:
            prior.weights[actor.country] += ABROAD if actor.country in names.abroad else 0.5
    return prior


def choose(candidates: list[Candidate], prior: Prior, *, kind: str | None, names: Atlas, key: str) -> Candidate | None:
    """The place that a name means in this article; ``None`` where only places elsewhere have it.

    ``kind`` is what a class word beside the name says.
    """
    if continent := next((c for c in candidates if c.kind == "continent"), None):
        return continent
    fitting = _of_kind(candidates, kind)
    spoken = [c for c in fitting if _weight(c, prior) > 0]
    size = max((c.population for c in spoken), default=0)
    # New York is not the village in Ukraine, whatever the article is about.
    great = [c for c in fitting if c.population >= max(METROPOLIS, 100 * size)] if spoken and size else []
    if great and not any(c.own or c.kind == "admin1" for c in spoken):
        return max(great, key=lambda c: c.population)
    if not spoken or (not any(c.own or c.population for c in spoken) and any(c.own for c in fitting)):
        spoken = _known_anyway(fitting, prior, names, key) or spoken
    return max(spoken, key=lambda c: _rank(c, prior, key), default=None)


def agreed(spots: Iterable) -> str | None:
    """The one country that the names of a text have in common, where none is named: two names, or one division of its own.

    A village alone proves nothing, since most villages of the world are in no list.
    """
    proofs: Counter[str] = Counter()
    said: dict[str, set[str]] = {}
    for spot in {s.key: s for s in spots if s.strong and not s.border}.values():
        fitting = _of_kind(spot.candidates, spot.kind)
        countries = {c.country for c in fitting} - {None}
        alone = len(countries) == 1
        for country in countries:
            said.setdefault(country, set()).add(spot.key)
            division = alone and any(c.kind in {"admin1", "admin2"} for c in fitting) and (spot.kind or spot.inside)
            proofs[country] += (2 if division else 1) / len(countries)
    names = {country: keys for country, keys in said.items() if len(keys) > 1 or proofs[country] >= 2}
    (first, weight), *rest = sorted(((c, proofs[c]) for c in names), key=lambda p: (-p[1], p[0])) or [(None, 0)]
    return first if weight > 1 and (not rest or rest[0][1] < weight) else None


def _own(entry, gazetteer: Gazetteer) -> Candidate:
    """A lexicon entry as a candidate; one that only names a GeoNames number takes the place from the gazetteer."""
    found = gazetteer.numbered(entry.geonameid) if entry.geonameid and entry.latitude is None else None
    facts = {f: getattr(entry, f) for f in ("name", "kind", "country", "countries")} | {"own": True}
    if found:
        prec = 3 if found.latitude is None and not entry.kind.startswith("admin") else None
        return replace(found, **facts, admin1=entry.admin1 or found.admin1, where_prec=prec)
    return Candidate(
        **facts,
        admin1=entry.admin1,
        latitude=entry.latitude,
        longitude=entry.longitude,
        geonameid=entry.geonameid,
        where_prec=entry.where_prec,
    )


def _named(doc: Doc, names: Atlas) -> Iterable[str]:
    """Each naming of a country, by its name or a demonym, the longest words first."""
    at, text = 0, text_of(doc)
    starts, ends = bounds_of(doc)
    while at < len(doc):
        for length in (4, 3, 2, 1):
            codes = names.words.get(text[starts[at] : ends[at + length - 1]]) if at + length <= len(doc) else None
            if codes and len(codes) == 1:
                yield codes[0]
            if codes:
                at += length - 1
                break
        at += 1


def _weight(c: Candidate, prior: Prior) -> float:
    return max((prior.weights[code] for code in (c.country, *c.countries) if code), default=0)


def _of_kind(candidates: list[Candidate], kind: str | None) -> list[Candidate]:
    """Those that a class word leaves; all of them where it fits none."""
    wanted = {
        "admin1": ("admin1", "admin2", "region"),
        "admin2": ("admin2", "admin1", "region"),
        "town": ("town", "village"),
        "village": ("village", "town"),
    }.get(kind or "", ())
    for one in wanted:
        if fitting := [c for c in candidates if c.kind == one]:
            return fitting
    return candidates


def _known_anyway(candidates: list[Candidate], prior: Prior, names: Atlas, key: str) -> list[Candidate]:
    """Countries, capitals and great cities speak for themselves; where no country is named, larger towns do too."""
    great = [c for c in candidates if c.kind == "country" or c.population >= LARGE or (c.own and not c.country)]
    if great or (key in names.capitals and candidates):
        return great or candidates
    places = [c for c in candidates if c.kind == "admin1" or c.population >= KNOWN or c.own]
    alone = len({c.country for c in places}) == 1
    return places if alone and sum(prior.weights.values()) < 1 else []


def _rank(c: Candidate, prior: Prior, key: str) -> tuple:
    """Country first, then divisions named elsewhere in the text, then kind and size."""
    total = max(prior.weights.values(), default=1) or 1
    size = math.log10(c.population + 1) / 5
    named = 0.3 if (c.country, fold(c.admin1 or "")) in prior.divisions else 0
    # "Kidal" is the town, "Helmand" the province: a namesake town of some size, else the division.
    kind = {"country": 3, "admin1": 0.9, "admin2": 0.15}.get(c.kind, 0.2)
    same = 0.1 if fold(c.name) == key else 0
    return (
        _weight(c, prior) / total + size + named + kind + same + 0.5 * (c.own and not c.kind.startswith("admin")),
        c.geonameid or "",
    )
