"""The forms of a live notebook, moved as a user would: articles put in, rows corrected, the scorecard."""

import datetime as dt

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
    assert (desk / "articles" / "evil.pdf").exists()
    assert "Raid on post near Gao" in plain(form.found.value)
    assert "Tags: Mali, Gao" in plain(form.found.value)
    assert ".pdf is not read" in plain(form.found.value)
    assert "Done: 1 article read, 1 thing not; 2 in all" in form.words.value
    assert form.upload.value == ()
    assert len(store.load("data/articles").articles) == 2


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
    assert "Done: 0 articles read, 1 thing not" in form.words.value


def test_names_nobody_knew_come_with_a_table_that_can_be_saved(form, desk):
    form.upload.value = (dropped("raid.txt", RAID),)
    assert form.naming.layout.display == ""
    assert "Brigades of the Dawn" in form.choice.options
    assert "[brigades_of_the_dawn]" in form.stubs.value
    form.learn()
    assert "known from now on" in form.told.value
    assert "brigades_of_the_dawn" in lexicon.load().actors
    assert "Brigades of the Dawn" not in form.choice.options
    frames = store.load("data/articles")
    assert frames.actors.set_index("actor_id").loc["brigades_of_the_dawn", "in_lexicon"]
    form.stubs.value = "[brigades_of_the_dawn]\nname = 3"
    form.learn()
    assert "color" in form.told.value
    assert lexicon.problems() == []


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
    form.pasted.value, form.published.value = text, day
    form.paste()
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
    assert "nothing to correct" in edit.told.value
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


def test_a_missing_row_is_added(edit, desk_frames):
    edit.new.article.value = next(key for title, key in edit.new.article.options if "Raid" in title)
    edit.new.sentence.value = next(key for words, key in edit.new.sentence.options if words.startswith("Gunmen"))
    edit.new.add()
    assert "Write down the words" in edit.told.value
    edit.new.quote.value = "army post"
    edit.new.fields.widgets["outcome"].value = "captured"
    edit.new.fields.widgets["best"].value = "1"
    edit.reason.value = "the post was taken"
    edit.new.add()
    (row,) = desk_frames.casualties[desk_frames.casualties["text"] == "army post"].to_dict("records")
    assert (row["outcome"], row["best"], row["rule"]) == ("captured", 1, "correction")


def test_incidents_are_joined_and_split_again(edit, desk_frames):
    (one, other) = [key for _, key in edit.whole.one.options]
    edit.whole.one.value, edit.whole.other.value, edit.reason.value = one, other, "one campaign"
    edit.whole.join()
    assert len(desk_frames.incidents) == 1
    events = edit.whole.events.options
    edit.whole.events.value = (next(key for label, key in events if "Mopti" in label),)
    edit.reason.value = "no"
    edit.whole.split()
    assert len(desk_frames.incidents) == 2


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
