"""Where the content of an attribution stands, if it is a clause."""

from __future__ import annotations

import itertools

from spacy.tokens import Span, Token

from lwj_analysis.annotate.claims.counts import is_number
from lwj_analysis.annotate.claims.syntax import (
    TURNS,
    agent_of,
    clause_at,
    clause_span,
    is_passive,
    joined_clauses,
    listener,
    subject,
)
from lwj_analysis.annotate.claims.tails import closing, speaker_in
from lwj_analysis.annotate.claims.words import CueWords, Found, attribution

QUOTING = ("quote", "cite")
# When and how somebody says something.
MEANS = {"time", "day", "night", "morning", "evening", "phone", "telephone", "radio", "television"}
# What is said of somebody by nobody in particular.
HEARD = {
    "believed",
    "thought",
    "said",
    "reported",
    "alleged",
    "reputed",
    "rumored",
    "rumoured",
    "suspected",
    "understood",
    "presumed",
    "feared",
}


def take_clause(token: Token, words: CueWords) -> Found | None:
    """A clause that is said, as the parse has it; where the sentence ends with its attribution, as the commas have it."""
    if (figure := _bare_figure(token)) is not None:
        return figure
    found, tail = _parsed_clause(token, words), closing(token)
    if found is not None and (who := _speaks_on(token, words)) is not None:
        found.speaker = who
    if tail is None or (
        found is not None and found.speaker is not None and tail.speaker.left_edge.i <= found.speaker.i
    ):
        return found
    return tail


def _bare_figure(token: Token) -> Found | None:
    """ "State television said 19 people were killed, activists said 34": a number alone after the verb."""
    doc, last = token.doc, token.sent.end
    perfect = token.tag_ == "VBN" and any(c.dep_ == "aux" and c.lemma_ == "have" for c in token.children)
    if token.tag_ not in ("VBD", "VBZ", "VBP") and not perfect:
        return None
    if token.i + 1 >= last or not is_number(doc[token.i + 1]):
        return None
    end = token.i + 2
    closed = end >= last or doc[end].is_space or doc[end].text in ".;,"
    who = next((c for c in token.children if c.dep_ == "nsubj" and c.i < token.i), None)
    return attribution(token, [(token.i + 1, end)], [], who) if closed and who is not None else None


def _speaks_on(token: Token, words: CueWords) -> Token | None:
    """Who reported in "..., the outlet reported, adding that ...", where the parser hangs the "adding" elsewhere."""
    doc = token.doc
    if token.tag_ != "VBG" or token.i - 2 <= token.sent.start or doc[token.i - 1].text != ",":
        return None
    verb = doc[token.i - 2]
    tail = closing(verb) if verb.lemma_.lower() in words.verbs else None
    return tail.speaker if tail is not None else None


def _parsed_clause(token: Token, words: CueWords) -> Found | None:
    if ends_with_colon(token.sent, token):
        return None
    heads = [
        c
        for c in token.children
        if c.dep_ == "ccomp" and c.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN", "NUM", "ADV")
    ]
    if is_passive(token) and token.lemma_ not in ("tell", "inform", "brief", "assure"):
        return None
    if not heads:
        heads = [c for c in token.children if c.dep_ == "xcomp" and c.i > token.i and _is_finite(c)]
    heads = heads or _on_account(token, words)
    heads = [h for h in heads if not _semicolon_between(h, token)]
    before = any(h.i < token.i for h in heads)
    heads = [h for h in heads if not (len(heads) > 1 and h.i > token.i and (_is_relative(h) or (before and _dates(h))))]
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
        and not _is_relative(token)
    ):
        heads = [token.head]
    if (
        not heads
        and token.dep_ == "advcl"
        and any(c.lower_ == "as" for c in token.children if c.dep_ in ("mark", "advmod"))
    ):
        heads = [token.head]
    if not heads:
        aside = _parenthesis(token) if token.dep_ == "parataxis" else None  # whatever words it has in quotation marks
        return aside or _quotation_beside(token, words) or _clause_before(token) or _parenthesis(token)
    who = (agent_of(token) if is_passive(token) else None) or subject(token)
    clauses = [h for head in heads for h in joined_clauses(head)]
    if heads[0].i < token.i:
        clauses += [h for h in joined_clauses(token)[1:] if h.dep_ == "conj" or h.lemma_.lower() not in words.verbs]
    else:
        clauses += [h for c in _broken_off(token, heads[-1]) for h in joined_clauses(c)]
        clauses += _own_further_deeds(token, heads[-1], words)
    # "denied A but did not know B"
    unsaid = [c for h in clauses for c in h.children if c.dep_ == "conj" and _unknown(c) and not _opens_anew(c)]
    clauses = [h for h in clauses if not _unknown(h) and (h in heads or not _told_by_another(h, words))]
    if not clauses:
        return None
    spans = [_with_list(clause_span(h, [token, *clauses, *unsaid]), token) for h in clauses]
    spans = [_with_subject(span, head, token) for span, head in zip(spans, clauses, strict=True)]
    spans, clauses = _joined_ellipses(spans, clauses, words)
    spans, clauses = _with_each_that(spans, clauses, token)
    if len(spans) == 1 and heads[0].i < token.i:
        spans = [_and_on(_around(spans[0], token, words), heads[0], token, words)]
    found = attribution(token, spans, clauses, who)
    found.via = listener(token)
    return found


