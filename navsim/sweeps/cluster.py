"""Points on a Dask cluster: handed out a few at a time, taken back as each is finished."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from navsim.sweeps.point import OtherVersionError, program
from navsim.values.errors import InputError

J = TypeVar("J")
D = TypeVar("D")

PATIENCE = 5.0
"""Seconds that a scheduler may take to answer."""
AHEAD = 2
"""Points handed out for each thread of the cluster: one that is being done, and one that waits for it."""
LEAST = 8
"""Points handed out while there is no worker: a cluster that grows by itself grows when it has something to do."""
LOOK = 1.0
"""Seconds between two looks at the cluster's workers, which come and go."""
SILENT = 10.0
"""Seconds without any worker before that is told."""
NOISY = ("distributed", "distributed.client")
"""Loggers of Dask that print by themselves."""

log = logging.getLogger(__name__)


def in_cluster(do: Callable[[J], D], todo: Iterator[J], address: str, given_up: Callable[[J, str], D]) -> Iterator[D]:
    """Jobs by the workers of a Dask scheduler; the results in the order in which they come.

    A job whose worker ends is given to another. What does not fit in the cluster's workers waits here, so memory does
    not grow with the number of jobs. Whatever ends the iteration, the cluster drops the jobs that it still has.

    Parameters
    ----------
    do:
        The job: a function of a module that workers and scheduler have too.
    todo:
        The jobs.
    address:
        Of the scheduler, e.g. ``tcp://10.0.0.5:8786``.
    given_up:
        The result of a job that ended one worker after another until the scheduler gave it up, from the job and the
        reason.

    Raises
    ------
    InputError
        If dask.distributed is not installed, no scheduler answers, or a worker has another program.
    ConnectionError
        When the scheduler is lost on the way.
    """
    with connected(address) as client:
        work = Work(client, do, todo, address)
        try:
            while work.hand_out():
                for future, job in work.finished():
                    yield outcome(future, job, given_up)
        except Exception as error:
            if isinstance(error, (OSError, CancelledError)) or client.status != "running":
                raise ConnectionError(f"lost the Dask scheduler at {address}: the same command goes on") from error
            raise


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A client of the scheduler; InputError when there is none."""
    try:
        from distributed import Client  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise InputError("--scheduler needs dask.distributed: pip install 'navsim[cluster]'") from error
    with quiet():
        try:
            with ThreadPoolExecutor(1) as apart:  # a notebook has a loop of its own in this thread
                apart.submit(asyncio.run, answers(address)).result()
            client = Client(address, timeout=PATIENCE, set_as_default=False)
        except Exception as error:  # of many kinds: whatever listens there may answer anything
            understood = isinstance(error, (OSError, ValueError, ImportError))
            reason = " ".join(str(error).split())[:150] if understood else "something else answers there"
            raise InputError(f"no Dask scheduler answers at {address} (e.g. tcp://10.0.0.5:8786): {reason}") from error
        with client:
            yield client


async def answers(address: str) -> None:
    """Returns when a scheduler answers. A client that finds none, or something else, would take its time to end."""
    from distributed.comm.core import connect  # noqa: PLC0415 (an extra)
    from distributed.security import Security  # noqa: PLC0415 (an extra)

    settings = Security().get_connection_args("client")
    try:
        connection = await asyncio.wait_for(connect(address, timeout=PATIENCE, **settings), PATIENCE + 1)
    except TimeoutError as error:
        raise ValueError("something is there, and says nothing") from error
    connection.abort()


@contextmanager
def quiet() -> Iterator[None]:
    """Dask's own account of connections that it lost is left out: what matters is told in one message."""
    before = {name: logging.getLogger(name).level for name in NOISY}
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


class Work(Generic[J]):
    """The jobs that a cluster has: handed out as it has room, taken back as they are finished."""

    def __init__(self, client: Any, do: Callable[[J], object], todo: Iterator[J], address: str) -> None:
        self.client, self.do, self.todo, self.address = client, do, todo, address
        self.running: dict[Any, J] = {}
        self.done: SimpleQueue[Any] = SimpleQueue()
        self.room = LEAST
        self.next_look = self.last_seen = time.monotonic()

    def hand_out(self) -> bool:
        """As many jobs as keep every thread of the cluster busy; false when there is nothing left to wait for."""
        self.look()
        for job in islice(self.todo, max(self.room - len(self.running), 0)):
            future = self.client.submit(self.do, job, pure=False)
            self.running[future] = job
            future.add_done_callback(self.done.put)
        return bool(self.running)

    def finished(self) -> Iterator[tuple[Any, J]]:
        """The next job that is finished; none when it is time for a look at the workers."""
        try:
            future = self.done.get(timeout=LOOK)
        except Empty:
            return
        yield future, self.running.pop(future)

    def look(self) -> None:
        """How much the cluster has room for now; tells once when it has long had no worker."""
        now = time.monotonic()
        if now < self.next_look:
            return
        self.next_look = now + LOOK
        threads = sum(self.client.nthreads().values())
        self.room = AHEAD * threads or LEAST
        if threads:
            self.last_seen = now
        elif now - self.last_seen > SILENT:
            log.warning("navsim: no workers yet at %s: waiting for them", self.address)
            self.last_seen = float("inf")


def outcome(future: Any, job: J, given_up: Callable[[J, str], D]) -> D:
    """The result of a job that is finished; InputError when a worker can't do jobs of this program."""
    from distributed import KilledWorker  # noqa: PLC0415 (an extra)

    if future.status != "error":
        result: D = future.result()
        return result
    error = future.exception()
    if isinstance(error, KilledWorker):
        many, last = error.allowed_failures + 1, error.last_worker.address
        return given_up(
            job, f"{many} workers ended while they had this point, perhaps for want of memory; the last: {last}"
        )
    if isinstance(error, OtherVersionError):
        raise InputError(str(error)) from error
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    raise InputError(
        f"no point can be done there: is navsim {program()} on the scheduler and on every worker? {reason}"
    ) from error
