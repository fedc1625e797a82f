"""How a speaker stands to what is said: the table's word, turned by who speaks of whom."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from lwj_analysis.annotate.actors import actor_at
from lwj_analysis.annotate.claims.claimants import source_type
from lwj_analysis.annotate.claims.counts import is_number
from lwj_analysis.annotate.claims.syntax import negated, subject
from lwj_analysis.annotate.claims.words import CueWords, Found
from lwj_analysis.annotate.records import Source

OWN = {"its", "their", "our", "his", "her"}
HURTS = {"kill", "wound", "injure", "capture", "hurt", "martyr", "slay", "abduct", "kidnap", "shoot"}
THIRD = ("analyst", "witness", "ngo", "igo", "media")  # who is asked for no deed of his own
QUESTIONS = {"dispute", "contest", "challenge", "contradict", "question", "query"}
GRADES = {"high", "low", "large", "small"}  # wrong only where they are "too" much
DIES = {"die", "fall", "perish", "go", "succumb"}


def stance_of(found: Found, source: Source, content: Span, head: Token | None, words: CueWords) -> tuple[str, str]:
    """The stance, and what turned it from the table's (a key of ``vocabulary.CLAIM_TURN``; "" where nothing did)."""
    stance, turn = next(_turns(found, source, content, head, words), (found.entry.stance, ""))
    return (stance, turn) if stance != found.entry.stance else (stance, "")


def _turns(
    found: Found, source: Source, content: Span, head: Token | None, words: CueWords
) -> Iterator[tuple[str, str]]:
    """What may turn the stance of the table, the strongest first."""
    stance, clause = found.entry.stance, found.rule.endswith(":clause")
    if found.cue.pos_ in ("VERB", "AUX") and negated(found.cue):
        yield found.entry.negated or stance, "negated"
    if stance == "denies" and head is not None and _weighs_account(found, source, content, head, words):
        yield "disputes", "account"
    if stance == "denies" and any(t.text == ":" for t in content.doc[found.cue.i : content.start]):
        yield "asserts", "instead"
    if stance == "asserts" and clause and head is not None and _guesses(head):
        yield "alleges", "guess"
    if stance == "asserts" and _says_no(found, content):
        yield "denies", "negated"
    if stance in ("asserts", "alleges"):
        if found.judged:
            yield found.judged, "judged"
        if _calls_false(found, content, head, words):
            yield "denies", "falsehood"
    if stance == "asserts" and clause and head is not None and _disclaims(head, source, words):
        yield "denies", "disclaimed"
    owns = "responsib" in found.rule
    if stance == "claims_responsibility" and source.type not in ("militant", "unknown") and not owns:
        yield "asserts", "no_group"
    if (
        stance == "asserts"
        and found.rule.endswith(":of")
        and any(t.lemma_.lower() in words.rumours for t in content[:3])
    ):
        yield "alleges", "rumour"
    if found.cue.head.lemma_ in ("appear", "seem") and found.cue.dep_ == "xcomp":
        yield "alleges", "seems"
    if stance == "asserts" and clause and head is not None and _blames(head, source, words):
        yield "alleges", "blame"
    if source.type == "militant":
        yield from _of_a_group(found, source, content, head, words)
    if stance in ("asserts", "alleges") and _distorted(found, content, words):
        yield "disputes", "judged"
    if stance == "confirms" and found.cue.lemma_ == "admit" and _takes_in(content, source):
        yield "asserts", "patients"
    if stance == "asserts" and source.type == "media":
        yield "reports", "media"
    official = ("military", "government", "igo", "militant")
    if stance == "asserts" and source.type in official and _own_losses(content, source, words):
        yield "confirms", "own_losses"
    if stance == "claims_responsibility" and clause and not _tells_deed(content, head, words):
        yield "asserts", "no_deed"


def _of_a_group(
    found: Found, source: Source, content: Span, head: Token | None, words: CueWords
) -> Iterator[tuple[str, str]]:
    """What a group says of its own deeds it claims."""
    admitted = found.cue.lemma_ == "admit" and head is not None and head.dep_ == "dobj"
    admitted = admitted and head.pos_ == "NOUN" and head.lemma_.lower() in words.deed_nouns
    if admitted and not _own_losses(content, source, words):
        yield "claims_responsibility", "own_deed"  # "the Front admitted the shooting"
    if found.entry.stance != "asserts":
        return
    held = head is not None and (head.dep_ == "pcomp" or found.rule.startswith("tells_having"))
    boast = held and _is_deed(head, words)  # "boasted of having killed", "reported having destroyed"
    if boast or (found.rule.endswith(":clause") and _own_deed(head, words)):
        yield "claims_responsibility", "own_deed"
    if _enemy_losses(content, words) and not _own_losses(content, source, words):
        yield "claims_responsibility", "enemy_losses"


def _takes_in(content: Span, source: Source) -> bool:
    """A hospital that admits 17 wounded confirms nothing."""
    return is_number(content[0]) and source.type in ("witness", "unknown")