def _on_account(token: Token, words: CueWords) -> list[Token]:
    """The clause where the parser hangs it on the account, or on when and how it was said.

    "Said in a statement carried by X that it had fired", "told X at the time that 12 were dead".
    """
    nouns = words.accounts | MEANS
    accounts = (g for c in token.children if c.dep_ == "prep" for g in c.children if g.lemma_.lower() in nouns)
    # "told X, which Y cites, that ..."
    told = (c for c in token.children if c.dep_ == "dobj" and token.lemma_ == "tell")
    clauses = (
        c for a in (*accounts, *told) for c in a.rights if c.dep_ in ("acl", "relcl") and c.pos_ in ("VERB", "AUX")
    )
    marked = [c for c in clauses if any(g.lower_ == "that" and _opens_clause(g, token) for g in c.children)]
    return marked or [c for c in (_hung_elsewhere(token, words),) if c is not None]


def _opens_clause(that: Token, verb: Token) -> bool:
    """ "Told a briefing that one soldier died": no briefing that one soldier died, although it is parsed so."""
    told = verb.lemma_ == "tell" and that.dep_ == "dobj" and any(c.dep_ == "nsubj" for c in that.head.children)
    return that.dep_ == "mark" or told


def _hung_elsewhere(token: Token, words: CueWords) -> Token | None:
    """The clause behind a "that" which opens one, whatever noun the parser hangs it on.

    "Warned weeks before the massacre that fighters were gathering", "told a briefing that, so far, one soldier had died".
    """
    for that in token.doc[token.i + 1 : token.sent.end - 1]:
        speaks = that.lemma_.lower() in words.verbs and (that.pos_ == "VERB" or that.nbor().lower_ == "that")
        if speaks or that.text in ";:“”":
            return None
        clause = that.head
        if that.lower_ != "that" or clause.dep_ not in ("acl", "relcl") or not token.i < clause.head.i < that.i:
            continue
        if clause.head.dep_ == "appos":
            return None  # "suspects X, an outfit that a preacher founded"
        others = [c for c in clause.children if c.dep_ in ("nsubj", "nsubjpass", "expl") and c.i > that.i]
        opens = that.tag_ == "IN" or (that.dep_ == "nsubj" and that.nbor().text == ",")
        return clause if opens and others and token in clause.ancestors else None
    return None


def _with_subject(span: tuple[int, int], head: Token, token: Token) -> tuple[int, int]:
    """The clause with its subject where the parser made that the object ("said | eight people, among them ..., died")."""
    if any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in head.children):
        return span
    counted = next((c for c in token.children if c.dep_ == "prep" and token.i < c.i < span[0]), None)
    if counted is not None and counted.lower_ in ("between", "over", "about", "around") and counted.i == token.i + 1:
        # "says | between nine and 14 died"
        return (counted.i, span[1]) if counted.right_edge.i + 1 == span[0] else span
    number = token.doc[span[0] - 1]
    if number.dep_ == "dobj" and number.head.i == token.i and is_number(number):
        return number.left_edge.i, span[1]  # "reported | 17 | wounded"
    if not any(c.dep_ in ("aux", "auxpass") for c in head.children):
        return span
    told = next((c for c in token.children if c.dep_ == "dobj" and token.i < c.i < span[0]), None)
    return (told.left_edge.i, span[1]) if told is not None and token.lemma_ not in ("tell", "inform") else span


