"""The form that takes new articles: files, a pasted text or an address; it shows what was read of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets
import pandas as pd
from IPython.display import Javascript, display

from lwj_analysis import intake, lexicon, progress, store
from lwj_analysis.forms.pieces import FIELD, button, counted, heading, note, page, refill_several, row_of, table, text
from lwj_analysis.kinds import READERS
from lwj_analysis.twin import in_report

MOST = 200  # rows of a table in a report
DROP = "lwj-drop"
RERUN = (
    "Every page has it from now on, once its cells are run again: here with Run > Run Selected Cell and All Below, in the "
    "other pages with Run > Run All Cells."
)
# A FileUpload is a button without a place to drop files on: hand it what is dropped, as if it had been chosen.
TAKE_DROPPED = """(() => {
  if (window.lwjTakesDropped) return;
  window.lwjTakesDropped = true;
  const zone = event => event.target.closest && event.target.closest(".lwj-drop");
  const hold = event => { event.preventDefault(); event.stopPropagation(); };
  document.addEventListener("dragover", event => { if (zone(event)) hold(event); }, true);
  document.addEventListener("drop", event => {
    const button = zone(event);
    if (!button || !event.dataTransfer.files.length) return;
    hold(event);
    const open = HTMLInputElement.prototype.click;
    let input = null;
    HTMLInputElement.prototype.click = function () { input = this; };
    try { button.click(); } finally { HTMLInputElement.prototype.click = open; }
    if (!input) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  }, true);
})();"""


def add_articles(data: object = store.DEFAULT) -> Any:
    """A form that puts articles into the first folder of ``data`` and shows what was read; in a report, what was read.

    Only new articles are parsed. Every other notebook has them when its cells are run again.
    """
    if in_report():
        return page(*_read_so_far(store.load(data)))
    folder = intake.folder_of(data)
    if folder is None:
        return page(note("DATA names no folder, so nothing can be put in here: set it to a folder in the cell above."))
    form = _Form(data, folder)
    display(Javascript(TAKE_DROPPED))
    return form.box


class _Form:
    """The widgets, and what was put in since the form was made."""

    def __init__(self, data: object, folder: Path) -> None:
        self.data, self.folder, self.seen = data, folder, _files(folder)
        self.names = pd.DataFrame()
        self.upload = ipywidgets.FileUpload(
            accept=",".join([*READERS, ".gz"]),
            multiple=True,
            description="Drop files here, or click to choose",
            layout=ipywidgets.Layout(width="100%", max_width="60em", height="5em", border="2px dashed #888"),
        )
        self.upload.add_class(DROP)
        self.upload.observe(lambda change: self.dropped(change["new"]) if change["new"] else None, "value")
        self.pasted = ipywidgets.Textarea(
            description="Text", placeholder="Paste the article here, its headline first", rows=8, **FIELD
        )
        self.title = text("Headline", "if it is not the first line of the text")
        self.published = text("Published", "2017-04-06, if you know the day")
        self.publisher = text("Publisher", "who published it")
        self.source = text("Address", "where it stands on the web, if anywhere")
        self.address = text("Address", "https://...")
        self.words = ipywidgets.HTML(note(self._standing()))
        self.found = ipywidgets.HTML()
        self.n_articles = 0
        self.box = ipywidgets.VBox([self._entries(), self.words, self.found, self._lexicon(), self.told])

    def _entries(self) -> ipywidgets.Tab:
        read = button("Save and read", self.paste, style="primary")
        fetch = button("Read the page", self.ask, style="primary")
        again = button("Look for new files", self.look, hint="files that you put into the folder in another way")
        kinds = f"Read are {', '.join(READERS)}, each also as .gz, up to about 10 MB; put larger ones into the folder itself."
        pages = [
            ipywidgets.VBox([self.upload, ipywidgets.HTML(note(kinds)), row_of(again)]),
            ipywidgets.VBox([self.pasted, self.title, self.published, self.publisher, self.source, row_of(read)]),
            ipywidgets.VBox([self.address, row_of(fetch)]),
        ]
        return ipywidgets.Tab(pages, titles=["Files", "Text", "Address"])

    def _lexicon(self) -> ipywidgets.VBox:
        """Names that nobody knows, their tables, and a button that makes them known."""
        self.choice = ipywidgets.SelectMultiple(description="Unknown names", rows=6, **FIELD)
        self.choice.observe(lambda _: self._draft(), "value")
        self.stubs = ipywidgets.Textarea(description="Their tables", rows=8, **FIELD)
        self.told = ipywidgets.HTML()
        save = button("Put into my lexicon", self.learn, hint="data/lexicons/actors.toml")
        self.naming = ipywidgets.VBox(
            [ipywidgets.HTML(), self.choice, self.stubs, row_of(save)],
            layout=ipywidgets.Layout(display="none"),
        )
        return self.naming

    # --- what the buttons do --------------------------------------------------------------------------------------------

    def dropped(self, files: tuple[dict, ...]) -> None:
        """Keep the files, read them, and empty the field for the next ones."""
        self._put(lambda: [intake.keep_file(self.folder, f["name"], bytes(f["content"])) for f in files])
        self.upload.value = ()

    def paste(self) -> None:
        """Keep the pasted text and read it."""
        known = {"title": self.title.value, "published": self.published.value, "publisher": self.publisher.value}
        kept = self._put(lambda: [intake.keep_text(self.folder, self.pasted.value, url=self.source.value, **known)])
        if kept:
            for field in (self.pasted, self.title, self.published, self.publisher, self.source):
                field.value = ""

    def ask(self) -> None:
        """Fetch the page, keep it and read it."""
        self.words.value = note(f"asking {self.address.value} ...")
        if self._put(lambda: [intake.keep_page(self.folder, self.address.value)]):
            self.address.value = ""

    def look(self) -> None:
        """Read files that came into the folder in another way."""
        new = sorted(_files(self.folder) - self.seen)
        if new:
            self._put(lambda: [intake.Kept(path) for path in new])
        else:
            self.words.value = note(f"There is no new file in {self.folder}.")

    def learn(self) -> None:
        """Put the tables into the user's lexicon, and read everything with the new words."""
        own = lexicon.user_folder() or self.folder.parent / "lexicons"
        try:
            path = intake.add_to_lexicon(self.stubs.value, own)
        except (ValueError, OSError) as error:
            self.told.value = note(str(error), wrong=True)
            return
        said = f"In {path}. Reading all articles with the new words ..."
        self.told.value = note(said)
        self._load(self.told, [said])
        known = f"In {path}, and known from now on. Change or delete it there with any editor. {RERUN}"
        self.told.value = note(known)
        self.names = self.names[~self.names["name"].isin(self.choice.value)]
        self._offer()

    # --- reading --------------------------------------------------------------------------------------------------------

    def _put(self, keep: Callable[[], list[intake.Kept]]) -> bool:
        """Keep something, then read; whether it worked."""
        self.found.value = ""
        try:
            kept = keep()
        except (ValueError, OSError) as error:
            self.words.value = note(str(error), wrong=True)
            return False
        said = [f"{k.path.name}: {k.told}" for k in kept]
        try:
            frames = self._load(self.words, said)
        except (ValueError, OSError) as error:  # such as a lexicon of the user's own that breaks a rule
            self.seen = _files(self.folder)
            self.words.value = note("\n".join([*said, str(error)]), wrong=True)
            return True
        useless = intake.without_use(frames, kept)
        intake.take_back(useless)
        self.seen, self.n_articles = _files(self.folder), len(frames.articles)
        said = [f"{k.path.name}: {'not kept, no article comes of it' if k in useless else k.told}" for k in kept]
        report = intake.what_was_read(frames, [k.path for k in kept])
        self.found.value = "".join(_shown(report))
        self.words.value = note("\n".join([*said, self._done(report)]))
        self.names = report["names"]
        self._offer()
        return True

    def _done(self, report: dict[str, pd.DataFrame]) -> str:
        """What was read and what not, and what to do now."""
        n, skipped = len(report["articles"]), int(report["not_read"]["kind"].isin(intake.COSTS).sum())
        done = f"Done: {counted(n, 'article') if n else 'no article'} read; {self.n_articles} in all."
        if skipped:
            done += f" {counted(skipped, 'thing')} could not be read: the table below says why."
        return f"{done} {RERUN}" if n else done

    def _load(self, shown: ipywidgets.HTML, said: list[str]) -> store.Frames:
        """Read all; the progress stands below what was said already."""
        pace = progress.Pace()

        def tell(done: int, of: int, what: str) -> None:
            shown.value = note("\n".join(said)) + progress.as_bar(done, of, what, pace(done, of))

        def notice(words: str) -> None:
            said.append(words)

        shown.value = note("\n".join([*said, "reading ..."]))
        return store.load(self.data, progress=tell, notice=notice)

    def _standing(self) -> str:
        n = len(self.seen)
        return f"Articles go into {self.folder}, which has {counted(n, 'file')}. Nothing there is written over."

    def _offer(self) -> None:
        """Show the names that nobody knew before, if there are any."""
        self.naming.layout.display = "" if len(self.names) else "none"
        said = (
            "Names that no lexicon and no other article has. Type and country are guesses: look at them, and change them in "
            f"the tables. Choose all that you want before you save: each saving {self._costs()}"
        )
        self.naming.children[0].value = heading("New names") + note(said)
        found = self.names if len(self.names) else pd.DataFrame(columns=["name", "actor_type"])
        groups = found.loc[found["actor_type"] != "person", "name"]
        refill_several(self.choice, [(name, name) for name in found["name"]], groups)
        self._draft()

    def _costs(self) -> str:
        n = f"all {self.n_articles} articles" if self.n_articles > 1 else "the article"
        return f"parses {n} anew, because a new word may change any of them; it takes as long as it did the first time."

    def _draft(self) -> None:
        chosen = self.names[self.names["name"].isin(self.choice.value)] if len(self.names) else self.names
        self.stubs.value = "\n".join(chosen["stub"]) if len(chosen) else ""


