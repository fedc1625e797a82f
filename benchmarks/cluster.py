"""What Dask costs and gives, on this machine: ``python benchmarks/cluster.py [--notes N]... [--merge N]... [--page FILE]``.

Two tables; a measurement is a process of its own.

- parsing: N notes made from the sample, each a headline and a sentence, put into an empty store by the process pool and by
  Dask workers, one of them killed midway. CPU seconds are those of all processes, start included; memory is that of the
  largest process. ``--run Dask:2`` takes only the runs of that engine and number of workers.
- merging: incidents of frames of N articles, made by repeating the sample's rows on other days of twenty years.

``--page`` keeps what was measured beside that file (``.json``; a new measurement replaces the same one of before) and writes
the tables between its marks, so that no number there is typed by hand.
"""

import argparse
import json
import os
import platform
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
MARKS = ("<!-- cluster -->", "<!-- /cluster -->")
SAME = ("engine", "workers", "notes", "articles", "part")  # what a measurement measures
SPAN = 7300  # days over which varied frames are spread
RUNS = (
    {"engine": "process pool", "workers": 1},
    {"engine": "process pool", "workers": 2},
    {"engine": "Dask", "workers": 1},
    {"engine": "Dask", "workers": 2},
    {"engine": "Dask", "workers": 4},
    {"engine": "Dask", "workers": 4, "kill": True},
    {"engine": "Dask, memory given back", "workers": 2, "trim": True},
)


def main() -> None:
    """Measure, then print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, action="append", default=[], metavar="N")
    parser.add_argument("--run", metavar="ENGINE:WORKERS")
    parser.add_argument("--merge", type=int, action="append", default=[], metavar="N")
    parser.add_argument("--page", type=Path, metavar="FILE", help="write the tables between the marks of this file")
    parser.add_argument("--one", type=json.loads, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(merging(**options.one) if "size" in options.one else parsing(**options.one)))
        return
    runs = [run for run in RUNS if options.run in (None, f"{run['engine']}:{run['workers']}")]
    found = [_apart(run | {"notes": n}) for n in options.notes for run in runs]
    found += [_apart({"articles": n, "size": size}) for n in options.merge for size in (10**9, 2000)]
    if options.page:
        found = _kept(options.page.with_suffix(".json"), found)
    tables = as_markdown([run for run in found if "engine" in run], [run for run in found if "part" in run])
    print(tables)
    if options.page:
        import accuracy

        accuracy.write(options.page, tables, marks=MARKS)


def _kept(path: Path, found: list[dict]) -> list[dict]:
    """What was measured before and now, in the order of sizes; written to the file."""
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    kept = {tuple(run.get(name) for name in SAME): run for run in [*before, *found]}
    runs = sorted(kept.values(), key=lambda run: run["notes"] if "engine" in run else run["articles"])
    path.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")
    return runs


def parsing(*, engine: str, workers: int, notes: int, kill: bool = False, trim: bool = False) -> dict:
    """Parse varied notes into an empty store; what it took, and a digest of the rows."""
    import vary

    from lwj_analysis import cluster, read, store
    from lwj_analysis.kept import Store

    with tempfile.TemporaryDirectory() as folder:
        texts = read.read([vary.write(Path(folder) / "varied.jsonl", notes, only_notes=True)])[0]
        texts = [replace(article, source_path="varied.jsonl") for article in texts]  # the same in each run
        kept = Store(folder, made=store.made_with())
        started = time.perf_counter()
        with cluster.connected("local", workers=workers) if "Dask" in engine else nullcontext() as client:
            ready = time.perf_counter()
            if kill:
                client.spread = killing(client)
            if trim:
                client.spread = giving_back(client)
            n_rows, digest = _counted(store._parsed(texts, kept, workers=workers, engine=client, tell=None))
            taken = time.perf_counter() - ready
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "engine": engine + (", one killed" if kill else ""),
        "workers": workers,
        "notes": notes,
        "start_s": ready - started,
        "wall_s": taken,
        "cpu_s": sum(u.ru_utime + u.ru_stime for u in usage),
        "rows": n_rows,
        "peak_mb": max(u.ru_maxrss for u in usage) / 1024,
        "digest": digest,
    }


def killing(client):
    """``spread`` of the client, but the first worker that is busy when a part comes back is killed."""
    spread, killed = client.spread, []

    def spread_and_kill(function, parts):
        for step in spread(function, parts):
            busy = [its for its, keys in client.client.processing().items() if keys]
            if busy and not killed:
                killed.append(client.client.run(os.getpid, workers=busy[:1])[busy[0]])
                os.kill(killed[0], signal.SIGKILL)
            yield step
        if not killed:
            raise RuntimeError("no worker was busy when the first part came back; take more articles")

    return spread_and_kill


def giving_back(client):
    """``spread`` of the client, but workers keep Dask's own setting: memory goes back to the system at once."""
    spread = client.spread
    return lambda function, parts: spread(partial(_without_keeping, function), parts)


def _without_keeping(function, part):
    from lwj_analysis import cluster

    cluster.keep_memory = lambda: False
    return function(part)


