"""The words as data: ``lexicons/*.toml`` -> frozen, checked entries. The user's own files win over the shipped ones.

A lexicon file holds one table an entry; its name says which class of entry it holds. A user's file of the same name
(``data/lexicons/actors.toml``) adds entries, and replaces a shipped entry of the same key as a whole.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from lwj_analysis.errors import LwjError

SHIPPED = Path(__file__).parent / "lexicons"

ActorType = Literal["armed_group", "state_force", "government", "person", "media", "igo", "ngo", "civilians", "other"]
SourceType = Literal[
    "militant", "government", "military", "media", "igo", "witness", "ngo", "analyst", "unknown", "outlet"
]
Stance = Literal["asserts", "claims_responsibility", "confirms", "denies", "alleges", "reports", "disputes"]
Outcome = Literal["killed", "wounded", "captured", "abducted", "missing", "casualties"]
VictimClass = Literal["civilian", "state", "armed_group", "peacekeeper", "mixed", "unknown"]
Quantifier = Literal["exact", "approx", "at_least", "at_most", "more_than", "less_than", "range", "vague", "none"]
NumberRole = Literal["casualty", "strength", "time", "distance", "age", "money", "materiel", "name", "other", "unread"]
Family = Literal[
    "al_qaeda",
    "islamic_state",
    "other_jihadist",
    "rebel",
    "state",
    "foreign_state",
    "international",
    "civilians",
    "media",
    "other",
]
Iso3 = Field(default=None, pattern="^[A-Z]{3}$")


class LexiconError(LwjError, ValueError):
    """A lexicon file that cannot be read or an entry that breaks the rules; names file, table, field and value."""


class Entry(BaseModel):
    """What every entry has: a reason for being there, or where its facts come from."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    why: str = Field(min_length=1)


class ActorEntry(Entry):
    """An actor with its names. ``inter`` is the ACLED code at home; ``country`` the main base."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    type: ActorType
    inter: int | None = Field(default=None, ge=1, le=8)
    country: str | None = Iso3
    countries: tuple[str, ...] = ()
    parent: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    successors: tuple[str, ...] = ()
    family: Family | None = None
    voice: SourceType | None = None  # the kind of speaker it is, where its type does not tell
    same_as: str | None = None  # the rule's id of a state's body that has this name ("mli:state_force")
    ambiguous: tuple[str, ...] = ()  # aliases that count only where the text is about one of the countries
    territory: bool = False  # its name is a land's too: "in Puntland" is a place


class CountryEntry(Entry):
    """A country; the key is its ISO 3166-1 alpha-3 code in lower case."""

    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capital: str | None = None
    seats: tuple[str, ...] = ()  # other cities or houses that stand for the government
    expeditionary: bool = False  # its forces mostly act abroad


class PeopleEntry(Entry):
    """A people, a faith or a camp that armed men are called after ("Fulani militia"); ``aliases`` are forms of the name.

    ``forces``: "soldiers" and "forces" are theirs too, because they had an army of their own ("Bosnian Serb forces").
    """

    name: str
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()  # forms that count only where the text is about one of the countries
    countries: tuple[str, ...]
    forces: bool = False
    inter: int = Field(default=4, ge=1, le=8)  # ACLED's code: 4 is an identity militia


class PlaceEntry(Entry):
    """A place that the gazetteer lacks or names otherwise; a coordinate only with its public source in ``why``."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str
    country: str | None = Iso3
    countries: tuple[str, ...] = ()
    admin1: str | None = None
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    where_prec: int = Field(default=1, ge=1, le=7)
    geonameid: str | None = None

    @model_validator(mode="after")
    def _placed(self) -> PlaceEntry:
        """Both coordinates or none, and no exact place without them."""
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude belong together")
        if self.latitude is None and self.where_prec <= 2 and self.geonameid is None:
            raise ValueError("a place without coordinates has where_prec 3 or more")
        return self


