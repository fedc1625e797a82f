"""Raw text -> the article's own words: one repair a function, and the rules for what is not the article.

What is cut is kept with its reason (``problems`` lists it), so that it can be audited. The rules are general cues of
bylines, author notes, appeals, tag lines, comments and tag clouds; each says why it is there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
PERSON = r"[A-Z][\w.’'-]+(?: (?:al|el|bin|ibn|de|van|von|ag))?(?: [A-Z][\w.’'-]+){1,3}"

# A byline names its authors at the top: they go to ``authors``, not into the text.
BYLINE = re.compile(
    rf"^(?:by|from)\s+({PERSON}(?:(?:, | and | & |, and ){PERSON})*)\s*(?:[|·,–—-]\s*(.*))?$", re.IGNORECASE
)
# A line that is only a date at the top belongs to the page.
DAY_LINE = re.compile(
    rf"^(?:(?:published|posted|updated)(?: on)?:?\s*)?(?:\w+day,?\s+)?(?:{MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+{MONTH}\s+\d{{4}}|"
    r"\d{4}-\d{2}-\d{2})(?:[ ,|]+(?:at )?\d{1,2}[:.]\d{2}.*)?$",
    re.IGNORECASE,
)
# "N. N. is an editor of the X Journal": who wrote it, at the end.
BIO = re.compile(
    rf"^{PERSON}(?:,[^,]{{2,60}},)? (?:is|was|are|works as) (?:an?|the|both)?\s?(?:[\w’'-]+ ){{0,5}}(?:editor|fellow|analyst|reporter|contributor|"
    r"journalist|researcher|associate|correspondent|founder|writer|director|professor|lecturer)\b",
)
EMPLOYER = re.compile(
    r"Journal|Foundation|Institute|University|Center|Centre|Project|Times|Post|News|College|Council|Group|Program|Initiative|School"
)
# An appeal asks the reader for money or a subscription: at least two of these, or one with "you" or "our".
APPEAL = re.compile(
    r"dedicated reader|tax-deductible|\bdonat(?:e|ion|ing)\b|monthly (?:gift|donation)|one-time|"
    r"(?:small|monthly) gift|support (?:our|independent)|subscribe|sign up|newsletter|thank you|thanks for reading",
    re.IGNORECASE,
)
TO_READER = re.compile(r"\b(?:you|your|our|us)\b", re.IGNORECASE)
# A note on the text by those who made it, not on the events.
NOTE = re.compile(
    r"^(?:\(?(?:editor[’']s note|note|correction|disclaimer|update)\b[^:]{0,20}:|this (?:brief|article|report|story|post|page|version) (?:was|is|has been|first|originally) "
    r"(?:compiled|written|updated|published|appeared|translated|adapted|corrected|produced|first)|©|copyright\b|all rights reserved)",
    re.IGNORECASE,
)
TAGS = re.compile(
    r"^(?:tags?|filed under|categories|topics|posted in|keywords|related(?: (?:posts|articles|stories))?|share this|see also|read more)\s*:(.*)$",
    re.IGNORECASE,
)
COMMENTS = re.compile(
    r"^(?:\d+|no|one) (?:comments?|responses?|replies|thoughts? on .*)$|^leave a (?:reply|comment)|^comments are closed|^your email address",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?:;…][\"”’')\]]*$")


@dataclass
class Cleaned:
    """A text without what does not belong to it. ``cut`` holds (reason, words) in the order of the text."""

    title: str | None
    paragraphs: list[str]
    cut: list[tuple[str, str]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    day_line: str | None = None
    tags: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Title, empty line, paragraphs with empty lines between."""
        return "\n\n".join([self.title, *self.paragraphs] if self.title else self.paragraphs)


def clean(raw: str, *, title: str | None = None) -> Cleaned:
    """Clean a raw text; with no ``title`` the first paragraph is one if it is a single line without a full stop."""
    paragraphs = split(repair(raw))
    if title is None:
        title, paragraphs = take_title(paragraphs)
    else:
        title = " ".join(repair(title).split()) or None
        if paragraphs and title and paragraphs[0] == title:
            paragraphs = paragraphs[1:]
    done = Cleaned(title, paragraphs)
    cut_top(done)
    cut_tail(done)
    return done


