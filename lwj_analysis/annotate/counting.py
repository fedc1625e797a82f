"""Who says each number, which event it belongs to, and which of several tellings counts.

Runs after claims, events and casualties are known. Decides ``source``, ``stance``, ``claim``, ``event`` and
``victim_side`` of every casualty, and what is a ``repeat`` or an addend of a stated sum: nothing is counted twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from spacy.language import Language
from spacy.tokens import Doc

from lwj_analysis.annotate.civilians import settle_civilians
from lwj_analysis.annotate.claims import source_at
from lwj_analysis.annotate.earlier import RISEN_TO, mark_earlier
from lwj_analysis.annotate.events import complete_targets, event_at, event_for_death, planned_by
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.headlines import headline_rows
from lwj_analysis.annotate.lookup import triggers_between
from lwj_analysis.annotate.parsed import Finder
from lwj_analysis.annotate.records import Annotations, Casualty, Event, Source
from lwj_analysis.annotate.sameness import ALSO, FURTHER, MORE, ORDINALS, before_char
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.victims import may_be_called, victim_words
from lwj_analysis.lexicon import Lexicon

NEAR_ROWS = 30  # how many statements back the parts of a sum and the whole of a detail are looked for
BELOW = 1500  # characters from a sum to the last of its parts in the sentence after
WAR = 5000  # dead of whom a sentence without an event tells: those of a war
FAR = 400  # characters between the first part and the sum that the text draws from it
ADDED_UP = re.compile(
    r"\b(?:makes|making|adds up to|in all|altogether|in total|brings? the total to|(?:for )?an? total of|total:|"
    r"fatalities coded as)\W+(?:\w+\W+)?$",
    re.I,
)
IN_ALL = re.compile(r"(?: \w+){0,2},? (?:in total|in all|altogether|overall)\b", re.I)
OTHERS = re.compile(rf"\b(?:another|others?|{MORE})\b", re.IGNORECASE)


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
        for row in rows:
            if (
                row.claim is None
                and row.of is not None
                and row.of.claim is not None
                and _one_sentence(doc, row, row.of)
            ):
                row.claim, row.source, row.stance = (
                    row.of.claim,
                    row.of.source,
                    row.of.stance,
                )  # ", one of them a guard"
        for row in rows:
            row.victim_side = "mixed" if _of_both(doc, row) else side(row, found, self.classes)
            if row.victim_id is None and row.event is not None and row.victim_side in ("target", "initiator"):
                row.victim_id = _party_of(row, found)
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


def _party_of(row: Casualty, found: Annotations) -> str | None:
    """The party on whose side they were; jihadists are none of a force that no list calls so."""
    party = getattr(row.event, f"{row.victim_side}_id")
    told_by = row.source.actor_id if row.source is not None else None
    if row.victim_class == "armed_group" and row.rule == "active_object" and related(told_by, party, found):
        return None  # "the brigade said it killed nine outlaws": none of its own
    return party if may_be_called(found.actors.get(party), row.victim_text) else None


def attribute(doc: Doc, row: Casualty) -> None:
    """Give the row its innermost claimant; without one it is the publisher's own statement."""
    claim = source_at(doc, row.start, row.end)
    aside = claim is not None and (claim.source.text == "unknown" or claim.rule.startswith("blame:"))
    if (
        aside and not claim.start <= doc[row.trigger].idx < claim.end
    ):  # "killed four men whom they accused of spying, X said"
        claim = source_at(doc, row.start, row.end, without=claim)  # "killed four men believed to be rebels, X said"
    if claim is None:
        row.source, row.stance = Source("article", "outlet"), "reports"
        return
    row.claim, row.source, row.stance = claim, claim.source, claim.stance
    if row.quantifier == "none" and row.stance == "denies":
        row.stance = "asserts"  # "the army denied that any soldier had died": it says that none has


def _one_sentence(doc: Doc, part: Casualty, whole: Casualty) -> bool:
    """Part and whole stand in one sentence, and no semicolon between them."""
    between = text_of(doc)[min(part.end, whole.end) : max(part.start, whole.start)]
    return doc[part.trigger].sent == doc[whole.trigger].sent and ";" not in between and part.counting == "subset"


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
    if row.event is None and row.counting != "cumulative":
        row.event = event_for_death(doc, row)


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
    r"\b(?:rais|increas|updat|revis|correct|lift|lower|put|brought|bring)\w* (?:it|(?:the|its|that|this) (?:\w+ )?"
    r"(?:number|toll|figure|count|tally|estimate))(?: of \w+)?(?: up| down)? (?:to|at) (?:[\w-]+ ){0,2}$",
    re.I,
)


