"""Stated ties: who leads, belongs to, speaks for, sides with, follows whom, and where a group is active.

A tie is read from an apposition ("X, the leader of Y"), a possessive ("Y's branch, X"), a verb ("X broke away from Y"),
a title ("Captain X"), or a name that says it ("Sahara branch of Y", "Mali's security ministry"). Words that hedge make
it ``alleged``, words that put it in the past ``former``.
"""

from __future__ import annotations

import itertools
import re

from spacy.language import Language
from spacy.tokens import Doc, Token

from lwj_analysis.annotate.actors import VOCABULARY, actor_at, actor_of
from lwj_analysis.annotate.persons import first_token
from lwj_analysis.annotate.records import Mention
from lwj_analysis.annotate.relating import ORGANISED, SUBJECTS, Relating, Ties, first_of
from lwj_analysis.annotate.words import Form, Vocabulary
from lwj_analysis.lexicon import Lexicon, RelationEntry

FORMERLY = re.compile(
    r"\)?\s?,?\s?\(?(?:formerly|previously|once|earlier)(?: (?:known|called|named|operating))?(?: as)?(?: the)?\s"
)


def find_relations(doc: Doc, words: Vocabulary, ties: Ties) -> None:
    """Fill ``doc._.lwj.relations``."""
    finder = _Finder(doc, words, ties)
    finder.nouns()
    finder.verbs()
    finder.mergers()
    finder.former_names()
    finder.titles()
    finder.structure()
    finder.members()
    finder.strongholds()


