"""Tables of marks as kernel-free figures: what the script in the report gets."""

import json
import re

import pandas as pd
import pytest

from lwj_analysis import islands
from lwj_analysis.drawing import figure, static_svg
from lwj_analysis.report import ASSETS
from lwj_analysis.twin import PALETTE, Cell, Control, twin

EVENTS = pd.DataFrame(
    {
        "row_id": ["e1", "e2", "e3", "e4"],
        "day": pd.to_datetime(["2017-04-05", "2017-04-06", "2017-04-20", None]),
        "country": ["MLI", "NER", None, "MLI"],
        "side": ["armed_group", "military", "military", None],
        "article_id": ["a", "a", "b", "b"],
        "killed": pd.array([3, None, 2, 4], dtype="Int64"),
    }
)
TOLD = {"title": "Events", "alt": "One bar an event."}


def events(**more):
    return twin(
        EVENTS if more.get("scale") != "log" else EVENTS.assign(killed=[3, 1, 0, 4]),
        **{"kind": "bar", "x": "country", **TOLD, **more},
    )


def test_values_are_counts_sums_or_different_ones():
    assert events().first_view().to_dict("list") == {"x": ["MLI", "NER"], "value": [2, 1]}
    assert events(value="killed").first_view()["value"].tolist() == [7, 0]
    assert events(x="side", distinct="article_id").first_view()["value"].tolist() == [1, 2]


def test_days_fall_into_periods_and_empty_ones_are_known():
    made = events(x="day", step="week")
    assert made.data["columns"]["x"] == ["2017-04-03", "2017-04-03", "2017-04-17", None]
    assert made.data["domain"] == ["2017-04-03", "2017-04-10", "2017-04-17"]
    assert len(events(x="day").data["domain"]) == 16
    assert events(x="day", step="month").data["domain"] == ["2017-04-01"]


def test_first_view_follows_what_is_chosen_first():
    made = events(x="side", filters=[Control("country", "Country", first="NER")])
    assert made.first_view()["x"].tolist() == ["military"]
    assert ' value="NER" selected' in made._repr_html_()


def test_a_list_in_a_cell_is_several_options():
    marks = EVENTS.assign(actors=[["A", "B"], ["B"], [], None])
    made = twin(marks, kind="bar", x="country", filters=[("actors", "Actor")], **TOLD)
    assert made.data["controls"][0]["options"] == ["A", "B"]


def test_families_give_the_colours():
    assert events(group="side").data["groups"] == [["armed_group", "armed"], ["military", "state"]]
    made = events(group="country", families={"MLI": "state"}).data["groups"]
    assert made == [["MLI", "state"], ["NER", "n2"]]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"kind": "pie"}, "pie"),
        ({"x": "nowhere"}, "nowhere"),
        ({"filters": [("gone", "Gone")]}, "gone"),
        ({"step": "hour"}, "hour"),
        ({"kind": "dot", "x": "killed", "y": "country", "scale": "log"}, "1 cells of killed are 0 or less"),
    ],
)
def test_errors_name_what_is_wrong(wrong, named):
    with pytest.raises(ValueError, match=named):
        events(**wrong)


def test_a_cell_that_no_rule_makes_is_named():
    with pytest.raises(ValueError, match="no way 'guess' to make a cell"):
        twin(EVENTS, kind="table", by="country", cells=[Cell("Killed", "killed", "guess")], **TOLD)


def test_rows_point_to_their_sentences_and_marks_count_as_javascript_does():
    words = "\U0001f600 three men died."
    sentences = pd.DataFrame(
        {"row_id": ["e1", "e1", "e3", "e9"], "sentence": [words, words, "Two died.", "Not asked for."]}
        | {"mark_start": [2, 8, None, 0], "mark_end": [7, 11, None, 3], "title": "T", "published": pd.NaT}
    )
    data = events(sentences=sentences).data
    assert [s[0] for s in data["sentences"]] == [words, "Two died."]
    assert data["evidence"] == [[0, 3, 8, 0], [0, 9, 12, 0], [1, 0, 0, 0]]
    assert data["refs"] == [[0, 1], [], [2], []]


def test_several_ids_in_one_key():
    sentences = pd.DataFrame({"row_id": ["x", "y"], "sentence": ["One.", "Two."], "mark_start": 0, "mark_end": 3})
    marks = pd.DataFrame({"group": ["A"], "ids": ["x; y"]})
    assert twin(marks, kind="bar", x="group", key="ids", sentences=sentences, **TOLD).data["refs"] == [[0, 1]]


