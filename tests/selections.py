"""Which rows fit a choice, read plainly from the frames: the measure for what notebook and report show.

Written row by row and without ``selection.py``, so that an error there cannot hide here.
"""

from random import Random

import pandas as pd

from lwj_analysis import compare, countries


class Plain:
    """Statements and events of a set of frames with everything by which they can be chosen."""

    def __init__(self, frames):
        self.frames = frames
        self.names = dict(zip(frames.actors["actor_id"], frames.actors["name"], strict=True))
        self.kinds = dict(
            zip(frames.actors["actor_id"], frames.actors["actor_type"].str.replace("_", " "), strict=True)
        )
        self.events = {e.event_id: e for e in frames.events.itertuples()}
        self.incidents = {i.incident_id: i for i in frames.incidents.itertuples()}
        self.outlets = dict(zip(frames.articles["article_id"], frames.articles["publisher"], strict=True))
        places = zip(frames.sentences["article_id"], frames.sentences["sentence_id"], strict=True)
        self.texts = dict(zip(places, frames.sentences["text"], strict=True))
        casualties, claims = (
            t.assign(who=compare.claimant(t, frames.actors)) for t in (frames.casualties, frames.claims)
        )
        self.casualties, self.claims = list(casualties.itertuples()), list(claims.itertuples())
        self.statements = {c.casualty_id: self._statement(c) for c in self.casualties}
        kept = frames.events[frames.events["status"] != "planned"]
        self.happened = {e.event_id: self._event(e) for e in kept.itertuples()}

    def _of(self, ids):
        known = [i for i in ids if pd.notna(i)]
        return {self.names[i] for i in known}, {self.kinds[i] for i in known}

    def _statement(self, row):
        event = self.events.get(row.event_id) if pd.notna(row.event_id) else None
        incident = self.incidents.get(row.incident_id) if pd.notna(row.incident_id) else None
        ids = [row.victim_id, row.source_id]
        ids += [event.initiator_id, event.target_id, event.claimed_by_id] if event else []
        actor, side = self._of(ids)
        if row.victim_class == "civilian" or row.victim_side == "civilian":
            side.add("civilians")
        told = event or incident
        day = [getattr(of, at) for at in ("date_start", "date_end") for of in (event, incident) if of]
        starts, ends = (
            [d for d in day[: len(day) // 2] if pd.notna(d)],
            [d for d in day[len(day) // 2 :] if pd.notna(d)],
        )
        return {
            "actor": actor,
            "side": side,
            "country": {countries.name(told.country)} if told and pd.notna(told.country) else set(),
            "event_type": {told.event_type} if told and pd.notna(told.event_type) else set(),
            "outcome": {row.outcome},
            "claimant": {row.who},
            "outlet": {v for v in [self.outlets[row.article_id]] if pd.notna(v)},
            "days": (starts[0] if starts else None, ends[0] if ends else None),
            "text": self.texts[row.article_id, row.sentence_id],
            "incident": row.incident_id if pd.notna(row.incident_id) else None,
        }

    def _event(self, row):
        its = [c for c in self.casualties if c.event_id == row.event_id]
        actor, side = self._of([row.initiator_id, row.target_id, row.claimed_by_id])
        if any(c.victim_class == "civilian" or c.victim_side == "civilian" for c in its):
            side.add("civilians")
        days = row.date_start, row.date_end
        return {
            "actor": actor,
            "side": side,
            "country": {countries.name(row.country)} if pd.notna(row.country) else set(),
            "event_type": {row.event_type},
            "outcome": {c.outcome for c in its},
            "claimant": {c.who for c in its} | {c.who for c in self.claims if c.event_id == row.event_id},
            "outlet": {v for v in [self.outlets[row.article_id]] if pd.notna(v)},
            "days": tuple(d if pd.notna(d) else None for d in days),
            "text": self.texts[row.article_id, row.sentence_id],
            "incident": row.incident_id if pd.notna(row.incident_id) else None,
        }

    def fitting(self, rows, choice):
        """Ids of the rows (``statements`` or ``happened``) that fit all of a choice."""
        return {
            row_id for row_id, row in rows.items() if all(_fits(row, name, value) for name, value in choice.items())
        }


def drawn(plain, rows, number, seed):
    """So many choices at random, of one to three controls each; every one fits some row."""
    draw, found = Random(seed), []
    names = ["actor", "side", "country", "event_type", "outcome", "claimant", "outlet", "from", "to", "words"]
    while len(found) < number:
        row = draw.choice(sorted(rows.items()))[1]
        choice = {}
        for name in draw.sample(names, draw.randint(1, 3)):
            if name in ("from", "to"):
                day = row["days"][name == "from"]
                choice |= {name: f"{day:%Y-%m-%d}"} if day is not None else {}
            elif name == "words":
                choice[name] = max(row["text"].split(), key=len).strip(".,;:“”’").upper()
            elif row[name]:
                choice[name] = draw.choice(sorted(row[name]))
        if choice and choice not in found:
            found.append(choice)
    return found


def _fits(row, name, value):
    if name == "words":
        return value.lower() in row["text"].lower()
    if name in ("from", "to"):
        first, last = row["days"]
        day = last if name == "from" else first
        return day is not None and (day >= pd.Timestamp(value) if name == "from" else day <= pd.Timestamp(value))
    return value in row[name]
