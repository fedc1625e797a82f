"""Which words tie an outcome to which people: one small function a construction, each with the name of its rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.clause import (
    BE,
    BETWEEN,
    RAISED,
    inside_gap,
    objects,
    parsed_subject,
    passive_chain,
    subjects,
    verb_chain,
)
from lwj_analysis.annotate.coded import coded
from lwj_analysis.annotate.coordination import left_chain, part_opening, right_chain
from lwj_analysis.annotate.groups import Group, reading, word_set
from lwj_analysis.annotate.outcomes import Trigger
from lwj_analysis.annotate.parts import (
    among_the_dead,
    companions,
    continued_list,
    elliptic_more,
    same_fate,
    subsets,
    taken_along,
)
from lwj_analysis.annotate.reader import Link, Reader, add_link, ending_at, starting_at, token_at, trigger_ending
from lwj_analysis.annotate.tolls import (
    DENIALS,
    alternatives,
    by_weapon,
    did_not_survive,
    given_as,
    labelled,
    later_figures,
    lives,
    losses,
    none_survived,
    superseded,
    taken_with_wounds,
    throats,
    toll,
    toll_brought,
    toll_list,
    wounded_who_died,
)
from lwj_analysis.annotate.victims import is_people
from lwj_analysis.annotate.whose import named_actors


def find_links(reader: Reader) -> list[Link]:
    """Run every construction over the sentence; what an earlier one has read, a later one leaves."""
    for trigger in reader.triggers:
        if not is_hypothetical(reader, trigger):
            for rule in _BY_KIND[trigger.kind]:
                if _link(reader, trigger, rule):
                    break
    for rule in _OVER_SENTENCE:
        for link in rule(reader):
            add_link(reader, link)
    reader.links = [link for link in reader.links if not _only_refers(reader, link)]
    governed = {id(link.group) for link in reader.links if link.rule != "attributive"}
    return [link for link in reader.links if link.rule != "attributive" or id(link.group) not in governed]


def _only_refers(reader: Reader, link: Link) -> bool:
    """ "Those killed were", "the number of people killed", "how many died", "the losses of its enemies": no count."""
    group, doc = link.group, reader.doc
    if group.number is not None or link.reading is not None:
        return False
    plural = reading(group)[3] == "vague"
    loss = link.rule == "noun_of" and doc[link.trigger].lower_ in ("loss", "losses")
    before = doc[max(reader.sent.start, group.start - 4) : group.start].text_with_ws
    return group.head.lower_ in ("those", "whom", "who") or (plural and (loss or bool(_NUMBER_OF.search(before))))


def is_hypothetical(reader: Reader, trigger: Trigger) -> bool:
    """Planned, threatened, wished, imagined, denied by the clause's own "not": nothing has happened to anybody."""
    doc, first = reader.doc, reader.sent.start
    i = trigger.start - 1
    chain = []
    while i >= first and (
        doc[i].pos_ in ("AUX", "ADV", "PART") or doc[i].lower_ in BE | RAISED | {"not", "n't", "to", "have"}
    ):
        chain.append(doc[i].lower_)
        i -= 1
    if {"not", "n't", "n’t", "never"} & set(chain) and trigger.kind in ("verb", "subject_verb", "adjective"):
        return not _negated_any(reader, trigger)
    if {"must", "have"} <= set(chain):
        return False  # "must have died": inferred, not imagined
    if {"would", "could", "will", "can", "should", "must", "shall", "'ll", "’ll", "'d"} & set(chain):
        return not {"dead", "missing"} & {trigger_word(reader, trigger)}
    if {"may", "might"} & set(chain) and "have" not in chain and trigger.kind != "adjective":
        return True
    if _infinitive_goes_on(reader, trigger):
        return True
    if "to" in chain and trigger.kind in ("verb", "subject_verb") and "have" not in chain and chain[-1] == "to":
        return not _done_infinitive(doc, i, chain) and not _used_to(reader, trigger)
    before = {t.lower_ for t in doc[max(first, trigger.start - 7) : trigger.start]}
    if before & {"if", "unless", "whether"} and not before & {",", "even"}:
        return not _WHETHER_NUMBERS.search(doc[first : trigger.start].text)
    if _UNSAID.search(doc[first : trigger.start].text) or _FALSE.search(doc[trigger.end : reader.sent.end].text):
        return True
    close = {t.lower_ for t in doc[max(first, trigger.start - 3) : trigger.start]}
    denied = trigger.kind in ("verb", "subject_verb") and before & DENIALS  # "denied that any soldier had died"
    return bool(close & (_UNREAL - {"any"} if denied else _UNREAL))


