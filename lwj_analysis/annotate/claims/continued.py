"""Quotations that go on: over an attribution in their middle, over sentences, over paragraphs."""

from __future__ import annotations

from spacy.tokens import Span

from lwj_analysis.annotate.claims.quotes import Quotation, overlapping
from lwj_analysis.annotate.records import Claim


def resumed(sentence: Span, text: str, told: list[Claim], quotes: list[Quotation]) -> list[Claim]:
    """The second half of a quotation that the attribution breaks: “A,” said X, “B.”"""
    first, last = sentence.start_char, sentence.end_char
    found = []
    for q in overlapping(quotes, first, last):
        if not first <= q.start < q.end <= last or q.end - q.start < 20 or any(_meet(q, c) for c in told):
            continue
        before = [c for c in told if c.quoted != "indirect" and c.end <= c.cue_start < c.cue_end <= q.start]
        if not before or text[q.start - 2 : q.start] != ", ":
            continue
        c = max(before, key=lambda c: c.cue_end)
        rule = f"{c.rule.partition(':')[0]}:continued"
        found.append(
            Claim(q.start, q.end, c.source, c.cue, c.cue_start, c.cue_end, "asserts", "direct", c.via, rule=rule)
        )
    return found


def _meet(quotation: Quotation, claim: Claim) -> bool:
    return claim.start < quotation.end and quotation.start < claim.end


def continued(
    sentence: Span, text: str, claims: list[Claim], told: list[Claim], everything: list[Claim], quotes: list[Quotation]
) -> list[Claim]:
    """A quoted sentence without a verb of saying outside the quotation has the speaker behind that, or the one before it."""
    first = sentence.start_char
    last = first + len(sentence.text.rstrip())
    near = overlapping(quotes, first, last)
    inside = [q for q in near if min(q.end, last) - max(q.start, first) >= min(25, 0.8 * (last - first))]
    if not inside:
        return []
    start, end = max(inside[0].start, first), min(inside[-1].end, last)
    if any(_meet(q, c) and not q.start <= c.cue_start < q.end for q in inside for c in told):
        return []
    before = claims[-1] if claims and text[claims[-1].end : first].count("\n\n") <= 1 else None
    opened = before is not None and "\n\n" not in text[before.end : first]
    one = _said_behind(inside[-1], everything, quotes, over=not opened) or before
    if one is None or one.source.type == "outlet":
        return []
    rule = f"{one.rule.partition(':')[0]}:continued"
    cue = {"cue": one.cue, "cue_start": one.cue_start, "cue_end": one.cue_end}
    return [Claim(start, end, one.source, stance="asserts", quoted="direct", via=one.via, rule=rule, **cue)]


def _said_behind(quotation: Quotation, told: list[Claim], quotes: list[Quotation], *, over: bool) -> Claim | None:
    """What is attributed within the quotation (“A. B,” said X), or ``over`` paragraphs in the one that goes on with it."""
    within = (c for c in told if _meet(quotation, c) and not quotation.start <= c.cue_start < quotation.end)
    one = next(within, None)
    if one is None and over and not quotation.closed:
        further = next(iter(overlapping(quotes, quotation.end + 1, quotation.end + 4)), None)
        one = _said_behind(further, told, quotes, over=True) if further is not None else None
    return one
