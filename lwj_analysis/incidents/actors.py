"""What incidents know of actors: who belongs to whom, who the parties are, whose figure a row is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

import pandas as pd

STATE = {"state_force", "government"}


@dataclass
class Actors:
    """What is known of actors, for asking whether two are the same side."""

    parent: dict[str, str]
    country: dict[str, str]
    kind: dict[str, str]
    name: dict[str, str]

    @classmethod
    def of(cls, actors: pd.DataFrame) -> Actors:
        def known(column: str) -> dict[str, str]:
            pairs = actors.loc[actors[column].notna(), ["actor_id", column]]
            return dict(pairs.itertuples(index=False, name=None))

        return cls(known("parent_id"), known("country"), known("actor_type"), known("name"))

    def line(self, actor: str) -> list[str]:
        """The actor, its parent, the parent's parent."""
        seen = [actor]
        while (up := self.parent.get(seen[-1])) and up not in seen:
            seen.append(up)
        return seen

    def related(self, one: str | None, other: str | None) -> bool:
        """One actor, or one a part of the other, or both arms of one state."""
        if not one or not other:
            return False
        lines = self.line(one), self.line(other)
        return one in lines[1] or other in lines[0] or bool(set.intersection(*map(self._states, lines)))

    def _states(self, line: list[str]) -> set[str]:
        """The states whose arms they are: of an army, a ministry, a state's news agency."""
        arms = (a for a in line if self.kind.get(a) in STATE or a.endswith(":government"))
        return {self.country.get(a) or a.partition(":")[0].upper() for a in arms}

    def called(self, actor: str) -> str:
        """Its name, or the id where the name is not known."""
        return self.name.get(actor, actor)


def parties_of(events: list[dict]) -> dict[str, str | None]:
    """Initiator and target that most events of the incident name; nobody is both."""
    counts = {
        side: Counter(e[f"{side}_id"] for e in events if pd.notna(e[f"{side}_id"])) for side in ("initiator", "target")
    }
    initiator = next(iter(dict(counts["initiator"].most_common())), None)
    target = next((t for t, _ in counts["target"].most_common() if t != initiator), None)
    return {"initiator": initiator, "target": target}


UNNAMED = re.compile(
    r"(?!.*\b(?:spokes|statement|communiqu|text|video|message|report\b|minist|president\b|governor\b|commander\b))(?:an?|one|two|three|four|five|six|several|some|many|other|another|anonymous|unnamed|various)\s"
    r"|.*\bsources?\b|.*\banonym",
    re.IGNORECASE,
)


def claimant(row: dict, known: Actors | None = None) -> str:
    """Who says it: the actor (for a group's or state's own person that actor), the publisher, or the words.

    "A senior officer" or "two sources in the army" are not the army, which may say otherwise: they speak for themselves.
    """
    if pd.notna(row["source_id"]):
        if UNNAMED.match(str(row["source_text"])):
            return f"{row['source_id']}: {str(row['source_text']).casefold()}"
        person = known is not None and known.kind.get(row["source_id"]) == "person"
        return known.parent.get(row["source_id"], row["source_id"]) if person else row["source_id"]
    if row["source_type"] == "outlet":
        return f"publisher:{row['publisher']}"
    return str(row["source_text"]).casefold()


def speaker(row: dict, known: Actors) -> str:
    """Who says it, for people to read."""
    if pd.notna(row["source_id"]) and not UNNAMED.match(str(row["source_text"])):
        return known.called(row["source_id"])
    if row["source_type"] == "outlet":
        return row["publisher"] if isinstance(row["publisher"], str) else "the article"
    return str(row["source_text"])


def by_incident(df: pd.DataFrame) -> dict[str, list[dict]]:
    """Rows by incident, in their order."""
    found: dict[str, list[dict]] = defaultdict(list)
    for row in df[df["incident_id"].notna()].to_dict("records"):
        found[row["incident_id"]].append(row)
    return dict(found)


def day(value: object) -> pd.Timestamp:
    """A day to sort by; what is undated comes last."""
    return pd.Timestamp.max if value is None or pd.isna(value) else pd.Timestamp(value)
