"""A web page -> the article's text and what the page says of it.

trafilatura finds the text; before it looks, what surrounds an article is taken out, because the extractors take a
comment's date for the article's and keep appeals. The day of publication is read here, in a fixed order.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import lxml.html
import trafilatura
from lxml import etree

# Surroundings of an article, by the classes, ids and roles that content systems give them.
AROUND = re.compile(
    r"(?:^|[\s_-])(?:comments?(?:-area|-list|-respond)?|respond|sidebar|widget(?:-area)?|related(?:-posts|-articles)?|share|sharing|sharedaddy|social|"
    r"donat(?:e|ion)s?(?:-box)?|newsletter|subscribe|author-(?:box|bio|info)|post-(?:tags|navigation)|entry-footer|breadcrumbs?|"
    r"tagcloud|tag-cloud|cookie|banner|advert|promo|menu|navigation|site-(?:header|footer)|screen-reader-text|skip-link)(?:$|[\s_-])",
    re.IGNORECASE,
)
TAGS_OUT = ("script", "style", "noscript", "template", "nav", "aside", "footer", "form", "iframe", "svg", "button")


@dataclass
class Page:
    """The main text in paragraphs, the page's metadata, and (reason, words) of what was taken out."""

    text: str
    meta: dict[str, Any] = field(default_factory=dict)
    cut: list[tuple[str, str]] = field(default_factory=list)


def read_page(data: bytes) -> Page:
    """Read a page. Raises ValueError if it holds no article text."""
    if not data.strip():
        raise ValueError("the file is empty")
    root = trafilatura.load_html(data)
    if root is None:
        raise ValueError("no readable HTML")
    meta = _metadata(root)
    cut = _take_out(root)
    text = _main_text(root)
    if not text:
        raise ValueError("no article text found on the page")
    return Page(text, meta, cut)


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
    blocks = [
        " ".join("".join(e.itertext()).split())
        for e in body.iter("p", "head", "quote", "item", "row")
        if not _nested(e)
    ]
    return "\n\n".join(b for b in blocks if b)


def _nested(element: etree._Element) -> bool:
    return any(a.tag in ("p", "quote", "item", "row") for a in element.iterancestors())


def _metadata(root: lxml.html.HtmlElement) -> dict[str, Any]:
    """Title, publisher, authors, address, language, tags and day, from JSON-LD, then meta tags, then the page."""
    linked = _json_ld(root)
    named = {(m.get("property") or m.get("name") or "").lower(): m.get("content", "") for m in root.iter("meta")}
    publisher = _name(linked.get("publisher")) or named.get("og:site_name")
    title = linked.get("headline") or named.get("og:title") or _first(root, "//h1") or _first(root, "//title")
    meta = {
        "title": _without_site(str(title), publisher) if title else None,
        "publisher": publisher,
        "authors": _authors(linked, named, root, publisher),
        "url": (root.xpath("//link[@rel='canonical']/@href") or [named.get("og:url")])[0],
        "language": (linked.get("inLanguage") or root.get("lang") or "en")[:2].lower(),
        "tags": _keywords(linked, root),
    }
    day, where = _day(linked, named, root)
    if day:
        meta |= {"published": day, "published_from": f"{where}: {day}"}
    return {k: v for k, v in meta.items() if v}


def _day(linked: dict, named: dict[str, str], root: lxml.html.HtmlElement) -> tuple[str | None, str]:
    """JSON-LD before meta tags before the article's own time element; a time inside comments is never read."""
    if linked.get("datePublished"):
        return _iso(linked["datePublished"]), "JSON-LD datePublished"
    for name in (
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dcterms.created",
        "parsely-pub-date",
    ):
        if named.get(name):
            return _iso(named[name]), f"meta {name}"
    for element in root.xpath("//time[@datetime]|//abbr[@class='published' and @title]"):
        words = " ".join([element.get("class") or "", *(_marks(a) for a in element.iterancestors())])
        if not AROUND.search(words.replace("entry-header", "").replace("site-content", "")) and "comment" not in words:
            return _iso(element.get("datetime") or element.get("title")), "time element"
    return None, ""


def _iso(value: object) -> str:
    text = str(value).strip()
    return text[:10] if re.match(r"\d{4}-\d{2}-\d{2}", text) else text


def _take_out(root: lxml.html.HtmlElement) -> list[tuple[str, str]]:
    """Remove what surrounds the article; returns what was removed, with the mark that gave it away."""
    cut = []
    for element in list(root.iter(*TAGS_OUT)):
        _remove(element, f"page: <{element.tag}>", cut)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in (
            "html",
            "body",
            "main",
            "article",
            "meta",
            "link",
            "head",
        ):
            continue
        if (
            (mark := AROUND.search(_marks(element)))
            and element.getparent() is not None
            and not element.xpath(".//article")
        ):
            _remove(element, f"page: {mark[0].strip(' _-')}", cut)
    return cut


def _remove(element: etree._Element, reason: str, cut: list[tuple[str, str]]) -> None:
    words = " ".join(element.text_content().split()) if element.tag not in ("script", "style") else ""
    if words:
        cut.append((reason, words))
    if element.getparent() is not None:
        element.drop_tree()


def _marks(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"


def _json_ld(root: lxml.html.HtmlElement) -> dict[str, Any]:
    """The first JSON-LD object that is an article."""
    for script in root.xpath("//script[@type='application/ld+json']/text()"):
        try:
            loaded = json.loads(script)
        except ValueError:
            continue
        items = (
            loaded if isinstance(loaded, list) else loaded.get("@graph", [loaded]) if isinstance(loaded, dict) else []
        )
        for item in items:
            kind = item.get("@type", "") if isinstance(item, dict) else ""
            if any(
                str(k).endswith(("Article", "Posting", "Report")) for k in (kind if isinstance(kind, list) else [kind])
            ):
                return item
    return {}


def _authors(linked: dict, named: dict[str, str], root: lxml.html.HtmlElement, publisher: str | None) -> list[str]:
    author = linked.get("author") or []
    people = [
        a
        for a in (author if isinstance(author, list) else [author])
        if not (isinstance(a, dict) and a.get("@type") == "Organization")
    ]
    found = [n for a in people if (n := _name(a))]
    if not found and not author and named.get("author"):
        found = [named["author"]]
    if not found and not author:
        found = [
            " ".join(e.text_content().split())
            for e in root.xpath("//*[contains(@class,'author')][contains(@class,'vcard')]//a|//*[@rel='author']")
        ]
    return list(dict.fromkeys(n for n in found if n and n != publisher))


def _keywords(linked: dict, root: lxml.html.HtmlElement) -> list[str]:
    words = linked.get("keywords") or [e.text_content().strip() for e in root.xpath("//article//a[@rel='tag']")]
    return [w.strip() for w in (words.split(",") if isinstance(words, str) else words) if str(w).strip()]


def _name(value: object) -> str | None:
    if isinstance(value, dict):
        return value.get("name")
    return value if isinstance(value, str) else None


def _first(root: lxml.html.HtmlElement, path: str) -> str | None:
    return next((words for e in root.xpath(path) if (words := " ".join(e.text_content().split()))), None)


def _without_site(title: str, publisher: str | None) -> str:
    """ "Headline | Site" without the site."""
    if publisher:
        title = re.sub(rf"\s*[|–—-]\s*{re.escape(publisher)}\s*$", "", title)
    return title
