"""Reading: every kind, every way a file can be broken, days of publication, ids and copies."""

import csv
import datetime as dt
import gzip
import io
import json
import os
from pathlib import Path

import pandas as pd
import pytest

from lwj_analysis import clean, kinds, language
from lwj_analysis import read as reading
from lwj_analysis.read import Article, read, read_day
from lwj_analysis.vocabulary import PROBLEM_KIND

TITLE = "Four soldiers killed at checkpoint near Ansongo"
TEXT = (
    "Gunmen stormed a checkpoint near Ansongo and killed four soldiers, the army said in a short statement.\n\n"
    "Two of the attackers died as well, and a doctor in Gao counted six wounded."
)
ROW = {
    "article_id": "ansongo",
    "title": TITLE,
    "authors": "Ada Writer; Ben Scribe",
    "published": "2017-04-06",
    "publisher": "The Examiner",
    "url": "https://examiner.example/raid",
    "text": TEXT,
}
HTML = (
    "<html><head><title>x</title><meta property='article:published_time' content='2017-04-06T10:00:00Z'></head><body>"
    f"<article><h1>{TITLE}</h1>{''.join(f'<p>{p}</p>' for p in TEXT.split(chr(10) * 2))}</article></body></html>"
)
ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write(name, data):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return name


def csv_of(*rows, delimiter=","):
    out = io.StringIO()
    table = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    table.writeheader()
    table.writerows(rows)
    return out.getvalue()


def parquet_of(*rows):
    out = io.BytesIO()
    pd.DataFrame(rows).to_parquet(out)
    return out.getvalue()


def xlsx_of(*rows):
    out = io.BytesIO()
    pd.DataFrame(rows).to_excel(out, index=False)
    return out.getvalue()


def md_of(text=TEXT, **facts):
    return "\n".join(["---", *(f"{k}: {json.dumps(v)}" for k, v in facts.items()), "---", "", text, ""])


def one(*sources, **options):
    articles, problems = read(sources, **options)
    assert problems == []
    assert len(articles) == 1
    return articles[0]


def problem(*sources, **options):
    _, problems = read(sources, **options)
    assert len(problems) == 1, problems
    assert problems[0].kind in PROBLEM_KIND
    return problems[0]


# ---- kinds