def _dates(head: Token) -> bool:
    """ "Ten died, residents said, hours after rebels had come": when it was, no second content."""
    marks = ("after", "before", "when", "while", "as", "because", "since")
    return any(c.dep_ in ("mark", "advmod") and c.lower_ in marks and c.i < head.i for c in head.children)


def _is_relative(head: Token) -> bool:
    """ "A communique that it published on Monday", which the parser takes for what is said."""
    return any(c.tag_ in ("WDT", "WP") and c.dep_ == "dobj" and c.i < head.i for c in head.children)


def _is_finite(head: Token) -> bool:
    """A clause with a subject of its own and no "to"."""
    own = any(c.dep_ in ("nsubj", "nsubjpass") for c in head.children)
    return own and not any(c.dep_ == "aux" and c.lower_ == "to" for c in head.children)


def _joined_ellipses(
    spans: list[tuple[int, int]], clauses: list[Token], words: CueWords
) -> tuple[list[tuple[int, int]], list[Token]]:
    """ "Ten were killed and five wounded" is one clause that lacks its second verb."""
    kept_spans, kept = spans[:1], clauses[:1]
    for (start, end), head in zip(spans[1:], clauses[1:], strict=True):
        bare = not any(c.dep_ in ("aux", "auxpass", "mark") for c in head.children)
        counted = any(c.dep_ in ("nsubj", "nsubjpass") and is_number(c) for c in head.children)
        verbless = bare and (head.tag_ == "VBN" or (counted and head.lower_ in words.figures))
        if verbless and 0 <= start - kept_spans[-1][1] <= 3:
            kept_spans[-1] = (kept_spans[-1][0], end)
        else:
            kept_spans.append((start, end))
            kept.append(head)
    return kept_spans, kept


def _with_each_that(
    spans: list[tuple[int, int]], clauses: list[Token], token: Token
) -> tuple[list[tuple[int, int]], list[Token]]:
    """ "That A and that B" are two clauses, also where the parser made one of them."""
    doc, kept_spans, kept = token.doc, [], []
    for (start, end), head in zip(spans, clauses, strict=True):
        marks = [
            t
            for t in doc[start + 2 : end]
            if t.lower_ == "that" and t.dep_ == "mark" and t.nbor(-1).lower_ in ("and", "but")
        ]
        if start < token.i < end or any(t.text in '“”"' for t in doc[start:end]):
            marks = []
        edges = [start, *(t.i for t in marks), end]
        kept_spans += itertools.pairwise(edges)
        kept += [head, *(t.head if t.i < t.head.i < end else head for t in marks)]
    told = [n for n, head in enumerate(kept) if not _unknown(head)]  # "that 12 died but that he did not know ..."
    return [kept_spans[n] for n in told], [kept[n] for n in told]


def _broken_off(token: Token, head: Token) -> list[Token]:
    """Elliptic clauses that the parser hangs on the verb of saying ("said that 10 were killed, | 25 wounded")."""
    return [
        c
        for c in token.children
        if c.i > head.i
        and c.tag_ == "VBN"
        and any(g.dep_ in ("nsubj", "nsubjpass") and is_number(g) for g in c.children)
    ]


def _own_further_deeds(token: Token, head: Token, words: CueWords) -> list[Token]:
    """ "Claimed that it killed 40 soldiers, including an officer, | and captured 13 others": hung on the verb of saying."""
    who = subject(head)
    if who is None or who.lower_ not in ("it", "they") or head.tag_ != "VBD":
        return []
    joined = (c for c in token.children if c.dep_ == "conj" and c.i > head.i and c.tag_ == "VBD")
    bare = (c for c in joined if not any(g.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for g in c.children))
    return [c for c in bare if c.lemma_.lower() not in words.verbs and any(g.dep_ == "dobj" for g in c.children)]


