"""Frames against hand-made gold: precision, recall, F1 and n for each frame, and how often a matched row is right.

The rules of matching are those of ``tests/gold/README.md``: a gold row is found where its anchor stands, a predicted row
answers it when it stands in the same sentence, one to one; what is left over is a false positive.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePath

import pandas as pd

from lwj_analysis.errors import BadValue, NoFile
from lwj_analysis.vocabulary import SUB_EVENT_TYPE

SYMMETRIC = {"ally_of", "rival_of", "met_with"}
NOT_ASKED = {"civilians", "other"}
EVENT_TYPES = {
    "armed_clash": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
    "attack": {"Attack"},
    "remote_explosive_ied": {"Remote explosive/landmine/IED", "Grenade"},
    "suicide_bomb": {"Suicide bomb"},
    "shelling_artillery_missile": {"Shelling/artillery/missile attack"},
    "air_drone_strike": {"Air/drone strike"},
    "abduction": {"Abduction/forced disappearance"},
    "arrest": {"Arrests"},
    "looting_destruction": {"Looting/property destruction"},
    "non_violent_transfer_of_territory": {"Non-violent transfer of territory"},
    "agreement": {"Agreement"},
}


@dataclass
class Score:
    """Hits, misses and false positives of one frame, and of the hits how many are right in each respect."""

    hits: int = 0
    gold: int = 0
    predicted: int = 0
    right: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)  # found events: incident in the gold, in the frames

    def judge(self, what: str, is_right: bool, where: str = "") -> None:
        self.right[what][0] += is_right
        self.right[what][1] += 1
        if not is_right:
            self.wrong.append(f"{what}: {where}")

    def as_dict(self) -> dict:
        precision = self.hits / self.predicted if self.predicted else None
        recall = self.hits / self.gold if self.gold else None
        f1 = 2 * self.hits / (self.predicted + self.gold) if self.predicted + self.gold else None
        out = {"n": self.gold, "predicted": self.predicted, "precision": precision, "recall": recall, "f1": f1}
        out |= {f"{what}_right": good / n for what, (good, n) in sorted(self.right.items()) if n}
        out |= {f"{what}_n": n for what, (_, n) in sorted(self.right.items()) if n}
        return out


def read_gold(folder: Path) -> list[dict]:
    """The annotations in a folder, one JSON object a file. Raises FileNotFoundError, ValueError naming the file."""
    if not Path(folder).is_dir():
        raise NoFile(f"{folder}: no such folder of gold files")
    found = []
    for path in sorted(Path(folder).glob("*.json")):
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise BadValue(f"{path}: {error}") from None
        if isinstance(gold, dict) and "slug" in gold:
            found.append(gold)
    if not found:
        raise BadValue(f"{folder}: no gold file (a JSON object with a slug)")
    return found


def evaluate(frames, golds: list[dict]) -> dict:
    """Scores by frame; ``articles`` says which gold had no article. Raises ValueError if none had one."""
    scores, lost = details(frames, golds)
    return {name: s.as_dict() if isinstance(s, Score) else s for name, s in scores.items()} | {
        "articles": {"n": len(golds) - len(lost), "without_article": lost}
    }


def details(frames, golds: list[dict]) -> tuple[dict, list[str]]:
    """The ``Score`` of each frame with its misses and false positives in words, and the gold that had no article."""
    names = ("actors", "relations", "dates", "events", "casualties", "claims")
    scores: dict = {name: Score() for name in names}
    scores["published"] = {"right": 0, "empty": 0, "wrong": 0}
    scores["number_traps"] = {"n": 0, "avoided": 0, "fallen": []}
    lost = []
    for gold in golds:
        article = _article_of(frames, gold)
        if article is None:
            lost.append(gold["slug"])
            continue
        view = _View(frames, article, gold)
        _published(view, scores["published"])
        _traps(view, scores["number_traps"])
        for name in names:
            SCORERS[name](view, scores[name])
    scores["incidents"] = b_cubed(scores["events"].links)
    if len(lost) == len(golds):
        raise BadValue("no article of the sources belongs to any gold file (by article_id, file name or title)")
    return scores, lost


def b_cubed(links: list[tuple[str, str]]) -> dict:
    """B³ precision, recall and F1 (Bagga & Baldwin 1998) of clusters; one pair (gold cluster, found cluster) an item."""
    gold, found, both = Counter(g for g, _ in links), Counter(f for _, f in links), Counter(links)
    n = len(links)
    precision = sum(both[g, f] / found[f] for g, f in links) / n if n else None
    recall = sum(both[g, f] / gold[g] for g, f in links) / n if n else None
    f1 = 2 * precision * recall / (precision + recall) if n else None
    return {"n": n, "precision": precision, "recall": recall, "f1": f1}


def as_text(scores: dict) -> str:
    """The scores as a table for people."""
    lines = [f"{'frame':<12}{'precision':>10}{'recall':>8}{'F1':>7}{'n':>6}  of the matched, right in"]
    for name, s in scores.items():
        if "f1" not in s:
            continue
        right = ", ".join(f"{k[:-6]} {v:.2f} (n={s[k[:-6] + '_n']})" for k, v in s.items() if k.endswith("_right"))
        numbers = [f"{s[k]:.2f}" if s[k] is not None else "-" for k in ("precision", "recall", "f1")]
        lines.append(f"{name:<12}{numbers[0]:>10}{numbers[1]:>8}{numbers[2]:>7}{s['n']:>6}  {right}")
    p, t, a = scores["published"], scores["number_traps"], scores["articles"]
    lines.append(f"day of publication: {p['right']} right, {p['empty']} empty, {p['wrong']} wrong")
    lines.append(f"number traps avoided: {t['avoided']} of {t['n']}")
    lines.append(
        f"articles: {a['n']}"
        + (f"; without article: {', '.join(a['without_article'])}" if a["without_article"] else "")
    )
    return "\n".join(lines)


class _View:
    """One article's rows beside its gold."""

    def __init__(self, frames, article: dict, gold: dict) -> None:
        self.gold, self.article = gold, article
        self.id, self.text = article["article_id"], article["text"]
        self.rows = {name: _of(getattr(frames, name), self.id) for name in ROWS}
        self.sentence_ends = [s["end"] for s in self.rows["sentences"]]
        actors = frames.actors.set_index("actor_id").to_dict("index")
        self.types = {k: a["actor_type"] for k, a in actors.items()}
        self.forms: dict[str, set[str]] = defaultdict(set)
        for m in self.rows["mentions"]:
            self.forms[m["actor_id"]].add(_plain(m["text"]))
            self.forms[m["actor_id"]].add(_plain(actors.get(m["actor_id"], {}).get("name") or m["actor_id"]))
        self.gold_forms = {a["name"]: {_plain(a["name"]), *map(_plain, a["aliases"])} for a in gold["actors"]}

    def sentence(self, anchor: str) -> int | None:
        at = self.text.find(anchor)
        return None if at < 0 else bisect_right(self.sentence_ends, at)

    def is_actor(self, actor_id: object, words: object, gold_name: str | None) -> bool:
        """The predicted actor (or the words for it) is the one that the gold names."""
        wanted = self.gold_forms.get(gold_name or "", set()) | {_plain(gold_name or "")}
        if _known(actor_id) and self.forms.get(actor_id, set()) & wanted:
            return True
        said = _plain(words) if _known(words) else ""
        return bool(said) and any(said == w or _words_in(w, said) or _words_in(said, w) for w in wanted if w)


