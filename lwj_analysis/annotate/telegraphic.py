"""Headlines and notes, parsed as the sentences they stand for; any sentence without the names it has in brackets.

"Two brothers killed by gunmen" leaves the auxiliary out, and "Rebels attack town" has for a verb what is a noun as well:
networks that learnt from prose hang such words on their neighbours. Here the auxiliary is put in, or the verb set into the
past; the sentence is parsed again, and tags, lemmas and tree are carried back to the words that stand there. So it is
where a name or an acronym in brackets ("the Free Front (FF) and its allies attacked") stands between what belongs together.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import numpy as np
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate.gazetteer import fold, shipped
from lwj_analysis.annotate.masked import DEVICE, INTO_NAME, SPELLED, Masked
from lwj_analysis.lexicon import Lexicon

AGAIN = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer")
CARRIED = (TAG, POS, MORPH, LEMMA, DEP, HEAD)
FINITE = ("VBD", "VBP", "VBZ", "MD")
MANY = ("NNS", "NNPS")
NO_SUBJECT = (*FINITE, "TO", "WDT", "WP", "EX")
STARTS_OBJECT = ("DT", "CD", "PRP$", "PRP", "NN", "NNS", "NNP", "NNPS", "JJ", "PDT")
PARTS = (":", "–", "—")
MARKS = ("(", ")", ",", "'", "‘", "’")
SCARE = ("'", "‘", "’")
QUOTES = ("“", "”", '"')
BEFORE_VERB = (",", ")", '"', "'", "’", "”")
NOUN_ROLES = ("dobj", "nsubj", "nsubjpass", "pobj")
AUXILIARY, PERFECT = "were", "have"

Words = dict[int, tuple[str, ...] | None]  # what stands in the copy in the place of a token; ``INTO_NAME``: nothing


@Language.factory("lwj_telegraphic")
def make(nlp: Language, name: str) -> Telegraphic:
    return Telegraphic(nlp)


class Telegraphic:
    """The component: sentences that leave words out are parsed again with these words."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp

    def prepare(self, lexicon: Lexicon) -> None:
        lists = {key: frozenset(entry.forms) for key, entry in lexicon.eventcues.items()}
        persons = {form for entry in lexicon.victims.values() if entry.person for form in entry.forms}
        self.persons = frozenset(persons)
        self.omitted = _Omitted(lists)
        self.deeds = _Deeds(lists, persons)
        countries = frozenset(
            fold(name) for entry in lexicon.countries.values() for name in (entry.name, *entry.aliases)
        )
        self.wider = _Wider(lists["headline_divisions"], countries)
        self.suspected = _Suspected(lists)
        self.masked = Masked(lexicon, frozenset(persons) | lists["headline_doers"] | lists["headline_many"])

    def __call__(self, doc: Doc) -> Doc:
        names = self.masked.of(doc)
        again = {s.start: words for s in doc.sents if (words := self._words_of(s) | names.get(s.start, {}))}
        doc = self._parsed_again(doc, again) if again else doc
        for token in doc:
            if token.tag_ == "JJ" and token.dep_ in NOUN_ROLES and token.lower_ in self.persons:
                token.pos_, token.tag_ = "NOUN", "NN"  # "killed a civilian accused of being an informer"
        return doc

    def _parsed_again(self, doc: Doc, again: dict[int, Words]) -> Doc:
        table = doc.to_array(CARRIED)
        for sentence in doc.sents:
            if words := again.get(sentence.start):
                self._parse_with(words, sentence, table[sentence.start : sentence.end])
        return doc.from_array(CARRIED, table)

    def _words_of(self, sentence: Span) -> Words:
        told = self.omitted.of(sentence) | self.deeds.of(sentence) | _in_brackets(sentence) | _scare_quotes(sentence)
        return told | self.wider.of(sentence) | self.suspected.of(sentence)

    def _parse_with(self, words: Words, sentence: Span, rows: np.ndarray) -> None:
        """Set the rows of the sentence's tokens as they are where ``words``, or none, stand in the place of some."""
        spelled = [(token, words.get(token.i, (token.text,))) for token in sentence]
        kept = [at for at, (_, its) in enumerate(spelled) if its]
        rows[kept] = self._parsed_as([spelled[at] for at in kept], kept)
        for at, (token, its) in enumerate(spelled):
            if its in (SPELLED, DEVICE):
                rows[at, CARRIED.index(LEMMA)] = self.nlp.vocab.strings.add(token.text)
        for first, last in _runs(at for at, (_, its) in enumerate(spelled) if its == ()):
            _hang(rows, sentence, first, last)
        for first, last in _runs(at for at, (_, its) in enumerate(spelled) if its is INTO_NAME):
            _hang_on_name(rows, sentence, first, last)

    def _parsed_as(self, spelled: list[tuple[Token, tuple[str, ...]]], places: list[int]) -> np.ndarray:
        """The rows of these tokens, which stand at ``places`` of the sentence, spelled so."""
        copy = Doc(
            self.nlp.vocab,
            words=[word for _, its in spelled for word in its],
            spaces=[bool(token.whitespace_) or n + 1 < len(its) for token, its in spelled for n in range(len(its))],
            sent_starts=[n == 0 for n in range(sum(len(its) for _, its in spelled))],
        )
        for name in AGAIN:
            if name in self.nlp.pipe_names:
                copy = self.nlp.get_pipe(name)(copy)
        ends = list(itertools.accumulate(len(its) for _, its in spelled))
        home = [
            at for at, (_, its) in enumerate(spelled) for _ in its
        ]  # where a word of the copy stands in the sentence
        rows = copy.to_array(CARRIED)[[end - 1 for end in ends]]
        heads = [places[home[_head(copy[end - 1], home)]] - places[at] for at, end in enumerate(ends)]
        rows[:, -1] = np.array(heads, dtype="int64").astype("uint64")
        return rows


