"""Which of a claimant's figures for the same victims is the older state of the toll: "at first", "up from 90".

An article tells the newest figure first as often as last, so the order in the text says nothing; only words do, and the
days on which the figures were said. The older figure stays a ``count`` whose ``of`` is the newer one, and totals take the
newer (rule 5 of the codebook).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict

from spacy.tokens import Doc

from lwj_analysis.annotate.lookup import between
from lwj_analysis.annotate.records import Annotations, Casualty
from lwj_analysis.annotate.text import text_of

UP_FROM = re.compile(
    r"\b(?:(?:up|down|rose|risen|rising|raised|revised|increased|jumped|climbed|lowered|cut)\s+(?:\w+\s+){0,2}from|"
    r"(?:earlier|initial|previous|preliminary|first|provisional) (?:death )?"
    r"(?:toll|figure|count|tally|report|estimate|number) of|"
    r"(?:rais|revis|updat|lower)ing\s+(?:\w+\s+){1,4}(?:of|from))\s+(?:(?:an?|the)\s+)?$",
    re.I,
)


FOES = ({"militant", "government"}, {"militant", "military"})
BESIDE = 25  # characters between a figure and the words that make it the first of several
_ACCOUNT = (
    r"(?:reports?|figures?|counts?|accounts?|texts?|statements?|releases?|bulletins?|communiqu[eé]s?|tolls?|tally|updates?|"
    r"estimates?|versions?)"
)
_GIVES = (
    r"(?:raise[sd]?|puts?|revise[sd]?|increase[sd]?|lower(?:s|ed)|brought|brings|spoke|speaks?|gave|gives?|list(?:s|ed)|said|"
    r"says?|count(?:s|ed)?|has|had)"
)
RAISED_TO = re.compile(
    rf"\b(?:later|subsequent|updated|newer) {_ACCOUNT}\b.{{0,60}}\b{_GIVES}\b.{{0,60}}$|"
    r"\b(?:later|subsequently|since) (?:raised|revised|increased|lowered|updated)\b.{0,60}\bto\s(?:\w+\s){0,2}$",
    re.I,
)


# "By evening the number of dead had risen to five": the toll that everybody gave before
RISEN_TO = re.compile(
    r"\b(?:toll|number of (?:the )?(?:dead|deaths|killed|victims|fatalities|wounded|injured)|(?:death )?count)\b.{0,40}"
    r"\b(?:rose|risen|climbed|grown|jumped|reached|increased|gone up|went up|mounted)(?: to)?\s(?:\w+\s){0,2}$|"
    r"\b(?:rais|bring|tak|push)ing (?:the|its) (?:death |overall |total )*(?:toll|total|count|tally|number of (?:the )?"
    r"(?:dead|deaths|killed|victims))\b.{0,40}\bto\s(?:\w+\s){0,2}$",
    re.I,
)


def _has_risen_from(newer: Casualty, older: Casualty) -> bool:
    """A smaller figure, and none of those who boast of the deed."""
    smaller = older.best is not None and newer.best is not None and older.best < newer.best
    return smaller and older.stance != "claims_responsibility" and older.source.type != "militant"


def _replaces(newer: Casualty, older: Casualty) -> bool:
    """ "Later reports raised the number of dead to 26": of an incident told before, whoever told it."""
    incidents = {r.event.incident for r in (older, newer) if r.event is not None}
    alike = older.outcome == newer.outcome and older.of is None and older.best != newer.best
    sides = {older.victim_side, newer.victim_side} - {"unknown", "mixed"}
    return alike and len(incidents) == 1 and len(sides) <= 1


def _of_one_sentence(doc: Doc, newer: Casualty, older: Casualty) -> bool:
    """ "About 1,000 gave themselves up; a later text speaks of 3,500"; no figure of the other side."""
    alike = older.outcome == newer.outcome and older.of is None and older.best != newer.best
    return alike and not _are_foes(older, newer) and doc[older.trigger].sent == doc[newer.trigger].sent


def _are_foes(one: Casualty, other: Casualty) -> bool:
    return {r.source.type for r in (one, other) if r.source is not None} in FOES


def mark_earlier(doc: Doc, rows: list[Casualty], cues: frozenset[str]) -> None:
    """Tie each older state of a toll to the figure of the same claimant and victims that replaced it."""
    said = (
        re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(cues, key=len, reverse=True)))})\b", re.I) if cues else None
    )
    counts = [r for r in rows if r.counting in ("count", "repeat") and r.low != 0 and (r.best or r.low)]
    unmarked = [r for r in counts if r.of is None or r.counting == "repeat"]
    older = [r for r in unmarked if UP_FROM.search(text_of(doc)[max(0, r.start - 40) : r.start])]
    first = [r for r in unmarked if r not in older and _is_first_figure(doc, r, said)]
    by_words = {id(r) for r in first}
    older += first
    raised = {doc[r.trigger].sent.start for r in older}
    older += [r for r in unmarked if doc[r.trigger].sent.start not in raised and _said_first(doc, r, said)]
    old = {id(r) for r in older}
    for row in older:
        newer = [r for r in counts if id(r) not in old and (r.of is None or r.counting == "repeat")]
        if id(row) in by_words:  # "56 dead at first count, 3 died later in hospital"
            beside = doc[row.trigger].sent if row.claim is not None else None
            newer = [r for r in newer if (r.best or 0) > (row.best or 0) or (beside and doc[r.trigger].sent != beside)]
        newer = [r for r in newer if _same_toll(row, r, doc._.lwj, rows) or _raised(doc, row, r)
                 or (id(row) in by_words and _of_one_sentence(doc, r, row))]  # fmt: skip
        if newer:
            row.counting, row.of = "count", min(newer, key=lambda r: (r.counting != "count", r.start))
    for row in counts:
        said_before = text_of(doc)[max(doc[row.trigger].sent.start_char, row.start - 120) : row.start]
        if RAISED_TO.search(said_before) or RISEN_TO.search(said_before):
            earlier = [r for r in counts if r.end <= row.start and r.counting == "count"]
            before = [r for r in earlier if _replaces(row, r) or _of_one_sentence(doc, row, r)]
            if row.source is not None and row.source.type == "militant":
                before = [
                    r for r in before if r.source.type == "militant"
                ]  # its outlet lowers the group's count, nobody else's
            if not RAISED_TO.search(said_before):
                before = [r for r in before if _has_risen_from(row, r)]
            for older_row in before:
                older_row.of = row
    days = {id(r): _day_of_saying(doc, r) for r in counts}
    dated: dict[object, list[Casualty]] = defaultdict(list)
    for row in (r for r in counts if days[id(r)]):
        dated[_incident(row)].append(row)
    for row in counts:
        if row.of is not None or not days[id(row)]:
            continue
        later = [
            r
            for r in dated[_incident(row)]
            if days[id(row)] < days[id(r)]
            and r.of is None
            and row.counting == r.counting == "count"
            and _same_toll(row, r, doc._.lwj, rows)
        ]
        if later:
            row.of = max(later, key=lambda r: (days[id(r)], r.start))


def _raised(doc: Doc, older: Casualty, newer: Casualty) -> bool:
    """ "45 were killed, police said, raising an earlier toll of 27": in one sentence, whoever speaks."""
    alike = older.outcome == newer.outcome and (older.low, older.best) != (newer.low, newer.best)
    one_sentence = newer.end <= older.start and doc[older.trigger].sent == doc[newer.trigger].sent
    return alike and one_sentence and not _are_foes(older, newer)


def _incident(row: Casualty) -> object:
    return row.event.incident if row.event is not None else None


def _day_of_saying(doc: Doc, row: Casualty) -> dt.date | None:
    """The one day told in the claim's sentence but outside its content: "On January 22 the SDF reported 17 dead"."""
    if row.claim is None:
        return None
    sentence = doc[row.trigger].sent
    days = {
        d.date_start
        for d in between(doc, "dates", sentence.start_char, sentence.end_char)
        if not row.claim.start <= d.start < row.claim.end and d.date_start is not None and d.date_start == d.date_end
    }
    return days.pop() if len(days) == 1 else None


