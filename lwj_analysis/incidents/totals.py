"""What an incident cost, by whose figures (rule 5 of the codebook), and why each statement left out is left out.

Every function takes the rows of ``casualties`` of one incident as dictionaries, with ``published`` and ``publisher`` of
their article. ``left_out`` collects a line of words by ``casualty_id``; what is not in it stands in the preferred totals.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import combinations

import pandas as pd

from lwj_analysis.annotate.sameness import ALSO
from lwj_analysis.annotate.sameness import FURTHER as MORE_VICTIMS
from lwj_analysis.incidents.actors import Actors, claimant, speaker
from lwj_analysis.incidents.merging import other_place

SIDES = ("initiator", "target", "civilian", "mixed", "unknown")
OUTCOMES = ("killed", "wounded", "captured", "abducted", "missing")
BOUNDS = ("low", "best", "high")
FIRST = ("third parties and the outlet come first", "the side that lost them comes before the side that inflicted it")
OPEN = {"unknown", "mixed"}
WHO_THEY_WERE = "the_dead_were"  # the rule of "the dead were four civilians"
CLASSES = {"armed_group": "armed_group", "state_force": "state", "government": "state", "igo": "peacekeeper"}
FURTHER = re.compile(rf"{MORE_VICTIMS}|[\w-]+ of (?:the|those) (?:\w+ )?(?:wounded|injured)\b", re.IGNORECASE)
OTHERS = re.compile(r"[\w-]+ others", re.IGNORECASE)
SINGLE = re.compile(r"\b(?:1|one|single|sole|only)\b", re.IGNORECASE)
OWN = {"military": "state", "militant": "armed_group"}
KINDS = {"militant": {"armed_group"}, "military": {"state_force", "igo"}, "government": {"government", "state_force"}}


@dataclass
class Incident:
    """What the totals of one incident need to know of it besides its rows."""

    scenes: dict[str, str]  # event id -> scene
    parties: dict[str, str | None]
    known: Actors
    endings: set[str] = field(default_factory=set)  # ids of events by which a place is taken back
    sums: dict[str, int] = field(default_factory=dict)  # what each claimant who counts several sides counts in all
    tiers: dict[str, int] = field(default_factory=dict)  # the last tier of each of these on any side: one voice for all

    def of_one_event(self, rows: list[dict], row: dict) -> list[dict]:
        """Those of its event; a toll told of a place that is taken back is that of all events before."""
        whole = row["event_id"] in self.endings
        return [r for r in rows if whole or _same(r["event_id"], row["event_id"]) or r["event_id"] in self.endings]


@dataclass
class Figure:
    """A number that a claimant, or the claimants preferred for their scenes, give for one side."""

    low: int | None
    best: int | None
    high: int | None
    tier: int
    newest: pd.Timestamp
    speakers: list[str]
    rows: list[dict]
    differ: bool = False  # two of the claimants it was chosen from give ranges that do not meet


@dataclass
class Totals:
    """The columns of totals of one incident; by ``casualty_id`` why a row is not in them; whether numbers of killed differ."""

    columns: dict
    left_out: dict[str, str]
    differ: bool


def totals(rows: list[dict], events: list[dict], head: dict, parties: dict, known: Actors) -> Totals:
    """What one incident cost; ``rows`` are those with ``counting`` ``count`` that nobody denies."""
    incident = _incident(events, head, parties, known)
    out: dict = {}
    left_out: dict[str, str] = {}
    differ = False
    rows = _newest(rows, left_out)
    for outcome in OUTCOMES:
        sides, wholes = _by_side([r for r in rows if r["outcome"] == outcome], incident, left_out)
        out |= {f"{outcome}_{bound}": _sum(bound, [getattr(f, bound) for f in sides.values()]) for bound in BOUNDS}
        _widen(out, outcome, wholes)
        _unsaid(out, outcome, sides, left_out)
        whole = _stands_for_all(out[f"{outcome}_best"], sides, wholes, incident)
        if whole is not None:
            out[f"{outcome}_best"] = int(whole["best"])
            left_out.pop(whole["casualty_id"], None)
            parts = [r for f in sides.values() for r in f.rows]
            left_out |= {
                r["casualty_id"]: f"a third party's number for all sides stands ({_shown(whole)})" for r in parts
            }
        if outcome == "killed":
            differ = any(f.differ for f in sides.values()) or any(_is_version(r) for r in wholes)
            for side in ("initiator", "target", "civilian", "unknown"):
                own = (side, "mixed") if side == "unknown" else (side,)
                parts = [f.best for s, f in sides.items() if s.partition(":")[0] in own]
                out[f"killed_{side}_best"] = _sum("best", parts)
            if whole is not None:
                _share_out(out, int(whole["best"]))
            said = [name for f in sides.values() if f.best is not None for name in f.speakers]
            said = said if whole is None else [speaker(whole, incident.known)]
            out["killed_best_source"] = "; ".join(dict.fromkeys(said)) or None
    for row in rows:
        if row["outcome"] not in OUTCOMES:
            left_out.setdefault(row["casualty_id"], "killed and wounded in one number: the totals keep them apart")
        elif pd.isna(row["best"]):
            left_out.setdefault(row["casualty_id"], "gives no number that a total could add")
    return Totals(out, left_out, differ)


def accounts(rows: list[dict], events: list[dict], head: dict, parties: dict, known: Actors) -> list[dict]:
    """Each claimant's figure of each outcome and side, as it would enter the totals; one dictionary a figure.

    ``claimant, outcome, victim_side, low, best, high, tier, newest, casualty_ids`` (the rows it is made of).
    """
    incident = _incident(events, head, parties, known)
    groups: dict[tuple, list[dict]] = defaultdict(list)
    for row in _newest(rows, {}):
        groups[claimant(row, known), row["outcome"], row["victim_side"]].append(row)
    found = []
    for (_, outcome, side), its in sorted(groups.items()):
        figure = _side_figure(its, side, incident, {})
        found.append(
            {"claimant": speaker(figure.rows[-1], known), "outcome": outcome, "victim_side": side, "low": figure.low}
            | {"best": figure.best, "high": figure.high, "tier": figure.tier, "newest": figure.newest}
            | {"casualty_ids": "; ".join(r["casualty_id"] for r in figure.rows)}
        )
    return found


def _incident(events: list[dict], head: dict, parties: dict, known: Actors) -> Incident:
    endings = {e["event_id"] for e in events if _ends_it(e)}
    return Incident(_scenes(events, head), parties, known, endings)


def _newest(rows: list[dict], left_out: dict) -> list[dict]:
    """Without the figures that their article calls older ones; a newer one may stand here by its parts."""
    there = {r["casualty_id"] for r in rows} | {r["of_id"] for r in rows if r["counting"] == "subset"}
    texts = {r["casualty_id"]: f": {r['text']}" for r in rows}
    for row in rows:
        newer = row["of_id"]
        if row["counting"] == "count" and pd.notna(newer) and newer in there:
            left_out[row["casualty_id"]] = f"the same claimant's later figure stands ({newer}{texts.get(newer, '')})"
    return [r for r in rows if r["casualty_id"] not in left_out]


def _by_side(rows: list[dict], incident: Incident, left_out: dict) -> tuple[dict[str, Figure], list[dict]]:
    """The figure of each side, and the rows that speak of all sides together."""

    def figures(its: list[dict], notes: dict) -> dict[str, Figure]:
        found: dict[str, list[dict]] = defaultdict(list)
        for row in its:
            found[row["victim_side"]].append(row)
        return {side: _side_figure(of, side, incident, notes) for side, of in sorted(found.items(), key=_place_of)}

    rows, versions = _versions(rows, incident.known, left_out)
    sided = figures([r for r in rows if r["victim_side"] not in ("unknown", "mixed")], {})
    kept, wholes = _folded(rows, sided, incident, left_out)
    wholes += versions
    kept, more = _divided_by_class(kept, left_out)
    wholes += more
    sums = _sums(kept, incident.known)
    tiers: dict[str, int] = defaultdict(int)
    for row in kept:
        who = claimant(row, incident.known)
        tiers[who] = max(tiers[who], _tier(row, row["victim_side"], incident)) if who in sums else 0
    incident = replace(incident, sums=sums, tiers=tiers)
    return figures(kept, left_out), wholes


def _versions(rows: list[dict], known: Actors, left_out: dict) -> tuple[list[dict], list[dict]]:
    """Apart from the others those who say that "the dead were four civilians" where somebody else counts other people.

    Who says so, or denies that any civilian died and counts fighters, speaks of all the dead: what others tell of another
    side is another version, and no further dead.
    """
    versions = []
    for row in rows:
        if _is_version(row) and pd.notna(row["best"]):
            own = {(r["victim_side"], r["victim_class"]) for r in rows if claimant(r, known) == claimant(row, known)}
            others = [r for r in rows if claimant(r, known) != claimant(row, known) and pd.notna(r["best"])]
            if others and not any((r["victim_side"], r["victim_class"]) in own for r in others):
                versions.append(row)
                left_out[row["casualty_id"]] = "another version of who the dead were: it widens the bounds"
    return [r for r in rows if r not in versions], versions


def _is_version(row: dict) -> bool:
    return row["rule"] == WHO_THEY_WERE or row.get("instead", False)


def _sums(rows: list[dict], known: Actors) -> dict[str, int]:
    """By claimant who counts every side that is counted, and more than one, the sum of the largest number of each."""
    by: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        if pd.notna(row["best"]):
            own = by[claimant(row, known)]
            own[row["victim_side"]] = max(int(row["best"]), own.get(row["victim_side"], 0))
    counted = {side for own in by.values() for side in own}
    return {who: sum(own.values()) for who, own in by.items() if len(counted) > 1 and own.keys() == counted}


def _place_of(item: tuple[str, list[dict]]) -> tuple[int, str]:
    return SIDES.index(item[0].partition(":")[0]), item[0]


def _divided_by_class(rows: list[dict], left_out: dict) -> tuple[list[dict], list[dict]]:
    """Without named sides, soldiers and fighters are different people: their numbers are added, not chosen from.

    Where both are counted, a number of no class speaks of all of them, and only widens the bounds.
    """
    classes = {r["victim_class"] for r in rows if r["victim_side"] == "unknown"} - OPEN
    if len(classes) < 2:
        return rows, []
    kept, wholes = [], []
    for row in rows:
        if row["victim_side"] != "unknown":
            kept.append(row)
        elif row["victim_class"] in OPEN:
            wholes.append(row)
            left_out[row["casualty_id"]] = "speaks of all together: it widens the bounds, the numbers by class add up"
        else:
            kept.append(row | {"victim_side": f"unknown:{row['victim_class']}"})
    return kept, wholes


def _folded(
    rows: list[dict], sided: dict[str, Figure], incident: Incident, left_out: dict
) -> tuple[list[dict], list[dict]]:
    """Where a figure without a side belongs: rows with their sides, and figures for all sides together.

    "190 people died in the raid" speaks of the same victims as the others' figures for a side, and is not added to them. It
    goes to the side attacked where anybody counts that side, else to the civilians; where another side's dead are counted
    too, it stands for the whole, as does a figure that its claimant divides between sides ("mixed"): it widens the bounds of
    the total and no more. Victims of another class than that side's ("15 assailants" beside a peacekeeper) are others, and
    added. Where one claimant gives both in one sentence, they are different people: added, unless others count the sides in
    their own way.
    """
    told = {side for side, figure in sided.items() if figure.best != 0}  # who denies any dead counts no side
    goal = next((s for s in ("target", "civilian") if s in told), None)
    beside = {
        (r["article_id"], r["sentence_id"], claimant(r)) for r in rows if r["victim_side"] not in ("unknown", "mixed")
    }
    counting_goal = {claimant(r) for r in rows if r["victim_side"] == goal}
    classes = {r["victim_class"] for r in rows if r["victim_side"] == goal} - OPEN
    classes = classes or {CLASSES.get(incident.known.kind.get(incident.parties.get(goal) or ""), "")} - {""}
    kept, wholes = [], []
    for row in rows:
        apart = (row["article_id"], row["sentence_id"], claimant(row)) in beside
        others = row["victim_class"] not in OPEN | classes and bool(classes)
        others = others or (apart and counting_goal <= {claimant(row)})
        if row["victim_side"] == "mixed" and sided:
            wholes.append(row)
        elif row["victim_side"] == "unknown" and row["best"] == 0 and goal is not None:
            left_out[row["casualty_id"]] = "denies losses of a side that it does not name"
        elif row["victim_side"] != "unknown" or goal is None or others or row["rule"] == "lost":
            kept.append(row)
        elif apart:
            left_out[row["casualty_id"]] = f"no side is named, and others count the {goal} side in their own way"
        elif len(told) > 1 and row["victim_class"] in OPEN:
            wholes.append(row)
        else:
            kept.append(row | {"victim_side": goal})
    for row in wholes:
        left_out[row["casualty_id"]] = "speaks of all sides together: it widens the bounds, the sides' figures add up"
    return kept, wholes


def _widen(out: dict, outcome: str, wholes: list[dict]) -> None:
    """Figures for all sides together widen the bounds of the sum of the sides."""
    lows = [out[f"{outcome}_low"], *(r["low"] for r in wholes)]
    highs = [out[f"{outcome}_high"], *(r["high"] for r in wholes)]
    if wholes:
        out[f"{outcome}_low"] = min((int(v) for v in lows if v is not None and pd.notna(v)), default=None)
        open_end = any(v is None or pd.isna(v) for v in highs)
        out[f"{outcome}_high"] = None if open_end else max(int(v) for v in highs)


def _stands_for_all(best: int | None, sides: dict[str, Figure], wholes: list[dict], incident: Incident) -> dict | None:
    """The number of a third party for all sides together, where only parties count the sides, or less of them died by that.

    Third parties come first (rule 5), and more have died than the one side that somebody counts; but for who says that they
    killed them, which nobody who lost them has said.
    """
    spoken = [r for r in wholes if not _is_version(r) and pd.notna(r["best"]) and not _tier(r, "unknown", incident)]
    spoken = [r for r in spoken if not (r["stance"] == "alleges" and r["source_text"] == "unknown")]
    counted = [f for f in sides.values() if f.best is not None]
    if not spoken or not counted:
        return None
    most = sum(f.best for f in counted)
    spoken = [r for r in spoken if r["best"] <= OUT_OF_PROPORTION * max(most, 1)]
    if not spoken:
        return None
    whole = min(spoken, key=lambda r: (-_told_on(r).value, r["best"]))
    inflicted = all(f.tier == 2 for f in counted)
    of_parties = all(f.tier for f in counted) and (inflicted or max(f.best for f in counted) <= whole["best"])
    return whole if of_parties or (best or 0) < whole["best"] else None


OUT_OF_PROPORTION = 20  # times what is counted of the sides: a number of another scope, wherever it stands


def _share_out(out: dict, whole: int) -> None:
    """The side columns add up to the number for all: the rest is of no side, and so are all where the sides count more."""
    columns = [f"killed_{side}_best" for side in ("initiator", "target", "civilian")]
    counted = sum(out[c] or 0 for c in columns)
    if counted > whole:
        out.update(dict.fromkeys(columns))
        counted = 0
    out["killed_unknown_best"] = whole - counted if whole > counted else None


def _unsaid(out: dict, outcome: str, sides: dict[str, Figure], left_out: dict) -> None:
    """No preferred number where one side is counted in words alone that mean more than the other side's number."""
    low, best = out[f"{outcome}_low"], out[f"{outcome}_best"]
    if low is not None and best is not None and best < low:
        out[f"{outcome}_best"] = None
        counted = [row for figure in sides.values() if figure.best is not None for row in figure.rows]
        left_out |= {r["casualty_id"]: "stands for its side; of the other side there are words alone" for r in counted}


