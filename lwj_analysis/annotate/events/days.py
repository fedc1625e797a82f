"""When: the day that the syntax gives to a trigger, or that the text goes on with."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.events.steps import (
    CLAUSES,
    head_of,
    in_source,
    is_short,
    is_told_aside,
    is_told_now,
    mentions_in,
    reports,
    steps_to,
    upwards,
)
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.lookup import between, covering
from lwj_analysis.annotate.records import Date, Event
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.tree import stands_for_another

BOUNDS = frozenset(("since", "before", "until", "after", "till", "to"))
LINK = re.compile(r"\s*(?:(and|or|to|until|till|through)\s+(?:on\s+)?|[-–—])\s*(?:the\s+)?(?:night\s+of\s+)?")
PARAGRAPH = 3000  # characters that a paragraph has at most, in which a day told before is looked for
TERRITORY = {"Government regains territory", "Non-state actor overtakes territory"}


def is_time(doc: Doc, token: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME") or bool(covering(doc, "dates", token.idx))


def date_of(doc: Doc, token: Token) -> tuple[Date | None, bool]:
    """The date that the syntax gives to a trigger, and whether it only bounds it ("since Thursday")."""
    dated = [(d, r) for d in _dates_in(doc, token) for r in [head_of(doc, d.start, d.end)]]
    dated = [(d, r) for d, r in dated if not (_is_of_another(token, r) or _is_of_account(token, r))]
    said = {step.head.i for step in upwards(token) if _is_said_on(step)}
    dated = [(d, r) for d, r in dated if r.i not in said and not _behind_semicolon(token, r)]
    if not dated:
        return _date_of_label(doc, token), False
    spans = {t.i: d for d, r in dated for t in doc.char_span(d.start, d.end, alignment_mode="expand")}
    for step in upwards(token):
        if _is_said_on(step):
            break
        if step.dep_ in ("relcl", "advcl", "acl") and step.head.i in spans and not _is_of_whole_clause(step):
            return _unbounded(spans[step.head.i]), False  # "since October 2009, when militants held hostages"
    for step in upwards(token):
        when = next((c for c in step.children if c.lower_ in ("when", "where") and c.i < step.i), None)
        for date, _ in dated if when is not None else ():
            if date.end <= when.idx and re.fullmatch(r"(?:[\s,]|at least|or so)*", text_of(doc)[date.end : when.idx]):
                return _unbounded(date), False
    dated = _spans_joined(doc, dated)
    best: list[tuple[float, int, Date, bool]] = []
    for date, root in dated:
        steps = steps_to(token, root)
        if steps is not None:
            bound = _is_bound(doc, date)
            relative = 0 if date.anchor == "none" else 1.5
            best.append((steps + relative + (4 if bound else 0), abs(root.i - token.i), date, bound))
    if not best:
        return _only_date(doc, token, dated) or _date_of_label(doc, token), False
    _, _, date, bound = min(best, key=lambda b: b[:2])
    bound = bound or _began(token)
    bound = bound and not _lasts_since(doc, token, date)
    inside = [b for b in best if not b[3] and not bound and _within_days(b[2], date)]
    return min(inside, key=lambda b: b[:2])[2] if inside else date, bound


def _behind_semicolon(token: Token, root: Token) -> bool:
    """ "39 were killed; the assailant was arrested sixteen days later": the day of another clause."""
    first, last = sorted((token.i, root.i))
    marks = [t.i for t in token.doc[first:last] if t.text == ";"]
    if not marks or root.i < token.i:
        return False
    clause = token.doc[marks[-1] + 1 : token.sent.end]
    return any(t.tag_ == "VBD" for t in clause) and any(t.tag_ == "VBD" for t in token.doc[token.sent.start : marks[0]])


def _is_said_on(verb: Token) -> bool:
    """ "Acknowledged the following day that four soldiers had been killed": the parser makes it a clause about that day."""
    day = verb.head
    opened = verb.dep_ in ("relcl", "acl") and any(c.lower_ == "that" and c.i == day.i + 1 for c in verb.subtree)
    return opened and day.head.pos_ == "VERB" and day.head.lemma_ in listed(verb, "reporting")


def _is_of_account(token: Token, root: Token) -> bool:
    """ "In a communiqué read on television on August 10": the day of reading it."""
    for step in root.ancestors:
        if step.pos_ == "VERB" and step.dep_ == "acl":
            return step.head.lemma_.lower() in listed(token, "accounts") and token not in step.subtree
        if step.pos_ in ("VERB", "AUX"):
            return False
    return False


def _is_of_another(token: Token, root: Token) -> bool:
    """ "The attack follows that of 18 June": the day of the other one."""
    other = next((a for a in root.ancestors if stands_for_another(a)), None)
    return other is not None and other != token and other not in token.ancestors


def _is_of_whole_clause(verb: Token) -> bool:
    """ "... a doctor said on Wednesday, which brings the count to 59": no clause about that Wednesday."""
    return verb.dep_ == "relcl" and any(c.lower_ == "which" and c.dep_ == "nsubj" for c in verb.children)


def running_day(token: Token) -> Date | None:
    """The day told last in the paragraph before ("On Sunday, the troops met less resistance. ...") is that of what follows.

    The day of a main clause that does not report; a month or year only where the text points back at it ("Back then, ...").
    """
    doc, sent = token.doc, token.sent
    start = text_of(doc).rfind("\n\n", max(0, token.idx - PARAGRAPH), token.idx)
    if start < 0 and token.idx > PARAGRAPH:
        return None
    coarsest = 5 if _POINTS_BACK.match(sent.text) else 2
    for date in reversed(between(doc, "dates", max(start, 0), sent.start_char)):
        if date.date_start is None or date.timex_type != "DATE" or _is_bound(doc, date) or _is_latest(doc, date):
            continue
        root = head_of(doc, date.start, date.end)
        verb = next((t for t in root.ancestors if t.pos_ in ("VERB", "AUX")), root.sent.root)
        if not root.sent.text.rstrip().endswith((".", "”", '"', "?", "!")):
            continue  # a dateline has the day of the report
        if reports(verb) or _counts(verb) or verb.dep_ not in ("ROOT", "conj", "ccomp"):
            continue
        return date if (date.date_prec or 9) <= coarsest else None
    return None


def _counts(verb: Token) -> bool:
    """ "On Monday it raised the toll to five": a day of counting, on which nothing else happened."""
    return any(t.lemma_.lower() in listed(verb, "counts") for t in verb.subtree if t.pos_ == "NOUN")


_POINTS_BACK = re.compile(r"(?:back then|at the time|then,|that (?:day|week|month|year))\b", re.I)


def _lasts_since(doc: Doc, token: Token, date: Date) -> bool:
    """ "Has freed 800 prisoners since Thursday": on any day from then to now."""
    verb = token
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not any(c.dep_ == "aux" for c in verb.children):
        verb = verb.head
    perfect = any(c.dep_ == "aux" and c.lower_ in ("has", "have", "'ve", "’ve") for c in verb.children)
    return perfect and date.timex_mod == "ON_OR_AFTER" and date.date_end is not None


def _began(token: Token) -> bool:
    """ "Since the fighting began on August 27": the first of many days."""
    verb = token.head
    return token.dep_ == "nsubj" and any(c.dep_ == "mark" and c.lower_ == "since" for c in verb.children)


def _only_date(doc: Doc, token: Token, dated: list[tuple[Date, Token]]) -> Date | None:
    """The one day of the sentence, if no report and no clause of its own holds it: a parse hangs it on the wrong verb."""
    if is_told_aside(token):
        return None
    free = [d for d, root in dated if not _is_bound(doc, d) and d.date_start is not None and not _is_held(token, root)]
    return free[0] if len({(d.date_start, d.date_end) for d in free}) == 1 else None


def _is_held(token: Token, root: Token, *, clauses: bool = True) -> bool:
    """Whether a verb of saying, a clause of its own or another event's noun holds a date."""
    for step in root.ancestors:
        if step.pos_ == "NOUN" and step.lemma_ in listed(token, "happenings") and step.i != token.i:
            return True
        if step.pos_ in ("VERB", "AUX"):
            if reports(step):
                speaker = min((c.i for c in step.children if c.dep_ == "nsubj"), default=step.i)
                content = any(c.dep_ == "ccomp" and c.i < root.i < min(speaker, step.i) for c in step.children)
                return not content  # "... on Wednesday, police said": no day of the saying
            marked = any(c.dep_ in ("mark", "advmod") and c.i < step.i and c.lower_ in CLAUSES for c in step.children)
            apart = step.dep_ in ("relcl", "pcomp") or (step.dep_ == "advcl" and marked and token not in step.subtree)
            return clauses and apart
    return False


