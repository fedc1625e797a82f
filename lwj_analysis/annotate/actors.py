"""Who is named, and where: groups, forces, governments, outlets and persons of one article.

The lexicon goes first; then rules make forces and governments of a country and a noun; then the trained model and the
context add what no lexicon has; last come descriptions and pronouns. A state's army, soldiers, troops and "military" are
one actor (``mli:state_force``): texts do not tell them apart. Navy, air force, police, gendarmerie, special forces and
the like are their own (``pak:navy``), parts of it; a ministry is a part of the ``government``.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

from lwj_analysis.annotate import descriptions, persons, unknown
from lwj_analysis.annotate.reading import Reading
from lwj_analysis.annotate.records import Mention
from lwj_analysis.annotate.words import Form, Vocabulary
from lwj_analysis.lexicon import Lexicon

READING = "lwj_reading"  # for the relation finder
VOCABULARY = "lwj_vocabulary"  # where the Doc carries the words, for the helpers below
OWNER_DEPS = {"poss", "compound", "amod", "nmod"}
SOURCE_TYPES = {
    "armed_group": "militant",
    "state_force": "military",
    "government": "government",
    "media": "media",
    "igo": "igo",
    "ngo": "ngo",
    "civilians": "witness",
}
STATEMENTS = {
    "statement",
    "communique",
    "communiqué",
    "video",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "report",
    "claim",
    "announcement",
    "release",
    "leader",
    "emir",
    "head",
    "chief",
    "message",
    "letter",
    "account",
    "post",
    "text",
}
# Verbs that say what befalls a country, not what its government does.
NO_ACT = {
    "be",
    "have",
    "see",
    "suffer",
    "remain",
    "become",
    "face",
    "witness",
    "experience",
    "lie",
    "border",
    "need",
    "seem",
    "belong",
    "elect",
    "vote",
    "fall",
    "erupt",
    "descend",
    "live",
    "know",
    "rank",
    "appear",
    "include",
    "share",
}
CAPITAL_ACTS = {
    "say",
    "dispute",
    "deny",
    "confirm",
    "reject",
    "announce",
    "accuse",
    "blame",
    "claim",
    "admit",
    "declare",
    "warn",
    "insist",
    "maintain",
    "support",
    "back",
    "want",
    "call",
    "send",
    "agree",
    "refuse",
    "order",
    "acknowledge",
    "criticize",
    "condemn",
    "argue",
    "vow",
    "pledge",
    "respond",
    "demand",
    "sign",
    "seek",
    "consider",
    "decide",
    "deploy",
    "threaten",
    "negotiate",
    "believe",
    "suspect",
    "expel",
    "recall",
    "ban",
    "designate",
    "withdraw",
    "offer",
    "promise",
    "give",
    "recognize",
    "hope",
    "try",
    "mean",
    "hold",
    "impose",
    "put",
    "urge",
    "ask",
    "welcome",
    "regard",
    "see",
    "talk",
    "meet",
}
ADDRESSED = {
    "accuse",
    "blame",
    "urge",
    "press",
    "criticize",
    "criticise",
    "ask",
    "condemn",
    "warn",
    "thank",
    "pressure",
    "help",
    "tell",
    "persuade",
    "assure",
    "fight",
    "support",
    "back",
    "allow",
    "lobby",
}


def find_actors(doc: Doc, words: Vocabulary) -> None:
    """Fill ``doc._.lwj.actors`` and ``doc._.lwj.mentions``."""
    reading = Reading(doc, words)
    doc.user_data[READING] = reading
    _named(reading)
    if doc.has_annotation("DEP"):
        _states(reading)
        unknown.units(reading)
        persons.find_persons(reading)
        unknown.bracketed(reading)
        unknown.organisations(reading)
        persons.surnames(reading)
        unknown.repeated(reading)
        _acting_countries(reading)
        descriptions.find_descriptions(reading)
    reading.finish()


def actor_at(doc: Doc, token_index: int) -> Mention | None:
    """The mention that covers a token, the shortest where several do."""
    token = doc[token_index]
    here = [m for m in doc._.lwj.mentions if m.start < token.idx + len(token) and token.idx < m.end]
    return min(here, key=lambda m: m.end - m.start, default=None)


def actor_of(doc: Doc, token: Token) -> Mention | None:
    """The actor of the noun phrase headed by ``token``: the mention that covers it, else its modifier's or possessor's.

    "Burundi's soldiers", "soldiers of the SDF", "its spokesman", "the group's statement" give the group.
    """
    if mention := actor_at(doc, token.i):
        return mention
    for child in token.children:
        if child.dep_ in OWNER_DEPS and (mention := actor_at(doc, child.i) or _possessor(doc, child)):
            return mention
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "from", "for", "by", "within"}:
            for inner in child.children:
                if inner.dep_ in {"pobj", "pcomp"} and (mention := actor_of(doc, inner)):
                    return mention
    return None


def source_type_of(doc: Doc, token: Token) -> str:
    """The kind of speaker (a value of ``source_type``) that the noun phrase headed by ``token`` is."""
    mention = actor_at(doc, token.i)
    if mention:
        return _type_of_actor(doc, mention)
    words: Vocabulary | None = doc.user_data.get(VOCABULARY)
    if words is None:
        return "unknown"
    if token.lower_ in STATEMENTS or words.role_forms.at(doc, token.i):
        owner = actor_of(doc, token)
        if owner and (kind := _type_of_actor(doc, owner)) not in {"unknown", "media"}:
            return kind
    return _type_of_noun(doc, token, words)


def _possessor(doc: Doc, child: Token) -> Mention | None:
    """The actor of a possessive noun that is none itself ("the group's spokesman's statement")."""
    return actor_of(doc, child) if child.dep_ == "poss" and child.pos_ in {"NOUN", "PROPN"} else None


def _type_of_actor(doc: Doc, mention: Mention) -> str:
    actor = doc._.lwj.actors[mention.actor_id]
    words: Vocabulary | None = doc.user_data.get(VOCABULARY)
    if actor.type == "person":
        return _type_of_person(doc, actor.id, words) if words else "unknown"
    if words and actor.id.startswith("outlet:"):
        entry = words.lexicon.sources[actor.id.removeprefix("outlet:")]
        return {"militant_media": "militant", "research": "analyst"}.get(entry.kind, "media")
    if words and actor.id.endswith(":police"):
        return "government"
    if (
        words
        and actor.type == "state_force"
        and (text := doc.text[mention.start : mention.end].lower()).endswith(
            ("security officials", "security official")
        )
    ):
        return "government" if text else "military"
    return SOURCE_TYPES.get(actor.type, "unknown")


def _type_of_person(doc: Doc, actor_id: str, words: Vocabulary) -> str:
    for mention in doc._.lwj.mentions:
        if mention.actor_id != actor_id or mention.basis == "description":
            continue
        for role in persons.role_tokens(doc, mention, words):
            owner = actor_of(doc, role)
            if owner and doc._.lwj.actors[owner.actor_id].type not in {"person", "media"}:
                return _type_of_actor(doc, owner)
            if (kind := _type_of_noun(doc, role, words)) != "unknown":
                return kind
        if (kind := persons.title_type(doc, mention, words)) != "unknown":
            return kind
    return "unknown"


def _type_of_noun(doc: Doc, token: Token, words: Vocabulary) -> str:
    before = [doc[i] for i in range(max(token.sent.start, token.i - 3), token.i) if doc[i].head == token]
    if (form := words.source_forms.ending_at(doc, token.i)) and (
        form.end - form.start > 1
        or form.key
        not in {
            "government",
            "political_offices",
            "officers",
            "jihadist_group",
        }
    ):
        return form.entry.source_type or "unknown"
    for word in reversed(before):
        if modifier := words.modifier_forms.at(doc, word.i):
            return modifier.entry.source_type or "unknown"
    if owner := actor_of(doc, token):
        return SOURCE_TYPES.get(doc._.lwj.actors[owner.actor_id].type, "unknown")
    return (form.entry.source_type or "unknown") if form else "unknown"


# ---- names of the lexicon ----


def _named(reading: Reading) -> None:
    """Mentions of groups and outlets by the lexicon's names."""
    for hit in reading.hits:
        senses = [s for s in hit.values if s.kind in {"actors", "sources"}]
        if not senses or reading.is_blocked(hit):
            continue
        if (sense := reading.best_sense(senses, hit)) and not reading.is_start_of_longer(sense, hit):
            actor_id = sense.key if sense.kind == "actors" else f"outlet:{sense.key}"
            reading.add(hit.start, hit.end, actor_id, basis="lexicon", rule="lexicon")


