"""Frames as files for other people's tools: ACLED-like and UCDP-like tables, GeoJSON, a flat table for spreadsheets."""

from lwj_analysis.exports.writing import KINDS, check_writable, export, left_out, write_table

__all__ = ["KINDS", "check_writable", "export", "left_out", "write_table"]
