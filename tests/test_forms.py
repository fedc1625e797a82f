"""The forms of a live notebook, moved as a user would: articles put in, rows corrected, the scorecard."""

import datetime as dt

import ipywidgets
import pytest

from lwj_analysis import fetch, forms, intake, lexicon, store
from lwj_analysis.corrections import values
from lwj_analysis.corrections.values import FRAMES_TO_CORRECT
from lwj_analysis.forms import editing, fields, start
from lwj_analysis.schema import FRAMES

RAID = (
    "Raid on post near Gao\n\nGunmen attacked an army post near Gao in Mali on 3 May 2021 and killed 12 soldiers, the defense "
    "ministry said. Six others were wounded, according to a doctor. The Brigades of the Dawn claimed the raid."
)
MINE = "Bomb kills farmers\n\nOn 9 May 2021 a roadside bomb killed three farmers in Mopti, residents said."
NOTE = "\n\nA. Writer is a reporter who covers the region for this paper.\n\nTags: Mali, Gao"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder of articles with one in it, corrections and lexicons of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "articles").mkdir(parents=True)
    (tmp_path / "data" / "articles" / "mine.txt").write_text(MINE, encoding="utf-8")
    monkeypatch.setenv("LWJ_CORRECTIONS", "data/corrections.csv")
    monkeypatch.setenv("LWJ_LEXICONS", "data/lexicons")
    return tmp_path / "data"


@pytest.fixture
def form(desk):
    return start._Form("data/articles", intake.folder_of("data/articles"))


def plain(page):
    """Short words in tables do not break."""
    return page.replace("\xa0", " ")


def dropped(name, text):
    when = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return {"name": name, "content": memoryview(text.encode()), "type": "", "size": len(text), "last_modified": when}


# --- new articles -------------------------------------------------------------------------------------------------------


def test_a_dropped_file_is_kept_read_and_told(form, desk):
    form.upload.value = (dropped("raid.txt", RAID + NOTE), dropped("../../evil.pdf", "%PDF"))
    assert (desk / "articles" / "raid.txt").read_text(encoding="utf-8") == RAID + NOTE
    assert not list(desk.parent.rglob("evil.pdf"))  # neither outside the folder nor, since it cannot be read, in it
    assert "evil.pdf: not kept" in form.words.value
    assert "Raid on post near Gao" in plain(form.found.value)
    assert "Tags: Mali, Gao" in plain(form.found.value)
    assert ".pdf is not read" in plain(form.found.value)
    assert "Done: 1 article read; 2 in all. 1 thing could not be read" in form.words.value
    assert form.upload.value == ()
    frames = store.load("data/articles")
    assert len(frames.articles) == 2
    assert frames.problems.query("kind == 'refused'").empty


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("empty.txt", "", "the file is empty"),
        ("x.docx", "PK", ".docx is not read"),
        ("noise.txt", "a\x19\x01b\x02", "binary"),
    ],
)
def test_a_file_of_which_no_article_comes_is_told_and_not_kept(form, desk, name, text, why):
    form.upload.value = (dropped(name, text),)
    assert f"{name}: not kept" in form.words.value
    assert "Done: no article read" in form.words.value
    assert why in plain(form.found.value)
    assert [p.name for p in (desk / "articles").iterdir()] == ["mine.txt"]


def test_a_bad_file_that_lay_there_before_stays(form, desk):
    (desk / "articles" / "old.txt").write_text("", encoding="utf-8")
    form.look()
    assert "the file is empty" in plain(form.found.value)
    form.upload.value = (dropped("old.txt", ""),)
    assert (desk / "articles" / "old.txt").exists()


def test_a_table_with_a_bad_row_is_kept_for_the_others(form, desk):
    form.upload.value = (dropped("t.csv", f'title,text\nRaid,"{RAID}"\nNothing,\n'),)
    assert "could not be read" in form.words.value
    assert (desk / "articles" / "t.csv").exists()


def test_only_what_is_new_is_parsed(form, monkeypatch):
    store.load("data/articles")
    parsed = []
    monkeypatch.setattr(
        store, "_parse", lambda articles, n, *_: parsed.extend(articles) or map(store.parse_article, articles)
    )
    form.upload.value = (dropped("raid.txt", RAID),)
    assert [a.title for a in parsed] == ["Raid on post near Gao"]


