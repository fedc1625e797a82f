"""Names in the text that the words around them make places: prepositions, class words, directions, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.gazetteer import Candidate, fold
from lwj_analysis.annotate.records import Mention
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.whereabouts import Atlas

LONGEST = 6  # tokens of a name
WINDOW = 14  # tokens before a name that are read
NEAR_KM = 30  # "some 20 kilometers north of X" is near X (UCDP: within some 25)
PLACE_LABELS = {"GPE", "LOC", "FAC"}
INSTALLATIONS = {"base", "camp", "prison", "facility", "forest", "lake", "neighborhood"}
FIRST = {"base", "camp", "lake"}  # "Camp Bastion", "Lake Baikal"
INNER = frozenset(
    ("al", "el", "ad", "ar", "as", "at", "az", "ez", "an", "ash", "wal", "de", "du", "des", "la", "le", "ed", "es", "e", "da",
     "do", "au", "aux", "sur", "del", "los", "las", "y", "di", "dos", "das")
)  # fmt: skip
INNER_ENGLISH = {"of", "the", "and"}
OF_PERSONS = {"abu", "umm", "bin", "ibn", "bint", "ould", "ag", "ul", "ud", "al", "el"}
SIDE = r"(?:north|south|east|west)(?:[- ]?(?:east|west))?"
SIDE_OF = re.compile(
    rf"\b(?:{SIDE}(?:ern part|ern edge)?|away|kilomet(?:er|re)s?|km|miles?) (?:of|from)$", re.IGNORECASE
)
SIDE_AFTER = re.compile(rf"['’]s? ({SIDE}|center|centre|interior)\b(?! of|-\w)")
DISTANCE = re.compile(
    r"(\d[\d,.]*)(?:[ -]\([^)]*\))?[ -](kilomet(?:er|re)s?|km|miles?|mi)\b[^.;]{0,30}$", re.IGNORECASE
)
BEFORE_NAME = re.compile(
    r"\s*\b(?:the|a|an|its?|their|both)"
    r"(?: (?:both|small|nearby|remote|central|strategic|restive|coastal|besieged|contested|ancient|old|main|[a-z]+ern"
    r"|[A-Z]\w+))*$"
)
CLASS_OF = re.compile(r"(?:^|\s)((?:[\w-]+ )?[\w-]+) of(?: the)?$")
LIST = re.compile(
    r",|,? ?(?:and|or|then|as well as|&)|, (?:in|near|in the|a \w+ in|the \w+ of|both in the|both in)|/|\("
)
LEADING = frozenset(
    ("near", "in", "at", "outside", "around", "from", "to", "on", "of", "with", "inside", "towards", "toward", "by")
)
AT = re.compile(
    r"(?<!fired)(?<!aimed)(?<!thrown)(?<!hurled)(?<!lobbed)(?<!fire)(?:^|\W)(?:in|into|at|near|outside)$", re.IGNORECASE
)
WITHIN = re.compile(r",? (?:in|of) (?:the )?(?:\w+ )?|, | \(")  # between a name and the division that it lies in
CALLED = re.compile(
    r", an? (?:[\w-]+ ){0,4}?([a-z]+)"
    r"(?=[,.;]| (?:in|of|on|at|near|north|south|east|west|some|about|around|close|where|that|which|and)\b)"
)
SETTLED = {"village", "town", "neighborhood", "island", "camp", "admin2"}
HEADING = re.compile(r"(?:, [^:.;]{1,25})?:(?=\s)")
SPOKEN = re.compile(r"-(?:speaking|speakers?|language|ruled|led|backed|controlled|held|majority)\b")
OF_OR_AFTER = re.compile(r"(?:\b(?:of|beside)|[\w’'],)$")
SITE_OF = re.compile(
    r"\b(?:park|market|station|bridge|square|mosque|church|hospital|clinic|school|airport|port|junction|barracks) of$"
)
BETWEEN = re.compile(r"\bbetween (?:[A-Z][\w’'-]+ ){1,2}and$")
SHELLED = re.compile(r"\b(?:shelled|bombed|bombarded|shelling|bombing|bombarding|pounded)$")
ROAD_FROM = re.compile(r"\b(?:road|highway|route|way|track|travell?ing|driving|en route) from$", re.IGNORECASE)
ROAD = re.compile(r" (?:road|highway|axis|route|corridor|track)\b")
PLAIN_IN = re.compile(r"(?:^|\W)(?:in|at|from|into|inside|outside|near|around)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The words of ``placewords.toml``: what stands before a name, class words, and names that are no places."""

    names: Atlas
    before: dict[str, re.Pattern]  # by use: in, take, near, part, border
    directions: frozenset[str]
    classes: dict[str, str]
    never: frozenset[str]
    unsure: frozenset[str]
    speech: frozenset[str]
    weak: frozenset[str]  # class words that make no place of a name that no list has ("fire department")
    happenings: frozenset[str]  # nouns of events that the place stands before ("Jos violence")
    first: frozenset[str]  # what names of places begin with ("Tal Rifaat", "Barangay Mahaba")


