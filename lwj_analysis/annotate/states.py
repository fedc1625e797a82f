"""Forces and governments of states, by rule: a country and a noun, or a country that acts."""

from __future__ import annotations

import re

from spacy.tokens import Token

from lwj_analysis.annotate.names import Found
from lwj_analysis.annotate.reading import Reading
from lwj_analysis.annotate.words import Form

PREFIX = re.compile(r"\b(?:pro|anti|non)[-‐]$", re.IGNORECASE)  # "pro-Russian rebels" are not Russia's
LOYAL = re.compile(r"\b(\w+) (?:loyal to|allied with|faithful to) (?:[\w’'-]+ ){0,4}$")
REGULARS = {"army", "forces", "soldiers", "troops"}
OWNER_DEPS = {"poss", "compound", "amod", "nmod"}


def find_peoples(reading: Reading) -> None:
    """ "Fulani militiamen", "Bosnian Serb forces": armed men called after a people or a faith."""
    for hit in reading.people_hits:
        sense = reading.best_sense(list(hit.values), hit)
        if sense is None or reading.is_taken(hit.start, hit.end):
            continue
        start, end = reading.tokens_of(hit.start, hit.end)
        has_forces = reading.words.lexicon.peoples[sense.key].forces
        last = _fighters_after(reading, end, has_forces=has_forces) or _attackers_after(reading, start, end)
        if last:
            reading.add_tokens(start, last, f"people:{sense.key}", basis="rule", rule="people")


def find_followers(reading: Reading) -> None:
    """ "Forces loyal to Khalifa Haftar", "Machar's troops": the side that the lexicon has the leader in."""
    doc, nouns = reading.doc, reading.words.acts["followers"]
    for mention in list(reading.annotations.mentions):
        entry = reading.words.lexicon.actors.get(mention.actor_id)
        if entry is None or entry.type != "person" or not entry.parent:
            continue
        _, end = reading.tokens_of(mention.start, mention.end)
        owned = end < len(doc) and doc[end].tag_ == "POS"
        behind = next((i for i in range(end + owned, min(end + owned + 2, len(doc))) if doc[i].pos_ != "ADJ"), None)
        led = LOYAL.search(reading.text[max(0, mention.start - 60) : mention.start])
        before = reading.tokens_of(mention.start - len(led.group()), mention.start)[0] if led else None
        for at in (before, behind):
            noun = doc[at].lower_ if at is not None else ""
            if noun in nouns and (noun in REGULARS or not entry.parent.endswith(":government")):
                side = entry.parent.replace(":government", ":state_force")
                reading.add_tokens(at, at + 1, side, basis="rule", rule="followers")


def find_states(reading: Reading) -> None:
    """ "French troops", "Mali's government", "authorities in Bamako", "Mali's defense minister"."""
    for hit in reading.country_hits:
        if reading.is_taken(hit.start, hit.end) or PREFIX.search(reading.text[max(0, hit.start - 6) : hit.start]):
            continue
        country = reading.country_of(hit)
        start, end = reading.tokens_of(hit.start, hit.end)
        form, last = _force_after(reading, end, hit)
        if form:
            branch = _branch(form)
            lone = branch == "rebels" and _is_one(reading, last - 1)  # "a Norwegian gunman" is no group
            if branch and not lone:
                reading.add_tokens(start, last, f"{country}:{branch}", basis="rule", rule=f"state_{form.key}")
        elif not reading.is_only(hit, "demonym") or reading.is_only(hit, "country"):
            _force_before(reading, start, end, country)
        if not form and _has_deed(reading, end, hit):
            reading.add_tokens(start, end, f"{country}:state_force", basis="rule", rule="state_deed")
        if not reading.is_taken(hit.start, hit.end):
            _office_of(reading, start, end, country)


