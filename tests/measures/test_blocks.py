"""Time without work by the length of its blocks, on plans and logs written by hand and on a whole config."""

from __future__ import annotations

import numpy as np
import pytest

from navsim.config.document import load
from navsim.config.measured import BLOCKS
from navsim.measures import Key, measure
from navsim.measures.blocks import EDGES, USABLE, idle_blocks
from navsim.plan.compile import plan_of, prepare
from navsim.plan.model import Plan
from navsim.values.time import DAY, HOUR
from tests.both import simulate
from tests.configs.files import path
from tests.engine.small import Job, Shift, office, worker
from tests.measures.logs import HORIZON, Measured, Segment, log_of
from tests.measures.test_hours import at, hours


def desk_and_caseworker() -> Plan:
    """A caseworker on day 0, and two desks of one reception on day 1, the second staffed on day 8 too."""
    first = worker(hours(1, 9, 13), reception="rissa")
    second = worker(hours(1, 9, 13), hours(8, 9, 10), reception="rissa")
    return office(
        [Job("visit")], workers=[worker(hours(0, 8, 12)), worker(), first, second], horizon=HORIZON,
        duties=[(2, 0, *hours(1, 9, 13)), (3, 1, *hours(1, 9, 13)), (3, 0, *hours(8, 9, 10))],
    )  # fmt: skip


def by_block(found: Measured, measure: str) -> list[list[float]]:
    return [found(measure, "block", name) for name in BLOCKS]


def test_a_block_is_from_one_visitor_to_the_next_at_a_desk() -> None:
    """Desk 2 is free for 10 minutes, 20, 40 and then 100; desk 3 for all its four hours, and an hour on day 8."""
    first = 9 + 10 / 60
    visits = [
        at(2, 1, first, 10), at(2, 1, 10 + 20 / 60, 10.5), at(2, 1, 11 + 10 / 60, 11 + 20 / 60),
    ]  # fmt: skip
    found = Measured(desk_and_caseworker(), log_of(work=visits))
    hours_of = [week[0] for week in by_block(found, "reception_idle_hours")]
    assert hours_of == pytest.approx([10 / 60, 20 / 60, 40 / 60, 100 / 60 + 4])
    assert [week[1] for week in by_block(found, "reception_idle_hours")] == [0, 0, 0, 1]
    assert found("usable_idle_hours", "reception", "rissa") == pytest.approx([140 / 60 + 4, 1])
    assert sum(hours_of) == pytest.approx(found("reception_idle_hours", "reception", "rissa")[0])


def test_a_class_begins_at_its_first_minute_and_ends_before_its_last() -> None:
    """15 minutes are no longer under 15, half an hour is usable, an hour is over 60."""
    found = Measured(
        desk_and_caseworker(),
        log_of(work=[at(2, 1, 9.25, 10), at(2, 1, 10.5, 11), at(2, 1, 12, 13), at(3, 1, 9, 13)]),
    )
    assert [week[0] for week in by_block(found, "reception_idle_hours")] == pytest.approx([0, 0.25, 0.5, 1])
    assert found("usable_idle_hours", "reception", "rissa")[0] == pytest.approx(1.5)
    assert USABLE in EDGES


def test_desks_and_caseworkers_are_apart() -> None:
    found = Measured(desk_and_caseworker(), log_of(work=[at(0, 0, 8, 11.75)]))
    assert found("idle_hours") == [0.25, 0]
    assert [week[0] for week in by_block(found, "idle_hours")] == [0, 0.25, 0, 0]
    assert found("usable_idle_hours") == [0, 0]
    assert found("usable_idle_hours", "reception", "rissa") == [8, 1]


def test_intervals_that_touch_are_one_block_of_the_same_person_and_two_of_two() -> None:
    """The caseworker's proficiency rises at 10; at the desk one follows another at 10."""
    caseworker = worker(Shift(*hours(0, 9.75, 10), proficiency=0.5), Shift(*hours(0, 10, 10.25)))
    desk = worker(hours(0, 9.75, 10), hours(0, 10, 10.25), reception="rissa")
    plan = office(
        [Job("visit")], workers=[caseworker, worker(), desk], horizon=HORIZON,
        duties=[(2, 0, *hours(0, 9.75, 10)), (2, 1, *hours(0, 10, 10.25))],
    )  # fmt: skip
    found = Measured(plan, log_of())
    assert [week[0] for week in by_block(found, "idle_hours")] == [0, 0, 0.5, 0]
    assert [week[0] for week in by_block(found, "reception_idle_hours")] == [0, 0.5, 0, 0]


