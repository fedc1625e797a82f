"""Web pages of several kinds of sites: the article's words, its day, and what surrounds it."""

import pytest

from lwj_analysis import decoding, pages

P1 = "Gunmen stormed a checkpoint near Ansongo on Friday and killed four soldiers, the army said in a short statement."
P2 = "Two attackers died as well. A doctor in Gao counted six wounded soldiers and one wounded woman in his hospital."
P3 = "No group has claimed the raid, which is the third of its kind since the start of the month in that region."
TITLE = "Four soldiers killed near Ansongo"
BODY = f"<p>{P1}</p><p>{P2}</p><p>{P3}</p>"


def page(body=BODY, head="", before="", after="", title=f"<h1>{TITLE}</h1>"):
    html = f"<!doctype html><html lang='en'><head><title>{TITLE} | The Examiner</title>{head}</head><body>{before}"
    return f"{html}<article>{title}<div class='entry-content'>{body}</div></article>{after}</body></html>".encode()


def read_page(data):
    return pages.read_page(decoding.decode(data, declared=decoding.declared_in(data))[0])


def paragraphs(data):
    return read_page(data).text.split("\n\n")


def words_of(data):
    return " ".join(read_page(data).text.split())


def test_plain_page():
    read = read_page(page())
    assert [p for p in read.text.split("\n\n") if p != TITLE] == [P1, P2, P3]
    assert read.meta["title"] == TITLE
    assert read.meta["language"] == "en"
    assert "published" not in read.meta


@pytest.mark.parametrize(
    ("around", "words"),
    [
        ("<nav><a href='#'>Home of 12 killed</a></nav>", "Home of 12"),
        ("<aside class='widget'><p>Shabaab kills nine in another story of this site.</p></aside>", "Shabaab kills"),
        ("<div id='comments'><p>A reader says that 99 were killed, and he should know it.</p></div>", "99 were killed"),
        ("<div class='donate-box'><p>Give five dollars a month to our newsroom.</p></div>", "five dollars"),
        ("<div class='sharedaddy'><ul><li>Share on Facebook</li></ul></div>", "Share on"),
        ("<div class='author-box'><p>Ada Writer has covered wars for ten years.</p></div>", "ten years"),
        ("<section class='related-posts'><p>Nigeria: 30 killed in a raid on a market town.</p></section>", "30 killed"),
        ("<div class='tagcloud'><a>Boko Haram</a> <a>Hezbollah</a></div>", "Hezbollah"),
        ("<form><p>Your name and e-mail address, please, for the newsletter.</p></form>", "Your name"),
        ("<footer><p>Copyright of the Examiner in 2017 and later years.</p></footer>", "Copyright"),
    ],
)
def test_surroundings_are_cut_and_kept_for_audit(around, words):
    for data in (page(after=around), page(before=around), page(body=BODY + around)):
        read = read_page(data)
        assert words not in read.text
        assert [p for p in (P1, P2, P3) if p not in read.text] == []
        assert sum(words in cut for _, cut in read.cut) == 1


@pytest.mark.parametrize(
    ("open_", "close"),
    [
        ("<form id='aspnet'>", "</form>"),
        ("<div class='content-sidebar-wrap'>", "</div>"),
        ("<div id='page' class='has-sidebar'>", "</div>"),
        ("<div class='no-comments layout'>", "</div>"),
    ],
)
def test_layout_that_is_called_like_surroundings_is_kept(open_, close):
    data = page().replace(b"<article>", f"{open_}<div>".encode()).replace(b"</article>", f"</div>{close}".encode())
    assert P2 in words_of(data)


def test_long_comment_thread_of_a_short_article():
    thread = "".join(
        f"<li class='comment'><p>Reader {n} thinks that it was not so, and says why.</p></li>" for n in range(60)
    )
    read = read_page(
        page(body=f"<p>{P1}</p>", after=f"<div id='comments'><ol class='comment-list'>{thread}</ol></div>")
    )
    assert P1 in read.text
    assert "Reader" not in read.text


# ---- what an article's body may hold


def test_lists_quotes_links_and_breaks_keep_their_words():
    body = (
        f"<p>{P1}</p><p>The army <a href='/x'>listed</a> its <em>losses</em>:</p>"
        "<ul><li>two trucks</li><li>one gun</li></ul>"
        "<blockquote><p>We killed four soldiers.</p><p>We lost nobody.</p></blockquote>"
        f"<p>First line of a statement<br>and its second line.</p><p>{P2}</p>"
    )
    found = paragraphs(page(body=body))
    assert "The army listed its losses:" in found
    assert "two trucks" in found
    assert "one gun" in found
    assert "We killed four soldiers." in found
    assert "We lost nobody." in found
    assert "First line of a statement and its second line." in found


