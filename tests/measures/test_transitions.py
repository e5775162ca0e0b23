"""Users who go from group to group: flows, follow-up over the move, and conservation."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest

from navsim.config.document import load
from navsim.engine.log import Outcome
from navsim.measures import measure
from navsim.measures.asked import asked_of
from navsim.measures.series import Key
from navsim.plan.compile import plan_of, prepare
from navsim.plan.model import GroupType, Origin
from navsim.values.time import DAY
from navsim.values.timeline import Timeline
from tests.both import simulate
from tests.configs.files import path
from tests.engine.small import Job, User, office
from tests.measures.logs import HORIZON, Done, Measured, Stay, log_of

ALWAYS = Timeline.constant(1.0)
GROUPS = (GroupType("aap", True, ALWAYS), GroupType("qualification", True, ALWAYS), GroupType("aid", False, ALWAYS))
TO_AAP, TO_QUALIFICATION, TO_AID = 2, 3, 4
"""Destinations: there are two outside the model, then come the groups."""


def moved(person: int, arrival: float, group: int, left: float = nan, destination: int = 0, contacts: int = 0) -> Stay:
    """A later spell of somebody."""
    return Stay(arrival, left, None, group, 0, Origin.MOVED, destination, contacts, person)


def measured(
    users: int, stays: list[Stay], met: float = nan, contacts: list[tuple[int, float]] | None = None
) -> Measured:
    """``met`` is the first one's last contact before the start, ``contacts`` are (person, day); window: three days."""
    people = [User(met=met * DAY if number == 0 else nan) for number in range(users)]
    plan = office([Job("talk")], people, horizon=HORIZON, window=3 * DAY, groups=GROUPS)
    talks = [Done(day, day, day, day, Outcome.DONE, person=who, contact=True) for who, day in contacts or []]
    return Measured(plan, log_of(stays, talks))


def test_a_move_is_out_of_one_group_and_into_another() -> None:
    """One goes from aap to qualification on day 3 and to work on day 9; one leaves aap on day 4."""
    stays = [
        Stay(0, 3, destination=TO_QUALIFICATION, person=0), Stay(1, 4, destination=0, person=1),
        moved(0, 3, 1, left=9, destination=1),
    ]  # fmt: skip
    found = measured(2, stays)
    assert found("inflow") == [2, 0]
    assert found("moved_in") == found("moved_out") == [1, 0]
    assert found("outflow") == [1, 1]
    assert found("to_work") == [0, 1]
    assert found("caseload") == [1, 0]
    assert found("moved_out", "group", "aap") == [1, 0]
    assert found("moved_in", "group", "aap") == [0, 0]
    assert found("outflow", "group", "aap") == [1, 0]
    assert found("moved_in", "group", "qualification") == [1, 0]
    assert found("inflow", "group", "qualification") == [0, 0]
    assert found("outflow", "group", "qualification") == [0, 1]


def test_who_moves_to_a_group_without_follow_up_moves_out_of_all() -> None:
    found = measured(1, [Stay(0, 3, destination=TO_AID, person=0), moved(0, 3, 2)])
    assert (found("moved_out"), found("moved_in"), found("outflow"), found("caseload")) == (
        [1, 0],
        [0, 0],
        [0, 0],
        [0, 0],
    )
    assert found("moved_in", "group", "aid") == [1, 0]


def test_left_without_contact_are_leavers_never_met_in_any_spell() -> None:
    """Met in the first spell, in the second, in none; the last one has only moved, and is still there."""
    stays = [
        Stay(0, 3, destination=TO_QUALIFICATION, person=0, contacts=1),
        Stay(0, 3, destination=TO_QUALIFICATION, person=1), Stay(0, 3, destination=TO_QUALIFICATION, person=2),
        Stay(0, 3, destination=TO_QUALIFICATION, person=3),
        moved(0, 3, 1, left=8), moved(1, 3, 1, left=8, contacts=1), moved(2, 3, 1, left=8), moved(3, 3, 1),
    ]  # fmt: skip
    assert measured(4, stays)("left_without_contact") == [0, 1]


@pytest.mark.parametrize(
    ("met", "contacts"), [(nan, [2]), (nan, [4]), (nan, [6]), (-1, []), (-1, [3, 5]), (nan, [3, 5, 9]), (nan, [])]
)
def test_over_a_move_follow_up_goes_on_as_if_there_had_been_none(met: float, contacts: list[float]) -> None:
    """Four days in aap, then in qualification to the end; the window is three days."""
    stays = [Stay(0, 4, destination=TO_QUALIFICATION, person=0), moved(0, 4, 1)]
    talks = [(0, day) for day in contacts]
    found, single = measured(1, stays, met, talks), measured(1, [Stay(0)], met, talks)
    for name in ("follow_up_rate", "follow_up_rate_established", "caseload"):
        assert found(name) == pytest.approx(single(name), nan_ok=True)


def test_follow_up_by_group_over_a_move() -> None:
    """Met on day 2, moved on day 4, covered until 5: two of four days in aap, one of three in qualification."""
    stays = [Stay(0, 4, destination=TO_QUALIFICATION, person=0), moved(0, 4, 1)]
    found = measured(1, stays, contacts=[(0, 2)])
    assert found("follow_up_rate", "group", "aap") == pytest.approx([2 / 4, nan], nan_ok=True)
    assert found("follow_up_rate", "group", "qualification") == pytest.approx([1 / 3, 0])


