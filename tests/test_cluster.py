"""Dask: the same rows from workers as from one process; parts by size; workers that die; workers that would differ."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, nullcontext
from functools import partial
from types import SimpleNamespace

import dask
import pytest
from distributed import Client, LocalCluster
from test_blocks import made_up

from lwj_analysis import cluster, incidents, store
from lwj_analysis.schema import FRAMES

TEXT = "Raid number {0}\n\nGunmen killed {0} soldiers near Gao in Mali on {0} May 2021, the army said on Monday."


@pytest.fixture(scope="module")
def engine():
    with cluster.connected("local", workers=2) as engine:
        yield engine


@pytest.fixture
def raids(tmp_path):
    """A folder with four short articles."""
    folder = tmp_path / "raids"
    folder.mkdir()
    for number in range(2, 6):
        (folder / f"raid-{number}.txt").write_text(TEXT.format(number))
    return folder


@pytest.mark.parametrize(
    ("sizes", "workers", "parts"),
    [
        ([], 2, []),
        ([5], 4, [[5]]),
        ([1] * 8, 2, [[1]] * 8),
        ([1] * 16, 2, [[1, 1]] * 8),
        ([9, 1, 1, 1, 9, 3], 1, [[9], [1, 1, 1], [9], [3]]),
        ([cluster.PART] * 90, 1, [[cluster.PART]] * 90),
        ([cluster.PART // 2] * 90, 1, [[cluster.PART // 2] * 2] * 45),
        ([1] * 8 * cluster.MOST, 1, [[1] * cluster.MOST] * 8),
    ],
)
def test_parts_are_cut_by_size(sizes, workers, parts):
    assert list(cluster.parts_of(sizes, size=int, workers=workers)) == parts


def test_every_part_comes_back_once(engine):
    found = list(engine.spread(sum, ([n, n] for n in range(40))))
    assert sorted(found) == [([n, n], 2 * n) for n in range(40)]


def test_parts_are_taken_when_they_are_needed(engine):
    taken = []
    parts = (taken.append(n) or [n] for n in range(100))
    results = engine.spread(sum, parts)
    next(results)
    assert len(taken) <= cluster.AHEAD * engine.n_workers()
    results.close()


def die(items, *, of):
    """Kill the worker that works at one of these items."""
    if of in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return len(items)


def fail(items):
    raise ValueError(f"no {items[0]}")


def test_errors_of_the_work_are_raised(engine):
    with pytest.raises(ValueError, match="no good"):
        list(engine.spread(fail, [["good"]]))


def test_a_result_whose_worker_died_is_waited_for():
    """It is computed again, by workers that are started anew where none is left."""

    class Gone:
        status, asked = "finished", 0

        def result(self, timeout):
            self.asked += 1
            if self.asked < 3:
                raise TimeoutError
            return 7

        def release(self):
            pass

    anew = []
    engine = cluster.Cluster(None, refill=lambda: anew.append(1))
    assert list(engine._received(sum, [3, 4], Gone(), {}, None)) == [([3, 4], 7)]
    assert anew == [1, 1]


def late(items):
    raise TimeoutError(f"{items[0]} was late")


def test_a_timeout_of_the_work_is_no_lost_worker(engine):
    with pytest.raises(RuntimeError, match="this was late"):
        list(engine.spread(late, [["this"]]))


def test_incidents_are_told_by_workers(engine):
    tables = made_up(1)
    own = {name: store._own_incidents(tables[name]) for name in ("events", "casualties", "claims")}
    own["events"] = incidents.with_place_names(own["events"], tables["places"])
    here = incidents.tell(tables | own)
    there = incidents.tell(tables | own, spread=engine.map, size=20)
    assert there.ids == here.ids
    assert FRAMES["incidents"].born(there.rows).equals(FRAMES["incidents"].born(here.rows))
    assert there.left_out.equals(here.left_out)


def test_a_part_of_incidents_that_kills_its_workers_is_named():
    class Deadly(cluster.Cluster):
        def spread(self, function, parts):
            return ((part, cluster.Lost("the process that read it died 4 times")) for part in parts)

    with pytest.raises(RuntimeError, match="tell_part: the process that read it died 4 times"):
        list(Deadly(None).map(incidents.parts.tell_part, [1]))


def test_frames_are_the_same(engine, raids, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "connected", lambda scheduler, workers: nullcontext(engine))
    monkeypatch.setenv("LWJ_CACHE", str(tmp_path / "one"))
    one = store.load(raids)
    monkeypatch.setenv("LWJ_CACHE", str(tmp_path / "other"))
    told = []
    other = store.load(raids, scheduler="local", workers=2, progress=lambda *step: told.append(step))
    assert all(getattr(one, name).equals(getattr(other, name)) for name in FRAMES)
    assert len(other.casualties) == 4
    assert [told[0][0], told[-1][0], {of for _, of, _ in told}] == [0, 4, {4}]
    assert [path.name for path in (tmp_path / "other").rglob("*.gz")] == []
    assert len(list((tmp_path / "other").glob("parts/*/rows.parquet"))) > 1
    assert store.load(raids, progress=lambda *step: pytest.fail("parsed again")).made_with == one.made_with


def test_a_worker_that_would_make_other_rows_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("LWJ_CACHE", "set anew by the worker")
    made = store.made_with() | {"lexicon": "0123456789ab"}
    with pytest.raises(RuntimeError, match=r"other rows: lexicon \w+ instead of 0123456789ab"):
        store.keep_part([], folder=str(tmp_path), made=made, lexicons=None)


def test_a_worker_goes_on_where_another_one_died(raids, tmp_path, monkeypatch):
    monkeypatch.setenv("LWJ_CACHE", "set anew by the worker")
    articles = store.reading.read([raids])[0]
    parsed, parse = [], store._parse
    monkeypatch.setattr(store, "_parse", lambda new, *rest: parsed.append(len(new)) or parse(new, *rest))
    part = {"folder": str(tmp_path), "made": store.made_with(), "lexicons": None}
    kept = store.Store(tmp_path, made=part["made"])
    kept.put(articles[0], store.parse_article(articles[0]))
    for _ in range(2):
        store.keep_part(articles, **part)
    next(tmp_path.glob("parts/*/rows.parquet")).write_bytes(b"PAR1")
    store.keep_part(articles, **part)
    assert parsed == [3, 4]
    assert all(rows for _, rows in store.Store(tmp_path, made=part["made"]).get_all(articles))


def test_a_store_that_workers_do_not_share_is_told(raids, tmp_path, monkeypatch):
    monkeypatch.setenv("LWJ_CACHE", str(tmp_path / "here"))
    elsewhere = SimpleNamespace(n_workers=lambda: 1, spread=lambda _, parts: ((part, "node-7") for part in parts))
    with pytest.raises(FileNotFoundError, match="what node-7 wrote is not here"):
        list(store._by_workers(store.reading.read([raids])[0], store._Cache(), elsewhere, None))


def test_without_a_store_a_cluster_is_refused(raids, monkeypatch):
    monkeypatch.setenv("LWJ_CACHE", "")
    with pytest.raises(ValueError, match="a store that all its workers see"):
        list(store._by_workers([], store._Cache(), None, None))


def test_an_article_that_kills_its_workers_is_told(raids, tmp_path, monkeypatch):
    """Others of its part are parsed; it is kept with a problem that says why, and not put into the store."""
    monkeypatch.setenv("LWJ_CACHE", str(tmp_path / "cache"))
    articles = store.reading.read([raids])[0]
    dead = articles[2].article_id

    def spread(task, parts):
        for part in parts:
            for article in part:
                lost = article.article_id == dead
                yield [article], cluster.Lost("the process that read it died 4 times") if lost else task([article])

    engine = SimpleNamespace(n_workers=lambda: 1, spread=spread)
    rows = list(store._by_workers(articles, store._Cache(), engine, None))
    assert [p["detail"] for its in rows for p in its["problems"] if p["kind"] == "other"] == [
        "the article could not be parsed: the process that read it died 4 times"
    ]
    assert [store._article_id(its) for its in rows if not its["casualties"]] == [dead]
    assert store._Cache().get(articles[2]) is None


def test_nobody_at_the_address_is_told(monkeypatch):
    import dask

    with (
        dask.config.set({"distributed.comm.timeouts.connect": "200ms"}),
        pytest.raises(ConnectionError, match=r"127\.0\.0\.1:9"),
        cluster.connected("tcp://127.0.0.1:9"),
    ):
        pass


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ImportError, match=r"lwj-analysis\[dask\]"), cluster.connected("local"):
        pass


def test_without_a_scheduler_dask_is_not_imported():
    code = "import sys; from lwj_analysis import store, cli; print('distributed' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


@contextmanager
def within(seconds):
    """Raises TimeoutError after so long: Dask's nannies were seen to give up on a busy machine, and nobody worked then."""

    def stop(*_):
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


