"""Where the content of an attribution stands: from a cue in the parse to the words that it attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate.actors import actor_at
from lwj_analysis.annotate.claimants import account_owner, source_type
from lwj_analysis.lexicon import CueEntry

STANDS = {"be", "stand", "remain", "reach", "rise", "climb", "run", "come", "amount"}
SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
RELATIVE = {"who", "which", "that", "whom"}
LOOSE = {"and", "while", "whereas"}  # what a source named at the beginning of a sentence reaches across
TURNS = {"but", "while", "whereas", "although", "though", "and", "yet", "however"}


@dataclass(slots=True)
class Found:
    """An attribution as the parse shows it. ``spans`` are token ranges (end excluded), one a clause."""

    cue: Token
    cue_end: int
    entry: CueEntry
    rule: str
    spans: list[tuple[int, int]]
    heads: list[Token] = field(default_factory=list)
    speaker: Token | None = None
    via: Token | None = None
    about: Token | None = None
    hearsay: bool = False


@dataclass(frozen=True, slots=True)
class CueWords:
    """The cue table as this module reads it."""

    verbs: dict[str, list[tuple[tuple[str, ...], str, CueEntry]]]
    accounts: frozenset[str]
    rumours: dict[str, CueEntry]
    toll_nouns: frozenset[str]
    figures: frozenset[str]
    people: frozenset[str]
    prepositions: dict[tuple[str, str, bool], CueEntry]  # preposition, noun, whether somebody owns it
    according: CueEntry | None
    adverbs: dict[str, CueEntry]
    no_figures: frozenset[str] = frozenset()
    no_deeds: frozenset[str] = frozenset()
    tolls: CueEntry | None = None
    deeds: frozenset[str] = frozenset()
    deed_nouns: frozenset[str] = frozenset()
    institutions: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()


def verb_attributions(sentence: Span, words: CueWords) -> list[Found]:
    """Attributions by a verb of the table, one a verb."""
    found = (_by_verb(token, words) for token in sentence if token.lemma_.lower() in words.verbs)
    return [f for f in found if f is not None]


def _by_verb(token: Token, words: CueWords) -> Found | None:
    if not _speaks(token):
        return None
    for more, name, entry in words.verbs[token.lemma_.lower()]:
        end = _hanging(token, more)
        if end is None:
            continue
        for take in entry.takes:
            found = TAKES[take](token, words)
            if found is not None and found.spans:
                found.entry, found.rule = entry, f"{name}:{take}"
                found.cue_end = max(found.cue_end, end)
                return found
    return None


def subject(token: Token) -> Token | None:
    """Who does it: the verb's own subject, that of the verb it is joined to, the noun that a relative clause belongs to."""
    own = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass") or (c.dep_ == "expl")]
    if own and own[0].like_num and any(c.dep_ == "conj" for c in own[0].children):
        return _named_before(token) or own[0]
    if own and not (own[0].like_num and token.dep_ == "conj" and not any(c.dep_ == "prep" for c in own[0].children)):
        return _antecedent(own[0], token)
    if token.dep_ == "acl" or (token.dep_ == "relcl" and token.tag_ in ("VBG", "VBN")):
        return token.head
    if token.dep_ in ("conj", "xcomp", "advcl", "pcomp") and token.head.pos_ in ("VERB", "AUX", "ADJ"):
        return subject(token.head)
    return _named_before(token)


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
    return doc[mention.root] if mention is not None and sentence.start <= mention.root < token.i else None


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


# ---- where the content stands, by the name in ``takes`` ----


def _clause(token: Token, words: CueWords) -> Found | None:
    if ends_with_colon(token.sent, token):
        return None
    heads = [
        c
        for c in token.children
        if c.dep_ == "ccomp" and c.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN", "NUM", "ADV")
    ]
    if _passive(token) and token.lemma_ not in ("tell", "inform", "brief", "assure"):
        return None
    heads = [h for h in heads if not _semicolon_between(h, token)]
    heads = [h for h in heads if h.i > token.i] or heads
    heads = [
        h
        for h in heads
        if not any(
            c.lower_ in ("whether", "if", "how") and c.dep_ in ("mark", "advmod") and c.i < h.i for c in h.children
        )
    ]
    if (
        not heads
        and token.dep_ in ("parataxis", "ccomp")
        and token.head.i < token.i
        and token.head.pos_ in ("VERB", "AUX")
        and not _has_own_content(token)
    ):
        heads = [token.head]
    if (
        not heads
        and token.dep_ == "advcl"
        and any(c.lower_ == "as" for c in token.children if c.dep_ in ("mark", "advmod"))
    ):
        heads = [token.head]
    if not heads:
        return _quotation_beside(token) or _clause_before(token)
    who = subject(token)
    clauses = [h for head in heads for h in joined_clauses(head)]
    if heads[0].i < token.i:
        clauses += [h for h in joined_clauses(token)[1:] if h.dep_ == "conj"]
    clauses = [h for h in clauses if h in heads or (not _told_by_another(h, words) and not _unknown(h))]
    spans = [_with_list(clause_span(h, [token, *clauses]), token) for h in clauses]
    if len(spans) == 1 and heads[0].i < token.i:
        spans = [_around(spans[0], token, words)]
    found = _found(token, spans, clauses, who)
    found.via = _listener(token)
    return found


