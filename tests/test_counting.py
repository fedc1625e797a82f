"""Nothing is counted twice, and somebody says it: sources, repeats, sums, sides."""

import datetime as dt
import json
from pathlib import Path

import pytest

RECORDS = Path(__file__).parent / "gold" / "sentences" / "records.jsonl"

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
        ("Four rebels were killed near Gao, Col. Ramon Vela said.", "Col. Ramon Vela", "military"),
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
        ("The mission counted 1,692 civilian deaths in the first six months of the year.", {1692: "cumulative"}),
        (
            "The group has killed 1,308 soldiers since March 2019 and lost 740 of its own men.",
            {1308: "cumulative", 740: "cumulative"},
        ),
        ("At least 230 soldiers died in attacks blamed on the group in 2019.", {230: "cumulative"}),
        (
            "An air strike killed 33 civilians in Abs on Monday, medics said. Ahmed Yahya, who lost two sons, fled.",
            {33: "count", 2: "subset"},
        ),
        ("Gunmen killed three men in Gao on Monday. On Tuesday gunmen killed three men in Kidal.", {3: "count"}),
    ],
)
def test_counting(read, text, counting):
    found = read(text, published=dt.date(2021, 5, 6))._.lwj.casualties
    assert {(r.best or r.low): r.counting for r in found} == counting


def test_who_denies_any_dead_tells_of_none(read):
    doc = read("Rebels attacked the barracks in Gao on Monday. The army denied that any soldier had died.")
    assert [(r.best, r.source.type, r.stance) for r in doc._.lwj.casualties] == [(0, "military", "asserts")]


@pytest.mark.parametrize(
    ("text", "best", "outcome"),
    [
        ("The army denied that any of its soldiers had been taken prisoner.", 0, "captured"),
        ("The mission put the number of Somali soldiers killed at 11.", 11, "killed"),
        ("“We buried 13 people this morning,” the elder said.", 13, "killed"),
        ("OUAGADOUGOU, Sept 7 - At least 21 soldiers were killed on Tuesday, the army said.", 21, "killed"),
    ],
)
def test_figures_in_reports(read, text, best, outcome):
    assert [(r.best, r.outcome) for r in read(text)._.lwj.casualties] == [(best, outcome)]


def test_who_is_buried_under_rubble_may_live(read):
    assert not read("The blast buried 13 people under the rubble.")._.lwj.casualties


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


