"""How far one word stands from another in the tree: which date or place belongs to which trigger."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.lookup import between
from lwj_analysis.annotate.records import Mention
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.tree import stands_for_another

ASIDE = frozenset(
    ("after", "before", "since", "until", "following", "despite", "over", "about", "amid", "because", "from", "for")
)
CLAUSES = frozenset(("when", "after", "before", "since", "until", "while", "as", "where", "because"))
SHORT = 9  # sentences; a longer text tells of more than one day


def is_told_aside(token: Token) -> bool:
    """Inside "after the attack", "revenge for the raid", or a relative clause: the day of the sentence is not its own."""
    *_, top = upwards(token)
    if top.dep_ == "acl" and not any(t.pos_ in ("VERB", "AUX") for t in top.ancestors):
        return False  # a headline: "four girls raped by soldiers"
    return top.head != top and top.dep_ not in ("ccomp", "parataxis")


def reports(verb: Token) -> bool:
    """A verb of saying with somebody who says it; "the blast claimed a life" says nothing, nor what gives the time."""
    if verb.lemma_ not in listed(verb, "reporting"):
        return False
    happened = any(c.dep_ == "nsubj" and c.lemma_ in listed(verb, "happenings") for c in verb.children)
    return not happened and not any(c.dep_ == "dobj" and c.lemma_ in ("time", "date", "life") for c in verb.children)


def in_source(doc: Doc, start: int, end: int) -> bool:
    """Inside brackets that give an outlet: "(Reuters, Diyarbakir, 4 June 2012)"."""
    opening, closing = text_of(doc).rfind("(", max(0, start - 60), start), text_of(doc).find(")", end, end + 60)
    if opening < 0 or closing < 0 or ")" in text_of(doc)[opening:start]:
        return False
    named = [m for m in between(doc, "mentions", opening + 1, closing) if m.actor_id in doc._.lwj.actors]
    return any(doc._.lwj.actors[m.actor_id].type == "media" for m in named)


def is_short(doc: Doc) -> bool:
    """At most ``SHORT`` sentences."""
    return next(islice(doc.sents, SHORT, None), None) is None


def is_told_now(token: Token) -> bool:
    """Not what went before ("gunmen had taken 344 boys") nor what is only spoken of ("revenge for the raid")."""
    if is_told_aside(token):
        return False
    verb = next((t for t in (token, *token.ancestors) if t.pos_ in ("VERB", "AUX")), None)
    return verb is None or verb.dep_ == "ccomp" or not any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)


def mentions_in(doc: Doc, token: Token) -> list[Mention]:
    """Mentions of actors in the sentence of a word."""
    sent = token.sent
    return [
        m for m in doc._.lwj.mentions if sent.start_char <= m.start < sent.end_char and m.actor_id in doc._.lwj.actors
    ]


def is_existential(verb: Token) -> bool:
    """ "There was an attack"."""
    return any(c.dep_ == "expl" for c in verb.children)


def head_of(doc: Doc, start: int, end: int) -> Token:
    """The head of the words there."""
    return doc.char_span(start, end, alignment_mode="expand").root


def steps_to(token: Token, other: Token, *, through_subjects: bool = False) -> int | None:
    """Steps from trigger to a date or place; ``None`` where a reporting verb or another clause stands between."""
    ups = list(upwards(token))
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


def upwards(token: Token) -> Iterator[Token]:
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
            and reports(above)
            and not (
                step.dep_ == "dobj"
                and above.lemma_ in ("claim", "report", "announce", "confirm")
                and step.lemma_ not in listed(token, "losses")
            )
        ):
            return
        step = above
        yield step
