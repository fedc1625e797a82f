"""Claims: who says what, on sentences of our own and on the constructions that parsers get wrong."""

import json
from pathlib import Path

import pytest

from lwj_analysis import lexicon
from lwj_analysis.annotate.claims import source_at
from lwj_analysis.annotate.claims.quotes import quotations, quoted

FOLDER = Path(__file__).parent / "gold/sentences"
SENTENCES, MORE, THIRD, FOURTH = (
    [json.loads(line) for line in (FOLDER / name).open(encoding="utf-8")]
    for name in ("claims.jsonl", "claims2.jsonl", "claims3.jsonl", "claims4.jsonl")
)


def rows(doc):
    return [(c.source.text, c.stance, doc.text[c.start : c.end]) for c in doc._.lwj.claims]


def is_source(doc, source, wanted):
    """Whether one wording holds the other; a pronoun goes by the name of the actor it stands for; "|" parts what may stand."""
    actor, said = doc._.lwj.actors.get(source.actor_id), source.text.casefold()
    names = wanted.casefold().split("|")
    return any(n in said or said in n or (actor is not None and n in actor.name.casefold()) for n in names)


def answers(doc, claim, wanted):
    return is_source(doc, claim.source, wanted["source"]) and wanted["content"] in doc.text[claim.start : claim.end]


def score(read, sentences):
    """F1 of the claims, and the share of the found ones with the right stance."""
    hits = given = asked = stances = 0
    for sentence in sentences:
        doc = read(sentence["text"], has_title=sentence.get("title", False))
        left = list(doc._.lwj.claims)
        given, asked = given + len(left), asked + len(sentence["claims"])
        for wanted in sentence["claims"]:
            found = next((c for c in left if answers(doc, c, wanted)), None)
            if found is not None:
                left.remove(found)
                hits, stances = hits + 1, stances + (found.stance in wanted["stance"].split("|"))
    return 2 * hits / (given + asked), stances / hits


@pytest.mark.parametrize(("held", "claims", "stance"), [(False, 0.97, 0.97), (True, 0.94, 0.93)])
def test_floor(read, held, claims, stance):
    f1, right = score(read, [s for s in SENTENCES if s.get("held", False) is held])
    assert f1 >= claims
    assert right >= stance


def test_floor_of_the_second_file(read):
    f1, right = score(read, MORE)
    assert f1 >= 0.94
    assert right >= 0.93


def test_floor_of_the_third_file(read):
    f1, right = score(read, THIRD)
    assert f1 >= 0.92
    assert right >= 0.96


def test_floor_of_the_fourth_file(read):
    f1, right = score(read, FOURTH)
    assert f1 >= 0.92
    assert right >= 0.96


@pytest.mark.parametrize(("sentences", "least", "floor"), [(MORE, 22, 0.94), (FOURTH, 85, 0.95)])
def test_casualties_have_the_source_of_the_clause_that_governs_them(read, sentences, least, floor):
    found = right = 0
    for sentence in sentences:
        doc = read(sentence["text"])
        for wanted in sentence.get("casualties", ()):
            at = sentence["text"].index(wanted["at"])
            row = next((c for c in doc._.lwj.casualties if c.start <= at < c.end), None)
            if row is not None:
                found, right = found + 1, right + is_source(doc, row.source, wanted["source"])
    assert found >= least
    assert right >= floor * found


def test_two_speakers_with_but_keep_their_own_numbers(read):
    doc = read("The army said that 76 militants were killed, but ISWAP said that it lost two men.")
    for number, source in (("76", "army"), ("two", "ISWAP")):
        at = doc.text.index(number)
        assert source_at(doc, at, at + len(number)).source.text == source


def test_semicolons_part_the_speakers(read):
    doc = read(
        "The police counted eight dead; an officer told AFP that 18 men fell; ISWAP claimed 31 dead and five captured."
    )
    told = {
        n: source_at(doc, doc.text.index(n), doc.text.index(n) + len(n)).source.text
        for n in ("eight", "18", "31", "five")
    }
    assert told == {"eight": "police", "18": "an officer", "31": "ISWAP", "five": "ISWAP"}


def test_a_number_outside_the_clause_is_nobodys(read):
    doc = read("Ten people died, and the mayor said that the road was closed.")
    assert source_at(doc, 0, 3) is None


def test_the_innermost_speaker_wins_and_the_outlet_passes_it_on(read):
    doc = read("Reuters reported that a doctor said that nine people had died.")
    at = doc.text.index("nine")
    claim = source_at(doc, at, at + 4)
    assert claim.source.text == "a doctor"
    assert claim.via.text == "Reuters"


def test_the_title_makes_no_claim(read):
    doc = read("Army says 20 died\n\nThe ministry said that 20 people died.", has_title=True)
    assert [r[0] for r in rows(doc)] == ["ministry"]