def _around(span: tuple[int, int], token: Token, words: CueWords) -> tuple[int, int]:
    """The content with what goes on after the verb ("20 died, police said, when a bomb went off")."""
    doc, last = token.doc, token.sent.end
    start, end = span
    if end > token.i or token.i + 2 >= last or doc[token.i + 1].text != ",":
        return span
    rest = doc[token.i + 2 : last]
    if doc[end - 1].lemma_ == "be" and doc[end].text == ",":  # "it was, the mayor said, the third rocket"
        return start, clause_at(token.sent, token.i)[1]
    goes_on = rest[0].dep_ in ("mark", "prep", "advmod") or rest[0].tag_ in ("VBG", "WRB", "WDT", "IN")
    broken = any(t.text in ';“”"' or t.lower_ in TURNS or t.lemma_.lower() in words.verbs for t in rest)
    return span if broken or not goes_on else (start, last)


def _and_on(span: tuple[int, int], head: Token, token: Token, words: CueWords) -> tuple[int, int]:
    """The clause with its second verb behind the attribution ("it had struck a position, X said, and killed 40 men")."""
    after = (c for c in (*head.children, *token.children) if c.dep_ == "conj" and c.i > token.i)
    joined = next((c for c in after if c.pos_ in ("VERB", "AUX") and c.lemma_.lower() not in words.verbs), None)
    if joined is None or span[1] > token.i or any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in joined.children):
        return span
    opened, before = token.doc[joined.left_edge.i - 1], token.doc[joined.left_edge.i - 2]
    return (span[0], joined.right_edge.i + 1) if opened.lower_ == "and" and before.text == "," else span


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


def _opens_anew(head: Token) -> bool:
    """A clause with a "that" or a subject of its own."""
    return any(c.dep_ in ("mark", "nsubj") for c in head.children)


def _clause_before(token: Token) -> Found | None:
    """ "A, X said": what stands before the comma, where the parse does not tie it to the verb."""
    doc, who = token.doc, next((c for c in token.children if c.dep_ == "nsubj" and c.i < token.i), None)
    if who is None or any(t.pos_ not in ("AUX", "ADV") for t in doc[who.right_edge.i + 1 : token.i]):
        return None
    opening = who.left_edge.i
    closed = token.i + 1 >= token.sent.end or doc[token.i + 1].is_punct or listener(token) is not None
    if opening - 1 <= token.sent.start or doc[opening - 1].text != "," or not closed:
        return None
    start = next((t.i + 1 for t in reversed(doc[token.sent.start : opening]) if t.text in ";:"), token.sent.start)
    finite = ("VBD", "VBZ", "VBP", "MD")
    if not any(t.tag_ in finite for t in doc[start:opening]) and (
        doc[start].pos_ in ("ADP", "ADV", "SCONJ") or any(t.tag_ in finite for t in doc[token.i + 1 : token.sent.end])
    ):
        end = next((t.i for t in doc[token.i + 1 : token.sent.end] if t.text == ";"), token.sent.end)
        enclosed = _parenthesis(token)
        if enclosed is not None:
            return enclosed
        fronted = doc[start].pos_ in ("ADP", "ADV", "SCONJ")  # "In a video, the kidnappers demanded a ransom"
        return attribution(token, [(token.i + 1 if fronted else start, end)], [], who) if end - token.i > 4 else None
    if doc[start].lower_ in SUBORDINATE and (goes_on := _main_clause_behind(token)) is not None:
        return attribution(token, [(start, opening - 1), goes_on], [], who)
    if opening - start < 4:
        return None
    enclosed = _parenthesis(token) if doc[opening - 2].lemma_ == "be" else None
    return enclosed or attribution(token, [(start, opening - 1)], [], who)


SUBORDINATE = frozenset(("since", "when", "after", "as", "while", "although", "though", "because", "before", "until"))


def _main_clause_behind(token: Token) -> tuple[int, int] | None:
    """ "Since it began its offensive, the government says, its forces have killed 2,000": what stands behind the speaker."""
    doc, last = token.doc, token.sent.end
    if token.i + 3 >= last or doc[token.i + 1].text != ",":
        return None
    end = next((t.i for t in doc[token.i + 2 : last] if t.text == ";"), last)
    told = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in doc[token.i + 2 : end])
    return (token.i + 2, end - 1 if doc[end - 1].is_punct else end) if told else None