def _said_first(doc: Doc, row: Casualty, said: re.Pattern | None) -> bool:
    """The sentence attributes the figure, and says that it is not the last word."""
    if row.claim is None or said is None:
        return False
    sentence = doc[row.trigger].sent
    return bool(said.search(sentence.text))


def _is_first_figure(doc: Doc, row: Casualty, said: re.Pattern | None) -> bool:
    """ "35 initially reported killed; medics later counted 108", "52 at first, 115 by the final count": words beside it."""
    if said is None:
        return False
    text, sentence = text_of(doc), doc[row.trigger].sent
    before = re.split(r"[,;:(]", text[max(sentence.start_char, row.start - BESIDE) : row.start])[-1]
    after = re.split(r"[,;:.)]", text[row.end : min(sentence.end_char, row.end + BESIDE)])[0]
    return bool(said.search(f"{before}{text[row.start : row.end]}{after}"))


def _same_toll(older: Casualty, newer: Casualty, found: Annotations, rows: list[Casualty]) -> bool:
    """Another figure of the same claimant, outcome, victims and incident."""
    alike = older.outcome == newer.outcome and (older.low, older.best) != (newer.low, newer.best)
    sides = {older.victim_side, newer.victim_side} - {"unknown", "mixed"}
    incidents = {r.event.incident for r in (older, newer) if r.event is not None}
    if not (alike and len(sides) <= 1 and len(incidents) == 1 and _one_voice(older, newer, found)):
        return False
    # "121 guards, fighters and civilians, not counting the jihadists" replace no figure of the jihadists
    parts = [r.victim_id for r in rows if r.of is newer and r.counting == "subset" and r.victim_id]
    return not (older.victim_id and parts) or any(_are_kin(older.victim_id, part, found) for part in parts)


def _one_voice(one: Casualty, other: Casualty, found: Annotations) -> bool:
    ids = [r.source.actor_id for r in (one, other)]
    if None in ids:
        return ids[0] == ids[1] and one.source.text.casefold() == other.source.text.casefold()
    return _are_kin(*ids, found)


def _are_kin(one: str, other: str, found: Annotations) -> bool:
    return one == other or one in found.ancestors(other) or other in found.ancestors(one)
