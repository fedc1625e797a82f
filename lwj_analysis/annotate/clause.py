"""Who stands where around an outcome word: its subjects, its objects, and the groups coordinated with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate.outcomes import Trigger
from lwj_analysis.annotate.victims import Group, VictimWords, full_end, is_people, word_set

BE = word_set("was were been be being is are am get gets got gotten getting")


_LINKING = word_set(
    "escape escapes escaped emerged survived remain remains remained lie lies lay lying stay stayed turned ended go "
    "went gone"
)


RAISED = word_set(
    "believed thought said reported feared known confirmed claimed alleged presumed understood estimated listed "
    "declared considered found pronounced rumored rumoured assumed supposed"
)


BETWEEN = word_set("to not n't also all both each later then subsequently themselves himself still n’t")


_SAYING = word_set(
    "say report claim add confirm announce believe state tell note acknowledge admit allege insist suggest estimate "
    "mean show reveal indicate declare write assert maintain stress think fear which"
)
_JOINERS = word_set(", and & plus nor or")
_OPENERS = frozenset(["“", '"', "‘", "'", "(", ":"])


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
        if {old.outcome, link.outcome} == {"killed", "wounded"} and abs(old.trigger - link.trigger) < 4:
            old.outcome = "killed"  # "beaten, stabbed and decapitated"
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
        elif not seen_be and (step := _over_coordination(reader, i)) is not None:
            i = step
        else:
            break
    return i + 1 if seen_be else None


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
        if token.pos_ in ("ADV", "PART") or token.text in _OPENERS - {":", "("} | {"”", "’"}:
            i += 1
        elif token.lower_ in ("and", "or", "/", "&", ",") and (other := _trigger_from(reader, i + 1)) is not None:
            i = other.end
        else:
            break
    group = reader.at.get(i)
    if group is None or group.start < trigger.end or group.left < trigger.start:
        return _parsed_objects(reader, trigger)
    return right_chain(reader, group)


def _parsed_objects(reader: Reader, trigger: Trigger) -> list[Group]:
    token = reader.doc[trigger.start]
    if trigger.kind != "verb" or (trigger.form == "past" and token.tag_ == "VBN"):
        return []
    objects = [c for c in token.children if c.dep_ == "dobj"]
    found = [reader.at.get(c.i) for c in objects if c.i >= trigger.end]
    if token.dep_ == "relcl" and any(c.lower_ in ("whom", "that") for c in objects):
        found.append(reader.at.get(token.head.i))  # "a man whom soldiers killed"
    return [g for group in found if group is not None for g in right_chain(reader, group)]


def _trigger_from(reader: Reader, i: int) -> Trigger | None:
    while i < reader.sent.end and reader.doc[i].pos_ == "ADV":
        i += 1
    return next((t for t in reader.triggers if t.start == i and t.kind == "verb"), None)


def trigger_ending(reader: Reader, end: int) -> Trigger | None:
    return next((t for t in reader.triggers if t.end == end and not t.gap), None)


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
    chain = left_chain(reader, near)
    if parsed is None or parsed in chain or (near is not None and near.number is not None):
        return chain
    others = [reader.at.get(c.i) for c in parsed.head.conjuncts if parsed.end <= c.i < left]
    return left_chain(reader, parsed) + [g for g in others if g is not None and is_people(g, reader.words)]


def _near_subject(reader: Reader, i: int) -> Group | None:
    """The noun phrase that ends before token ``i``, the head one of "soldiers of the third brigade"."""
    doc = reader.doc
    for _ in range(6):
        while (i > reader.sent.start and doc[i].text in (")", "”", '"', "’", "'")) or doc[i].lower_ in (
            "who",
            "that",
            "which",
            "all",
            "both",
        ):
            i -= 1
        if i < reader.sent.start:
            return None
        if doc[i].text == ",":
            i = _before_parenthesis(reader, i)
            if i is None:
                return None
            continue
        group = reader.at.get(i)
        if group is None or group.end != i + 1:
            return None
        before = doc[group.left - 1] if group.left > reader.sent.start else None
        attached = (
            before is not None and (before.pos_ == "ADP" or before.lower_ == "including") and before.lower_ != "that"
        )
        if attached and before.i - 1 in reader.at:
            i = before.i - 1
            continue
        return group
    return None


def _before_parenthesis(reader: Reader, i: int) -> int | None:
    """The token before the comma that opens what the comma at ``i`` closes; for a single comma the one before it."""
    doc = reader.doc
    if i and doc[i - 1].i in reader.at and doc[i + 1].lower_ in ("who", "which"):
        return i - 1
    for j in range(i - 1, max(reader.sent.start, i - 25), -1):
        if doc[j].text in (",", "(", "–", "—"):
            return j - 1
    return None


def parsed_subject(reader: Reader, trigger: Trigger) -> Group | None:
    token = reader.doc[trigger.start]
    for _ in range(4):
        for child in token.children:
            if child.dep_ in ("nsubjpass", "nsubj") and child.i < token.i:
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


def subjects_before(reader: Reader, verb: int) -> list[Group]:
    found = subjects(reader, as_trigger(reader.doc[verb]), verb_chain(reader, verb))
    return [g for g in found if is_people(g, reader.words)]


def left_chain(reader: Reader, group: Group | None) -> list[Group]:
    """``group`` and what is coordinated with it on its left ("A, B and C")."""
    if group is None:
        return []
    chain = [group]
    while True:
        i = chain[0].left - 1
        joined = False
        while i > reader.sent.start and joins(reader.doc[i]):
            joined, i = True, i - 1
        other = ending_at(reader, i + 1)
        if not joined or other is None or other.end > chain[0].left or not is_people(other, reader.words):
            break
        if any(link.group is other for link in reader.links) or _is_object(reader, other, chain[0]):
            break
        if (chain[0].bare or other.bare) and not (chain[0].bare and other.bare):
            break  # "an attack on two posts, and 15 were wounded"
        parsed = chain[0].head in other.head.conjuncts
        if _is_apposition(reader, other, chain[0]):
            chain[0] = other
            continue
        determined = parsed and reader.doc[other.start].pos_ in ("DET", "PRON")
        if not is_people(other, reader.words, strict=other.number is None and not determined):
            break
        chain.insert(0, other)
    return chain


def _is_object(reader: Reader, group: Group, conjunct: Group) -> bool:
    """Whether ``group`` belongs to the clause before: after its verb or preposition, and the parse does not coordinate."""
    before = reader.doc[group.left - 1] if group.left > reader.sent.start else None
    if (
        before is None
        or before.pos_ not in ("VERB", "ADP")
        or before.lemma_.lower() in _SAYING | {"leave", "that", "with", "after"}
    ):
        return False
    return conjunct.head not in group.head.conjuncts and conjunct.noun not in group.head.conjuncts


def right_chain(reader: Reader, group: Group | None) -> list[Group]:
    """``group`` and what is coordinated with it on its right, as long as that has no verb of its own."""
    if group is None:
        return []
    chain, last = [group], group
    while (following := _next_conjunct(reader, last)) is not None:
        if not _is_apposition(reader, last, following):
            chain.append(following)
        last = following
    return chain


def _is_apposition(reader: Reader, group: Group, following: Group) -> bool:
    """ "a tribal elder, Malik Khan, and his guards", "Abu Yusuf, a commander, and": the same person told twice."""
    between = reader.doc[full_end(group) if full_end(group) <= following.left else group.end : following.left]
    if following.number is not None or [t.text for t in between] != [","]:
        return False
    name, other = group.head.pos_ == "PROPN", following.head.pos_ == "PROPN"
    one = group.number is None or group.number.best == 1
    if one and not name and other and following.head.ent_type_ not in ("NORP",):
        return True
    determined = reader.doc[following.start].pos_ in ("DET", "PRON") or any(t.tag_ == "POS" for t in _tokens(following))
    return name and group.number is None and not other and determined


def _tokens(group: Group) -> list[Token]:
    return list(group.doc[group.start : group.end])


def _next_conjunct(reader: Reader, group: Group) -> Group | None:
    doc = reader.doc
    after = [g for g in reader.groups if g.start >= group.end][:4]
    for following in after:
        between = list(doc[group.end : following.left])
        if any(t.i in reader.verbs_at for t in between):
            return None
        listed = [t.text for t in between] == [","] and following.number is None
        if listed and not _list_goes_on(reader, following):
            return None  # "killed 56, a doctor at the hospital said"
        if not between or not joins(between[-1]):
            if following.number is not None:
                return None
            continue
        plain = all(joins(t) for t in doc[min(full_end(group), following.left) : following.left])
        attached = all(
            t.pos_ in ("ADP", "DET", "PROPN", "NOUN", "ADJ", "NUM", "CCONJ", "PART") or t.text == "," for t in between
        )
        parsed = following.head in group.head.conjuncts or following.noun in group.head.conjuncts
        if (plain or parsed or (attached and following.number is not None)) and follower_is_free(reader, following):
            # "workers of the consulate, and one in the next town" goes on with attacks, not with workers
            loose = (
                following.bare and group.number is None and doc[min(following.end, reader.sent.end - 1)].pos_ == "ADP"
            )
            determined = plain and doc[following.start].pos_ in ("DET", "PRON") and following.noun.pos_ == "NOUN"
            strict = not determined and (not parsed or following.number is None)
            apart = doc[following.end : following.end + 2].text.lower() in ("among them", "among whom", "among those")
            if not loose and not apart and is_people(following, reader.words, strict=strict):
                return following
        if following.number is not None or plain:
            return None
    return None


def _list_goes_on(reader: Reader, group: Group) -> bool:
    """An "and" comes after the group before any verb does."""
    for token in reader.doc[group.end : min(group.end + 14, reader.sent.end)]:
        if token.lower_ in ("and", "&"):
            return True
        if token.pos_ in ("VERB", "AUX") or token.text in (";", ":", "."):
            return False
    return False


def follower_is_free(reader: Reader, group: Group) -> bool:
    """No verb and no outcome word of its own comes after the group."""
    doc, i = reader.doc, full_end(group)
    for start in {group.end, i}:
        j = start
        while j < reader.sent.end and doc[j].pos_ == "ADV":
            j += 1
        if j >= reader.sent.end:
            continue
        token = doc[j]
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD") or token.pos_ == "AUX" or j in reader.verbs_at:
            return False
        if token.lower_ in ("who", "of"):
            continue
    return True


def joins(token: Token) -> bool:
    """ "and", a comma, and the words of "as well as", "along with", "together with"."""
    lower = token.lower_
    if lower == "with":
        return token.i > 0 and token.nbor(-1).lower_ in ("along", "together")
    if lower in ("as", "well"):
        return "well" in {t.lower_ for t in token.doc[max(0, token.i - 1) : token.i + 2]}
    return lower in _JOINERS or lower in ("along", "together", "then", "also")


def starting_at(reader: Reader, i: int) -> Group | None:
    """The group that starts at token ``i``, bounds, quotes and adverbs skipped."""
    while (
        i < reader.sent.end
        and i not in reader.at
        and (
            reader.doc[i].pos_ == "ADV"
            or reader.doc[i].text in _OPENERS
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
        while end - 1 > reader.sent.start and reader.doc[end - 1].text in (")", "”", '"'):
            end -= 1
        group = _covering(reader, end - 1)
        if group is None or group.end != end:
            return None
        before = reader.doc[group.left - 1] if group.left > reader.sent.start else None
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


def _covering(reader: Reader, i: int) -> Group | None:
    group = reader.at.get(i)
    return group if group is not None and group.start <= i else None


def group_at_char(reader: Reader, char: int) -> Group | None:
    """The group that starts at the character, or after words that bound its number."""
    return starting_at(reader, token_at(reader, char))


def token_at(reader: Reader, char: int) -> int:
    """Index of the first token of the sentence that ends after ``char``."""
    return next((t.i for t in reader.sent if t.idx + len(t.text) > char), reader.sent.end - 1)


def as_trigger(token: Token) -> Trigger:
    return Trigger(token.i, token.i + 1, "", "verb", "past" if token.tag_ in ("VBD", "VBN") else "base")
