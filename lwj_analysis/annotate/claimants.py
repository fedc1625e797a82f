"""Who speaks: from the token that heads the words for a speaker to a ``Source``."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate import actors
from lwj_analysis.annotate.records import Mention, Source

TYPES = {
    "armed_group": "militant",
    "state_force": "military",
    "government": "government",
    "media": "media",
    "igo": "igo",
    "ngo": "ngo",
}
HE = {"he", "she"}
IT = {"it", "they", "we", "i", "who", "which", "that", "this"}
# Words by which an account is one of the speaker before it ("the same text", "a later communique").
AGAIN = {"the", "this", "that", "same", "later", "second", "another", "further", "earlier", "first", "separate", "subsequent"}
# What hangs on a speaker's noun and is no part of the speaker's words.
ASIDE = {"relcl", "acl", "appos", "punct", "cc", "conj", "advcl", "parataxis"}


@dataclass(slots=True)
class Speakers:
    """Who has spoken so far, newest last: the source and the token that headed its words."""

    heads: list[tuple[Token, Source]] = field(default_factory=list)

    def add(self, head: Token, source: Source) -> None:
        self.heads.append((head, source))

    def last(self, token: Token, wanted) -> Source | None:
        """The newest earlier speaker that ``wanted`` accepts, no further away than the paragraph before."""
        for head, source in reversed(self.heads):
            if head.i < token.i and wanted(head, source) and _paragraphs_between(head, token) <= 1:
                return source
        return None


def speaker(token: Token, spoken: Speakers, accounts: frozenset[str]) -> Source:
    """The source that ``token`` names: by itself, as the owner of an account, or as one who spoke before."""
    doc = token.doc
    if token.pos_ == "PRON" or token.lower_ in HE | IT:
        return _pronoun(token, spoken)
    if token.lemma_.lower() in accounts and actor_of(doc, token) is None:
        owner = account_owner(token)
        if owner is not None:
            source = speaker(owner, spoken, accounts) if owner.lemma_.lower() not in accounts else None
            if source is not None and source.actor_id or owner.dep_ == "poss":
                return source
        return _unowned_account(token, spoken)
    named = _apposed_name(token)
    return _again(token, spoken) or _source(named or token, token)


def account_owner(token: Token) -> Token | None:
    """Who owns or published an account ("JNIM's statement", "a UN report", "a communique by the army", "released by X")."""
    doc = token.doc
    for child in token.children:
        if child.dep_ == "poss":
            return child
    for child in token.lefts:
        if child.dep_ in ("compound", "amod", "nmod") and actor_of(doc, child) is not None:
            return child
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "of"):
            for one in child.children:
                if one.dep_ == "pobj" and (child.lower_ != "of" or actor_of(doc, one) is not None):
                    return one
        if child.dep_ in ("relcl", "acl"):
            agents = [g for c in child.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
            agents += [c for c in child.children if c.dep_ == "nsubj" and c.pos_ in ("NOUN", "PROPN")]
            if agents:
                return agents[0]
    return None


def words_of(token: Token) -> Span:
    """The words of the speaker: the noun with what stands before it and its phrases, without clauses and asides."""
    kept = {token.i}
    queue = [token]
    while queue:
        for child in queue.pop().children:
            if child.dep_ not in ASIDE or (child.dep_ == "punct" and child.text in "-–"):
                kept.add(child.i)
                queue.append(child)
    start = end = token.i
    while start - 1 in kept:
        start -= 1
    while end + 1 in kept:
        end += 1
    return token.doc[start : end + 1]


def actor_of(doc: Doc, token: Token) -> Mention | None:
    """The naming of an actor that ``token`` heads or stands in."""
    find = getattr(actors, "actor_of", None)
    return find(doc, token) if find else None


def source_type(doc: Doc, token: Token) -> str:
    """The kind of speaker."""
    find = getattr(actors, "source_type_of", None)
    found = find(doc, token) if find else None
    if found and found != "unknown":
        return found
    mention = actor_of(doc, token)
    actor = doc._.lwj.actors.get(mention.actor_id) if mention else None
    return TYPES.get(actor.type, "unknown") if actor else "unknown"


def _source(named: Token, token: Token) -> Source:
    """A source by its own words; ``named`` is the name in apposition, where there is one."""
    doc = token.doc
    words = words_of(named)
    mention = actor_of(doc, named)
    if mention is None and words.root.i == named.i:
        mention = next((m for m in (actor_of(doc, t) for t in words if t.dep_ in ("appos", "flat")) if m), None)
    kind = source_type(doc, named)
    if kind == "unknown" and named.i != token.i:
        kind = source_type(doc, token)
    start = words.start + (words[0].dep_ == "det" and len(words) > 1 and words[0].lower_ == "the")
    words = doc[start : words.end - (words[-1].tag_ == "POS" and len(words) > 1)]
    return Source(words.text, kind, mention.actor_id if mention else None, words.start_char, words.end_char)


def _pronoun(token: Token, spoken: Speakers) -> Source:
    doc, low = token.doc, token.lower_
    if low in HE:
        earlier = spoken.last(token, lambda head, source: _person_like(head))
        if earlier is not None:
            return _resolved(token, earlier)
    mention = actor_of(doc, token)
    if mention is not None:
        return Source(token.text, source_type(doc, token), mention.actor_id, token.idx, token.idx + len(token))
    earlier = spoken.last(token, lambda head, source: _number_fits(low, head))
    if earlier is not None:
        return _resolved(token, earlier)
    return Source(token.text, "unknown", None, token.idx, token.idx + len(token))


def _resolved(token: Token, earlier: Source) -> Source:
    """Words of the earlier speaker where it has no name of its own, else the words as they stand here."""
    text = token.text if earlier.actor_id else earlier.text
    return Source(text, earlier.type, earlier.actor_id, token.idx, token.idx + len(token))


def _unowned_account(token: Token, spoken: Speakers) -> Source:
    """"The statement said": whoever spoke last; a new account ("a report") speaks for itself."""
    words = words_of(token)
    source = _source(token, token)
    if any(c.lower_ in AGAIN for c in token.lefts) and len(words) <= 4:
        earlier = spoken.last(token, lambda head, s: s.type != "unknown" or head.lemma_ != token.lemma_)
        if earlier is not None:
            return Source(source.text, earlier.type, earlier.actor_id, source.start, source.end)
    return source


def _again(token: Token, spoken: Speakers) -> Source | None:
    """"The officer", "the source" after "a senior officer": the same speaker, with the first words."""
    if not any(c.lower_ in ("the", "that", "this", "same") for c in token.lefts) or actor_of(token.doc, token):
        return None
    same = lambda head, source: head.lemma_.lower() == token.lemma_.lower() and source.actor_id is None  # noqa: E731
    earlier = spoken.last(token, same)
    if earlier is None:
        return None
    words = words_of(token)
    return Source(earlier.text, earlier.type, None, words.start_char, words.end_char)


def _apposed_name(token: Token) -> Token | None:
    """The person's name in "a spokesman, Brigadier General Sani Usman, said"."""
    if token.ent_type_ == "PERSON" or token.pos_ == "PROPN":
        return None
    named = [c for c in token.children if c.dep_ == "appos" and (c.ent_type_ == "PERSON" or c.pos_ == "PROPN")]
    return named[0] if named else None


def _person_like(head: Token) -> bool:
    return head.ent_type_ == "PERSON" or (head.pos_ in ("NOUN", "PROPN") and "Plur" not in head.morph.get("Number") and _is_person_noun(head))


def _is_person_noun(head: Token) -> bool:
    mention = actor_of(head.doc, head)
    if mention is None:
        return True
    actor = head.doc._.lwj.actors.get(mention.actor_id)
    return actor is None or actor.type == "person"


def _number_fits(pronoun: str, head: Token) -> bool:
    plural = "Plur" in head.morph.get("Number")
    return plural if pronoun in ("they", "we") else not plural


def _paragraphs_between(one: Token, other: Token) -> int:
    return one.doc.text[one.idx : other.idx].count("\n\n")
