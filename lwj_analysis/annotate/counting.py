"""Who says each number, which event it belongs to, and which of several tellings counts.

Runs after claims, events and casualties are known. Decides ``source``, ``stance``, ``claim``, ``event`` and
``victim_side`` of every casualty, and what is a ``repeat`` or an addend of a stated sum: nothing is counted twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from lwj_analysis.annotate.alike import NEAR_ROWS, claimant, one_sentence
from lwj_analysis.annotate.civilians import settle_civilians
from lwj_analysis.annotate.claims import source_at
from lwj_analysis.annotate.earlier import RISEN_TO, mark_earlier
from lwj_analysis.annotate.events import complete_targets, event_at, event_for_death, told_before
from lwj_analysis.annotate.headlines import headline_rows
from lwj_analysis.annotate.lookup import triggers_between
from lwj_analysis.annotate.parsed import Finder
from lwj_analysis.annotate.records import Casualty, Event, Source
from lwj_analysis.annotate.repeats import mark_repeats
from lwj_analysis.annotate.sameness import CORRECT, TALLY
from lwj_analysis.annotate.sides import of_both, party_of, side
from lwj_analysis.annotate.sums import (
    mark_added_up,
    mark_beside,
    mark_details,
    mark_mixed,
    mark_planners,
    mark_sums,
    settle_by_parts,
)
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.victims import victim_words
from lwj_analysis.lexicon import Lexicon

WAR = 5000  # dead of whom a sentence without an event tells: those of a war


class CountingFinder(Finder):
    """Fills in what a casualty is told of, by whom, and whether totals add it."""

    def prepare(self, lexicon: Lexicon) -> None:
        """Keep the words that make a figure an older one, and those of people by class."""
        self.earlier = frozenset(lexicon.eventcues["earlier_figures"].forms)
        self.classes = victim_words(lexicon).classes

    def find(self, doc: Doc) -> None:
        found = doc._.lwj
        title_end = _title_end(doc)
        rows = sorted(found.casualties, key=lambda c: (c.start, c.end))
        for row in rows:
            attribute(doc, row)
            attach(doc, row)
        tie_denials(doc, rows)
        for row in rows:
            if row.claim is None and row.of is not None and row.of.claim is not None and one_sentence(doc, row, row.of):
                # ", one of them a guard"
                row.claim, row.source, row.stance = row.of.claim, row.of.source, row.of.stance
        for row in rows:
            row.victim_side = "mixed" if of_both(doc, row) else side(row, found, self.classes)
            if row.victim_id is None and row.event is not None and row.victim_side in ("target", "initiator"):
                row.victim_id = party_of(row, found)
        for row, before in newer_figures(doc, rows):
            row.victim_class, row.victim_id, row.victim_side = before.victim_class, before.victim_id, before.victim_side
        mark_told_one_by_one(found.events, rows)
        lead_end = _lead_end(doc, title_end)
        mark_sums(doc, [r for r in rows if r.start >= title_end], lead_end=lead_end)
        mark_added_up(doc, [r for r in rows if r.start >= title_end])
        settle_by_parts(rows)
        settle_civilians(doc, rows)
        mark_mixed(rows)
        title = [r for r in rows if r.start < title_end] or headline_rows(doc, rows)
        mark_repeats(rows, title, lead_end=lead_end)
        mark_planners(doc, rows)
        mark_details(doc, [r for r in rows if r.start >= title_end])
        mark_earlier(doc, [r for r in rows if r.start >= title_end], self.earlier)
        mark_beside(doc, rows)
        complete_targets(doc)


@Language.factory("lwj_counting")
def make_counting(nlp: Language, name: str) -> CountingFinder:
    """The last step of the ledger: sources, events, sides, repeats."""
    return CountingFinder()


def attribute(doc: Doc, row: Casualty) -> None:
    """Give the row its innermost claimant; without one it is the publisher's own statement."""
    claim = source_at(doc, row.start, row.end)
    aside = claim is not None and (claim.source.text == "unknown" or claim.rule.startswith("blame:"))
    # "killed four men whom they accused of spying, X said"
    if aside and not claim.start <= doc[row.trigger].idx < claim.end:
        claim = source_at(doc, row.start, row.end, without=claim)  # "killed four men believed to be rebels, X said"
    if claim is None:
        row.source, row.stance = Source("article", "outlet"), "reports"
        return
    row.claim, row.source, row.stance = claim, claim.source, claim.stance
    if row.quantifier == "none" and row.stance == "denies":
        row.stance = "asserts"  # "the army denied that any soldier had died": it says that none has