def _around(span: tuple[int, int], token: Token, words: CueWords) -> tuple[int, int]:
    """The content with what goes on after the verb ("20 died, police said, when a bomb went off")."""
    doc, last = token.doc, token.sent.end
    start, end = span
    if end > token.i or token.i + 2 >= last or doc[token.i + 1].text != ",":
        return span
    rest = doc[token.i + 2 : last]
    goes_on = rest[0].dep_ in ("mark", "prep", "advmod") or rest[0].tag_ in ("VBG", "WRB", "WDT", "IN")
    broken = any(t.text in ';“”"' or t.lower_ in TURNS or t.lemma_.lower() in words.verbs for t in rest)
    return span if broken or not goes_on else (start, last)


def _with_list(span: tuple[int, int], token: Token) -> tuple[int, int]:
    """What is reported, with the list that follows it after a colon ("118 bodies were counted: those of ...")."""
    start, end = span
    doc, last = token.doc, token.sent.end
    if start < token.i or end >= last or doc[end].text != ":" or any(t.text in ';“"' for t in doc[end:last]):
        return span
    return start, last


def _semicolon_between(head: Token, token: Token) -> bool:
    first, last = (head.right_edge.i, token.i) if head.i < token.i else (token.i, head.left_edge.i)
    quotes = any(t.text in '“”"' for t in token.sent)
    return not quotes and any(t.text == ";" for t in token.doc[min(first, last) : max(first, last) + 1])


def _told_by_another(head: Token, words: CueWords) -> bool:
    """A clause that is an attribution itself ("while the army maintained that ...")."""
    return head.lemma_.lower() in words.verbs and any(c.dep_ == "ccomp" for c in head.children)


def _unknown(head: Token) -> bool:
    """ "But that he did not know": nothing is said."""
    return head.lemma_ == "know" and any(c.dep_ == "neg" for c in head.children)


def _clause_before(token: Token) -> Found | None:
    """ "A, X said": what stands before the comma, where the parse does not tie it to the verb."""
    doc, who = token.doc, next((c for c in token.children if c.dep_ == "nsubj" and c.i < token.i), None)
    if who is None or any(t.pos_ not in ("AUX", "ADV") for t in doc[who.right_edge.i + 1 : token.i]):
        return None
    opening = who.left_edge.i
    closed = token.i + 1 >= token.sent.end or doc[token.i + 1].is_punct
    if opening - 1 <= token.sent.start or doc[opening - 1].text != "," or not closed:
        return None
    start = next((t.i + 1 for t in reversed(doc[token.sent.start : opening]) if t.text == ";"), token.sent.start)
    finite = ("VBD", "VBZ", "VBP", "MD")
    if not any(t.tag_ in finite for t in doc[start:opening]) and (
        doc[start].pos_ in ("ADP", "ADV", "SCONJ") or any(t.tag_ in finite for t in doc[token.i + 1 : token.sent.end])
    ):
        end = next((t.i for t in doc[token.i + 1 : token.sent.end] if t.text == ";"), token.sent.end)
        return _found(token, [(start, end)], [], who) if end - token.i > 4 else None
    if opening - start < 4:
        return None
    return _found(token, [(start, opening - 1)], [], who)


def _quotation_beside(token: Token) -> Found | None:
    """A verb of saying without a parsed clause, beside a quotation or after "X said"."""
    sentence = token.sent
    who = subject(token)
    if who is None or who.dep_ == "expl":
        return None
    opened = [t.i for t in sentence if t.text in '“"']
    closed = [t.i for t in sentence if t.text in '”"']
    if not opened or token.i in range(opened[0], (closed or [sentence.end])[0]):
        return None
    end = closed[-1] if closed and closed[-1] > opened[0] else sentence.end - 1
    if end - opened[0] < 3 or (opened[0] <= token.i <= end and opened[0] <= who.i):
        return None
    return _found(token, [(opened[0], end + 1)], [], who)


def _infinitive(token: Token, words: CueWords) -> Found | None:
    if _passive(token):
        return None
    heads = [
        c
        for c in token.children
        if c.dep_ in ("xcomp", "ccomp") and (c.tag_ == "VBG" or any(g.lower_ == "to" for g in c.children))
    ]
    if not heads:
        return None
    start, end = clause_span(heads[0])
    urged = next((c for c in token.children if c.dep_ == "dobj" and token.i < c.i < start), None)
    return _found(token, [(urged.left_edge.i if urged is not None else start, end)], heads[:1], subject(token))


