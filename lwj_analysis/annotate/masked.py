"""Names of groups that the parse has broken: they are parsed again as one name that the networks know well.

"Sudan People's Liberation Movement-North", "RUF" or "MEND" are rare or not there in what the networks learnt from; their
words are hung apart, and the noun behind one is taken for a verb ("MEND militants attack oil flow station").
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate.names import Names
from lwj_analysis.annotate.text import text_of
from lwj_analysis.lexicon import Lexicon

SPELLED = ("Taliban",)
DEVICE = ("bomb",)
DEVICES = ("IED", "VBIED", "SVBIED", "EFP", "UXO")
INTO_NAME = None  # a word with no place of its own in the copy: a part of the name that ends behind it
OF_VERBS = ("VB", "VBD", "VBP", "VBZ", "MD")
LONGEST = 12  # tokens of a name


class Masked:
    """Finds the broken names of a Doc; ``doers`` are nouns of people that may stand behind a name."""

    def __init__(self, lexicon: Lexicon, doers: frozenset[str]) -> None:
        self.doers = doers
        self.names = Names()
        for key, entry in lexicon.actors.items():
            for name in (entry.name, *entry.aliases) if entry.type == "armed_group" else ():
                self.names.add(name, key)

    def of(self, doc: Doc) -> dict[int, dict[int, tuple[str, ...] | None]]:
        """By the start of the sentence and token what stands in its place.

        An IED that was taken for somebody ("an IED planted by X") is a bomb.
        """
        found: dict[int, dict[int, tuple[str, ...] | None]] = {}
        for name in self._spans(doc):
            if self._is_broken(name):
                its = dict.fromkeys(range(name.start, name.end - 1), INTO_NAME) | {name.end - 1: SPELLED}
                found.setdefault(name.sent.start, {}).update(its)
        for token in (t for t in doc if t.text in DEVICES and t.dep_ == "nsubj" and t.head.tag_ == "VBN"):
            found.setdefault(token.sent.start, {})[token.i] = DEVICE
        return found

    def _spans(self, doc: Doc) -> Iterator[Span]:
        for hit in self.names.find(text_of(doc)):
            span = doc.char_span(hit.start, hit.end)
            if span is not None and len(span) <= LONGEST and span.sent.end >= span.end and span.text[0].isupper():
                yield span

    def _is_broken(self, name: Span) -> bool:
        tops = [t for t in name if t.head == t or t.head not in name]
        if len(tops) > 1 or tops[0].tag_ in OF_VERBS:
            return True
        return name.end < name.sent.end and self._is_misread(name.doc[name.end])

    def _is_misread(self, noun: Token) -> bool:
        """The rebels of "RUF rebels attack village", taken for a verb or for a part of a compound before one."""
        if not {noun.lower_, noun.lower_.removesuffix("s")} & self.doers:
            return False
        return noun.tag_ in OF_VERBS or (noun.dep_ == "compound" and noun.tag_ in ("NNS", "NNPS"))
