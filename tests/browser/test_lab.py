"""The notebooks in a real JupyterLab: Run All works, each control changes what is seen, a mark lists its sentences."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import chromium
import pytest
import sample_notebook

pytestmark = pytest.mark.browser

HERE = Path(__file__).parents[2]
NAMES = sorted(p.name for p in (HERE / "notebooks").glob("[0-9]*.ipynb"))
TOKEN = "only-for-this-test"
QUIET = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
RUN_ALL = """async seconds => {
  const late = what => new Promise((_, no) => setTimeout(() => no(new Error(what + " took too long")), 1000 * seconds));
  const app = window.jupyterapp;
  await app.restored;
  const context = app.shell.currentWidget.context.sessionContext;
  await Promise.race([context.ready, late("starting the kernel (does the notebook name one?)")]);
  return Promise.race([app.commands.execute("notebook:run-all-cells"), late("Run All")]);
}"""
ERRORS = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
  .filter(cell => cell.type === "code")
  .flatMap(cell => cell.toJSON().outputs.filter(o => o.output_type === "error").map(o => `${o.ename}: ${o.evalue}`))"""
# What is seen of all figures: how many fit, which sentences. It waits until that is other than it was, or as it was.
SEEN = """() => [...document.querySelectorAll(".jp-OutputArea .twin")].map(t => t.querySelector(".result-text").textContent
  + [...t.querySelectorAll(".drawn, .quote, td, .faded")].map(n => n.textContent + n.childElementCount).join()).join()"""
UNTIL = """async ([before, same]) => {
  const seen = WHAT_IS_SEEN;
  for (let i = 0; i < 400 && (seen() === before) !== same; i++) await new Promise(r => setTimeout(r, 30));
  return (seen() === before) === same;
}""".replace("WHAT_IS_SEEN", SEEN)
HEAD = ".jp-CodeCell:has-text('Choose for all figures of this notebook')"
OWN = ".jp-CodeCell:has(.twin)"


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """The address of a JupyterLab of our own, on the loopback, over a copy of the notebooks; ended afterwards."""
    chromium.required()
    home = tmp_path_factory.mktemp("lab")
    _copy(home / "work")
    server = subprocess.Popen(
        _command(home / "work"), env=_environment(home), stdout=(home / "log").open("w"), stderr=subprocess.STDOUT
    )
    try:
        yield _address(server, home)
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


@contextmanager
def run(browser, lab, notebook):
    """The page of a notebook after Run All."""
    address = f"{lab}lab/tree/notebooks/{notebook}?reset&token={TOKEN}"
    loopback = (lab.rstrip("/"), "data:", "blob:")
    with chromium.opened(browser, address, width=1300, height=1000, allowed=loopback) as page:
        page.set_default_timeout(120_000)
        page.wait_for_function("window.jupyterapp")
        page.wait_for_selector(".jp-NotebookPanel .jp-CodeCell")
        page.evaluate(RUN_ALL, 120)
        assert page.evaluate(ERRORS) == []
        yield page
        assert page.evaluate(ERRORS) == []
        assert page.asked == []
        assert page.errors == []


@pytest.mark.parametrize("notebook", NAMES)
def test_run_all_move_each_control_and_click_a_mark(browser, lab, notebook):
    with run(browser, lab, notebook) as page:
        page.locator(".twin .result-text:not(:empty)").first.wait_for()
        page.wait_for_function("[...document.querySelectorAll('.twin .result-text')].every(t => t.textContent)")
        places = [page.locator(HEAD), *page.locator(OWN).all()]
        controls = [
            c
            for place in places
            for c in place.locator(".widget-inline-hbox:has(select, input)").all()
            if c.is_visible()
        ]
        assert len(controls) >= 2
        for control in controls:
            before = page.evaluate(SEEN)
            back = _move(control)
            assert page.evaluate(UNTIL, [before, False]), f"{control.inner_text()[:40]} changes nothing"
            back()
            assert page.evaluate(UNTIL, [before, True]), (
                f"{control.inner_text()[:40]}: the first view does not come back"
            )
        for twin in page.locator(".twin:has(.mark)").all():
            _choose_a_mark(twin)


def _move(control):
    """Set a control to another value, as a reader does; returns what puts it back."""
    select, field = control.locator("select"), control.locator("input")
    if select.count():
        first = select.evaluate("s => s.selectedIndex")
        last = select.evaluate("s => s.options.length - 1")
        select.select_option(index=last if last != first else 0)
        return lambda: select.select_option(index=first)
    if field.get_attribute("type") == "date":
        label = control.locator("label").inner_text()
        field.fill("2100-01-01" if label == "From" else "1900-01-01")
        field.press("Tab")
        return lambda: (field.fill(""), field.press("Tab"))
    field.fill("soldiers")
    field.press("Enter")
    return lambda: (field.fill(""), field.press("Enter"))


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
    with run(browser, lab, "made-up.ipynb") as page:
        cell = page.locator(".jp-CodeCell:has(.jupyter-widgets .widget-dropdown)").first
        picture = cell.locator("img").first
        before = picture.get_attribute("src")
        cell.locator("select").select_option(index=1)
        page.wait_for_function(
            "([p, src]) => p.isConnected === false || p.src !== src", arg=[picture.element_handle(), before]
        )


def _copy(work):
    shutil.copytree(HERE / "notebooks", work / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copytree(HERE / "data", work / "data")
    sample_notebook.write(sample_notebook.live(), work / "notebooks" / "made-up.ipynb")


def _command(work):
    return [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", "--port=0",
        "--ServerApp.allow_root=True", f"--ServerApp.root_dir={work}", f"--IdentityProvider.token={TOKEN}",
        "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip


def _environment(home):
    folders = {"CONFIG": "config", "DATA": "data", "RUNTIME": "runtime"}
    settings = home / "settings" / "@jupyterlab"
    for name, values in QUIET.items():
        path = settings / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    return {
        **os.environ,
        **{f"JUPYTER_{name}_DIR": str(home / folder) for name, folder in folders.items()},
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
    }


def _address(server, home):
    """Where the server listens: it writes that down when it has chosen a port."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        assert server.poll() is None, (home / "log").read_text(encoding="utf-8")
        for told in (home / "runtime").glob("jpserver-*.json"):
            try:
                url = json.loads(told.read_text(encoding="utf-8"))["url"]
                urllib.request.urlopen(f"{url}api?token={TOKEN}", timeout=2).close()
            except (OSError, ValueError, urllib.error.URLError):
                continue
            assert url.startswith("http://127.0.0.1:")
            return url
        time.sleep(0.2)
    pytest.fail((home / "log").read_text(encoding="utf-8"))
