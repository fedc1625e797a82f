"""Fixtures shared by all tests: one loaded pipeline a session."""

import os

import pytest
from paths import ARTICLES, ROOT

from lwj_analysis.annotate.pipeline import article_doc, build_nlp


@pytest.fixture(scope="session")
def nlp():
    """The full pipeline with the shipped lexicons."""
    return build_nlp()


@pytest.fixture(scope="session")
def read(nlp):
    """Text -> annotated Doc; keyword arguments as of ``article_doc`` (no title unless said)."""

    def annotated(text, **known):
        known.setdefault("has_title", False)
        return nlp(article_doc(nlp, text, **known))

    return annotated


@pytest.fixture(scope="session", autouse=True)
def cache_of_its_own(tmp_path_factory):
    """Tests and the kernels they start share one fresh cache, and never the user's."""
    os.environ["LWJ_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["LWJ_LEXICONS"] = str(ROOT / "data" / "lexicons")
    os.environ["LWJ_CORRECTIONS"] = ""


@pytest.fixture(scope="session")
def sample(cache_of_its_own):
    """The frames of the sample corpus."""
    from lwj_analysis import store

    return store.load(ARTICLES)