def _infinitive_goes_on(reader: Reader, trigger: Trigger) -> bool:
    """ "Methods used to kill and injure civilians": nobody is counted, and the verb shares the "to" of the one before."""
    verb = reader.doc[trigger.start]
    group = reader.at.get(trigger.end)
    if verb.tag_ != "VB" or verb.dep_ != "conj" or (group is not None and group.number is not None):
        return False
    return any(c.lower_ == "to" for c in verb.head.children)


def _used_to(reader: Reader, trigger: Trigger) -> bool:
    """ "used car bombs to kill at least 215 people": a numbered object of what was done."""
    used = any(
        a.lemma_.lower() in ("use", "explode", "detonate", "employ") for a in reader.doc[trigger.start].ancestors
    )
    group = reader.at.get(trigger.end)
    return used and group is not None and group.number is not None


def trigger_word(reader: Reader, trigger: Trigger) -> str:
    return reader.doc[trigger.start].lower_


def active_object(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "killed 12 soldiers", "killing at least 3", "claimed the lives of 4 policemen", "shot dead two men"."""
    if trigger.gap:
        yield from inside_gap(reader, trigger)
        return
    if _describes(reader, trigger) or passive_chain(reader, trigger) is not None:
        return
    yield from objects(reader, trigger)


def _describes(reader: Reader, trigger: Trigger) -> bool:
    """ "The son of slain warlord X": the participle before a noun says who he was."""
    token = reader.doc[trigger.start]
    before = reader.doc[trigger.start - 1] if trigger.start > reader.sent.start else None
    opened = before is not None and before.pos_ in ("ADP", "DET")  # not "a car bomb hurt workers"
    return opened and trigger.form == "past" and token.dep_ in ("amod", "compound") and token.head.i > token.i


def passive_subject(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "Twelve people, three of them children, were reported killed", "two who have been wounded"."""
    chain = passive_chain(reader, trigger)
    if chain is not None:
        yield from subjects(reader, trigger, chain)


def telegraphic_passive(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "Two brothers, owners of a bakery, killed by gunmen": the auxiliary is left out, and only the parse shows a subject."""
    token = reader.doc[trigger.start]
    roles = ("nsubjpass",) if token.tag_ == "VBN" else ("nsubj",) if token.lower_ == "dead" else ()
    subject = next((c for c in token.lefts if c.dep_ in roles), None)
    for word in (subject, *(c for c in subject.conjuncts if c.i < token.i)) if subject is not None else ():
        group = reader.at.get(word.i)
        if group is not None and is_people(group, reader.words):
            yield group


def is_verbless(reader: Reader) -> bool:
    return not any(t.tag_ in ("VBD", "VBP", "VBZ", "MD") for t in reader.doc[reader.sent.start : reader.sent.end])


def entry_of_dead(reader: Reader, before: list[Reader]) -> Iterator[Link]:
    """ "Eamon Roe, 19, civilian. Killed by a gunman": of lists of the dead, whose sentences have no subject of their own.

    ``before`` are the sentences right before without a verb; one of them gives an age.
    """
    first = reader.doc[reader.sent.start]
    if first.lower_ not in _ENTRY or first.tag_ not in ("VBN", "VBD", "JJ") or not before:
        return
    if any(c.dep_ in ("nsubj", "nsubjpass", "dobj") for c in first.children):
        return
    told = reader.doc[before[0].sent.start : reader.sent.start].text
    people = [g for b in before for g in b.groups if g.number is None and is_people(g, reader.words, strict=True)]
    if people and _AGE.search(told) and "\n\n" not in told:
        yield Link(people[0], "killed", first.i, "entry_of_dead")


_ENTRY = word_set("killed shot stabbed murdered beaten hanged executed blown burned")
_AGE = re.compile(r"(?:, |\(|\baged? )\d{1,2}\b(?!,?\d)")


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
        yield from (g for g in subjects(reader, trigger, verb_chain(reader, trigger.start)) if g.number is not None)
        return
    yield from subjects(reader, trigger, verb_chain(reader, trigger.start))


def dying_as_subject(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "An elderly man burned to death": a verb that can be done to people, and is not here."""
    if trigger.either:
        yield from dying_subject(reader, trigger)


def reduced_passive(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "left two dead", "and five wounded", "Nine soldiers killed in raid": the people right before the word."""
    if trigger.form in ("base", "ing", "s") or trigger.gap or reader.doc[trigger.start].lower_ in _NEVER_PASSIVE:
        return
    i = trigger.start - 1
    if reader.doc[i].lower_ == "of" and _describes(reader, trigger):
        return
    if reader.doc[i].lower_ in ("or", "and", "&", "/") and (earlier := trigger_ending(reader, i)) is not None:
        i = earlier.start - 1  # "45 dead or missing"
    while (
        i >= reader.sent.start
        and (doc_word := reader.doc[i].lower_)
        and (
            (reader.doc[i].pos_ == "ADV" and i not in reader.at)
            or doc_word in RAISED | BETWEEN | {"of", "being", "as", "been"}
        )
    ):
        i -= 1
    if _acts(reader.doc[trigger.start]):
        return
    if reader.doc[i].text == "," and reader.doc[i + 1].lower_ in ("all", "both"):
        i -= 1  # "three attackers, all dead"
    if reader.doc[i].text == "," and (whole := part_opening(reader, i)) is not None:
        i = whole  # "five others, among them a guard, injured"
    if i - 2 > reader.sent.start and [t.is_punct for t in reader.doc[i - 2 : i + 1]] == [True, False, True]:
        i -= 3 if reader.doc[i - 1].like_num else 0  # "Male tapper, 54, killed"
    if reader.doc[i].lower_ == "no" and i >= reader.sent.start:
        yield Group(reader.doc, i, trigger.end, reader.doc[trigger.start])  # "no wounded"
        return
    group = ending_at(reader, i + 1)
    if group is not None and group.whole is not None and _tells_whole(reader.doc[trigger.start], group):
        yield Group(reader.doc, token_at(reader, group.whole.start), group.end, group.noun, group.whole)
        return
    imagined = group is not None and any(
        t.lower_ in _WOULD and t.nbor(1).lower_ not in ("confirm", "verify")
        for t in reader.doc[max(reader.sent.start, group.left - 4) : group.left]
    )
    actor = group is not None and group.head.lower_ in ("they", "he", "she", "we", "who", "i")  # "they killed"
    if group is not None and group.number is None and reader.doc[group.start].lower_ in ("a", "an"):
        imagined = imagined or not is_people(group, reader.words, strict=True)  # "a bomb in a cart killed"
    if group is not None and group.adjective is None and not imagined and not actor:
        yield from (left_chain(reader, group) if group.number or group.head.pos_ != "PRON" else [group])


def _tells_whole(participle: Token, group: Group) -> bool:
    """ "21 of the 36 people killed were civilians": the 36 were killed, and another verb speaks of the 21."""
    heads = (group.noun.i, group.head.i)
    return participle.dep_ == "acl" and participle.head.i in heads and participle.sent.root.i != group.head.i


def _acts(verb: Token) -> bool:
    """ "The gunmen murdered one": a finite verb with a subject and an object of its own."""
    parts = {
        c.dep_ for c in verb.children if c.lemma_.lower() != "side" and not _set_apart(verb, c)
    }  # "7 killed both sides"
    if verb.tag_ != "VBD":
        return False
    if "dobj" in parts and verb.dep_ == "conj" and verb.head.tag_ == "VBD":
        return "nsubj" in parts or any(c.dep_ == "nsubj" for c in verb.head.children)
    shared = (d for c in verb.children if c.dep_ == "conj" and c.tag_ == "VBD" for d in c.children if d.dep_ == "dobj")
    return "nsubj" in parts and ("dobj" in parts or any(shared))  # "abducted and executed the mayor"


def _set_apart(verb: Token, child: Token) -> bool:
    """ "Two lawyers shot dead, Basra centre": what the parser takes for the object only says where."""
    if child.dep_ == "dobj" and verb.doc[verb.i + 1 : verb.i + 2].text == "(":
        return True  # "11 killed (6 rebels, 5 soldiers)"
    counted = child.like_num or any(c.dep_ == "nummod" for c in child.children)
    return child.dep_ == "dobj" and not counted and any(t.text == "," for t in verb.doc[verb.i + 1 : child.i])


def shared_passive(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "Eight workers were taken from a bus and shot dead": the subject and the auxiliary stand with an earlier verb."""
    token = reader.doc[trigger.start]
    first = token
    while first.dep_ == "conj" and first.head.i < first.i:
        first = first.head
    if (
        trigger.form == "past"
        and first is not token
        and any(c.dep_ in ("auxpass", "nsubjpass") for c in first.children)
    ):
        group = parsed_subject(reader, trigger)
        yield from left_chain(reader, group)


def found_after(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "Driver kidnapped in May and found dead": they of whom the verb before has told."""
    verb = reader.doc[trigger.start].head
    if verb.lemma_ == "find" and verb.dep_ == "conj":
        yield from (link.group for link in reader.links if link.trigger == verb.head.i)


def attributive(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "110 dead soldiers", "10 wounded men": only where they are numbered."""
    group = reader.at.get(trigger.start)
    if group is not None and group.adjective == trigger.start and group.number is not None:
        counted = group.head.head.lemma_.lower() in _COUNTING
        yield from right_chain(reader, group) if counted else [group]


def copular_subject(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "Five men are missing", "were found dead", "was dead"."""
    chain = passive_chain(reader, trigger)
    if chain is not None:
        yield from subjects(reader, trigger, chain)


def noun_of(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "the deaths of five jihadists", "the killing of 34 tourists", "the bodies of nine hostages"."""
    doc, i = reader.doc, trigger.end
    later = next((c.i for c in doc[trigger.start].children if c.lower_ == "of" and i < c.i < i + 5), i)
    if i < reader.sent.end and doc[i].lower_ in ("in", "on", "at", "near"):
        i = later  # "the death in combat of 139 men"
    if i < reader.sent.end and doc[i].lower_ == "of":
        somebody = doc[trigger.start].lemma_.lower() in _OF_A_PERSON
        groups = list(right_chain(reader, starting_at(reader, i + 1)))
        if doc[trigger.start].lower_ in _DEAD and groups and (beside := _joined_people(reader, groups[-1])) is not None:
            groups.append(beside)
        for group in groups:
            strict = not (somebody and doc[group.start].lower_ in ("a", "an"))  # "the body of a schoolmaster"
            if group.number is not None or (
                is_people(group, reader.words, strict=strict) and group.noun.lower_ != "life"
            ):
                yield group


_DEAD = word_set("bodies corpses remains deaths killing killings")


def _joined_people(reader: Reader, group: Group) -> Group | None:
    """The 18 insurgents of "the corpses of 13 soldiers and 18 insurgents had been brought"."""
    doc = reader.doc
    if group.number is None or group.end >= reader.sent.end or doc[group.end].lower_ != "and":
        return None
    beside = starting_at(reader, group.end + 1)
    counted = beside is not None and beside.number is not None and not beside.bare
    return beside if counted and is_people(beside, reader.words, strict=True) else None


def counted_noun(reader: Reader, trigger: Trigger) -> Iterator[Group]:
    """ "three fatalities", "no casualties", "65 bodies"."""
    group = reader.at.get(trigger.start) or ending_at(reader, trigger.start)
    if group is not None and group.bare and group.end == trigger.start:
        yield group  # "60 kills"
        return
    if group is None or group.noun.i != trigger.end - 1:
        return
    if group.kind is not None and (group.head.lower_ == "one" or trigger_word(reader, trigger).startswith("victim")):
        return  # "one of the heaviest losses", "two of the victims are children"
    words = {t.lower_ for t in reader.doc[group.start : group.end]}
    if "no" in words and group.noun.lemma_.lower() in ("body", "corpse"):
        return  # "no bodies were recovered": that tells nobody's survival
    plural = group.noun.tag_ == "NNS" and trigger_word(reader, trigger) == "casualties"
    plural_body = group.noun.tag_ == "NNS"
    bare = group.end == group.start + 1  # "taken in May; body found in a well"
    if (
        group.number is not None
        or "no" in words
        or (plural and not words & {"any"})
        or (
            trigger_word(reader, trigger) in ("body", "corpse", "bodies", "corpses")
            and _FOUND.search(reader.text)
            and (
                words & ({"his", "her", "their"} if plural_body else {"a", "another", "his", "her", "'s", "’s"}) or bare
            )
        )
    ):
        yield group
        yield from _shared_noun(reader, group)


def _shared_noun(reader: Reader, group: Group) -> Iterator[Group]:
    """The 18 of "18 military and two civilian fatalities"."""
    doc, i = reader.doc, group.left - 1
    before = reader.at.get(i - 1) if i > reader.sent.start and doc[i].lower_ in ("and", ",", "&") else None
    kinds = ("military", "civilian", "police", "militant", "rebel")
    if before is None or before.end != i or before.number is None:
        return
    if before.head.lower_ in kinds or (before.head.pos_ != "NOUN" and named_actors(before)):
        yield before  # also "12 IS and 8 regime fatalities"


_BY_KIND: dict[str, tuple[Callable[[Reader, Trigger], Iterator[Group]], ...]] = {
    "verb": (
        attributive,
        passive_subject,
        active_object,
        reduced_passive,
        shared_passive,
        telegraphic_passive,
        dying_as_subject,
    ),
    "subject_verb": (dying_subject,),
    "adjective": (
        attributive,
        copular_subject,
        found_after,
        reduced_passive,
        telegraphic_passive,
        active_object,
    ),
    "noun": (noun_of,),
    "count_noun": (noun_of, counted_noun),
}
_FOUND = re.compile(
    r"\b(?:found|finding|recover|discover|dump|retriev|pulled|dead|lifeless|decompos|riddled|buried|washed)", re.I
)
_NUMERAL = r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?)"
_WHETHER_NUMBERS = re.compile(rf"\bwhether {_NUMERAL} or {_NUMERAL}\b", re.I)
_UNSAID = re.compile(
    r"\b(?:(?:did|does|do|could|would)(?: not|n['’]t)|without|refused to|declined to)\s(?:[\w’-]+\s){0,6}?"
    r"(?:say|confirm|specify|claim|know|mention|state|saying|confirming|comment)\b(?:(?!\bbut\b)[^,;:])*$",
    re.I,
)
_NEVER_PASSIVE = word_set("blew slew overran")  # their participles are blown, slain, overrun
_OF_A_PERSON = word_set("body corpse killing murder slaying assassination beheading lynching")
_NUMBER_OF = re.compile(r"\b(?:(?:number|percentage|count|total|toll)s? of(?: \w+)?|how) $", re.I)
_COUNTING = word_set("count report list register record find")  # "counted 35 dead militiamen and 6 soldiers"
_FALSE = re.compile(
    r"\b(?:proved|turned out|found|is|are|was|were)(?: to be)? (?:false|untrue|unfounded|fake|a hoax)\b", re.I
)
_WOULD = frozenset(("would", "could", "will", "can"))
_UNREAL = word_set(
    "any without attempted planned minimise minimize minimising minimizing reduce reducing avoid avoiding prevent "
    "preventing threatened possible potential"
)
_OVER_SENTENCE = (
    by_weapon,
    toll,
    toll_brought,
    given_as,
    toll_list,
    labelled,
    superseded,
    later_figures,
    among_the_dead,
    losses,
    lives,
    alternatives,
    none_survived,
    did_not_survive,
    wounded_who_died,
    throats,
    taken_with_wounds,
    companions,
    taken_along,
    same_fate,
    continued_list,
    elliptic_more,
    subsets,
    coded,
)
_DONE = word_set(
    "manage managed go went gone proceed proceeded continue continued happened appear appears appeared first last "
    "ninth only claim claims claimed say says seem seems seemed known believed thought said reported alleged"
)
_NEGATIONS = DENIALS | word_set("no not n't n’t without neither nor never none")


def _link(reader: Reader, trigger: Trigger, rule: Callable) -> bool:
    """Add a link for every group the rule gives; whether there was one."""
    groups = [g for g in rule(reader, trigger) if _can_suffer(reader, g, trigger)]
    groups = _all_but(reader, groups[0]) or groups if groups and _is_zero(groups[0]) else groups
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
        add_link(reader, Link(group, trigger.outcome, trigger.start, rule.__name__, reading=reading))
    return bool(groups)


def _can_suffer(reader: Reader, group: Group, trigger: Trigger) -> bool:
    """Whether the group can be the victims of this word: people, alive before, more than a word of many senses allows."""
    if group.noun.lower_ in ("them", "whom") and group.start and reader.doc[group.start - 1].lower_ == "of":
        return False  # "12 wounded, some of them in critical condition"
    if trigger.kind == "verb" and group.noun.lower_ in ("body", "bodies", "corpse", "corpses", "remains"):
        return False  # "beheaded his body"
    if group.number is None and reader.doc[group.start].lower_ == "more" and " than " in reader.text:
        return False  # "more soldiers died than last year"
    if reader.doc[group.end : group.end + 2].text.lower() in ("per day", "per month", "per year", "a day", "each day"):
        return False
    if trigger.strict and trigger_word(reader, trigger).startswith(("destr", "seiz")):
        known = {group.noun.lemma_.lower(), group.noun.lower_} & set(reader.words.classes)
        return not group.bare and bool(known)
    if trigger.strict or trigger.outcome in ("captured", "abducted"):
        blown = trigger_word(reader, trigger).startswith(("blow", "blew"))  # "blew up three culverts"
        return is_people(group, reader.words, strict=blown or group.number is None)
    if trigger.kind == "subject_verb" and group.number is None:
        determined = reader.doc[group.start].pos_ in ("DET", "PRON") and group.noun.pos_ == "NOUN"
        named = group.noun.tag_ == "NNP" and trigger_word(reader, trigger) in ("died", "dies", "succumbed", "succumbs")
        return is_people(group, reader.words, strict=not determined and not named)
    return is_people(group, reader.words)


def _all_but(reader: Reader, nobody: Group) -> list[Group]:
    """ "Killed nobody but a shepherd": the shepherd."""
    after = re.match(r"(?:but|except(?: for)?|other than|apart from) ", reader.doc[nobody.end : reader.sent.end].text)
    if not after:
        return []
    group = starting_at(reader, nobody.end + len(after[0].split()))
    return [] if group is None else [g for g in right_chain(reader, group) if is_people(g, reader.words)]


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