class PlaceWordEntry(Entry):
    """Words around place names. ``use`` says what they tell; ``kind`` is what a class word makes of the name beside it.

    ``near`` blurs the place to UCDP's 2; a ``class`` word stands behind the name ("Helmand province") or before it, with or
    without "of" ("the town of Gao", "Lake Chad"); ``never`` words are no places by themselves; ``unsure`` names are places
    only after a preposition of place.
    """

    forms: tuple[str, ...]
    use: Literal[
        "in",
        "take",
        "near",
        "class",
        "part",
        "direction",
        "border",
        "never",
        "unsure",
        "speech",
        "weak",
        "event",
        "first",
    ]
    kind: str | None = None


class OutletEntry(Entry):
    """A news or monitoring outlet: who passes a claim on."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: Literal["agency", "newspaper", "broadcaster", "magazine", "site", "monitor", "militant_media", "research"]
    country: str | None = Iso3
    owner: str | None = None  # key of the actor whose outlet it is
    ambiguous: tuple[str, ...] = ()  # aliases that count only where the text is about the country


class SpeakerEntry(Entry):
    """Common nouns for who acts or speaks ("officials", "witnesses", "troops", "ministry of defense").

    With a country, or as "the army", ``actor_type`` and ``branch`` make an actor of them (``branch = ""``: the country's
    forces or government at large). ``role`` is what a person of that title is to the body named with it.
    """

    forms: tuple[str, ...]
    source_type: SourceType | None = None
    actor_type: ActorType | None = None
    branch: str = ""
    label: str | None = None  # what the branch is called after a demonym ("Navy")
    role: Literal["leader_of", "member_of", "spokesman_of"] | None = None
    title: bool = False  # stands before a name ("General")
    modifier: bool = False  # says who, not what: "a military source", "security officials"
    number: Literal["singular", "plural", "either"] = "plural"
    in_name: bool = False  # the word makes a capitalised name one of this type ("Furqan Brigade")
    points_to: tuple[ActorType, ...] = ()  # "the agency", "the organization": who may be meant ...
    like: tuple[str, ...] = ()  # ... if one of these words stands in its name, id or kind of outlet
    families: tuple[Family, ...] = ()  # "the jihadists" are of one of these
    foe: bool = False  # nobody calls his own people so ("attackers")


class WeaponEntry(Entry):
    """A weapon's names and the ACLED sub-event its use makes (``None``: says nothing about the type)."""

    forms: tuple[str, ...]
    sub_event_type: str | None = None


NounKind = Literal[
    "person", "civilian", "force", "place", "site", "building", "materiel", "thing", "explosive", "chemical", "weapon"
]


class EventEntry(Entry):
    """Words that tell an event, with its ACLED type; ``events.toml`` explains the fields."""

    event_type: str
    sub_event_type: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    takes: tuple[NounKind, ...] = ()
    subject: tuple[NounKind, ...] = ()
    refers: tuple[str, ...] = ()
    needs: tuple[Literal["date", "place", "initiator", "target", "weapon", "number", "unopposed"], ...] = ()
    generic: bool = False
    force: bool = False
    two_sided: bool = False
    territory: bool = False
    operation: bool = False
    demonstration: bool = False
    toll: bool = False
    whole: bool = False
    weak: bool = False
    nothing: bool = False


class TargetEntry(Entry):
    """Nouns of what can be attacked, taken or destroyed, by kind."""

    forms: tuple[str, ...]
    kind: Literal["place", "site", "building", "materiel", "thing", "force"]


class EventCueEntry(Entry):
    """Words that help to read an event without telling one; lemmas, except in the lists of phrases."""

    forms: tuple[str, ...]


class CasualtyEntry(Entry):
    """Words that tell an outcome for people; ``zero`` where they say that nothing happened to them."""

    outcome: Outcome
    zero: bool = False
    verbs: tuple[str, ...] = ()  # the victim is the object
    subject_verbs: tuple[str, ...] = ()  # the victim is the subject
    participles: tuple[str, ...] = ()  # irregular past forms of the verbs
    adjectives: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()  # "the death of 12 people"
    count_nouns: tuple[str, ...] = ()  # "12 fatalities"
    other_senses: tuple[str, ...] = ()  # verbs that need a word known as people beside them ("executed a plan", "fell")