def _parenthesis(token: Token) -> Found | None:
    """ "It was, the mayor said, the third rocket": the clauses around it, where the parse does not tie them to the verb."""
    doc, sentence = token.doc, token.sent
    before = next((t.i for t in reversed(doc[sentence.start : token.i]) if t.text == ","), sentence.start)
    who = next((c for c in token.children if c.dep_ == "nsubj" and c.i < token.i), None)
    if who is None and token.dep_ == "appos":  # "the gunmen, a survivor recalled, asked ...", says the parser
        who = speaker_in(doc[before + 1 : token.i])
    told = listener(token)
    close = (told.right_edge.i if told is not None else token.i) + 1
    if who is None or token.dep_ == "ROOT" or before <= sentence.start or close + 2 >= sentence.end:
        return None
    if not before < who.i or doc[close].text != ",":
        return None
    start, end = clause_at(sentence, token.i)
    if start >= before or end <= close + 2:
        return None
    around = next((t for t in token.ancestors if start <= t.i < end), None)
    joined = [h for h in joined_clauses(around)[1:] if h.i >= end] if around is not None else []
    heads = [around, *joined] if around is not None else []
    found = attribution(token, [(start, end), *(clause_span(h) for h in joined)], heads, who)
    found.via = told
    return found


def _quotation_beside(token: Token, words: CueWords) -> Found | None:
    """A verb of saying without a parsed clause, beside a quotation or after "X said"."""
    sentence = token.sent
    who = subject(token)
    if who is None or who.dep_ == "expl" or _has_object_of_its_own(token):
        return None
    opened = [t.i for t in sentence if t.text in '“"']
    closed = [t.i for t in sentence if t.text in '”"']
    if not opened or token.i in range(opened[0], (closed or [sentence.end])[0]):
        return None
    end = closed[-1] if closed and closed[-1] > opened[0] else sentence.end - 1
    if end - opened[0] < 3 or (opened[0] <= token.i <= end and opened[0] <= who.i):
        return None
    between = token.doc[token.i + 1 : opened[0]]
    if any(t.lemma_.lower() in words.verbs and t.tag_ == "VBG" for t in between):
        return None  # "played down the clash, calling it “...”"
    if any(c.dep_ == "xcomp" and token.i < c.i < opened[0] and c.left_edge.lower_ == "to" for c in token.children):
        return None  # "claimed to have killed nine soldiers and three “mercenaries”"
    that = next((t.i for t in between if t.lower_ == "that" and (t.tag_ == "IN" or _opens_clause(t, token))), None)
    if that is not None:  # "announced on April 15 that 13 soldiers died, while “80 terrorists” were killed"
        return attribution(token, [(that + 1, sentence.end - 1)], [], who)
    return attribution(token, [(opened[0], end + 1)], [], who)


def _has_object_of_its_own(verb: Token) -> bool:
    """ "Termed the note “pure fiction” and confirmed one death": what stands behind the second verb is what it says."""
    joined = verb.dep_ == "conj" and verb.head.pos_ == "VERB"
    if verb.lemma_ == "admit" and any(c.lower_ == "to" and c.i == verb.i + 1 for c in verb.children):
        return True  # "admits to four dead ... “elements”"
    return joined and any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children)


def take_infinitive(token: Token, words: CueWords) -> Found | None:
    if is_passive(token):
        return None
    heads = [
        c
        for c in token.children
        if c.dep_ in ("xcomp", "ccomp") and (c.tag_ == "VBG" or any(g.lower_ in ("to", "having") for g in c.children))
    ]
    heads = [h for h in heads if not _semicolon_between(h, token)]
    if not heads:
        return None
    start, end = clause_span(heads[0])
    urged = next((c for c in token.children if c.dep_ == "dobj" and token.i < c.i < start), None) or next(
        (g for c in token.children if c.lower_ == "on" and c.dep_ == "prep" for g in c.children if g.i < start), None
    )
    return attribution(token, [(urged.left_edge.i if urged is not None else start, end)], heads[:1], subject(token))


