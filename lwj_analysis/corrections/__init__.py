"""Corrections of rows: kept in a plain file, anchored by their words, laid over every later reading of the articles."""

from lwj_analysis.corrections.book import Book, user_file
from lwj_analysis.corrections.overlay import actors_by_hand, lay_over
from lwj_analysis.corrections.scorecard import as_json, as_text, scorecard

__all__ = ["Book", "actors_by_hand", "as_json", "as_text", "lay_over", "scorecard", "user_file"]
