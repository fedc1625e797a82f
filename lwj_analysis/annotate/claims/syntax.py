"""Small questions to the parse: who does it, how far a clause reaches, what is denied."""

from __future__ import annotations

from collections.abc import Iterable, Set

from spacy.tokens import Span, Token

from lwj_analysis.annotate.actors import actor_at

HARMS = {"kill", "wound", "injure", "hurt", "slay", "martyr"}
SUBJECTS = {"nsubj", "nsubjpass", "csubj"}


RELATIVE = {"who", "which", "that", "whom"}


TURNS = {"but", "while", "whereas", "although", "though", "and", "yet", "however"}


def subject(token: Token) -> Token | None:
    """Who does it: the verb's own subject, that of the verb it is joined to, the noun that a relative clause belongs to."""
    finite = token.tag_ in ("VBZ", "VBD") or (token.tag_ == "VBN" and token.lemma_ == "speak")
    if finite and token.dep_ == "conj" and (further_up := _further_up(token)) is not None:
        return further_up
    if (reached := _over_whom(token)) is not None:
        return reached
    own = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass") or (c.dep_ == "expl")]
    if own and own[0].like_num and any(c.dep_ == "conj" for c in own[0].children):
        return _named_before(token) or own[0]
    if own and not (own[0].like_num and token.dep_ == "conj" and not any(c.dep_ == "prep" for c in own[0].children)):
        return antecedent(own[0], token)
    for found in (_inverted, _reduced, _over_aside):
        if (who := found(token)) is not None:
            return who
    if token.dep_ == "acl" or (token.dep_ == "relcl" and token.tag_ in ("VBG", "VBN")):
        return token.head
    if token.dep_ in ("conj", "xcomp", "advcl", "pcomp") and token.head.pos_ in ("VERB", "AUX", "ADJ"):
        return subject(token.head)
    return _named_before(token)


def _further_up(token: Token) -> Token | None:
    """The subject further up where the one that the parser gives does not fit the verb.

    "Says 18 soldiers fell and lists the rifles", "said 18 people were wounded and denounced the strikes"; nor is a finite verb
    joined to an infinitive.
    """
    head = token.head
    if any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children) or head.pos_ not in ("VERB", "AUX"):
        return None
    who = found = subject(head)
    if any(c.lower_ == "to" and c.dep_ == "aux" for c in head.children):  # "pressed for X to act and underlined ..."
        return next((subject(t) for t in head.ancestors if t.tag_ in ("VBD", "VBZ")), None)
    unfit = (token.tag_ == "VBZ" and who is not None and who.tag_ == "NNS") or _is_harmed(head) or _says_on(token)
    unfit = unfit or (who is not None and any(c.lower_ in ("any", "no") and c.dep_ == "det" for c in who.children))
    while unfit and who is found and head.dep_ in ("ccomp", "conj") and head.head.pos_ in ("VERB", "AUX"):
        head = head.head
        who = subject(head)
    return who if who is not None and found is not None and who.i != found.i else None


def _says_on(token: Token) -> bool:
    """ "Denied that its men had attacked the mission and claimed that ...": who denied goes on, not the men."""
    if token.lemma_ == "speak" and token.head.dep_ == "ccomp":
        return any(c.lower_ == "of" for c in token.children)
    told = any(
        c.dep_ == "ccomp" and any(g.lower_ == "that" and g.dep_ == "mark" for g in c.children) for c in token.children
    )
    past = any(c.dep_ == "aux" and c.lower_ in ("had", "have", "has") for c in token.head.children)
    return told and past and token.head.dep_ == "ccomp" and not any(c.dep_ == "aux" for c in token.children)


def _is_harmed(verb: Token) -> bool:
    """Whether the verb's subject is killed or hurt: the dead say nothing more."""
    return verb.lemma_ in HARMS and any(c.dep_ == "nsubjpass" for c in verb.children)


def _inverted(token: Token) -> Token | None:
    """The noun after a verb that closes a quotation (“...,” read a statement)."""
    if token.i == token.sent.start or token.doc[token.i - 1].text not in ("”", '"'):
        return None
    return next((c for c in token.children if c.dep_ == "dobj" and c.i > token.i), None)


def _reduced(token: Token) -> Token | None:
    """The noun whose participle the parser took for a verb ("villagers interviewed at the clinic said ...")."""
    for clause in token.children:
        opening = clause.left_edge.i
        if clause.dep_ == "ccomp" and clause.i < token.i and clause.tag_ in ("VBD", "VBN"):
            who = next((c for c in clause.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < clause.i), None)
            if who is not None and who.i == clause.i - 1 and not any(t.is_punct for t in token.doc[opening : token.i]):
                return who
    return None


