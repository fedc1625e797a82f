"""Who is meant where the words do not say it anew: "them", "all the attackers", "the bomber", "two bodies"."""

from __future__ import annotations

import itertools
import re

from spacy.tokens import Doc

from lwj_analysis.annotate.groups import Group, reading, word_set
from lwj_analysis.annotate.quantities import is_ordinal
from lwj_analysis.annotate.reader import Link, Reader
from lwj_analysis.annotate.records import Casualty
from lwj_analysis.annotate.victims import VictimWords, is_people, victim_class

TALLY = r"(?:number|figure|count|tally|estimate|toll)"
CORRECT = r"(?:rais|increas|updat|revis|correct|lift|lower|amend|bring)\w*"  # verbs of a toll that is told anew
CROWD_FAR = 60  # tokens from "four gunmen" to "all the attackers"


def resolve_pronouns(reader: Reader, links: list[Link], earlier: list[Casualty]) -> None:
    """ "took five farmers from their homes and shot them": five; "They were later found dead": the abducted before."""
    for link in links:
        if link.group.head.lower_ not in ("them", "they") or link.group.number is not None or link.reading is not None:
            continue
        before = [g for g in reader.groups if g.number is not None and g.end <= link.group.start]
        before = [g for g in before if is_people(g, reader.words, strict=True) and not g.bare]
        dead = {id(other.group) for other in links if other.outcome == "killed"}
        before = [g for g in before if id(g) not in dead] or before  # "killed six people before police killed them"
        taken = [c for c in earlier[-2:] if c.outcome in ("captured", "abducted", "missing") and c.counting == "count"]
        if before and link.group.head.lower_ == "them":
            link.reading = reading(before[-1])
        elif taken and not before:
            link.reading = (taken[-1].low, taken[-1].best, taken[-1].high, taken[-1].quantifier)


def is_crowd(group: Group, victims: VictimWords) -> bool:
    return group.number is not None and not group.bare and is_people(group, victims, strict=True)


def resolve_all(links: list[Link], crowd: list[Group]) -> None:
    """ "Four gunmen stormed the post. All the attackers were killed", "two bombers killed six people and themselves": the
    number of those counted before, of whom nothing else has been told."""
    taken = {id(link.group) for link in links if link.outcome in ("abducted", "captured", "missing")}
    for link in links:
        group = link.group
        told = {id(other.group) for other in links} - (taken if link.outcome == "killed" else set())
        first, lemma = group.doc[group.start].lower_, group.noun.lemma_.lower()
        if group.number is not None or link.reading is not None or reading(group)[3] != "vague":
            continue
        before = [g for g in crowd if g.end <= group.start and id(g) not in told and group.start - g.end < CROWD_FAR]
        if first == "themselves":
            before = [g for g in before if g.head.dep_ in ("nsubj", "nsubjpass")]
        elif first in ("all", "both", "the", "these"):
            before = [
                g
                for g in before
                if lemma in _ANYBODY or lemma == g.noun.lemma_.lower() or ({lemma, g.noun.lemma_.lower()} <= _ATTACKERS)
            ]
        else:
            continue
        if before:
            link.reading = reading(before[-1])


_ANYBODY = word_set("all they them whom victim hostage captive abductee")
_ATTACKERS = word_set(
    "attacker assailant gunman militant bomber insurgent terrorist fighter rebel raider intruder jihadist extremist "
    "perpetrator bandit"
)


def before_char(rows: list[Casualty], first: int, char: int) -> list[Casualty]:
    """The rows from the index ``first`` on that start before ``char``."""
    return list(itertools.takewhile(lambda r: r.start < char, itertools.islice(rows, first, None)))


def mark_told_again(doc: Doc, found: list[Casualty]) -> None:
    """ "A bomber blew himself up, killing six people including the bomber": his death is told twice.

    So is that of "a mob lynched a thief. The man died on the way to hospital".
    """
    for i, record in enumerate(found):
        if record.outcome != "killed" or doc[record.trigger].lemma_.lower() != "blow" or record.counting != "count":
            continue
        later = [r for r in before_char(found, i + 1, record.end + 500) if r.outcome == "killed"]
        again = next((r for r in later if r.best == record.best and _is_bomber(r)), None)
        if again is not None:
            record.counting, record.of = "repeat", again
    dead = [r for r in found if r.outcome == "killed" and r.counting == "count" and r.best]
    for first, then in itertools.pairwise(dead[:2]):
        again = first.best == then.best == 1 and bool(_THE_DEAD.fullmatch(then.victim_text))
        if again and doc[then.trigger].lemma_.lower() in ("die", "succumb") and 0 < then.start - first.end < 200:
            then.counting, then.of = "repeat", first
    hurt = [r for r in found if r.outcome == "wounded" and r.counting == "count" and r.best]
    for first, then in itertools.pairwise(hurt[:2]):
        again = then.victim_text.lower() in ("the victim", "he", "she")
        if first.best == then.best == 1 and again and then.start - first.end < 200:
            then.counting, then.of = "repeat", first  # "stabbed a man ... The victim and the assailant were injured"


def _is_bomber(record: Casualty) -> bool:
    """Told by a definite word; "a second assailant" is another one."""
    return bool(_BOMBER.search(record.victim_text)) and not _OTHER.search(record.victim_text)


ORDINALS = "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
MORE = "more|further|additional"
# "Another six", "a further two", "a sixth", "four more soldiers": of other victims than those told before.
FURTHER = rf"(?:another|{MORE}|an? (?:{MORE})|(?:an?|the) (?:{ORDINALS})|[\w-]+ (?:{MORE}))\b"
ALSO = ":also"  # at the end of the rule of a count that the text sets beside another ("a civilian also died")

_THE_DEAD = re.compile(
    r"the (?:man|woman|boy|girl|child|victim|suspect|detainee)", re.I
)  # "lynched a thief. The man died"
_BOMBER = re.compile(r"bomber|attacker|assailant|perpetrator|\b(?:him|her|them)sel(?:f|ves)\b", re.I)
_OTHER = re.compile(r"\b(?:a|an|another|second|third|other|others|more)\b", re.I)


def found_dead(earlier: list[Casualty]) -> tuple | None:
    """ "His body was found two days later": the number of those taken away before, of whom no death has been told."""
    told = [c for c in earlier if c.counting == "count"]
    taken = [c for c in told if c.outcome in ("abducted", "captured", "missing")]
    if not taken or any(c.outcome == "killed" and c.start > taken[-1].start for c in told):
        return None
    return taken[-1].low, taken[-1].best, taken[-1].high, taken[-1].quantifier


def told_by_their_bodies(
    group: Group, best: int | None, earlier: list[Casualty], victims: VictimWords
) -> Casualty | None:
    """ "Five men died ... two bodies are yet to be identified": of the five, unless they are more or others."""
    doc, words = group.doc, {t.lower_ for t in group.doc[group.start : group.end]}
    near = [
        c for c in earlier if c.outcome == "killed" and c.counting == "count" and doc[group.start].idx - c.end < 400
    ]
    if not best or not near or words & {"more", "other", "another", "further"} or any(map(is_ordinal, words)):
        return None
    whose = victim_class(group, victims, [])
    if whose != "unknown" and all(c.victim_class not in (whose, "unknown", "mixed") for c in near):
        return None  # "eight soldiers were killed; three militants' bodies"
    return near[-1] if best <= sum(c.best or 0 for c in near) else None