def test_data_cannot_leave_its_island():
    made = twin(EVENTS.assign(country="</script><b>"), kind="bar", x="country", filters=[("country", "<i>")], **TOLD)
    page = made._repr_html_()
    island = re.search(r'<script type="application/json" class="twin-data">(.*?)</script>', page, re.DOTALL).group(1)
    assert json.loads(island)["columns"]["x"][0] == "</script><b>"
    assert "<b>" not in page
    assert "<i>" not in page


def test_same_input_same_bytes():
    assert events()._repr_html_() == events()._repr_html_()
    assert events().data["id"] != events(title="Other").data["id"]


def test_the_style_has_the_same_colours_and_all_can_be_seen():
    style = (ASSETS / "figure/figure.css").read_text(encoding="utf-8")
    both = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", style)
    light, dark = ({name: pair[at] for name, *pair in both} for at in (0, 1))
    assert {name: light[f"c-{name}"] for name in PALETTE} == PALETTE
    for colours in (light, dark):
        faint = [n for n in PALETTE if contrast(colours[f"c-{n}"], colours["paper"]) < 3]
        assert faint == []
        assert all(contrast(colours[n], colours["paper"]) > 4.5 for n in ("ink", "quiet", "link"))


def test_a_notebook_gets_no_rule_that_reaches_beyond_its_figures():
    style = re.sub(r"/\*.*?\*/", "", (ASSETS / "figure/figure.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    heads = [head.strip() for head in re.findall(r"([^{}]+)\{", style)]
    own = (
        ".twin",
        ".choices",
        ".controls",
        ".control",
        ":is(.page, .twin)",
        ":is(.twin, .choices)",
        ":root, .twin.live",
    )
    assert [h for h in heads if not h.startswith(own)] == []


def test_figures_of_one_page_share_their_sentences():
    told = {"sentence": ["Three died.", "Two died."], "mark_start": 0, "mark_end": 3, "title": "T", "published": pd.NaT}
    one = events(sentences=pd.DataFrame({"row_id": ["e1", "e2"], "claimant": ["A", "B"]} | told))
    other = events(title="Other", sentences=pd.DataFrame({"row_id": ["e2", "e1"], "claimant": ["A", "B"]} | told))
    page = islands.shared_once(f"<main>{one._repr_html_()}{other._repr_html_()}</main>")
    (store,) = islands.read(page, islands.STORE)
    assert [text for text, _ in store["sentences"]] == ["Three died.", "Two died."]
    assert [who[0] for who in store["who"]] == ["A", "B"]
    first, second = islands.figures(page)
    assert first["evidence"] == second["evidence"] == [[0, 0, 3, 0], [1, 0, 3, 1]]
    assert [page.count(words) for words in ("Three died.", "Two died.")] == [1, 1]
    assert islands.shared_once("<main></main>") == "<main></main>"


def contrast(one, other):
    """Contrast of two colours as WCAG defines it."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_no_rows():
    made = twin(EVENTS.head(0), kind="bar", x="day", step="week", filters=[Control("day", "From", "from")], **TOLD)
    assert made.data["rows"] == 0
    assert made.data["domain"] == []
    assert made._repr_html_()


def test_a_figure_of_matplotlib_gets_a_name_and_the_colours_of_the_page():
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"svg.hashsalt": "lwj", "svg.fonttype": "none"}):
        fig = Figure()
        fig.subplots().set(title="Deaths & <days>", xlabel="day", ylabel="deaths")
        page = figure(fig, alt="A line.")
        assert page == figure(fig, alt="A line.")
    assert 'role="img"' in page
    assert "Deaths &amp; &lt;days&gt;</title><desc" in page
    assert "currentColor" in page
    assert "#000000" not in page
    assert "<metadata" not in page


def test_two_svgs_do_not_share_ids():
    one, two = (static_svg('<svg width="7pt"><g id="a"/><use href="#a"/></svg>', title=t, alt="") for t in "xy")
    assert set(re.findall(r'id="(\S+)"', one)).isdisjoint(re.findall(r'id="(\S+)"', two))
    assert re.search(r'href="#(\S+)"', one).group(1) in re.findall(r'id="(\S+)"', one)
