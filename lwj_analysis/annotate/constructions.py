"""Which words tie an outcome to which people: one small function a construction, each with the name of its rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate.victims import Group, VictimWords, full_end, is_people
from lwj_analysis.lexicon import Lexicon

_BE = frozenset("was were been be being is are am get gets got gotten getting".split())
_LINKING = frozenset(
    "escape escapes escaped emerged survived remain remains remained lie lies lay lying stay stayed turned ended go went gone".split()
)
_RAISED = frozenset(
    "believed thought said reported feared known confirmed claimed alleged presumed understood estimated listed declared "
    "considered found pronounced rumored rumoured assumed supposed".split()
)
_BETWEEN = frozenset("to not n't also all both each later then subsequently themselves himself still n’t".split())
_SAYING = frozenset(
    "say report claim add confirm announce believe state tell note acknowledge admit allege insist suggest estimate mean "
    "show reveal indicate declare write assert maintain stress think fear which".split()
)
_JOINERS = frozenset(", and & plus nor or".split())
_DOUBTED = frozenset("neutralize neutralise neutralized neutralised eliminate".split())
_QUOTES = frozenset("“ \" ‘ '".split())
_OPENERS = frozenset("“ \" ‘ ' ( :".split())


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to tell an outcome: the words after the first (``tail``), how it takes its victims (``kind``)."""

    outcome: str
    kind: str  # verb, subject_verb, adjective, noun, count_noun
    form: str  # base, past, participle, ing, s, word
    tail: tuple[str, ...] = ()
    zero: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """The table ``casualties.toml`` by first word, and the single words that can stand before a noun."""

    by_word: dict[str, tuple[Outcome, ...]]
    modifiers: frozenset[str]


@dataclass(slots=True)
class Trigger:
    """An outcome word in its sentence: tokens ``start`` to ``end`` (exclusive); ``gap`` where its parts stand apart."""

    start: int
    end: int
    outcome: str
    kind: str
    form: str
    zero: bool = False
    gap: bool = False
    strict: bool = False  # the word has other senses: only numbers and nouns known as people count


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

    def __post_init__(self) -> None:
        self.at = {i: g for g in self.groups for i in range(g.left if g.number else g.start, g.end)}

    @property
    def doc(self) -> Doc:
        return self.sent.doc


def outcome_words(lexicon: Lexicon) -> OutcomeWords:
    """``casualties.toml``, every verb in all its forms."""
    by_word: dict[str, list[Outcome]] = {}
    modifiers = set()
    for entry in lexicon.casualties.values():
        for kind, forms in (("verb", entry.verbs), ("subject_verb", entry.subject_verbs)):
            for verb in forms:
                first, *tail = verb.split()
                for word, form in _inflected(first):
                    by_word.setdefault(word, []).append(
                        Outcome(entry.outcome, kind, form, tuple(tail), strict=verb in entry.other_senses)
                    )
        for word in entry.participles:
            by_word.setdefault(word, []).append(Outcome(entry.outcome, "verb", "past"))
            modifiers.add(word)
        for kind, forms in (("adjective", entry.adjectives), ("noun", entry.nouns), ("count_noun", entry.count_nouns)):
            for words in forms:
                first, *tail = words.split()
                for word in {first, *(_plurals(first) if kind != "adjective" else ())}:
                    by_word.setdefault(word, []).append(Outcome(entry.outcome, kind, "word", tuple(tail), entry.zero))
        modifiers |= {w for w in entry.adjectives if " " not in w}
        plain = [v for v in (*entry.verbs, *entry.subject_verbs) if " " not in v and v not in _NOUNS_TOO]
        modifiers |= {word for verb in plain for word, form in _inflected(verb) if form in ("base", "s")}
    ordered = {
        w: tuple(sorted(o, key=lambda x: (-len(x.tail), _KIND_ORDER[x.kind], x.form != "past")))
        for w, o in by_word.items()
    }
    return OutcomeWords(ordered, frozenset(modifiers))


def find_triggers(sent: Span, words: OutcomeWords) -> list[Trigger]:
    """The outcome words of the sentence, longest first, none inside another."""
    found, i = [], sent.start
    while i < sent.end:
        trigger = _trigger_at(sent, i, words)
        if trigger is not None:
            found.append(trigger)
        i = trigger.end if trigger is not None and not trigger.gap else i + 1
    gapped = [t for t in found if t.gap]
    return [t for t in found if t.gap or not any(g.start < t.start < g.end and t.end == g.end for g in gapped)]


def find_links(reader: Reader) -> list[Link]:
    """Run every construction over the sentence; what an earlier one has read, a later one leaves."""
    for trigger in reader.triggers:
        if not is_hypothetical(reader, trigger):
            for rule in _BY_KIND[trigger.kind]:
                if _link(reader, trigger, rule):
                    break
    for rule in _OVER_SENTENCE:
        for link in rule(reader):
            _add(reader, link)
    governed = {id(l.group) for l in reader.links if l.rule != "attributive"}
    return [l for l in reader.links if l.rule != "attributive" or id(l.group) not in governed]


def is_hypothetical(reader: Reader, trigger: Trigger) -> bool:
    """Planned, threatened, wished, imagined, denied by the clause's own "not": nothing has happened to anybody."""
    doc, first = reader.doc, reader.sent.start
    i = trigger.start - 1
    chain = []
    while i >= first and (
        doc[i].pos_ in ("AUX", "ADV", "PART") or doc[i].lower_ in _BE | _RAISED | {"not", "n't", "to", "have"}
    ):
        chain.append(doc[i].lower_)
        i -= 1
    if {"not", "n't", "n’t", "never"} & set(chain) and trigger.kind in ("verb", "subject_verb", "adjective"):
        return not _negated_any(reader, trigger)
    if {"would", "could", "will", "can", "should", "must", "shall", "'ll", "’ll", "'d"} & set(chain):
        return not {"dead", "missing"} & {trigger_word(reader, trigger)}
    if {"may", "might"} & set(chain) and "have" not in chain and trigger.kind != "adjective":
        return True
    if "to" in chain and trigger.kind in ("verb", "subject_verb") and "have" not in chain and chain[-1] == "to":
        return not _done_infinitive(doc, i, chain) and not _used_to(reader, trigger)
    before = {t.lower_ for t in doc[max(first, trigger.start - 7) : trigger.start]}
    if before & {"if", "unless", "whether"} and not before & {",", "even"}:
        return True
    if _UNSAID.search(doc[first : trigger.start].text):
        return True
    close = {t.lower_ for t in doc[max(first, trigger.start - 3) : trigger.start]}
    return bool(close & _UNREAL)


def _used_to(reader: Reader, trigger: Trigger) -> bool:
    """ "used car bombs to kill at least 215 people": a numbered object of what was done."""
    used = any(
        a.lemma_.lower() in ("use", "explode", "detonate", "employ") for a in reader.doc[trigger.start].ancestors
    )
    group = reader.at.get(trigger.end)
    return used and group is not None and group.number is not None


def trigger_word(reader: Reader, trigger: Trigger) -> str:
    return reader.doc[trigger.start].lower_


