"""Sums, their parts and their details: what a stated number holds is not counted beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import accumulate

from spacy.tokens import Doc

from lwj_analysis.annotate.alike import NEAR_ROWS, claimant, exclude, is_further, is_other, same_event
from lwj_analysis.annotate.events import planned_by
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.records import Casualty
from lwj_analysis.annotate.sameness import ALSO, before_char
from lwj_analysis.annotate.text import text_of

BELOW = 1500  # characters from a sum to the last of its parts in the sentence after
FAR = 400  # characters between the first part and the sum that the text draws from it
ADDED_UP = re.compile(
    r"\b(?:makes|making|adds up to|in all|altogether|in total|brings? the total to|(?:for )?an? total of|total:|"
    r"fatalities coded as)\W+(?:\w+\W+)?$",
    re.I,
)
CODED = re.compile(r"(?:at least )?[\w-]+ (?:fatalit(?:y|ies)|deaths?)", re.I)
IN_ALL = re.compile(r"(?: \w+){0,2},? (?:in total|in all|altogether|overall)\b", re.I)


def mark_sums(doc: Doc, rows: list[Casualty], *, lead_end: int = 0) -> None:
    """Addends of a stated sum are subsets of it: the next rows of the same claimant and outcome that add up to it.

    The addends stand in the same sentence as the sum or in the one after, and are at least two; those of a sum in the
    lead may stand anywhere below, if they are of the same incident.
    """
    for index, whole in enumerate(rows):
        if not whole.best or whole.counting in ("subset", "cumulative"):
            continue
        in_lead = whole.start < lead_end
        below = rows[index + 1 :] if in_lead else before_char(rows, index + 1, whole.end + BELOW)
        following = [
            r
            for i, r in enumerate(below, start=index + 1)
            if _adds_to(doc, r, whole, in_lead=in_lead) and (rows[i - 1].trigger == r.trigger or not is_other(r))
        ]
        if following and _coordinated(doc, whole, following[0], rows[:index]):
            continue
        for length, total in enumerate(accumulate(r.best for r in following), start=1):
            if length > 1 and total == whole.best:
                for part in following[:length]:
                    part.counting, part.of = "subset", whole
                break


def _coordinated(doc: Doc, whole: Casualty, part: Casualty, before: list[Casualty]) -> bool:
    """ "A colonel, a major, two soldiers and a guard": members of one list are no parts of each other."""
    if part.trigger != whole.trigger:
        return False
    if part.rule == whole.rule == "label":
        return True  # "bodies: 3 in Mosul, 2 in Kut, 1 in Hilla"
    trade = doc.char_span(whole.start, whole.end, alignment_mode="expand").root.lemma_.lower()
    if trade in listed(doc, "trades"):
        return True  # "two guards, his driver and a nephew": these are no guards
    if re.fullmatch(
        r",? (?:and|as well as|along with|together with) (?:the |a )?", text_of(doc)[whole.end : part.start]
    ):
        return True
    return bool(before) and before[-1].trigger == whole.trigger and before[-1].counting == "count"


def mark_added_up(doc: Doc, rows: list[Casualty]) -> None:
    """A sum that the text draws from the numbers before it ("That makes 332"): those are its parts, whoever gave them."""
    text = text_of(doc)
    for index, whole in enumerate(rows):
        if not whole.best or whole.counting != "count":
            continue
        before = [
            r for r in rows[max(0, index - NEAR_ROWS) : index] if r.outcome == whole.outcome and r.counting == "count"
        ]
        before = [r for r in before if r.best]
        said = ADDED_UP.search(text[max(0, whole.start - 40) : whole.start]) or IN_ALL.match(text, whole.end)
        coded = CODED.fullmatch(whole.victim_text) is not None and not said
        if (
            not said
            and not (coded and _stands_alone(doc, whole))
            and (index > NEAR_ROWS or not _adds_all(whole, before))
        ):
            continue
        least = 1 if coded else 2  # "killed a rival. 1 fatality."
        for length, total in enumerate(accumulate(r.best for r in reversed(before)), start=1):
            if length >= least and total == whole.best and whole.start - before[-length].start < FAR:
                for part in before[-length:]:
                    part.counting, part.of = "subset", whole
                break


def _stands_alone(doc: Doc, row: Casualty) -> bool:
    """ "8 fatalities." at the end of a note: the coder's sum, whoever gave its parts."""
    sentence = doc[row.trigger].sent
    return sentence.text.strip(" .") == row.victim_text


def mark_details(doc: Doc, rows: list[Casualty]) -> None:
    """A single person told below a larger figure of another claimant is one of those, unless "also" sets them apart.

    Only where one of the two speaks for the outlet, and where the person is named or described: "one soldier" is a figure.
    So are somebody's relatives ("Ali, who lost two sons"), whoever speaks.
    """
    for index, row in enumerate(rows):
        kin = _are_relatives(doc, row)
        single = row.best == 1 and _is_described(doc, row)
        if row.counting != "count" or row.of is not None or not (single or kin):
            continue
        wholes = [w for w in rows[max(0, index - NEAR_ROWS) : index] if _holds(w, row, any_claimant=kin)]
        if wholes:
            row.counting, row.of = "subset", wholes[-1]


def _are_relatives(doc: Doc, row: Casualty) -> bool:
    """ "Who lost two sons", "buried his wife and three children": somebody's, of whom the text tells besides."""
    owned = re.search(r"\b(?:his|her|their|my|our)\s$", text_of(doc)[max(0, row.start - 6) : row.start], re.I)
    owned = owned or re.match(r"(?:his|her|their|my|our)\b", row.victim_text, re.I)
    said = doc.char_span(row.start, row.end, alignment_mode="expand") or ()
    kin = any(t.lemma_.lower() in listed(t, "relatives") for t in said)
    joined = re.search(r"\band (?:his|her|their)\s$", text_of(doc)[max(0, row.start - 10) : row.start], re.I)
    return bool(kin and not joined and (owned or row.rule in ("lost", "buried")))


