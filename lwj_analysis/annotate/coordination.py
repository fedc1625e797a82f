"""Groups of people that share a verb: "two soldiers, a guard and four civilians"."""

from __future__ import annotations

import re

from spacy.tokens import Token

from lwj_analysis.annotate.groups import Group, full_end, word_set
from lwj_analysis.annotate.reader import PART_OPENERS, Reader, ending_at, part_opener, starting_at
from lwj_analysis.annotate.victims import is_people, victim_class

_SAYING = word_set(
    "say report claim add confirm announce believe state tell note acknowledge admit allege insist suggest estimate "
    "mean show reveal indicate declare write assert maintain stress think fear which"
)


_JOINERS = word_set(", and & + plus nor or")


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
        part = reader.at.get(i)
        if joined and part is not None and (whole := whole_before(reader, part)) is not None:
            return [whole, *split_parts(reader, whole, [part, *chain])[1]]
        other = ending_at(reader, i + 1) or (antecedent(reader, i + 1) if joined else None)
        other = _named_by(reader, other)
        if not joined or other is None or other.end > chain[0].left or not is_people(other, reader.words):
            break
        if any(link.group is other for link in reader.links) or _is_object(reader, other, chain[0]):
            break
        alone = len(chain) == 1 and other.number is None and chain[0].number and chain[0].noun.lower_ != "others"
        if alone and reader.doc[chain[0].left - 1].text == "," and not _opens_headline(reader, other):
            break  # "their escort, two officers"
        if _heads_telegram(reader, other, chain[0]):
            break
        if (chain[0].bare or other.bare) and not (chain[0].bare and other.bare):
            break  # "an attack on two posts, and 15 were wounded"
        parsed = chain[0].head in other.head.conjuncts or _is_of_other(reader, other, chain[0])
        if _is_apposition(reader, other, chain[0]):
            chain[0] = other
            continue
        determined = parsed and reader.doc[other.start].pos_ in ("DET", "PRON")
        if not is_people(other, reader.words, strict=other.number is None and not determined):
            break
        chain.insert(0, other)
    return chain


def _is_of_other(reader: Reader, group: Group, following: Group) -> bool:
    """ "A branch chairman, his wife and a neighbour": somebody of his, whom the parser takes for himself."""
    return (
        following.head.dep_ == "appos"
        and following.head.head is group.head
        and reader.doc[following.start].tag_ == "PRP$"
    )


def _heads_telegram(reader: Reader, group: Group, following: Group) -> bool:
    """ "Airstrike Kauda, 2 children + 1 teacher killed": a name that opens the sentence before a counted list is the place."""
    named = group.number is None and group.head.pos_ == "PROPN" and group.start == reader.sent.start
    return (
        named
        and not _opens_headline(reader, group)
        and following.number is not None
        and reader.doc[following.left - 1].text == ","
    )


def _opens_headline(reader: Reader, group: Group) -> bool:
    """ "Soldier, three militants killed in gunbattle": one person without an article, where the sentence starts."""
    bare = reader.doc[group.start].pos_ not in ("DET", "PRON") and group.head.tag_ in ("NN", "NNP")
    known = bool({group.head.lower_, group.head.lemma_.lower()} & reader.words.persons)
    return bare and known and group.start == reader.sent.start


def _headline_pair(reader: Reader, group: Group, following: Group) -> bool:
    """ "Bomb kills district governor, bodyguard": two people without articles, and nothing or a place follows."""
    after = reader.doc[following.end] if following.end < reader.sent.end else None
    plain = all(reader.doc[g.start].pos_ not in ("DET", "PRON") for g in (group, following))
    ends = after is None or after.pos_ == "ADP" or after.text in ("-", "–", ":", "\n", "\n\n")
    common = following.head.tag_ == "NN" and is_people(following, reader.words, strict=True)
    return plain and ends and common and is_people(group, reader.words, strict=True)


def _named_by(reader: Reader, group: Group | None) -> Group | None:
    """The farmer, for the name of "a farmer, identified as Usman Bello, and three others"; else ``group`` itself."""
    doc = reader.doc
    if group is None or group.left - 3 < reader.sent.start or doc[group.left - 1].lower_ not in _NAMING | {"as"}:
        return group
    i = group.left - 1 - (doc[group.left - 1].lower_ == "as")
    if doc[i].lower_ not in _NAMING:
        return group
    return ending_at(reader, i - 1 if doc[i - 1].text == "," else i) or group


