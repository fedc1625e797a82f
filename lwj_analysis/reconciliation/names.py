"""Whether an actor of ours and a name of theirs are the same: by name or alias, by state, or because both are civilians."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from lwj_analysis import lexicon
from lwj_analysis.exports import countries
from lwj_analysis.exports.told import Actor, actors

if TYPE_CHECKING:
    from lwj_analysis.store import Frames

STATE = re.compile(
    r"\b(?:government|(?:military|police|security|armed|naval|air) forces?|army|police|navy)\s+of\s+(.+)", re.IGNORECASE
)
YEARS = re.compile(r"\s*\([^)]*\d{4}[^)]*\)")
NOBODY = re.compile(r"^\s*(?:unidentified|unknown|xxx\d*)\b", re.IGNORECASE)
CIVILIANS = re.compile(r"^\s*civilians?\b", re.IGNORECASE)
SHORTEST = 3  # letters of a name that may be looked for inside a longer one


@dataclass(frozen=True)
class Name:
    """One name of theirs, taken apart once: folded, whose state's arm, civilians, or nobody in particular."""

    folded: str
    state: str | None
    civilians: bool
    nobody: bool


@cache
def of_theirs(text: str) -> Name:
    """A name as the data set writes it: 'Military Forces of Mali (2013-2020)', 'Government of Iraq', 'Civilians (Mali)'."""
    plain = YEARS.sub("", text)
    arm = STATE.search(text)
    state = countries.by_name().get(countries.folded(re.split(r"\s*\(|,", arm[1])[0])) if arm else None
    return Name(countries.folded(plain), state, bool(CIVILIANS.match(text)), bool(NOBODY.match(text)))


@dataclass(frozen=True)
class Ours:
    """An actor of ours with every folded form of its name, and of those it is a part of."""

    actor: Actor
    forms: frozenset[str]
    line: frozenset[str]  # forms of what it is a part of


def of_ours(frames: Frames) -> dict[str, Ours]:
    """Every actor of the frames by id."""
    known = actors(frames)
    seen = frames.actors.set_index("actor_id")["aliases"].dropna().to_dict()
    entries = _entries(_stamps())

    def forms(key: str) -> set[str]:
        names = {known[key].name, *(seen.get(key, "").split("; "))}
        if key in entries:
            names |= {entries[key].name, *entries[key].aliases}
        return {f for f in map(countries.folded, names) if len(f) >= SHORTEST}

    def above(actor: Actor) -> set[str]:
        found: set[str] = set()
        parent = actor.parent
        while parent in known and parent not in found:
            found.add(parent)
            parent = known[parent].parent
        return found

    made = {}
    for key, actor in known.items():
        line = set().union(*(forms(k) for k in above(actor))) if actor.kind in ("armed_group", "person") else set()
        made[key] = Ours(actor, frozenset(forms(key)), frozenset(line))
    return made


def _stamps() -> tuple[tuple[str, int], ...]:
    """The lexicon files of actors, and when each was changed."""
    files = [folder / "actors.toml" for folder in (lexicon.SHIPPED, lexicon.user_folder()) if folder]
    return tuple((str(path), path.stat().st_mtime_ns) for path in files if path.is_file())


@cache
def _entries(stamps: tuple) -> dict[str, lexicon.ActorEntry]:
    """The lexicon's actors, read anew when a file was changed: reading takes seconds."""
    return lexicon.load().actors


def same(ours: Ours, theirs: Name) -> bool:
    """One actor under two names."""
    if theirs.civilians or ours.actor.kind == "civilians":
        return theirs.civilians and ours.actor.kind == "civilians"
    if theirs.state is not None and ours.actor.state is not None:
        return theirs.state == ours.actor.state
    return any(_inside(form, theirs.folded) for form in ours.forms | ours.line) or theirs.folded in ours.forms


def _inside(form: str, name: str) -> bool:
    """The form's words stand together in the name."""
    return f" {form} " in f" {name} "


def shown(value: object) -> str:
    """A name for people; an empty cell is a dash."""
    return "-" if pd.isna(value) else str(value)
