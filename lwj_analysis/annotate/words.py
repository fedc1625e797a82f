"""The vocabulary that finds actors, built once from the lexicons: names, common nouns, countries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from spacy.tokens import Doc

from lwj_analysis.annotate import gazetteer, hints
from lwj_analysis.annotate.names import Names
from lwj_analysis.annotate.records import Actor
from lwj_analysis.annotate.text import lower_words, words_in
from lwj_analysis.lexicon import CountryEntry, Lexicon, PeopleEntry, SpeakerEntry


@dataclass(frozen=True, slots=True)
class Sense:
    """What a name may stand for: an entry, a country's ``country``, ``demonym``, ``capital`` or ``nationals``, a title."""

    kind: str
    key: str
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A common noun of one or more words found at tokens ``start`` to ``end``."""

    start: int
    end: int
    key: str
    entry: Any  # the lexicon's entry


class Forms:
    """Common nouns of one kind of use; the longest at a token wins."""

    def __init__(self, entries: dict[str, Any], *, keep_case: bool = False) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._entries = entries
        self._keep_case = keep_case
        for key, entry in entries.items():
            for form in entry.forms:
                words = tuple((form.replace(".", "") if keep_case else form.lower()).split())
                self._by_first[words[0]].append((words, key))
        for forms in self._by_first.values():
            forms.sort(key=lambda form: -len(form[0]))

    def at(self, doc: Doc, index: int) -> Form | None:
        """The longest form that starts at a token."""
        found = doc.user_data.get(self)
        if found is None:
            found = doc.user_data[self] = {form.start: form for form in self._all(doc)}
        return found.get(index)

    def _all(self, doc: Doc) -> Iterator[Form]:
        here = words_in(doc) if self._keep_case else lower_words(doc)
        if self._keep_case:
            here = [word.rstrip(".") for word in here]
        for index, word in enumerate(here):
            for words, key in self._by_first.get(word, ()):
                end = index + len(words)
                if tuple(here[index:end]) == words:
                    yield Form(index, end, key, self._entries[key])
                    break

    def ending_at(self, doc: Doc, index: int, *, longest: int = 4) -> Form | None:
        """The longest form whose last word is the token."""
        for start in range(max(0, index - longest), index + 1):
            if (form := self.at(doc, start)) and form.end == index + 1:
                return form
        return None


@dataclass
class Vocabulary:
    """What ``prepare`` makes of the lexicons."""

    lexicon: Lexicon
    names: Names = field(default_factory=Names)

    def __post_init__(self) -> None:
        for kind in ("actors", "sources"):
            for key, entry in self.lexicon.tables[kind].items():
                for name in {entry.name: 0, **dict.fromkeys(entry.aliases, 0)}:
                    self.names.add(name, Sense(kind, key, name in entry.ambiguous))
                for name in entry.ambiguous:
                    self.names.add(name, Sense(kind, key, True))
        for key, entry in self.lexicon.countries.items():
            for kind, names in _country_names(entry).items():
                for name in names:
                    self.names.add(name, Sense(kind, key))
            for name in entry.demonyms:
                if not name.endswith(("s", "sh", "ch", "ese")):
                    self.names.add(f"{name}s", Sense("nationals", key))
        for key, entry in self._speakers("title").items():
            for form in entry.forms:
                self.names.add(form, Sense("title", key))

    def _speakers(self, use: str) -> dict[str, SpeakerEntry]:
        chosen = {
            "title": lambda e: e.title,
            "actor": lambda e: e.actor_type and not e.in_name,
            "source": lambda e: e.source_type and not (e.title or e.modifier or e.in_name),
            "modifier": lambda e: e.modifier,
            "role": lambda e: e.role and not e.title,
            "in_name": lambda e: e.in_name,
            "points_to": lambda e: e.points_to,
            "label": lambda e: e.families or e.foe,
        }[use]
        return {key: entry for key, entry in self.lexicon.speakers.items() if chosen(entry)}

    @cached_property
    def actor_forms(self) -> Forms:
        """Nouns that make an actor with a country or an article ("army", "group")."""
        return Forms(self._speakers("actor"))

    @cached_property
    def source_forms(self) -> Forms:
        """Nouns that say what kind of speaker somebody is."""
        return Forms(self._speakers("source"))

    @cached_property
    def modifier_forms(self) -> Forms:
        """Words before "source" or "official" that say whose."""
        return Forms(self._speakers("modifier"))

    @cached_property
    def pointing_forms(self) -> Forms:
        """Nouns that point back to a body of one of several types ("the agency", "the organization")."""
        return Forms(self._speakers("points_to"))

    @cached_property
    def label_forms(self) -> Forms:
        """Words that only some groups are called ("jihadists"), or nobody himself ("attackers")."""
        return Forms(self._speakers("label"))

    @cached_property
    def person_forms(self) -> Forms:
        """Common nouns for people."""
        return Forms({key: entry for key, entry in self.lexicon.victims.items() if entry.person})

    @cached_property
    def role_forms(self) -> Forms:
        """What a person is to a body (leader, member, spokesman)."""
        order = {"leader_of": 0, "spokesman_of": 1, "member_of": 2}  # "president" leads, though it is an office too
        return Forms(dict(sorted(self._speakers("role").items(), key=lambda item: order[item[1].role])))

    @cached_property
    def title_forms(self) -> Forms:
        """Titles before a name."""
        return Forms(self._speakers("title"), keep_case=True)

    @cached_property
    def place_names(self) -> frozenset[str]:
        """The folded names of the lexicon's places."""
        return frozenset(gazetteer.fold(n) for e in self.lexicon.places.values() for n in (e.name, *e.aliases))

    @cached_property
    def acts(self) -> dict[str, frozenset[str]]:
        """Words that tell when a country stands for its government."""
        return {key: frozenset(entry.forms) for key, entry in self.lexicon.acts.items()}

    @cached_property
    def name_words(self) -> dict[str, str]:
        """Words that make a capitalised name a group, a ministry, an outlet: word -> actor type."""
        return {form: entry.actor_type for entry in self._speakers("in_name").values() for form in entry.forms}

    def actor(self, actor_id: str) -> Actor | None:
        """The actor of a lexicon key or of a rule's id (``mli:government``); ``None`` if nothing is called that."""
        if actor_id in self.lexicon.actors:
            entry = self.lexicon.actors[actor_id]
            if entry.same_as:
                return self.actor(entry.same_as)
            return Actor(
                actor_id,
                entry.name,
                entry.type,
                entry.inter,
                entry.country,
                self.id_of(entry.parent),
                True,
                entry.family or family_of(entry.type),
                {*entry.aliases, *entry.ambiguous},
            )
        if actor_id.startswith("outlet:"):
            entry = self.lexicon.sources[actor_id.removeprefix("outlet:")]
            return Actor(
                actor_id,
                entry.name,
                "media",
                None,
                entry.country,
                entry.owner,
                True,
                "media",
                {*entry.aliases, *entry.ambiguous},
            )
        if actor_id.startswith("people:"):
            return self._fighters_of(actor_id)
        country, colon, branch = actor_id.partition(":")
        actor = self._state_actor(country, branch) if colon and country in self.lexicon.countries else None
        for entry in self._proper_names.get(actor_id, ()) if actor else ():
            actor.aliases |= {actor.name, entry.name, *entry.aliases}
            if branch not in {"state_force", "government", "police"}:
                actor.name, actor.type = entry.name, entry.type
        return actor

    def id_of(self, key: str | None) -> str | None:
        """A lexicon key as an actor's id: the rule's, where the entry is the name of a state's body."""
        entry = self.lexicon.actors.get(key or "")
        return entry.same_as if entry and entry.same_as else key

    @cached_property
    def voices(self) -> dict[str, str]:
        """The kind of speaker of actors whose type does not tell it."""
        return {entry.same_as or key: entry.voice for key, entry in self.lexicon.actors.items() if entry.voice}

    @cached_property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Every full name of a person in the lexicon, with the key."""
        persons = [(key, entry) for key, entry in self.lexicon.actors.items() if entry.type == "person"]
        return tuple((name, key) for key, entry in persons for name in (entry.name, *entry.aliases) if " " in name)

    @cached_property
    def own_places(self) -> dict[str, str]:
        """The country of each of the lexicon's places."""
        return hints.own_places(self.lexicon)

    @cached_property
    def people_names(self) -> frozenset[str]:
        """The names of peoples as they are spelled."""
        return frozenset(name for entry in self.lexicon.peoples.values() for name in (entry.name, *entry.aliases))

    @cached_property
    def peoples(self) -> Names:
        """The names of peoples, faiths and camps."""
        names = Names()
        for key, entry in self.lexicon.peoples.items():
            for name in dict.fromkeys((entry.name, *entry.aliases, *entry.ambiguous)):
                for form in (name, f"{name}s"):
                    names.add(form, Sense("peoples", key, name in entry.ambiguous))
        return names

    @cached_property
    def _proper_names(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        for entry in self.lexicon.actors.values():
            if entry.same_as:
                found[entry.same_as].append(entry)
        return found

    def _fighters_of(self, actor_id: str) -> Actor:
        """The armed men of a people: an identity militia, rebels where they had an army of their own."""
        entry: PeopleEntry = self.lexicon.peoples[actor_id.removeprefix("people:")]
        name, inter = (f"{entry.name} forces", 2) if entry.forces else (f"{entry.name} militia", entry.inter)
        country = entry.countries[0] if len(entry.countries) == 1 else None
        return Actor(actor_id, name, "armed_group", inter, country, None, True, "rebel", set())

    def _state_actor(self, country: str, branch: str) -> Actor | None:
        entry: CountryEntry = self.lexicon.countries[country]
        people = entry.demonyms[0] if entry.demonyms else entry.name
        iso3 = country.upper()
        family = "foreign_state" if entry.expeditionary else "state"
        if branch == "government":
            aliases = {
                entry.name,
                f"{people} authorities",
                f"{people} officials",
                f"Government of {entry.name}",
                f"{entry.name}’s government",
                *entry.aliases,
            }
            return Actor(
                f"{country}:government", f"{people} government", "government", 1, iso3, None, True, family, aliases
            )
        if branch == "state_force":
            aliases = {
                f"{people} {noun}" for noun in ("army", "military", "forces", "troops", "soldiers", "security forces")
            }
            return Actor(
                f"{country}:state_force",
                f"{people} armed forces",
                "state_force",
                1,
                iso3,
                f"{country}:government",
                True,
                family,
                aliases | {f"{entry.name}’s army"},
            )
        if branch == "civilians":
            return Actor(
                f"{country}:civilians", f"{people} civilians", "civilians", 7, iso3, None, True, "civilians", set()
            )
        if branch == "rebels":
            return Actor(
                f"{country}:rebels", f"{people} insurgents", "armed_group", 2, iso3, None, True, "rebel", set()
            )
        for speaker in self.lexicon.speakers.values():
            if speaker.branch == branch and speaker.label:
                whole = "state_force" if speaker.actor_type == "state_force" else "government"
                return Actor(
                    f"{country}:{branch}",
                    f"{people} {speaker.label}",
                    speaker.actor_type,
                    1,
                    iso3,
                    f"{country}:{whole}",
                    True,
                    family,
                    {f"{entry.name} {speaker.label}"},
                )
        return None


def family_of(actor_type: str) -> str:
    """The family (for colours) of an actor whose entry gives none."""
    return {
        "armed_group": "rebel",
        "state_force": "state",
        "government": "state",
        "igo": "international",
        "civilians": "civilians",
        "media": "media",
    }.get(actor_type, "other")


def _country_names(entry: CountryEntry) -> dict[str, tuple[str, ...]]:
    seats = tuple(seat for seat in (entry.capital, *entry.seats) if seat)
    return {"country": (entry.name, *entry.aliases), "demonym": entry.demonyms, "capital": seats}
