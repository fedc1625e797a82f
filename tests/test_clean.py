"""Cleaning: each repair, where paragraphs part, and what is no article, on texts of our own."""

import pytest

from lwj_analysis.clean import clean, repair, split
from lwj_analysis.read import count_words, read

BODY = [
    "Gunmen stormed a checkpoint near Ansongo on Friday and killed four soldiers, the army said in a short statement.",
    "Two of the attackers died as well, according to the same statement. A doctor in Gao counted six wounded soldiers "
    "and one wounded woman in his hospital, more than the army had acknowledged.",
    "No group has claimed the raid. The region has seen three such attacks since the start of the month.",
]
TITLE = "Four soldiers killed at checkpoint near Ansongo"


def cut_of(*below, above=(), body=BODY):
    done = clean("\n\n".join([TITLE, *above, *body, *below]))
    return done, [reason for reason, _ in done.cut]


# ---- repairs


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\u2028two\u2029three", "one\ntwo\n\nthree"),
        ("12\u00a0soldiers, 5\u202f000\u2009men", "12 soldiers, 5 000 men"),
        ("al\u2011Qaeda", "al-Qaeda"),
        ("sol\u00addier\u200bs\ufeff", "soldiers"),
        ("bell\x07 and null\x00", "bell and null"),
        ("Bande\u0301ra", "Bandéra"),
        ("half\ud800", "half"),
        ("", ""),
    ],
)
def test_repair(raw, plain):
    assert repair(raw) == plain


def test_repair_is_done_once_and_for_all():
    once = repair("A\u00a0b\r\nc\u00adde\u0301")
    assert repair(once) == once


# ---- paragraphs


@pytest.mark.parametrize(
    ("raw", "paragraphs"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\n \t\n\n\nTwo.", ["One.", "Two."]),
        ("   \n\n", []),
        # No empty lines: long lines are paragraphs.
        (f"{BODY[0]} {BODY[2]}\n{BODY[1]}", [f"{BODY[0]} {BODY[2]}", BODY[1]]),
        # A list keeps its items apart and loses its bullets.
        (
            "The army lost:\n- two trucks\n- a gun\n• six rifles",
            ["The army lost:", "two trucks", "a gun", "six rifles"],
        ),
        # A compound broken at its hyphen.
        ("The soldiers fired on a four-\nwheel-drive car.", ["The soldiers fired on a four-wheel-drive car."]),
    ],
)
def test_split(raw, paragraphs):
    assert split(raw) == paragraphs


@pytest.mark.parametrize("width", [40, 60, 72, 80])
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_hard_wrapped_lines_are_joined(width, between):
    import textwrap

    wrapped = between.join(textwrap.fill(p, width) for p in BODY)
    joined = split(wrapped)
    assert " ".join(joined) == " ".join(BODY)
    if between == "\n\n":
        assert joined == BODY


def test_byline_and_tags_stand_alone_without_empty_lines():
    done = clean(
        "\n".join([TITLE, "By Ada Writer | April 5, 2017", *BODY, "Tags: Mali, Gao", "3 Comments", "Well said."])
    )
    assert (done.title, done.paragraphs) == (TITLE, BODY)
    assert (done.authors, done.day_line, done.tags) == (["Ada Writer"], "April 5, 2017", ["Mali", "Gao"])


# ---- title


@pytest.mark.parametrize(
    ("first", "is_title"),
    [
        (TITLE, True),
        ("What do we know of the raid on Ansongo?", True),
        ("Two contractors wounded in the U.S.", True),
        ("Gunmen attacked a checkpoint near Ansongo.", False),
        ("Gunmen attacked a checkpoint, said the army:", False),
        ("word " * 60, False),
    ],
)
def test_title(first, is_title):
    done = clean("\n\n".join([first, *BODY]))
    assert (done.title is not None) == is_title
    assert done.text == "\n\n".join([" ".join(first.split()), *BODY])


def test_given_title_is_not_told_twice():
    done = clean("\n\n".join(["FOUR SOLDIERS KILLED, at checkpoint near Ansongo", *BODY]), title=TITLE)
    assert (done.title, done.paragraphs) == (TITLE, BODY)