_NAMING = word_set("identified named known described")


def whole_before(reader: Reader, part: Group) -> Group | None:
    """The "five guards" of "five guards, including two captains" for the captains."""
    doc, i = reader.doc, part.left - 1
    if i <= reader.sent.start:
        return None
    i -= doc[i].lower_ in ("them", "whom", "these") and doc[i - 1].lower_ == "among"
    if (opener := part_opener(doc, i)) is None:
        return None
    i = opener
    whole = ending_at(reader, i - 1 if doc[i - 1].text in (",", "(") else i)
    return whole if whole is not None and whole.number is not None and is_people(whole, reader.words) else None


def split_parts(reader: Reader, whole: Group, listed: list[Group]) -> tuple[list[Group], list[Group]]:
    """What of a list after "including" is part of ``whole``, and what stands beside it.

    "Five guards including two captains, a civilian and three militants": neither the civilian nor the militants are
    guards. Nor can the parts be more than their whole; and a comma before "and" closes what a comma opened.
    """
    size = whole.number.best or whole.number.low if whole.number else None
    wanted = victim_class(whole, reader.words, [])
    told = 0
    for i, group in enumerate(listed):
        told += (group.number.best or group.number.low or 0) if group.number else 1
        kind = victim_class(group, reader.words, [])
        other = "unknown" not in (kind, wanted) and kind != wanted
        if i and (other or (size is not None and told > size) or _closes_part(reader, listed[:i], group)):
            return listed[:i], listed[i:]
    return listed, []


def _closes_part(reader: Reader, parts: list[Group], group: Group) -> bool:
    """ "Three policemen, including a captain, and five civilians were": the list of one is closed before the "and"."""
    doc = reader.doc
    between = [t.text for t in doc[full_end(parts[-1]) : group.left]]
    return between == [",", "and"] and len(parts) == 1 and (group.end >= reader.sent.end or doc[group.end].text != ",")


def antecedent(reader: Reader, end: int) -> Group | None:
    """The people of whom the clause before token ``end`` speaks ("twelve soldiers who were breaking their fast, and")."""
    doc = reader.doc
    for i in range(end - 1, max(reader.sent.start, end - 12), -1):
        if doc[i].text in (";", ":") or doc[i].lower_ in ("that", "and"):
            return None
        if doc[i].lower_ == "who":
            group = ending_at(reader, i - 1 if doc[i - 1].text == "," else i)
            return group if group is not None and is_people(group, reader.words) else None
    return None


def right_chain(reader: Reader, group: Group | None) -> list[Group]:
    """``group`` and what is coordinated with it on its right, as long as that has no verb of its own."""
    if group is None:
        return []
    chain = _conjuncts(reader, group)
    if len(chain) == 1 and (part := part_after(reader, group)) is not None:
        chain += split_parts(reader, group, _conjuncts(reader, part))[1]
    while len(chain) > 1 and _opens_clause(reader, chain[-1]):
        chain.pop()
    return chain


def _says_so(reader: Reader, group: Group) -> bool:
    """The rescuers of "killed at least 67 people, local rescuers and the RSF said": who says it, and no victim."""
    doc = reader.doc
    if group.number is not None or doc[group.left - 1].text != ",":
        return False
    return bool(_SAID.fullmatch(doc[group.end : reader.sent.end].text))


_SAID = re.compile(r"[^.;:“”]{0,60}?\b(?:says?|said|reported|announced)(?: on \w+| yesterday| today)?\W*")


def _conjuncts(reader: Reader, group: Group) -> list[Group]:
    chain, last = [group], group
    while (following := _next_conjunct(reader, last)) is not None and not _says_so(reader, following):
        if not _is_apposition(reader, last, following):
            chain.append(following)
        last = following
    return chain


def part_after(reader: Reader, whole: Group) -> Group | None:
    """The "two captains" of "five guards, including two captains"."""
    doc, i = reader.doc, whole.end
    i += i < reader.sent.end and doc[i].text == ","
    if i >= reader.sent.end or doc[i].lower_ not in PART_OPENERS:
        return None
    i += 2 if doc[i].lower_ == "among" and doc[i + 1 : i + 2].text.lower() in ("them", "whom", "these") else 1
    i += i < reader.sent.end and doc[i].text == "." and doc[i - 1].lower_ == "incl"
    return starting_at(reader, i)


