"""Jobs that a cluster's workers do in tests."""

from __future__ import annotations

import os
import signal


def twice(job: int) -> int:
    """Quickly done."""
    return 2 * job


def deadly(job: int) -> int:
    """Job 3 ends whoever does it, as the system does for want of memory."""
    if job == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return job


def refused(job: int) -> int:
    """What fails for a reason that no point has."""
    raise ModuleNotFoundError(f"No module named 'job{job}'")
