"""The benchmarks: what counts as asked, and the tables of the README."""

import sys

import pytest
from paths import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

import accuracy
import cluster
import re3d

from lwj_analysis import incidents


@pytest.mark.parametrize(
    ("text", "is_asked"), [("the regime", False), ("We", True), ("The group", False), ("the Iraqi army", True)]
)
def test_asked_are_names_with_a_capital_after_the_article(text, is_asked):
    document = {"gold": {"entities": [{"type": "Organisation", "text": text, "start": 0, "end": len(text)}]}}
    assert bool(re3d._named(document, "Organisation")) is is_asked


@pytest.mark.parametrize(
    ("text", "is_fighting"),
    [
        ("Iraqi security forces", True),
        ("the Syrian air force", True),
        ("JNIM fighters", True),
        ("Iraqis", False),
        ("NATO", False),
    ],
)
def test_groups_and_forces(text, is_fighting):
    assert re3d._fighting()(text) is is_fighting


def test_the_tables_go_between_the_marks(tmp_path):
    page = tmp_path / "README.md"
    page.write_text("a\n<!-- scores -->\nold\n<!-- /scores -->\nb\n", encoding="utf-8")
    accuracy.write(page, "new")
    assert page.read_text(encoding="utf-8") == "a\n<!-- scores -->\nnew\n<!-- /scores -->\nb\n"


def test_a_page_without_marks_is_named(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("a", encoding="utf-8")
    with pytest.raises(ValueError, match=r"page\.md"):
        accuracy.write(page, "new")


def test_varied_frames_have_incidents_of_their_own(sample):
    own = cluster.varied_frames(sample.tables, 3 * len(sample.articles))
    told = incidents.tell(own)
    assert len(own["articles"]) == own["articles"]["article_id"].nunique() == 3 * len(sample.articles)
    assert len(told.rows) > 2 * len(sample.incidents)
    assert set(own["casualties"]["event_id"].dropna()) <= set(own["events"]["event_id"])


def test_runs_that_gave_other_rows_are_told():
    run = {"notes": 5, "digest": "a"}
    with pytest.raises(ValueError, match="rows of 5 notes differ"):
        cluster.as_markdown([run, run | {"digest": "b"}], [])