KINDS = {
    "a.txt": f"{TITLE}\n\n{TEXT}",
    "a.md": md_of(**{k: v for k, v in ROW.items() if k != "text"}),
    "a.html": HTML,
    "a.htm": HTML,
    "a.jsonl": json.dumps(ROW) + "\n",
    "a.json": json.dumps(ROW),
    "list.json": json.dumps([ROW]),
    "a.csv": csv_of(ROW),
    "semicolon.csv": csv_of(ROW, delimiter=";"),
    "tab.csv": csv_of(ROW, delimiter="\t"),
    "mark.csv": b"\xef\xbb\xbf" + csv_of(ROW).encode(),
    "wide.csv": csv_of(ROW).encode("utf-16"),
    "a.parquet": parquet_of(ROW),
    "a.xlsx": xlsx_of(ROW),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", KINDS)
def test_every_kind_gives_the_same_article(name, packed):
    data = KINDS[name] if isinstance(KINDS[name], bytes) else KINDS[name].encode()
    article = one(write(name + ".gz", gzip.compress(data)) if packed else write(name, data))
    assert article.text == f"{TITLE}\n\n{TEXT}"
    assert (article.title, article.has_title, article.language) == (TITLE, True, "en")
    assert article.source_path == name + ".gz" * packed
    assert article.n_words == 39
    assert len(article.sha256) == 64
    if "txt" not in name:
        assert (article.published, article.published_basis) == (dt.date(2017, 4, 6), "metadata")
    if name.split(".")[1] not in ("txt", "html", "htm"):
        assert {k: getattr(article, k) for k in ("article_id", "authors", "publisher", "url")} == {
            k: ROW[k] for k in ("article_id", "authors", "publisher", "url")
        }


def test_every_kind_has_a_case_here():
    assert {Path(name).suffix for name in KINDS} == set(reading.kinds.READERS)


def test_only_text_is_needed_and_other_columns_are_left():
    rows = [{"Text ": TEXT, "color": "red"}, {"Text ": TEXT + " More.", "color": ""}]
    for name, data in {"a.csv": csv_of(*rows), "a.parquet": parquet_of(*rows), "a.xlsx": xlsx_of(*rows)}.items():
        articles, problems = read([write(name, data)])
        assert (len(articles), problems) == (2, [])
        assert {a.title for a in articles} == {None}


def test_lines_of_rows():
    rows = [ROW | {"article_id": f"a{n}", "text": f"{TEXT} Row {n}."} for n in range(3)]
    lines = {"a.csv": [2, 5, 8], "a.parquet": [1, 2, 3], "a.xlsx": [2, 3, 4], "a.jsonl": [1, 2, 3], "a.json": [1, 2, 3]}
    data = {
        "a.csv": csv_of(*rows),
        "a.parquet": parquet_of(*rows),
        "a.xlsx": xlsx_of(*rows),
        "a.jsonl": "\n".join(map(json.dumps, rows)),
        "a.json": json.dumps(rows),
    }
    for name, expected in lines.items():
        assert [a.line for a in read([write(name, data[name])])[0]] == expected


def test_json_strings_may_hold_any_line_separator():
    row = {"text": f"{TEXT} A line\u2028separator and a\u0085next line."}
    article = one(write("a.jsonl", json.dumps(row, ensure_ascii=False) + "\n"))
    assert "separator" in article.text


def test_markdown_signs_go_and_words_stay():
    text = (
        "# Raid\n\nThe **army** [said](https://a.example/x) that *four* died.\n\n- two trucks\n- one gun\n\n"
        "> We did it.\n\nSnake_case_names and 2 * 3 stay. ![picture](x.png)\n\n***\n\nLast line."
    )
    words = one(write("a.md", md_of(text, title="Four die"))).text.split("\n\n")
    assert words[:3] == ["Four die", "Raid", "The army said that four died."]
    assert words[3:] == ["two trucks", "one gun", "We did it.", "Snake_case_names and 2 * 3 stay.", "Last line."]


def test_front_matter_lists_and_other_names():
    article = one(write("a.md", md_of(author=["Ada Writer", "Ben Scribe"], date="2017-04-06", tags=["Mali", "JNIM"])))
    assert (article.authors, article.tags) == ("Ada Writer; Ben Scribe", "Mali; JNIM")
    assert (article.published, article.published_evidence) == (dt.date(2017, 4, 6), "published: 2017-04-06")


def test_standard_input():
    for stdin in (io.StringIO(TEXT), io.BytesIO(TEXT.encode()), io.TextIOWrapper(io.BytesIO(TEXT.encode()))):
        article = one("-", stdin=stdin)
        assert (article.text, article.source_path) == (TEXT, "-")
    assert problem("-", stdin=io.StringIO("")).kind == "empty"


def test_address(monkeypatch):
    from lwj_analysis import fetch

    page = fetch.Page(HTML.encode(), "https://examiner.example/2017/raid", "text/html", "utf-8")
    monkeypatch.setattr(fetch, "fetch", lambda url: page)
    article = one("https://examiner.example/moved")
    assert (article.title, article.url) == (TITLE, "https://examiner.example/2017/raid")
    assert article.source_path == "https://examiner.example/moved"
    monkeypatch.setattr(fetch, "fetch", lambda url: page._replace(data=TEXT.encode(), kind="text/plain"))
    assert one("https://examiner.example/raid.txt").text == TEXT


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "file:///etc/passwd", "https://user@examiner.example/"])
def test_address_that_is_refused(url):
    assert problem(url).kind == "refused"


# ---- places


