"""When and where: the date and the places that the syntax gives to a trigger."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.events import roles
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.lookup import beside, between, claims_over, covering
from lwj_analysis.annotate.records import Date, Event, Mention, Place
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.tree import stands_for_another

BOUNDS = frozenset(("since", "before", "until", "after", "till", "to"))
ASIDE = frozenset(
    ("after", "before", "since", "until", "following", "despite", "over", "about", "amid", "because", "from", "for")
)
AWAY = frozenset(
    ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "kilometers", "kilometres", "miles",
     "km", "away")
)  # fmt: skip
ROADS = frozenset(("road", "track", "highway", "route"))
INSIDE = re.compile(
    r",? (?:in|of|near|a \w+ (?:in|of)|the capital of|on the (?:outskirts|edge) of|area (?:in|of)|part of) (?:the )?(?:\w+ )?"
)
CLAUSES = frozenset(("when", "after", "before", "since", "until", "while", "as", "where", "because"))
LINK = re.compile(r"\s*(?:(and|or|to|until|till|through)\s+(?:on\s+)?|[-–—])\s*(?:the\s+)?(?:night\s+of\s+)?")
WHERE = re.compile(r"\b(?:in|at|near|outside)\s(?:the\s)?(?:\w+\s(?:of\s)?)?$")
PARAGRAPH = 3000  # characters that a paragraph has at most, in which a day told before is looked for
FAR_BACK = 20_000  # characters in which "the camp" looks for its name
SHORT = 9  # sentences; a longer text tells of more than one day
TERRITORY = {"Government regains territory", "Non-state actor overtakes territory"}
BREADTH = {
    "continent": 7, "country": 6, "region": 5, "border": 5, "lake": 5, "sea": 7, "admin1": 4, "admin2": 3, "river": 4,
    "forest": 3, "valley": 3, "mountain": 3, "desert": 4, "island": 3, "base": 1, "camp": 1, "prison": 1, "airport": 1,
}  # fmt: skip


def is_time(doc: Doc, token: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME") or bool(covering(doc, "dates", token.idx))


def date_of(doc: Doc, token: Token) -> tuple[Date | None, bool]:
    """The date that the syntax gives to a trigger, and whether it only bounds it ("since Thursday")."""
    dated = [(d, r) for d in _dates_in(doc, token) for r in [_root(doc, d.start, d.end)]]
    dated = [(d, r) for d, r in dated if not (_is_of_another(token, r) or _is_of_account(token, r))]
    if not dated:
        return _date_of_label(doc, token), False
    spans = {t.i: d for d, r in dated for t in doc.char_span(d.start, d.end, alignment_mode="expand")}
    for step in _upwards(token):
        if step.dep_ in ("relcl", "advcl", "acl") and step.head.i in spans and not _is_of_whole_clause(step):
            return _unbounded(spans[step.head.i]), False  # "since October 2009, when militants held hostages"
    for step in _upwards(token):
        when = next((c for c in step.children if c.lower_ in ("when", "where") and c.i < step.i), None)
        for date, _ in dated if when is not None else ():
            if date.end <= when.idx and re.fullmatch(r"(?:[\s,]|at least|or so)*", text_of(doc)[date.end : when.idx]):
                return _unbounded(date), False
    dated = _spans_joined(doc, dated)
    best: list[tuple[float, int, Date, bool]] = []
    for date, root in dated:
        steps = _steps_to(token, root)
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
        root = _root(doc, date.start, date.end)
        verb = next((t for t in root.ancestors if t.pos_ in ("VERB", "AUX")), root.sent.root)
        if not root.sent.text.rstrip().endswith((".", "”", '"', "?", "!")):
            continue  # a dateline has the day of the report
        if _reports(verb) or _counts(verb) or verb.dep_ not in ("ROOT", "conj", "ccomp"):
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
    if _is_told_aside(token):
        return None
    free = [d for d, root in dated if not _is_bound(doc, d) and d.date_start is not None and not _is_held(token, root)]
    return free[0] if len({(d.date_start, d.date_end) for d in free}) == 1 else None


def _is_told_aside(token: Token) -> bool:
    """Inside "after the attack", "revenge for the raid", or a relative clause: the day of the sentence is not its own."""
    *_, top = _upwards(token)
    if top.dep_ == "acl" and not any(t.pos_ in ("VERB", "AUX") for t in top.ancestors):
        return False  # a headline: "four girls raped by soldiers"
    return top.head != top and top.dep_ not in ("ccomp", "parataxis")


def _is_held(token: Token, root: Token, *, clauses: bool = True) -> bool:
    """Whether a verb of saying, a clause of its own or another event's noun holds a date."""
    for step in root.ancestors:
        if step.pos_ == "NOUN" and step.lemma_ in listed(token, "happenings") and step.i != token.i:
            return True
        if step.pos_ in ("VERB", "AUX"):
            if _reports(step):
                speaker = min((c.i for c in step.children if c.dep_ == "nsubj"), default=step.i)
                content = any(c.dep_ == "ccomp" and c.i < root.i < min(speaker, step.i) for c in step.children)
                return not content  # "... on Wednesday, police said": no day of the saying
            marked = any(c.dep_ in ("mark", "advmod") and c.i < step.i and c.lower_ in CLAUSES for c in step.children)
            apart = step.dep_ in ("relcl", "pcomp") or (step.dep_ == "advcl" and marked and token not in step.subtree)
            return clauses and apart
    return False


