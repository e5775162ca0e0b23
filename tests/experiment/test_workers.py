"""Jobs side by side: in threads or in processes, with the same tables; a worker that is killed is told of."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from navsim.config.document import load
from navsim.experiment import replicate
from navsim.experiment.replicate import in_one_process, jobs
from navsim.experiment.run import run_document
from navsim.experiment.workers import in_processes
from tests.cli.commands import ROOT
from tests.configs.files import path


def killed_at_two(job: int) -> int:
    """A worker whose second job the system ends."""
    if job == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return job


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_processes_give_the_tables_of_one_thread(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = load(path("tiny"), ["replications=5", "weeks=4"])
    alone = run_document(document, workers=1, engine=engine)
    monkeypatch.setattr(replicate, "MANY", 1)
    monkeypatch.setattr(replicate, "AT_ONCE", 2)
    assert not in_one_process(engine, 15)
    together = run_document(document, workers=2, engine=engine)
    for field in fields(alone):
        mine, theirs = getattr(alone, field.name), getattr(together, field.name)
        if isinstance(mine, pd.DataFrame):
            assert_frame_equal(mine, theirs)


def test_few_replications_stay_in_one_process_and_many_are_handed_out_in_pieces() -> None:
    few, many = (load(path("tiny"), [f"replications={count}"]) for count in (20, 400))
    scenarios = len(few.scenarios)
    assert {len(job.replications) for job in jobs(few)} == {1}
    assert {len(job.replications) for job in jobs(many)} == {10}
    for document, count in ((few, 20), (many, 400)):
        done = sorted((job.scenario.name, number) for job in jobs(document) for number in job.replications)
        assert len(done) == len(set(done)) == scenarios * count
    assert in_one_process("compiled", 199)
    assert not in_one_process("compiled", 200)
    assert not in_one_process("reference", 1)


def test_a_script_is_not_run_again_in_the_workers(tmp_path: Path) -> None:
    """A script of a few lines, without the guard that Python's processes ask for."""
    script = tmp_path / "script.py"
    script.write_text(
        f"import navsim\nprint('once')\nsets = ['replications=100', 'weeks=2']\n"
        f"print(len(navsim.run(navsim.load({str(path('tiny'))!r}, sets), workers=2).tables.summary) > 0)\n",
        encoding="utf-8",
    )
    assert not in_one_process("auto", 100 * len(load(path("tiny")).scenarios))
    done = subprocess.run([sys.executable, script], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
                          capture_output=True, text=True, timeout=100, check=False)  # fmt: skip
    assert (done.stdout, done.stderr) == ("once\nTrue\n", "")


def test_a_worker_that_is_killed_ends_the_run_with_a_message() -> None:
    with pytest.raises(ChildProcessError, match="a worker was ended, perhaps for want of memory: try fewer with --wor"):
        list(in_processes(killed_at_two, [1, 2, 3, 4], 2))
