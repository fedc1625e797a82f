"""Which time expressions a text holds, in TIMEX3 terms, and which days each of them means."""

from __future__ import annotations

from spacy.language import Language

from lwj_analysis.annotate.dates.finder import DatesFinder, find_dates

__all__ = ["DatesFinder", "find_dates", "make_dates"]


@Language.factory("lwj_dates")
def make_dates(nlp: Language, name: str) -> DatesFinder:
    """A finder with the shipped words until ``prepare`` gives it others."""
    return DatesFinder()
