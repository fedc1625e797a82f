"""What is installed, which model, how large the cache is, and what is missing: ``lwj doctor``."""

from __future__ import annotations

import hashlib
import importlib.util
import platform
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

from lwj_analysis import fetch, lexicon
from lwj_analysis.annotate.pipeline import MODELS

HASHES = Path(__file__).parent / "lexicons" / "model_hashes.tsv"
PACKAGE = "lwj_analysis"


class Finding(NamedTuple):
    """One thing that was looked at, how it is, and whether it is as it should be."""

    what: str
    told: str
    fine: bool = True


def findings() -> Iterator[Finding]:
    """Look at everything, one finding a thing."""
    yield Finding("Python", platform.python_version())
    yield Finding(PACKAGE, version(PACKAGE))
    for wanted in dependencies():
        yield _package(wanted)
    yield _model()
    yield _cache()
    yield _lexicons()


def dependencies() -> list[Requirement]:
    """What the package needs to run, extras aside."""
    needed = [Requirement(line) for line in requires(PACKAGE) or ()]
    return [r for r in needed if not r.marker or r.marker.evaluate({"extra": ""})]


def licence(package: str) -> str:
    """What a package says of its licence: the expression, else its classifiers, else the field in its first line."""
    found = metadata(package)
    kinds = [c.rsplit("::", 1)[1].strip() for c in found.get_all("Classifier", []) if c.startswith("License ::")]
    field = (found.get("License") or "").strip().split("\n", 1)[0]
    return found.get("License-Expression") or "; ".join(kinds) or field or "unknown"


def model_folder() -> Path | None:
    """The folder with the model's files, under either of its names."""
    for name in MODELS:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin:
            return next((p.parent for p in sorted(Path(spec.origin).parent.glob("*/config.cfg"))), None)
    return None


def changed_files(folder: Path) -> list[str]:
    """Files of the model whose SHA-256 is not the one recorded in ``model_hashes.tsv``, or that are not there."""
    recorded = dict(reversed(line.split("\t")) for line in HASHES.read_text(encoding="utf-8").splitlines())
    return [name for name, digest in recorded.items() if _digest(folder / name) != digest]


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _package(wanted: Requirement) -> Finding:
    try:
        there = version(wanted.name)
    except PackageNotFoundError:
        return Finding(wanted.name, f"missing; needed: {wanted.specifier}", False)
    fits = wanted.specifier.contains(there, prereleases=True)
    return Finding(wanted.name, there if fits else f"{there}, but {wanted.specifier} is needed", fits)


def _model() -> Finding:
    folder = model_folder()
    if folder is None:
        return Finding("model", f"missing; install {' or '.join(re.sub('_', '-', name) for name in MODELS)}", False)
    changed = changed_files(folder)
    told = f"{folder.name}, {len(changed)} files differ from those recorded: {', '.join(changed)}"
    return Finding("model", told if changed else f"{folder.name}, its files are those recorded", not changed)


def _cache() -> Finding:
    pages = fetch.pages_folder()
    if pages is None:
        return Finding("cache", "switched off ($LWJ_CACHE is empty)")
    sizes = [p.stat().st_size for p in pages.parent.rglob("*") if p.is_file()]
    return Finding("cache", f"{pages.parent}: {len(sizes):,} files, {sum(sizes) / 1e6:.1f} MB")


def _lexicons() -> Finding:
    wrong = lexicon.problems()
    own = lexicon.user_folder()
    return Finding("lexicons", wrong[0] if wrong else f"sound; own files: {own or 'none'}", not wrong)