def test_folder_glob_and_file_once():
    write("in/a.txt", TEXT)
    write("in/deep/b.txt", TEXT + " B.")
    write("in/.hidden/c.txt", TEXT + " C.")
    write("in/.d.txt", TEXT + " D.")
    paths = ["in/a.txt", "in/deep/b.txt"]
    for sources in (["in"], ["in/**/*.txt"], ["in/*"], ["./in", "in/a.txt", os.path.abspath("in/a.txt")]):
        articles, problems = read(sources)
        assert (sorted(a.source_path for a in articles), problems) == (paths, [])


def test_paths_outside_stay_as_given(tmp_path, monkeypatch):
    write("in/a.txt", TEXT)
    write("other/x", "")
    monkeypatch.chdir(tmp_path / "other")
    assert one("../in/a.txt").source_path == "../in/a.txt"


def test_names_with_signs_of_globs():
    assert one(write("a[1].txt", TEXT)).source_path == "a[1].txt"


def test_what_is_no_article_is_told():
    for name in ("in/README.md", "in/picture.png", "in/scan.pdf", "in/notes", "in/paper.docx"):
        write(name, "x")
    _, problems = read(["in"])
    assert {p.source_path: p.kind for p in problems} == dict.fromkeys(
        ("in/README.md", "in/notes", "in/paper.docx", "in/picture.png", "in/scan.pdf"), "refused"
    )
    told = {p.source_path: p.detail for p in problems}
    assert "pdftotext" in told["in/scan.pdf"]
    assert "plain text or HTML" in told["in/paper.docx"]
    assert ".jsonl" in told["in/picture.png"]
    assert len(read([write("README.txt", TEXT)])[0]) == 1


@pytest.mark.parametrize("source", ["nothing.txt", "no/*.txt", "nowhere/"])
def test_missing(source):
    assert problem(source).kind == "missing"
    assert problem(source).source_path == source.rstrip("/")


def test_empty_folder():
    os.mkdir("in")
    assert problem("in").kind == "empty"


def test_no_permission(monkeypatch):
    def refuse(path, flags):
        raise PermissionError(13, "Permission denied", str(path))

    name = write("a.txt", TEXT)
    monkeypatch.setattr(os, "open", refuse)
    told = problem(name)
    assert (told.kind, told.detail) == ("unreadable", "Permission denied")


# ---- broken files

GOOD = "\n".join(json.dumps(ROW | {"article_id": f"a{n}", "text": f"{TEXT} Row {n}."}) for n in range(2))


@pytest.mark.parametrize(
    ("name", "data", "kind", "line", "words"),
    [
        ("a.txt", b"", "empty", None, "empty"),
        ("a.txt", b" \n\n", "empty", None, "empty"),
        ("a.txt", b"\xef\xbb\xbf\n--\n", "empty", None, "nothing is left"),
        ("a.html", b"", "empty", None, "empty"),
        ("a.html", b"<html><body></body></html>", "unreadable", None, "no article text"),
        ("a.txt", b"text and \x00\x01\x02", "unreadable", None, "binary"),
        ("a.html", b"\x89PNG\x00\x01", "unreadable", None, "binary"),
        ("a.txt", b"\xff\xfeabc", "encoding", None, "UTF-16"),
        ("a.txt.gz", b"no gzip at all", "unreadable", None, "gzip"),
        ("a.txt.gz", gzip.compress(TEXT.encode(), mtime=0)[:-12], "unreadable", None, "end-of-stream"),
        ("a.json", b"{", "format", None, "JSON"),
        ("a.json", b"[" * 100_000, "format", None, "JSON"),
        ("a.json", b'"text"', "format", None, "no object"),
        ("a.json", b'{"body": "x"}', "column", None, "'text' among body"),
        ("a.json", b'{"text": 5}', "format", None, "5"),
        ("a.csv", b"id,body\n1,x\n", "column", None, "'text' among id, body"),
        ("a.csv", b"\n\n", "empty", None, "empty"),
        ("a.csv", b"article_id,text\n1,\n", "empty", 2, "no text"),
        ("a.parquet", b"PAR1 not", "unreadable", None, ""),
        ("a.parquet", parquet_of({"body": "x"}), "column", None, "'text' among body"),
        ("a.xlsx", b"PK not", "unreadable", None, "zip"),
        ("a.xlsx", xlsx_of({"body": "x"}), "column", None, "'text' among body"),
    ],
)
def test_broken_file_is_named_and_the_others_are_read(name, data, kind, line, words):
    write(f"in/{name}", data)
    write("in/good.jsonl", GOOD)
    articles, problems = read(["in"])
    assert [a.article_id for a in articles] == ["a0", "a1"]
    assert [(p.source_path, p.kind, p.line) for p in problems] == [(f"in/{name}", kind, line)]
    assert words in problems[0].detail