def test_the_same_file_again_and_another_of_its_name(form, desk):
    form.upload.value = (dropped("mine.txt", MINE),)
    assert "was there already" in form.words.value
    form.upload.value = (dropped("mine.txt", RAID),)
    assert "kept beside it as mine-2.txt" in form.words.value
    assert (desk / "articles" / "mine.txt").read_text(encoding="utf-8") == MINE


def test_a_copy_of_an_article_is_told(form):
    form.upload.value = (dropped("other-name.txt", MINE),)
    assert "a second copy of" in plain(form.found.value)
    assert "Done: no article read" in form.words.value
    assert "other-name.txt: not kept" in form.words.value


def test_names_nobody_knew_come_with_a_table_that_can_be_saved(form, desk):
    form.upload.value = (dropped("raid.txt", RAID),)
    assert form.naming.layout.display == ""
    assert "Brigades of the Dawn" in dict(form.choice.options)
    assert "parses all 2 articles anew" in form.naming.children[0].value
    assert "[brigades_of_the_dawn]" in form.stubs.value
    form.learn()
    assert "known from now on" in form.told.value
    assert "Run All Cells" in form.told.value
    assert "brigades_of_the_dawn" in lexicon.load().actors
    assert "Brigades of the Dawn" not in dict(form.choice.options)
    frames = store.load("data/articles")
    assert frames.actors.set_index("actor_id").loc["brigades_of_the_dawn", "in_lexicon"]
    form.stubs.value = "[brigades_of_the_dawn]\nname = 3"
    form.learn()
    assert "color" in form.told.value
    assert lexicon.problems() == []


def test_what_a_new_word_costs_is_told_before_and_while_it_is_parsed(form, desk, monkeypatch):
    monkeypatch.setenv("LWJ_CACHE", str(desk / "cache"))
    form.upload.value = (dropped("raid.txt", RAID),)
    seen = []
    form.told.observe(lambda change: seen.append(change["new"]), "value")
    form.learn()
    assert "Reading all articles with the new words" in seen[0]
    assert any('<progress value="1" max="2"' in words and "parsing article 2 of 2" in words for words in seen)
    assert any("2 of 2 articles are parsed again, since this has changed: lexicon" in words for words in seen)


def test_a_pasted_text_with_its_facts(form, desk):
    form.pasted.value, form.published.value, form.publisher.value = RAID, "4 May 2021", "The Paper"
    form.paste()
    (path,) = desk.glob("articles/*.md")
    assert path.name == "raid-on-post-near-gao.md"
    row = store.load(path).articles.iloc[0]
    assert (row["title"], f"{row['published']:%Y-%m-%d}", row["publisher"]) == (
        "Raid on post near Gao",
        "2021-05-04",
        "The Paper",
    )
    assert form.pasted.value == form.published.value == ""
    assert "Done: 1 article read" in form.words.value


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [("", "", "there is no text yet"), (RAID, "05/04/2021", "day/month"), (RAID, "soon", "is no day")],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_lost(form, desk, text, day, words):
    form.found.value = "what was read before"
    form.pasted.value, form.published.value = text, day
    form.paste()
    assert form.found.value == ""
    assert words in form.words.value
    assert form.pasted.value == text
    assert len(list(desk.glob("articles/*"))) == 1


def test_a_page_is_kept_with_its_address(form, desk, monkeypatch):
    body = f"<html><head><title>x</title></head><body><article><h1>Raid on post near Gao</h1><p>{RAID[23:]} Café.</p></article></body></html>"
    page = fetch.Page(body.encode("latin-1"), "https://news.example/2021/05/04/raid.html", "text/html", "iso-8859-1")
    monkeypatch.setattr(fetch, "fetch", lambda url: page)
    form.address.value = "news.example/2021/05/04/raid.html"
    form.ask()
    (path,) = desk.glob("articles/*.html")
    assert path.name == "news-example-04-raid.html"
    row = store.load(path).articles.iloc[0]
    assert (row["url"], f"{row['published']:%Y-%m-%d}", row["published_basis"]) == (page.url, "2021-05-04", "url")
    assert "Café" in row["text"]


def test_an_address_that_is_refused_is_told(form):
    form.address.value = "http://127.0.0.1/x"
    form.ask()
    assert "not a public address" in form.words.value