def _tells_deed(content: Span, head: Token | None, words: CueWords) -> bool:
    return _own_deed(head, words) or _enemy_losses(content, words)


def _blames(head: Token, source: Source, words: CueWords) -> bool:
    """Another's men did harm to civilians: the speaker's word against theirs."""
    who = subject(head)
    if who is not None and head.lemma_ == "be" and _is_behind(head, who, source):
        return True
    if who is None or not _is_deed(head, words) or _is_own(who) or any(c.dep_ == "nsubjpass" for c in head.children):
        return False
    mention = actor_at(head.doc, who.i)
    actor = head.doc._.lwj.actors.get(mention.actor_id) if mention is not None else None
    armed = actor is not None and actor.type in ("armed_group", "state_force") and actor.id != source.actor_id
    armed = armed or (actor is None and source.type != "military" and source_type(head.doc, who) == "military")
    harmed = (t for c in head.children if c.dep_ == "dobj" for t in (c, *c.conjuncts))
    return armed and any({t.lower_, t.lemma_.lower()} & words.civilians for t in harmed)


def _is_behind(head: Token, who: Token, source: Source) -> bool:
    """ "That India was behind it": another actor than the speaker."""
    mention = actor_at(head.doc, who.i)
    other = mention.actor_id != source.actor_id if mention is not None else who.pos_ == "PROPN"
    return other and not _is_own(who) and any(c.lower_ in ("behind", "responsible") for c in head.children)


def _says_no(found: Found, content: Span) -> bool:
    """ "Asked whether his men had fired, he said no", "“No,” he said"."""
    said = {content.text.strip('“”".,').lower(), *(c.lower_ for c in found.cue.children if c.dep_ == "intj")}
    return bool(said & {"no", "not at all", "certainly not", "never"})


def _weighs_account(found: Found, source: Source, content: Span, head: Token, words: CueWords) -> bool:
    """Another's account is the object, of one who is no party, or of a verb that leaves the deed and the figure aside."""
    noun = head.lemma_.lower()
    if head.pos_ != "NOUN" or noun not in words.accounts | words.toll_nouns | words.rumours.keys():
        return False
    plain = noun not in words.toll_nouns and not any(is_number(t) for t in content)
    return source.type in THIRD or (plain and found.cue.lemma_ in QUESTIONS)


def _own_deed(head: Token | None, words: CueWords) -> bool:
    """Whether the clause tells what the speaker or its men did."""
    if (
        head is None
        or head.pos_ not in ("VERB", "AUX")
        or not _is_deed(head, words)
        or any(c.dep_ == "nsubjpass" for c in head.children)
    ):
        return False
    who = subject(head)
    if who is None or head.dep_ == "xcomp":
        return head.dep_ == "xcomp"
    return _is_own(who)


def _is_deed(head: Token, words: CueWords) -> bool:
    verb = head.lemma_.lower()
    return verb in words.deeds or any(
        f"{verb} {c.lower_}" in words.deeds
        for c in head.children
        if c.dep_ in ("prt", "advmod", "prep", "acomp", "dobj")
    )


def _guesses(head: Token) -> bool:
    """ "Must have died", "may have been killed": a guess at what has happened."""
    helpers = {c.lower_ for c in head.children if c.dep_ in ("aux", "auxpass")}
    return bool(helpers & {"must", "may", "might", "could"}) and "have" in helpers


def _calls_false(found: Found, content: Span, head: Token | None, words: CueWords) -> bool:
    """ "Called it a fabrication", "said that the report was false"."""
    if found.rule.startswith("call:"):
        return any(t.lemma_.lower() in words.falsehoods or t.lower_ in words.falsehoods for t in content)
    if not found.rule.endswith(":clause") or head is None or head.lemma_ != "be" or negated(head):
        return False
    who = subject(head)
    judged = [c for c in head.children if c.dep_ in ("acomp", "attr")]
    told = words.accounts | words.toll_nouns | words.rumours.keys() | {"it", "this", "that", "they"}
    return (
        who is not None
        and who.lemma_.lower() in told
        and any({c.lemma_.lower(), c.lower_} & words.falsehoods for c in judged)
    )


def _distorted(found: Found, content: Span, words: CueWords) -> bool:
    """ "Called the figure far too low", "consider the toll inflated"."""
    if not (found.rule.startswith("call:") or (found.rule.startswith("allege:") and found.heads)):
        return False
    said = [*content, *(c for c in found.cue.children if c.dep_ in ("ccomp", "oprd", "acomp"))]
    figures = words.toll_nouns | words.accounts | words.figures | {"it"}
    judged = any(
        t.lower_ in words.distortions
        and (t.tag_ == "VBN" or t.lower_ not in GRADES or any(c.lower_ == "too" for c in t.children))
        for t in said
    )
    above = {found.cue.head} if found.cue.dep_ == "relcl" else set()
    return judged and any(t.lemma_.lower() in figures for t in (*content, *above))