def acting_countries(reading: Reading) -> None:
    """ "Bamako disputes this", "a raid by France": a country or capital that acts is its government."""
    for hit in reading.country_hits:
        if reading.is_taken(hit.start, hit.end) or reading.is_only(hit, "demonym"):
            continue
        start, end = reading.tokens_of(hit.start, hit.end)
        root = reading.doc[start:end].root
        kinds = {s.kind for s in hit.values}
        if _acts(root, reading.words.acts, capital="country" not in kinds) or _beside_government(reading, root):
            reading.add_tokens(start, end, f"{reading.country_of(hit)}:government", basis="rule", rule="state_acting")


def _fighters_after(reading: Reading, index: int, *, has_forces: bool) -> int | None:
    """The token after the noun of fighting that a people's name has behind it, at most two words on."""
    doc, words = reading.doc, reading.words
    for at in range(index, min(index + 3, len(doc))):
        if doc[at].is_sent_start or reading.is_taken_token(at) or (doc[at].text[:1].isupper() and at > index):
            return None
        form = words.actor_forms.at(doc, at)
        if doc[at].lower_ in words.acts["people_fighters"]:
            return at + 1
        if doc[at].lower_ in words.acts["people_fighter"]:
            return at + 1 if at + 1 == len(doc) or doc[at + 1].pos_ not in {"NOUN", "PROPN", "ADJ"} else None
        if has_forces and form and form.entry.actor_type == "state_force" and not form.entry.branch:
            return form.end
        if doc[at].pos_ not in {"ADJ", "NOUN", "PROPN"}:
            return None
    return None


def _attackers_after(reading: Reading, start: int, end: int) -> int | None:
    """The end of "Fulani herdsmen", "Hutus", where they attack or clash with somebody."""
    doc, acts = reading.doc, reading.words.acts
    last = end + 1 if end < len(doc) and doc[end].lower_ in acts["kin"] else end
    head = doc[last - 1]
    if last == end and head.dep_ in {"compound", "amod", "nmod", "poss"}:
        return None
    while head.dep_ == "conj":
        head = head.head
    doer = head.dep_ == "nsubj" or (head.dep_ == "pobj" and head.head.dep_ == "agent")
    verb = head.head.head if head.dep_ == "pobj" else head.head
    return last if doer and verb.lemma_ in acts["attacks"] else None


def _force_after(reading: Reading, index: int, hit: Found) -> tuple[Form | None, int]:
    """The force or government noun of the phrase that a country begins, and the token after it."""
    doc, forms = reading.doc, reading.words.actor_forms
    possessive = index < len(doc) and doc[index].tag_ == "POS"
    at = at_first = index + possessive
    if at >= len(doc) or doc[at].text in {"-", "–"}:
        return None, index
    chosen, steps, jumped = None, 0, False
    while at < len(doc) and steps < 6 and not doc[at].is_sent_start:
        form = forms.at(doc, at)
        if form and doc[form.end - 1].pos_ != "VERB" and not reading.is_taken_token(at):
            if chosen is None or not _keeps(chosen, form):
                chosen = form
            at = form.end
        elif not chosen and doc[at].lower_ in {"and", ",", "or"} and (jump := reading.country_ends_at(at + 1)):
            at, jumped = jump, True
        elif _nominal(doc[at]) and not reading.is_taken_token(at) and not (chosen and doc[at].pos_ != "NOUN"):
            if chosen and chosen.key == "intelligence" and doc[at].lower_ in reading.words.acts["things"]:
                return None, index  # "Afghan intelligence base"
            at += 1
        else:
            break
        steps += 1
    bare_name = not reading.is_only(hit, "demonym") and not possessive
    if chosen and bare_name and "demonym" not in {s.kind for s in hit.values} and chosen.start != index:
        return None, index
    if chosen and chosen.entry.branch == "local" and chosen.start > at_first and doc[chosen.end - 1].text[:1].isupper():
        return None, index  # "the Ethiopian Human Rights Council"
    if chosen and jumped:  # "Malian and Burkinabe forces": the first is named by its demonym alone
        return chosen, index
    return (chosen, chosen.end) if chosen else (None, index)