ROWS = ("sentences", "mentions", "relations", "dates", "places", "events", "event_mentions", "casualties", "claims")


def _casualties(view: _View, score: Score) -> None:
    asked = [g for g in view.gold["casualties"] if not g.get("vague")]
    given = [c for c in view.rows["casualties"] if any(_known(c[b]) for b in ("low", "best", "high"))]

    def fit(g: dict, c: dict) -> float:
        if c["sentence_id"] != view.sentence(g["anchor"]) or c["outcome"] != g["outcome"]:
            return 0
        agree = [b for b in ("low", "best") if g[b] is not None and _known(c[b]) and c[b] == g[b]]
        if not agree and not (g["low"] is None and _known(c["high"]) and c["high"] == g["high"] == g["best"]):
            return 0
        return 1 + _near(view, g, c) + 0.1 * (_plain(g["victim"]) == _plain(c["victim_text"]))

    for g, c in _pairs(asked, given, fit, score, lambda x: _show(view, x)):
        right = (
            c["source_type"] == "outlet"
            if g["source"] == "article"
            else view.is_actor(c["source_id"], c["source_text"], g["source"])
        )
        score.judge("source", right, f"{_show(view, g)} got {c['source_text']!r}")
        score.judge("exact", all(_none(c[b]) == g[b] for b in ("best",)), _show(view, g))
        score.judge("cumulative", (c["counting"] == "cumulative") == bool(g["cumulative"]), _show(view, g))
        if g["victim_side"]:
            civil = g["victim_side"] == "civilians" and c["victim_class"] == "civilian"
            score.judge(
                "victim",
                civil or view.is_actor(c["victim_id"], c["victim_text"], g["victim_side"]),
                f"{_show(view, g)} got {c['victim_id']!r}",
            )


