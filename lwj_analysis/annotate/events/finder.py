"""What happened: every event that an article tells, once, with its parties, day, place, weapons and all its tellings."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from lwj_analysis.annotate.actors import OWNER_DEPS
from lwj_analysis.annotate.events import kinds, roles
from lwj_analysis.annotate.events.accounts import (
    add_bare_claims,
    add_claims,
    add_tolls,
    claimant_name,
    confirm,
    set_status,
    share_status,
    tie_claims,
)
from lwj_analysis.annotate.events.days import settle_days
from lwj_analysis.annotate.events.fill import (
    fill_from_incident,
    fill_from_series,
    fill_from_whole,
    fill_headline,
    name_by_claimant,
    only_town,
)
from lwj_analysis.annotate.events.kinds import EVENT_TYPE_OF
from lwj_analysis.annotate.events.losses import PEOPLE_TARGETS
from lwj_analysis.annotate.events.merge import clusters_of
from lwj_analysis.annotate.events.numbered import find_wholes, number, pointed_out
from lwj_analysis.annotate.events.parties import target_rank
from lwj_analysis.annotate.events.roles import Role, of_what
from lwj_analysis.annotate.events.signs import headed, sign_trigger
from lwj_analysis.annotate.events.similarity import Cluster, is_plain
from lwj_analysis.annotate.events.sites import settle_places
from lwj_analysis.annotate.events.suspects import (
    add_closing,
    add_described,
    add_identified,
    add_labelled,
    add_members,
    add_signed,
    add_stoppers,
    add_suspects,
    add_users,
)
from lwj_analysis.annotate.events.tellings import Telling, one_by_one, telling_of
from lwj_analysis.annotate.events.things import counted
from lwj_analysis.annotate.events.topics import add_days_of_such, add_topics
from lwj_analysis.annotate.events.triggers import find_triggers, mend_lemmas
from lwj_analysis.annotate.events.words import WORDS, EventWords, event_words, listed, shipped, words_of
from lwj_analysis.annotate.lookup import TRIGGERS, covering, title_end
from lwj_analysis.annotate.parsed import Finder
from lwj_analysis.annotate.records import Event
from lwj_analysis.annotate.text import text_of
from lwj_analysis.lexicon import Lexicon

# Types whose target is somebody or nobody: a base that is built, a bomb that is defused are none.
PEOPLE_ONLY = {
    "Agreement",
    "Arrests",
    "Change to group/activity",
    "Disrupted weapons use",
    "Headquarters or base established",
    "Peaceful protest",
    "Protest with intervention",
    "Excessive force against protesters",
    "Mob violence",
}


class EventsFinder(Finder):
    """Append every event of the article to ``Doc._.lwj.events``, and tie claims to the events they tell of."""

    words: EventWords | None = None

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the words this finder needs."""
        self.words = event_words(lexicon)

    def find(self, doc: Doc) -> None:
        if doc.has_annotation("DEP"):
            doc._.lwj.events.extend(find_events(doc, words=self.words))
            tie_claims(doc)


@Language.factory("lwj_events")
def make_events(nlp: Language, name: str) -> EventsFinder:
    """The finder of events."""
    return EventsFinder()