def _scenes(events: list[dict], head: dict) -> dict[str, str]:
    """Event id -> the scene it belongs to, over all articles; scenes add up.

    Another article's event is not another event: all those at the incident's place and day are one scene, in which a
    claimant's figures for several events of one article add up. Another town or another day is a scene of its own, but for the
    day on which the place is taken back.
    """
    found: dict[str, str] = {}
    if _ends_it(head):
        head = next((e for e in events if e["event_type"] == "Battles" and not _ends_it(e)), head)
    for event in events:
        own_day = _dated(event) and _dated(head) and not _overlap(event, head) and not _ends_it(event)
        day_of = f"{event['date_start']:%Y-%m-%d}" if own_day else ""
        place = str(event["place_name"]).casefold() if other_place(event, head) else ""
        found[event["event_id"]] = f"{place}|{day_of}"
    return found


def _ends_it(event: dict) -> bool:
    """A place is taken back: the toll that is told with it is that of the whole operation."""
    return event["sub_event_type"] == "Government regains territory" or str(event["rule"]).startswith(
        ("regains:", "ousts:")
    )


def _dated(event: dict) -> bool:
    return pd.notna(event["date_start"]) and pd.notna(event["date_end"])


def _overlap(one: dict, other: dict) -> bool:
    return one["date_start"] <= other["date_end"] and other["date_start"] <= one["date_end"]