@pytest.mark.slow
def test_a_part_that_kills_its_workers_is_halved_until_one_item_is_left():
    with within(540), cluster.connected("local", workers=2) as engine:
        parts = engine.spread(partial(die, of=5), [[1, 2, 3, 4, 5, 6], [7, 8]])
        found = {part[0]: (len(part), result) for part, result in parts}
    assert str(found[5][1]) == "the process that read it died 4 times"
    assert found[5][0] == 1
    assert sum(size for size, _ in found.values()) == 8
    assert found[7] == (2, 2)


@pytest.mark.slow
def test_workers_that_nobody_watches_any_more_are_started_anew(monkeypatch):
    """A worker that dies while it starts is not started again by the process that watches over it."""
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with (
        within(120),
        dask.config.set({"distributed.deploy.lost-worker-timeout": "1s"}),
        cluster.connected("local", workers=2) as engine,
    ):
        here = engine.client.cluster
        for nanny in list(here.workers.values()):
            here.sync(nanny.close)
        assert list(engine.spread(sum, [[1, 2]])) == [([1, 2], 3)]


def test_waiting_for_workers_is_told(monkeypatch, caplog):
    monkeypatch.setattr(cluster, "PATIENCE", 0.1)
    with LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as here, Client(here) as client:
        later = threading.Timer(1, here.scale, [1])
        later.start()
        assert list(cluster.Cluster(client).spread(sum, [[1, 2]])) == [([1, 2], 3)]
        later.join()
    assert "waiting for one" in caplog.text


@pytest.mark.slow
def test_four_workers_and_one_killed_give_the_same_rows(sample, tmp_path, monkeypatch):
    """One worker is killed when the first articles are in; its part is parsed by another."""
    from paths import ARTICLES

    monkeypatch.setenv("LWJ_CACHE", str(tmp_path / "cache"))
    killed = []

    class Killing(cluster.Cluster):
        def spread(self, function, parts):
            for step in super().spread(function, parts):
                if not killed:
                    busy = next(its for its, keys in self.client.processing().items() if keys)
                    killed.append(self.client.run(os.getpid, workers=[busy])[busy])
                    os.kill(killed[0], signal.SIGKILL)
                yield step

    monkeypatch.setattr(cluster, "Cluster", Killing)
    frames = store.load(ARTICLES, scheduler="local", workers=4)
    assert len(killed) == 1
    assert all(getattr(sample, name).equals(getattr(frames, name)) for name in FRAMES)
