"""Counts that no verb of killing tells: tolls, losses, lives, labels, and figures that a speaker only names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from lwj_analysis.annotate.clause import as_trigger, objects, passive_chain, subjects, subjects_before
from lwj_analysis.annotate.coordination import follower_is_free, joins, right_chain
from lwj_analysis.annotate.groups import Group, word_set
from lwj_analysis.annotate.outcomes import outcome_named
from lwj_analysis.annotate.parts import may_be_part
from lwj_analysis.annotate.reader import Link, Reader, ending_at, group_at_char, starting_at, token_at
from lwj_analysis.annotate.sameness import CORRECT, TALLY
from lwj_analysis.annotate.victims import is_people


def toll(reader: Reader) -> Iterator[Link]:
    """ "the death toll rose to 48", "put the number of dead at 47", "its losses at two wounded", "a toll of 31"."""
    text = reader.text
    for match in _TOLL.finditer(text):
        group = group_at_char(reader, reader.sent.start_char + match.end())
        if re.search(r"\bamong $", text[: match.start()], re.I):
            continue  # "among the 26 killed were seven children"
        if match["reach"].lower() == "of" and _TAKEN.search(match["tail"]):
            continue  # "three deaths and announced the arrest of 12 suspects"
        described = re.search(r"\b(?:were|was|are|is)\b.*\bof\s", match[0])  # "the victims were girls of 11 to 15"
        if group is not None and group.number is not None and is_people(group, reader.words) and not described:
            owned = match["what"][0] in "'’"  # "the Islamic State’s dead"
            trigger = token_at(
                reader, reader.sent.start_char + (match.end("what") - 1 if owned else match.start("what"))
            )
            rule = "toll" if group.bare or not _WERE.search(match[0]) else "the_dead_were"
            # "one of the injured had succumbed, taking the toll from the blast to four"
            raised = _THE_TOLL.search(match["tail"])
            whole = Link(group, "killed" if raised else outcome_named(match["what"]), trigger, rule)
            if _RAISES.search(text[: match.start()]):
                _within(reader, whole)
            elif _AFTER_TOLL.match(
                text, reader.doc[group.end - 1].idx + len(reader.doc[group.end - 1]) - reader.sent.start_char
            ):
                _within(reader, whole, after=True)
            yield whole


_WERE = re.compile(r"\b(?:dead|victims|fatalities|killed)\s(?:were|are)\b", re.I)


def by_weapon(reader: Reader) -> Iterator[Link]:
    """ "Eleven by car bomb, Tuz Khurmatu": a note that leaves out what happened to them."""
    match = _BY_WEAPON.match(reader.text)
    group = starting_at(reader, reader.sent.start) if match else None
    if (
        group is not None
        and group.number is not None
        and group.end == token_at(reader, reader.sent.start_char + match.start("by"))
    ):
        yield Link(group, "killed", group.end, "by_weapon")


_BY_WEAPON = re.compile(
    r"(?:[\w-]+ ){1,3}(?P<by>by) (?:an? )?(?:(?:suicide|car|roadside|truck|bicycle|motorcycle) )?"
    r"(?:bomb(?:er|s)?|gunfire|gunmen|IED|mortars?|air ?strike|snipers?|explosion|grenade)\b"
    r"(?![^.;]*\b(?:was|were|has|have|had)\b)",
    re.I,
)


def toll_brought(reader: Reader) -> Iterator[Link]:
    """ "brings to 41 the number of soldiers killed"."""
    for match in _BROUGHT.finditer(reader.text):
        group = group_at_char(reader, reader.sent.start_char + match.start("count"))
        if group is not None and group.number is not None:
            what = token_at(reader, reader.sent.start_char + match.start("what"))
            whole = Link(group, outcome_named(match["rest"]), what, "toll_brought")
            _within(reader, whole)
            yield whole


def given_as(reader: Reader) -> Iterator[Link]:
    """ "Gave 15 as the number of civilians killed"."""
    for match in _GIVEN_AS.finditer(reader.text):
        group = group_at_char(reader, reader.sent.start_char + match.start("count"))
        if group is not None and group.number is not None:
            what = token_at(reader, reader.sent.start_char + match.start("what"))
            yield Link(group, outcome_named(match["rest"]), what, "toll_brought")


_GIVEN_AS = re.compile(
    r"\b(?:gives?|gave|puts?|cites?|cited|lists?|listed|names?|named|mention(?:s|ed)) (?P<count>[\w,]+) as "
    r"(?P<what>the (?:number|toll|total|count|tally|death toll)\b(?P<rest>[^.;]{0,60}))",
    re.I,
)


def _within(reader: Reader, whole: Link, *, after: bool = False) -> None:
    """ "One of the wounded died, raising the toll to five": the one is within the five; also "rose to five after one died"."""
    for link in reader.links:
        there = link.group.start >= whole.group.end if after else link.group.end <= whole.group.start
        if link.outcome == whole.outcome and link.counting == "count" and there:
            link.counting, link.of = "subset", whole


_BOUND = (
    r"(?:at least |more than |over |about |around |some |nearly |up to |as many as |as high as |no fewer than |as |between |"
    r"only |just |almost |an estimated |at |a total of |close to |the )*"
)
_RAISES = re.compile(r"\b(?:bring\w*|brought|rais\w+|tak\w+|push\w*|which puts?|putting)\s(?:the |its |his )?(?:\w+)?$")


_AFTER_TOLL = re.compile(r",? (?:people |dead )?(?:after|as|when|with|following)\b")


def superseded(reader: Reader) -> Iterator[Link]:
    """The older figure in "climbed from 25 to 38", "177 soldiers had been killed, up from 90"."""
    for match in _UP_FROM.finditer(reader.text):
        group = group_at_char(reader, reader.sent.start_char + match.end())
        if group is None or group.number is None:
            continue
        rose = not match[0].lower().startswith(("up", "down"))
        if rose:
            near = [link for link in reader.links if link.rule == "toll" and 0 <= link.group.start - group.end < 4]
        else:
            near = [link for link in reader.links if link.group.number is not None and link.group.end <= group.start]
        for newer in near[-1:]:
            yield Link(group, newer.outcome, newer.trigger, "superseded", of=newer)


def later_figures(reader: Reader) -> Iterator[Link]:
    """ "Reported 5 deaths, later 8, and by evening 13": each figure takes the place of the one before."""
    for match in _LATER.finditer(reader.text):
        group = group_at_char(reader, reader.sent.start_char + match.end())
        if group is None or not group.bare or not follower_is_free(reader, group):
            continue
        start = token_at(reader, reader.sent.start_char + match.start())
        older = [link for link in reader.links if link.group.end <= start and link.group.number is not None]
        if older and start - max(older[-1].group.end, older[-1].trigger) < 4:
            newer = Link(group, older[-1].outcome, older[-1].trigger, "later_figures")
            older[-1].of = newer
            yield newer


def toll_list(reader: Reader) -> Iterator[Link]:
    """ "confirmed the toll, a lieutenant and 10 men"."""
    for match in re.finditer(r"\b(?P<what>(?:death )?toll|dead)(?:, |: | – | - )(?=\S)", reader.text):
        group = group_at_char(reader, reader.sent.start_char + match.end())
        chain = right_chain(reader, group)
        trigger = token_at(reader, reader.sent.start_char + match.start())
        if "toll" in match["what"] and len(chain) > 1 and all(may_be_part(reader, g) for g in chain):
            for part in chain:
                yield Link(part, "killed", trigger, "toll_list")


def labelled(reader: Reader) -> Iterator[Link]:
    """ "Fatalities: 3", "Killed: 2; wounded: 5"."""
    for match in _LABEL.finditer(reader.text):
        group = group_at_char(reader, reader.sent.start_char + match.end())
        for part in right_chain(reader, group):
            if is_people(part, reader.words, strict=part.number is None):
                trigger = token_at(reader, reader.sent.start_char + match.start())
                yield Link(part, outcome_named(match["what"]), trigger, "label")


def losses(reader: Reader) -> Iterator[Link]:
    """ "lost six men", "more than 100 men were lost", "cost six officers and 56 soldiers", "took two prisoners"."""
    for token in reader.sent:
        lemma = token.lemma_.lower()
        if lemma == "lose":
            yield from _lost(reader, token)
        elif lemma == "mourn" or (lemma == "bury" and not _UNDER.search(reader.text)):
            for group in objects(reader, as_trigger(token)):
                if group.number is not None and is_people(group, reader.words, strict=True):
                    yield Link(group, "killed", token.i, "buried")
        elif lemma == "cost":
            for group in objects(reader, as_trigger(token)):
                if group.number is not None and is_people(group, reader.words, strict=True):
                    yield Link(group, "killed", token.i, "cost")
        elif lemma in ("take", "seize") or (lemma == "hold" and "prisoners" not in reader.text):
            for group in objects(reader, as_trigger(token)):
                outcome = _CAPTIVES.get(group.noun.lemma_.lower())
                if outcome and group.number is not None:
                    yield Link(group, outcome, token.i, "took_captives")


def lives(reader: Reader) -> Iterator[Link]:
    """ "claimed 11 lives", "cost at least 40 insurgents their lives", "at a cost of nine lives", "loss of 12 lives"."""
    for match in (*_LIVES.finditer(reader.text), *_LIVES_LOST.finditer(reader.text)):
        group = group_at_char(reader, reader.sent.start_char + match.start("who"))
        if group is not None and group.number is not None:
            yield Link(group, "killed", token_at(reader, reader.sent.start_char + match.start()), "lives")


def _lost(reader: Reader, token: Token) -> Iterator[Link]:
    trigger = as_trigger(token)
    chain = passive_chain(reader, trigger)
    if chain is not None:
        found = [
            g
            for g in subjects(reader, trigger, chain)
            if g.number is not None and is_people(g, reader.words, strict=True)
        ]
    else:
        found = [g for g in objects(reader, trigger) if g.number is not None or is_people(g, reader.words, strict=True)]
    for group in found:
        after = {t.lower_ for t in reader.doc[group.end : group.end + 1]}  # "lost three men killed"
        if group.noun.lemma_.lower() != "life" and is_people(group, reader.words) and not after & _OUTCOME_ADJECTIVES:
            before = {t.lower_ for t in reader.doc[max(reader.sent.start, token.i - 4) : token.i]}
            single = bool(re.match(r"any\b|an? single\b|one\b", reader.doc[group.start : group.end].text, re.I))
            if before & NOT and not single:
                continue  # "did not lose 10 men"
            nobody = single and before & (DENIALS | NOT)  # "denied losing any soldiers", "has not lost a single man"
            yield Link(group, "killed", token.i, "lost", reading=(0, 0, 0, "none") if nobody else None)
    if found and (other := _gapped(reader, found[-1])) is not None:
        yield Link(other, "killed", token.i, "lost")


# Whom a blast or a slide buries may live.
_UNDER = re.compile(
    r"\bburied (?:alive|under|beneath|in (?:the )?(?:rubble|debris))|\brubble\b|\bdebris\b|\balive\b", re.I
)


NOT = frozenset(("not", "n't", "n’t", "never"))


def _gapped(reader: Reader, group: Group) -> Group | None:
    """The 3 of "the rebels lost 14 fighters and the army 3"."""
    after = [g for g in reader.groups if g.start >= group.end][:2]
    if len(after) == 2 and after[1].bare and after[0].number is None and after[0].end == after[1].left:
        between = reader.doc[group.end : after[0].start]
        return after[1] if between and all(joins(t) for t in between) else None
    return None


def taken_with_wounds(reader: Reader) -> Iterator[Link]:
    """ "Two women were taken to a hospital with bullet wounds", "was being treated for burns"."""
    for match in _WITH_WOUNDS.finditer(reader.text):
        verb = token_at(reader, reader.sent.start_char + match.start("verb" if match["verb"] else "verb2"))
        for group in subjects_before(reader, verb):
            if not any(link.group is group for link in reader.links):
                yield Link(group, "wounded", verb, "taken_with_wounds")


_WITH_WOUNDS = re.compile(
    r"\b(?P<verb>was|were|are|is) in (?:[\w’'-]+ ){0,4}hospitals?\b[^.;]{0,20}\bwith (?:[\w-]+ ){0,3}"
    r"(?:wounds?|injur(?:y|ies)|burns)\b|"
    r"\b(?:was|were|been) (?:\w+ )?(?P<verb2>taken|brought|rushed|admitted|evacuated|flown|transferred|carried|airlifted)\b"
    r"[^.;]{0,50}\b(?:with|for) (?:[\w-]+ ){0,3}(?:wounds?|injur(?:y|ies)|burns)\b",
    re.I,
)


def throats(reader: Reader) -> Iterator[Link]:
    """ "Slit his throat", "had their throats cut", "the driver's throat was slit": where no other word tells the death."""
    told = any(link.outcome == "killed" and link.counting == "count" for link in reader.links)
    for match in (m for pattern in _THROATS for m in pattern.finditer(reader.text)):
        at = token_at(reader, reader.sent.start_char + match.start("whose"))
        whose = reader.doc[at]
        if whose.lower_ in ("his", "her") and not told:
            yield Link(Group(reader.doc, at, at + 1, whose), "killed", at + 1, "throats", reading=(1, 1, 1, "exact"))
        elif whose.lower_ == "their" and not told:
            before = [g for g in reader.groups if g.number is not None and g.end <= at]
            before = [g for g in before if is_people(g, reader.words, strict=True)]
            for group in before[-1:]:
                yield Link(group, "killed", at + 1, "throats")
        elif whose.lower_ not in ("his", "her", "their"):
            group = reader.at.get(token_at(reader, reader.sent.start_char + match.end("whose") - 1))
            if group is not None and is_people(group, reader.words, strict=True):
                yield Link(group, "killed", at, "throats")


def none_survived(reader: Reader) -> Iterator[Link]:
    """ "The helicopter carried 16 soldiers, none of whom survived", "there were no survivors among the 12 aboard"."""
    match = re.search(
        r"\b(?:(?:none|nobody|no one) (?:of (?:whom|them) )?survived|(?:no|without) survivors|"
        r"all of whom (?:also |later )?(?:died|perished|(?:were|was) (?:later )?(?:killed|shot dead|executed)))",
        reader.text,
        re.I,
    )
    if match:
        end = token_at(reader, reader.sent.start_char + match.start())
        numbered = [
            g
            for g in reader.groups
            if g.end <= end and g.number is not None and is_people(g, reader.words, strict=True)
        ]
        after = re.match(
            r"[\w ]{2,20}surviv(?:ors|ed) (?:among|of|from) (?:the |all )?", reader.text[match.start() :], re.I
        )
        group = group_at_char(reader, reader.sent.start_char + match.start() + after.end()) if after else None
        group = group if group is not None and group.number is not None else (numbered[-1] if numbered else None)
        if group is not None:
            yield Link(group, "killed", end, "none_survived")


def wounded_who_died(reader: Reader) -> Iterator[Link]:
    """ "Two of the people injured in the shelling passed away": they are no wounded any more."""
    match = _WOUNDED_DIED.search(reader.text)
    group = reader.at.get(token_at(reader, reader.sent.start_char + match.start("n"))) if match else None
    if group is None or group.number is None:
        return
    verb = token_at(reader, reader.sent.start_char + match.start("died"))
    for link in reader.links:
        if link.group is group and link.outcome == "wounded":
            link.outcome, link.trigger, link.rule = "killed", verb, "did_not_survive"
            return
    if not any(link.group is group for link in reader.links):
        yield Link(group, "killed", verb, "did_not_survive")


_WOUNDED_DIED = re.compile(
    r"\b(?P<n>[\w,]+) of the (?:people|those|men|women|persons|passengers|soldiers|villagers) (?:wounded|injured|hurt)\b"
    r"[^.;,]{0,60}?\b(?P<died>passed away|died|succumbed|perished)\b",
    re.I,
)


def did_not_survive(reader: Reader) -> Iterator[Link]:
    """ "two of his bodyguards did not (survive)" after "the governor survived"."""
    if not re.search(r"\bsurviv", reader.text):
        return
    for match in re.finditer(
        r"\b(?P<n>[\w,]+) of the (?:wounded|injured) (?:(?:did not|didn['’]t) survive|(?:had|have) not survived)\b",
        reader.text,
    ):
        group = reader.at.get(token_at(reader, reader.sent.start_char + match.start("n")))
        if group is not None and group.number is not None:
            yield Link(group, "killed", token_at(reader, reader.sent.start_char + match.end() - 1), "did_not_survive")
    for match in re.finditer(r"\b(?:did not|didn['’]t)(?: survive\b|(?=[\s.,;]*(?:$|and\b|but\b)))", reader.text):
        group = ending_at(reader, token_at(reader, reader.sent.start_char + match.start()))
        if group is not None and is_people(group, reader.words):
            yield Link(group, "killed", token_at(reader, reader.sent.start_char + match.start()), "did_not_survive")


def alternatives(reader: Reader) -> Iterator[Link]:
    """ "54 dead or 137?", "fewer dead than the 43 that it had first given"."""
    for match in _OR_NUMBER.finditer(reader.text):
        group = group_at_char(reader, reader.sent.start_char + match.end())
        trigger = token_at(reader, reader.sent.start_char + match.start("what"))
        outcome = next((t.outcome for t in reader.triggers if t.start == trigger), None)
        if outcome and group is not None and group.bare and follower_is_free(reader, group):
            yield Link(group, outcome, trigger, "alternatives")


def spoken(reader: Reader, topic: str | None) -> Iterator[Link]:
    """Numbers that a speaker gives without saying again of what: "told AFP of at least 25", "claimed 173", "is 185".

    ``topic`` is the outcome that the sentences before spoke of; without one, nothing is read.
    """
    text, offset = reader.text, reader.sent.start_char
    for match in _SPOKEN.finditer(text):
        group = group_at_char(reader, offset + match.end())
        if group is None or group.number is None or any(link.group is group for link in reader.links):
            continue
        if group.number.quantifier == "vague" or not is_people(group, reader.words, strict=True):
            continue
        named = not group.bare and not match["of"] and not _counts_bodies(match[0], text[: match.start()])
        trigger = token_at(reader, offset + match.start())
        earlier = [t.outcome for t in reader.triggers if t.start < group.start]
        earlier += [link.outcome for link in reader.links if link.trigger < group.start]  # "had lost three"
        outcome = "killed" if "killed" in earlier else next(reversed(earlier), topic)
        if reader.words.classes.get(group.noun.lemma_.lower()) == "armed_group":
            continue  # "writes of more than 100 attackers"
        if outcome and not named and _stands_alone(reader, group):
            yield Link(group, outcome, trigger, "spoken")


def _counts_bodies(verb: str, before: str) -> bool:
    """ "Who saw the bodies arrive counted 24 soldiers"."""
    return verb.lower().startswith("count") and bool(
        re.search(r"\b(?:bodies|corpses|dead|coffins|graves)\b", before, re.I)
    )


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


DENIALS = word_set("denied denies deny denying")
_CUT = r"(?:slit\w*|cut(?:ting|s)?|slash\w*)"
_OWN_THROAT = r"(?P<whose>his|her|their|(?:the|a|an) \w+)(?:['’]s?)? throats?"
_THROATS = (
    re.compile(rf"\b{_CUT} {_OWN_THROAT}\b", re.I),
    re.compile(rf"\b{_OWN_THROAT} (?:(?:was|were|had been|have been) )?(?:\w+ly )?{_CUT}\b", re.I),
)
_OR_NUMBER = re.compile(
    r"\b(?P<what>dead|killed|wounded|injured|missing)(?: or|, not| but not| than) (?:the |about |at least )?(?=\d)",
    re.I,
)
_SPEAKS_OF = (
    r"(?P<of>(?:speaks?|spoke|spoken|talks?|talked|writes?|wrote|written|tells?|told(?: \w+){1,3}|"
    r"reports?|reported) of)"
)
_GIVES = (
    r"claims?|claimed|counts?|counted|prints?|printed|gives?|gave|given|lists?|listed|cites?|cited|makes?|puts? it at|"
    r"says?|said|confirm(?:s|ed)?(?: only)?|acknowledge[sd]?(?: only)?|admit(?:s|ted)?(?: only)?|"
    r"g[ai]ves? (?:a|its) (?:figure|toll|number|total) of"
)
_FIGURE_IS = (
    r"(?:latest|final|new|current|highest|lowest|last) (?:number|figure|count|tally|toll)\b[^.;:]{0,60}?\bis|"
    r"(?:number|figure|claim|count|tally|sum|total)\b(?! of\b)[^.;:,]{0,30}?\b(?:to|at|is|was)"
)
_CAPTIVES = {"prisoner": "captured", "captive": "captured", "hostage": "abducted"}
_OUTCOME_ADJECTIVES = word_set("dead wounded killed injured missing hurt")
_LIVES_LOST = re.compile(
    rf"(?<!\w){_BOUND}(?P<who>\S+) lives (?:(?:were|are|have been|had been) )?(?:lost|claimed)\b", re.I
)
_LIVES = re.compile(
    r"\b(?:claim\w*|loss of|cost of|price of|costs?|costing|took|takes?|taking|ended|ending)\s"
    rf"{_BOUND}(?P<who>(?=\S)(?:[\w,.’'-]+\s){{1,6}}?)(?:lives|life|their lives)\b",
    re.I,
)
_FATES = (
    r"(?:dead|killed|deaths|fatalities|casualties|wounded|injured|injuries|missing|victims|captured|captives|"
    r"prisoners|hostages)"
)
_WHAT = (
    r"(?P<what>(?:estimates|reports|figures|counts) (?:of|for) (?:the )?(?:number of )?(?:dead|deaths|killed|fatalities|toll)|"
    r"(?:death |casualty |overall |final |official |provisional |total )*toll|death count|body count|"
    r"(?:the |its |their |total )*(?:number|count|total|tally) of (?:those |(?:[\w-]+ ){1,3})?"
    rf"(?:{_FATES}|(?:abducted|kidnapped|arrested|detained)(?= \w+ at\b))"
    r"(?: (?:people|women|girls|men|boys|children|villagers|soldiers|civilians|troops|members|fighters|killed|dead|wounded|"
    r"injured))?|"
    rf"(?:the|its|their|his|’s|'s|army’s|own) (?:\w+ )?(?:{_FATES}|losses)\b|deaths|fatalities|"
    r"(?:rebel|militant|insurgent|enemy|army|government|police|civilian|Taliban|own) (?:losses|casualties|dead)(?= at\b)|"
    r"(?:who (?:are|were) )?(?:dead|killed) (?:or|and) (?:missing|wounded|injured)(?= at\b))"
)
_TAIL = (
    r"(?P<tail>(?:(?!\b(?:said|says|after|when|while|killed|kill|died|raising|bringing|putting|but|number of|announced)\b)"
    r"(?:(?:from|since) \d[\d,]*|[^.;:“”\d])){0,110}?)"
)
_THE_TOLL = re.compile(r"\b(?:death )?toll\b", re.I)
_TAKEN = re.compile(
    r"\b(?:arrest|capture|detention|abduction|kidnapping|seizure|wounding|injury|surrender|release)\b", re.I
)
_REACHES = (
    r"(?P<reach>to|at|of|is|was|are|were|stands at|stood at|reached|reaches|reaching|exceeded|exceeds|passed|hit|as|totaled|"
    r"totalled|be|become|numbered|numbers?|(?:range[sd]?|ranging|var(?:y|ies|ied)) (?:from|between))"
)
_NUMBER_NEXT = (
    r"(?=\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|a dozen|dozens|hundreds|scores)\b)"
)
_CORRECTS = rf"{CORRECT} (?:(?:the|its|that|this|their|his) )?(?:{TALLY}|total)(?: upwards?| downwards?| again)? to"
_PUTS = r"put(?:s|ting)? (?:the|its|their|that) (?:number|figure|count|tally|total|toll) at"
_SPOKEN = re.compile(
    rf"\b(?:(?:{_SPEAKS_OF}|(?:{_GIVES})|{_FIGURE_IS})\s{_BOUND}(?=\d)|(?:{_CORRECTS}|{_PUTS}|count(?:s|ed))\s{_BOUND}{_NUMBER_NEXT})",
    re.I,
)
_TOLL = re.compile(rf"\b{_WHAT}{_TAIL}\s?\b{_REACHES}\s{_BOUND}{_NUMBER_NEXT}", re.I)
_BROUGHT = re.compile(
    rf"\b(?:bring\w*|doubl\w+|increas\w+|lift\w+|brought|rais\w+|tak\w+|took|push\w*|puts?)\sto\s{_BOUND}(?P<count>\S+(?:\s\w+)?)\s"
    r"(?P<what>the (?:number|toll|total|count|tally|death toll)\b(?P<rest>[^.;]{0,60}))",
    re.I,
)
_LATER = re.compile(
    rf"[,;] (?:and |then )?(?:later|then|finally|subsequently|by (?:the )?(?:\w+ )?(?:evening|night|noon|morning|midday|"
    rf"nightfall|\w+day))(?: on)?(?: to)? {_BOUND}{_NUMBER_NEXT}",
    re.I,
)
_UP_FROM = re.compile(r"\b(?:up|down) from\s|\bfrom\s(?=(?:\S+\s){1,3}to\s)", re.I)
_LABEL = re.compile(
    r"(?:^|(?<=[;,(.|/] )|(?<=[;,(.|/]))(?:(?:workers|civilians|people|persons|soldiers|number|total) )?"
    r"(?P<what>fatalities|killed|dead|deaths|casualties|wounded|injured|missing|kia|wia|"
    r"victims|bodies(?: found| recovered)?)"
    rf"(?: (?:of|in|from) [^.:;=]{{2,60}})?\s?[:=]\s?{_BOUND}(?=\w)",
    re.I,
)
