"""The data in a page: the same after it was shared and packed, and never more than a reader can hold."""

import base64
import json
import zlib

import pytest

from lwj_analysis import islands

FIGURE = {
    "id": "fig-1",
    "columns": {
        "x": ["a", "b", "a", None, "a", ["a", "b"], "a", "b"],
        "id": ["v1-000012:m1", "v1-000012:m2", "v1-000012:m13", "v1-000013:m1", "x", "v1", "v1-000099:m7", "v1-000099:m8"],
        "f0": ["ü1", "ü2", "😀3", "😀4", "ü5", "ü6", "ü7", "ü8"],
        "low": [1, 2.5, None, 0, 7, 3, 12, 8],
    },
    "refs": [[0], [1, 2], [], [2], [0], [0, 1, 2], [], [1]],
    "evidence": [[0, 3, 8, 0], [1, 0, 0, 1], [0, 9, 12, 0]],
    "sentences": [["Three died.", 0], ["</script><b>Two.", 1]],
    "articles": [["T", "2017-04-05", None], ["U", None, "A"]],
    "who": [["A", None, "rule"], ["B", "C", None]],
    "controls": [{"name": "f0", "options": ["ü1", "ü2"]}, {"name": "from", "bounds": ["", ""]}],
}  # fmt: skip
OTHER = FIGURE | {
    "id": "fig-2",
    "columns": {"x": ["Two."], "id": ["e1"]},
    "refs": [[1]],
    "evidence": [[1, 0, 3, 0], [0, 0, 3, 1]],
    "sentences": [["Two more.", 0], ["Three died.", 1]],
    "articles": [["U", None, "A"], ["T", "2017-04-05", None]],
    "who": [["B", "C", None], ["D", None, None]],
    "controls": [],
}


def page(*figures):
    """A page as a notebook gives it."""
    parts = [f'<div class="twin">{islands.island(figure, islands.FIGURE)}</div>' for figure in figures]
    return f"<main>{''.join(parts)}</main>{islands.island({'form': 1}, islands.RECEIPT)}"


@pytest.fixture(params=[0, 10**9], ids=["packed", "plain"])
def made(request, monkeypatch):
    """The page with two figures, its islands packed or not."""
    monkeypatch.setattr(islands, "PACKED_FROM", request.param)
    return islands.packed(islands.shared_once(page(FIGURE, OTHER)))


def told(figure):
    """What each row of a figure shows: its sentences with articles and speakers, whatever their numbers are."""
    for refs in figure["refs"]:
        marks = [figure["evidence"][e] for e in refs]
        yield [(*_sentence(figure, place), start, end, tuple(figure["who"][who])) for place, start, end, who in marks]


def _sentence(figure, place):
    text, article = figure["sentences"][place]
    return text, tuple(figure["articles"][article])


def test_figures_are_as_before(made):
    for before, after in zip((FIGURE, OTHER), islands.figures(made), strict=True):
        assert list(told(after)) == list(told(before))
        for name in ("id", "columns", "refs", "controls"):
            assert after[name] == before[name], name


def test_what_figures_share_is_there_once(made):
    (store,) = islands.read(made, islands.STORE)
    assert [text for text, _ in store["sentences"]] == ["Three died.", "</script><b>Two.", "Two more."]
    assert len(store["articles"]) == 2
    assert made.count("</script>") == 4
    assert islands.read(made, islands.RECEIPT) == [{"form": 1}]


def test_a_search_sees_through_what_is_packed(made):
    searched = islands.plain(made)
    for words in ("Three died.", "v1-000012:m13", "😀4", "Two more."):
        assert words in searched
    assert "<b>" not in searched
    packed = "data-packed" in made
    assert ("Three died." in made) != packed
    assert "v1-000012:m13" not in made  # only what differs from the id before


def test_small_islands_and_those_of_others_stay_plain():
    whose = '<script type="application/json">' + "x" * islands.PACKED_FROM + "</script>"
    assert islands.packed(page(FIGURE) + whose) == page(FIGURE) + whose
    assert islands.plain(page(FIGURE) + whose) == page(FIGURE) + whose


def test_packed_twice_is_packed_once(made):
    assert islands.packed(made) == made


def test_texts_that_begin_alike_are_short_and_others_stay():
    assert islands.coded(["article-1:a", "article-1:b"]) == {"keep": [0, 10], "rest": ["article-1:a", "b"]}
    assert islands.coded(["é-article-1:a", "é-article-1:b"]) == [
        "é-article-1:a",
        "é-article-1:b",
    ]  # JavaScript counts otherwise
    assert islands.coded([1, 1, 1, 2]) == {"of": [1, 2], "at": [0, 0, 0, 1]}
    assert islands.coded([]) == {"of": [], "at": []}


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("!", "cannot be read"),
        (7, "cannot be read"),
        (base64.b64encode(b"no zlib").decode(), "cannot be read"),
        (base64.b64encode(zlib.compress(b"[1]" * 99)[:-9]).decode(), "ends too early"),
        (base64.b64encode(zlib.compress(b"0" * 5_000)).decode(), "more than 1,000 bytes"),
    ],
)
def test_damaged_and_swollen_data_is_told(words, wrong, monkeypatch):
    monkeypatch.setattr(islands, "MOST_UNPACKED", 1_000)
    held = f'<script type="application/json"{islands.RECEIPT}{islands.PACKED}>{json.dumps(words)}</script>'
    with pytest.raises(ValueError, match=wrong):
        islands.read(held, islands.RECEIPT)
