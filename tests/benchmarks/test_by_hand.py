"""The models written by hand are of the same case, and what they are compared by is counted right."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
import simpy

from benchmarks import in_c
from benchmarks.caseload import agreement_lines, programs_of, simpy_events
from benchmarks.parameters import pieces, team_of
from benchmarks.race import race, race_lines
from benchmarks.totals import Totals, mean
from navsim.plan.compile import plan_of
from navsim.values.timeline import Timeline
from tests.benchmarks.running import MODELS, REPLICATIONS, log_of, prepared, run, totals_of

both = pytest.mark.parametrize("model", MODELS)


@both
def test_it_is_the_same_case_as_navsims(model: str) -> None:
    theirs, ours = mean(totals_of(model)), mean([run(number).totals for number in range(REPLICATIONS)])
    for name in ("arrivals", "present", "opened", "done", "worked", "events"):
        assert getattr(theirs, name) == pytest.approx(getattr(ours, name), rel=0.05), name


def test_the_model_in_c_is_the_one_in_simpy() -> None:
    """Every total, replication by replication with the same shifts: four standard errors of the mean difference."""
    in_simpy, in_c = totals_of("SimPy"), totals_of("C")
    for field in fields(Totals):
        differences = np.array([getattr(c, field.name) - getattr(s, field.name)
                                for c, s in zip(in_c, in_simpy, strict=True)])  # fmt: skip
        error = differences.std(ddof=1) / np.sqrt(REPLICATIONS)
        assert abs(differences.mean()) < 4 * error, field.name


@both
def test_tasks_are_in_order_and_all_accounted_for(model: str) -> None:
    log, counted = log_of(model, 1), totals_of(model)[1]
    tasks = log.tasks
    begun = tasks[tasks["started"].notna()]
    assert tasks["opened"].is_monotonic_increasing
    assert (begun["opened"] <= begun["started"]).all()
    assert not (begun["ended"] < begun["started"]).any()
    waiting = tasks["started"].isna() & tasks["ended"].isna()
    going_on = tasks["started"].notna() & tasks["ended"].isna()
    assert len(tasks) == counted.done + counted.cancelled + waiting.sum() + going_on.sum()
    assert counted.cancelled > 0
    left = begun["user"].map(log.users.set_index("user")["left"])
    assert not (begun["started"] > left).any()


@both
def test_a_users_follow_up_is_counted_from_the_last_contact(model: str) -> None:
    log, parameters = log_of(model, 1), run(1).parameters
    care = {number: parameters.care[number] for number in range(len(parameters.care))}
    tasks = log.tasks[log.tasks["user"].notna()].merge(log.users, on="user", suffixes=("", "_user"))
    first = tasks["type"] == tasks["group"].map({number: own.first_talk.number for number, own in care.items()})
    again = tasks["type"] == tasks["group"].map({number: own.follow_up.number for number, own in care.items()})
    opens = tasks["group"].map({number: own.follow_up.opens for number, own in care.items()})
    talks = tasks[first | again].sort_values(["user", "opened"])
    before = talks.groupby("user")["ended"].shift()
    known = again[talks.index] & before.notna()
    assert known.sum() > 100
    assert (talks["opened"] - before - opens[talks.index])[known].abs().max() < 1e-6
    done = talks[talks["started"].notna() & ~(talks["ended"] > talks["left"].fillna(np.inf))].dropna(subset="ended")
    contacts = done.groupby("user").size().reindex(log.users["user"], fill_value=0)
    assert (contacts.to_numpy() == log.users["contacts"].to_numpy()).all()


@both
def test_tasks_are_due_and_long_as_their_types_say(model: str) -> None:
    log, parameters = log_of(model, 1), run(1).parameters
    tasks = log.tasks.merge(log.users[["user", "entered"]], on="user", how="left")
    follow_ups = {care.follow_up for care in parameters.care}
    for type_ in parameters.types:
        mine = tasks[tasks["type"] == type_.number]
        since = mine["opened"]
        if type_ in follow_ups:
            mine = mine[mine["opened"] > 0]
            since = mine["opened"] - type_.opens
        elif type_ in {care.first_talk for care in parameters.care}:
            since = mine["entered"]
        assert (mine["due"] - since).to_numpy() == pytest.approx(type_.due)
        first = type_.channels[0].upto.sample(mine["opened"].to_numpy())
        error = np.sqrt((first * (1 - first)).sum())
        assert abs((mine["channel"] == 0).sum() - first.sum()) <= 4 * error
        for way, channel in enumerate(type_.channels):
            work = np.log(mine["minutes"][mine["channel"] == way] - channel.extra)
            assert abs(work.mean() - channel.minutes.a) < 4 * channel.minutes.b / np.sqrt(len(work))
    assert tasks["channel"].nunique() == 2


@both
def test_visitors_go_when_the_reception_closes(model: str) -> None:
    """With desks that are served in the first hour only, some visitors are met and the others go at closing time."""
    parameters = run(1).parameters
    visits = {type_.name for type_, _ in parameters.visits}
    short = [
        (team, tuple((start, start + 60, pace) for start, _, pace in shifts) if team in visits else shifts)
        for team, shifts in parameters.shifts
    ]
    tasks = MODELS[model](replace(parameters, shifts=tuple(short)), 1).tasks
    for type_, openings in parameters.visits:
        mine = tasks[tasks["type"] == type_.number]
        closes = np.array([closes for _, closes in openings])
        closing = closes[closes.searchsorted(mine["opened"], side="right")]
        begun, gone = mine["started"].notna(), mine["started"].isna() & mine["ended"].notna()
        assert (mine["started"] < closing)[begun].all()
        assert mine["ended"].to_numpy()[gone] == pytest.approx(closing[gone])
        assert (begun | gone | (closing == closes[-1])).all()
        assert begun.sum() > 3
        assert gone.sum() > 3


@both
def test_work_lies_in_shifts_and_does_what_was_asked(model: str) -> None:
    log, parameters = log_of(model, 1), run(1).parameters
    work = log.work.sort_values(["worker", "start"])
    for number, (team, shifts) in enumerate(parameters.shifts):
        mine = work[work["worker"] == number]
        assert (mine["start"].to_numpy()[1:] >= mine["end"].to_numpy()[:-1] - 1e-6).all()
        table = pd.DataFrame(shifts, columns=["from", "until", "pace"])
        shift = table["from"].searchsorted(mine["start"] + 1e-6, side="right") - 1
        assert (mine["end"].to_numpy() <= table["until"].to_numpy()[shift] + 1e-6).all()
        work.loc[mine.index, "done"] = (mine["end"] - mine["start"]).to_numpy() * table["pace"].to_numpy()[shift]
        types = log.tasks["type"].to_numpy()[mine["task"]]
        assert all(team_of(parameters.types[type_]) == team for type_ in types)
    done = log.tasks[log.tasks["started"].notna() & log.tasks["ended"].notna()].set_index("task")
    spent = work.groupby("task")["done"].sum().reindex(done.index)
    assert (spent - done["minutes"]).abs().max() < 1e-6


@both
def test_the_most_urgent_task_of_a_line_is_begun_first(model: str) -> None:
    """When somebody begins a task, none that has waited in that team's line since before comes before it."""
    log, parameters = log_of(model, 1), run(1).parameters
    types = [parameters.types[number] for number in log.tasks["type"]]
    tasks = log.tasks.assign(
        team=[team_of(type_) for type_ in types],
        urgency=np.array([type_.priority for type_ in types]) * 1e9 + log.tasks["due"],
        over=log.tasks["started"].fillna(log.tasks["ended"]).fillna(np.inf),
    )
    assert len({type_.priority for type_ in types}) == 2
    assert (tasks["due"] < 0).sum() > 10
    passed = 0
    for _, mine in tasks.groupby("team"):
        for begun in mine[mine["started"].notna()].iloc[::10].itertuples():
            waited = mine[(mine["opened"] < begun.started) & (mine["over"] > begun.started)]
            assert (waited["urgency"] >= begun.urgency).all()
            passed += len(waited)
    assert passed > 1000