def _claims(view: _View, score: Score) -> None:
    given = [c for c in view.rows["claims"] if c["source_type"] != "outlet"]

    def fit(g: dict, c: dict) -> float:
        where = view.sentence(g["anchor"])
        if where is None or (c["sentence_id"] != where and bisect_right(view.sentence_ends, c["cue_start"]) != where):
            return 0
        hidden = g["source"] == "unknown" and c["source_type"] == "unknown"
        if not hidden and not view.is_actor(c["source_id"], c["source_text"], g["source"]):
            return 0
        return 1 + _near(view, g, c) + (_stance(c) == g["stance"])

    for g, c in _pairs(view.gold["claims"], given, fit, score, lambda x: _show(view, x)):
        score.judge("stance", _stance(c) == g["stance"], f"{_show(view, g)} got {c['stance']}")
        score.judge("source_type", c["source_type"] == g["source_type"], f"{_show(view, g)} got {c['source_type']}")


def _events(view: _View, score: Score) -> None:
    told = defaultdict(set)
    for m in view.rows["event_mentions"]:
        told[m["event_id"]].add(m["sentence_id"])

    def fit(g: dict, e: dict) -> float:
        if view.sentence(g["anchor"]) not in told[e["event_id"]]:
            return 0
        same = e["sub_event_type"] in EVENT_TYPES.get(g["type"], ())
        return (
            1
            + same
            + 0.5 * view.is_actor(e["initiator_id"], e["initiator_text"], g["initiator"])
            + 0.5 * _near(view, g, e)
        )

    for g, e in _pairs(view.gold["events"], view.rows["events"], fit, score, lambda x: _show(view, x)):
        if g["type"] in EVENT_TYPES:
            asked, got = EVENT_TYPES[g["type"]], e["sub_event_type"]
            score.judge("sub_type", got in asked, f"{_show(view, g)} got {got}")
            score.judge("type", e["event_type"] in {SUB_EVENT_TYPE[a][0] for a in asked}, f"{_show(view, g)} got {got}")
        if g["date"]:
            score.judge("date", _same_days(e, g["date"]), f"{_show(view, g)} got {e['date_start']} to {e['date_end']}")
        if g["place"]:
            place = view.is_actor(None, e["place"], g["place"])
            score.judge("place", place, f"{_show(view, g)} got {e['place']!r}")
        if g["initiator"]:
            right = view.is_actor(e["initiator_id"], e["initiator_text"], g["initiator"])
            score.judge("initiator", right, f"{_show(view, g)} got {e['initiator_id']!r} {e['initiator_text']!r}")
        if g["target"]:
            right = view.is_actor(e["target_id"], e["target_text"], g["target"])
            score.judge("target", right, f"{_show(view, g)} got {e['target_id']!r} {e['target_text']!r}")
        claimed = view.is_actor(e["claimed_by_id"], None, g["claimed_by"])
        nobody = g["claimed_by"] is None and not _known(e["claimed_by_id"])
        score.judge("claimed_by", claimed or nobody, f"{_show(view, g)} got {e['claimed_by_id']!r}")
        score.judge("status", e["status"] == g["status"], f"{_show(view, g)} got {e['status']}")
        own = f"{view.id}: {g['anchor']}"  # a gold event without an incident is one of its own
        score.links.append((g.get("incident") or own, e["incident_id"] if _known(e["incident_id"]) else e["event_id"]))


