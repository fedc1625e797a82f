"""What the exports know of each incident beside its row: place, parties, and the sentences to cite with who says them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from lwj_analysis import compare
from lwj_analysis.exports import countries

if TYPE_CHECKING:
    from lwj_analysis.store import Frames

STATE = {"state_force", "government"}
# Classes of victims that a side of this kind does not have.
CONTRADICT = {**dict.fromkeys((*STATE, "igo"), ("armed_group",)), "armed_group": ("state", "peacekeeper")}
OUTCOMES = ("killed", "wounded", "captured", "abducted", "missing")
BOUNDS = ("low", "best", "high")
SAID = ("claimant", "sentence", "title", "address", "published", "outlet", "article_id")  # what every row carries
TOTALS = tuple(f"{what}_{bound}" for what in OUTCOMES for bound in BOUNDS)
# Columns behind those of the data set.
EXTRA = ("incident_id", "incident", "first_day", "last_day", "initiator_words", "target_words", "status", *TOTALS,
         "killed_by_figures_of", "agreement", "grade", "n_articles", "n_origins", *SAID)  # fmt: skip
EXTRA_WHOLE = {*TOTALS, "n_articles", "n_origins"}


@dataclass(frozen=True)
class Actor:
    """An actor as far as codes need it; ``state`` is the country whose arm it is, if it is one by name."""

    id: str
    name: str
    kind: str | None
    inter: int | None
    country: str | None
    parent: str | None
    state: str | None
    branch: str | None


@dataclass(frozen=True)
class Statement:
    """A sentence to cite, and who says it; ``figure`` is what it counts, in words."""

    claimant: str
    sentence: str
    title: str | None
    address: str | None
    published: str | None
    outlet: str | None
    article_id: str
    figure: str | None = None

    def cited(self) -> dict[str, str | None]:
        """The columns of ``SAID``."""
        return {name: getattr(self, name) for name in SAID}

    def in_words(self) -> str:
        """One line: who says what, where it stands."""
        where = ", ".join(part for part in (self.title, self.outlet, self.published, self.address) if part)
        figure = f" [{self.figure}]" if self.figure else ""
        return f"{self.claimant}{figure}: “{self.sentence}” ({where})"


@dataclass
class Told:
    """An incident with what its events, places, actors and sentences say of it."""

    row: dict[str, Any]
    country: countries.Country | None
    place: str | None
    kind: str | None
    admin1: str | None
    where_prec: int | None
    initiator: Actor | None
    target: Actor | None
    initiator_words: str | None
    target_words: str | None
    status: str | None
    several_days: bool
    doubtful: dict[str, int]  # by side: dead in its total whom their words place on another
    statements: list[Statement] = field(repr=False)
    articles: list[dict] = field(repr=False)

    @property
    def cite(self) -> Statement:
        """The sentence that stands for the row: behind the preferred number of killed, else the first one."""
        return self.statements[0]

    def number(self, column: str) -> int | None:
        """A total, or ``None``."""
        value = self.row[column]
        return None if pd.isna(value) else int(value)

    def extra(self) -> dict[str, Any]:
        """The columns of ``EXTRA``: what the data set has no column for, and what every export carries."""
        row = self.row
        return {
            "incident_id": row["incident_id"],
            "incident": row["title"],
            "first_day": day(row["date_start"]),
            "last_day": day(row["date_end"]),
            "initiator_words": self.initiator_words,
            "target_words": self.target_words,
            "status": self.status,
            **{column: self.number(column) for column in TOTALS},
            "killed_by_figures_of": _text(row["killed_best_source"]),
            "agreement": _text(row["agreement"]),
            "grade": _text(row["grade"]),
            "n_articles": self.number("n_articles"),
            "n_origins": self.number("n_origins"),
            **self.cite.cited(),
        }


def told(frames: Frames) -> Iterator[Told]:
    """Each incident in the order of days and ids, the undated last; near copies of articles say nothing."""
    articles = frames.articles[frames.articles["duplicate_of"].isna()].set_index("article_id", drop=False)
    events = _by_incident(_with_teller(frames), articles, ("date_start", "article_id", "start"))
    counted = frames.casualties.assign(claimant=compare.claimant(frames.casualties, frames.actors))
    said = frames.claims.assign(claimant=compare.claimant(frames.claims, frames.actors))
    figures = _by_incident(counted[counted["counting"].eq("count")], articles, ("article_id", "start"))
    claims = _by_incident(said, articles, ("article_id", "start"))
    known = actors(frames)
    places = frames.places.set_index("place_mention_id").to_dict("index")
    sentences = frames.sentences.set_index(["article_id", "sentence_id"])["text"].to_dict()
    source = _Sources(articles.to_dict("index"), sentences)
    order = frames.incidents.sort_values(["date_start", "incident_id"])
    for row in order.to_dict("records"):
        its = events[row["incident_id"]]
        head = _head(its, row)
        where = _where(its, row)
        place = places.get(where["place_mention_id"], {}) if where else {}
        yield Told(
            row=row,
            country=countries.get(row["country"]),
            place=_text(place.get("name")) or _text(row["place"]),
            kind=_text(place.get("kind")),
            admin1=_text(place.get("admin1")),
            where_prec=_whole(where["where_prec"]) if where else None,
            initiator=_party(row["initiator_id"], known),
            target=_party(row["target_id"], known),
            initiator_words=_text(head["initiator_text"]),
            target_words=_text(head["target_text"]),
            status=_text(head["status"]),
            several_days=_apart(its),
            doubtful=_doubtful(figures[row["incident_id"]], known, row),
            statements=source.statements(head, figures[row["incident_id"]], claims[row["incident_id"]]),
            articles=[source.articles[key] for key in dict.fromkeys(e["article_id"] for e in its)],
        )


def actors(frames: Frames) -> dict[str, Actor]:
    """Every actor by id."""
    rows = frames.actors.set_index("actor_id").to_dict("index")
    return {key: _actor(key, rows) for key in rows}


def day(value: object) -> str | None:
    """A day as ISO 8601, or ``None``."""
    return None if pd.isna(value) else f"{value:%Y-%m-%d}"


def figure(row: dict) -> str:
    """What a row of ``casualties`` counts, in words: 'killed 23', 'wounded 12 or more', 'killed dozens'."""
    low, best, high = (_whole(row[bound]) for bound in BOUNDS)
    if best is None:
        number = str(row["text"])
    elif low == high == best:
        number = str(best)
    elif high is None:
        number = f"{best} or more"
    else:
        number = f"{best} or fewer" if low is None else f"{low} to {high}"
    return f"{row['outcome']} {number}"


class _Sources:
    """Statements from rows: the article, the sentence, the speaker."""

    def __init__(self, articles: dict, sentences: dict) -> None:
        self.articles, self.sentences = articles, sentences

    def statements(self, head: dict, figures: list[dict], claims: list[dict]) -> list[Statement]:
        """Each claimant's figures, the preferred ones first; without any the event's sentence, then claims."""
        ranked = sorted(
            figures, key=lambda r: (pd.notna(r["left_out"]), OUTCOMES.index(r["outcome"]) if r["outcome"] in OUTCOMES else 9,
                                    -(_whole(r["best"]) or 0), r["article_id"], r["start"])
        )  # fmt: skip
        if ranked:
            return list(dict.fromkeys(self._statement(r, figure(r)) for r in ranked))
        where = (head["article_id"], head["sentence_id"])
        here = [c for c in claims if (c["article_id"], c["sentence_id"]) == where]
        return list(dict.fromkeys(self._statement(r) for r in (here or [head]) + claims))

    def _statement(self, row: dict, figure: str | None = None) -> Statement:
        article = self.articles[row["article_id"]]
        return Statement(
            claimant=row["claimant"],
            sentence=" ".join(str(self.sentences[row["article_id"], row["sentence_id"]]).split()),
            title=_text(article["title"]),
            address=_text(article["url"]),
            published=day(article["published"]),
            outlet=_text(article["publisher"]),
            article_id=row["article_id"],
            figure=figure,
        )


def _with_teller(frames: Frames) -> pd.DataFrame:
    """Events with who tells them: the actor named, else the article itself."""
    unnamed = frames.events["source_id"].isna()
    told_by = frames.events.assign(source_text="article", source_type="unknown")
    told_by = told_by.assign(source_type=told_by["source_type"].mask(unnamed, "outlet"))
    return frames.events.assign(claimant=compare.claimant(told_by, frames.actors))


def _by_incident(df: pd.DataFrame, articles: pd.DataFrame, order: tuple[str, ...]) -> dict[str, list[dict]]:
    """Rows of first-hand articles by incident."""
    kept = df[df["incident_id"].notna() & df["article_id"].isin(articles.index)].sort_values(list(order))
    found: dict[str, list[dict]] = defaultdict(list)
    for row in kept.to_dict("records"):
        found[row["incident_id"]].append(row)
    return found


def _head(events: list[dict], incident: dict) -> dict:
    """The event that the incident is named after: of its type, at its place; the earliest of these."""

    def rank(event: dict) -> tuple:
        return (
            event["sub_event_type"] != incident["sub_event_type"],
            _text(event["place"]) != _text(incident["place"]),
            _text(event["initiator_id"]) != _text(incident["initiator_id"]),
        )

    return min(events, key=rank)


def _where(events: list[dict], incident: dict) -> dict | None:
    """The event whose place is the incident's."""
    columns = ("place", "country", "latitude", "longitude")
    same = [e for e in events if all(_same(e[c], incident[c]) for c in columns)]
    return min(same, key=lambda e: _whole(e["where_prec"]) or 9, default=None)