@pytest.mark.parametrize("raw", ["", "\n", "12", "Nothing but one line", "\u200b"])
def test_little_text(raw):
    done = clean(raw)
    assert done.title is None
    assert len(done.paragraphs) <= 1


# ---- what stands above


@pytest.mark.parametrize(
    ("line", "authors", "day"),
    [
        ("By Ada Writer", ["Ada Writer"], None),
        ("BY ADA WRITER | April 5, 2017 | ada@example.org", ["ADA WRITER"], "April 5, 2017"),
        ("By Ada Writer and Ben al Scribe", ["Ada Writer", "Ben al Scribe"], None),
        (
            "By Ada Writer, Ben Q. Scribe & Cy Penn – 5 April 2017",
            ["Ada Writer", "Ben Q. Scribe", "Cy Penn"],
            "5 April 2017",
        ),
        ("Ada Writer | April 5, 2017", ["Ada Writer"], "April 5, 2017"),
        ("April 5, 2017", [], "April 5, 2017"),
        ("Published on Wednesday, April 5, 2017 at 10:30 GMT", [], "April 5, 2017"),
        ("2017-04-05", [], "2017-04-05"),
        ("Share on Facebook", [], None),
        ("2 Comments", [], None),
    ],
)
def test_lines_above_the_text(line, authors, day):
    done, _ = cut_of(above=[line])
    assert done.paragraphs == BODY
    assert (done.authors, done.day_line) == (authors, day)
    assert [words for _, words in done.cut] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "By late Monday the town had fallen",
        "From Gao to Kidal",
        "By road and by river",
        "Second raid in a week",
        "May offensive, 2017",
    ],
)
def test_headings_above_stay(line):
    done, _ = cut_of(above=[line])
    assert done.paragraphs == [line, *BODY]


# ---- what stands below


@pytest.mark.parametrize(
    ("paragraph", "reason"),
    [
        ("Ada Writer is a senior editor of the Examiner Journal and a fellow at the Bridge Foundation.", "author note"),
        ("Ada Writer is an analyst for the Examiner Times, where she covers the Sahel.", "author note"),
        ("About the author: Ada Writer is a researcher at Example University.", "author note"),
        ("Reporting by Ada Writer; editing by Ben Scribe", "author note"),
        ("Ben Scribe contributed to this report.", "author note"),
        ("Follow her on Twitter for more.", "author note"),
        ("Do you read this page often? Support our independent work with a small donation.", "appeal"),
        ("Subscribe to our newsletter.", "appeal"),
        ("A monthly gift keeps this page free for all, and yours would be tax-deductible. Thank you!", "appeal"),
        ("This article was first published by the Examiner.", "note on the text"),
        ("This brief was compiled from the reports of agencies. The figures are theirs.", "note on the text"),
        ("Editor’s note: the spelling of names follows the Examiner.", "note on the text"),
        ("Correction: An earlier version of this article gave ten dead.", "note on the text"),
        ("© 2017 The Examiner", "note on the text"),
        ("Read more: Army loses ninth soldier in Mali", "pointer to other pages"),
        ("Tags: Mali, JNIM", "tags"),
        ("Filed under: Sahel", "tags"),
        ("12 Comments", "comments"),
        ("3 thoughts on “Four soldiers killed”", "comments"),
        ("Leave a Reply", "comments"),
        ("Share this on Facebook", "share links"),
        ("ADVERTISEMENT", "share links"),
    ],
)
def test_below_is_cut(paragraph, reason):
    done, reasons = cut_of(paragraph)
    assert done.paragraphs == BODY
    assert reasons == [reason]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Donors in the Gulf have sent donations to the group, which asks its followers to donate.",
        "“Support our fighters, donate what you can, and thank you,” the group told its readers.",
        "US officials say that the men who donate to it are under sanctions, and that its newsletter lists them.",
        "The Taliban said so.",
        "Update: five more soldiers have died of their wounds.",
        "The report was published by the mission in May and blames the army for nine deaths.",
        "Anwar Diallo is a spokesman of the group and has denied the raid.",
        "Men from three villages signed up to fight.",
        "In the comments that he made on Friday, the minister spoke of four dead.",
        "Its tags: two drones, one truck, as the army noted after the raid on the camp near Gao, were wrong.",
        "Nobody claimed it",
        "Thanks to a tip, the army found the camp.",
    ],
)
def test_content_stays(paragraph):
    done, reasons = cut_of(paragraph)
    assert done.paragraphs == [*BODY, paragraph]
    assert reasons == []