def _opens_clause(reader: Reader, group: Group) -> bool:
    """ ", and a guard and two porters were injured": subject of a clause of its own, together with the group behind it."""
    doc, i = reader.doc, group.left
    if doc[i - 1].lower_ not in ("and", "but", "while") or doc[i - 2].text not in (",", ";"):
        return False
    behind = next((g for g in reader.groups if g.start >= group.end), None)
    if behind is None or not all(joins(t) for t in doc[group.end : behind.left]) or group.end == behind.left:
        return False
    return not follower_is_free(reader, behind)


def joins(token: Token) -> bool:
    """ "and", a comma, and the words of "as well as", "along with", "together with"."""
    lower = token.lower_
    if lower == "with":
        return token.i > 0 and token.nbor(-1).lower_ in ("along", "together")
    if lower in ("as", "well"):
        return "well" in {t.lower_ for t in token.doc[max(0, token.i - 1) : token.i + 2]}
    return lower in _JOINERS or lower in ("along", "together", "then", "also")


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
        if part_ends(reader, j) in reader.verbs_at:
            return False  # "nine others, two of them soldiers, injured"
        if token.lower_ in ("said", "believed", "thought", "known") and doc[j + 1 : j + 3].text in ("to have", "to be"):
            continue  # "two boys said to have been shot"
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD") or token.pos_ == "AUX" or j in reader.verbs_at:
            return False
        if token.lower_ in ("who", "of"):
            continue
    return True


def part_ends(reader: Reader, comma: int) -> int | None:
    """The token behind a part between commas (", two of them soldiers, "), if one starts at ``comma``."""
    doc = reader.doc
    if comma >= reader.sent.end or doc[comma].text != ",":
        return None
    inside = doc[comma + 1 : min(comma + 10, reader.sent.end)]
    close = next((t.i for t in inside if t.text == ","), None)
    if close is None or " of " not in doc[comma:close].text or close + 1 >= reader.sent.end:
        return None
    return close + 1 if doc[comma:close].text.rsplit(" of ", 1)[1].split(" ")[0] in ("them", "whom", "these") else None


def part_opening(reader: Reader, comma: int) -> int | None:
    """The token before ", among them a guard," or ", both Sudanese," that the comma at ``comma`` closes."""
    doc = reader.doc
    opening = next((i for i in range(comma - 1, max(reader.sent.start, comma - 15), -1) if doc[i].text == ","), None)
    return opening - 1 if opening is not None and doc[opening + 1].lower_ in PART_OPENERS | {"both", "all"} else None


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


def _is_apposition(reader: Reader, group: Group, following: Group) -> bool:
    """ "a tribal elder, Malik Khan, and his guards", "Abu Yusuf, a commander, and": the same person told twice."""
    between = reader.doc[full_end(group) if full_end(group) <= following.left else group.end : following.left]
    if [t.text for t in between] != [","]:
        return False
    if reader.doc[following.start].lower_ in ("both", "all"):
        return True  # "a guard and his son, both tribals"
    if following.number is not None:
        return False
    body = following.head.lower_ in BODIES_OF and reader.doc[following.start].pos_ == "DET"
    if body and reader.doc[following.left - 2].pos_ == "PROPN":
        return True  # "four members of La Linea, the armed wing of the cartel"
    if _is_described_by(group, following):
        return True
    name = group.head.pos_ == "PROPN" and group.head.text[0].isupper()  # not "an imam"
    other = following.head.pos_ == "PROPN"
    one = group.number is None or group.number.best == 1
    if one and not name and other and following.head.ent_type_ not in ("NORP",):
        return True
    determined = reader.doc[following.start].pos_ in ("DET", "PRON") or any(t.tag_ == "POS" for t in _tokens(following))
    return name and group.number is None and not other and determined


BODIES_OF = word_set("wing arm branch faction offshoot group gang cartel outfit movement militia force army unit")


def _is_described_by(group: Group, following: Group) -> bool:
    """ "Killed its owner, a Muslim of 52 years, and wounded six": a comma closes what the one person was."""
    doc, end = group.doc, full_end(following)
    owned = doc[group.start].tag_ == "PRP$" or doc[group.start].lower_ == "the"
    single = group.number is None and group.head.tag_ == "NN" and following.head.tag_ in ("NN", "NNP")
    if not (owned and single and doc[following.start].lower_ in ("a", "an")) or doc[end : end + 1].text != ",":
        return False
    after = doc[end + 1 : end + 3]
    return len(after) == 2 and after[0].lower_ in ("and", "but", "who") and after[1].pos_ in ("VERB", "AUX")