def _side_figure(rows: list[dict], side: str, incident: Incident, left_out: dict) -> Figure:
    """Figures of one outcome and side: the scenes add up; who gives one figure for several stands for their sum."""
    apart: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        if pd.notna(row["event_id"]):
            apart[incident.scenes.get(row["event_id"], "|")].append(row)
    figures = _of_claimants([r for r in rows if pd.isna(r["event_id"])], side, incident, left_out)
    sums = [
        _choose(_of_claimants(its, side, incident, left_out), incident, left_out) for _, its in sorted(apart.items())
    ]
    return _choose([*figures, *([_added(sums)] if sums else [])], incident, left_out)


def _added(figures: list[Figure]) -> Figure:
    bounds = {bound: _sum(bound, [getattr(f, bound) for f in figures]) for bound in BOUNDS}
    return Figure(
        **bounds,
        tier=max(f.tier for f in figures),
        newest=max(f.newest for f in figures),
        speakers=[name for f in figures for name in f.speakers],
        rows=[r for f in figures for r in f.rows],
        differ=any(f.differ for f in figures),
    )


def _of_claimants(rows: list[dict], side: str, incident: Incident, left_out: dict) -> list[Figure]:
    found: dict[str, list[dict]] = defaultdict(list)
    before: dict[str, str] = {}
    last = None
    for row in sorted(rows, key=lambda r: (r["article_id"], r["start"])):
        who = claimant(row, incident.known)
        if _is_further(row) or _are_others(row, last):  # "a sixth", whoever says it, is told besides the five before
            who = before.get(row["article_id"], who)
            if _are_others(row, last):
                row = row | {"source_text": last["source_text"]}
        last = row
        found[who].append(row)
        before[row["article_id"]] = who
    return [_claimant_figure(its, side, incident, left_out) for _, its in sorted(found.items())]