@dataclass(slots=True)
class Spot:
    """A name that may be a place: tokens ``first`` to ``last`` (included) and what speaks for it."""

    first: int
    last: int
    name: str
    key: str
    candidates: list[Candidate]
    kind: str | None = None  # what the class word beside it makes of it
    strong: bool = False
    near: bool = False
    far: bool = False
    part: tuple[int, int] | None = None  # offsets of "northern Mali", "Mali's north"
    border: bool = False
    rule: str = "gazetteer"
    persons: list[Mention] = field(default_factory=list)  # names that the model took for actors
    class_first: bool = False  # "Camp Taji", "Lake Chad"
    alone: bool = False  # the heading or the end of a note ("Baghdad, 6 Nov:", "bomb hits bus, Kirkuk.")
    inside: bool = False  # named together with the division that it lies in, or as that division


def find_spots(doc: Doc, words: PlaceWords) -> list[Spot]:
    """The names that are places; one that its context makes a place somewhere is one everywhere in the article."""
    spots = list(_spots(doc, words))
    for spot in spots:
        _read_left(doc, spot, words)
        _read_right(doc, spot, words)
        _read_note(doc, spot, words)
    _read_lists(doc, spots, words)
    sure = {s.key for s in spots if s.strong}
    return [s for s in spots if _holds(doc, s, s.key in sure, words)]


def believable(doc: Doc, spot: Spot, words: PlaceWords) -> bool:
    """Whether a name that no list has is a place: by a class word, or by a preposition and the model."""
    country_words = words.names.words
    first = spot.name.split(" ", 1)[0]
    if spot.key in words.unsure or (fold(first) in words.never and not spot.class_first):
        return False
    if spot.name.removesuffix("s") in country_words or first in country_words:
        return False
    left = left_of(doc, spot.first)
    if spot.kind:
        before = re.search(r"(?:^|\W)(?:the|in|at|near|of|on|from|into|to|its|and)$", left, re.IGNORECASE)
        settled = spot.kind in {"village", "town", "admin1", "admin2"}  # "attacked Kpare village"
        return (bool(before) or spot.class_first or settled) and spot.kind not in {"facility", "area"}
    if not spot.strong:
        return False
    label = doc[spot.first].ent_type_
    if label in PLACE_LABELS or label == "NORP":
        return label != "NORP" or (spot.inside and bool(AT.search(left)))
    return spot.near or spot.inside or spot.alone or bool(AT.search(left))


def misread(doc: Doc, mention: Mention) -> bool:
    """Whether the model took "Near Palmyra", "Jos, Plateau State" or "the Kupwara-Sopore road" for a name."""
    name = text_of(doc)[mention.start : mention.end]
    if "(" in name and ")" not in name:
        return True  # "in Pieri (Uror County, Jonglei)"
    if " in " in name and re.search(r"\b(?:in|at|near|to|from)\s$", text_of(doc)[: mention.start][-8:]):
        return True  # "at Manpur in Chhattisgarh"
    if "-" in name and ROAD.match(text_of(doc), mention.end):
        return True
    return name.split(" ", 1)[0].casefold() in LEADING - {"by"} or bool(re.search(", | to ", name))