def take_answer(token: Token, words: CueWords) -> Found | None:
    """ "Is thought to have been killed", "it is believed that ...", "a man thought to have planned it"."""
    if is_reduced_hearsay(token):
        return _reduced_hearsay(token)
    patient = next((c for c in token.children if c.dep_ in ("nsubjpass", "expl", "nsubj")), None)
    if not is_passive(token) or agent_of(token) is not None:
        return None
    heads = [c for c in token.children if c.dep_ in ("xcomp", "ccomp") and c.i > token.i]
    heads = heads or [
        c for c in token.children if c.dep_ == "prep" and c.lower_ == "as" and token.lemma_ in ("see", "regard", "view")
    ]
    if not heads:
        return None
    impersonal = patient is None or (patient.lower_ == "it" and heads[0].dep_ == "ccomp")
    start = heads[0].left_edge.i if impersonal else patient.left_edge.i
    found = attribution(token, [(start, heads[0].right_edge.i + 1)], heads[:1], None)
    found.hearsay = True
    return found


def is_reduced_hearsay(token: Token) -> bool:
    """ "A commander said to have planned the raid": a passive that has lost its "is", whatever the parser makes of it."""
    doc, at = token.doc, token.i
    if token.lower_ not in HEARD or at + 2 >= token.sent.end or at == token.sent.start:
        return False
    opened = doc[at + 1].lower_ == "to" and doc[at + 2].tag_ == "VB"
    opened = opened or (token.lower_ == "suspected" and doc[at + 1].lower_ == "of" and doc[at + 2].tag_ == "VBG")
    before = doc[at - 2] if doc[at - 1].text == "," and at - 1 > token.sent.start else doc[at - 1]
    return opened and before.pos_ in ("NOUN", "PROPN") and not any(c.dep_ in ("aux", "auxpass") for c in token.children)


def _reduced_hearsay(token: Token) -> Found:
    """What is said of the noun before it, up to the verb of the sentence."""
    doc, noun = token.doc, token.doc[token.i - 1 - (token.doc[token.i - 1].text == ",")]
    while noun.dep_ in ("pobj", "compound", "prep") and noun.head.i < noun.i:
        noun = noun.head  # "a commander of the group thought to ..."
    rest = doc[token.i + 3 : token.sent.end]
    end = next((t.i for t in rest if t.tag_ in ("VBD", "VBZ", "VBP", "MD") or t.text in ",;:.()"), token.sent.end)
    start = min(noun.left_edge.i, token.i - 1)
    found = attribution(token, [(start, end)], [doc[token.i + 2]], None)
    found.hearsay = True
    return found


def take_quoted(token: Token, words: CueWords) -> Found | None:
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
    found = attribution(token, [clause_span(heads[0])], heads[:1], who)
    found.via = agent_of(token) or (subject(token) if who.dep_ == "dobj" else None)
    return found


def take_colon(token: Token, words: CueWords) -> Found | None:
    """What stands after a colon: "adds: 90 killed"; of one whom the verb quotes, the quoting one is the relayer."""
    who, end = subject(token), token.sent.end
    colon = next((t.i for t in token.doc[token.i + 1 : end] if t.text in ":;"), None)
    if who is None or colon is None or token.doc[colon].text == ";" or who.i > colon or is_passive(token):
        return None
    stop = next((t.i for t in token.doc[colon:end] if t.text == ";"), end)
    quoted = next((c for c in token.children if c.dep_ == "dobj"), None) if token.lemma_ in QUOTING else None
    found = attribution(token, [(colon + 1, stop)], [], quoted or who)
    found.via = who if quoted is not None else None
    return found


def take_how(token: Token, words: CueWords) -> Found | None:
    """ "Recounted how men on motorcycles came": what is told, not what is asked."""
    who = subject(token)
    heads = [c for c in token.children if c.dep_ in ("ccomp", "advcl", "xcomp") and c.i > token.i]
    told = next((h for h in heads if any(c.lower_ == "how" and c.i < h.i for c in h.children)), None)
    if who is None or told is None or is_passive(token) or any(c.lower_ in ("many", "much") for c in told.subtree):
        return None
    found = attribution(token, [clause_span(told, [token])], [told], who)
    found.via = listener(token)
    return found


def ends_with_colon(sentence: Span, token: Token) -> bool:
    """Whether nothing but a colon (and a few words) stands between the verb and the end of the sentence."""
    last = sentence.end - 1
    while last > sentence.start and sentence.doc[last].is_space:
        last -= 1
    return sentence.doc[last].text == ":" and 0 < last - token.i <= 6


def _has_own_content(token: Token) -> bool:
    return any(c.dep_ in ("ccomp", "xcomp", "dobj") and c.i > token.i for c in token.children)
