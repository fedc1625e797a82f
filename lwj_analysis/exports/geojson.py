"""Incidents as GeoJSON (RFC 7946): a point each, longitude first, WGS 84; without coordinates the geometry is null."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lwj_analysis.exports.told import Told, day


def collection(incidents: list[Told]) -> dict[str, Any]:
    """All incidents as one FeatureCollection, in their order."""
    return {"type": "FeatureCollection", "features": [feature(told) for told in incidents]}


def feature(told: Told) -> dict[str, Any]:
    """One incident: totals, grade, parties, and every claimant with its figure and sentence."""
    row = told.row
    placed = pd.notna(row["latitude"]) and pd.notna(row["longitude"])
    point = {"type": "Point", "coordinates": [float(row["longitude"]), float(row["latitude"])]} if placed else None
    properties = {
        **told.extra(),
        "year": None if pd.isna(row["date_start"]) else row["date_start"].year,
        "place": told.place,
        "admin1": told.admin1,
        "country": row["country"],
        "where_prec": told.where_prec,
        "date_prec": told.number("date_prec"),
        "event_type": row["event_type"],
        "sub_event_type": row["sub_event_type"],
        "initiator": told.initiator.name if told.initiator else None,
        "target": told.target.name if told.target else None,
        "grade_reason": row["grade_reason"],
        "claimants": [{"figure": s.figure, **s.cited()} for s in told.statements],
        "articles": [
            {"title": a["title"], "address": a["url"], "published": day(a["published"]), "outlet": a["publisher"]}
            for a in told.articles
        ],
    }
    return {"type": "Feature", "id": row["incident_id"], "geometry": point, "properties": _plain(properties)}


def _plain(value: Any) -> Any:
    """NA as null, in every depth."""
    if isinstance(value, dict):
        return {key: _plain(v) for key, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return None if pd.isna(value) else value
