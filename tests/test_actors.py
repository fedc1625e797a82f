"""Who is named: names, forces and governments by rule, persons, units, acronyms, descriptions, kinds of speaker."""

import json

import pytest
from paths import GOLD

from lwj_analysis import lexicon
from lwj_analysis.annotate import actors
from lwj_analysis.annotate.names import Names

LINES = (GOLD.parent / "sentences" / "actors.jsonl").read_text(encoding="utf-8").splitlines()
SENTENCES = [json.loads(line) for line in LINES]


def named(doc):
    return {doc.text[m.start : m.end]: m.actor_id for m in doc._.lwj.mentions}


def by_basis(doc, basis):
    return [(doc.text[m.start : m.end], m.actor_id) for m in doc._.lwj.mentions if m.basis == basis]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Al-Qa’ida and al Qaeda", ["Al-Qa’ida", "al Qaeda"]),
        ("al-Shabaab’s men, al Shabab", ["al-Shabaab", "al Shabab"]),
        ("Hay’at Tahrir al Sham and Hayat Tahrir al-Sham", ["Hay’at Tahrir al Sham", "Hayat Tahrir al-Sham"]),
        ("Ahrar ash-Sham", ["Ahrar ash-Sham"]),
        ("Côte d’Ivoire and Cote d'Ivoire", ["Côte d’Ivoire", "Cote d'Ivoire"]),
        ("it is IS", ["IS"]),
        ("an islamic state", []),
        ("the Islamic State’s West Africa Province", ["Islamic State’s West Africa Province"]),
        ("The U.S. and the US", ["U.S.", "US"]),
        ("Islamic. State", []),
    ],
)
def test_spelling_variants(text, names):
    known = Names()
    for name in (
        "al Qaeda",
        "al Shabaab",
        "al Shabab",
        "Hay'at Tahrir al Sham",
        "Ahrar al Sham",
        "Côte d'Ivoire",
        "IS",
        "Islamic State",
        "Islamic State West Africa Province",
        "US",
    ):
        known.add(name, name)
    assert [text[f.start : f.end] for f in known.find(text)] == names


