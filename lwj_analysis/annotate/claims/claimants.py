"""Who speaks: from the token that heads the words for a speaker to a ``Source``."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate import actors
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.records import Mention, Source
from lwj_analysis.annotate.text import paragraph_of
from lwj_analysis.annotate.tree import object_of, objects_of

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
AGAIN = {"the", "this", "that", "same", "later", "second", "further", "separate", "subsequent"}
NOBODYS = {"information", "data", "evidence"}  # what is whose who gathered or checked it
PUBLISHES = {
    "publish",
    "release",
    "issue",
    "post",
    "circulate",
    "distribute",
    "air",
    "broadcast",
    "put",
    "make",
    "send",
    "lodge",
    "file",
    "submit",
    "write",
}
# What somebody does with another's account.
HANDLES = {
    "see",
    "obtain",
    "view",
    "read",
    "review",
    "quote",
    "cite",
    "receive",
    "monitor",
    "translate",
    "relay",
    "verify",
}
# Words for several people that do not tell who they are.
GATHERED = {"group", "network", "team", "alliance", "panel", "association", "collective", "committee", "coalition"}
# What somebody does who says what he is.
STYLES = {"identify", "present", "introduce", "describe", "style"}
# What hangs on a speaker's noun and is no part of the speaker's words.
ASIDE = {"relcl", "acl", "appos", "punct", "cc", "conj", "advcl", "parataxis"}


MEMORY = 100  # speakers that a pronoun may mean, the newest


@dataclass(slots=True)
class Speakers:
    """Who has spoken so far, newest last: the source and the token that headed its words."""

    institutions: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    heads: list[tuple[Token, Source]] = field(default_factory=list)

    def add(self, head: Token, source: Source) -> None:
        self.heads.append((head, source))

    def last(self, token: Token, wanted) -> Source | None:
        """The newest earlier speaker that ``wanted`` accepts, no further away than the paragraph before."""
        for head, source in reversed(self.heads[-MEMORY:]):
            if head.i >= token.i:
                continue
            if paragraph_of(token.doc, token.idx) - paragraph_of(token.doc, head.idx) > 1:
                return None
            if wanted(head, source):
                return source
        return None


def speaker(token: Token, spoken: Speakers) -> Source | None:
    """The source that ``token`` names: by itself, as the owner of an account, or as one who spoke before.

    ``None`` where it can be nobody's words: a number, a day, "anybody", "whose name".
    """
    if not _can_speak(token):
        return None
    if token.pos_ == "PRON" or token.lower_ in HE | IT or _is_part(token):
        return _pronoun(token, spoken)
    if any(c.lower_ == "whose" for c in token.children) and token.lemma_.lower() not in spoken.accounts:
        return None
    if token.lemma_.lower() in spoken.accounts and actors.actor_at(token.doc, token.i) is None:
        owner = account_owner(token)
        if owner is not None and owner.lemma_.lower() not in spoken.accounts:
            return speaker(owner, spoken)
        return _unowned_account(token, spoken)
    named = _apposed_name(token)
    if named is not None:
        return _source(named, token)
    return (
        _again(token, spoken)
        or _titled_before(token, spoken)
        or _same_kind(token, spoken)
        or _by_last_word(token, spoken)
        or _body_before(token, spoken)
        or _of_its_kind(_source(token, token), token, spoken)
    )


def _of_its_kind(source: Source, token: Token, spoken: Speakers) -> Source:
    """ "Its spokesman": of the kind of whoever "it" is."""
    owner = next((c for c in token.children if c.dep_ == "poss" and c.lower_ in ("its", "their")), None)
    if source.type != "unknown" or owner is None or not token.lemma_.lower().startswith("spokes"):
        return source
    of = _pronoun(owner, spoken)
    of = of if of.type != "unknown" else spoken.last(token, lambda head, s: not _person_like(head, spoken))
    if of is None:
        named = [m for m in token.doc._.lwj.mentions if token.sent.start_char <= m.start < owner.idx]
        kinds = [TYPES.get(token.doc._.lwj.actors[m.actor_id].type) for m in named]
        return replace(source, type=next((kind for kind in reversed(kinds) if kind), source.type))
    return replace(source, type=of.type) if of is not None else source


def coordinated(token: Token) -> list[Token]:
    """Further speakers with a name of their own, joined to the first by "and"."""
    first = actor_of(token.doc, token)
    joined = [c for c in token.conjuncts if c.i > token.i and c.pos_ in ("NOUN", "PROPN")]
    joined = [_apposed_name(c) or c for c in joined if token.doc[c.left_edge.i - 1].lower_ in ("and", "or")]
    if first is None:
        return [c for c in joined if _is_named(c) and source_type(token.doc, token) != "unknown"]
    return [c for c in joined if (m := actor_of(token.doc, c)) is not None and m.actor_id != first.actor_id]


def _is_named(token: Token) -> bool:
    """A body with a name, which is never part of the words for somebody else."""
    mention = actor_of(token.doc, token)
    return mention is not None and token.pos_ == "PROPN"


def _can_speak(token: Token) -> bool:
    if token.lower_ in ("anybody", "anyone", "nobody", "there", "everybody"):
        return False
    if any(c.lower_ == "whose" for c in token.children) and token.head.dep_ != "relcl":
        return False
    if any(c.lower_ in ("any", "no", "every") and c.dep_ == "det" for c in token.children):
        return False
    return (
        not (token.ent_type_ in ("DATE", "TIME", "PERCENT") and actor_of(token.doc, token) is None)
        and not token.text.isdigit()
    )


def _is_part(token: Token) -> bool:
    """ "One told AFP", "another said": one of those who spoke before."""
    return token.lower_ in ("one", "another", "others", "some", "two", "three") and not any(
        c.dep_ in ("prep", "nummod") for c in token.children
    )


def account_owner(token: Token) -> Token | None:
    """Who owns or published an account ("JNIM's statement", "a UN report", "a communique by the army", "released by X")."""
    doc = token.doc
    for child in token.children:
        if child.dep_ == "poss":
            return token.head.head if child.lower_ == "whose" and token.head.dep_ == "relcl" else child
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            for one in child.children:
                if one.dep_ == "pobj":
                    return one
    if token.dep_ == "dobj" and token.head.lemma_ in PUBLISHES:
        subjects = [c for c in token.head.children if c.dep_ == "nsubj"]
        if subjects:
            return subjects[0]
    for child in token.lefts:
        if child.dep_ in ("compound", "amod", "nmod") and actor_of(doc, child) is not None:
            return child
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ == "of":
            for one in child.children:
                if one.dep_ == "pobj" and actor_of(doc, one) is not None:
                    return one
        if child.dep_ == "acl" and (named := _in_whose_name(child)) is not None:
            return named
        if child.dep_ == "acl" and child.lemma_ in ("attribute", "ascribe"):
            return object_of(child, "to")
        # "information verified by the mission" is the mission's, a statement seen by an agency the speaker's
        if child.dep_ in ("relcl", "acl") and (child.lemma_ not in HANDLES or token.lemma_ in NOBODYS):
            agents = [g for c in child.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
            if child.lemma_ in PUBLISHES:
                agents += [c for c in child.children if c.dep_ == "nsubj" and c.pos_ in ("NOUN", "PROPN")]
            if agents:
                return agents[0]
    return None


def _in_whose_name(clause: Token) -> Token | None:
    """ "Issued in the name of CODECO", "signed on behalf of the group"."""
    names = (n for n in objects_of(clause, "in", "on") if n.lower_ in ("name", "behalf"))
    return next((of for n in names for of in objects_of(n, "of")), None)


def words_of(token: Token) -> Span:
    """The words of the speaker: the noun with what stands before it and its phrases, without clauses and asides."""
    kept = {token.i}
    queue = [token]
    while queue:
        for child in queue.pop().children:
            if child.lower_ == "at" and any(c.lower_ == "time" for c in child.children):
                continue  # "the Observatory at the time spoke of 37"
            joined = child.dep_ in ("cc", "conj") and actor_of(child.doc, token) is None
            joined = joined and not any(_is_named(c) for c in token.conjuncts if c.i >= child.i)
            if child.dep_ not in ASIDE or joined or (child.dep_ == "punct" and child.text in "-–"):
                kept.add(child.i)
                queue.append(child)
    mention = actors.actor_at(token.doc, token.i)
    if mention is not None:  # a name is not cut ("the Group for Support of Islam and Muslims")
        span = token.doc.char_span(mention.start, mention.end, alignment_mode="expand")
        kept |= set(range(span.start, span.end)) if span is not None else set()
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
    """The kind of speaker; "a group of analysts" are analysts."""
    if token.pos_ == "NOUN" and token.lemma_.lower() in GATHERED:
        of = object_of(token, "of")
        if of is not None:
            return source_type(doc, of)
    found = actors.source_type_of(doc, token)
    if found != "unknown":
        return found
    mention = actor_of(doc, token)
    actor = doc._.lwj.actors.get(mention.actor_id) if mention else None
    return TYPES.get(actor.type, "unknown") if actor else "unknown"


def _source(named: Token, token: Token) -> Source:
    """A source by its own words; ``named`` is the name in apposition, where there is one."""
    doc = token.doc
    words = words_of(named)
    mention = None if _is_kin(named) else actor_of(doc, named)
    if mention is None and words.root.i == named.i:
        mention = next((m for m in (actor_of(doc, t) for t in words if t.dep_ in ("appos", "flat")) if m), None)
    kind = "witness" if _is_kin(named) else source_type(doc, named)
    if kind == "unknown" and named.i != token.i:
        kind = source_type(doc, token)
    if named.i != token.i and mention is not None and mention.actor_id.startswith("name:"):
        beside = source_type(doc, token)  # "the research group X", which no list has
        kind = beside if beside in ("analyst", "ngo", "igo") else kind
    if kind in ("unknown", "media") or any(c.lemma_ in GATHERED for c in named.children if c.dep_ == "appos"):
        kind = _kind_beside(named, mention, kind)
    actor = doc._.lwj.actors.get(mention.actor_id) if mention else None
    if kind == "media" and actor is not None and actor.type == "armed_group":
        kind = "militant"  # "the group's news agency"
    elif kind == "media" and actor is not None and actor.type == "media" and mention.root != named.i:
        kind = source_type(doc, doc[mention.root])  # "the Amaq news agency"
    start = words.start
    # "At noon X", "On Tuesday X": the time is no part of the name
    if mention is not None and mention.start <= named.idx:
        when = start > 0 and doc[start - 1].pos_ == "ADP" and named.dep_ == "pobj"  # "By nightfall Al Nao Hospital had"
        while doc[start].idx < mention.start and (
            when or doc[start].pos_ == "ADP" or doc[start].ent_type_ in ("DATE", "TIME")
        ):
            start += 1
    start += doc[start].dep_ == "det" and words.end - start > 1 and doc[start].lower_ == "the"
    words = doc[start : words.end - (words[-1].tag_ == "POS" and len(words) > 1)]
    return Source(words.text, kind, mention.actor_id if mention else None, words.start_char, words.end_char)


def _kind_beside(named: Token, mention: Mention | None, kind: str) -> str:
    """The kind by the words beside a name: "the research group X", "X, the head of the civil society", "X, its lawyer"."""
    doc, studies = named.doc, ("analyst", "ngo", "igo")
    if mention is not None:
        before = [t for t in named.lefts if t.dep_ in ("compound", "nmod") and t.idx < mention.start]
        kinds = [k for t in reversed(before) if (k := source_type(doc, t)) in studies]
        kind = kinds[0] if kinds else kind
    beside = [c for c in named.rights if c.dep_ == "appos" and (kind == "unknown" or c.lemma_ in GATHERED)]
    of = [g for b in beside for g in objects_of(b, "of", "for")]
    owners = [c for b in (*beside, *of) for c in b.children if c.dep_ == "poss"]
    return next((k for t in (*beside, *of, *owners) if (k := source_type(doc, t)) != "unknown"), kind)


def _is_kin(token: Token) -> bool:
    """ "Their families", "his mother": relatives of a fighter speak for themselves."""
    owned = any(c.dep_ == "poss" for c in token.children)
    return owned and token.pos_ == "NOUN" and token.lemma_.lower() in listed(token, "relatives")


def _pronoun(token: Token, spoken: Speakers) -> Source:
    doc, low = token.doc, token.lower_
    mention = actor_of(doc, token)
    if _is_part(token):
        earlier = spoken.last(token, lambda head, source: "Plur" in head.morph.get("Number"))
        if earlier is not None:
            return Source(earlier.text, earlier.type, earlier.actor_id, token.idx, token.idx + len(token))
    if low in HE:
        earlier = spoken.last(token, lambda head, source: _person_like(head, spoken))
        if earlier is not None and not (_is_person(doc, mention) and _named_since(token, mention, earlier)):
            return _resolved(token, earlier)
    if low == "it" and (owner := _account_before(token, spoken)) is not None:
        return _resolved(token, owner)
    if (low in ("it", "they") or mention is None) and (who := _told_of(token, spoken)) is not None:
        return who
    if mention is not None:
        return Source(token.text, source_type(doc, token), mention.actor_id, token.idx, token.idx + len(token))
    if token.dep_ == "poss" and (owner := _subject_before(token)) is not None:
        source = speaker(owner, spoken)
        if source is not None and (source.type != "unknown" or owner.pos_ == "PROPN"):
            return replace(source, start=token.idx, end=token.idx + len(token))
    earlier = spoken.last(token, lambda head, source: _number_fits(low, head))
    if earlier is not None:
        return _resolved(token, earlier)
    return Source(token.text, "unknown", None, token.idx, token.idx + len(token))


def _subject_before(token: Token) -> Token | None:
    """Who keeps "its own tally": the subject of the clause in which the pronoun stands."""
    verb = next((t for t in token.ancestors if t.pos_ in ("VERB", "AUX")), None)
    while verb is not None and verb.dep_ == "relcl" and verb.i > token.i:  # "its tally, which includes ..."
        verb = next((t for t in verb.ancestors if t.pos_ in ("VERB", "AUX")), None)
    subjects = [c for c in verb.children if c.dep_ == "nsubj"] if verb is not None else []
    fits = subjects and subjects[0].i < token.i and token not in subjects[0].subtree
    return subjects[0] if fits and subjects[0].pos_ in ("NOUN", "PROPN") else None


def _named_since(token: Token, mention: Mention, earlier: Source) -> bool:
    """The person is named after the earlier speaker spoke, or is that speaker."""
    if earlier.actor_id == mention.actor_id:
        return True
    named = [m.start for m in token.doc._.lwj.mentions if m.actor_id == mention.actor_id and m.start < token.idx]
    return bool(named) and earlier.start is not None and max(named) > earlier.start


def _account_before(token: Token, spoken: Speakers) -> Source | None:
    """The owner of the account that the sentence before is about ("The group's claim is of little help. It says ...")."""
    doc = token.doc
    if token.sent.start == 0:
        return None
    before = doc[token.sent.start - 1].sent
    if "\n\n" in before.text:
        return None
    about = [c for c in before.root.children if c.dep_ in ("nsubj", "nsubjpass")]
    if not about or about[0].lemma_.lower() not in spoken.accounts or (owner := account_owner(about[0])) is None:
        return None
    return speaker(owner, spoken) if actor_of(doc, owner) else None


def _told_of(token: Token, spoken: Speakers) -> Source | None:
    """Whom the clause before is about, who has not spoken yet: "Protesters blocked the road. They insisted ..."."""
    doc, colon = token.doc, token.i > token.sent.start and token.nbor(-1).text == ":"
    if colon:
        clause = next((t for t in token.ancestors if t.i < token.i - 1 and t.pos_ in ("VERB", "AUX")), None)
    elif token.i == token.sent.start and token.i > 0 and "\n\n" not in doc[token.i - 1].sent.text:
        clause = doc[token.i - 1].sent.root
    else:
        clause = None
    about = next((c for c in clause.children if c.dep_ == "nsubj"), None) if clause is not None else None
    if about is None or about.pos_ not in ("NOUN", "PROPN") or not _number_fits(token.lower_, about):
        return None
    named = actor_of(doc, about) is not None
    if not (colon and named) and (
        named or token.lower_ == "it" or any(h.i >= about.i for h, _ in spoken.heads if h.i < token.i)
    ):
        return None
    source, body = speaker(about, spoken), about.lemma_.lower() in spoken.bodies | spoken.institutions
    return _resolved(token, source) if source is not None and (body or source.type != "unknown") else None


def _titled_before(token: Token, spoken: Speakers) -> Source | None:
    """ "The minister", after "Interior Minister Rehman Malik": the last person named with that title."""
    doc = token.doc
    if (
        actor_of(doc, token) is not None
        or not any(c.lower_ in ("the", "that") for c in token.lefts)
        or token.pos_ != "NOUN"
    ):
        return None
    for mention in reversed([m for m in doc._.lwj.mentions if m.start < token.idx]):
        actor = doc._.lwj.actors.get(mention.actor_id)
        if actor is None or actor.type != "person":
            continue
        root = doc[mention.root]
        around = [*root.subtree, *(root.head.subtree if root.dep_ == "appos" else ())]
        if any(t.lemma_.lower() == token.lemma_.lower() and t.i < token.i for t in around[:25]):
            words = words_of(token)
            return Source(words.text, source_type(doc, root), mention.actor_id, words.start_char, words.end_char)
    return None


def _resolved(token: Token, earlier: Source) -> Source:
    """Words of the earlier speaker where it has no name of its own, else the words as they stand here."""
    actor = token.doc._.lwj.actors.get(earlier.actor_id)
    by_name = actor is not None and (actor.type == "person" or token.lower_ not in HE)
    text = token.text if by_name else earlier.text
    return Source(text, earlier.type, earlier.actor_id, token.idx, token.idx + len(token))


def _unowned_account(token: Token, spoken: Speakers) -> Source:
    """ "The statement said": whoever spoke last; a new account ("a report") speaks for itself."""
    words = words_of(token)
    source = _source(token, token)
    plain = all(c.lower_ in AGAIN | {"a", "an"} or c.is_punct for c in token.lefts)
    if plain and any(c.lower_ in AGAIN for c in token.lefts) and len(words) <= 4:
        earlier = spoken.last(token, lambda head, s: s.type != "unknown" or head.lemma_ != token.lemma_)
        if earlier is not None:
            text = source.text if earlier.actor_id else earlier.text
            return Source(text, earlier.type, earlier.actor_id, source.start, source.end)
    if source.type == "unknown":  # "an internal memo of the peacekeeping mission"
        of = object_of(token, "of")
        source = replace(source, type=source_type(token.doc, of) if of is not None else "unknown")
    return source


def _again(token: Token, spoken: Speakers) -> Source | None:
    """ "The officer", "the source" after "a senior officer": the same speaker, with the first words."""
    if not any(c.lower_ in ("the", "that", "this", "same") for c in token.lefts) or actor_of(token.doc, token):
        return None

    def same(head: Token, source: Source) -> bool:  # no "prosecutors" for "the chief prosecutor"
        alike = head.lemma_.lower() == token.lemma_.lower() and source.actor_id is None
        return alike and head.morph.get("Number") == token.morph.get("Number")

    earlier = spoken.last(token, same)
    if earlier is None:
        return None
    words = words_of(token)
    return Source(earlier.text, earlier.type, None, words.start_char, words.end_char)


def _same_kind(token: Token, spoken: Speakers) -> Source | None:
    """ "The newspaper", "the agency": the last body of that kind that spoke."""
    doc = token.doc
    definite = any(c.lower_ in ("the", "that") for c in token.lefts) and len(words_of(token)) <= 2
    gathered = token.lemma_.lower() in GATHERED
    kind = "unknown" if gathered else source_type(doc, token)
    if (
        not definite
        or actor_of(doc, token) is not None
        or (token.lemma_.lower() not in spoken.institutions | spoken.bodies and kind != "media")
    ):
        return None

    def fits(head: Token, source: Source) -> bool:
        alike = source.type not in ("government", "military") if gathered else kind in ("unknown", source.type)
        return source.actor_id is not None and not _person_like(head, spoken) and alike

    earlier = spoken.last(token, fits)
    if earlier is None:
        return None
    words = words_of(token)
    return Source(words.text, earlier.type, earlier.actor_id, words.start_char, words.end_char)


def _by_last_word(token: Token, spoken: Speakers) -> Source | None:
    """ "The hospital", after "Al Nao Hospital" has spoken: the name that ends with the noun."""
    if token.pos_ != "NOUN" or not any(c.lower_ in ("the", "that") for c in token.lefts) or len(words_of(token)) > 3:
        return None
    if actor_of(token.doc, token) is not None:
        return None
    earlier = spoken.last(
        token, lambda head, s: s.actor_id is not None and head.lower_ == token.lower_ and head.pos_ == "PROPN"
    )
    if earlier is None:
        return None
    words = words_of(token)
    return Source(words.text, earlier.type, earlier.actor_id, words.start_char, words.end_char)


def _body_before(token: Token, spoken: Speakers) -> Source | None:
    """ "The group", where the sentence before is about one ("Amnesty asked 21 people. The group found ...")."""
    doc = token.doc
    definite = any(c.lower_ in ("the", "that") for c in token.lefts) and len(words_of(token)) <= 2
    if not definite or token.sent.start == 0 or token.lemma_.lower() not in spoken.bodies or actor_of(doc, token):
        return None
    before = doc[token.sent.start - 1].sent
    about = next((c for c in before.root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    mention = actors.actor_at(doc, about.i) if about is not None and "\n\n" not in before.text else None
    actor = doc._.lwj.actors.get(mention.actor_id) if mention else None
    if actor is None or actor.type not in ("ngo", "igo", "armed_group", "media"):
        return None
    words = words_of(token)
    return Source(words.text, source_type(doc, doc[mention.root]), actor.id, words.start_char, words.end_char)


def _apposed_name(token: Token) -> Token | None:
    """The person's name after or before the noun ("a spokesman, Brigadier General Sani Usman, said")."""
    if token.ent_type_ == "PERSON" or token.pos_ == "PROPN":
        return None
    named = [c for c in token.children if c.dep_ == "appos" and (c.ent_type_ == "PERSON" or c.pos_ == "PROPN")]
    named = named or _called(token) or _right_behind(token)
    if named:
        return named[0]
    last = words_of(token).end
    if last + 1 < token.sent.end and token.doc[last].text == ",":
        mention = actors.actor_at(token.doc, last + 1)
        if (
            (_is_person(token.doc, mention) or _is_such(token, mention))
            and mention.root + 1 < token.sent.end
            and token.doc[mention.root + 1].text == ","
        ):
            return token.doc[mention.root]
    opening = token.left_edge.i
    if opening - 2 >= token.sent.start and token.doc[opening - 1].text == "," and token.dep_ == "nsubj":
        mention = actors.actor_at(token.doc, opening - 2)
        if _is_person(token.doc, mention) and token.doc[mention.root].dep_ not in ("pobj", "dobj", "oprd"):
            return token.doc[mention.root]
    return None