def mark_told_one_by_one(events: list[Event], rows: list[Casualty]) -> None:
    """ "Killed 31 in three operations", which the text then tells one by one: it reaches beyond each of them."""
    wholes = {id(e.parent) for e in events if e.parent is not None and e.parent.incident != e.incident}
    for row in rows:
        if row.counting == "count" and id(row.event) in wholes:
            row.counting = "cumulative"


def side(row: Casualty, found: Annotations, classes: dict[str, str]) -> str:
    """Which side of its event the victims were on; ``classes`` are the victim classes by noun."""
    if row.victim_class in ("civilian", "mixed"):
        return row.victim_class
    event = row.event
    if event is None:
        return "unknown"
    if row.victim_class in ("armed_group", "unknown") and _OWN_DEED.search(row.victim_text):
        return "initiator"
    for which in ("target", "initiator"):
        if related(row.victim_id, getattr(event, f"{which}_id"), found):
            return which
    kinds = {which: _kind(event, which, found, classes) for which in ("target", "initiator")}
    if _ATTACKERS.search(row.victim_text) and kinds["initiator"] not in ("state", "peacekeeper"):
        return "initiator"
    state = [which for which, kind in kinds.items() if kind == "state"]
    if len(state) == 1 and _LOYAL.search(row.victim_text):
        return state[0]
    if event.event_type == "Explosions/Remote violence" and row.victim_class == "state" == kinds["initiator"]:
        return "target"
    same = [which for which, kind in kinds.items() if kind == row.victim_class]
    alike = bool(row.victim_id) and kinds["initiator"] == row.victim_class
    of_another_state = row.victim_class == "state" and _are_of_two_states(row.victim_id, event.initiator_id, found)
    if alike and (row.victim_class == "armed_group" or of_another_state):
        return "target" if event.target_id is None else "unknown"  # another group or state than the initiator
    if len(same) == 1:
        return same[0]
    if row.victim_class in ("state", "peacekeeper") and kinds["initiator"] == "armed_group":
        return "target"
    if row.victim_class == "armed_group" and kinds["initiator"] in ("state", "peacekeeper"):
        return "target"
    if kinds["initiator"] is None and {row.victim_class, kinds["target"]} in _FOES:
        return "initiator"  # they died as they attacked the others
    return "unknown"


def _are_of_two_states(one: str | None, other: str | None, found: Annotations) -> bool:
    countries = {found.actors[a].country for a in (one, other) if a in found.actors}
    return len(countries - {None}) == 2


def _of_both(doc: Doc, row: Casualty) -> bool:
    """ "15 dead on both sides", "17 bodies, those of attackers and defenders together"."""
    return row.victim_class != "civilian" and bool(_BOTH.match(text_of(doc), row.end))


_BOTH = re.compile(
    r",?(?: [\w-]+){0,2}? (?:(?:(?:on|of|from|among) )?both sides\b|(?:on|of|from) (?:the two|all) (?:sides|parties)\b|"
    r"(?:those )?of (?:the )?[\w-]+ and (?:the )?[\w-]+,? (?:together|alike|combined)\b)"
)
_OWN_DEED = re.compile(r"\bbombers?\b|\b(?:him|her|them)sel(?:f|ves)\b|\bsuicide attackers?\b", re.I)
_ATTACKERS = re.compile(r"\b(?:attacker|assailant|perpetrator|raider|hijacker)s?\b", re.I)
_LOYAL = re.compile(r"\b(?:pro-(?:government|regime|state|army)|government-(?:backed|allied)|loyalists?)\b", re.I)
_FOES = ({"armed_group", "state"}, {"armed_group", "peacekeeper"}, {"armed_group", "civilian"})


def related(one: str | None, other: str | None, found: Annotations) -> bool:
    """The same actor, or one a part of the other."""
    return bool(one and other) and (one == other or one in found.ancestors(other) or other in found.ancestors(one))


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
            if _adds_to(doc, r, whole, in_lead=in_lead) and (rows[i - 1].trigger == r.trigger or not _is_other(r))
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
        if not said and (index > NEAR_ROWS or not _adds_all(whole, before)):
            continue
        for length, total in enumerate(accumulate(r.best for r in reversed(before)), start=1):
            if length > 1 and total == whole.best and whole.start - before[-length].start < FAR:
                for part in before[-length:]:
                    part.counting, part.of = "subset", whole
                break


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
    return one and told and not apart and not _exclude(row, whole)