def merging(*, articles: int, size: int) -> dict:
    """Tell the incidents of varied frames; what it took."""
    import lwj_analysis as lwj
    from lwj_analysis import incidents

    own = varied_frames(lwj.load(ROOT / "data/articles", corrections="").tables, articles)
    before = time.process_time()
    told = incidents.tell(own, size=size)
    return {
        "articles": articles,
        "part": "all at once" if size > articles * 100 else f"{size} groups",
        "events": len(own["events"]),
        "incidents": len(told.rows),
        "cpu_s": time.process_time() - before,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def varied_frames(tables: dict, number: int, *, seed: int = 1) -> dict:
    """What ``incidents.tell`` needs, for about so many articles: the sample's rows again and again, on other days."""
    from lwj_analysis import incidents, store

    copies = -(-number // len(tables["articles"]))
    luck = random.Random(seed)
    days = [luck.randrange(SPAN) for _ in range(copies)]
    names = ("articles", "events", "casualties", "claims", "places")
    made = {name: pd.concat([tables[name]] * copies, keys=range(copies)) for name in names}
    made = {name: _renamed(df, days) for name, df in made.items()} | {"actors": tables["actors"]}
    own = {name: store._own_incidents(made[name]) for name in ("events", "casualties", "claims")}
    return made | own | {"events": incidents.with_place_names(own["events"], made["places"])}


def _renamed(df: pd.DataFrame, days: list[int]) -> pd.DataFrame:
    """Rows of the copies, with ids of their own and days moved by as many as are given for each copy."""
    copy = df.index.get_level_values(0).to_series()
    df, tag = df.reset_index(drop=True), copy.astype(str).reset_index(drop=True)
    moved = pd.to_timedelta(copy.map(dict(enumerate(days))).reset_index(drop=True), unit="D")
    changes = {}
    for column in df:
        if pd.api.types.is_datetime64_any_dtype(df[column]):
            changes[column] = (df[column] + moved).astype(df[column].dtype)
        elif column == "article_id":
            changes[column] = df[column] + "~" + tag
        elif column in ("event_id", "casualty_id", "claim_id", "of_id", "place_mention_id", "incident_id"):
            changes[column] = df[column].str.replace(":", "~", n=1) + ":" + tag
    return df.assign(**changes)


def as_markdown(parsed: list[dict], merged: list[dict]) -> str:
    """Both tables, with the machine and the day. Raises ValueError if two runs of one size gave other rows."""
    for number in {run["notes"] for run in parsed}:
        if len({run["digest"] for run in parsed if run["notes"] == number}) > 1:
            raise ValueError(f"the rows of {number} notes differ between runs")
    made_on = f"{platform.machine()}, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}"
    tables = [f"{made_on}, load of the machine {os.getloadavg()[0]:.0f}."]
    if parsed:
        tables.append(_table(PARSED, (_parsed_row(run) for run in parsed)))
    if merged:
        tables.append(_table(MERGED, (_merged_row(run) for run in merged)))
    return "\n\n".join(tables)


PARSED = ("notes", "engine", "workers", "start s", "wall s", "CPU s", "CPU ms a note", "rows a CPU s", "peak MB")
MERGED = ("articles", "events", "incidents", "parts of", "CPU s", "CPU ms an article", "peak MB")


def _parsed_row(run: dict) -> tuple:
    each, rate = 1000 * run["cpu_s"] / run["notes"], run["rows"] / run["cpu_s"]
    seconds = (f"{run[column]:.1f}" for column in ("start_s", "wall_s", "cpu_s"))
    return (
        f"{run['notes']:,}",
        run["engine"],
        run["workers"],
        *seconds,
        f"{each:.1f}",
        f"{rate:,.0f}",
        f"{run['peak_mb']:.0f}",
    )


def _merged_row(run: dict) -> tuple:
    counts = (f"{run[column]:,}" for column in ("articles", "events", "incidents"))
    return (
        *counts,
        run["part"],
        f"{run['cpu_s']:.1f}",
        f"{1000 * run['cpu_s'] / run['articles']:.2f}",
        f"{run['peak_mb']:.0f}",
    )


def _table(header: tuple, rows: Iterable[tuple]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def _apart(measurement: dict) -> dict:
    """The result of a measurement in a process of its own."""
    run = subprocess.run(
        [sys.executable, __file__, "--one", json.dumps(measurement)], stdout=subprocess.PIPE, text=True, check=True
    )
    found = json.loads(run.stdout.splitlines()[-1])
    print(json.dumps(found), file=sys.stderr, flush=True)
    return found


def _counted(parsed: Iterable[dict]) -> tuple[int, str]:
    """How many rows there are, and a digest of them that is the same in any order of the articles; none is held."""
    import hashlib

    n_rows = digest = 0
    for of in parsed:
        n_rows += sum(map(len, of.values()))
        digest += int.from_bytes(hashlib.sha256(json.dumps(of, sort_keys=True).encode()).digest())
    return n_rows, f"{digest % 16**12:012x}"


if __name__ == "__main__":
    main()
