"""Where a content ends because another speaker begins."""

from __future__ import annotations

from spacy.tokens import Doc

from lwj_analysis.annotate.claims.words import Found

CONTRASTS = {"but", "while", "whereas", "although", "though", "yet"}


def cut(span: tuple[int, int], one: Found, others: list[Found]) -> tuple[int, int] | None:
    """The content without what another speaker says in a clause beside it."""
    heads_all = one.rule == "according" and one.cue.i - one.cue.sent.start < 2
    heads_all = heads_all and not any(f.cue.i > one.cue.i for f in others)  # "According to police, A; B"
    doc, (start, end) = one.cue.doc, span if heads_all else _within_semicolons(span, one)
    own_start, own_end = _zone(one)
    if one.rule in ("according", "by_account") and own_start <= start < own_end < end:
        start = own_end
    if start < own_start < end <= own_end and not one.rule.endswith(("account", "compares")):
        end = own_start
    saying = [
        f.cue.i
        for f in others
        if f.cue.tag_ == "VBG" and start < f.cue.i < end and f.cue.i > one.cue.i and f is not one
    ]
    end = min([end, *saying]) if one.cue.tag_ != "VBG" else end
    for other in others:
        if other is one or other.cue in one.heads:
            continue
        zone_start, zone_end = _zone(other)
        if (
            other.cue.is_ancestor(one.cue)
            and one.cue.dep_ not in ("conj", "parataxis")
            and one.rule in ("adverb", "according", "by_account")
        ):
            for outer_start, outer_end in other.spans:
                if outer_start <= one.cue.i < outer_end:
                    start, end = max(start, outer_start), min(end, outer_end)
        if start < zone_start and zone_end <= end:
            before = doc[zone_start - 1]
            if zone_start > one.cue.i and (
                before.text == ";" or before.lower_ in CONTRASTS | {"and"} or _sibling(other, one)
            ):
                end = zone_start
            elif zone_end < one.cue.i:
                turn = _turn(doc, zone_end, end)
                start = turn if turn is not None else start
        elif start >= zone_start and start < zone_end <= end and zone_end < one.cue.i:
            turn = _turn(doc, zone_end, end)
            start = turn if turn is not None else start
    while start < end and (
        doc[start].is_space
        or doc[start].text in ",;:"
        or (doc[start].lower_ in CONTRASTS | {"and"} and doc[start].dep_ in ("mark", "cc"))
        or (doc[start].lower_ == "that" and one.rule.endswith((":clause", "rumour", "account")) and end - start > 3)
    ):
        start += 1
    while end > start and (
        doc[end - 1].is_space
        or doc[end - 1].text in ",;:.!?—–-"
        or doc[end - 1].dep_ == "cc"
        or doc[end - 1].lower_ in CONTRASTS
    ):
        end -= 1
    return (start, end) if start < end else None


def _within_semicolons(span: tuple[int, int], one: Found) -> tuple[int, int]:
    """A semicolon between content and cue ends the content, quotations apart."""
    doc, (start, end) = one.cue.doc, span
    if any(t.text in '“"' for t in doc[start:end]):
        return span
    stops = [t.i for t in doc[start:end] if t.text == ";"]
    if start > one.cue.i:
        end = next(iter(stops), end)
        if any(t.text == ";" for t in doc[one.cue.i : start]):
            end = start
    elif end <= one.cue.i + 1:
        start = stops[-1] + 1 if stops else start
    return start, end


def _sibling(other: Found, one: Found) -> bool:
    return (other.cue.dep_ in ("conj", "parataxis") and other.cue.head.i == one.cue.i) or (
        one.cue.head.i == other.cue.i and one.cue.dep_ == "ccomp" and one.cue.i < other.cue.i
    )


def _turn(doc: Doc, start: int, end: int) -> int | None:
    turns = [
        i
        for i in range(start, end)
        if doc[i].text == ";" or (doc[i].lower_ in CONTRASTS | {"and"} and doc[i - 1].text == ",")
    ]
    return turns[-1] + 1 if turns else None


def _zone(found: Found) -> tuple[int, int]:
    """The tokens that attribute: cue and speaker."""
    start, end = found.cue.i, found.cue_end
    shared = found.cue.dep_ == "conj" and found.speaker is not None and found.speaker.i < found.cue.head.i < found.cue.i
    if shared:
        return start, end
    if found.speaker is not None and found.speaker.sent == found.cue.sent and abs(found.speaker.i - found.cue.i) < 25:
        start, end = min(start, found.speaker.left_edge.i), max(end, found.speaker.i + 1)
    return start, end
