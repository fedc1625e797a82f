"""Which words of an article tell an event: verbs, event nouns, and bombs and bombers that do something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from lwj_analysis.annotate import actors
from lwj_analysis.annotate.events import roles
from lwj_analysis.annotate.events.modality import has_own_subject, is_purpose_of_crowd, is_unopposed
from lwj_analysis.annotate.events.things import counted, kinds_of, left_matches
from lwj_analysis.annotate.events.words import EventWords, listed
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.tree import objects_of, stands_for_another
from lwj_analysis.lexicon import EventEntry

MOST = 30  # triggers a sentence; more is a list or noise
REACH = 14  # tokens from a verb to the last word of its phrase


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells an event: the token that carries it, its entry, and the bomb or bomber that is its doer."""

    token: Token
    key: str
    entry: EventEntry
    words: str
    doer: Token | None = None
    basis: str = ""  # "heading", "signs": how a coded record is headed, what its words point at


def find_triggers(doc: Doc, words: EventWords) -> list[Trigger]:
    """All triggers in the order of the text, at most one a token."""
    taken: set[int] = set()
    found = []
    dates = bytearray(len(text_of(doc)))
    for date in doc._.lwj.dates:
        dates[date.start : date.end] = b"\1" * (date.end - date.start)
    in_sentence = 0
    for token in doc:
        if token.is_sent_start:
            in_sentence = 0
        if dates[token.idx] or in_sentence >= MOST:
            continue  # "March" is no march
        for trigger in (
            _doer_deed(token, words),
            _verb(token, words),
            _noun(token, words),
            _another_of_its_kind(token, words),
        ):
            if trigger is None or trigger.token.i in taken or roles.is_by_nature(trigger.token):
                continue
            if not _is_posture_of_victims(trigger, words):
                taken.add(trigger.token.i)
                in_sentence += 1
                found.append(trigger)
                break
    return sorted(found, key=lambda t: t.token.i)


def _another_of_its_kind(token: Token, words: EventWords) -> Trigger | None:
    """The "that" of "the attack on Jaiba follows that of 18 June on Largu"."""
    if not stands_for_another(token):
        return None
    verb = next((a for a in token.ancestors if a.pos_ in ("VERB", "AUX")), None)
    subjects = (c for c in verb.children if c.dep_ == "nsubj" and c.i < token.i) if verb is not None else ()
    like = next((found for s in subjects if (found := _noun(s, words)) is not None), None)
    return Trigger(token, like.key, like.entry, like.words) if like is not None else None


def _is_posture_of_victims(trigger: Trigger, words: EventWords) -> bool:
    """ "Fired on men who were sitting outside a shop": where the victims were, and no sit-in."""
    token = trigger.token
    if not trigger.entry.demonstration or token.lemma_ not in words.lists["postures"] or token.dep_ not in POSTURE:
        return False
    above = (a for a in token.ancestors if a.pos_ == "VERB")
    return any(words.entries[key].force for verb in above for _, key in words.verbs.get(verb.lemma_.lower(), []))


POSTURE = ("relcl", "acl", "advcl")


def mend_lemmas(doc: Doc, words: EventWords) -> None:
    """Give verbs that the model does not know the lemma that the lexicon has for them ("staged" is no "stag")."""
    for token in doc:
        if token.tag_ in ("NNPS", "NNP") and token.is_sent_start and token.ent_type_ == "":
            _as_plain_plural(token, words)
        if _is_misread_noun(token, words):
            token.pos_, token.tag_, token.lemma_ = "NOUN", "NN", token.lower_
            token.dep_ = "nsubj" if token.dep_ == "aux" else token.dep_
        if token.pos_ == "VERB" and (lemma := verb_lemma(token, words)) != token.lemma_.lower():
            token.lemma_ = lemma


def _as_plain_plural(token: Token, words: EventWords) -> None:
    """The "Assailants" that open a sentence are no name."""
    armed = words.lists["attackers"] | words.lists["fighters"] | words.lists["soldiers"]
    if token.lower_.endswith("s") and token.lower_[:-1] in armed:
        token.pos_, token.tag_, token.lemma_ = "NOUN", "NNS", token.lower_[:-1]


