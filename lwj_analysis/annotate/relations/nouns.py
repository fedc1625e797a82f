"""Ties that nouns make: what a person is to a body, what a group is to another."""

from __future__ import annotations

import itertools

from spacy.tokens import Token

from lwj_analysis.annotate.actors import actor_at, actor_of
from lwj_analysis.annotate.records import Mention
from lwj_analysis.annotate.relations.base import ORGANISED, SUCCEEDING, SYMMETRIC, Relating
from lwj_analysis.annotate.tree import objects_of
from lwj_analysis.annotate.words import Form
from lwj_analysis.lexicon import RelationEntry

MISSIONS = {"mission", "force", "operation"}


class NounTies(Relating):
    def nouns(self) -> None:
        """Roles of persons and nouns that tie groups."""
        for forms, use in ((self.words.role_forms, self._role), (self.ties.nouns, self._tie)):
            at = 0
            while at < len(self.doc):
                form = forms.at(self.doc, at)
                if form:
                    noun = self.doc[form.start : form.end].root
                    if noun.pos_ in {"NOUN", "PROPN", "ADJ"} or noun.tag_ == "VBZ":
                        use(noun, form)
                at = form.end if form else at + 1

    def _role(self, noun: Token, role: Form) -> None:
        bearers = [m for m in self.bearers(noun) if self.type_of(m) == "person"]
        if not bearers:
            return
        owner = self.owner(noun) or self._owner_ahead(noun) or self.implied_owner(noun, role, bearers[0])
        if owner and self.type_of(owner) not in {"person", "civilians", "ngo" if role.key == "members" else ""}:
            relation = self._rank(noun, role)
            if relation == "leader_of" and self._heads_another(noun):
                relation = "member_of"
            for bearer in bearers:
                self.add(bearer, relation, owner, noun, rule=f"role_{role.key}")
            for before in self._replaced(noun):
                self.add(before, relation, owner, noun, rule=f"role_{role.key}", status="former")

    def _heads_another(self, noun: Token) -> bool:
        """ "The head of public relations for the army", "the SDF's head of media" heads that office only."""
        owned = any(c.dep_ == "poss" or c.lower_ == "for" for c in noun.children)
        below = objects_of(noun, "of")
        return owned and any(actor_of(self.doc, i) is None and i.pos_ == "NOUN" for i in below)

    def _owner_ahead(self, noun: Token) -> Mention | None:
        """ "Under its new emir, X, the group has ...": whoever does the sentence's verb."""
        pronoun = next((c for c in noun.children if c.dep_ == "poss" and c.lower_ in {"its", "their"}), None)
        if pronoun is None or noun.dep_ != "pobj":
            return None
        subjects = [c for c in noun.head.head.children if c.dep_ == "nsubj" and c.i > noun.i]
        named = [m for c in subjects if (m := actor_at(self.doc, c.i)) and self.type_of(m) in ORGANISED - {"media"}]
        return named[-1] if named else None

    def _replaced(self, noun: Token) -> list[Mention]:
        """ "X replaced Y as head": Y was the head before."""
        verb = noun.head.head
        if noun.dep_ != "pobj" or noun.head.lower_ != "as" or verb.lemma_ not in SUCCEEDING:
            return []
        named = (actor_at(self.doc, c.i) for c in verb.children if c.dep_ == "dobj")
        return [m for m in named if m is not None and self.type_of(m) == "person"]

    def appointments(self) -> None:
        """ "The council named X its leader", "X was appointed commander of Y", however the parse hangs them."""
        for verb in self.doc:
            if verb.lemma_ not in self.ties.appointments or verb.tag_ not in {"VBD", "VBN", "VBZ", "VBP"}:
                continue
            after = [
                m for m in self.found.mentions if verb.idx < m.start < verb.idx + 60 and verb.i + 5 > m.root > verb.i
            ]
            named = [m for m in after if self.type_of(m) == "person" and m.basis != "description"][:1]
            passive = [] if named else [m for m in self._subject_of_passive(verb) if self.type_of(m) == "person"]
            for person in named or passive:
                start = (
                    self.doc.char_span(person.start, person.end, alignment_mode="expand").end if named else verb.i + 1
                )
                self._appointed(person, verb, start)

    def _subject_of_passive(self, verb: Token) -> list[Mention]:
        subjects = [c for c in verb.children if c.dep_ == "nsubjpass"]
        return [m for c in subjects if (m := actor_at(self.doc, c.i))]

    def _appointed(self, person: Mention, verb: Token, at: int) -> None:
        filler = {"as", "its", "their", "the", "a", "an", "new", "acting", "interim", "overall", "next"}
        own = False
        while at < len(self.doc) and self.doc[at].lower_ in filler:
            own |= self.doc[at].lower_ in {"its", "their"}
            at += 1
        role = self.words.role_forms.at(self.doc, at) if at < len(self.doc) else None
        if role is None:
            return
        noun = self.doc[role.end - 1]
        owner = self.owner(noun, but={person.actor_id})
        if owner is None and own:
            owner = self.last_named(ORGANISED - {"media"}, verb.idx, reach=0)
        if owner and self.type_of(owner) in ORGANISED - {"media"}:
            relation = "leader_of" if noun.lower_ == "commander" else self._rank(noun, role)
            self.add(person, relation, owner, noun, rule="appointment")

    def _rank(self, noun: Token, role: Form) -> str:
        """ "A senior leader" or "one of its commanders" is a member; "the leader", "its emir" leads."""
        if role.entry.role != "leader_of" and noun.lower_ != "commander":
            return role.entry.role or "member_of"
        if noun.lower_ == "commander":
            free = not any((c.dep_ == "det" and c.lower_ != "the") or c.dep_ == "amod" for c in noun.children)
            heads = any(c.dep_ == "poss" for c in noun.children) or (
                free and noun.dep_ in {"appos", "attr"} and not self.counted(noun)
            )
            return "leader_of" if heads and noun.tag_ != "NNS" and not self.stationed(noun) else "member_of"
        before = {t.lower_ for t in noun.lefts} | {
            t.lower_ for t in noun.subtree if t.dep_ in {"compound", "amod"} and t.i < noun.i
        }
        if (
            before & {"deputy", "vice", "a", "an", "senior", "top", "second", "local", "regional"}
            and "provincial" not in before
        ):
            return "member_of"
        return "member_of" if noun.tag_ in {"NNS"} or self.counted(noun) else "leader_of"

    def _tie(self, noun: Token, form: Form) -> None:
        entry: RelationEntry = form.entry  # type: ignore[assignment]
        bearers = [m for m in self.bearers(noun) if self.fits(m, entry)]
        at_name = actor_at(self.doc, noun.i)
        if at_name and at_name.basis != "description" and self.fits(at_name, entry):
            bearers.append(at_name)  # "the Sahara branch of Y": the noun is part of the name
        bearers += self._members_in(noun) if entry.relation in SYMMETRIC else []
        place = self._place_after(noun)
        owner = self.owner(noun, but={m.actor_id for m in bearers}) or self._other_owner(noun, bearers)
        for bearer in bearers:
            if owner and owner.actor_id != bearer.actor_id and self._may_own(entry, owner, bearer, noun):
                self.add(
                    bearer,
                    entry.relation,
                    owner,
                    noun,
                    rule=f"noun_{form.key}",
                    turned=self._turned(entry, noun, owner),
                )
            if place is not None and entry.relation == "part_of" and self._acts_there(bearer, noun):
                self.add_place(bearer, place, noun, rule="noun_in")
        if owner and entry.relation == "part_of":
            self._whose(noun, owner)
        if owner is None and entry.relation in SYMMETRIC:
            owner = self._country_owner(noun)
            for bearer in bearers if owner else ():
                self.add(bearer, entry.relation, owner, noun, rule=f"noun_{form.key}")
        if owner is None and entry.relation in SYMMETRIC and noun.tag_ == "NNS":
            self._each_other(noun, entry, bearers)
        if owner is None and entry.turned and entry.relation == "part_of":
            self._joined(noun, bearers)
        if entry.relation == "ally_of" and not bearers and owner:
            self._ally_leads(noun, owner)

    def _members_in(self, noun: Token) -> list[Mention]:
        """ "Rwanda's friends in the M23": the group that they are in."""
        inner = [i for c in noun.children if c.dep_ == "prep" and c.lower_ == "in" for i in c.children]
        named = [m for i in inner if (m := actor_at(self.doc, i.i))] if noun.tag_ == "NNS" else []
        return [m for m in named if self.type_of(m) in {"armed_group", "state_force", "government"}]

    def _country_owner(self, noun: Token) -> Mention | None:
        """ "An ally of Kenya", "Rwanda's enemies": the country's government."""
        ends = [c for c in noun.children if c.dep_ == "poss"]
        ends += objects_of(noun, "of", "to")
        return next((m for c in ends if (m := self.country_party(c, "government"))), None)

    def _each_other(self, noun: Token, entry: RelationEntry, bearers: list[Mention]) -> None:
        """ "A and B are enemies", unless they are somebody else's."""
        if any(c.dep_ == "poss" or c.lower_ in {"of", "to"} for c in noun.children):
            return
        for one, other in itertools.combinations(bearers[:3], 2):
            self.add(one, entry.relation, other, noun, rule=f"mutual_{noun.lemma_}")

    def _joined(self, noun: Token, wholes: list[Mention]) -> None:
        """ "A and B fight in an alliance called C", "A and B formed a coalition, C"."""
        verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in {"in", "under", "within"} else noun.head
        if verb.pos_ != "VERB" or (
            noun.dep_ == "dobj" and verb.lemma_ not in {"form", "found", "create", "launch", "join"}
        ):
            return
        ends = [c for c in verb.children if c.dep_ == "nsubj"]
        over = [
            verb,
            *(c for c in verb.children if c.dep_ == "dobj" and c != noun),
        ]  # "share camps with B in a pact called C"
        ends += [i for t in over for c in t.children if c.dep_ == "prep" and c.lower_ == "with" for i in c.children]
        parts = [m for c in ends for one in [c, *c.conjuncts] if (m := actor_at(self.doc, one.i))]
        for part, whole in itertools.product(parts, wholes):
            if {self.type_of(part), self.type_of(whole)} <= ORGANISED:
                self.add(part, "part_of", whole, noun, rule="noun_whole")

    def _whose(self, noun: Token, owner: Mention) -> None:
        """ "X, whose wing of Y": X leads it."""
        verb = noun.head
        if verb.dep_ != "relcl" or not any(c.lower_ == "whose" for c in noun.children):
            return
        token = verb.head
        while (person := actor_at(self.doc, token.i)) is None and token.dep_ in {"pobj", "prep", "appos"}:
            token = token.head  # "X, the governor of Darfur, whose"
        if person and self.type_of(person) == "person" and self.type_of(owner) in ORGANISED - {"media"}:
            self.add(person, "leader_of", owner, noun, rule="noun_whose")

    def _turned(self, entry: RelationEntry, noun: Token, owner: Mention) -> bool:
        """ "An alliance of X and Y" is theirs, "Y's alliance" is Y's."""
        return entry.turned and not (entry.relation == "part_of" and owner.start < noun.idx)

    def _other_owner(self, noun: Token, bearers: list[Mention]) -> Mention | None:
        """ "X, the group's squad": "the group" is not X but the one named before it."""
        pointed = [m for c in noun.children if c.dep_ == "poss" and (m := actor_at(self.doc, c.i))]
        if not bearers or not any(m.basis == "description" for m in pointed):
            return None
        ids = {m.actor_id for m in bearers}
        before = [m for m in self.found.mentions if m.start < bearers[0].start and m.actor_id not in ids]
        last = next((m for m in reversed(before) if self.type_of(m) == "armed_group"), None)
        return last if last and last.start >= noun.sent.start_char else None

    def _acts_there(self, bearer: Mention, noun: Token) -> bool:
        kind = self.type_of(bearer)
        return kind == "armed_group" or (kind == "igo" and noun.lower_ in MISSIONS)  # "X, the union's mission in Y"

    def _ally_leads(self, noun: Token, owner: Mention) -> None:
        """ "X is led by an ally of Y": X is an ally of Y."""
        verb = noun.head.head if noun.head.dep_ == "agent" else None
        if verb is not None and verb.lemma_ in {"lead", "head", "command", "found", "run"}:
            for subject in (c for c in verb.children if c.dep_ == "nsubjpass"):
                if mention := actor_at(self.doc, subject.i):
                    self.add(mention, "ally_of", owner, verb, rule="led_by_ally")

    def _may_own(self, entry: RelationEntry, owner: Mention, bearer: Mention, noun: Token) -> bool:
        if entry.relation != "part_of":
            return True
        inside = self.doc[bearer.root].head == noun and self.doc[bearer.root].dep_ == "compound"
        foreign = inside and self.type_of(bearer) == "armed_group" and self.type_of(owner) != "armed_group"
        return self.type_of(owner) in ORGANISED - {"media"} and not foreign  # "Nigeria's Boko Haram group"

    def _place_after(self, noun: Token) -> Token | None:
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in {"in", "for", "across"}:
                for inner in child.children:
                    if inner.dep_ == "pobj" and self.is_place(inner):
                        return inner
        before = [c for c in noun.children if c.dep_ == "compound" and c.i == noun.i - 1]
        named = [c for c in before if any(p.start <= c.idx < p.end for p in self.found.places)]
        return named[0] if named else None  # "the Sinai group X"
