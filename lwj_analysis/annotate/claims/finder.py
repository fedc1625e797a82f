"""Who says what: attributed clauses with their source, stance and relayer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Set
from dataclasses import replace
from itertools import zip_longest

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate.claims.claimants import (
    HANDLES,
    PUBLISHES,
    Speakers,
    account_owner,
    actor_of,
    coordinated,
    speaker,
)
from lwj_analysis.annotate.claims.continued import continued, resumed
from lwj_analysis.annotate.claims.extents import cut
from lwj_analysis.annotate.claims.figures import gapped
from lwj_analysis.annotate.claims.headlines import headline_attributions
from lwj_analysis.annotate.claims.phrases import (
    adverb_attributions,
    announcer,
    noun_attributions,
    preposition_attributions,
    toll_attributions,
)
from lwj_analysis.annotate.claims.quotes import Quotation, quotations, quoted
from lwj_analysis.annotate.claims.stances import stance_of
from lwj_analysis.annotate.claims.syntax import negated
from lwj_analysis.annotate.claims.verbs import verb_attributions
from lwj_analysis.annotate.claims.words import CueWords, Found, cue_words, shipped
from lwj_analysis.annotate.lookup import claims_over
from lwj_analysis.annotate.parsed import Finder
from lwj_analysis.annotate.records import Claim, Mention, Source
from lwj_analysis.annotate.text import text_of
from lwj_analysis.lexicon import Lexicon

LONGEST = "lwj_longest_claim"  # where the Doc keeps how many characters its longest content has
NEAR = 400  # characters between the beginning of what is said and a cue within
TITLE = "lwj_title_claims"  # where the Doc keeps who is named as a source in its title


class ClaimsFinder(Finder):
    """Append every attributed clause of the article, the title left out, to ``Doc._.lwj.claims``."""

    words: CueWords | None = None

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the words this finder needs."""
        self.words = cue_words(lexicon)

    def find(self, doc: Doc) -> None:
        if doc.has_annotation("DEP"):
            words = self.words or shipped()
            doc._.lwj.claims.extend(find_claims(doc, words=words))
            for tie in doc._.lwj.relations:
                tie.source_id = next((c.source.actor_id for c in claims_over(doc, tie.start, tie.end)), None)
            doc.user_data[TITLE] = _title_claims(doc, words)
            doc.user_data[LONGEST] = _longest(doc._.lwj.claims)


@Language.factory("lwj_claims")
def make_claims(nlp: Language, name: str) -> ClaimsFinder:
    return ClaimsFinder()


def find_claims(doc: Doc, *, words: CueWords | None = None) -> list[Claim]:
    """All claims below the title, in the order of the text."""
    words = words or shipped()
    text = text_of(doc)
    quotes, spoken = quotations(text), Speakers(words.institutions, words.accounts, words.bodies)
    announced: tuple[Found, Source] | None = None
    told_in: list[tuple[Span, list[Claim]]] = []
    for sentence in _body(doc):
        found = in_sentence(sentence, words)
        told = [c for f in found for one in _each_speaker(f) for c in _claims_of(one, sentence, spoken, quotes, words)]
        if announced and not any(c.rule.startswith(("say", "tell", "write")) for c in told):
            told.append(_after_colon(announced, sentence, quotes, words))
        told_in.append((sentence, told + resumed(sentence, text, told, quotes)))
        announced = _announced(sentence, announced, spoken, words)
    everything, claims = [c for _, told in told_in for c in told], []
    for sentence, told in told_in:
        claims += told + continued(sentence, text, claims, told, everything, quotes)
    asides = {t.idx for t in doc if t.dep_ == "relcl"}
    return _with_relayers(_of_known_kind(sorted(claims, key=lambda c: (c.start, -c.end))), asides)


def _of_known_kind(claims: list[Claim]) -> list[Claim]:
    """One person is one kind of source: what an office tells at one place holds for the name alone at the next."""
    named = [c for c in claims if c.source.actor_id is not None]
    kinds = {c.source.actor_id: c.source.type for c in reversed(named) if c.source.type != "unknown"}
    for claim in named:
        if claim.source.type == "unknown" and claim.source.actor_id in kinds:
            claim.source = replace(claim.source, type=kinds[claim.source.actor_id])
    return claims


