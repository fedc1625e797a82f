"""The notebooks: one shape for all, every cell runs, and another source needs one changed cell."""

import ast
import json
import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from lwj_analysis import report

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("[0-9]*.ipynb"))
LONGEST = 60  # seconds
TEXTS = {
    "market.txt": "Two killed in raid on Gao market\n\nApril 3, 2017\n\nTwo traders were killed and at least five people were "
    "wounded on Sunday when gunmen raided the market of Gao in northern Mali, the Malian army said.",
    "calm.txt": "A quiet week\n\nNothing was reported from the region this week, and nobody was hurt.",
}


@pytest.fixture(params=NOTEBOOKS, ids=lambda p: p.stem)
def path(request):
    """Each notebook in turn."""
    return request.param


@pytest.fixture
def cells(path):
    """Its cells as JSON."""
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def sources(cells, kind):
    return ["".join(c["source"]) for c in cells if c["cell_type"] == kind]


def test_shape_there_are_six():
    assert [p.stem[:2] for p in NOTEBOOKS] == ["00", "01", "02", "03", "04", "05"]


def test_shape_title_is_a_question_with_the_reader_below(cells):
    first = sources(cells, "markdown")[0]
    title, below = first.split("\n", 1)
    assert title.startswith("# ")
    assert title.endswith("?")
    assert len(re.findall(r"[.?!](?:\s|$)", below)) in (2, 3)


def test_shape_says_its_limits_before_and_what_is_missing_after(cells):
    prose = sources(cells, "markdown")
    assert prose[1].startswith("**Before you trust it**")
    assert prose[1].count("\n- ") == 3
    assert prose[-1].startswith("**What would change this.**")
    assert re.search(r"\]\(\d\d-[a-z-]+\.ipynb\)", prose[-1])


def test_shape_one_cell_of_parameters_holds_literals_only(cells):
    tagged = [c for c in cells if "parameters" in c["metadata"].get("tags", [])]
    assert len(tagged) == 1
    statements = ast.parse("".join(tagged[0]["source"])).body
    assert len("".join(tagged[0]["source"]).splitlines()) <= 4
    assert [s.targets[0].id for s in statements][:3] == ["DATA", "START", "END"]
    for statement in statements:
        ast.literal_eval(statement.value)


def test_shape_the_package_does_the_work(cells):
    for source in sources(cells, "code"):
        tree = list(ast.walk(ast.parse(source)))
        assert not [n for n in tree if isinstance(n, (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While))]
        imported = [a.name for n in tree if isinstance(n, ast.Import) for a in n.names]
        assert set(imported) <= {"lwj_analysis"}
        assert not [n for n in tree if isinstance(n, ast.ImportFrom)]


def test_shape_nothing_is_stored(cells):
    for cell in cells:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        assert "widgets" not in cell["metadata"]


@pytest.mark.parametrize(
    "call", ["lwj.explore.table(", "lwj.explore.controls(frames)", "lwj.explore.explore_", "explore_sentences("]
)
def test_shape_has_a_table_the_controls_the_figures_and_the_words(cells, call, path):
    if path.stem.startswith("00"):
        call = {"lwj.explore.controls(frames)": "lwj.explore.explore_", "explore_sentences(": "frames.evidence("}.get(
            call, call
        )
    assert [s for s in sources(cells, "code") if call in s]


def test_shape_every_figure_is_explained_before_it(cells):
    for before, cell in pairwise(cells):
        if cell["cell_type"] == "code" and "lwj.explore.explore_" in "".join(cell["source"]):
            assert before["cell_type"] == "markdown"


def test_shape_cells_are_short_and_prose_is_not(cells):
    code, prose = sources(cells, "code"), sources(cells, "markdown")
    assert max(len(ast.parse(s).body) for s in code if not s.startswith("DATA")) <= 3
    words = sum(len(p.split()) for p in prose)
    lines = sum(len([line for line in s.splitlines() if line.strip()]) for s in code)
    assert words >= 10 * lines


def test_shape_no_figure_of_the_sample_is_typed_into_the_prose(cells):
    for prose in sources(cells, "markdown"):
        assert not re.search(r"(?<![\w-])\d+(?![\w-]*\.ipynb)", re.sub(r"`[^`]*`", "", prose)), prose


def test_shape_the_stamp_comes_last(cells):
    assert cells[-1]["cell_type"] == "code"
    assert "".join(cells[-1]["source"]) == "lwj.stamp(frames)"


def test_shape_links_lead_to_notebooks(cells):
    linked = re.findall(r"\]\(([^)]+\.ipynb)\)", "\n".join(sources(cells, "markdown")))
    assert not [name for name in linked if not (FOLDER / name).exists()]


def test_runs(path, sample):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=LONGEST, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    ).execute()
    code = [c for c in notebook.cells if c.cell_type == "code"]
    shown = [c for c in code if "parameters" not in c.metadata.get("tags", [])]
    assert all(c.outputs for c in shown)
    assert not [o for c in code for o in c.outputs if o.output_type in ("error", "stream")]
    controls = [c for c in shown if "explore_" in c.source]
    assert all("application/vnd.jupyter.widget-view+json" in c.outputs[0].data for c in controls)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """All reports, made from two articles of another folder."""
    folder, out = tmp_path_factory.mktemp("texts"), tmp_path_factory.mktemp("elsewhere")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    report.render_all(FOLDER, out, parameters={"DATA": str(folder)})
    return out


@pytest.fixture(scope="module")
def before_all(tmp_path_factory):
    """All reports, made for a period in which nothing was published."""
    out = tmp_path_factory.mktemp("period")
    report.render_all(FOLDER, out, parameters={"START": "1990-01-01", "END": "1990-12-31"})
    return out


def test_runs_on_other_articles_by_one_changed_cell(path, elsewhere):
    page = (elsewhere / f"{path.stem}.html").read_text(encoding="utf-8")
    folded = len([c for c in nbformat.read(path, 4).cells if c.cell_type == "code"]) + 1
    assert "Made from 2 articles" in page
    assert "Traceback" not in page
    assert page.count('<details class="code"') == folded


def test_runs_on_a_period_without_articles(path, before_all):
    page = (before_all / f"{path.stem}.html").read_text(encoding="utf-8")
    assert "Made from 0 articles" in page
    assert "Nothing to show" in page
