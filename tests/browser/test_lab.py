"""The notebooks in a real JupyterLab: Run All works, each control changes what is seen, a mark lists its sentences."""

from contextlib import ExitStack

import jupyter
import pytest

pytestmark = pytest.mark.browser

AT_ONCE = ("00", "03")  # notebooks that are always run in JupyterLab; the others by `make slow`
NAMES = sorted(p.name for p in (jupyter.HERE / "notebooks").glob("[0-9]*.ipynb"))
# What is seen of all figures: how many fit, which sentences. It waits until that is other than it was, or as it was.
SEEN = """() => [...document.querySelectorAll(".jp-OutputArea .twin")].map(t => t.querySelector(".result-text").textContent
  + [...t.querySelectorAll(".drawn, .quote, td, .faded")].map(n => n.textContent + n.childElementCount).join()).join()"""
UNTIL = """async ([before, same]) => {
  const seen = WHAT_IS_SEEN;
  for (let i = 0; i < 400 && (seen() === before) !== same; i++) await new Promise(r => setTimeout(r, 30));
  return (seen() === before) === same;
}""".replace("WHAT_IS_SEEN", SEEN)
PLACES = ".jp-CodeCell:has-text('Choose for all figures of this notebook'), .jp-CodeCell:has(.twin)"
# Moves a list to another value and back, as a choice of the reader does; tells what went wrong.
CHOOSE = """async control => {
  const seen = WHAT_IS_SEEN, until = UNTIL_SEEN, list = control.querySelector("select"), before = seen();
  const first = list.selectedIndex, last = list.options.length - 1;
  const put = index => {
    list.selectedIndex = index;
    for (const event of ["input", "change"]) list.dispatchEvent(new Event(event, {bubbles: true}));
  };
  put(last !== first ? last : 0);
  if (!(await until([before, false]))) return "changes nothing";
  put(first);
  return (await until([before, true])) ? null : "the first view does not come back";
}""".replace("WHAT_IS_SEEN", SEEN).replace("UNTIL_SEEN", UNTIL)


@pytest.fixture(scope="module")
def opened(browser, lab, request):
    """Notebook -> its page after Run All. The next notebook runs while a test looks at one."""
    asked = (item.callspec.params.get("notebook") for item in request.session.items if hasattr(item, "callspec"))
    names = [name for name in dict.fromkeys(asked) if name in NAMES]
    waiting = {}

    def begin(notebook):
        if notebook not in waiting:
            stack = ExitStack()
            waiting[notebook] = (
                stack,
                stack.enter_context(jupyter.running(browser, lab.address, f"notebooks/{notebook}")),
            )

    def open_(notebook):
        begin(notebook)
        for following in names[names.index(notebook) + 1 :][:1]:
            begin(following)
        stack, page = waiting[notebook]
        jupyter.finished(page)
        return stack, page

    yield open_
    for stack, _ in waiting.values():
        stack.close()


@pytest.mark.parametrize(
    "notebook", [n if n.startswith(AT_ONCE) else pytest.param(n, marks=pytest.mark.slow) for n in NAMES]
)
def test_run_all_move_each_control_and_click_a_mark(opened, notebook):
    stack, page = opened(notebook)
    with stack:
        page.locator(".twin .result-text:not(:empty)").first.wait_for()
        page.wait_for_function("[...document.querySelectorAll('.twin .result-text')].every(t => t.textContent)")
        controls = page.locator(PLACES).locator(".widget-inline-hbox:has(select, input):visible").all()
        assert len(controls) >= 2
        for control in controls:
            assert not (wrong := _moved(page, control)), f"{control.inner_text()[:40]}: {wrong}"
        for twin in page.locator(".twin:has(.mark)").all():
            _choose_a_mark(twin)


def _moved(page, control):
    """Set a control to another value and back, as a reader does; returns what went wrong."""
    field = control.locator("input")
    if not field.count():
        return control.evaluate(CHOOSE)
    before = page.evaluate(SEEN)
    _type(field, _other(control, field))
    if not page.evaluate(UNTIL, [before, False]):
        return "changes nothing"
    _type(field, "")
    return None if page.evaluate(UNTIL, [before, True]) else "the first view does not come back"


def _other(control, field):
    if field.get_attribute("type") != "date":
        return "soldiers"
    return "2100-01-01" if control.locator("label").inner_text() == "From" else "1900-01-01"


def _type(field, words):
    field.fill(words)
    field.press("Tab" if field.get_attribute("type") == "date" else "Enter")


def _choose_a_mark(twin):
    """By the keyboard: the mark is pressed, its sentences stand below; Escape takes it back. A click does the same."""
    mark = twin.locator(".mark").first
    mark.focus()
    mark.press("Enter")
    twin.locator(".sentences-title", has_text="behind").wait_for()
    twin.locator('.mark[aria-pressed="true"]').wait_for()
    assert twin.locator(".quote mark").count() or twin.locator(".quote").count()
    twin.locator('.mark[aria-pressed="true"]').press("Escape")
    twin.locator(".has-choice").wait_for(state="detached")
    mark.dispatch_event("click")
    twin.locator('.mark[aria-pressed="true"]').wait_for()
    assert "chosen: " in twin.locator(".result-text").inner_text()


def test_a_control_made_by_a_reader_works_too(browser, lab):
    with jupyter.running(browser, lab.address, "notebooks/made-up.ipynb") as page:
        jupyter.finished(page)
        cell = page.locator(".jp-CodeCell:has(.jupyter-widgets .widget-dropdown)").first
        picture = cell.locator("img").first
        before = picture.get_attribute("src")
        cell.locator("select").select_option(index=1)
        page.wait_for_function(
            "([p, src]) => p.isConnected === false || p.src !== src", arg=[picture.element_handle(), before]
        )
