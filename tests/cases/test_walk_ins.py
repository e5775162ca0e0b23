"""Walk-ins in Hallingdal in 2017: the series against the table that was counted, by month and office."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import pytest

import navsim
from docs.generator.places import ROOT
from navsim.config.document import Document
from navsim.config.evidence import evidence_table, unsourced
from navsim.config.tasks import Visits
from navsim.plan.compile import plan_of, prepare
from navsim.values.time import DAY
from tests.both import simulate

CONFIG = ROOT / "configs" / "walk-ins-2017.yaml"
MONTHS = {"2017-04": 30, "2017-05": 31, "2017-09": 30, "2017-10": 31}
COUNTED = {
    "fla": (46, 50, 38, 23), "nes": (137, 137, 122, 97), "gol": (268, 363, 242, 156), "hemsedal": (57, 86, 50, 40),
    "al": (153, 160, 146, 150), "hol": (171, 210, 140, 134),
}  # fmt: skip
FALL = {"fla": 0.50, "nes": 0.29, "gol": 0.42, "hemsedal": 0.30, "al": 0.02, "hol": 0.22}
TOTAL = (832, 1006, 738, 600)


@cache
def document() -> Document:
    return navsim.load(CONFIG)


def expected(office: str) -> list[float]:
    """Visits in each counted month: the rate on each open day, summed."""
    prepared = prepare(document().config("counted"))
    start = document().config().tasks[f"visit_{office}"].start
    assert isinstance(start, Visits)
    opens = prepared.windows[office].start
    found = []
    for month, days in MONTHS.items():
        first = prepared.clock.minute(date.fromisoformat(f"{month}-01"))
        mine = opens[(opens >= first) & (opens < first + days * DAY)]
        rates = [[s.value for s in start.visits.steps if at >= prepared.clock.minute(s.from_ or date.min)][-1]
                 for at in mine.tolist()]  # fmt: skip
        found.append(float(sum(rates)))
    return found


@pytest.mark.parametrize("office", COUNTED)
def test_the_series_gives_what_was_counted(office: str) -> None:
    assert expected(office) == pytest.approx(COUNTED[office], abs=0.01)


def test_the_fall_is_that_of_the_table_and_not_of_the_text() -> None:
    months = np.array([expected(office) for office in COUNTED])
    assert months.sum(axis=0) == pytest.approx(TOTAL, abs=0.01)
    falls = 1 - months[:, -1] / months[:, 0]
    assert falls.round(2).tolist() == list(FALL.values())
    fall = 1 - months.sum(axis=0)[-1] / months.sum(axis=0)[0]
    assert round(fall, 2) == 0.28
    (conflict,) = [row for row in evidence_table(document()) if row.kind == "conflict"]
    assert conflict.says is not None
    assert conflict.gives is not None
    assert "30 %" in conflict.says.text("en")
    assert "27.9 %" in conflict.gives.text("en")


def test_for_each_open_day_it_fell_more() -> None:
    """Easter left April with 17 open days; October has 22. The evidence says what the counts give then."""
    prepared = prepare(document().config("counted"))
    windows, clock = prepared.windows["gol"].start, prepared.clock
    days = [int(((windows >= (first := clock.minute(date.fromisoformat(f"{month}-01"))))
                 & (windows < first + length * DAY)).sum()) for month, length in MONTHS.items()]  # fmt: skip
    assert days == [17, 20, 21, 22]
    a_day = np.array([expected(office) for office in COUNTED]).sum(axis=0) / days
    assert round(1 - a_day[-1] / a_day[0], 2) == 0.44


def test_what_was_counted_stands_beside_the_model() -> None:
    observed = {(o.group, str(o.from_)[:7]): o.value for o in document().config().observed}
    wanted = {(f"visit_{office}", month): count for office, counts in COUNTED.items()
              for month, count in zip(MONTHS, counts, strict=True)}  # fmt: skip
    assert observed == wanted | {("in_person", month): count for month, count in zip(MONTHS, TOTAL, strict=True)}
    assert unsourced(document()) == []


def test_the_model_gives_what_was_counted() -> None:
    observed = navsim.run(navsim.load(CONFIG, ["replications=8"])).tables.observed
    assert len(observed) == 28
    assert observed["inside"].sum() >= 26
    off = (observed["model_mean"] - observed["value"]).abs()
    assert (off < 4 * np.sqrt(observed["value"] / 8) + 1).all()


def test_two_on_duty_cannot_always_be_had_at_fla() -> None:
    """Two employees: when one is away the other is alone, whatever the rota asks for."""
    config = navsim.load(CONFIG, ["replications=4", "weeks=31"])
    summary = navsim.run(config).tables.summary.query(
        "period == 'run' and statistic == 'mean' and dimension == 'reception' and group == 'fla'"
    )
    hours = summary.set_index(["scenario", "measure"])["mean"]
    assert hours["two_everywhere", "unfilled_desk_hours"] > 3
    assert hours["two_everywhere", "alone_hours"] > 3
    assert hours["counted", "reception_idle_hours"] > 0.85 * 18


def test_the_engines_agree() -> None:
    for scenario in document().scenarios:
        log = simulate(plan_of(prepare(document().config(scenario)), 0))
        assert len(log.tasks.type) > 4000
