"""Reports in Chromium with the network off: no request, no error, no barrier, and figures that answer."""

import csv
import io
from pathlib import Path

import chromium
import pytest

pytestmark = pytest.mark.browser

OWN = sorted(p.stem for p in (Path(__file__).parents[2] / "notebooks").glob("[0-9]*.ipynb"))
PAGES = [("made_up", "01-sample"), ("made_up", "index"), *(("reports", name) for name in [*OWN, "index"] if OWN)]
LOOKS = {"light": {}, "dark": {"scheme": "dark"}, "narrow": {"width": 360, "height": 740}}


@pytest.fixture(params=PAGES, ids=lambda p: "/".join(p))
def address(request):
    """The address of each report in turn."""
    folder, name = request.param
    return (request.getfixturevalue(folder) / f"{name}.html").as_uri()


@pytest.fixture
def sample(browser, made_up):
    """The page with one figure of every kind."""
    with chromium.opened(browser, (made_up / "01-sample.html").as_uri()) as page:
        yield page


def figure(page, title):
    return page.locator("div.twin", has=page.locator(".twin-title", has_text=title))


def test_asks_for_nothing_and_makes_no_error(browser, address):
    with chromium.opened(browser, address) as page:
        page.wait_for_load_state("networkidle")
        for closed in page.locator("details").all():
            closed.evaluate("d => { d.open = true }")
        assert page.asked == []
        assert page.errors == []


@pytest.mark.parametrize("look", LOOKS)
def test_has_no_barrier_that_axe_can_find(browser, address, look):
    with chromium.opened(browser, address, bypass_csp=True, **LOOKS[look]) as page:
        assert chromium.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def test_every_control_changes_its_figure_and_what_is_listed(browser, address):
    with chromium.opened(browser, address) as page:
        for twin in page.locator("div.twin").all():
            for select in twin.locator("select").all():
                others = select.evaluate("s => [...s.options].map(o => o.value).filter(v => v !== s.value)")
                if not others:
                    continue
                first, before = select.input_value(), seen(twin)
                answers = set()
                for other in others[:6]:
                    select.select_option(other)
                    answers.add(seen(twin))
                assert answers - {before}, f"{select.get_attribute('name')} changes nothing"
                select.select_option(first)
                assert seen(twin) == before
        assert page.errors == []


def test_a_choice_leaves_only_its_own_rows_and_sentences(sample):
    twin = figure(sample, "Events per week")
    assert twin.locator(".result-text").inner_text() == "All 60 events · 60 sentences"
    twin.get_by_label("Side").select_option("military")
    assert twin.locator(".result-text").inner_text() == "21 of 60 events · 21 sentences"
    assert "c-armed" not in twin.locator(".twin-figure").inner_html()
    assert twin.locator("mark").first.inner_text() == "some 3"
    assert twin.locator(".legend li").all_inner_texts() == ["military"]


def test_the_first_view_is_the_static_count(sample):
    twin = figure(sample, "Events by group")
    twin.get_by_text("The numbers in this figure").click()
    rows = [row.inner_text().split("\t") for row in twin.locator("tbody tr").all()]
    assert len(rows) == 7
    assert sum(int(row[1]) for row in rows) == 60
    assert len(twin.locator(".mark").all()) == 7
    twin.get_by_label("At least").fill("9")
    assert len(twin.locator(".mark").all()) < 7


def test_a_mark_lists_its_sentences_by_mouse_and_by_keyboard(sample):
    twin = figure(sample, "Killed, by statement")
    twin.locator(".mark", has_text="Kidal").first.click()
    assert "Kidal, the group: 12 or more" in twin.locator(".sentences-title").inner_text()
    assert len(twin.locator(".sentences li").all()) == 1
    sample.keyboard.press("Escape")
    assert len(twin.locator(".sentences li").all()) == 5
    twin.locator(".mark").first.focus()
    sample.keyboard.press("ArrowDown")
    sample.keyboard.press("Enter")
    assert twin.locator('.mark[aria-pressed="true"]').get_attribute("aria-label") == "Kidal, the group: 12 or more"
    assert len(twin.locator('.mark[tabindex="0"]').all()) == 1