def _is_misread_noun(token: Token, words: EventWords) -> bool:
    """ "Russian shelling hit a block", "Airstrike by the regime on Douma": an event noun taken for a verb or an adjective."""
    if token.lower_ not in words.nouns or any(c.dep_ in ("dobj", "nsubj", "nsubjpass") for c in token.children):
        return False
    if token.tag_ == "VBG":
        owned = any(c.lower_ in ("by", "of", "between") or c.dep_ == "amod" for c in token.children)
        return token.dep_ in ("nsubj", "nsubjpass", "aux") or (token.dep_ in ("pcomp", "ROOT", "advcl") and owned)
    return token.pos_ == "ADJ" and token.dep_ == "ROOT"


def verb_lemma(token: Token, words: EventWords) -> str:
    """The lemma, or a plain guess at it where the model does not know the verb ("reoccupied")."""
    lemma, form = token.lemma_.lower(), token.lower_
    if lemma in words.verbs or not form.endswith(("ed", "es", "ing")):
        return lemma
    stem = form.removesuffix("ing").removesuffix("ed").removesuffix("es")
    guesses = (
        stem,
        stem + "e",
        stem[:-1] if stem[-2:-1] == stem[-1:] else stem,
        (stem[:-1] + "y") if stem.endswith("i") else stem,
    )
    return next((g for g in guesses if g in words.verbs), lemma)


def _doer_deed(token: Token, words: EventWords) -> Trigger | None:
    """A verb whose subject or agent is a bomb, a bomber or an aircraft: "a car bomb hurt workers"."""
    if token.pos_ != "VERB":
        return None
    found = next(((d, k, w) for d in _doers(token) for k, w in [_entry_of_doer(d, words)] if k), None)
    if found is None:
        return None
    doer, key, form = found
    if _noun(doer, words) is not None:
        return None  # "an airstrike killed": the noun tells it
    if any(n is not None and n.key == key for n in (_noun(c, words) for c in token.children if c.dep_ == "dobj")):
        return None  # "helicopters carried out airstrikes"
    if any(
        words.entries[k].nothing and _rest_matches(token, rest) for rest, k in words.verbs.get(token.lemma_.lower(), [])
    ):
        return None
    if not any(_rest_matches(token, rest) for rest, _ in words.verbs.get(verb_lemma(token, words), [])):
        return None  # "riding a motorcycle" is no "ride over"
    if key in ("air", "shelling", "riot", "mob") and not _violent(token, words):
        return None
    if key == "air" and doer.dep_ == "nsubj" and _comes_down(token, counted(doer)):
        return Trigger(token, "mishap", words.entries["mishap"], token.lemma_)
    if key in ("riot", "mob") and not _by_crowd(token, doer, words):
        return None
    return Trigger(token, key, words.entries[key], f"{form} {token.lemma_}", doer)


def _comes_down(verb: Token, aircraft: Token) -> bool:
    """ "A helicopter crashed near Kidal": an accident; a drone that crashes is used so."""
    return verb.lemma_ in listed(verb, "coming_down") and aircraft.lemma_.lower() in listed(verb, "manned")


def _by_crowd(verb: Token, doer: Token, words: EventWords) -> bool:
    """Crowds make a riot only as the subject; neighbors make a mob only where they beat or lynch."""
    if verb.lemma_ in ("die", "perish", "fall", "lose"):
        return False  # what befalls a crowd
    keys = {k for rest, k in words.verbs[verb_lemma(verb, words)] if _rest_matches(verb, rest)}
    mention = actors.actor_of(doer.doc, doer)
    actor = doer.doc._.lwj.actors.get(mention.actor_id) if mention is not None else None
    if actor is not None and actor.type == "armed_group":
        return False
    if counted(doer).lemma_.lower() in listed(doer, "neighbors"):
        many = doer.tag_ in ("NNS", "NNPS") or counted(doer) != doer  # a single bystander is no mob
        return many and ("killing" in keys or verb.lemma_ == "kill")
    return not roles.is_passive(verb) or "killing" in keys