class VictimEntry(Entry):
    """Nouns by what they say of somebody who is counted; ``person`` is false for what is no victim at all."""

    forms: tuple[str, ...]
    victim_class: VictimClass | None = None
    tags: tuple[Literal["women", "children", "leader"], ...] = ()
    person: bool = True


class NumberEntry(Entry):
    """Words that bound a number, vague number words (``low``), and nouns that say what a number counts (``role``).

    ``acled`` is what ACLED's coders write for a vague word (codebook of 2019); views read it where the reader asks for it.
    """

    forms: tuple[str, ...]
    quantifier: Quantifier | None = None
    position: Literal["before", "after"] = "before"
    low: int | None = None
    acled: int | None = None
    role: NumberRole | None = None


class DateEntry(Entry):
    """Words of time by how they are read (``kind``), with their meaning in TIMEX3 terms (``value``)."""

    kind: Literal[
        "part", "daypart", "hedge", "reference", "adjective", "holiday", "not_year", "report", "future", "event"
    ]
    forms: tuple[str, ...]
    value: str | None = None


class CueEntry(Entry):
    """Words that attribute what is said; ``takes``: where the content stands, ``negated``: the stance under "not"."""

    stance: Stance
    kind: Literal["verb", "noun", "preposition", "adverb"] = "verb"
    forms: tuple[str, ...]
    takes: tuple[str, ...] = ()
    negated: Stance | None = None


class RelationEntry(Entry):
    """Words that tie two actors, or an actor and a place.

    A noun ties who bears it to whom it belongs ("X, a branch of Y"); a verb its subject to its object, or to what follows
    ``preposition``; ``turned`` swaps the ends. Behind a verb of ``appointment`` comes the person, then the office. A
    ``mutual`` verb ties its subjects with each other, a ``bond`` is a noun between parties ("war with Y"), ``ground`` leads on
    to a place ("the border with Y").
    """

    relation: Literal[
        "leader_of",
        "member_of",
        "part_of",
        "ally_of",
        "rival_of",
        "met_with",
        "operates_in",
        "predecessor_of",
        "spokesman_of",
    ]
    kind: Literal["noun", "verb", "adjective", "participle", "appointment", "mutual", "bond", "ground"] = "verb"
    forms: tuple[str, ...]
    prepositions: tuple[str, ...] = ()
    object_words: tuple[str, ...] = ()  # the verb needs one of these as its object ("pledge allegiance")
    subject: Literal["person", "group", "any"] = "any"
    objects: tuple[ActorType, ...] = ()  # the types that the object may have; empty: those that the relation allows
    turned: bool = False
    former: bool = False  # the verb ends the tie ("defect from")


class ActEntry(Entry):
    """Words that tell when a country or a capital stands for its government."""

    forms: tuple[str, ...]


KINDS: dict[str, type[Entry]] = {
    "actors": ActorEntry,
    "countries": CountryEntry,
    "peoples": PeopleEntry,
    "places": PlaceEntry,
    "placewords": PlaceWordEntry,
    "sources": OutletEntry,
    "speakers": SpeakerEntry,
    "weapons": WeaponEntry,
    "targets": TargetEntry,
    "eventcues": EventCueEntry,
    "events": EventEntry,
    "casualties": CasualtyEntry,
    "victims": VictimEntry,
    "numbers": NumberEntry,
    "dates": DateEntry,
    "cues": CueEntry,
    "relations": RelationEntry,
    "acts": ActEntry,
}


@dataclass(frozen=True)
class Lexicon:
    """All entries by kind and key, and the digest of the bytes they came from."""

    tables: dict[str, dict[str, Entry]] = field(repr=False)
    digest: str = ""

    def __getattr__(self, kind: str) -> dict[str, Entry]:
        try:
            return self.__dict__["tables"][kind]
        except KeyError:
            raise AttributeError(f"no lexicon called {kind!r}; there are {', '.join(KINDS)}") from None


