"""Descriptions and pronouns: "the jihadist group", "the army", "it", "they", resolved where one actor fits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from spacy.tokens import Token

from lwj_analysis.annotate.reading import Reading
from lwj_analysis.annotate.records import Mention, Problem
from lwj_analysis.annotate.words import Form

DEFINITE = {"the", "this", "that", "these", "those", "both"}
SINGULAR = {"it", "its", "itself"}
PLURAL = {"they", "their", "them", "themselves"}
PERSONAL = {"he", "his", "him", "she", "her", "himself", "herself"}
SUBJECTS = {"nsubj", "nsubjpass"}
LOOSE = {"attackers", "gunmen", "assailants", "bandits", "terrorists", "combatants", "fighters"}
LABELS = {"terrorists", "terrorist", "extremists", "extremist", "combatants", "islamists", "bandits"}
BARE = {"police", "security forces", "government troops", "government forces"}
BARE_PEOPLE = {"soldiers", "jihadists"}
REACH = 5  # sentences
MARGIN = 0.3


@dataclass(slots=True)
class _Seen:
    """An actor as last named: where, how prominently, how often."""

    actor_id: str
    sentence: int
    paragraph: int
    start: int
    subject: bool
    count: int


def find_descriptions(reading: Reading) -> None:
    """Add mentions with the basis ``description``; what fits no actor, or two alike, is left open."""
    _Resolver(reading).run()


class _Resolver:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.doc = reading.doc
        self.sentence, self.paragraph = _positions(self.doc)
        self.title = reading.annotations.has_title

    def run(self) -> None:
        at = 0
        while at < len(self.doc):
            token = self.doc[at]
            form = self.reading.words.actor_forms.at(self.doc, at)
            if form and not any(self.reading.is_taken_token(i) for i in range(form.start, form.end)):
                self._noun(form)
                at = form.end
                continue
            if token.lower_ in SINGULAR | PLURAL | PERSONAL and not (self.title and self.paragraph[at] == 0):
                self._pronoun(token)
            at += 1

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
            kind = "igo"
        elif kind == "armed_group" and words in {"front", "brigade", "union", "cell", "gang"}:
            return
        seen = self._candidates(kind, form.start, avoid=(left, form.end))
        loose = words in LOOSE
        if loose and len(seen) != 1:
            return
        if best := self._best(seen, form.start, margin=MARGIN):
            self.reading.add_tokens(left, form.end, best, basis="description", rule="definite")
        elif len(seen) > 1:
            self._open(form, left, seen)

    def _open(self, form: Form, left: int, seen: list[_Seen]) -> None:
        """Tell the reader that two or more actors fit alike."""
        names = sorted(self.reading.annotations.actors[s.actor_id].name for s in seen)
        start, end = self.doc[left].idx, self.doc[form.end - 1].idx + len(self.doc[form.end - 1])
        problem = Problem(start, end, "actor", f"{self.reading.text[start:end]!r} fits {', '.join(names)}")
        self.reading.annotations.problems.append(problem)

    def _state(self, form: Form, left: int, kind: str) -> None:
        branch = form.entry.branch or ("state_force" if kind == "state_force" else "government")
        seen = [
            s for s in self._candidates(kind, form.start, avoid=(left, form.end), reach=12) if _fits(s.actor_id, branch)
        ]
        text = self.doc[form.start : form.end].text.lower()
        if text in {"battalion", "brigade", "regiment", "division"}:
            self._unit(form, left)
            return
        if form.key in {"military_means"} or self.doc[form.start : form.end].text.lower() in {
            "state",
            "force",
            "leader",
            "court",
        }:
            return
        if (form.key == "soldiers" or (branch == "local" and text == "council")) and not seen:
            return
        if actor_id := self._state_body(form, branch, seen):
            self.reading.add_tokens(left, form.end, actor_id, basis="description", rule="definite_state")

    def _state_body(self, form: Form, branch: str, seen: list[_Seen]) -> str | None:
        """The country's that the paragraph or the article is about; "the soldiers" are those last spoken of."""
        home = self.reading.home_of(form.start)
        of_home = f"{home}:{branch}" if home else None
        near = [s for s in seen if self.sentence[form.start] - s.sentence <= 3]
        if of_home and (form.key != "soldiers" or any(s.actor_id == of_home for s in seen)):
            return of_home
        return self._best(near or (seen if form.key == "soldiers" else []), form.start, margin=0.0)

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
        words = self.reading.words
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
        if self.doc[index].lower_ in LABELS:
            return
        title = self.title and self.paragraph[index] == 0
        named = [m for m in self.reading.annotations.mentions if self._is_party(m, kind)]
        before = [m for m in named if m.start < self.doc[index].idx or title]
        here = {m.actor_id for m in before if self.paragraph[m.root] == self.paragraph[index]}
        whole = {m.actor_id for m in named}
        fitting = here if len(here) == 1 else whole
        if len(fitting) == 1 and (before or title):
            self.reading.add_tokens(form.start, form.end, fitting.pop(), basis="description", rule="bare_plural")

    def _is_party(self, mention: Mention, kind: str) -> bool:
        """Forces other than the police; groups that are more than the owner of another ("al Qaeda's branch")."""
        actor_id = mention.actor_id
        if self.reading.annotations.actors[actor_id].type != kind or actor_id.startswith("unit:"):
            return False
        if kind == "igo":
            return (
                self.reading.annotations.actors[actor_id].country is not None
            )  # a mission, not the body that sends it
        if kind == "state_force":
            return actor_id.endswith(":state_force") or ":" not in actor_id
        return self.doc[mention.root].dep_ not in {"poss", "compound", "amod"}

    def _unit(self, form: Form, left: int) -> None:
        """ "The battalion" is a unit named before."""
        before = [
            m
            for m in self.reading.annotations.mentions
            if m.actor_id.startswith("unit:") and m.start < self.doc[left].idx
        ]
        if before:
            last = max(before, key=lambda m: m.start)
            self.reading.add_tokens(left, form.end, last.actor_id, basis="description", rule="definite_unit")

    def _bare(self, form: Form) -> bool:
        """ "Police said": some nouns stand for their body without an article, as subject or agent."""
        head = self.doc[form.end - 1]
        text = self.doc[form.start : form.end].text.lower()
        return text in BARE and (head.dep_ in SUBJECTS or (head.dep_ == "pobj" and head.head.dep_ in {"agent", "prep"}))

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

    # ---- pronouns ----

    def _pronoun(self, token: Token) -> None:
        if self.reading.is_taken_token(token.i) or _expletive(token):
            return
        if token.lower_ in PERSONAL:
            self._person(token)
        elif actor_id := self._subject_before(token):
            self.reading.add_tokens(token.i, token.i + 1, actor_id, basis="description", rule="pronoun")

    def _person(self, token: Token) -> None:
        seen = self._candidates("person", token.i, avoid=(token.i, token.i), reach=2)
        if best := self._best(seen, token.i, margin=MARGIN):
            self.reading.add_tokens(token.i, token.i + 1, best, basis="description", rule="pronoun")

    def _subject_before(self, token: Token) -> str | None:
        """The subject of the clause above, of an earlier clause of the sentence, or of the sentence before."""
        wanted = _plural if token.lower_ in PLURAL else _singular
        for subject in self._subjects(token):
            if (
                token.dep_ in {"dobj", "dative"}
                and subject.head == token.head
                and not token.text.endswith(("self", "selves"))
            ):
                continue  # "X supported them": somebody else
            mention = self._mention_on(subject)
            if mention is None and token.lower_ in SINGULAR and self._is_human(subject):
                owner = next((m for c in subject.children if c.dep_ == "poss" and (m := self._mention_on(c))), None)
                return owner.actor_id if owner else None  # "Chad's president said that its ..."
            if mention is None:
                if _agrees(subject, plural=token.lower_ in PLURAL):
                    return None  # another thing fits the pronoun
                continue
            kind = self.reading.annotations.actors[mention.actor_id].type
            if kind == "media" and subject.sent != token.sent and _reports(subject.head):
                return None  # "X wrote that Y ... It": X or Y
            if wanted(kind, subject):
                return mention.actor_id
        return None

    def _subjects(self, token: Token) -> list[Token]:
        verb, found = token.head, []
        if token.dep_ == "poss":
            while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
                verb = verb.head
            found += [c for c in verb.children if c.dep_ in SUBJECTS and c.i < token.i]
        if token.dep_ == "poss" and (main := _fronted_subject(token)):
            found.insert(0, main)  # "In its statement, X said"
        while verb.head != verb:
            verb = verb.head
            found += [c for c in verb.children if c.dep_ in SUBJECTS and c.i < token.i and c not in found]
        sentences = [token.sent]
        if token.sent.start and self.paragraph[token.sent.start - 1] == self.paragraph[token.i]:
            sentences.append(self.doc[token.sent.start - 1].sent)
        elif token.sent.start and not (self.title and self.paragraph[token.sent.start - 1] == 0):
            sentences.append(self.doc[max(0, token.sent.start - 2)].sent)
        for sentence in sentences:
            mains = [
                t
                for t in sentence
                if t.dep_ in SUBJECTS and t.i < token.i and t not in found and t.lower_ not in {"who", "which", "that"}
            ]
            mains.sort(key=lambda t: (_depth(t), t.i))
            found += mains
        return [t for t in found if t != token]

    def _is_human(self, noun: Token) -> bool:
        words = self.reading.words
        return noun.pos_ == "NOUN" and words.role_forms.ending_at(self.doc, noun.i) is not None

    # ---- candidates ----

    def _candidates(self, kind: str, index: int, *, avoid: tuple[int, int], reach: int = REACH) -> list[_Seen]:
        """Actors of a type that were named before, each as last named."""
        counts: Counter[str] = Counter()
        seen: dict[str, _Seen] = {}
        for mention in sorted(self.reading.annotations.mentions, key=lambda m: m.start):
            root = mention.root
            if mention.start >= self.doc[index].idx or avoid[0] <= root < avoid[1]:
                continue
            if self.reading.annotations.actors[mention.actor_id].type != kind:
                continue
            counts[mention.actor_id] += 1
            old = seen.get(mention.actor_id)
            subject = self._is_subject(self.doc[root]) or bool(
                old and old.subject and old.sentence == self.sentence[root]
            )
            seen[mention.actor_id] = _Seen(
                mention.actor_id,
                self.sentence[root],
                self.paragraph[root],
                mention.start,
                subject,
                counts[mention.actor_id],
            )
        return [s for s in seen.values() if self.sentence[index] - s.sentence <= reach]

    def _best(self, seen: list[_Seen], index: int, *, margin: float) -> str | None:
        ranked = sorted(((self._score(s, index), s.start, s.actor_id) for s in seen), reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < margin):
            return None
        return ranked[0][2]

    def _score(self, seen: _Seen, index: int) -> float:
        here = self.paragraph[index] == seen.paragraph
        return (
            1.0 * seen.subject + 0.5 * here + 0.15 * min(seen.count, 5) - 0.8 * (self.sentence[index] - seen.sentence)
        )

    def _is_subject(self, token: Token) -> bool:
        """Whether the token, or the noun it belongs to ("JNIM's statement"), is a subject."""
        while token.dep_ in {"poss", "compound", "amod", "conj"} and token.head != token:
            token = token.head
        return token.dep_ in SUBJECTS

    def _mention_on(self, token: Token) -> Mention | None:
        return next((m for m in self.reading.annotations.mentions if m.root == token.i), None) or next(
            (m for m in self.reading.annotations.mentions if m.start <= token.idx < m.end), None
        )


