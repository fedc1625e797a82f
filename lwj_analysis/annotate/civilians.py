"""Victims of whom no word says what they were, where the article leaves no doubt: the dead of a market are civilians."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.quantities import word_value
from lwj_analysis.annotate.records import Casualty, Event

FIGHTERS = frozenset(("state", "armed_group", "peacekeeper", "mixed"))
OF_VIOLENCE = frozenset(("Violence against civilians", "Explosions/Remote violence", "Battles"))


def settle_civilians(doc: Doc, rows: list[Casualty]) -> None:
    """Give the class civilian to people of no class.

    Where an incident of the article has counted civilians and nobody else, further figures of it ("it had first spoken of
    38") are theirs; where a village, a market or a bus is what was attacked, and no fighters are counted in it, too.
    """
    by_incident: dict[int | None, set[str]] = {}
    by_event: dict[int, set[str]] = {}
    for row in rows:
        if row.event is not None and row.best != 0:
            by_incident.setdefault(row.event.incident, set()).add(row.victim_class)
            by_event.setdefault(id(row.event), set()).add(row.victim_class)
    divided = {id(row.of) for row in rows if row.of is not None and row.victim_class != "civilian"}
    for row in rows:
        if row.event is None or row.victim_class != "unknown" or row.outcome == "captured":
            continue
        if row.victim_id is not None and not row.guessed:
            continue
        if id(row) in divided or by_event.get(id(row.event), set()) & FIGHTERS or not _is_plain(doc, row):
            continue
        told = by_incident.get(row.event.incident, set())
        if ("civilian" in told and not told & FIGHTERS) or _aims_at_civilians(doc, row.event):
            row.victim_class, row.victim_id = "civilian", None
            row.victim_side = "civilian" if row.victim_side != "mixed" else "mixed"


def _is_plain(doc: Doc, row: Casualty) -> bool:
    """A bare figure, or people whose noun tells nothing ("seven men", "the bodies"); no name, no "members of the group"."""
    if "named" in row.victim_tags or " of " in row.victim_text.lower().removesuffix(" of them"):
        return False
    word = re.search(r"[^\W\d_]+$", row.victim_text.lower())
    return word is None or word_value(word[0]) is not None or word[0] in listed(doc, "plain_people")


def _aims_at_civilians(doc: Doc, event: Event) -> bool:
    if event.event_type not in OF_VIOLENCE or event.target_id is not None:
        return False
    if event.event_type == "Violence against civilians" and (event.initiator_id or event.initiator_text):
        return True
    said = (event.target_text or "").lower()
    last = re.search(r"[^\W\d_]+$", said.partition(" of ")[0])
    return "displaced" in said or (last is not None and last[0].removesuffix("s") in listed(doc, "civil_sites"))