def _doers(verb: Token) -> Iterator[Token]:
    yield from roles.agents_of_verb(verb)
    if roles.is_passive(verb):
        if verb.lemma_ in listed(verb, "sent"):
            yield from roles.objects_of_verb(verb)
        return
    for child in verb.children:
        if child.dep_ == "dobj" and verb.lemma_ in (
            "send",
            "launch",
            "fire",
            "throw",
            "detonate",
            "drop",
            "hurl",
            "lob",
            "toss",
            "fling",
            "use",
            "drive",
        ):
            yield child


def _entry_of_doer(token: Token, words: EventWords) -> tuple[str | None, str]:
    token = counted(token)  # "canisters of chlorine"
    for left, key in words.doers.get(token.lemma_.lower(), []):
        if left_matches(token, left):
            if words.entries[key].nothing:
                return None, ""
            return key, " ".join((*left, token.lemma_.lower()))
    return None, ""


def _violent(verb: Token, words: EventWords) -> bool:
    keys = [k for rest, k in words.verbs[verb_lemma(verb, words)] if not rest]
    keys += [k for rest, k in words.verbs[verb_lemma(verb, words)] if rest and _rest_matches(verb, rest)]
    return any(
        words.entries[k].force or words.entries[k].two_sided or k in ("looting", "carry_off", "deed") for k in keys
    )


def _verb(token: Token, words: EventWords) -> Trigger | None:
    if _is_state(token):  # "is in custody"
        options = [(rest, key) for rest, key in words.verbs.get("be", []) if rest]
    elif token.pos_ != "VERB" or (token.dep_ == "amod" and token.tag_ == "VBN" and not has_own_subject(token)):
        return None
    else:
        options = words.verbs.get(verb_lemma(token, words), [])
    if _strikes_work(token, words):
        return Trigger(token, "protest", words.entries["protest"], token.lemma_)
    if _presses_in_public(token, words):
        return Trigger(token, "protest", words.entries["protest"], token.lemma_)
    if "sexual" in words.entries and any(c.lower_ == "sexually" for c in token.children):
        return Trigger(token, "sexual", words.entries["sexual"], f"sexually {token.lemma_}")
    matched = [(rest, key) for rest, key in options if _rest_matches(token, rest)]
    for rest, key in matched:
        entry = words.entries[key]
        if entry.nothing:
            return None
        if _is_search(token, key) or (key == "attack" and _is_burglary(token, words)):
            return None
        if (
            key == "carry_off"
            and token.lemma_ not in ("rob", "loot")
            and any("person" in kinds_of(t, words) for t in roles.objects_of_verb(token))
        ):
            continue  # "wounded were carried off"
        if key == "captive" and token.lemma_ in ("carry", "make") and not _led_away(token, words):
            continue  # "wounded were carried off", "made off with goats"
        if "unopposed" in entry.needs and not is_unopposed(token):
            continue
        if key == "movement" and token.dep_ in ("acl", "relcl") and token.tag_ == "VBN":
            continue  # "the soldiers stationed there"
        if (
            key == "captive"
            and token.lemma_ == "take"
            and not (rest and _takes_nouns(token))
            and not _counted_people(token)
        ):
            continue
        if (
            key == "protest"
            and any(c.dep_ in ("dobj", "ccomp") for c in token.children)
            and token.lemma_ == "demonstrate"
        ):
            continue  # "demonstrates that"
        if key == "protest" and token.lemma_ in ("block", "close") and _by_armed(token):
            continue  # "members of the cartel blocked roads and fired at a patrol"
        if (
            key == "protest"
            and token.lemma_ == "march"
            and any("person" in kinds_of(t, words) for t in roles.objects_of_verb(token))
        ):
            continue  # "marched the pupils into the bush"
        if token.lemma_ in ("hold", "control") and key in ("overtakes", "transfer") and token.dep_ in ("acl", "relcl"):
            continue  # "territory held by the rebels"
        if key in ("looting", "wreck", "target", "clash") and any(
            _noun(d, words) is not None for d in roles.agents_of_verb(token)
        ):
            return None  # "the blast destroyed a house"
        if key == "riot" and any(
            t.lemma_.lower() in listed(token, "fighters") or "force" in kinds_of(counted(t), words)
            for t in roles.agents_of_verb(token)
        ):
            continue  # "insurgents torched vehicles", "militiamen attacked a police station"
        if key == "clash" and token.dep_ == "relcl" and any(c.lower_ == "back" for c in token.children):
            continue  # "killed a suspect who fought back"
        if key == "quarters" and token.dep_ in ("acl", "relcl"):
            continue  # "a school used as barracks"
        if key == "ousts" and all("civilian" in kinds_of(counted(t), words) for t in roles.objects_of_verb(token)):
            continue  # "fear drove families from their homes"
        if key == "killing" and (_to_the_dead(token) or _to_things(token, words)):
            continue
        if key in ("spoils", "captive", "carry_off") and token.dep_ in ("relcl", "acl") and _past_perfect(token):
            continue  # "a car that had been captured": how it came there
        if key == "captive" and token.lemma_ == "hold" and token.dep_ in ("relcl", "acl"):
            continue  # "the children who were held there"
        if key == "attack" and rest == ("at",) and any(c.dep_ == "dobj" for c in token.children):
            continue  # "struck a mine at Ashong"
        if key in ("abduction", "captive", "transfer", "movement") and is_recovery(token):
            continue
        if key in ("arrest", "captive") and _in_a_clash(token, words):
            continue  # "two cadres were killed and one was arrested in an encounter": the encounter tells it
        if key in ("abduction", "captive") and rest and _then_killed(token, words):
            continue  # "was dragged from his lorry and killed"
        if key != "deed" and _objects_fit(token, entry, words, rest):
            return Trigger(token, key, entry, " ".join((verb_lemma(token, words), *rest)))
    return None


