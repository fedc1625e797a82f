"""Figures: labels, title, number of marks; frames stay as they were; nothing to show is a sentence."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from lwj_analysis import compare, plots, twin

mpl.use("Agg")

DAYS = pd.to_datetime(["2022-01-03", "2022-01-05", "2022-01-17", None])
ARTICLES = pd.DataFrame({"article_id": list("abcd"), "published": DAYS})
NAMED = pd.DataFrame(
    {
        "article_id": ["a", "a", "b", "c"],
        "name": ["Shabaab", "Shabaab", "Shabaab", "AFP"],
        "actor_type": ["armed_group", "armed_group", "armed_group", "media"],
        "published": DAYS[[0, 0, 1, 2]],
    }
)
PAIRS = pd.DataFrame(
    {"pair_id": ["1", "2", "3"], "actor_a": ["AFP", "AFP", "Iraq"], "actor_b": ["Shabaab", "Shabaab", "Shabaab"]}
)
EVENTS = pd.DataFrame(
    {"event_type": ["Battles", "Battles", "Riots", "Protests"], "date_start": DAYS, "date_prec": [1, 4, 1, None]}
)
STATEMENTS = pd.DataFrame(
    {
        "label": ["Army: soldiers", "Group", "AFP", "Nobody"],
        "low": [5, 12, None, None],
        "best": [5, 12, 30, None],
        "high": [5, None, 30, None],
        "source_type": ["military", "militant", "media", "outlet"],
    }
).astype({"low": "Int64", "best": "Int64", "high": "Int64"})
CASUALTIES = pd.DataFrame(
    {
        "counting": ["count", "count", "repeat", "subset"],
        "outcome": ["killed", "wounded", "killed", "killed"],
        "source_type": ["military", "media", "media", "media"],
    }
)
INCIDENTS = pd.DataFrame({"n_origins": [1, 1, 3]})
CLAIMS = pd.DataFrame(
    {"source_type": ["media", "media", "militant"], "stance": ["reports", "denies", "claims_responsibility"]}
)


def ranges(rows, *, ax=None):
    return plots.ranges(rows, title="Killed", ax=ax)


FIGURES = {  # name: (figure, frame, number of marks, words of the title)
    "articles_over_time": (
        plots.articles_over_time,
        ARTICLES,
        3,
        "Articles per week of publication (1 undated not shown)",
    ),
    "actors_by_articles": (plots.actors_by_articles, NAMED, 2, "Articles that name each actor"),
    "events_over_time": (
        plots.events_over_time,
        EVENTS,
        6,
        "Events per week, each once an article (1 undated not shown)",
    ),
    "date_precision": (plots.date_precision, EVENTS, 6, "precision"),
    "counting_shares": (plots.counting_shares, CASUALTIES, 4, "what totals add"),
    "outcomes_by_source": (plots.outcomes_by_source, CASUALTIES, 4, "by who speaks"),
    "incidents_by_origins": (plots.incidents_by_origins, INCIDENTS, 2, "origins"),
    "stances_by_source": (plots.stances_by_source, CLAIMS, 6, "Claims"),
    "pair_matrix": (plots.pair_matrix, PAIRS, 4, "Sentences that name two actors"),
    "ranges": (ranges, STATEMENTS, 3, "Killed"),
}


@pytest.fixture(autouse=True)
def closed():
    """No figure stays open after a test."""
    yield
    mpl.pyplot.close("all")


@pytest.fixture(params=FIGURES)
def case(request):
    """Each figure with its frame, the number of marks and words of its title."""
    return FIGURES[request.param]


def marks(ax):
    """Bars, cells with a count, or dots of ranges."""
    if ax.images:
        return len(ax.texts)
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    return len(dots) or len(ax.patches)


def test_says_what_a_mark_counts(case):
    figure, frame, number, title = case
    ax = figure(frame)
    assert title in ax.get_title(loc="left").replace("\n", " ")
    assert ax.get_xlabel()
    assert ax.get_ylabel()
    assert marks(ax) == number


def test_the_frame_is_not_changed(case):
    figure, frame, *_ = case
    before = frame.copy(deep=True)
    figure(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_draws_on_axes_that_are_given(case):
    figure, frame, *_ = case
    _, ax = mpl.pyplot.subplots()
    assert figure(frame, ax=ax) is ax


def test_no_rows_is_a_sentence_or_zeros(case):
    figure, frame, *_ = case
    ax = figure(frame.head(0))
    assert ax.get_title(loc="left")
    shown = [t.get_text() for t in ax.texts]
    assert plots.NOTHING in shown or set(shown) <= {"0"}
    assert "<svg" in plots.as_svg(ax, title="t", alt="a")


@pytest.mark.parametrize("frame", [NAMED, NAMED.head(0), NAMED[NAMED["name"] == "AFP"]])
def test_small_multiples_share_their_axes(frame):
    axes = plots.actor_periods(frame)
    groups = frame.loc[frame["actor_type"] == "armed_group", "name"].nunique()
    assert sum(ax.get_visible() for ax in axes.flat) == groups
    assert axes.flat[0].figure.get_suptitle().endswith("that name each armed group")
    assert axes.flat[0].figure.get_supxlabel()


@pytest.mark.parametrize(
    ("low", "best", "high", "arrows", "filled"),
    [
        (5, 5, 5, [], "full"),
        (12, 12, None, [">"], "full"),
        (None, 30, 30, ["<"], "full"),
        (3, None, 9, [], "none"),
        (None, 7, None, ["<", ">"], "full"),
        (0, 0, 0, [], "full"),
    ],
)
def test_open_ends_are_arrows(low, best, high, arrows, filled):
    row = {"label": ["x"], "low": [low], "best": [best], "high": [high], "source_type": ["media"]}
    ax = plots.ranges(pd.DataFrame(row).astype({"low": "Int64", "best": "Int64", "high": "Int64"}), title="t")
    assert sorted(line.get_marker() for line in ax.lines if line.get_marker() in "<>") == arrows
    assert next(line for line in ax.lines if line.get_marker() == "o").get_fillstyle() == filled


def test_more_lines_than_fit_are_told():
    ax = plots.ranges(pd.concat([STATEMENTS] * 10), title="Killed", most=5)
    assert ax.get_title(loc="left") == "Killed (first 5 of 40)"
    assert len(ax.get_yticks()) == 5


@pytest.mark.parametrize(
    ("first", "last", "step"),
    [("2022-01-01", "2022-06-30", "week"), ("2020-01-01", "2022-06-30", "month"), ("2008-01-01", "2022-06-30", "year")],
)
def test_the_step_suits_the_span(first, last, step):
    assert plots.period_of(pd.Series(pd.to_datetime([first, last, None]))) == step


def test_quiet_weeks_keep_their_place():
    ax = plots.articles_over_time(ARTICLES)
    assert [bar.get_height() for bar in ax.patches] == [2, 0, 1]


def test_the_diagonal_is_blank_and_the_matrix_the_same_both_ways():
    cells = plots.pair_matrix(PAIRS).images[0].get_array()
    assert np.isnan(np.diag(np.ma.filled(cells, np.nan))).all()
    assert np.array_equal(np.ma.filled(cells, 0), np.ma.filled(cells, 0).T)


def test_the_largest_bar_is_on_top_and_coloured_by_family():
    bars = plots.actors_by_articles(NAMED).patches
    assert [bar.get_width() for bar in bars] == [1, 2]
    assert mpl.colors.to_hex(bars[-1].get_facecolor()) == twin.PALETTE["armed"]


def test_one_entry_of_the_legend_a_colour():
    rows = STATEMENTS.assign(source_type=["media", "outlet", "military", "militant"])
    legend = ranges(rows).get_legend()
    assert [t.get_text() for t in legend.get_texts()] == ["media, outlet", "military", "militant"]


def test_every_value_of_the_sample_has_a_colour(sample):
    assert set(sample.casualties["outcome"]) <= set(plots.OUTCOME_COLOURS)
    assert {s.replace("_", " ") for s in sample.claims["stance"]} <= set(plots.STANCE_COLOURS)
    assert set(sample.events["event_type"].dropna()) <= set(plots.EVENT_COLOURS)


def test_bars_of_the_sample_count_every_row(sample):
    width = sum(bar.get_width() for bar in plots.stances_by_source(sample.claims).patches)
    assert width == len(sample.claims)
    dated = compare.events(sample)["date_start"].notna().sum()
    assert sum(bar.get_height() for bar in plots.events_over_time(compare.events(sample)).patches) == dated


def test_shows_a_figure_once_and_closes_it(capsys):
    axes = plots.actor_periods(NAMED)
    plots.show(axes)
    assert not mpl.pyplot.get_fignums()


@pytest.mark.parametrize("figure", [plots.articles_over_time, plots.events_over_time])
def test_rows_without_a_day_are_told(figure):
    frame = ARTICLES if figure is plots.articles_over_time else EVENTS
    ax = figure(frame.tail(1))
    assert [t.get_text() for t in ax.texts] == [plots.UNDATED]
    assert "(1 undated not shown)" in ax.get_title(loc="left")


def test_groups_without_a_day_are_told():
    axes = plots.actor_periods(NAMED.assign(published=pd.NaT))
    assert plots.UNDATED in [t.get_text() for t in axes.flat[0].figure.texts]


def _tolls(frames, **options):
    return plots.tolls(frames.incidents, frames.casualties, **options)


ON_FRAMES = {
    "differences": (
        lambda frames, **o: plots.differences(compare.differences(frames), **o),
        "lowest and the highest figure",
    ),
    "inflation": (lambda frames, **o: plots.inflation(compare.inflation(frames), **o), "claim over the other side"),
    "tolls": (_tolls, "Killed, by incident"),
    "ties": (lambda frames, **o: plots.ties(compare.ties(frames), **o), "Ties that the articles state"),
    "event_lanes": (lambda frames, **o: plots.event_lanes(compare.events(frames), **o), "may have happened"),
    "event_map": (lambda frames, **o: plots.event_map(compare.events(frames), **o), "Events by place"),
}


@pytest.mark.parametrize(("figure", "title"), ON_FRAMES.values(), ids=ON_FRAMES)
def test_figures_of_the_sample_say_what_they_show(sample, figure, title):
    ax = figure(sample)
    assert title in ax.get_title(loc="left").replace("\n", " ")
    assert ax.get_xlabel()
    assert ax.has_data()
    assert "<svg" in plots.as_svg(ax, title="t", alt="a")


@pytest.mark.parametrize(("figure", "title"), ON_FRAMES.values(), ids=ON_FRAMES)
def test_figures_of_no_articles_are_a_sentence(sample, figure, title):
    nothing = type(sample)({name: df.head(0) for name, df in sample.tables.items()})
    ax = figure(nothing)
    assert title in ax.get_title(loc="left").replace("\n", " ")
    assert plots.NOTHING in [t.get_text() for t in ax.texts]


def test_a_map_tells_what_it_cannot_place(sample):
    events = compare.events(sample)
    unplaced = events["latitude"].isna().sum()
    title = plots.event_map(events).get_title(loc="left").replace("\n", " ")
    assert f"({unplaced} without coordinates not shown)" in title
    nowhere = plots.event_map(events[events["latitude"].isna()])
    assert any("coordinates" in t.get_text() for t in nowhere.texts)


def test_tolls_say_how_many_statements_they_leave_out(sample):
    out = sample.casualties.query("left_out.notna() and outcome == 'killed'").groupby("incident_id").size()
    most = sample.incidents.sort_values("killed_best").dropna(subset=["killed_best"])["incident_id"].iloc[-1]
    shown = [t.get_text() for t in _tolls(sample).texts]
    assert f"{out.get(most, 0)} left out" in shown
