"""Conflict reporting as checked tables: who attacked whom, when, where, how many died, and who says so."""

from lwj_analysis.annotate.pipeline import build_nlp

__all__ = ["build_nlp"]
