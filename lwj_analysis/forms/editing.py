"""The form that corrects, confirms, strikes and adds rows, joins and splits incidents, and withdraws corrections."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import ipywidgets
import pandas as pd

from lwj_analysis.forms.fields import Fields, label, short, word
from lwj_analysis.forms.pieces import FIELD, button, counted, menu, note, page, refill, row_of, table, text
from lwj_analysis.schema import FRAMES
from lwj_analysis.store import Frames
from lwj_analysis.twin import in_report

KINDS = {
    "casualties": "Numbers of victims",
    "events": "Events",
    "claims": "Claims",
    "mentions": "Namings of actors",
    "places": "Places",
    "dates": "Dates",
    "relations": "Ties",
    "numbers": "Numbers",
}
MOST = 200  # rows in the list at once
LISTED = ["id", "action", "frame", "change", "quote", "reason", "status"]
OFF = "Corrections are switched off here, or these rows were read from disk: load articles, and name a file for corrections."
NONE_YET = "No correction is laid over these rows."


def correct(frames: Frames, kind: str = "casualties") -> Any:
    """A form that corrects rows of ``frames``; in a report, the corrections that are laid over them.

    After each saving the frames themselves follow: cells that are run after it show the corrected rows. ``kind`` is the
    frame that is shown first.
    """
    if in_report():
        return page(_laid_over(frames))
    return _Form(frames, kind).box


class _Form:
    """The widgets around one set of frames."""

    def __init__(self, frames: Frames, kind: str) -> None:
        self.frames = frames
        self.reason = text("Why", "whoever reads the file later will ask for it")
        self.by = text("By", "your name, if you want it in the file")
        self.told = ipywidgets.HTML()
        self.row = _Rows(self, kind)
        self.new = _Additions(self)
        self.whole = _Incidents(self)
        self.book = _Lines(self)
        self.parts = (self.row, self.new, self.whole, self.book)
        tabs = ipywidgets.Tab(
            [p.box for p in self.parts], titles=["A row", "A missing row", "Incidents", "My corrections"]
        )
        self.box = ipywidgets.VBox([tabs, self.told])
        self.fill()

    def fill(self) -> None:
        """Show the frames as they are now."""
        for part in self.parts:
            part.fill()

    def save(self, does: Callable[..., Any], *given: Any, **values: Any) -> None:
        """Write one correction, let the frames follow, and say what became of it."""
        who = {"reason": self.reason.value, "by": self.by.value, "at": dt.date.today().isoformat()}
        try:
            self.told.value = note("saving ...")
            line = does(*given, **values, **who)
            before = self.frames.incidents
            if self.frames.origin:
                self.frames.refresh()
        except (ValueError, KeyError, OSError) as error:
            self.told.value = note(str(error.args[0] if isinstance(error, KeyError) else error), wrong=True)
            return
        made = line["id"] if isinstance(line, pd.Series) else line["id"].iloc[0].partition(".")[0]
        self.reason.value = ""
        self.fill()
        said = [f"Saved as {made} in {self.frames._file()}.", *_changes(before, self.frames.incidents)]
        said += [d for d in self.frames.problems.query("kind == 'correction'")["detail"] if made in d]
        said.append("Run other cells again to see it there.")
        self.told.value = note("\n".join(said))


class _Rows:
    """Choose a row by its words, change its values, confirm or strike it."""

    def __init__(self, form: _Form, kind: str) -> None:
        self.form = form
        self.kind = menu("Rows of", [(words, name) for name, words in KINDS.items()], value=kind)
        self.article = menu("Article", [("All", "")])
        self.words = text("With the words", "a part of the sentence", continuous_update=False)
        self.choice = ipywidgets.Select(description="Row", rows=8, **FIELD)
        self.about = ipywidgets.HTML()
        self.fields = Fields(form.frames)
        self.count = ipywidgets.HTML()
        buttons = [
            button("Save what I changed", self.correct, style="primary"),
            button("This row is right", self.confirm, style="success"),
            button("Strike this row", self.strike, style="danger", hint="it leaves its frame and every total"),
        ]
        finding = (self.kind, self.article, self.words, self.count, self.choice)
        self.box = ipywidgets.VBox([*finding, self.about, self.fields.box, form.reason, form.by, row_of(*buttons)])
        for widget in (self.kind, self.article, self.words):
            widget.observe(lambda _: self.list(), "value")
        self.choice.observe(lambda _: self.show(), "value")

    def fill(self) -> None:
        """The articles, and the rows that fit."""
        self.article.options = [("All", ""), *_titles(self.form.frames)]
        self.list()

    def list(self) -> None:
        """The rows that fit the choice; the one that was chosen stays chosen."""
        frames, kind = self.form.frames, self.kind.value
        rows = getattr(frames, kind)
        if self.article.value:
            rows = rows[rows["article_id"] == self.article.value]
        if self.words.value.strip():
            rows = rows[_sentences(frames, rows).str.contains(self.words.value.strip(), case=False, regex=False)]
        self.count.value = note(
            f"{counted(len(rows), 'row')}" + (f", the first {MOST} here" if len(rows) > MOST else "")
        )
        options = [(label(kind, row), row[FRAMES[kind].key]) for row in rows.head(MOST).to_dict("records")]
        refill(self.choice, options, self.choice.value)
        self.show()

    def show(self) -> None:
        """The chosen row's sentence and values."""
        kind, row = self.kind.value, self.record()
        self.about.value = _about(self.form.frames, kind, row) if row else note("No row fits.")
        self.fields.show(kind, row)

    def record(self) -> dict[str, Any] | None:
        """The chosen row."""
        df = getattr(self.form.frames, self.kind.value)
        hit = df[df[FRAMES[self.kind.value].key] == self.choice.value]
        return hit.iloc[0].to_dict() if len(hit) else None

    def correct(self) -> None:
        """Save the fields that were changed."""
        self.form.save(self.form.frames.correct, self.choice.value, **self.fields.changed())

    def confirm(self) -> None:
        """Say that the row is right; it needs no reason."""
        if changed := self.fields.changed():
            told = f"You changed {', '.join(changed)}: save that, or put it back and confirm then."
            self.form.told.value = note(told, wrong=True)
            return
        self.form.save(self.form.frames.confirm, self.choice.value)

    def strike(self) -> None:
        """Say that the row is wrong altogether."""
        self.form.save(self.form.frames.strike, self.choice.value)