def _actors(view: _View, score: Score) -> None:
    asked = [a for a in view.gold["actors"] if a["type"] not in NOT_ASKED]
    unasked = set().union(*(view.gold_forms[a["name"]] for a in view.gold["actors"] if a["type"] in NOT_ASKED), set())
    ids = [i for i in dict.fromkeys(m["actor_id"] for m in view.rows["mentions"]) if view.types.get(i) not in NOT_ASKED]
    given = [{"id": i, "text": i} for i in ids if not view.forms[i] & unasked]

    def fit(g: dict, a: dict) -> float:
        return float(len(view.forms[a["id"]] & view.gold_forms[g["name"]]))

    for g, a in _pairs(asked, given, fit, score, lambda x: f"{view.gold['slug']}: {x.get('name') or x['id']}"):
        got = view.types.get(a["id"])
        score.judge("type", got == g["type"], f"{view.gold['slug']}: {g['name']} is {g['type']}, got {got}")


def _relations(view: _View, score: Score) -> None:
    def ends(g: dict, r: dict, turned: bool) -> bool:
        one, other = (g["object"], g["subject"]) if turned else (g["subject"], g["object"])
        return view.is_actor(r["subject_id"], None, one) and view.is_actor(r["object_id"], r["object_text"], other)

    def fit(g: dict, r: dict) -> float:
        if g["relation"] != r["relation"]:
            return 0
        return float(ends(g, r, False) or (g["relation"] in SYMMETRIC and ends(g, r, True)))

    seen, given = set(), []
    for r in view.rows["relations"]:
        key = (r["subject_id"], r["relation"], _none(r["object_id"]) or _plain(r["object_text"]))
        if key not in seen:
            seen.add(key)
            given.append(r)

    def show(x: dict) -> str:
        ends_of = (x.get("subject") or x.get("subject_id"), x["relation"], x.get("object") or x.get("object_text"))
        return f"{view.gold['slug']}: {' '.join(map(str, ends_of))}"

    _pairs(view.gold["relations"], given, fit, score, show)


def _dates(view: _View, score: Score) -> None:
    given, seen = [], set()
    for d in view.rows["dates"]:
        key = (_plain(d["text"]), _none(d["timex_value"]))
        if key not in seen:
            seen.add(key)
            given.append(d)
    open_day = bool(pd.isna(view.article["published"]))

    def fit(g: dict, d: dict) -> float:
        one, other = _plain(g["text"]), _plain(d["text"])
        if one != other and not _words_in(one, other) and not _words_in(other, one):
            return 0
        return 1 + (one == other) + 2 * _same_value(g["value"], d["timex_value"])

    show = lambda x: f"{view.gold['slug']}: {x['text']!r} {x.get('value') or x.get('timex_value')}"  # noqa: E731
    asked = view.gold["dates"]
    pairs = _pairs(asked, given, fit, score, show)
    for g, d in pairs:
        if not (open_day and d["anchor"] in ("published", "inferred")):
            score.judge("value", _same_value(g["value"], d["timex_value"]), f"{show(g)} got {d['timex_value']!r}")


def _published(view: _View, tally: dict[str, int]) -> None:
    got = view.article["published"]
    right = not pd.isna(got) and f"{got:%Y-%m-%d}" == view.gold["published"]
    tally["empty" if pd.isna(got) else "right" if right else "wrong"] += 1


def _traps(view: _View, tally: dict) -> None:
    """Numbers that must not become victims."""
    spans = [(c["start"], c["end"]) for c in view.rows["casualties"]]
    for trap in view.gold["not_casualties"]:
        anchor = view.text.find(trap["anchor"])
        if anchor < 0:
            continue
        inside = trap["anchor"].find(trap["number"])
        start = anchor + max(inside, 0)
        end = start + len(trap["number"]) if inside >= 0 else anchor + len(trap["anchor"])
        fell = any(s < end and e > start for s, e in spans)
        tally["n"] += 1
        tally["avoided"] += not fell
        if fell:
            tally["fallen"].append(f"{view.gold['slug']}: {trap['anchor']!r} ({trap['why']})")