def _reports(verb: Token) -> bool:
    """A verb of saying with somebody who says it; "the blast claimed a life" says nothing, nor what gives the time."""
    if verb.lemma_ not in listed(verb, "reporting"):
        return False
    happened = any(c.dep_ == "nsubj" and c.lemma_ in listed(verb, "happenings") for c in verb.children)
    return not happened and not any(c.dep_ == "dobj" and c.lemma_ in ("time", "date", "life") for c in verb.children)


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
    if not undated or not _is_short(doc):
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
    if said is None or not _reports(said) or not any(c.dep_ == "aux" and c.lower_ == past for c in token.children):
        return None
    days = [d for d in _dates_in(doc, token) if said in _root(doc, d.start, d.end).ancestors and not _is_bound(doc, d)]
    days = [d for d in days if token not in _root(doc, d.start, d.end).ancestors]
    return days[0] if len(days) == 1 and (days[0].date_prec or 0) >= 4 else None


def _goes_on(token: Token) -> bool:
    """ "Is talking to the Taliban": on the day of saying so."""
    return token.tag_ == "VBG" and any(c.dep_ == "aux" and c.lower_ in ("is", "are") for c in token.children)


def _take_day_of_saying(doc: Doc, event: Event) -> None:
    """ "Forces said yesterday that they had retaken the prison": held by that day; the exact day is not told."""
    token = doc[event.trigger]
    saying = next((t for t in token.ancestors if t.pos_ == "VERB" and _reports(t)), None)
    days = [d for d in _dates_in(doc, token) if saying is not None and saying in _root(doc, d.start, d.end).ancestors]
    days = [d for d in days if d.date_prec == 1 and not _is_bound(doc, d)]
    if len(days) == 1 and token.dep_ == "ccomp":
        event.date_start, event.date_end, event.date_prec = days[0].date_start, days[0].date_end, 2


def _in_source(doc: Doc, start: int, end: int) -> bool:
    """Inside brackets that give an outlet: "(Reuters, Diyarbakir, 4 June 2012)"."""
    opening, closing = text_of(doc).rfind("(", max(0, start - 60), start), text_of(doc).find(")", end, end + 60)
    if opening < 0 or closing < 0 or ")" in text_of(doc)[opening:start]:
        return False
    named = [m for m in between(doc, "mentions", opening + 1, closing) if m.actor_id in doc._.lwj.actors]
    return any(doc._.lwj.actors[m.actor_id].type == "media" for m in named)