def test_files_that_came_another_way_are_found(form, desk):
    form.look()
    assert "no new file" in form.words.value
    (desk / "articles" / "raid.txt").write_text(RAID, encoding="utf-8")
    form.look()
    assert "Done: 1 article read" in form.words.value


@pytest.mark.parametrize(
    ("given", "made"),
    [("a b.txt", "a b.txt"), ("../../x.md", "x.md"), ("C:\\x\\y.txt", "y.txt"), (".hidden.txt", "hidden.txt"), ("", "article.txt"),
     ("a<b>\x00.txt", "a-b-.txt"), ("x" * 300 + ".html", "x" * 80 + ".html")],
)  # fmt: skip
def test_names_of_files_are_safe(given, made):
    assert intake.safe_name(given) == made


def test_without_a_folder_the_form_says_so(desk):
    assert "names no folder" in forms.add_articles("data/articles/mine.txt").data


# --- corrections --------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk_frames(desk):
    (desk / "articles" / "raid.txt").write_text(RAID, encoding="utf-8")
    return store.load("data/articles")


@pytest.fixture
def edit(desk_frames):
    return editing._Form(desk_frames, "casualties")


def choose(edit, words):
    (key,) = [key for label, key in edit.row.choice.options if words in label]
    edit.row.choice.value = key


def best(frames, words):
    return frames.casualties[frames.casualties["text"].str.contains(words)]["best"].iloc[0]


def test_every_frame_has_its_fields_and_they_can_be_set():
    assert set(fields.FIELDS) == set(fields.LABELS) == set(editing.KINDS) == set(FRAMES_TO_CORRECT)
    for kind, names in fields.FIELDS.items():
        for name in names:
            values.typed(kind, name, None)
        assert set(fields.LABELS[kind]) <= set(FRAMES[kind].names)


def test_rows_are_found_by_words_of_their_sentence(edit):
    edit.row.words.value = "DOCTOR"
    assert [label for label, _ in edit.row.choice.options] == ["wounded · 6 · Six others · a doctor"]
    edit.row.words.value = "nowhere"
    assert edit.row.choice.options == ()
    assert "No row fits" in edit.row.about.value


def test_a_number_is_changed_and_the_frames_follow(edit, desk_frames, desk):
    choose(edit, "killed · 12")
    assert "<mark>12 soldiers</mark>" in edit.row.about.value
    edit.row.fields.widgets["best"].value = "14"
    edit.reason.value, edit.by.value = "a later count", "A. Reader"
    edit.row.correct()
    assert "killed 12, now 14" in edit.told.value
    assert best(desk_frames, "12 soldiers") == 14
    assert desk_frames.incidents["killed_best"].max() == 14
    assert "A. Reader" in (desk / "corrections.csv").read_text(encoding="utf-8-sig")
    assert best(store.load("data/articles"), "12 soldiers") == 14
    assert [label for label, _ in edit.row.choice.options if label.startswith("✎")]
    assert edit.reason.value == ""


@pytest.mark.parametrize(
    ("field", "value", "after"),
    [("source_id", "Group for Support of Islam and Muslims [jnim]", "source_id=jnim"), ("victim_class", "civilian", "victim_class=civilian"), ("outcome", "wounded", "outcome=wounded"),
     ("stance", "", "stance=")],
)  # fmt: skip
def test_actors_and_values_of_lists_are_changed(edit, desk, field, value, after):
    choose(edit, "killed · 12")
    edit.row.fields.widgets[field].value = value
    edit.reason.value = "x"
    edit.row.correct()
    assert after in (desk / "corrections.csv").read_text(encoding="utf-8-sig")


def test_day_and_place_of_an_event(edit, desk_frames):
    edit.row.kind.value = "events"
    choose(edit, "attacked")
    for name, value in {"date_start": "2021-05-02", "date_end": "2021-05-02", "place": "Mopti"}.items():
        edit.row.fields.widgets[name].value = value
    edit.reason.value = "x"
    edit.row.correct()
    (row,) = desk_frames.events[desk_frames.events["correction"].notna()].to_dict("records")
    assert (f"{row['date_start']:%Y-%m-%d}", row["place"]) == ("2021-05-02", "Mopti")