def _disclaims(head: Token, source: Source, words: CueWords) -> bool:
    """The speaker says that it did not do it, or that nothing happened."""
    who = subject(head)
    if who is None:
        return False
    if who.lower_ == "nothing" and any(t.lower_ in ("kind", "sort") for t in who.subtree):
        return True
    if who.lower_ == "none" and _is_own(who):
        return True
    if any(c.lower_ == "such" for c in who.children) and any(c.lower_ == "no" for c in who.children):
        return True
    doc = head.doc
    mention = actor_at(doc, who.i)
    own = _is_own(who) or (mention is not None and mention.actor_id == source.actor_id)
    if not own:
        return False
    refused = [c for c in head.children if c.dep_ == "dobj" and c.lemma_.lower() in words.disclaimed]
    if any(g.lower_ in ("no", "nothing") for c in refused for g in (c, *c.children)):
        return True
    to_come = any(c.lower_ in ("will", "'ll", "would", "shall", "can") for c in head.children if c.dep_ == "aux")
    return negated(head) and not to_come and _is_deed(head, words)


def _is_own(who: Token) -> bool:
    """The speaker or its people."""
    people = [who, *(g for c in who.children if c.lower_ == "of" for g in c.children)]  # "one of its men"
    return who.lower_ in ("it", "they", "we", "he") or any(
        c.dep_ == "poss" and c.lower_ in OWN for one in people for c in one.children
    )


def _enemy_losses(content: Span, words: CueWords) -> bool:
    """A number of soldiers or police killed, by nobody else: a group that tells it means its own deed."""
    dead = {"dead", "killed", "death", "die", "kill", "fall", "perish"}
    return (
        any(_is_victim(t, words.state_people) or t.lower_.removesuffix("s") in words.infidels for t in content)
        and any(t.lemma_.lower() in dead or t.lower_ in dead for t in content)
        and any(is_number(t) for t in content)
        and not any(t.dep_ == "agent" or (t.dep_ == "poss" and t.lower_ in OWN) for t in content)
    )


def _is_victim(token: Token, people: frozenset[str]) -> bool:
    acts = token.dep_ == "nsubj" and token.head.lemma_ not in DIES
    return token.pos_ == "NOUN" and not acts and (token.lemma_.lower() in people or token.lower_ in people)


def _own_losses(content: Span, source: Source, words: CueWords) -> bool:
    """Losses among the speaker's own people: "five of its soldiers died", "the death of its commander", "lost two men"."""
    for token in content:
        if token.dep_ == "dobj" and token.head.lemma_ == "lose" and _is_person(token, words) and _lost(token):
            return True
        if token.pos_ == "NOUN" and _is_of_country(token, source) and _is_person(token, words) and _lost(token):
            return True
        if token.pos_ not in ("NOUN", "PRON", "ADJ") or not any(
            c.lower_ in OWN and c.dep_ in ("poss", "nsubj") for c in (token, *token.children)
        ):
            continue
        if not (_is_person(token, words) or token.lower_ == "own") or _has_other_owner(token, content):
            continue
        counted = token
        while counted.dep_ == "pobj" and counted.head.lower_ == "of":
            counted = counted.head.head
            if counted.lemma_.lower() in words.figures:
                return True
        if _lost(counted):
            return True
    return False


def _is_of_country(token: Token, source: Source) -> bool:
    """Soldiers or officials of the state for which the source speaks ("54 Ugandan soldiers", says Uganda's president)."""
    known, mention = token.doc._.lwj.actors, actor_at(token.doc, token.i)
    victim, speaks = known.get(mention.actor_id) if mention else None, known.get(source.actor_id)
    if victim is None or speaks is None or victim.type not in ("state_force", "government") or speaks.inter == 2:
        return False
    if mention.end - mention.start == len(token):  # plain "soldiers", whose country the article tells
        return False
    return victim.country is not None and victim.country == speaks.country


def _has_other_owner(token: Token, content: Span) -> bool:
    """Another subject before "its" within the content ("a tank had been hit and its crew killed")."""
    before = (t for t in content if t.dep_ in ("nsubj", "nsubjpass") and t.i < token.left_edge.i)
    return any(t.pos_ in ("NOUN", "PROPN") and not t.is_ancestor(token) and not _is_own(t) for t in before)


def _is_person(token: Token, words: CueWords) -> bool:
    return token.lemma_.lower() in words.people or token.lower_ in words.people


def _lost(counted: Token) -> bool:
    """Whether the people counted are those who died, by what the clause says of them."""
    verb = counted.head
    if any(t.lower_ in ("only", "just", "no") for t in counted.subtree):
        return False  # "lost no more than two": played down
    if counted.dep_ == "nsubjpass":
        return verb.lemma_ in HURTS
    if counted.dep_ == "nsubj":
        return verb.lemma_ in DIES or any(c.lower_ in ("dead", "missing") for c in verb.children)
    who = subject(verb) if verb.pos_ == "VERB" else None
    return counted.dep_ == "dobj" and verb.lemma_ == "lose" and who is not None and _is_own(who)