def find_events(doc: Doc, *, words: EventWords | None = None) -> list[Event]:
    """The events of an article in the order of the text; phases of one operation share an ``incident``."""
    words = words or shipped()
    doc.user_data[WORDS] = words
    mend_lemmas(doc, words)
    end = title_end(doc)
    triggers = headed(doc, find_triggers(doc, words), words)
    found = (telling_of(doc, g, words, title_end=end) for g in triggers)
    tellings = [t for whole in found if whole is not None for t in one_by_one(doc, whole)]
    told = any(t.ids("initiators") and t.targets for t in tellings)  # "X rebels accused of killing 21 villagers"
    if not told and all(t.entry.toll for t in tellings) and (sign := sign_trigger(doc, triggers, words)) is not None:
        guessed = telling_of(doc, sign, words, title_end=end)
        tellings = [guessed] if guessed is not None else tellings
    _loosen_days_of_claims(tellings)
    number(tellings)
    clusters = clusters_of(doc, _without_doubles(tellings))
    find_wholes(clusters)
    events = {id(c): _event(doc, c) for c in clusters}
    for c in clusters:
        events[id(c)].parent = events[id(c.parent)] if c.parent is not None else None
    planned = [e for e in events.values() if e.status == "planned"]  # no toll, claim or day of another belongs to them
    events = {key: e for key, e in events.items() if e.status != "planned"}
    tokens = [*pointed_out(doc, clusters).items(), *((t.token.i, c) for c in clusters for t in c.tellings)]
    doc.user_data[TRIGGERS] = {i: events[id(c)] for i, c in tokens if id(c) in events}
    add_tolls(doc, [t for t in tellings if t.entry.toll and not t.title])
    add_claims(doc, list(events.values()))
    add_bare_claims(doc, list(events.values()))
    fill_from_incident(doc, list(events.values()))
    fill_from_whole(doc, list(events.values()))
    fill_from_series(doc, list(events.values()))
    fill_headline(doc, list(events.values()))
    name_by_claimant(doc, list(events.values()))
    only_town(doc, list(events.values()))
    add_topics(doc, list(events.values()))
    add_days_of_such(doc, list(events.values()))
    add_described(doc, list(events.values()))
    add_members(doc, list(events.values()))
    add_identified(doc, list(events.values()))
    add_labelled(doc, list(events.values()))
    add_closing(doc, list(events.values()))
    add_signed(doc, list(events.values()))
    add_users(doc, list(events.values()))
    add_stoppers(doc, list(events.values()))
    add_suspects(doc, list(events.values()))
    settle_days(doc, list(events.values()))
    settle_places(doc, list(events.values()))
    confirm(doc, list(events.values()))
    share_status(doc, list(events.values()))
    return sorted((*events.values(), *planned), key=lambda e: (e.start, e.end))


def _loosen_days_of_claims(tellings: list[Telling]) -> None:
    """ "The group claimed the attack on Thursday", of an attack told with its day before: the day of the claim.

    So is that of "confirmed the attack on Thursday", where the attack was on another day.
    """
    before: Telling | None = None  # the last one with a day of its own
    for t in (t for t in tellings if t.date is not None and not t.loose_date):
        if before is not None and t.is_noun and t.definite and t.token.dep_ in ("dobj", "pobj"):
            other_day = t.date.date_start != before.date.date_start
            said = t.token.head.lemma_ in listed(t.token, "reporting") and other_day and t.date.start > t.token.idx
            if t.claimed_by is not None or said:
                t.loose_date = not text_of(t.token.doc)[max(0, t.date.start - 9) : t.date.start].rstrip().endswith("of")
        before = before if t.loose_date else t


def _without_doubles(tellings: list[Telling]) -> list[Telling]:
    """One telling where a verb only carries its noun ("carried out an attack", "claimed the attack")."""
    nouns = {t.token.i for t in tellings if t.is_noun}
    undone = {c.i for t in tellings if t.sub_event_type in listed(t.token, "averted") for c in t.token.children
              if c.dep_ in ("dobj", "nsubjpass") and not any(a.lower_ == "another" for a in c.children)}  # fmt: skip
    tellings = [t for t in tellings if t.token.i not in undone]
    undoing: dict[int, list[Token]] = {}
    for t in (t for t in tellings if t.key in ("defused", "recovered")):
        undoing.setdefault(t.token.sent.start, []).append(t.token)
    tellings = [t for t in tellings if not _is_disarmed(t, undoing.get(t.token.sent.start, []))]
    nouns -= undone
    carried = {t.token.i for t in tellings if not t.is_noun and t.trigger.doer is None and t.key != "dispersal" and any(
        c.i in nouns and c.dep_ in ("dobj", "nsubjpass") and " " in t.trigger.words for c in t.token.children)}  # fmt: skip
    used = {
        c.i
        for t in tellings
        if t.trigger.doer is not None and t.token.lemma_ in ("carry", "launch", "conduct")
        for c in t.token.children
        if c.dep_ == "dobj"
    }
    verbs: dict[int, list[Telling]] = {}
    for t in (t for t in tellings if not t.is_noun):
        verbs.setdefault(t.token.sent.start, []).append(t)
    tellings = [t for t in tellings if not _is_label(t, tellings)]
    tellings = [t for t in tellings if not _is_frame(t, verbs.get(t.token.sent.start, []))]
    tellings = [t for t in tellings if not (t.is_noun and _is_said(t, verbs.get(t.token.sent.start, [])))]
    return [
        t for t in tellings if t.token.i not in carried and not (t.is_noun and t.token.i in used and t.entry.generic)
    ]


