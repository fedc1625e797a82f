"""Notebook 00 in a real JupyterLab: a file is dropped on its form, a row is corrected, and both are kept."""

import shutil

import jupyter
import pytest

pytestmark = pytest.mark.browser

MINE = "Bomb kills farmers\n\nOn 9 May 2021 a roadside bomb killed three farmers in Mopti in Mali, residents said."
RAID = (
    "Raid on post near Gao\n\nGunmen attacked an army post near Gao in Mali on 3 May 2021 and killed 12 soldiers, the defense "
    "ministry said. The Brigades of the Dawn claimed the raid."
)
DROPPED = """([name, text]) => {
  const held = new DataTransfer();
  held.items.add(new File([text], name, {type: "text/plain"}));
  return held;
}"""


@pytest.fixture(scope="module")
def work(lab):
    """A folder with notebook 00, one article, and no corrections."""
    here = lab.work / "start"
    (here / "data" / "articles").mkdir(parents=True)
    (here / "data" / "articles" / "mine.txt").write_text(MINE, encoding="utf-8")
    (here / "data" / "lexicons").mkdir()  # the nearest ones are a reader's own
    (here / "notebooks").mkdir()
    shutil.copy(jupyter.HERE / "notebooks" / "00-start-here.ipynb", here / "notebooks")
    return here


def test_drop_a_file_correct_a_row_and_find_both_kept(browser, lab, work):
    with jupyter.running(browser, lab.address, "start/notebooks/00-start-here.ipynb") as page:
        jupyter.finished(page)
        _drop(page, "raid.txt", RAID)
        form = page.locator(".jp-CodeCell", has=page.locator(".lwj-drop"))
        form.get_by_text("Done: 1 article read; 2 in all").wait_for()
        assert (work / "data" / "articles" / "raid.txt").read_text(encoding="utf-8") == RAID
        assert "Raid on post near Gao" in form.inner_text().replace("\xa0", " ")
        _learn(form)
        assert "[brigades_of_the_dawn]" in (work / "data" / "lexicons" / "actors.toml").read_text(encoding="utf-8")
        page.evaluate(jupyter.RUN_ALL, jupyter.SECONDS)
        editing = page.locator(".jp-CodeCell", has=page.get_by_role("tab", name="A missing row"))
        _correct(editing)
        line = (work / "data" / "corrections.csv").read_text(encoding="utf-8-sig").splitlines()[1]
        assert "correct,casualties,best=14" in line
        _narrow(editing)
        assert page.errors == []


def _drop(page, name, text):
    """Drop a file on the form, as a hand would."""
    held = page.evaluate_handle(DROPPED, [name, text])
    zone = page.locator(".lwj-drop")
    zone.scroll_into_view_if_needed()
    for event in ("dragover", "drop"):
        zone.dispatch_event(event, {"dataTransfer": held})


def _learn(form):
    """Put the names that nobody knew into the lexicon."""
    form.get_by_role("button", name="Put into my lexicon").click()
    form.get_by_text("known from now on").wait_for()


def _correct(editing):
    """Twelve soldiers become fourteen, and the incident says so."""
    words = editing.get_by_label("With the words")
    words.fill("post near Gao in Mali")
    words.press("Enter")
    editing.locator("blockquote mark", has_text="12 soldiers").wait_for()
    editing.get_by_label("best", exact=True).first.fill("14")
    editing.get_by_label("Why").first.fill("a later count")
    editing.get_by_role("button", name="Save what I changed").click()
    editing.get_by_text("killed 12, now 14").wait_for()


def _narrow(editing):
    """Lists become shorter while a late row of them is chosen."""
    words = editing.get_by_label("With the words")
    words.fill("")
    words.press("Enter")
    rows = editing.get_by_label("Row", exact=True)
    rows.locator("option", has_text="three farmers").wait_for(state="attached")
    rows.select_option(index=rows.locator("option").count() - 1)
    words.fill("nowhere in these articles")
    words.press("Enter")
    editing.get_by_text("No row fits").wait_for()