def _object(token: Token, words: CueWords) -> Found | None:
    """An object, that of a relative clause ("which JNIM claimed") or of a passive ("was claimed by JNIM") included."""
    agent = _agent(token)
    patient = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
    if agent is None and _passive(token):
        return None
    if agent is None and token.tag_ == "VBN" and token.dep_ == "acl":
        return None
    if agent is not None:
        head = (
            _antecedent(patient, token)
            if patient is not None
            else (token.head if token.dep_ in ("acl", "relcl") else None)
        )
        who = agent
    else:
        head, who = next((c for c in token.children if c.dep_ == "dobj"), None), subject(token)
        if head is None and token.dep_ == "relcl" and not any(c.dep_ in ("ccomp", "xcomp") for c in token.children):
            head = token.head
        elif head is not None:
            head = _antecedent(head, token)
    if head is not None and head.lower_ == "other" and any(c.lower_ == "each" for c in head.children):
        return None
    if (head is not None and head.tag_ in ("WP", "WDT")) or _compares_accounts(token, who, head, words):
        return None
    if (
        head is None
        or who is None
        or head.i == who.i
        or (head.pos_ == "PRON" and head.lower_ in ("itself", "themselves"))
    ):
        return None
    return _found(token, [noun_span(head, token)], [head], who)


def _compares_accounts(token: Token, who: Token | None, what: Token | None, words: CueWords) -> bool:
    """One account against another is the author's judgement."""
    weighs = any("compares" in entry.takes for _, _, entry in words.verbs[token.lemma_.lower()])
    if not weighs or who is None or what is None:
        return False
    things = words.accounts | words.toll_nouns
    whose = what.lower_ in ("that", "those") or any(c.tag_ == "POS" for c in what.children)
    return who.lemma_.lower() in things and (whose or what.lemma_.lower() in things)


def _figure(token: Token, words: CueWords) -> Found | None:
    found = _object(token, words) or _figure_after(token, words)
    if found is None or (token.lemma_ == "claim" and _costs_lives(found, words)):
        return None
    head = found.heads[0] if found.heads else None
    if head is not None and head.lemma_.lower() in words.no_figures and any(c.lower_ == "no" for c in head.children):
        return None
    start, end = found.spans[0]
    if start > token.i:
        end = _extended(token, end, words)
    found.spans = [(start, end)]
    return found if is_figure(token.doc[start:end], words) else None


def _figure_after(token: Token, words: CueWords) -> Found | None:
    """Numbers right after the verb that the parser took for a clause ("counts at least 32 of them dead")."""
    who, doc = subject(token), token.doc
    start = token.i + 1
    if start < token.sent.end and doc[start].text == ",":
        start = next((t.i + 1 for t in doc[start + 1 : start + 8] if t.text == ","), start)
    opening = doc[start : min(start + 5, token.sent.end)]
    number = next((t.i for t in opening if t.like_num or t.pos_ == "NUM" or t.lower_ == "no"), None)
    if (
        who is None
        or number is None
        or _passive(token)
        or any(t.pos_ in ("VERB", "AUX") or t.is_punct or t.lower_ == "that" for t in doc[start:number])
    ):
        return None
    end = _extended(token, number + 1, words)
    held = doc[start:end]
    bare = not any(t.pos_ in ("NOUN", "PROPN") for t in held) and token.lemma_ in ("print", "carry", "report", "count")
    if not bare and not any(t.lower_ in words.figures or t.lemma_.lower() in words.figures for t in held):
        return None
    return _found(token, [(start, end)], [], who)


def _deed(token: Token, words: CueWords) -> Found | None:
    """An act as the object: not lives, not land."""
    found = _object(token, words)
    return None if found is None or _costs_lives(found, words) else found


def _costs_lives(found: Found, words: CueWords) -> bool:
    """ "The blast claimed 14 lives": an event claims nothing."""
    what = found.heads[0].lemma_.lower() if found.heads else ""
    return what in words.no_deeds or (found.speaker is not None and found.speaker.lemma_.lower() in words.deed_nouns)


def _printed(token: Token, words: CueWords) -> Found | None:
    found = _figure(token, words)
    if found is None and (colon := _colon(token, words)) is not None and token.lemma_ != "have":
        found = colon if is_figure(token.doc[colon.spans[0][0] : colon.spans[0][1]], words) else None
    if found and token.lemma_ == "have":
        start, end = found.spans[0]
        found = found if any({t.lower_, t.lemma_.lower()} & words.figures for t in token.doc[start:end]) else None
    return (
        found
        if found
        and found.speaker is not None
        and source_type(token.doc, found.speaker) in ("media", "ngo", "igo", "analyst")
        else None
    )


