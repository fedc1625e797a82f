"""One question: its marks, how they are drawn, what they can be chosen by, and the words behind each."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from lwj_analysis import plots, selection
from lwj_analysis.marks import Marks
from lwj_analysis.schema import FRAMES
from lwj_analysis.twin import MOST_SENTENCES, Control, Count, Twin, twin

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from lwj_analysis.store import Frames

# The controls at the head of a notebook, in their order; each figure takes those that can change something in it.
HEAD = [
    *(Control(f"by_{name}", label, name=name, own=False) for name, label in selection.FACETS.items()),
    Control("by_last_day", "From", "from", name="from", own=False),
    Control("by_first_day", "To", "to", name="to", own=False),
    Control(None, "Count", "count", name="count", own=False),
    Control("reading", "Vague words", "reading", name="vague", own=False),
    Control(None, "Words in the sentence", "contains", name="words", own=False),
]
INCIDENTS = Count(("incident", "incidents"), "by_incident", "distinct")


@dataclass
class View:
    """One question. ``marks`` has a row each, with columns ``by_*`` of ``selection.facets`` for the head's controls.

    ``chart`` are the arguments of ``twin``. ``draw`` makes the static figure from the rows of the first view; tables and lists
    have none. ``own`` names the head's controls that the figure shows itself too, with their first value; ``controls`` are the
    figure's own besides.
    """

    marks: pd.DataFrame
    title: str
    alt: str
    key: str
    sentences: pd.DataFrame
    chart: dict[str, Any]
    draw: Callable[[pd.DataFrame], Axes] | None = None
    own: dict[str, str | None] = field(default_factory=dict)
    controls: Sequence[Control] = ()
    counts: Sequence[Count] = ()

    def __post_init__(self) -> None:
        heads = [replace(c, own=c.name in self.own, first=self._first(c)) for c in HEAD if self._has(c)]
        own = [c for c in self.controls if self._chooses(c.column)]
        self.controls = [*(c for c in heads if c.own), *(replace(c, first=self._known(c.column, c.first)) for c in own)]
        self.controls += [c for c in heads if not c.own]

    def _has(self, control: Control) -> bool:
        if control.name == "words":
            return not self.sentences.empty
        if control.name == "count":
            return len(self.counts) > 1 and "counted" not in self.marks
        if control.name == "vague":
            return "reading" in self.marks
        return control.column in self.marks and self._chooses(control.column)

    def _chooses(self, column: str) -> bool:
        """Whether a choice can change anything: two values, or one that not all marks have."""
        cells = self.marks[column]
        if not isinstance(next(iter(cells), None), (tuple, list)):
            return cells.nunique() > 1 or (cells.notna().any() and cells.isna().any())
        found = {frozenset(c) for c in set(cells)}
        return len(found) > 1

    def _first(self, control: Control) -> str | None:
        return "keep unknown" if control.name == "vague" else self._known(control.column, self.own.get(control.name))

    def _known(self, column: str | None, value: str | None) -> str | None:
        """The value if some mark has it: a first choice that no row fits would show nothing."""
        if value is None or column is None:
            return value
        held = (value in c if isinstance(c, (tuple, list)) else value == c for c in self.marks[column])
        return value if any(held) else None

    @cached_property
    def table(self) -> Marks:
        """The rows ready to be chosen from and counted."""
        return Marks(self._whole.data)

    @cached_property
    def _whole(self) -> Twin:
        """The figure with all its sentences."""
        return self._made(None)

    def _made(self, most_sentences: int | None) -> Twin:
        told = {"filters": self.controls, "counts": self.counts, "sentences": self.sentences, "key": self.key}
        return twin(self.marks, title=self.title, alt=self.alt, most_sentences=most_sentences, **told, **self.chart)

    def chosen(self, choice: dict[str, str]) -> pd.DataFrame:
        """The marks that fit a choice: name of a control -> value; controls that are not named are at their first value."""
        return self.marks.iloc[self.table.kept(self.first() | choice)]

    def first(self) -> dict[str, str]:
        """The choice of the first view."""
        return {c["name"]: c["first"] for c in self.table.data["controls"]}

    def twin(self, *, most_sentences: int | None = MOST_SENTENCES) -> Twin:
        """The figure for a report; of more than so many sentences it has the first."""
        if most_sentences is None or len(self._whole.data["sentences"]) <= most_sentences:
            return self._whole
        return self._made(most_sentences)

    def svg(self) -> str | None:
        """The static figure; a drawing has all its marks, others those of the first view."""
        if self.draw is None:
            return None
        drawing = self.chart["kind"] == "drawing"
        drawn = self.draw(self.marks if drawing else self.chosen({}))
        if drawing:
            drawn.set_title("", loc="left")  # it stands above
            if not len(drawn.get_xticks()):
                drawn.set_xlabel("")  # no axis, but what one mark is: that stands below
        return plots.as_svg(drawn, title=self.title, alt=self.alt, role="group" if drawing else "img")


class Asked:
    """What several figures of one set of frames need: made once."""

    _kept: ClassVar[dict[int, tuple[weakref.ref, Asked]]] = {}

    def __init__(self, frames: Frames) -> None:
        self._frames = weakref.ref(frames)
        self._tables = list(frames.tables.values())
        self._facets: dict[str, pd.DataFrame] = {}
        self._words: dict[str, pd.DataFrame] = {}
        self.board: Any = None

    @classmethod
    def of(cls, frames: Frames) -> Asked:
        """The one of these frames."""
        place = id(frames)
        if place not in cls._kept:
            cls._kept[place] = (weakref.ref(frames, lambda _: cls._kept.pop(place, None)), cls(frames))
        asked = cls._kept[place][1]
        tables = list(frames.tables.values())
        if any(one is not other for one, other in zip(tables, asked._tables, strict=True)):  # refreshed in place
            asked._tables, asked._facets, asked._words = tables, {}, {}
        return asked

    def facets(self, name: str) -> pd.DataFrame:
        """``selection.facets`` of a frame, its columns as ``by_actor``."""
        if name not in self._facets:
            self._facets[name] = selection.facets(self._frames(), name).add_prefix("by_")
        return self._facets[name]

    def words(self, name: str) -> pd.DataFrame:
        """``selection.words`` of a frame."""
        if name not in self._words:
            self._words[name] = selection.words(self._frames(), name)
        return self._words[name]


def view_of(
    frames: Frames,
    name: str,
    marks: pd.DataFrame,
    title: str,
    alt: str,
    chart: dict[str, Any],
    draw: Callable[[pd.DataFrame], Axes] | None = None,
    **more: Any,
) -> View:
    """The view whose marks are rows of frame ``name``: with what they can be chosen by, and with their sentences."""
    key = FRAMES[name].key
    found = with_facets(frames, marks, name, key)
    return View(found, title, alt, key, words(frames, name, found[key]), chart, draw, **more)


def with_facets(frames: Frames, rows: pd.DataFrame, name: str, key: str) -> pd.DataFrame:
    """Rows with the columns by which a row of frame ``name`` with the id in ``key`` can be chosen."""
    return rows.reset_index(drop=True).join(Asked.of(frames).facets(name), on=key)


def words(frames: Frames, name: str, ids: pd.Series | None = None) -> pd.DataFrame:
    """The sentences behind the rows of a frame, of some ids if they are named."""
    found = Asked.of(frames).words(name)
    return found if ids is None else found[found["row_id"].isin(set(ids))]
