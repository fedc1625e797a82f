"""How many people were killed, wounded, captured, abducted or are missing: one record a statement of one count."""

from __future__ import annotations

import re
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span

from lwj_analysis import lexicon as lexicons
from lwj_analysis.annotate.alike import noun
from lwj_analysis.annotate.claims import source_at
from lwj_analysis.annotate.clause import BE
from lwj_analysis.annotate.constructions import entry_of_dead, find_links, is_verbless
from lwj_analysis.annotate.cumulative import is_cumulative
from lwj_analysis.annotate.groups import Group, find_groups, full_end, reading, word_set
from lwj_analysis.annotate.outcomes import OutcomeWords, find_triggers, outcome_words
from lwj_analysis.annotate.parsed import Finder
from lwj_analysis.annotate.quantities import find_numbers, is_ordinal
from lwj_analysis.annotate.reader import Link, Reader, starting_at
from lwj_analysis.annotate.records import Casualty, Number
from lwj_analysis.annotate.sameness import (
    CROWD_FAR,
    found_dead,
    is_crowd,
    mark_told_again,
    resolve_all,
    resolve_pronouns,
    told_by_their_bodies,
)
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.tolls import spoken
from lwj_analysis.annotate.victims import VictimWords, is_people, may_be_called, victim_class, victim_tags, victim_words
from lwj_analysis.annotate.whose import is_own, losers, named_actors, on_whose_side, whose_people
from lwj_analysis.lexicon import Lexicon

ENTRY = 3  # sentences without a verb that describe one person of a list of the dead
NEAR = 250  # characters from somebody to "the soldier" who is the same
REMEMBERED = 60  # how many statements back a "they" or "his body" is looked for


class CasualtiesFinder(Finder):
    """Append the statements of counts to ``Doc._.lwj.casualties`` and mark their numbers."""

    outcomes: OutcomeWords | None = None
    victims: VictimWords | None = None

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the words this finder needs."""
        self.outcomes, self.victims = outcome_words(lexicon), victim_words(lexicon)

    def find(self, doc: Doc) -> None:
        if self.outcomes is None:
            self.prepare(lexicons.load())
        doc._.lwj.casualties.extend(find_casualties(doc, self.outcomes, self.victims))


@Language.factory("lwj_casualties")
def make_casualties(nlp: Language, name: str) -> CasualtiesFinder:
    return CasualtiesFinder()


def find_casualties(doc: Doc, outcomes: OutcomeWords, victims: VictimWords) -> list[Casualty]:
    """Every statement of a count of people, in the order of the text; needs ``doc._.lwj.numbers`` and the parse."""
    if not doc.has_annotation("DEP") or not doc.has_annotation("SENT_START"):
        return []
    numbers = doc._.lwj.numbers or find_numbers(text_of(doc))
    found: list[Casualty] = []
    topic, age = None, 0  # the outcome spoken of last, and how many sentences ago
    crowd: list[Group] = []  # the people counted so far, whatever is told of them
    before: list[Reader] = []  # the sentences right before that have no verb
    for sent in doc.sents:
        reader = read_sentence(sent, numbers, outcomes, victims)
        links = reader.links + list(spoken(reader, topic if age < 3 else None)) + list(entry_of_dead(reader, before))
        before = [*before, reader][-ENTRY:] if is_verbless(reader) else []
        resolve_pronouns(reader, links, found)
        crowd = [g for g in crowd if sent.start - g.end < CROWD_FAR] + [
            g for g in reader.groups if is_crowd(g, victims)
        ]
        resolve_all(links, crowd)
        dead = {id(link.group) for link in links if link.outcome == "killed"}
        crowd = [g for g in crowd if id(g) not in dead]
        if told := _topic(reader):
            topic, age = told, 0
        age += 1
        found += _records(reader, sorted(links, key=lambda link: link.group.start), found[-REMEMBERED:])
    mark_told_again(doc, found)
    for record in found:
        _find_whole(record, found)
        if record.victim_id is None:
            people = whose_people(doc, record) if not _counted_by_medics(doc, record) else None
            record.victim_id = people if may_be_called(doc._.lwj.actors.get(people), record.victim_text) else None
            record.guessed = record.victim_id is not None
    return found


def _counted_by_medics(doc: Doc, record: Casualty) -> bool:
    """A number without a noun that a health ministry or a hospital gives: they count the dead of all sides."""
    said = (
        [c.source.text for c in doc._.lwj.claims if c.start <= record.start < c.end]
        if record.victim_text.isdigit()
        else []
    )
    return any(
        re.search(r"\b(?:health|hospital|medic|medics|doctors?|morgue|civil defen[cs]e)\b", s, re.I) for s in said
    )


def read_sentence(sent: Span, numbers: list[Number], outcomes: OutcomeWords, victims: VictimWords) -> Reader:
    """The sentence's groups, triggers and links."""
    reader = Reader(
        sent, find_groups(sent, numbers, outcomes.modifiers, victims.persons), find_triggers(sent, outcomes), victims
    )
    reader.links = find_links(reader)
    return reader