@pytest.mark.parametrize(
    ("name", "data", "kind", "line", "words"),
    [
        ("a.jsonl", GOOD.replace("\n", "\n{broken\n"), "format", 2, "line 2"),
        ("a.jsonl", GOOD + '\n{"title": "x"}', "column", 3, "line 3: no column 'text'"),
        ("a.jsonl", GOOD + '\n["x"]', "format", 3, "line 3: list"),
        ("a.jsonl", GOOD + '\n{"text": " "}', "empty", 3, "line 3: no text"),
        ("a.csv", csv_of({"text": TEXT}) + '"Only one more, here",too many\n', "format", 5, "2 values for 1 column"),
        ("a.csv", csv_of({"text": TEXT, "x": ""}, {"text": "", "x": "1"}), "empty", 5, "line 5: no text"),
        ("a.parquet", parquet_of({"text": TEXT}, {"text": None}), "empty", 2, "line 2: no text"),
    ],
)
def test_broken_row_is_named_and_the_others_are_read(name, data, kind, line, words):
    articles, problems = read([write(name, data)])
    assert len(articles) >= 1
    assert [(p.kind, p.line) for p in problems] == [(kind, line)]
    assert words in problems[0].detail


def test_numbers_in_a_text_column_are_told():
    articles, problems = read([write("a.xlsx", xlsx_of({"text": TEXT}, {"text": 12}))])
    assert (len(articles), [(p.kind, p.line) for p in problems]) == (1, [("format", 3)])


def test_other_encodings():
    old = write("old.txt", (TITLE + "\n\nA fighter’s café was hit.\n\n" + TEXT).encode("cp1252"))
    articles, problems = read([old])
    assert "A fighter’s café" in articles[0].text
    assert [(p.kind, p.line) for p in problems] == [("encoding", 3)]
    assert "0x92" in problems[0].detail
    assert one(write("wide.txt", TEXT.encode("utf-16"))).text == TEXT
    assert one(write("mark.txt", b"\xef\xbb\xbf" + TEXT.encode())).text == TEXT


def test_broken_front_matter():
    for head, line in (("title: [", 3), ("- a\n- b", 1), ("title: 'x", 3), ("a: b: c", 2)):
        articles, problems = read([write("a.md", f"---\n{head}\n---\n\n{TEXT}\n")])
        assert articles[0].text == TEXT
        assert (problems[0].kind, problems[0].detail[:13]) == ("format", "front matter:")
        assert problems[0].line in (line, line - 1)


def test_front_matter_without_end_and_hostile_front_matter():
    articles, problems = read([write("a.md", f"---\ntitle: x\n\n{TEXT}")])
    assert (len(articles), problems[0].kind) == (1, "format")
    bomb = "\n".join(
        [
            "a: &a [x, x]",
            *(f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]" for a, b in zip("abcdefghijk", "bcdefghijkl", strict=True)),
        ]
    )
    article = one(write("b.md", f"---\n{bomb}\ntitle: *l\ntags: *l\n---\n{TEXT}\n"))
    assert (article.title, article.tags) == (None, None)
    articles, problems = read([write("c.md", f"---\ntitle: !!python/object/apply:os.system ['true']\n---\n{TEXT}\n")])
    assert (articles[0].title, problems[0].kind) == (None, "format")