def _is_described(doc: Doc, row: Casualty) -> bool:
    """ "The driver", "Abu Omar", "one of them"; not "one soldier", "another man" or "a man also died"."""
    number = re.match(
        r"(?:one|1|a single|only)\b(?! of (?:them|whom|these|those|the (?:wounded|injured))\b)", row.victim_text, re.I
    )
    clause = text_of(doc)[row.start - 40 : row.end + 60].casefold()
    return not number and not _is_further(row) and not re.search(r"\b(?:also|too|as well|separately|besides)\b", clause)


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
    apart = len({r.victim_class for r in before}) > 1 and all(_same_event(r.event, whole.event) for r in before)
    coded = re.search(r"\b(?:fatalities|deaths|dead)\b", whole.victim_text)
    anybody = coded or re.search(r"\b(?:people|persons|killed|lives|victims)\b|^[\w-]+$", whole.victim_text)
    told = (apart and anybody) or (len(before) > 1 and coded)
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


def mark_repeats(rows: list[Casualty], title: list[Casualty], *, lead_end: int = 0) -> None:
    """Of several tellings of one figure by one claimant the one with the most specific event counts, then the earliest.

    A figure of the title that the text tells again repeats it. A title that names a source means the one of the text; one
    that names none speaks for the outlet. The lead tells the whole of an incident: the same figure below, of one of the
    incident's events, is the more specific telling.
    """
    above = {id(r) for r in title}
    body = [r for r in rows if id(r) not in above]
    for row in title:
        told = next((r for r in body if _headline_of(row, r) and r.counting != "subset"), None)
        if told is not None:
            row.counting, row.of, row.event = "repeat", told, told.event
            row.claim = None
            if row.source is not None and row.source.type != "outlet":
                row.source, row.stance = told.source, told.stance
            row.victim_side = told.victim_side if row.victim_side == "unknown" else row.victim_side
            row.victim_id = row.victim_id or told.victim_id
    for group in _alike([r for r in body if r.counting == "count"], lead_end):
        counted = min(group, key=lambda r: (-_depth(r.event), _is_whole(r, group, lead_end), r.start))
        for row in group:
            if row is not counted:
                row.counting, row.of = "repeat", counted


@dataclass
class _Group:
    """Rows that tell one figure; of those in the same words one is asked for all."""

    rows: list[Casualty] = field(default_factory=list)
    by_words: dict[tuple, Casualty] = field(default_factory=dict)
    triggers: set[int] = field(default_factory=set)

    def takes(self, row: Casualty, lead_end: int) -> bool:
        its = self.by_words.values()
        return row.trigger not in self.triggers and all(_same_telling(row, r, lead_end) for r in its)

    def add(self, row: Casualty, lead_end: int) -> None:
        self.rows.append(row)
        self.triggers.add(row.trigger)
        self.by_words.setdefault((id(row.event), row.victim_text, row.victim_class, row.start < lead_end), row)


def _alike(rows: list[Casualty], lead_end: int) -> Iterator[list[Casualty]]:
    """The groups of rows that tell one figure: of one event, or of one incident where one row stands in the lead."""
    groups: list[_Group] = []
    by_event: dict[tuple, list[_Group]] = defaultdict(list)
    by_figure: dict[tuple, list[_Group]] = defaultdict(list)
    leading: dict[tuple, list[_Group]] = defaultdict(list)
    for row in rows:
        figure = (*_figure(row), claimant(row), row.victim_side)
        event = (*figure, id(_outermost(row.event)))
        near = [*leading[figure], *by_event[event]] if row.start >= lead_end else by_figure[figure]
        group = next((g for g in near if g.takes(row, lead_end)), None)
        if group is None:
            groups.append(group := _Group())
            for lists in (by_figure[figure], by_event[event], *([leading[figure]] * (row.start < lead_end))):
                lists.append(group)
        group.add(row, lead_end)
    yield from (group.rows for group in groups)


def _outermost(event: Event | None) -> Event | None:
    while event is not None and event.parent is not None:
        event = event.parent
    return event


def claimant(row: Casualty) -> str:
    """Who says it, as a key: the actor, else the words."""
    source = row.source or Source("article", "outlet")
    return source.actor_id or source.text.casefold()


def _same_telling(one: Casualty, other: Casualty, lead_end: int) -> bool:
    alike = (
        _figure(one) == _figure(other)
        and one.trigger != other.trigger  # "killed a farmer and a guest"
        and claimant(one) == claimant(other)
        and one.victim_side == other.victim_side
        and one.best != 0
        and not _is_further(other)
        and not _is_further(one)
    )
    same = _same_event(one.event, other.event) and (one.best != 1 or _noun(one) == _noun(other))
    return alike and not _exclude(one, other) and (same or _lead_and_detail(one, other, lead_end))