def _topic(reader: Reader) -> str | None:
    """The outcome that the sentence spoke of last."""
    captives = {"captives": "captured", "prisoners": "captured", "hostages": "abducted"}
    named = [(t.start, t.outcome) for t in reader.triggers if not t.zero]
    named += [(t.i, captives[t.lower_]) for t in reader.sent if t.lower_ in captives]
    named += [(t.i, "killed") for t in reader.sent if t.lower_ == "toll"]
    return "killed" if any(outcome == "killed" for _, outcome in named) else max(named, default=(0, None))[1]


def _records(reader: Reader, links: list[Link], earlier: list[Casualty]) -> list[Casualty]:
    sent = reader.sent
    _mark_names(links)
    made: dict[int, Casualty] = {}
    records = []
    for link in links:
        record = _record(reader, link, earlier + records)
        if record is None:
            continue
        made[id(link)] = record
        records.append(record)
    for link in links:
        if link.of is not None and id(link) in made:
            _join(made[id(link)], made.get(id(link.of)), link.of.rule)
    for record, following in pairwise(records):
        gap = text_of(sent.doc)[record.end : following.start]
        if following.counting == "cumulative" and re.fullmatch(r"(?: \w+)?, (?:the )?", gap):
            # "left one of the engineers dead, the ninth French soldier to be killed": a soldier
            record.victim_class = following.victim_class
            record.victim_id = record.victim_id or following.victim_id
        one_list = following.trigger == record.trigger and following.rule == record.rule
        if one_list and _RANK.search(record.victim_text) and _ITS_MEN.search(following.victim_text):
            following.victim_class, following.victim_id = record.victim_class, following.victim_id or record.victim_id
        alike = following.trigger == record.trigger and re.search(r"\bother\b", following.victim_text)
        if alike and record.victim_class == "unknown":  # "Commander Noman and seven other insurgents"
            record.victim_class, record.victim_id = following.victim_class, record.victim_id or following.victim_id
    for link in links:
        record = made.get(id(link))
        if record is None or record.of is None or not _OF_THEM.search(record.victim_text):
            continue
        if _class_behind(reader, link.group) is None:
            record.victim_class, record.victim_id = record.of.victim_class, record.of.victim_id
    return records


_OF_THEM = re.compile(r"\bof (?:them|whom|these|those)$")


# "A lieutenant and 10 men", "a commander and three of his men"
_RANK = re.compile(
    r"\b(?:lieutenant|captain|major|colonel|general|sergeant|corporal|commander|officer|emir|figure|leader|chief)s?\b",
    re.I,
)
_ITS_MEN = re.compile(
    r"^(?:[\w,-]+ )(?:(?:other )?men|others|comrades|subordinates|"
    r"of (?:his|her|their) (?:men|comrades|bodyguards|guards|aides|fighters|escorts))\b",
    re.I,
)


def _join(part: Casualty, whole: Casualty | None, rule: str) -> None:
    """Tie a part to its whole; what a running total includes ("bringing to 224 the number") still counts here."""
    if whole is not None and whole.counting == "cumulative" and rule.startswith("toll"):
        part.counting = "count"
    else:
        part.of = whole


