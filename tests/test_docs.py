"""What the docs say is so: commands, notebooks, frames, the codebook, links, scores."""

import importlib.util
import re
from pathlib import Path

import pytest

from lwj_analysis import cli
from lwj_analysis.schema import FRAMES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md")] + sorted(
    (ROOT / "docs").glob("*.md")
)


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_readme_lists_every_notebook_with_its_question_and_picture():
    for notebook in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        line = next((li for li in README.splitlines() if f"notebooks/{notebook.name}" in li), "")
        title = re.search(r'"# (.+?)\\n', notebook.read_text(encoding="utf-8"))[1]
        assert title in line
        assert f"docs/img/{notebook.stem}.png" in line
        assert (ROOT / "docs" / "img" / f"{notebook.stem}.png").is_file()


def test_readme_lists_every_frame_with_its_grain():
    assert re.findall(r"^\| `(\w+)` \| ([^|]+?) \|$", README, re.MULTILINE) == [
        (f.name, f.grain) for f in FRAMES.values()
    ]


def test_readme_lists_every_command_and_option():
    commands = cli._parser()._subparsers._group_actions[0].choices
    for name, parser in commands.items():
        line = next((li for li in README.splitlines() if li.startswith(f"| `lwj {name}")), "")
        assert line, name
        for action in parser._actions:
            for option in action.option_strings:
                assert option in line or option in ("-h", "--help"), f"{name} {option}"


def test_makefile_has_the_targets_that_the_readme_names():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = "\n".join(p.read_text(encoding="utf-8") for p in PAGES)
    named = set(re.findall(r"`make\s([a-z]+)`|^make ([a-z]+) ", text, re.MULTILINE))
    named = {word for pair in named for word in pair if word}
    assert named
    assert named <= targets


def test_the_codebook_is_what_the_schema_makes():
    made = script("build_docs").codebook()
    assert (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8") == made, "run `make docs`"


def test_the_codebook_names_every_column():
    page = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert [f"{f.name}.{c.name}" for f in FRAMES.values() for c in f.columns if f"| `{c.name}` |" not in page] == []
    assert [c.name for f in FRAMES.values() for c in f.columns if not c.says or not c.example] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_inside_the_project_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [li for li in links if "://" not in li and not (page.parent / li).exists()] == []


def test_no_address_of_a_package_registry_and_no_path_of_a_machine():
    hosts = ["pypi" + ".org", "python" + "hosted", "npm" + "js", "debian" + ".org", "/" + "work/"]
    texts = [
        p
        for p in ROOT.rglob("*")
        if p.suffix in (".md", ".py", ".toml", ".yml", ".lock", ".ipynb") and ".venv" not in p.parts
    ]
    assert [(p.name, h) for p in texts for h in hosts if h in p.read_text(encoding="utf-8", errors="replace")] == []
