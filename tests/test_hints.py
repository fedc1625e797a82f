"""Which country a text is about where it names none."""

import pytest

from lwj_analysis import lexicon
from lwj_analysis.annotate import hints

OWN = hints.own_places(lexicon.load(user=lexicon.SHIPPED / "none"))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("A suicide bomber killed nine in Multan on Monday.", "pak"),
        ("Rebels burned three trucks in Barangay Mahaba, Marihatag, Surigao del Sur.", "phl"),
        ("KARACHI: A bomb went off on Monday.", "pak"),
        ("In Hadramawt’s Mukalla, twelve soldiers were killed.", "yem"),
        ("Gunmen attacked two villages in Zamfara and in Bambari.", None),
        ("Gunmen attacked the district office at Balad Hawo.", None),
        ("Nine people died in May.", None),
        ("", None),
    ],
)
def test_places_tell_the_country(text, country):
    found = hints.countries(text, own=OWN)
    assert (found.most_common(1)[0][0] if found else None) == country


@pytest.mark.parametrize("place", ["Hong Kong", "Ponce, Puerto Rico", "Macao"])
def test_a_territory_without_an_entry_of_its_own_is_read(read, place):
    doc = read(f"Police fired at students in {place} on Wednesday, and the army looked on.")
    assert len(doc._.lwj.events) == 1