def left_of(doc: Doc, index: int) -> str:
    """The words of the sentence before a token, at most ``WINDOW``."""
    start = max(doc[index].sent.start if doc.has_annotation("SENT_START") else 0, index - WINDOW)
    return doc[start:index].text.replace("\n", " ").rstrip()


# Which words make a name


def _spots(doc: Doc, words: PlaceWords) -> Iterator[Spot]:
    hard, soft = _actors(doc)
    at = 0
    while at < len(doc):
        spot = _spot(doc, at, hard, soft, words)
        if spot:
            yield spot
            at = max(at, spot.last)
        at += 1


def _actors(doc: Doc) -> tuple[dict[int, Mention], dict[int, Mention]]:
    """Tokens inside actors' names: of lexicon and rules for good, of the model until a place is surer."""
    hard: dict[int, Mention] = {}
    soft: dict[int, Mention] = {}
    known = doc._.lwj.actors
    for mention in doc._.lwj.mentions:
        if mention.basis == "description":
            continue
        actor = known.get(mention.actor_id)
        listed = actor is None or actor.in_lexicon or mention.basis in {"lexicon", "rule"}
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is None or (not listed and misread(doc, mention)):
            continue
        for token in span:
            (hard if listed else soft)[token.i] = mention
    return hard, soft


def _spot(doc: Doc, at: int, hard: dict[int, Mention], soft: dict[int, Mention], words: PlaceWords) -> Spot | None:
    """The longest name that starts here, with its class word."""
    if at in hard or not _opens_name(doc[at]):
        return None
    limit = _sentence_end(doc, at)
    for end in range(min(at + LONGEST, limit), at, -1):
        if not doc[end - 1].text[:1].isupper() or not _whole(at, end, hard, doc) or not _whole(at, end, soft, doc):
            continue
        text = doc[at:end].text
        if "\n" in text or not _case_fits(text):
            continue
        key = fold(text)
        if key in words.names and key not in words.never:
            candidates = words.names.find(key)
            if text in words.names.words and not any(c.kind == "country" for c in candidates):
                break
            spot = Spot(at, end - 1, text, key, candidates, persons=_mentions(at, end, hard | soft))
            _read_class(doc, spot, words)
            if not _part_of_name(doc, spot, words, hard):
                return spot
            break
    return _unknown(doc, at, limit, hard, soft, words)


def _unknown(
    doc: Doc, at: int, limit: int, hard: dict[int, Mention], soft: dict[int, Mention], words: PlaceWords
) -> Spot | None:
    """A run of capitalised words that no list has."""
    if at and at - 1 not in hard and _name_like(doc[at - 1], words) and not doc[at].is_sent_start:
        return None
    end = at
    while (
        end < min(limit, at + LONGEST) and end not in hard and (_name_like(doc[end], words) or _joins(doc, end, limit))
    ):
        end += 1
    while end > at and not doc[end - 1].text[:1].isupper():
        end -= 1
    text = doc[at:end].text
    if (
        not text
        or fold(text) in words.never
        or (text.isupper() and len(text) > 1)
        or "\n" in text
        or not _whole(at, end, soft, doc)
    ):
        return None
    if fold(text.split(" ")[0]) in OF_PERSONS - {"al", "el"} and not re.search(
        r"(?:\b(?:village|town|city|area) of|(?:^|\W)(?:in|near|at))$", left_of(doc, at)
    ):
        return None
    if SPOKEN.match(text_of(doc), doc[end - 1].idx + len(doc[end - 1])):
        return None  # "Hindi-speaking workers"
    spot = Spot(at, end - 1, text, fold(text), [], rule="unknown", persons=_mentions(at, end, soft))
    opening, closing = fold(text.split(" ", 1)[0]), fold(text.rsplit(" ", 1)[-1])
    first, last = words.classes.get(opening), words.classes.get(closing)
    if end - at > 2 and (two := words.classes.get(doc[end - 2 : end].text.casefold())) and two == "forest":
        spot.kind, spot.rule, spot.strong = two, "class", True  # "the W National Park"
    elif end - at > 1 and (first in FIRST or opening in words.first):
        spot.kind, spot.rule, spot.class_first, spot.strong = first or "village", "class", True, True
    elif end - at > 1 and last and closing not in words.weak and last not in {"facility", "area"}:
        spot.kind, spot.rule, spot.strong = last, "class", True  # "the Naf River"
    else:
        _read_class(doc, spot, words)
    return spot


