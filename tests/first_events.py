"""Short texts of one event, as gold has them, and what the rows of each tell: its first event and both sides."""

import json

import pandas as pd
from paths import SENTENCES

from lwj_analysis import store


def lines_of(name: str) -> list[dict]:
    """The texts of ``tests/gold/sentences/NAME.jsonl`` with what is asked of them."""
    return [json.loads(line) for line in (SENTENCES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def told_of(texts: list[dict], folder) -> list[tuple]:
    """For each its first event or ``None``, words and names of the initiator and of the target, the number of incidents."""
    path = folder / "texts.jsonl"
    rows = (
        json.dumps({"article_id": f"t{i}", "text": r["text"], "published": r["published"]}) for i, r in enumerate(texts)
    )
    path.write_text("\n".join(rows), encoding="utf-8")
    frames = store.load(path, merge=False)
    names = {a["actor_id"]: f"{a['name']}; {a['aliases']}" for a in frames.actors.to_dict("records")}
    every = dict(list(frames.events.sort_values(["sentence_id", "start"]).groupby("article_id")))
    told = []
    for i in range(len(texts)):
        own = every.get(f"t{i}")
        first = own.iloc[0] if own is not None else None
        words = [_words(first, side, names) for side in ("initiator", "target")]
        told.append((first, *words, own["incident_id"].nunique() if own is not None else 0))
    return told


def _words(event, side: str, names: dict) -> str:
    if event is None:
        return ""
    said, actor = event[f"{side}_text"], event[f"{side}_id"]
    return f"{'' if pd.isna(said) else said}; {names.get(actor, '')}".lower()
