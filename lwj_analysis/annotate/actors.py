"""Who is named, and where: groups, forces, governments, outlets and persons of one article.

The lexicon goes first; then rules make forces and governments of a country and a noun; then the trained model and
the context add what no lexicon has; last come descriptions and pronouns. A state's army, soldiers, troops and
"military" are one actor (``mli:state_force``): texts do not tell them apart. Navy, air force, police, gendarmerie,
special forces and the like are their own (``pak:navy``), parts of it; a ministry is a part of the ``government``.
"""

from __future__ import annotations

from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc, Token

from lwj_analysis.annotate import descriptions, persons, states, unknown
from lwj_analysis.annotate.names import Found
from lwj_analysis.annotate.parsed import Finder
from lwj_analysis.annotate.reading import Reading
from lwj_analysis.annotate.records import Mention
from lwj_analysis.annotate.words import Vocabulary
from lwj_analysis.lexicon import Lexicon

READING = "lwj_reading"  # for the relation finder
COVER = "lwj_cover"  # which mention stands on which token
VOCABULARY = "lwj_vocabulary"  # where the Doc carries the words, for the helpers below
OWNER_DEPS = {"poss", "compound", "amod", "nmod"}
OWNED_NOUNS = {"government", "political_offices", "officers", "jihadist_group"}  # nouns that say less than their owner
SOURCE_TYPES = {
    "armed_group": "militant",
    "state_force": "military",
    "government": "government",
    "media": "media",
    "igo": "igo",
    "ngo": "ngo",
    "civilians": "witness",
}


def find_actors(doc: Doc, words: Vocabulary) -> None:
    """Fill ``doc._.lwj.actors`` and ``doc._.lwj.mentions``."""
    reading = Reading(doc, words)
    doc.user_data[READING] = reading
    _named(reading)
    if doc.has_annotation("DEP"):
        states.find_followers(reading)
        states.find_peoples(reading)
        states.find_states(reading)
        unknown.units(reading)
        unknown.bands(reading)
        persons.find_persons(reading)
        unknown.telling_names(reading)
        unknown.bracketed(reading)
        unknown.organisations(reading)
        persons.surnames(reading)
        unknown.repeated(reading)
        states.acting_countries(reading)
        descriptions.find_descriptions(reading)
    reading.finish()


def actor_at(doc: Doc, token_index: int) -> Mention | None:
    """The mention that covers a token, the shortest where several do."""
    count, by_token = doc.user_data.get(COVER, (-1, {}))
    mentions = len(doc._.lwj.mentions)
    if count != mentions:
        by_token = _cover(doc)
        doc.user_data[COVER] = (mentions, by_token)
    return by_token.get(token_index)


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
    words: Vocabulary | None = doc.user_data.get(VOCABULARY)
    if mention and mention.rule == "bare_plural" and words and token.tag_ == "NN":
        return _type_of_noun(doc, token, words)  # "a soldier said": one who was there
    if mention:
        return _type_of_actor(doc, mention, words)
    if words is None:
        return "unknown"
    if token.lower_ in words.acts["statements"] or words.role_forms.at(doc, token.i):
        owner = actor_of(doc, token)
        if owner and (kind := _type_of_actor(doc, owner, words)) not in {"unknown", "media"}:
            return kind
    return _type_of_noun(doc, token, words)


def _is_owner(token: Token) -> bool:
    """The owner in "the military's wing", also where the parser makes it an adjective."""
    if token.dep_ == "poss":
        return token.pos_ == "NOUN"
    return token.dep_ == "nmod" and any(c.dep_ == "case" for c in token.children)


def _cover(doc: Doc) -> dict[int, Mention]:
    """The shortest mention on every token."""
    by_token: dict[int, Mention] = {}
    starts = [token.idx for token in doc]
    for mention in sorted(doc._.lwj.mentions, key=lambda m: m.start - m.end):
        first = max(0, bisect_right(starts, mention.start) - 1)
        for index in range(first, bisect_right(starts, mention.end - 1)):
            by_token[index] = mention
    return by_token


def _possessor(doc: Doc, child: Token) -> Mention | None:
    """The actor of a possessive noun that is none itself ("the group's spokesman's statement")."""
    return actor_of(doc, child) if child.dep_ == "poss" and child.pos_ in {"NOUN", "PROPN"} else None


def _type_of_actor(doc: Doc, mention: Mention, words: Vocabulary | None) -> str:
    actor = doc._.lwj.actors[mention.actor_id]
    if words is None:
        return SOURCE_TYPES.get(actor.type, "unknown")
    if actor.type == "person":
        return _type_of_person(doc, actor.id, words)
    if actor.id.startswith("outlet:"):
        kind = words.lexicon.sources[actor.id.removeprefix("outlet:")].kind
        return {"militant_media": "militant", "research": "analyst", "monitor": "analyst"}.get(kind, "media")
    if actor.id.endswith(":police"):
        return "government"  # an armed body, but a civil voice
    return words.voices.get(actor.id) or SOURCE_TYPES.get(actor.type, "unknown")