def settle_places(doc: Doc, events: list[Event]) -> None:
    """In a report of a few sentences that names one place (and what that lies in), what has none happens there."""
    lost = [e for e in events if e.place is None and (len(events) == 1 or is_told_now(doc[e.trigger]))]
    if not lost or not _is_short(doc):
        return
    named = [p for p in doc._.lwj.places if p.rule not in ("far", "dateline") and p.kind not in ("continent", "border")]
    sites = [
        p
        for p in named
        if p.kind != "country" and _inside_of(doc, p) is None and not _is_landmark(_root(doc, p.start, p.end))
    ]
    sites = [p for p in sites if not _is_home(doc, p)]
    roads = [p for p in named if p.kind != "country" and p not in sites and _is_landmark(_root(doc, p.start, p.end))]
    for some in (sites, roads if not sites else [], [p for p in named if p.kind == "country"]):
        if some:
            for event in lost if len({p.name for p in some}) == 1 else ():
                event.place = some[0]
            return
    for event in lost if not named else ():
        event.place = _place_of_dateline(doc)


def _place_of_dateline(doc: Doc) -> Place | None:
    """ "MOGADISHU - ... a Somali police officer said": the town of the report, where all named forces are of its country."""
    lines = [p for p in doc._.lwj.places if p.rule == "dateline" and p.country]
    states = {m.actor_id.partition(":")[0] for m in doc._.lwj.mentions if ":" in m.actor_id}
    foreign = {s for s in states if len(s) == 3} - {p.country.lower() for p in lines}
    return lines[0] if len(lines) == 1 and not foreign else None


def _is_short(doc: Doc) -> bool:
    return next(islice(doc.sents, SHORT, None), None) is None


def _is_home(doc: Doc, place: Place) -> bool:
    """ "Militiamen from Misrata", "said from Juba": where people come from or speak."""
    return bool(
        re.search(
            r"\b(?:from|based in|told \w+ in|said in|stationed (?:in|at))\s$",
            text_of(doc)[max(0, place.start - 24) : place.start],
        )
    )


def is_told_now(token: Token) -> bool:
    """Not what went before ("gunmen had taken 344 boys") nor what is only spoken of ("revenge for the raid")."""
    if _is_told_aside(token):
        return False
    verb = next((t for t in (token, *token.ancestors) if t.pos_ in ("VERB", "AUX")), None)
    return verb is None or verb.dep_ == "ccomp" or not any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)


def _day_of_report(doc: Doc) -> Date | None:
    """The one day told of that is no report's, no bound and nothing's past; else the one that stands without a verb."""
    told, bare = [], []
    for date in doc._.lwj.dates:
        if date.date_start is None or date.timex_type == "SET" or (date.date_prec or 9) > 3 or _is_bound(doc, date):
            continue
        root = _root(doc, date.start, date.end)
        verbs = [t for t in root.sent if t.pos_ in ("VERB", "AUX")]
        if not verbs and root.sent.text.rstrip().endswith(("-", "–", "—")):
            continue  # a dateline has the day of the report
        if not verbs:
            media = any(doc._.lwj.actors[m.actor_id].type == "media" for m in _mentions_in(doc, root))
            bare += [] if media else [date]
        elif not _is_held(root, root, clauses=False) and not _is_past(root) and not _is_latest(doc, date):
            told.append(date)
    for days in (told, bare):
        if days:
            return days[0] if len({(d.date_start, d.date_end) for d in days}) == 1 else None
    return None


def _is_latest(doc: Doc, date: Date) -> bool:
    """ "By Friday evening the sum was 33"."""
    words = text_of(doc)[max(0, date.start - 4) : date.end].lower().split()
    return words[:1] == ["by"] or text_of(doc)[date.start : date.end].lower().startswith("by ")


def _mentions_in(doc: Doc, token: Token) -> list[Mention]:
    sent = token.sent
    return [
        m for m in doc._.lwj.mentions if sent.start_char <= m.start < sent.end_char and m.actor_id in doc._.lwj.actors
    ]


def _is_past(token: Token) -> bool:
    verb = next((t for t in token.ancestors if t.pos_ in ("VERB", "AUX")), None)
    return verb is not None and any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)


def _within_days(one: Date, other: Date) -> bool:
    """ "The previous month, on October 8": the narrower of two that belong together."""
    start, end = other.date_start, other.date_end or other.date_start
    inside = start <= one.date_start and (one.date_end or one.date_start) <= end
    return one is not other and inside and (end - start).days > 6 and one.date_prec in (1, 2)


