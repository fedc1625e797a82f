"""Controls: the first view is the static figure, in a notebook and in a report; each can be moved; words stay words."""

import html
import json
import re

import ipywidgets
import matplotlib as mpl
import pandas as pd
import pytest

from lwj_analysis import compare, explore, plots, selection, vocabulary
from lwj_analysis.explore import live
from lwj_analysis.marks import thinned
from lwj_analysis.store import Frames, load

mpl.use("Agg")

HOSTILE = "<img src=x onerror=alert(1)> & <script>alert(2)</script>"
ON_ONE = ("chronicle", "incident", "matrix")
NAMES = sorted(n.removesuffix("_view") for n in explore.__all__ if n.endswith("_view") and n != "sentences_view")
# What stands in the static figure: of bars their lengths, of ranges their labels.
BARS = {
    "corpus": lambda f: plots.articles_over_time(f.articles),
    "actors": lambda f: plots.actors_by_articles(compare.named(f)),
    "timeline": lambda f: plots.events_over_time(compare.events(f)),
    "precision": lambda f: plots.date_precision(f.events),
    "counting": lambda f: plots.counting_shares(f.casualties),
    "outcomes": lambda f: plots.outcomes_by_source(f.casualties),
    "origins": lambda f: plots.incidents_by_origins(f.incidents),
    "stances": lambda f: plots.stances_by_source(f.claims),
}
RANGES = {
    "casualties": lambda f: compare.numbers(f, outcome="killed", counting="count"),
    "sources": compare.most_disputed,
}


def view_of(name, frames):
    ask = getattr(explore, f"{name}_view")
    return ask(frames, compare.incident_named(frames)) if name in ON_ONE else ask(frames)


def shown(name, frames):
    ask = getattr(explore, f"explore_{name}")
    return ask(frames, compare.incident_named(frames)) if name in ON_ONE else ask(frames)


def copied(frames):
    """Frames of their own, with a head of their own."""
    return Frames(dict(frames.tables))


@pytest.fixture(scope="module")
def views(sample):
    """Every question, asked once."""
    return {name: view_of(name, sample) for name in NAMES}


@pytest.fixture(params=NAMES)
def name(request):
    """Each question in turn."""
    return request.param


@pytest.fixture
def nothing(tmp_path_factory):
    """Frames of no article."""
    return load(tmp_path_factory.mktemp("empty"))


@pytest.fixture(autouse=True)
def closed():
    """No figure stays open after a test."""
    yield
    mpl.pyplot.close("all")


def sizes(ax):
    """Lengths of the bars of a figure that are drawn."""
    return sorted(
        n for bar in ax.patches for n in [round(max(bar.get_width() if _lying(ax) else bar.get_height(), 0))] if n
    )


def _lying(ax):
    return len({round(bar.get_height(), 3) for bar in ax.patches}) == 1


@pytest.mark.parametrize("name", BARS)
def test_the_first_view_counts_as_the_static_figure(name, views, sample):
    told = views[name].twin().first_view()
    if name == "actors":
        told = told.sort_values(["value", "x"], ascending=[False, True]).head(plots.MOST)
    assert sorted(told["value"]) == sizes(BARS[name](sample))


@pytest.mark.parametrize("name", RANGES)
def test_the_first_view_has_the_lines_of_the_static_figure(name, views, sample):
    told, wanted = views[name].twin().first_view(), RANGES[name](sample)
    assert list(told["y"]) == list(wanted["label"])
    for bound in ("low", "best", "high"):
        assert list(told[bound]) == [None if pd.isna(n) else int(n) for n in wanted[bound]]


def test_the_matrix_has_the_cells_of_the_static_figure(views, sample):
    ax = plots.pair_matrix(compare.pairs(sample))
    names = [t.get_text().replace("\n", " ") for t in ax.get_yticklabels()]
    wanted = {
        (names[round(t.get_position()[1])], names[round(t.get_position()[0])]): int(t.get_text()) for t in ax.texts
    }
    told = views["pairs"].twin().first_view()
    cells = {(r.y, r.x): r.value for r in told.itertuples() if r.x in names and r.y in names}
    assert cells == wanted


def test_small_figures_have_the_bars_of_the_static_ones(views, sample):
    axes = plots.actor_periods(compare.named(sample))
    wanted = sorted(
        round(bar.get_height()) for ax in axes.flat if ax.get_visible() for bar in ax.patches if bar.get_height()
    )
    names = views["groups"].table.panels(views["groups"].table.kept({}), views["groups"].table.how({}))
    told = views["groups"].twin().first_view()
    assert sorted(told.loc[told["panel"].isin(names), "value"]) == wanted