def test_bio_of_somebody_the_article_speaks_of_stays():
    told = "Rosa Example, who follows the group, calls the raid its boldest this year."
    bio = "Rosa Example is the director of the Example Institute."
    done, _ = cut_of(bio, body=[*BODY, told])
    assert done.paragraphs[-1] == bio


def test_bio_recovers_the_author_and_tail_takes_what_follows():
    tail = [
        "Ada Writer is an editor of the Examiner Journal.",
        "Tags: , ,",
        "1 Comment",
        "Nice, 12 more were killed there.",
        "Syria",
        "Yemen",
    ]
    done, reasons = cut_of(*tail)
    assert done.paragraphs == BODY
    assert (done.authors, done.tags) == (["Ada Writer"], [])
    assert sorted(words for _, words in done.cut) == sorted(tail)
    assert reasons.count("after tags or comments") == 3


def test_tags_above_the_text_do_not_end_it():
    done, reasons = cut_of(above=["Tags: Mali"])
    assert (done.paragraphs, done.tags, reasons) == (BODY, ["Mali"], ["tags"])


@pytest.mark.parametrize(
    ("below", "stays"),
    [
        (["Boko Haram", "Hezbollah", "Shabaab", "Taliban"], 0),
        (["Subscribe to our newsletter.", "Boko Haram", "Hezbollah"], 0),
        (["Boko Haram", "Hezbollah"], 2),
        (["The army listed its dead:", "Ali Diallo", "Omar Keita", "Musa Traore", "Issa Kone"], 5),
        (["Two trucks", "14 rifles", "Six radios", "A gun"], 4),
    ],
)
def test_tag_cloud(below, stays):
    done, _ = cut_of(*below)
    assert done.paragraphs == [*BODY, *below][: len(BODY) + stays]


def test_long_lines_and_odd_texts_are_quick():
    for raw in (
        "word " * 400_000,
        "By " + "A" * 200_000,
        "Tags:" + "," * 200_000,
        "\n" * 100_000,
        "A b " * 50_000 + "|",
    ):
        clean(raw)


TAIL = [
    "Ada Writer is an editor of the Examiner Journal.",
    "Subscribe to our newsletter.",
    "Tags: Mali",
    "2 Comments",
    "Mali",
]


@pytest.mark.parametrize("above", [[], ["By Cy Penn | April 5, 2017"], ["Share on Facebook", "April 5, 2017"]])
@pytest.mark.parametrize("below", [[], TAIL, TAIL[:1], TAIL[3:], ["Boko Haram", "Hezbollah", "Shabaab", "Taliban"]])
def test_no_word_is_lost_and_cleaning_twice_changes_nothing(above, below):
    raw = "\r\n\r\n".join([TITLE, *above, *BODY, *below])
    done = clean(raw)
    assert sorted(f"{done.text} {' '.join(words for _, words in done.cut)}".split()) == sorted(raw.split())
    assert clean(done.text).text == done.text
    assert clean(done.text, title=done.title).text == done.text


def test_articles_say_how_much_was_cut(tmp_path):
    path = tmp_path / "raid.txt"
    path.write_text("\n\n".join([TITLE, *BODY, *TAIL]), encoding="utf-8")
    articles, _ = read([path])
    words = " ".join(words for _, words in articles[0].cut)
    assert articles[0].n_cut_words == count_words(words) > 0
    assert articles[0].n_words == count_words(articles[0].text)
