"""How well dates are found and read in WikiWars: ``python benchmarks/wikiwars.py wikiwars.jsonl``.

One JSON object a line: ``text``, ``dct.value`` and ``gold.timex`` with ``start``, ``end``, ``val``. The even lines were
used for tuning, the odd ones are reported. An expression counts as found if a row overlaps it, one to one.
"""

import argparse
import datetime as dt
import json
import time
from pathlib import Path

from lwj_analysis.annotate.dates import find_dates


def main() -> None:
    """Print one line a half: expressions, precision, recall, F1, share of right values among the found, words a second."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--adjectives", action="store_true", help="also read former, current, recent, future")
    arguments = parser.parse_args()
    documents = [json.loads(line) for line in arguments.path.read_text(encoding="utf-8").splitlines()]
    find_dates("Warm up on Monday.", None)
    for name, half in (("tuned on", documents[0::2]), ("reported", documents[1::2])):
        print(f"{name:9}", *(f"{key} {value}" for key, value in score(half, adjectives=arguments.adjectives).items()))


def score(documents: list[dict], *, adjectives: bool = False) -> dict[str, float]:
    """Micro-averaged over all expressions of the documents."""
    gold = found = hits = right = words = 0
    start = time.process_time()
    for document in documents:
        day = dt.date.fromisoformat(document["dct"]["value"])
        dates, _ = find_dates(document["text"], day, adjectives=adjectives)
        pairs = matched(document["gold"]["timex"], dates)
        gold, found, hits = gold + len(document["gold"]["timex"]), found + len(dates), hits + len(pairs)
        right += sum(date.timex_value == timex.get("val") for timex, date in pairs)
        words += len(document["text"].split())
    precision, recall = hits / found, hits / gold
    f1 = 2 * precision * recall / (precision + recall)
    speed = round(words / (time.process_time() - start), -3)
    scores = {"P": precision, "R": recall, "F1": f1, "values": right / hits}
    return (
        {"n": gold, "predicted": found, "found": hits}
        | {key: round(value, 3) for key, value in scores.items()}
        | {"words/s": int(speed)}
    )


def matched(timexes: list[dict], dates: list) -> list[tuple]:
    """Each gold expression with a row that overlaps it, the shortest first, a row with its value before others."""
    free, pairs = set(range(len(dates))), []
    for timex in sorted(timexes, key=lambda t: (t["end"] - t["start"], t["start"])):
        over = [i for i in free if dates[i].start < timex["end"] and timex["start"] < dates[i].end]
        if over:
            best = min(over, key=lambda i: (dates[i].timex_value != timex.get("val"), i))
            free.remove(best)
            pairs.append((timex, dates[best]))
    return pairs


if __name__ == "__main__":
    main()