def _date_of_label(doc: Doc, token: Token) -> Date | None:
    """The day in front of a report: "03/04/2015: ...", "GAO, Mali, April 5, 2017 (AP) -" has that of the report."""
    start = token.sent.start
    if start == 0:
        return None
    label = doc[start - 1].sent
    if not label.text.rstrip().endswith(":") or "\n" in label.text:
        return None
    inside = [d for d in between(doc, "dates", label.start_char, label.end_char) if d.date_start is not None]
    return inside[0] if len(inside) == 1 and len(label) <= 8 else None


def settle_days(doc: Doc, events: list[Event]) -> None:
    """In a report of a few sentences that tells of one day, that is the day of what is told there without one."""
    for event in events:
        held = event.sub_event_type in TERRITORY or _goes_on(doc[event.trigger])
        if event.date_start is None and held:
            _take_day_of_saying(doc, event)
    undated = [e for e in events if e.date_start is None and (len(events) == 1 or is_told_now(doc[e.trigger]))]
    if not undated or not is_short(doc):
        return
    day = _day_of_report(doc)
    for event in undated if day is not None else ():
        event.date_start, event.date_end, event.date_prec = (
            day.date_start,
            day.date_end or day.date_start,
            day.date_prec,
        )


def stretch_of_saying(doc: Doc, token: Token) -> Date | None:
    """The month or year of saying is that of the deed, too.

    "Earlier that year the group said that it had fired rockets", "in January it claimed to have killed 24 soldiers".
    """
    said = token.head if token.dep_ in ("ccomp", "xcomp") else None
    past = "had" if token.dep_ == "ccomp" else "have"
    if said is None or not reports(said) or not any(c.dep_ == "aux" and c.lower_ == past for c in token.children):
        return None
    days = [
        d for d in _dates_in(doc, token) if said in head_of(doc, d.start, d.end).ancestors and not _is_bound(doc, d)
    ]
    days = [d for d in days if token not in head_of(doc, d.start, d.end).ancestors]
    return days[0] if len(days) == 1 and (days[0].date_prec or 0) >= 4 else None