def test_one_huge_line():
    assert one(write("a.txt", "Gunmen killed four soldiers at the camp. " * 24_000)).n_words == 168_000


def test_half_a_surrogate():
    articles, _ = read([write("a.jsonl", json.dumps({"text": TEXT + " \ud800", "article_id": "x\udfff"}))])
    assert articles[0].article_id == "x"


def test_another_language_is_told():
    french = (
        "Des hommes armés ont attaqué un poste de contrôle près de la ville et tué quatre soldats, selon l’armée. " * 5
    )
    articles, problems = read([write("a.txt", french)])
    assert (articles[0].language, articles[0].english) == ("fr", False)
    assert [p.kind for p in problems] == ["other"]
    assert "French" in problems[0].detail


# ---- day of publication


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2017-04-06", (2017, 4, 6)),
        ("2017-4-6", (2017, 4, 6)),
        ("2017/04/06", (2017, 4, 6)),
        ("20170406", (2017, 4, 6)),
        (20170406, (2017, 4, 6)),
        ("2017-04-06T23:30:00-05:00", (2017, 4, 6)),
        ("2017-04-06 10:00", (2017, 4, 6)),
        ("April 6, 2017", (2017, 4, 6)),
        ("Apr. 6, 2017", (2017, 4, 6)),
        ("Sept 6 2017", (2017, 9, 6)),
        ("Thursday, April 6th, 2017 at 10:30", (2017, 4, 6)),
        ("6 April 2017", (2017, 4, 6)),
        ("6-Apr-2017", (2017, 4, 6)),
        ("Thu, 06 Apr 2017 10:00:00 +0000", (2017, 4, 6)),
        ("26/04/2017", (2017, 4, 26)),
        ("04/26/2017", (2017, 4, 26)),
        ("04.04.2017", (2017, 4, 4)),
        (dt.date(2017, 4, 6), (2017, 4, 6)),
        (dt.datetime(2017, 4, 6, 23, 59), (2017, 4, 6)),
        (pd.Timestamp("2017-04-06"), (2017, 4, 6)),
    ],
)
def test_days_that_are_read(value, day):
    assert read_day(value) == dt.date(*day)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("05/04/2017", "day/month or month/day"),
        ("2019-13-45", "no day of the calendar"),
        ("2019-02-29", "no day of the calendar"),
        ("31 June 2017", "no day of the calendar"),
        ("2017-04", "no day that could be read"),
        ("2017", "no day that could be read"),
        ("last week", "no day that could be read"),
        ("06/04/17", "no day that could be read"),
        ("Smarch 6, 2017", "no day of the calendar"),
    ],
)
def test_days_that_are_not_guessed(value, words):
    with pytest.raises(ValueError, match=words) as error:
        read_day(value)
    assert value in str(error.value)


BYLINE = f"{TITLE}\n\nBy Ada Writer | April 4, 2017\n\n{TEXT}"
IN_URL = "https://examiner.example/2017/04/05/raid.html"


@pytest.mark.parametrize(
    ("row", "given", "day", "basis"),
    [
        ({"text": BYLINE, "url": IN_URL, "published": "2017-04-06"}, dt.date(2017, 4, 9), 9, "user"),
        ({"text": BYLINE, "url": IN_URL, "published": "2017-04-06"}, None, 6, "metadata"),
        ({"text": BYLINE, "url": IN_URL}, None, 5, "url"),
        ({"text": BYLINE, "url": "https://examiner.example/2017/04/raid"}, None, 4, "text"),
        ({"text": TEXT}, None, None, "unknown"),
    ],
)
def test_order_of_evidence(row, given, day, basis):
    article = one(write("a.jsonl", json.dumps(row)), published=given)
    assert article.published == (day and dt.date(2017, 4, day))
    assert article.published_basis == basis
    assert (article.published_evidence is None) == (basis == "unknown")