def _claimant_figure(rows: list[dict], side: str, incident: Incident, left_out: dict) -> Figure:
    """One claimant on one scene: counts of different victims add up, of the same victims the newest stands.

    Different victims are told in one sentence ("six officers and 56 soldiers"), of different events of one article, or as
    further ones; any other later figure is a newer count of the same. A single person told below a larger figure is one of
    those, and two single people of different nouns ("a guard", "the driver") are two.
    """
    current: list[dict] = []

    def drop(rows: list[dict], because: dict) -> None:
        for row in rows:
            left_out[row["casualty_id"]] = f"the same claimant's later figure stands ({_shown(because)})"

    for row in sorted(rows, key=lambda r: (_told_on(r), r["article_id"], r["start"])):
        if pd.isna(row["best"]) and any(pd.notna(r["best"]) for r in rows) and not _beside_a_number(row, rows):
            continue  # "many of them", "dozens": a word takes no number's place
        if current and current[-1]["article_id"] != row["article_id"] and not _is_one_of(row, current):
            drop(current, row)
            current = [row]
        elif not current:
            current = [row]
        elif _one_breath(current[-1], row) or _is_further(row) or _other_victims(current, row, incident.known):
            current.append(row)
        elif row["best"] == 1 and (before := incident.of_one_event(current, row)):
            if all(r["best"] == 1 and _noun(r) != _noun(row) for r in before):
                current.append(row)
            else:
                left_out[row["casualty_id"]] = f"one of those already counted ({_shown(before[-1])})"
        elif _is_smaller(row, incident.of_one_event(current, row)):
            left_out[row["casualty_id"]] = f"no more than those already counted ({_shown(current[-1])})"
        else:
            older = incident.of_one_event(current, row)
            drop(older, row)
            current = [r for r in current if r not in older] + [row]
    return Figure(
        *(_sum(bound, [r[bound] for r in current]) for bound in BOUNDS),
        tier=_tier(current[-1], side, incident),
        newest=_told_on(current[-1]),
        speakers=[speaker(current[-1], incident.known)],
        rows=current,
    )