def _mark_names(links: list[Link]) -> None:
    """ "Two men, Ali and Hassan, were killed": the names are the counted men."""
    for i, link in enumerate(links):
        size = link.group.number.best if link.group.number else None
        rest = [other for other in links[i + 1 :] if other.trigger == link.trigger and other.group.number is None]
        names = [other for other in rest if other.group.head.pos_ == "PROPN"]
        if size and len(names) >= 2 and size - 1 <= len(names) <= size and link.counting == "count":
            for name in names:
                name.counting, name.of = "subset", link


def _record(reader: Reader, link: Link, earlier: list[Casualty]) -> Casualty | None:
    sent, group, doc = reader.sent, link.group, reader.doc
    if link.rule == "counted_noun" and group.number is None and _is_somebodys(group):
        link.reading = found_dead(earlier)  # "his body was found"
        if link.reading is None:
            return None
    low, best, high, quantifier = link.reading or reading(group)
    if quantifier == "vague" and low is None and _told_before(group, link, earlier):
        return None
    counting = link.counting
    ordinal = _ordinal(group)
    if ordinal is not None and group.number is None:
        if not _continues(doc, group, ordinal, link.outcome, earlier):
            low = best = high = ordinal
            counting = "cumulative"
    elif counting == "count" and is_cumulative(sent, link):
        counting = "cumulative"
    whole = _whole_of_them(reader, group, link.outcome, earlier) if counting == "count" else None
    by_bodies = link.rule == "counted_noun" and group.noun.lemma_.lower() in ("body", "corpse")
    if counting == "count" and by_bodies:
        whole = told_by_their_bodies(group, best, earlier, reader.words)
    start = _first_char(group)
    if whole is not None and not (by_bodies and _by_another(doc, whole, start)):
        counting = "subset"
    elif counting == "count" and (before := _the_same_one(group, link, earlier)) is not None:
        counting, whole = "repeat", before
    else:
        whole = None
    end = max(doc[group.end - 1].idx + len(doc[group.end - 1].text), group.number.end if group.number else 0)
    record = Casualty(
        start=start,
        end=end,
        trigger=link.trigger,
        outcome=link.outcome,
        low=low,
        best=best,
        high=high,
        quantifier=quantifier,
        rule="lost" if link.rule == "noun_of" and doc[link.trigger].lower_ in ("loss", "losses") else link.rule,
        victim_text=_victim_text(group),
        counting=counting,
        of=whole,
    )
    _describe(record, group, reader, earlier)
    if group.number is not None:
        group.number.role, group.number.casualty = "casualty", record
    return record


def _is_somebodys(body: Group) -> bool:
    """ "His body was found", "body found in a well": of whom the text has told, not a body that it tells of first."""
    alone = body.end == body.start + 1 and body.noun.lemma_.lower() in ("body", "corpse")
    owned = any(c.dep_ == "poss" and any(d.lower_ == "the" for d in c.children) for c in body.noun.children)
    return alone or owned or body.doc[body.start].tag_ == "PRP$"  # "the victim's body"


def _by_another(doc: Doc, whole: Casualty, start: int) -> bool:
    """Whether two different claimants count: "the army claims 90 killed, reporters counted 11 bodies"."""
    claims = source_at(doc, whole.start, whole.end), source_at(doc, start, start + 1)
    one, other = (claim.source.text.casefold() if claim is not None else "" for claim in claims)
    return one != other and bool(other)


def _the_same_one(group: Group, link: Link, earlier: list[Casualty]) -> Casualty | None:
    """ "Stabbed a soldier at a gate. The soldier was injured": the one told right before, by the same noun."""
    doc = group.doc
    if group.number is not None or doc[group.start].lower_ != "the" or group.noun.tag_ not in ("NN", "NNP"):
        return None
    if group.noun.lower_ == "bomber":
        return None  # ``mark_told_again`` knows which of the tellings counts
    near = (c for c in reversed(earlier) if c.outcome == link.outcome and doc[group.start].idx - c.end < NEAR)
    return next((c for c in near if c.best == 1 and noun(c) == group.noun.lower_ and c.counting == "count"), None)


