"""A parsed article as plain Python objects, under the names of spaCy's ``Doc``, ``Span`` and ``Token``.

spaCy makes a token anew at each look and decodes each of its words from a table of strings; finders look at a token some
hundred times. Here all tokens of an article are made once, with their words, heads and children. What finders never ask
for is not here; a real ``Doc`` can be given to a finder as well.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from types import SimpleNamespace

from spacy.attrs import DEP, ENT_TYPE, HEAD, IDX, LEMMA, ORTH, POS, SENT_START, SPACY, TAG
from spacy.tokens import Doc
from spacy.vocab import Vocab

from lwj_analysis.errors import BadValue

KEY = "lwj_parsed"
FLAGS = ("is_space", "is_punct", "is_alpha", "is_digit", "like_num")


def parsed(doc: Doc) -> ParsedDoc:
    """The article as plain objects, made at the first call; annotations of the Doc must not change after it."""
    found = doc.user_data.get(KEY)
    if found is None:
        found = doc.user_data[KEY] = ParsedDoc(doc)
    return found


class Finder:
    """A component of the pipeline that reads the article as plain objects and adds its records to ``_.lwj``."""

    def __call__(self, doc: Doc) -> Doc:
        self.find(parsed(doc))
        return doc

    def find(self, doc: ParsedDoc) -> None:
        raise NotImplementedError


class ParsedToken:
    """A token; children, edges and subtree as the parse has them, tuples where spaCy gives generators."""

    __slots__ = (
        *("doc", "i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "whitespace_", *FLAGS),
        *("is_sent_start", "head", "lefts", "rights", "children", "left_edge", "right_edge", "sent", "_subtree"),
    )

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    def __lt__(self, other: ParsedToken) -> bool:
        return self.i < other.i

    @property
    def text_with_ws(self) -> str:
        return self.text + self.whitespace_

    @property
    def is_sent_end(self) -> bool | None:
        return True if self.i + 1 == len(self.doc) else self.doc.tokens[self.i + 1].is_sent_start

    @property
    def morph(self):
        return self.doc.source[self.i].morph

    @property
    def subtree(self) -> tuple[ParsedToken, ...]:
        if self._subtree is None:
            left = [t for child in self.lefts for t in child.subtree]
            self._subtree = (*left, self, *(t for child in self.rights for t in child.subtree))
        return self._subtree

    @property
    def ancestors(self) -> Iterator[ParsedToken]:
        step = self
        while step.head is not step:
            step = step.head
            yield step

    @property
    def conjuncts(self) -> tuple[ParsedToken, ...]:
        start = self
        while start.dep_ == "conj" and start.head is not start:
            start = start.head
        joined = [start]
        for word in joined:
            joined += [child for child in word.rights if child.dep_ == "conj"]
        return tuple(word for word in joined if word is not self)

    def is_ancestor(self, descendant: ParsedToken) -> bool:
        return any(step is self for step in descendant.ancestors)

    def nbor(self, i: int = 1) -> ParsedToken:
        if not 0 <= self.i + i < len(self.doc.tokens):
            raise IndexError(f"no token {self.i + i}")
        return self.doc.tokens[self.i + i]


class ParsedSpan:
    """The tokens from ``start`` up to but without ``end``."""

    __slots__ = ("doc", "end", "end_char", "label_", "start", "start_char")

    def __init__(self, doc: ParsedDoc, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label
        self.start_char = doc.starts[start] if start < len(doc.starts) else len(doc.text)
        self.end_char = doc.ends[end - 1] if end > start else self.start_char

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[ParsedToken]:
        return iter(self.doc.tokens[self.start : self.end])

    def __getitem__(self, at: int | slice) -> ParsedToken | ParsedSpan:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self))
            return ParsedSpan(self.doc, self.start + start, self.start + max(start, end))
        index = self.end + at if at < 0 else self.start + at
        if not self.start <= index < self.end:
            raise IndexError(f"no token {at} in a span of {len(self)}")
        return self.doc.tokens[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ParsedSpan) and self._what() == other._what()

    def __hash__(self) -> int:
        return hash(self._what())

    def _what(self) -> tuple:
        return id(self.doc), self.start_char, self.end_char, self.label_

    def __repr__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.doc.text[self.start_char : self.end_char]

    @property
    def text_with_ws(self) -> str:
        return self.text + (self.doc.tokens[self.end - 1].whitespace_ if self.end > self.start else "")

    @property
    def root(self) -> ParsedToken:
        """The token highest in the parse, the first of several."""
        tokens = self.doc.tokens[self.start : self.end]
        top = next((t for t in tokens if t.head is t), None)
        if top is not None:
            return top
        outer = [t for t in tokens if not self.start <= t.head.i < self.end]
        return min(outer, key=lambda t: sum(1 for _ in t.ancestors), default=None) or self.doc.tokens[self.start]

    @property
    def sent(self) -> ParsedSpan:
        return self.doc.sentence_of(self.start)

    @property
    def sents(self) -> Iterator[ParsedSpan]:
        sentence = self.doc.sentence_of(min(self.start, len(self.doc.tokens) - 1))
        yield sentence
        while sentence.end < self.end:
            sentence = self.doc.sentence_of(sentence.end)
            yield sentence


class ParsedDoc:
    """The article; ``source`` is spaCy's Doc, whose records (``_.lwj``) and ``user_data`` it shares."""

    def __init__(self, doc: Doc) -> None:
        self.source, self.user_data, self.text = doc, doc.user_data, doc.text
        self._ = SimpleNamespace(lwj=doc._.lwj if Doc.has_extension("lwj") else None)
        self._has = {name: doc.has_annotation(name) for name in ("DEP", "TAG", "SENT_START")}
        self.tokens = _tokens(self, doc)
        self.starts = [t.idx for t in self.tokens]
        self.ends = [t.idx + len(t.text) for t in self.tokens]
        self._sents = self._sentences()
        for sentence in self._sents:
            for token in sentence:
                token.sent = sentence

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[ParsedToken]:
        return iter(self.tokens)

    def __getitem__(self, at: int | slice) -> ParsedToken | ParsedSpan:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self.tokens))
            return ParsedSpan(self, start, max(start, end))
        return self.tokens[at]

    def has_annotation(self, name: str) -> bool:
        return self._has[name]

    @property
    def sents(self) -> Iterator[ParsedSpan]:
        if not self._has["SENT_START"]:
            raise BadValue("the article is not cut into sentences")
        return iter(self._sents)

    def sentence_of(self, index: int) -> ParsedSpan:
        """The sentence of a token."""
        if not self._has["SENT_START"]:
            raise BadValue("the article is not cut into sentences")
        return self.tokens[index].sent

    @property
    def ents(self) -> tuple[ParsedSpan, ...]:
        if "ents" not in self._has:
            self._has["ents"] = tuple(ParsedSpan(self, e.start, e.end, e.label_) for e in self.source.ents)
        return self._has["ents"]

    def char_span(self, start: int, end: int, alignment_mode: str = "strict") -> ParsedSpan | None:
        """The tokens of these characters; ``contract`` only whole ones, ``expand`` all that they touch; None for a blank."""
        first, last = self._token_at(start), self._token_at(end - 1)
        if first is None or last is None:
            return None
        if alignment_mode == "strict" and (self.starts[first] != start or self.ends[last] != end):
            return None
        if alignment_mode == "contract":
            first += self.starts[first] < start
            last -= end < self.ends[last]
            if last < first:
                return None
        elif alignment_mode == "expand":
            first += start == self.ends[first]  # the blank behind a token is none of it
        return ParsedSpan(self, first, last + 1) if first <= last else None

    def _token_at(self, char: int) -> int | None:
        at = bisect_right(self.starts, char) - 1
        return at if at >= 0 and char < self.ends[at] + len(self.tokens[at].whitespace_) else None

    def _sentences(self) -> list[ParsedSpan]:
        if not self.tokens or not self._has["SENT_START"]:
            return []
        starts = [0, *(t.i for t in self.tokens[1:] if t.is_sent_start)]
        return [ParsedSpan(self, a, b) for a, b in zip(starts, [*starts[1:], len(self.tokens)], strict=True)]