def _whole(at: int, end: int, soft: dict[int, Mention], doc: Doc) -> bool:
    """No actor's name is cut in two."""
    for i in range(at, end):
        if i in soft and (soft[i].start < doc[at].idx or soft[i].end > doc[end - 1].idx + len(doc[end - 1]) + 2):
            return False
    return True


def _mentions(at: int, end: int, soft: dict[int, Mention]) -> list[Mention]:
    found: list[Mention] = []
    for i in range(at, end):
        if i in soft and not any(soft[i] is m for m in found):
            found.append(soft[i])
    return found


def _part_of_name(doc: Doc, spot: Spot, words: PlaceWords, hard: dict[int, Mention]) -> bool:
    """Whether the words beside it belong to the same name ("Malam Ibrahim Dicko", "Sinjar Resistance Units")."""
    first, last = doc[spot.first], doc[spot.last]
    if spot.first and not first.is_sent_start:
        before = doc[spot.first - 1]
        if before.lower_ in OF_PERSONS and first.text[:1].isupper() and before.sent == first.sent:
            return True
        if _name_like(before, words) and before.i not in hard and not _may_precede(before, words):
            return True
        if (
            before.i in hard
            and before.text[:1].isupper()
            and first.ent_type_ == "PERSON"
            and before.ent_type_ == "PERSON"
        ):
            return True
    if last.i + 1 >= len(doc) or spot.kind:
        return False
    after = doc[last.i + 1]
    if after.text == "of" and doc[last.i + 2 : last.i + 3].text[:1].isupper():  # "Bay of Pigs"
        return True
    if _name_like(after, words) and after.sent == last.sent and after.i not in hard:
        return True
    if after.text in {"-", "–"} and after.i + 1 < len(doc) and not after.whitespace_ and not last.whitespace_:
        following = doc[after.i + 1]
        return following.text[:1].islower() and following.text not in {"based", "born"}
    return False


# What stands around a name


def _read_class(doc: Doc, spot: Spot, words: PlaceWords) -> None:
    """Take in a class word behind the name ("Helmand province") or a capitalised one before it ("Camp Taji")."""
    limit = _sentence_end(doc, spot.first)
    for length in (3, 2, 1):
        after = doc[spot.last + 1 : min(spot.last + 1 + length, limit)]
        kind = words.classes.get(after.text.casefold()) if len(after) == length else None
        if kind:
            if not spot.candidates and (kind in {"facility", "area"} or after.text.casefold() in words.weak):
                return
            named = kind in {"town", "village"} and re.match(
                r" of (?:the )?[A-Z]", text_of(doc)[after.end_char : after.end_char + 12]
            )
            if named and (not spot.candidates or any(c.kind in {"admin1", "country"} for c in spot.candidates)):
                return  # "the Tigray town of Humera"
            spot.kind, spot.last = kind, spot.last + length
            spot.strong = True
            if kind in INSTALLATIONS:
                spot.name, spot.rule = doc[spot.first : spot.last + 1].text, "class"
            return
    for length in (3, 2, 1):
        start = spot.first - length
        if start < doc[spot.first].sent.start or not doc[start].text[:1].isupper():
            continue
        kind = words.classes.get(doc[start : spot.first].text.casefold())
        if kind and not doc[start].is_sent_start:
            spot.kind, spot.first, spot.strong = kind, start, True
            spot.name, spot.rule, spot.class_first = doc[start : spot.last + 1].text, "class", True
            return


