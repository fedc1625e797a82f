"""The notebooks in a real JupyterLab: Run All works, and moving a control changes what is seen."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import chromium
import pytest
import sample_notebook

pytestmark = pytest.mark.browser

HERE = Path(__file__).parents[2]
NAMES = [*sorted(p.name for p in (HERE / "notebooks").glob("[0-9]*.ipynb")), "made-up.ipynb"]
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
CONTROLS = ".jp-CodeCell:has(.jupyter-widgets .widget-dropdown)"


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


@pytest.mark.parametrize("notebook", NAMES)
def test_run_all_and_move_a_control(browser, lab, notebook):
    address = f"{lab}lab/tree/notebooks/{notebook}?reset&token={TOKEN}"
    loopback = (lab.rstrip("/"), "data:", "blob:")
    with chromium.opened(browser, address, width=1300, height=1000, allowed=loopback) as page:
        page.set_default_timeout(120_000)
        page.wait_for_function("window.jupyterapp")
        page.wait_for_selector(".jp-NotebookPanel .jp-CodeCell")
        page.evaluate(RUN_ALL, 120)
        assert page.evaluate(ERRORS) == []
        cell = page.locator(CONTROLS).first
        cell.locator("select").first.wait_for()
        assert _moves(page, cell), "no choice of the first control changes its output"
        assert page.evaluate(ERRORS) == []
        assert page.asked == []


def _moves(page, cell):
    """Whether one of the first choices of the cell's first drop-down list changes what is shown below it."""
    select = cell.locator("select").first
    before = _shown(cell)
    options = select.evaluate("s => [...s.options].map(o => o.value).filter(v => v !== s.value)")
    for option in options[:5]:
        select.select_option(option)
        for _ in range(60):
            page.wait_for_timeout(250)
            if _shown(cell) not in ("", before):
                return True
    return False


def _shown(cell):
    """Pictures and words of the output that a control redraws."""
    return cell.locator(".jp-OutputArea-output").evaluate_all(
        "list => list.map(o => o.innerText + [...o.querySelectorAll('img')].map(i => i.src).join()"
        " + [...o.querySelectorAll('svg')].map(s => s.outerHTML).join()).join()"
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
