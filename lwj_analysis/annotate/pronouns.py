"""Pronouns: "it", "they", "their", "he", tied to the actor they stand for, left open where something else may be meant."""

from __future__ import annotations

from spacy.tokens import Token

from lwj_analysis.annotate.scene import MARGIN, SUBJECTS, Scene

SINGULAR = {"it", "its", "itself"}
PLURAL = {"they", "their", "them", "themselves"}
MALE, FEMALE = {"he", "his", "him", "himself"}, {"she", "her", "herself"}
PERSONAL = MALE | FEMALE
PRONOUNS = SINGULAR | PLURAL | PERSONAL
REFLEXIVE = {"itself", "themselves", "himself", "herself"}
RELATIVE = {"who", "which", "that"}
OWN_PEOPLE = {"men", "members"}
SIDES = {"against", "with", "by", "alongside", "to", "from"}  # "it" behind another preposition is mostly a thing


def resolve_pronoun(scene: Scene, token: Token) -> None:
    """Add the mention of a pronoun where one actor fits."""
    if scene.reading.is_taken_token(token.i) or _expletive(token) or _is_thing(token):
        return
    found = _person(scene, token) if token.lower_ in PERSONAL else _subject_before(scene, token)
    if found:
        scene.reading.add_tokens(token.i, token.i + 1, found, basis="description", rule="pronoun")


def _person(scene: Scene, token: Token) -> str | None:
    before = scene.doc[token.sent.start : token.i]
    if sum(t.text in {'"', "“", "”"} for t in before) % 2:
        return None  # in a quotation: whom the speaker means
    roles = SUBJECTS if token.dep_ in SUBJECTS else SUBJECTS | {"dobj"}
    earlier = [t for t in before if t.dep_ in roles and t.tag_ == "NN"]
    for subject in {t.i: t for t in (*_above(token), *earlier)}.values():
        if scene.mention_on(subject) is None and scene.is_person_noun(subject) and subject.lower_ not in PRONOUNS:
            return None  # "an Australian told his family"
    other = MALE if token.lower_ in FEMALE else FEMALE
    seen = scene.seen_before(token.i, lambda a: a.type == "person", avoid=(token.i, token.i), reach=2)
    called = scene.called(other)
    seen = [s for s in seen if s.actor_id not in called]  # not he who was "she" before
    return scene.best(seen, token.i, margin=MARGIN)


def _subject_before(scene: Scene, token: Token) -> str | None:
    """The noun it is a part of, the subject of the clause above, of an earlier clause, or of the sentence before."""
    plural = token.lower_ in PLURAL
    if plural and (shown := _shown_with(scene, token)):
        return _people(scene, shown)
    for subject in _candidates(scene, token):
        if _same_clause(subject, token) and token.lower_ not in REFLEXIVE:
            continue  # "X supported them": somebody else
        if (
            token.lower_ in PLURAL - {"they"}
            and not _own(token)
            and (between := _people_between(scene, subject, token))
        ):
            return _people(scene, between)
        mention = scene.mention_on(subject) or scene.appositive(subject)
        if mention is None and plural and scene.is_person_noun(subject) and subject.tag_ == "NNS":
            return _people(scene, subject)
        if mention is None and not plural and _is_human(scene, subject):
            owner = next((m for c in subject.children if c.dep_ == "poss" and (m := scene.mention_on(c))), None)
            return owner.actor_id if owner else None  # "Chad's president said that its ..."
        if mention is None:
            if _agrees(subject, plural=plural):
                return None  # another thing fits the pronoun
            continue
        kind = scene.actor(mention).type
        if kind == "media" and subject.sent != token.sent and _reports(subject.head):
            return None  # "X wrote that Y ... It": X or Y
        if subject.sent != token.sent and _names_another(scene, token, mention.actor_id):
            return None  # the parse may have missed a nearer subject
        if plural and token.dep_ in SUBJECTS and _fought(scene, subject, token):
            return None  # "fighters battled soldiers before they withdrew"
        if _plural(kind, subject) if plural else _singular(kind, subject, named=mention.basis != "description"):
            return mention.actor_id
    return None


def _shown_with(scene: Scene, token: Token) -> Token | None:
    """ "Shows four gunmen with workers whom they hold": the people of the sentence that the clause is not about."""
    if token.dep_ not in SUBJECTS or token.head.dep_ != "relcl":
        return None
    about = {t.i for t in token.head.head.subtree}
    people = [t for t in token.doc[token.sent.start : token.i] if t.tag_ == "NNS" and t.dep_ == "dobj"]
    return next((t for t in reversed(people) if t.i not in about and scene.is_person_noun(t)), None)


