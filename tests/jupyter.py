"""A JupyterLab of our own for tests in Chromium: a server on the loopback, notebooks that run in it, what failed in them."""

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

HERE = Path(__file__).parents[1]
TOKEN = "only-for-this-test"
SECONDS = 120
QUIET = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
RUN_ALL = """async seconds => {
  const late = what => new Promise((_, no) => setTimeout(() => no(new Error(what + " took too long")), 1000 * seconds));
  const shown = async () => {
    while (!window.jupyterapp || !document.querySelector(".jp-NotebookPanel .jp-CodeCell")) await new Promise(r => setTimeout(r, 50));
    return window.jupyterapp.restored;
  };
  await Promise.race([shown(), late("opening the notebook")]);
  const app = window.jupyterapp, context = app.shell.currentWidget.context.sessionContext;
  await Promise.race([context.ready, late("starting the kernel (does the notebook name one?)")]);
  return Promise.race([app.commands.execute("notebook:run-all-cells"), late("Run All")]);
}"""
AT_ONCE = f"if (window === window.top) {{ window.ran = ({RUN_ALL})({SECONDS}); window.ran.catch(() => null); }}"
ERRORS = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
  .filter(cell => cell.type === "code")
  .flatMap(cell => cell.toJSON().outputs.filter(o => o.output_type === "error").map(o => `${o.ename}: ${o.evalue}`))"""


@contextmanager
def serving(home):
    """The address of a server over ``home/work``, which has a copy of the notebooks and articles; ended afterwards."""
    chromium.required()
    copy(home / "work")
    with (home / "log").open("w") as log:
        server = subprocess.Popen(_command(home / "work"), env=_environment(home), stdout=log, stderr=subprocess.STDOUT)
    try:
        yield _address(server, home)
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


@contextmanager
def running(browser, lab, notebook):
    """The page of a notebook, on which Run All begins at once; ``finished`` waits for its end.

    At the end no cell has failed, nothing was asked of the network and nothing went wrong in the page.
    """
    name = notebook.replace("/", "-").removesuffix(".ipynb")
    address = f"{lab}lab/workspaces/{name}/tree/{notebook}?reset&token={TOKEN}"
    loopback = (lab.rstrip("/"), "data:", "blob:")
    with chromium.opened(browser, address, width=1300, height=1000, allowed=loopback, script=AT_ONCE) as page:
        page.set_default_timeout(1000 * SECONDS)
        try:
            yield page
        except Exception as failed:
            failed.add_note("\n".join(["What went wrong in the page:", *_wrong(page)]))
            raise
        assert not (wrong := _wrong(page)), wrong


def _wrong(page):
    """Errors of cells, what was asked of the network, errors of the page."""
    return [*page.evaluate(ERRORS), *page.asked, *page.errors]


def finished(page):
    """Wait until Run All has come to its end without an error."""
    page.evaluate("window.ran")
    wrong = page.evaluate(ERRORS)
    assert not wrong, wrong


def copy(work):
    """The notebooks and their articles, and a notebook with a control that a reader made."""
    skipped = shutil.ignore_patterns(".ipynb_checkpoints", "corrections.csv")
    shutil.copytree(HERE / "notebooks", work / "notebooks", ignore=skipped)
    shutil.copytree(HERE / "data", work / "data", ignore=skipped)
    sample_notebook.write(sample_notebook.live(), work / "notebooks" / "made-up.ipynb")


def _command(work):
    return [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", "--port=0",
        "--ServerApp.allow_root=True", f"--ServerApp.root_dir={work}", f"--IdentityProvider.token={TOKEN}",
        "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip


def _environment(home):
    """Settings and folders of its own; corrections and lexicons are those beside the articles of a notebook."""
    folders = {"CONFIG": "config", "DATA": "data", "RUNTIME": "runtime"}
    settings = home / "settings" / "@jupyterlab"
    for name, values in QUIET.items():
        path = settings / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    kept = {k: v for k, v in os.environ.items() if k not in ("LWJ_CORRECTIONS", "LWJ_LEXICONS")}
    return {
        **kept,
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