def source_at(doc: Doc, start: int, end: int, *, without: Claim | None = None) -> Claim | None:
    """The innermost claim, ``without`` apart, whose content holds the span.

    The title has no claims of its own; there the answer is a claim that stands in no row, for its source and stance.
    """
    longest = doc.user_data.get(LONGEST, len(text_of(doc)))
    said = [*_starting_in(doc._.lwj.claims, start - longest, start)]
    said += [c for c in doc.user_data.get(TITLE, ()) if c.start <= start]
    holding = [c for c in said if end <= c.end and c is not without]
    return min(holding, key=lambda c: (c.end - c.start, -c.cue_start), default=None)


def _starting_in(claims: list[Claim], first: int, last: int) -> list[Claim]:
    """The claims, sorted by their start, whose content starts at ``first`` to ``last``."""
    return claims[bisect_left(claims, first, key=lambda c: c.start) : bisect_right(claims, last, key=lambda c: c.start)]


def _longest(claims: list[Claim]) -> int:
    return max((c.end - c.start for c in claims), default=0)


def in_sentence(sentence: Span, words: CueWords) -> list[Found]:
    """The attributions of one sentence, each content cut where another's words begin."""
    found = verb_attributions(sentence, words)
    cues = {f.cue.i for f in found}
    found += preposition_attributions(sentence, words, cues)
    found += noun_attributions(sentence, words, cues)
    found += toll_attributions(sentence, words)
    found += adverb_attributions(sentence, words)
    found = _without_details([f for f in found if _stands(f) and not _tells_nothing(f, words)])
    found += [g for f in found if f.rule.endswith((":at", "speak:of")) and (g := gapped(f)) is not None]
    found = [f for f in found if not _only_passes_on(f, found)]
    found = [f for f in found if not (f.rule in ("by_account", "rumour") and f.hearsay and _inside(f, found))]
    found = [f for f in found if not (f.rule.endswith("compares") and _judged_by_another(f, found))]
    found = [f for f in found if not (_inside(f, found) and _is_nobodys(f.speaker, words))]
    cues = {f.cue.i for f in found}
    for one in found:
        pairs = list(zip_longest(one.spans, one.heads[: len(one.spans)]))
        pairs = pairs[:1] + [(span, head) for span, head in pairs[1:] if head is None or head.i not in cues]
        one.spans, one.heads = [span for span, _ in pairs], [head for _, head in pairs if head is not None]
    for one in found:
        spans = [(start, min([end, *(i for i in _asides(one, words) if start < i)])) for start, end in one.spans]
        one.spans = [kept for span in spans if (kept := cut(span, one, found))]
    return sorted(found, key=lambda f: f.cue.i)


def _body(doc: Doc) -> Iterable[Span]:
    title_end = max(text_of(doc).find("\n\n"), 0) if doc._.lwj.has_title else 0
    return [s for s in doc.sents if s.start_char >= title_end]


def _title_claims(doc: Doc, words: CueWords) -> list[Claim]:
    """What the title says of who says it, kept apart: a headline's figure has a source, but is no claim."""
    body = {s.start for s in _body(doc)}
    spoken, quotes = Speakers(words.institutions, words.accounts, words.bodies), []
    title = []
    for sentence in (s for s in doc.sents if s.start not in body):
        found = in_sentence(sentence, words)
        title += [(sentence, f) for f in found + headline_attributions(sentence, words, found)]
    for sentence, found in title:
        if found.speaker is None and not found.hearsay:  # headlines drop the subject: "Group claims raid, says ..."
            first = min(
                (m for m in doc._.lwj.mentions if m.start < sentence.end_char), key=lambda m: m.start, default=None
            )
            found.speaker = doc[first.root] if first and first.root < found.cue.i else None
    return [c for sentence, found in title for c in _claims_of(found, sentence, spoken, quotes, words)]


def _without_details(found: list[Found]) -> list[Found]:
    """ "Released a statement detailing the attack" is one claim; "a statement saying that ..." is what it says."""
    dropped = set()
    for relay in found:
        for other in found:
            if (
                relay.rule.endswith(":text")
                and (other.cue.tag_ == "VBG" or other.rule.endswith(":shown"))
                and other.cue in relay.cue.subtree
                and other is not relay
            ):
                if other.rule.endswith((":clause", ":shown")):
                    dropped.add(relay.cue.i)
                else:
                    relay.spans = [(relay.spans[0][0], max(relay.spans[0][1], other.spans[0][1]))]
                    dropped.add(other.cue.i)
    return [f for f in found if f.cue.i not in dropped]


def _inside(one: Found, found: list[Found]) -> bool:
    """Hearsay within what somebody says is that somebody's."""
    return any(s <= one.cue.i < e for other in found if other.speaker is not None for s, e in other.spans)