def _type_of_person(doc: Doc, actor_id: str, words: Vocabulary) -> str:
    """By what the article calls the person, then by the title, then by the body that the lexicon has them in."""
    named = [m for m in doc._.lwj.mentions if m.actor_id == actor_id and m.basis != "description"]
    for mention in named:
        for role in persons.role_tokens(doc, mention, words):
            if (kind := _type_of_role(doc, role, words)) != "unknown":
                return kind
    for mention in named:
        if (kind := persons.title_type(doc, mention, words)) != "unknown":
            return kind
    parent = doc._.lwj.actors.get(doc._.lwj.actors[actor_id].parent or "") if actor_id in doc._.lwj.actors else None
    if parent is None and actor_id in words.lexicon.actors:
        parent = words.actor(words.lexicon.actors[actor_id].parent or "")
    if parent:
        return words.voices.get(parent.id) or SOURCE_TYPES.get(parent.type, "unknown")
    return "unknown"


def _type_of_role(doc: Doc, role: Token, words: Vocabulary) -> str:
    owner = actor_of(doc, role)
    if owner and doc._.lwj.actors[owner.actor_id].type not in {"person", "media"}:
        return _type_of_actor(doc, owner, words)
    return _type_of_noun(doc, role, words, of_person=True)


def _type_of_noun(doc: Doc, token: Token, words: Vocabulary, *, of_person: bool = False) -> str:
    """By the noun itself, its modifiers, then its owner; ``of_person``: a person's role, which another person does not tell.

    Without that two persons whose roles name each other would ask in a circle.
    """
    before = [doc[i] for i in range(max(token.sent.start, token.i - 3), token.i) if doc[i].head == token]
    form = words.source_forms.ending_at(doc, token.i)
    holder = next((c for c in token.children if _is_owner(c)), None)
    held = _type_of_noun(doc, holder, words, of_person=of_person) if holder is not None else "unknown"
    if held == "militant" or (held != "unknown" and form and form.key == "militant_media"):
        return held  # "the militia's commander", "the military's media wing"
    group = actor_of(doc, token)
    if of_person and group and doc._.lwj.actors[group.actor_id].type == "person":
        group = None
    described = group and group.basis == "description" and group.root != token.i
    told = not described or _type_of_noun(doc, doc[group.root], words) == "militant"  # "of the force": not a group's
    if group and told and _type_of_actor(doc, group, words) == "militant":
        return "militant"  # "the group's military spokesman", "the local branch of the group"
    if form and (form.end - form.start > 1 or form.key not in OWNED_NOUNS):
        return form.entry.source_type or "unknown"
    for word in reversed(before):
        named = actor_at(doc, word.i)
        if named and named.end - named.start > len(word):
            continue  # "state" within "the Islamic State" says nothing of a state
        if modifier := words.modifier_forms.at(doc, word.i):
            return modifier.entry.source_type or "unknown"
    inside = (
        i for c in token.children if c.dep_ == "prep" and c.lower_ in {"in", "within", "inside"} for i in c.children
    )
    owner = actor_of(doc, token) or next((m for i in inside if (m := actor_at(doc, i.i))), None)
    if of_person and owner and doc._.lwj.actors[owner.actor_id].type == "person":
        owner = None
    if owner and (kind := _type_of_actor(doc, owner, words)) != "media":
        return kind
    if held != "unknown":
        return held  # "the governor's office"
    served = (g for c in token.children if c.dep_ == "prep" and c.lower_ in {"for", "of", "from"} for g in c.children)
    body = next((g for g in served if g.pos_ in {"NOUN", "PROPN"}), None)
    if body is not None and words.role_forms.ending_at(doc, token.i):
        held = _type_of_noun(doc, body, words, of_person=of_person)
        if held != "unknown":
            return held  # "a spokesman for the mission"
    return (form.entry.source_type or "unknown") if form else "unknown"


# ---- names of the lexicon ----


def _named(reading: Reading) -> None:
    """Mentions of groups and outlets by the lexicon's names; what no country told is tried again by the groups' own."""
    left = [hit for hit in reading.hits if not _name(reading, hit)]
    for hit in left if reading.bases else ():
        _name(reading, hit)


def _name(reading: Reading, hit: Found) -> bool:
    """Write a name down; False where its entry is not told yet."""
    senses = [s for s in hit.values if s.kind in {"actors", "sources"}]
    if not senses or reading.is_blocked(hit) or reading.has_first_name(senses, hit):
        return True
    sense = reading.best_sense(senses, hit)
    if sense and not reading.is_part_of_longer(sense, hit) and not reading.is_whereabouts(sense, hit):
        actor_id = reading.words.id_of(sense.key) if sense.kind == "actors" else f"outlet:{sense.key}"
        reading.add(hit.start, hit.end, actor_id, basis="lexicon", rule="lexicon")
    return sense is not None


class ActorsFinder(Finder):
    """Fills the actors and their mentions."""

    def __init__(self) -> None:
        self.words: Vocabulary | None = None

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the names, nouns and countries."""
        self.words = Vocabulary(lexicon)

    def find(self, doc: Doc) -> None:
        if self.words is not None:
            doc.user_data[VOCABULARY] = self.words
            find_actors(doc, self.words)


@Language.factory("lwj_actors")
def make_actors(nlp: Language, name: str) -> ActorsFinder:
    return ActorsFinder()
