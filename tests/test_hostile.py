"""Articles that were made to break something: every file is survived, told in ``problems``, and stops no other."""

import csv
import gzip
import io
import json
import os
import re
import socket
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from paths import ROOT

from lwj_analysis import kinds, store
from lwj_analysis.read import read
from lwj_analysis.vocabulary import PROBLEM_KIND

LIMITS = {
    n: getattr(kinds, n) for n in ("LARGEST", "LONGEST_LINE", "LARGEST_WHOLE", "LARGEST_TABLE", "LONGEST_ARTICLE")
}
SMALL = {"LARGEST": 2_000_000, "LONGEST_LINE": 2_000_000, "LARGEST_WHOLE": 3_000_000, "LONGEST_ARTICLE": 900_000}
TEXT = (
    "Gunmen killed four soldiers near Gao in Mali on 6 April 2017, the army said.\n\nA doctor counted six wounded men."
)
ROW = {"article_id": "a", "text": TEXT}
FRENCH = "Des hommes armés ont attaqué un poste de contrôle près de la ville et tué quatre soldats, selon l’armée."
RUSSIAN = "Боевики убили четырёх солдат у блокпоста. Их тела нашли утром в овраге, и на месте не было никого."
SWAHILI = "Watu wenye silaha waliwaua askari wanne karibu na mji wa Mocimboa katika mkoa wa Cabo Delgado."


def page(body):
    return f"<html><head><title>Raid</title></head><body><article><h1>Raid</h1>{body}</article></body></html>".encode()


def in_paragraphs(text):
    return "".join(f"<p>{p}</p>" for p in text.split("\n\n"))


def workbook(rows, **members):
    """A workbook; ``members`` replaces parts of the package, ``__`` for a stroke and ``_`` for a dot."""
    made = io.BytesIO()
    pd.DataFrame(rows).to_excel(made, index=False)
    named = {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in members.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *named]):
            new.writestr(name, named.get(name) or old.read(name))
    return out.getvalue()


def parquet(rows):
    out = io.BytesIO()
    pd.DataFrame(rows).to_parquet(out)
    return out.getvalue()


def table(*rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
MERGED = "\n".join(["a: &a {x: 1, y: 2}", *(f"{b}: &{b} {{<<: [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]}}"
                                           for a, b in zip("abcdefghijkl", "bcdefghijklm", strict=True))])  # fmt: skip

LAUGHS = "\n".join([f"a: &a [{', '.join(['lol'] * 9)}]", *(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]"
                                                            for a, b in zip("abcdefghijkl", "bcdefghijklm", strict=True))])  # fmt: skip


def sheet(*rows, dimension="A1:B2"):
    """A workbook whose sheet has these rows (as XML) below those of an article, and says that it is of this size."""
    made = zipfile.ZipFile(io.BytesIO(workbook([ROW]))).read("xl/worksheets/sheet1.xml").decode()
    made = re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{dimension}"', made)
    return workbook(
        [ROW], xl__worksheets__sheet1_xml=made.replace("</sheetData>", "".join(rows) + "</sheetData>").encode()
    )


def cell(column, row, words="Three men died near Kidal."):
    return f'<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>{words}</t></is></c></row>'


def repeated(rows, text):
    """A table of one text many times, which takes little room."""
    import pyarrow as pa

    out = io.BytesIO()
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array([text]))
    pa.parquet.write_table(pa.table({"text": texts}), out)
    return out.getvalue()