def _only_passes_on(one: Found, found: list[Found]) -> bool:
    """ "“A,” X told a radio station, which the agency quoted": the agency is the relayer of what X told."""
    if not one.rule.startswith("quote:") or one.speaker is None:
        return False
    above = set(one.cue.ancestors)
    told = next((f for f in found if f is not one and f.speaker is not None and f.cue in above and f.spans), None)
    if told is None or not one.spans or one.spans[0][0] > told.spans[-1][1] or one.cue.i < told.cue.i:
        return False
    told.via = told.via if told.rule.endswith(":told") else one.speaker
    return True


def _is_nobodys(speaker_token: Token | None, words: CueWords) -> bool:
    """An account without an owner ("early assessments indicate ..."): within what somebody says it is that somebody's."""
    return (
        speaker_token is not None
        and speaker_token.lemma_.lower() in words.accounts
        and account_owner(speaker_token) is None
        and actor_of(speaker_token.doc, speaker_token) is None
    )


def _judged_by_another(one: Found, found: list[Found]) -> bool:
    """A judgement on an account within what somebody says is that somebody's, who disputes or confirms."""
    judges = [
        f for f in found if f is not one and f.speaker is not None and any(s <= one.cue.i < e for s, e in f.spans)
    ]
    for judge in judges:
        if judge.rule.endswith(":clause") and any(h.i in (one.cue.i, one.cue.head.i) for h in judge.heads):
            judge.judged = one.entry.stance
    return bool(judges)


def _stands(found: Found) -> bool:
    """Not under a "not", unless the table knows what that says."""
    if found.speaker is not None and found.speaker.lower_ in ("i", "we") and found.cue.i > found.speaker.i:
        return False  # within a quotation; its speaker is known from outside
    if found.cue.dep_ == "conj" and any(c.lower_ == "nor" for c in found.cue.head.children):
        return False  # "neither confirmed nor denied"
    return not (found.cue.pos_ in ("VERB", "AUX") and negated(found.cue) and not found.entry.negated)


def _tells_nothing(found: Found, words: CueWords) -> bool:
    """ "Rejects the peace", "pledged allegiance": no deed, no figure, no account."""
    if found.heads and any(c.lower_ == "neither" for c in found.heads[0].children):
        return True  # "has admitted neither the loss of the drone nor ..."
    if found.rule.endswith(":infinitive") and found.heads and found.heads[0].lemma_ in ("represent", "speak"):
        return True  # "a caller claiming to speak for the group"
    if not found.heads or not found.rule.endswith(":object"):
        return False
    thing, refuses = found.heads[0].lemma_.lower(), found.entry.stance == "denies"
    return thing in words.loyalties or (refuses and thing in words.offers)


def _claims_of(
    found: Found, sentence: Span, spoken: Speakers, quotes: list[Quotation], words: CueWords
) -> Iterable[Claim]:
    doc = sentence.doc
    if found.rule.endswith("compares"):
        source = Source("article", "outlet")
    elif found.speaker is not None:
        source, head = speaker(found.speaker, spoken), found.speaker
        if found.label is not None and source is not None:
            words_here = found.label
            source = replace(source, text=words_here.text, start=words_here.start_char, end=words_here.end_char)
        other = _quoted_by(found) or _represented(found)
        if other is not None:
            found.via, source, head = found.speaker, speaker(other, spoken), other
        if source is None:
            return
        spoken.add(head, source)
    elif found.hearsay:
        source = Source("unknown", "unknown")
    else:
        return
    via = _via(found, spoken, words)
    if via is not None and _same_source(via, source):
        via = None
    about = _about(found)
    cue = doc[found.cue.i : found.cue_end]
    heads = found.heads + [None] * len(found.spans)
    for span, head in zip(found.spans, heads, strict=False):
        content = doc[span[0] : span[1]]
        stance, turn = stance_of(found, source, content, head, words)
        how = found.rule.rpartition(":")[2]
        yield Claim(
            start=content.start_char, end=content.end_char, source=source,
            cue=cue.text, cue_start=cue.start_char, cue_end=cue.end_char,
            stance=stance,
            quoted=_how_quoted(found, quotes, content),
            via=via, about_id=about.actor_id if about else None,
            rule=":".join(part for part in (words.names[found.entry], how, turn) if part),
        )  # fmt: skip