@pytest.mark.parametrize("name", ["map", "ties"])
def test_the_marks_of_a_drawing_are_those_of_the_table(name, views):
    drawn = re.findall(r'id="svg-\w+-mark-(\w+)"', views[name].svg())
    marks = views[name].table.view(views[name].first(), whole=True)["list"]
    assert sorted(drawn) == sorted(mark["key"] for mark in marks)


@pytest.fixture
def few(monkeypatch):
    """Room for twenty marks on lanes and maps."""
    monkeypatch.setattr(plots, "MOST_MARKS", 20)
    monkeypatch.setattr(plots.maps, "MOST_MARKS", 20)


def test_lanes_have_the_marks_with_most_in_figure_and_view(few, sample):
    view = explore.lanes_view(sample)
    shown = view.table.view(view.first())
    assert (len(shown["list"]), shown["hidden"]) == (20, shown["lines"] - 20)
    ax = view.draw(view.chosen({}))
    assert f"20 of {shown['lines']} marks drawn" in ax.get_title(loc="left").replace("\n", " ")
    names = [t.get_text() for t in ax.get_yticklabels()]
    drawn = {(names[int(y)], f"{mpl.dates.num2date(x):%Y-%m-%d}") for x, y in _points(ax)}
    assert drawn == {(mark["y"], mark["x"]) for mark in shown["list"]}
    assert len(view.table.view(view.first(), whole=True)["list"]) >= shown["lines"]


def _points(ax):
    """Where the dots of lanes stand and the bars begin."""
    for line in ax.lines:
        step = 1 if line.get_marker() == "o" else 3  # start, end and a gap
        yield from list(zip(*line.get_data(), strict=True))[::step]


def test_lanes_beyond_the_twelve_with_most_are_counted(monkeypatch, sample):
    monkeypatch.setattr(plots, "LANES", 3)
    monkeypatch.setattr(plots.maps, "LANES", 3)
    view = explore.lanes_view(sample)
    shown = view.table.view(view.first())
    ax = view.draw(view.chosen({}))
    assert shown["ys"] == [t.get_text() for t in ax.get_yticklabels()][::-1]
    assert f"{shown['lanes'] - 3} more lanes not shown" in ax.get_title(loc="left").replace("\n", " ")


def test_a_map_has_the_marks_with_most_and_says_what_it_leaves_out(few, sample):
    view = explore.map_view(sample)
    drawn = re.findall(r'id="svg-\w+-mark-(\w+)"', view.svg())
    shown = view.table.view(view.first())
    assert sorted(drawn) == sorted(mark["key"] for mark in shown["list"])
    assert len(drawn) == 20
    assert "not among the 20 marks with most events" in view.table.data["unplaced"]
    counts = plots.spots(compare.events(sample)).value_counts()
    left = counts.drop(drawn)
    assert left.max() <= counts[drawn].min()
    assert shown["told"]["now"] + shown["told"]["homeless"] == len(view.marks)


@pytest.mark.parametrize(
    ("values", "most", "kept"),
    [
        ([1, 1, 1, 1, 1, 1, 1, 1], 4, [1, 3, 5, 7]),
        ([1, 5, 1, 1, 3, 1, 1], 3, [1, 4, 6]),
        ([2, 2, 9], 3, [0, 1, 2]),
        ([2, 2, 9], None, [0, 1, 2]),
        ([3, 1, 2], 1, [0]),
    ],
)
def test_of_equal_marks_some_are_kept_evenly(values, most, kept):
    marks = [{"place": place, "value": value} for place, value in enumerate(values)]
    assert [mark["place"] for mark in thinned(marks, most)] == kept


def test_a_report_gets_the_twin_and_a_notebook_the_controls(name, views, sample, monkeypatch):
    assert isinstance(explore._shown(views[name], copied(sample)), ipywidgets.VBox)
    monkeypatch.setenv("LWJ_REPORT", "1")
    page = explore._shown(views[name], sample)._repr_html_()
    island = re.search(r'<script type="application/json" class="twin-data">(.*?)</script>', page, re.DOTALL).group(1)
    assert json.loads(island)["rows"] > 5
    assert len(page) < 1_000_000


def test_each_control_moves_to_its_last_value_and_back(name, views, sample):
    figure = explore.as_live(views[name], copied(sample))
    first = figure.figure._view
    for widget in figure.own.values():
        if not isinstance(widget, ipywidgets.Dropdown):
            continue
        before, last = widget.value, widget.options[-1][1]
        widget.value = last
        rows = views[name].chosen(figure.state())
        told = figure.figure._view["told"]
        assert (told["now"] + told["homeless"] == 0) == rows.empty
        widget.value = before
        assert figure.figure._view == first