class _Additions:
    """Words of an article that should have given a row."""

    def __init__(self, form: _Form) -> None:
        self.form = form
        self.kind = menu("A row of", [(words, name) for name, words in KINDS.items()])
        self.article = menu("Article", [])
        self.sentence = menu("Sentence", [])
        self.quote = text("Its words", "as they stand in the sentence: 12 soldiers")
        self.fields = Fields(form.frames)
        add = button("Add this row", self.add, style="primary")
        asked = (self.kind, self.article, self.sentence, self.quote, self.fields.box)
        self.box = ipywidgets.VBox([*asked, form.reason, form.by, row_of(add)])
        self.kind.observe(lambda _: self._blank(), "value")
        self.article.observe(lambda _: self._sentences(), "value")

    def fill(self) -> None:
        """The articles there are."""
        chosen = self.article.value
        refill(self.article, _titles(self.form.frames), chosen)
        self._sentences()

    def _sentences(self) -> None:
        its = self.form.frames.sentences
        its = its[its["article_id"] == self.article.value]
        refill(self.sentence, [(short(row.text), int(row.sentence_id)) for row in its.itertuples()])
        self._blank()

    def _blank(self) -> None:
        self.fields.show(self.kind.value, {"article_id": self.article.value})

    def add(self) -> None:
        """Save the row."""
        where = {"article_id": self.article.value, "quote": self.quote.value, "sentence_id": self.sentence.value}
        if not self.quote.value.strip():
            self.form.told.value = note("Write down the words that the row stands on.", wrong=True)
            return
        self.form.save(self.form.frames.add, self.kind.value, **where, **self.fields.given())


class _Incidents:
    """Two incidents that are one, or one that is two."""

    def __init__(self, form: _Form) -> None:
        self.form = form
        self.one, self.other = menu("Incident", []), menu("is the same as", [])
        self.events = ipywidgets.SelectMultiple(description="Its events", rows=6, **FIELD)
        join = button("Join the two", self.join, style="primary")
        split = button("The chosen events are another incident", self.split, style="primary")
        why = (form.reason, form.by)
        self.box = ipywidgets.VBox([self.one, self.other, self.events, *why, row_of(join, split)])
        self.one.observe(lambda _: self._its_events(), "value")

    def fill(self) -> None:
        """The incidents, by day."""
        rows = self.form.frames.incidents.sort_values("date_start", kind="stable")
        options = [(short(row.title), row.incident_id) for row in rows.itertuples()]
        for widget in (self.one, self.other):
            refill(widget, options, widget.value)
        self._its_events()

    def _its_events(self) -> None:
        events = self.form.frames.events
        its = events[events["incident_id"] == self.one.value]
        self.events.options = [(label("events", row), row["event_id"]) for row in its.to_dict("records")]

    def join(self) -> None:
        """Say that the two are one."""
        self.form.save(self.form.frames.join, self.one.value, self.other.value)

    def split(self) -> None:
        """Say that the chosen events are another incident."""
        self.form.save(self.form.frames.split, self.one.value, list(self.events.value))


