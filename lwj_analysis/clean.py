"""Raw text -> the article's own words: one repair a function, and the rules for what is not the article.

What is cut is kept with its reason (``problems`` lists it), so that it can be audited. The rules are cues that any news
site may give, none is about one article; each table says why it is there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

WIDEST_WRAP = 120  # no editor breaks lines later than here; longer lines are paragraphs
LONGEST_TITLE = 200
LONGEST_LABEL = 400  # no byline, date line or line of tags is longer
LATE = 0.5  # share of the words that must stand above a note, an appeal or a bio


@dataclass
class Cleaned:
    """A text without what does not belong to it. ``cut`` holds (reason, words) in the order in which they were cut."""

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
        if paragraphs and title and _letters(paragraphs[0]) == _letters(title):
            paragraphs = paragraphs[1:]
    done = Cleaned(title, paragraphs)
    cut_top(done)
    cut_below(done)
    cut_notes(done)
    cut_cloud(done)
    return done


# ---- repairs: str -> str ---------------------------------------------------------------------------------------------


def repair(raw: str) -> str:
    """All repairs of characters, in their order."""
    for step in REPAIRS:
        raw = step(raw)
    return raw


def plain_line_ends(text: str) -> str:
    """Line ends of any system as a line feed; a paragraph separator is an empty line."""
    text = text.replace("\r\n", "\n").replace("\u2029", "\n\n")
    return re.sub(r"[\r\x85\u2028]", "\n", text)


def plain_blanks(text: str) -> str:
    """Blanks of any width, tabs and no-break blanks as a blank; the no-break hyphen as a hyphen."""
    return re.sub(r"[\t\v\f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]", " ", text).replace("\u2011", "-")


def without_invisible(text: str) -> str:
    """Without soft hyphens, zero-width and direction marks, control characters and halves of surrogate pairs."""
    text = re.sub(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffc\ud800-\udfff]", "", text)
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", "", text)


def composed(text: str) -> str:
    """Letters with their accents as one character (NFC), as the lexicons have them."""
    return unicodedata.normalize("NFC", text)


REPAIRS: tuple[Callable[[str], str], ...] = (plain_line_ends, plain_blanks, without_invisible, composed)


# ---- paragraphs and title --------------------------------------------------------------------------------------------

BULLET = re.compile(r"^(?:[•▪‣◦●*]|-(?=\s))\s*")
SENTENCE_END = re.compile(r"[.!?:;…][\"”’')\]]*$")


def split(text: str) -> list[str]:
    """Paragraphs: empty lines part them; other line ends do where the editor did not merely run out of width."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    width = max(map(len, lines))
    paragraphs: list[list[str]] = []
    before = ""
    for line in lines:
        if line and before and _runs_on(before, line, width):
            glue = "" if re.search(r"\w-\Z", before[-2:]) and line[0].islower() else " "
            paragraphs[-1] += [glue, line]
        elif line:
            paragraphs.append([BULLET.sub("", line)])
        before = line
    return [p for p in map("".join, paragraphs) if p]


def take_title(paragraphs: list[str]) -> tuple[str | None, list[str]]:
    """The first paragraph is the title if it is short and ends without a full stop, and more follows."""
    if len(paragraphs) < 2 or len(paragraphs[0]) > LONGEST_TITLE or BYLINE.match(paragraphs[0]):
        return None, paragraphs
    if re.search(r"[.!…;:][\"”’')]*$", paragraphs[0]) and not re.search(r"\b[A-Z]\.[A-Z]\.$", paragraphs[0]):
        return None, paragraphs
    return paragraphs[0].lstrip("# "), paragraphs[1:]


def _runs_on(before: str, line: str, width: int) -> bool:
    """Whether a paragraph goes on over the line end: the next word would not have fitted, or the sentence goes on."""
    if BULLET.match(line) or any(_stands_alone(part) for part in (before, line)):
        return False
    if line[0].islower():
        return True
    if width > WIDEST_WRAP:
        return False
    filled = len(before) + 1 + len(line.split(" ", 1)[0]) > width - 2
    return filled or (len(before) > 0.6 * width and not SENTENCE_END.search(before[-20:]))


def _stands_alone(line: str) -> bool:
    return len(line) <= LONGEST_LABEL and any(rule.match(line) for rule in OWN_LINE)


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text.casefold()))


# ---- above the text --------------------------------------------------------------------------------------------------

MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
DAY = rf"(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}\s+{MONTH},?\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
NAME = r"(?:[A-Z][\w.’'-]*|(?:al|el|bin|ibn|de|van|von|ag)\b)"
PERSON = rf"[A-Z][\w.’'-]*(?: {NAME}){{1,4}}"
# A byline names its authors at the top: they go to ``authors``, not into the text.
BYLINE = re.compile(
    rf"^(?:(?i:(?:written |posted |reported )?by:?)\s+"
    rf"(?P<who>(?:{PERSON}|[A-Z]{{2,}})(?:(?:, and | and |, | & ){PERSON})*)"
    rf"(?:,\s+(?:[A-Z][\w.&’'-]*\s?){{1,4}})?\s*(?:[|·•,–—-]\s*(?P<rest>.{{0,120}}))?|"
    rf"(?P<name>{PERSON})\s*[|·•]\s*(?P<when>{DAY}.{{0,80}}))$"
)
# A line that is only a date at the top belongs to the page; it may tell the day of publication.
DAY_LINE = re.compile(
    rf"^(?i:(?:first )?(?:published|posted|updated|last updated|date)(?: on| at)?:?\s*)?"
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
    rf"(?P<day>{DAY})(?:[ ,|·–-]+(?:at )?\d{{1,2}}[:.]\d{{2}}.{{0,30}})?(?:\s*[|·•].{{0,60}})?$",
    re.IGNORECASE,
)
# What a page offers to do with it, and advertisements: never the article, wherever they stand.
SHARE = re.compile(
    r"^(?:(?:share|tweet|e-?mail|print|facebook|twitter|linkedin|whatsapp|reddit|telegram|pinterest|copy link)"
    r"(?: (?:this|on|via|to|with|by|article|story|post|page|"
    r"facebook|twitter|x|e-?mail|linkedin|whatsapp|print|link)\b,?)*"
    r"|advertisement|sponsored content|(?:story|article) continues below(?: advertisement)?|skip to (?:main )?content"
    r"|listen to (?:this )?(?:article|story)|\d+ min(?:ute)?s? read)$",
    re.IGNORECASE,
)


def cut_top(done: Cleaned) -> None:
    """Bylines, date lines and share links before the first sentence."""
    for paragraph in done.paragraphs[:6]:
        if len(paragraph) > 250:
            break
        if byline := BYLINE.match(paragraph):
            done.authors += _people(byline["who"] or byline["name"])
            if day := re.search(DAY, byline["rest"] or byline["when"] or ""):
                done.day_line = done.day_line or day[0]
            _drop(done, paragraph, "byline")
        elif day_line := DAY_LINE.match(paragraph):
            done.day_line = done.day_line or day_line["day"]
            _drop(done, paragraph, "date line")
        elif TAGS.match(paragraph):
            _take_tags(done, paragraph)
        elif COMMENTS.match(paragraph):
            _drop(done, paragraph, "comments")
        elif SENTENCE_END.search(paragraph):
            break
    _sift(done, lambda p: "share links" if len(p) <= LONGEST_LABEL and SHARE.match(p) else None)


