"""What the relation finders share: who bears a noun, whom it belongs to, and how a tie is written down."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.actors import READING, actor_at, actor_of
from lwj_analysis.annotate.records import Mention, Relation
from lwj_analysis.annotate.relations.status import is_denied, status_of
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.words import Form, Forms, Vocabulary
from lwj_analysis.lexicon import Lexicon, RelationEntry

SUBJECTS = {"nsubj", "nsubjpass"}
ORGANISED = {"armed_group", "state_force", "government", "igo", "ngo", "media", "other"}
SUCCEEDING = {"replace", "succeed"}
COUNTED = {"one", "some", "two", "three", "several", "many", "part"}
BEING = {"be", "become", "remain", "serve"}
CALLING = {"call", "name", "consider", "appoint", "elect", "make"}
SYMMETRIC = {"ally_of", "rival_of", "met_with"}


@dataclass
class Ties:
    """The tying words by kind."""

    nouns: Forms
    verbs: dict[str, list[RelationEntry]]
    adjectives: dict[str, list[RelationEntry]]
    participles: dict[str, list[RelationEntry]]
    appointments: frozenset[str]
    mutual: dict[str, list[RelationEntry]]
    bonds: dict[str, list[RelationEntry]]
    grounds: frozenset[str]

    @classmethod
    def of(cls, lexicon: Lexicon) -> Ties:
        """From the lexicon of relations."""
        entries = lexicon.relations

        def by_form(kind: str) -> dict[str, list[RelationEntry]]:
            found: dict[str, list[RelationEntry]] = {}
            for entry in entries.values():
                for form in entry.forms if entry.kind == kind else ():
                    found.setdefault(form, []).append(entry)
            return found

        nouns = Forms({key: entry for key, entry in entries.items() if entry.kind == "noun"})
        named = frozenset(by_form("appointment"))
        ties = [by_form(kind) for kind in ("verb", "adjective", "participle")]
        return cls(nouns, *ties, named, by_form("mutual"), by_form("bond"), frozenset(by_form("ground")))


class Relating:
    """One article and the ties found in it so far."""

    def __init__(self, doc: Doc, words: Vocabulary, ties: Ties) -> None:
        self.doc, self.words, self.ties = doc, words, ties
        self.text = text_of(doc)
        self.found = doc._.lwj
        self.seen: set[tuple[str, str, str, int]] = set()

    def bearers(self, noun: Token) -> list[Mention]:
        """The mentions that a noun is said of."""
        heads = [noun]
        if counted := self.counted(noun):
            heads.append(counted)
        tokens: list[Token] = []
        for head in heads:
            tokens += [c for c in head.children if c.dep_ == "appos" and c.i > head.i]
            if head.dep_ == "appos":
                tokens.append(first_of(head.head))
            if head.dep_ in {"attr", "oprd"} and head.head.lemma_ in BEING:
                tokens += [c for c in head.head.children if c.dep_ in SUBJECTS]
            if head.dep_ in {"attr", "oprd"} and head.head.lemma_ in CALLING:
                tokens += self._so_called(head.head)
            if head.dep_ == "dobj" and head.head.lemma_ == "swear" and head.tag_ == "NNS":
                tokens += [c for c in head.head.children if c.dep_ in SUBJECTS]  # "are sworn enemies"
            if head.dep_ in {"compound", "nmod", "amod"} and head.head.i > head.i:
                tokens.append(head.head)
            tokens += self._called(head)
            if head.dep_ == "pobj" and head.head.lower_ == "as":
                tokens += self._named_as(head.head)
            if head.dep_ == "conj" and actor_at(self.doc, noun.i) is None:
                tokens += [m for m in [first_of(head.head)] if head.head.dep_ in {"appos", "attr"}]
            if (head.dep_ == "pobj" and head.head.lower_ == "until") or head.dep_ == "pcomp":
                tokens += [c for c in head.head.head.children if c.dep_ == "nsubj"]
        if (
            (
                noun.i + 1 < len(self.doc)
                and self.doc[noun.i + 1].pos_ == "PROPN"
                and (m := actor_at(self.doc, noun.i + 1))
            )
            and self.doc[noun.i + 1].idx == m.start
            and not m.start <= noun.idx
        ):
            tokens.append(self.doc[m.root])
        if following := self._name_behind(noun):
            tokens.append(self.doc[following.root])
        mentions = [m for m in (self._bearer(t, noun) for t in tokens) if m is not None]
        if not mentions:
            mentions = self._beside(noun)
        listed = [c for t in tokens for c in t.conjuncts] if noun.tag_ == "NNS" else []
        extra = [m for c in listed if (m := actor_at(self.doc, c.i) or self._in_name(c))]
        return list({id(m): m for m in [*mentions, *extra]}.values())

    def _in_name(self, noun: Token) -> Mention | None:
        """ "The Maute group": the group that a common noun is called after."""
        before = [c for c in noun.children if c.dep_ == "compound" and c.i == noun.i - 1]
        return next((m for c in before if (m := actor_at(self.doc, c.i)) and m.basis != "description"), None)

    def _so_called(self, verb: Token) -> list[Token]:
        """Who is called something: "X is called", "they call X", "X, whom they call"."""
        passive = [c for c in verb.children if c.dep_ == "nsubjpass"]
        objects = [c for c in verb.children if c.dep_ == "dobj" and c.tag_ not in {"WP", "WDT"}]
        return passive or objects or ([first_of(verb.head)] if verb.dep_ == "relcl" else [])

    def _called(self, noun: Token) -> list[Token]:
        """ "a commander known as X", "a militia called X", "its X agency"."""
        verbs = [c for c in noun.children if c.dep_ == "acl" and c.lemma_ in {"name", "call", "know", "identify"}]
        named = [i for v in verbs for i in v.subtree if i.dep_ in {"oprd", "dobj", "pobj", "attr"}]
        owned = any(c.dep_ == "poss" for c in noun.children)
        named += [c for c in noun.children if owned and c.dep_ == "compound" and noun.tag_ == "NN"]
        return [t for t in named if actor_at(self.doc, t.i)][:1]

    def _name_behind(self, noun: Token) -> Mention | None:
        """ "Spokesman Lieutenant Colonel X": the name right behind the noun, past titles."""
        at = noun.i + 1
        while at < len(self.doc) and (form := self.words.title_forms.at(self.doc, at)):
            at = form.end
        mention = actor_at(self.doc, at) if at < len(self.doc) else None
        return mention if mention and mention.start == self.doc[at].idx and self.type_of(mention) == "person" else None

    def _beside(self, noun: Token) -> list[Mention]:
        """Where the parse fails: the name right before ", the leader" or right behind "the leader,"."""
        covering = actor_at(self.doc, noun.i)
        if covering and covering.basis == "description" and noun.dep_ != "appos":
            return []
        left = min((t.i for t in noun.subtree if t.i <= noun.i), default=noun.i)
        after = noun
        while after.i + 1 < len(self.doc) and self.doc[after.i + 1].lower_ in {"of", "for"} and after == noun:
            owner = next(
                (
                    m
                    for c in noun.children
                    if c.dep_ == "prep"
                    for i in c.children
                    if (m := actor_at(self.doc, i.i)) and i.i > noun.i
                ),
                None,
            )
            if owner is None:
                break
            after = self.doc.char_span(owner.start, owner.end, alignment_mode="expand")[-1]
        found = []
        if left > 1 and self.doc[left - 1].text == ",":
            found.append(self._mention_before(left - 1))
        if after.i + 2 < len(self.doc) and self.doc[after.i + 1].text == ",":
            at = after.i + 2
            while form := self.words.title_forms.at(self.doc, at):
                at = form.end
                if at >= len(self.doc):
                    return []
            mention = actor_at(self.doc, at)
            found.append(mention if mention and mention.start == self.doc[at].idx else None)
        return [m for m in found if m is not None and m.basis != "description"][:1]

    def _mention_before(self, comma: int) -> Mention | None:
        at, mentions = self.doc[comma].idx, self.found.mentions  # in the order of the text
        last = bisect_left(mentions, at, key=lambda m: m.start) - 1
        beside = last >= 0 and mentions[last].end <= at and not self.text[mentions[last].end : at].strip(" )")
        return mentions[last] if beside else None

    def _bearer(self, token: Token, noun: Token) -> Mention | None:
        if token.lower_ in {"who", "which", "that"} and token.head.dep_ == "relcl":
            token = token.head.head
        mention = actor_at(self.doc, token.i)
        if mention is None and token.dep_ == "pobj" and token.head.lower_ in {"in", "for", "of"}:
            token = token.head.head  # "Mission in Somalia (X), a ..."
            mention = actor_at(self.doc, token.i)
        return mention if mention and not mention.start <= noun.idx < mention.end else None

    def _named_as(self, preposition: Token) -> list[Token]:
        verb = preposition.head
        if verb.lemma_ in SUCCEEDING:
            return [c for c in verb.children if c.dep_ == "nsubj"]
        wanted = "nsubjpass" if any(c.dep_ == "nsubjpass" for c in verb.children) else "dobj"
        if verb.pos_ == "VERB":
            return [c for c in verb.children if c.dep_ == wanted] or [verb.head] * (verb.dep_ == "acl")
        return [verb] if verb.pos_ == "PROPN" else []

    def counted(self, noun: Token) -> Token | None:
        """ "one of its commanders": the word for one."""
        if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lower_ in COUNTED:
            return noun.head.head
        return None

    def owner(self, noun: Token, but: set[str] = frozenset()) -> Mention | None:
        """Whose leader, branch, ally: the possessor, what follows "of" or "for", or a name before the noun."""
        for child in noun.children:
            if child.dep_ == "poss" and (mention := actor_of(self.doc, child)) and mention.actor_id not in but:
                return mention
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in {"of", "for", "to", "from", "within"}:
                for inner in child.children:
                    if inner.dep_ == "pobj" and (m := actor_of(self.doc, inner)) and m.actor_id not in but:
                        return m
        inside = [c for c in noun.children if c.dep_ == "prep" and c.lower_ in {"in", "inside", "under"}]
        named = [m for c in inside for i in c.children if (m := actor_at(self.doc, i.i)) and m.actor_id not in but]
        if fighting := [m for m in named if self.type_of(m) in {"armed_group", "state_force"}]:
            return fighting[0]  # "a militia in the alliance", "a soldier in the army"
        after = self.doc[noun.i + 1] if noun.i + 1 < len(self.doc) else noun
        for inner in after.children if after.lower_ == "of" else ():  # wherever the parse hangs it
            if inner.dep_ == "pobj" and (m := actor_of(self.doc, inner)) and m.actor_id not in but:
                return m
        for child in noun.children:
            if (
                child.dep_ in {"compound", "amod", "nmod"}
                and (m := actor_at(self.doc, child.i))
                and m.actor_id not in but
            ) and not m.start <= noun.idx < m.end:
                return m
        own = actor_at(self.doc, noun.i)
        if own and own.actor_id not in but and self.type_of(own) in ORGANISED:
            return own  # "the provincial police chief" is a naming of the police
        return None

    def implied_owner(self, noun: Token, role: Form, bearer: Mention) -> Mention | None:
        """ "Ahmed Umar, the emir": the group spoken of; "a local military commander": the forces spoken of."""
        text = self.doc[role.start : role.end].text.lower()
        lefts = {t.lower_ for t in noun.lefts}
        if text in {"emir", "amir"} and "the" in lefts:
            return self.last_named({"armed_group"}, bearer.start)
        if text in {"military commander", "soldier", "officer"}:
            if "local" in lefts and (home := self.home_body(bearer, "state_force")):
                return home
            return self.only_forces(bearer.start)
        if text in {"president", "prime minister"}:
            return self.government(bearer, implied=True)
        if "army" in text or "army" in lefts:
            return self.last_forces(bearer.start, reach=6)
        if any(c.lower_ in {"of", "for"} and [i.lower_ for i in c.children] == ["force"] for c in noun.children):
            return self.last_forces(bearer.start, reach=1)
        if role.key in {"members", "officers"} and noun.head.lower_ == "including":
            return self._of_those(noun)
        return None

    def _of_those(self, noun: Token) -> Mention | None:
        """ "Nine rebels were killed, including a commander": one of theirs."""
        start = noun.sent.start_char
        said = [m for m in self.found.mentions if start <= m.start < noun.idx and m.basis == "description"]
        fighting = [m for m in said if self.type_of(m) in {"armed_group", "state_force"}]
        return fighting[0] if fighting and len({m.actor_id for m in fighting}) == 1 else None

    def last_forces(self, before: int, *, reach: int) -> Mention | None:
        """The armed forces last named; soldiers are no police."""
        return self.last_named({"state_force"}, before, reach=reach, but=":police")

    def only_forces(self, before: int, *, reach: int = 3) -> Mention | None:
        """The only armed forces named in the sentences before; a unit counts as its army's."""
        for sentence in [s for s in self.doc.sents if s.start_char <= before][: -reach - 2 : -1]:
            named = [
                m
                for m in self.found.mentions
                if sentence.start_char <= m.start < min(before, sentence.end_char)
                and self.type_of(m) == "state_force"
                and not m.actor_id.endswith(":police")
            ]
            wholes = {
                self.found.actors[m.actor_id].parent if m.actor_id.startswith("unit:") else m.actor_id for m in named
            }
            if len(wholes) > 1:
                return None
            if named:
                return next((m for m in reversed(named) if not m.actor_id.startswith("unit:")), named[-1])
        return None

    def home_body(self, mention: Mention, branch: str) -> Mention | None:
        """The body of the country that the article is about."""
        reading = self.doc.user_data.get(READING)
        country = reading.home_of(mention.root) if reading else None
        return self.of_country(country, branch, mention)

    def of_country(self, country: str | None, branch: str, mention: Mention) -> Mention | None:
        actor = self.words.actor(f"{country}:{branch}") if country else None
        if actor is None:
            return None
        self.found.actors.setdefault(actor.id, actor)
        return Mention(mention.start, mention.end, mention.root, actor.id, "rule", "implied")

    def government(self, mention: Mention, *, implied: bool) -> Mention | None:
        """The government of a head of state: named with him, his by the lexicon, or the article's."""
        if (owner := self.owner(self.doc[mention.root])) and self.type_of(owner) == "government":
            return owner
        entry = self.words.lexicon.actors.get(mention.actor_id)
        if entry and entry.country:
            return self.of_country(entry.country.lower(), "government", mention)
        return self.home_body(mention, "government") if implied else None

    def party(self, token: Token) -> Mention | None:
        """Who a word names as one who acts: its mention, or a country's government."""
        return actor_at(self.doc, token.i) or self.country_party(token, "government")

    def country_party(self, token: Token, branch: str) -> Mention | None:
        """A country's government or forces, where its name stands alone for them."""
        reading = self.doc.user_data.get(READING)
        hits = reading.country_hits if reading else []
        last = bisect_right(hits, token.idx, key=lambda h: h.start) - 1  # in the order of the text
        hit = hits[last] if last >= 0 and token.idx < hits[last].end else None
        stub = Mention(token.idx, token.idx + len(token), token.i, "", "rule", "implied")
        return self.of_country(reading.country_of(hit), branch, stub) if hit else None

    def type_of(self, mention: Mention) -> str:
        actor = self.found.actors.get(mention.actor_id)
        return actor.type if actor else "other"

    def fits(self, mention: Mention, entry: RelationEntry) -> bool:
        kind = self.type_of(mention)
        if entry.subject == "person":
            return kind == "person"
        return kind in ORGANISED if entry.subject == "group" else kind != "civilians"

    def last_named(self, types: set[str], before: int, *, reach: int = 3, but: str = "\0") -> Mention | None:
        """The actor of these types last named before a place, not more than some sentences away."""
        named = [
            m
            for m in self.found.mentions
            if m.start < before and self.type_of(m) in types and not m.actor_id.endswith(but)
        ]
        if not named:
            return None
        last = max(named, key=lambda m: m.start)
        starts = [s.start_char for s in self.doc.sents if last.start < s.start_char <= before]
        return last if len(starts) <= reach else None

    def is_place(self, token: Token) -> bool:
        if token.pos_ != "PROPN" or not token.text[:1].isupper() or actor_at(self.doc, token.i):
            return False
        known = any(p.start <= token.idx < p.end for p in self.found.places)
        return token.ent_type_ not in ({"DATE", "TIME"} if known else {"DATE", "TIME", "NORP", "PERSON"})

    def stationed(self, noun: Token) -> bool:
        """ "The commander in the district", "the troops in Arauca": a part of the whole only."""
        below = [i for c in noun.children if c.dep_ == "prep" and c.lower_ in {"in", "around"} for i in c.children]
        named = [i for i in below if i.pos_ == "PROPN" and not actor_at(self.doc, i.i)]
        return any(i.dep_ == "pobj" and (i.lower_ in self.ties.grounds or i in named) for i in below)

    def grounds(self, token: Token) -> list[Token]:
        """The places a word leads to: itself, or what "the border with" and "the forests of" name."""
        if self.is_place(token):
            return [token]
        if token.lower_ not in self.ties.grounds:
            return []
        below = [c for c in token.children if c.dep_ == "prep" and c.lower_ in {"of", "with", "between", "in"}]
        below = with_later(below)  # "along the border with X and on the islands of Y"
        inner = with_later([i for c in below for i in c.children if i.dep_ == "pobj"])
        return [place for i in inner for place in self.grounds(i)]

    def add_place(self, subject: Mention, place: Token, word: Token, *, rule: str) -> None:
        first = min((c.i for c in place.lefts if c.dep_ in {"amod", "compound", "nmod"}), default=place.i)
        start, end = self.doc[first].idx, place.idx + len(place)
        if named := next((p for p in self.found.places if p.start <= place.idx < p.end), None):
            start, end = min(start, named.start), max(end, named.end)  # "the Horn of Africa"
        self._write(subject, "operates_in", None, self.text[start:end], (start, end), word, rule)

    def add(
        self,
        subject: Mention,
        relation: str,
        target: Mention,
        word: Token,
        *,
        rule: str,
        turned: bool = False,
        near: bool = True,
        status: str | None = None,
    ) -> None:
        if turned:
            subject, target = target, subject
        if subject.actor_id == target.actor_id:
            return
        span = (target.start, target.end) if near else (subject.start, subject.end)
        text = (
            self.text[target.start : target.end]
            if target.rule != "implied"
            else self.found.actors[target.actor_id].name
        )
        self._write(subject, relation, target.actor_id, text, span, word, rule, status)

    def _write(
        self,
        subject: Mention,
        relation: str,
        object_id: str | None,
        text: str,
        span: tuple[int, int],
        word: Token,
        rule: str,
        status: str | None = None,
    ) -> None:
        sentence = word.sent
        if is_denied(word, rule):
            return
        if self.found.has_title and "\n\n" in self.text and word.idx < self.text.find("\n\n"):
            return
        key = (subject.actor_id, relation, object_id or text.casefold(), sentence.start)
        mirrored = (object_id or "", relation, subject.actor_id, sentence.start)
        if key in self.seen or (relation in SYMMETRIC and mirrored in self.seen):
            return
        self.seen.add(key)
        inside = [
            p for p in (subject.start, subject.end, *span, word.idx) if sentence.start_char <= p <= sentence.end_char
        ]
        start, end = min(inside), max([*inside, word.idx + len(word)])
        self.found.relations.append(
            Relation(
                start,
                end,
                subject.actor_id,
                relation,
                object_id,
                text,
                status or status_of(word, rule),
                rule=rule,
            )
        )


def first_of(token: Token) -> Token:
    """The head of a chain of appositions ("X (Y), the leader")."""
    while token.dep_ == "appos" and token.head != token:
        token = token.head
    return token


def with_later(tokens: list[Token]) -> list[Token]:
    """The tokens and what is joined to them further on ("in X and Y")."""
    return [one for token in tokens for one in [token, *(c for c in token.conjuncts if c.i > token.i)]]