def _told_on(row: dict) -> pd.Timestamp:
    """The day of publication; a figure of an article without one is no newer than any other."""
    return pd.Timestamp.min if pd.isna(row["published"]) else pd.Timestamp(row["published"])


def _one_breath(before: dict, row: dict) -> bool:
    """In one sentence by one source in the same words: the numbers are of different people, not a newer one of the same."""
    return before["sentence_id"] == row["sentence_id"] and _same(before["source_text"], row["source_text"])


def _beside_a_number(row: dict, rows: list[dict]) -> bool:
    """Of other people than a number in the same breath: "four soldiers and several policemen"."""
    return any(_one_breath(r, row) and r["article_id"] == row["article_id"] and pd.notna(r["best"]) for r in rows)


def _is_smaller(row: dict, before: list[dict]) -> bool:
    """A smaller number further down is no newer one, unless the text says so (``of_id``): some of the same people."""
    known = all(pd.notna(r["best"]) for r in (*before, row))
    return bool(before) and known and row["best"] < sum(r["best"] for r in before)


def _is_one_of(row: dict, before: list[dict]) -> bool:
    """A single person told in a later article is one of those counted before."""
    return row["best"] == 1 and any(pd.notna(r["best"]) and r["best"] > 1 for r in before)


def _same(one: object, other: object) -> bool:
    return _text(one) == _text(other)