# name, bytes, how many articles, kinds of the problems, a word of the first
CASES = [
    # encodings
    ("declared.html", page(in_paragraphs(TEXT + " A café was hit.")).replace(b"<head>", b"<head><meta charset=iso-8859-1>").replace("é".encode(), b"\xe9"), 1, [], ""),
    ("declared_wrongly.html", page(in_paragraphs(TEXT + " A café.")).replace(b"<head>", b"<head><meta charset=ascii>"), 1, [], ""),
    ("declared_oddly.html", page(in_paragraphs(TEXT)).replace(b"<head>", b"<head><meta charset=zip>") + b"\xe9", 1, ["encoding"], "Windows-1252"),
    ("western.txt", (TEXT + " A café.").encode("cp1252"), 1, ["encoding"], "0xe9"),
    ("mixed.txt", (TEXT + " One café.\n\n").encode() + "Another café was hit, too.".encode("latin-1"), 1, ["encoding"], "1 of 5 lines"),
    ("undefined.txt", TEXT.encode() + b" \x81\x8d\xff", 1, ["encoding"], "are lost"),
    ("cyrillic.txt", RUSSIAN.encode("cp1251") * 3, 1, ["other", "encoding"], "Russian"),
    ("koi8.txt", RUSSIAN.encode("koi8-r") * 3, 1, ["other", "encoding"], "Russian"),
    ("wide.txt", TEXT.encode("utf-16"), 1, [], ""),
    ("wider.txt", TEXT.encode("utf-32"), 1, [], ""),
    ("unmarked.txt", TEXT.encode("utf-16-le"), 1, ["encoding"], "UTF-16-LE"),
    ("turned.txt", TEXT.encode("utf-16-be"), 1, ["encoding"], "UTF-16-BE"),
    ("half.txt", TEXT.encode("utf-16")[:-1], 0, ["encoding"], "breaks at byte"),
    ("twice.txt", (TEXT + " The army’s café was hit.").encode().decode("cp1252").encode(), 1, ["encoding"], "mended"),
    ("lines.jsonl", json.dumps(ROW).encode() + b"\n" + '{"text": "A café was hit near Gao."}'.encode("latin-1"), 2, ["encoding"], "line 2"),
    ("wide.jsonl", "\n".join(json.dumps({"text": f"{TEXT} {n}"}) for n in range(2)).encode("utf-16"), 2, [], ""),
    ("western.csv", table(["text"], [TEXT], [TEXT + " A café."]).encode("latin-1"), 2, ["encoding"], "not UTF-8"),
    # NULs and other control bytes
    ("null.txt", TEXT.encode().replace(b"Gao", b"G\x00ao"), 1, ["encoding"], "0x00"),
    ("escape.txt", TEXT.encode() + b" \x1b[31mred\x1b]0;title\x07", 1, ["encoding"], "0x07"),
    ("binary.txt", bytes(range(256)) * 20, 0, ["unreadable"], "binary"),
    ("elf.html", b"\x7fELF\x02\x01\x01" + b"\x00" * 500, 0, ["unreadable"], "binary"),
    ("null.jsonl", b"\x00" * 100, 0, ["unreadable"], "binary"),
    ("nulls.csv", table(["text"], [TEXT]).encode().replace(b"Gao", b"G\x00ao"), 1, ["encoding"], "control bytes"),
    # size
    ("long_line.txt", b"The gunmen killed four soldiers in Gao. " * 20_000, 1, [], ""),
    ("long_line.jsonl", json.dumps({"text": "The gunmen came to Gao. " * 35_000}).encode(), 1, [], ""),
    ("too_long.txt", b"Four men died. " * 130_000, 0, ["refused"], "900,000"),
    ("too_long.jsonl", json.dumps({"text": "Four men died. " * 130_000}).encode(), 0, ["refused"], "line 1: 1,950,000 characters, more than the 900,000 that are read"),
    ("long_title.jsonl", json.dumps(ROW | {"title": "Raid " * 190_000}).encode(), 0, ["refused"], "line 1: 950"),
    ("too_large.txt", b"a" * (SMALL['LARGEST'] + 1), 0, ["unreadable"], "2,000,000"),
    ("too_large.html", b"<p>" * (SMALL['LARGEST'] // 3 + 1), 0, ["unreadable"], "2,000,000"),
    ("too_long_line.jsonl", b'{"text": "' + b"a" * SMALL['LONGEST_LINE'], 0, ["unreadable"], "a line has more"),
    ("one_word.txt", b"Ambush", 1, [], ""),
    # bombs
    ("bomb.txt.gz", gzip.compress(b"a" * 5_000_000, 1, mtime=0), 0, ["unreadable"], "unpacked"),
    ("bomb.html.gz", gzip.compress(b"<p>a</p>" * 500_000, 1, mtime=0), 0, ["unreadable"], "unpacked"),
    ("packed_twice.html", gzip.compress(page(in_paragraphs(TEXT)), mtime=0), 0, ["unreadable"], "binary"),
    ("bomb.xlsx", workbook([ROW], xl__bomb_xml=b" " * (SMALL['LARGEST_WHOLE'] + 1)), 0, ["unreadable"], "unpacks to more"),
    ("entities.xlsx", workbook([ROW], xl__sharedStrings_xml=(DOCTYPE + "<sst>&b;</sst>").encode()), 0, ["unreadable"], "entities"),
    ("wide_entities.xlsx", workbook([ROW], xl__sharedStrings_xml=(DOCTYPE + "<sst>&b;</sst>").encode("utf-16")), 0, ["unreadable"], "entities"),
    ("repeated.parquet", repeated(400, "It rained all day long. " * 1_000), 1, ["unreadable", *["duplicate"] * 124], "row 126: more than"),
    ("nothing.jsonl.gz", gzip.compress(b"1\n" * 6_000, mtime=0), 0, ["format"] * 1001, "5,000 more of this kind"),
    ("dense.jsonl.gz", gzip.compress((b" " * 999 + b"\n") * 2_500, mtime=0), 0, ["unreadable"], "unpacked"),
    ("far_row.xlsx", sheet(cell("B", 900_000)), 2, [], ""),
    ("endless_rows.xlsx", sheet(cell("B", 10**12)), 1, [], ""),
    ("beyond.xlsx", sheet(cell("B", 3), cell("XFD", 4)), 2, [], ""),
    ("large_dimension.xlsx", sheet(cell("B", 5), dimension="A1:XFD1048576"), 2, [], ""),
    ("columns.xlsx", workbook([ROW | {f"c{n}": 1 for n in range(1100)}]), 0, ["unreadable"], "columns"),
    ("entities.html", page(in_paragraphs(TEXT)).replace(b"<html>", DOCTYPE.encode() + b"<html>") + b"<p>&b;&b;</p>", 0, ["unreadable"], "no HTML"),
    ("merged.md", f"---\ntitle: Raid\n{MERGED}\n---\n{TEXT}".encode(), 1, [], ""),
    ("laughs.md", f"---\n{LAUGHS}\ntags: ['x', *m]\npublished: ['x', *m]\n---\n{TEXT}".encode(), 1, ["date"], "line 16: published: 'x'"),
    ("own_anchor.md", f"---\ntags: &a ['x', *a]\n---\n{TEXT}".encode(), 1, [], ""),
    ("digits.md", f"---\ntitle: 0x{'f' * 5000}\n---\n{TEXT}".encode(), 1, [], ""),
    ("sixties.md", f"---\npublished: 1{':59' * 3000}\n---\n{TEXT}".encode(), 1, [], ""),
    ("tags.md", f"---\ntitle: !!timestamp 'x'\n---\n{TEXT}".encode(), 1, ["format"], "front matter"),
    ("python.md", f"---\ntitle: !!python/object/apply:os.system [ls]\n---\n{TEXT}".encode(), 1, ["format"], "front matter"),
    ("halves.jsonl", json.dumps(ROW | {"text": TEXT + " \ud800.", "title": "a\udfffb", "article_id": "\ud800"}).encode(), 1, [], ""),
    ("deep.json", b'{"text": ' * 100_000, 0, ["format"], "no valid JSON: maximum recursion depth"),
    ("deep.md", b"---\na: " + b"[" * 40_000 + b"\n---\n" + TEXT.encode(), 1, ["format"], "front matter"),
    ("digits.json", b'{"text": "x", "published": ' + b"9" * 10_000 + b"}", 0, ["format"], "no valid JSON: Exceeds the limit"),
    # broken markup
    ("deep.html", page("<div>" * 20_000 + in_paragraphs(TEXT)), 0, ["empty"], "nothing is left"),
    ("deep_quotes.html", page("<blockquote>" * 200 + in_paragraphs(TEXT)), 1, [], ""),
    ("open.html", page(in_paragraphs(TEXT)).replace(b"</p>", b"").replace(b"</article>", b"<"), 1, [], ""),
    ("comment.html", page(in_paragraphs(TEXT) + "<!-- never closed"), 1, [], ""),
    ("frames.html", b"<frameset><frame src=x></frameset>", 0, ["unreadable"], "no"),
    ("null.html", page(in_paragraphs(TEXT)).replace(b"Gao", b"G\x00ao"), 1, ["encoding"], "0x00"),
    # tables
    ("semicolons.csv", table(["text", "title"], [TEXT, "Raid"], delimiter=";").encode(), 1, [], ""),
    ("tabs.csv", table(["text", "title"], [TEXT, "Raid"], delimiter="\t").encode(), 1, [], ""),
    ("bars.csv", table(["text", "title"], [TEXT, "Raid"], delimiter="|").encode(), 1, [], ""),
    ("old_mac.csv", b"text\rFour men died near Gao.\rFive men died near Gao.\r", 2, [], ""),
    ("open_quote.csv", table(["text"], [TEXT]).encode() + b'"Never closed,\nFour men died near Gao.\n', 2, ["format"], "odd in number"),
    ("too_long_field.csv", b'text\n"' + b"a\n" * (SMALL['LONGEST_LINE'] // 2 + 1), 0, ["format", "format"], "field"),
    ("repeated.csv", table(["text", "text"], ["No.", TEXT]).encode(), 1, [], ""),
    ("ids.jsonl", "\n".join(json.dumps({"article_id": "x", "text": f"{TEXT} {n}"}) for n in range(3)).encode(), 3, ["duplicate", "duplicate"], "'x'"),
    ("odd.parquet", parquet({"text": [TEXT, None, "", " "], "title": [["a", "b"], None, [], []]}), 1, ["empty"] * 3, "no text"),
    ("bytes.parquet", parquet({"text": [b"\xff\xfe"]}), 0, ["format"], "is no text"),
    # days
    ("days.jsonl", "\n".join(json.dumps({"text": f"{TEXT} {n}", "published": day}) for n, day in enumerate(
        ["2019-02-30", "0000-01-01", "2017-13-01", "31 June 2017", "٢٠١٧-٠٤-٣١", "9" * 400, "1e9", "NaN", "-1"])).encode(), 9, ["date"] * 9, "day"),
    ("early.jsonl", json.dumps({"text": TEXT, "published": "0001-01-01"}).encode(), 1, ["date"], "0001-01-01"),
    ("late.jsonl", json.dumps({"text": TEXT, "published": "9999-12-31"}).encode(), 1, ["date"], "9999-12-31"),
    # languages
    ("french.txt", FRENCH.encode(), 1, ["other"], "French"),
    ("russian.txt", RUSSIAN.encode(), 1, ["other"], "Russian"),
    ("swahili.txt", SWAHILI.encode(), 1, ["other"], "Swahili"),
    ("chinese.txt", "武装分子袭击检查站，造成四名士兵死亡。".encode(), 1, ["other"], "Chinese"),
    ("arabic.txt", "قتل مسلحون أربعة جنود قرب المدينة صباح اليوم في هجوم على نقطة تفتيش".encode(), 1, ["other"], "Arabic"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    """Limits at a tenth, so that a file above them is made quickly."""
    monkeypatch.chdir(tmp_path)
    for name in SMALL:
        monkeypatch.setattr(kinds, name, SMALL[name])
    monkeypatch.setattr(kinds, "LIMITS", dict.fromkeys(kinds.LIMITS, SMALL["LARGEST_WHOLE"]))


def test_limits_are_those_of_the_docs():
    page = (ROOT / "docs" / "input.md").read_text(encoding="utf-8")
    for words in ("10 MB", "20 MB", "200 MB", "2 GB", "1,000,000 characters"):
        assert words in page
    real = (LIMITS["LARGEST"], LIMITS["LARGEST_WHOLE"], LIMITS["LARGEST_TABLE"], LIMITS["LONGEST_ARTICLE"])
    assert real == (10_000_000, 200_000_000, 2_000_000_000, 1_000_000)


@pytest.mark.parametrize(("name", "data", "n", "kinds_", "word"), CASES, ids=[c[0] for c in CASES])
def test_any_bytes_are_survived(name, data, n, kinds_, word):
    Path(name).write_bytes(data)
    Path("good.txt").write_text("Two men died near Kidal, a doctor said.")
    articles, problems = read(["."])
    assert [a.source_path for a in articles].count("good.txt") == 1
    assert ([p.kind for p in problems], len(articles) - 1) == (kinds_, n), problems
    assert {p.source_path for p in problems} <= {name}
    assert set(kinds_) <= set(PROBLEM_KIND)
    assert not problems or word in problems[0].detail
    assert all(len(p.detail) < 500 and "\n" not in p.detail for p in problems)


def test_all_of_them_in_one_run():
    for name, data, *_ in CASES:
        if len(data) < 100_000:
            Path(name).write_bytes(data)
    frames = store.load(".")
    broken = frames.problems["detail"].str.contains("could not be parsed")
    assert frames.problems.loc[broken, ["source_path", "detail"]].values.tolist() == []
    told = set(frames.problems["source_path"])
    assert {name for name, data, _, kinds_, _ in CASES if kinds_ and len(data) < 100_000} <= told
    foreign = frames.articles[~frames.articles["language"].isin(["en"]) & frames.articles["language"].notna()]
    assert set(foreign["language"]) == {"fr", "ru", "sw", "zh", "ar"}
    assert not set(foreign["article_id"]) & set(frames.sentences["article_id"])


# ---- places


def test_a_pipe_is_not_waited_for():
    os.mkfifo("pipe.txt")
    for source in (["."], ["pipe.txt"], ["*.txt"]):
        assert [(p.kind, "a pipe" in p.detail) for p in read(source)[1]] == [("refused", True)]


def test_a_device_is_not_read():
    os.symlink("/dev/zero", "zero.txt")
    assert [(p.kind, "a device" in p.detail) for p in read(["zero.txt"])[1]] == [("refused", True)]
    assert "leads out of the folder" in read(["."])[1][0].detail


def test_a_socket_is_not_read():
    with socket.socket(socket.AF_UNIX) as end:
        end.bind("end.txt")
        assert [p.kind for p in read(["."])[1]] == ["unreadable"]


def test_links_that_loop():
    Path("in/deep").mkdir(parents=True)
    Path("in/a.txt").write_text(TEXT)
    os.symlink("loop.txt", "in/loop.txt")
    for name in ("one", "two"):
        os.symlink("..", f"in/deep/{name}", target_is_directory=True)
    for sources in (["in"], ["in/**"], ["in/**/*.txt"], ["**/*.txt"]):
        articles, problems = read(sources)
        assert [a.source_path for a in articles] == ["in/a.txt"]
        assert {p.kind for p in problems} <= {"missing", "refused", "unreadable"}
    told = {p.source_path: p.detail for p in read(["in"])[1]}
    assert "leads nowhere" in told["in/loop.txt"]
    assert "a link to a folder" in told["in/deep/one"]
    assert read(["in/loop.txt"])[1][0].kind == "unreadable"


def test_a_link_out_of_the_folder_is_not_followed():
    Path("secret.txt").write_text(TEXT)
    Path("in").mkdir()
    os.symlink("../secret.txt", "in/a.txt")
    Path("in/b.txt").write_text("Two men died near Kidal, a doctor said.")
    os.symlink("b.txt", "in/c.txt")
    articles, problems = read(["in"])
    assert [a.source_path for a in articles] == ["in/b.txt"]
    assert {p.source_path: p.kind for p in problems} == {"in/a.txt": "refused", "in/c.txt": "duplicate"}
    assert len(read(["in/a.txt"])[0]) == 1  # named, it is read


@pytest.mark.parametrize(
    "name", ["a\nb.txt", "a\x1b[2Jb.txt", "a\tb\u202etxt.txt", b"a\xff\xfeb.txt", "  .txt", "-.txt", "'=1+1.txt"]
)
def test_odd_names_stay_in_one_line(name, tmp_path):
    Path(os.fsdecode(name)).write_text(TEXT)
    frames = store.load(".")
    path = frames.articles["source_path"].iloc[0]
    assert path.isprintable()
    for format in ("parquet", "csv", "jsonl", "xlsx"):
        frames.write(tmp_path / format, format=format)
        assert store.Frames.read(tmp_path / format).articles["source_path"].iloc[0] == path


@pytest.mark.parametrize(
    "source", ["a\0b.txt", "a" * 5000 + ".txt", "**", "**x", "[", "a/**/../*.txt", "/**x", "~nobody/x.txt"]
)
def test_odd_sources_are_told(source):
    assert [p.kind for p in read([source])[1]] in (["missing"], ["unreadable"], ["empty"])


def test_folder_that_may_not_be_looked_into(monkeypatch):
    Path("in/shut").mkdir(parents=True)
    Path("in/a.txt").write_text(TEXT)
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    articles, problems = read(["in"])
    assert len(articles) == 1
    assert [(p.source_path, p.kind, p.detail) for p in problems] == [("in/shut", "unreadable", "Permission denied")]


def test_large_tables_are_streamed(monkeypatch):
    """A table is read with a part of it in memory at a time."""
    import tracemalloc

    from lwj_analysis.read import articles_of

    monkeypatch.setattr(kinds, "LIMITS", {".jsonl": LIMITS["LARGEST_TABLE"]})
    with open("large.jsonl", "w") as file:
        for number in range(60):
            file.write(json.dumps({"article_id": str(number), "text": f"{number} men died. " * 3000}) + "\n")
    size = os.path.getsize("large.jsonl")
    tracemalloc.start()
    n = sum(1 for _ in articles_of(["large.jsonl"]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert n == 60
    assert peak < size / 2


@pytest.mark.parametrize(
    "number", ["99999999999999999999", "9,223,372,036,854,775,808", "99999999999999999 thousand", "9" * 400]
)
def test_a_number_that_no_column_holds(number):
    """Found by chance (test_fuzz.py): one such article must not stop the others."""
    Path("a.txt").write_text(f"Fewer than {number} men died near Gao, the army said.")
    Path("good.txt").write_text("Two men died near Kidal, a doctor said.")
    assert len(store.load(".").articles) == 2