def places_of(doc: Doc, token: Token) -> list[Place]:
    """The places of a trigger, the nearest in the parse first; of nested ones the narrowest."""
    for step in _upwards(token):
        if step.dep_ != "relcl":
            continue
        at = step.head.idx
        where = covering(doc, "places", at)
        if where and any(c.lower_ == "where" for c in step.children):
            return where  # "in Shabqadar, where two bombers struck"
    found, landmarks = [], []
    meanwhile = next((s for s in (token, *token.ancestors) if _is_meanwhile(s)), None)
    first, last = token.sent.start_char, token.sent.end_char
    for place in between(doc, "places", first, last):
        if _within_date(doc, place):
            continue
        if breadth(place) >= 7 or place.rule in ("far", "dateline") or _in_source(doc, place.start, place.end):
            continue
        root = _root(doc, place.start, place.end)
        steps = _steps_to(token, root, through_subjects=True)
        if steps is None or _is_origin(root) or (meanwhile is not None and meanwhile not in (root, *root.ancestors)):
            continue
        (landmarks if _is_landmark(root) else found).append((steps, abs(root.i - token.i), place))
    found += [(1, 0, p) for p in _of_object(doc, token) if all(p is not q for _, _, q in found)]
    found.sort(key=lambda f: f[:2])
    places = [p for _, _, p in found] or _named_after(doc, token)
    if not places:
        return [p for _, _, p in sorted(landmarks, key=lambda f: f[:2])]
    return _narrowest_first(doc, places)


def _is_meanwhile(verb: Token) -> bool:
    """ "As the battle went on, they struck in Iraq": no battle there."""
    own = any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    return verb.dep_ == "advcl" and own and any(c.lower_ in ("as", "while") for c in verb.children if c.i < verb.i)


def _narrowest_first(doc: Doc, places: list[Place]) -> list[Place]:
    """ "Sirwah district (Marib)", "Baghdad's Karrada": what lies in another comes before it; else towns before areas."""
    first = places[0]
    while (inner := _inside_of(doc, first)) is not None:
        first = inner
    if first not in places:
        places = [first, *places]
    around = [p for p in places if p is not first and _inside_of(doc, p) is not None]
    rest = [p for p in places if p not in around]
    if breadth(first) >= 3 and first is places[0]:
        rest.sort(key=lambda p: breadth(p) if breadth(p) >= 3 else 2)
    return [*rest, *around]


def _inside_of(doc: Doc, place: Place) -> Place | None:
    """The place named right before or behind that lies in this one."""
    before, after = beside(doc, "places", place)
    if (
        before is not None
        and before.end <= place.start
        and before.rule not in ("far", "dateline")
        and before.kind not in ("border", "continent", "country")
    ):
        between = text_of(doc)[before.end : place.start]
        if between in ("-", "–"):
            return before  # "the Kupwara-Sopore road"
        listed = re.match(r"\s*,?\s*(?:and|or)\b|,\s*[A-Z][\w-]+(?:,| and)", text_of(doc)[place.end :])
        wider = (
            breadth(place) > breadth(before)
            or place.kind in ("admin1", "admin2", "country")
            or before.latitude is None
            or (before.admin1 or "").casefold() == place.name.casefold()  # "Hawija, Kirkuk"
        )
        if (
            INSIDE.fullmatch(between)
            or between == " ("
            or (between == ", " and wider and not (listed and breadth(place) <= 2))
        ):
            return before
    owned = after is not None and re.fullmatch(r"['’]s? ", text_of(doc)[place.end : after.start])
    return after if owned else None


def _is_landmark(root: Token) -> bool:
    """ "20 km north of Tessalit", "the road to Gao": no place of its own, but near one."""
    prep = root.head
    if root.dep_ == "compound" and any(a.lower_ in ROADS for a in (prep, prep.head)):
        return True  # "the Kabul-Bamyan highway in Jalrez"
    away = prep.lower_ in ("of", "from") and prep.head.lower_ in AWAY
    return away or (
        prep.lower_ == "to" and prep.head.lower_ in ("road", "track", "highway", "route", "way", "entrance")
    )