def _over_whom(token: Token) -> Token | None:
    """The nurse in "a nurse, whom the radio reached by phone, spoke of 11 dead", where the parser has the radio speak."""
    whom = next((c for c in token.children if c.lower_ == "whom" and c.i < token.i), None)
    who = next((c for c in token.children if c.dep_ == "nsubj" and c.i < token.i), None)
    reached = whom is not None and who is not None and any(c.dep_ == "acl" and c.tag_ == "VBN" for c in who.children)
    if not reached or whom.i - 2 < token.sent.start or token.doc[whom.i - 1].text != ",":
        return None
    named = token.doc[whom.i - 2]
    while named.head.i < named.i and named.head.i >= token.sent.start and named.dep_ != "ROOT":
        named = named.head
    return named if named.pos_ in ("NOUN", "PROPN") else None


def _over_aside(token: Token) -> Token | None:
    """The noun before an aside, right before the verb ("the branch, writing on its channel, boasted of ...")."""
    doc, first = token.doc, token.sent.start
    if token.dep_ not in ("acl", "conj", "advcl") or token.tag_ not in ("VBD", "VBN") or doc[token.i - 1].text != ",":
        return None
    opened = next((i for i in range(token.i - 2, first, -1) if doc[i].text == ","), None)
    if opened is None or doc[opened + 1].tag_ not in ("VBG", "VBN", "WP", "WP$", "WDT", "WRB"):
        return None
    who = doc[opened - 1]
    while who.i > first and who.head.i < who.i and who.head.pos_ in ("NOUN", "PROPN", "ADP"):
        who = who.head
    return who if who.pos_ in ("NOUN", "PROPN") else None


def _named_before(token: Token) -> Token | None:
    """The name right before a verb for which the parser found no subject, an aside between commas passed over."""
    doc, sentence = token.doc, token.sent
    at = token.i - 1
    while at > sentence.start and doc[at].pos_ in ("AUX", "ADV", "PART") and actor_at(doc, at) is None:
        at -= 1
    if at > sentence.start and doc[at].text == ",":
        at = next((i - 1 for i in range(at - 1, max(sentence.start, at - 15), -1) if doc[i].text == ","), at)
    mention = actor_at(doc, at) if at >= sentence.start else None
    if (
        mention is None
        and doc[at].pos_ == "NOUN"
        and doc[at].left_edge.i > sentence.start
        and doc[at].left_edge.nbor(-1).text == ","
    ):
        return doc[at]  # an apposition, says the parser: "the marks of the group, an analyst said"
    if mention is None or not sentence.start <= mention.root < token.i:
        return None
    return _of_whom(_whole(doc[mention.root], token), token)


def _whole(named: Token, verb: Token) -> Token:
    """The source in "a source close to the faction said", not the faction."""
    top = named
    while top.head.i < top.i and top.head.i >= verb.sent.start and top.head.pos_ in ("ADP", "ADJ", "NOUN", "PROPN"):
        if any(t.text == "," for t in verb.doc[top.head.i : top.i]):
            break
        top = top.head
    return top if top.pos_ in ("NOUN", "PROPN") else named


def _of_whom(named: Token, verb: Token) -> Token:
    """The man in "a man who called himself a commander of the group threatened ...", not the group."""
    above = next((t for t in (named, *named.ancestors) if t.dep_ == "relcl"), None)
    if above is None or above.head.i > named.i or verb in above.subtree:
        return named
    own = any(c.dep_ == "nsubj" and c.lower_ == "who" for c in above.children)
    return above.head if own and verb in above.head.sent else named


def clause_span(head: Token, without: Iterable[Token] = ()) -> tuple[int, int]:
    """The run of tokens around ``head`` that belong to its clause, leaving out the subtrees of ``without``."""
    left_out = {t.i for token in without if token.i != head.i and head not in token.subtree for t in token.subtree}
    inside = {t.i for t in head.subtree} - left_out
    start = end = head.i
    tokens = head.doc
    while start - 1 in inside or (start - 2 in inside and tokens[start - 1].is_punct and start - 1 not in left_out):
        start -= 1
    while end + 1 in inside or (end + 2 in inside and tokens[end + 1].is_punct and end + 1 not in left_out):
        end += 1
    return start, end + 1


def clause_at(sentence: Span, index: int, *, through: Set[str] = frozenset()) -> tuple[int, int]:
    """The clause of the sentence around token ``index``, by semicolons and by conjunctions that open a clause of their own."""
    start, end = sentence.start, sentence.end
    for cut in _clause_starts(sentence):
        if sentence.doc[cut].lower_ in through:
            continue
        if cut <= index:
            start = max(start, cut)
        else:
            end = min(end, cut)
    return start, end