def _noun(row: Casualty) -> str:
    """What a single victim is called; two single people of one event with different nouns are two."""
    return row.victim_text.casefold().split(" ")[-1]


def _lead_and_detail(one: Casualty, other: Casualty, lead_end: int) -> bool:
    """One in the lead, one below it, of the same incident."""
    same = one.event is not None and other.event is not None and one.event.incident == other.event.incident is not None
    return same and min(one.start, other.start) < lead_end <= max(one.start, other.start)


def _is_whole(row: Casualty, group: list[Casualty], lead_end: int) -> bool:
    """Told in the lead of an event that is not the others'."""
    return row.start < lead_end and any(r.event is not row.event for r in group)


def _headline_of(title: Casualty, row: Casualty) -> bool:
    """The title's figure, which leaves out hedges, is that of the row."""
    number = title.best if title.best is not None else title.low
    if title.outcome != row.outcome or number not in (None, row.best, row.low):
        return False
    if number is None and not (title.quantifier == "vague" and _noun(title) == _noun(row)):
        return False  # "bomb kills farmers": of the three farmers below
    return not _exclude(title, row) and not _is_further(row)


def _is_further(row: Casualty) -> bool:
    """Such words exclude a repeat only where the row itself has a noun with them ("another six"), not "two others"."""
    return bool(_BESIDES.match(row.victim_text))


_BESIDES = re.compile(rf"(?:another|(?:an?|the) (?:{ORDINALS}))\b|{FURTHER}(?= \w)", re.I)  # not "two more" alone


def _is_other(row: Casualty) -> bool:
    """ "Seven others" besides the whole; where they close a list ("two officers and seven others"), they are its part."""
    return bool(OTHERS.search(row.victim_text))


def _figure(row: Casualty) -> tuple:
    return row.outcome, row.low, row.best, row.high


def _same_event(one: Event | None, other: Event | None) -> bool:
    """One event, or a whole and its part."""
    if one is None or other is None:
        return one is other
    return one is other or one.parent is other or other.parent is one


def _exclude(part: Casualty, whole: Casualty) -> bool:
    """No woman is one of three men, no villager one of 12 soldiers: such numbers stand beside each other."""
    kinds = {_PEOPLE.get(_noun(r).rstrip("."), "") for r in (part, whole)} - {""}
    classes = {part.victim_class, whole.victim_class} - {"unknown", "mixed"}
    return len(kinds) > 1 or len(classes) > 1


_PEOPLE = {
    noun: kind
    for kind, nouns in {
        "man": "man men",
        "woman": "woman women",
        "child": "child children boy boys girl girls baby",
    }.items()
    for noun in nouns.split()
}


def _adds_to(doc: Doc, part: Casualty, whole: Casualty, *, in_lead: bool) -> bool:
    alike = (
        part.outcome == whole.outcome
        and part.best is not None
        and part.counting == "count"
        and part.of is None
        and claimant(part) == claimant(whole)
    )
    if not alike or _exclude(part, whole):
        return False
    gap = text_of(doc)[whole.end : part.start]
    if "\n\n" not in gap and len(re.findall(r"[.!?]”?\s", gap)) <= 1:
        return True
    events = part.event, whole.event
    return in_lead and None not in events and events[0].incident == events[1].incident is not None


def _depth(event: Event | None) -> int:
    depth = 0
    while event is not None and event.parent is not None and depth < 5:
        event, depth = event.parent, depth + 1
    return depth


def _kind(event: Event, which: str, found: Annotations, classes: dict[str, str]) -> str | None:
    """The victim class that a party's people have, by its actor, else by its noun ("gunmen")."""
    actor_id, text = getattr(event, f"{which}_id"), getattr(event, f"{which}_text")
    actor = found.actors.get(actor_id) if actor_id else None
    if actor is None:
        nouns = (text or "").casefold().split(" ")[-1:]
        return next(
            (classes[form] for noun in nouns for form in (noun, noun.removesuffix("s")) if form in classes), None
        )
    kinds = {
        "armed_group": "armed_group",
        "state_force": "state",
        "government": "state",
        "igo": "peacekeeper",
        "civilians": "civilian",
    }
    return kinds.get(actor.type)


def _lead_end(doc: Doc, title_end: int) -> int:
    """Where the first paragraph below the title ends; 0 if it is the only one."""
    return max(text_of(doc).find("\n\n", title_end + 2), 0)


def _title_end(doc: Doc) -> int:
    return max(text_of(doc).find("\n\n"), 0) if doc._.lwj.has_title else 0