def _text(token: Token, words: CueWords) -> Found | None:
    """An account as the object: "released a statement", "which SITE relayed"."""
    found = _object(token, words)
    if found is None or found.heads[0].lemma_.lower() not in words.accounts:
        return None
    if token.dep_ in ("relcl", "acl") or any(c.lower_ == "no" for c in found.heads[0].children):
        return None
    told = [c for c in found.heads[0].children if c.dep_ in ("acl", "relcl", "prep") and c.i > found.heads[0].i]
    if told and found.heads[0].i > token.i:
        found.spans = [(found.spans[0][0], max(found.spans[0][1], told[-1].right_edge.i + 1))]
    return found


def _shown(token: Token, words: CueWords) -> Found | None:
    """What an account shows."""
    who = subject(token)
    if who is None or who.lemma_.lower() not in words.accounts:
        return None
    found = _clause(token, words) or _object(token, words)
    if found is not None and found.rule == "" and found.spans[0][0] > token.i:
        found.spans = [(found.spans[0][0], max(found.spans[-1][1], token.right_edge.i + 1)), *found.spans[1:]]
    return found


def _named(token: Token, words: CueWords) -> Found | None:
    """What is named, not who is named as something."""
    found = _object(token, words)
    if found is None or found.heads[0].lemma_.lower() in words.no_figures:
        return None
    return None if any(c.dep_ == "prep" and c.lower_ in ("as", "after") for c in token.children) else found


def _called(token: Token, words: CueWords) -> Found | None:
    """A thing with the judgement on it; "what they call ..." is a name."""
    if token.dep_ in ("relcl", "pcomp", "csubj") or any(c.tag_ in ("WP", "WDT") for c in token.children):
        return None
    found = _object(token, words)
    if found is None:
        small = next((c for c in token.children if c.dep_ in ("ccomp", "oprd") and c.i > token.i), None)
        who = subject(token)
        return _found(token, [clause_span(small)], [small], who) if small is not None and who is not None else None
    judged = [
        c
        for c in token.children
        if c.dep_ in ("oprd", "ccomp", "xcomp", "acomp") or (c.dep_ == "prep" and c.lower_ == "as")
    ]
    if judged and found.spans[0][0] > token.i:
        found.spans = [(found.spans[0][0], max(found.spans[0][1], judged[-1].right_edge.i + 1))]
    return found if judged or token.lemma_ == "describe" else None


def _colon(token: Token, words: CueWords) -> Found | None:
    """What stands after a colon: "quotes him differently: 90 killed"."""
    who, end = subject(token), token.sent.end
    colon = next((t.i for t in token.doc[token.i + 1 : end] if t.text in ":;"), None)
    if who is None or colon is None or token.doc[colon].text == ";" or who.i > colon or _passive(token):
        return None
    stop = next((t.i for t in token.doc[colon:end] if t.text == ";"), end)
    return _found(token, [(colon + 1, stop)], [], who)


def _person(token: Token, words: CueWords) -> Found | None:
    """Somebody who is quoted, with what is said of him; "citing" and "whom X quoted" go with another cue."""
    if token.tag_ == "VBG" or token.dep_ in ("relcl", "acl"):
        return None
    found = _object(token, words)
    if found is not None and found.heads[0].i > token.i:
        found.spans = [(found.spans[0][0], found.heads[0].right_edge.i + 1)]
    return found


def _phrase(*prepositions: str) -> Callable[[Token, CueWords], Found | None]:
    def take(token: Token, words: CueWords) -> Found | None:
        held = ("dobj", "nsubjpass") if prepositions != ("of",) else ()
        holders = [token, *(c for c in token.children if c.dep_ in held)]
        for holder in holders:
            for prep in holder.children:
                if prep.dep_ in ("prep", "dative") and prep.lower_ in prepositions:
                    heads = [c for c in prep.children if c.dep_ in ("pobj", "pcomp")]
                    if heads:
                        start, end = clause_span(heads[0])
                        end = _extended(token, end, words) if start > token.i else end
                        if heads[0].lower_ in RELATIVE and token.dep_ == "relcl":
                            start, end = noun_span(token.head, token)
                        found = _found(token, [(start, end)], heads[:1], _agent(token) or subject(token))
                        found.via = _listener(token)
                        return found
        return None

    return take


def _at(token: Token, words: CueWords) -> Found | None:
    """ "Put the toll at 12": the object and the phrase."""
    found = _phrase("at", "to")(token, words) or _at_further(token, words)
    thing = next((c for c in token.children if c.dep_ == "dobj"), None)
    if found is None or thing is None or (found.heads and not any(_is_number(t) for t in found.heads[0].subtree)):
        return None
    if token.lemma_ not in ("put", "place", "set", "estimate", "peg", "assess") and not (
        thing.pos_ == "PRON"
        or {t.lemma_.lower() for t in thing.subtree} & (words.toll_nouns | words.figures | words.accounts)
    ):
        return None
    found.spans = [(min(thing.left_edge.i, found.spans[0][0]), _last_at(token, found.spans[0][1], words))]
    return found


