"""How long a choice takes: ``python benchmarks/redraw.py [ARTICLES ...]`` (default: the sample, then 10,000 articles).

The frames of the sample, repeated with ids of their own up to the number of articles, so that nothing is read anew. For each
notebook's figures: the processor time from a move of one control at the head until all figures of the notebook have counted
anew and their new views are ready to be sent, the median over the controls, and the size of its page in a report.
"""

import statistics
import sys
import time
from pathlib import Path

import pandas as pd

import lwj_analysis as lwj
from lwj_analysis import explore, islands
from lwj_analysis.report import ASSETS
from lwj_analysis.store import Frames

ROOT = Path(__file__).parents[1]
PAGES = {
    "01-actors": ("actors", "pairs", "ties", "deeds", "groups", "names"),
    "02-timeline": ("timeline", "precision", "lanes", "map", "incidents"),
    "03-casualties": ("casualties", "counting", "outcomes", "tolls", "totals"),
    "04-sources": ("origins", "differences", "gaps", "sources", "inflation", "ratios", "stances", "contradictions"),
}
IDS = [
    "article_id", "mention_id", "relation_id", "event_id", "event_mention_id", "casualty_id", "claim_id", "incident_id",
    "of_id", "place_mention_id", "parent_event_id", "number_id", "date_id", "problem_id", "duplicate_of",
]  # fmt: skip
MOVES = ("actor", "side", "country", "event_type", "outcome", "claimant", "words")


def repeated(frames: Frames, articles: int) -> Frames:
    """The frames so many times over that they have at least this many articles; actors stay the same."""
    times = -(-articles // len(frames.articles))
    return Frames(
        {name: _repeated(table, times) if name != "actors" else table for name, table in frames.tables.items()}
    )


def page_size(frames: Frames, questions: tuple[str, ...]) -> int:
    """Bytes of a report's figures with script and style, the prose apart."""
    figures = "".join(explore.as_twin(getattr(explore, f"{q}_view")(frames))._repr_html_() for q in questions)
    assets = sum(p.stat().st_size for p in (*ASSETS.glob("figure/*"), *ASSETS.glob("report/static/*")))
    return len(islands.packed(islands.shared_once(figures)).encode()) + assets


def redraw(frames: Frames, questions: tuple[str, ...]) -> list[float]:
    """Seconds of the processor for each move at the head."""
    shown = [explore.as_live(getattr(explore, f"{q}_view")(frames), frames) for q in questions]
    board, taken = explore.board(frames), []
    for name in MOVES:
        control = board.controls[name]
        value = "soldiers" if name == "words" else control.options[len(control.options) // 2][1]
        start = time.process_time()
        control.value = value
        taken.append(time.process_time() - start)
        board.reset()
    del shown
    return taken


def main() -> None:
    """Measure and print one line a page."""
    frames = lwj.load(ROOT / "data/articles")
    for articles in [int(a) for a in sys.argv[1:]] or [len(frames.articles), 10_000]:
        many = repeated(frames, articles) if articles > len(frames.articles) else frames
        print(f"{len(many.articles):,} articles, {sum(map(len, many.tables.values())):,} rows")
        for page, questions in PAGES.items():
            taken = redraw(many, questions)
            print(
                f"  {page:14} median {statistics.median(taken):.3f} s, longest {max(taken):.3f} s", end="", flush=True
            )
            print(f", page {page_size(many, questions) / 1e6:.2f} MB" if articles <= 2_000 else "", flush=True)


def _repeated(table: pd.DataFrame, times: int) -> pd.DataFrame:
    ids = [c for c in IDS if c in table]
    copies = [table, *(table.assign(**{c: table[c] + f"~{n}" for c in ids}) for n in range(1, times))]
    return pd.concat(copies, ignore_index=True)


if __name__ == "__main__":
    main()
