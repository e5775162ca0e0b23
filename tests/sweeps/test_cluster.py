"""Points on a Dask cluster: the dataset of one machine, whatever becomes of workers and scheduler."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from distributed import Client, LocalCluster

import navsim
from navsim.sweeps import cluster as tested
from navsim.sweeps.cluster import AHEAD, LEAST, Work, in_cluster
from navsim.sweeps.point import failed, program
from navsim.sweeps.run import sweep, tasks
from navsim.sweeps.study import Study, load_study
from navsim.values.errors import InputError
from tests.cli.commands import ROOT, command
from tests.cli.commands import navsim as run
from tests.cli.test_interrupt import PATIENCE, wait_until
from tests.configs.files import path
from tests.sweeps.clusters import Cluster, cluster
from tests.sweeps.jobs import deadly, refused, twice

EXPERIMENT = """\
name: small
base: tiny.yaml
replications: 1
set: {weeks: 2}
scenarios: [happened]
factors:
  people: {path: staff.caseworkers.people, values: [1, 2, 3]}
  fte: {path: staff.municipal.fte, low: 0.2, high: 0.8, steps: 8}
keep: {measures: [backlog], dimensions: [all], periods: [run]}
"""
POINTS = 24


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An experiment file beside its base."""
    folder = tmp_path_factory.mktemp("experiment")
    shutil.copy(path("tiny"), folder / "tiny.yaml")
    (folder / "small.yaml").write_text(EXPERIMENT, encoding="utf-8")
    return folder / "small.yaml"


@pytest.fixture(scope="module")
def study(experiment: Path) -> Study:
    return load_study(experiment)


