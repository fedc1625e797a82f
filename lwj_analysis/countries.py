"""Names of countries for readers: frames have codes, pages have names."""

from __future__ import annotations

from functools import cache

import pandas as pd
from babel import Locale
from babel.core import get_global

from lwj_analysis import lexicon


def name(code: str) -> str:
    """The name of a country by its ISO 3166-1 alpha-3 code: our lexicon's, else Unicode's; a code that none has stays."""
    entry = lexicon.load().countries.get(code.lower())
    return entry.name if entry else _territories().get(code, code)


def names(codes: pd.Series) -> pd.Series:
    """The name of each; missing stays missing."""
    told = {code: name(code) for code in codes.dropna().unique()}
    return codes.astype(object).map(told).astype(codes.dtype)


@cache
def _territories() -> dict[str, str]:
    """Three letters -> name, by way of the two letters that Unicode's names stand under."""
    told = Locale("en").territories
    aliases = get_global("territory_aliases").items()
    return {long: told[short[0]] for long, short in aliases if len(long) == 3 and len(short) == 1 and short[0] in told}