def _told_before(group: Group, link: Link, earlier: list[Casualty]) -> bool:
    """ "The men were seized in March", after "73 soldiers"; the prisoners of "250 attackers and prisoners"."""
    doc, counted = group.doc, [c for c in earlier if c.outcome == link.outcome and (c.best or c.low)]
    if group.number is not None:
        return False
    if doc[group.start].lower_ in ("the", "these", "them", "they"):
        return bool(counted)
    shared = doc[group.start - 1].lower_ == "and" and group.end == group.start + 1 and counted
    return (
        bool(shared)
        and counted[-1].trigger == link.trigger
        and counted[-1].end == doc[group.start - 2].idx + len(doc[group.start - 2])
    )


def _describe(record: Casualty, group: Group, reader: Reader, earlier: list[Casualty]) -> None:
    """Class, tags and actor of the victims; bare numbers and "others" take them from the people named before."""
    victims = reader.words
    labelled = _label_of(reader, group) or _owner_of_losses(reader, group, record)
    said = labelled or _told_elsewhere(reader, group, record)
    own, group = group, said or group
    if labelled is not None:
        record.victim_text = text_of(reader.doc)[reader.doc[labelled.start].idx : record.end]
    if said is not None and "among" in reader.doc[own.end : said.start].text:  # "246 dead among the jihadists"
        last = reader.doc[said.end - 1]
        record.victim_text = text_of(reader.doc)[record.start : last.idx + len(last.text)]
    ids = named_actors(group) or on_whose_side(own) or losers(own, record.trigger)
    actors = [group.doc._.lwj.actors[i] for i in ids if i in group.doc._.lwj.actors]
    record.victim_class = victim_class(group, victims, actors)
    if record.victim_class == "unknown" and is_own(own) and any(a.type == "government" for a in actors):
        record.victim_class = "state"
    if record.victim_class == "unknown" and _IN_UNIFORM.match(text_of(reader.doc), record.end):
        record.victim_class = "state"
    if labelled is not None and record.victim_class == "unknown" and labelled.noun.lower_ in _ARMIES:
        record.victim_class = "state"
    if record.victim_class == "unknown" and (sharing := _shares_noun(reader, group)) is not None:
        record.victim_class = victim_class(sharing, victims, actors)
    behind = _class_behind(reader, own) if record.victim_class == "unknown" else None
    if behind is not None:
        record.victim_class = behind
    elif record.victim_class == "unknown" and re.search(r"\bof them$", record.victim_text):
        record.victim_class = _class_before(reader, group)
    record.victim_tags = victim_tags(own, victims)
    record.victim_id = ids[0] if ids else None
    lower = group.noun.lower_
    if (
        own.bare
        or is_ordinal(lower)
        or lower in ("others", "other", "more", "another", "one", "rest", "dead", "wounded")
    ) and record.victim_class == "unknown":
        here = reader.sent.start_char
        before = next((c for c in reversed(earlier[-4:]) if _lends_class(reader.doc, c, record, here)), None)
        named = _numbered_before(reader, group)
        if named is not None and (before is None or before.start < here):
            size = named.number.best if group.number else None
            # "seven attackers ...: all seven", "eight of the ten attackers escaped; two were shot"
            if named.whole is not None or _OF_THEM.search(record.victim_text) or (size and size == group.number.best):
                record.victim_class = victim_class(named, victims, [])
                record.victim_id = record.victim_id or next(iter(named_actors(named)), None)
        elif before is not None:
            record.victim_class = before.victim_class
            record.victim_id = record.victim_id or before.victim_id


def _class_behind(reader: Reader, group: Group) -> str | None:
    """ "Eight of them civilians", "37 of whom were pupils": what the words behind say they were."""
    said = group.doc[group.start : group.end].text.lower()
    after = [t for t in group.doc[group.end : group.end + 3] if t.sent == group.head.sent and t.lower_ not in BE]
    if not _OF_THEM.search(said) or not after:
        return None
    those = reader.doc[group.end : group.end + 2].text.lower() == "those of"
    whose = reader.at.get(group.end + 2) if those else None  # "two of them those of truck drivers"
    noun = whose.noun if whose is not None else after[1] if after[0].pos_ == "ADJ" and len(after) > 1 else after[0]
    return reader.words.classes.get(noun.lemma_.lower()) or reader.words.classes.get(noun.lower_)