def _read_left(doc: Doc, spot: Spot, words: PlaceWords) -> None:
    """Direction, class phrase, preposition: what stands before the name, read from right to left."""
    left = left_of(doc, spot.first)
    if (match := re.search(r"(?:^|\s)([\w-]+)$", left)) and match.group(1).casefold() in words.directions:
        spot.part = (doc[spot.first - 1].idx, _end(doc, spot))
        left = left[: match.start(1)].rstrip()
        spot.strong = bool(spot.candidates) and left.endswith(",") and spot.key not in words.unsure  # ", south Baghdad"
        spot.strong = spot.strong or any(c.kind == "country" for c in spot.candidates)
    if not left and doc[spot.first].sent.text.rstrip().endswith((" –", " —", " -", " --")):
        spot.strong = bool(spot.candidates)  # a dateline
    if match := CLASS_OF.search(left):
        for phrase in (match.group(1), match.group(1).split()[-1]):
            if kind := words.classes.get(phrase.casefold()):
                left = left[: match.end(1) - len(phrase)].rstrip()
                named = re.search(r"[A-Z][\w’'-]*$", left)  # "the Tillabéri region of Niger": Niger is no region
                spot.inside = True
                around = kind in {"region", "area"}  # "off the coast of Pangutaran": the coast is not the place
                spot.kind, spot.strong = spot.kind or (None if named or around else kind), True
                spot.near = spot.near or around
                break
    left = BEFORE_NAME.sub("", left)
    country = any(c.kind == "country" for c in spot.candidates)
    if words.before["border"].search(left):
        spot.border = spot.strong = True
    elif SIDE_OF.search(left):
        kilometers = _kilometers(left)
        spot.strong, spot.far = True, bool(kilometers and kilometers > NEAR_KM)
        spot.near = not spot.far
    elif words.before["near"].search(left):
        spot.near = spot.strong = True
    elif words.before["part"].search(left):
        spot.strong = spot.strong or bool(spot.candidates)
    elif PLAIN_IN.search(left) or (spot.candidates and words.before["in"].search(left)):
        spot.strong = True
    elif spot.candidates and not country and words.before["take"].search(left):
        spot.strong = spot.strong or spot.key not in words.unsure
    elif (
        SHELLED.search(left)
        and not spot.persons
        and doc[spot.last + 1 : spot.last + 2].text in (",", ".", "in", "on", "throughout", "and", "for")
    ):
        spot.strong = spot.inside = True  # whatever the model takes it for: nobody shells a person


def _read_right(doc: Doc, spot: Spot, words: PlaceWords) -> None:
    """ "Iraq's north", "the Syria-Iraq border", "the Mali border"; "Haruniyah, a mostly Shiite village"."""
    right = text_of(doc)[_end(doc, spot) : _end(doc, spot) + 60]
    said = CALLED.match(right)
    if said is not None and words.classes.get(said[1].casefold()) in SETTLED:
        spot.kind, spot.strong = spot.kind or words.classes[said[1].casefold()], True
    if (match := SIDE_AFTER.match(right)) and spot.candidates:
        spot.part = (doc[spot.first].idx, _end(doc, spot) + match.end(1))
        spot.strong = True
    if spot.candidates and re.match(r"(?:[-–—/ ](?:[A-Z]\w+))?[ -](?:border|frontier)\b", right):
        spot.border = spot.strong = True


