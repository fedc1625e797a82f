"""Reports in Chromium with the network off: no request, no error, no barrier, and figures that answer."""

import csv
import io
from datetime import datetime
from pathlib import Path

import chromium
import pytest
import sample_notebook as notebooks

from lwj_analysis import islands, report
from lwj_analysis.marks import Marks

pytestmark = pytest.mark.browser

OWN = sorted(p.stem for p in (Path(__file__).parents[2] / "notebooks").glob("[0-9]*.ipynb"))
PAGES = [("made_up", "01-sample"), ("made_up", "index"), *(("reports", name) for name in [*OWN, "index"] if OWN)]
AT_ONCE = (
    "01-sample",
    "03-casualties",
    "05-incident",
    "index",
)  # pages that are always looked at; the others by `make slow`
LOOKS = {"light": ("light", 1200), "dark": ("dark", 1200), "narrow": ("light", 360)}


def parted(name, value):
    return value if name in AT_ONCE else pytest.param(value, marks=pytest.mark.slow)


@pytest.fixture(params=[parted(name, (folder, name)) for folder, name in PAGES], ids=lambda p: "/".join(p))
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


def test_has_no_barrier_that_axe_can_find(browser, address):
    with chromium.opened(browser, address, bypass_csp=True) as page:
        for look, (scheme, width) in LOOKS.items():
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
            assert chromium.violations(page) == [], look
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{look}: scrolls sideways"


def test_no_table_and_no_figure_scrolls_sideways_on_a_wide_screen(browser, own):
    with chromium.opened(browser, own) as page:
        assert (
            page.evaluate(
                """[...document.querySelectorAll("main .scroll, main .twin-figure")].filter(e => e.clientWidth)
            .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.slice(0, 60))"""
            )
            == []
        )


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
    assert twin.locator(".sentences-title").inner_text() == "The sentences behind this figure"
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


def test_dots_beyond_a_number_are_counted_and_come_on_request(sample, made_up):
    """The script draws the dots that Python draws, in a notebook and in the static figure."""
    twin = figure(sample, "Dots cut")
    page = (made_up / "01-sample.html").read_text(encoding="utf-8")
    (data,) = (d for d in islands.figures(page) if d["title"] == "Dots cut")
    table = Marks(data)
    view = table.view({})
    told = twin.locator(".result-text").inner_text()
    assert (len(view["list"]), view["lanes"], len(view["ys"])) == (10, 3, 2)
    assert f"10 of {view['lines']} marks drawn, those with most events · 2 of 3 lines drawn" in told
    assert [dot(label) for label in labels(twin)] == [(mark["y"], mark["x"]) for mark in view["list"]]
    twin.get_by_role("button", name=f"Draw all {view['lines']}").click()
    assert len(labels(twin)) == view["lines"] > 30
    assert "marks drawn" not in twin.locator(".result-text").inner_text()


def test_more_sentences_come_on_request(sample):
    twin = figure(sample, "Events by day")
    assert len(twin.locator(".sentences li").all()) == 3
    twin.get_by_role("button", name="Show more").click()
    assert len(twin.locator(".sentences li").all()) == 23


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


def test_a_title_stays_with_its_figure_on_paper_and_nothing_is_made_smaller_to_fit(browser, own, tmp_path):
    with chromium.opened(browser, own) as page:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        drawn = page.locator(".twin-figure svg.drawn")
        assert all(int(figure.get_attribute("width")) <= 680 for figure in drawn.all())
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 680, "height": 900})  # A4 without its margins
        assert page.evaluate("document.documentElement.scrollWidth") <= 680
        kept = page.evaluate(
            """[...document.querySelectorAll(".twin-title, .twin .result, .twin .legend")]
            .map(part => getComputedStyle(part).breakAfter)"""
        )
        assert set(kept) == {"avoid"}


