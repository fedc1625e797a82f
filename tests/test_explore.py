"""Controls: the first view is the static figure, in a notebook and in a report; each can be moved; words stay words."""

import html
import json
import re

import ipywidgets
import matplotlib as mpl
import pandas as pd
import pytest

from lwj_analysis import compare, explore, plots, vocabulary
from lwj_analysis.store import Frames, load

mpl.use("Agg")

HOSTILE = "<img src=x onerror=alert(1)> & <script>alert(2)</script>"
VIEWS = {
    "corpus": (explore.corpus_view, explore.explore_corpus),
    "actors": (explore.actors_view, explore.explore_actors),
    "timeline": (explore.timeline_view, explore.explore_timeline),
    "casualties": (explore.casualties_view, explore.explore_casualties),
    "sources": (explore.sources_view, explore.explore_sources),
}
STATIC = {  # what the notebook draws above the control
    "corpus": lambda frames: plots.articles_over_time(frames.articles),
    "actors": lambda frames: plots.actors_by_articles(compare.named(frames)),
    "timeline": lambda frames: plots.events_over_time(compare.events(frames)),
    "casualties": lambda frames: plots.ranges(compare.numbers(frames, outcome="killed", counting="count"), title="t"),
    "sources": lambda frames: plots.ranges(compare.most_disputed(frames), title="t"),
}
BARS = ("corpus", "actors", "timeline")
RANGES = ("casualties", "sources")


@pytest.fixture(scope="module")
def views(sample):
    """The five questions, asked once."""
    return {name: make(sample) for name, (make, _) in VIEWS.items()}


@pytest.fixture(params=VIEWS)
def name(request):
    """Each question in turn."""
    return request.param


@pytest.fixture(scope="module")
def nothing(tmp_path_factory):
    """Frames of no article."""
    return load(tmp_path_factory.mktemp("empty"))


@pytest.fixture(autouse=True)
def closed():
    """No figure stays open after a test."""
    yield
    mpl.pyplot.close("all")


def shown(box):
    """The HTML that a control shows."""
    (output,) = box.children[-1].outputs
    return output["data"]["text/html"]


def menus(box):
    return box.children[0].children


def drawn(ax):
    """What a figure shows: sizes of bars, or ends and dots of lines; labels of the rows."""
    bars = [(round(b.get_x(), 2), b.get_width(), b.get_height()) for b in ax.patches]
    lines = [(line.get_marker(), *map(float, line.get_xdata())) for line in ax.lines]
    return bars, lines, [t.get_text() for t in ax.get_yticklabels()]


def test_the_first_view_is_the_static_figure(name, views, sample):
    view = views[name]
    assert drawn(view.draw(view.chosen(view.first()))) == drawn(STATIC[name](sample))


@pytest.mark.parametrize("name", BARS)
def test_the_twin_counts_as_the_static_figure(name, views, sample):
    told = explore.as_twin(views[name]).first_view()
    ax = STATIC[name](sample)
    heights = [b.get_height() if name != "actors" else b.get_width() for b in ax.patches]
    if name == "actors":
        told = told.sort_values(["value", "x"], ascending=[False, True]).head(plots.MOST)
    assert sorted(told["value"]) == sorted(h for h in heights if h)


@pytest.mark.parametrize("name", RANGES)
def test_the_twin_has_the_lines_of_the_static_figure(name, views):
    view = views[name]
    told, rows = explore.as_twin(view).first_view(), view.chosen(view.first())
    assert list(told["y"]) == list(rows["label"])
    for bound in ("low", "best", "high"):
        assert list(told[bound]) == [None if pd.isna(n) else int(n) for n in rows[bound]]


def test_a_report_gets_the_twin_and_a_notebook_the_control(name, sample, monkeypatch):
    ask = VIEWS[name][1]
    assert isinstance(ask(sample), ipywidgets.VBox)
    monkeypatch.setenv("LWJ_REPORT", "1")
    page = ask(sample)._repr_html_()
    island = re.search(r'<script type="application/json" class="twin-data">(.*?)</script>', page, re.DOTALL).group(1)
    assert json.loads(island)["rows"] > 10
    assert len(page) < 1_000_000


def test_each_control_moves_to_its_last_value_and_back(name, views):
    box = explore.as_widget(views[name])
    first = shown(box)
    assert "<svg" in first
    assert "<blockquote>" in first
    for menu in menus(box):
        before, last = menu.value, menu.options[-1][1]
        menu.value = last
        rows = views[name].chosen({m.description: m.value or None for m in menus(box)})
        assert ("Nothing fits" in shown(box)) == rows.empty
        if last != before and len(rows) != len(views[name].chosen(views[name].first())):
            assert shown(box) != first
        menu.value = before
        assert shown(box) == first