def pointed_at(doc: Doc, token: Token) -> Place | None:
    """What "there", "the town" or "the same camp" of the clause points back at: the camp's place, else the last town named."""
    sentence = token.sent
    span = [c for c in token.subtree if sentence.start <= c.i < sentence.end]
    pointing = next(
        (
            t
            for t in span
            if (t.lower_ == "there" and t.pos_ == "ADV") or (t.lemma_ in listed(doc, "pointing") and _has_the(t))
        ),
        None,
    )
    if pointing is None and token.i + 1 < sentence.end and token.nbor().lower_ == "there":
        pointing = token.nbor()  # "two attacks there"
    if pointing is None:
        return None
    paragraph = text_of(doc).rfind("\n\n", 0, token.idx)
    paragraph = text_of(doc).rfind("\n\n", 0, max(paragraph, 0))
    told = between(doc, "places", token.idx - FAR_BACK, pointing.idx)
    said = min((c.start for c in claims_over(doc, pointing.idx, pointing.idx + 1)), default=sentence.start_char)
    spoken_in = [p for p in told if sentence.start_char <= p.start < said]  # "a diplomat in Cotonou said 18 died there"
    told = [p for p in told if p not in spoken_in]
    here = [p for p in told if sentence.start_char <= p.start and breadth(p) <= 5 and p.rule != "far"]
    if here and pointing.lower_ == "there":
        return here[-1]  # "lost six men in Tirah, and killed 14 soldiers there"
    named = [
        p for p in told if breadth(p) <= 3 and p.rule != "far" and not _TAKEN_TO.search(text_of(doc)[: p.start][-24:])
    ]
    site = re.compile(rf"{re.escape(pointing.lemma_)}s? (?:in|at|near|of|outside) (?:the )?$")
    own = [p for p in named if text_of(doc)[p.start : p.end].lower().split()[-1:] == [pointing.lemma_]]
    same = own or [p for p in named if site.search(text_of(doc)[max(0, p.start - 30) : p.start])]
    near = [p for p in named if p.start > paragraph]
    return max(same or near, key=lambda p: p.start, default=None)


_TAKEN_TO = re.compile(
    r"\b(?:flown|taken|brought|evacuated|transferred|driven|rushed|airlifted|carried) to (?:the )?$", re.I
)


def is_existential(verb: Token) -> bool:
    return any(c.dep_ == "expl" for c in verb.children)


def breadth(place: Place) -> int:
    """How wide a place is: 1 a site, 2 a town, 3 a district, 4 a province, 5 a region, 6 a country and more."""
    return BREADTH.get(place.kind or "", 2)


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


def _of_object(doc: Doc, token: Token) -> Iterator[Place]:
    """ "Mondoro, the other camp that was attacked"."""
    if token.pos_ == "VERB" and token.dep_ == "relcl":
        for thing in roles.objects_of_verb(token):
            heads = (thing, thing.head) if thing.dep_ == "appos" else (thing,)
            yield from (p for h in heads for p in covering(doc, "places", h.idx))


def _named_after(doc: Doc, token: Token) -> list[Place]:
    """Places after "in", "at" or "near" in the same clause, where the parser hung them on something else."""
    if token.pos_ == "VERB" and token.lemma_ in listed(doc, "reporting"):
        return []
    end = next(
        (t.idx for t in doc[token.i + 1 : token.sent.end] if t.tag_ in ("VBD", "VBZ", "VBP") or t.text in ";:"),
        token.sent.end_char,
    )
    return [
        p for p in between(doc, "places", token.idx + 1, end)
        if p.rule != "far" and not _within_date(doc, p) and WHERE.search(text_of(doc)[max(token.idx, p.start - 30) : p.start])
    ]  # fmt: skip


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


def _within_date(doc: Doc, place: Place) -> bool:
    return any(place.end <= d.end for d in covering(doc, "dates", place.start))


def _has_the(token: Token) -> bool:
    named = any(c.dep_ in ("compound", "prep", "appos") for c in token.children)
    return any(c.lower_ in ("the", "this", "that", "same") for c in token.children) and not named


def _dates_in(doc: Doc, token: Token) -> list[Date]:
    sent = token.sent
    return [
        d for d in between(doc, "dates", sent.start_char, sent.end_char)
        if d.date_start is not None and d.timex_type != "SET" and not _in_source(doc, d.start, d.end)
    ]  # fmt: skip