def repair(raw: str) -> str:
    """Line ends, exotic blanks and invisible characters made plain; composed letters (NFC)."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = re.sub(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\v\f]", " ", text)
    text = re.sub(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "", text)
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", text)


def split(text: str) -> list[str]:
    """Paragraphs, by empty lines; where there are none, long lines are paragraphs and wrapped lines are joined."""
    blocks = [b for b in re.split(r"\n[ ]*\n+", text) if b.strip()]
    found: list[str] = []
    for block in blocks:
        lines = [" ".join(line.split()) for line in block.split("\n") if line.strip()]
        found += [" ".join(lines)] if _is_wrapped(lines) else lines
    return found


def take_title(paragraphs: list[str]) -> tuple[str | None, list[str]]:
    """The first paragraph is the title if it is short and ends without a full stop, and more follows."""
    if len(paragraphs) > 1 and len(paragraphs[0]) <= 200 and not re.search(r"[.!…;:][\"”’')]*$", paragraphs[0]):
        return paragraphs[0].lstrip("# "), paragraphs[1:]
    return None, paragraphs


def cut_top(done: Cleaned) -> None:
    """Bylines and date lines among the first paragraphs."""
    for paragraph in done.paragraphs[:3]:
        if byline := BYLINE.match(paragraph):
            done.authors += [a.strip() for a in re.split(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*", byline[1]) if a.strip()]
            if byline[2] and (
                day := re.search(rf"{MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+{MONTH}\s+\d{{4}}", byline[2])
            ):
                done.day_line = day[0]
            _drop(done, paragraph, "byline")
        elif len(paragraph) < 60 and DAY_LINE.match(paragraph):
            done.day_line = done.day_line or paragraph
            _drop(done, paragraph, "date line")
        elif SENTENCE_END.search(paragraph):
            break


def cut_tail(done: Cleaned) -> None:
    """Author notes, appeals, notes on the text, tag lines, comments and tag clouds in the last part of the text."""
    total, in_tail, cut_before = len(done.paragraphs), False, len(done.cut)
    kept: list[str] = []
    for number, paragraph in enumerate(done.paragraphs):
        reason = _tail_reason(paragraph, number, total, in_tail)
        if reason is None:
            kept.append(paragraph)
            continue
        if reason == "tags" and (names := TAGS.match(paragraph)):
            done.tags += [t.strip() for t in names[1].split(",") if t.strip()]
        if reason == "author note" and not done.authors and (who := re.match(PERSON, paragraph)):
            done.authors.append(who[0])
        in_tail = in_tail or (reason in ("tags", "comments") and _late(number, total))
        done.cut.append((reason, paragraph))
    cloud = len(kept)
    while cloud > 1 and _is_label(kept[cloud - 1]):
        cloud -= 1
    if len(kept) - cloud > 1 or (len(kept) - cloud == 1 and len(done.cut) > cut_before):
        done.cut += [("tag cloud", p) for p in kept[cloud:]]
        kept = kept[:cloud]
    done.paragraphs = kept


def _tail_reason(paragraph: str, number: int, total: int, in_tail: bool) -> str | None:
    late = _late(number, total)
    if COMMENTS.match(paragraph):
        return "comments"
    if late and TAGS.match(paragraph) and len(paragraph) < 300:
        return "tags"
    if in_tail:
        return "after tags or comments"
    if late and BIO.match(paragraph) and EMPLOYER.search(paragraph) and len(paragraph) < 600:
        return "author note"
    cues = {c.casefold() for c in APPEAL.findall(paragraph)}
    if late and (len(cues) > 1 or (cues and TO_READER.search(paragraph) and "“" not in paragraph)):
        return "appeal"
    if late and NOTE.match(paragraph):
        return "note on the text"
    return None


def _late(number: int, total: int) -> bool:
    return number >= total / 3


def _is_label(paragraph: str) -> bool:
    return len(paragraph.split()) <= 4 and not SENTENCE_END.search(paragraph)


def _is_wrapped(lines: list[str]) -> bool:
    """Lines of about one length that do not end sentences: an editor broke them."""
    if len(lines) < 2:
        return True
    body = [len(line) for line in lines[:-1]]
    ended = sum(bool(SENTENCE_END.search(line)) for line in lines[:-1])
    return max(body) <= 120 and min(body) > 0.5 * max(body) and ended <= len(body) / 2


def _drop(done: Cleaned, paragraph: str, reason: str) -> None:
    done.paragraphs = [p for p in done.paragraphs if p is not paragraph]
    done.cut.append((reason, paragraph))
