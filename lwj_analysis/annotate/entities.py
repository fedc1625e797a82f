"""spaCy's named entities at a fifth of the time: the same network, its greedy search over all tokens at once.

The search goes token by token and asks each of 73 actions whether it is allowed, which takes most of the component's time.
But what it sees outside a name is the token alone, and inside a name the token and the name's first one (``StateC`` with
three features, ``pipeline/_parser_internals/_state.pxd`` of spaCy 3.8). So all tokens are scored as if no name were open, the
names that may begin are followed word by word, all at once, and what is reached from the left is taken.
"""

from __future__ import annotations

import numpy as np
from spacy.attrs import IS_SPACE, SENT_START
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

FEATURES = 3  # this token, the first of the open name, the one before this


def can(pipe: object) -> bool:
    """Whether the component is of the kind that this module knows."""
    return (
        isinstance(pipe, EntityRecognizer)
        and pipe.cfg.get("beam_width", 1) == 1
        and not pipe.postprocesses
        and bool(pipe.model.attrs.get("has_upper"))
        and not pipe.model.attrs.get("unseen_classes")
        and pipe.model.get_ref("lower").get_dim("nF") == FEATURES
    )


def set_entities(pipe: EntityRecognizer, docs: list[Doc]) -> None:
    """What ``pipe.set_annotations(docs, pipe.predict(docs))`` does, for articles without entities so far."""
    docs = [doc for doc in docs if len(doc)]
    if not docs:
        return
    moves = _Moves([pipe.moves.get_class_name(n) for n in range(pipe.moves.n_moves)])
    marks = np.concatenate([doc.to_array([IS_SPACE, SENT_START]).astype("int64") for doc in docs])
    ends = np.cumsum([len(doc) for doc in docs])
    closes = np.append(marks[1:, 1] == 1, True)  # the last of a sentence or an article: no name goes on
    closes[ends - 1] = True
    search = _Search(pipe.model, docs)
    best = moves.outside(search.outside(), closes, marks[:, 0] == 1)
    single, begins = moves.is_single[best], np.flatnonzero(moves.is_begin[best])
    lasts = dict(zip(begins.tolist(), search.lasts(begins, best[begins], moves, closes).tolist(), strict=True))
    for doc, end in zip(docs, ends.tolist(), strict=True):
        start, found = end - len(doc), []
        at = start
        for token in (start + np.flatnonzero(moves.is_begin[best[start:end]] | single[start:end])).tolist():
            if token >= at:
                last = lasts.get(token, token)
                found.append(Span(doc, token - start, last + 1 - start, label=moves.labels[best[token]]))
                at = last + 1
        doc.set_ents(found, default="outside")


class _Moves:
    """The actions of the search by their number."""

    def __init__(self, names: list[str]) -> None:
        kinds, self.labels = zip(*((name[0], name[2:]) for name in names), strict=True)
        number = {(kind, label): n for n, (kind, label) in enumerate(zip(kinds, self.labels, strict=True))}
        self.is_begin = np.array([kind == "B" and bool(label) for kind, label in zip(kinds, self.labels, strict=True)])
        self.is_single = np.array([kind == "U" and bool(label) for kind, label in zip(kinds, self.labels, strict=True)])
        self.is_out = np.array([kind == "O" for kind in kinds])
        self.inside = np.array([number.get(("I", label), 0) for label in self.labels])  # with the same label
        self.last = np.array([number.get(("L", label), 0) for label in self.labels])

    def outside(self, scores: np.ndarray, closes: np.ndarray, blank: np.ndarray) -> np.ndarray:
        """The best allowed action at each token where no name is open."""
        allowed = np.where(blank[:, None], self.is_out, self.is_out | self.is_single)
        allowed |= (self.is_begin & ~closes[:, None]) & ~blank[:, None]
        return np.where(allowed, scores, -np.inf).argmax(axis=1)


class _Search:
    """Scores of the actions, from the network's own layers."""

    def __init__(self, model, docs: list[Doc]) -> None:
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        self.parts = lower.predict(model.get_ref("tok2vec").predict(docs))  # token, feature, unit, piece; padding first
        self.bias, self.upper = lower.get_param("b"), upper

    def outside(self) -> np.ndarray:
        """Of each token, no name being open."""
        return self._scores(self.parts[1:, 0], self.parts[0, 1], self.parts[0, 2])

    def lasts(self, begins: np.ndarray, actions: np.ndarray, moves: _Moves, closes: np.ndarray) -> np.ndarray:
        """The last token of the name that begins at each of these tokens by this action."""
        lasts, going = begins + 1, np.arange(len(begins))
        inside, last = moves.inside[actions], moves.last[actions]
        while len(going):
            at, first = lasts[going], begins[going]
            scores = self._scores(self.parts[at + 1, 0], self.parts[first + 1, 1], self.parts[at, 2])
            row, on, off = np.arange(len(going)), inside[going], last[going]
            difference = scores[row, on] - scores[row, off]
            goes_on = ((difference > 0) | ((difference == 0) & (on < off))) & ~closes[at]
            going = going[goes_on]
            lasts[going] += 1
        return lasts

    def _scores(self, this: np.ndarray, first: np.ndarray, before: np.ndarray) -> np.ndarray:
        units = (((this + first) + before) + self.bias).max(axis=-1)
        return self.upper.predict(np.ascontiguousarray(units))
