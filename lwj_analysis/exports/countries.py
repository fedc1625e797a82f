"""Countries as the two data sets write them: names, ISO numbers, Gleditsch-Ward numbers, regions.

``lexicons/country_codes.tsv`` has a row for each country: ISO 3166-1 numbers, Gleditsch and Ward's numbers, ACLED's and
UCDP's names and ACLED's regions. What is not certain is empty there, and stays empty in an export.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lwj_analysis import lexicon

TABLE = Path(__file__).parents[1] / "lexicons" / "country_codes.tsv"
# UCDP's regions follow the numbers (codebook of the UCDP/PRIO data).
UCDP_REGIONS = (
    (2, 199, "Americas"),
    (200, 399, "Europe"),
    (400, 626, "Africa"),
    (630, 699, "Middle East"),
    (700, 999, "Asia"),
)


@dataclass(frozen=True)
class Country:
    """One country in both data sets' words; ``None`` where its number or region is not known."""

    iso3: str
    iso_numeric: int | None
    gw: int | None
    acled_name: str
    acled_region: str | None
    ucdp_name: str

    @property
    def ucdp_region(self) -> str | None:
        """UCDP's region."""
        return next((name for low, high, name in UCDP_REGIONS if self.gw and low <= self.gw <= high), None)


@cache
def table() -> dict[str, Country]:
    """Countries by ISO 3166-1 alpha-3 code."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["iso3"]: _country(row) for row in csv.DictReader(lines, delimiter="\t")}


def get(iso3: object) -> Country | None:
    """The country of that code; ``None`` for NA and for codes that the table lacks."""
    return table().get(iso3) if isinstance(iso3, str) else None


@cache
def by_name() -> dict[str, str]:
    """Folded names of either data set and of the lexicon -> ISO 3166-1 alpha-3 code."""
    known, entries = {}, lexicon.load().countries
    for iso3, country in table().items():
        entry = entries.get(iso3.lower())
        ours = (entry.name, *entry.aliases) if entry else ()
        for name in (country.acled_name, country.ucdp_name, *ours):
            known[folded(name)] = iso3
            known[folded(re.sub(r"\s*\(.*\)", "", name))] = iso3
    return known


def folded(text: object) -> str:
    """Lower case, without accents, signs and articles: what two spellings of one name share."""
    plain = unicodedata.normalize("NFKD", re.sub(r"[’'`ʿʾ]", "", str(text)))
    words = re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)).casefold())
    return " ".join(w for w in words if w not in ("the", "al", "el", "of", "and", "for", "in"))


def _country(row: dict[str, str]) -> Country:
    return Country(
        iso3=row["iso3"],
        iso_numeric=int(row["iso_numeric"]) if row["iso_numeric"] else None,
        gw=int(row["gw"]) if row["gw"] else None,
        acled_name=row["acled_name"],
        acled_region=row["acled_region"] or None,
        ucdp_name=row["ucdp_name"],
    )
