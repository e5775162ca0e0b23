"""Every exact check holds for a true run, and names what is wrong in a damaged one."""

from __future__ import annotations

import re

import pytest

from navsim.verify import engines, flow, hours, idle, persons, same, servers, tasks
from navsim.verify.checklist import EXACT, Exact
from navsim.verify.trial import Result
from tests.verify import damage
from tests.verify.damage import Damage, true_trials

BROKEN = [
    (persons.all_come, damage.somebody_missing, "first spells of persons"),
    (persons.all_come, damage.somebody_else_at_the_start, "41 at the start, 40 in the config|31 at the start, 30"),
    (persons.groups_balance, damage.moved_to_nowhere, "moved in"),
    (persons.groups_balance, damage.neither_left_nor_present, "came, .* left"),
    (persons.spells_follow, damage.moved_to_nowhere, "does not lead to the next"),
    (persons.spells_follow, damage.a_gap_between_spells, "does not lead to the next"),
    (persons.needs_are_used_up, damage.leaves_too_late, "leaves at the wrong time"),
    (persons.needs_are_used_up, damage.leaves_too_early, "leaves at the wrong time"),
    (tasks.fates, damage.done_but_open, "in no state"),
    (tasks.fates, damage.cancelled_though_begun, "in no state"),
    (tasks.fates, damage.left_at_another_time, "for no reason"),
    (tasks.fates, damage.superseded_without_contact, "for no reason"),
    (tasks.fates, damage.waits_for_somebody_gone, "waits for nobody"),
    (tasks.arrivals_open, damage.opens_when_nobody_comes, "from outside"),
    (tasks.arrivals_open, damage.opens_for_somebody_gone, "not for its person"),
    (tasks.done_once, damage.done_twice, "worked on twice at a time"),
    (tasks.done_once, damage.a_minute_too_much, "minutes were spent on"),
    (tasks.contacts_count, damage.contact_that_is_none, "counts as a contact"),
    (tasks.contacts_count, damage.contact_in_no_spell, "contacts in the spells"),
    (servers.one_at_a_time, damage.two_things_at_a_time, "does two things at a time"),
    (servers.inside_intervals, damage.works_at_night, "outside its intervals at 60.0 min"),
    (servers.inside_intervals, damage.on_a_queue_of_others, "municipal/. does .* whose queue it does not serve"),
    (servers.own_lists, damage.from_another_list, "from another's list"),
    (servers.somebody_else, damage.decided_by_the_same, "is done by whoever did"),
    (servers.talks_apart, damage.two_talks_at_a_time, "two talks at a time"),
    (idle.nobody_idle, damage.left_lying, "is free, but task .* waits"),
    (flow.persons_flow, damage.between_ticks, "outside the run"),
    (flow.tasks_flow, damage.task_ends_before_it_begins, "outside the run"),
    (hours.contract_hours, damage.a_minute_unpaid, "municipal/1, day 10: 359.000 minutes .* the contract is 360.000"),
    (hours.contract_hours, damage.a_minute_twice, "does two things at a time"),
    (hours.days_off, damage.work_on_a_public_holiday, "2024-01-01 is a public holiday"),
    (hours.measured_hours, damage.an_hour_not_measured, "does not add up"),
    (same.simulated_twice, damage.another_log, "rows"),
    (engines.engines_agree, damage.leaves_too_late, "differs: at .* min .*, and there at .* person .* leaves"),
    (engines.engines_agree, damage.a_minute_too_much, "reference differs: at .* minutes, .*, and there at .* minutes"),
    (engines.engines_agree, damage.contact_that_is_none, "differs: at .* ends: done, and there .* as a contact$"),
    (same.compiled_twice, damage.another_config, "plan.persons.* differs"),
    (same.reordered, damage.order_matters, "plan.persons.* differs"),
]


@pytest.mark.parametrize("check", EXACT, ids=lambda check: check.look.__name__)
def test_what_is_true_is_kept(check: Exact) -> None:
    for trial in true_trials():
        count, broken = check.look(trial)
        assert broken is None
        assert count > 0 or (trial.replication and check.section == "The same again")


@pytest.mark.parametrize(("look", "harm", "words"), BROKEN, ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_damaged_is_named(look: object, harm: Damage, words: str) -> None:
    assert callable(look)
    result: Result = look(harm(true_trials()[0]))
    assert result[1] is not None
    assert re.search(words, result[1]), result[1]


def test_every_check_is_broken_once() -> None:
    assert {check.look for check in EXACT} == {look for look, _, _ in BROKEN}
