"""Which of several events is told, where the text counts them."""

import pytest

TOLD = (
    "Troops killed 31 militants in three operations in the northwest over two days, the army said on 6 November 2023.\n\n"
    "In the first operation, in Tirah, they killed 18 militants. Nine fighters died in a raid in Lakki Marwat. "
    "In the third engagement, in Dera Ismail Khan, four militants were killed and three arrested."
)


def incidents_of(doc, words):
    return {c.event.incident for c in doc._.lwj.casualties if c.victim_text in words}


def test_events_told_one_by_one_are_incidents_of_their_own(read):
    doc = read(TOLD)
    found = [
        incidents_of(doc, [words]) for words in ("31 militants", "18 militants", "Nine fighters", "four militants")
    ]
    assert all(len(one) == 1 for one in found)
    assert len(set.union(*found)) == 4


def test_the_number_of_all_of_them_reaches_beyond_each(read):
    rows = {c.victim_text: c for c in read(TOLD)._.lwj.casualties}
    assert rows["31 militants"].counting == "cumulative"
    assert rows["18 militants"].counting == rows["four militants"].counting == "count"
    assert rows["four militants"].event.parent is rows["31 militants"].event


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Rebels laid two ambushes near Gao and Menaka. The first ambush killed four soldiers. The second ambush killed six.", False),
        ("Two bombs exploded in Gao. The second blast, minutes later, killed six rescuers; the first killed four people.", True),
    ],
)  # fmt: skip
def test_a_second_ambush_is_another_incident_and_a_second_blast_is_not(read, text, same):
    doc = read(text)
    incidents = {c.event.incident for c in doc._.lwj.casualties}
    assert (len(incidents) == 1) is same


def test_the_second_without_a_noun(read):
    doc = read(
        "JNIM claimed two ambushes. The first ambush, near Bankass, killed nine soldiers. The second ambush was near Tenenkou.\n\n"
        "The army has not spoken of the first ambush. On the second, it reported three dead."
    )
    rows = {c.victim_text: c for c in doc._.lwj.casualties}
    assert rows["three"].event.incident != rows["nine soldiers"].event.incident