def _people(scene: Scene, noun: Token) -> str | None:
    """Whose people a plural noun names, if the text says it: "Taliban fighters", not "relatives of the soldiers"."""
    fighting = noun.lower_ in OWN_PEOPLE or scene.reading.words.actor_forms.ending_at(scene.doc, noun.i)
    mention = scene.mention_on(noun) or (scene.owner_on(noun) if fighting else None)
    return mention.actor_id if mention and scene.actor(mention).type != "person" else None


def _people_between(scene: Scene, subject: Token, token: Token) -> Token | None:
    """The last plural noun of persons between a subject and a pronoun that is no subject itself."""
    between = scene.doc[subject.i + 1 : token.i]
    people = [t for t in between if t.tag_ == "NNS" and t.dep_ not in {"compound", "nmod"} and scene.is_person_noun(t)]
    others = [t for t in people if not _same_clause(t, token)]
    return others[-1] if others else None


def _fought(scene: Scene, subject: Token, token: Token) -> bool:
    """Whether the subject's verb has other people as its object, in the pronoun's sentence."""
    return any(
        c.dep_ == "dobj" and c.tag_ == "NNS" and scene.is_person_noun(c) and (scene.mention_on(c) or scene.owner_on(c))
        for c in subject.head.children
        if subject.i < c.i < token.i and subject.sent == token.sent
    )


def _names_another(scene: Scene, token: Token, actor_id: str) -> bool:
    """Whether the pronoun's own sentence begins with a body that is no outlet, and another one."""
    if token.dep_ not in SUBJECTS | {"poss"}:
        return False  # "X supported them": X is another anyway
    first = scene.doc[token.sent.start : token.sent.start + 2]
    named = (scene.mention_on(t) for t in first if t.i < token.i)
    bodies = {
        m.actor_id for m in named if m and m.basis != "description" and scene.actor(m).type not in {"media", "person"}
    }
    return bool(bodies - {actor_id})


def _own(token: Token) -> bool:
    """ "Lost 16 of their own": the subject's."""
    return token.i + 1 < len(token.doc) and token.nbor().lower_ == "own"


def _candidates(scene: Scene, token: Token) -> list[Token]:
    found = [noun] if (noun := _modified(token)) else []
    found += [t for t in _above(token) if t not in found and not _is_said_behind(token)]
    if token.dep_ == "poss" and (main := _fronted_subject(token)):
        found.insert(0, main)  # "In its statement, X said"
    if token.lower_ in REFLEXIVE:
        return [t for t in found if t != token][:1]
    sentences, start = [token.sent], token.sent.start
    if (
        token.lower_ == "it"
        and token.dep_ in {"dobj", "dative", "pobj"}
        and token.head.lemma_ not in {"tell", "inform"}
    ):
        start = 0  # "X attacked the base. The army repelled it": the attack
    if start and scene.paragraph[start - 1] == scene.paragraph[token.i]:
        sentences.append(scene.doc[start - 1].sent)
    elif start and not scene.in_title(start - 1):
        sentences.append(scene.doc[max(0, start - 2)].sent)
    for sentence in sentences:
        mains = [
            t
            for t in sentence
            if t.dep_ in SUBJECTS and t.i < token.i and t not in found and t.lower_ not in RELATIVE
            if not any(c.lower_ in {"whether", "if"} for c in t.head.children)
        ]
        if sentence == token.sent and _is_said_behind(token):
            mains = []  # "eight fighters were hurt, it added": not the fighters
        told = [t for t in mains if sentence != token.sent and not _speaks(token) and _is_told_behind(t)]
        found += sorted((t for t in mains if t not in told), key=lambda t: (_depth(t), t.i)) + told
    return [t for t in found if t != token]


def _is_told_behind(subject: Token) -> bool:
    """ "Armed men shot 24 people, police said": the police only tell it."""
    return any(c.dep_ == "ccomp" and c.i < subject.i for c in subject.head.children)


def _is_said_behind(token: Token) -> bool:
    """Whether the pronoun speaks behind what it says, in a sentence that has no other speaker."""
    verb = token.head
    return token.dep_ in SUBJECTS and (_is_told_behind(token) or (verb.dep_ == "parataxis" and verb.head.i < token.i))


