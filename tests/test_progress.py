"""What long work says while it goes on, on a terminal, in a log and in a notebook."""

import io
import warnings

import pytest

from lwj_analysis import progress, store


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ((0, 3, "A raid"), "parsing article 1 of 3, 2 after it: A raid"),
        ((2, 3, "B" * 80), f"parsing article 3 of 3, none after it: {'B' * 59}…"),
    ],
)
def test_a_step_names_the_article_and_what_is_left(step, words):
    assert progress.doing(*step) == words


@pytest.mark.parametrize(
    ("seconds", "done", "words"),
    [(3, 1, None), (10, 5, "about 10 seconds left"), (60, 1, "about 9 minutes left"), (54, 3, "about 2 minutes left"),
     (20_000, 1, "about 50.0 hours left"), (6, 9, "about 5 seconds left")],
)  # fmt: skip
def test_how_long_the_rest_takes_is_told_once_the_pace_is_known(seconds, done, words):
    times = iter([100.0, 100.0 + seconds])
    pace = progress.Pace(clock=lambda: next(times))
    assert pace(0, 10) is None
    told = progress.doing(done, 10, "x", pace(done, 10))
    assert (f", {words}: x" in told) if words else ("left" not in told)


def test_a_notice_is_a_line_in_a_live_notebook_and_a_warning_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("LWJ_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LWJ_LEXICONS", str(tmp_path))
    (tmp_path / "a.txt").write_text("Rain fell on Gao and nothing else was told.", encoding="utf-8")
    assert progress.notice() is None
    store.load(tmp_path / "a.txt")
    (tmp_path / "actors.toml").write_text('[x]\nname = "Xandria"\ntype = "other"\nwhy = "a test"\n', encoding="utf-8")
    with pytest.warns(UserWarning, match="1 of 1 articles are parsed again, since this has changed: lexicon"):
        store.load(tmp_path / "a.txt")
    (tmp_path / "actors.toml").write_text(
        '[x]\nname = "Xandria <b>"\ntype = "other"\nwhy = "a test"\n', encoding="utf-8"
    )
    pages = []
    monkeypatch.setattr("IPython.display.display", lambda page, **_: pages.append(page.data))
    monkeypatch.setattr(progress, "_live", lambda: True)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        store.load(tmp_path / "a.txt", progress=lambda *_: None)
    assert pages == ["<p>1 of 1 articles are parsed again, since this has changed: lexicon</p>"]


def test_a_log_gets_few_lines_and_an_end():
    out = io.StringIO()
    tell = progress.Terminal(out)
    for done in range(200):
        tell(done, 200, "x")
    tell(200, 200, "")
    lines = out.getvalue().splitlines()
    assert len(lines) == 21
    assert lines[-1] == "parsed 200 new or changed articles"


def test_a_terminal_keeps_one_line():
    out = Screen()
    tell = progress.Terminal(out)
    tell(0, 1, "x")
    tell(1, 1, "")
    assert out.getvalue().count("\n") == 1
    assert out.getvalue().endswith("\r\x1b[Kparsed 1 new or changed article\n")


def test_a_notebook_shows_a_bar_that_becomes_a_line(monkeypatch):
    pages = []

    class Handle:
        def update(self, page):
            pages.append(page.data)

    def display(page, display_id):
        pages.append(page.data)
        return Handle()

    monkeypatch.setattr("IPython.display.display", display)
    tell = progress.Notebook()
    tell(0, 2, "<b>")
    tell(1, 2, "y")
    tell(2, 2, "")
    assert '<progress value="0" max="2"' in pages[0]
    assert "&lt;b&gt;" in pages[0]
    assert pages[2] == "<p>parsed 2 new or changed articles</p>"


def test_scripts_are_told_nothing():
    assert progress.default() is None


def test_the_last_word_comes_after_the_last_article(tmp_path, monkeypatch):
    monkeypatch.setenv("LWJ_CACHE", str(tmp_path / "cache"))
    (tmp_path / "a.txt").write_text("Rain fell on Gao and nothing else was told.", encoding="utf-8")
    steps = []
    store.load(tmp_path / "a.txt", progress=lambda *step: steps.append(step))
    assert steps == [(0, 1, str(tmp_path / "a.txt")), (1, 1, "")]