def _tokens(parsed_doc: ParsedDoc, doc: Doc) -> list[ParsedToken]:
    table = doc.to_array([ORTH, LEMMA, POS, TAG, DEP, ENT_TYPE, SPACY, IDX, SENT_START, HEAD]).astype("int64").tolist()
    strings = _Strings(doc.vocab)
    lexemes = _Lexemes(doc.vocab)
    tokens = []
    for i, (orth, lemma, pos, tag, dep, ent_type, space, idx, sent_start, _) in enumerate(table):
        token = ParsedToken()
        token.doc, token.i, token.idx, token._subtree, token.sent = parsed_doc, i, idx, None, None
        (token.text, token.lower_, token.is_space, token.is_punct, token.is_alpha, token.is_digit,
         token.like_num) = lexemes[orth]  # fmt: skip
        token.lemma_, token.pos_, token.tag_ = strings[lemma], strings[pos], strings[tag]
        token.dep_, token.ent_type_ = strings[dep], strings[ent_type]
        token.whitespace_ = " " if space else ""
        token.is_sent_start = None if sent_start == 0 else sent_start == 1
        tokens.append(token)
    _hang(tokens, [i + row[-1] for i, row in enumerate(table)])
    return tokens


def _hang(tokens: list[ParsedToken], heads: list[int]) -> None:
    """Heads, children and edges."""
    lefts: list[list[ParsedToken]] = [[] for _ in tokens]
    rights: list[list[ParsedToken]] = [[] for _ in tokens]
    first, last = list(range(len(tokens))), list(range(len(tokens)))
    for token, head in zip(tokens, heads, strict=True):
        token.head = tokens[head]
        if head != token.i:
            (lefts if token.i < head else rights)[head].append(token)
        step = token.i
        while heads[step] != step:
            step = heads[step]
            if first[step] <= token.i <= last[step]:
                break
            first[step], last[step] = min(first[step], token.i), max(last[step], token.i)
    for token in tokens:
        token.lefts, token.rights = tuple(lefts[token.i]), tuple(rights[token.i])
        token.children = token.lefts + token.rights
        token.left_edge, token.right_edge = tokens[first[token.i]], tokens[last[token.i]]


class _Strings(dict):
    """Numbers of the table of strings -> words, each looked up once."""

    def __init__(self, vocab: Vocab) -> None:
        self.strings = vocab.strings

    def __missing__(self, number: int) -> str:
        word = self[number] = self.strings[number % 2**64] if number else ""
        return word


class _Lexemes(dict):
    """Numbers of words -> what is known of the word wherever it stands, each looked up once."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __missing__(self, number: int) -> tuple:
        lexeme = self.vocab[number % 2**64]
        found = self[number] = (lexeme.text, lexeme.lower_, *(getattr(lexeme, flag) for flag in FLAGS))
        return found
