"""Work on many machines: parts of a corpus go to the workers of a Dask cluster, and come back in the order they are done.

Dask schedules, moves and retries; here stand only what a part is, how many are under way at once, what a worker's
process needs, and what happens to a part that kills its workers. The one door to ``distributed``.
"""

from __future__ import annotations

import ctypes
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from lwj_analysis.errors import Failed, NoConnection, NoLibrary

if TYPE_CHECKING:
    from distributed import Client

LOG = logging.getLogger(__name__)
Item = TypeVar("Item")
LOCAL = "local"
PART = 1_500_000  # size of a part: characters of text, some 500 articles; what a part costs beside its work is 10 ms
MOST = 1000  # items of a part, where they are short: bounds the memory of a worker
SHARES = 4  # parts a worker gets at least, so that no worker waits long for the last
AHEAD = 3  # parts under way for each worker: one in work, the next ones at hand; bounds the memory of the scheduler
RETRIES = 3  # of a part that raised an error, for disks and networks that fail now and then
PATIENCE = 20  # seconds without a result after which it is looked whether workers are missing
KEEP = 1_000_000_000  # bytes that a worker's process keeps for its next article instead of giving them back
LARGE = 32 * 2**20  # bytes from which on an array gets pages of its own, which are given back; glibc allows no more
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # glibc's numbers of the settings, see mallopt(3)


class Lost:
    """The result of a part of one item whose workers died, again and again; ``str`` says why."""

    def __init__(self, why: str) -> None:
        self.why = why

    def __str__(self) -> str:
        return self.why


class Cluster(Generic[Item]):
    """A connection to workers; made by ``connected``."""

    def __init__(self, client: Client, refill: Callable[[], None] | None = None) -> None:
        """``refill`` starts the workers that are missing, where they are ours to start."""
        self.client, self.refill = client, refill

    def spread(
        self, function: Callable[[list[Item]], Any], parts: Iterable[list[Item]]
    ) -> Iterator[tuple[list[Item], Any]]:
        """Call ``function`` with each part on some worker: part and result, in the order they are done.

        Parts are taken as workers get free, so that neither they nor the results need to fit into memory at once. A part
        whose worker dies goes to another one; a part that has killed several is halved, and a single item that still
        does has the result ``Lost``. An error that the function raises is raised here after some retries, a TimeoutError
        as ``Failed``.
        """
        from distributed import as_completed, wait

        waiting, sent = iter(parts), {}
        done = as_completed()
        while True:
            for part in _few(waiting, AHEAD * self.n_workers() - len(sent)):
                self._send(function, part, sent, done)
            if not sent:
                return
            self._patiently(partial(wait, list(sent), return_when="FIRST_COMPLETED"))
            future = next(done)
            part = sent.pop(future)
            yield from self._received(function, part, future, sent, done)

    def map(self, function: Callable[[Item], Any], items: Iterable[Item]) -> Iterator[Any]:
        """As the builtin ``map``, in the order they are done. Raises RuntimeError where an item kills its workers."""
        for _, result in self.spread(partial(_of_one, function), ([item] for item in items)):
            if isinstance(result, Lost):
                raise Failed(f"{function.__name__}: {result}")
            yield result

    def n_workers(self) -> int:
        """How many there are just now; a cluster may grow and shrink. None yet counts as one, so that work can wait."""
        return max(len(self.client.nthreads()), 1)

    def _patiently(self, call: Callable[..., Any]) -> Any:
        """Call until it is done in time. Who watches over a worker gives it up where it dies in starting: such are started
        anew.
        """
        while True:
            try:
                return call(timeout=PATIENCE)
            except TimeoutError:
                if self.refill:
                    self.refill()
                elif not self.client.nthreads():
                    LOG.warning("no worker is connected to %s: waiting for one", self.client.scheduler.address)

    def _send(self, function: Callable, part: list[Item], sent: dict, done: Any) -> None:
        future = self.client.submit(function, part, retries=RETRIES, pure=False)
        sent[future] = part
        done.add(future)

    def _received(
        self, function: Callable, part: list[Item], future: Any, sent: dict, done: Any
    ) -> Iterator[tuple[list[Item], Any]]:
        from distributed import KilledWorker

        try:
            yield part, self._patiently(partial(_result, future))
        except KilledWorker as error:
            if len(part) == 1:
                yield part, Lost(f"the process that read it died {error.allowed_failures + 1} times")
            else:
                middle = len(part) // 2
                for half in (part[:middle], part[middle:]):
                    self._send(function, half, sent, done)
        finally:
            future.release()


@contextmanager
def connected(scheduler: str, *, workers: int = 1) -> Iterator[Cluster]:
    """Connect to the scheduler at an address, or start ``workers`` processes on this machine (``local``).

    Raises ImportError, naming what to install, without Dask; ConnectionError if nobody answers at the address.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise NoLibrary("--scheduler needs Dask: pip install 'lwj-analysis[dask]'") from None
    if scheduler == LOCAL:
        here = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
        with LocalCluster(**here) as cluster, Client(cluster) as client:
            yield Cluster(client, refill=partial(cluster.scale, workers))
        return
    try:
        client = Client(scheduler)
    except (OSError, ValueError) as error:
        raise NoConnection(f"{scheduler}: no scheduler answers there: {error}") from error
    with client:
        yield Cluster(client)


def parts_of(items: list[Item], *, size: Callable[[Item], int], workers: int) -> Iterator[list[Item]]:
    """Cut items into parts of about one size in their order: ``PART``, or less where there are few for each worker.

    No part has more than ``MOST`` items.
    """
    most = min(PART, sum(map(size, items)) // (SHARES * workers))
    part: list[Item] = []
    held = 0
    for item in items:
        if part and (held + size(item) > most or len(part) == MOST):
            yield part
            part, held = [], 0
        part.append(item)
        held += size(item)
    if part:
        yield part


@cache
def keep_memory() -> bool:
    """Let this process keep the memory it frees; whether that could be set.

    Dask tells its workers to give memory back at once, and parsing takes and frees much (``docs/cluster.md`` says what that
    costs). Where the C library has no such setting nothing changes.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
        return bool(mallopt(M_TRIM_THRESHOLD, KEEP) and mallopt(M_MMAP_THRESHOLD, LARGE))
    except (OSError, AttributeError, TypeError):
        return False


ONE_AT_A_TIME = threading.Lock()  # a pipeline is no thing for several threads, should a worker have them


def _of_one(function: Callable[[Item], Any], items: list[Item]) -> Any:
    return function(items[0])


def _result(future: Any, timeout: float) -> Any:
    """What a future holds that is done. Where the worker that held it has died, it is computed again.

    Raises TimeoutError if that takes longer, and never for one that the function raised.
    """
    try:
        return future.result(timeout)
    except TimeoutError as error:
        if future.status == "error":
            raise Failed(str(error)) from error
        raise


def _few(items: Iterator[Item], number: int) -> Iterator[Item]:
    for _ in range(number):
        try:
            yield next(items)
        except StopIteration:
            return