def _keeps(chosen: Form, later: Form) -> bool:
    """In "defense ministry official" the ministry acts, in "government forces" the forces, in "militia official" no state."""
    if chosen.entry.actor_type == "armed_group":
        return True
    return bool(chosen.entry.branch) and (later.key in {"government", "military_officials", "military_means"})


def _nominal(token: Token) -> bool:
    return token.pos_ in {"ADJ", "NOUN", "PROPN", "NUM"} or token.text == "-" or token.dep_ == "amod"


def _is_one(reading: Reading, index: int) -> bool:
    """Whether the noun is a single person, and no modifier ("rebel forces")."""
    token = reading.doc[index]
    return token.tag_ == "NN" and token.dep_ not in {"compound", "amod", "nmod"}


def _branch(form: Form) -> str | None:
    kind = form.entry.actor_type
    if kind == "state_force":
        return form.entry.branch or "state_force"
    if kind == "government":
        return form.entry.branch or "government"
    if kind == "armed_group" and form.key == "jihadists" and form.entry.number != "singular":
        return "rebels"
    if kind == "civilians":
        return "civilians"
    return None


def _force_before(reading: Reading, start: int, end: int, country: str) -> None:
    """ "soldiers from Burundi", "the army of Mali", "authorities in Bamako"."""
    doc = reading.doc
    at = start - 1
    while at >= 0 and doc[at].lower_ in {"the", "of", "from", "in"} and not doc[at].is_sent_start:
        at -= 1
    between = {doc[i].lower_ for i in range(at + 1, start)} - {"the"}
    if at < 0 or not between or reading.is_taken_token(at):
        return
    form = reading.words.actor_forms.ending_at(doc, at)
    branch = form and _branch(form)
    if not branch or branch in {"rebels"} or form.key in {"military_means"}:
        return
    if between == {"in"} and (
        form.entry.actor_type != "government"
        or (form.key == "government" and doc[at].lower_ not in {"authorities", "government", "officials"})
    ):
        return
    last = form.end if between == {"in"} else end
    reading.add_tokens(form.start, last, f"{country}:{branch}", basis="rule", rule=f"state_{form.key}")


def _has_deed(reading: Reading, index: int, hit: Found) -> bool:
    """ "Israeli air raids", "Turkey's incursion": a deed of force up to three words behind a people's name or an owner."""
    doc = reading.doc
    owned = index < len(doc) and doc[index].tag_ == "POS"
    if not owned and "demonym" not in {s.kind for s in hit.values}:
        return False
    for at in range(index + owned, min(index + owned + 3, len(doc))):
        if doc[at].lower_ in reading.words.acts["deeds"]:
            return not reading.is_taken_token(at)
        if not _nominal(doc[at]) or reading.is_taken_token(at) or doc[at].text[:1].isupper() or doc[at].text == "-":
            return False
    return False


def _beside_government(reading: Reading, root: Token) -> bool:
    """ "The governments of Mali and Niger": joined to one that a rule has found."""
    if root.dep_ != "conj":
        return False
    first = root.head
    while first.dep_ == "conj":
        first = first.head
    mention = reading.order.at(first.idx, first.idx + 1)
    if mention is None:
        return False
    of = " of " in reading.text[mention.start : mention.end]
    return mention.rule == "state_office" or (mention.rule == "state_government" and of)


def _office_of(reading: Reading, start: int, end: int, country: str) -> None:
    """ "Mali's defense minister", "Yemen's new president", "the US security adviser": the country's government."""
    doc = reading.doc
    root = doc[start:end].root
    head = root.head
    if root.dep_ == "pobj" and head.lower_ == "of":  # "the president of Mali"
        form = reading.words.source_forms.ending_at(doc, head.head.i)
        if form and form.key == "political_offices" and head.head.i < start:
            reading.add_tokens(start, end, f"{country}:government", basis="rule", rule="state_office")
        return
    if root.dep_ not in OWNER_DEPS or head.i < end or head.i > end + 6:
        return
    form = reading.words.source_forms.ending_at(doc, head.i)
    if form and form.key == "political_offices" and not any(reading.is_taken_token(i) for i in range(end, head.i)):
        reading.add_tokens(start, end, f"{country}:government", basis="rule", rule="state_office")


