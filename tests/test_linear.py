"""Reading and parsing take time in proportion to the length of a text, on texts that were made to be slow."""

import math
import time
from itertools import combinations
from statistics import median

import pytest

from lwj_analysis import clean, decoding, kinds, language, read, store

pytestmark = pytest.mark.slow

SIZES = [10_000 * 2**n for n in range(8)]  # 10 kB to 1.3 MB
STEEPEST = 1.15  # of the logarithms; what grows with the square has 2
TRIES = 4  # other work on the machine makes a measurement steeper, and no other thing less steep
LEAST = 0.002  # seconds of computing from which on a measurement says something
REPEATED = {
    "prose": "Gunmen killed four soldiers near Gao on Monday, the army said.\n\n",
    "one paragraph": "Gunmen killed four soldiers near Gao on Monday, the army said. ",
    "short lines": "Gao\n",
    "lines that run on": "and they went on\n",
    "bios": "Ada Writer is a fellow at the Foundation for Peace.\n\n",
    "tags": "Tags: a, b\n\nx y z w.\n\n",
    "blanks": " \t\n",
    "open links": "[a](b [",
    "open comments": "<!-- ",
    "emphasis": "**a __b *c ",
    "headings": "# a # # ",
    "capitals": "AAAA ",
    "wrong decoding": "armyâ€™s ",
}


def read_whole(words):
    """Everything that a text goes through before it is parsed."""
    text, _ = decoding.decode(f"Raid\n{words}".encode())  # a file of blanks alone is empty, and refused
    text, _ = decoding.mended(kinds.plain_markdown(text))
    language.of(clean.clean(text).text)


@pytest.mark.parametrize("name", REPEATED)
def test_reading_is_linear(name):
    piece = REPEATED[name]
    read_whole(piece * 10)
    for _ in range(TRIES):
        points = [(size, _computing(read_whole, piece * (size // len(piece)))) for size in SIZES]
        if _steepness(points) < STEEPEST:
            break
    assert _steepness(points) < STEEPEST
    assert points[-1][1] < 20, "1.3 MB in twenty seconds at most"


SENTENCES = {
    "prose": "Gunmen killed four soldiers near Gao on Monday, the army said. JNIM claimed it.\n\n",
    "one paragraph": "Gunmen killed four soldiers near Gao on Monday, the army said. ",
    "speeches": "“They killed four men,” the army said. “We buried them,” the elder said. ",
    "days": "On Monday, 6 April 2017, and two days later, rebels fought in Gao. ",
    "names": "Jordan Smith met Ali Hassan in Gao. ",
    "one sentence": "he said that ",
    "numbers": "12, 13, 14 and 15, ",
    "force nouns": "soldiers militants troops fighters ",
    "no blank": "😀",
    "owners": "the leader of the wing of the group of ",
    "one telegram": "two men killed by gunmen and one hurt, ",
    "telegrams": "Two men, bakers, killed by gunmen in Gao; one hurt, police say. ",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_parsing_is_linear(name):
    """Two lengths, the longer one takes ten seconds and more; what grows with the square of it takes minutes."""
    piece = SENTENCES[name]
    sizes = (10_000, 80_000) if len(piece) == 1 else (20_000, 160_000)  # where each character is a word
    parse_whole(SENTENCES["prose"])
    for _ in range(TRIES):
        points = [(size, _computing(parse_whole, piece * (size // len(piece)))) for size in sizes]
        if _steepness(points) < STEEPEST:
            break
    assert _steepness(points) < STEEPEST


def parse_whole(words):
    rows = store.parse_article(read.Article("a", None, words))
    assert not any("could not be parsed" in problem["detail"] for problem in rows["problems"])


def _computing(work, words):
    began = time.process_time()
    work(words)
    return time.process_time() - began


def _steepness(points):
    """The median slope between two of the logarithms (Theil and Sen), which a single jump does not move."""
    points = [(math.log(size), math.log(spent)) for size, spent in points if spent >= LEAST]
    slopes = [(d - b) / (c - a) for (a, b), (c, d) in combinations(points, 2)]
    return median(slopes) if slopes else 0