def _goes_on(token: Token) -> bool:
    """ "Is talking to the Taliban": on the day of saying so."""
    return token.tag_ == "VBG" and any(c.dep_ == "aux" and c.lower_ in ("is", "are") for c in token.children)


def _take_day_of_saying(doc: Doc, event: Event) -> None:
    """ "Forces said yesterday that they had retaken the prison": held by that day; the exact day is not told."""
    token = doc[event.trigger]
    saying = next((t for t in token.ancestors if t.pos_ == "VERB" and reports(t)), None)
    days = [d for d in _dates_in(doc, token) if saying is not None and saying in head_of(doc, d.start, d.end).ancestors]
    days = [d for d in days if d.date_prec == 1 and not _is_bound(doc, d)]
    if len(days) == 1 and token.dep_ == "ccomp":
        event.date_start, event.date_end, event.date_prec = days[0].date_start, days[0].date_end, 2


def _day_of_report(doc: Doc) -> Date | None:
    """The one day told of that is no report's, no bound and nothing's past; else the one that stands without a verb.

    Else the whole date that a note opens with, although somebody reports on it ("On 18 June 2020, the army said ...").
    """
    told, bare, opening = [], [], []
    for date in doc._.lwj.dates:
        if date.date_start is None or date.timex_type == "SET" or (date.date_prec or 9) > 3 or _is_bound(doc, date):
            continue
        root = head_of(doc, date.start, date.end)
        verbs = [t for t in root.sent if t.pos_ in ("VERB", "AUX")]
        if not verbs and root.sent.text.rstrip().endswith(("-", "–", "—")):
            continue  # a dateline has the day of the report
        if not verbs:
            media = any(doc._.lwj.actors[m.actor_id].type == "media" for m in mentions_in(doc, root))
            bare += [] if media else [date]
        elif not _is_held(root, root, clauses=False) and not _is_past(root) and not _is_latest(doc, date):
            told.append(date)
        elif _OPENING.search(text_of(doc)[: date.start]) and re.search(r"\d{4}", text_of(doc)[date.start : date.end]):
            opening.append(date)
    for days in (told, bare, opening):
        if days:
            return days[0] if len({(d.date_start, d.date_end) for d in days}) == 1 else None
    return None


