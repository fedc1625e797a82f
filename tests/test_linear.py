"""Reading and parsing take time in proportion to the length of a text, on texts that were made to be slow."""

import math
import time

import pytest

from lwj_analysis import clean, decoding, kinds, language, read, store

pytestmark = pytest.mark.slow

SIZES = [10_000 * 2**n for n in range(8)]  # 10 kB to 1.3 MB
STEEPEST = 1.3  # what grows with the square has 2; one run of what is linear was seen at 1.16
LEAST = 0.02  # seconds of computing from which on a measurement says something
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
    points = []
    for size in SIZES:
        words = piece * (size // len(piece))
        spent = min(_computing(words) for _ in range(3))
        if spent >= LEAST:
            points.append((math.log(size), math.log(spent)))
    if len(points) > 2:
        assert _slope(points) < STEEPEST
    assert points == [] or points[-1][1] < math.log(20), "1.3 MB in twenty seconds at most"


SENTENCES = {
    "prose": "Gunmen killed four soldiers near Gao on Monday, the army said. JNIM claimed it.\n\n",
    "names": "Jordan Smith met Ali Hassan in Gao. ",
    "one sentence": "he said that ",
    "numbers": "12, 13, 14 and 15, ",
    "force nouns": "soldiers militants troops fighters ",
    "no blank": "😀",
    "owners": "the leader of the wing of the group of ",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_long_text_is_parsed_in_time(name):
    """50 kB take three to six seconds; what grows with the square of the length takes minutes."""
    size = 20_000 if len(SENTENCES[name]) == 1 else 50_000  # where each character is a word
    article = read.Article("a", None, SENTENCES[name] * (size // len(SENTENCES[name])))
    store.parse_article(read.Article("b", None, "Two men died near Kidal."))
    began = time.process_time()
    rows = store.parse_article(article)
    assert time.process_time() - began < 20
    assert not any("could not be parsed" in problem["detail"] for problem in rows["problems"])


def _computing(words):
    began = time.process_time()
    read_whole(words)
    return time.process_time() - began


def _slope(points):
    """Least squares through the logarithms."""
    x, y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
