"""A web page -> the article's text and what the page says of it.

trafilatura finds the text; before it looks, what surrounds an article is taken out, because extractors take a comment's
date for the article's and keep appeals. The day of publication is read here, in a fixed order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import lxml.html
import trafilatura
from lxml import etree

from lwj_analysis.clean import DAY
from lwj_analysis.errors import BadValue

# Surroundings of an article, by the classes, ids and roles that content systems give them.
AROUND = re.compile(
    r"(?:^|[\s_-])(?:comments?(?:-?(?:area|list|respond|section|form))?|respond|disqus|sidebar|widgets?(?:-?area)?|"
    r"related(?:-?(?:posts?|articles?|stories|content))?|recommended|recirc\w*|most-?(?:read|popular)|trending|"
    r"share(?:-?(?:links|buttons|tools|bar))?|sharing|sharedaddy|jp-relatedposts|addtoany\w*|social(?:-?(?:links|media))?|"
    r"donat(?:e|ions?)(?:-?box)?|newsletters?|subscri(?:be|ption)|paywall|author-?(?:box|bio|info|card)|about-?author|"
    r"post-?(?:tags|navigation|nav)|entry-footer|breadcrumbs?|tag-?cloud|tags-?links|cat-?links|cookie\w*|consent|"
    r"advert\w*|ads?|promo\w*|menu|navigation|navbar|site-?(?:header|footer)|screen-reader-text|skip-link|popup|modal)(?:$|[\s_-])",
    re.IGNORECASE,
)
OTHER_VOICES = re.compile(r"(?:^|[\s_-])(?:comments?|respond|disqus)", re.IGNORECASE)
TAGS_OUT = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "aside",
    "footer",
    "form",
    "iframe",
    "svg",
    "button",
    "dialog",
)
NEVER_OUT = ("html", "head", "body", "main", "article", "meta", "link", "title", "h1", "time")
# Names of the meta element that hold the day of publication, best first.
META_DAYS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "pubdate",
    "publish-date",
    "date",
)
BYLINE = re.compile(
    r"(?:^|[\s_-])(?:entry-meta|post-?meta|byline|dateline|(?:post|entry|publish(?:ed)?|article)-?(?:date|on|info))(?:$|[\s_-])",
    re.I,
)
DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}>")  # names an encoding that the text has no more
OUR_BREAK = "\n\n"


@dataclass
class Page:
    """The main text in paragraphs, the page's metadata, and (reason, words) of what was taken out."""

    text: str
    meta: dict[str, Any] = field(default_factory=dict)
    cut: list[tuple[str, str]] = field(default_factory=list)


def read_page(text: str) -> Page:
    """Read a page that has been decoded. Raises ValueError if it holds no article text."""
    root = trafilatura.load_html(DECLARATION.sub("", text, count=1))
    if root is None:
        raise BadValue("no HTML that could be read")
    meta = _metadata(root)
    cut = _take_out(root)
    words = _main_text(root)
    if not words:
        raise BadValue("no article text was found on the page")
    return Page(words, meta, cut)


# ---- the text --------------------------------------------------------------------------------------------------------

BLOCKS = {"p", "head", "quote", "item", "row", "list", "table", "div", "code", "figure"}


def _main_text(root: lxml.html.HtmlElement) -> str:
    document = trafilatura.bare_extraction(
        root,
        favor_recall=True,
        include_comments=False,
        include_tables=True,
        include_links=False,
        deduplicate=False,
        with_metadata=False,
    )
    body = document.body if document is not None else None
    if body is None:
        return ""
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", "".join(_pieces(body)))]
    return OUR_BREAK.join(block for block in blocks if re.search(r"\w", block))


def _pieces(element: etree._Element) -> Iterator[str]:
    """The words in their order, with empty lines around blocks and for two line breaks, cells parted by commas."""
    if not isinstance(element.tag, str):
        return
    edge = OUR_BREAK if element.tag in BLOCKS else ""
    yield edge
    if element.tag == "lb":
        yield "\n" if element.tail and element.tail.strip() else " \n"
    yield _inline(element.text)
    for child in element:
        yield from _pieces(child)
        if child.tag == "cell" and child.getnext() is not None:
            yield ", "
        yield _inline(child.tail)
    yield edge