def _class_before(reader: Reader, group: Group) -> str:
    """ "Gunmen attacked ... the army said it killed six of them": the people in the plural named last."""
    before = reader.doc[max(0, group.start - CROWD_FAR) : group.start]
    named = (reader.words.classes.get(t.lemma_.lower()) for t in reversed(before) if t.tag_ == "NNS")
    return next((kind for kind in named if kind), "unknown")


def _owner_of_losses(reader: Reader, group: Group, record: Casualty) -> Group | None:
    """The attackers of "the attackers’ losses at 64 dead": whose losses a bare number is."""
    if not group.bare:
        return None
    before = (t for t in reader.doc[reader.sent.start : group.left] if t.lemma_.lower() in LOST)
    owner = next((c for noun in before for c in noun.children if c.dep_ == "poss"), None)
    whose = reader.at.get(owner.i) if owner is not None else None
    return whose if whose is not None and is_people(whose, reader.words, strict=True) else None


LOST = word_set("loss losses casualty casualties dead")


def _label_of(reader: Reader, group: Group) -> Group | None:
    """ "Army: 2 killed", "GNA forces: 3 killed": whose the bare number is."""
    doc, colon = reader.doc, group.left - 1
    if not group.bare or colon < 1 or doc[colon].text != ":":
        return None
    first = doc[colon].sent.start
    plain = all(t.pos_ in ("NOUN", "PROPN", "ADJ", "DET") for t in doc[first:colon])
    if not plain or not 0 < colon - first < 5:
        return None
    whose = Group(doc, first, colon, doc[colon - 1])
    return (
        whose
        if named_actors(whose) or whose.noun.lower_ in _ARMIES or is_people(whose, reader.words, strict=True)
        else None
    )


_IN_UNIFORM = re.compile(
    r" (?:dressed )?(?:in|wearing) (?:(?:army|military|police|combat) )?(?:uniforms?|fatigues|camouflage)\b"
)
_AGAINST = word_set("with by against between")  # "the toll in the gun battle with rebels": not the rebels'
_ARMIES = word_set("army military government regime navy forces")


def _shares_noun(reader: Reader, group: Group) -> Group | None:
    """The "two Guinean peacekeepers" of "one Malian and two Guinean peacekeepers", for the one."""
    doc, i = reader.doc, group.end
    if group.number is None or group.head.pos_ != "ADJ" or i >= reader.sent.end or doc[i].lower_ not in ("and", ","):
        return None
    following = starting_at(reader, i + 1)
    return following if following is not None and following.number is not None else None


def _told_elsewhere(reader: Reader, group: Group, record: Casualty) -> Group | None:
    """Who the bare figures are: "246 dead among the jihadists", "one of the dead is a navy officer"."""
    doc = reader.doc
    if record.rule.startswith("toll") and group.bare:
        told = [g for g in reader.groups if record.trigger <= g.end and g.end <= group.left]
        if record.rule == "toll_brought":  # "brings to 45 the number of French troops killed"
            told = [g for g in reader.groups if g.start > record.trigger]
        told = [
            g
            for g in told
            if is_people(g, reader.words, strict=True)
            and victim_class(g, reader.words, []) != "unknown"
            and doc[max(g.left - 1, 0)].lower_ not in _AGAINST
        ]
        return told[0] if told else None
    if not (group.bare or group.noun.lower_ in ("dead", "killed", "wounded", "victims")):
        return None
    for i in (group.end, record.trigger + 1):
        opens = i < reader.sent.end and (
            doc[i].lower_ == "among" or (record.rule == "of_the_dead" and doc[i].lower_ in ("is", "was", "were", "are"))
        )
        if opens and (people := starting_at(reader, i + 1)) is not None and is_people(people, reader.words):
            return people
    return None


def _numbered_before(reader: Reader, group: Group) -> Group | None:
    """The people counted last before ``group`` in its sentence, whatever is told of them."""
    counted = [g for g in reader.groups if g.number is not None and not g.bare and g.end <= group.left]
    counted = [g for g in counted if is_people(g, reader.words, strict=True)]
    return counted[-1] if counted else None


