"""How well an incident is established: who speaks of it, whether the numbers meet, and the grade with its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from lwj_analysis.incidents.actors import Actors, claimant, speaker
from lwj_analysis.incidents.merging import FIGHTING


def origins_of(rows: list[dict], claims: list[dict], info: dict, known: Actors) -> set[str]:
    """Innermost claimants; the outlet where it counts itself, or where nobody else speaks."""
    found = {claimant(r, known) for r in rows}
    found |= {claimant(c | info[c["article_id"]], known) for c in claims if c["source_type"] != "outlet"}
    return found or {"outlet"}


def sources_of(rows: list[dict], claims: list[dict], events: list[dict], info: dict, known: Actors) -> set[str]:
    """All who are cited or publish: claimants, relayers, publishers."""
    found = origins_of(rows, claims, info, known) - {"outlet"}
    found |= {
        c["via_id"] if pd.notna(c["via_id"]) else str(c["via_text"]).casefold()
        for c in claims
        if pd.notna(c["via_text"])
    }
    publishers = {info[e["article_id"]]["publisher"] or e["article_id"] for e in events}
    return found | {f"publisher:{p}" for p in publishers}


def agreement(counted: list[dict], rows: list[dict], claims: list[dict], differ: bool, known: Actors) -> str | None:
    """Whether the numbers of killed meet: ``single``, ``agree``, ``differ``; ``None`` where nobody gives one."""
    killed = [r for r in counted if r["outcome"] == "killed" and not (pd.isna(r["low"]) and pd.isna(r["high"]))]
    said = any(c["stance"] == "disputes" for c in claims) or any(r["stance"] in ("denies", "disputes") for r in rows)
    if killed and (differ or said):
        return "differ"
    origins = {claimant(r, known) for r in killed}
    return None if not origins else "single" if len(origins) == 1 else "agree"


@dataclass
class Account:
    """All that is said of one incident."""

    events: list[dict]
    rows: list[dict]
    claims: list[dict]
    origins: set[str]
    parties: dict[str, str | None]
    known: Actors

    def roles(self) -> dict[str, str]:
        """Who speaks of it as initiator, target or third; denials and disputes apart."""
        speakers = [
            said
            for said in (*self.claims, *self.rows)
            if said["stance"] not in ("denies", "disputes") and said["source_type"] not in ("outlet", "unknown")
        ]
        return {_role(said, self.parties, self.known): speaker(said, self.known) for said in speakers}


def grade(account: Account) -> tuple[str, str]:
    """The grade by the first rule of ``RULES`` that holds, and its reason in words."""
    for name, rule in RULES:
        if reason := rule(account):
            return name, reason
    return "weak", "one origin"


def _rivals(account: Account) -> str | None:
    """Responsibility is given to actors that have nothing to do with each other."""
    claimed = {
        e["claimed_by_id"] for e in account.events if pd.notna(e["claimed_by_id"]) and e["event_type"] in FIGHTING
    }
    blamed = {
        c["about_id"]
        for c in account.claims
        if c["stance"] == "alleges" and pd.notna(c["about_id"]) and pd.notna(c["event_id"])
    }
    for one, other in combinations(sorted(claimed | blamed), 2):
        if not account.known.related(one, other):
            return f"responsibility is given to {account.known.called(one)} and to {account.known.called(other)}"
    return None


def _denied(account: Account) -> str | None:
    """The one named as initiator denies the deed; a denied figure does not make the deed contested."""
    deniers = sorted(
        speaker(claim, account.known)
        for claim in account.claims
        if claim["stance"] == "denies"
        and pd.notna(claim["event_id"])
        and pd.notna(claim["source_id"])
        and account.known.related(claim["source_id"], account.parties["initiator"])
    )
    if deniers:
        return f"denied by {deniers[0]}"
    return "denied by the one named" if any(e["status"] == "denied" for e in account.events) else None


def _both_sides(account: Account) -> str | None:
    roles = account.roles()
    both = {"initiator", "target"} <= set(roles)
    return f"told by both sides: {roles['initiator']} and {roles['target']}" if both else None


def _party_and_third(account: Account) -> str | None:
    roles = account.roles()
    party = next((p for p in ("initiator", "target") if p in roles), None)
    return f"told by a party ({roles[party]}) and a third ({roles['third']})" if party and "third" in roles else None


def _two_origins(account: Account) -> str | None:
    return f"{len(account.origins)} origins" if len(account.origins) >= 2 else None


RULES: tuple[tuple[str, Callable[[Account], str | None]], ...] = (
    ("contested", _rivals),
    ("contested", _denied),
    ("confirmed", _both_sides),
    ("confirmed", _party_and_third),
    ("fair", _two_origins),
)


def _role(row: dict, parties: dict, known: Actors) -> str:
    for party in ("initiator", "target"):
        actor = parties.get(party)
        if actor and pd.notna(row["source_id"]) and known.related(row["source_id"], actor):
            return party
    if pd.isna(row["source_id"]) and row["source_type"] in ("military", "government", "militant"):
        kind = "armed_group" if row["source_type"] == "militant" else "state_force"
        return next((p for p in ("initiator", "target") if known.kind.get(parties.get(p) or "") == kind), "third")
    return "third"