def _shown(row: dict) -> str:
    return f"{row['casualty_id']}: {row['text']}"


def _is_further(row: dict) -> bool:
    return bool(FURTHER.match(str(row["victim_text"]))) or str(row["rule"]).endswith(ALSO)


def _are_others(row: dict, last: dict | None) -> bool:
    """ "Police said X had killed three; seven others were killed": in one sentence, whoever says it."""
    one = last is not None and (row["article_id"], row["sentence_id"]) == (last["article_id"], last["sentence_id"])
    return one and bool(OTHERS.fullmatch(str(row["victim_text"])))


def _noun(row: dict) -> str:
    return str(row["victim_text"]).casefold().split(" ")[-1]


def _other_victims(current: list[dict], row: dict, known: Actors) -> bool:
    """Other people than before: another actor's or of another class, where both are known and of one article.

    A mission's dead may be those of the country whose soldiers they are: they are not others.
    """
    ids = {r["victim_id"] for r in current if pd.notna(r["victim_id"])}
    classes = {r["victim_class"] for r in current} - OPEN
    own = _text(row["victim_id"])
    missions = {a for a in (*ids, own) if a and known.kind.get(a) == "igo"}
    other_actor = own is not None and bool(ids) and not missions and not any(known.related(own, i) for i in ids)
    other_class = row["victim_class"] not in classes | OPEN and bool(classes) and not missions
    told = not any(_is_bare(r) for r in (*current, row))
    return told and row["article_id"] == current[-1]["article_id"] and (other_actor or other_class)


def _is_bare(row: dict) -> bool:
    """A number alone ("claimed 173"): whose people they are is inferred, and no ground to add them to others."""
    return len(str(row["victim_text"]).split()) < 2


def _tier(row: dict, side: str, incident: Incident) -> int:
    """0 third parties and the outlet, 1 the side that lost the people, 2 the side that inflicted the loss."""

    named = pd.notna(row["source_id"]) and not _is_of_no_body(row, incident.known)

    def speaks_for(party: str) -> bool:
        actor = incident.parties.get(party)
        if not actor:
            return False
        if named:
            return incident.known.related(row["source_id"], actor)
        return incident.known.kind.get(actor) in KINDS.get(row["source_type"], ())

    loser = side if side in ("initiator", "target") else None
    of_theirs = pd.notna(row["source_id"]) and incident.known.related(row["source_id"], _text(row["victim_id"]))
    nameless = not named and OWN.get(row["source_type"]) == row["victim_class"]  # "the army denied"
    if of_theirs or nameless or (loser and speaks_for(loser)):
        return 1
    spoken_by = "military" if row["source_type"] == "government" else row["source_type"]
    foes = {OWN.get(spoken_by), row["victim_class"]} == set(OWN.values())  # a group of soldiers, a state of rebels
    inflicted = [p for p in ("initiator", "target") if p != loser]
    if side == "civilian":
        inflicted = ["initiator"]  # police who count the dead of a bomb inflicted nothing
    return 2 if foes or any(map(speaks_for, inflicted)) else 0


def _is_of_no_body(row: dict, known: Actors) -> bool:
    """Whom no list knows, nor whose spokesman it is: the kind of source tells the side."""
    unknown = known.kind.get(row["source_id"]) == "person" or str(row["source_id"]).startswith("name:")
    return unknown and row["source_id"] not in known.parent and row["source_type"] in KINDS


