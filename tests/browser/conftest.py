"""What the browser tests open: reports of the made-up notebooks and of the real ones, and a JupyterLab."""

import time
from pathlib import Path
from types import SimpleNamespace

import chromium
import jupyter
import pytest
import sample_notebook as notebooks

from lwj_analysis import report
from lwj_analysis.locks import take_lock

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="session")
def browser():
    """One running Chromium."""
    with chromium.started() as running:
        yield running


@pytest.fixture(scope="session")
def made_up(tmp_path_factory):
    """Folder with the reports of the made-up notebooks and their index."""
    chromium.required()
    here = tmp_path_factory.mktemp("made-up")
    notebooks.write(notebooks.sample(), here / "01-sample.ipynb")
    notebooks.write(notebooks.hostile(), here / "02-hostile.ipynb")
    report.render_all(here, here / "reports")
    return here / "reports"


@pytest.fixture(scope="session")
def reports(tmp_path_factory, worker_id):
    """Folder with the reports of the project's own notebooks and their index, made once for all processes of a run."""
    chromium.required()
    here = tmp_path_factory.getbasetemp()
    out = (here if worker_id == "master" else here.parent) / "reports-of-all"
    with out.with_suffix(".lock").open("ab") as lock:
        while not take_lock(lock):
            time.sleep(0.2)
        if not (made := out.with_suffix(".made")).exists():
            report.render_all(NOTEBOOKS, out)
            made.touch()
    return out


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A JupyterLab over a copy of the notebooks: its ``address`` and the folder ``work``."""
    home = tmp_path_factory.mktemp("lab")
    with jupyter.serving(home) as address:
        yield SimpleNamespace(address=address, work=home / "work")