def _lends_class(doc: Doc, before: Casualty, record: Casualty, sentence_start: int) -> bool:
    """Anybody of the same sentence; from the sentences before only a whole count of fighters or soldiers, no part of one."""
    near = before.end <= record.start and record.start - before.end < 400 and before.counting != "subset"
    near = near and before.rule != "companions"  # "six people died, besides the bomber, and nine were wounded"
    rival = record.rule == "spoken" and before.outcome == record.outcome  # "survivors spoke of 28"
    fitting = before.victim_class != "mixed" and (rival or before.victim_class != "civilian")
    whole = before.counting == "count" and fitting and before.best != 1
    apart = before.outcome != record.outcome or "\n\n" in text_of(doc)[before.end : record.start]
    other = before.victim_class == "armed_group" and apart  # "four gunmen were caught ... 10 died"
    return near and (before.start >= sentence_start or (whole and not other))


def _find_whole(record: Casualty, records: list[Casualty]) -> None:
    """ "Two guards were among the dead" is part of a count only where the article gives one that is larger."""
    if record.counting != "subset" or record.of is not None:
        return
    size = record.best or record.low or 0
    wholes = [
        c for c in records
        if c.counting == "count" and c.outcome == record.outcome and (c.best or c.low or 0) > size
    ]  # fmt: skip
    if not wholes and record.outcome == "casualties":  # "two of the victims were children", where the dead are told
        wholes = [
            c for c in records if c.counting == "count" and c.outcome == "killed" and (c.best or c.low or 0) > size
        ]
        record.outcome = "killed" if wholes else record.outcome
    record.of = min(wholes, key=lambda c: abs(c.start - record.start), default=None)
    record.counting = "subset" if record.of is not None else "count"


def _whole_of_them(reader: Reader, group: Group, outcome: str, earlier: list[Casualty]) -> Casualty | None:
    """The killed of whom "12 of them were beheaded" tells a part."""
    if not re.search(r"\bof (?:them|whom|these|those)$", group.doc[group.start : group.end].text.lower()):
        return None
    near = [c for c in earlier[-3:] if c.counting == "count" and 0 <= group.doc[group.start].idx - c.end < 250]
    meant = _numbered_before(reader, group)
    if meant is not None and (not near or near[-1].end <= meant.doc[meant.start].idx):
        return None  # "two bystanders were hit, one of whom died": of the bystanders, who are no dead
    return near[-1] if near and near[-1].outcome == outcome else None


def _ordinal(group: Group) -> int | None:
    for token in group.doc[group.start : group.end]:
        if is_ordinal(token.text) and token.i < group.head.i and "PROPN" not in (group.head.pos_, token.nbor(1).pos_):
            return find_numbers(token.text)[0].best
    return None


def _continues(doc: Doc, group: Group, ordinal: int, outcome: str, earlier: list[Casualty]) -> bool:
    """ "A third was wounded", "a sixth died" after two and after five: one more of the same story, no running total."""
    if ordinal < 2 or doc[group.start].lower_ not in ("a", "an", "the"):
        return False
    near = [c for c in earlier[-5:] if c.best and c.counting == "count" and doc[group.start].idx - c.end < 400]
    told = sum(c.best for c in near if c.outcome == outcome)
    plain = doc[group.start].lower_ != "the" and ordinal <= 3
    plain = plain and (ordinal == 2 or any(c.best >= ordinal - 1 for c in near[-3:]))
    return plain or told == ordinal - 1 or any(c.best == ordinal - 1 for c in near)


def _first_char(group: Group) -> int:
    """Where the number starts; without a number, the noun phrase without its article."""
    if group.number is not None and group.head.idx >= group.number.start:
        return group.number.start
    i = group.start
    while (
        i < group.head.i
        and group.doc[i].pos_ in ("DET",)
        and group.doc[i].lower_ in ("the", "this", "that", "these", "those")
    ):
        i += 1
    return group.doc[i].idx


def _victim_text(group: Group) -> str:
    end = full_end(group)
    start = _first_char(group) if group.number else group.doc[group.start].idx
    return text_of(group.doc)[
        start : max(group.doc[end - 1].idx + len(group.doc[end - 1].text), group.number.end if group.number else 0)
    ]
