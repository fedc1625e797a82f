"""The day of publication from an article's own words or address: right or empty, never a guess."""

import datetime as dt

import pytest

from lwj_analysis.annotate.published import infer_published, published_from_url


def test_yesterdays_event_with_its_date():
    text = (
        "Mine kills two\n\nA group claimed the ambush on a patrol yesterday.\n\nThe ministry released a statement on June 6. "
        "It said that on Monday 5 June 2017 a patrol was attacked."
    )
    found = infer_published(text)
    assert (found.day, found.basis) == (dt.date(2017, 6, 6), "text")
    assert "yesterday" in found.evidence
    assert "5 June 2017" in found.evidence


def test_the_attack_of_a_day():
    text = (
        "Raid kills nine\n\nGunmen killed nine in yesterday’s raid.\n\nAfter the attack of March 3, 2015, talks began."
    )
    assert infer_published(text).day == dt.date(2015, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        # The saying is yesterday's, not the raid.
        "Raid kills nine\n\nThe raid took place on March 3, 2015. Officials said yesterday that nine were killed.",
        # The date belongs to an older story.
        "Raid kills nine\n\nGunmen killed nine in yesterday’s raid.\n\nOn April 14, 2011, a bomb had gone off there.",
        # Other days of the older story.
        "Raid kills nine\n\nGunmen raided a base yesterday.\n\nThe raid on March 3, 2015 took a day; on March 4 it was over.",
        "Raid kills nine\n\nGunmen raided a base yesterday.\n\nMany recalled the attack of March 3, 2015 on the same town.",
        # A later year is told of.
        "Raid kills nine\n\nGunmen killed nine in yesterday’s raid. It was the worst since the attack of March 3, 2015. "
        "The base was built in 2016.",
        "Raid kills nine\n\nNine men were killed in a raid on March 3, 2015.",
    ],
)
def test_only_on_or_after(text):
    found = infer_published(text)
    assert found.day is None
    assert str(found.earliest) in found.evidence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Raid kills nine",
        "Raid\n\nGunmen killed nine yesterday.",
        "Raid\n\nGunmen came on March 3 and in 2015.",
    ],
)
def test_nothing_to_go_by(text):
    assert infer_published(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Raid kills nine\n\nBy A. Writer | May 25, 2011 | 2 Comments\n\nGunmen came.", dt.date(2011, 5, 25)),
        ("Raid kills nine\n\n12 January 2015\n\nGunmen came.", dt.date(2015, 1, 12)),
        ("Raid kills nine\n\nPublished on 2015-01-12 at 16:30\n\nGunmen came.", dt.date(2015, 1, 12)),
        ("Raid kills nine\n\nGAO, Mali, January 12, 2015 (AP) – Gunmen came.", dt.date(2015, 1, 12)),
    ],
)
def test_bylines_and_datelines(text, day):
    assert infer_published(text).day == day


def test_a_headline_with_a_date_is_no_byline():
    assert infer_published("What happened on May 25, 2011\n\nGunmen came.") is None


def test_a_date_below_the_text_is_not_the_articles():
    text = "Raid kills nine\n\nGunmen came in the night and left again.\n\nMay 26, 2011 at 08:11"
    found = infer_published(text)
    assert found is None or found.day is None


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("https://example.org/2019/1/22/raid", dt.date(2019, 1, 22)),
        ("https://example.org/news/2018-11-24-army", dt.date(2018, 11, 24)),
        ("https://example.org/en/20080713-bazaar", dt.date(2008, 7, 13)),
        ("https://example.org/world/2014/apr/06/raid", dt.date(2014, 4, 6)),
        ("https://example.org/archives/2017/04/raid.php", (2017, 4)),
        ("https://example.org/2017/13/raid", None),
        ("https://example.org/2017/02/31/raid", (2017, 2)),
        ("https://example.org/article.php?id=368919", None),
        ("https://example.org/298100-metele-2018", None),
        ("", None),
    ],
)
def test_addresses(url, hint):
    assert published_from_url(url) == hint