@both
def test_the_same_seed_gives_the_same_log(model: str) -> None:
    again = MODELS[model](run(1).parameters, 1)
    pd.testing.assert_frame_equal(again.tasks, log_of(model, 1).tasks)
    assert not again.tasks.equals(MODELS[model](run(1).parameters, 2).tasks)


def test_the_table_has_every_program() -> None:
    programs = programs_of(prepared(2), [plan_of(prepared(2), 0)])
    raced = race(programs, 1)
    text = [*race_lines("title", programs, raced, lambda found: found.events), *agreement_lines(raced, 2)]
    assert [line.split("  ")[0] for line in text[1:5]] == [
        "SimPy by hand", "navsim, reference", "navsim, compiled", "C by hand"
    ]  # fmt: skip
    assert len(text) == 6 + len(raced)


def test_without_a_compiler_there_is_no_loop_in_c(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_c, "COMPILER", "no-such-compiler")
    in_c.library.cache_clear()
    try:
        assert in_c.library() is None
    finally:
        in_c.library.cache_clear()


def test_every_simpy_event_counts_once() -> None:
    def three() -> None:
        env = simpy.Environment()
        for delay in (1, 2, 3):
            env.timeout(delay)
        env.run()

    assert simpy_events(three) == 3


def test_pieces_end_at_the_horizon_and_leave_out_zeros() -> None:
    assert list(pieces(Timeline((0.0, 10.0, 20.0), (1.0, 0.0, 2.0)), 30.0)) == [(0.0, 10.0, 1.0), (20.0, 30.0, 2.0)]
