"""The model's counterpart of figures that were counted."""

from __future__ import annotations

from datetime import date
from math import isnan
from typing import Any

import pytest

from navsim.calendar.clock import Clock
from navsim.config import measured
from navsim.config.document import load
from navsim.config.measured import dimensions
from navsim.config.models import Observed
from navsim.measures import measure
from navsim.measures.asked import asked_of
from navsim.measures.observations import USER_MEASURES, observations
from navsim.plan.compile import plan_of, prepare
from navsim.plan.model import GroupType, Origin, Trait
from navsim.values.timeline import Timeline
from tests.both import simulate
from tests.configs.files import path
from tests.engine.small import User, office
from tests.measures.logs import HORIZON, Stay, log_of

CLOCK = Clock(date(2020, 1, 6), 2)
STAYS = [
    Stay(0, origin=Origin.INITIAL, left=3),
    Stay(2, left=2.5),
    Stay(2),
    Stay(3),
    Stay(4, left=9),
    Stay(3, origin=Origin.RETURNING),
]


def value(**fields: Any) -> float:
    """The model's value of one figure, in a log of six users."""
    plan, log = office([], [User()] * len(STAYS), horizon=HORIZON), log_of(STAYS)
    figure = Observed.model_validate({"value": 1, "use": "check", "source": "a test", **fields})
    return float(observations(plan, log, measure(plan, log), [figure], CLOCK)[0])


@pytest.mark.parametrize(("week", "expected"), [("2020-W02", 4), ("2020-W03", 3)])
def test_a_figure_of_a_week_is_that_weeks_value(week: str, expected: float) -> None:
    assert value(measure="caseload", week=week) == expected
    assert value(measure="caseload", group="users", week=week) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("inflow", 3),  # the two who come on Wednesday and the one on Thursday; Friday is after
        ("returns", 1),
        ("outflow", 2),  # on Wednesday and on Thursday
        ("served", 5),  # all who were there on these two days, also who left on Wednesday and Thursday
    ],
)
def test_a_figure_of_a_period_counts_from_its_first_day_to_its_last(name: str, expected: float) -> None:
    assert value(measure=name, **{"from": "2020-01-08", "until": "2020-01-09"}) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("inflow", 2), ("moved_in", 1), ("moved_out", 1), ("outflow", 1), ("served", 2)],
)
def test_who_moves_from_group_to_group_is_served_once_and_is_no_outflow(name: str, expected: float) -> None:
    """Both come on Tuesday; one moves on Wednesday to the same group, and the other leaves on Thursday."""
    stays = [
        Stay(1, 2, destination=2, person=0), Stay(1, 3, destination=0, person=1),
        Stay(2, origin=Origin.MOVED, person=0),
    ]  # fmt: skip
    plan, log = office([], [User()] * 2, horizon=HORIZON), log_of(stays)
    figure = Observed.model_validate({
        "measure": name, "from": "2020-01-06", "until": "2020-01-12", "value": 1, "use": "check", "source": "a test",
    })  # fmt: skip
    assert observations(plan, log, measure(plan, log), [figure], CLOCK).tolist() == [expected]


def test_a_figure_of_a_period_may_be_about_a_part_of_the_users() -> None:
    """Those outside follow-up are in their group, and not in all or in a trait."""
    groups = (GroupType("aap", True, Timeline.constant(1.0)), GroupType("aid", False, Timeline.constant(1.0)))
    stays = [Stay(1, mix=0), Stay(1, mix=1), Stay(2, mix=1), Stay(1, group=1, mix=1)]
    plan = office([], [User()] * 4, horizon=HORIZON, groups=groups, traits=(Trait("age", ("old", "young")),))
    parts = [{}, {"group": "aap"}, {"group": "aid"}, {"dimension": "age", "group": "young"}]
    figures = [
        Observed.model_validate({
            "measure": "inflow", "from": "2020-01-06", "until": "2020-01-12", "value": 1, "use": "check",
            "source": "a test", **part,
        })
        for part in parts
    ]  # fmt: skip
    log = log_of(stays)
    assert observations(plan, log, measure(plan, log), figures, CLOCK).tolist() == [3, 3, 1, 2]


@pytest.mark.parametrize(
    "fields",
    [
        {"measure": "caseload", "week": "2021-W01"},
        {"measure": "caseload", "group": "nobody", "week": "2020-W02"},
        {"measure": "inflow", "group": "nobody", "from": "2020-01-08", "until": "2020-01-09"},
        {"measure": "queue", "from": "2020-01-08", "until": "2020-01-09"},
    ],
)
def test_a_figure_that_the_model_does_not_have_is_undefined(fields: dict[str, str]) -> None:
    assert isnan(value(**fields))


def test_a_config_may_ask_for_just_what_is_measured() -> None:
    """The config layer can't import the measures, so its table is held against them here: units and dimensions."""
    config = load(path("rich")).config()
    plan = plan_of(prepare(config), 0)
    kinds: dict[str, tuple[str, set[str]]] = {}
    for key in measure(plan, simulate(plan), asked_of(config)).keys:
        if key.measure != "hours":
            unit, found = kinds.setdefault(key.measure, (key.unit, set()))
            assert unit == key.unit
            found.add(key.dimension)
            assert key.group in dimensions(config)[key.dimension]
    of_tasks = {"opened", "unplanned_share", "topic_share", "completed_share"}
    assert set(measured.PERIOD_MEASURES) == set(USER_MEASURES) | of_tasks | {"sick_share"}
    expected = {
        name: (unit, {d for d in dimensions(config) if set(measured.kind_of(config, d)) & set(of)})
        for name, (unit, of) in measured.MEASURES.items()
        if name not in measured.PERIOD_ONLY
    }
    assert kinds == expected
