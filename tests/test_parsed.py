"""The article as plain objects: what spaCy's have, and what stands where nothing does."""

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from lwj_analysis.annotate.parsed import parsed


@pytest.fixture(scope="module")
def doc(read):
    return parsed(read("Four soldiers died  near Gao. JNIM claimed it."))


def test_tokens_and_spans_are_those_of_spacy(doc):
    assert [t.text for t in doc] == [t.text for t in doc.source]
    assert [s.text for s in doc.sents] == [s.text for s in doc.source.sents]
    assert [(t.head.i, t.dep_, t.tag_) for t in doc] == [(t.head.i, t.dep_, t.tag_) for t in doc.source]


@pytest.mark.parametrize(
    ("start", "end", "mode", "words"),
    [
        (0, 13, "strict", "Four soldiers"),
        (0, 12, "strict", None),
        (1, 8, "contract", None),
        (1, 13, "contract", "soldiers"),
        (1, 8, "expand", "Four soldiers"),
        (4, 5, "expand", None),  # the blank between two words
        (500, 501, "expand", None),
    ],
)
def test_the_words_of_some_characters(doc, start, end, mode, words):
    span = doc.char_span(start, end, alignment_mode=mode)
    assert (span.text if span is not None else None) == words


def test_what_is_not_there_is_named(doc):
    with pytest.raises(IndexError, match="no token -1"):
        doc[0].nbor(-1)
    with pytest.raises(IndexError, match="no token 3 in a span of 2"):
        doc[0:2][3]


def test_an_article_that_is_not_cut_has_no_sentences():
    doc = parsed(Doc(Vocab(), words=["Words", "alone"], sent_starts=[None, None]))
    for ask in (lambda: list(doc.sents), lambda: doc.sentence_of(0)):
        with pytest.raises(ValueError, match="the article is not cut into sentences"):
            ask()