def _read_note(doc: Doc, spot: Spot, words: PlaceWords) -> None:
    """ "Baghdad, 6 Nov: 14 bodies", "bomb hits bus, Kirkuk.", "fresh Jos violence": names that stand without a preposition."""
    sent, first, last = doc[spot.first].sent, doc[spot.first], doc[spot.last]
    if spot.persons or spot.key in words.unsure or (not spot.candidates and first.ent_type_ == "PERSON"):
        return
    right = text_of(doc)[_end(doc, spot) : sent.end_char]
    heading = spot.first == sent.start and HEADING.match(right)
    ends = (
        spot.first > sent.start
        and doc[spot.first - 1].text == ","
        and re.match(r"\s*(?:[.;(]|$|, \d{1,2}(?:st|nd|rd|th)? [A-Z])", right)
    )
    following = doc[spot.last + 1].lower_ if spot.last + 1 < sent.end else ""
    named = last.dep_ == "compound" and following in words.happenings
    if not spot.candidates:  # "killed by roadside bomb, Tuz Khurmato.": of a telegram, which has no articles
        telegram = not any(t.lower_ in ("the", "a", "an") for t in sent)
        spot.alone = bool(ends) and telegram and first.dep_ != "conj"
        spot.strong = spot.strong or spot.alone
        return
    if heading or (ends and not any(c.kind == "country" for c in spot.candidates) and first.dep_ != "conj"):
        spot.strong = spot.alone = True
    elif named:
        spot.strong = True


def _read_lists(doc: Doc, spots: list[Spot], words: PlaceWords) -> None:
    """ "in Gao, Kidal and Menaka": what is joined to a place is a place; so is what contains it, and what it contains."""
    for number, (one, two) in enumerate(pairwise(spots)):
        text = text_of(doc)[_end(doc, one) : doc[two.first].idx]
        between = text.strip()
        if between == "," and _contains(two, one):
            one.strong = two.strong = True
        if re.fullmatch(r"['’]s? ", text) and one.candidates and _is_named_alone(doc, two, words):
            one.strong = two.strong = two.inside = True  # "Baghdad's Karrada district"
        if (
            WITHIN.fullmatch(_without_class(text, words))
            and _is_division(doc, two)
            and not _acts(doc, one, words)
            and (not one.persons or text.startswith(","))  # not "attacked him in Kenya"
        ):
            left = left_of(doc, one.first)
            taken = words.before["take"].search(BEFORE_NAME.sub("", left)) or BETWEEN.search(left)
            sure = not one.persons or SITE_OF.search(left)
            taken = taken or (between == "," and sure and OF_OR_AFTER.search(left))  # "the park of Daero, Tigray"
            if one.candidates or one.kind or one.strong or taken:
                one.strong = one.inside = two.strong = two.inside = True  # "attacked Ouedhanle in Tillaberi region"
        if one.candidates and re.fullmatch(r"['’]s? ", text):
            one.strong = one.strong or two.strong
        if (
            IN_BRACKETS.fullmatch(text)
            and _are_divisions(doc, spots[number + 1 :], words)
            and one.key not in words.classes
            and (not one.persons or (_are_guessed(one) and words.before["take"].search(left_of(doc, one.first))))
        ):
            one.strong = one.inside = two.strong = True  # "attacked Tse-Akaa (Guma LGA, Benue)"
        if between == "to" and ROAD_FROM.search(left_of(doc, one.first)):
            one.strong = one.near = two.strong = two.near = True  # "on the road from Dhusamareb to Guri El"
        if between == "and" and two.strong and two.inside and BETWEEN.search(left_of(doc, two.first)):
            one.strong = one.near = one.inside = two.near = True  # "between Kitshanga and Mweso, North Kivu"
        if (
            between in {"-", "–", "and"}
            and (one.candidates or two.candidates)
            and (
                (ROAD.match(text_of(doc), _end(doc, two)) or ROAD.fullmatch(f" {doc[two.last].lower_}"))
                or re.search(r"\b(?:road|highway|route) between$", left_of(doc, one.first))
            )
        ):
            one.strong = one.near = one.inside = two.strong = two.near = True
        if not one.strong or two.strong or not LIST.fullmatch(between):
            continue
        if two.candidates or _last_of_list(doc, spots[number + 1 :]):
            two.strong = True
            two.near = one.near and between.endswith(("and", "or"))
            two.border = one.border and between.endswith("and")


IN_BRACKETS = re.compile(r"(?: (?:\w+ )?(?:camp|hill|road|highway|forest|area|site|village|town|post))? \(")


