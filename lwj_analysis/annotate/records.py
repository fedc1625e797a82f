"""What the finders hand on: plain records with character offsets into the article's clean text.

``Doc._.lwj`` holds one :class:`Annotations`. Offsets are half-open and count Unicode code points of ``Doc.text``.
Records refer to each other by object, not by number: the ids are given in ``frames.py``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(slots=True)
class Actor:
    """Somebody who acts or speaks; ``id`` is the lexicon's key, or made by a rule (``fra:state_force``, ``person:a-b``)."""

    id: str
    name: str
    type: str
    inter: int | None = None
    country: str | None = None
    parent: str | None = None
    in_lexicon: bool = False
    family: str | None = None
    aliases: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Mention:
    """One naming of an actor. ``root`` is the index of the token that heads it."""

    start: int
    end: int
    root: int
    actor_id: str
    basis: str
    rule: str = ""


@dataclass(slots=True)
class Place:
    """One naming of a place; what is not known is ``None``."""

    start: int
    end: int
    root: int
    name: str
    kind: str | None = None
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    where_prec: int | None = None
    geonameid: str | None = None
    rule: str = ""


EARLIEST, LATEST = dt.date(1678, 1, 1), dt.date(2261, 12, 31)  # whole years that datetime64[ns] holds


def is_beyond(*days: dt.date | None) -> bool:
    """Whether one of the days is none that a frame can hold."""
    return any(day is not None and not EARLIEST <= day <= LATEST for day in days)


@dataclass(slots=True)
class Date:
    """One time expression (TIMEX3) with the days it covers, both included."""

    start: int
    end: int
    timex_type: str
    timex_value: str | None
    timex_mod: str | None = None
    date_start: dt.date | None = None
    date_end: dt.date | None = None
    date_prec: int | None = None
    time_precision: int | None = None
    anchor: str = "none"
    rule: str = ""


@dataclass(slots=True)
class Number:
    """One number in the text; ``role`` says what it counts."""

    start: int
    end: int
    low: int | None
    best: int | None
    high: int | None
    quantifier: str
    role: str = "unread"
    casualty: Casualty | None = None


@dataclass(slots=True)
class Source:
    """Who says it: the words, the actor if one is known, and the kind of speaker."""

    text: str
    type: str = "unknown"
    actor_id: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(slots=True)
class Claim:
    """One clause somebody is given as the source of. ``start``/``end`` delimit the content."""

    start: int
    end: int
    source: Source
    cue: str
    cue_start: int
    cue_end: int
    stance: str
    quoted: str = "indirect"
    via: Source | None = None
    about_id: str | None = None
    event: Event | None = None
    rule: str = ""


@dataclass(slots=True)
class Event:
    """One event; ``start``/``end`` delimit the trigger's clause or phrase, ``trigger`` is its token index."""

    start: int
    end: int
    trigger: int
    event_type: str
    sub_event_type: str
    rule: str
    initiator_id: str | None = None
    initiator_text: str | None = None
    target_id: str | None = None
    target_text: str | None = None
    date_start: dt.date | None = None
    date_end: dt.date | None = None
    date_prec: int | None = None
    place: Place | None = None
    weapons: list[str] = field(default_factory=list)
    claimed_by_id: str | None = None
    status: str = "reported"
    source_id: str | None = None
    parent: Event | None = None
    incident: int | None = None  # events of one article with the same number are one incident
    mentions: list[tuple[int, int]] = field(default_factory=list)  # every telling, this one included


@dataclass(slots=True)
class Casualty:
    """One statement of one count. ``start``/``end`` delimit number and noun, ``trigger`` is the outcome word's token."""

    start: int
    end: int
    trigger: int
    outcome: str
    low: int | None
    best: int | None
    high: int | None
    quantifier: str
    rule: str
    victim_text: str
    victim_id: str | None = None
    guessed: bool = False  # ``victim_id`` is that of the party that lost most, no words name it
    victim_class: str = "unknown"
    victim_side: str = "unknown"
    victim_tags: list[str] = field(default_factory=list)
    counting: str = "count"
    of: Casualty | None = None
    claim: Claim | None = None
    event: Event | None = None
    incident: int | None = None  # a number over several events of the article: theirs, and ``event`` is None
    source: Source | None = None
    stance: str = "reports"


@dataclass(slots=True)
class Relation:
    """A stated tie between two actors, or an actor and a place (then ``object_id`` is ``None``)."""

    start: int
    end: int
    subject_id: str
    relation: str
    object_id: str | None
    object_text: str
    status: str = "stated"
    source_id: str | None = None
    rule: str = ""


@dataclass(slots=True)
class Problem:
    """Something in the text that was not understood."""

    start: int
    end: int
    kind: str
    detail: str


@dataclass(slots=True)
class Annotations:
    """Everything known about one article. The first four fields come from outside, the finders fill the rest."""

    published: dt.date | None = None
    published_basis: str | None = None
    publisher: str | None = None
    has_title: bool = True  # paragraph 0 is the headline
    actors: dict[str, Actor] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    dates: list[Date] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    casualties: list[Casualty] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def ancestors(self, actor_id: str) -> list[str]:
        """The actors that an actor is a part of, the nearest first."""
        seen: list[str] = []
        actor = self.actors.get(actor_id)
        while actor is not None and actor.parent and actor.parent not in seen:
            seen.append(actor.parent)
            actor = self.actors.get(actor.parent)
        return seen