def test_bad_day_is_told_and_the_next_evidence_is_taken():
    articles, problems = read([write("a.csv", csv_of({"published": "2019-13-45", "url": IN_URL, "text": TEXT}))])
    assert (articles[0].published, articles[0].published_basis) == (dt.date(2017, 4, 5), "url")
    assert [(p.kind, p.line) for p in problems] == [("date", 2)]
    assert problems[0].detail.startswith("line 2: published: '2019-13-45'")


def test_bad_day_in_front_matter_names_its_line():
    articles, problems = read([write("a.md", f"---\ntitle: {TITLE}\npublished: 2019-13-45\n---\n{TEXT}\n")])
    assert articles[0].published is None
    assert (problems[0].line, problems[0].kind) == (3, "date")
    assert "2019-13-45" in problems[0].detail


def test_ambiguous_day_is_refused():
    articles, problems = read([write("a.csv", csv_of({"published": "05/04/2017", "text": TEXT}))])
    assert (articles[0].published, articles[0].published_basis) == (None, "unknown")
    assert "day/month or month/day" in problems[0].detail


def test_cells_of_a_workbook_that_are_days():
    article = one(write("a.xlsx", xlsx_of({"published": dt.datetime(2017, 4, 6), "text": TEXT, "article_id": 12})))
    assert (article.published, article.article_id) == (dt.date(2017, 4, 6), "12")


# ---- ids and copies


def test_ids_without_own_ones_come_from_the_content():
    first, other = one(write("a.txt", f"{TITLE}\n\n{TEXT}")), one(write("deep/b.txt", f"{TITLE}\r\n\r\n{TEXT}\r\n"))
    assert first.article_id == other.article_id
    assert len(first.article_id) == 12
    row = {"title": TITLE, "text": TEXT}
    ids = {one(write("c.jsonl", json.dumps(row | more))).article_id for more in ({}, {"publisher": "x"}, {"url": "y"})}
    assert len(ids) == 3
    assert first.article_id in ids


def test_second_copy_is_a_problem():
    write("in/a.txt", TEXT)
    write("in/b.txt", TEXT)
    articles, problems = read(["in"])
    assert [a.source_path for a in articles] == ["in/a.txt"]
    assert [(p.kind, p.source_path) for p in problems] == [("duplicate", "in/b.txt")]
    assert "in/a.txt" in problems[0].detail


def test_two_texts_with_one_id_are_both_kept():
    write("a.jsonl", "\n".join(json.dumps({"article_id": "x", "text": f"{TEXT} {n}"}) for n in ("One.", "Two.")))
    articles, problems = read(["a.jsonl"])
    assert len({a.article_id for a in articles}) == 2
    assert articles[0].article_id == "x"
    assert [p.kind for p in problems] == ["duplicate"]
    assert "'x'" in problems[0].detail


def test_order_of_sources_does_not_matter():
    names = [write(f"{n}.txt", f"{TEXT} Number {n}.") for n in range(5)] + [write("copy.txt", f"{TEXT} Number 3.")]
    names += [write("bad.json", "{"), write("empty.txt", "")]
    assert read(names) == read(names[::-1]) == read(["."])


def test_streaming():
    found = list(reading.articles_of([write("a.jsonl", GOOD), "missing.txt"]))
    assert [isinstance(f, Article) for f in found] == [True, True, False]


# ---- the sample


@pytest.fixture(scope="module")
def sample():
    articles, problems = read([ROOT / "data" / "articles"])
    assert problems == []
    return {a.article_id if a.source_path.endswith(".csv") else Path(a.source_path).stem: a for a in articles}


GOLD = sorted((ROOT / "tests" / "gold" / "articles").glob("*-*.json"))


def anchors(node):
    """Every quoted place of a gold file."""
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "anchor" and value)
        yield from (anchor for value in node.values() for anchor in anchors(value))
    elif isinstance(node, list):
        yield from (anchor for value in node for anchor in anchors(value))