# ---- forces and governments by rule ----


def _states(reading: Reading) -> None:
    """ "French troops", "Mali's government", "authorities in Bamako", "Mali's defense minister"."""
    for hit in reading.country_hits:
        if reading.is_taken(hit.start, hit.end):
            continue
        country = reading.country_of(hit)
        start, end = reading.tokens_of(hit.start, hit.end)
        form, last = _force_after(reading, end, hit)
        if form:
            branch = _branch(form)
            if branch:
                reading.add_tokens(start, last, f"{country}:{branch}", basis="rule", rule=f"state_{form.key}")
        elif not reading.is_only(hit, "demonym") or reading.is_only(hit, "country"):
            _force_before(reading, start, end, country)
        if not reading.is_taken(hit.start, hit.end):
            _office_of(reading, start, end, country)


def _force_after(reading: Reading, index: int, hit) -> tuple[Form | None, int]:
    """The force or government noun of the phrase that a country begins, and the token after it."""
    doc, forms = reading.doc, reading.words.actor_forms
    possessive = index < len(doc) and doc[index].tag_ == "POS"
    at = index + possessive
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
            if chosen and chosen.key == "intelligence" and doc[chosen.end - 1].dep_ in {"compound", "nmod"}:
                return None, index  # "Afghan intelligence base"
            at += 1
        else:
            break
        steps += 1
    bare_name = not reading.is_only(hit, "demonym") and not possessive
    if chosen and bare_name and "demonym" not in {s.kind for s in hit.values} and chosen.start != index:
        return None, index
    if chosen and jumped:  # "Malian and Burkinabe forces": the first is named by its demonym alone
        return chosen, index
    return (chosen, chosen.end) if chosen else (None, index)


