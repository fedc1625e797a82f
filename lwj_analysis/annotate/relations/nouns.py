"""Ties that nouns make: what a person is to a body, what a group is to another."""

from __future__ import annotations

from spacy.tokens import Token

from lwj_analysis.annotate.actors import actor_at
from lwj_analysis.annotate.records import Mention
from lwj_analysis.annotate.relations.base import ORGANISED, SUCCEEDING, Relating
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
        owner = self.owner(noun) or self.implied_owner(noun, role, bearers[0])
        if owner and self.type_of(owner) not in {"person", "civilians", "ngo" if role.key == "members" else ""}:
            relation = self._rank(noun, role)
            for bearer in bearers:
                self.add(bearer, relation, owner, noun, rule=f"role_{role.key}")
            for before in self._replaced(noun):
                self.add(before, relation, owner, noun, rule=f"role_{role.key}", status="former")

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
            return "leader_of" if heads and noun.tag_ != "NNS" else "member_of"
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
        place = self._place_after(noun)
        owner = self.owner(noun, but={m.actor_id for m in bearers})
        for bearer in bearers:
            if owner and owner.actor_id != bearer.actor_id and self._may_own(entry, owner):
                self.add(bearer, entry.relation, owner, noun, rule=f"noun_{form.key}", turned=entry.turned)
            if place is not None and entry.relation == "part_of" and self._acts_there(bearer, noun):
                self.add_place(bearer, place, noun, rule="noun_in")
        if entry.relation == "ally_of" and not bearers and owner:
            self._ally_leads(noun, owner)

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

    def _may_own(self, entry: RelationEntry, owner: Mention) -> bool:
        return entry.relation != "part_of" or self.type_of(owner) in ORGANISED - {"media"}

    def _place_after(self, noun: Token) -> Token | None:
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in {"in", "for", "across"}:
                for inner in child.children:
                    if inner.dep_ == "pobj" and self.is_place(inner):
                        return inner
        before = [c for c in noun.children if c.dep_ == "compound" and c.i == noun.i - 1]
        named = [c for c in before if any(p.start <= c.idx < p.end for p in self.found.places)]
        return named[0] if named else None  # "the Sinai group X"
