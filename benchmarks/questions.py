"""How long a question to a store takes: the sample's frames many times over, asked in SQL. Prints a line of JSON."""

from __future__ import annotations

import argparse
import json
import tempfile
import time

import duckdb
import vary

from lwj_analysis import store
from lwj_analysis.kept import Store
from lwj_analysis.schema import FRAMES

QUESTION = (
    "SELECT country, year(date_start) AS year, sum(killed_best) AS killed FROM incidents "
    "WHERE grade <> 'weak' GROUP BY ALL ORDER BY killed DESC LIMIT 10"
)
JOINED = (
    "SELECT source_type, outcome, count(*) AS n, sum(best) AS best FROM casualties JOIN articles USING (article_id) "
    "WHERE counting = 'count' GROUP BY ALL ORDER BY n DESC"
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=20_000)
    wanted = options.parse_args().articles
    frames = store.load(vary.SAMPLE, corrections="")
    times = -(-wanted // len(frames.articles))
    with tempfile.TemporaryDirectory() as folder:
        small = Store(f"{folder}/small").write(frames.tables)
        for name in FRAMES:
            ids = [c for c in FRAMES[name].names if c in ("article_id", "incident_id")]
            new = ", ".join(f"t.{c} || '-' || i.i AS {c}" for c in ids)
            duckdb.execute(
                f"COPY (SELECT t.* {f'REPLACE ({new})' if ids else ''} FROM '{small}/{name}.parquet' t, range({times}) i(i)) "
                f"TO '{folder}/{name}.parquet'"
            )
        found = {"articles": times * len(frames.articles)}
        for what, sql in (("totals_s", QUESTION), ("joined_s", JOINED)):
            start = time.perf_counter()
            Store(folder).query(sql)
            found[what] = round(time.perf_counter() - start, 2)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