def _root(doc: Doc, start: int, end: int) -> Token:
    return doc.char_span(start, end, alignment_mode="expand").root


def _steps_to(token: Token, other: Token, *, through_subjects: bool = False) -> int | None:
    """Steps from trigger to a date or place; ``None`` where a reporting verb or another clause stands between."""
    ups = list(_upwards(token))
    index = {t.i: n for n, t in enumerate(ups)}
    for down, step in enumerate((other, *other.ancestors)):
        if step.i in index:
            return index[step.i] * 2 + down
        if stands_for_another(step):
            return None
        if step.dep_ in ("relcl", "acl") and step.head == token:
            continue
        if (
            step.dep_ == "acl"
            and step.tag_ == "VBD"
            and any(a.lower_ == "as" and a.head == token for a in step.ancestors)
        ):
            continue  # "as a vehicle passed near Aguelhok", which the parser takes for a preposition
        if step.dep_ == "acl" and step.tag_ == "VBN" and step.lemma_ in listed(token, "left_harmed"):
            continue  # "left one killed and two wounded on Tuesday"
        if step.dep_ == "advcl" and step.tag_ == "VBG" and step.i > token.i:
            continue  # "attacked the village, killing five on Tuesday"
        if step.dep_ == "advcl" and step.head == token and any(c.lower_ in ("as", "when") for c in step.children):
            continue
        if step.i != token.i and step.lemma_ in listed(token, "happenings") and step.pos_ == "NOUN":
            around = step.dep_ == "pobj" and step.head.lower_ in ("in", "during") and step.head.head == token
            if not around or token.pos_ != "VERB":  # "shot two in a raid on Monday"
                return None  # "since the battles of May 2014"
        if step.dep_ in ("ccomp", "parataxis") or (
            step.dep_ in ("relcl", "advcl", "acl") and step.pos_ in ("VERB", "AUX")
        ):
            return None
        if step.dep_ == "conj" and step.pos_ == "VERB" and step.i > token.i:
            return None
        if (
            not through_subjects
            and step.dep_ == "nsubj"
            and step.pos_ in ("NOUN", "PROPN")
            and step.head.pos_ == "VERB"
        ):
            continue
    return None


def _upwards(token: Token) -> Iterator[Token]:
    """The trigger and its governors up to the reporting verb; not out of "after the attack" or "since the raid"."""
    yield token
    step = token
    while step.head != step:
        if step.dep_ in ("ccomp", "parataxis", "relcl", "acl"):
            return
        above = step.head
        aside = above.pos_ in ("ADP", "SCONJ") and above.lower_ in ASIDE and step.dep_ in ("pobj", "pcomp")
        if aside and not (above.lower_ == "for" and above.head.lemma_ in listed(token, "gathering")):
            return  # unlike "is in Gao today for a summit"
        if step.pos_ in ("NOUN", "PROPN") and step.dep_ == "attr" and not is_existential(above):
            return
        if (
            step.dep_ == "conj"
            and step.pos_ in ("VERB", "AUX")
            and any(c.dep_ in ("nsubj", "nsubjpass") for c in step.children)
        ):
            return
        if (
            above.pos_ == "VERB"
            and _reports(above)
            and not (
                step.dep_ == "dobj"
                and above.lemma_ in ("claim", "report", "announce", "confirm")
                and step.lemma_ not in listed(token, "losses")
            )
        ):
            return
        step = above
        yield step


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


def _is_origin(token: Token) -> bool:
    """Where somebody is from or what lies far away from the event: "from Gao", "kilometers north of X"."""
    prep = token.head
    if prep.dep_ == "prep" and prep.head.lemma_ in listed(token, "actor_nouns"):
        return True
    if prep.dep_ == "prep" and prep.lower_ == "from" and prep.head.lower_ in ROADS:
        return False  # "on the road from X to Y"
    if prep.dep_ == "prep" and prep.lower_ in ("from", "via") and prep.head.lower_ not in AWAY:
        return True
    based = prep.head.pos_ == "VERB" and prep.head.lemma_ in listed(token, "stationed")
    return prep.dep_ == "prep" and (based or (prep.lower_ == "to" and not _is_landmark(token)))