def _holds(whole: Casualty, row: Casualty, *, any_claimant: bool = False) -> bool:
    """Whether ``whole`` counts more people of the same incident, for another claimant, the row's person perhaps among them."""
    least = max(3, (row.best or 0) + 1)
    if whole.counting != "count" or whole.outcome != row.outcome or (whole.best or whole.low or 0) < least:
        return False
    claimants = {claimant(whole), claimant(row)}
    events = (whole.event, row.event)
    one = None not in events and (events[0] is events[1] or events[0].incident == events[1].incident is not None)
    sides = {whole.victim_side, row.victim_side}
    apart = "initiator" in sides and len(sides - {"unknown"}) > 1
    told = len(claimants) > 1 and (any_claimant or "article" in claimants)
    if any_claimant:
        return one and told and whole.victim_class not in ("state", "armed_group", "peacekeeper")
    return one and told and not apart and not exclude(row, whole)


def _is_described(doc: Doc, row: Casualty) -> bool:
    """ "The driver", "Abu Omar", "one of them"; not "one soldier", "another man" or "a man also died"."""
    number = re.match(
        r"(?:one|1|a single|only)\b(?! of (?:them|whom|these|those|the (?:wounded|injured))\b)", row.victim_text, re.I
    )
    clause = text_of(doc)[row.start - 40 : row.end + 60].casefold()
    return not number and not is_further(row) and not re.search(r"\b(?:also|too|as well|separately|besides)\b", clause)


def mark_beside(doc: Doc, rows: list[Casualty]) -> None:
    """ "Police also reported the death of a constable", "a boy was also killed": besides those that others count."""
    for row in (r for r in rows if r.counting == "count" and not r.rule.startswith("toll")):
        word = doc[row.trigger]
        verbs = [word, *([word.head] if word.dep_ in ("dobj", "oprd", "acomp", "attr") else [])]
        if any(c.lower_ in ("also", "too") and c.dep_ == "advmod" for verb in verbs for c in verb.children):
            row.rule += ALSO


def _adds_all(whole: Casualty, before: list[Casualty]) -> bool:
    """ "Five civilians and five gendarmes were killed ... 10 people died": the whole of what its claimant has told so far."""
    alike = all(claimant(r) == claimant(whole) for r in before) and whole.victim_class in ("unknown", "mixed")
    apart = len({r.victim_class for r in before}) > 1 and all(same_event(r.event, whole.event) for r in before)
    coded = re.search(r"\b(?:fatality|fatalities|deaths|dead)\b", whole.victim_text)
    anybody = coded or re.search(r"\b(?:people|persons|killed|lives|victims)\b|^[\w-]+$", whole.victim_text)
    told = (apart and anybody) or coded
    return bool(told) and alike and sum(r.best for r in before) == whole.best


def settle_by_parts(rows: list[Casualty]) -> None:
    """ "118 bodies: those of 113 soldiers and five officers": a number of no class is of that of the parts that make it up."""
    parts: dict[int, list[Casualty]] = defaultdict(list)
    for part in rows:
        if part.of is not None and part.counting == "subset" and part.victim_class != "unknown":
            parts[id(part.of)].append(part)
    for whole in rows:
        told = parts[id(whole)]
        if whole.victim_class != "unknown" or not told or whole.best is None:
            continue
        alike = len({(p.victim_class, p.victim_side) for p in told}) == 1
        if alike and sum(p.best or 0 for p in told) >= whole.best:
            whole.victim_class, whole.victim_side = told[0].victim_class, told[0].victim_side
            whole.victim_id = told[0].victim_id


def mark_mixed(rows: list[Casualty]) -> None:
    """A number whose parts were on several sides is of all of them, and so are bare numbers set beside it in its sentence."""
    sides: dict[int, set[str]] = defaultdict(set)
    for part in rows:
        if part.of is not None and part.counting == "subset":
            sides[id(part.of)].add(part.victim_side)
    for whole in rows:
        if len(sides[id(whole)] - {"unknown"}) > 1:
            beside = [r for r in rows if r.start > whole.start and r.rule == whole.rule == "spoken"]
            for row in (whole, *(r for r in beside if r.start - whole.start < FAR // 2 and r.counting == "count")):
                row.victim_side, row.victim_class, row.victim_id = "mixed", "mixed", None


def mark_planners(doc: Doc, rows: list[Casualty]) -> None:
    """ "The man who planned the raid is dead. A strike killed Commander Noman": he is named later."""
    for row in rows:
        if row.counting == "count" and row.best == 1 and planned_by(doc, row.start, row.end, doc[row.trigger]):
            named = (
                r
                for r in rows
                if r.start > row.end and r.best == 1 and "named" in r.victim_tags and r.counting == "count"
            )
            told = next((r for r in named if r.event is row.event and r.outcome == row.outcome), None)
            if told is not None:
                row.counting, row.of = "repeat", told


def _adds_to(doc: Doc, part: Casualty, whole: Casualty, *, in_lead: bool) -> bool:
    alike = (
        part.outcome == whole.outcome
        and part.best is not None
        and part.counting == "count"
        and part.of is None
        and claimant(part) == claimant(whole)
    )
    if not alike or exclude(part, whole):
        return False
    gap = text_of(doc)[whole.end : part.start]
    if "\n\n" not in gap and len(re.findall(r"[.!?]”?\s", gap)) <= 1:
        return True
    events = part.event, whole.event
    return in_lead and None not in events and events[0].incident == events[1].incident is not None