def _are_guessed(spot: Spot) -> bool:
    """The actors that it was taken for stand in no list."""
    return all(m.actor_id.startswith(("person:", "name:")) for m in spot.persons)


def _are_divisions(doc: Doc, behind: list[Spot], words: PlaceWords) -> bool:
    """Whether nothing but places stands up to the closing bracket, the last one a division or a country."""
    text, at = text_of(doc), doc[behind[0].first].idx
    inside = list(takewhile(lambda s: ")" not in text[at : doc[s.first].idx], behind))
    known = all(s.candidates or s.kind for s in inside)
    rest = _without_class(text[_end(doc, inside[-1]) :].partition(")")[0] + ")", words)
    gaps = (text[_end(doc, a) : doc[b.first].idx] for a, b in pairwise(inside))
    listed = all(_without_class(gap, words).strip() == "," for gap in gaps)
    return known and listed and rest.strip() == ")" and _is_division(doc, inside[-1])


def _without_class(between: str, words: PlaceWords) -> str:
    """ "Kadai community in Giwa": the words between without the class word."""
    first, _, rest = between.lstrip().partition(" ")
    return f" {rest}" if first in words.classes else between


def _is_division(doc: Doc, spot: Spot) -> bool:
    """A province, district or country that something lies in; not one that acts or owns."""
    area = any(c.kind in {"admin1", "admin2", "country", "region"} for c in spot.candidates) or spot.kind in {
        "admin1",
        "admin2",
    }
    return area and not re.match(r"['’]s?\b|-", text_of(doc)[_end(doc, spot) : _end(doc, spot) + 2])


def _is_named_alone(doc: Doc, spot: Spot, words: PlaceWords) -> bool:
    """After "Baghdad's": a name with a class word or in a list of places, or one that no noun follows."""
    if spot.persons or spot.name in words.names.words or fold(spot.name.split(" ")[0]) in words.never:
        return False
    following = doc[spot.last + 1] if spot.last + 1 < len(doc) else None
    open_end = following is None or following.pos_ in {"ADP", "PUNCT", "CCONJ", "SCONJ", "SPACE"}
    return bool(spot.kind) or (open_end and (bool(spot.candidates) or doc[spot.first].ent_type_ not in {"ORG", "NORP"}))


def _contains(wide: Spot, narrow: Spot) -> bool:
    """ "Palmyra, Syria": a country or province that has a place of the other name."""
    areas = [c for c in wide.candidates if c.kind in {"country", "admin1"}]
    return any(c.country == a.country and c.kind != "country" for c in narrow.candidates for a in areas)


def _last_of_list(doc: Doc, spots: list[Spot]) -> bool:
    """Whether an "and" closes the list that these spots go on with."""
    at = doc[spots[0].first - 1].lower_
    if at in {"and", "or"}:
        return True
    for one, two in pairwise(spots[:7]):
        between = doc[one.last + 1 : two.first].text.strip()
        if re.fullmatch(r",? ?and", between):
            return True
        if between != ",":
            return False
    return False


def _holds(doc: Doc, spot: Spot, elsewhere: bool, words: PlaceWords) -> bool:
    """Whether enough speaks for a place, and more where the model took it for somebody."""
    own = any(c.own and c.kind != "country" for c in spot.candidates)
    if not spot.strong and any(m.rule == "surname" for m in spot.persons):
        return False  # "the car of Rahim Wardak ... Wardak and his driver"
    if _is_counted(doc, spot):
        return False  # "kill 28 Nuer in Mayom county"
    if spot.persons and not own:
        return (
            elsewhere
            or (spot.strong and spot.inside)
            or (spot.strong and bool(PLAIN_IN.search(BEFORE_NAME.sub("", left_of(doc, spot.first)))))
        ) and (spot.key not in words.unsure)
    if spot.strong:
        return True
    if not spot.candidates:
        return elsewhere and not _acts(doc, spot, words)
    if spot.key in words.unsure or all(c.kind == "country" for c in spot.candidates) or _acts(doc, spot, words):
        return False
    if spot.key in words.names.capitals or any(c.kind == "country" for c in spot.candidates):
        return False
    return elsewhere or spot.kind is not None or own or doc[spot.last].ent_type_ in PLACE_LABELS