def _is_disarmed(t: Telling, undoing: list[Token]) -> bool:
    """ "Drones sent by X were downed", "a bomb laid in the road was made safe": what is undone did nothing."""
    told_of_it = t.token.dep_ in ("acl", "relcl") and not t.is_noun
    weapon = t.token.head if told_of_it else t.trigger.doer
    if weapon is None or t.sub_event_type not in kinds.PRECEDENCE:
        return False
    undone = [o for verb in undoing if verb != t.token for o in roles.objects_of_verb(verb)]
    return any(weapon in (o, *o.conjuncts, counted(o), *counted(o).conjuncts) for o in undone)


def _is_said(t: Telling, verbs: list[Telling]) -> bool:
    """ "Reached an understanding on a truce", "went on strike": the noun is a word of the verb, no object that it carries."""
    return t.token.dep_ == "pobj" and any(
        t.token.lemma_.lower() in x.trigger.words.split()[1:] and x.token in t.token.ancestors for x in verbs
    )


def _is_frame(t: Telling, verbs: list[Telling]) -> bool:
    """What only says how or where another event came about, and nothing of its own.

    "Arrested four during a raid", "shot two in a search operation", "took the base after heavy fighting", "a bomber struck
    at a rally".
    """
    token, prep = t.token, t.token.head
    if prep.lower_ == "of" and prep.head.dep_ == "pobj" and prep.head.ent_type_ == "DATE":
        prep = prep.head.head  # "after nine days of fighting"
    if not t.is_noun or t.claimed_by or token.dep_ not in ("pobj", "pcomp") or t.title:
        return False
    if t.definite and prep.lower_ != "by" and any(c.dep_ in ("det", "poss") for c in token.children):
        return False
    governors = {a.i for a in prep.ancestors}
    above = [x for x in verbs if x.token.i in governors]
    known = {r.token for x in above for r in (*x.initiators, *x.targets)}
    own = [r for r in (*t.initiators, *t.targets) if r.token not in known]
    if any(r.actor_id or target_rank(r) == 0 for r in own):
        return False
    if t.entry.demonstration:
        return any(x.sub_event_type in kinds.PRECEDENCE for x in above)
    if t.key == "agreement":  # "withdrew under an evacuation deal"
        return prep.lower_ == "under" and bool(above)
    if prep.lower_ == "by":  # "displaced by the fighting"
        return any(x.token == prep.head and x.key in ("flight", "release") for x in above)
    above = [x for x in above if x.initiators and not x.entry.toll]
    if prep.lower_ in ("in", "during"):
        return (t.entry.operation or t.entry.generic) and any(x.token == prep.head for x in above)
    fought_before = (
        prep.lower_ in ("after", "following", "amid", "under", "with")
        and (t.entry.two_sided or t.entry.force)
        and t.date is None
        and not t.places
    )
    return fought_before and any(x.token == prep.head and (x.entry.territory or x.key == "agreement") for x in above)


def _is_label(t: Telling, tellings: list[Telling]) -> bool:
    """ "Property destruction: on 25 December, herders set fire to six houses": the heading of a coded record."""
    doc, sent = t.token.doc, t.token.sent
    if not t.is_noun or t.token.i - sent.start > 3 or t.token.i + 1 >= len(doc) or t.token.nbor().text != ":":
        return False
    return any(0 < x.token.i - t.token.i < 40 for x in tellings)