def _how_quoted(found: Found, quotes: list[Quotation], content: Span) -> str:
    """A quoted fragment that is no clause of its own is mixed."""
    how = quoted(quotes, content.start_char, content.end_char)
    clause = found.rule.endswith((":clause", ":colon")) and not found.rule.startswith("call")
    return "mixed" if how == "direct" and not clause else how


def _each_speaker(found: Found) -> list[Found]:
    """One for each of several named speakers ("Malik and the chief of the navy agree")."""
    others = coordinated(found.speaker) if found.speaker is not None else []
    return [found, *(replace(found, speaker=other) for other in others)]


def _via(found: Found, spoken: Speakers, words: CueWords) -> Source | None:
    """Who passed it on: the outlet that was told, that quotes, that was spoken to."""
    for token in [found.via, *_relayers(found.speaker)]:
        via = speaker(token, spoken) if token is not None else None
        if via is not None and (
            via.type == "media"
            or found.rule.endswith(("quoted", "told", "quote:colon"))
            or (token is found.via and (_quoted_by(found) or _represented(found)) is not None)
        ):
            return via
    handed_on = (speaker(token, spoken) for token in _handlers(found, words))
    return next((s for s in handed_on if s is not None and (s.actor_id is not None or s.type == "media")), None)


def _handlers(found: Found, words: CueWords) -> Iterable[Token]:
    """Who handed on the account in which it is said ("a statement released through Amaq", "a video that SITE translated")."""
    told_in = (t for t in found.cue.subtree if t.dep_ == "pobj" and t.head.lower_ in ("in", "on"))
    for account in [found.speaker, *told_in]:
        if account is None or account.lemma_.lower() not in words.accounts:
            continue
        for clause in account.children:
            if clause.dep_ not in ("acl", "relcl") or clause.lemma_ not in HANDLES | PUBLISHES | {"carry"}:
                continue
            for child in clause.children:
                if child.dep_ == "nsubj" and child.pos_ in ("NOUN", "PROPN"):
                    yield child
                if child.dep_ in ("agent", "prep") and child.lower_ in ("by", "through", "via"):
                    yield from (c for c in child.children if c.dep_ == "pobj")


def _relayers(speaker_token: Token | None) -> Iterable[Token]:
    """ "Speaking to AFP", "whom Reuters quoted", "quoted by AFP", beside the speaker."""
    for clause in speaker_token.children if speaker_token is not None else ():
        if clause.dep_ not in ("acl", "relcl"):
            continue
        for child in clause.children:
            if child.dep_ == "nsubj" and clause.lemma_ in ("quote", "cite", "interview"):
                yield child
            if child.dep_ in ("agent", "prep") and child.lower_ in ("by", "to"):
                yield from (c for c in child.children if c.dep_ == "pobj")


def _about(found: Found) -> Mention | None:
    """The actor whom the claim blames, or whose account it weighs."""
    if found.about is not None:
        return actor_of(found.cue.doc, found.about)
    if found.entry.stance in ("confirms", "denies", "disputes") and found.heads:
        owner = account_owner(found.heads[0]) if found.heads[0].pos_ == "NOUN" else None
        return actor_of(found.cue.doc, owner) if owner is not None else None
    return None


def _quoted_by(found: Found) -> Token | None:
    """The one whom the outlet quotes in an aside ("The paper, quoting a spokesman, gives 13 dead")."""
    quoting = _quoting(found)
    return next((c for c in quoting.children if c.dep_ == "dobj"), None) if quoting is not None else None


def _represented(found: Found) -> Token | None:
    """The group for which somebody claims a deed ("a caller took responsibility on behalf of the Red Front")."""
    if found.entry.stance != "claims_responsibility":
        return None
    if found.speaker is not None:
        speaking = [c for c in found.speaker.children if c.dep_ == "acl" and c.lemma_ in ("claim", "say", "purport")]
        behind = [t for c in speaking for t in found.cue.doc[c.i : found.cue.i] if t.lower_ in _SPEAKS_FOR][:1]
        for_ = [t for c in speaking for t in c.subtree if t.dep_ in ("dobj", "pobj") and t.head.lower_ in _SPEAKS_FOR]
        for_ += [t for f in behind for t in found.cue.doc[f.i + 1 : found.cue.i] if t.pos_ == "PROPN"]
        if (named := next((t for t in for_ if actor_of(t.doc, t) is not None), None)) is not None:
            return named  # "a caller claiming to speak for the Red Front"
    behalf = (
        t for t in found.cue.subtree if t.i > found.cue.i and t.lower_ in ("behalf", "name") and t.head.dep_ == "prep"
    )
    of = (p for t in behalf for c in t.children if c.lower_ == "of" for p in c.children if p.dep_ == "pobj")
    return next((p for p in of if actor_of(p.doc, p) is not None), None)


