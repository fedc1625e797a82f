"""One truth for choices: frames, notebook and report give the same rows for the same selection."""

import csv
import io
from pathlib import Path
from urllib.parse import urlencode

import chromium
import pytest
import selections

from lwj_analysis import explore
from lwj_analysis.explore import live

pytestmark = pytest.mark.browser

SEED = 20171118
FIGURES = {  # page, title of the figure, its question, its rows in ``selections.Plain``, its noun
    "statements": ("03-casualties", "Statements of a number of victims, by who speaks", "outcomes", "statements"),
    "events": ("02-timeline", "Events by place, each once an article", "map", "happened"),
}


@pytest.fixture(scope="module")
def plain(sample):
    """The frames, read plainly."""
    return selections.Plain(sample)


@pytest.mark.parametrize("figure", ["statements", pytest.param("events", marks=pytest.mark.slow)])
def test_ten_selections_agree(browser, reports, sample, plain, figure):
    page_name, title, question, rows_name = FIGURES[figure]
    rows = getattr(plain, rows_name)
    shown = explore.as_live(getattr(explore, f"{question}_view")(sample), sample)
    board = explore.board(sample)
    for choice in selections.drawn(plain, rows, 10, SEED):
        wanted = plain.fitting(rows, choice)
        assert wanted, choice
        incidents = {rows[i]["incident"] for i in wanted} - {None}
        board.reset()
        for name, value in choice.items():
            live._put(board.controls[name], value)
        kept = shown.marks.kept(shown.state())
        assert {shown.marks.data["columns"]["id"][r] for r in kept} == wanted, choice
        board.controls["count"].value = "incidents"
        assert shown.marks.amount(kept, shown.marks.how(shown.state())) == len(incidents), choice
        state = {f"all.{name}": value for name, value in choice.items()}
        address = f"{(reports / page_name).as_uri()}.html#~{urlencode(state)}"
        with chromium.opened(browser, address, accept_downloads=True) as page:
            twin = page.locator("div.twin", has=page.locator(".twin-title", has_text=title))
            told = twin.locator(".result-text").inner_text()
            assert numbers(told, f"of {len(rows)} {figure}") == len(wanted), (choice, told)
            if figure == "statements":
                assert {row["id"] for row in saved(page, twin)} == wanted, choice
            page.get_by_label("Count", exact=True).first.select_option("incidents")
            if figure == "statements":
                assert int(twin.locator(".result-text").inner_text().split()[0].replace(",", "")) == len(incidents), (
                    choice
                )
            assert page.errors == []
    board.reset()


def numbers(told, rest):
    """How many rows fit, of "12 of 285 statements", with those that have no place in the figure."""
    placed = told.split(f" {rest}")[0] if rest in told else told.split()[1]
    homeless = [part for part in told.split(" · ") if "not drawn" in part]
    return int(placed.replace(",", "")) + (int(homeless[0].split()[0]) if homeless else 0)


def saved(page, twin):
    """The rows of "Save the selected rows as CSV"."""
    twin.locator("summary").click()
    with page.expect_download() as download:
        twin.get_by_role("button", name="Save the selected rows as CSV").click()
    return list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