# ---- constructions: trigger -> groups ----


def active_object(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "killed 12 soldiers", "killing at least 3", "claimed the lives of 4 policemen", "shot dead two men"."""
    if trigger.gap:
        yield from _inside_gap(reader, trigger)
        return
    if _passive_chain(reader, trigger) is not None:
        return
    yield from _objects(reader, trigger)


def passive_subject(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "Twelve people, three of them children, were reported killed", "two who have been wounded"."""
    chain = _passive_chain(reader, trigger)
    if chain is not None:
        yield from _subjects(reader, trigger, chain)


def dying_subject(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "Two soldiers died", "who later succumbed"."""
    if trigger_word(reader, trigger) in ("fall", "fell", "falls", "fallen") and trigger.end == trigger.start + 1:
        after = reader.doc[trigger.end] if trigger.end < reader.sent.end else None
        if (
            after is not None
            and after.pos_ in ("ADP", "PART", "ADV", "ADJ", "NOUN", "NUM")
            and after.lower_ not in ("in", "during", "on", "at")
        ):
            return  # "fell to 12", "fell back"
        yield from (g for g in _subjects(reader, trigger, _verb_chain(reader, trigger.start)) if g.number is not None)
        return
    yield from _subjects(reader, trigger, _verb_chain(reader, trigger.start))


def reduced_passive(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "left two dead", "and five wounded", "Nine soldiers killed in raid": the people right before the word."""
    if trigger.form in ("base", "ing", "s") or trigger.gap:
        return
    i = trigger.start - 1
    if reader.doc[i].lower_ in ("or", "and", "&", "/") and (earlier := _trigger_ending(reader, i)) is not None:
        i = earlier.start - 1  # "45 dead or missing"
    while (
        i >= reader.sent.start
        and (doc_word := reader.doc[i].lower_)
        and (reader.doc[i].pos_ == "ADV" or doc_word in _RAISED | _BETWEEN | {"of", "being", "as", "been"})
    ):
        i -= 1
    if reader.doc[i].lower_ == "no" and i >= reader.sent.start:
        yield Group(reader.doc, i, trigger.end, reader.doc[trigger.start])  # "no wounded"
        return
    group = _ending_at(reader, i + 1)
    imagined = (
        group is not None
        and {t.lower_ for t in reader.doc[max(reader.sent.start, group.left - 4) : group.left]} & _WOULD
    )
    actor = group is not None and group.head.lower_ in ("they", "he", "she", "we", "who", "i")  # "they killed"
    if group is not None and group.adjective is None and not imagined and not actor:
        yield from (_left_chain(reader, group) if group.number or group.head.pos_ != "PRON" else [group])


def shared_passive(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "Eight workers were taken from a bus and shot dead": the subject and the auxiliary stand with an earlier verb."""
    token = reader.doc[trigger.start]
    first = token
    while first.dep_ == "conj" and first.head.i < first.i:
        first = first.head
    if trigger.form == "past" and first is not token and any(c.dep_ == "auxpass" for c in first.children):
        group = _parsed_subject(reader, trigger)
        yield from _left_chain(reader, group)


def attributive(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "110 dead soldiers", "10 wounded men": only where they are numbered."""
    group = reader.at.get(trigger.start)
    if group is not None and group.adjective == trigger.start and group.number is not None:
        yield group


def copular_subject(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "Five men are missing", "were found dead", "was dead"."""
    chain = _passive_chain(reader, trigger)
    if chain is not None:
        yield from _subjects(reader, trigger, chain)


def noun_of(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "the deaths of five jihadists", "the killing of 34 tourists", "the bodies of nine hostages"."""
    doc, i = reader.doc, trigger.end
    later = next((c.i for c in doc[trigger.start].children if c.lower_ == "of" and i < c.i < i + 5), i)
    i = later if doc[i].lower_ in ("in", "on", "at", "near") else i  # "the death in combat of 139 men"
    if i < reader.sent.end and doc[i].lower_ == "of":
        for group in _right_chain(reader, _starting_at(reader, i + 1)):
            if group.number is not None or (
                is_people(group, reader.words, strict=True) and group.noun.lower_ != "life"
            ):
                yield group


def counted_noun(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "three fatalities", "no casualties", "65 bodies"."""
    group = reader.at.get(trigger.start)
    if group is None or group.noun.i != trigger.end - 1:
        return
    if group.kind is not None and group.head.lower_ == "one":
        return  # "one of the heaviest losses"
    words = {t.lower_ for t in reader.doc[group.start : group.end]}
    plural = group.noun.tag_ == "NNS" and trigger_word(reader, trigger) == "casualties"
    if group.number is not None or "no" in words or (plural and not words & {"any"}):
        yield group
    elif trigger_word(reader, trigger) in ("body", "corpse") and words & {"a", "another"}:
        yield group


_BY_KIND: dict[str, tuple[Callable[[Reader, Trigger], Iterator[Group]], ...]] = {
    "verb": (attributive, passive_subject, active_object, reduced_passive, shared_passive),
    "subject_verb": (dying_subject,),
    "adjective": (attributive, copular_subject, reduced_passive, active_object),
    "noun": (noun_of,),
    "count_noun": (noun_of, counted_noun),
}
_KIND_ORDER = {"verb": 0, "subject_verb": 1, "adjective": 2, "count_noun": 3, "noun": 4}
_UNSAID = re.compile(
    r"\b(?:(?:did|does|do|could|would)(?: not|n['’]t)|without|refused to|declined to)\s(?:[\w’-]+\s){0,6}?"
    r"(?:say|confirm|specify|claim|know|mention|state|saying|confirming|comment)\b(?:(?!\bbut\b)[^,;:])*$",
    re.I,
)
_WOULD = frozenset("would could will can".split())
_UNREAL = frozenset(
    "any without attempted planned avoid avoiding prevent preventing threatened possible potential".split()
)


# ---- constructions over the whole sentence ----


def toll(reader: Reader) -> Iterator[Link]:
    """ "the death toll rose to 48", "put the number of dead at 47", "its losses at two wounded", "a toll of 31"."""
    text = reader.sent.text
    for match in _TOLL.finditer(text):
        group = _group_at_char(reader, reader.sent.start_char + match.end())
        if group is not None and group.number is not None and is_people(group, reader.words):
            trigger = _token_at(reader, reader.sent.start_char + match.start("what"))
            yield Link(group, _toll_outcome(match["what"]), trigger, "toll")


def toll_brought(reader: Reader) -> Iterator[Link]:
    """ "brings to 41 the number of soldiers killed"."""
    for match in _BROUGHT.finditer(reader.sent.text):
        group = _group_at_char(reader, reader.sent.start_char + match.start("count"))
        if group is not None and group.number is not None:
            what = _token_at(reader, reader.sent.start_char + match.start("what"))
            yield Link(group, _toll_outcome(match["rest"]), what, "toll_brought")


def superseded(reader: Reader) -> Iterator[Link]:
    """The older figure in "climbed from 25 to 38", "177 soldiers had been killed, up from 90"."""
    for match in _UP_FROM.finditer(reader.sent.text):
        group = _group_at_char(reader, reader.sent.start_char + match.end())
        if group is None or group.number is None:
            continue
        rose = not match[0].lower().startswith(("up", "down"))
        if rose:
            near = [l for l in reader.links if l.rule == "toll" and 0 <= l.group.start - group.end < 4]
        else:
            near = [l for l in reader.links if l.group.number is not None and l.group.end <= group.start]
        for newer in near[-1:]:
            yield Link(group, newer.outcome, newer.trigger, "superseded", "repeat", newer)


def toll_list(reader: Reader) -> Iterator[Link]:
    """ "confirmed the toll, a lieutenant and 10 men"."""
    for match in re.finditer(r"\b(?P<what>(?:death )?toll|dead)(?:, |: | – | - )(?=\S)", reader.sent.text):
        group = _group_at_char(reader, reader.sent.start_char + match.end())
        chain = _right_chain(reader, group)
        trigger = _token_at(reader, reader.sent.start_char + match.start())
        if "toll" in match["what"] and len(chain) > 1 and all(_may_be_part(reader, g) for g in chain):
            for part in chain:
                yield Link(part, "killed", trigger, "toll_list")


def labelled(reader: Reader) -> Iterator[Link]:
    """ "Fatalities: 3", "Killed: 2; wounded: 5"."""
    for match in _LABEL.finditer(reader.sent.text):
        group = _group_at_char(reader, reader.sent.start_char + match.end())
        if group is not None and group.number is not None:
            yield Link(
                group, _toll_outcome(match["what"]), _token_at(reader, reader.sent.start_char + match.start()), "label"
            )


def among_the_dead(reader: Reader) -> Iterator[Link]:
    """ "Two peacekeepers were among the dead", "Among those killed was the mayor", "The dead were 20 civilians and two"."""
    doc = reader.doc
    for match in _AMONG.finditer(reader.sent.text):
        trigger = _token_at(reader, reader.sent.start_char + match.start("what"))
        verb = _token_at(reader, reader.sent.start_char + match.start())
        for group in _subjects_before(reader, verb):
            yield Link(group, _toll_outcome(match["what"]), trigger, "among_the_dead", "subset")
    for match in _DEAD_WERE.finditer(reader.sent.text):
        trigger = _token_at(reader, reader.sent.start_char + match.start("what"))
        group = _group_at_char(reader, reader.sent.start_char + match.end())
        counting = (
            "count"
            if re.search(r"(?:were|are|was|is|:)\s*(?:at least\s|about\s)?$", match[0]) and not match["among"]
            else "subset"
        )
        for part in _right_chain(reader, group):
            if part.end >= len(doc) or doc[part.end].lower_ not in _BE:
                yield Link(part, _toll_outcome(match["what"]), trigger, "the_dead_were", counting)


def losses(reader: Reader) -> Iterator[Link]:
    """ "lost six men", "more than 100 men were lost", "cost six officers and 56 soldiers", "took two prisoners"."""
    for token in reader.sent:
        lemma = token.lemma_.lower()
        if lemma == "lose":
            yield from _lost(reader, token)
        elif lemma == "cost":
            for group in _objects(reader, _as_trigger(token)):
                if group.number is not None and is_people(group, reader.words, strict=True):
                    yield Link(group, "killed", token.i, "cost")
        elif lemma in ("take", "seize") or (lemma == "hold" and "prisoners" not in reader.sent.text):
            for group in _objects(reader, _as_trigger(token)):
                outcome = _CAPTIVES.get(group.noun.lemma_.lower())
                if outcome and group.number is not None:
                    yield Link(group, outcome, token.i, "took_captives")


def lives(reader: Reader) -> Iterator[Link]:
    """ "claimed 11 lives", "cost at least 40 insurgents their lives", "at a cost of nine lives", "loss of 12 lives"."""
    for match in _LIVES.finditer(reader.sent.text):
        group = _group_at_char(reader, reader.sent.start_char + match.start("who"))
        if group is not None and group.number is not None:
            yield Link(group, "killed", _token_at(reader, reader.sent.start_char + match.start()), "lives")


def _lost(reader: Reader, token: Token) -> Iterator[Link]:
    trigger = _as_trigger(token)
    chain = _passive_chain(reader, trigger)
    if chain is not None:
        found = [
            g
            for g in _subjects(reader, trigger, chain)
            if g.number is not None and is_people(g, reader.words, strict=True)
        ]
    else:
        found = [
            g for g in _objects(reader, trigger) if g.number is not None or is_people(g, reader.words, strict=True)
        ]
    for group in found:
        after = {t.lower_ for t in reader.doc[group.end : group.end + 2]}
        if group.noun.lemma_.lower() != "life" and is_people(group, reader.words) and not after & _OUTCOME_ADJECTIVES:
            yield Link(group, "killed", token.i, "lost")
    if found and (other := _gapped(reader, found[-1])) is not None:
        yield Link(other, "killed", token.i, "lost")


def _gapped(reader: Reader, group: Group) -> Group | None:
    """The 3 of "the rebels lost 14 fighters and the army 3"."""
    after = [g for g in reader.groups if g.start >= group.end][:2]
    if len(after) == 2 and after[1].bare and after[0].number is None and after[0].end == after[1].left:
        between = reader.doc[group.end : after[0].start]
        return after[1] if between and all(_joins(t) for t in between) else None
    return None


def companions(reader: Reader) -> Iterator[Link]:
    """ "killed along with three bodyguards", "In addition to the bomber, 12 people were killed"."""
    text = reader.sent.text
    for match in _ALONG.finditer(text):
        group = _group_at_char(reader, reader.sent.start_char + match.end())
        if group is None:
            continue
        start = _token_at(reader, reader.sent.start_char + match.start())
        link = _last_link(reader, before=start) if match.start() else _first_link(reader, after=group.end)
        near = link is not None and (
            link.trigger in range(start - 8, start) or match.start() == 0 or full_end(link.group) >= start - 2
        )
        if near and (group.number or is_people(group, reader.words, strict=True)) and is_people(group, reader.words):
            for part in _right_chain(reader, group):
                yield Link(part, link.outcome, link.trigger, "companions")


def subsets(reader: Reader) -> Iterator[Link]:
    """ "including four children", "among them a colonel", "12 of them civilians"; "77 guards, 40 fighters" after a colon."""
    text, offset = reader.sent.text, reader.sent.start_char
    for match in _INCLUDING.finditer(text):
        group = _group_at_char(reader, offset + match.end())
        start = _token_at(reader, offset + match.start())
        whole = _whole(reader, start)
        if group is None or whole is None or not _may_be_part(reader, group):
            continue
        if match[0].lower().startswith("of") and group.number is None:
            continue  # "three of them women"
        for part in _right_chain(reader, group):
            own = next((l for l in reader.links if l.group is part), None)
            if own is None:
                yield Link(part, whole.outcome, whole.trigger, "including", "subset", whole)
            elif own.outcome == whole.outcome and own is not whole and own.counting == "count":
                own.counting, own.of = "subset", whole
    for match in _OF_THEM.finditer(text):
        group = reader.at.get(_token_at(reader, offset + match.start()))
        whole = _whole(reader, group.start) if group is not None else None
        if whole is not None and group.number is not None and not any(l.group is group for l in reader.links):
            for part in _list_from(reader, group):
                if not any(l.group is part for l in reader.links) and _follower_is_free(reader, part):
                    yield Link(part, whole.outcome, whole.trigger, "of_them", "subset", whole)
    for match in _SEVERITY.finditer(text):
        group = reader.at.get(_token_at(reader, offset + match.start("n")))
        whole = _whole(reader, group.start) if group is not None else None
        if whole is not None and whole.outcome == "wounded" and group.number is not None:
            yield Link(group, "wounded", whole.trigger, "severity", "subset", whole)
    for match in re.finditer(r"(?<=, )(?P<who>[^,;.]{3,60}?) (?:among (?:them|whom)|included)(?=[,.;])", text):
        group = _group_at_char(reader, offset + match.start("who"))
        whole = _whole(reader, group.start) if group is not None else None
        outcome = whole.outcome if whole else _outcome_after(reader, offset + match.end())
        if group is not None and outcome and _may_be_part(reader, group):
            yield Link(group, outcome, whole.trigger if whole else group.start, "among_them", "subset", whole)
    yield from _colon_parts(reader)
    yield from _parts_by_sum(reader)


def _outcome_after(reader: Reader, char: int) -> str | None:
    at = _token_at(reader, char)
    return next((l.outcome for l in reader.links if l.trigger >= at), None)


def _parts_by_sum(reader: Reader) -> Iterator[Link]:
    """ "20 others were wounded, 18 navy men and two Rangers": parts, because they add up."""
    for link in list(reader.links):
        number = link.group.number
        if number is None or number.best is None or link.counting == "subset":
            continue
        after = [g for g in reader.groups if g.start > max(link.trigger, link.group.end - 1) and g.number is not None]
        parts = _list_from(reader, after[0]) if after else []
        free = not any(l.group in parts for l in reader.links)
        if len(parts) > 1 and free and sum(g.number.best or 0 for g in parts) == number.best:
            for part in parts:
                yield Link(part, link.outcome, link.trigger, "parts_by_sum", "subset", link)


def _may_be_part(reader: Reader, group: Group) -> bool:
    if group.number is not None:
        return is_people(group, reader.words) and not (group.bare and reader.doc[group.end].pos_ == "ADP")
    determined = group.doc[group.start].pos_ in ("DET", "PRON")
    return is_people(group, reader.words, strict=not (determined and group.noun.pos_ == "NOUN"))


def _colon_parts(reader: Reader) -> Iterator[Link]:
    for token in reader.sent:
        if token.text not in (":", "–", "—", "-", "--", "(") or token.i + 1 >= reader.sent.end:
            continue
        whole = _last_link(reader, before=token.i)
        those = reader.doc[token.i + 1 : token.i + 3].text.lower() in ("those of", "that of", "they were")
        first = _starting_at(reader, token.i + (3 if those else 1))
        if whole is None or first is None or first.number is None or token.i - max(whole.group.end, whole.trigger) > 12:
            continue
        parts = _list_from(reader, first)
        if len(parts) > 1 and is_people(first, reader.words) and not any(l.group in parts for l in reader.links):
            for part in parts:
                yield Link(part, whole.outcome, whole.trigger, "parts", "subset", whole)


def continued_list(reader: Reader) -> Iterator[Link]:
    """ "246 dead among the jihadists, 79 among Kurdish fighters and guards, and seven civilians"."""
    for link in list(reader.links):
        after = [g for g in reader.groups if g.start > link.trigger and g.number is not None]
        if (
            not after
            or link.group.end > link.trigger
            or not re.fullmatch(
                r"\s*(?:among|in|from|for|on)\b[^.;:]{2,60}?,\s(?:and\s)?",
                reader.doc[link.trigger + 1 : after[0].left].text_with_ws,
            )
        ):
            continue
        for group in _list_from(reader, after[0]):
            if _follower_is_free(reader, group) and not any(l.group is group for l in reader.links):
                yield Link(group, link.outcome, link.trigger, "continued_list")


def none_survived(reader: Reader) -> Iterator[Link]:
    """ "The helicopter carried 16 soldiers, none of whom survived", "there were no survivors among the 12 aboard"."""
    match = re.search(
        r"\b(?:none (?:of (?:whom|them) )?survived|(?:no|without) survivors|all of whom (?:died|perished))",
        reader.sent.text,
    )
    if match:
        end = _token_at(reader, reader.sent.start_char + match.start())
        numbered = [
            g
            for g in reader.groups
            if g.end <= end and g.number is not None and is_people(g, reader.words, strict=True)
        ]
        after = re.match(
            r"(?:no|without) survivors (?:among|of|from) (?:the |all )?", reader.sent.text[match.start() :]
        )
        group = _group_at_char(reader, reader.sent.start_char + match.start() + after.end()) if after else None
        group = group if group is not None and group.number is not None else (numbered[-1] if numbered else None)
        if group is not None:
            yield Link(group, "killed", end, "none_survived")


def did_not_survive(reader: Reader) -> Iterator[Link]:
    """ "two of his bodyguards did not (survive)" after "the governor survived"."""
    if not re.search(r"\bsurviv", reader.sent.text):
        return
    for match in re.finditer(r"\b(?:did not|didn['’]t)(?: survive)?(?=[\s.,;]*(?:$|and\b|but\b))", reader.sent.text):
        group = _ending_at(reader, _token_at(reader, reader.sent.start_char + match.start()))
        if group is not None and is_people(group, reader.words):
            yield Link(group, "killed", _token_at(reader, reader.sent.start_char + match.start()), "did_not_survive")


def alternatives(reader: Reader) -> Iterator[Link]:
    """ "54 dead or 137?", "fewer dead than the 43 that it had first given"."""
    for match in _OR_NUMBER.finditer(reader.sent.text):
        group = _group_at_char(reader, reader.sent.start_char + match.end())
        trigger = _token_at(reader, reader.sent.start_char + match.start("what"))
        outcome = next((t.outcome for t in reader.triggers if t.start == trigger), None)
        if outcome and group is not None and group.bare and _follower_is_free(reader, group):
            yield Link(group, outcome, trigger, "alternatives")


def spoken(reader: Reader, topic: str | None) -> Iterator[Link]:
    """Numbers that a speaker gives without saying again of what: "told AFP of at least 25", "claimed 173", "is 185".

    ``topic`` is the outcome that the sentences before spoke of; without one, nothing is read.
    """
    text, offset = reader.sent.text, reader.sent.start_char
    for match in _SPOKEN.finditer(text):
        group = _group_at_char(reader, offset + match.end())
        if group is None or group.number is None or any(l.group is group for l in reader.links):
            continue
        if group.number.quantifier == "vague" or not is_people(group, reader.words, strict=True):
            continue
        named = not group.bare and not match["of"]
        trigger = _token_at(reader, offset + match.start())
        earlier = [t.outcome for t in reader.triggers if t.start < group.start]
        outcome = "killed" if "killed" in earlier else next(reversed(earlier), topic)
        if reader.words.classes.get(group.noun.lemma_.lower()) == "armed_group":
            continue  # "writes of more than 100 attackers"
        if outcome and not named and _stands_alone(reader, group):
            yield Link(group, outcome, trigger, "spoken")


def _stands_alone(reader: Reader, group: Group) -> bool:
    """A clause, a comma or a place follows the number, no noun or verb that would say what it counts."""
    if group.end >= reader.sent.end:
        return True
    token = reader.doc[group.end]
    return (
        token.is_punct
        or token.is_space
        or token.pos_ in ("CCONJ", "SCONJ")
        or token.lower_ in ("in", "for", "on", "by", "at", "and", "besides", "from")
    )


_OR_NUMBER = re.compile(
    r"\b(?P<what>dead|killed|wounded|injured|missing)(?: or|, not| but not| than) (?:the |about |at least )?(?=\d)",
    re.I,
)
_SPOKEN = re.compile(
    r"\b(?:(?P<of>(?:speaks?|spoke|spoken|talks?|talked|writes?|wrote|written|tells?|told(?: \w+){1,3}|reports?|reported) of)"
    r"|(?:claims?|claimed|counts?|counted|prints?|printed|gives?|gave|given|lists?|listed|cites?|cited|makes?|puts? it at|put it at|says?|said)"
    r"|(?:latest|final|new|current|highest|lowest|last) (?:number|figure|count|tally|toll)\b[^.;:]{0,60}?\bis"
    r"|(?:number|figure|claim|count|tally|sum|total)\b(?! of\b)[^.;:,]{0,30}?\b(?:to|at|is|was))\s"
    r"(?:at least |more than |over |about |around |some |nearly |up to |only |just |as many as |no fewer than )*(?=\d)",
    re.I,
)
_CAPTIVES = {"prisoner": "captured", "captive": "captured", "hostage": "abducted"}
_OUTCOME_ADJECTIVES = frozenset("dead wounded killed injured missing hurt".split())
_LIVES = re.compile(
    r"\b(?:claim\w*|loss of|cost of|price of|cost|costing|costs|took|take|takes|taking|ended|ending)\s(?:at least |more than |over |about |"
    r"around |some |nearly |up to |as many as |an estimated |a total of |the )*(?P<who>(?=\S)(?:[\w,.’'-]+\s){1,6}?)"
    r"(?:lives|life|their lives)\b",
    re.I,
)
_OVER_SENTENCE = (
    toll,
    toll_brought,
    toll_list,
    labelled,
    superseded,
    among_the_dead,
    losses,
    lives,
    alternatives,
    none_survived,
    did_not_survive,
    companions,
    continued_list,
    subsets,
)

_WHAT = (
    r"(?P<what>(?:death |casualty |overall |final |official |provisional |total )*toll|(?:the |its |their |total )*(?:number|count|total|tally) of "
    r"(?:those |people |persons |civilians |soldiers |troops |\w+ )?(?:dead|killed|deaths|fatalities|casualties|wounded|injured|injuries|missing|victims|captured|captives|prisoners|hostages)(?: (?:people|soldiers|civilians|troops|members|fighters|killed|dead|wounded|injured))?|"
    r"(?:the|its|their|his|’s|'s|army’s|own) (?:\w+ )?(?:dead|losses|deaths|fatalities|wounded|injured|missing|captured|captives|casualties)|death count|body count|deaths|fatalities|(?:who (?:are|were) )?(?:dead|killed) (?:or|and) (?:missing|wounded|injured)(?= at\b))"
)
_HOW = r"(?:at least |more than |over |about |around |some |nearly |up to |as many as |as high as |no fewer than |as |between |only |just |almost |an estimated |at |a total of |close to )*"
_TOLL = re.compile(
    rf"\b{_WHAT}(?P<tail>(?:(?!\b(?:said|says|after|when|while|killed|kill)\b)(?:from \d[\d,]*|[^.;:“”\d])){{0,110}}?)\s?\b(?:to|at|of|is|was|are|were|stands at|stood at|reached|reaches|reaching|exceeded|exceeds|passed|hit|"
    rf"as|totaled|totalled|be|become|numbered)\s{_HOW}(?=\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a dozen|dozens|hundreds|scores)\b)",
    re.I,
)
_BROUGHT = re.compile(
    r"\b(?:bring\w*|brought|rais\w+|tak\w+|took|push\w*|put|puts)\sto\s(?:at least |more than |about |nearly |over )*(?P<count>\S+(?:\s\w+)?)\s"
    r"(?P<what>the (?:number|toll|total|count|tally|death toll)\b(?P<rest>[^.;]{0,60}))",
    re.I,
)
_UP_FROM = re.compile(r"\b(?:up|down) from\s|\bfrom\s(?=(?:\S+\s){1,3}to\s)", re.I)
_LABEL = re.compile(
    r"(?:^|(?<=[;,(.|/] )|(?<=[;,(.|/]))(?P<what>fatalities|killed|dead|deaths|casualties|wounded|injured|missing|kia|wia)\s?[:=]\s?(?:at least |about |up to )?(?=\d)",
    re.I,
)
_AMONG = re.compile(
    r"\b(?:(?:was|were|is|are|being|be|been)\s(?:also\s|reportedly\s|said to be\s|believed to be\s|listed\s|counted\s)*)among\s(?:the\s(?:\w+\s){0,2}?)?(?:those\s|people\s)?(?P<what>dead|killed|slain|fatalities|victims|casualties|wounded|injured|missing|captured)\b",
    re.I,
)
_DEAD_WERE = re.compile(
    r"(?P<among>\bAmong\s)?\b(?:the\s|those\s|who\s)+(?:other\s)?(?P<what>dead|killed|slain|fatalities|victims|casualties|wounded|injured|missing|died|deceased)\s(?:(?:are|were|is|was|included?s?|including|comprised?s?|numbered)|[:–—])\s*(?:at least\s|about\s|also\s)?",
    re.I,
)
_ALONG = re.compile(
    r"(?:\b(?:along|together) with|\balongside|\bas well as|\bin addition to|\bbesides|\bapart from|\bwith(?= (?:\w+ )?(?:other |of )?(?:his|her|their) ))\s",
    re.I,
)
_INCLUDING = re.compile(
    r"(?:\bincluding|\bamong (?:them|whom)(?: (?:were|was|are|is))?|\bincluded|\bof (?:whom|them))\s(?:at least\s|about\s|more than\s|some\s|the\s)?(?=\S)",
    re.I,
)
_SEVERITY = re.compile(
    r"(?<=, )(?P<n>[\w,]+)(?: of (?:them|whom))? (?:seriously|critically|badly|gravely|severely|lightly|slightly)(?=[\s]*[,.;]|\sin\b|$)",
    re.I,
)
_OF_THEM = re.compile(
    r"(?:\w+|[\d,]+)\sof\s(?:them|whom|those|these)\b(?!\s(?:were|was|had|have|are|died|later|killed|wounded))", re.I
)
_DONE = frozenset(
    "manage managed go went gone proceed proceeded continue continued happened appear appears appeared first last ninth only".split()
)
_NEGATIONS = frozenset("no not n't n’t without neither nor never denied denies deny denying none".split())


def _link(reader: Reader, trigger: Trigger, rule: Callable) -> bool:
    """Add a link for every group the rule gives; whether there was one."""
    groups = [g for g in rule(reader, trigger) if _can_suffer(reader, g, trigger)]
    before = {t.lower_ for t in reader.doc[max(reader.sent.start, trigger.start - 4) : trigger.start]}
    without = "without" in before and (trigger.kind == "count_noun" or trigger.form == "ing")
    zero = trigger.zero or without or (bool(groups) and _is_zero(groups[0]))
    for group in groups[:1] if trigger.zero else groups:
        words = {t.lower_ for t in reader.doc[group.start : group.end]}
        reading = (0, 0, 0, "none") if zero else None
        if words & {"any", "anyone", "anybody", "anything"} and not zero:
            if not _negated_before(reader, trigger):
                continue
            reading = (0, 0, 0, "none")
        _add(reader, Link(group, trigger.outcome, trigger.start, rule.__name__, reading=reading))
    return bool(groups)


def _can_suffer(reader: Reader, group: Group, trigger: Trigger) -> bool:
    """Whether the group can be the victims of this word: people, alive before, more than a word of many senses allows."""
    if trigger.kind == "verb" and group.noun.lemma_.lower() in ("body", "corpse", "remains"):
        return False  # "beheaded his body"
    if reader.doc[group.end : group.end + 2].text.lower() in ("per day", "per month", "per year", "a day", "each day"):
        return False
    if trigger.strict or trigger.outcome in ("captured", "abducted"):
        return is_people(group, reader.words, strict=group.number is None)
    if trigger.kind == "subject_verb" and group.number is None:
        determined = reader.doc[group.start].pos_ in ("DET", "PRON") and group.noun.pos_ == "NOUN"
        return is_people(group, reader.words, strict=not determined)
    return is_people(group, reader.words)


def _add(reader: Reader, link: Link) -> None:
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
    plain = all(reader.doc[l.trigger].lower_ in _PLAIN for l in (one, other))
    return plain and {one.outcome, other.outcome} == {"killed", "wounded"} and bool({"and", "&"} & set(between))


_PLAIN = frozenset(
    "kill kills killed killing dead wound wounds wounded wounding injure injures injured injuring hurt maimed".split()
)


def _trigger_at(sent: Span, i: int, words: OutcomeWords) -> Trigger | None:
    doc = sent.doc
    token = doc[i]
    for outcome in words.by_word.get(token.lower_, ()):
        end, gap = i + 1, False
        if outcome.tail:
            end, gap = _tail_end(sent, i, outcome)
            if not end:
                continue
        elif not _fits(token, outcome):
            continue
        told = outcome.outcome
        if told == "wounded" and i > sent.start and doc[i - 1].lower_ in ("mortally", "fatally"):
            told = "killed"
        elif token.lemma_.lower() in _DOUBTED and i > sent.start and doc[i - 1].text in _QUOTES:
            told = "casualties"  # the quotation marks leave open what "neutralized" means
        return Trigger(i, end, told, outcome.kind, outcome.form, outcome.zero, gap, outcome.strict)
    return None


def _tail_end(sent: Span, i: int, outcome: Outcome) -> tuple[int, bool]:
    """Where the words that belong to a verb end, and whether its object stands between them."""
    doc, tail = sent.doc, outcome.tail
    rest = [t.lower_ for t in doc[i + 1 : min(sent.end, i + 16)]]
    if (end := _follow(sent, i + 1, tail)) is not None:
        return end, False
    if outcome.kind != "verb" or tail[-1] in ("of", "down", "kill"):
        return 0, False
    for at in range(1, len(rest) - len(tail) + 1):
        if rest[at] in (";", ":", ".") or doc[i + at].pos_ == "VERB" and doc[i + at].tag_ in ("VBD", "VBZ", "VBP"):
            break
        if tuple(rest[at : at + len(tail)]) == tail:
            return i + 1 + at + len(tail), True
    return 0, False


def _follow(sent: Span, i: int, tail: tuple[str, ...]) -> int | None:
    """The token after ``tail`` if its words come from token ``i`` on, articles, adjectives and adverbs skipped."""
    skipped = 0
    for word in tail:
        while i < sent.end and sent.doc[i].lower_ != word:
            if sent.doc[i].pos_ not in ("DET", "ADJ", "ADV") or sent.doc[i].lower_ == "no" or skipped > 2:
                return None
            i, skipped = i + 1, skipped + 1
        if i >= sent.end:
            return None
        i += 1
    return i


def _fits(token: Token, outcome: Outcome) -> bool:
    """Whether the word is used as what the table says (a verb as a verb, "death" as a noun)."""
    if outcome.kind in ("verb", "subject_verb"):
        if outcome.form in ("base", "s") and token.pos_ in ("NOUN", "PROPN", "ADJ"):
            return _is_headline_verb(token)
        if outcome.form == "ing" and token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "of":
            return False
        return not (
            token.lower_ in ("burn", "burned", "burning", "hang", "hanging", "hung", "stab")
            and token.pos_ in ("NOUN", "ADJ")
        )
    if outcome.kind == "count_noun" and token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "of":
        return False
    if outcome.kind in ("noun", "count_noun"):
        return token.pos_ in ("NOUN", "PROPN", "VERB", "ADJ") and not (
            token.i + 1 < len(token.doc)
            and token.nbor(1).lower_
            in ("toll", "tolls", "penalty", "threat", "threats", "squad", "armor", "armour", "sentence", "row")
        )
    return True


def _is_headline_verb(token: Token) -> bool:
    """A present form that the tagger takes for a noun: "Rebels behead chief", "Bomb kills 3", "At least 30 die in blast"."""
    if token.i + 1 >= len(token.doc) or not token.i or token.lower_ in ("wounds", "burns", "treats"):
        return False
    before, after = token.nbor(-1), token.nbor(1)
    if token.lower_ in ("die", "dies"):
        return before.pos_ in ("NOUN", "NUM", "PROPN")
    if after.pos_ == "NUM" or after.lower_ in ("a", "an", "at", "more", "dozens", "scores", "several", "up", "over"):
        return before.pos_ in ("NOUN", "PROPN", "ADJ", "NUM")
    return before.tag_ in ("NNS", "NNPS") and after.pos_ in ("NOUN", "ADJ", "PROPN") and token.lower_ not in _NOUNS_TOO


_NOUNS_TOO = frozenset(
    "murder massacre slaughter harm hurt burn hang stab wound execute arrest capture treat fall surrender lynch martyr".split()
)


def _passive_chain(reader: Reader, trigger: Trigger) -> int | None:
    """The leftmost token of the passive (or "are missing") that ends in ``trigger``; ``None`` if it is none."""
    doc, first, i = reader.doc, reader.sent.start, trigger.start - 1
    seen_be = False
    nearest = next((doc[j].lower_ for j in range(i, first - 1, -1) if doc[j].pos_ != "ADV"), "")
    if nearest in ("have", "has", "had", "having") and trigger.kind == "verb":
        return None  # "is thought to have killed"
    while i >= first:
        token = doc[i]
        lower = token.lower_
        if lower in _BE or (trigger.kind == "adjective" and lower in _LINKING):
            seen_be, i = True, i - 1
        elif token.pos_ in ("AUX", "ADV", "PART") or lower in _RAISED | _BETWEEN | {
            "have",
            "has",
            "had",
            "may",
            "might",
        }:
            if seen_be and token.pos_ == "ADV" and lower not in _BETWEEN and not lower.endswith("ly"):
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
    while j > reader.sent.start and doc[j].lower_ in (",", "and", "or") or doc[j].pos_ == "ADV":
        j -= 1
    if j <= reader.sent.start or doc[j].pos_ not in ("VERB", "ADJ") or doc[j].tag_ not in ("VBN", "VBD", "JJ"):
        return None
    return j - 1


def _verb_chain(reader: Reader, start: int) -> int:
    """The leftmost auxiliary or adverb of the verb at ``start``."""
    doc, i = reader.doc, start - 1
    while i >= reader.sent.start and (
        doc[i].pos_ in ("AUX", "ADV", "PART") or doc[i].lower_ in _RAISED | _BETWEEN | {"have", "has", "had"}
    ):
        i -= 1
    return i + 1


def _objects(reader: Reader, trigger: Trigger) -> list[Group]:
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
    return _right_chain(reader, group)


def _parsed_objects(reader: Reader, trigger: Trigger) -> list[Group]:
    token = reader.doc[trigger.start]
    if trigger.kind != "verb" or trigger.form == "past" and token.tag_ == "VBN":
        return []
    objects = [c for c in token.children if c.dep_ == "dobj"]
    found = [reader.at.get(c.i) for c in objects if c.i >= trigger.end]
    if token.dep_ == "relcl" and any(c.lower_ in ("whom", "that") for c in objects):
        found.append(reader.at.get(token.head.i))  # "a man whom soldiers killed"
    return [g for group in found if group is not None for g in _right_chain(reader, group)]


def _trigger_from(reader: Reader, i: int) -> Trigger | None:
    while i < reader.sent.end and reader.doc[i].pos_ == "ADV":
        i += 1
    return next((t for t in reader.triggers if t.start == i and t.kind == "verb"), None)


def _trigger_ending(reader: Reader, end: int) -> Trigger | None:
    return next((t for t in reader.triggers if t.end == end and not t.gap), None)


def _inside_gap(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    inside = [g for g in reader.groups if trigger.start < g.start and g.end < trigger.end]
    if inside:
        yield from (g for g in _right_chain(reader, inside[0]) if g.end < trigger.end)


def _subjects(reader: Reader, trigger: Trigger, left: int) -> list[Group]:
    """The people who are the subject of the verb chain that starts at ``left``."""
    near = _near_subject(reader, left - 1)
    if near is not None and not is_people(near, reader.words):
        near = None
    parsed = _parsed_subject(reader, trigger)
    chain = _left_chain(reader, near)
    if parsed is None or parsed in chain or (near is not None and near.number is not None):
        return chain
    others = [reader.at.get(c.i) for c in parsed.head.conjuncts if parsed.end <= c.i < left]
    return _left_chain(reader, parsed) + [g for g in others if g is not None and is_people(g, reader.words)]


def _near_subject(reader: Reader, i: int) -> Group | None:
    """The noun phrase that ends before token ``i``, the head one of "soldiers of the third brigade"."""
    doc = reader.doc
    for _ in range(6):
        while (
            i > reader.sent.start
            and doc[i].text in (")", "”", '"', "’", "'")
            or doc[i].lower_ in ("who", "that", "which", "all", "both")
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


def _parsed_subject(reader: Reader, trigger: Trigger) -> Group | None:
    token = reader.doc[trigger.start]
    for _ in range(4):
        for child in token.children:
            if child.dep_ in ("nsubjpass", "nsubj") and child.i < token.i:
                if child.lower_ in ("who", "that", "which"):
                    verb = next((a for a in (token, *token.ancestors) if a.dep_ == "relcl"), None)
                    return reader.at.get(verb.head.i) if verb is not None else None
                group = reader.at.get(child.i)
                return group if group is not None and is_people(group, reader.words) else None
        if token.dep_ in ("conj", "xcomp", "acomp", "attr", "oprd", "ccomp") and token.head.i < token.i:
            token = token.head
        elif token.dep_ == "advcl" and token.tag_ == "VBD" and token.head.i < token.i:
            token = token.head
        elif token.dep_ in ("pcomp", "advcl") and token.head.i < token.i and _is_being(token):
            token = token.head.head if token.dep_ == "pcomp" else token.head
        else:
            break
    return None


def _is_being(token: Token) -> bool:
    return any(c.lower_ == "being" for c in token.children)


def _subjects_before(reader: Reader, verb: int) -> list[Group]:
    found = _subjects(reader, _as_trigger(reader.doc[verb]), _verb_chain(reader, verb))
    return [g for g in found if is_people(g, reader.words)]


def _left_chain(reader: Reader, group: Group | None) -> list[Group]:
    """``group`` and what is coordinated with it on its left ("A, B and C")."""
    if group is None:
        return []
    chain = [group]
    while True:
        i = chain[0].left - 1
        joined = False
        while i > reader.sent.start and _joins(reader.doc[i]):
            joined, i = True, i - 1
        other = _ending_at(reader, i + 1)
        if not joined or other is None or other.end > chain[0].left or not is_people(other, reader.words):
            break
        if any(l.group is other for l in reader.links) or _is_object(reader, other, chain[0]):
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


def _right_chain(reader: Reader, group: Group | None) -> list[Group]:
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
        between = [t for t in doc[group.end : following.left]]
        if any(t.i in _trigger_tokens(reader) for t in between):
            return None
        if not between or not _joins(between[-1]):
            if following.number is not None:
                return None
            continue
        plain = all(_joins(t) for t in doc[min(full_end(group), following.left) : following.left])
        attached = all(
            t.pos_ in ("ADP", "DET", "PROPN", "NOUN", "ADJ", "NUM", "CCONJ", "PART") or t.text == "," for t in between
        )
        parsed = following.head in group.head.conjuncts or following.noun in group.head.conjuncts
        if (plain or parsed or (attached and following.number is not None)) and _follower_is_free(reader, following):
            # "workers of the consulate, and one in the next town" goes on with attacks, not with workers
            loose = (
                following.bare and group.number is None and doc[min(following.end, reader.sent.end - 1)].pos_ == "ADP"
            )
            if not loose and is_people(following, reader.words, strict=not parsed or following.number is None):
                return following
        if following.number is not None or plain:
            return None
    return None


def _follower_is_free(reader: Reader, group: Group) -> bool:
    """No verb and no outcome word of its own comes after the group."""
    doc, i = reader.doc, full_end(group)
    for start in {group.end, i}:
        j = start
        while j < reader.sent.end and doc[j].pos_ == "ADV":
            j += 1
        if j >= reader.sent.end:
            continue
        token = doc[j]
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD") or token.pos_ == "AUX" or j in _trigger_tokens(reader):
            return False
        if token.lower_ in ("who", "of"):
            continue
    return True


def _trigger_tokens(reader: Reader) -> set[int]:
    return {t.start for t in reader.triggers if t.kind in ("verb", "subject_verb", "adjective")}


def _joins(token: Token) -> bool:
    """ "and", a comma, and the words of "as well as", "along with", "together with"."""
    lower = token.lower_
    if lower == "with":
        return token.i > 0 and token.nbor(-1).lower_ in ("along", "together")
    if lower in ("as", "well"):
        return "well" in {t.lower_ for t in token.doc[max(0, token.i - 1) : token.i + 2]}
    return lower in _JOINERS or lower in ("along", "together", "then", "also")


def _starting_at(reader: Reader, i: int) -> Group | None:
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


def _ending_at(reader: Reader, end: int) -> Group | None:
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


def _group_at_char(reader: Reader, char: int) -> Group | None:
    """The group that starts at the character, or after words that bound its number."""
    return _starting_at(reader, _token_at(reader, char))


def _token_at(reader: Reader, char: int) -> int:
    """Index of the first token of the sentence that ends after ``char``."""
    return next((t.i for t in reader.sent if t.idx + len(t.text) > char), reader.sent.end - 1)


def _as_trigger(token: Token) -> Trigger:
    return Trigger(token.i, token.i + 1, "", "verb", "past" if token.tag_ in ("VBD", "VBN") else "base")


def _list_from(reader: Reader, group: Group) -> list[Group]:
    """Numbered groups in a row: "77 from IS, 39 from the Kurdish forces and seven civilians"."""
    parts = [group]
    for following in (g for g in reader.groups if g.start >= group.end and g.number is not None):
        between = reader.doc[parts[-1].end : following.left]
        if any(t.text in (";", ".") or t.pos_ in ("VERB", "AUX") for t in between) or not any(
            _joins(t) for t in between
        ):
            break
        if len(between) > 12 or not is_people(following, reader.words):
            break
        parts.append(following)
    return parts


def _whole(reader: Reader, before: int) -> Link | None:
    """What a part belongs to: the last link whose people stand before token ``before``."""
    earlier = [l for l in reader.links if l.group.end <= before and l.counting != "subset"]
    return max(earlier, key=lambda l: (l.group.end, l.trigger), default=None)


def _last_link(reader: Reader, before: int) -> Link | None:
    earlier = [l for l in reader.links if min(l.trigger, l.group.start) < before]
    return max(earlier, key=lambda l: (l.group.end, l.trigger), default=None)


def _first_link(reader: Reader, after: int) -> Link | None:
    return next((l for l in sorted(reader.links, key=lambda l: l.group.start) if l.group.start >= after), None)


def _is_zero(group: Group) -> bool:
    return group.number is None and bool(
        {t.lower_ for t in group.doc[group.start : group.end]} & {"no", "none", "nobody", "neither"}
    )


def _negated_before(reader: Reader, trigger: Trigger) -> bool:
    before = {t.lower_ for t in reader.doc[max(reader.sent.start, trigger.start - 9) : trigger.start]}
    return bool(before & _NEGATIONS) and not before & {"unclear", "known", "clear", "immediate", "reports", "whether"}


def _negated_any(reader: Reader, trigger: Trigger) -> bool:
    after = {t.lower_ for t in reader.doc[trigger.end : trigger.end + 2]}
    return bool(after & {"any", "anyone", "anybody"})


def _done_infinitive(doc: Doc, i: int, chain: list[str]) -> bool:
    """ "the ninth to be killed", "managed to kill" have happened; "threatened to kill" has not."""
    if i < 0:
        return False
    lower = doc[i].lower_
    return lower in _DONE or bool(_ORDINAL_END.search(lower)) or (doc[i].pos_ in ("NOUN", "PROPN") and "be" in chain)


_ORDINAL_END = re.compile(r"(?:first|second|third|\dth|\dst|\dnd|\drd|fth|nth|xth|ninth|eighth|latest|only|last)$")


def _toll_outcome(words: str) -> str:
    lower = words.lower()
    if re.search(r"(?:dead|killed) (?:or|and) (?:missing|wounded|injured)", lower):
        return "casualties"
    for pattern, outcome in (
        (r"wounded|injur|wia", "wounded"),
        (r"missing", "missing"),
        (r"captur|captive|prisoner", "captured"),
        (r"hostage", "abducted"),
        (r"casualties|victims|losses|casualty", "casualties"),
    ):
        if re.search(pattern, lower):
            return "killed" if outcome == "casualties" and "toll" in lower and "casualty" not in lower else outcome
    return "killed"


def _inflected(verb: str) -> Iterator[tuple[str, str]]:
    """All forms of a regular verb, and of the irregular ones of the table."""
    stem = verb[:-1] if verb.endswith("e") else verb
    doubled = verb + verb[-1] if re.search(r"^[^aeiou]*[aeiou][bdgnpt]$|nap$", verb) else None
    yield verb, "base"
    third = (
        verb[:-1] + "ies"
        if re.search(r"[^aeiou]y$", verb)
        else verb + ("es" if re.search(r"(?:s|sh|ch|x|z)$", verb) else "s")
    )
    yield third, "s"
    yield {"die": "dying", "lie": "lying"}.get(verb, (doubled or stem) + "ing"), "ing"
    for past in _IRREGULAR.get(
        verb, ((doubled or (verb[:-1] + "i" if re.search(r"[^aeiou]y$", verb) else stem)) + "ed",)
    ):
        yield past, "past"


_IRREGULAR = {
    "slay": ("slain", "slew"), "shoot": ("shot",), "cut": ("cut",), "put": ("put",), "hurt": ("hurt",), "hang": ("hanged", "hung"),
    "take": ("took", "taken"), "hold": ("held",), "fall": ("fell", "fallen"), "lose": ("lost",), "give": ("gave", "given"),
    "meet": ("met",), "go": ("went", "gone"), "blow": ("blew", "blown"), "slit": ("slit",), "beat": ("beat", "beaten"),
    "burn": ("burned", "burnt"), "pay": ("paid",), "mow": ("mowed", "mown"), "turn": ("turned",), "lay": ("laid",), "seize": ("seized",),
    "find": ("found",), "cost": ("cost",), "bleed": ("bled",), "freeze": ("froze", "frozen"), "drown": ("drowned",), "starve": ("starved",),
    "put down": ("put",), "bury": ("buried",), "shut": ("shut",), "kidnap": ("kidnapped", "kidnaped"), "nab": ("nabbed",),
}  # fmt: skip


def _plurals(noun: str) -> tuple[str, ...]:
    if noun.endswith("y") and noun != "dy":
        return (noun[:-1] + "ies",)
    if noun.endswith(("s", "ch", "x")):
        return (noun + "es",)
    return (noun + "s",)
