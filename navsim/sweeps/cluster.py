"""Points on a Dask cluster: handed out a few at a time, taken back as each is finished."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, TypeVar

from navsim.values.errors import InputError

J = TypeVar("J")
D = TypeVar("D")

PATIENCE = "5s"
"""How long a scheduler may take to answer."""
AHEAD = 2
"""Points handed out for each thread of the cluster: one that is done, and one that waits for it."""
LEAST = 8
"""Points handed out when the cluster has no worker yet."""


def in_cluster(do: Callable[[J], D], todo: Iterator[J], address: str) -> Iterator[D]:
    """Jobs by the workers of a Dask scheduler; the results in the order in which they come.

    A job whose worker ends is given to another. What does not fit in the cluster's workers waits here, so memory does
    not grow with the number of jobs.

    Raises
    ------
    InputError
        If dask.distributed is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client, as_completed  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise InputError("--scheduler needs dask.distributed: pip install 'navsim[cluster]'") from error
    try:
        client: Any = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(f"no Dask scheduler answers at {address}: {' '.join(str(error).split())[:150]}") from error
    with client:
        waiting = iter(todo)
        running: Any = as_completed(loop=client.loop)

        def hand_out() -> None:
            """As many as keep every thread of the cluster busy."""
            room = max(AHEAD * sum(client.nthreads().values()), LEAST) - running.count()
            for job in islice(waiting, max(room, 0)):
                running.add(client.submit(do, job, pure=False))

        hand_out()
        for future in running:
            yield future.result()
            hand_out()