def _by_armed(verb: Token) -> bool:
    """An armed group does it, or men with arms."""
    found = verb.doc._.lwj.actors
    for who in roles.agents_of_verb(verb):
        mention = actors.actor_of(verb.doc, who)
        if (mention is not None and found[mention.actor_id].type == "armed_group") or any(
            c.lower_ == "armed" for c in who.children
        ):
            return True
    return False


def _is_state(token: Token) -> bool:
    return token.pos_ == "AUX" and token.lemma_ == "be" and token.dep_ not in ("aux", "auxpass")


def _strikes_work(token: Token, words: EventWords) -> bool:
    """ "Striking civil servants", "protesting farmers": people, and what they do."""
    on_strike = token.lemma_ in ("strike", "protest", "demonstrate", "march", "chant") and token.tag_ == "VBG"
    if not (on_strike and token.dep_ == "amod" and "protest" in words.entries):
        return False
    return "person" in kinds_of(token.head, words) or token.head.lemma_.lower() in listed(token, "crowd_people")


def _presses_in_public(verb: Token, words: EventWords) -> bool:
    """ "Women danced through the streets to demand equal pay": many people who do something to say something."""
    if verb.lemma_ not in listed(verb, "pressing") or "protest" not in words.entries or not is_purpose_of_crowd(verb):
        return False
    if not any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children) or roles.is_passive(verb.head):
        return False
    who = roles.agents_of_verb(verb.head)
    return any(t.tag_ in ("NNS", "NNPS") and "civilian" in kinds_of(counted(t), words) for t in who)


def _led_away(verb: Token, words: EventWords) -> bool:
    whom = [*roles.objects_of_verb(verb), *(p for c in verb.children if c.lower_ == "with" for p in c.children)]
    people = [t for t in whom if "person" in kinds_of(counted(t), words)]
    return bool(people) and not any(t.lemma_.lower() in listed(verb, "anybody") for t in people)


def _to_the_dead(verb: Token) -> bool:
    things = [counted(t) for t in roles.objects_of_verb(verb) or roles.agents_of_verb(verb)]
    return bool(things) and all(t.lemma_.lower() in listed(verb, "bodies") for t in things)


def _to_things(verb: Token, words: EventWords) -> bool:
    """ "Slashed the tyres of twelve cars"."""
    things = [kinds_of(counted(t), words) for t in roles.objects_of_verb(verb)]
    return bool(things) and all(k & {"thing", "materiel"} and not k & {"person", "force"} for k in things)