def test_a_choice_leaves_its_own_rows(views):
    view = views["casualties"]
    rows = view.chosen({"Outcome": "wounded", "Who speaks": "media"})
    assert set(rows["outcome"]) == {"wounded"}
    assert set(rows["source_type"]) == {"media"}
    assert len(view.chosen({})) == len(view.marks)


def test_two_claimants_add_up(views):
    view = views["sources"]
    one, other = view.marks["claimant"].drop_duplicates().head(2)
    both = view.chosen({"Claimant": one, "Beside": other})
    assert set(both["claimant"]) == {one, other}
    assert view.chosen({"Claimant": None, "Beside": other})["claimant"].eq(other).all()


def test_every_row_of_the_first_view_has_its_sentence(name, views):
    view = views[name]
    rows = view.chosen(view.first())
    told = set(view.sentences.loc[view.sentences["sentence"].notna(), "row_id"])
    if name == "actors":  # one naming an article is enough to be read
        rows = rows.drop_duplicates(["article_id", "actor_id"])
    assert set(rows[view.key]) <= told


def test_controls_name_columns_and_tables_exist(name, views):
    view = views[name]
    assert {c.column for c in view.controls} <= set(view.marks)
    assert set(view.columns) <= set(view.marks)
    assert view.chosen(view.first())[view.key].is_unique
    assert view.alt.endswith(".")


@pytest.mark.parametrize("ask", [ask for _, ask in VIEWS.values()], ids=VIEWS)
@pytest.mark.parametrize("report", ["", "1"])
def test_without_rows_there_is_a_sentence(ask, report, nothing, monkeypatch):
    monkeypatch.setenv("LWJ_REPORT", report)
    assert plots.NOTHING in ask(nothing).data


def test_a_first_choice_that_is_not_there_shows_all(sample):
    wounded = sample.casualties[sample.casualties["outcome"] == "wounded"].reset_index(drop=True)
    view = explore.casualties_view(Frames(sample.tables | {"casualties": wounded}))
    assert view.first().get("Outcome") is None
    assert set(view.chosen(view.first())["outcome"]) == {"wounded"}


@pytest.fixture
def hostile(sample):
    """The sample with mark-up in every title, outlet, name and sentence."""
    articles = sample.articles.assign(title=HOSTILE, publisher=HOSTILE)
    actors = sample.actors.assign(name=HOSTILE)
    sentences = sample.sentences.assign(text=HOSTILE + sample.sentences["text"])
    incidents = sample.incidents.assign(title=HOSTILE, place=HOSTILE)
    return Frames(
        sample.tables | {"articles": articles, "actors": actors, "sentences": sentences, "incidents": incidents}
    )


def test_hostile_words_stay_words_in_a_notebook(name, hostile):
    page = shown(VIEWS[name][1](hostile))
    assert "<img" not in page
    assert "<script" not in page
    assert html.escape(HOSTILE, quote=False)[:20] in page


def test_hostile_words_stay_words_in_a_report(name, hostile, monkeypatch):
    monkeypatch.setenv("LWJ_REPORT", "1")
    page = VIEWS[name][1](hostile)._repr_html_()
    assert "<img" not in page
    assert page.count("<script") == page.count("</script>") == 1


def test_hostile_words_stay_words_in_tables_and_quotes(hostile):
    for page in (
        explore.table(compare.coverage(hostile)).data,
        explore.quotes(hostile.evidence(hostile.casualties.head(3))).data,
    ):
        assert "<img" not in page
        assert "&lt;img" in page


def test_tables_leave_out_ids_and_write_days_and_gaps_plainly():
    rows = pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "day_known": pd.to_datetime(["2022-01-03", None]),
            "ratio": [2.3456, None],
            "killed": ["23 to 118, best 96", None],
        }
    )
    page = explore.table(rows).data
    assert "article" not in page
    assert "day_<wbr>known" in page
    assert "<td>2022-01-03</td>" in page
    assert "<td>2.35</td>" in page
    assert "23\u00a0to\u00a0118, best\u00a096" in page
    assert not re.search("NaN|NaT|None|nan", page)


def test_quotes_are_each_shown_once_and_marked(sample):
    told = sample.evidence(pd.concat([sample.casualties.head(3), sample.casualties.head(3)]))
    page = explore.quotes(told).data
    sentences = told.drop_duplicates(["article_id", "sentence_id"])
    assert page.count("<blockquote>") == page.count("<mark>") == len(sentences)
    assert explore.quotes(told, most=1).data.count("<blockquote>") == 1


@pytest.mark.parametrize("policy", list(vocabulary.VAGUE_POLICY))
def test_vague_words_by_the_readers_choice_are_those_of_the_frames(sample, policy):
    view = explore.casualties_view(sample)
    chosen = view.chosen({"Vague words": policy})
    wanted = compare.numbers(sample, policy=policy)
    assert chosen["casualty_id"].tolist() == wanted["casualty_id"].tolist()
    assert chosen["best"].reset_index(drop=True).equals(wanted["best"])