def test_a_block_over_the_end_of_a_week_is_in_both_by_its_whole_length() -> None:
    plan = office([Job("call")], workers=[worker((7 * DAY - 20, 7 * DAY + 20))], horizon=HORIZON)
    found = Measured(plan, log_of())
    assert by_block(found, "idle_hours") == [
        [0, 0], [0, 0], [pytest.approx(20 / 60), pytest.approx(20 / 60)], [0, 0],
    ]  # fmt: skip


def test_work_of_no_minutes_breaks_nothing() -> None:
    found = Measured(
        desk_and_caseworker(), log_of(work=[at(0, 0, 8.25, 8.25), at(2, 1, 12.75, 12.75), at(2, 1, 13, 13)])
    )
    assert [week[0] for week in by_block(found, "idle_hours")] == [0, 0, 0, 4]
    assert found("idle_hours") == [4, 0]
    assert [week[0] for week in by_block(found, "reception_idle_hours")] == [0, 0, 0, 8]


def test_nobody_at_work_is_never_idle() -> None:
    found = Measured(office([Job("visit")], horizon=HORIZON), log_of())
    assert found("idle_hours") == [0, 0]
    assert found("usable_idle_hours") == [0, 0]
    assert {key.dimension for key in found.keys("idle_hours")} == {"all", "block"}
    assert not found.has("reception_idle_hours")
    assert not found.has("alone_hours")


def test_who_is_alone_at_a_reception() -> None:
    """Two on duty on day 1, one on day 8."""
    assert Measured(desk_and_caseworker(), log_of())("alone_hours", "reception", "rissa") == [0, 1]


def test_two_receptions_at_the_same_time_are_not_together() -> None:
    desks = [worker(hours(1, 9, 11), reception=name) for name in ("leksvik", "rissa")]
    plan = office(
        [Job("visit")], workers=[worker(), worker(), *desks], horizon=HORIZON,
        duties=[(2, 0, *hours(1, 9, 11)), (3, 1, *hours(1, 9, 11))],
    )  # fmt: skip
    found = Measured(plan, log_of(work=[Segment(2, 1 + 9 / 24, 1 + 10.5 / 24)]))
    assert found("alone_hours", "reception", "leksvik") == found("alone_hours", "reception", "rissa") == [2, 0]
    assert found("usable_idle_hours", "reception", "leksvik") == [0.5, 0]
    assert found("usable_idle_hours", "reception", "rissa") == [2, 0]


@pytest.mark.parametrize("name", ["tiny", "rich"])
@pytest.mark.parametrize("desks", [True, False])
def test_blocks_add_up_to_the_idle_time_exactly(name: str, desks: bool) -> None:
    """In minutes, multiples of 2⁻¹⁰: what is staffed less what is worked, at desks and of the employees' own time."""
    document = load(path(name))
    for scenario in document.scenarios:
        plan = plan_of(prepare(document.config(scenario)), 1)
        log = simulate(plan)
        weekly, idle, rows, work = measure(plan, log), idle_blocks(plan, log), plan.staffing.intervals, log.work
        at_desk = np.array([bool(server.reception) is desks for server in plan.staffing.servers])
        free = (rows.end - rows.start)[at_desk[rows.server]].sum() - (work.end - work.start)[at_desk[work.server]].sum()
        assert free > 0
        assert (idle.end > idle.start).all()
        assert (idle.end - idle.start)[at_desk[idle.server]].sum() == free
        measured = "reception_idle_hours" if desks else "idle_hours"
        blocks = np.sum([weekly[Key(measured, "hours", "block", block)] for block in BLOCKS], axis=0)
        others = [row for key, row in zip(weekly.keys, weekly.values, strict=True)
                  if key.measure == measured and key.dimension in ("all", "reception")]  # fmt: skip
        np.testing.assert_allclose(blocks, np.sum(others, axis=0), atol=1e-9)
        assert blocks.sum() * HOUR == pytest.approx(free, abs=2**-12)
