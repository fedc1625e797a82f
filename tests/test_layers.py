"""Imports go one way, and each heavy library has one door."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import lwj_analysis

PACKAGE = Path(lwj_analysis.__file__).parent
# From the bottom up: a module imports only modules of earlier lines.
LAYERS = [
    {"errors", "locks", "cluster"},
    {
        "vocabulary",
        "lexicon",
        "progress",
        "diff",
        "islands",
        "twin",
        "marks",
        "drawing",
        "annotate.records",
        "fetch",
        "blackout",
        "decoding",
    },
    {"schema", "clean", "pages", "report", "language", "countries"},
    {"annotate"},
    {"kinds"},
    {"sources"},
    {"read"},
    {"frames"},
    {"incidents", "corrections", "evidence", "unseen", "files", "redact"},
    {"explain", "kept", "whole"},
    {"duplicates"},
    {"store", "doctor"},
    {"compare", "stamp", "evaluate", "receipt", "intake"},
    {"exports"},
    {"reconciliation"},
    {"plots", "selection"},
    {"explore"},
    {"forms"},
    {"cli"},
    {"__main__", "__init__"},
]
DOORS = {
    "matplotlib": {"plots", "explore"},
    "ipywidgets": {"explore", "forms"},
    "anywidget": {"explore"},
    "nbclient": {"report"},
    "nbconvert": {"report"},
    "trafilatura": {"pages"},
    "urllib3": {"fetch"},
    "ftfy": {"decoding"},
    "charset_normalizer": {"decoding"},
    "protego": {"fetch"},
    "distributed": {"cluster"},
    "py3langid": {"language"},
    "babel": {"language", "countries"},
    "duckdb": {"kept"},
    "pandera": {"schema"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return (
        "annotate.records" if parts == ("annotate", "records") else "annotate" if parts[0] == "annotate" else parts[0]
    )


@cache
def imported(path):
    """Full names of what a module imports, wherever in it, types apart."""
    return tuple(_imports(path))


def _imports(path):
    tree = ast.parse(path.read_text())
    typing_only = {
        n
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for n in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def level(name):
    return next(number for number, names in enumerate(LAYERS) if name in names)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_one_way(path):
    own = name_of(path)
    known = {n for names in LAYERS for n in names}
    wrong = []
    for name in imported(path):
        if not name.startswith("lwj_analysis."):
            continue
        parts = name.split(".")[1:]
        other = "annotate.records" if parts[:2] == ["annotate", "records"] else parts[0]
        if other in known and other != own and level(other) > level(own):
            wrong.append(name)
    assert own in known, f"{own} has no layer; add it to LAYERS"
    assert wrong == []


@pytest.mark.parametrize("library", DOORS)
def test_one_door(library):
    users = {name_of(p) for p in MODULES if any(n.split(".")[0] == library for n in imported(p))}
    assert users <= DOORS[library]


def test_public_face_is_short_and_sorted():
    assert lwj_analysis.__all__ == sorted(lwj_analysis.__all__)
    assert lwj_analysis.__all__ == [
        "Frames",
        "Store",
        "build_nlp",
        "compare",
        "explore",
        "export",
        "forms",
        "load",
        "plots",
        "reconcile",
        "stamp",
    ]
    assert all(getattr(lwj_analysis, name) is not None for name in lwj_analysis.__all__)


def test_importing_does_nothing_heavy():
    code = "import sys, lwj_analysis; print([m for m in ('spacy', 'pandas', 'matplotlib', 'ipywidgets') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