def _right_behind(token: Token) -> list[Token]:
    """The name right behind a noun for a body, whatever the parser makes of it ("the group ACLED counted ...")."""
    if token.pos_ != "NOUN" or token.lemma_.lower() not in GATHERED or token.i + 1 >= token.sent.end:
        return []
    mention = actors.actor_at(token.doc, token.i + 1)
    known = mention is not None and mention.start == token.nbor().idx and token.nbor().text[0].isupper()
    return [token.doc[mention.root]] if known else []


def _called(token: Token) -> list[Token]:
    """The name in "a fisherman named Assane Momade", the role in "a man who presented himself as a spokesman of X"."""
    found = []
    for clause in token.children:
        if clause.dep_ == "acl" and clause.lemma_ in ("name", "call"):
            found += [c for c in clause.children if c.dep_ == "oprd" and c.pos_ == "PROPN"]
        styled = any(c.lower_ in ("himself", "herself", "themselves") for c in clause.children)
        named = clause.lemma_ == "give" and any(c.lower_ in ("name", "names") for c in clause.children)
        if clause.dep_ == "relcl" and (named or (styled and clause.lemma_ in STYLES)):
            found += objects_of(clause, "as")
    return found


def _is_person(doc: Doc, mention: Mention | None) -> bool:
    actor = doc._.lwj.actors.get(mention.actor_id) if mention else None
    return actor is not None and actor.type == "person"


def _is_such(token: Token, mention: Mention | None) -> bool:
    """A name after a noun for what it is ("a little-known faction, Jund al-Khilafah, ...")."""
    if mention is None or not any(c.lower_ in ("a", "an", "another") and c.dep_ == "det" for c in token.children):
        return False
    kind = source_type(token.doc, token)
    return kind != "unknown" and kind == source_type(token.doc, token.doc[mention.root])


def _person_like(head: Token, spoken: Speakers) -> bool:
    """Somebody who can be "he": a person by name, or a noun for one person."""
    mention = actors.actor_at(head.doc, head.i)
    actor = head.doc._.lwj.actors.get(mention.actor_id) if mention else None
    if actor is not None:
        return actor.type == "person"
    if head.ent_type_ == "PERSON":
        return True
    noun = head.lemma_.lower()
    return (
        head.pos_ == "NOUN"
        and "Plur" not in head.morph.get("Number")
        and noun not in spoken.institutions | spoken.accounts | spoken.bodies
    )


def _number_fits(pronoun: str, head: Token) -> bool:
    plural = "Plur" in head.morph.get("Number")
    return plural if pronoun in ("they", "we") else not plural