def _files(folder: Path) -> set[Path]:
    found = (p for p in folder.rglob("*") if p.is_file())
    return {p for p in found if not any(part.startswith(".") for part in p.relative_to(folder).parts)}


def _shown(report: dict[str, pd.DataFrame]) -> list[str]:
    parts = []
    if len(report["articles"]):
        parts += [heading("What was read"), table(report["articles"])]
    if len(report["cut"]):
        parts += [heading("What was cut, because it is not the article’s own text"), table(report["cut"])]
    if len(report["not_read"]):
        parts += [heading("What was not read, or is there already"), table(report["not_read"])]
    return parts


def _read_so_far(frames: store.Frames) -> list[str]:
    """For a report: the same tables, of all articles."""
    report = intake.what_was_read(frames, set(frames.articles["source_path"]))
    told = frames.problems[frames.problems["article_id"].isna() & frames.problems["kind"].isin(intake.NOT_READ)]
    rows = told.rename(columns={"detail": "why", "source_path": "file"})[["kind", "why", "file"]]
    n = len(report["articles"])
    shown = _shown(
        {"articles": report["articles"].head(MOST), "cut": report["cut"].head(0), "not_read": rows.head(MOST)}
    )
    more = [note(f"and {counted(n - MOST, 'article')} more")] if n > MOST else []
    return [*shown, *more] or [note("No article was read.")]