SCORERS: dict[str, Callable[[_View, Score], None]] = {
    "actors": _actors,
    "relations": _relations,
    "dates": _dates,
    "events": _events,
    "casualties": _casualties,
    "claims": _claims,
}


def _pairs(
    asked: list[dict], given: list[dict], fit: Callable, score: Score, show: Callable
) -> list[tuple[dict, dict]]:
    """One-to-one, the best fits first; counts hits, misses and what is left over."""
    fits = [(fit(g, p), -i, -j) for i, g in enumerate(asked) for j, p in enumerate(given)]
    pairs: dict[int, int] = {}
    for _value, i, j in sorted((f for f in fits if f[0] > 0), reverse=True):
        if -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    score.hits += len(pairs)
    score.gold += len(asked)
    score.predicted += len(given)
    score.missed += [show(g) for i, g in enumerate(asked) if i not in pairs]
    score.extra += [show(p) for j, p in enumerate(given) if j not in pairs.values()]
    return [(asked[i], given[j]) for i, j in sorted(pairs.items())]


def _article_of(frames, gold: dict) -> dict | None:
    for article in frames.articles.to_dict("records"):
        stem = PurePath(str(article["source_path"])).name.split(".")[0]
        if gold["slug"] in (article["article_id"], stem) or (gold.get("title") and gold["title"] == article["title"]):
            return article
    return None


def _of(df: pd.DataFrame, article_id: str) -> list[dict]:
    return df[df["article_id"] == article_id].to_dict("records")


def _near(view: _View, g: dict, row: dict) -> float:
    """1 where the row stands on the anchor, less with the distance."""
    at = view.text.find(g["anchor"])
    gap = max(row["start"] - at - len(g["anchor"]), at - row["end"], 0)
    return 1 / (1 + gap / 20)


def _show(view: _View, x: dict) -> str:
    slug = view.gold["slug"]
    if "anchor" in x:
        facts = [str(x[k]) for k in ("outcome", "type", "source", "stance", "best") if x.get(k) is not None]
        return f"{slug}: {x['anchor']!r} {' '.join(facts)}"
    facts = [
        str(x[k])
        for k in ("outcome", "sub_event_type", "source_text", "stance", "best", "rule")
        if k in x and _known(x[k])
    ]
    return f"{slug} s{x.get('sentence_id')}: {str(x.get('text'))[:70]!r} {' '.join(facts)}"


def _stance(claim: dict) -> str:
    return "denies" if claim["stance"] == "disputes" else claim["stance"]


def _same_days(event: dict, value: str) -> bool:
    if pd.isna(event["date_start"]) or pd.isna(event["date_end"]):
        return False
    first, last = (pd.Period(part) for part in (value.split("/") if "/" in value else (value, value)))
    return event["date_start"] == first.start_time.normalize() and event["date_end"] == last.end_time.normalize()


def _same_value(gold: str | None, got: object) -> bool:
    strip = lambda v: re.sub(r"T(?:MO|MD|AF|EV|NI|DT)$", "", v)  # noqa: E731
    return _known(got) and gold is not None and strip(str(got)).rstrip("Z") == strip(gold).rstrip("Z")


def _plain(words: object) -> str:
    text = re.sub(r"[’`]", "'", str(words)).casefold().replace("-", " ")
    text = re.sub(r"'s?$", "", re.sub(r"^(?:the|an?)\s+", "", text.strip()))
    return " ".join(text.split())


def _words_in(few: str, many: str) -> bool:
    return bool(few) and re.search(rf"(?<!\w){re.escape(few)}(?!\w)", many) is not None


def _known(value: object) -> bool:
    return value is not None and not pd.isna(value)


def _none(value: object) -> object:
    return value if _known(value) else None


def worst(scores: dict, name: str) -> Iterable[str]:
    """The misses, false positives and wrong fields of a frame in words, for reading."""
    score = scores[name]
    yield from (f"MISSED {line}" for line in score.missed)
    yield from (f"EXTRA {line}" for line in score.extra)
    yield from (f"WRONG {line}" for line in score.wrong)