@pytest.mark.parametrize(
    ("sentence", "words", "actor_id"),
    [
        ("JNIM attacked the camp.", "JNIM", "jnim"),
        ("Fighters of al-Shabab fled.", "al-Shabab", "shabaab"),
        ("French troops left the town.", "French troops", "fra:state_force"),
        ("Mali’s army lost three men.", "Mali’s army", "mli:state_force"),
        ("Burkinabe authorities opened an inquiry.", "Burkinabe authorities", "bfa:government"),
        ("The French Ministry of Defense confirmed the raid.", "French Ministry of Defense", "fra:defense_ministry"),
        ("It killed 59 soldiers from Burundi.", "soldiers from Burundi", "bdi:state_force"),
        ("The Pakistan Navy denied it.", "Pakistan Navy", "pak:navy"),
        ("Malian and Burkinabe security forces took part.", "Malian", "mli:state_force"),
        ("Malian and Burkinabe security forces took part.", "Burkinabe security forces", "bfa:state_force"),
        ("Kenyan police arrested him.", "Kenyan police", "ken:police"),
        ("US drones struck the town.", "US drones", "usa:state_force"),
        ("Bamako disputes this.", "Bamako", "mli:government"),
        ("Burundi admits ten dead.", "Burundi", "bdi:government"),
        ("Mali’s defense minister resigned.", "Mali", "mli:government"),
        ("Syrian rebels shelled the base.", "Syrian rebels", "syr:rebels"),
        ("The French publication RFI reported it.", "RFI", "outlet:rfi"),
        ("The Yemen Post counted nine dead.", "The Yemen Post", "outlet:yemen_post"),
        ("The Malian Armed Forces, or FAMa, lost a post.", "FAMa", "mli:state_force"),
        ("MINUSMA withdrew from Mali.", "MINUSMA", "minusma"),
        ("Soldiers of Operation Barkhane were hit.", "Operation Barkhane", "barkhane"),
        ("The US-led coalition bombed it.", "US-led coalition", "us_led_coalition"),
        ("Soviet troops attacked the village.", "Soviet troops", "sun:state_force"),
        ("Zairian soldiers looted the town.", "Zairian soldiers", "cod:state_force"),
        ("Suspected Fulani militiamen burned the village.", "Fulani militiamen", "people:fulani"),
        ("Kosovo Albanian fighters ambushed a patrol.", "Kosovo Albanian fighters", "people:kosovo_albanian"),
        ("Bosnian Serb forces shelled the town.", "Bosnian Serb forces", "people:bosnian_serb"),
        ("Serb forces shelled Bihac in Bosnia.", "Serb forces", "people:bosnian_serb"),
        ("Serb forces killed 40 people in Kosovo.", "Serb forces", "srb:state_force"),
        ("Pro-Russian rebels shot down a plane.", "Pro-Russian rebels", "people:pro_russian"),
        ("A Sikh militant shot a farmer.", "Sikh militant", "people:sikh"),
        ("Fulani herdsmen killed 20 villagers.", "Fulani herdsmen", "people:fulani"),
        ("Nine herders were killed by Dogon hunters.", "Dogon hunters", "people:dogon"),
        ("Herdsmen and Berom youths clashed.", "Berom youths", "people:berom"),
        ("Hutus killed 40 Tutsis.", "Hutus", "people:hutu"),
        ("The KNPP says that one PDF member was killed.", "PDF", "pdf_burma"),
        ("Forces loyal to Khalifa Haftar shelled Tripoli.", "Forces", "lna"),
        ("Machar’s troops took Malakal.", "troops", "splm_io"),
        ("An Israeli raid killed five people.", "Israeli", "isr:state_force"),
        ("Turkey’s incursion began on Monday.", "Turkey", "tur:state_force"),
        ("It was aided by our ally Turkey.", "Turkey", "tur:government"),
        ("Nations that fly sorties include Jordan and Qatar.", "Qatar", "qat:government"),
        ("The governments of Mali and Niger signed.", "Niger", "ner:government"),
        ("The president of Mali spoke.", "Mali", "mli:government"),
        ("Regime forces shelled Idlib, Syria.", "Regime forces", "syr:state_force"),
    ],
)
def test_names_and_rules(read, sentence, words, actor_id):
    assert named(read(sentence))[words] == actor_id


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The French publication RFI reported it.", "French"),
        ("The village lies in Mali.", "Mali"),
        ("Fighting broke out near Bamako.", "Bamako"),
        ("The car bomb exploded in Gao.", "Gao"),
        ("Vice President Kashim spoke.", "Vice"),
        ("Troops in Mali were attacked.", "Troops in Mali"),
        ("Nine Fulani herders were killed.", "Fulani herders"),
        ("Gunmen killed nine Fulani herders.", "Fulani herders"),
        ("Hutus killed 40 Tutsis.", "Tutsis"),
        ("Muslims prayed in the mosque.", "Muslims"),
        ("A bomb killed nine in Puntland, Somalia.", "Puntland"),
        ("They fled from al-Mayadeen in Syria.", "al-Mayadeen"),
        ("The Sunni militant group attacked.", "Sunni militant"),
        ("The Gaza strike killed nine.", "Gaza"),
        ("Mali is one of the poorest countries.", "Mali"),
        ("Assad’s supporters marched.", "supporters"),
        ("Pro-Iranian rebels shot down a plane.", "Iranian rebels"),
    ],
)
def test_no_actor(read, sentence, words):
    assert words not in named(read(sentence))


@pytest.mark.parametrize(
    ("sentence", "actor_id", "actor_type"),
    [
        ("MNJTF troops crossed the border.", "mnjtf", "igo"),
        ("Operation Serval ended in 2014.", "serval", "other"),
        ("Reuters counted nine dead.", "outlet:reuters", "media"),
        ("The NDS said so.", "afg:intelligence", "state_force"),
        ("The SDF advanced.", "sdf", "armed_group"),
        ("The Pentagon confirmed it.", "usa:defense_ministry", "government"),
    ],
)
def test_types(read, sentence, actor_id, actor_type):
    actor = read(sentence)._.lwj.actors[actor_id]
    assert (actor.type, actor.in_lexicon) == (actor_type, True)


def test_ambiguous_names_need_their_country(read):
    assert named(read("Rangers patrolled Karachi, Pakistan."))["Rangers"] == "pakistan_rangers"
    assert "Rangers" not in named(read("Rangers patrolled the park in Canada."))
    libya = read("In Benghazi, Libya, Ansar al Sharia attacked a Libyan base. Libya has no army.")
    assert named(libya)["Ansar al Sharia"] == "ansar_al_sharia_libya"


