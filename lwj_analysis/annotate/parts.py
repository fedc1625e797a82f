"""Parts and companions of a count: "including", "among the dead", "77 guards, 40 fighters and four civilians"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lwj_analysis.annotate.clause import BE, subjects_before
from lwj_analysis.annotate.coordination import follower_is_free, joins, part_ends, right_chain, split_parts
from lwj_analysis.annotate.groups import Group, full_end, reading, word_set
from lwj_analysis.annotate.outcomes import DEADLY, outcome_named
from lwj_analysis.annotate.quantities import is_ordinal
from lwj_analysis.annotate.reader import Link, Reader, ending_at, group_at_char, starting_at, token_at
from lwj_analysis.annotate.victims import is_people


def elliptic_more(reader: Reader) -> Iterator[Link]:
    """ "48 people died there, and six more outside": the verb stands in the clause before."""
    for group in reader.groups:
        clause = next(
            (t.i for t in reader.doc[group.end : reader.sent.end] if t.text in (",", ";", ":")), reader.sent.end
        )
        after = reader.doc[group.end : clause]
        before = reader.doc[group.left - 1] if group.left > reader.sent.start else None
        if (
            before is None
            or before.lower_ not in ("and", ",")
            or not (
                (group.number is not None and group.head.lower_ in ("more", "others"))
                or is_ordinal(group.head.text)
                or (group.kind is not None and group.number is not None and _closes(reader, group))
            )
        ):
            continue
        told = any(t.pos_ in ("VERB", "AUX") or t.i in reader.verbs_at for t in after)
        told = told or part_ends(reader, clause) in reader.verbs_at
        if told or any(link.group is group for link in reader.links):
            continue
        earlier = [link for link in reader.links if link.group.end <= group.start and link.counting == "count"]
        earlier = [link for link in earlier if not (link.reading and link.reading[3] == "none")]
        hurt = {t.lower_ for t in after} & {"wounds", "injuries", "burns", "injury"}
        elsewhere = group.number is not None or (len(after) and after[0].pos_ == "ADP")  # no "a seventh, who was hit"
        if earlier and elsewhere and is_people(group, reader.words):
            yield Link(group, "wounded" if hurt else earlier[-1].outcome, earlier[-1].trigger, "elliptic_more")


def _closes(reader: Reader, group: Group) -> bool:
    """ "Four escorts were killed, and one of the attackers.": nothing follows."""
    return group.end >= reader.sent.end - 1 and reader.doc[group.left - 1].lower_ == "and"


def among_the_dead(reader: Reader) -> Iterator[Link]:
    """ "Two peacekeepers were among the dead", "Among those killed was the mayor", "The dead were 20 civilians and two"."""
    doc = reader.doc
    for match in _AMONG.finditer(reader.text):
        trigger = token_at(reader, reader.sent.start_char + match.start("what"))
        verb = token_at(reader, reader.sent.start_char + match.start())
        for group in subjects_before(reader, verb):
            yield Link(group, outcome_named(match["what"]), trigger, "among_the_dead", "subset")
    for match in _AMONG_NUMBER.finditer(reader.text):
        group = ending_at(reader, token_at(reader, reader.sent.start_char + match.start()))
        if group is not None and is_people(group, reader.words, strict=group.number is None):
            trigger = token_at(reader, reader.sent.start_char + match.start("what"))
            yield Link(group, outcome_named(match["what"]), trigger, "among_the_dead", "subset")
    for match in _DEAD_WERE.finditer(reader.text):
        trigger = token_at(reader, reader.sent.start_char + match.start("what"))
        group = group_at_char(reader, reader.sent.start_char + match.end())
        counting = "count" if not match["among"] and not re.search(r"\binclud", match[0]) else "subset"
        for part in right_chain(reader, group):
            if part.end >= len(doc) or doc[part.end].lower_ not in BE:
                yield Link(part, outcome_named(match["what"]), trigger, "the_dead_were", counting)


def companions(reader: Reader) -> Iterator[Link]:
    """ "killed along with three bodyguards", "In addition to the bomber, 12 people were killed"."""
    text = reader.text
    for match in _ALONG.finditer(text):
        group = group_at_char(reader, reader.sent.start_char + match.end())
        if group is None:
            continue
        start = token_at(reader, reader.sent.start_char + match.start())
        link = _last_link(reader, before=start) if match.start() else _first_link(reader, after=group.end)
        deadly = [own for own in reader.links if own.outcome == "killed" and own.group is not group]
        # he is not "injured, besides the bomber"
        own_deed = group.noun.lower_ in ("bomber", "bombers") and bool(deadly)
        link = deadly[0] if own_deed else link
        outcome = "killed" if own_deed or (link is not None and _is_blast(group, link)) else link and link.outcome
        near = link is not None and (
            own_deed
            or link.trigger in range(start - 8, start)
            or match.start() == 0
            or (
                match[0].lower().startswith("as well")
                and text[: match.start()].rstrip().endswith(",")
                and start - link.trigger < BEHIND_SPEAKER
            )
            or full_end(link.group) >= start - 2
        )
        if near and (group.number or is_people(group, reader.words, strict=True)) and is_people(group, reader.words):
            for part in right_chain(reader, group):
                yield Link(part, outcome, link.trigger, "companions")


BEHIND_SPEAKER = 20  # words: "13 died in the shooting that ensued, the commissioner said, as well as 19 raiders"


def _is_blast(group: Group, link: Link) -> bool:
    """ "Besides the bomber, there were no casualties": a bomber who is a casualty is dead."""
    return group.noun.lower_ in ("bomber", "bombers") and link.outcome == "casualties"


def same_fate(reader: Reader) -> Iterator[Link]:
    """ "A woman was killed; her brother met the same fate"."""
    for match in _FATE.finditer(reader.text):
        verb = token_at(reader, reader.sent.start_char + match.start())
        told = [link for link in reader.links if link.trigger < verb and link.counting == "count"]
        for group in subjects_before(reader, verb) if told else []:
            yield Link(group, told[-1].outcome, verb, "same_fate")


_FATE = re.compile(
    r"\b(?:met|suffered|shared|meets|shares) (?:with )?(?:the same|a similar|his|her|their) fate\b", re.I
)


def taken_along(reader: Reader) -> Iterator[Link]:
    """ "Blew himself up, taking four policemen with him"."""
    for match in _TAKING.finditer(reader.text):
        group = group_at_char(reader, reader.sent.start_char + match.start("who"))
        start = token_at(reader, reader.sent.start_char + match.start())
        own = [link for link in reader.links if link.outcome == "killed" and link.trigger < start]
        if own and group is not None and is_people(group, reader.words):
            for part in right_chain(reader, group):
                yield Link(part, "killed", own[-1].trigger, "taken_along")


def subsets(reader: Reader) -> Iterator[Link]:
    """ "including four children", "among them a colonel", "12 of them civilians"; "77 guards, 40 fighters" after a colon."""
    text, offset = reader.text, reader.sent.start_char
    for match in _INCLUDING.finditer(text):
        group = group_at_char(reader, offset + match.end())
        start = token_at(reader, offset + match.start())
        whole = _whole(reader, start)
        if group is None or whole is None or not may_be_part(reader, group):
            continue
        if match[0].lower().startswith("of") and (group.number is None or _set_free(reader, group)):
            continue  # "three of them women", "of whom four were later freed"
        for part in split_parts(reader, whole.group, right_chain(reader, group))[0]:
            own = next((link for link in reader.links if link.group is part), None)
            if own is None:
                yield Link(part, whole.outcome, whole.trigger, "including", "subset", whole)
            elif own.outcome == whole.outcome and own is not whole and own.counting == "count":
                own.counting, own.of = "subset", whole
    for match in _OF_THEM.finditer(text):
        group = reader.at.get(token_at(reader, offset + match.start()))
        whole = _whole(reader, group.start) if group is not None else None
        if whole is not None and group.number is not None and not any(link.group is group for link in reader.links):
            if not is_people(group, reader.words):
                continue  # "60 percent of them"
            for part in _list_from(reader, group):
                free = follower_is_free(reader, part) or _are_what(reader, part)
                if free and not any(link.group is part for link in reader.links):
                    yield Link(part, whole.outcome, whole.trigger, "of_them", "subset", whole)
    for match in _SEVERITY.finditer(text):
        group = reader.at.get(token_at(reader, offset + match.start("n")))
        whole = _whole(reader, group.start) if group is not None else None
        if whole is not None and whole.outcome == "wounded" and group.number is not None:
            listed = next((x for x in reader.links if x.group is group and x is not whole), None)
            if listed is not None and match["how"].lower() not in DEADLY:  # taken for one of a list
                listed.counting, listed.of = "subset", whole
                continue
            if match["how"].lower() in DEADLY:  # "five were stabbed, two fatally"
                whole.outcome = "casualties"
                yield Link(group, "killed", group.end, "severity")
            else:
                yield Link(group, "wounded", whole.trigger, "severity", "subset", whole)
    for match in re.finditer(r"(?<=, )(?P<who>[^,;.]{3,60}?) (?:among (?:them|whom)|included)(?=[,.;])", text):
        group = group_at_char(reader, offset + match.start("who"))
        whole = _whole(reader, group.start) if group is not None else None
        outcome = whole.outcome if whole else _outcome_after(reader, offset + match.end())
        if group is None or not outcome or not may_be_part(reader, group):
            continue
        until = token_at(reader, offset + match.end())
        for part in [group, *(g for g in _list_from(reader, group)[1:] if g.end <= until)]:
            yield Link(part, outcome, whole.trigger if whole else part.start, "among_them", "subset", whole)
    for match in _OF_THE_DEAD.finditer(text):
        group = reader.at.get(token_at(reader, offset + match.start("n")))
        counted = group is not None and group.number is not None and is_people(group, reader.words)
        if counted and not any(link.group is group for link in reader.links):
            trigger = token_at(reader, offset + match.start("what"))
            yield Link(group, outcome_named(match["what"]), trigger, "of_the_dead", "subset")
    yield from _colon_parts(reader)
    yield from _parts_by_sum(reader)
    yield from _of_a_whole(reader)


def _set_free(reader: Reader, group: Group) -> bool:
    """The clause behind the group says that these came away."""
    clause = itertools.takewhile(lambda t: t.text not in (",", ";", "."), reader.doc[group.end : reader.sent.end])
    return any(t.lemma_.lower() in _FREED for t in clause)


_FREED = word_set("free release rescue escape liberate survive flee")


def _are_what(reader: Reader, part: Group) -> bool:
    """ "Two of whom were children": the verb says who they are, not what befell them."""
    after = reader.doc[part.end : part.end + 2]
    return len(after) == 2 and after[0].lower_ in BE and after[1].pos_ in ("NOUN", "PROPN", "DET")


def _of_a_whole(reader: Reader) -> Iterator[Link]:
    """ "21 of the 36 people killed were civilians": the 21."""
    for group in reader.groups:
        if group.whole is not None:
            whole = next((link for link in reader.links if link.group.number is group.whole), None)
            if whole is not None and not any(link.group is group for link in reader.links):
                yield Link(group, whole.outcome, whole.trigger, "of_a_whole", "subset", whole)


def _outcome_after(reader: Reader, char: int) -> str | None:
    at = token_at(reader, char)
    return next((link.outcome for link in reader.links if link.trigger >= at), None)


def _parts_by_sum(reader: Reader) -> Iterator[Link]:
    """ "20 others were wounded, 18 navy men and two Rangers": parts, because they add up."""
    for link in list(reader.links):
        number = link.group.number
        if number is None or number.best is None or link.counting == "subset":
            continue
        behind = max(link.trigger, link.group.end - 1)
        after = [g for g in reader.groups if g.start > behind and g.number is not None]
        parts = _list_from(reader, after[0]) if after else []
        dashed = reader.doc[link.group.end : link.group.end + 1].text in (",", "-", "–")
        beside = starting_at(reader, link.group.end + 1) if dashed else None
        parts = (beside and _listed(reader, beside, link)) or parts  # "two men, a guard and a cook, were killed"
        free = not any(link.group in parts for link in reader.links)
        if len(parts) > 1 and free and sum(reading(g)[1] or 0 for g in parts) == number.best:
            for part in parts:
                yield Link(part, link.outcome, link.trigger, "parts_by_sum", "subset", link)


def _listed(reader: Reader, first: Group, whole: Link) -> list[Group]:
    """The list that starts at ``first``, people without a number included, where it adds up to the whole."""
    chain = right_chain(reader, first)
    sizes = [reading(g)[1] for g in chain]
    fits = len(chain) > 1 and None not in sizes and whole.group.number and sum(sizes) == whole.group.number.best
    return chain if fits and all(may_be_part(reader, g) for g in chain) else []


def may_be_part(reader: Reader, group: Group) -> bool:
    if group.number is not None:
        of_something = any(t.pos_ == "ADP" for t in reader.doc[group.end : group.end + 1])
        return is_people(group, reader.words) and not (group.bare and of_something)
    determined = group.doc[group.start].pos_ in ("DET", "PRON")
    return is_people(group, reader.words, strict=not (determined and group.noun.pos_ == "NOUN"))


def _colon_parts(reader: Reader) -> Iterator[Link]:
    for token in reader.sent:
        if token.text not in (":", "–", "—", "-", "--", "(") or token.i + 1 >= reader.sent.end:
            continue
        whole = _whole(reader, token.i)
        those = reader.doc[token.i + 1 : token.i + 3].text.lower() in ("those of", "that of", "they were")
        first = starting_at(reader, token.i + (3 if those else 1))
        if whole is None or first is None or token.i - max(whole.group.end, whole.trigger) > 12:
            continue
        parts = _listed(reader, first, whole)
        if first.number is None and not parts:
            continue
        parts = parts or _list_from(reader, first)
        if len(parts) > 1 and is_people(first, reader.words) and not any(link.group in parts for link in reader.links):
            for part in parts:
                yield Link(part, whole.outcome, whole.trigger, "parts", "subset", whole)


def continued_list(reader: Reader) -> Iterator[Link]:
    """ "246 dead among the jihadists, 79 among Kurdish fighters, and seven civilians"; "250 dead in Gaza and 13 in Israel"."""
    for link in list(reader.links):
        after = [g for g in reader.groups if g.start > link.trigger and g.number is not None]
        if not after or (link.group.end > link.trigger + 1 and link.rule != "label"):
            continue
        behind = max(link.trigger + 1, link.group.end)
        after = [g for g in after if g.start >= behind and (g.bare or is_people(g, reader.words))]  # not "one train"
        if not after:
            continue
        between = reader.doc[behind : after[0].left].text_with_ws
        alike = after[0].bare and reader.doc[after[0].end : after[0].end + 1].text == between.split(" ")[0]
        if not _LISTED.fullmatch(between) and not (alike and _JOINED.fullmatch(between)):
            continue
        for group in _list_from(reader, after[0]):
            if follower_is_free(reader, group) and not any(link.group is group for link in reader.links):
                yield Link(group, link.outcome, link.trigger, "continued_list")


_FOUND = r"\s*(?:(?:were |was )?(?:found|recovered|discovered|dumped)\s)?"
_LISTED = re.compile(rf"{_FOUND}(?:among|in|from|for|on|at|near)\b[^.;:]{{2,60}}?,\s(?:and\s)?")
_JOINED = re.compile(rf"{_FOUND}(?:among|in|on|at|near|inside|outside)\b[^.;:,]{{2,60}}?\sand\s")
_AMONG = re.compile(
    r"\b(?:(?:was|were|is|are|being|be|been)\s(?:also\s|reportedly\s|said to be\s|believed to be\s|listed\s|counted\s)*)"
    r"among\s(?:the\s(?:\w+\s){0,2}?)?(?:those\s|people\s)?"
    r"(?P<what>dead|killed|slain|fatalities|victims|casualties|wounded|injured|missing|captured|abducted|kidnapped|"
    r"arrested|detained)\b",
    re.I,
)
_AMONG_NUMBER = re.compile(
    r"\bamong (?:the )?(?:at least )?[\w,-]+ (?:people )?(?P<what>dead|killed|slain|wounded|injured)\b", re.I
)
_DEAD_WERE = re.compile(
    r"(?:(?:named|identified|listed) )?(?<!\bof )(?P<among>\bAmong\s)?\b(?:the\s|those\s|who\s)+(?:other\s)?"
    r"(?(among)(?:(?:at least )?[\w,-]+\s(?:people\s)?)?)"
    r"(?P<what>dead|killed|slain|fatalities|victims|casualties|wounded|injured|missing|died|deceased)\s"
    r"(?:(?:are|were|is|was|included?s?|including|comprised?s?|numbered|as)|[:–—])\s*"
    r"(?:(?:named|identified|listed)(?: by [\w ]{2,30})? as\s)?(?:at least\s|about\s|also\s)?",
    re.I,
)
_ALONG = re.compile(
    r"(?:(?:\bplus|(?<![\w+])\+)(?= )|"
    r"\b(?:along|together) with|\balongside|\bas well as|\bin addition to|\bbesides|\bapart from|\bnot counting|"
    r"\bexcluding|\bexcl\b\.?|\bnot including|\bexclusive of|"
    r"\bwith(?= (?:\w+ )?(?:other |of )?(?:his|her|their) |(?= (?:the |a )?\w+['’]s \w)))\s",
    re.I,
)
_TAKING = re.compile(r"\b(?:taking|and took) (?P<who>[^,.;]{3,60}?) (?:along )?with (?:him|her|them)(?:self|selves)?\b")
_INCLUDING = re.compile(
    r"(?:(?<!\bnot )\bincluding|\bincl\b\.?|\bamong (?:them|whom)(?: (?:were|was|are|is))?|\bincluded|\bof (?:whom|them))\s"
    r"(?:at least\s|about\s|more than\s|some\s|the\s)?(?=\S)",
    re.I,
)
_SEVERITY = re.compile(
    r"(?<=, )(?P<n>[\w,]+)(?: of (?:them|whom))? "
    r"(?P<how>seriously|critically|badly|gravely|severely|lightly|slightly|fatally|mortally)(?=[\s]*[,.;]|\sin\b|$)",
    re.I,
)
_OF_THEM = re.compile(
    r"(?:\w+|[\d,]+)\sof\s(?:them|whom|those|these)\b(?!\s(?:had|have|died|later|killed|wounded))"
    r"(?!\s(?:were|was|are|is)\s\w+(?:ed|en|ng)\b)",
    re.I,
)
_OF_THE_DEAD = re.compile(
    r"\b(?P<n>[\w,]+) of the (?P<what>dead|deceased|killed|slain|wounded|injured|missing|fatalities|victims)\b"
    r"(?!,? (?:\w+ )?(?:died|succumbed|did not|didn|has|have|had|later))",
    re.I,
)


def _list_from(reader: Reader, group: Group) -> list[Group]:
    """Numbered groups in a row: "77 from IS, 39 from the Kurdish forces and seven civilians"."""
    parts = [group]
    for following in (g for g in reader.groups if g.start >= group.end and g.number is not None):
        between = reader.doc[parts[-1].end : following.left]
        if any(t.text in (";", ".") or t.pos_ in ("VERB", "AUX") for t in between) or not any(
            joins(t) for t in between
        ):
            break
        if len(between) > 12 or not is_people(following, reader.words):
            break
        parts.append(following)
    return parts


def _whole(reader: Reader, before: int) -> Link | None:
    """What a part belongs to: the last link whose people stand before token ``before``."""
    earlier = [link for link in reader.links if link.group.end <= before and link.counting != "subset"]
    return max(earlier, key=lambda link: (link.group.end, link.trigger), default=None)


def _last_link(reader: Reader, before: int) -> Link | None:
    earlier = [link for link in reader.links if min(link.trigger, link.group.start) < before]
    return max(earlier, key=lambda link: (link.group.end, link.trigger), default=None)


def _first_link(reader: Reader, after: int) -> Link | None:
    return next(
        (link for link in sorted(reader.links, key=lambda link: link.group.start) if link.group.start >= after), None
    )