def _doubtful(figures: list[dict], known: dict[str, Actor], incident: dict) -> dict[str, int]:
    """Dead in a side's total who are the other side's, or of a class that the side does not have.

    Those without a side of their own are in the target's total where no total of unknown side holds them.
    """
    counted = [r for r in figures if r["outcome"] == "killed" and pd.isna(r["left_out"]) and pd.notna(r["best"])]
    folded = {"unknown"} if pd.isna(incident["killed_unknown_best"]) else set()
    return {
        side: sum(int(r["best"]) for r in counted if r["victim_side"] in holds and _elsewhere(r, side, known, incident))
        for side, holds in (("initiator", {"initiator"}), ("target", {"target"} | folded))
    }


def _elsewhere(row: dict, side: str, known: dict[str, Actor], incident: dict) -> bool:
    """The victims' own words or actor place them on another side."""
    own, other = (_text(incident[f"{s}_id"]) for s in (side, "target" if side == "initiator" else "initiator"))
    victim = _text(row["victim_id"])
    if victim is not None and victim in (own, other):
        return victim == other
    actor = known.get(own)
    return actor is not None and row["victim_class"] in CONTRADICT.get(actor.kind or "", ())


def _apart(events: list[dict]) -> bool:
    """Some of its events are of other days than others."""
    dated = [e for e in events if pd.notna(e["date_start"]) and pd.notna(e["date_end"])]
    return bool(dated) and max(e["date_start"] for e in dated) > min(e["date_end"] for e in dated)