def test_a_contact_at_the_instant_of_a_move_covers_the_time_after_it() -> None:
    stays = [Stay(0, 4, destination=TO_QUALIFICATION, person=0), moved(0, 4, 1)]
    found = measured(1, stays, contacts=[(0, 4)])
    assert found("follow_up_rate", "group", "qualification") == pytest.approx([1, 0])
    assert found("follow_up_rate", "group", "aap")[0] == 0


def test_a_contact_goes_along_through_a_spell_without_one() -> None:
    """Met on day 4, moved on 4.5 and on 5.5: covered until 7."""
    stays = [
        Stay(0, 4.5, destination=TO_QUALIFICATION, person=0), moved(0, 4.5, 1, left=5.5, destination=TO_AID),
        moved(0, 5.5, 2),
    ]  # fmt: skip
    found = measured(1, stays, contacts=[(0, 4)])
    assert found("follow_up_rate", "group", "qualification")[0] == 1
    assert found("follow_up_rate", "group", "aid") == pytest.approx([1, 0])


def test_the_last_of_several_contacts_goes_along() -> None:
    """Met on days 1 and 3, moved on 4: covered until 6, two of three days in the new group."""
    stays = [Stay(0, 4, destination=TO_QUALIFICATION, person=0), moved(0, 4, 1)]
    found = measured(1, stays, contacts=[(0, 1), (0, 3)])
    assert found("follow_up_rate", "group", "qualification") == pytest.approx([2 / 3, 0])


def test_a_contact_after_two_moves_is_of_the_third_spell() -> None:
    """Moved on days 1 and 2, met on day 4: covered until 7, of five days in the last group. So with the tasks."""
    stays = [
        Stay(0, 1, destination=TO_QUALIFICATION, person=0), moved(0, 1, 1, left=2, destination=TO_AID), moved(0, 2, 2),
    ]  # fmt: skip
    found = measured(1, stays, contacts=[(0, 4)])
    assert found("follow_up_rate", "group", "qualification")[0] == 0
    assert found("follow_up_rate", "group", "aid") == pytest.approx([3 / 5, 0])
    assert [found("wait_days", "group", name)[0] for name in ("aap", "qualification", "aid")] == pytest.approx(
        [nan, nan, 0], nan_ok=True
    )


def test_one_persons_contact_is_not_anothers() -> None:
    """Spells of two persons who move at the same time, in turn in the log."""
    stays = [
        Stay(0, 4, destination=TO_QUALIFICATION, person=0), Stay(0, 4, destination=TO_AID, person=1),
        moved(0, 4, 1), moved(1, 4, 2),
    ]  # fmt: skip
    found = measured(2, stays, contacts=[(1, 3)])
    assert found("follow_up_rate", "group", "qualification") == [0, 0]
    assert found("follow_up_rate", "group", "aid") == pytest.approx([2 / 3, 0])


def test_grace_runs_from_the_first_registration() -> None:
    """Registered on day 0, moved on day 2, never met: grace until day 3, though the second spell began on day 2."""
    stays = [Stay(0, 2, destination=TO_QUALIFICATION, person=0), moved(0, 2, 1), Stay(0, person=1)]
    found = measured(2, stays, contacts=[(1, 0)])
    # The other is met on day 0: three days covered of 7, and none in the second week. The mover counts from day 3 on.
    assert found("follow_up_rate_established") == pytest.approx([3 / (7 + 4), 0])


def test_tasks_belong_to_the_group_in_which_they_opened() -> None:
    """One opens before the move and waits on, one at its instant, one after it."""
    plan = office([Job("talk")], [User()], horizon=HORIZON, groups=GROUPS)
    stays = [Stay(0, 4, destination=TO_QUALIFICATION, person=0), moved(0, 4, 1)]
    found = Measured(plan, log_of(stays, [Done(3, 30), Done(4, 30), Done(5, 30)]))
    assert found("queue", "group", "aap") == [1, 1]
    assert found("queue", "group", "qualification") == [2, 2]
    assert found("queue") == [3, 3]


def test_users_are_conserved_by_group_and_in_all() -> None:
    """Of a whole run with moves both ways: the change of the caseload is what came less what went, in every part."""
    config = load(path("rich")).config()
    plan = plan_of(prepare(config), 0)
    log = simulate(plan)
    weekly = measure(plan, log, asked_of(config))
    parts = {(key.dimension, key.group) for key in weekly.keys if key.measure == "caseload"}
    assert {("all", "all"), ("group", "young"), ("office", "gol"), ("segment*office", "adapted*nes"),
            ("group*segment", "adult*adapted")} <= parts  # fmt: skip
    for part in parts:
        flow = {name: weekly[Key(name, "persons", *part)]
                for name in ("caseload", "inflow", "returns", "moved_in", "outflow", "moved_out")}  # fmt: skip
        net = flow["inflow"] + flow["returns"] + flow["moved_in"] - flow["outflow"] - flow["moved_out"]
        assert np.diff(flow["caseload"]).tolist() == net[1:].tolist()
    moves = weekly[Key("moved_in", "persons", "group", "adult")]
    assert moves.sum() > 0
    assert (moves == weekly[Key("moved_out", "persons", "group", "young")]).all()
    assert (moves == weekly[Key("moved_out", "persons", "all", "all")]).all()