def _inline(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


# ---- what surrounds it -----------------------------------------------------------------------------------------------


def _take_out(root: lxml.html.HtmlElement) -> list[tuple[str, str]]:
    """Remove what surrounds the article; returns what was removed, with the mark that gave it away."""
    cut: list[tuple[str, str]] = []
    whole, gone = _prose_length(root), set()
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in NEVER_OUT or element in gone:
            continue
        mark = AROUND.search(_marks(element))
        if element.tag in TAGS_OUT and not _in_quote(element):
            reason = f"page: <{element.tag}>"
        elif mark:
            reason = f"page: {mark[0].strip(' _-')}"
        else:
            continue
        if not _holds_article(element, whole, comments=bool(OTHER_VOICES.search(_marks(element)))):
            gone.update(element.iter())
            _remove(element, reason, cut)
    return cut


def _holds_article(element: etree._Element, whole: int, *, comments: bool) -> bool:
    """Layouts name whole columns "content-sidebar"; such a one is kept. A comment thread may outgrow its article."""
    if element.tag in ("script", "style", "svg"):
        return False
    if element.xpath("boolean(.//h1 or .//*[@itemprop='articleBody'] or .//main)"):
        return True
    if comments:
        return False
    return element.xpath("boolean(.//article)") or _prose_length(element) > whole / 2


def _prose_length(element: etree._Element) -> int:
    return sum(len(p.text_content()) for p in element.iter("p") if isinstance(p.tag, str))


def _in_quote(element: etree._Element) -> bool:
    return any(a.tag == "blockquote" for a in element.iterancestors())


def _remove(element: etree._Element, reason: str, cut: list[tuple[str, str]]) -> None:
    words = "" if element.tag in ("script", "style", "template") else " ".join(" ".join(element.itertext()).split())
    if words:
        cut.append((reason, words))
    if element.getparent() is not None:
        element.drop_tree()


def _marks(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"


# ---- what the page says of it ----------------------------------------------------------------------------------------


def _metadata(root: lxml.html.HtmlElement) -> dict[str, Any]:
    """Title, publisher, authors, address, language, tags and day, from JSON-LD, then meta elements, then the page."""
    linked, named = _json_ld(root), _meta_elements(root)
    publisher = _name(linked.get("publisher")) or named.get("og:site_name")
    title = _name(linked.get("headline")) or named.get("og:title") or _heading(root) or _first(root, "//title")
    canonical = root.xpath("//link[@rel='canonical']/@href")
    language = _name(linked.get("inLanguage")) or root.get("lang") or named.get("og:locale")
    meta = {
        "title": _without_site(title, publisher) if title else None,
        "publisher": publisher,
        "authors": _authors(linked, named, root, publisher),
        "url": next((u for u in (*canonical, named.get("og:url")) if u and u.startswith("http")), None),
        "language": language[:2].lower() if language else None,
        "tags": _keywords(linked, root),
        "day_line": _day_line(root),
    }
    day, where = _day(linked, named, root)
    if day:
        meta |= {"published": day, "published_from": f"{where}: {day}"}
    return {key: value for key, value in meta.items() if value}


def _day(linked: dict, named: dict[str, str], root: lxml.html.HtmlElement) -> tuple[str | None, str]:
    """JSON-LD before meta elements before the article's own time element; a time inside comments is never read."""
    if linked.get("datePublished"):
        return _iso(linked["datePublished"]), "JSON-LD datePublished"
    for name in META_DAYS:
        if named.get(name):
            return _iso(named[name]), f"meta {name}"
    times = [t for t in root.xpath("//time[@datetime]|//abbr[@title]|//*[@itemprop='datePublished']") if _is_own(t)]
    times.sort(key=lambda t: not re.search(r"entry-date|published|pubdate|datePublished", _marks(t) + str(t.attrib)))
    for element in times:
        value = element.get("datetime") or element.get("content") or element.get("title") or element.text_content()
        if "updated" not in _marks(element) or "published" in _marks(element):
            return _iso(value), "time element"
    return None, ""


def _day_line(root: lxml.html.HtmlElement) -> str | None:
    """The date that stands as plain words beside the author's name."""
    for element in root.iter("p", "div", "span", "li"):
        if BYLINE.search(_marks(element)) and _is_own(element) and (day := re.search(DAY, _content(element))):
            return day[0]
    return None


def _is_own(element: etree._Element) -> bool:
    """Not in comments, sidebars or lists of other articles."""
    for around in (element, *element.iterancestors()):
        if around.tag in ("html", "body", "main", "article"):
            return True
        if around.tag in ("aside", "nav", "footer") or AROUND.search(_marks(around)):
            return False
    return True


def _iso(value: object) -> str:
    text = " ".join(str(value).split())
    return text[:10] if re.match(r"\d{4}-\d{2}-\d{2}", text) else text[:80]


def _json_ld(root: lxml.html.HtmlElement) -> dict[str, Any]:
    """The first JSON-LD object that is an article."""
    for script in root.xpath("//script[@type='application/ld+json']/text()"):
        try:
            loaded = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        graph = loaded.get("@graph", [loaded]) if isinstance(loaded, dict) else loaded
        for item in graph if isinstance(graph, list) else []:
            kinds = item.get("@type", "") if isinstance(item, dict) else ""
            if any(str(k).endswith(("Article", "Posting", "Report")) for k in _as_list(kinds)):
                return item
    return {}


def _meta_elements(root: lxml.html.HtmlElement) -> dict[str, str]:
    named: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        named.setdefault(name.lower(), element.get("content") or "")
    return named


def _authors(linked: dict, named: dict[str, str], root: lxml.html.HtmlElement, publisher: str | None) -> list[str]:
    stated = _as_list(linked.get("author") or [])
    people = [a for a in stated if not (isinstance(a, dict) and a.get("@type") == "Organization")]
    found = [_name(a) for a in people]
    if not stated:
        by_class = (
            "//*[contains(@class,'author') and contains(@class,'vcard')]|//a[@rel='author']|//*[@itemprop='author']"
        )
        found = [named.get("author") or named.get("article:author")]
        found = (
            found if found[0] and "://" not in found[0] else [_content(e) for e in root.xpath(by_class) if _is_own(e)]
        )
    return list(dict.fromkeys(name for name in found if name and name != publisher))


def _keywords(linked: dict, root: lxml.html.HtmlElement) -> list[str]:
    words = linked.get("keywords") or [_content(a) for a in root.xpath("//article//a[contains(@rel,'tag')]")
                                       if "category" not in a.get("rel")]  # fmt: skip
    parts = words.split(",") if isinstance(words, str) else _as_list(words)
    return list(dict.fromkeys(w.strip() for w in parts if isinstance(w, str) and w.strip()))


def _heading(root: lxml.html.HtmlElement) -> str | None:
    """The heading of the article, as the page's own title begins; sites put their name into a heading, too."""
    called = _letters(_first(root, "//head/title") or "")
    headings = [words for h1 in root.iter("h1") if (words := _content(h1)) and _letters(words) in called]
    return max(headings, key=len, default=None) or _first(root, "//article//h1") or _first(root, "//h1")


def _first(root: lxml.html.HtmlElement, path: str) -> str | None:
    return next((words for e in root.xpath(path) if (words := _content(e))), None)


def _content(element: etree._Element) -> str:
    return " ".join(element.text_content().split())


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text.casefold()))


def _as_list(value: Any) -> list:
    return value if isinstance(value, list) else [value]


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _without_site(title: str, publisher: str | None) -> str:
    """ "Headline | Site" without the site."""
    if publisher:
        title = re.sub(rf"\s*[|–—·-]\s*{re.escape(publisher)}\s*$", "", title)
    return title