def _tokens(group: Group) -> list[Token]:
    return list(group.doc[group.start : group.end])


def _next_conjunct(reader: Reader, group: Group) -> Group | None:
    doc = reader.doc
    after = [g for g in reader.groups if g.start >= group.end][:4]
    if after and _named_by(reader, after[0]) is group:
        group, after = after[0], after[1:]  # "a farmer, identified as Usman Bello, and three of his labourers"
    for following in after:
        between = _without_ages(list(doc[group.end : following.left]))
        if len(between) > 1 and between[-1].lower_ == "of" and joins(between[-2]):
            between.pop()  # "the life of the deputy and of his driver"
        if any(t.i in reader.verbs_at for t in between) or _speaks(following):
            return None
        listed = [t.text for t in between] == [","] and following.number is None
        if listed and not _list_goes_on(reader, following) and not _headline_pair(reader, group, following):
            return None  # "killed 56, a doctor at the hospital said"
        if not between or not joins(between[-1]):
            if following.number is not None:
                return None
            continue
        plain = all(joins(t) for t in between if t.i >= full_end(group))
        attached = all(
            t.pos_ in ("ADP", "DET", "PROPN", "NOUN", "ADJ", "NUM", "CCONJ", "PART") or t.text == "," for t in between
        )
        parsed = following.head in group.head.conjuncts or following.noun in group.head.conjuncts
        theirs = any(t.tag_ == "PRP$" for t in _tokens(following))  # "and four of his pupils"
        counted = following.number is not None or theirs
        if (plain or parsed or (attached and counted)) and (
            follower_is_free(reader, following) or ((parsed or theirs) and _governed_elsewhere(group, following))
        ):
            # "workers of the consulate, and one in the next town" goes on with attacks, not with workers
            loose = (
                following.bare and group.number is None and doc[min(following.end, reader.sent.end - 1)].pos_ == "ADP"
            )
            determined = plain and doc[following.start].pos_ in ("DET", "PRON") and following.noun.pos_ == "NOUN"
            strict = not determined and (not parsed or following.number is None)
            apart = bool(_AMONG_THEM.match(doc[following.end : reader.sent.end].text))
            if not loose and not apart and is_people(following, reader.words, strict=strict):
                return following
        if following.number is not None or plain:
            return None
    return None


# "eight people, a woman and her five children among them, in"
_AMONG_THEM = re.compile(r"[^,;:.]{0,60}?\s?\b(?:among (?:them|whom|those)|included)\s?[,.;]", re.I)


def _speaks(group: Group) -> bool:
    """ "Killed 20 people on Tuesday, two residents and a guard told reporters": they tell it."""
    verb = group.head.head
    return group.head.dep_ == "nsubj" and verb.i >= group.end and verb.lemma_.lower() in _SAYING


def _without_ages(between: list[Token]) -> list[Token]:
    """ "Yusuf Karim, 34, Salma Hadi": the comma alone."""
    kept: list[Token] = []
    if between and between[0].text == "(" and any(")" in t.text for t in between[1:3]):
        between = between[2 if ")" in between[1].text else 3 :]  # "a girl (8) and"
    for token in between:
        age = len(kept) > 1 and kept[-1].like_num and kept[-2].text == "," == token.text
        kept = kept[:-1] if age else [*kept, token]
    return kept


def _governed_elsewhere(group: Group, following: Group) -> bool:
    """ "The bodies of an imam and his two brothers turned up": the verb behind them has another subject."""
    if following.end >= len(following.doc):
        return False
    verb = following.doc[following.end]
    verb = verb.head if verb.dep_ in ("aux", "auxpass") else verb
    return any(
        c.dep_ in ("nsubj", "nsubjpass") and c.i < group.start and c in group.head.ancestors for c in verb.children
    )


def _list_goes_on(reader: Reader, group: Group) -> bool:
    """An "and" comes after the group before any verb does."""
    for token in reader.doc[group.end : min(group.end + 14, reader.sent.end)]:
        if token.lower_ in ("and", "&"):
            return True
        if token.pos_ in ("VERB", "AUX") or token.text in (";", ":", "."):
            return False
    return False