def _is_search(verb: Token, key: str) -> bool:
    """ "Raided a house and seized weapons": what the police found tells it."""
    return key == "attack" and verb.lemma_ == "raid" and any(
        c.dep_ == "conj" and c.lemma_ in listed(verb, "custody") for c in verb.children)  # fmt: skip


def _is_burglary(verb: Token, words: EventWords) -> bool:
    """ "Broke into a warehouse and made off with food", "raided a village and led off ten girls": what was taken tells it."""
    where = [kinds_of(t, words) for t in (*roles.objects_of_verb(verb), *roles.goals_of(verb))]
    if not any(kinds & {"building", "place"} for kinds in where):
        return False
    seconds = [c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB"]
    told = [_verb(c, words) for c in seconds]
    if any(t is not None and t.key == "sexual" for t in told):
        return True
    if any(t is not None and t.key in ("abduction", "captive") for t in told) and not any(
        t and t.entry.force for t in told
    ):
        return True
    in_building = any("building" in kinds for kinds in where)
    return in_building and bool(told) and all(t and t.key in ("carry_off", "looting", "spoils") for t in told)


def _in_a_clash(verb: Token, words: EventWords) -> bool:
    framed = (_noun(o, words) for o in objects_of(verb, "in", "during"))
    return any(t is not None and t.entry.two_sided for t in framed)


def is_recovery(verb: Token) -> bool:
    """ "Were pulled out of the water", "the hospital took in two dead conscripts": nobody is taken prisoner."""
    behind = (t for t in verb.subtree if t.pos_ == "NOUN" and t.dep_ == "pobj" and t.head.lower_ in ("of", "from"))
    held = {t.lemma_.lower() for t in behind}
    taken = roles.objects_of_verb(verb)
    harmed = any(t.lower_ in listed(verb, "harmed") for o in taken for t in (o, *o.children))
    return harmed or bool(held & listed(verb, "wreckage"))


def _then_killed(verb: Token, words: EventWords) -> bool:
    """ "Dragged from his lorry and beaten to death", "dragged from her car and raped": the second verb tells it."""
    told = {key for c in verb.conjuncts if c.i > verb.i for rest, key in words.verbs.get(c.lemma_.lower(), [])
            if _rest_matches(c, rest)}  # fmt: skip
    return bool(told & {"killing", "kill", "sexual"})


def _takes_nouns(verb: Token) -> bool:
    """ "Took away an unknown number of students", not "took several of them away"."""
    return any(counted(t).pos_ in ("NOUN", "PROPN") for t in roles.objects_of_verb(verb))


def _counted_people(verb: Token) -> bool:
    """ "Took 56 men" and "56 were taken", not "took the army by surprise"."""
    objects = roles.objects_of_verb(verb)
    return any(t.pos_ == "NUM" or any(c.dep_ == "nummod" for c in t.children) for t in objects)


def _past_perfect(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)


def _objects_fit(verb: Token, entry: EventEntry, words: EventWords, rest: tuple[str, ...]) -> bool:
    if entry.subject:
        who = roles.objects_of_verb(verb) if roles.is_passive(verb) else roles.agents_of_verb(verb)
        people = (t.lemma_ in listed(verb, "gathered") or kinds_of(counted(t), words) & set(entry.subject) for t in who)
        return any(people) and not any(
            c.dep_ == "dobj" and not c.lower_.endswith(("self", "selves")) and c.lemma_ not in rest
            for c in verb.children
        )
    if not entry.takes:
        return True
    if verb.lemma_ == "be":  # "is in custody", "are in control of the town"
        objects = roles.agents_of_verb(verb) + [p for t in verb.subtree if t.lemma_ in rest for p in roles.of_what(t)]
        return any(kinds_of(counted(t), words) & set(entry.takes) or _is_unknown_name(t) for t in objects)
    objects = roles.agents_of_verb(verb) if verb.lemma_ == "fall" else roles.objects_of_verb(verb)
    if not objects and verb.lemma_ == "let":  # "let 82 of the girls go"
        objects = [s for c in verb.children if c.dep_ == "ccomp" for s in c.children if s.dep_ == "nsubj"]
    named = [t for t in objects if t.lemma_.lower() in rest]
    objects = [t for t in objects if t not in named] + [p for t in named for p in roles.of_what(t)]
    if rest and not objects:  # "set fire to the village", "pulled out of the town"
        tops = (verb, *named, *(c for c in verb.children if c.dep_ in ("prep", "advmod", "prt")))
        preps = [c for top in tops for c in top.children if c.dep_ == "prep"]
        objects = [p for c in preps for p in c.children if p.dep_ == "pobj"]
    if "place" in entry.takes and any(_is_unknown_name(t) for t in objects):
        return True
    if entry.territory and verb.lemma_ in listed(verb, "wresting") and any(t.lower_ == "it" for t in objects):
        return True
    if (
        "thing" in entry.takes
        and verb.lemma_ in listed(verb, "wrecking")
        and any(_is_some_thing(t, words) for t in objects)
    ):
        return True
    if "person" in entry.takes and any(t.lower_ in ("him", "her", "he", "she", "me", "us") for t in objects):
        return True
    if entry.sub_event_type == "Arrests" and any(t.pos_ == "NOUN" and not kinds_of(counted(t), words) for t in objects):
        return True  # "rounded up target killers"
    if "weapon" in entry.takes:  # "a container laden with rifles"
        objects = [t for o in objects for t in o.subtree if t.pos_ in ("NOUN", "PROPN")]
    return any(kinds_of(counted(t), words) & set(entry.takes) for t in objects)


def _is_some_thing(token: Token, words: EventWords) -> bool:
    """A common noun that no list has and that is nobody: saplings, a backhoe."""
    noun = counted(token)
    return noun.pos_ == "NOUN" and not kinds_of(noun, words) and not words.nouns.get(noun.lemma_.lower())


def _is_unknown_name(token: Token) -> bool:
    """A name that stands for nobody we know: what is overrun or retaken then is a place."""
    mention = actors.actor_of(token.doc, token)
    guessed = mention is None or (mention.basis == "ner" and token.head.lemma_ in listed(token, "entering"))
    left = token.head.lower_ == "from" and token.head.head.lemma_ in listed(token, "leaving")
    other = token.ent_type_ in ("NORP", "DATE", "TIME") or (token.head.lower_ == "from" and not left)
    return token.pos_ == "PROPN" and guessed and not other


def _noun(token: Token, words: EventWords) -> Trigger | None:
    nominal = token.pos_ in ("NOUN", "PROPN") or (
        token.pos_ == "ADJ" and token.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass")
    )
    if not nominal or _is_modifier(token) or _one_of_many(token) or _is_dam(token):
        return None
    for left, key in words.nouns.get(token.lemma_.lower(), []):
        if not left_matches(token, left):
            continue
        entry = words.entries[key]
        if entry.nothing:
            return None
        if entry.takes and not _noun_takes(token, entry, words):
            continue
        if (
            key == "agreement"
            and token.dep_ in ("dobj", "nsubjpass")
            and token.head.lemma_ in listed(token, "breaching")
        ):
            return None  # "violated the ceasefire agreement"
        if key == "air" and token.lemma_ == "strike" and "protest" in words.entries and _of_labor(token):
            entry, key = words.entries["protest"], "protest"
        if entry.force and (_is_averted(token) or _is_armed_strike(token)):
            return None
        return Trigger(token, key, entry, " ".join((*left, token.lemma_.lower())))
    return None


def _is_armed_strike(noun: Token) -> bool:
    """ "A four-day armed strike": a group orders shops to close."""
    return noun.lemma_.lower() == "strike" and any(c.lower_ == "armed" for c in noun.children)


def _is_averted(noun: Token) -> bool:
    """ "Foiled a bombing"; not "prevented another car bombing", of a raid that began with one."""
    averted = noun.dep_ in ("dobj", "nsubjpass") and noun.head.lemma_ in listed(noun, "averting")
    return averted and not any(c.lower_ in ("another", "second", "further", "more") for c in noun.children)


def _of_labor(noun: Token) -> bool:
    """ "The teachers' strike", "went on strike over wages"."""
    near = [*noun.subtree, *([noun.head] if noun.dep_ == "pobj" else []), *(noun.head.head.subtree if noun.dep_ == "pobj"
            and noun.head.lower_ == "on" else [])]  # fmt: skip
    observed = noun.dep_ == "dobj" and noun.head.lemma_ in ("observe", "join")
    return (observed or any(t.lemma_.lower() in listed(noun, "labor") for t in near)) and not any(
        t.lemma_.lower() in ("air", "drone", "missile", "rocket", "artillery") for t in near)  # fmt: skip


def _noun_takes(noun: Token, entry: EventEntry, words: EventWords) -> bool:
    if noun.lemma_ in (
        "looting",
        "arson",
        "prison break",
        "jailbreak",
        "break",
        "spoil",
        "robbery",
        "breakout",
        "booty",
    ):
        return True
    of = roles.of_what(noun)
    owner = roles.owner_of(noun)
    return any(kinds_of(counted(t), words) & set(entry.takes) for t in [*of, *([owner] if owner is not None else [])])


def _is_dam(token: Token) -> bool:
    """ "The Ithai barrage", "Farakka Barrage": a weir, which a name stands before."""
    return token.lemma_.lower() == "barrage" and any(
        c.pos_ == "PROPN" and c.dep_ == "compound" and c.i == token.i - 1 for c in token.children
    )


def _one_of_many(token: Token) -> bool:
    """ "One of the biggest attacks", "the deadliest of its raids": a rank, no event."""
    partitive = token.dep_ == "pobj" and token.head.lower_ == "of" and token.tag_ in ("NNS", "NNPS")
    return partitive and (
        token.head.head.lower_ in ("one", "some", "most", "many", "number", "series", "wave", "spate", "string")
    )


def _is_modifier(token: Token) -> bool:
    """Part of a compound ("attack helicopter"), a hyphenated word, or a name."""
    if token.dep_ == "compound" and token.head.i > token.i and token.head.i - token.i <= 2:
        return True
    return token.i + 1 < len(token.doc) and token.nbor(1).text == "-" and not token.whitespace_


def _rest_matches(verb: Token, rest: tuple[str, ...]) -> bool:
    if not rest:
        return True
    at, end = verb.i + 1, min(verb.i + REACH, verb.sent.end)
    for word in rest:
        hit = next((t for t in verb.doc[at:end] if word in (t.lemma_.lower(), t.lower_) and _hangs_on(t, verb)
                    and not _gives_day(t) and not (word == "to" and t.tag_ == "TO" and t.dep_ == "aux")), None)  # fmt: skip
        if hit is None:
            if any(word in (t.lemma_.lower(), t.lower_) for t in _objects_elsewhere(verb)):
                continue
            return False
        at = hit.i + 1
    return True


def _objects_elsewhere(verb: Token) -> list[Token]:
    """What a passive is done to, or a verb that shares its object ("intercepted and destroyed a drone")."""
    if not roles.is_passive(verb) and any(c.dep_ == "dobj" for c in verb.children):
        return []
    return [o for t in roles.objects_of_verb(verb) for o in _parts_and_whole(t)]


def _parts_and_whole(token: Token) -> list[Token]:
    """ "Almost all of the 300 drones and missiles": the drones and the missiles."""
    whole = counted(token)
    return [token, whole, *(c for c in whole.conjuncts if c.i > whole.i)]


def _gives_day(token: Token) -> bool:
    """ "Marched on 11 February", "raided at night": no part of the verb."""
    return token.pos_ == "ADP" and any(c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME") for c in token.children)


def _hangs_on(token: Token, verb: Token) -> bool:
    if token.pos_ == "VERB" and token.dep_ in ("acl", "relcl"):
        return False  # "found a plan to bomb"
    step = token
    for _ in range(4):
        if step.head == step or (step.pos_ == "VERB" and step != token):
            return False
        if step.head == verb:
            return True
        step = step.head
    return False