def attach(doc: Doc, row: Casualty) -> None:
    """Tie the row to its event; a death that no event word tells makes its own."""
    if (
        row.counting == "count"
        and row.outcome == "killed"
        and (row.best or row.low or 0) >= WAR
        and not _told_of_a_deed(doc, row)
    ):
        row.counting = "cumulative"  # "the UN speaks of more than 20,000 dead"
    row.event = event_at(doc, row.start, row.end, row.trigger)
    if row.event is None and row.best == 0:
        row.event = told_before(doc, doc[row.trigger])
    if row.event is None and row.counting != "cumulative":
        row.event = event_for_death(doc, row)


def tie_denials(doc: Doc, rows: list[Casualty]) -> None:
    """ "Denied that civilians had been targeted and said that 40 militants died": both speak of the event of these dead."""
    for claim in doc._.lwj.claims:
        if claim.event is None and claim.stance == "denies":
            denied = doc.char_span(claim.start, claim.end, alignment_mode="expand").root.sent
            said = (r for r in rows if r.event is not None and doc[r.trigger].sent == denied and r.start >= claim.end)
            told = next((r for r in said if r.source is not None and r.source.text == claim.source.text), None)
            claim.event = told.event if told is not None else None


def _told_of_a_deed(doc: Doc, row: Casualty) -> bool:
    """Whether its sentence has the word for one event that it could be of."""
    sent = doc[row.trigger].sent
    return any(True for _ in triggers_between(doc, sent.start, sent.end))


def newer_figures(doc: Doc, rows: list[Casualty]) -> Iterator[tuple[Casualty, Casualty]]:
    """ "Had counted 29 bodies. By evening it had raised the number to 37": each such figure with the one it takes over."""
    for index, row in enumerate(rows):
        if row.victim_class != "unknown" or row.event is None:
            continue
        before = text_of(doc)[max(doc[row.trigger].sent.start_char, row.start - 120) : row.start]
        risen = RISEN_TO.search(before)  # the toll that everybody gave
        if not risen and not _RAISED.search(before):
            continue
        of_event = (
            r
            for r in reversed(rows[max(0, index - NEAR_ROWS) : index])
            if r.event is not None and r.event.incident == row.event.incident
        )
        same = (r for r in of_event if r.outcome == row.outcome and r.best is not None and r.counting == "count")
        same = (r for r in same if risen or claimant(r) == claimant(row))
        same = (r for r in same if not risen or (r.victim_class != "unknown" and r.best <= (row.best or 0)))
        if (older := next(same, None)) is not None:
            yield row, older
        elif row.guessed:  # "an RSF spokesman raised the toll to 97": nobody said who they were
            row.victim_id, row.victim_side, row.guessed = None, "unknown", False


_RAISED = re.compile(
    rf"\b(?:{CORRECT}|puts?|putting|brought) (?:it|(?:the|its|that|this) (?:\w+ )?{TALLY})(?: of \w+)?(?: up| down)? "
    r"(?:to|at) (?:[\w-]+ ){0,2}$",
    re.I,
)


def mark_told_one_by_one(events: list[Event], rows: list[Casualty]) -> None:
    """ "Killed 31 in three operations", which the text then tells one by one: it reaches beyond each of them."""
    wholes = {id(e.parent) for e in events if e.parent is not None and e.parent.incident != e.incident}
    for row in rows:
        if row.counting == "count" and id(row.event) in wholes:
            row.counting = "cumulative"


def _lead_end(doc: Doc, title_end: int) -> int:
    """Where the first paragraph below the title ends; 0 if it is the only one."""
    return max(text_of(doc).find("\n\n", title_end + 2), 0)


def _title_end(doc: Doc) -> int:
    return max(text_of(doc).find("\n\n"), 0) if doc._.lwj.has_title else 0