def _event(doc: Doc, c: Cluster) -> Event:
    row = max(c.body, key=lambda t: (_fullness(t), -t.token.i))
    sub = c.sub_event_type
    typed = next((t for t in c.body if t.sub_event_type == sub), row)
    event = Event(row.start, row.end, row.token.i, EVENT_TYPE_OF[sub], sub, typed.rule)
    event.mentions = sorted({(t.start, t.end) for t in c.tellings})
    if c.dates is not None:
        event.date_start, event.date_end, event.date_prec = c.dates
    event.place, event.incident = c.place, c.incident
    event.weapons = list(dict.fromkeys(w for t in c.tellings for w in t.weapons))
    event.claimed_by_id = next((t.claimed_by for t in c.body if t.claimed_by), None)
    _set_parties(doc, event, c)
    set_status(doc, event, c)
    return event


def _fullness(t: Telling) -> int:
    return (
        2 * (t.date is not None) + 2 * (t.place is not None) + bool(t.initiators) + bool(t.targets) + bool(t.weapons)
        - 2 * t.definite - 2 * t.title
    )  # fmt: skip


def _set_parties(doc: Doc, event: Event, c: Cluster) -> None:
    """Who claims it, else whom the outlet names; where there are only allegations the words without an actor."""
    told = [r if t.status != "alleged" else replace(r, actor_id=None) for t in c.body for r in _sides(t, event)[0]]
    initiator = _chosen_role(told)
    event.initiator_id = event.claimed_by_id or (initiator.actor_id if initiator else None)
    event.initiator_text = initiator.text if initiator else claimant_name(doc, event.claimed_by_id)
    targets = [r for t in c.body for r in _sides(t, event)[1] if r.actor_id is None or r.actor_id != event.initiator_id]
    if event.sub_event_type in PEOPLE_ONLY:
        targets = [r for r in targets if r.actor_id or target_rank(r) == 0]
    target = _chosen_role(sorted(targets, key=target_rank))
    if target is not None:
        event.target_id, event.target_text = target.actor_id, target.text
        if target_rank(target) == 0 or _is_named(target.token):
            doc.user_data.setdefault(PEOPLE_TARGETS, set()).add(id(event))


def _sides(t: Telling, event: Event) -> tuple[list[Role], list[Role]]:
    """ "Police arrested six who were marching": in a protest that is broken up those who are arrested began it."""
    swapped = event.sub_event_type == "Protest with intervention" and not t.entry.demonstration
    if swapped and t.key in ("arrest", "captive") and t.sub_event_type != event.sub_event_type:
        return t.targets, t.initiators
    return t.initiators, t.targets


def _is_named(noun: Token) -> bool:
    """ "An RSF patrol", "the vehicle of a Lashkar-e-Islam commander": the words say whose it is, although no list has him."""
    owners = [c for c in noun.children if c.dep_ in OWNER_DEPS]
    place = (
        noun.lemma_.lower() in words_of(noun.doc).targets and words_of(noun.doc).targets[noun.lemma_.lower()] == "place"
    )
    owners += [
        o for of in ([] if place else of_what(noun)) for o in (of, *(c for c in of.children if c.dep_ in OWNER_DEPS))
    ]
    armed = listed(noun, "soldiers") | listed(noun, "fighters")
    return any(
        o.lemma_.lower() in armed or (o.pos_ == "PROPN" and not covering(noun.doc, "places", o.idx)) for o in owners
    )


def _chosen_role(told: list[Role]) -> Role | None:
    """The actor named most often, then first; without one the first words that are no pronoun."""
    known = Counter(r.actor_id for r in told if r.actor_id)
    if named := {key for key in known if not key.partition(":")[2]}:  # the FARC before "Colombian rebels"
        known = Counter({key: n for key, n in known.items() if key in named or not is_plain(key)})
    if known:
        best = known.most_common(1)[0][0]
        words = [r for r in told if r.actor_id == best]
        return next((r for r in words if r.token.pos_ != "PRON"), words[0])
    peoples = (r for r in told if r.token.pos_ == "ADJ" and r.token.text[0].isupper())  # "Russian mortar fire"
    return next((r for r in told if r.token.pos_ in ("NOUN", "PROPN")), None) or next(peoples, None)
