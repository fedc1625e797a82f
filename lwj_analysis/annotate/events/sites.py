"""Where: the places that the syntax gives to a trigger, or that the text goes on with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.events import roles
from lwj_analysis.annotate.events.steps import head_of, in_source, is_short, is_told_now, steps_to, upwards
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.lookup import beside, between, claims_over, covering
from lwj_analysis.annotate.records import Event, Place
from lwj_analysis.annotate.text import text_of

AWAY = frozenset(
    ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "kilometers", "kilometres", "miles",
     "km", "away")
)  # fmt: skip
ROADS = frozenset(("road", "track", "highway", "route"))
INSIDE = re.compile(
    r",? (?:in|of|near|a \w+ (?:in|of)|the capital of|on the (?:outskirts|edge) of|area (?:in|of)|part of) (?:the )?(?:\w+ )?"
)
WHERE = re.compile(r"\b(?:in|at|near|outside)\s(?:the\s)?(?:\w+\s(?:of\s)?)?$")
FAR_BACK = 20_000  # characters in which "the camp" looks for its name
BREADTH = {
    "continent": 7, "country": 6, "region": 5, "border": 5, "lake": 5, "sea": 7, "admin1": 4, "admin2": 3, "river": 4,
    "forest": 3, "valley": 3, "mountain": 3, "desert": 4, "island": 3, "base": 1, "camp": 1, "prison": 1, "airport": 1,
}  # fmt: skip


def settle_places(doc: Doc, events: list[Event]) -> None:
    """In a report of a few sentences that names one place (and what that lies in), what has none happens there."""
    lost = [e for e in events if e.place is None and (len(events) == 1 or is_told_now(doc[e.trigger]))]
    if not lost or not is_short(doc):
        return
    named = [p for p in doc._.lwj.places if p.rule not in ("far", "dateline") and p.kind not in ("continent", "border")]
    sites = [
        p
        for p in named
        if p.kind != "country" and _inside_of(doc, p) is None and not _is_landmark(head_of(doc, p.start, p.end))
    ]
    sites = [p for p in sites if not _is_home(doc, p)]
    roads = [p for p in named if p.kind != "country" and p not in sites and _is_landmark(head_of(doc, p.start, p.end))]
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


def _is_home(doc: Doc, place: Place) -> bool:
    """ "Militiamen from Misrata", "said from Juba": where people come from or speak."""
    return bool(
        re.search(
            r"\b(?:from|based in|told \w+ in|said in|stationed (?:in|at))\s$",
            text_of(doc)[max(0, place.start - 24) : place.start],
        )
    )


def places_of(doc: Doc, token: Token) -> list[Place]:
    """The places of a trigger, the nearest in the parse first; of nested ones the narrowest."""
    for step in upwards(token):
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
        if breadth(place) >= 7 or place.rule in ("far", "dateline") or in_source(doc, place.start, place.end):
            continue
        root = head_of(doc, place.start, place.end)
        steps = steps_to(token, root, through_subjects=True)
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


def breadth(place: Place) -> int:
    """How wide a place is: 1 a site, 2 a town, 3 a district, 4 a province, 5 a region, 6 a country and more."""
    return BREADTH.get(place.kind or "", 2)


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


def _within_date(doc: Doc, place: Place) -> bool:
    return any(place.end <= d.end for d in covering(doc, "dates", place.start))


def _has_the(token: Token) -> bool:
    named = any(c.dep_ in ("compound", "prep", "appos") for c in token.children)
    return any(c.lower_ in ("the", "this", "that", "same") for c in token.children) and not named


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