def _text(value: object) -> str | None:
    return None if pd.isna(value) else str(value)


def _choose(figures: list[Figure], incident: Incident, left_out: dict) -> Figure:
    """Several claimants on the same victims: the widest bounds, and the preferred figure of the first tier that speaks."""
    several = [f for f in figures if not _is_somebody(f)]
    for figure in figures if several and any((f.best or 0) > 1 for f in several) else ():
        if figure not in several:
            left_out |= {r["casualty_id"]: "one of those whom others count" for r in figure.rows}
    figures = several if several and any((f.best or 0) > 1 for f in several) else figures
    lows = [f.low for f in figures if f.low is not None]
    highs = [f.high for f in figures]
    spoken = [f for f in figures if f.best is not None]
    chosen = min(spoken, key=lambda f: _order_of(f, spoken, incident)) if spoken else None
    for figure in figures:
        if chosen and figure is not chosen:
            said = f"{', '.join(dict.fromkeys(chosen.speakers))}: {chosen.best} stands; {_why(chosen, figure)}"
            left_out |= {r["casualty_id"]: said for r in figure.rows}
    return Figure(
        low=min(lows, default=None),
        best=chosen.best if chosen else None,
        high=None if any(h is None for h in highs) else max(highs, default=None),
        tier=chosen.tier if chosen else max(f.tier for f in figures),
        newest=max(f.newest for f in figures),
        speakers=chosen.speakers if chosen else [],
        rows=chosen.rows if chosen else [r for f in figures for r in f.rows],
        differ=any(f.differ for f in figures) or any(_apart(a, b) for a, b in combinations(figures, 2)),
    )


def _is_somebody(figure: Figure) -> bool:
    """One person of whom a claimant tells ("he", "a captain"); "a guard and a policeman" is a count of a side's losses."""
    listed = len(figure.rows) > 1 and len({r["sentence_id"] for r in figure.rows}) == 1
    return not listed and all(r["best"] == 1 and not SINGLE.search(str(r["text"])) for r in figure.rows)


def _order_of(figure: Figure, spoken: list[Figure], incident: Incident) -> tuple:
    """Hearsay last; first tier, newest, lowest.

    Of several who each count all sides, the lowest in all, that one's numbers be added; where one of them is a third party to
    all sides, lest one side be a party's and the other the third's, that one.
    """
    sums = {id(f): incident.sums.get(claimant(f.rows[0], incident.known)) for f in spoken}
    who = claimant(figure.rows[0], incident.known)
    together = None not in sums.values()
    whole = (sums[id(figure)], who) if together else ()
    third = together and any(incident.tiers[claimant(f.rows[0], incident.known)] == 0 for f in spoken)
    tier = incident.tiers[who] if third else figure.tier
    return (_is_hearsay(figure), tier, -figure.newest.value, *whole, figure.best)


def _is_hearsay(figure: Figure) -> bool:
    """ "Reportedly lost 20 men": nobody is named who says so."""
    return all(r["stance"] == "alleges" and r["source_text"] == "unknown" for r in figure.rows)


def _apart(one: Figure, other: Figure) -> bool:
    """Their ranges do not meet; who gives neither end says nothing."""
    low, high = max(one.low or 0, other.low or 0), min(math.inf if f.high is None else f.high for f in (one, other))
    return low > high and not any(f.low is None and f.high is None for f in (one, other))


def _why(chosen: Figure, other: Figure) -> str:
    """Why the one figure is preferred to the other: the rule of order, newer, lower."""
    if other.best is None:
        return "this one gives no number that a total could add"
    if _is_hearsay(other) and not _is_hearsay(chosen):
        return "hearsay comes last"
    if chosen.tier < other.tier:
        return FIRST[chosen.tier]
    if chosen.newest != other.newest:
        return "it is newer"
    return "of figures of one day the lowest" if chosen.best < other.best else "the same number"


def _sum(bound: str, values: list) -> int | None:
    """Add bounds: an open high opens the sum; where nobody gives a low or best, nothing is added."""
    values = [None if v is None or pd.isna(v) else int(v) for v in values]
    if bound == "high" and any(v is None for v in values):
        return None
    known = [v for v in values if v is not None]
    return sum(known) if known else None