def _fronted_subject(token: Token) -> Token | None:
    """The subject that follows a phrase in front of the sentence, in which the possessive stands."""
    top, root = token, token
    while top.head != top and top.dep_ != "prep":
        top = top.head
    while root.head != root:
        root = root.head
    subject = next((c for c in root.children if c.dep_ in SUBJECTS), None)
    if subject is None or not top.i < token.i < subject.i:
        return None
    earlier = any(t.dep_ in SUBJECTS for t in token.doc[token.sent.start : token.i])
    return None if earlier else subject


def _reports(verb: Token) -> bool:
    return any(c.dep_ == "ccomp" for c in verb.children)


def _fits(actor_id: str, branch: str) -> bool:
    return actor_id.endswith(f":{branch}") or (branch == "state_force" and actor_id.startswith("unit:"))


def _expletive(token: Token) -> bool:
    """ "It is likely that", "it took an hour"."""
    if token.lower_ != "it":
        return False
    if token.dep_ == "expl":
        return True
    return token.head.lemma_ in {"be", "seem", "appear", "take", "remain", "become"} and any(
        c.dep_ in {"acomp", "ccomp", "xcomp", "advcl", "attr"} for c in token.head.children
    )


def _singular(kind: str, subject: Token) -> bool:
    return kind not in {"person", "civilians"} and subject.tag_ not in {"NNS"}


def _plural(kind: str, subject: Token) -> bool:
    return kind not in {"person", "media"} and (subject.tag_ in {"NNS", "NNPS"} or kind == "armed_group")


def _agrees(subject: Token, *, plural: bool) -> bool:
    if subject.lower_ in SINGULAR | PLURAL | PERSONAL | {"who", "which", "that", "what", "there", "i", "we", "you"}:
        return False
    return (subject.tag_ in {"NNS", "NNPS"}) == plural and subject.pos_ in {"NOUN", "PROPN"}


def _depth(token: Token) -> int:
    depth = 0
    while token.head != token:
        token, depth = token.head, depth + 1
    return depth


def _positions(doc) -> tuple[list[int], list[int]]:
    """The sentence and the paragraph of every token."""
    sentences, paragraphs, sentence, paragraph = [], [], -1, 0
    for token in doc:
        sentence += bool(token.is_sent_start) or sentence < 0
        sentences.append(sentence)
        paragraphs.append(paragraph)
        if token.is_space and "\n\n" in token.text:
            paragraph += 1
    return sentences, paragraphs
