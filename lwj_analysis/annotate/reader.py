"""One sentence as the rules of casualties see it: its people, its outcome words, and who is tied to what so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from lwj_analysis.annotate.groups import Group, word_set
from lwj_analysis.annotate.outcomes import Trigger
from lwj_analysis.annotate.victims import VictimWords, is_people

PART_OPENERS = word_set("including includes incl incl. among mostly mainly notably")
OPENERS = frozenset(["“", '"', "‘", "'", "(", ":"])


@dataclass(slots=True)
class Link:
    """One group of people, what happened to them, and the rule that says so."""

    group: Group
    outcome: str
    trigger: int
    rule: str
    counting: str = "count"
    of: Link | None = None
    reading: tuple[int | None, int | None, int | None, str] | None = None  # where it is not the group's own


@dataclass(slots=True)
class Reader:
    """One sentence with its groups and triggers: what the rules look at."""

    sent: Span
    groups: list[Group]
    triggers: list[Trigger]
    words: VictimWords
    links: list[Link] = field(default_factory=list)
    at: dict[int, Group] = field(default_factory=dict)  # token -> the group it belongs to
    text: str = ""
    verbs_at: frozenset[int] = frozenset()  # where outcome words stand that have victims of their own

    def __post_init__(self) -> None:
        self.text = self.sent.text
        own = ("verb", "subject_verb", "adjective")
        self.verbs_at = frozenset(t.start for t in self.triggers if t.kind in own)
        self.at = {i: g for g in self.groups for i in range(g.left if g.number else g.start, g.end)}

    @property
    def doc(self) -> Doc:
        return self.sent.doc


def add_link(reader: Reader, link: Link) -> None:
    """Add ``link``; "killed or wounded 12" is one link of open outcome, the same twice is one."""
    for old in reader.links:
        if old.group is not link.group:
            continue
        if old.outcome == link.outcome or "casualties" in (old.outcome, link.outcome):
            return
        if _left_open(reader, old, link):
            old.outcome = "casualties"
            return
        if {old.outcome, link.outcome} == {"killed", "wounded"} and (
            abs(old.trigger - link.trigger) < 4 or (link.outcome == "killed" and old.rule == "reduced_passive")
        ):
            old.outcome, old.trigger, old.rule = "killed", link.trigger, link.rule  # "beaten, stabbed and decapitated"
            if link.counting == "subset":  # "43 were killed, four attackers among them, and 90 injured"
                old.counting, old.of = link.counting, link.of
            return
    reader.links.append(link)


def _left_open(reader: Reader, one: Link, other: Link) -> bool:
    first, last = sorted((one.trigger, other.trigger))
    between = [t.lower_ for t in reader.doc[first + 1 : last]]
    if len(between) > 4 or set(between) & {"later", "then", "subsequently", "who"}:
        return False
    if "or" in between or "/" in between:
        return True
    plain = all(reader.doc[link.trigger].lower_ in _PLAIN for link in (one, other))
    return plain and {one.outcome, other.outcome} == {"killed", "wounded"} and bool({"and", "&"} & set(between))


_PLAIN = word_set(
    "kill kills killed killing dead wound wounds wounded wounding injure injures injured injuring hurt maimed"
)


def starting_at(reader: Reader, i: int) -> Group | None:
    """The group that starts at token ``i``, bounds, quotes and adverbs skipped."""
    while (
        i < reader.sent.end
        and i not in reader.at
        and (
            reader.doc[i].pos_ == "ADV"
            or reader.doc[i].text in OPENERS
            or reader.doc[i].lower_ in ("some", "nearly", "at", "least")
        )
    ):
        i += 1
    group = reader.at.get(i)
    if group is None or (group.start < i and not (group.start == i - 1 and reader.doc[i - 1].pos_ == "DET")):
        return None
    return group


def ending_at(reader: Reader, end: int) -> Group | None:
    """The group that ends before token ``end``, its "of"/"from"/"in" complements included."""
    for _ in range(4):
        end = before_brackets(reader, end)
        group = _covering(reader, end - 1)
        if group is None or group.end != end:
            return None
        before = reader.doc[group.left - 1] if group.left > reader.sent.start else None
        opener = part_opener(reader.doc, before.i) if group.number is None and before is not None else None
        if opener is not None and before.lower_ in ("including", "incl", "incl.", "."):
            end = opener  # "3 people including the bomber dead"
            continue
        counted = is_people(group, reader.words, strict=group.number is None)
        if (
            counted
            and before is not None
            and before.lower_ == "of"
            and (whole := reader.at.get(before.i - 1)) is not None
        ):
            counted = whole.number is None  # "12 members of the security forces"
        if not counted and before is not None and before.pos_ == "ADP" and before.i - 1 in reader.at:
            end = before.i
            continue
        return group
    return None


def part_opener(doc: Doc, i: int) -> int | None:
    """The token that opens a part ("including", "among", "incl", "incl.") where it ends at token ``i``."""
    if doc[i].text == "." and i and doc[i - 1].lower_ == "incl":
        return i - 1
    return i if doc[i].lower_ in PART_OPENERS else None


def before_brackets(reader: Reader, end: int) -> int:
    """``end``, or where the brackets and quotation marks that close before it open ("one woman (b. 1948) killed")."""
    doc, first = reader.doc, reader.sent.start
    while end - 1 > first and doc[end - 1].text in (")", "”", '"', "’", "'") and end - 1 not in reader.at:
        opening = next((i for i in range(end - 2, max(first, end - 15), -1) if doc[i].text == "("), None)
        end = opening if doc[end - 1].text == ")" and opening is not None else end - 1
    return end


def _covering(reader: Reader, i: int) -> Group | None:
    group = reader.at.get(i)
    return group if group is not None and group.start <= i else None


def group_at_char(reader: Reader, char: int) -> Group | None:
    """The group that starts at the character, or after words that bound its number."""
    return starting_at(reader, token_at(reader, char))


def token_at(reader: Reader, char: int) -> int:
    """Index of the first token of the sentence that ends after ``char``."""
    return next((t.i for t in reader.sent if t.idx + len(t.text) > char), reader.sent.end - 1)


def trigger_ending(reader: Reader, end: int) -> Trigger | None:
    return next((t for t in reader.triggers if t.end == end and not t.gap), None)