def test_hostile_titles_stay_words(browser, made_up):
    for name in ("01-sample", "02-hostile", "index"):
        with chromium.opened(browser, (made_up / f"{name}.html").as_uri()) as page:
            for link in page.get_by_role("link", name="x", exact=True).all():
                link.click()
            page.wait_for_timeout(200)
            assert page.evaluate("window.fired") is None
            assert page.asked == []
            assert page.url.endswith(f"{name}.html")


@pytest.fixture(params=[parted(name, name) for name in OWN])
def own(request, reports):
    """The address of each of the project's own reports."""
    return (reports / f"{request.param}.html").as_uri()


def test_every_control_at_the_head_changes_the_page_and_back(browser, own):
    with chromium.opened(browser, own) as page:
        before = everything(page)
        for control in page.locator(".choices .control:visible").all():
            field = control.locator("select, input")
            first, label = field.input_value(), control.locator("label").inner_text()
            move(field, label)
            assert everything(page) != before, f"{label} changes nothing"
            assert f"all.{field.get_attribute('name')}=" in page.url
            field.select_option(first) if field.evaluate("f => f.tagName") == "SELECT" else move(field, label, "")
            assert everything(page) == before, f"{label} does not go back"
        assert "#" not in page.url
        assert page.errors == []


def test_every_figure_answers_a_mark_by_click_and_by_key(browser, own):
    with chromium.opened(browser, own) as page:
        for twin in page.locator("div.twin:has(.mark)").all():
            marks = twin.locator(".mark")
            marks.last.dispatch_event("click")
            assert "behind" in twin.locator(".sentences-title").inner_text()
            assert twin.locator(".quote").count()
            assert twin.locator(".quote mark").count() or "00-start-here" in own  # a bar of articles is no row's words
            assert "Said by" in twin.locator(".from").first.inner_text()
            assert ".mark=" in page.url
            page.keyboard.press("Tab")
            marks.last.press("Escape")
            marks.first.press("Enter")
            assert marks.first.get_attribute("aria-pressed") == "true"
            if marks.count() > 1:
                marks.first.press("End")
                assert page.evaluate("document.activeElement.closest('.mark') !== null")
        assert page.errors == []
        assert page.asked == []


def test_a_link_opens_what_was_chosen(browser, own):
    with chromium.opened(browser, own) as page:
        controls = page.locator(".choices .control:visible")
        if not controls.count():
            return
        move(controls.first.locator("select, input"), controls.first.locator("label").inner_text())
        page.locator("div.twin:has(.mark) .mark").first.dispatch_event("click")
        told, link = everything(page), page.url
        with chromium.opened(browser, link) as again:
            assert everything(again) == told
            again.get_by_role("button", name="Show the first view again").first.click()
            assert everything(again) != told


def test_all_can_be_done_with_the_keyboard_alone(browser, own):
    """Tab reaches every control, one mark of each figure and every button, in the order of the page; nothing holds it."""
    with chromium.opened(browser, own) as page:
        wanted = page.evaluate(
            """() => [...document.querySelectorAll("select, input, button, .mark[tabindex='0'], summary")]
            .filter(n => n.tabIndex >= 0 && n.checkVisibility()).map((n, i) => (n.dataset.stop = i, i))"""
        )
        reached = set()
        for _ in range(3 * len(wanted) + 60):
            page.keyboard.press("Tab")
            stop = page.evaluate("document.activeElement?.dataset?.stop")
            if stop is not None:
                reached.add(int(stop))
            if len(reached) == len(wanted):
                break
        assert sorted(reached) == wanted