@pytest.mark.parametrize(
    ("title", "source"),
    [
        ("Army says four soldiers killed in Gao", "Army"),
        ("Prosecutors: strike on convoy kills 25 near Izyum", "Prosecutors"),
        ("Nine killed in Basra blast: police", "police"),
        ("Five soldiers killed in Gao - army", "army"),
        ("At least 20 dead in Kabul blast, officials say", "officials"),
        ("Kabul blast: at least 20 dead", "article"),
        ("Twelve soldiers killed in raid on Niger post", "article"),
    ],
)
def test_a_headline_has_the_source_it_names_and_else_the_outlet(read, title, source):
    doc = read(f"{title}\n\nThe road to the town was closed on Monday, and nothing else is known.", has_title=True)
    assert [c.source.text for c in doc._.lwj.casualties] == [source]


def test_quotation_goes_on_without_a_verb_of_saying(read):
    doc = read("“They came at dawn,” a farmer said. “There were about 50 of them.”")
    assert [r[0] for r in rows(doc)] == ["a farmer", "a farmer"]


def test_a_quotation_broken_by_its_attribution_goes_on_behind_it(read):
    doc = read("“They were not fighters,” said Amina Issa, a cousin, “they were on their way to a wedding.”")
    assert [(r[0], r[1]) for r in rows(doc)] == [("Amina Issa", "asserts")] * 2
    assert "wedding" in rows(doc)[1][2]


def test_a_quotation_of_several_sentences_belongs_to_whom_it_ends_with(read):
    doc = read(
        "The governor said it rained.\n\n“The road is closed. Nobody can leave the town,” Mayor Ibrahim Maiga said."
    )
    assert [r[0] for r in rows(doc)] == ["governor", "Mayor Ibrahim Maiga", "Mayor Ibrahim Maiga"]


def test_who_neither_confirms_nor_denies_says_nothing(read):
    assert rows(read("The ministry would neither confirm nor deny that its helicopter had been hit.")) == []


def test_he_is_the_generic_speaker_before(read):
    doc = read("A senior officer told AFP that 30 soldiers died. Dozens are missing, he said.")
    assert rows(doc)[-1][:2] == ("A senior officer", "asserts")


def test_both_of_two_named_speakers(read):
    doc = read("The Taliban and the Pentagon agree that four attackers died.")
    assert {r[0] for r in rows(doc)} == {"Taliban", "Pentagon"}


def test_figure_without_a_verb(read):
    doc = read("Reuters puts the toll at 45, AFP at 60.")
    assert [(r[0], r[2]) for r in rows(doc)] == [("Reuters", "the toll at 45"), ("AFP", "at 60")]


@pytest.mark.parametrize(
    "text", ["", "123 456", "“", "; ; ;", "said", "According to", "“Yes", "He said: ", "by X's count", "\n\n"]
)
def test_odd_text_raises_nothing(read, text):
    read(text)


def test_no_claims_without_a_parse():
    import spacy

    from lwj_analysis.annotate.claims import ClaimsFinder
    from lwj_analysis.annotate.pipeline import article_doc, build_nlp  # noqa: F401  registers Doc._.lwj

    nlp = spacy.blank("en")
    doc = ClaimsFinder()(article_doc(nlp, "The army said that it rained.", has_title=False))
    assert doc._.lwj.claims == []


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("He said “no.” She said “yes.”", ["“no.”", "“yes.”"]),
        ('A "word" and\n\n"another"', ['"word"', '"another"']),
        ("“One paragraph that is left open\n\nand “another”", ["“One paragraph that is left open", "“another”"]),
    ],
)
def test_quotations_stay_in_their_paragraph(text, pieces):
    assert [text[q.start : q.end] for q in quotations(text)] == pieces


def test_how_much_is_quoted():
    text = "It was “a day of shame for all of us” there."
    assert quoted(quotations(text), 7, 38) == "direct"
    assert quoted(quotations(text), 0, len(text)) == "mixed"
    assert quoted(quotations(text), 0, 6) == "indirect"


def test_enough_cues_each_with_a_stance_and_a_reason():
    cues = lexicon.load().cues
    assert len({(f, e.kind) for e in cues.values() for f in e.forms}) >= 150
    assert all(e.why for e in cues.values())


@pytest.mark.parametrize(
    ("text", "content", "source"),
    [
        (
            "Serge Vali, a spokesman, denied that his men had attacked the mission and claimed that the peacekeepers had been "
            "caught between two fronts.",
            "peacekeepers had been caught",
            "Serge Vali",
        ),
        ("A resident told the radio at the time that 83 bodies had been recovered.", "83 bodies", "resident"),
        (
            "The Observatory said 26 were killed. Eight pro-government fighters were wounded, it added.",
            "Eight pro-government fighters",
            "Observatory",
        ),
        (
            "The ministry had denied that any soldier was killed and spoken of an exchange of fire with two wounded.",
            "two wounded",
            "ministry",
        ),
        (
            "Shabaab, for its part, claimed that it killed 40 soldiers, including the base’s commander, and captured 13 others. "
            "In the communique, which was relayed by the SITE Intelligence Group, the group said that it had seized six vehicles.",
            "captured 13 others",
            "Shabaab",
        ),
        (
            "An elder said he had been told by soldiers that help came only after six hours, by which time 12 men were dead.",
            "12 men were dead",
            "soldiers",
        ),
    ],
)
def test_a_second_clause_has_the_speaker_of_the_first(read, text, content, source):
    doc = read(text)
    start = doc.text.index(content)
    found = source_at(doc, start, start + len(content))
    assert found is not None
    assert is_source(doc, found.source, source)