def _keeps(chosen: Form, later: Form) -> bool:
    """In "defense ministry official" the ministry is what acts, in "government forces" the forces are."""
    return bool(chosen.entry.branch) and (later.key in {"government", "military_officials", "military_means"})


def _nominal(token: Token) -> bool:
    return token.pos_ in {"ADJ", "NOUN", "PROPN", "NUM"} or token.text == "-" or token.dep_ == "amod"


def _branch(form: Form) -> str | None:
    kind = form.entry.actor_type
    if kind == "state_force":
        return form.entry.branch or "state_force"
    if kind == "government":
        return form.entry.branch or "government"
    if kind == "armed_group" and form.key == "jihadists" and form.entry.number != "singular":
        return "rebels"
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
    if not branch or branch == "rebels" or form.key in {"military_means"}:
        return
    if between == {"in"} and (
        form.entry.actor_type != "government"
        or (form.key == "government" and doc[at].lower_ not in {"authorities", "government", "officials"})
    ):
        return
    last = form.end if between == {"in"} else end
    reading.add_tokens(form.start, last, f"{country}:{branch}", basis="rule", rule=f"state_{form.key}")


def _office_of(reading: Reading, start: int, end: int, country: str) -> None:
    """ "Mali's defense minister", "Yemen's new president", "the US national security adviser": the country's government."""
    doc = reading.doc
    head = doc[start:end].root.head
    if doc[start:end].root.dep_ not in OWNER_DEPS or head.i < end or head.i > end + 6:
        return
    form = reading.words.source_forms.ending_at(doc, head.i)
    if form and form.key == "political_offices" and not any(reading.is_taken_token(i) for i in range(end, head.i)):
        reading.add_tokens(start, end, f"{country}:government", basis="rule", rule="state_office")


def _acting_countries(reading: Reading) -> None:
    """ "Bamako disputes this", "a raid by France": a country or capital that acts is its government."""
    for hit in reading.country_hits:
        if reading.is_taken(hit.start, hit.end) or reading.is_only(hit, "demonym"):
            continue
        start, end = reading.tokens_of(hit.start, hit.end)
        root = reading.doc[start:end].root
        kinds = {s.kind for s in hit.values}
        if _acts(root, capital="country" not in kinds):
            reading.add_tokens(start, end, f"{reading.country_of(hit)}:government", basis="rule", rule="state_acting")


def _acts(root: Token, *, capital: bool) -> bool:
    subject = root
    while subject.dep_ == "conj" and subject.head.pos_ == "PROPN":
        subject = subject.head
    verb = subject.head
    if subject.dep_ == "nsubj" and verb.pos_ in {"VERB", "AUX"}:
        acts = verb.lemma_ in CAPITAL_ACTS if capital else verb.lemma_ not in NO_ACT or _turns_active(verb)
        if acts:
            return True
    if subject.dep_ == "pobj" and verb.dep_ == "agent":
        return True
    if subject.dep_ in {"dobj", "dative"} and verb.lemma_ in ADDRESSED:
        return not capital or verb.lemma_ in CAPITAL_ACTS
    if subject.dep_ == "nsubjpass" and verb.lemma_ in {"accuse", "blame"}:
        return True
    if subject.dep_ == "pobj" and verb.lower_ in {"against", "on"} and not capital:
        return verb.head.lemma_ in {"revenge", "war", "accuse", "blame", "retaliation", "fight", "threat", "vow"}
    return any(
        child.dep_ == "relcl"
        and child.pos_ == "VERB"
        and child.lemma_ not in NO_ACT
        and any(c.lower_ == "which" and c.dep_ == "nsubj" for c in child.children)
        for child in root.children
    )


def _turns_active(verb: Token) -> bool:
    """ "Mali has been asking": an auxiliary at the head, with the act below it."""
    return any(child.dep_ == "xcomp" and child.lemma_ not in NO_ACT for child in verb.children) and verb.lemma_ != "be"


class ActorsFinder:
    """Fills the actors and their mentions."""

    def __init__(self) -> None:
        self.words: Vocabulary | None = None

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the names, nouns and countries."""
        self.words = Vocabulary(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        if self.words is not None:
            doc.user_data[VOCABULARY] = self.words
            find_actors(doc, self.words)
        return doc


@Language.factory("lwj_actors")
def make_actors(nlp: Language, name: str) -> ActorsFinder:
    return ActorsFinder()