def user_folder() -> Path | None:
    """The nearest ``data/lexicons`` at or above the working folder, or ``$LWJ_LEXICONS``; ``None`` if there is none."""
    if named := os.environ.get("LWJ_LEXICONS"):
        return Path(named)
    here = Path.cwd()
    return next((p / "data/lexicons" for p in (here, *here.parents) if (p / "data/lexicons").is_dir()), None)


def load(user: Path | None = None, *, shipped: Path = SHIPPED) -> Lexicon:
    """Read all lexicon files; ``user`` is the folder of the user's own (``None``: ``user_folder()``).

    Files that have not changed are not read again. Raises LexiconError for the files that break a rule, a line each;
    ``problems`` lists the same.
    """
    user = user_folder() if user is None else user
    files = [path for folder in (shipped, user) if folder and folder.is_dir() for path in sorted(folder.glob("*.toml"))]
    return _loaded(user, shipped, tuple((str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files))


@lru_cache(maxsize=4)
def _loaded(user: Path | None, shipped: Path, _state: tuple) -> Lexicon:
    tables, found, digest = _read_all(user, shipped)
    if found:
        raise LexiconError("\n".join(found))
    return Lexicon(tables=tables, digest=digest)


def problems(user: Path | None = None, *, shipped: Path = SHIPPED) -> list[str]:
    """Everything wrong in the lexicon files, a line each, naming file, table, field and value."""
    return _read_all(user, shipped)[1]


def own_entries(user: Path | None = None) -> dict[str, dict[str, Entry]]:
    """The entries of the user's own files, by kind and key; those that break a rule are left out."""
    user = user_folder() if user is None else user
    files = sorted(user.glob("*.toml")) if user and user.is_dir() else []
    return {path.stem: _read(path, KINDS[path.stem])[0] for path in files if path.stem in KINDS}


def _read_all(user: Path | None, shipped: Path) -> tuple[dict[str, dict[str, Entry]], list[str], str]:
    user = user_folder() if user is None else user
    tables: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
    found: list[str] = []
    digest = hashlib.sha256()
    for folder in (shipped, user):
        for path in sorted(folder.glob("*.toml")) if folder and folder.is_dir() else ():
            digest.update(path.name.encode() + path.read_bytes())
            if path.stem not in KINDS:
                found.append(f"{path}: unknown lexicon; file names are {', '.join(k + '.toml' for k in KINDS)}")
                continue
            entries, wrong = _read(path, KINDS[path.stem])
            tables[path.stem].update(entries)
            found += wrong
    found += _unresolved(tables)
    return tables, found, digest.hexdigest()[:12]


def _read(path: Path, kind: type[Entry]) -> tuple[dict[str, Entry], list[str]]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return {}, [f"{path}: {error}"]
    entries, wrong = {}, []
    for key, fields in raw.items():
        try:
            entries[key] = kind.model_validate(fields)
        except ValidationError as error:
            wrong += [f"{path}: [{key}] {_what(e)}" for e in error.errors()]
    return entries, wrong


def _what(error: dict) -> str:
    where = ".".join(str(part) for part in error["loc"])
    return f"{where}: {error['msg']} (got {error['input']!r})" if where else f"{error['msg']} (got {error['input']!r})"


def _unresolved(tables: dict[str, dict[str, Entry]]) -> Iterable[str]:
    """Parents, successors and owners that no entry has; ``fra:state_force`` is made by rule from a country's key."""
    actors, countries = tables["actors"], tables["countries"]
    named = [("actors", k, "parent", e.parent) for k, e in actors.items()]
    named += [("actors", k, "successors", s) for k, e in actors.items() for s in e.successors]
    named += [("sources", k, "owner", e.owner) for k, e in tables["sources"].items()]
    for kind, key, what, other in named:
        country, colon, _ = (other or "").partition(":")
        if other and other not in actors and not (colon and country in countries):
            yield f"{kind}.toml: [{key}] {what}: no actor is called {other!r}"
