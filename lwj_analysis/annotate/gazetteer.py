"""The gazetteer: folded names -> places of GeoNames, read once and only when a pipeline is built."""

from __future__ import annotations

import gzip
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

FILE = Path(__file__).parents[1] / "lexicons" / "gazetteer.tsv.gz"
COLUMNS = ("keys", "geonameid", "name", "kind", "country", "admin1", "latitude", "longitude", "population")

# Letters that Unicode does not decompose, and the marks of transliteration that English spellings leave out.
_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ə": "a", "Ə": "A",
                          "ɓ": "b", "ɗ": "d", "ƙ": "k", "ŋ": "n", "ß": "ss", "æ": "ae", "œ": "oe"})  # fmt: skip
_DROPPED = re.compile(r"['’‘ʼʻʿʾ`´′]")
_SPACES = re.compile(r"[\s\-‐‑–]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean. ``population`` is 0 where it is not known."""

    name: str
    kind: str
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    geonameid: str | None = None
    where_prec: int | None = None
    countries: tuple[str, ...] = ()
    own: bool = False  # from the lexicon, not from GeoNames


def fold(name: str) -> str:
    """A name as it is looked up: lower case, without accents and apostrophes, hyphens as spaces."""
    return _SPACES.sub(" ", _DROPPED.sub("", plain(name)).casefold()).strip(" .,")


def plain(name: str) -> str:
    """A name without accents, as English prints it."""
    if name.isascii():
        return name
    bare = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return "".join(c for c in bare if not unicodedata.combining(c))


class Gazetteer:
    """Looks names up. The lines of the file stay text until one is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: dict[str, str | list[str]] = {}
        for line in text.splitlines():
            for key in line[: line.index("\t")].split("|"):
                self._add(key, line)

    def _add(self, key: str, line: str) -> None:
        known = self._lines.setdefault(key, line)
        if isinstance(known, list):
            known.append(line)
        elif known is not line:
            self._lines[key] = [known, line]

    def __contains__(self, key: str) -> bool:
        return key in self._lines

    def __len__(self) -> int:
        return len(self._lines)

    def numbered(self, geonameid: str) -> Candidate | None:
        """The place of a GeoNames number."""
        line = self._by_number.get(geonameid)
        return _candidate(line) if line is not None else None

    @cached_property
    def _by_number(self) -> dict[str, str]:
        """The lines by their GeoNames number; places of the lexicon are looked up by it, some hundred at each start."""
        return {line.split("\t", 2)[1]: line for line in self._text.splitlines()}

    def find(self, key: str) -> list[Candidate]:
        """Every place of a folded name."""
        found = self._lines.get(key, [])
        return [_candidate(line) for line in ([found] if isinstance(found, str) else found)]


@cache
def shipped() -> Gazetteer:
    """The shipped gazetteer."""
    return Gazetteer(gzip.decompress(FILE.read_bytes()).decode("utf-8"))


def _candidate(line: str) -> Candidate:
    _, geonameid, name, kind, country, admin1, latitude, longitude, population = line.split("\t")
    return Candidate(
        name=name,
        kind=kind,
        country=country,
        admin1=admin1 or None,
        latitude=float(latitude) if latitude else None,
        longitude=float(longitude) if longitude else None,
        population=int(population or 0),
        geonameid=geonameid,
    )
