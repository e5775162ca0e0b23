"""The hand-written model is of the same case, and what it is compared by is counted right."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pytest
import simpy

from benchmarks import idiomatic, totals
from benchmarks.parameters import Parameters, parameters_of, pieces
from benchmarks.speed import compare, simpy_events
from benchmarks.timing import CASE
from navsim.config.document import load
from navsim.engine.reference import simulate
from navsim.plan.compile import Prepared, plan_of, prepare
from navsim.values.timeline import Timeline

WEEKS = 20


@dataclass(frozen=True)
class Run:
    """A short run of both models."""

    prepared: Prepared
    parameters: Parameters
    log: idiomatic.Log
    mine: totals.Totals
    theirs: totals.Totals


@pytest.fixture(scope="module")
def run() -> Run:
    prepared = prepare(load(CASE, (f"weeks={WEEKS}",)).config())
    plan = plan_of(prepared, 0)
    parameters = parameters_of(prepared, plan)
    log = idiomatic.simulate(parameters, 1)
    static = prepared.static
    return Run(prepared, parameters, log, totals.of_reference(static, simulate(plan)), totals.of_idiomatic(static, log))


def test_both_models_are_of_the_same_case(run: Run) -> None:
    assert run.theirs.arrivals == pytest.approx(run.mine.arrivals, rel=0.10)
    assert run.theirs.present == pytest.approx(run.mine.present, rel=0.10)
    assert run.theirs.done == pytest.approx(run.mine.done, rel=0.10)
    assert run.theirs.worked == pytest.approx(run.mine.worked, rel=0.10)
    assert run.theirs.events == pytest.approx(run.mine.events, rel=0.10)


def test_tasks_are_in_order_and_all_accounted_for(run: Run) -> None:
    tasks = run.log.tasks
    begun = tasks[tasks["started"].notna()]
    assert (begun["opened"] <= begun["started"]).all()
    assert not (begun["ended"] < begun["started"]).any()
    waiting = tasks["started"].isna() & tasks["ended"].isna()
    going_on = tasks["started"].notna() & tasks["ended"].isna()
    assert len(tasks) == run.theirs.done + run.theirs.cancelled + waiting.sum() + going_on.sum()
    assert run.theirs.cancelled > 0
    left = begun["user"].map(run.log.users.set_index("user")["left"])
    assert not (begun["started"] > left).any()


def test_work_lies_in_shifts_and_does_what_was_asked(run: Run) -> None:
    work = run.log.work.sort_values(["worker", "start"])
    for number, (_, shifts) in enumerate(run.parameters.shifts):
        mine = work[work["worker"] == number]
        assert (mine["start"].to_numpy()[1:] >= mine["end"].to_numpy()[:-1] - 1e-6).all()
        table = pd.DataFrame(shifts, columns=["from", "until", "pace"])
        shift = table["from"].searchsorted(mine["start"] + 1e-6, side="right") - 1
        assert (mine["end"].to_numpy() <= table["until"].to_numpy()[shift] + 1e-6).all()
        work.loc[mine.index, "done"] = (mine["end"] - mine["start"]).to_numpy() * table["pace"].to_numpy()[shift]
    done = run.log.tasks[run.log.tasks["started"].notna() & run.log.tasks["ended"].notna()].set_index("task")
    spent = work.groupby("task")["done"].sum().reindex(done.index)
    assert (spent - done["minutes"]).abs().max() < 1e-6


def test_the_same_seed_gives_the_same_log(run: Run) -> None:
    pd.testing.assert_frame_equal(idiomatic.simulate(run.parameters, 1).tasks, run.log.tasks)


def test_events_are_counted_in_both_models(run: Run) -> None:
    found = compare(run.prepared, 1)
    assert found.navsim.totals[0].events < found.navsim.simpy_events * 2
    assert found.by_hand.simpy_events > found.by_hand.totals[0].events


def test_every_simpy_event_counts_once() -> None:
    def three() -> None:
        env = simpy.Environment()
        for delay in (1, 2, 3):
            env.timeout(delay)
        env.run()

    assert simpy_events(three) == 3


def test_pieces_end_at_the_horizon_and_leave_out_zeros() -> None:
    assert list(pieces(Timeline((0.0, 10.0, 20.0), (1.0, 0.0, 2.0)), 30.0)) == [(0.0, 10.0, 1.0), (20.0, 30.0, 2.0)]
