"""The form that corrects, confirms, strikes and adds rows, joins and splits incidents, and withdraws corrections."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import ipywidgets
import pandas as pd

from lwj_analysis.compare import in_words
from lwj_analysis.corrections.values import NEEDED
from lwj_analysis.forms.fields import Fields, label, label_of, short, word
from lwj_analysis.forms.pieces import (
    FIELD,
    button,
    counted,
    menu,
    note,
    page,
    refill,
    refill_several,
    row_of,
    table,
    text,
)
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
TOTALS = ("killed", "wounded", "captured", "abducted", "missing")
LISTED = ["id", "action", "frame", "change", "quote", "reason", "status"]
OFF = "Corrections are switched off here, or these rows were read from disk: load articles, and name a file for corrections."
NONE_YET = "No correction is laid over these rows."
CHOOSE = "(choose one)"
NOT_CHANGED = "You have changed nothing yet: change a field above, then save. If the row is right as it stands, say so."
NO_WORDS = "Write down the words that the row stands on, as they stand in the sentence."
TWO_INCIDENTS = "Choose two different incidents: one in each list."
SOME_EVENTS = "Choose the events that are another incident, some of them and not all: the others stay."
JOIN_OR_SPLIT = (
    "Join: choose the two incidents that are one. Split: choose an incident, and of its events those that belong to another "
    "one (several with Ctrl or Cmd)."
)


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
        self.reason = text("Why", "needed, unless the row is right: whoever reads the file later will ask for it")
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

    def save(self, does: Callable[..., Any], *given: Any, **values: Any) -> bool:
        """Write one correction, let the frames follow, and say what became of it; whether it was written."""
        who = {"reason": self.reason.value, "by": self.by.value, "at": dt.date.today().isoformat()}
        try:
            self.told.value = note("saving ...")
            line = does(*given, **values, **who)
            before = self.frames.incidents
            if self.frames.origin:
                self.frames.refresh()
        except (ValueError, KeyError, OSError) as error:
            self.refuse(str(error.args[0] if isinstance(error, KeyError) else error))
            return False
        made = line["id"] if isinstance(line, pd.Series) else line["id"].iloc[0].partition(".")[0]
        self.reason.value = ""
        self.fill()
        changes = _changes(before, self.frames.incidents) or [_unchanged(self.frames, made)]
        said = [f"Saved as {made} in {self.frames._file()}.", *changes]
        said += [d for d in self.frames.problems.query("kind == 'correction'")["detail"] if made in d]
        said.append("Run other cells again to see it there.")
        self.told.value = note("\n".join(said))
        return True

    def refuse(self, why: str) -> None:
        """Say what is still to be done; nothing is written."""
        self.told.value = note(why, wrong=True)


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
        refill(self.article, [("All", ""), *_titles(self.form.frames)], self.article.value)
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
        if not (changed := self.fields.changed()):
            self.form.refuse(NOT_CHANGED)
            return
        self.form.save(self.form.frames.correct, self.choice.value, **changed)

    def confirm(self) -> None:
        """Say that the row is right; it needs no reason."""
        if changed := self.fields.changed():
            self.form.refuse(f"You changed {', '.join(changed)}: save that, or put it back and confirm then.")
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
        self.whole = ipywidgets.HTML()
        self.quote = text("Its words", "as they stand in the sentence: 12 soldiers")
        self.fields = Fields(form.frames)
        add = button("Add this row", self.add, style="primary")
        asked = (self.kind, self.article, self.sentence, self.whole, self.quote, self.fields.box)
        self.box = ipywidgets.VBox([*asked, form.reason, form.by, row_of(add)])
        self.kind.observe(lambda _: self._blank(), "value")
        self.article.observe(lambda _: self._sentences(), "value")
        self.sentence.observe(lambda _: self._show(), "value")

    def fill(self) -> None:
        """The articles there are; the sentence that was chosen stays chosen, and its next row can be added."""
        chosen = self.sentence.value
        refill(self.article, _titles(self.form.frames), self.article.value)
        self._sentences(chosen)

    def _sentences(self, chosen: int | None = None) -> None:
        its = self._its_sentences()
        refill(self.sentence, [(short(row.text), int(row.sentence_id)) for row in its.itertuples()], chosen)
        self._show()
        self._blank()

    def _its_sentences(self) -> pd.DataFrame:
        its = self.form.frames.sentences
        return its[its["article_id"] == self.article.value]

    def _show(self) -> None:
        """The whole sentence, to copy the words from."""
        its = self._its_sentences()
        words = its.loc[its["sentence_id"] == self.sentence.value, "text"]
        self.whole.value = "".join(f"<blockquote>{html.escape(w)}</blockquote>" for w in words)

    def _blank(self) -> None:
        self.fields.show(self.kind.value, {"article_id": self.article.value})

    def add(self) -> None:
        """Save the row."""
        quote, given = self.quote.value.strip(), self.fields.given()
        if not quote:
            self.form.refuse(NO_WORDS)
            return
        if lacking := [label_of(c) for c in NEEDED[self.kind.value] if c not in given]:
            self.form.refuse(f"Fill in {' and '.join(lacking)}: a row of this kind cannot do without.")
            return
        where = {"article_id": self.article.value, "quote": quote, "sentence_id": self.sentence.value}
        if self.form.save(self.form.frames.add, self.kind.value, **where, **given):
            self.quote.value = ""


class _Incidents:
    """Two incidents that are one, or one that is two."""

    def __init__(self, form: _Form) -> None:
        self.form = form
        self.article = menu("Told by article", [("All", "")])
        self.one, self.other = menu("Incident", []), menu("is the same as", [])
        self.events = ipywidgets.SelectMultiple(description="Its events", rows=6, **FIELD)
        join = button("Join the two", self.join, style="primary")
        split = button("The chosen events are another incident", self.split, style="primary")
        why = (form.reason, form.by)
        chosen = (self.article, self.one, self.other, self.events)
        self.box = ipywidgets.VBox([ipywidgets.HTML(note(JOIN_OR_SPLIT)), *chosen, *why, row_of(join, split)])
        self.article.observe(lambda _: self._its_incidents(), "value")
        self.one.observe(lambda _: self._its_events(), "value")

    def fill(self) -> None:
        """The articles, and the incidents by day."""
        refill(self.article, [("All", ""), *_titles(self.form.frames)], self.article.value)
        options = _incidents(self.form.frames.incidents)
        refill(self.other, [(CHOOSE, ""), *options], self.other.value)
        self._its_incidents()

    def _its_incidents(self) -> None:
        """The incidents that the chosen article tells of."""
        frames = self.form.frames
        events = frames.events[frames.events["article_id"] == self.article.value]
        told = frames.incidents["incident_id"].isin(set(events["incident_id"].dropna()))
        refill(self.one, _incidents(frames.incidents[told] if self.article.value else frames.incidents), self.one.value)
        self._its_events()

    def _its_events(self) -> None:
        events = self.form.frames.events
        its = events[events["incident_id"] == self.one.value]
        refill_several(self.events, [(label("events", row), row["event_id"]) for row in its.to_dict("records")])

    def join(self) -> None:
        """Say that the two are one."""
        if not self.other.value or self.one.value == self.other.value:
            self.form.refuse(TWO_INCIDENTS)
            return
        self.form.save(self.form.frames.join, self.one.value, self.other.value)

    def split(self) -> None:
        """Say that the chosen events are another incident."""
        if len(self.events.value) in (0, len(self.events.options)):
            self.form.refuse(SOME_EVENTS)
            return
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
        groups = open_ones.assign(group=open_ones["id"].str.split(".").str[0]).drop_duplicates("group")
        refill(self.choice, [(_line(row), row["group"]) for row in groups.to_dict("records")])

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
    """Incidents that are new or gone, and totals that are others now, in words."""
    old, new = (df.set_index("incident_id") for df in (before, after))
    said = [f"New incident: {_with_totals(new.loc[i])}." for i in new.index.difference(old.index)]
    said += [f"No incident any more: {_with_totals(old.loc[i])}." for i in old.index.difference(new.index)]
    for i in new.index.intersection(old.index):
        for what in TOTALS:
            one, other = (_total(row, what) or "not known" for row in (old.loc[i], new.loc[i]))
            if one != other:
                said.append(f"{new.loc[i, 'title']}: {what} {one}, now {other}.")
    return said


def _unchanged(frames: Frames, made: str) -> str:
    """That no total changed, and of a row that no total adds why it does not."""
    rows = frames.casualties
    own = rows["correction"].fillna("").str.split("; ").map(lambda marks: made in marks)
    why = rows.loc[own, "left_out"].dropna()
    return "No total of an incident changes" + (f": totals leave this row out, {why.iloc[0]}." if len(why) else ".")


def _total(incident: pd.Series, what: str) -> str | None:
    """A total in words: ``1 to 4, best 1``."""
    return in_words(*(incident[f"{what}_{bound}"] for bound in ("low", "best", "high")))


def _with_totals(incident: pd.Series) -> str:
    told = [f"{what} {total}" for what in TOTALS if (total := _total(incident, what))]
    return f"{incident['title']} ({'; '.join(told)})" if told else incident["title"]


def _line(correction: dict[str, Any]) -> str:
    """A correction in a line of a list."""
    parts = (correction["action"], correction["change"], correction["quote"], correction["reason"])
    joint = correction["action"] in ("join", "split")
    return short(" · ".join(p for p in (parts[:1] + parts[2:] if joint else parts) if p))


def _titles(frames: Frames) -> list[tuple[str, str]]:
    """The articles in the order of their titles, as a reader looks for them."""
    titles = [(short(row.title or row.source_path), row.article_id) for row in frames.articles.itertuples()]
    return sorted(titles, key=lambda t: (t[0].casefold(), t[1]))


def _incidents(incidents: pd.DataFrame) -> list[tuple[str, str]]:
    """Incidents by day, those of an article or all."""
    rows = incidents.sort_values("date_start", kind="stable")
    return [(short(row.title), row.incident_id) for row in rows.itertuples()]


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
