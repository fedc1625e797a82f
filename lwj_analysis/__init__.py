"""Conflict reporting as checked tables: who attacked whom, when, where, how many died, and who says so."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lwj_analysis import compare, explore, forms, plots
    from lwj_analysis.annotate.pipeline import build_nlp
    from lwj_analysis.exports import export
    from lwj_analysis.kept import Store
    from lwj_analysis.reconciliation import reconcile
    from lwj_analysis.stamp import stamp
    from lwj_analysis.store import Frames, load

__all__ = [
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

# Importing the package does nothing and is quick: each name is fetched when it is first used.
_HOMES = {
    "Frames": "store",
    "Store": "kept",
    "build_nlp": "annotate.pipeline",
    "compare": "compare",
    "explore": "explore",
    "export": "exports",
    "forms": "forms",
    "load": "store",
    "plots": "plots",
    "reconcile": "reconciliation",
    "stamp": "stamp",
}


def __getattr__(name: str):
    if name not in _HOMES:
        raise AttributeError(f"module 'lwj_analysis' has no attribute {name!r}")
    module = import_module(f"lwj_analysis.{_HOMES[name]}")
    value = module if name in ("compare", "explore", "forms", "plots") else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
