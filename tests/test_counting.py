"""Nothing is counted twice, and somebody says it: sources, repeats, sums, sides."""

import datetime as dt

import pytest

TITLE = "Bomb and raid hit French troops in northern Mali\n\n"
ARTICLE = TITLE + (
    "An ambush on French troops near Bourem in northern Mali on Tuesday left one French soldier killed and two others wounded. "
    "The group Ansar Dine claimed the attack.\n\n"
    "According to the French defense ministry, the blast of a roadside bomb wounded two French soldiers near Bourem in the morning. "
    "Later that day gunmen ambushed the patrol that came to help. "
    "The second attack left one of the French soldiers dead, the ninth French soldier to be killed in Operation Barkhane."
)


@pytest.fixture(scope="module")
def rows(read):
    doc = read(ARTICLE, published=dt.date(2016, 11, 9), has_title=True)
    return sorted(doc._.lwj.casualties, key=lambda c: c.start)


def test_each_victim_counts_once(rows):
    counted = {(r.outcome, r.best) for r in rows if r.counting == "count"}
    killed = sum(r.best for r in rows if r.outcome == "killed" and r.counting == "count")
    assert killed == 1
    assert ("killed", 1) in counted


def test_an_ordinal_is_a_running_total(rows):
    assert [(r.best, r.counting) for r in rows if r.best == 9] == [(9, "cumulative")]


@pytest.mark.parametrize(
    ("text", "source", "kind"),
    [
        ("The army said that four soldiers were killed near Gao.", "army", "military"),
        ("Four soldiers were killed near Gao.", "article", "outlet"),
        ("Four soldiers were killed near Gao, AFP reported.", "AFP", "media"),
        ("Al Shabaab claimed that it killed four soldiers near Kismayo.", "Al Shabaab", "militant"),
        ("Four soldiers were reportedly killed near Gao.", "unknown", "unknown"),
    ],
)
def test_somebody_says_it(read, text, source, kind):
    (row,) = read(text)._.lwj.casualties
    assert source.lower() in row.source.text.lower()
    assert row.source.type == kind


@pytest.mark.parametrize(
    ("text", "counting"),
    [
        (
            "The police said that 12 people were killed: nine soldiers and three civilians.",
            {12: "count", 9: "subset", 3: "subset"},
        ),
        (
            "A bomb killed 12 people in Kabul. Nine soldiers and three civilians were killed.",
            {12: "count", 9: "subset", 3: "subset"},
        ),
        ("A bomb killed 12 people, including four children, in Kabul.", {12: "count", 4: "subset"}),
        ("More than 200 soldiers have been killed in Mali this year.", {200: "cumulative"}),
        ("Gunmen killed three men in Gao on Monday. On Tuesday gunmen killed three men in Kidal.", {3: "count"}),
    ],
)
def test_counting(read, text, counting):
    found = read(text, published=dt.date(2021, 5, 6))._.lwj.casualties
    assert {(r.best or r.low): r.counting for r in found} == counting


def test_two_events_with_one_figure_are_two_counts(read):
    doc = read(
        "Gunmen killed three men in Gao on Monday. On Tuesday gunmen killed three men in Kidal.",
        published=dt.date(2021, 5, 6),
    )
    assert [r.counting for r in doc._.lwj.casualties] == ["count", "count"]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Gunmen shot the mayor of Gao dead on Monday. His bodyguard was also killed.", 2),
        ("Gunmen killed three traders in Gao on Monday. One trader was shot dead at his shop.", 3),
        ("Gunmen killed a guard in Gao on Monday. The guard died at the gate.", 1),
    ],
)
def test_single_victims(tmp_path, text, killed):
    from lwj_analysis import store

    (tmp_path / "a.md").write_text(f"---\npublished: 2021-05-06\n---\n\n{text}")
    assert store.load(tmp_path).incidents["killed_best"].dropna().tolist() == [killed]


def test_a_title_repeats_the_text_and_takes_its_source(read):
    text = "Army says four soldiers killed in Gao\n\nFour soldiers were killed in Gao on Monday, the army said."
    title, body = sorted(
        read(text, published=dt.date(2021, 5, 6), has_title=True)._.lwj.casualties, key=lambda c: c.start
    )
    assert (title.counting, title.of, body.counting) == ("repeat", body, "count")
    assert title.source == body.source


def test_a_title_that_names_nobody_repeats_the_text_as_the_outlet(read):
    text = "Four soldiers killed in Gao\n\nFour soldiers were killed in Gao on Monday, the army said."
    title, body = sorted(
        read(text, published=dt.date(2021, 5, 6), has_title=True)._.lwj.casualties, key=lambda c: c.start
    )
    assert (title.counting, title.of, title.source.type, body.source.text) == ("repeat", body, "outlet", "army")


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Taliban fighters attacked a base of the Afghan army and killed four soldiers.", "target"),
        ("Taliban fighters attacked a base of the Afghan army. Four of the Taliban fighters were killed.", "initiator"),
        ("Taliban fighters attacked a base of the Afghan army. Four civilians were killed.", "civilian"),
    ],
)
def test_side(read, text, side):
    rows = [r for r in read(text)._.lwj.casualties if r.outcome == "killed"]
    assert [r.victim_side for r in rows] == [side]


def test_a_sum_drawn_from_the_numbers_before_has_them_as_parts(read):
    text = (
        "The Islamic State attacked a prison in Hasakah on January 20. SOHR counted 246 dead among the jihadists, "
        "79 among Kurdish fighters and seven civilians. That makes 332, although Rudaw printed 322."
    )
    rows = {r.best: r for r in read(text, published=dt.date(2022, 1, 31))._.lwj.casualties}
    assert {n: r.counting for n, r in rows.items()} == {
        246: "subset",
        79: "subset",
        7: "subset",
        332: "count",
        322: "count",
    }
    assert rows[332].victim_side == rows[322].victim_side == "mixed"
