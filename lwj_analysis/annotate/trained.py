"""The trained part of the pipeline made fast: the quicker matrix library, rules of words remembered, articles in batches."""

from __future__ import annotations

import ctypes
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, ORTH, POS, TAG
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from lwj_analysis.annotate import entities

READ = (TAG, LOWER, DEP, IS_SPACE)  # what the rules of the English models ask of a token
SET = (TAG, POS, MORPH, LEMMA, DEP)  # what they change
NAMES = {"TAG", "LOWER", "DEP", "IS_SPACE"}


def use_faster_blas(nlp: Language) -> None:
    """Multiply with NumPy's library unless spaCy's own is clearly quicker on this machine; holds for the process.

    spaCy's takes its plain kernel on processors that it does not know, three times slower.
    """
    for ops in {id(op): op for _, pipe in nlp.pipeline for op in _ops(pipe)}.values():
        left, right = np.ones((60, 96), dtype="float32"), np.ones((288, 96), dtype="float32")
        seconds = {}
        for blis in (True, False):
            ops.use_blis = blis
            seconds[blis] = min(_seconds(ops, left, right) for _ in range(10))
        ops.use_blis = 1.25 * seconds[True] < seconds[False]


def one_thread() -> None:
    """Let NumPy's library multiply with one thread in this process: a second core has a process of its own."""
    for path in (Path(np.__file__).parents[1] / "numpy.libs").glob("*openblas*"):
        library = ctypes.CDLL(str(path))
        for name in ("scipy_openblas_set_num_threads64_", "openblas_set_num_threads64_", "openblas_set_num_threads"):
            if hasattr(library, name):
                getattr(library, name)(1)
                break


def annotate_all(nlp: Language, docs: list[Doc]) -> list[Doc]:
    """The components up to the first finder over all docs at once: networks read a batch in half the time of its articles."""
    for name, pipe in nlp.pipeline:
        if _is_finder(name):
            break
        if entities.can(pipe):
            entities.set_entities(pipe, docs)
        elif hasattr(pipe, "predict"):
            pipe.set_annotations(docs, pipe.predict(docs))
        else:
            docs = [pipe(doc) for doc in docs]
    return docs


def find_all(nlp: Language, doc: Doc) -> Doc:
    """The finders over a doc that ``annotate_all`` gave."""
    for name, pipe in nlp.pipeline:
        if _is_finder(name):
            doc = pipe(doc)
    return doc


def _is_finder(name: str) -> bool:
    return name.startswith("lwj_") and name not in ("lwj_paragraphs", "lwj_lengths", "lwj_telegraphic")


def remember_rules(nlp: Language) -> None:
    """Let the attribute ruler remember what its rules make of a tag, word and role, if they ask for no more than that."""
    ruler = nlp.get_pipe("attribute_ruler") if "attribute_ruler" in nlp.pipe_names else None
    if ruler is not None and _Remembered.can(ruler):
        ruler.__class__ = _RememberingRuler
        ruler.remembered = _Remembered(ruler)


class _RememberingRuler(AttributeRuler):
    """spaCy's attribute ruler, which matches its patterns once for each kind of token instead of at every token."""

    remembered: _Remembered

    def __call__(self, doc: Doc) -> Doc:
        return self.remembered.apply(doc) or super().__call__(doc)


def remember_lemmas(nlp: Language) -> None:
    """Let the lemmatizer, if it goes by rules, look up what it made of a word, class and form before."""
    lemmatizer = nlp.get_pipe("lemmatizer") if "lemmatizer" in nlp.pipe_names else None
    if type(lemmatizer) is EnglishLemmatizer and lemmatizer.mode == "rule":
        lemmatizer.__class__ = _RememberingLemmatizer
        lemmatizer.remembered = {}


class _RememberingLemmatizer(EnglishLemmatizer):
    """spaCy's lemmatizer, asked once for each word, class and form; its own memory leaves out names and base forms."""

    remembered: dict[tuple[int, ...], int]

    def __call__(self, doc: Doc) -> Doc:
        lemmas = []
        for i, (*kind, lemma) in enumerate(doc.to_array((ORTH, POS, MORPH, LEMMA)).tolist()):
            if self.overwrite or not lemma:
                lemma = self.remembered.get(tuple(kind)) or self._ask(tuple(kind), doc, i)
            lemmas.append(lemma)
        doc.from_array([LEMMA], np.array(lemmas, dtype="uint64").reshape(-1, 1))
        return doc

    def _ask(self, kind: tuple[int, ...], doc: Doc, i: int) -> int:
        lemma = self.remembered[kind] = self.vocab.strings.add(self.lemmatize(doc[i])[0])
        return lemma