def test_tables_of_figures_are_lines():
    table = "<table><tr><th>Camp</th><th>Killed</th></tr><tr><td>Boulkessi</td><td>25</td></tr></table>"
    assert "Boulkessi, 25" in paragraphs(page(body=f"<p>{P1}</p><p>{P2}</p>{table}<p>{P3}</p>"))


def test_page_of_another_age():
    cell = f"<font>{P1}<br><br>{P2}<br><br>{P3}</font>"
    old = f"<html><head><title>{TITLE}</title></head><body><table><tr><td>{cell}</td></tr></table></body></html>"
    text = words_of(old.encode())
    assert [p for p in (P1, P2, P3) if p not in text] == []


# ---- what it says of itself

LD = '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"}, %s]}</script>'
ARTICLE = """{"@type": "NewsArticle", "headline": "Raid", "datePublished": "2017-04-06T23:00:00-05:00",
 "author": [{"@type": "Person", "name": "Ada Writer"}, {"@type": "Person", "name": "Ben Scribe"}],
 "publisher": {"name": "The Examiner"}, "keywords": "Mali, JNIM"}"""
PROPERTY = '<meta property="article:published_time" content="2017-04-07T01:00:00Z">'
TIME = '<time class="entry-date published" datetime="2017-04-08">April 8, 2017</time>'
COMMENT = '<div id="comments"><p><time datetime="2017-04-30">April 30</time> Well said, dear author.</p></div>'


@pytest.mark.parametrize(
    ("head", "body", "day", "basis"),
    [
        (LD % ARTICLE + PROPERTY, TIME, "2017-04-06", "JSON-LD datePublished"),
        (PROPERTY, TIME, "2017-04-07", "meta article:published_time"),
        ("", f"<time class='updated' datetime='2017-05-01'></time>{TIME}", "2017-04-08", "time element"),
        ("", "", None, None),
        ('<meta property="article:modified_time" content="2017-05-01">', "", None, None),
        ('<script type="application/ld+json">{"broken": </script>', TIME, "2017-04-08", "time element"),
        ('<meta name="date" content="early April">', TIME, "early April", "meta date"),
    ],
)
def test_day_in_its_order_and_never_the_comments(head, body, day, basis):
    meta = read_page(page(head=head, body=body + BODY, after=COMMENT)).meta
    assert meta.get("published") == day
    assert meta.get("published_from") == (f"{basis}: {day}" if day else None)


def test_a_time_in_the_sidebar_is_another_articles():
    aside = (
        "<aside><ul><li><time class='published' datetime='2019-01-01'></time>Other news of the day</li></ul></aside>"
    )
    assert "published" not in read_page(page(before=aside)).meta


def test_json_ld():
    meta = read_page(page(head=LD % ARTICLE)).meta
    assert meta["title"] == "Raid"
    assert meta["authors"] == ["Ada Writer", "Ben Scribe"]
    assert meta["publisher"] == "The Examiner"
    assert meta["tags"] == ["Mali", "JNIM"]


def test_title_without_the_site():
    head = '<meta property="og:site_name" content="The Examiner"><link rel="canonical" href="https://examiner.example/raid">'
    meta = read_page(page(head=head, title="")).meta
    assert meta["title"] == TITLE
    assert meta["url"] == "https://examiner.example/raid"


def test_heading_of_the_article_not_of_the_site():
    site = "<header><h1 class='site-title'>The Examiner</h1></header>"
    assert read_page(page(before=site)).meta["title"] == TITLE


def test_day_of_a_byline_without_markup():
    by = "<p class='entry-meta'>By Ada Writer | April 5, 2017 | ada@examiner.example</p>"
    meta = read_page(page(body=by + BODY, after=COMMENT)).meta
    assert meta["day_line"] == "April 5, 2017"
    assert "published" not in meta


def test_author_of_the_article_not_of_a_comment():
    by = "<span class='author vcard'><a rel='author'>Ada Writer</a></span>"
    after = "<div class='comments'><span class='comment-author vcard'>reader one</span></div>"
    assert read_page(page(body=by + BODY, after=after)).meta["authors"] == ["Ada Writer"]


def test_a_page_names_its_charset():
    data = page(body=BODY + "<p>A fighter’s café in Ménaka was hit by a grenade that morning.</p>")
    assert "café in Ménaka" in read_page(data).text
    latin = data.decode().replace("’", "'").replace("<title>", "<meta charset='iso-8859-1'><title>").encode("latin-1")
    assert "café in Ménaka" in read_page(latin).text
    assert "café in Ménaka" in read_page(latin.replace(b"iso-8859-1", b"no-such-one")).text
    assert "café in Ménaka" in read_page(b'<?xml version="1.0" encoding="iso-8859-1"?>' + latin).text


@pytest.mark.parametrize(
    "data", [b"<html><body></body></html>", b"<p></p>", b"<", b"{}", b"<html><script>var killed = 12;</script>"]
)
def test_no_article(data):
    with pytest.raises(ValueError):
        read_page(data)