@pytest.fixture(scope="module")
def alone(study: Study, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the sweep's folder holds when it was done in this process."""
    folder = tmp_path_factory.mktemp("alone") / "out"
    sweep(study, folder)
    return content(folder)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers."""
    with cluster(tmp_path_factory.mktemp("cluster"), workers=2) as found:
        yield found


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a sweep's folder but how long points took."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.name != "timings.csv"]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def at(number: int, then: Callable[[], object]) -> Callable[[int], None]:
    """What hears of finished points and does something when so many are."""
    heard: list[int] = []

    def tell(done: int) -> None:
        heard.append(done)
        if len(heard) == number:
            then()

    return tell


def given_up(job: int, reason: str) -> int:
    """What a job that was given up is recorded as."""
    return -job


def test_a_worker_is_killed_in_mid_sweep_and_another_started(
    two: Cluster, study: Study, alone: dict[str, bytes], tmp_path: Path
) -> None:
    def replace() -> None:
        two.workers[0].kill()
        two.workers[0].wait()
        two.add()

    swept = sweep(study, tmp_path / "out", scheduler=two.address, tell=at(5, replace))
    assert (swept.total, swept.done, swept.failed) == (POINTS, POINTS, 0)
    assert content(tmp_path / "out") == alone


@pytest.mark.long
def test_a_worker_of_another_version_is_refused_and_finished_points_are_kept(
    experiment: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "navsim", tmp_path / "other" / "navsim", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "other" / "navsim" / "values" / "errors.py").open("a", encoding="utf-8") as source:
        source.write("# changed\n")
    out = tmp_path / "out"
    assert run("sweep", experiment, "--out", out, "--workers", "1", "--points", "3").exit_code == 0
    with cluster(tmp_path, workers=0) as found:
        worker = found.add(tmp_path / "other")
        done = run("sweep", experiment, "--out", out, "--scheduler", found.address)
    assert done.exit_code == 2
    here, there = program(), re.escape(navsim.__version__) + " [0-9a-f]{16}"
    worker_text = rf"navsim: the worker on .* \(process {worker.pid}\)"
    assert re.fullmatch(f"{worker_text} has navsim {there}, and here it is {here}: install the same\n", done.stderr)
    assert len(list((out / "points").iterdir())) == 3
    assert run("sweep", experiment, "--out", out, "--workers", "1").exit_code == 0
    assert content(out) == alone


@pytest.mark.long
def test_a_scheduler_that_is_lost_ends_the_sweep_and_the_same_command_goes_on(
    experiment: Path, study: Study, alone: dict[str, bytes], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    with (
        cluster(tmp_path, workers=1) as found,
        pytest.raises(ConnectionError, match=f"lost the Dask scheduler at {found.address}: the same command goes on"),
    ):
        sweep(study, out, scheduler=found.address, tell=at(5, found.scheduler.kill))
    assert len(list((out / "points").iterdir())) >= 5
    assert capfd.readouterr().err == ""
    assert run("sweep", experiment, "--out", out, "--workers", "1").exit_code == 0
    assert content(out) == alone


@pytest.mark.long
def test_a_job_that_ends_its_workers_is_given_up_and_the_rest_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tested, "AHEAD", 1)  # so that no other job is twice with a worker that ends
    monkeypatch.setattr(tested, "LEAST", 1)
    heard: list[str] = []

    def given_up(job: int, reason: str) -> int:
        heard.append(reason)
        return -job

    with cluster(tmp_path, workers=3, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="1") as found:
        done = list(in_cluster(deadly, iter(range(6)), found.address, given_up))
    assert sorted(done) == [-3, 0, 1, 2, 4, 5]
    assert len(heard) == 1
    assert re.match("2 workers ended while they had this point, perhaps for want of memory; the last: tcp://", heard[0])


def test_a_point_that_was_given_up_is_recorded_with_its_config(study: Study) -> None:
    task = next(tasks(study, bytearray(POINTS), POINTS))
    point = failed(task, "gone")
    assert (point.number, point.error, point.tables) == (0, "gone", b"")
    assert "weeks: 2" in point.config


def test_no_more_is_handed_out_than_the_threads_need_and_more_when_more_join(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tested, "LOOK", 0.05)
    monkeypatch.setattr(tested, "SILENT", 0.1)
    taken: list[int] = []
    with LocalCluster(n_workers=0, processes=False, threads_per_worker=1, dashboard_address="127.0.0.1:0") as threads:
        work = Work(Client(threads, set_as_default=False), twice, watched(taken, 1000), "here")
        while not told(caplog):
            assert work.hand_out()
            assert not list(work.finished())
        assert told(caplog) == ["navsim: no workers yet at here: waiting for them"]
        assert len(taken) == LEAST
        done = 0
        for workers in (1, 3):
            threads.scale(workers)
            threads.wait_for_workers(workers)
            work.next_look = 0.0
            work.hand_out()
            while len(work.running) > AHEAD * workers:
                done += len(list(work.finished()))
            for _ in range(30):
                work.hand_out()
                assert len(work.running) == AHEAD * workers == len(taken) - done
                done += len(list(work.finished()))
        work.client.close()
    assert len(told(caplog)) == 1


def test_ctrl_c_takes_back_what_the_cluster_has(two: Cluster, experiment: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        command("sweep", experiment, "--out", out, "--scheduler", two.address),
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        wait_until(lambda: list(out.glob("points/*.zip")))
        process.send_signal(signal.SIGINT)
        told, error = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert process.returncode == 130
    assert (told, error.count("\n")) == ("", 1)
    assert "the same command goes on" in error
    with Client(two.address, set_as_default=False) as client:
        wait_until(lambda: client.run_on_scheduler(tasks_of) == 0)


def test_what_workers_cannot_take_ends_the_sweep(two: Cluster) -> None:
    with pytest.raises(InputError, match=r"is navsim \S+ \w{16} on .* every worker\? ModuleNotFoundError: No module"):
        list(in_cluster(refused, iter(range(3)), two.address, given_up))


@pytest.mark.parametrize("address", ["nonsense", "", "tcp://", "http://127.0.0.1:8786", "tcp://127.0.0.1:port"])
def test_an_address_of_another_form_is_refused_at_once(address: str) -> None:
    with pytest.raises(InputError, match=f"^no Dask scheduler answers at {address} .*e.g. tcp://"):
        list(in_cluster(twice, iter([1]), address, given_up))


def test_a_scheduler_that_does_not_answer_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tested, "PATIENCE", 0.3)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(InputError, match="Timed out"):
            list(in_cluster(twice, iter([1]), f"tcp://127.0.0.1:{taken.getsockname()[1]}", given_up))


@pytest.mark.parametrize("says", [b"", b"HTTP/1.1 400 Bad Request"], ids=["nothing", "HTTP"])
def test_something_else_that_listens_is_told_of(says: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tested, "PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def answer() -> None:
            held.append(server.accept()[0])
            held[0].sendall(says)

        Thread(target=answer, daemon=True).start()
        with pytest.raises(InputError, match=r"something else answers there$|something is there, and says nothing$"):
            list(in_cluster(twice, iter([1]), f"tcp://127.0.0.1:{server.getsockname()[1]}", given_up))
        held[0].close()


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"--scheduler needs dask.distributed: pip install 'navsim\[cluster\]'"):
        list(in_cluster(twice, iter([1]), "tcp://127.0.0.1:8786", given_up))


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What we told, of all that Dask tells."""
    return [record.getMessage() for record in caplog.records if record.name == tested.__name__]


def watched(taken: list[int], most: int) -> Iterator[int]:
    """Numbers, each noted when it is asked for."""
    for number in range(most):
        taken.append(number)
        yield number


def tasks_of(dask_scheduler: Any) -> int:
    """How many tasks a scheduler knows."""
    return len(dask_scheduler.tasks)
