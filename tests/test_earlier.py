"""Which of a claimant's figures is the older state of a toll."""

import datetime as dt

import pytest


@pytest.mark.parametrize(
    ("text", "older"),
    [
        (
            "Mali's defense minister said on Thursday that the toll of the raid on Boulkessi had risen to 38 soldiers. "
            "The government's first communique, released on Tuesday, listed 25 dead.",
            {25: 38},
        ),
        (
            "A car bomb killed 12 people in Kabul on Monday, police said. Police initially said that 20 people had been killed.",
            {20: 12},
        ),
        ("Gunmen attacked a village in Borno. The army said that 90 villagers were killed, up from 40.", {40: 90}),
        (
            "The SDF said on Monday that 121 people were killed in the battle over the prison in Hasakah. "
            "On January 22 the SDF reported 17 dead.",
            {17: 121},
        ),
        ("Gunmen killed 40 people in a village, the governor said. Earlier, another attack killed three, he said.", {}),
        ("The army said that 12 soldiers died in Gao. Residents initially said that 30 soldiers were killed.", {}),
    ],
    ids=["first statement", "initially", "up from", "days of saying", "earlier in the day", "another claimant"],
)
def test_older_states_of_a_toll(read, text, older):
    rows = read(text, published=dt.date(2022, 2, 1) if "SDF" in text else dt.date(2021, 5, 6))._.lwj.casualties
    assert {r.best: r.of.best for r in rows if r.counting == "count" and r.of is not None} == older
