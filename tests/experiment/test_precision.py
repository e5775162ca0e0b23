"""Replications until a figure is known: the rule on plain numbers, and that the run is a plain run with as many."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

import navsim
from navsim.config.check_until import OVERALL
from navsim.config.targets import Until
from navsim.experiment.folder import write_tables
from navsim.experiment.precision import (
    Precision,
    as_run,
    figures,
    half_widths,
    outcomes_until,
    pilot_of,
    replications_until,
    stein,
    until_sets,
)
from navsim.experiment.replicate import Outcome
from navsim.experiment.run import run_document
from navsim.measures.series import Key
from navsim.statistics.tables import Sample
from navsim.values.errors import InputError
from tests.configs.files import path

Floats = NDArray[np.float64]


def alternating(count: int, step: float = 1.0) -> Floats:
    """One figure that is step, -step, step, ...: its variance is step² n / (n - 1)."""
    return np.where(np.arange(count) % 2 == 0, step, -step)[:, None]


def test_steins_number_by_hand() -> None:
    """s² = 10 / 9 and t(9) = 2.2622, so N is the least whole number not below 2.2622² (10 / 9) / h²."""
    pilot = alternating(10)
    t = 2.262157
    assert half_widths(pilot)[0] == pytest.approx(t * np.sqrt(10 / 9) / np.sqrt(10), rel=1e-6)
    for half_width, needed in ((1.0, 6), (0.5, 23), (0.1, 569)):
        assert stein(pilot, half_width) == needed == np.ceil(t**2 * 10 / 9 / half_width**2)
    both = np.hstack([pilot, alternating(10, 2.0)])
    assert stein(both, 0.5) == np.ceil(t**2 * 40 / 9 / 0.25) == 91


def test_a_figure_that_half_of_the_replications_define_needs_twice_as_many() -> None:
    pilot = np.vstack([alternating(10), np.full((10, 1), np.nan)])
    assert stein(pilot, 0.5) == np.ceil(2 * 2.262157**2 * 10 / 9 / 0.25)
    assert stein(np.vstack([pilot[:1], pilot[10:]]), 0.5) == np.inf


def test_it_goes_on_in_batches_while_the_usual_interval_is_too_wide() -> None:
    """A pilot that is all alike asks for no more; what comes then does."""
    data = np.vstack([np.zeros((10, 1)), alternating(990)])
    asked = []

    def values_of(count: int) -> Floats:
        asked.append(count)
        return data[:count]

    assert replications_until(values_of, 1.0, 10, 1000) == (10, 0.0)
    data[9] = 0.5  # s = 0.158, so N = 13 for 0.1
    asked.clear()
    count, reached = replications_until(values_of, 0.1, 10, 1000)
    assert asked == [10, 13, 16, 20, 24, 29, 35, 42, 51, 62, 75, 90, 108, 130, 156, 188, 226, 272, 327, 393]
    assert count == 393
    assert reached == half_widths(data[:393])[0] <= 0.1 < half_widths(data[:327])[0]
    assert replications_until(values_of, 0.1, 10, 18)[0] == 18


def test_the_most_replications_end_it() -> None:
    count, reached = replications_until(alternating, 0.01, 10, 40)
    assert (count, reached) == (40, half_widths(alternating(40))[0])
    assert reached > 0.01


@pytest.mark.parametrize(("pilot", "half_width"), [(4, 0.4), (10, 0.3)])
def test_the_interval_covers_as_often_as_it_says(pilot: int, half_width: float) -> None:
    """Of 2000 experiments with normal values at least 95 % have the true mean within ± h, but for luck of 1 in 1000.

    To stop as soon as the usual interval is narrow enough covers in about 92 and 94 %.
    """
    draws = np.random.default_rng(1945)
    covered, numbers = 0, []
    for _ in range(2000):
        data = 7.0 + draws.standard_normal((4000, 1))
        count, reached = replications_until(lambda count, data=data: data[:count], half_width, pilot, 4000)  # type: ignore[misc]
        assert reached <= half_width
        covered += abs(data[:count].mean() - 7.0) <= half_width
        numbers.append(count)
    assert covered >= stats.binom(2000, 0.95).ppf(0.001)
    assert len(set(numbers)) > 10


def sample(scenario: str, values: list[list[float]]) -> Sample:
    """A scenario with one measure and another that is not looked at; a row a replication, a column a week."""
    wanted = np.array(values)
    keys = (Key("queue", "tasks", "all", "all"), Key("queue", "tasks", "group", "aap"))
    return Sample(scenario, keys, np.stack([wanted, wanted + 100], axis=1))


def test_figures_are_means_over_weeks_of_each_scenario_or_against_the_first() -> None:
    base, other = sample("base", [[1, 3], [2, 2]]), sample("other", [[5, 7], [2, 0]])
    level = Until(measure="queue", of="level", half_width=1.0)
    difference = Until(measure="queue", of="difference", half_width=1.0)
    assert figures([base, other], level).tolist() == [[2, 6], [2, 1]]
    assert figures([base, other], difference).tolist() == [[4], [-1]]


@pytest.mark.parametrize(("half_width", "capped"), [(3.0, False), (0.5, True)])
def test_it_is_capped_when_the_most_replications_were_not_enough(half_width: float, capped: bool) -> None:
    def run(numbers: range) -> list[Outcome]:
        values = [[float(number % 2)] for number in numbers]
        return [Outcome(sample("base", values), np.zeros((len(values), 0)), 0)]

    rule = Until(measure="queue", of="level", half_width=half_width, most=4)
    found, precision = outcomes_until(rule, 10, 1, run, lambda total: None)
    assert precision.capped is capped
    assert (precision.pilot, precision.replications, len(found[0].observed)) == (4, 4, 4)


def test_a_measure_without_any_value_is_refused() -> None:
    nothing = sample("quiet", [[np.nan, np.nan], [np.nan, np.nan]])
    rule = Until(measure="queue", of="level", half_width=1.0)
    with pytest.raises(InputError, match="queue has no value in scenario quiet in any of 2 replications"):
        figures([sample("base", [[1, 1], [1, 1]]), nothing], rule)


@pytest.mark.parametrize(
    ("text", "sets"),
    [
        ("backlog difference ± 5", ("until.measure=backlog", "until.of=difference", "until.half_width=5.0")),
        ("backlog difference ±5, at most 400", ("until.half_width=5.0", "until.most=400")),
        ("wait_days level +- 0,5", ("until.of=level", "until.half_width=0.5")),
        ("follow_up_rate level +/- 1 %", ("until.measure=follow_up_rate", "until.half_width=0.01")),
        (" follow_up_rate   difference +/-0.01 ", ("until.half_width=0.01",)),
    ],
)
def test_what_is_wanted_in_words(text: str, sets: tuple[str, ...]) -> None:
    assert set(sets) <= set(until_sets(text))
    assert len(until_sets(text)) == 3 + ("most" in text)


@pytest.mark.parametrize("text", ["", "backlog", "backlog ± 5", "backlog mean ± 5", "backlog difference 5", "± 5"])
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not understood: write"):
        until_sets(text)


def test_percent_goes_with_shares_only() -> None:
    with pytest.raises(InputError, match="backlog is counted in tasks"):
        until_sets("backlog difference ± 5 %")


def test_the_measures_are_those_with_a_figure_for_all() -> None:
    activity = "users.standard.activity=true"
    summary = run_document(navsim.load(path("tiny"), ["replications=1", "weeks=2", activity])).summary
    rows = summary[(summary["dimension"] == "all") & (summary["statistic"] == "mean")]
    not_here = {"cost_nok": "NOK", "user_travel_hours": "hours"}
    assert dict(zip(rows["measure"], rows["unit"], strict=True)) | not_here == OVERALL


@pytest.mark.parametrize(
    ("sets", "message"),
    [
        (["until={measure: backlg, half_width: 5}"], "backlg is no measure .* did you mean backlog"),
        (["until={measure: demand_hours, half_width: 5}"], "demand_hours is no measure with a figure for all"),
        (["until={measure: backlog, half_width: 0}"], "half_width"),
        (["until={measure: backlog, half_width: 1}", "scenarios.same=none", "scenarios.no_temporary=none"], "one scen"),
        (["scenarios.same={until.most: 5}"], "until.most is the same in all scenarios"),
    ],
)
def test_a_config_that_asks_for_what_there_is_not(sets: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        navsim.load(path("tiny"), sets)


def test_the_pilot() -> None:
    for replications, asked, pilot in ((3, None, 10), (25, None, 25), (3, 5, 5), (3, 1, 2)):
        assert pilot_of(navsim.load(path("tiny"), [f"replications={replications}"]), asked) == pilot


def test_a_run_until_is_a_plain_run_with_as_many_replications(tmp_path: Path) -> None:
    """Every table to the byte, and the config; the work is told of as it grows."""
    document = navsim.load(path("tiny"), ["weeks=3", "until={measure: caseload, of: level, half_width: 2.5, most: 80}"])
    totals: list[int] = []
    done: list[int] = []
    tables = run_document(document, tell=done.append, expect=totals.append, pilot=3)
    precision = tables.precision
    assert precision is not None
    assert 4 < precision.replications < 80
    assert precision.reached <= 2.5
    assert not precision.capped
    assert totals[0] == 9
    assert totals[-1] == sum(done) == 3 * precision.replications
    plain = navsim.load(path("tiny"), ["weeks=3", f"replications={precision.replications}"])
    for name, found, config in (("until", tables, as_run(document, precision.replications)),
                                ("plain", run_document(plain), plain)):  # fmt: skip
        (tmp_path / name).mkdir()
        write_tables(found, config, tmp_path / name)
    files = sorted(file.name for file in (tmp_path / "plain").iterdir())
    assert len(files) > 8
    for name in files:
        assert (tmp_path / "until" / name).read_bytes() == (tmp_path / "plain" / name).read_bytes(), name


def test_what_came_of_it_in_one_line() -> None:
    found = Precision("backlog", "difference", 5.0, 10, 34, 4.78123, capped=False)
    assert found.sentence() == "backlog difference: ± 4.78 after 34 replications (pilot: 10); ± 5 was wanted"
    capped = Precision("backlog", "difference", 5.0, 10, 34, 6.0, capped=True)
    assert capped.sentence() == "backlog difference: ± 6 after 34 replications, the most allowed; ± 5 was wanted"
    assert Precision("backlog", "level", 5.0, 10, 10, 0.0, capped=False).sentence().endswith("and all were the same")
    assert Precision("backlog", "level", 5.0, 2, 2, np.inf, capped=True).record()["reached"] is None
