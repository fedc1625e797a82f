"""Headlines and notes: what is put in, what is left alone, and the tree that comes of it."""

import pytest

import lwj_analysis as lwj


@pytest.fixture(scope="module")
def nlp():
    return lwj.build_nlp()


SUBJECTS = [
    ("Two brothers, owners of a bakery, killed by gunmen in a drive-by shooting.", "brothers", "nsubjpass", "killed"),
    ("Ewan Marr (27), off duty officer, killed by the IRA.", "Marr", "nsubjpass", "killed"),
    ("One driver (national) of an aid organization killed and one engineer wounded.", "driver", "nsubjpass", "killed"),
    (
        "One driver (national) of an aid organization killed and one engineer wounded.",
        "engineer",
        "nsubjpass",
        "wounded",
    ),
    ("Family of five killed when US aircraft bombs house in Husayba.", "aircraft", "nsubj", "bombs"),
    ("Ninja militiamen attack train near Mindouli, eight dead.", "militiamen", "nsubj", "attack"),
    ("Soldier, three militants killed as army raids Nahr al-Bared hideout.", "army", "nsubj", "raids"),
    ("Tigers bomb bus, kill 24 in suburb.", "Tigers", "nsubj", "bomb"),
    (
        "On Monday, near Bugo (Sarki district, Tofa region), a force of rebels stormed a post.",
        "force",
        "nsubj",
        "stormed",
    ),
    ("Police blamed the Free Northern Front (FNF) and its ally.", "FNF", "appos", "Front"),
    (
        "Rebels from the Sudan People's Liberation Movement-North fired mortar shells into Kadugli on Monday, "
        "wounding eight people, residents said.",
        "Rebels",
        "nsubj",
        "fired",
    ),
    (
        "MEND militants attack oil station operated by Shell near Nembe, 5 workers taken.",
        "militants",
        "nsubj",
        "attack",
    ),
    ("No group claimed it; however, sources suspected dissident republicans.", "sources", "nsubj", "suspected"),
    ("The Front's 'spokesman' Abu Omar claimed the raid.", "Omar", "nsubj", "claimed"),
]


@pytest.mark.parametrize(("text", "word", "role", "verb"), SUBJECTS)
def test_who_stands_beside_the_verb(nlp, text, word, role, verb):
    token = next(t for t in nlp(text) if t.text == word)
    assert (token.dep_, token.head.text) == (role, verb)


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen shot at the camp of a mining company from across the river.",
        "Police shot dead two members of a gang in a gunfight.",
        "Troops killed at least 18 rebels in fighting near Mannar.",
        "A soldier killed in the attack was buried on Sunday.",
        "The army reported 23 killed and 31 wounded in the assault.",
        "About 30 soldiers were killed and 22 wounded and dozens are missing.",
        "The group lost no more than two fighters, with 13 others hurt.",
        "Estimates of the number of people killed in the war range from 20,000 to 150,000.",
        "“The toll is as follows: 17 soldiers killed and 20 wounded,” the communique said.",
        "Rebel attacks kill five in the north.",
        "The attack on the base lasted two hours.",
    ],
)
def test_prose_is_left_alone(nlp, text):
    pipe = nlp.get_pipe("lwj_telegraphic")
    with nlp.select_pipes(disable=["lwj_telegraphic"]):
        doc = nlp(text)  # as the component gets it, and not as it leaves it
    assert not [s for s in doc.sents if pipe._words_of(s)]


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("The Free Northern Front (FNF) attacked a post.", ["(", "FNF", ")"]),
        ("Rebels attacked Bugo (Sarki district) on Monday.", ["(", "Sarki", "district", ")"]),
        ("The rebels killed two soldiers (one fatally shot at the gate).", []),
        ("Ten people (seven civilians) were killed.", []),
        ("(FNF) rebels attacked a post.", []),
        ("The army called them 'terrorists' and left.", ["'", "'"]),
        ("The army called them 'armed men' and left.", []),
        (
            "On 5 June 2021, in Bugo, Punjab, India, armed members of a gang shot a mayor.",
            [",", "Punjab", ",", "India"],
        ),
        ("In Gao, JNIM, the jihadist group, attacked a post with mortars.", []),
        ("Shelling of a camp in Myitkyina township, Kachin, Myanmar on 9 October killed 29 people.", []),
    ],
)
def test_what_is_left_out_of_the_parse(nlp, text, left_out):
    pipe = nlp.get_pipe("lwj_telegraphic")
    with nlp.select_pipes(disable=["lwj_telegraphic"]):
        doc = nlp(text)
    words = {i: its for s in doc.sents for i, its in pipe._words_of(s).items()}
    assert [doc[i].text for i, its in sorted(words.items()) if not its] == left_out


def test_words_and_offsets_stay(nlp):
    text = "Kenya: Eight Killed As Pokot Raiders Strike Village"
    doc = nlp(text)
    assert (doc.text, len(list(doc.sents))) == (text, 1)
    assert {t.text: t.lemma_ for t in doc if t.text in ("Killed", "Strike")} == {"Killed": "kill", "Strike": "strike"}


def test_what_a_note_counts(nlp):
    doc = nlp("9 February 1982. Ewan Marr (27), Protestant, off duty officer, killed by Irish Republican Army (IRA).")
    assert [(c.best, c.outcome, doc.text[c.start : c.end]) for c in doc._.lwj.casualties] == [
        (1, "killed", "Ewan Marr")
    ]
    assert doc._.lwj.events[0].initiator_id == "ira"


def test_no_word_stands_above_itself(nlp):
    """What is put in may be the head of the word that it stands before, through others."""
    for text in ("Man, 40, dead at scene, police say.", "Two men, 19 and 22, dead in raid; an officer was hurt."):
        doc = nlp(text)
        for token in doc:
            assert len(list(token.ancestors)) < len(doc)