@pytest.mark.parametrize("path", GOLD, ids=[p.stem for p in GOLD])
def test_gold_finds_its_words_once(path, sample):
    assert path.stem in sample
    text = sample[path.stem].text
    assert [a for a in anchors(json.loads(path.read_text(encoding="utf-8"))) if text.count(a) != 1] == []


def test_nothing_of_the_page_is_left_in_the_sample(sample):
    assert len(sample) == 19
    for article in sample.values():
        for words in ("Tags:", "Comment", "tax-deductible", "was compiled", "Hezbollah", "Donate", "Share on"):
            assert words not in article.text
        assert article.publisher in ("lwj_analysis sample", None)
        assert article.has_title


def test_days_of_the_sample(sample):
    for path in GOLD:
        gold, article = json.loads(path.read_text(encoding="utf-8")), sample.get(path.stem)
        if article and article.published:
            assert str(article.published) == gold["published"]


def test_the_page_on_input_names_kinds_columns_and_reasons():
    page = (ROOT / "docs" / "input.md").read_text(encoding="utf-8")
    for word in (*reading.kinds.READERS, *reading.kinds.COLUMNS, *reading.kinds.OTHER_NAMES):
        assert f"`{word}`" in page, word


# ---- languages that a source names


@pytest.mark.parametrize(
    ("told", "code", "english"),
    [("fr", "fr", False), ("fr-FR", "fr", False), ("EN-gb", "en", True), (None, "en", True), ("", "en", True),
     ("<script>", "en", True), ("french", "en", True), ("qq", "en", True), ("..", "en", True), ("\ud800", "en", True)],
)  # fmt: skip
def test_a_source_names_the_language_of_a_text_that_shows_none(told, code, english):
    assert language.of("Ok ok", told=told)[:2] == (code, english)


def test_a_third_text_of_an_id_gets_one_of_its_own(tmp_path, monkeypatch):
    """Also where somebody has taken the first six signs of its hash."""
    rows = [{"article_id": "x", "text": f"Four men died near Gao {n}."} for n in range(2)]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    other = next(a.article_id for a in read([tmp_path])[0] if a.article_id != "x")
    rows.append({"article_id": other, "text": "Five men died."})
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    articles, problems = read([tmp_path])
    assert len({a.article_id for a in articles}) == 3
    assert [p.kind for p in problems] == ["duplicate", "duplicate"]


def test_an_article_that_breaks_a_repair_is_told_and_the_rows_below_are_read(tmp_path, monkeypatch):
    def broken(text, **known):
        if "Kidal" in text:
            raise ZeroDivisionError("no words")
        return clean.Cleaned(None, [text])

    monkeypatch.setattr("lwj_analysis.clean.clean", broken)
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"text": t}) for t in ("Near Kidal.", "Near Gao.")))
    articles, problems = read([tmp_path])
    assert [a.text for a in articles] == ["Near Gao."]
    assert [(p.kind, p.line, p.detail) for p in problems] == [("unreadable", 1, "line 1: ZeroDivisionError: no words")]


def test_millions_of_problems_end_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr("lwj_analysis.sources.MOST_BROKEN", 3)
    monkeypatch.setattr("lwj_analysis.sources.MOST_TOLD", 2)
    (tmp_path / "a.jsonl").write_text("1\n" * 10 + json.dumps({"text": "Near Gao."}))
    articles, problems = read([tmp_path])
    assert articles == []
    assert sorted(p.detail for p in problems if not p.line) == [
        "2 more of this kind in this file",
        "3 problems; the rest of the file is left",
    ]


def test_too_much_on_standard_input_is_refused_with_the_limit(monkeypatch):
    monkeypatch.setattr(kinds, "LARGEST", 10)
    told = problem("-", stdin=io.StringIO("More than ten bytes of words."))
    assert "more than 10 bytes on standard input; split it" in told.detail