def test_a_row_is_confirmed_struck_and_the_strike_withdrawn(edit, desk_frames):
    choose(edit, "wounded · 6")
    edit.row.confirm()
    assert "Saved as confirm-" in edit.told.value
    choose(edit, "killed · 3")
    edit.reason.value = "x"
    edit.row.strike()
    assert not desk_frames.casualties["text"].str.contains("three farmers").any()
    (edit.book.choice.value,) = [i for _, i in edit.book.choice.options if i.startswith("strike")]
    edit.reason.value = "they were farmers after all"
    edit.book.withdraw()
    assert desk_frames.casualties["text"].str.contains("three farmers").any()
    assert not [i for _, i in edit.book.choice.options if i.startswith("strike")]


def test_what_goes_wrong_is_told_and_nothing_is_written(edit, desk):
    choose(edit, "killed · 12")
    edit.row.correct()
    assert "You have changed nothing yet" in edit.told.value
    edit.row.fields.widgets["best"].value = "14"
    edit.row.correct()
    assert "give a reason" in edit.told.value
    edit.row.confirm()
    assert "You changed best" in edit.told.value
    edit.reason.value = "x"
    edit.row.fields.widgets["best"].value = "many"
    edit.row.correct()
    assert "best" in edit.told.value
    assert not (desk / "corrections.csv").exists()


def test_lists_of_articles_are_in_the_order_of_their_titles(edit):
    titles = [title for title, _ in edit.new.article.options]
    assert titles == sorted(titles, key=str.casefold)
    assert [title for title, _ in edit.row.article.options] == ["All", *titles]


@pytest.mark.parametrize("kind", editing.KINDS)
def test_what_each_field_means_stands_below_the_fields(edit, kind):
    edit.row.kind.value = kind
    told = edit.row.fields.box.children[-1].value
    assert told.count("<dt>") == len(fields.FIELDS[kind])
    if kind == "casualties":
        assert "<dt><b>counting</b></dt><dd>Whether totals add it.<ul><li><i>count</i>: " in told


@pytest.fixture
def browser(monkeypatch):
    """What a browser knows of each list: labels and index as the messages bring them; checked after each message."""
    known = {}

    def send(widget, key=None):
        keys = {key} if isinstance(key, str) else set(key if key is not None else widget.keys)
        if "index" not in widget.keys or "_options_labels" not in widget.keys:
            return
        if widget not in known:
            keys = {"index", "_options_labels"}
        mine = known.setdefault(widget, {})
        mine.update({name: getattr(widget, name) for name in keys & {"index", "_options_labels"}})
        chosen = (
            mine["index"] if isinstance(mine["index"], tuple) else () if mine["index"] is None else (mine["index"],)
        )
        assert all(i < len(mine["_options_labels"]) for i in chosen), widget.description

    monkeypatch.setattr(ipywidgets.Widget, "send_state", send)
    return known


def test_a_list_that_is_filled_anew_goes_to_the_browser_with_its_choice(browser, desk_frames):
    """Else the browser looks for the old choice in the new list, and where that is shorter reports an error."""
    edit = editing._Form(desk_frames, "casualties")
    edit.row.choice.value = edit.row.choice.options[-1][1]
    edit.row.words.value = "DOCTOR"
    edit.row.kind.value = "dates"
    edit.new.sentence.value = edit.new.sentence.options[-1][1]
    edit.new.article.value = edit.new.article.options[0][1]
    edit.whole.events.value = tuple(key for _, key in edit.whole.events.options)
    edit.whole.one.value = edit.whole.one.options[-1][1]
    edit.whole.article.value = edit.whole.article.options[1][1]
    seen = {widget.description for widget in browser}
    assert {"Row", "Sentence", "Its events", "Incident"} <= seen


def test_names_that_are_offered_anew_go_to_the_browser_with_what_is_chosen(browser, form):
    form.upload.value = (
        dropped("raid.txt", RAID + " The Katiba of the Hills denied it. The Katiba of the Hills is new."),
    )
    assert len(form.choice.value) > 1
    form.learn()
    assert "Unknown names" in {widget.description for widget in browser}


