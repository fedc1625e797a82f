"""Ties that names, titles and places carry: a mission of its union, "Captain X", a stronghold."""

from __future__ import annotations

import itertools
import re

from spacy.tokens import Token

from lwj_analysis.annotate.actors import actor_at
from lwj_analysis.annotate.persons import first_token
from lwj_analysis.annotate.records import Mention
from lwj_analysis.annotate.relations.base import ORGANISED, Relating, first_of
from lwj_analysis.annotate.words import Form

FORMERLY = re.compile(
    r"\)?\s?,?\s?\(?(?:formerly|previously|once|earlier)(?: (?:known|called|named|operating))?(?: as)?(?: the)?\s"
)


class NameTies(Relating):
    def former_names(self) -> None:
        """ "X, formerly known as Y": Y became X."""
        mentions = sorted((m for m in self.found.mentions if m.basis != "description"), key=lambda m: m.start)
        for one, other in itertools.pairwise(mentions):
            between = self.text[one.end : other.start]
            if FORMERLY.fullmatch(between) and {self.type_of(one), self.type_of(other)} <= ORGANISED:
                self.add(one, "predecessor_of", other, self.doc[other.root], rule="formerly", turned=True)

    def titles(self) -> None:
        """ "Captain X" belongs to the forces last named, "President X" leads the country's government."""
        done = {r.subject_id for r in self.found.relations if r.relation in {"leader_of", "member_of", "spokesman_of"}}
        for mention in list(self.found.mentions):
            if self.type_of(mention) != "person" or mention.actor_id in done or mention.basis == "description":
                continue
            if (rank := self._title(mention)) is None:
                continue
            index, form = rank
            if form.key == "titles_military":
                owner = self.only_forces(mention.start)
            elif form.key in {"titles_government", "titles_office"}:
                owner = self.government(mention, implied=form.key == "titles_government")
            else:
                continue
            if owner:
                done.add(mention.actor_id)
                self.add(mention, form.entry.role or "member_of", owner, self.doc[index], rule="title")

    def _title(self, mention: Mention) -> tuple[int, Form] | None:
        end = first_token(self.doc, mention)
        for start in range(max(0, end - 4), end):
            form = self.words.title_forms.at(self.doc, start)
            if form and form.end == end:
                return start, form
        root = self.doc[mention.root]
        while root.dep_ == "conj":
            root = root.head
        if (
            root.dep_ == "appos"
            and (form := self.words.source_forms.ending_at(self.doc, root.head.i))
            and form.key == "officers"
        ):
            return root.head.i, Form(form.start, form.end, "titles_military", form.entry)
        return None

    def structure(self) -> None:
        """Ties that names carry: a mission of its union, a ministry of its government, a unit of its army."""
        first: dict[str, Mention] = {}
        for mention in sorted(self.found.mentions, key=lambda m: m.start):
            first.setdefault(mention.actor_id, mention)
        for actor_id, mention in first.items():
            actor = self.found.actors[actor_id]
            parent = actor.parent
            if not parent or parent not in first or not self._says_parent(actor_id, parent):
                continue
            self.add(mention, "part_of", first[parent], self.doc[mention.root], rule="name", near=False)
        for mention in self.found.mentions:
            token = self.doc[mention.root]
            owner = next((m for c in token.children if c.dep_ == "poss" and (m := actor_at(self.doc, c.i))), None)
            self._led(mention, token, owner)
            if owner and owner.actor_id != mention.actor_id and mention.basis != "description":
                types = {self.type_of(mention), self.type_of(owner)}
                if (
                    types <= {"armed_group"}
                    or types <= {"igo"}
                    or (self.type_of(mention) == "media" and "armed_group" in types)
                ):
                    self.add(mention, "part_of", owner, token, rule="possessive")

    def _led(self, mention: Mention, token: Token, owner: Mention | None) -> None:
        """ "Haftar's Libyan National Army", "the Libyan National Army of Khalifa Haftar"."""
        if self.type_of(mention) not in {"armed_group", "state_force"} or mention.basis == "description":
            return
        behind = [i for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for i in c.children]
        for one in [owner, *(actor_at(self.doc, i.i) for i in behind)]:
            if one and self.type_of(one) == "person" and one.basis != "description":
                self.add(one, "leader_of", mention, token, rule="possessive")

    def _says_parent(self, actor_id: str, parent: str) -> bool:
        """The name is that of a branch ("defense ministry", a numbered unit), or has the owner's name in it."""
        branch = actor_id.partition(":")[2]
        if (
            actor_id.startswith("unit:")
            or branch.endswith("_ministry")
            or branch in {"navy", "air_force", "special_forces", "ministry"}
        ):
            return True
        if self.found.actors[actor_id].type == "armed_group":
            return self._province_of(actor_id, parent)
        if self.found.actors[actor_id].type not in {"igo", "state_force", "government"} or branch in {
            "state_force",
            "police",
        }:
            return False
        whole = self.found.actors[parent]
        owners = {whole.name, *whole.aliases} if ":" not in parent else self._country_words(parent.partition(":")[0])
        said = [self.text[m.start : m.end] for m in self.found.mentions if m.actor_id == actor_id]
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in owners for text in said)

    def _province_of(self, actor_id: str, parent: str) -> bool:
        """ "The Islamic State's Mozambique Province": the owner stands in the name."""
        whole = self.found.actors[parent]
        said = [self.text[m.start : m.end] for m in self.found.mentions if m.actor_id == actor_id]
        owners = "|".join(re.escape(name) for name in {whole.name, *whole.aliases})
        return any(re.match(rf"(?i:the )?(?:{owners})[’']s? ", text) for text in said)

    def _country_words(self, country: str) -> set[str]:
        entry = self.words.lexicon.countries.get(country)
        return {entry.name, *entry.aliases} if entry else set()

    def members(self) -> None:
        """ "X, of the provincial council", "Sergeant X of the army", "X and seven other insurgents"."""
        for mention in self.found.mentions:
            if self.type_of(mention) != "person" or mention.basis == "description":
                continue
            self._one_of_them(mention)
            text = self.text[mention.end : mention.end + 30]
            if not (match := re.match(r"(?:\s?,\s(?:also\s|himself\s)?|\s)of\s(?:the\s)?", text)):
                continue
            at = mention.end + match.end()
            owner = next((m for m in self.found.mentions if m.start <= at < m.end), None)
            ruled = text[0] != "," and self._title(mention) is None  # "Ghani of Afghanistan" rules it
            if owner and self.type_of(owner) in ORGANISED - {"media", "government" if ruled else ""}:
                self.add(mention, "member_of", owner, self.doc[mention.root], rule="of")

    def _one_of_them(self, mention: Mention) -> None:
        """ "X and seven other insurgents": X is one of theirs."""
        for noun in self.doc[mention.root].conjuncts:
            if noun.i > mention.root and any(c.lower_ == "other" for c in noun.children):
                whole = actor_at(self.doc, noun.i)
                if whole and self.type_of(whole) in {"armed_group", "state_force"}:
                    self.add(mention, "member_of", whole, noun, rule="other")

    def strongholds(self) -> None:
        """ "X, a stronghold of the group", "the group's bastion of X"."""
        for noun in self.doc:
            if noun.lower_ not in {
                "stronghold",
                "bastion",
                "redoubt",
                "hub",
                "hotbed",
                "base",
                "safe haven",
                "fiefdom",
            }:
                continue
            owner = self.owner(noun)
            if owner is None or self.type_of(owner) != "armed_group":
                continue
            places = [first_of(noun.head)] if noun.dep_ == "appos" else []
            places += [c for c in noun.children if c.dep_ == "appos"]
            places += [i for c in noun.children if c.dep_ == "prep" and c.lower_ in {"of", "in"} for i in c.children]
            for place in places:
                if self.is_place(place):
                    self.add_place(owner, place, noun, rule="stronghold")
                    break
