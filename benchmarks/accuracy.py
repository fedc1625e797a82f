"""How often the rows are right: ``python benchmarks/accuracy.py --devsets DIR [--json] [--readme README.md]``.

Three measurements, each share with its n:

- the gold of the sample, as ``lwj evaluate tests/gold/articles data/articles`` scores it
- WikiWars (``DIR/wikiwars.jsonl``), time expressions, by ``wikiwars.py``: the half that was not used for tuning
- re3d (``DIR/re3d.jsonl``), organisations, places and numbers, by ``re3d.py``

The second and third are other people's texts and are not part of the project: WikiWars 1.0.4 (CC BY-SA 3.0) and dstl/re3d
(mixed open licences), one JSON object a line as the two scripts say. ``--readme`` writes the tables between the marks of
that file, so that no number there is typed by hand.
"""

import argparse
import datetime as dt
import json
from pathlib import Path

import re3d
import wikiwars

import lwj_analysis as lwj
from lwj_analysis import evaluate

ROOT = Path(__file__).parents[1]
MARKS = ("<!-- scores -->", "<!-- /scores -->")
RE3D_ROWS = {
    "organisations": "organisations that overlap a mention",
    "groups_and_forces": "of them armed groups of the lexicon and nations' forces",
    "places": "locations that overlap a place",
    "numbers_read": "numbers whose role is known",
}


def main() -> None:
    """Measure, then print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--devsets", type=Path, required=True, metavar="DIR", help="with wikiwars.jsonl and re3d.jsonl")
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.add_argument("--readme", type=Path, metavar="FILE", help="write the tables between the marks of this file")
    options = parser.parse_args()
    scores = measure(options.devsets)
    if options.readme:
        write(options.readme, as_markdown(scores))
    print(json.dumps(scores, indent=1, ensure_ascii=False) if options.json else as_text(scores))


def measure(devsets: Path) -> dict:
    """The scores of all three, by name."""
    gold = evaluate.evaluate(lwj.load(ROOT / "data/articles"), evaluate.read_gold(ROOT / "tests/gold/articles"))
    wars = [json.loads(line) for line in (devsets / "wikiwars.jsonl").read_text(encoding="utf-8").splitlines()]
    return {
        "gold": gold,
        "wikiwars": wikiwars.score(wars[1::2]) | {"documents": len(wars[1::2])},
        "re3d": re3d.score(re3d.read(devsets / "re3d.jsonl")),
    }


def as_text(scores: dict) -> str:
    """The tables for people, with the commonest misses."""
    wars = scores["wikiwars"]
    lines = [evaluate.as_text(scores["gold"]), ""]
    lines.append(
        f"WikiWars, {wars['documents']} documents: P {wars['P']:.2f}, R {wars['R']:.2f}, F1 {wars['F1']:.2f} (n={wars['n']}); "
        f"values {wars['values']:.2f} (n={wars['found']})"
    )
    lines += [f"re3d, {says}: {_share(scores['re3d'][key])}" for key, says in RE3D_ROWS.items()]
    lines.append("re3d, commonest misses: " + "; ".join(f"{text} ({n})" for text, n in scores["re3d"]["misses"]))
    return "\n".join(lines)


def as_markdown(scores: dict) -> str:
    """The tables of the README."""
    gold, wars = scores["gold"], scores["wikiwars"]
    days, traps = gold["published"], gold["number_traps"]
    lines = [
        "| frame | precision | recall | F1 | n | of the matched rows, right in |",
        "|---|---|---|---|---|---|",
        *(_gold_row(name, s) for name, s in gold.items() if "f1" in s),
        "",
        f"Day of publication: {days['right']} right, {days['empty']} left empty, {days['wrong']} wrong. "
        f"Numbers that must not become victims: {traps['avoided']} of {traps['n']} avoided.",
        "",
        "On texts that other people wrote and marked ([benchmarks/accuracy.py](benchmarks/accuracy.py) says how; rules were "
        "tuned with re3d and the other half of WikiWars at hand):",
        "",
        "| set | what | share | n |",
        "|---|---|---|---|",
        f"| WikiWars | time expressions, precision | {wars['P']:.2f} | {wars['predicted']} |",
        f"| WikiWars | time expressions, recall | {wars['R']:.2f} | {wars['n']} |",
        f"| WikiWars | of the found, value right | {wars['values']:.2f} | {wars['found']} |",
        *(
            f"| re3d | {says} | {share['found'] / share['n']:.2f} | {share['n']} |"
            for key, says in RE3D_ROWS.items()
            for share in [scores["re3d"][key]]
        ),
        "",
        f"Measured on {dt.date.today()}.",
    ]
    return "\n".join(lines)


def write(path: Path, tables: str, *, marks: tuple[str, str] = MARKS) -> None:
    """Put the tables between the marks. Raises ValueError if the file has no marks."""
    text = path.read_text(encoding="utf-8")
    before, start, rest = text.partition(marks[0])
    _, end, after = rest.partition(marks[1])
    if not (start and end):
        raise ValueError(f"{path}: no {marks[0]} ... {marks[1]}")
    path.write_text(f"{before}{start}\n{tables}\n{end}{after}", encoding="utf-8")


def _gold_row(name: str, score: dict) -> str:
    right = [(k[:-6], v, score[f"{k[:-6]}_n"]) for k, v in score.items() if k.endswith("_right")]
    respects = ", ".join(f"{what.replace('_', ' ')} {share:.2f} (n={n})" for what, share, n in right)
    numbers = " | ".join(f"{score[key]:.2f}" for key in ("precision", "recall", "f1"))
    return f"| `{name}` | {numbers} | {score['n']} | {respects} |"


def _share(share: dict) -> str:
    return f"{share['found'] / share['n']:.3f} ({share['found']} of {share['n']})"


if __name__ == "__main__":
    main()
