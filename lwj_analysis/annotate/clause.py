"""Who stands where around an outcome word: its subjects and its objects."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Token

from lwj_analysis.annotate.coordination import antecedent, left_chain, right_chain
from lwj_analysis.annotate.groups import Group, word_set
from lwj_analysis.annotate.outcomes import Trigger
from lwj_analysis.annotate.quantities import is_ordinal
from lwj_analysis.annotate.reader import OPENERS, PART_OPENERS, Reader, before_brackets, part_opener, starting_at
from lwj_analysis.annotate.victims import is_people

BE = word_set("was were been be being is are am get gets got gotten getting")


RAISED = word_set(
    "believed thought said reported feared known confirmed claimed alleged presumed understood estimated listed "
    "declared considered found pronounced rumored rumoured assumed supposed"
)


BETWEEN = word_set("to not n't also all both each later then subsequently themselves himself still n’t")


_QUOTES = frozenset(["“", '"', "‘", "'"])
_LINKING = word_set(
    "escape escapes escaped emerged survived remain remains remained lie lies lay lying stay stayed turned ended go "
    "went gone"
)


def passive_chain(reader: Reader, trigger: Trigger) -> int | None:
    """The leftmost token of the passive (or "are missing") that ends in ``trigger``; ``None`` if it is none."""
    doc, first, i = reader.doc, reader.sent.start, trigger.start - 1
    seen_be = False
    nearest = next((doc[j].lower_ for j in range(i, first - 1, -1) if doc[j].pos_ != "ADV"), "")
    if nearest in ("have", "has", "had", "having") and trigger.kind == "verb":
        return None  # "is thought to have killed"
    while i >= first:
        token = doc[i]
        lower = token.lower_
        if lower in ("have", "having") and not seen_be and trigger.kind == "verb":
            return None  # "are said to have killed or wounded 38"
        if lower in BE or (trigger.kind == "adjective" and lower in _LINKING):
            seen_be, i = True, i - 1
        elif token.pos_ in ("AUX", "ADV", "PART") or lower in RAISED | BETWEEN | {
            "have",
            "has",
            "had",
            "may",
            "might",
        }:
            if seen_be and token.pos_ == "ADV" and lower not in BETWEEN and not lower.endswith("ly"):
                break
            i -= 1
        elif not seen_be and token.text in _QUOTES and i == trigger.start - 1:
            i -= 1  # 'were "neutralised"'
        elif not seen_be and (step := _over_coordination(reader, i)) is not None:
            i = step
        else:
            break
    return i + 1 if seen_be else None


def verb_chain(reader: Reader, start: int) -> int:
    """The leftmost auxiliary or adverb of the verb at ``start``."""
    doc, i = reader.doc, start - 1
    while i >= reader.sent.start and (
        doc[i].pos_ in ("AUX", "ADV", "PART") or doc[i].lower_ in RAISED | BETWEEN | {"have", "has", "had"}
    ):
        i -= 1
    return i + 1


def objects(reader: Reader, trigger: Trigger) -> list[Group]:
    """The groups right after the trigger, over coordinated triggers ("killed and wounded 12")."""
    doc, i = reader.doc, trigger.end
    while i < reader.sent.end:
        token = doc[i]
        if i in reader.at and reader.at[i].start >= trigger.end:
            break
        if (
            token.pos_ in ("ADV", "PART")
            or token.lower_ == "between"
            or token.text in OPENERS - {":", "("} | {"”", "’"}
        ):
            i += 1
        elif token.lower_ in ("and", "or", "/", "&", ",") and (other := _trigger_from(reader, i + 1)) is not None:
            i = other.end
        else:
            break
    group = reader.at.get(i)
    if group is None or group.start < trigger.end or group.left < trigger.start:
        return _parsed_objects(reader, trigger)
    return right_chain(reader, group)


def inside_gap(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    inside = [g for g in reader.groups if trigger.start < g.start and g.end < trigger.end]
    if inside:
        yield from (g for g in right_chain(reader, inside[0]) if g.end < trigger.end)


def subjects(reader: Reader, trigger: Trigger, left: int) -> list[Group]:
    """The people who are the subject of the verb chain that starts at ``left``."""
    near = _near_subject(reader, left - 1)
    if near is not None and not is_people(near, reader.words):
        near = None
    parsed = parsed_subject(reader, trigger)
    if near is not None and parsed is not None and parsed.end <= near.left and _in_relative(reader, parsed, near):
        near = None
    if near is not None and parsed is not None and parsed.end < near.left and _told_already(reader, parsed, trigger):
        parsed = None  # "two others wounded by a mine, and a fourth member died"
    if near is None and parsed is None:
        near = antecedent(reader, left) or _described_subject(reader, left)
    chain = left_chain(reader, near)
    if (
        parsed is None
        or parsed in chain
        or (near is not None and (near.number is not None or is_ordinal(near.head.text)))
    ):
        return chain
    others = [reader.at.get(c.i) for c in parsed.head.conjuncts if parsed.end <= c.i < left]
    return left_chain(reader, parsed) + [g for g in others if g is not None and is_people(g, reader.words)]


def subjects_before(reader: Reader, verb: int) -> list[Group]:
    found = subjects(reader, as_trigger(reader.doc[verb]), verb_chain(reader, verb))
    return [g for g in found if is_people(g, reader.words)]


def parsed_subject(reader: Reader, trigger: Trigger) -> Group | None:
    token = reader.doc[trigger.start]
    for _ in range(4):
        for child in token.lefts if _has_one_subject(token) else reversed(list(token.lefts)):
            if child.dep_ in ("nsubjpass", "nsubj"):
                if child.lower_ in ("who", "that", "which"):
                    verb = next((a for a in (token, *token.ancestors) if a.dep_ == "relcl"), None)
                    return reader.at.get(verb.head.i) if verb is not None else None
                group = reader.at.get(child.i)
                return group if group is not None and is_people(group, reader.words) else None
        if (token.dep_ in ("conj", "xcomp", "acomp", "attr", "oprd", "ccomp") and token.head.i < token.i) or (
            token.dep_ == "advcl" and token.tag_ == "VBD" and token.head.i < token.i
        ):
            token = token.head
        elif token.dep_ == "pcomp" and token.head.head.i < token.i:
            token = token.head.head  # "before being shot"
        elif token.dep_ == "advcl" and token.tag_ == "VBG" and token.head.i < token.i:
            token = token.head
        else:
            break
    return None


def _has_one_subject(verb: Token) -> bool:
    """Not "a woman and two children shot; woman dies": the nearer of two clauses that the parser made one."""
    return sum(c.dep_ in ("nsubj", "nsubjpass") for c in verb.lefts) < 2 or ";" not in [c.text for c in verb.lefts]


def as_trigger(token: Token) -> Trigger:
    return Trigger(token.i, token.i + 1, "", "verb", "past" if token.tag_ in ("VBD", "VBN") else "base")


def _over_coordination(reader: Reader, i: int) -> int | None:
    """Step left over "shot and" in "was shot and killed"."""
    doc = reader.doc
    if doc[i].lower_ not in ("and", "or", ",", "/", "&", "then"):
        return None
    j = i - 1
    while (j > reader.sent.start and doc[j].lower_ in (",", "and", "or")) or doc[j].pos_ == "ADV":
        j -= 1
    if j <= reader.sent.start or doc[j].pos_ not in ("VERB", "ADJ") or doc[j].tag_ not in ("VBN", "VBD", "JJ"):
        return None
    return j - 1


def _parsed_objects(reader: Reader, trigger: Trigger) -> list[Group]:
    token = reader.doc[trigger.start]
    if trigger.kind != "verb" or (trigger.form == "past" and token.tag_ == "VBN"):
        return []
    objects = [c for c in token.children if c.dep_ == "dobj"]
    found = [reader.at.get(c.i) for c in objects if c.i >= trigger.end]
    after = reader.doc[trigger.end].text if trigger.end < reader.sent.end else ""
    if after == "(":
        return []  # "11 killed (6 rebels, 5 soldiers)"
    if after == ",":
        found = [g for g in found if g is not None and g.number is not None]  # "two lawyers shot dead, Basra centre"
    if token.dep_ == "relcl" and any(c.lower_ in ("whom", "that") for c in objects):
        found.append(reader.at.get(token.head.i))  # "a man whom soldiers killed"
    return [g for group in found if group is not None for g in right_chain(reader, group)]


def _trigger_from(reader: Reader, i: int) -> Trigger | None:
    while i < reader.sent.end and reader.doc[i].pos_ == "ADV":
        i += 1
    return next((t for t in reader.triggers if t.start == i and t.kind == "verb"), None)


def _in_relative(reader: Reader, subject: Group, near: Group) -> bool:
    """ "The men who abducted 12 pupils were killed": the pupils are the object inside the clause."""
    between = reader.doc[subject.end : near.left]
    return bool(between) and between[0].lower_ in ("who", "that", "which") and any(t.pos_ == "VERB" for t in between)


def _described_subject(reader: Reader, left: int) -> Group | None:
    """ "Two of the terrorists holed up in a house in Kulgam were gunned down": the counted people."""
    before = [g for g in reader.groups if g.number is not None and g.end < left and left - g.end < 14]
    if not before or not is_people(before[-1], reader.words, strict=True):
        return None
    between = reader.doc[before[-1].end : left]
    plain = not any(t.is_punct or t.pos_ in ("CCONJ", "SCONJ") or t.dep_ in ("nsubj", "nsubjpass") for t in between)
    verbs = [t for t in between if t.pos_ in ("VERB", "AUX")]
    return before[-1] if plain and len(verbs) == 1 and verbs[0].i == between.start else None


def _told_already(reader: Reader, group: Group, trigger: Trigger) -> bool:
    """The outcome word right behind the group is not this one: it has told of them."""
    return any(t.start == group.end and t.end < trigger.start and t.form == "past" for t in reader.triggers)


def _near_subject(reader: Reader, i: int) -> Group | None:
    """The noun phrase that ends before token ``i``, the head one of "soldiers of the third brigade"."""
    doc = reader.doc
    for _ in range(6):
        i = before_brackets(reader, i + 1) - 1
        while doc[i].lower_ in ("who", "that", "which", "all", "both"):
            i = before_brackets(reader, i) - 1
        if i < reader.sent.start:
            return None
        if doc[i].text == ",":
            listed = reader.at.get(i - 1)
            if listed is not None and listed.end == i and listed.number and _closes_list(reader, i, listed):
                return listed  # "twelve soldiers, and four attackers, were killed"
            closing, i = i, _before_parenthesis(reader, i)
            if i is None:
                return None
            named = reader.at.get(i)
            counted = starting_at(reader, i + 2)
            if named is not None and counted is not None and counted.end == closing and _counts(counted, named, reader):
                return counted
            continue
        if doc[i].text in DASHES and (opening := _opening_dash(reader, i)) is not None:
            i = opening - 1
            continue
        group = reader.at.get(i)
        if group is None or group.end != i + 1:
            return None
        before = doc[group.left - 1] if group.left > reader.sent.start else None
        opener = part_opener(doc, before.i) if before is not None else None
        before = before if opener is None else doc[opener]
        attached = before is not None and (before.pos_ == "ADP" or opener is not None) and before.lower_ != "that"
        if attached and before.i - 1 in reader.at:
            i = before.i - 1
            continue
        return group
    return None


def _opening_dash(reader: Reader, i: int) -> int | None:
    """The dash that opens what the dash at ``i`` closes ("15 people - four soldiers and 11 civilians - were")."""
    return next((j for j in range(i - 1, max(reader.sent.start, i - 30), -1) if reader.doc[j].text in DASHES), None)


DASHES = frozenset(("-", "–", "—", "--"))


def _closes_list(reader: Reader, comma: int, group: Group) -> bool:
    """ "Twelve soldiers, and four attackers, were killed"; not "eight people, among them a boy and two women, were"."""
    opening = _before_parenthesis(reader, comma)
    inside = [t.lower_ for t in reader.doc[(opening or comma) + 2 : comma]]
    part = inside[:1] and (
        inside[0] in ("among", "including", "of", "mostly", "some") or {"them", "whom"} & set(inside)
    )
    return reader.doc[group.left - 1].lower_ == "and" and not part


def _counts(apposition: Group, named: Group, reader: Reader) -> bool:
    """ "Their escort, two officers, died": the apposition says how many they were."""
    if apposition.number is None or named.number is not None or named.head.tag_ == "NNP":
        return False
    return apposition.noun.tag_ in ("NNS", "NNPS") and is_people(apposition, reader.words, strict=True)


def _before_parenthesis(reader: Reader, i: int) -> int | None:
    """The token before the comma that opens what the comma at ``i`` closes; for a single comma the one before it."""
    doc = reader.doc
    if i and doc[i - 1].i in reader.at and doc[i + 1].lower_ in ("who", "which"):
        return i - 1
    opens = [j for j in range(i - 1, max(reader.sent.start, i - 30), -1) if doc[j].text in (",", "(", "–", "—")]
    listed = [j for j in opens if _names_part(reader, j + 1)]
    return next(iter(listed or opens), reader.sent.start) - 1 if opens else None


def _names_part(reader: Reader, i: int) -> bool:
    """Whether words that list a part start at token ``i``: "including", "among them", "two of them", "mostly"."""
    words = [t.lower_ for t in reader.doc[i : i + 4]]
    return words[0] in PART_OPENERS or any(a == "of" and b in ("them", "whom") for a, b in pairwise(words))