def _is_counted(doc: Doc, spot: Spot) -> bool:
    """Whether a number says how many they are: a people, no place."""
    head = doc[spot.first : spot.last + 1].root
    return (
        not spot.kind and spot.first > 0 and doc[spot.first - 1].dep_ == "nummod" and doc[spot.first - 1].head == head
    )


def _acts(doc: Doc, spot: Spot, words: PlaceWords) -> bool:
    """Whether it does what only people do."""
    head = doc[spot.first : spot.last + 1].root
    return head.dep_ in {"nsubj", "agent"} and head.head.lemma_.lower() in words.speech


# Small questions


def _end(doc: Doc, spot: Spot) -> int:
    return doc[spot.last].idx + len(doc[spot.last])


def _sentence_end(doc: Doc, index: int) -> int:
    return doc[index].sent.end if doc.has_annotation("SENT_START") else len(doc)


def _opens_name(token: Token) -> bool:
    """Starts with a capital, or is an article in front of one ("al-Qaim", "al Qaim")."""
    if token.text[:1].isupper():
        return True
    if token.lower_ not in INNER or token.i + 1 == len(token.doc):
        return False
    following = token.nbor()
    return following.text in "-’'" or (token.lower_ in {"al", "el"} and following.text[:1].isupper())


def _case_fits(text: str) -> bool:
    """Every word of a name has a capital, but for articles and "of"."""
    parts = re.split(r"[\s\-]+", text)
    return len(text) > 1 and all(
        p[:1].isupper() or p.casefold() in INNER | INNER_ENGLISH or not p[:1].isalpha() for p in parts
    )


def _name_like(token: Token, words: PlaceWords) -> bool:
    """A capitalised word that may be part of a name."""
    lower = token.text.casefold()
    plain = re.fullmatch(r"[^\W\d_]+(?:['’][^\W\d_]+)*", token.text)  # also "Khuza'a"
    if not token.text[:1].isupper() or not plain or lower in words.directions or lower in LEADING:
        return False
    following = token.doc[token.i + 1 : token.i + 2].text.casefold()
    if token.ent_type_ == "DATE" and following not in words.classes:
        return False  # but "the Ngagara quarter of Bujumbura" and "Tumnar village" are no times of the year
    return not (
        token.is_sent_start and token.pos_ in {"ADP", "DET", "CCONJ", "SCONJ", "ADV", "PRON", "VERB", "AUX", "ADJ"}
    )


def _joins(doc: Doc, at: int, limit: int) -> bool:
    """A hyphen or article inside a name ("Tel-Abyad", "Urem al-Kubra")."""
    if not 0 < at < limit - 1:
        return False
    token, following = doc[at], doc[at + 1]
    if token.text == "-" and ROAD.match(text_of(doc), following.idx + len(following)):
        return False  # "the Birnin Gwari-Funtua road"
    if token.text == "-":
        return not token.whitespace_ and (following.text[:1].isupper() or following.lower_ in INNER)
    return token.lower_ in INNER and (
        following.text == "-" or (following.text[:1].isupper() and token.lower_ not in {"at", "as", "an"})
    )


def _may_precede(token: Token, words: PlaceWords) -> bool:
    """A capitalised word before a name that is no part of it: a class word, a demonym, an adjective."""
    return (
        token.text in words.names.words or token.text.casefold() in words.classes or token.pos_ in {"ADP", "ADJ", "DET"}
    )


def _kilometers(left: str) -> float | None:
    match = DISTANCE.search(left)
    if not match:
        return None
    number = match.group(1).replace(",", "").rstrip(".")
    value = float(number) if re.fullmatch(r"\d+(?:\.\d+)?", number) else None
    return value and value * (1.609 if match.group(2).lower().startswith("mi") else 1)
