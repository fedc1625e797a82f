"""Corrections of rows: kept in a plain file, anchored by their words, laid over every later reading of the articles."""

from lwj_analysis.corrections.book import Book, user_file
from lwj_analysis.corrections.overlay import lay_over
from lwj_analysis.corrections.scorecard import scorecard

__all__ = ["Book", "lay_over", "scorecard", "user_file"]