def _clause_starts(sentence: Span) -> list[int]:
    starts = []
    for token in sentence:
        if token.text == ";":
            starts.append(token.i + 1)
        if token.dep_ in ("conj", "advcl", "ccomp") and token.pos_ in ("VERB", "AUX") and token.head.i < token.i:
            who = [c for c in token.children if c.dep_ in SUBJECTS and c.i < token.i]
            opener = token.left_edge.i
            before = token.doc[opener - 1] if opener > sentence.start else None
            if who and (token.doc[opener].lower_ in TURNS or (before is not None and before.lower_ in TURNS)):
                starts.append(opener if token.doc[opener].lower_ in TURNS else opener - 1)
    return sorted(starts)


def joined_clauses(head: Token) -> list[Token]:
    """The heads of the clauses that are told together: ``head``, what is joined to it with a subject of its own, contrasts."""
    heads = [head]
    for token in heads:
        for child in token.children:
            own = any(c.dep_ in SUBJECTS or (c.dep_ == "mark" and c.lower_ == "that") for c in child.children)
            if (child.i > token.i and child.dep_ == "conj" and child.pos_ in ("VERB", "AUX") and own) or (
                child.dep_ == "advcl"
                and own
                and any(c.lower_ in ("while", "whereas") for c in child.children if c.dep_ == "mark")
            ):
                heads.append(child)
    return heads


def noun_span(head: Token, verb: Token) -> tuple[int, int]:
    """A noun with its phrases, without relative clauses: what happened besides is not part of the deed."""
    return clause_span(head, [c for c in head.children if c.dep_ == "relcl" or c.i == verb.i or c in (verb,)])


def negated(token: Token) -> bool:
    """Whether the verb is denied: "has not claimed", "no group claimed", "without saying"."""
    chain = [token]
    if token.dep_ == "xcomp":
        chain.append(token.head)
    if any(
        c.dep_ == "neg" or (c.lower_ in ("never", "neither", "nor") and c.dep_ in ("neg", "advmod", "cc", "preconj"))
        for t in chain
        for c in t.children
    ):
        return True
    if token.dep_ == "pcomp" and token.head.lower_ == "without":
        return True
    who = subject(token)
    return who is not None and (
        who.lower_ in ("nobody", "none", "neither")
        or any(c.lower_ in ("no", "neither") and c.dep_ in ("det", "preconj", "cc") for c in who.children)
    )


def is_passive(token: Token) -> bool:
    """A passive; a name that the tagger takes for a form of "be" ("IS claimed") makes none."""
    helped = token.head if token.dep_ == "conj" else token
    own = any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for t in (token, helped) for c in t.children)
    if token.tag_ == "VBN" and not own and token.dep_ in ("acl", "advcl", "conj", "relcl"):
        return not is_mistaken(token)
    return any(
        c.dep_ in ("auxpass", "nsubjpass") and not (c.dep_ == "auxpass" and actor_at(c.doc, c.i))
        for c in token.children
    )


def is_mistaken(token: Token) -> bool:
    """A finite verb behind an aside that the tagger takes for a participle ("X, a spokesman, dismissed the report")."""
    behind_aside = token.i > token.sent.start and token.nbor(-1).text == ","
    held = any(c.dep_ in ("dobj", "pcomp") or (c.dep_ == "prep" and c.lower_ == "of") for c in token.children)
    return behind_aside and held and not any(c.dep_ in ("aux", "auxpass", "agent") for c in token.children)


def antecedent(token: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for; no place is "who" ("a man from Hawija, who admitted ...")."""
    if token.lower_ in RELATIVE and verb.dep_ in ("relcl", "acl"):
        noun = verb.head
        # "civil society in Bwito, which announced ..."
        body = token.lower_ == "which" and actor_at(token.doc, noun.i) is None
        if (token.lower_ == "who" or body) and noun.ent_type_ in ("GPE", "LOC", "FAC") and noun.dep_ == "pobj":
            above = noun.head.head
            # "a 22-year-old from Hawija"
            above = above.head if above.dep_ == "appos" and above.pos_ == "ADJ" else above
            return above if above.pos_ in ("NOUN", "PROPN") else noun
        return noun
    if token.lower_ in RELATIVE and verb.dep_ == "conj" and verb.head.dep_ == "relcl":
        return verb.head.head
    return token


def agent_of(token: Token) -> Token | None:
    return next(
        (
            g
            for c in token.children
            if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by" and token.tag_ == "VBN")
            for g in c.children
            if g.dep_ == "pobj" and g.ent_type_ not in ("DATE", "TIME", "CARDINAL")
        ),
        None,
    )


def listener(token: Token) -> Token | None:
    """The outlet that is told."""
    if token.lemma_ not in ("tell", "inform", "assure", "brief"):
        to = next((c for c in token.children if c.dep_ in ("prep", "dative") and c.lower_ == "to"), None)
        return next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    return next((c for c in token.children if c.dep_ in ("dobj", "dative", "iobj")), None)