def _head(token: Token, home: list[int]) -> int:
    """The place of the head; where what was put in before the token stands above it in the tree, that one's head."""
    top = token
    for step in token.ancestors:
        if home[step.i] == home[token.i]:
            top = step
    return top.head.i


def _runs(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of the places that follow each other."""
    for _, run in itertools.groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        its = [at for _, at in run]
        yield its[0], its[-1]


def _hang_on_name(rows: np.ndarray, sentence: Span, first: int, last: int) -> None:
    """Words of a name: compounds of its last word."""
    strings = sentence.doc.vocab.strings
    for at in range(first, last + 1):
        rows[at] = rows[last + 1]
        rows[at, CARRIED.index(LEMMA)] = strings.add(sentence[at].text)
        rows[at, -2:] = strings.add("compound"), np.int64(last + 1 - at).astype("uint64")


def _hang(rows: np.ndarray, sentence: Span, first: int, last: int) -> None:
    """What was left out: an apposition of the word before it, its own tree as it was; its marks as punctuation."""
    inside = {at for at in range(first, last + 1) if sentence[at].text not in MARKS}
    heads = {at: sentence[at].head.i - sentence.start for at in inside}
    top = max((at for at in inside if heads[at] not in inside or heads[at] == at), default=first - 1)
    for at in range(first, last + 1):
        head = heads[at] if at in inside and heads[at] in inside else top
        rows[at, -1] = np.int64(head - at).astype("uint64")
    dep = sentence.doc.vocab.strings.add
    rows[sorted(set(range(first, last + 1)) - inside), -2] = dep("punct")
    if inside:
        rows[top, -1] = np.int64(first - 1 - top).astype("uint64")
        rows[top, -2] = dep("appos")


MOST_IN_BRACKETS = 8  # tokens


def _in_brackets(sentence: Span) -> Words:
    """Names and acronyms in brackets, brackets included, with no word in their place."""
    found: Words = {}
    start = None
    for token in sentence[1:]:
        if token.text == "(":
            start = token.i
        elif token.text == ")" and start is not None:
            inside = token.doc[start + 1 : token.i]
            if 0 < len(inside) <= MOST_IN_BRACKETS and token.i + 1 < sentence.end and _is_name(inside):
                found |= dict.fromkeys(range(start, token.i + 1), ())
            start = None
    return found


def _scare_quotes(sentence: Span) -> Words:
    """The marks around one small word: "the Front's 'spokesman' Abu Omar"."""
    marks = [t for t in sentence[1:] if t.text in SCARE]
    pairs = ((a, b) for a, b in itertools.pairwise(marks) if b.i == a.i + 2)
    inside = ((a, b) for a, b in pairs if a.nbor().text.islower() and a.nbor(-1).whitespace_ and not a.whitespace_)
    return {mark.i: () for pair in inside for mark in pair}


def _is_name(inside: Span) -> bool:
    return inside[0].text[0].isupper() and not any(
        t.tag_ in (*FINITE, "VBN", "VBG", "CD") or t.text in QUOTES for t in inside
    )


class _Wider:
    """The wider places of an opening: "In Bugo, Tofa region, Mali, gunmen shot a mayor" is parsed as "In Bugo, gunmen ..."."""

    OPENING = 14  # tokens within which the places stand
    LONGEST = 5  # tokens of a name

    def __init__(self, divisions: frozenset[str], countries: frozenset[str]) -> None:
        self.divisions, self.countries = divisions, countries

    def of(self, sentence: Span) -> Words:
        commas = [t.i for t in sentence if t.text == ","]
        start = next((t for t in sentence[: self.OPENING] if t.lower_ in ("in", "at", "near", "outside")), None)
        ends = [i for i in commas if start is not None and i > start.i]
        before = sentence.doc[sentence.start : start.i] if start is not None else ()
        if start is None or not all(t.ent_type_ in ("DATE", "TIME") or t.is_punct or t.tag_ == "IN" for t in before):
            return {}  # only a day stands before the places
        names = list(
            itertools.takewhile(
                lambda pair: self._is_place(sentence.doc[pair[0] + 1 : pair[1]]), itertools.pairwise(ends)
            )
        )
        if not names or not self._is_place(sentence.doc[start.i + 1 : ends[0]], first=True):
            return {}
        first, last = names[0][0], names[-1][1]
        after = sentence.doc[last + 1 : sentence.end]
        if len(after) < self.LONGEST or after[0].lower_ in ("and", "or") or self._is_wide(fold(after[0].text)):
            return {}
        return dict.fromkeys(range(first, last), ())

    def _is_place(self, name: Span, *, first: bool = False) -> bool:
        """Capitals and words of divisions; a wider one ends with such a word, or the gazetteer has it."""
        if not 0 < len(name) <= self.LONGEST + 4 * first:
            return False
        division = name[-1].lower_ in self.divisions
        known = division or self._is_wide(fold(name.text))
        small = self.divisions | {"the", "of", "de", "do", "da", "al", "el", "-", "’s", "'s", "area", "and"}
        plain = first or all(t.text[0].isupper() or t.lower_ in small for t in name)
        return plain and (first or known) and not any(t.tag_ in FINITE for t in name)

    def _is_wide(self, key: str) -> bool:
        return key in self.countries or any(c.kind == "admin1" for c in shipped().find(key))


class _Suspected:
    """ "Suspected" and "alleged", which networks take for verbs or the other way round.

    Before those who act they are left out ("in Bugo, suspected members of a gang shot a man"); behind those who hold the
    opinion stands "blamed" in their place ("however, sources suspected dissident republicans").
    """

    def __init__(self, lists: dict[str, frozenset[str]]) -> None:
        self.words, self.holders = lists["headline_suspected"], lists["headline_holders"]

    def of(self, sentence: Span) -> Words:
        found: Words = {}
        for token in sentence[:-1]:
            if token.lower_ in self.words and token.tag_ in ("VBN", "VBD", "JJ"):
                found |= self._instead(token, sentence)
        return found

    def _instead(self, token: Token, sentence: Span) -> Words:
        before = token.nbor(-1) if token.i > sentence.start else None
        rest = token.doc[token.i + 1 : sentence.end]
        told = any(t.tag_ in (*FINITE, "VBG") for t in rest)
        stranded = token.dep_ != "amod" or token.head.dep_ in ("appos", "conj", "npadvmod", "dobj", "pobj")
        noun = rest[0].tag_ in ("NNS", "JJ") or rest[0].text[0].isupper()
        if before is not None and before.text == "," and noun and told and stranded:
            return {token.i: INTO_NAME}
        holds = before is not None and before.lower_ in self.holders
        if holds and token.dep_ in ("amod", "acl") and not told and len(rest) > 1:
            return {token.i: ("blamed",)}
        return {}


class _Omitted:
    """Participles without their auxiliary: "One driver killed and two wounded in an ambush"."""

    def __init__(self, lists: dict[str, frozenset[str]]) -> None:
        self.firing = lists["headline_firing"]
        self.participles, self.to_death = lists["headline_participles"], lists["headline_to_death"]
        self.clause, self.phrase = lists["headline_clause"], lists["headline_phrase"]
        self.saying, self.reporting = lists["headline_saying"], lists["headline_reporting"]
        self.bounds, self.joined, self.goals = (
            lists["headline_bounds"],
            lists["headline_joined"],
            lists["headline_goals"],
        )

    def of(self, sentence: Span) -> Words:
        if not any(t.lower_ in self.participles or t.lower_ in self.firing for t in sentence):
            return {}
        parts = list(_parts(sentence))
        told = [any(self._is_verb(t, part) for t in part) for part in parts]
        if any(told) and any(t.text in QUOTES for t in sentence):
            return {}  # "The toll is as follows: 17 soldiers killed," it said
        return {
            word.i: (PERFECT if self._fires(word) else AUXILIARY, word.lower_)
            for part, verb in zip(parts, told, strict=True)
            if not verb
            for word in self._of_part(part)
        }

    def _of_part(self, part: list[Token]) -> Iterator[Token]:
        bare = [t for t in part if (self._is_bare(t) or self._fires(t)) and not self._is_inside(t, part)]
        for word, after in itertools.zip_longest(bare, bare[1:]):
            between = word.doc[word.i + 1 : after.i] if after else ()
            if not after or any(t.text in (",", ";") or t.lower_ in self.joined for t in between):
                yield word  # of "five farmers killed by herders found dead" the last one tells

    def _is_verb(self, token: Token, part: list[Token]) -> bool:
        """A finite verb of the part's own."""
        if token.tag_ not in FINITE or self._is_bare(token) or self._is_aside(token, part):
            return False
        return not (token.dep_ == "conj" and self._is_bare(token.head))  # "men shot in the head and left in a car"

    def _is_aside(self, verb: Token, part: list[Token]) -> bool:
        """A verb behind "as", "after" or "who", or one of saying: not the part's own."""
        opened = (t for t in _before(verb, part) if t.lower_ in self.clause)
        return verb.lemma_ in self.saying or any(t.nbor().lower_ != "of" for t in opened)  # not "as of yesterday"

    def _is_inside(self, word: Token, part: list[Token]) -> bool:
        """A participle behind "who", "with" or "among", or what somebody "reported": others read it as it stands."""
        inside = any(t.lower_ in self.clause or t.lower_ in self.phrase for t in _before(word, part))
        return inside or any(t.lemma_ in self.reporting and t.i < word.i for t in part)

    def _fires(self, token: Token) -> bool:
        """ "Assailants in two cars fired on the vehicle": the sentence's verb, taken for a participle."""
        goal = token.i + 1 < token.sent.end and token.nbor().lower_ in self.goals - {"from"}
        if token.lower_ == "opened" and token.i + 1 < token.sent.end and token.nbor().lower_ == "fire":
            return token.tag_ == "VBN" and token.dep_ == "amod"  # "gunmen on a motorcycle opened fire on an office"
        if token.lower_ == "shot" and token.tag_ == "NN" and token.i + 1 < token.sent.end:
            at_somebody = token.nbor().lower_ == "at" and token.dep_ == "pobj" and token.nbor(-1).tag_ in ("NN", "NNS")
            return token.nbor().lower_ == "dead" or at_somebody  # "gunmen on a motorcycle shot dead a governor"
        hung = token.tag_ in ("VBN", "NN") and token.dep_ in ("acl", "amod", "relcl", "appos", "pobj")
        return token.lower_ in self.firing and goal and hung and token.i > token.sent.start

    def _is_bare(self, token: Token) -> bool:
        """A participle of what is done to somebody who stands before it, without an auxiliary."""
        told = token.tag_ in ("VBN", "VBD") or token.lower_ in ("dead", "shot")
        if token.lower_ not in self.participles or not told or token.i == token.sent.start:
            return False
        before = token.nbor(-1)
        if token.lower_ == "dead" and before.text != ",":
            return False  # "shot dead", "19 people dead": only of "two men, 19 and 22, dead"
        while before.i > token.sent.start and (before.tag_ == "RB" or before.text in BEFORE_VERB[1:]):
            before = before.nbor(-1)
        if before.tag_ in NO_SUBJECT or before.lemma_ in ("be", "have", "get") or before.lower_ in self.joined:
            return False
        if before.is_punct and before.text not in BEFORE_VERB:
            return False
        return not any(c.dep_ in ("auxpass", "aux") for c in token.children) and not self._has_object(token)

    def _has_object(self, token: Token) -> bool:
        """Whether somebody stands behind it to whom it is done ("shot dead two guards"), or at whom ("shot at the camp")."""
        rest = [t for t in token.doc[token.i + 1 : token.sent.end] if t.lower_ not in self.to_death]
        if len(rest) > 1 and rest[0].lower_ in self.joined and rest[1].lower_ in self.participles:
            rest = rest[2:]  # "shot and killed a sergeant"
        if not rest or (token.lower_ == "shot" and rest[0].lower_ in self.goals):
            return bool(rest)
        if rest[0].lower_ in self.bounds:  # "killed at least 18 rebels"
            return next((t.tag_ == "CD" for t in rest if t.lower_ not in self.bounds), False)
        return rest[0].tag_ in STARTS_OBJECT and not _is_time(rest[0])


class _Deeds:
    """Deeds told in the present that were taken for nouns: "Ninja militiamen attack train", "army raids camp"."""

    def __init__(self, lists: dict[str, frozenset[str]], persons: set[str]) -> None:
        self.past = {form: past for pair in lists["headline_verbs"] for form, past in _present_forms(*pair.split())}
        self.many, self.alone = lists["headline_many"], lists["headline_alone"]
        self.doers = persons | lists["headline_doers"] | self.many
        self.ends = lists["headline_clause"] | {",", ";", ":", "and"}

    def of(self, sentence: Span) -> Words:
        return {t.i: (self.past[t.lower_],) for t in sentence[1:-1] if t.lower_ in self.past and self._is_told(t)}

    def _is_told(self, token: Token) -> bool:
        misread = token.tag_.startswith("NN") or token.dep_ in ("compound", "amod", "pobj", "dobj") or token.is_title
        misread = misread or (token.tag_ == "JJ" and token.dep_ == "ROOT")  # "police open fire"
        before, behind = token.nbor(-1), token.nbor()
        object_behind = behind.tag_ in STARTS_OBJECT or (token.lower_ in self.alone and behind.tag_ == "IN")
        if not misread or not object_behind or _is_time(behind) or not before.whitespace_:
            return False
        rest = itertools.takewhile(lambda t: t.lower_ not in self.ends, token.doc[token.i + 1 : token.sent.end])
        if any(t.tag_ in (*FINITE, "VBN") or t.lower_ in self.past for t in rest):
            return False
        return before.tag_.startswith("NN") and self._agrees(before, token) and self._can_act(before)

    def _agrees(self, doer: Token, verb: Token) -> bool:
        if verb.lower_.endswith("s"):
            return doer.tag_ not in MANY
        singular = doer.lower_.removesuffix("s")
        plural = doer.lower_.endswith("men") or (singular != doer.lower_ and singular in self.doers)
        return doer.tag_ in MANY or plural or doer.lower_ in self.many

    def _can_act(self, doer: Token) -> bool:
        known = {doer.lower_, doer.lemma_.lower()} & self.doers
        return bool(known) or doer.tag_ in ("NNP", "NNPS") or doer.lower_.endswith("men")


def _present_forms(base: str, past: str) -> Iterator[tuple[str, str]]:
    yield base, past
    yield base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s"), past


def _parts(sentence: Span) -> Iterator[list[Token]]:
    """What stands before and behind a colon or dash, and before a semicolon with a clause behind it."""
    part: list[Token] = []
    for token in sentence:
        if token.text in PARTS or (
            token.text == ";" and any(t.tag_ in FINITE for t in sentence.doc[token.i : sentence.end])
        ):
            yield part
            part = []
            if token.text == ";":
                return
        else:
            part.append(token)
    yield part


def _before(token: Token, part: list[Token]) -> list[Token]:
    """The words back to the comma or the other verb before, the nearest first."""
    back = (t for t in reversed(part) if t.i < token.i)
    return list(itertools.takewhile(lambda t: t.text != "," and t.tag_ not in FINITE, back))


def _is_time(token: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME")