def _last_at(token: Token, end: int, words: CueWords) -> int:
    """The end of the last of several figures: "put the dead at 45, ..., and the wounded at 25"."""
    doc = token.doc
    for at in doc[end : min(end + 25, token.sent.end - 1)]:
        if at.text == ";" or at.lower_ in TURNS - {"and"}:
            break
        if (
            at.lower_ == "at"
            and _is_number(at.nbor())
            and {doc[at.i - 1].lower_, doc[at.i - 1].lemma_.lower()} & words.figures
        ):
            end = at.i + 2
    return end


def _at_further(token: Token, words: CueWords) -> Found | None:
    """The phrase where the parser hangs it on something in between."""
    doc, who = token.doc, subject(token)
    for at in doc[token.i + 1 : min(token.i + 25, token.sent.end - 1)]:
        if at.text == ";" or at.lower_ in TURNS - {"and"}:
            return None
        if at.lower_ == "at" and any(_is_number(t) for t in doc[at.i + 1 : at.i + 4]) and who is not None:
            return _found(token, [(at.i + 1, _extended(token, at.right_edge.i + 1, words))], [], who)
    return None


def _blame(token: Token, words: CueWords) -> Found | None:
    """Who is blamed is the object, for what is the phrase."""
    found = _object(token, words)
    if found is None:
        return None
    found.about = found.heads[0]
    phrases = [
        c for c in token.children if c.dep_ == "prep" and c.lower_ in ("of", "for", "with") and c.i > found.heads[0].i
    ]
    if phrases:
        found.spans = [(found.spans[0][0], phrases[0].right_edge.i + 1)]
        found.heads = [g for c in phrases for g in c.children][:1]
    return found


def _attributed(token: Token, words: CueWords) -> Found | None:
    phrase = next((c for c in token.children if c.dep_ in ("prep", "dative") and c.lower_ in ("on", "to")), None)
    other = next((c for c in phrase.children if c.dep_ == "pobj"), None) if phrase is not None else None
    if other is None:
        return None
    found = _object(token, words) or _passive_without_agent(token)
    if found is None:
        return None
    found.about = other
    start, end = found.spans[0]
    if start < token.i < other.i and end <= token.i and token.dep_ != "relcl":
        end = other.right_edge.i + 1
    elif start > token.i:
        end = max(end, other.right_edge.i + 1)
    found.spans = [(start, end)]
    return found


def _passive_without_agent(token: Token) -> Found | None:
    patient = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
    if patient is None:
        return None
    found = _found(token, [noun_span(_antecedent(patient, token), token)], [patient], None)
    found.hearsay = True
    return found


def _answer(token: Token, words: CueWords) -> Found | None:
    """ "Is thought to have been killed", "it is believed that ..."."""
    patient = next((c for c in token.children if c.dep_ in ("nsubjpass", "expl", "nsubj")), None)
    if not _passive(token) or _agent(token) is not None:
        return None
    heads = [c for c in token.children if c.dep_ in ("xcomp", "ccomp") and c.i > token.i]
    heads = heads or [
        c for c in token.children if c.dep_ == "prep" and c.lower_ == "as" and token.lemma_ in ("see", "regard", "view")
    ]
    if not heads:
        return None
    impersonal = patient is None or (patient.lower_ == "it" and heads[0].dep_ == "ccomp")
    start = heads[0].left_edge.i if impersonal else patient.left_edge.i
    found = _found(token, [(start, heads[0].right_edge.i + 1)], heads[:1], None)
    found.hearsay = True
    return found


def _quoted(token: Token, words: CueWords) -> Found | None:
    """ "Quoted witnesses as saying that ..."."""
    who = next((c for c in token.children if c.dep_ in ("dobj", "nsubjpass")), None)
    saying = [
        g for c in token.children if c.dep_ == "prep" and c.lower_ == "as" for g in c.children if g.dep_ == "pcomp"
    ]
    if who is None or not saying:
        return None
    heads = [c for c in saying[0].children if c.dep_ in ("ccomp", "dobj")]
    if not heads:
        return None
    found = _found(token, [clause_span(heads[0])], heads[:1], who)
    found.via = _agent(token) or (subject(token) if who.dep_ == "dobj" else None)
    return found


def _about_accounts(token: Token, words: CueWords) -> Found | None:
    """Comparison of accounts: the subject is an account, the judgement is the author's."""
    who = subject(token if token.pos_ != "ADJ" else token.head)
    if who is None or who.lemma_.lower() not in words.accounts | words.toll_nouns:
        return None
    found = _found(token, [(min(who.left_edge.i, token.left_edge.i), token.right_edge.i + 1)], [token], None)
    found.about = who
    return found


