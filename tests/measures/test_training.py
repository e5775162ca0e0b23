"""New staff without their basic training, from the dates of their entry."""

from __future__ import annotations

from datetime import date
from math import inf
from typing import Any

import numpy as np
import pytest

from navsim.calendar.clock import Clock
from navsim.config.models import Staff
from navsim.measures.asked import first_day, untrained_from
from navsim.measures.training import untrained_staff
from navsim.plan.staffing import Employee
from navsim.values.time import DAY, HOUR, WEEK
from tests.engine.small import office, worker

CLOCK = Clock(date(2018, 1, 1), 104)
START = {"from": "2018-01-01"}


def lacking(**fields: Any) -> tuple[float, float]:
    """From which week until which somebody lacks training."""
    staff = Staff.model_validate({"people": 1, "owner": "state", "productive": 0.5, **fields})
    first = first_day(staff)
    assert first
    since, until = untrained_from(staff, CLOCK, first)
    return since / WEEK, until / WEEK


@pytest.mark.parametrize(
    ("fields", "span"),
    [
        (START, (26, inf)),
        ({**START, "until": "2018-08-05"}, (26, 31)),  # gone after week 31
        ({**START, "training": [{"from": "2018-02-05", "until": "2018-02-11"}]}, (26, 6)),  # in good time
        ({**START, "training": [{"from": "2018-08-06", "until": "2018-08-12"}]}, (26, 32)),
        (
            {**START, "training": [{"from": "2018-02-05", "until": "2018-02-11"},
                                   {"from": "2018-08-06", "until": "2018-08-12"}]},
            (26, 32),
        ),  # the last of it counts
        ({**START, "training": [{"from": "2017-02-05", "until": "2017-12-31"}]}, (26, inf)),  # before the first day
        ({**START, "training": [{"from": "2018-02-05"}]}, (26, inf)),  # goes on for ever
        ({"recruiting": {"opened": "2018-01-01", "lead": "4 weeks"}}, (30, inf)),
    ],
)  # fmt: skip
def test_from_half_a_year_after_the_start_until_the_training_is_done(fields: Any, span: tuple[float, float]) -> None:
    assert lacking(**fields) == span


def test_everybody_in_an_entry_counts_by_owner_at_the_end_of_each_week() -> None:
    plan = office([], workers=[worker((0, HOUR))], horizon=3 * WEEK)
    people = [("new", "state"), ("new", "state"), ("late", "municipal"), ("old", "state")]
    employees = tuple(Employee(f"{entry}/{n}", entry, owner, n) for n, (entry, owner) in enumerate(people))
    staffing = type(plan.staffing)(**{**vars(plan.staffing), "employees": employees})
    spans = {"new": (WEEK, 2 * WEEK), "late": (2 * WEEK - DAY, inf)}
    found = {
        (key.dimension, key.group): row.tolist()
        for key, row in untrained_staff(staffing, spans, np.arange(0.0, 3.5 * WEEK, WEEK))
    }
    assert found == {
        ("all", "all"): [0, 3, 1], ("owner", "municipal"): [0, 1, 1], ("owner", "state"): [0, 2, 0],
    }  # fmt: skip
    assert not list(untrained_staff(staffing, {}, np.arange(0.0, 3.5 * WEEK, WEEK)))