@pytest.mark.slow
def test_records_of_one_incident_floor(tmp_path):
    """The number of dead of records as coders write them; every incident of a record counts."""
    from lwj_analysis import store

    lines = RECORDS.read_text(encoding="utf-8").splitlines()
    cases = {f"r{n:03d}": json.loads(line) for n, line in enumerate(lines)}
    sheet = tmp_path / "records.jsonl"
    rows = ({"article_id": key, "text": c["text"], "published": c["published"]} for key, c in cases.items())
    sheet.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    frames = store.load(sheet, merge=False)
    places = frames.events.drop_duplicates("incident_id").set_index("incident_id")["article_id"]
    killed = frames.incidents.assign(article_id=frames.incidents["incident_id"].map(places))
    sums = killed.groupby("article_id")["killed_best"].sum()
    dead = {key: c["killed"] for key, c in cases.items() if c["killed"]}
    right = sum(sums.get(key, 0) == n for key, n in dead.items())
    assert right / len(dead) >= 0.98
    hurt = {key: c["wounded"] for key, c in cases.items() if "wounded" in c}
    sums = killed.groupby("article_id")["wounded_best"].sum()
    assert sum(sums.get(key, 0) == n for key, n in hurt.items()) / len(hurt) >= 0.97


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Ten troopers, including four officers, three civilians and four rebels were killed near Gorbandi.", 17),
        ("Three policemen, including a captain, and five civilians were killed in Mansara.", 8),
        ("Twelve people, including three policemen, two soldiers and a boy, were killed in Mansara.", 12),
        ("A colonel, a major, two soldiers and a guard were killed in Mansara.", 5),
        ("An IED hit a patrol in Sarhan, killing two guards and wounding eight. One of the wounded later died.", 3),
        (
            "A suicide bomber blew himself up in Sarhan. Four people were killed and 10 injured, in addition to the bomber.",
            5,
        ),
        ("Two suicide bombers struck a market in Sarhan, killing six people and themselves.", 8),
        ("Four militants attacked a base in Kotel. All the attackers were killed; seven guards died.", 11),
        ("Three attackers entered a hotel in Kotel and killed six people before police killed them.", 9),
        ("Gunmen killed 14 people at a church in Sarhan. The army said two of the assailants were killed.", 16),
        ("At least 45 people were killed in Sarhan, police said, raising an earlier toll of 27.", 45),
        ("Gunmen kidnapped a trader in Sarhan. His body was found two days later.", 1),
        ("VBIED, Bukolo. Fifteen dead excl. bomber, 17 injured.", 16),
        ("Ambush near Nawa. 2x ANP KIA, 3x WIA.", 2),
        ("Gunmen fired on a cafe in Sarhan. Sources differ as to whether 12 or 14 people were killed.", 13),
        ("Gunmen shot two policemen in Sarhan, one of whom later died.", 1),
        ("A bomb in Sarhan left three farmers and a passer-by dead and five others, among them a guard, injured.", 4),
        ("Gunmen raided Sarhan on Monday. The bodies of a schoolmaster and four of his pupils were discovered.", 5),
        ("Raiders attacked Sarhan. Estimates of the dead range from 44 to 50.", 47),
        (
            "Gunmen attacked two halls in Sarhan. Forty people were killed at the first hall and seven at the second.",
            47,
        ),
        ("Gunmen raided Sarhan. 5 civilians and 5 guards killed (10 fatalities in total).", 10),
        ("Gunmen shot a guard at a gate in Sarhan. The guard was killed, and a clerk was hurt.", 1),
        ("Gunmen shot and killed a civilian accused of being an informer in Sarhan.", 1),
        ("Raiders hit Sarhan. Two soldiers were killed; the army said six raiders were killed. 8 fatalities.", 8),
        ("Raiders hit Sarhan. 24 people were killed in total (fatalities split across 4 events, 6 coded here).", 6),
        ("Two of the three gunmen holed up in a house in Sarhan were shot dead by police.", 2),
        ("VBIED at the gate in Sarhan; 41 recruits dead + bomber, 60 inj.", 42),
        ("Eight soldiers were killed in Sarhan. Three militants' bodies were left at the scene.", 11),
        ("Gunmen killed 20 people in Sarhan on Tuesday, two residents and a guard told reporters.", 20),
        ("Gunmen entered the house of an elder in Sarhan and slit his throat.", 1),
        ("Three herders had their throats cut by raiders near Sarhan.", 3),
        ("Raiders killed a priest in Sarhan by slitting his throat.", 1),
        ("A bomb killed two soldiers in Sarhan, the army said. Residents said a boy was also killed.", 3),
        ("Raiders killed nine farmers in Sarhan, a chief said. A policeman was killed too, the governor said.", 10),
        ("Five people were killed in Sarhan, police said. The mayor also put the toll at five.", 5),
        ("Gunmen attacked Sarhan. The army killed six of them; police also reported the death of a constable.", 7),
        ("Clashes between two militias in Sarhan: 11 killed (6 Hema, 5 Lendu).", 11),
        ("Two nurses, both Sudanese, shot dead by gunmen near Sarhan.", 2),
        ("Guard missing since 3 May near Sarhan; body found in a well.", 1),
        ("Driver kidnapped in Sarhan and found dead a week later.", 1),
        ("Two tailors shot dead, Sarhan centre.", 2),
        ("Bodies: 3 in Mosul, 2 in Kut, 1 in Hilla.", 6),
        ("Clash in Sarhan. Army: 2 killed, 4 wounded. Rebels: 7 killed.", 9),
        ("A nurse and a cook were killed with the nurse's husband in Sarhan.", 3),
        ("A mine killed a girl (8) and her brother (11) in Sarhan.", 2),
        ("Gunmen shot at the car of Abdul Rahim Wardak in Sarhan. Wardak and two bodyguards were killed.", 3),
    ],
)
def test_killed_of_an_incident(tmp_path, text, killed):
    from lwj_analysis import store

    (tmp_path / "a.md").write_text(f"---\npublished: 2021-05-06\n---\n\n{text}")
    assert store.load(tmp_path, merge=False).incidents["killed_best"].dropna().tolist() == [killed]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "Shabaab raided an army base at Mahas. A resident saw 17 bodies, those of attackers and defenders together.",
            {17: "mixed"},
        ),
        ("Seventeen fighters on both sides died as rebels attacked an army post near Goma.", {17: "mixed"}),
        (
            "Shabaab raided an army base at Mahas. Three soldiers were killed, and both sides claimed to have won.",
            {3: "target"},
        ),
        ("Shabaab shelled Mahas. Two boys were killed on both sides of the road.", {2: "civilian"}),
    ],
)
def test_dead_of_both_sides_are_of_none(read, text, sides):
    assert {r.best: r.victim_side for r in read(text)._.lwj.casualties} == sides


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (
            "The man who planned the raid on Gao barracks is dead, the army said. A strike near Kidal killed Commander Noman and six others.",
            {
                ("man", "repeat", "A strike"),
                ("Commander Noman", "count", "A strike"),
                ("six others", "count", "A strike"),
            },
        ),
        ("The mastermind of the bombing in Kabul was killed near Jalalabad.", {("mastermind", "count", "mastermind")}),
        ("Two of the gunmen who raided the barracks at Gao were killed.", {("Two of the gunmen", "count", "raided")}),
        (
            "A drone strike killed the man who masterminded the bombing of a hotel in Kabul.",
            {("man", "count", "drone strike")},
        ),
    ],
)
def test_who_planned_a_deed_did_not_die_in_it(read, text, own):
    found = read(text)._.lwj.casualties
    told = {(text[r.start : r.end], r.counting, text[r.event.start : r.event.end]) for r in found}
    assert {(words, counting) for words, counting, _ in told} == {(words, counting) for words, counting, _ in own}
    for words, _, event in told:
        assert next(e for w, _, e in own if w == words) in event