def test_values_of_one_family_share_a_colour_and_an_entry_of_the_legend(sample):
    entries = figure(sample, "Killed, by statement").locator(".legend li").all_inner_texts()
    assert entries == ["military", "armed group", "civilians", "media", "unknown"]
    assert figure(sample, "Lines cut").locator(".legend li").all_inner_texts() == ["igo, ngo"]


def test_all_lines_come_on_request(sample):
    twin = figure(sample, "Lines cut")
    assert "the first 2 of 7 lines drawn" in twin.locator(".result-text").inner_text()
    twin.get_by_role("button", name="Draw all 7").click()
    assert len(twin.locator(".mark").all()) == 7
    assert "lines drawn" not in twin.locator(".result-text").inner_text()


def test_more_sentences_come_on_request(sample):
    twin = figure(sample, "Events by day")
    assert len(twin.locator(".sentences li").all()) == 5
    twin.get_by_role("button", name="Show more").click()
    assert len(twin.locator(".sentences li").all()) == 20


def test_what_was_chosen_stays_in_the_address(browser, sample):
    twin = figure(sample, "Events per month")
    twin.get_by_label("Country").select_option("NER")
    told = twin.locator(".result-text").inner_text()
    with chromium.opened(browser, sample.url) as again:
        twin = figure(again, "Events per month")
        assert twin.locator(".result-text").inner_text() == told
        twin.get_by_role("button", name="Show the first view again").click()
        assert twin.get_by_label("Country").input_value() == ""
        assert "#" not in again.url


def test_numbers_can_be_saved_and_opened_safely(browser, made_up):
    with chromium.opened(browser, (made_up / "01-sample.html").as_uri(), accept_downloads=True) as page:
        twin = figure(page, "Events by group")
        twin.get_by_text("The numbers in this figure").click()
        with page.expect_download() as download:
            twin.get_by_role("button", name="Save this table as CSV").click()
        assert download.value.suggested_filename == "events-by-group.csv"
        rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
        assert rows[0] == ["Group", "events"]
        assert len(rows) == 8


def test_two_sides_add_up_and_typed_words_and_days_narrow_them(sample):
    twin = figure(sample, "Two sides")
    told = twin.locator(".result-text")
    assert told.inner_text() == "59 of 60 rows · 1 not drawn: country not known"
    twin.get_by_label("One side").select_option("military")
    assert told.inner_text() == "21 of 60 rows"
    twin.get_by_label("Other side").select_option("civilians")
    assert told.inner_text() == "39 of 60 rows"
    twin.get_by_label("Words in the group").fill("NUMBER 3")
    narrowed = told.inner_text()
    assert narrowed != "39 of 60 rows"
    twin.get_by_label("Words in the group").fill("")
    twin.get_by_label("From").fill("2017-04-01")
    twin.get_by_label("To").fill("2017-04-07")
    twin.get_by_label("To").blur()
    assert int(told.inner_text().split()[0]) <= 4


def test_nothing_matches(sample):
    twin = figure(sample, "Events by group")
    twin.get_by_label("At least").fill("999")
    assert twin.locator(".nothing").first.inner_text() == "No events match this choice."


def test_print_draws_for_paper_and_drops_the_controls(sample):
    sample.emulate_media(media="print")
    twin = figure(sample, "Events per week")
    assert not twin.locator(".controls").is_visible()
    assert twin.locator("svg").bounding_box()["width"] <= 700
    assert not sample.locator("details.code").first.is_visible()


def test_hostile_titles_stay_words(browser, made_up):
    for name in ("01-sample", "02-hostile", "index"):
        with chromium.opened(browser, (made_up / f"{name}.html").as_uri()) as page:
            for link in page.get_by_role("link", name="x", exact=True).all():
                link.click()
            page.wait_for_timeout(200)
            assert page.evaluate("window.fired") is None
            assert page.asked == []
            assert page.url.endswith(f"{name}.html")


def seen(twin):
    """What a reader sees of a figure: its marks, the count, the sentences."""
    marks = [mark.get_attribute("aria-label") for mark in twin.locator(".mark").all()]
    return "\n".join([*marks, twin.locator(".result-text").inner_text(), *twin.locator(".quote").all_inner_texts()])