_OPENING = re.compile(r"(?:\A|\n\n)(?:On )?\Z")


def _is_latest(doc: Doc, date: Date) -> bool:
    """ "By Friday evening the sum was 33"."""
    words = text_of(doc)[max(0, date.start - 4) : date.end].lower().split()
    return words[:1] == ["by"] or text_of(doc)[date.start : date.end].lower().startswith("by ")


def _is_past(token: Token) -> bool:
    verb = next((t for t in token.ancestors if t.pos_ in ("VERB", "AUX")), None)
    return verb is not None and any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)


def _within_days(one: Date, other: Date) -> bool:
    """ "The previous month, on October 8": the narrower of two that belong together."""
    start, end = other.date_start, other.date_end or other.date_start
    inside = start <= one.date_start and (one.date_end or one.date_start) <= end
    return one is not other and inside and (end - start).days > 6 and one.date_prec in (1, 2)


def _spans_joined(doc: Doc, dated: list[tuple[Date, Token]]) -> list[tuple[Date, Token]]:
    """ "Between November 2 and November 17", "on Saturday and Sunday": one stretch, not two days."""
    out: list[tuple[Date, Token]] = []
    for date, root in dated:
        if out and (joined := _joined(doc, out[-1][0], date)) is not None:
            out[-1] = (joined, out[-1][1])
        else:
            out.append((date, root))
    return out


def _joined(doc: Doc, one: Date, other: Date) -> Date | None:
    first, last = one.date_start, other.date_end or other.date_start
    link = LINK.fullmatch(text_of(doc)[one.end : other.start])
    if link is None or last is None or not first < last:
        return None
    before = text_of(doc)[max(0, one.start - 12) : one.start + 8].lower()
    stretch = link[1] not in ("and", "or") or re.search(r"\b(?:between|from)\b", before)
    if not stretch and (last - first).days > 3:
        return None  # two attacks, not one
    return replace(one, end=other.end, date_end=last, date_prec=_span_precision((last - first).days))


def _span_precision(days: int) -> int:
    return 1 if days == 0 else 2 if days < 6 else 3 if days < 8 else 4 if days < 31 else 5


def _unbounded(date: Date) -> Date:
    """The day or month itself of "since Thursday"."""
    value = (date.timex_value or "")[:10]
    start = date.date_start
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value) or not re.fullmatch(r"\d{4}(?:-\d\d)?", value):
        covered = (
            (start, start, 1) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else (start, date.date_end, date.date_prec)
        )
    elif len(value) == 7:
        covered = start, (start.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1), 4
    else:
        covered = start, start.replace(month=12, day=31), 5
    return replace(date, date_start=covered[0], date_end=covered[1], date_prec=covered[2])


def _dates_in(doc: Doc, token: Token) -> list[Date]:
    sent = token.sent
    return [
        d for d in between(doc, "dates", sent.start_char, sent.end_char)
        if d.date_start is not None and d.timex_type != "SET" and not in_source(doc, d.start, d.end)
    ]  # fmt: skip


def _is_bound(doc: Doc, date: Date) -> bool:
    before = text_of(doc)[max(0, date.start - 12) : date.start].lower().split()
    inside = text_of(doc)[date.start : date.end].lower()
    part_of_day = re.match(
        r"(?:before|after|until|to|since) (?:dawn|day|sunrise|sunset|noon|midday|midnight|dusk|first|dark|nightfall)",
        inside,
    )
    if before[-2:] == ["as", "of"] or before[-2:] == ["up", "to"]:
        return True
    return bool(
        (before and before[-1] in BOUNDS) or (not part_of_day and inside.split() and inside.split()[0] in BOUNDS)
    )
