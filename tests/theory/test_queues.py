"""Queues with a known answer, from a YAML file to the tables of a run.

Tolerances: four standard errors over replications, which themselves must be small beside the answer. The first week
is left out: the office starts empty, and forgets it within hours.
"""

from __future__ import annotations

from functools import cache
from math import factorial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import navsim
from navsim.api import Result
from navsim.experiment.run import run_document
from tests.configs.files import path
from tests.theory.samples import of_run, sample

ERRORS = 4.0
DAY = 1440.0


@cache
def result(name: str) -> Result:
    return navsim.run(path(name))


def erlang_c(servers: int, load: float) -> float:
    """The probability that a customer of M/M/c waits (Erlang 1917); ``load`` is arrivals x mean service."""
    waiting = load**servers / factorial(servers) * servers / (servers - load)
    return waiting / (sum(load**k / factorial(k) for k in range(servers)) + waiting)


@pytest.mark.parametrize(("name", "servers", "per_hour", "minutes"), [("mm1", 1, 4.5, 8.0), ("mmc", 3, 8.4, 15.0)])
def test_mean_wait_and_queue_are_erlangs(name: str, servers: int, per_hour: float, minutes: float) -> None:
    rate = per_hour / 60
    wait = erlang_c(servers, rate * minutes) / (servers / minutes - rate)
    found = of_run(result(name), "wait_days", "task", "letter", skip=1)
    assert found.error < 0.05 * found.mean
    assert found.off(wait / DAY) < ERRORS
    assert of_run(result(name), "queue", "task", "letter", skip=1).off(rate * wait) < ERRORS


@pytest.mark.parametrize(("name", "load"), [("mm1", 0.6), ("mmc", 0.7)])
@pytest.mark.parametrize(("dimension", "group"), [("all", "all"), ("owner", "state")])
def test_utilisation_is_the_load(name: str, load: float, dimension: str, group: str) -> None:
    found = of_run(result(name), "utilisation", dimension, group)
    assert found.error < 0.01 * load
    assert found.off(load) < ERRORS


def test_weekly_hours_of_an_office_that_never_closes() -> None:
    """Its days touch, so an employee's time is one interval from the first minute to the last."""
    hours = result("mmc").tables.summary.query(
        "measure == 'capacity_hours' and dimension == 'owner' and period == 'run'"
    )
    assert hours[["mean", "p10", "p90"]].eq(3 * 168).all(axis=None)
    table = result("mmc").tables.hours
    used = table[~table["use"].isin(["capacity", "demand"])].groupby("week", observed=True)["mean"].sum()
    assert used.to_numpy() == pytest.approx(3 * 168, rel=1e-12)
    worked = table[table["use"] == "worked"]["mean"].mean()
    assert worked == pytest.approx(0.7 * 3 * 168, rel=0.02)


def test_how_many_wait_at_all_is_erlangs(tmp_path: Path) -> None:
    document = navsim.load(path("mmc"), ["weeks=6"])
    run_document(document, events=tmp_path)
    files = sorted(tmp_path.glob("*-tasks.parquet"))
    assert len(files) == document.config().replications
    tasks = [pd.read_parquet(file) for file in files]
    settled = [table[table["opened"] > 7 * DAY] for table in tasks]
    found = sample(np.array([(table["started"] > table["opened"]).mean() for table in settled], np.float64))
    assert found.error < 0.02 * found.mean
    assert found.off(erlang_c(3, 2.1)) < ERRORS


def test_priorities_wait_as_cobham_says() -> None:
    """Cobham (1954) for M/G/1: W_k = W_0 / ((1 - s_{k-1}) (1 - s_k)), s_k the load of classes up to k."""
    urgent, normal = (3 / 60, 4.0, 1.0), (2.4 / 60, 10.0, 0.5)
    residual = sum(rate * minutes**2 * (1 + cv**2) / 2 for rate, minutes, cv in (urgent, normal))
    first = urgent[0] * urgent[1]
    both = first + normal[0] * normal[1]
    for name, wait in (("urgent", residual / (1 - first)), ("normal", residual / (1 - first) / (1 - both))):
        found = of_run(result("priorities"), "wait_days", "task", name, skip=1)
        assert found.error < 0.05 * found.mean
        assert found.off(wait / DAY) < ERRORS