_SPEAKS_FOR = ("for", "represent", "representing", "from", "of", "with")


def _asides(found: Found, words: CueWords) -> list[int]:
    """Where what is said has ended: "..., quoting officials", "the attack | in a video that ..."."""
    ends = [_quoting(found).i] if _quoted_by(found) is not None else []
    if found.rule.endswith((":deed", ":for")) and found.heads and found.heads[0].i > found.cue.i:
        accounts = (c for c in found.heads[0].subtree if c.dep_ == "pobj" and c.lemma_.lower() in words.accounts)
        ends += [c.head.i for c in accounts if c.head.lower_ in ("in", "on")]
    return [i for i in ends if i > found.cue.i]


def _quoting(found: Found) -> Token | None:
    """The participle of that aside, beside the cue or the speaker, or at the end of what is said."""
    last = [c for h in found.heads for c in h.children if c.i > found.cue.i and c.nbor(-1).text == ","]
    beside = [*found.cue.children, *(found.speaker.children if found.speaker is not None else ()), *last]
    asides = (c for c in beside if c.lower_ == "quoting" and c.dep_ in ("acl", "advcl", "relcl"))
    return next(asides, None)


def _announced(
    sentence: Span, before: tuple[Found, Source] | None, spoken: Speakers, words: CueWords
) -> tuple[Found, Source] | None:
    """Who is announced as the speaker of the next sentence: by "said:", or still the same within the paragraph."""
    found = announcer(sentence, words)
    if found is not None:
        source = speaker(found.speaker, spoken)
        if source is not None:
            spoken.add(found.speaker, source)
            return found, source
    return before if before and not sentence.text.endswith("\n\n") else None


def _after_colon(announced: tuple[Found, Source], sentence: Span, quotes: list[Quotation], words: CueWords) -> Claim:
    found, source = announced
    start, end = sentence.start_char, sentence.start_char + len(sentence.text.rstrip())
    cue = found.cue.doc[found.cue.i : found.cue_end]
    stance, turn = ("reports", ":media") if source.type == "media" else (found.entry.stance, "")
    return Claim(
        start,
        end,
        source,
        cue.text,
        cue.start_char,
        cue.end_char,
        stance,
        quoted(quotes, start, end),
        rule=f"{words.names[found.entry]}:announced{turn}",
    )


def _same_source(one: Source, other: Source) -> bool:
    return one.text == other.text or (one.actor_id is not None and one.actor_id == other.actor_id)


def _says_so_itself(claim: Claim, claims: list[Claim]) -> bool:
    """ "Garba said that he had counted 14 bodies": his count is what he says, no second claim."""
    if not claim.rule.startswith(("figures:", "by_account:")):
        return False
    near = _starting_in(claims, claim.cue_start - NEAR, claim.cue_start)
    outer = (c for c in near if c is not claim and claim.start <= c.end and claim.cue_end <= c.end)
    return any(_same_source(c.source, claim.source) for c in outer)


def _is_phrase(claim: Claim) -> bool:
    return claim.rule.partition(":")[2].partition(":")[0] in ("according", "by_account")


def _with_relayers(claims: list[Claim], asides: Set[int]) -> list[Claim]:
    """One row a content and source; a claim inside what another says is passed on by that one.

    ``asides``: where relative clauses have their verb; what stands there is the article's own remark, outlets apart.
    """
    first: dict[tuple, Claim] = {}
    for claim in claims:
        first.setdefault((claim.start, claim.end, claim.source.text), claim)
    kept = list(first.values())
    kept = [c for c in kept if not _says_so_itself(c, kept)]
    longest = _longest(kept)
    for claim in kept:
        outer = [
            c
            for c in _starting_in(kept, claim.cue_start - longest, claim.cue_start)
            if c is not claim
            and claim.cue_end <= c.end
            and c.source.type not in ("outlet", "unknown")
            and c.stance not in ("denies", "disputes")  # who calls an account wrong does not pass it on
            and not _same_source(c.source, claim.source)
            and not (_is_phrase(c) and _is_phrase(claim))  # "by X's count ..., by Y's ..."
            and not (c.source.type != "media" and claim.cue_start in asides)
        ]
        if claim.via is None and outer:
            claim.via = max(outer, key=lambda c: c.start).source
    return kept
