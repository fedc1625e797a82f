"""Descriptions: "the jihadist group", "the army", "85 soldiers", resolved where one actor fits, left open where two do."""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.tokens import Token

from lwj_analysis.annotate.pronouns import PLURAL, PRONOUNS, SINGULAR, resolve_pronoun
from lwj_analysis.annotate.reading import Reading
from lwj_analysis.annotate.records import Actor, Mention, Problem
from lwj_analysis.annotate.scene import MARGIN, REACH, SUBJECTS, Scene, Seen
from lwj_analysis.annotate.words import Form

DEFINITE = {"the", "this", "that", "these", "those", "both"}
LOOSE = {"attackers", "gunmen", "assailants", "bandits", "terrorists", "combatants", "fighters"}
LABELS = {"terrorists", "terrorist", "extremists", "extremist", "combatants", "islamists", "bandits"}
BARE = {"police", "security forces"}
SIDES = {"government", "regime", "junta", "federal", "loyalist"}  # "regime forces": the state's without an article too
BARE_PEOPLE = {"soldiers", "jihadists"}
NEVER = {"front", "brigade", "union", "cell", "gang"}  # of a group: too much else is called so
NO_FORCE = {"force", "state", "leader", "court"}
_MISSION = re.compile(r"nations|mission|union\b", re.I)  # no coalition, although of several states
UNITS = {"battalion", "brigade", "regiment", "division", "squadron", "unit"}


def find_descriptions(reading: Reading) -> None:
    """Add mentions with the basis ``description``; what fits no actor, or two alike, is left open."""
    _Resolver(reading).run()


