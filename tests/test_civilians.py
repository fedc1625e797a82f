"""People of no class are civilians where the attack leaves no doubt, and nowhere else."""

import pytest


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Gunmen attacked the village of Mitambo on Sunday. Seven men were killed.", ["civilian"]),
        ("An air strike hit a market in Kuma, killing 67 people. By evening the toll had risen to 97.", ["civilian", "civilian"]),
        ("Gunmen killed 31 villagers in Wollega on Saturday. The police had first spoken of 38 dead.", ["civilian", "civilian"]),
        ("Rebels attacked an army base near Gao. Seven men were killed.", ["unknown"]),
        ("Rebels attacked a village. Two soldiers died. Seven people were wounded.", ["state", "unknown"]),
        ("Six people were killed.", ["unknown"]),
        ("A list has 31 names of people killed in Tame, at least eight of them civilians.", ["unknown", "civilian"]),
        ("Rebels stormed a base. The paper said that 30 bodies had been counted: those of 28 soldiers and two officers.", ["state"] * 3),
        ("Rebels stormed a base. The paper counted 30 bodies, nine of them soldiers.", ["unknown", "state"]),
        ("A boatman counted ten bodies in army fatigues after the clash near Kani.", ["state"]),
    ],
)  # fmt: skip
def test_classes(read, text, classes):
    assert [c.victim_class for c in read(text)._.lwj.casualties] == classes


def test_who_is_captured_is_no_civilian_by_default(read):
    doc = read(
        "Gunmen killed 12 villagers in a raid on a village near Gao. The army said that it had captured three men."
    )
    assert "civilian" not in [c.victim_class for c in doc._.lwj.casualties if c.outcome == "captured"]