@pytest.mark.parametrize(
    ("title", "text", "rows"),
    [
        (
            "Bomb kills farmers in Mopti",
            "A roadside bomb killed three farmers in Mopti.",
            [("farmers", "repeat"), ("three farmers", "count")],
        ),
        (
            "Bomb kills farmers in Mopti",
            "A roadside bomb killed three soldiers in Mopti.",
            [("farmers", "count"), ("three soldiers", "count")],
        ),
    ],
)
def test_a_headline_without_a_number_repeats_the_text(read, title, text, rows):
    whole = f"{title}\n\n{text}"
    found = read(whole, has_title=True)._.lwj.casualties
    assert [(whole[r.start : r.end], r.counting) for r in sorted(found, key=lambda r: r.start)] == rows


@pytest.mark.parametrize(
    ("text", "of"),
    [
        (
            "The SDF said that 1,000 inmates were captured at Hasakah; a later text speaks of 3,500 captured.",
            {1000: 3500, 3500: None},
        ),
        (
            "The army said that four soldiers were killed near Gao. A later statement lists seven killed.",
            {4: 7, 7: None},
        ),
        ("The army said that four soldiers were killed near Gao; the police spoke of seven dead.", {4: None, 7: None}),
    ],
)
def test_a_later_text_replaces_an_earlier_one(read, text, of):
    rows = [r for r in read(text)._.lwj.casualties if r.counting == "count"]
    assert {r.best: r.of.best if r.of else None for r in rows} == of


def test_an_event_of_weeks_before_lends_nobody_to_a_bare_number(sample):
    """The raid on bin Laden is told before "13 dead", who are not of al Qaeda."""
    raid = sample.incidents[sample.incidents["title"].str.contains("Mehran")].iloc[0]
    rows = sample.casualties.query("incident_id == @raid.incident_id and outcome == 'killed'")
    assert raid["target_id"] == "pak:navy"
    assert "al_qaeda" not in set(rows["victim_id"].dropna())


@pytest.mark.parametrize(
    ("text", "best", "what", "is_now"),
    [
        # Of whom a toll is, and not against whom
        (
            "A constable died of his wounds, taking the toll in the gun battle with the Taliban to nine.",
            9,
            "victim_class",
            "unknown",
        ),
        # What a force is called makes no civilians of its men
        ("Gunmen killed 12 members of the Volunteers for the Defense of the Homeland.", 12, "victim_class", "state"),
        ("Three guards and five members of an armed group died in a firefight.", 5, "victim_class", "armed_group"),
        # Plain people are nobody's force, although the attack was aimed at one
        ("Militants attacked a Malian army base near Gao. Eight people were killed.", 8, "victim_id", None),
        # Nobody dies where the missile is fired
        (
            "Russian missiles hit Kramatorsk. A spokesman for Ukraine’s eastern command said that one soldier died.",
            1,
            "victim_side",
            "target",
        ),
        # A figure that rises is of those of whom everybody had told
        (
            "Police said eight villagers were killed in Haruniyah. By night two of the wounded had died, raising the toll to 10, "
            "a morgue official said.",
            10,
            "victim_class",
            "civilian",
        ),
        # So many are no single incident's
        ("The United Nations speaks of more than 20,000 dead.", 20000, "counting", "cumulative"),
        ("The group admits 25 dead of its own for the whole campaign.", 25, "counting", "cumulative"),
        (
            "According to the ministry, 183 persons have died in the violence that erupted in May.",
            183,
            "counting",
            "cumulative",
        ),
    ],
)
def test_whose_dead_they_are(read, text, best, what, is_now):
    row = next(r for r in read(text, published=dt.date(2021, 3, 15))._.lwj.casualties if r.best == best)
    assert getattr(row, what) == is_now