class _Resolver:
    def __init__(self, reading: Reading) -> None:
        self.reading, self.doc, self.words = reading, reading.doc, reading.words
        self.scene = Scene(reading)
        self.sentence, self.paragraph = self.scene.sentence, self.scene.paragraph
        self.rebels = {m.root: m for m in reading.annotations.mentions if m.actor_id.endswith(":rebels")}

    def run(self) -> None:
        at = 0
        while at < len(self.doc):
            token = self.doc[at]
            form = self.words.actor_forms.at(self.doc, at)
            pointing = self.words.pointing_forms.at(self.doc, at)
            longest = max((f.end for f in (form, pointing) if f), default=at)
            if longest > at and not any(self.reading.is_taken_token(i) for i in range(at, longest)):
                if form:
                    self._noun(form)
                if pointing and not any(self.reading.is_taken_token(i) for i in range(at, longest)):
                    self._pointing(pointing)
                at = longest
                continue
            if mention := self.rebels.get(at):
                self._rebels(mention)
            if token.lower_ in PRONOUNS and not self.scene.in_title(at):
                resolve_pronoun(self.scene, token)
            at += 1
        for token in self.doc:  # "In a statement that its media arm put out, the group says"
            if token.dep_ == "poss" and token.lower_ in PRONOUNS and not self.scene.in_title(token.i):
                resolve_pronoun(self.scene, token)

    # ---- who fits ----

    def _fits(self, form: Form, left: int, kinds: set[str]) -> Callable[[Actor], bool]:
        """Of the type, and what the words say: jihadists are of a jihadist family, attackers not those who speak of them."""
        labels = [entry for i in range(left, form.end) if (entry := self._label(i))]
        families = {family for entry in labels for family in entry.families}
        head = self.doc[form.end - 1]
        own = self.scene.clause_subjects(head) if any(entry.foe for entry in labels) or families else set()

        def fits(actor: Actor) -> bool:
            if actor.type not in kinds or actor.id in own:
                return False
            return not families or actor.family in families or not actor.in_lexicon

        return fits

    def _label(self, index: int):
        form = self.words.label_forms.at(self.doc, index)
        return form.entry if form else None

    def _introduced(self, form: Form) -> bool:
        """ "A group of herders ... the group": a noun that came with "a" shortly before, and is no actor's."""
        head = self.doc[form.end - 1]
        for token in reversed(self.doc[: form.start]):
            if self.sentence[form.start] - self.sentence[token.i] > 2:
                return False
            if token.lower_ != head.lower_ or not any(c.lower_ in {"a", "an", "another"} for c in token.children):
                continue
            named = any(c.dep_ in {"appos", "relcl", "acl"} for c in token.children)
            return not named and token.dep_ not in {"appos", "attr"} and not self.reading.is_taken_token(token.i)
        return False

    # ---- noun phrases ----

    def _noun(self, form: Form) -> None:
        head = self.doc[form.end - 1]
        if head.pos_ in {"VERB", "ADV"} or self._is_specified(head):
            return
        if self._is_modifier(form):
            if form.key in {"army", "military"} and self._is_thing(head.head) and not self._is_owned(head.head):
                self._people(form, "state_force")  # "an army base"
            return
        if head.pos_ == "ADJ":
            return
        left, definite = self._left_edge(form.start)
        kind = form.entry.actor_type
        if not definite and self._is_people(form) and not self._is_owned(head):
            self._people(form, kind)
        elif kind in {"armed_group", "igo"}:
            if definite:
                self._group(form, left, kind)
        elif definite or self._bare(form) or self._service(form) or self._is_body(form):
            self._state(form, left, kind)

    def _group(self, form: Form, left: int, kind: str) -> None:
        words = self.doc[form.start : form.end].text.lower()
        if words == "coalition":
            fits = self._fits(form, left, {"igo"})
            seen = self._candidates(lambda a: fits(a) and not _MISSION.search(a.name), form, left)
            self._settle(form, left, seen, rule="definite")
            return
        if (kind == "armed_group" and words in NEVER) or self._introduced(form):
            return
        seen = self._candidates(self._fits(form, left, {kind}), form, left)
        if words in LOOSE and len(seen) != 1:
            return
        self._settle(form, left, seen, rule="definite")

    def _pointing(self, form: Form) -> None:
        """ "The agency", "the organization", "the Kurdish-led force": one of several types."""
        left, definite = self._left_edge(form.start)
        head = self.doc[form.end - 1]
        if not definite or head.pos_ not in {"NOUN", "PROPN"} or self._is_specified(head) or self._introduced(form):
            return
        if head.dep_ in {"compound", "nmod"} and head.head.i > head.i:
            return
        if form.key == "led_forces" and left + 1 == form.start:
            return  # "the force" alone may be anybody's
        by_type, like = self._fits(form, left, set(form.entry.points_to)), form.entry.like
        seen = self._candidates(lambda actor: by_type(actor) and (not like or self._is_like(actor, like)), form, left)
        self._settle(form, left, seen, rule="pointing")

    def _is_like(self, actor: Actor, like: tuple[str, ...]) -> bool:
        outlet = self.words.lexicon.sources.get(actor.id.removeprefix("outlet:"))
        told = f"{actor.name} {actor.id} {outlet.kind if outlet else ''}".lower()
        return any(word in told for word in like)

    def _rebels(self, mention: Mention) -> None:
        """ "The Yemeni rebels": the only group of that country named before, if there is one."""
        country = self.scene.actor(mention).country
        seen = self.scene.seen_before(
            mention.root,
            lambda a: a.type == "armed_group" and a.country == country and not a.id.endswith(":rebels"),
            avoid=(mention.root, mention.root + 1),
        )
        if len(seen) == 1 and self._left_edge(self.reading.tokens_of(mention.start, mention.end)[0])[1]:
            self.reading.replace(mention, seen[0].actor_id, basis="description", rule="demonym_rebels")

    def _settle(self, form: Form, left: int, seen: list[Seen], *, rule: str) -> None:
        if best := self.scene.best(seen, form.start, margin=MARGIN):
            self.reading.add_tokens(left, form.end, best, basis="description", rule=rule)
        elif len(seen) > 1:
            self._open(form, left, seen)

    def _open(self, form: Form, left: int, seen: list[Seen]) -> None:
        """Tell the reader that two or more actors fit alike."""
        names = sorted(self.reading.annotations.actors[s.actor_id].name for s in seen)
        start, end = self.doc[left].idx, self.doc[form.end - 1].idx + len(self.doc[form.end - 1])
        problem = Problem(start, end, "actor", f"{self.reading.text[start:end]!r} fits {', '.join(names)}")
        self.reading.annotations.problems.append(problem)

    def _state(self, form: Form, left: int, kind: str) -> None:
        branch = form.entry.branch or ("state_force" if kind == "state_force" else "government")
        seen = self._candidates(lambda a: a.type == kind and _of_branch(a.id, branch), form, left, reach=12)
        text = self.doc[form.start : form.end].text.lower()
        if text in UNITS:
            self._unit(form, left)
            return
        if form.key == "military_means" or text in NO_FORCE:
            return
        if (form.key == "soldiers" or (branch == "local" and text == "council")) and not seen:
            return
        if actor_id := self._state_body(form, branch, seen):
            self.reading.add_tokens(left, form.end, actor_id, basis="description", rule="definite_state")

    def _state_body(self, form: Form, branch: str, seen: list[Seen]) -> str | None:
        """The country's that the paragraph or the article is about; "the soldiers" are those last spoken of."""
        home = self.reading.home_of(form.start)
        of_home = f"{home}:{branch}" if home else None
        near = [s for s in seen if self.sentence[form.start] - s.sentence <= 3]
        if of_home and (form.key != "soldiers" or any(s.actor_id == of_home for s in seen)):
            return of_home
        fitting = near or (seen if form.key == "soldiers" else [])
        return self.scene.best(fitting, form.start, margin=MARGIN / 2)

    def _is_body(self, form: Form) -> bool:
        """Ministries and councils are named without an article too ("a defense ministry official")."""
        branch = form.entry.branch
        return branch.endswith("_ministry") or (branch == "local" and form.end - form.start > 1)

    def _service(self, form: Form) -> bool:
        """ "A navy spokesman": a service before a noun."""
        head = self.doc[form.end - 1]
        return bool(form.entry.branch) and form.entry.actor_type == "state_force" and head.dep_ in {"compound", "nmod"}

    def _is_people(self, form: Form) -> bool:
        return form.key in BARE_PEOPLE or self.doc[form.start].lower_ in {"peacekeeper", "peacekeepers"}

    def _is_thing(self, noun: Token) -> bool:
        """A noun that is no speaker and no force itself: base, camp, convoy."""
        words = self.words
        return noun.pos_ == "NOUN" and not (
            words.source_forms.at(self.doc, noun.i) or words.actor_forms.at(self.doc, noun.i)
        )

    def _is_owned(self, head: Token) -> bool:
        """ "Taliban fighters": a name before the noun says whose they are."""
        return any(
            c.dep_ == "poss" or (c.dep_ in {"compound", "amod", "nmod"} and self.reading.is_taken_token(c.i))
            for c in head.children
        )

    def _people(self, form: Form, kind: str) -> None:
        """ "85 soldiers", "militants": theirs, if the paragraph so far or the article has one such actor only."""
        index = form.start
        if self.doc[index].lower_ in LABELS or self._is_allied(self.doc[form.end - 1]):
            return
        title, fits = self.scene.in_title(index), self._fits(form, index, {kind})
        order, at = self.reading.order, self.doc[index].idx
        its = {key: of for key, of in order.of.items() if of and fits(self.scene.actor(of[0]))}
        named = {
            key: first for key, of in its.items() if (first := next((m for m in of if self._is_party(m, kind)), None))
        }
        start, end = self.scene.paragraph_of(index)
        beside = (m for m in order.between(start, end if title else at) if m.actor_id in named)
        here = {m.actor_id for m in beside if self._is_party(m, kind)}
        whole = {key for key in named if kind != "state_force" or ":" in key}  # "soldiers" are a state's
        fitting = {self._army(actor_id) for actor_id in (here if len(here) == 1 else whole)}
        if len(fitting) == 1 and (title or any(first.start < at for first in named.values())):
            self.reading.add_tokens(form.start, form.end, fitting.pop(), basis="description", rule="bare_plural")

    def _is_allied(self, head: Token) -> bool:
        """ "Soldiers and allied militiamen": the other side's."""
        return any(
            c.dep_ == "amod" and c.lower_ in {"allied", "loyal", "loyalist", "government"} for c in head.children
        )

    def _army(self, actor_id: str) -> str:
        """The soldiers of an army's press office are the army's."""
        parent = self.reading.annotations.actors[actor_id].parent or ""
        if ":" in actor_id or not parent.endswith(":state_force") or not (army := self.words.actor(parent)):
            return actor_id
        self.reading.annotations.actors.setdefault(parent, army)
        return parent

    def _is_party(self, mention: Mention, kind: str) -> bool:
        """Forces other than the police; groups that are more than the owner of another ("al Qaeda's branch")."""
        actor_id = mention.actor_id
        if self.reading.annotations.actors[actor_id].type != kind or actor_id.startswith("unit:"):
            return False
        if kind == "igo":
            # a mission, not the body that sends it
            return self.reading.annotations.actors[actor_id].country is not None
        if kind == "state_force":
            return actor_id.endswith(":state_force") or ":" not in actor_id
        return self.doc[mention.root].dep_ not in {"poss", "compound", "amod"}

    def _unit(self, form: Form, left: int) -> None:
        """ "The battalion" is a unit named before."""
        before = [
            m
            for m in self.reading.annotations.mentions
            if m.start < self.doc[left].idx
            and m.actor_id.startswith(("unit:", "name:"))
            and self.scene.actor(m).type == "state_force"
        ]
        if before:
            last = max(before, key=lambda m: m.start)
            self.reading.add_tokens(left, form.end, last.actor_id, basis="description", rule="definite_unit")

    def _bare(self, form: Form) -> bool:
        """ "Police said": some nouns stand for their body without an article, as subject or agent."""
        head = self.doc[form.end - 1]
        words = self.doc[form.start : form.end].text.lower().split()
        stands = " ".join(words) in BARE or (words[0] in SIDES and form.entry.actor_type == "state_force")
        return stands and (head.dep_ in SUBJECTS or (head.dep_ == "pobj" and head.head.dep_ in {"agent", "prep"}))

    def _is_modifier(self, form: Form) -> bool:
        """ "army base": the noun only says what kind of base."""
        head = self.doc[form.end - 1]
        named = form.entry.branch and any(a.endswith(f":{form.entry.branch}") for a in self.reading.annotations.actors)
        if named and form.entry.actor_type == "state_force":
            return False  # "a navy officer", once the navy has been named
        modifies = head.dep_ in {"compound", "nmod", "amod"} and head.head.i >= form.end
        return modifies and not (form.entry.branch.endswith("_ministry") or form.entry.branch == "local")

    def _is_specified(self, head: Token) -> bool:
        """ "the group Ansar Dine", "the army of Mali", "the group that ...": the words say which."""
        if head.i + 1 < len(self.doc) and head.nbor().lower_ in {"who", "which", "that", "whose"}:
            return True
        for child in head.children:
            if child.i > head.i and child.dep_ in {"appos", "relcl", "acl"} and child.i - head.i < 3:
                return True
            if child.dep_ == "prep" and child.lower_ == "of" and child.i == head.i + 1:
                return True
            if child.dep_ == "poss" and child.lower_ not in SINGULAR | PLURAL:
                return True
        return False

    def _left_edge(self, start: int) -> tuple[int, bool]:
        at = start
        while at > 0 and not self.doc[at].is_sent_start and start - at < 5:
            word = self.doc[at - 1]
            if word.lower_ in DEFINITE and word.pos_ in {"DET", "PRON"}:
                return at - 1, True
            if (
                word.pos_ not in {"ADJ", "NOUN", "PROPN"}
                and word.text not in {"-", "–"}
                and word.dep_ not in {"amod", "compound"}
            ):
                break
            if self.reading.is_taken_token(at - 1):
                break
            at -= 1
        return start, False

    def _candidates(self, fits: Callable[[Actor], bool], form: Form, left: int, *, reach: int = REACH) -> list[Seen]:
        return self.scene.seen_before(form.start, fits, avoid=(left, form.end), reach=reach)


def _of_branch(actor_id: str, branch: str) -> bool:
    return actor_id.endswith(f":{branch}") or (branch == "state_force" and actor_id.startswith("unit:"))