def test_what_is_chosen_at_the_head_is_chosen_in_every_figure(views, sample):
    frames = copied(sample)
    board = explore.board(frames)
    followers = [explore.as_live(views[name], frames) for name in ("casualties", "outcomes", "timeline")]
    board.controls["outcome"].value = "wounded"
    assert followers[0].own["outcome"].value == followers[1].own["outcome"].value == "wounded"
    assert all("wounded" in cell for cell in followers[2].view.chosen(followers[2].state())["by_outcome"])
    board.controls["words"].value = "no sentence says this"
    assert [f.figure._view["told"]["now"] for f in followers] == [0, 0, 0]
    board.reset()
    assert followers[0].own["outcome"].value == "killed"
    assert followers[1].figure._view["told"]["now"] == len(sample.casualties)


def test_a_control_that_a_figure_does_not_know_is_named(views, sample):
    frames = copied(sample)
    tolls, casualties = (explore.as_live(views[name], frames) for name in ("tolls", "casualties"))
    explore.board(frames).controls["vague"].value = (
        "acled" if "acled" in vocabulary.VAGUE_POLICY else list(vocabulary.VAGUE_POLICY)[-1]
    )
    assert tolls.figure._view["told"]["idle"] == ["Vague words"]
    assert casualties.figure._view["told"]["idle"] == []


def test_a_mark_lists_its_sentences(name, views, sample):
    figure = explore.as_live(views[name], copied(sample))
    all_of_them = figure.figure._view["sentences"]["total"]
    marks = figure.figure._view["list"]
    if views[name].chart["kind"] == "list":
        return
    key = marks[0]["parts"][0]["key"] if views[name].chart["kind"] == "line" else marks[0]["key"]
    figure.figure._asked = {"choose": key, "at": 1}
    told = figure.figure._view["sentences"]
    assert figure.figure._view["chosen"] == key
    assert 0 < told["total"] <= all_of_them
    assert all(item["said"] and item["title"] for item in told["items"])
    figure.figure._asked = {"choose": key, "at": 2}
    assert figure.figure._view["sentences"]["total"] == all_of_them


def test_a_reader_can_ask_for_all_lines_and_more_sentences(views, sample):
    figure = explore.as_live(views["actors"], copied(sample))
    assert figure.figure._view["hidden"] > 0
    few = len(figure.figure._view["sentences"]["items"])
    figure.figure._asked = {"more": 1, "at": 1}
    assert len(figure.figure._view["sentences"]["items"]) > few
    figure.figure._asked = {"whole": 1, "at": 2}
    assert figure.figure._view["hidden"] == 0
    figure.figure._asked = {"first": 1, "at": 3}
    assert figure.figure._view["hidden"] > 0


def test_incidents_can_be_counted_in_place_of_statements(views, sample):
    outcomes = views["outcomes"]
    state = outcomes.first() | {"count": "incidents"}
    told = outcomes.table.view(state)["told"]
    assert told["total"] == sample.casualties["incident_id"].nunique()
    totals = views["casualties"].chosen({"count": "incidents"})
    assert set(totals["row"]) == set(
        sample.incidents.loc[
            sample.incidents[["killed_low", "killed_best", "killed_high"]].notna().any(axis=1), "incident_id"
        ]
    )


def test_the_smallest_ratio_has_a_place_on_the_axis(sample, monkeypatch):
    """A claim of one against thousands is not rounded to nothing."""
    told = compare.inflation(sample).dropna(subset=["ratio"])
    assert not told.empty
    monkeypatch.setattr(compare, "inflation", lambda _: told.assign(ratio=0.00004))
    assert set(explore.inflation_view(sample).twin().data["columns"]["x"]) == {0.00004}


def test_two_claimants_add_up(views):
    view = views["sources"]
    names = {c["label"]: c["name"] for c in view.table.data["controls"]}
    one, other = view.marks["claimant"].drop_duplicates().head(2)
    rows = view.chosen({names["Incident"]: "", names["One claimant"]: one, names["Beside"]: other})
    assert set(rows["claimant"]) == {one, other}


def test_every_row_of_the_first_view_has_its_sentence(name, views):
    view = views[name]
    rows = view.chosen({})
    told = set(view.sentences.loc[view.sentences["sentence"].notna(), "row_id"])
    assert {i for cell in rows[view.key] for i in cell.split("; ")} <= told