class _Remembered:
    """What the rules make of each kind of token: tag, word (where a rule asks for it), role, blank; and of pairs of them."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self.ruler, self.known = ruler, {}
        patterns = _patterns(ruler)
        firsts = [pattern[0] for pattern in patterns if len(pattern) == 2]
        self.spelled = _Asked(ruler, [spec["LOWER"] for pattern in patterns for spec in pattern if "LOWER" in spec])
        self.first_words = _Asked(ruler, [spec["LOWER"] for spec in firsts if "LOWER" in spec])
        self.first_roles = _Asked(ruler, [spec["DEP"] for spec in firsts if "LOWER" not in spec])

    @staticmethod
    def can(ruler: AttributeRuler) -> bool:
        """Whether the rules ask only for what is remembered, of single tokens and pairs."""
        patterns = _patterns(ruler)
        first = (pattern[0] for pattern in patterns if len(pattern) == 2)
        return all(len(p) <= 2 and set(spec) <= NAMES for p in patterns for spec in p) and all(
            "LOWER" in spec or "DEP" in spec for spec in first
        )

    def apply(self, doc: Doc) -> Doc | None:
        """Set what the rules set; ``None`` where two pairs share a token, which is left to the rules themselves."""
        table = doc.to_array(READ).tolist()
        kinds = [(tag, lower if self.spelled[lower] else 0, dep, space) for tag, lower, dep, space in table]
        rows = [self._of(kind, doc, i) for i, kind in enumerate(kinds)]
        last = -1
        for i, (_, lower, dep, _) in enumerate(table[:-1]):
            if self.first_words[lower] or self.first_roles[dep]:
                if i == last:
                    return None
                rows[i : i + 2] = self._of(kinds[i] + kinds[i + 1], doc, i, length=2)
                last = i + 1
        if rows:
            doc.from_array(SET, np.array(rows, dtype="uint64"))
        return doc

    def _of(self, kind: tuple[int, ...], doc: Doc, i: int, *, length: int = 1) -> list:
        found = self.known.get(kind)
        if found is None:
            rows = self._ask(doc[i : i + length])
            found = self.known[kind] = rows if length == 2 else rows[0]
        return found

    def _ask(self, tokens: Iterable[Any]) -> list[list[int]]:
        """What the rules make of the tokens where they stand alone."""
        alone = Doc(self.ruler.vocab, words=[t.text for t in tokens])
        for token, copy in zip(tokens, alone, strict=True):
            copy.tag, copy.dep = token.tag, token.dep
        self.ruler.set_annotations(alone, self.ruler.match(alone))
        return alone.to_array(SET).tolist()


class _Asked(dict):
    """Number of a word -> whether a rule asks for it by name or pattern."""

    def __init__(self, ruler: AttributeRuler, specs: list[Any]) -> None:
        self.strings = ruler.vocab.strings
        self.words = {word for spec in specs for word in _words(spec)}
        self.patterns = [re.compile(spec["REGEX"]) for spec in specs if isinstance(spec, dict) and "REGEX" in spec]

    def __missing__(self, number: int) -> bool:
        word = self.strings[number] if number else ""
        found = self[number] = word in self.words or any(p.search(word) for p in self.patterns)
        return found


def _patterns(ruler: AttributeRuler) -> list[list[dict]]:
    return [pattern for rule in ruler.patterns for pattern in rule["patterns"]]


def _words(spec: Any) -> list[str]:
    if isinstance(spec, str):
        return [spec]
    return [*spec.get("IN", ()), *spec.get("NOT_IN", ())] if isinstance(spec, dict) else []


def _ops(pipe: Any) -> Iterable[Any]:
    model = getattr(pipe, "model", None)
    return (node.ops for node in model.walk() if hasattr(node.ops, "use_blis")) if hasattr(model, "walk") else ()


def _seconds(ops: Any, left: np.ndarray, right: np.ndarray) -> float:
    start = time.perf_counter()
    ops.gemm(left, right, trans2=True)
    return time.perf_counter() - start