TAKES: dict[str, Callable[[Token, CueWords], Found | None]] = {
    "clause": _clause,
    "infinitive": _infinitive,
    "object": _object,
    "figure": _figure,
    "printed": _printed,
    "text": _text,
    "shown": _shown,
    "named": _named,
    "called": _called,
    "colon": _colon,
    "person": _person,
    "deed": _deed,
    "of": _phrase("of"),
    "about": _phrase("about"),
    "in": _phrase("in"),
    "on": _phrase("on"),
    "for": _phrase("for"),
    "as": _phrase("as"),
    "to": _phrase("to"),
    "with": _phrase("with"),
    "at": _at,
    "blame": _blame,
    "attributed": _attributed,
    "answer": _answer,
    "quoted": _quoted,
    "compares": _about_accounts,
}


def preposition_attributions(sentence: Span, words: CueWords, cues: set[int]) -> list[Found]:
    """ "According to X", "by X's account", "in its count"."""
    found = []
    for token in sentence:
        if token.lower_ == "according" and token.i + 1 < sentence.end and token.nbor().lower_ == "to":
            found.append(_according(sentence, token, words))
        elif token.dep_ in ("prep", "agent") and token.lower_ in ("by", "in", "per", "on"):
            found.append(_by_account(sentence, token, words, cues))
    return [f for f in found if f is not None]


def _according(sentence: Span, token: Token, words: CueWords) -> Found | None:
    to = token.nbor()
    who = next((c for c in to.children if c.dep_ == "pobj"), None)
    if who is None:
        who = next(
            (t for t in token.doc[to.i + 1 : sentence.end] if t.pos_ in ("NOUN", "PROPN") and t.dep_ != "compound"),
            None,
        )
    if who is None or words.according is None:
        return None
    return _scoped(sentence, token, to.i + 1, who, words.according, "according", who.right_edge.i + 1)


def _by_account(sentence: Span, token: Token, words: CueWords, cues: set[int]) -> Found | None:
    noun = next((c for c in token.children if c.dep_ == "pobj"), None)
    owned = next((c for c in noun.children if c.dep_ == "poss"), None) if noun is not None else None
    mark = next((t for t in token.doc[token.i + 1 : min(token.i + 7, sentence.end - 1)] if t.tag_ == "POS"), None)
    if owned is None and mark is not None and (token.lower_, mark.nbor().lemma_.lower(), True) in words.prepositions:
        noun, owned = mark.nbor(), mark.head
    if noun is None:
        return None
    entry = words.prepositions.get((token.lower_, noun.lemma_.lower(), owned is not None))
    if entry is None or (
        owned is None and (token.head.i in cues or any(c.dep_ in ("prep", "acl") for c in noun.rights))
    ):
        return None
    who = owned if owned is not None else noun
    found = _scoped(sentence, token, noun.i + 1, who, entry, "by_account", noun.i + 1)
    if owned is None:
        found.hearsay, found.speaker = True, None
    return found


def _scoped(
    sentence: Span, token: Token, cue_end: int, who: Token, entry: CueEntry, rule: str, phrase_end: int
) -> Found:
    """Content of a phrase that names the source: the clause it stands in, and where it opens the sentence, all of it."""
    opens = token.i - sentence.start <= 2
    start, end = clause_at(sentence, token.i, through=LOOSE if opens else {"and"} if rule == "according" else set())
    phrase_start = min(token.i, token.left_edge.i)
    aside = next((t for t in [token.head] if t.dep_ == "appos"), None)
    if aside is not None:
        start, end = aside.left_edge.i, aside.right_edge.i + 1
    if phrase_start - start <= 2:
        span = (phrase_end, end)
    elif phrase_end >= end - 1:
        span = (start, phrase_start)
    else:
        span = (start, end)
    return Found(token, cue_end, entry, rule, [span], [], who)


def adverb_attributions(sentence: Span, words: CueWords) -> list[Found]:
    """ "Allegedly", "reportedly": somebody says so."""
    found = []
    for token in sentence:
        entry = words.adverbs.get(token.lower_)
        if entry is not None:
            start, end = clause_at(sentence, token.i)
            found.append(Found(token, token.i + 1, entry, "adverb", [(start, end)], [token.head], hearsay=True))
    return found