class TestPersons:
    def test_surname_points_back(self, read):
        doc = read("Mahmoud Berkane leads the cell. Police said that Berkane had fled to Niger.")
        assert named(doc)["Mahmoud Berkane"] == named(doc)["Berkane"] == "person:mahmoud-berkane"

    def test_title_makes_a_person(self, read):
        doc = read("Captain Oumar Sissako said that the town was calm.")
        assert named(doc)["Oumar Sissako"] == "person:oumar-sissako"

    def test_known_person_by_any_spelling(self, read):
        doc = read("Iyad Ag Ghali spoke. Ghaly is the emir.")
        assert set(named(doc).values()) == {"p_ghaly"}

    def test_another_first_name_is_another_person(self, read):
        assert "p_assad" not in named(read("Bassel al-Assad died in 1994.")).values()

    def test_a_place_is_no_person(self, read):
        assert not [
            a for a in named(read("Gunmen attacked Tongo Tongo and Bulo Marer.")).values() if a.startswith("person")
        ]


class TestNewNames:
    def test_unit(self, read):
        doc = read("Nigeria’s army said that its 157 Task Force Battalion was attacked. Nigeria sent help.")
        actor = doc._.lwj.actors["unit:157-task-force-battalion"]
        assert (actor.type, actor.parent, actor.in_lexicon) == ("state_force", "nga:state_force", False)

    def test_acronym_without_letter_matching(self, read):
        doc = read("The Movement for the Blue Valley (KXR) claimed the raid. KXR gave no toll.")
        ids = {actor_id for words, actor_id in named(doc).items() if words == "KXR"}
        assert ids == {named(doc)["Movement for the Blue Valley"]}

    def test_acronym_wins_over_lexicon(self, read):
        doc = read("The Group for Support of Islam and Muslims (EIGS) claimed it. EIGS gave no toll.")
        assert named(doc)["EIGS"] == "jnim"

    def test_in_lexicon_is_false(self, read):
        doc = read("The Blue Valley Brigade claimed the attack.")
        assert [a.in_lexicon for a in doc._.lwj.actors.values()] == [False]


@pytest.mark.parametrize(
    ("text", "words", "actor_id"),
    [
        ("JNIM claimed the raid. The jihadists killed nine men.", "The jihadists", "jnim"),
        ("JNIM claimed the raid. The group gave no toll.", "The group", "jnim"),
        ("JNIM claimed the raid. It gave no toll.", "It", "jnim"),
        ("Shabaab says that it holds the town.", "it", "shabaab"),
        ("The SDF said that its spokesman was hurt.", "its", "sdf"),
        ("In its statement, JNIM gave no toll.", "its", "jnim"),
        ("Nigeria mourns its dead. The army lost 23 men, the Nigerian government said.", "The army", "nga:state_force"),
        ("Mali’s government gave a toll. The government spoke of nine dead.", "The government", "mli:government"),
        ("Mali’s army lost a camp. JNIM killed 85 soldiers.", "soldiers", "mli:state_force"),
        ("Mali’s army said that an army base was burnt.", "army", "mli:state_force"),
        ("President Umaru Danladi spoke. He promised help.", "He", "person:umaru-danladi"),
    ],
)
def test_descriptions(read, text, words, actor_id):
    assert (words, actor_id) in by_basis(read(text), "description")


@pytest.mark.parametrize(
    "text",
    [
        "It is likely that the group fled.",
        "The group of men fled.",
        "JNIM and Ansaroul Islam met. The group left.",
        "French planes supported them.",
    ],
)
def test_left_open(read, text):
    assert not by_basis(read(text), "description")


def test_two_that_fit_are_a_problem(read):
    (problem,) = read("JNIM and Ansaroul Islam met. The group left.")._.lwj.problems
    assert (problem.kind, problem.detail.split(" fits ")[0]) == ("actor", "'The group'")


@pytest.mark.parametrize(
    ("sentence", "speaker", "source_type"),
    [
        ("A military source said so.", "source", "military"),
        ("Security sources said so.", "sources", "military"),
        ("A hospital source said so.", "source", "witness"),
        ("A health official said so.", "official", "government"),
        ("Analysts said so.", "Analysts", "analyst"),
        ("A resident said so.", "resident", "witness"),
        ("JNIM said so.", "JNIM", "militant"),
        ("Reuters said so.", "Reuters", "media"),
        ("The French Ministry of Defense said so.", "Ministry", "government"),
        ("A spokesman for JNIM said so.", "spokesman", "militant"),
        ("A soldier said so.", "soldier", "witness"),
        ("Karim Oulad, who heads the provincial council, said so.", "Oulad", "government"),
        ("Interior Minister Rehman Malik said so.", "Malik", "government"),
        ("Brigadier General Sani Usman said so.", "Usman", "military"),
        ("Local journalists said so.", "journalists", "media"),
        ("Something said so.", "Something", "unknown"),
    ],
)
def test_source_type(read, sentence, speaker, source_type):
    doc = read(sentence)
    token = next(t for t in doc if t.text == speaker)
    assert actors.source_type_of(doc, token) == source_type