def test_who_quotes_in_a_relative_clause_only_passes_it_on(read):
    doc = read(
        "“They hit us twice,” Ahmed Yahya told a local radio station, which the French agency AFP quoted. "
        "“The second rocket killed those who had come to help.”"
    )
    assert {(c.source.text, c.via.text) for c in doc._.lwj.claims} == {("Ahmed Yahya", "AFP")}


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The army denied having shelled the village.", "having shelled the village"),
        ("The army denied that the town had been lost but did not know how many had fled.", "the town had been lost"),
    ],
)
def test_how_far_a_denial_reaches(read, text, content):
    assert rows(read(text)) == [("army", "denies", content)]


def test_a_name_is_no_claim(read):
    doc = read("Troops killed a ring leader called Abu Zar, the ministry said.")
    assert [c.source.text for c in doc._.lwj.claims] == ["ministry"]


def test_persons_whose_roles_name_each_other_do_not_ask_in_a_circle(read):
    text = (
        "Nobody claimed the attack. The governor of the East region, Colonel Issa Traore, blamed “terrorists” and said more "
        "than 40 of them had been killed by warplanes that chased them toward the border with Benin."
    )
    assert read(text)._.lwj.claims
    assert read("Haftar’s spokesman, Ahmed al-Mismari, said that two men had died.")._.lwj.claims


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The front, whose message came by radio, boasted of having killed six soldiers.",
            ("The front", "claims_responsibility"),
        ),
        ("The commission has a count of its own. Its list has 14 names.", ("commission", "asserts")),
        ("The group ACLED counted 212 deaths in March.", ("ACLED", "asserts")),
        ("By nightfall Nyala Hospital had registered 12 dead.", ("Nyala Hospital", "asserts")),
        ("The rebels are blamed for the massacre.", ("unknown", "alleges")),
        ("A trader named Musa Bello recounted how the men came.", ("Musa Bello", "asserts")),
        ("The clinic admitted 17 wounded.", ("clinic", "asserts")),
        ("Analysts called the figure far too low.", ("Analysts", "disputes")),
        ("Colonel Ba, a spokesman, dismissed as propaganda a report of nine dead.", ("Colonel Ba", "denies")),
        ("The army told a briefing that, so far, one man had died.", ("army", "asserts")),
        ("The Taliban reported having destroyed three tanks.", ("Taliban", "claims_responsibility")),
        ("The bandits took responsibility two days later.", ("bandits", "claims_responsibility")),
    ],
)
def test_who_says_it_in_what_stance(read, text, expected):
    source, stance, _ = rows(read(text))[-1]
    assert (source.removeprefix("The "), stance) == (expected[0].removeprefix("The "), expected[1])


@pytest.mark.parametrize(
    "text",
    [
        "The faction rejects the peace of 2016.",
        "Its leader pledged allegiance to the Islamic State.",
        "Soldiers set fire to 150 houses.",
        "Gunmen called the people together.",
        "Tripoli has admitted neither the loss of the drone nor the death of its crew.",
    ],
)
def test_what_tells_nothing_is_no_claim(read, text):
    assert rows(read(text)) == []


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        # A quotation is that of the verb beside it
        ("A spokesman termed the note “pure fiction” and confirmed one death.", "spokesman", "one death"),
        (
            "It said that it had killed “around 40 soldiers” and admitted the loss of five men.",
            "it",
            "the loss of five men",
        ),
        # Who is told hangs between the verb and what is said
        ("A spokesman told a briefing that one soldier died.", "spokesman", "one soldier died"),
        (
            "According to information verified by the Mission’s human rights team, 41 people were killed.",
            "team",
            "41 people",
        ),
        # A body of students is no corpse
        ("A students’ body had put the number at four.", "students’ body", "the number at four"),
        # The General Staff is nobody's name
        ("The General Staff claimed that 90 soldiers were killed.", "General Staff", "90 soldiers were killed"),
    ],
)
def test_whose_words_they_are(read, text, source, content):
    found = [(who, said) for who, _, said in rows(read(text))]
    assert any(source.casefold() in who.casefold() and content in said for who, said in found)


def test_who_died_says_nothing(read):
    assert not rows(read("Two more policemen died in hospital, raising the death toll in the ambush to 12."))