def test_the_selected_rows_can_be_saved(browser, own):
    with chromium.opened(browser, own, accept_downloads=True) as page:
        twin = page.locator("div.twin").last
        twin.locator("summary").click()
        with page.expect_download() as download:
            twin.get_by_role("button", name="Save the selected rows as CSV").click()
        rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
        assert download.value.suggested_filename.endswith("-rows.csv")
        assert rows
        assert all(row["id"] and row["sentence"] and row["claimant"] for row in rows)


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """The page with one figure of every kind, its data packed as that of many articles is."""
    here = tmp_path_factory.mktemp("packed")
    notebooks.write(notebooks.sample(), here / "01-sample.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(islands, "PACKED_FROM", 0)
        return report.render(here / "01-sample.ipynb", here)


def test_a_packed_page_is_the_plain_page(browser, sample, packed):
    assert packed.read_text(encoding="utf-8").count(islands.PACKED) >= 10
    with chromium.opened(browser, packed.as_uri()) as page:
        page.locator(".twin .mark").first.wait_for()
        assert everything(page) == everything(sample)
        for one in (page, sample):
            figure(one, "Events per month").get_by_label("Country").select_option("NER")
            figure(one, "Killed, by statement").locator(".mark", has_text="Kidal").first.click()
        assert everything(page) == everything(sample)
        assert page.url.partition("#")[2] == sample.url.partition("#")[2] != ""
        told, link = everything(page), page.url
        assert page.asked == page.errors == []
    with chromium.opened(browser, link) as again:
        again.locator(".twin .mark").first.wait_for()
        assert everything(again) == told


def test_a_browser_that_cannot_unpack_says_so_and_shows_the_static_figures(browser, packed):
    with chromium.opened(browser, packed.as_uri(), script="delete window.DecompressionStream") as page:
        assert "this browser cannot unpack it" in page.get_by_role("alert").inner_text()
        assert page.locator("svg.figure-static").count()
        assert page.errors == []


def test_a_damaged_page_says_so(browser, packed, tmp_path):
    whole = packed.read_text(encoding="utf-8")
    at = whole.index(islands.STORE) + len(islands.STORE + islands.PACKED) + 400
    damaged = tmp_path / "damaged.html"
    damaged.write_text(whole[:at] + "AAAA" + whole[at + 4 :], encoding="utf-8")
    with chromium.opened(browser, damaged.as_uri()) as page:
        page.get_by_role("alert").wait_for()
        assert "may be damaged" in page.get_by_role("alert").inner_text()


def test_one_figure_that_fails_does_not_stop_the_others(browser, made_up, tmp_path):
    whole = (made_up / "01-sample.html").read_text(encoding="utf-8")
    broken = tmp_path / "broken.html"
    broken.write_text(whole.replace('"kind":"matrix"', '"kind":"gone"'), encoding="utf-8")
    with chromium.opened(browser, broken.as_uri()) as page:
        assert "could not be drawn" in figure(page, "Pairs of groups").get_by_role("alert").inner_text()
        assert figure(page, "Killed, by statement").locator(".mark").count() == 5
        assert page.errors


def test_pages_are_small(reports):
    assert [p.name for p in reports.glob("*.html") if p.stat().st_size > 3_000_000] == []


def labels(twin):
    """The names of the marks, in their order."""
    return twin.locator(".mark").evaluate_all("all => all.map(m => m.getAttribute('aria-label'))")


def dot(label):
    """Line and day of a dot by its name: "MLI, 3 Mar 2017, military: 1 event"."""
    line, day, *_ = label.split(", ")
    return line, f"{datetime.strptime(day, '%d %b %Y'):%Y-%m-%d}"


def move(field, label, value=None):
    """Set a control to another value, or to the one that is given."""
    if field.evaluate("f => f.tagName") == "SELECT":
        last = field.locator("option").count() - 1  # the first may fit every row
        field.select_option(index=last if field.evaluate("f => f.selectedIndex") != last else last - 1)
    else:
        field.fill(
            {"From": "2100-01-01", "To": "1900-01-01"}.get(label, "no sentence says this") if value is None else value
        )
        field.blur()


def everything(page):
    """What a reader sees of all figures."""
    return "\n".join(seen(twin) for twin in page.locator("div.twin").all())


def seen(twin):
    """What a reader sees of a figure: its marks, the count, the sentences."""
    return twin.evaluate(
        """t => [...t.querySelectorAll(".mark, .result-text, .quote, .twin-figure td")]
        .map(n => (n.getAttribute("aria-label") || "") + n.textContent).join("\\n")"""
    )
