"""Doing jobs side by side, in threads or in processes."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import active_children, get_context
from types import ModuleType
from typing import TypeVar

J = TypeVar("J")
D = TypeVar("D")

Submit = Callable[[Iterable[tuple[int, J]]], dict[Future[D], int]]


def in_turn(do: Callable[[J], D], todo: Iterable[J]) -> Iterator[tuple[int, D]]:
    """Job after job, in this thread: the number and the result of each."""
    for number, job in enumerate(todo):
        yield number, do(job)


def in_threads(do: Callable[[J], D], todo: Sequence[J], workers: int) -> Iterator[tuple[int, D]]:
    """Jobs side by side in this process; when anything interrupts, no further one begins."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield from as_done(lambda some: {pool.submit(do, job): number for number, job in some}, todo, workers)
    finally:
        pool.shutdown(cancel_futures=True)


def in_processes(do: Callable[[J], D], todo: Iterable[J], workers: int) -> Iterator[tuple[int, D]]:
    """Jobs side by side in processes; when anything interrupts, they end at once."""
    others = set(active_children())
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=end_with_the_terminal)
    try:
        yield from as_done(lambda some: submitted(pool, do, some), todo, workers)
    except BrokenProcessPool as error:
        raise ChildProcessError("a worker was ended, perhaps for want of memory: try fewer with --workers") from error
    except BaseException:
        for worker in set(active_children()) - others:
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def as_done(submit: Submit[J, D], todo: Iterable[J], workers: int) -> Iterator[tuple[int, D]]:
    """Hand jobs out, a few at a time, and give each result when it is there."""
    waiting = iter(enumerate(todo))
    running = submit(islice(waiting, workers + 1))
    while running:
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            yield running.pop(future), future.result()
        running |= submit(islice(waiting, len(finished)))


def submitted(pool: ProcessPoolExecutor, do: Callable[[J], D], todo: Iterable[tuple[int, J]]) -> dict[Future[D], int]:
    """Hand out jobs. Ctrl-C is held back meanwhile: a process that starts inherits that, and so is not hit before it
    can end quietly. And the user's script is out of sight: a process that starts would run it again, run and all."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    script, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        return {pool.submit(do, job): number for number, job in todo}
    finally:
        sys.modules["__main__"] = script
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_the_terminal() -> None:
    """Ctrl-C reaches every process of a terminal: workers end at once and leave the message to their parent."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