def _speaks(token: Token) -> bool:
    return token.dep_ in SUBJECTS and _reports(token.head)


def _above(token: Token) -> list[Token]:
    """The subjects of the clauses that a pronoun stands in, the nearest first."""
    verb, found = token.head, []
    if token.dep_ == "poss":
        while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
            verb = verb.head
    while True:
        found += [c for c in verb.children if c.dep_ in SUBJECTS and c.i < token.i and c not in found]
        if verb.head == verb:
            break
        verb = verb.head
    if token.dep_ in SUBJECTS:
        found = [c for c in found if c.head != token.head]
    return found


def _modified(token: Token) -> Token | None:
    """The noun in "a force of five states with its headquarters": what stands behind "with" says more about it."""
    at = token
    while at.dep_ in {"poss", "compound", "amod", "conj"} and at.head != at:
        at = at.head
    if at.dep_ != "pobj" or at.head.lower_ != "with" or at.head.head.pos_ not in {"NOUN", "PROPN"}:
        return None
    noun = at.head.head
    while noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head.head
    while noun.dep_ == "appos" and noun.head != noun:
        noun = noun.head
    return noun


def _fronted_subject(token: Token) -> Token | None:
    """The subject that follows a phrase in front of the sentence, in which the possessive stands."""
    top, root = token, token
    while top.head != top and top.dep_ != "prep":
        top = top.head
    while root.head != root:
        root = root.head
    subject = next((c for c in root.children if c.dep_ in SUBJECTS), None)
    if subject is None or not top.i < token.i < subject.i:
        return None
    earlier = any(t.dep_ in SUBJECTS for t in token.doc[token.sent.start : token.i])
    return None if earlier else subject


def _same_clause(subject: Token, token: Token) -> bool:
    """Whether the pronoun is the object, or stands behind a preposition, of the subject's own verb."""
    verb = token.head.head if token.dep_ == "pobj" and token.head.dep_ == "prep" else token.head
    while subject.dep_ == "conj" and subject.head.pos_ in {"NOUN", "PROPN"}:
        subject = subject.head
    if token.dep_ not in {"dobj", "dative", "pobj"} or verb.pos_ not in {"VERB", "AUX"}:
        return False
    while verb.dep_ in {"conj", "xcomp"} and not any(c.dep_ in SUBJECTS for c in verb.children):
        verb = verb.head
    relative = verb.dep_ == "relcl" and verb.head == subject  # "a council, which dealt with it"
    return relative or (subject.dep_ in SUBJECTS and subject.head == verb)


def _is_human(scene: Scene, noun: Token) -> bool:
    return noun.pos_ == "NOUN" and scene.reading.words.role_forms.ending_at(scene.doc, noun.i) is not None


def _is_thing(token: Token) -> bool:
    if token.lower_ != "it":
        return False
    claimed = token.dep_ == "dobj" and token.head.lemma_ in {
        "claim",
        "deny",
        "condemn",
        "call",
        "carry",
        "repel",
        "foil",
    }
    return claimed or (token.dep_ == "pobj" and token.head.lower_ not in SIDES)


def _reports(verb: Token) -> bool:
    return any(c.dep_ == "ccomp" for c in verb.children)


def _expletive(token: Token) -> bool:
    """ "It is likely that", "it took an hour"."""
    if token.lower_ != "it":
        return False
    if token.dep_ == "expl":
        return True
    return token.head.lemma_ in {"be", "seem", "appear", "take", "remain", "become"} and any(
        c.dep_ in {"acomp", "ccomp", "xcomp", "advcl", "attr"} for c in token.head.children
    )


def _singular(kind: str, subject: Token, *, named: bool) -> bool:
    """A name is one, whatever its words ("Doctors Without Borders")."""
    return kind not in {"person", "civilians"} and (named or subject.tag_ != "NNS")


def _plural(kind: str, subject: Token) -> bool:
    return kind not in {"person", "media"} and (subject.tag_ in {"NNS", "NNPS"} or kind == "armed_group")


def _agrees(subject: Token, *, plural: bool) -> bool:
    if subject.lower_ in PRONOUNS | RELATIVE | {"what", "there", "i", "we", "you"}:
        return False
    return (subject.tag_ in {"NNS", "NNPS"}) == plural and subject.pos_ in {"NOUN", "PROPN"}


def _depth(token: Token) -> int:
    depth = 0
    while token.head != token:
        token, depth = token.head, depth + 1
    return depth
