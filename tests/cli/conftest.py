"""One finished run that many tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import navsim_process
from tests.configs.files import path


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results folder of the tiny config, run in one process, with events."""
    folder = tmp_path_factory.mktemp("runs") / "finished"
    done = navsim_process("run", path("tiny"), "--workers", "1", "--out", folder, "--events", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert str(folder / "report.html") in done.stdout
    return folder