def noun_attributions(sentence: Span, words: CueWords, cues: set[int]) -> list[Found]:
    """ "There were reports that ...", and what an owned account says: "the group's claim that ..."."""
    found = []
    for token in sentence:
        if token.lemma_.lower() not in words.rumours or token.pos_ != "NOUN":
            continue
        told = (c for c in token.rights if c.dep_ in ("acl", "ccomp", "relcl"))
        clause = next((c for c in told if any(g.lower_ == "that" and g.dep_ == "mark" for g in c.children)), None)
        if clause is None:
            continue
        owned = any(c.dep_ == "poss" or (c.dep_ == "prep" and c.lower_ in ("by", "from")) for c in token.children)
        owner = account_owner(token) if owned else None
        if owner is not None and words.tolls is not None:
            found.append(Found(token, token.i + 1, words.tolls, "account", [clause_span(clause)], [clause], owner))
        elif token.dep_ == "attr" or {token.head.i, token.head.head.i}.isdisjoint(cues):
            entry = words.rumours[token.lemma_.lower()]
            found.append(Found(token, token.i + 1, entry, "rumour", [clause_span(clause)], [clause], hearsay=True))
    return found


def announcer(sentence: Span, words: CueWords) -> Found | None:
    """ "The minister said:" at the end of a sentence: what follows is the content."""
    for token in reversed(sentence):
        if ends_with_colon(sentence, token) and token.lemma_.lower() in words.verbs and _speaks(token):
            rows = words.verbs[token.lemma_.lower()]
            entry = next((entry for more, _, entry in rows if not more and "colon" in entry.takes), None)
            who = subject(token)
            if entry is not None and who is not None:
                return Found(token, token.i + 1, entry, "announced", [], [], who)
    return None


def ends_with_colon(sentence: Span, token: Token) -> bool:
    """Whether nothing but a colon (and a few words) stands between the verb and the end of the sentence."""
    words = [t for t in sentence if not t.is_space]
    return bool(words) and words[-1].text == ":" and 0 < words[-1].i - token.i <= 6


# ---- small helpers ----


def noun_span(head: Token, verb: Token) -> tuple[int, int]:
    """A noun with its phrases, without relative clauses: what happened besides is not part of the deed."""
    return clause_span(head, [c for c in head.children if c.dep_ == "relcl" or c.i == verb.i or c in (verb,)])


def is_figure(span: Span, words: CueWords) -> bool:
    """A number of people, or a word for losses."""
    lemmas = {t.lemma_.lower() for t in span} | {t.lower_ for t in span}
    number = any(_is_number(t) for t in span)
    some = number or any(t.lower_ in ("no", "several", "many", "few", "heavy", "heavier") for t in span)
    bare = number and not any(t.pos_ in ("NOUN", "PROPN") for t in span)
    return bool(some and lemmas & words.figures) or bool(number and lemmas & words.people) or bare


def _extended(verb: Token, end: int, words: CueWords) -> int:
    """The end of a list of figures that the parser broke off ("seven dead | and 16 wounded")."""
    doc, last = verb.doc, verb.sent.end
    reached = end
    for token in doc[end:last]:
        if token.text == ";" or token.lower_ in TURNS - {"and"} or token.dep_ == "mark" or token.lower_ in RELATIVE:
            return _without_opening(doc, end, token.i)
        finite = token.tag_ in ("VBD", "VBZ", "VBP", "MD") and token.lower_ not in words.figures and token.i >= end
        gap = (
            token.lower_ == "at"
            and _is_number(doc[min(token.i + 1, last - 1)])
            and actor_at(doc, token.i - 1) is not None
        )
        if finite or gap or token.lower_ in words.verbs:
            break
        reached = token.i + 1
    else:
        return _without_opening(doc, end, last)
    back = next((t.i for t in reversed(doc[end:reached]) if t.text == "," or t.lower_ == "and"), end)
    return (
        _without_opening(doc, end, back) if any(t.like_num or t.lower_ in words.figures for t in doc[end:back]) else end
    )


def _without_opening(doc: Doc, end: int, stop: int) -> int:
    """``stop``, without stops and conjunctions before it; ``end`` where no figure stands between."""
    while stop > end and (doc[stop - 1].is_punct or doc[stop - 1].dep_ == "cc" or doc[stop - 1].is_space):
        stop -= 1
    return stop


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


def toll_attributions(sentence: Span, words: CueWords) -> list[Found]:
    """ "The ministry's count stands at 40", "the rebels' claim of 100 dead": whose count it is."""
    found = [f for t in sentence if words.tolls is not None and (f := _owned_figure(t, words)) is not None]
    for token in sentence:
        if (
            any(f.cue.i == token.i for f in found)
            or token.dep_ != "nsubj"
            or token.lemma_.lower() not in words.toll_nouns
            or token.head.lemma_ not in STANDS
            or words.tolls is None
        ):
            continue
        published = [
            g for c in token.children if c.dep_ == "acl" for a in c.children if a.dep_ == "agent" for g in a.children
        ]
        owner = next(
            (
                c
                for c in token.children
                if c.dep_ == "poss" or (c.dep_ in ("compound", "amod") and actor_at(token.doc, c.i))
            ),
            None,
        )
        end = clause_span(token.head, [t for t in token.head.subtree if t.dep_ == "relcl"])[1]
        owner = owner if owner is not None else next((g for g in published if g.dep_ == "pobj"), None)
        if owner is not None and any(_is_number(t) and t.lower_ != "one" for t in token.doc[token.head.i : end]):
            found.append(Found(token, token.i + 1, words.tolls, "toll", [(token.i, end)], [], owner))
    return found