class _Lines:
    """The corrections that there are, and a way to take one back."""

    def __init__(self, form: _Form) -> None:
        self.form = form
        self.list = ipywidgets.HTML()
        self.choice = menu("Correction", [])
        does = row_of(button("Withdraw it", self.withdraw, style="danger"))
        self.box = ipywidgets.VBox([self.list, self.choice, form.reason, form.by, does])

    def fill(self) -> None:
        """The lines of the file with what became of each."""
        if self.form.frames.book is None:
            self.list.value = note(OFF)
            return
        lines = self.form.frames.corrections()
        self.list.value = table(lines[LISTED]) if len(lines) else note(NONE_YET)
        open_ones = lines[(lines["action"] != "withdraw") & ~lines["status"].str.startswith("holds no more")]
        refill(self.choice, [(i, i) for i in open_ones["id"]])

    def withdraw(self) -> None:
        """Say that the chosen one holds no more."""
        self.form.save(self.form.frames.withdraw, self.choice.value)


def _laid_over(frames: Frames) -> str:
    """The corrections that these rows have, for a report: what was changed and why, not by whom."""
    book = frames.book
    shown = [(li, book.status.get(li.id, "")) for li in (book.holding if book else ())]
    rows = [
        {"id": li.id, "action": li.action, "frame": li.frame, "quote": li.quote, "reason": li.reason, "status": status}
        | {"change": "; ".join(f"{k}={'' if v is None else v}" for k, v in li.change.items())}
        for li, status in shown
        if status and "not among these" not in status
    ]
    return table(pd.DataFrame(rows, columns=LISTED)) if rows else note(NONE_YET)


def _changes(before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    """Totals of incidents that are others now, in words."""
    totals = ("killed_best", "wounded_best")
    old, new = (df.set_index("incident_id") for df in (before, after))
    said = [f"New incident: {new.loc[i, 'title']}." for i in new.index.difference(old.index)]
    said += [f"No incident any more: {old.loc[i, 'title']}." for i in old.index.difference(new.index)]
    for i in new.index.intersection(old.index):
        for total in totals:
            one, other = word(old.loc[i, total]) or "not known", word(new.loc[i, total]) or "not known"
            if one != other:
                said.append(f"{new.loc[i, 'title']}: {total.partition('_')[0]} {one}, now {other}.")
    return said


def _titles(frames: Frames) -> list[tuple[str, str]]:
    return [(short(row.title or row.source_path), row.article_id) for row in frames.articles.itertuples()]


def _sentences(frames: Frames, rows: pd.DataFrame) -> pd.Series:
    """The sentence of each row."""
    texts = frames.sentences.set_index(["article_id", "sentence_id"])["text"]
    keys = pd.MultiIndex.from_arrays([rows["article_id"], rows["sentence_id"]])
    return pd.Series(texts.reindex(keys).fillna("").to_numpy(), index=rows.index)


def _about(frames: Frames, kind: str, row: dict[str, Any]) -> str:
    """The sentence with the row's words marked, the article, the rule, and the corrections it has."""
    told = frames.evidence(getattr(frames, kind)[lambda df: df[FRAMES[kind].key] == row[FRAMES[kind].key]]).iloc[0]
    sentence, start, end = told["sentence"], int(told["mark_start"]), int(told["mark_end"])
    marked = (
        f"{html.escape(sentence[:start])}<mark>{html.escape(sentence[start:end])}</mark>{html.escape(sentence[end:])}"
    )
    rule = word(row.get("rule") or row.get("basis"))
    corrected = f"; corrected: {word(row['correction'])}" if word(row.get("correction")) else ""
    below = html.escape(f"{told['title']}; rule {rule}{corrected}")
    return f"<blockquote>{marked}<br><small>{below}</small></blockquote>"