def test_totals_that_change_at_one_end_are_told_and_so_is_a_row_that_no_total_adds(edit, desk_frames):
    edit.new.article.value = next(key for title, key in edit.new.article.options if "Raid" in title)
    edit.new.sentence.value = next(key for words, key in edit.new.sentence.options if words.startswith("The Brigades"))
    edit.new.quote.value, edit.reason.value = "the raid", "their statement"
    values = {"outcome": "killed", "best": "20", "source_text": "Brigades", "source_type": "militant"}
    for name, value in values.items():
        edit.new.fields.widgets[name].value = value
    edit.new.add()
    assert "killed 12, now 12 to 20, best 12" in edit.told.value
    choose(edit, "killed · 12")
    edit.row.fields.widgets["counting"].value, edit.reason.value = "repeat", "x"
    edit.row.correct()
    choose(edit, "killed · 12")
    edit.row.fields.widgets["best"].value, edit.reason.value = "13", "x"
    edit.row.correct()
    assert "No total of an incident changes: totals leave this row out, " in edit.told.value


def test_a_missing_row_is_added(edit, desk_frames):
    edit.new.article.value = next(key for title, key in edit.new.article.options if "Raid" in title)
    edit.new.sentence.value = next(key for words, key in edit.new.sentence.options if words.startswith("Gunmen"))
    assert "<blockquote>Gunmen attacked an army post near Gao" in edit.new.whole.value
    edit.new.add()
    assert "Write down the words" in edit.told.value
    edit.new.quote.value = "army post"
    edit.new.add()
    assert "Fill in outcome" in edit.told.value
    edit.new.fields.widgets["outcome"].value = "captured"
    edit.new.fields.widgets["best"].value = "1"
    edit.reason.value = "the post was taken"
    edit.new.add()
    (row,) = desk_frames.casualties[desk_frames.casualties["text"] == "army post"].to_dict("records")
    assert (row["outcome"], row["best"], row["rule"]) == ("captured", 1, "correction")
    assert edit.new.quote.value == ""
    assert "Gunmen attacked" in edit.new.whole.value  # for the next row of this sentence


def test_incidents_are_joined_and_split_again(edit, desk_frames):
    (one, other) = [key for _, key in edit.whole.one.options]
    edit.whole.one.value, edit.reason.value = one, "one campaign"
    edit.whole.join()
    assert "Choose two different incidents" in edit.told.value
    edit.whole.other.value = other
    edit.whole.join()
    assert "No incident any more: " in edit.told.value
    assert len(desk_frames.incidents) == 1
    events = edit.whole.events.options
    edit.reason.value = "no"
    edit.whole.split()
    assert "some of them and not all" in edit.told.value
    edit.whole.events.value = (next(key for label, key in events if "Mopti" in label),)
    edit.whole.split()
    assert len(desk_frames.incidents) == 2
    assert "2021-05-09 (killed 3" in edit.told.value
    splits = [key for label, key in edit.book.choice.options if label.startswith("split · ")]
    assert len(splits) == 1  # its lines belong together
    edit.book.choice.value, edit.reason.value = splits[0], "they are one after all"
    edit.book.withdraw()
    assert len(desk_frames.incidents) == 1


def test_incidents_are_narrowed_to_those_of_an_article(edit):
    edit.whole.article.value = next(key for title, key in edit.whole.article.options if "Raid" in title)
    assert [title for title, _ in edit.whole.one.options] == ["Armed clash at Gao, 2021-05-03"]
    assert len(edit.whole.other.options) == 3  # none, and any of the two


def test_the_scorecard_comes_with_the_first_judged_row(edit, desk_frames):
    assert "Nobody has judged" in forms.scorecard(desk_frames).data
    choose(edit, "killed · 12")
    edit.row.confirm()
    card = forms.scorecard(desk_frames).data
    assert "precision" in card
    assert "casualties" in card


def test_in_a_report_there_is_a_table_and_no_form(edit, desk_frames, monkeypatch):
    choose(edit, "killed · 12")
    edit.row.fields.widgets["best"].value = "14"
    edit.reason.value, edit.by.value = "a later count", "A. Reader"
    edit.row.correct()
    monkeypatch.setenv("LWJ_REPORT", "1")
    page = plain(forms.correct(desk_frames).data)
    assert "a later count" in page
    assert "A. Reader" not in page
    assert "Raid on post near Gao" in plain(forms.add_articles("data/articles").data)


def test_switched_off_corrections_are_told(desk, monkeypatch):
    monkeypatch.setenv("LWJ_CORRECTIONS", "")
    edit = editing._Form(store.load("data/articles"), "casualties")
    assert "switched off" in edit.book.list.value
    edit.row.confirm()
    assert "switched off" in edit.told.value