@pytest.mark.parametrize(
    ("sentence", "noun", "actor_id"),
    [
        ("Soldiers of the SDF fled.", "Soldiers", "sdf"),
        ("JNIM’s statement gave no toll.", "statement", "jnim"),
        ("A Shabaab commander fled.", "commander", "shabaab"),
        ("The SDF said that its spokesman fled.", "spokesman", "sdf"),
    ],
)
def test_actor_of(read, sentence, noun, actor_id):
    doc = read(sentence)
    mention = actors.actor_of(doc, next(t for t in doc if t.text == noun))
    assert mention.actor_id == actor_id


@pytest.mark.parametrize("text", ["", "12 34", "\n\n", "the " * 200, "(ABC)", "«»", "Mali’s", "Al", "The U.S."])
def test_odd_text_raises_nothing(read, text):
    read(text)


def test_offsets_are_the_words(read):
    doc = read("Mali’s army, JNIM and Captain Oumar Sissako met. It lost.")
    for mention in doc._.lwj.mentions:
        assert doc.text[mention.start : mention.end].strip() == doc.text[mention.start : mention.end] != ""
        assert mention.start <= doc[mention.root].idx < mention.end


class TestLexicon:
    words = lexicon.load(user=lexicon.SHIPPED / "none")

    def test_is_large_enough(self):
        assert len(self.words.actors) >= 1100
        assert len(self.words.sources) >= 330
        assert len(self.words.countries) >= 190

    def test_every_group_has_a_family(self):
        assert [k for k, e in self.words.actors.items() if e.family is None] == []

    def test_dates_are_in_order(self):
        wrong = [k for k, e in self.words.actors.items() if e.valid_from and e.valid_to and e.valid_from > e.valid_to]
        assert wrong == []

    def test_no_problems(self):
        assert lexicon.problems(user=lexicon.SHIPPED / "none") == []


@pytest.mark.parametrize("case", SENTENCES, ids=lambda c: c["text"][:40])
def test_gold_sentences(read, case):
    doc = read(case["text"])
    found = {doc.text[m.start : m.end]: m for m in doc._.lwj.mentions}
    actors_of = doc._.lwj.actors
    for words, actor_id, actor_type, basis in case["mentions"]:
        assert words in found, sorted(found)
        mention = found[words]
        assert (mention.actor_id, actors_of[mention.actor_id].type, mention.basis) == (actor_id, actor_type, basis)
    fallen = [trap for trap in case["traps"] if trap in found or trap in actors_of]
    assert fallen == []


WORDS = lexicon.load(user=lexicon.SHIPPED / "none")
DEMONYMS = [(key, demonym) for key, entry in WORDS.countries.items() for demonym in entry.demonyms]
COUNTRIES = [(key, name) for key, entry in WORDS.countries.items() for name in (entry.name, *entry.aliases)]


@pytest.mark.parametrize(
    ("phrase", "branch"),
    [
        ("{} troops", "state_force"),
        ("{} soldiers", "state_force"),
        ("{} security forces", "state_force"),
        ("{} government forces", "state_force"),
        ("The {} army", "state_force"),
        ("The {} military", "state_force"),
        ("The {} air force", "air_force"),
        ("{} police", "police"),
        ("{} border guards", "border_guards"),
        ("The {} intelligence agency", "intelligence"),
        ("{} authorities", "government"),
        ("The {} government", "government"),
    ],
)
def test_every_demonym_makes_forces_and_a_government(nlp, phrase, branch):
    assert unread(nlp, phrase, branch, DEMONYMS) == []


@pytest.mark.parametrize(
    ("phrase", "branch"),
    [
        ("The army of {}", "state_force"),
        ("Soldiers from {}", "state_force"),
        ("The Government of {}", "government"),
        ("The police of {}", "police"),
    ],
)
def test_every_country_has_forces_and_a_government(nlp, phrase, branch):
    known = [(key, name) for key, name in COUNTRIES if not name.startswith(("The ", "the ", "St. "))]
    assert unread(nlp, phrase, branch, known) == []


def unread(nlp, phrase, branch, names):
    texts = [f"{phrase.format(name)} attacked the village on Monday." for _, name in names]
    later = [
        pipe for pipe in nlp.pipe_names if pipe.startswith("lwj_") and pipe not in {"lwj_paragraphs", "lwj_actors"}
    ]
    with nlp.select_pipes(disable=later):
        docs = list(nlp.pipe(texts))
    pairs = zip(names, docs, strict=True)
    return [name for (key, name), doc in pairs if f"{key}:{branch}" not in {m.actor_id for m in doc._.lwj.mentions}]