class _Finder(Relating):
    # ---- nouns ----

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
            if place is not None and entry.relation == "part_of" and self.type_of(bearer) == "armed_group":
                self.add_place(bearer, place, noun, rule="noun_in")
        if entry.relation == "ally_of" and not bearers and owner:
            self._ally_leads(noun, owner)

    def _ally_leads(self, noun: Token, owner: Mention) -> None:
        """ "X is led by an ally of Y": X is an ally of Y."""
        verb = noun.head.head if noun.head.dep_ == "agent" else None
        if verb is not None and verb.lemma_ in {"lead", "head", "command", "found", "run"}:
            for subject in (c for c in verb.children if c.dep_ == "nsubjpass"):
                if mention := actor_at(self.doc, subject.i):
                    self.add(mention, "ally_of", owner, verb, rule="led_by_ally")

    def _may_own(self, entry: RelationEntry, owner: Mention) -> bool:
        return entry.relation != "part_of" or self.type_of(owner) in ORGANISED - {"media"}

    # ---- verbs ----

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
        subjects = [m for m in self._subjects(verb, named=entry.subject == "person") if self.fits(m, entry)]
        if entry.relation == "operates_in":
            self._operates(verb, entry, subjects)
            return
        for target in self._targets(verb, entry):
            for subject in subjects:
                if subject.actor_id == target.actor_id or not self._ends_fit(entry, subject, target):
                    continue
                relation = entry.relation
                if (
                    entry.object_words
                    and entry.relation == "part_of"
                    and "person" in {self.type_of(subject), self.type_of(target)}
                ):
                    relation = "ally_of"
                self.add(subject, relation, target, verb, rule=f"verb_{verb.lemma_}", turned=entry.turned)
        if entry.relation == "part_of" and "allegiance" in entry.object_words:
            for subject in (m for m in self._subjects(verb) if self.type_of(m) == "person"):
                for target in self._targets(verb, entry):
                    self.add(subject, "ally_of", target, verb, rule=f"verb_{verb.lemma_}")

    def _ends_fit(self, entry: RelationEntry, subject: Mention, target: Mention) -> bool:
        one, other = self.type_of(subject), self.type_of(target)
        if entry.relation in {"leader_of", "member_of"}:
            return one == "person" and other in ORGANISED - {"media"}
        if entry.relation in {"part_of", "predecessor_of"}:
            return (one in ORGANISED and other in ORGANISED - {"media"}) or "allegiance" in entry.object_words
        return one not in {"media"} and other not in {"media"}

    def _has_word(self, verb: Token, entry: RelationEntry) -> bool:
        words = {c.lower_ for c in verb.children}
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
            else:
                break
        return []

    def _mentions(self, tokens: list[Token], *, named: bool = False) -> list[Mention]:
        found = []
        for token in tokens:
            if token.lower_ in {"who", "which", "that"} and token.head.dep_ == "relcl":
                token = token.head.head
            for one in [token, *token.conjuncts]:
                mention = (
                    actor_at(self.doc, one.i)
                    or self._appositive(one)
                    or self._said_of(one)
                    or (None if named else actor_of(self.doc, one))
                )
                if mention:
                    found.append(mention)
        return found

    def _said_of(self, noun: Token) -> Mention | None:
        """ "X, a faction that broke away": the faction is X."""
        bearers = self.bearers(noun) if noun.pos_ == "NOUN" else []
        return bearers[0] if bearers else None

    def _targets(self, verb: Token, entry: RelationEntry) -> list[Mention]:
        passive = any(c.dep_ == "agent" for c in verb.children)
        if passive:
            subjects = [c for c in verb.children if c.dep_ == "nsubjpass"]
            above = [verb.head] if verb.dep_ in {"acl", "relcl"} and not subjects else []
            return self._mentions([*subjects, *above])
        found: list[Token] = []
        direct = not entry.prepositions or "" in entry.prepositions
        wants_object = not entry.object_words or entry.relation == "rival_of"
        for child in verb.children:
            if child.dep_ in {"dobj", "attr", "oprd", "dative"} and wants_object and direct:
                found.append(child)
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
        mentions = []
        for token in found:
            for one in [token, *token.conjuncts]:
                mention = (
                    actor_at(self.doc, one.i) or self._appositive(one) or actor_of(self.doc, one) or self._said_of(one)
                )
                if mention:
                    mentions.append(mention)
        return mentions

    def _appositive(self, noun: Token) -> Mention | None:
        """ "its predecessor, X": the name behind the noun."""
        return next((m for c in noun.children if c.dep_ == "appos" and (m := actor_at(self.doc, c.i))), None)

    def _has_own_subject(self, verb: Token) -> bool:
        return any(c.dep_ == "nsubj" and c.lower_ not in {"who", "which", "that"} for c in verb.children)

    def _operates(self, verb: Token, entry: RelationEntry, subjects: list[Mention]) -> None:
        subjects = [s for s in subjects if self.type_of(s) == "armed_group"]
        places: list[Token] = []
        if entry.prepositions:
            places = [
                i for c in verb.children if c.dep_ == "prep" and c.lower_ in entry.prepositions for i in c.children
            ]
        elif verb.dep_ == "relcl" and self._has_own_subject(verb):
            places = [first_of(verb.head.head) if verb.head.dep_ == "appos" else verb.head]
        else:
            places = [c for c in verb.children if c.dep_ == "dobj"]
        for place in places:
            if place.dep_ in {"pobj", "dobj", "nsubj", "conj", "ROOT"} and self.is_place(place):
                for subject in subjects:
                    self.add_place(subject, place, verb, rule=f"verb_{verb.lemma_}")

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
        for subject in self._mentions(subjects):
            for target in targets:
                if entry.relation == "operates_in":
                    if self.type_of(subject) == "armed_group" and self.is_place(target):
                        self.add_place(subject, target, word, rule=f"adjective_{word.lower_}")
                elif (mention := actor_of(self.doc, target)) and mention.actor_id != subject.actor_id:
                    self.add(subject, entry.relation, mention, word, rule=f"adjective_{word.lower_}")

    def _participle(self, word: Token) -> None:
        """ "the al Qaeda-linked group X", "US-backed SDF"."""
        one = actor_at(self.doc, word.i - 2)
        if one is None:
            one = self._country(self.doc[word.i - 2])
        head = word
        while head.dep_ in {"amod", "compound", "nmod", "npadvmod"} and head.head.i > word.i:
            head = head.head
        other = actor_at(self.doc, head.i) or self._said_of(head)
        if one and other and one.actor_id != other.actor_id and other.start > word.idx:
            self.add(other, self.ties.participles[word.lower_][0].relation, one, word, rule=f"participle_{word.lower_}")

    def _country(self, token: Token) -> Mention | None:
        return None

    def former_names(self) -> None:
        """ "X, formerly known as Y": Y became X."""
        mentions = sorted((m for m in self.found.mentions if m.basis != "description"), key=lambda m: m.start)
        for one, other in itertools.pairwise(mentions):
            between = self.text[one.end : other.start]
            if FORMERLY.fullmatch(between) and {self.type_of(one), self.type_of(other)} <= ORGANISED:
                self.add(one, "predecessor_of", other, self.doc[other.root], rule="formerly", turned=True)

    # ---- mergers, titles, structure ----

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
            if owner and owner.actor_id != mention.actor_id and mention.basis != "description":
                types = {self.type_of(mention), self.type_of(owner)}
                if (
                    types <= {"armed_group"}
                    or types <= {"igo"}
                    or (self.type_of(mention) == "media" and "armed_group" in types)
                ):
                    self.add(mention, "part_of", owner, token, rule="possessive")

    def _says_parent(self, actor_id: str, parent: str) -> bool:
        """The name is that of a branch ("defense ministry", a numbered unit), or has the owner's name in it."""
        branch = actor_id.partition(":")[2]
        if (
            actor_id.startswith("unit:")
            or branch.endswith("_ministry")
            or branch in {"navy", "air_force", "special_forces", "ministry"}
        ):
            return True
        if self.found.actors[actor_id].type not in {"igo", "state_force", "government"} or branch in {
            "state_force",
            "police",
        }:
            return False
        whole = self.found.actors[parent]
        owners = {whole.name, *whole.aliases} if ":" not in parent else self._country_words(parent.partition(":")[0])
        said = [self.text[m.start : m.end] for m in self.found.mentions if m.actor_id == actor_id]
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in owners for text in said)

    def _country_words(self, country: str) -> set[str]:
        entry = self.words.lexicon.countries.get(country)
        return {entry.name, *entry.aliases} if entry else set()

    def members(self) -> None:
        """ "X, of the provincial council", "X, also of the council"."""
        for mention in self.found.mentions:
            if self.type_of(mention) != "person" or mention.basis == "description":
                continue
            text = self.text[mention.end : mention.end + 30]
            if not (match := re.match(r"\s?,\s(?:also\s|himself\s)?of\s(?:the\s)?", text)):
                continue
            at = mention.end + match.end()
            owner = next((m for m in self.found.mentions if m.start <= at < m.end), None)
            if owner and self.type_of(owner) in ORGANISED - {"media"}:
                self.add(mention, "member_of", owner, self.doc[mention.root], rule="of")

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

    # ---- helpers ----

    def _place_after(self, noun: Token) -> Token | None:
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in {"in", "for", "across"}:
                for inner in child.children:
                    if inner.dep_ == "pobj" and self.is_place(inner):
                        return inner
        return None


class RelationsFinder:
    """Fills the relations."""

    def __init__(self) -> None:
        self.ties: Ties | None = None

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the tying words."""
        self.ties = Ties.of(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        words = doc.user_data.get(VOCABULARY)
        if self.ties is not None and words is not None and doc.has_annotation("DEP"):
            find_relations(doc, words, self.ties)
        return doc


@Language.factory("lwj_relations")
def make_relations(nlp: Language, name: str) -> RelationsFinder:
    return RelationsFinder()