def test_every_figure_has_the_head_s_controls_that_can_change_it(name, views):
    known = {c["name"] for c in views[name].table.data["controls"]}
    assert {"actor", "event_type", "claimant", "from", "to", "words"} <= known | (
        {"claimant"} if name == "chronicle" else set()
    )
    assert views[name].alt.endswith(".")


@pytest.mark.parametrize("report", ["", "1"])
def test_without_rows_there_is_a_sentence(nothing, report, monkeypatch):
    monkeypatch.setenv("LWJ_REPORT", report)
    for name in NAMES:
        assert plots.NOTHING in shown(name, nothing).data, name
    assert plots.NOTHING in explore.explore_sentences(nothing, nothing.claims).data


def test_a_first_choice_that_is_not_there_shows_all(sample):
    wounded = sample.casualties[sample.casualties["outcome"] == "wounded"].reset_index(drop=True)
    incidents = sample.incidents.assign(killed_low=pd.NA, killed_best=pd.NA, killed_high=pd.NA)
    view = explore.casualties_view(Frames(sample.tables | {"casualties": wounded, "incidents": incidents}))
    assert view.first().get("outcome", "") == ""
    assert set(view.chosen({})["outcome"]) == {"wounded"}


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


@pytest.mark.parametrize("name", ["actors", "casualties", "map", "sources", "ties"])
def test_hostile_words_stay_words(name, hostile, monkeypatch):
    page = shown(name, hostile).children[-1]._page
    assert "<img" not in page
    assert "<script" not in page
    monkeypatch.setenv("LWJ_REPORT", "1")
    page = shown(name, hostile)._repr_html_()
    assert "<img" not in page
    assert page.count("<script") == page.count("</script>") == 1


def test_hostile_words_stay_words_in_tables_and_quotes(hostile):
    for page in (
        explore.table(compare.coverage(hostile)).data,
        explore.quotes(hostile.evidence(hostile.casualties.head(3))).data,
    ):
        assert "<img" not in page
        assert html.escape(HOSTILE, quote=False)[:8] in page


def test_tables_leave_out_ids_and_write_days_and_gaps_plainly():
    rows = pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "day_known": pd.to_datetime(["2022-01-03", None]),
            "ratio": [2.3456, None],
            "killed": ["23 to 118, best 96", None],
            "clue": ["published: 2022-01-03", None],
        }
    )
    page = explore.table(rows).data
    assert "article" not in page
    assert "day known" in page
    assert '<td class="day">2022-01-03</td>' in page
    assert '<span class="day">2022-01-03</span></td>' in page
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
def test_vague_words_by_the_readers_choice_are_those_of_the_frames(views, sample, policy):
    view = views["casualties"]
    names = {c["label"]: c["name"] for c in view.table.data["controls"]}
    chosen = view.chosen({"vague": policy, "outcome": "", names["In totals"]: ""})
    wanted = compare.numbers(sample, policy=policy)
    assert chosen["casualty_id"].tolist() == wanted["casualty_id"].tolist()
    assert chosen["best"].reset_index(drop=True).equals(wanted["best"])


def test_the_sentence_names_who_said_it_and_who_passed_it_on(views):
    told = views["casualties"].sentences
    assert told["via"].notna().any()
    assert told["claimant"].notna().all()
    assert told.loc[told["row_id"].isin(views["casualties"].marks["casualty_id"]), "rule"].notna().all()


def test_values_are_put_back_as_they_were():
    for kind, value in [("from", "2022-01-03"), ("contains", "three men"), ("select", "a"), ("at_least", "3")]:
        widget = live._widget(kind, "Label")
        assert live._value(widget) == ""
        live._put(widget, value)
        assert live._value(widget) == value
        live._put(widget, "")
        assert live._value(widget) == ""


@pytest.mark.parametrize(
    ("name", "marked", "claimant"),
    [
        ("mentions", "Museveni", "Yoweri Museveni"),  # "Museveni put the attackers at about 800."
        ("mentions", "African Union Transition Mission in Somalia", "ATMIS"),
        ("events", "that the attackers used car bombs and suicide bombers", "ATMIS"),  # the claim begins after "that"
        ("events", "Yesterday Ansar al Sharia struck again", "the article itself"),
        ("relations", "Aram Hanna, a spokesman for the SDF", "the article itself"),  # who he is is not what he says
    ],
)
def test_a_sentence_has_the_speaker_of_its_marked_words(sample, name, marked, claimant):
    found = selection.words(sample, name)
    lines = found[
        [s[a:b] == marked for s, a, b in zip(found["sentence"], found["mark_start"], found["mark_end"], strict=True)]
    ]
    assert claimant in set(lines["claimant"])