def _owned_figure(token: Token, words: CueWords) -> Found | None:
    if token.lemma_.lower() not in words.accounts | words.toll_nouns | words.rumours.keys():
        return None
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    phrase = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"), None)
    if owner is None or phrase is None:
        return None
    start, end = phrase.i + 1, phrase.right_edge.i + 1
    end += end < token.sent.end and token.doc[end].lower_ in words.figures
    return (
        Found(token, token.i + 1, words.tolls, "toll", [(start, end)], [], owner)
        if is_figure(token.doc[start:end], words)
        else None
    )


def gapped(found: Found) -> Found | None:
    """ "X puts it at 45,000, Y at 6,000": the second speaker without a verb."""
    doc, end = found.cue.doc, found.spans[-1][1]
    for at in doc[end : min(end + 10, found.cue.sent.end - 1)]:
        if at.pos_ in ("VERB", "AUX") or at.text == ";":
            return None
        if (
            at.lower_ == "at"
            and _is_number(at.nbor())
            and (who := actor_at(doc, at.i - 1)) is not None
            and doc[end].text in ",and"
        ):
            return Found(
                found.cue,
                found.cue_end,
                found.entry,
                "gapped",
                [(at.i, _is_last_number(at.nbor()) + 1)],
                [],
                doc[who.root],
            )
    return None


def _is_last_number(token: Token) -> int:
    return max((t.i for t in token.subtree), default=token.i)


def _is_number(token: Token) -> bool:
    return (
        token.like_num or token.pos_ == "NUM" or token.lower_ in ("dozen", "dozens", "scores", "hundreds", "thousands")
    )


def _passive(token: Token) -> bool:
    """A passive; a name that the tagger takes for a form of "be" ("IS claimed") makes none."""
    helped = token.head if token.dep_ == "conj" else token
    own = any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for t in (token, helped) for c in t.children)
    if token.tag_ == "VBN" and not own and token.dep_ in ("acl", "advcl", "conj", "relcl"):
        return True
    return any(
        c.dep_ in ("auxpass", "nsubjpass") and not (c.dep_ == "auxpass" and actor_at(c.doc, c.i))
        for c in token.children
    )


def _found(token: Token, spans: list[tuple[int, int]], heads: list[Token], who: Token | None) -> Found:
    return Found(token, token.i + 1, None, "", spans, heads, who)


def _speaks(token: Token) -> bool:
    """A verb in a form that reports: finite or a participle, not an infinitive of purpose or a condition."""
    if token.pos_ == "ADJ" and token.dep_ == "acomp":
        return True
    if token.pos_ not in ("VERB", "AUX") and not any(c.dep_ in ("nsubj", "ccomp") for c in token.children):
        return False
    if any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children):
        return token.dep_ == "xcomp" and token.head.lemma_ in (
            "go",
            "continue",
            "come",
            "use",
            *(("appear", "seem") if token.lemma_ in ("show", "depict") else ()),
        )
    if any(
        c.dep_ == "aux" and c.lower_ in ("would", "could", "should", "may", "might", "must") for c in token.children
    ):
        return token.lower_ == "expect"
    return not any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "until") for c in token.children)


def _hanging(token: Token, more: tuple[str, ...]) -> int | None:
    """The end of the cue's words, or None where the words after the verb are not there."""
    end = token.i + 1
    for word in more:
        child = next((c for c in token.children if word in (c.lemma_.lower(), c.lower_)), None)
        if child is None:
            if token.i + 1 < len(token.doc) and token.nbor().lower_ == word:
                child = token.nbor()
            else:
                return None
        if child.dep_ == "prep" and child.i != token.i + 1:
            return None
        end = max(end, child.i + 1) if child.i - token.i <= 4 else end
    return end


def _antecedent(token: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for."""
    if token.lower_ in RELATIVE and verb.dep_ in ("relcl", "acl"):
        return verb.head
    if token.lower_ in RELATIVE and verb.dep_ == "conj" and verb.head.dep_ == "relcl":
        return verb.head.head
    return token


def _agent(token: Token) -> Token | None:
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


def _listener(token: Token) -> Token | None:
    """The outlet that is told."""
    if token.lemma_ not in ("tell", "inform", "assure", "brief"):
        to = next((c for c in token.children if c.dep_ in ("prep", "dative") and c.lower_ == "to"), None)
        return next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    return next((c for c in token.children if c.dep_ in ("dobj", "dative", "iobj")), None)


def _has_own_content(token: Token) -> bool:
    return any(c.dep_ in ("ccomp", "xcomp", "dobj") and c.i > token.i for c in token.children)


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