def _people(names: str) -> list[str]:
    return [name.strip() for name in re.split(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*", names) if name.strip()]


# ---- below the text --------------------------------------------------------------------------------------------------

# From such a line on, nothing is the article: tags end it on every kind of blog, and comments are other people's words.
TAGS = re.compile(
    r"^(?:tags?|tagged(?: with)?|filed under|categories|posted in|keywords)\s*:(?P<tags>.{0,300})$", re.IGNORECASE
)
COMMENTS = re.compile(
    r"^(?:(?:\d+|no|one) (?:comments?|responses?|replies|thoughts?)(?: (?:on|to|so far)\b.*)?|comments?(?: \(\d+\))?:?|"
    r"leave a (?:reply|comment).*|(?:post|add) (?:a|your) comment.*|"
    r"comments are closed.*|your e-?mail address will not.*|"
    r"discussion \(\d+\))$",
    re.IGNORECASE,
)
# Lines of the page amid or below the text that point to other pages: only the line itself goes.
POINTER = re.compile(
    r"^(?:(?:read more|read also|also read|see also|related(?: (?:posts|articles|stories|coverage|content))?|"
    r"recommended|more from|more on this|most read)\s*:.{0,200}|"
    r"related (?:posts|articles|stories)|most (?:read|popular)|read more)$",
    re.IGNORECASE,
)
# A note on the text by those who made it, not on the events. "Update: five more died" is news and stays.
OF_TEXT = r"(?:article|brief|report|story|post|page|piece|version|dispatch|headline)"
NOTE = re.compile(
    r"^[\[(*]*(?:editor[’']?s?[’']? note\b|disclaimer\s*:|"
    rf"(?:note|correction|clarification|update)\b[^:.]{{0,25}}:(?=.*\b{OF_TEXT}\b)|"
    rf"(?:this|an earlier version of this|a version of this) {OF_TEXT}\b[^.]{{0,40}}? "
    r"(?:was|is|has been|have been|first|originally|incorrectly|misstated) "
    r"?(?:first |originally |automatically |also )?"
    r"(?:compiled|written|updated|published|appeared|translated|adapted|corrected|produced|part of|syndicated|"
    r"said|gave|stated)\b|"
    r"©|copyright\b|all rights reserved|the views expressed)",
    re.IGNORECASE,
)
# Who wrote it: "N. N. is an editor of the X Journal", or who helped.
TRADE = (
    r"(?i:editor|fellow|analyst|reporter|contributor|journalist|researcher|associate|correspondent|columnist|freelancer|"
    r"founder|writer|author|director|professor|lecturer|historian|veteran|student|photographer)"
)
BIO = re.compile(
    rf"^(?:(?i:about the authors?):?\s*)?(?P<who>{PERSON})(?:,[^,]{{2,60}},)? "
    rf"(?:is|was|are|works as|serves as)(?: now| currently)?(?: an?| the| both)?(?: [\w’',&.-]+){{0,7}}? {TRADE}s?\b"
)
EMPLOYER = re.compile(
    r"\b(?:Journal|Foundation|Institute|University|Cent(?:er|re)|Project|Times|Post|News|College|Council|Group|Review|"
    r"Program(?:me)?|Initiative|School|Magazine|Monitor|Forum|Think ?[Tt]ank|Observatory|Press|Report|[A-Z]{2,5})\b|"
    r"\bbased in\b|\b(?:covers?|covering|focus(?:es|ing)|specializ(?:es|ing))\b"
)
CREDIT = re.compile(
    r"^[(\[]?(?:(?:additional |with )?(?:reporting|writing|editing|edited|translation|translated|compiled) by\b|"
    r"about the authors?\b|[^.]{3,90} contributed (?:reporting|to this (?:report|article|story|post))|"
    r"follow (?:him|her|them|us|me|the author|[A-Z@]\S+(?: \S+)?) on (?:twitter|x|facebook|telegram|bluesky)\b|"
    r"the (?:author|writer) (?:is|can be) )",
    re.IGNORECASE,
)
# An appeal asks the reader for money or a subscription. One kind of cue is no proof: jihadists have donors, too.
ASKS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\bdonat(?:e|ion|ing)s?\b|\b(?:monthly|small|one-time|generous) (?:gift|contribution)|\bone-time\b",
        r"\btax[- ]deductible\b",
        r"\b(?:support|fund|sustain)s? (?:our|independent|quality|this site|the site)\b",
        r"\bsubscri(?:be|ption)s?\b|\bsign up (?:for|to) (?:our|the|get|receive)\b|\bnewsletters?\b|\binbox\b",
        r"\bbecome a (?:member|supporter|patron|subscriber)\b",
    )
)
# Politeness proves nothing by itself, but beside another cue it does.
FLATTERS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\b(?:dedicated|regular|loyal) reader",
        r"\bdo you (?:read|follow|value|like|enjoy)|\bif you (?:learned|found|read|value|enjoy|like)",
        r"\bthank(?:s| you)(?: (?:you )?for (?:reading|your support))?\s*[.!]",
        r"\bplease consider\b|\bconsider (?:a|making|supporting|becoming)\b",
    )
)
TO_READER = re.compile(r"\b(?:you|your|our|Our|You|Your|us)\b")
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
# Lines that stand alone whatever the width of the text.
OWN_LINE = (BYLINE, DAY_LINE, TAGS, COMMENTS, SHARE)


def cut_below(done: Cleaned) -> None:
    """From the line of tags or comments on, nothing is the article, where enough of it stands above that line."""
    words = [len(p.split()) for p in done.paragraphs]
    total, above = sum(words), 0
    for number, paragraph in enumerate(done.paragraphs):
        if _ends_it(paragraph) and (above >= 100 or 0 < total <= 3 * above):
            rest = done.paragraphs[number:]
            done.paragraphs = done.paragraphs[:number]
            for line in rest:
                mark = _ends_it(line)
                if mark == "tags":
                    _note_tags(done, line)
                else:
                    done.cut.append((mark or "after tags or comments", line))
            return
        above += words[number]


