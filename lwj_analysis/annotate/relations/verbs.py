"""Ties that verbs, adjectives and participles make, and mergers."""

from __future__ import annotations

from spacy.tokens import Token

from lwj_analysis.annotate.actors import READING, actor_at, actor_of
from lwj_analysis.annotate.persons import first_token
from lwj_analysis.annotate.records import Mention
from lwj_analysis.annotate.relations.base import ORGANISED, SUBJECTS, SYMMETRIC, Relating, first_of, with_later
from lwj_analysis.annotate.relations.status import ACCUSING, is_open
from lwj_analysis.lexicon import RelationEntry


class VerbTies(Relating):
    def verbs(self) -> None:
        """Verbs, adjectives and participles that tie."""
        for token in self.doc:
            if token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB"):
                for entry in self.ties.verbs.get(token.lemma_, ()):
                    self._verb(token, entry)
            for entry in self.ties.adjectives.get(token.lower_, ()):
                self._adjective(token, entry)
            if token.lower_ in self.ties.participles and token.i > 1 and self.doc[token.i - 1].text in {"-", "‐", "–"}:
                self._participle(token)

    def _verb(self, verb: Token, entry: RelationEntry) -> None:
        if entry.object_words and not self._has_word(verb, entry):
            return
        if entry.relation == "met_with" and is_open(verb):
            return  # "will meet", "wants to meet"
        subjects = [m for m in self._subjects(verb, named=entry.subject == "person") if self.fits(m, entry)]
        if entry.relation == "operates_in":
            self._operates(verb, entry, subjects)
            return
        for target in self._targets(verb, entry):
            for subject in subjects:
                if subject.actor_id == target.actor_id or not self._ends_fit(entry, subject, target):
                    continue
                relation = entry.relation
                if relation == "leader_of" and self._only_troops(verb):
                    relation = "member_of"
                if (
                    entry.object_words
                    and entry.relation == "part_of"
                    and "person" in {self.type_of(subject), self.type_of(target)}
                ):
                    relation = "ally_of"
                status = "former" if entry.former else None
                self.add(
                    subject, relation, target, verb, rule=f"verb_{verb.lemma_}", turned=entry.turned, status=status
                )
        if entry.relation == "part_of" and "allegiance" in entry.object_words:
            for subject in (m for m in self._subjects(verb) if self.type_of(m) == "person"):
                for target in self._targets(verb, entry):
                    self.add(subject, "ally_of", target, verb, rule=f"verb_{verb.lemma_}")

    def _only_troops(self, verb: Token) -> bool:
        """ "Who commands the troops in Arauca" does not lead the army."""
        troops = [c for c in verb.children if c.dep_ == "dobj" and c.tag_ == "NNS"]
        return any(self.stationed(c) or self.stationed(verb) for c in troops)

    def _ends_fit(self, entry: RelationEntry, subject: Mention, target: Mention) -> bool:
        one, other = self.type_of(subject), self.type_of(target)
        if entry.objects and other not in entry.objects:
            return False
        if entry.relation in {"leader_of", "member_of", "spokesman_of"}:
            return one == "person" and other in ORGANISED - {"media"}
        if entry.relation in {"part_of", "predecessor_of"}:
            return (one in ORGANISED and other in ORGANISED - {"media"}) or "allegiance" in entry.object_words
        return one not in {"media"} and other not in {"media"}

    def _has_word(self, verb: Token, entry: RelationEntry) -> bool:
        words = {c.lower_ for c in verb.children if not any(d.lower_ == "no" for d in c.children)}  # "has no base"
        led = [c for c in verb.children if c.lower_ in entry.prepositions]  # "to the aid of"
        words |= {i.lower_ for c in led for i in c.children}
        above = verb.head.lemma_ if verb.dep_ in {"xcomp", "ccomp"} else ""
        return bool(words & set(entry.object_words)) or above in entry.object_words

    def _subjects(self, verb: Token, *, named: bool = False) -> list[Mention]:
        """The mentions (of a noun or, unless ``named``, of its owner: "a wing of X") that do the verb."""
        token = verb
        for _ in range(4):
            agents = [i for c in token.children if c.dep_ == "agent" for i in c.children if i.dep_ == "pobj"]
            if agents and token == verb:
                return self._mentions(agents, named=named)
            subjects = [c for c in token.children if c.dep_ in SUBJECTS]
            if subjects:
                return self._mentions(list(subjects), named=named)
            if token.dep_ in {"conj", "xcomp", "advcl"} and token.head != token:
                token = token.head
            elif token.dep_ in {"acl", "relcl"}:
                return self._mentions([token.head], named=named)
            elif token.dep_ == "pcomp" and token.head.head.lemma_ in ACCUSING:
                accused = [c for c in token.head.head.children if c.dep_ in {"dobj", "nsubjpass"}]
                return self._mentions(accused, named=named)  # "accused X of backing Y"
            else:
                break
        return []

    def _mentions(self, tokens: list[Token], *, named: bool = False) -> list[Mention]:
        found = []
        for token in tokens:
            alone = False
            if token.lower_ in {"who", "which", "that"} and token.head.dep_ == "relcl":
                alone = is_singular(token.head)  # "A and B, who heads C"
                token = token.head.head
            for one in [token] if alone else [token, *token.conjuncts]:
                mention = (
                    actor_at(self.doc, one.i)
                    or self._appositive(one)
                    or self._said_of(one)
                    or (None if named else actor_of(self.doc, one))
                )
                if mention:
                    found.append(mention)
                if one.tag_ == "NNS" and one.pos_ == "NOUN" and actor_at(self.doc, one.i) is None:
                    found += [m for m in self.bearers(one) if m is not mention]  # "two groups, X and Y, merged"
        return found

    def _said_of(self, noun: Token) -> Mention | None:
        """ "X, a faction that broke away": the faction is X."""
        bearers = self.bearers(noun) if noun.pos_ == "NOUN" else []
        within = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
        if not bearers and within is not None and self.ties.nouns.at(self.doc, within.i):
            bearers = self.bearers(within)  # "X, an alliance of rebels who side with Y"
        return bearers[0] if bearers else None

    def _targets(self, verb: Token, entry: RelationEntry) -> list[Mention]:
        passive = any(c.dep_ == "agent" for c in verb.children)
        if passive:
            subjects = [c for c in verb.children if c.dep_ == "nsubjpass"]
            above = [verb.head] if verb.dep_ in {"acl", "relcl"} and not subjects else []
            return self._mentions([*subjects, *above])
        found: list[Token] = []
        direct = not entry.prepositions or "" in entry.prepositions
        wants_object = not entry.object_words or entry.relation == "rival_of" or "" in entry.prepositions
        for child in verb.children:
            if child.dep_ in {"dobj", "attr", "oprd", "dative"} and wants_object and direct:
                relative = child.lower_ in {"that", "which", "whom"} and verb.dep_ == "relcl"
                found.append(verb.head if relative else child)  # "the outfit that X founded"
            if child.dep_ == "prep" and child.lower_ in entry.prepositions:
                found += [i for i in child.children if i.dep_ == "pobj"]
                found += [i for c in child.children if c.dep_ == "prep" for i in c.children if i.dep_ == "pobj"]
            below = child.subtree if child.dep_ == "dobj" and entry.object_words else child.children
            if child.dep_ in {"dobj", "advmod", "prt"} and (entry.object_words or entry.prepositions):
                found += [
                    i
                    for c in below
                    if c.dep_ == "prep" and c.lower_ in entry.prepositions
                    for i in c.children
                    if i.dep_ == "pobj"
                ]
        if (
            not found
            and verb.dep_ in {"acl", "relcl"}
            and not passive
            and self._has_own_subject(verb)
            and wants_object
            and direct
        ):
            found = [verb.head]  # "an outfit that X founded"
        if entry.relation == "rival_of" and not found:
            found = [c for c in verb.children if c.dep_ == "dobj"]
        if verb.dep_ == "relcl":  # "to which X belongs"
            found = [verb.head if t.dep_ == "pobj" and t.lower_ in {"which", "whom"} else t for t in found]
        mentions = []
        for token in found:
            for one in [token, *token.conjuncts]:
                mention = (
                    actor_at(self.doc, one.i) or self._appositive(one) or actor_of(self.doc, one) or self._said_of(one)
                ) or (self.country_party(one, "government") if entry.relation in SYMMETRIC else None)
                if mention:
                    mentions.append(mention)
        return mentions

    def _appositive(self, noun: Token) -> Mention | None:
        """ "its predecessor, X", "a deserter named X": the name behind the noun."""
        behind = [c for c in noun.children if c.dep_ == "appos"]
        named = [c for c in noun.children if c.dep_ == "acl" and c.lemma_ in {"name", "call", "know", "identify"}]
        behind += [i for c in named for i in c.subtree if i.dep_ in {"oprd", "dobj", "pobj", "attr"}]
        return next((m for c in behind if (m := actor_at(self.doc, c.i))), None)

    def _has_own_subject(self, verb: Token) -> bool:
        return any(c.dep_ == "nsubj" and c.lower_ not in {"who", "which", "that"} for c in verb.children)

    def _operates(self, verb: Token, entry: RelationEntry, subjects: list[Mention]) -> None:
        forces = {"armed_group", "state_force"} if entry.object_words else {"armed_group"}
        if not subjects and "soldiers" in entry.object_words:
            named = [c for c in verb.children if c.dep_ == "nsubj"]
            subjects = [m for c in named if (m := self.country_party(c, "state_force"))]  # "Rwanda has soldiers in ..."
        subjects = [s for s in subjects if self.type_of(s) in forces]
        places: list[Token] = []
        if entry.prepositions:
            places = self._where(verb, entry)
        elif verb.dep_ == "relcl" and self._has_own_subject(verb):
            places = [first_of(verb.head.head) if verb.head.dep_ == "appos" else verb.head]
        else:
            places = [c for c in verb.children if c.dep_ == "dobj"]
        places = [one for place in with_later(places) for one in self.grounds(place)]
        for place in places:
            if place.dep_ in {"pobj", "dobj", "nsubj", "conj", "ROOT"} and self.is_place(place):
                for subject in subjects:
                    self.add_place(subject, place, verb, rule=f"verb_{verb.lemma_}")

    def _where(self, word: Token, entry: RelationEntry) -> list[Token]:
        """What the prepositions of a word, of its object, or of the verb it completes lead to."""
        objects = [c for c in word.children if c.dep_ in {"dobj", "nsubj"} and c.lower_ in entry.object_words]
        bearers = [word, *objects, *([word.head] if word.dep_ == "acomp" else [])]
        preps = [c for t in bearers for c in t.children if c.dep_ in {"prep", "conj"}]
        named = [p for p in dict.fromkeys(with_later(preps)) if p.lower_ in entry.prepositions and p.i > word.i]
        return [i for p in named for i in p.children if i.dep_ == "pobj"]

    def _adjective(self, word: Token, entry: RelationEntry) -> None:
        head = word.head
        if word.dep_ == "acomp" or head.lemma_ == "be":
            subjects = [c for c in head.children if c.dep_ in SUBJECTS]
        elif word.dep_ in {"amod", "acl"}:
            subjects = [head]
        else:
            return
        targets = [
            i
            for c in word.children
            if c.dep_ == "prep" and c.lower_ in entry.prepositions
            for i in c.children
            if i.dep_ == "pobj"
        ]
        if entry.relation == "operates_in":
            targets = [place for one in with_later(self._where(word, entry)) for place in self.grounds(one)]
        for subject in self._mentions(subjects):
            for target in targets:
                if entry.relation == "operates_in":
                    if self.type_of(subject) == "armed_group":
                        self.add_place(subject, target, word, rule=f"adjective_{word.lower_}")
                elif (mention := actor_of(self.doc, target)) and mention.actor_id != subject.actor_id:
                    self.add(subject, entry.relation, mention, word, rule=f"adjective_{word.lower_}")

    def _participle(self, word: Token) -> None:
        """ "the al Qaeda-linked group X", "US-backed SDF"."""
        head = word
        while head.dep_ in {"amod", "compound", "nmod", "npadvmod"} and head.head.i > word.i:
            head = head.head
        one = actor_at(self.doc, word.i - 2) or self._country(self.doc[word.i - 2], head)
        other = actor_at(self.doc, head.i) or self._said_of(head)
        if one and other and one.actor_id != other.actor_id and other.start > word.idx:
            self.add(other, self.ties.participles[word.lower_][0].relation, one, word, rule=f"participle_{word.lower_}")

    def _country(self, token: Token, bearer: Token) -> Mention | None:
        """ "Turkish-backed X", "US-backed X": the country's government."""
        reading, mention = self.doc.user_data.get(READING), actor_at(self.doc, bearer.i)
        hit = next((h for h in reading.country_hits if h.start <= token.idx < h.end), None) if reading else None
        return self.of_country(reading.country_of(hit), "government", mention) if hit and mention else None

    def mergers(self) -> None:
        """ "X came into being when A, B and C merged", "A and B merged to form X"."""
        for verb in self.doc:
            if verb.lemma_ not in {"merge", "unite", "fuse", "amalgamate"} or not (
                verb.pos_ in {"VERB", "ADJ"} or verb.tag_ == "VBN"
            ):
                continue
            sentence = verb.sent
            named = [
                m
                for m in self.found.mentions
                if sentence.start_char <= m.start < sentence.end_char and self.type_of(m) == "armed_group"
            ]
            result = self._result(verb, named)
            if result is None:
                continue
            owners = {m.actor_id for m in named if self._owns(m)}
            for part in named:
                if part.actor_id != result.actor_id and part.actor_id not in owners:
                    self.add(part, "predecessor_of", result, verb, rule="merger")
                    if whole := self._class_owner(part, named):
                        self.add(part, "part_of", whole, verb, rule="merger")

    def _result(self, verb: Token, named: list[Mention]) -> Mention | None:
        before = [m for m in named if m.start < verb.idx]
        text = verb.sent.text.lower()
        if before and any(
            words in text
            for words in ("came into being", "was formed", "was created", "was founded", "was born", "emerged")
        ):
            return before[0]
        if any(words in text for words in ("to form", "into", "under the name", "to create", "forming")):
            after = [m for m in named if m.start > verb.idx]
            return after[-1] if after and before else None
        return None

    def _class_owner(self, part: Mention, named: list[Mention]) -> Mention | None:
        """ "four al Qaeda outfits merged: A, B": A and B are al Qaeda's."""
        for mention in named:
            behind = self.doc[mention.root + 1] if mention.root + 1 < len(self.doc) else None
            plural = behind is not None and behind.lower_.endswith("s") and self.ties.nouns.at(self.doc, behind.i)
            if mention.start < part.start and plural:
                return mention if mention.actor_id != part.actor_id else None
        return None

    def _owns(self, mention: Mention) -> bool:
        """The owner in "the branch of X" or "X outfits" is no party of its own."""
        before = self.doc[max(0, first_token(self.doc, mention) - 1)]
        behind = self.doc[min(len(self.doc) - 1, mention.root + 1)]
        is_class = behind.lower_.endswith("s") and self.ties.nouns.at(self.doc, behind.i) is not None
        return before.lower_ == "of" or is_class or self.doc[mention.root].dep_ == "poss"


def is_singular(verb: Token) -> bool:
    """Whether the verb's form says that one does it."""
    return verb.tag_ == "VBZ" or any(c.lower_ in {"has", "is", "was"} for c in verb.children)