def _actor(key: str, rows: dict[str, dict]) -> Actor:
    row = rows[key]
    of_state = (k.split(":")[0].upper() for k in _line(key, rows) if ":" in k and rows[k]["actor_type"] in STATE)
    state = next((code for code in of_state if countries.get(code)), None) if row["actor_type"] in STATE else None
    return Actor(
        id=key,
        name=row["name"],
        kind=_text(row["actor_type"]),
        inter=_whole(row["acled_inter"]),
        country=_text(row["country"]),
        parent=_text(row["parent_id"]),
        state=state,
        branch=key.partition(":")[2] if state and key.split(":")[0].upper() == state else None,
    )


def _party(key: object, known: dict[str, Actor]) -> Actor | None:
    """Who the side is: of a person, the group or state it belongs to, where that is known."""
    actor = known.get(key)
    while actor is not None and actor.kind == "person":
        actor = known.get(actor.parent)
    return actor


def _line(key: str, rows: dict[str, dict]) -> list[str]:
    """The actor and what it is a part of, as far as the frame has them."""
    seen = [key]
    while (up := _text(rows[seen[-1]]["parent_id"])) and up in rows and up not in seen:
        seen.append(up)
    return seen


def _same(one: object, other: object) -> bool:
    return (pd.isna(one) and pd.isna(other)) or one == other


def _text(value: object) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def _whole(value: object) -> int | None:
    return None if value is None or pd.isna(value) else int(value)