def _acts(root: Token, acts: dict[str, frozenset[str]], *, capital: bool) -> bool:
    subject = root
    while subject.dep_ == "conj" and subject.head.pos_ == "PROPN":
        subject = subject.head
    verb = subject.head
    if subject.dep_ == "nsubj" and verb.pos_ in {"VERB", "AUX"}:
        does = verb.lemma_ in acts["capital_acts"] if capital else _is_act(verb, acts)
        complement = any(c.dep_ in {"acomp", "xcomp"} for c in verb.children)
        if (
            does
            or _is_called(verb, acts["allies"])
            or (
                verb.lemma_ in {"be", "have", "remain", "need"}
                and complement
                and not capital
                and not _is_local(verb, acts)
            )
        ):
            return True
    if root.dep_ in {"poss", "compound", "nmod"} and not capital:
        return root.head.lower_ in acts["own_acts"]  # "France's intervention", "UK support"
    if not capital and _is_among(subject, acts):
        return True
    if subject.dep_ == "pobj" and verb.dep_ == "agent":
        return True
    if subject.dep_ in {"dobj", "dative"} and verb.lemma_ in acts["addressed"]:
        return not capital or verb.lemma_ in acts["capital_acts"]
    if subject.dep_ == "nsubjpass" and (verb.lemma_ in {"accuse", "blame"} or verb.lower_ in acts["stances"]):
        return True
    if subject.dep_ == "pobj" and verb.lower_ in {"with", "between", "alongside"}:
        return verb.head.lemma_ in acts["dealings"]
    if subject.dep_ == "pobj" and verb.lower_ in {"against", "on"} and not capital:
        return verb.head.lemma_ in {"revenge", "war", "accuse", "blame", "retaliation", "fight", "threat", "vow"}
    return any(
        child.dep_ == "relcl"
        and child.pos_ == "VERB"
        and child.lemma_ not in acts["no_act"]
        and any(c.lower_ == "which" and c.dep_ == "nsubj" for c in child.children)
        for child in root.children
    )


def _is_called(verb: Token, nouns: frozenset[str]) -> bool:
    """ "X is an ally", "X is one of our partners"."""
    said = [c for c in verb.children if c.dep_ == "attr"] if verb.lemma_ == "be" else []
    said += [i for c in said if c.lower_ in {"one", "two"} for p in c.children if p.dep_ == "prep" for i in p.children]
    return any(noun.lower_ in nouns for noun in said)


def _is_among(country: Token, acts: dict[str, frozenset[str]]) -> bool:
    """ "Our ally Turkey", "its backers, notably Russia", "allies such as Kenya", "nations that fly sorties include Jordan"."""
    head = country.head
    if country.dep_ == "appos":
        return head.lower_ in acts["allies"]
    if country.dep_ == "pobj" and head.lower_ in {"including", "like", "as"}:
        return head.head.lower_ in acts["allies"]
    subjects = (c for c in head.children if c.dep_ == "nsubj")
    return country.dep_ == "dobj" and head.lemma_ == "include" and any(c.lower_ in acts["states"] for c in subjects)


def _is_local(verb: Token, acts: dict[str, frozenset[str]]) -> bool:
    """ "Mali is dangerous", "Yemen is divided": said of the country, not of its government."""
    return any(c.dep_ == "acomp" and c.lemma_ not in acts["stances"] for c in verb.children)


def _is_act(verb: Token, acts: dict[str, frozenset[str]]) -> bool:
    """A verb of doing, or an auxiliary at the head with the act below it ("Mali has been asking")."""
    below = verb.lemma_ != "be" and any(c.dep_ == "xcomp" and c.lemma_ not in acts["no_act"] for c in verb.children)
    return verb.lemma_ not in acts["no_act"] or below
