"""Fixtures shared by all tests: one loaded pipeline a session."""

import pytest

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
