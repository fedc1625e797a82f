"""The same story in two papers is found, and nothing else is."""

import random

import pytest

from lwj_analysis.duplicates import near_copies

WORDS = [f"word{n}" for n in range(3000)]


def story(seed, *, words=300):
    return random.Random(seed).choices(WORDS, k=words)


def changed(words, share, seed=1):
    """The words with about this share of them replaced, in one piece at the end as an editor's cut is."""
    kept = round(len(words) * (1 - share))
    return [*words[:kept], *story(seed, words=len(words) - kept)]


def told(**texts):
    return near_copies((key, None, " ".join(words)) for key, words in texts.items())


@pytest.mark.parametrize(("share", "copied"), [(0, True), (0.05, True), (0.15, True), (0.25, False), (0.6, False)])
def test_how_much_may_be_changed(share, copied):
    for seed in range(2, 30):
        assert told(a=story(seed), b=changed(story(seed), share)) == ({"b": "a"} if copied else {})


def test_the_earliest_is_the_one_that_is_copied():
    text = " ".join(story(3))
    days = [("a", "2017-04-07"), ("b", "2017-04-06"), ("c", None)]
    assert near_copies((key, day, text) for key, day in days) == {"a": "b", "c": "b"}


def test_all_copies_of_a_chain_name_the_first():
    first = story(4)
    assert told(a=first, b=changed(first, 0.1, 5), c=changed(first, 0.1, 6)) == {"b": "a", "c": "a"}


@pytest.mark.parametrize("text", ["", "Raid", "Raid near Gao on Monday"])
def test_texts_shorter_than_a_run_are_copies_where_they_are_equal(text):
    alike = near_copies([("a", None, text), ("b", None, text), ("c", None, text + " other")])
    assert "c" not in alike
    assert alike == {"b": "a"}


def test_many_that_share_a_part_are_no_copies():
    shared = story(7, words=60)
    assert told(**{f"a{n}": [*shared, *story(n + 100)] for n in range(50)}) == {}
