"""How a speaker stands to what is said: the table's word, turned by who speaks of whom."""

from __future__ import annotations

from spacy.tokens import Span, Token

from lwj_analysis.annotate.claims.syntax import negated, subject
from lwj_analysis.annotate.claims.words import CueWords, Found
from lwj_analysis.annotate.records import Source


def stance_of(found: Found, source: Source, content: Span, head: Token | None, words: CueWords) -> str:
    stance = found.entry.stance
    if found.cue.pos_ in ("VERB", "AUX") and negated(found.cue):
        return found.entry.negated or stance
    if stance == "claims_responsibility" and source.type not in ("militant", "unknown"):
        return "asserts"
    if (
        stance == "asserts"
        and found.rule.endswith(":of")
        and head is not None
        and any(t.lemma_.lower() in words.rumours for t in content[:3])
    ):
        return "alleges"
    if found.cue.head.lemma_ in ("appear", "seem") and found.cue.dep_ == "xcomp":
        return "alleges"
    if stance == "asserts" and source.type == "militant" and found.rule.endswith(":clause") and _own_deed(head, words):
        return "claims_responsibility"
    if stance == "claims_responsibility" and found.rule.endswith(":clause") and not _own_deed(head, words):
        return "asserts"
    if stance == "asserts" and source.type == "media":
        return "reports"
    if stance == "asserts" and source.type in ("military", "government") and _own_losses(content):
        return "confirms"
    return stance


def _own_deed(head: Token | None, words: CueWords) -> bool:
    """Whether the clause tells what the speaker or its men did."""
    if (
        head is None
        or head.pos_ not in ("VERB", "AUX")
        or not _is_deed(head, words)
        or any(c.dep_ == "nsubjpass" for c in head.children)
    ):
        return False
    who = subject(head)
    if who is None or head.dep_ == "xcomp":
        return head.dep_ == "xcomp"
    return who.lower_ in ("it", "they", "we", "he") or any(
        c.dep_ == "poss" and c.lower_ in ("its", "their", "our", "his") for c in who.children
    )


def _is_deed(head: Token, words: CueWords) -> bool:
    verb = head.lemma_.lower()
    return verb in words.deeds or any(
        f"{verb} {c.lower_}" in words.deeds for c in head.children if c.dep_ in ("prt", "advmod", "prep", "acomp")
    )


def _own_losses(content: Span) -> bool:
    low = content.text.lower()
    return any(f"{pre}{own}{noun}" in low for pre in ("of ",) for own in ("its ", "their ", "its own ", "our ")
               for noun in ("soldiers", "men", "troops", "own", "personnel", "members", "peacekeepers"))  # fmt: skip