def _ends_it(line: str) -> str | None:
    if len(line) > LONGEST_LABEL:
        return None
    return "tags" if TAGS.match(line) else "comments" if COMMENTS.match(line) else None


def cut_notes(done: Cleaned) -> None:
    """Notes on the text, credits, author bios and appeals in the later part; pointers to other pages anywhere."""
    words = [len(p.split()) for p in done.paragraphs]
    total, above, left = sum(words), 0, len(done.paragraphs)
    named = _Named(done)
    kept = []
    for number, paragraph in enumerate(done.paragraphs):
        late = above >= LATE * total or left - number <= 2
        above += words[number]
        reason = _note_reason(paragraph, done, named, late=late, first=number == 0)
        if reason and left > 1:
            if reason == "author note" and not done.authors and (bio := BIO.match(paragraph)):
                done.authors.append(bio["who"])
            done.cut.append((reason, paragraph))
            left -= 1
        else:
            kept.append(paragraph)
    done.paragraphs = kept


class _Named:
    """In how many paragraphs, the title included, each capitalized word stands; counted when first asked."""

    def __init__(self, done: Cleaned) -> None:
        self._texts = [done.title or "", *done.paragraphs]

    @cached_property
    def _numbers(self) -> Counter[str]:
        return Counter(word for text in self._texts for word in set(re.findall(r"\w+", text)))

    def elsewhere(self, surname: str, paragraph: str) -> bool:
        """Whether another text than this paragraph has the name."""
        parts = re.findall(r"\w+", surname)
        return all(self._numbers[part] > (part in re.findall(r"\w+", paragraph)) for part in parts)


def cut_cloud(done: Cleaned) -> None:
    """A run of labels at the end is a tag cloud: two are enough where something of the page was cut before them."""
    start = len(done.paragraphs)
    while start > 1 and _is_label(done.paragraphs[start - 1]):
        start -= 1
    run = done.paragraphs[start:]
    if len(run) >= (2 if done.cut else 4) and not done.paragraphs[start - 1].endswith(":"):
        done.cut += [("tag cloud", label) for label in run]
        done.paragraphs = done.paragraphs[:start]


def _note_reason(paragraph: str, done: Cleaned, named: _Named, *, late: bool, first: bool) -> str | None:
    if len(paragraph) <= LONGEST_LABEL and POINTER.match(paragraph):
        return "pointer to other pages"
    if len(paragraph) > 900 or not (late or first):
        return None
    if NOTE.match(paragraph):
        return "note on the text"
    if not late:
        return None
    if CREDIT.match(paragraph) or _is_bio(paragraph, done, named):
        return "author note"
    return "appeal" if _is_appeal(paragraph) else None


def _is_bio(paragraph: str, done: Cleaned, named: _Named) -> bool:
    """Somebody whom the article has not named so far, or its author, and what he or she works for."""
    bio = BIO.match(paragraph)
    if not bio or len(paragraph) > 700 or not EMPLOYER.search(paragraph[bio.end("who") :]):
        return False
    return bio["who"] in done.authors or not named.elsewhere(bio["who"].split()[-1], paragraph)


def _is_appeal(paragraph: str) -> bool:
    """The reader is addressed and asked for something, outside of what somebody is quoted with."""
    own = QUOTED.sub("", paragraph)
    asks = sum(bool(cue.search(own)) for cue in ASKS)
    flatters = sum(bool(cue.search(own)) for cue in FLATTERS)
    return asks + flatters > 2 or bool((asks or flatters > 1) and TO_READER.search(own))


def _is_label(paragraph: str) -> bool:
    return len(paragraph.split()) <= 4 and not SENTENCE_END.search(paragraph) and not re.search(r"\d", paragraph)


def _take_tags(done: Cleaned, line: str) -> None:
    done.paragraphs.remove(line)
    _note_tags(done, line)


def _note_tags(done: Cleaned, line: str) -> None:
    done.tags += [tag.strip() for tag in TAGS.match(line)["tags"].split(",") if tag.strip()]
    done.cut.append(("tags", line))


def _drop(done: Cleaned, paragraph: str, reason: str) -> None:
    done.paragraphs.remove(paragraph)
    done.cut.append((reason, paragraph))


def _sift(done: Cleaned, reason_of: Callable[[str], str | None]) -> None:
    """Cut every paragraph for which there is a reason."""
    reasons = [(reason_of(p), p) for p in done.paragraphs]
    done.cut += [(reason, p) for reason, p in reasons if reason]
    done.paragraphs = [p for reason, p in reasons if not reason]
