"""The choices of NAV Indre Fosen: the office as it was stays the same, and each choice changes what it is about."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

import navsim
from navsim.api import Result
from navsim.config.document import Document
from navsim.config.evidence import changed_path, unsourced
from navsim.config.sourcing import find
from navsim.engine.log import Log, differing
from navsim.plan.compile import Prepared, plan_of, prepare
from navsim.plan.expected import mean_caseload, mean_demand
from navsim.plan.model import Static
from navsim.values.time import HOUR, WEEK
from tests.both import simulate
from tests.cli.commands import CORONA

CHOICES = CORONA.with_name("indre-fosen-choices.yaml")
SCENARIOS = ("happened", "priority", "video", "assigned", "chosen", "municipality_pays", "job_specialist",
             "holidays_later")  # fmt: skip
SHORT = 27
"""Weeks: with the shock, and three weeks after the receptions open again in the middle of June."""
FOLLOWED = ("aap", "unemployment_benefit", "other")
LISTED = ("social_intake", "social_follow_up", "application")


@cache
def document(weeks: int = 105) -> Document:
    return navsim.load(CHOICES, [f"weeks={weeks}"])


@cache
def prepared(scenario: str = "happened", weeks: int = 105) -> Prepared:
    return prepare(document(weeks).config(scenario))


@cache
def log(scenario: str) -> Log:
    """One replication, by both engines, which agree."""
    return simulate(plan_of(prepared(scenario, SHORT), 0))


def type_number(static: Static, name: str) -> int:
    return [type_.name for type_ in static.types].index(name)


def value_of(static: Static, trait: str) -> list[str]:
    """The value of a trait in each mix."""
    sizes = [len(each.values) for each in static.traits]
    names = [each.name for each in static.traits]
    place = names.index(trait)
    numbers = np.unravel_index(np.arange(int(np.prod(sizes))), sizes)[place]
    return [static.traits[place].values[number] for number in numbers]


def stock(week: str, scenario: str = "happened", **wanted: str) -> float:
    """Expected users in follow-up at the end of a week of 2020, of a group or with a value of a trait."""
    static = prepared(scenario).static
    persons = mean_caseload(prepared(scenario), np.array([int(week) * WEEK]))[:, :, 0]
    groups = (wanted.pop("group"),) if "group" in wanted else FOLLOWED
    rows = np.array([group.name in groups for group in static.groups])
    mixes = np.ones(persons.shape[1], np.bool_)
    for trait, value in wanted.items():
        mixes &= np.array([found == value for found in value_of(static, trait)])
    return float(persons[rows][:, mixes].sum())


# The office as it was


def test_what_happened_is_the_corona_case_event_for_event() -> None:
    corona = simulate(plan_of(prepare(navsim.load(CORONA, [f"weeks={SHORT}"]).config("happened")), 0))
    mine = log("happened")
    mixes = {**vars(mine.spells), "mix": corona.spells.mix}
    same = Log(type(mine.spells)(**mixes), mine.tasks, mine.work)
    assert differing(corona, same) is None
    assert len(mine.tasks.type) > 3000


@pytest.mark.parametrize(("week", "count", "part"), [
    ("10", 581, {}), ("10", 241, {"group": "aap"}), ("10", 73, {"group": "unemployment_benefit"}),
    ("10", 171, {"priority_group": "under_30"}), ("18", 1130, {}), ("18", 241, {"group": "aap"}),
    ("18", 149, {"group": "unemployment_benefit"}), ("18", 257, {"priority_group": "under_30"}),
])  # fmt: skip
def test_the_counts_are_met(week: str, count: int, part: dict[str, str]) -> None:
    assert stock(week, **part) == pytest.approx(count, rel=0.03)
    wanted = {"group": part["priority_group"], "dimension": "priority_group"} if "priority_group" in part else part
    shown = [o for o in document().config().observed if o.week == f"2020-W{week}" and o.value == count]
    assert [o for o in shown if all(getattr(o, key) == value for key, value in wanted.items())]


def test_scenarios_and_evidence() -> None:
    assert document().scenarios == SCENARIOS
    assert unsourced(document()) == []


@pytest.mark.parametrize("scenario", SCENARIOS[1:])
def test_every_change_has_evidence_in_two_languages(scenario: str) -> None:
    data, evidence = document().data, document().config().evidence
    told = {place: entry for path, entry in evidence.items() for place in find(data, path)}
    for change in data["scenarios"][scenario]:
        if change == "title":
            continue
        path = ("scenarios", scenario, change)
        known = [told[path[:length]] for length in (2, 3) if path[:length] in told]
        copied = scenario == "holidays_later" and changed_path(path)[0] == "receptions"
        assert known or copied, change
        for entry in known:
            assert entry.why is not None
            assert entry.why.nb != entry.why.en


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_engines_agree(scenario: str) -> None:
    assert len(log(scenario).tasks.type) > 3000


# The seven groups first


def test_the_seven_groups_are_most_users_before_and_half_of_them_in_the_shock() -> None:
    before = 1 - stock("10", priority_group="not_prioritised") / stock("10")
    shock = 1 - stock("18", priority_group="not_prioritised") / stock("18")
    assert before == pytest.approx(0.746, abs=0.01)
    assert shock == pytest.approx(0.51, abs=0.02)


@pytest.mark.parametrize("task", ["intake", "follow_up", "social_intake", "social_follow_up"])
def test_everybody_has_the_same_talks_and_the_seven_come_first(task: str) -> None:
    before, static = prepared("happened").static, prepared("priority").static
    base, rest, first = (
        type_number(s, name) for s, name in ((before, task), (static, task), (static, f"{task}_first"))
    )
    assert not (static.applies[rest] & static.applies[first]).any()
    assert ((static.applies[rest] | static.applies[first]) == before.applies[base]).all()
    prioritised = np.array([value != "not_prioritised" for value in value_of(static, "priority_group")])
    assert not static.applies[first][:, ~prioritised].any()
    config = document().config("priority").tasks
    one, other = config[task], config[f"{task}_first"]
    assert (one.minutes, one.opens, one.due, one.typical_wait, one.contact, one.owner) == (
        other.minutes, other.opens, other.due, other.typical_wait, other.contact, other.owner)  # fmt: skip
    assert (one.queue or task, one.priority, other.queue, other.priority) == (task, 1, task, 0)


def test_the_seven_wait_less_and_the_others_more() -> None:
    def wait(scenario: str, name: str) -> float:
        """Mean days from opening to start, of tasks that opened before the last four weeks."""
        tasks, static = log(scenario).tasks, prepared(scenario, SHORT).static
        mine = (tasks.type == type_number(static, name)) & (tasks.opened < (SHORT - 4) * WEEK)
        waited = np.where(np.isnan(tasks.started), static.horizon, tasks.started) - tasks.opened
        done = mine & ~(np.isnan(tasks.started) & (tasks.ended < static.horizon))
        return float(waited[done].mean() / (24 * HOUR))

    assert wait("priority", "follow_up_first") < wait("happened", "follow_up") - 3
    assert wait("priority", "follow_up") > wait("happened", "follow_up") + 3


# Lists, video, who pays, job specialist, holidays


def test_lists_are_of_the_municipal_services_and_leave_the_state_side_alone() -> None:
    for scenario in ("assigned", "chosen"):
        assert tuple(document().config(scenario).lists) == LISTED
        static = prepared(scenario, SHORT).static
        state = [n for n, type_ in enumerate(static.types) if type_.owner == "state"]
        mine, base = log(scenario).tasks, log("happened").tasks
        for column in ("opened", "started", "ended"):
            a, b = (getattr(tasks, column)[np.isin(tasks.type, state)] for tasks in (mine, base))
            assert np.array_equal(np.sort(a), np.sort(b), equal_nan=True)
        assert differing(log(scenario), log("happened")) is not None
    assigned, chosen = (document().config(name).lists for name in ("assigned", "chosen"))
    for queue in LISTED:
        assert assigned[queue].choose == 0 < chosen[queue].choose
        assert assigned[queue] == chosen[queue].model_copy(update={"choose": 0.0})


def test_video_takes_leksviks_visitors_to_rissa_and_nobody_on_the_road() -> None:
    reopened = prepared().clock.minute(pd.Timestamp("2020-06-15").date())
    leksvik, rissa = (prepared("video").windows[name].start for name in ("leksvik", "rissa"))
    assert not (leksvik >= reopened).any()
    assert (leksvik < reopened).sum() == (prepared().windows["leksvik"].start < reopened).sum() > 5
    assert np.array_equal(rissa, prepared().windows["rissa"].start)
    demand = mean_demand(prepared("video"))[:, 30:40].mean(axis=1)
    base = mean_demand(prepared())[:, 30:40].mean(axis=1)
    video = demand[type_number(prepared("video").static, "visit_video")]
    assert video == pytest.approx(base[type_number(prepared().static, "visit_leksvik")], rel=0.05)
    assert mean_demand(prepared("video"))[type_number(prepared("video").static, "visit_video"), :24].sum() == 0


def test_who_pays_changes_nothing_else() -> None:
    assert differing(log("municipality_pays"), log("happened")) is None


def test_a_job_specialist_has_as_many_users_as_such_a_post() -> None:
    for week in ("10", "18", "52"):
        assert 12 <= stock(week, "job_specialist", job_specialist="with") <= 20
    staff = document().config("job_specialist").staff
    serving = [name for name, entry in staff.items() if any("job_talk" in rank for rank in entry.queues)]
    assert serving == ["job_specialist"]
    static = prepared("job_specialist", SHORT).static
    tasks = log("job_specialist").tasks
    talks = (tasks.type == type_number(static, "job_talk")) & tasks.contact
    assert 0.5 * 16 < talks.sum() / SHORT < 20


@cache
def paid() -> Result:
    """Two whole years of three scenarios, once."""
    kept = ("happened", "municipality_pays", "holidays_later")
    others = [f"scenarios.{name}=none" for name in SCENARIOS if name not in kept]
    return navsim.run(navsim.load(CHOICES, [*others, "replications=1"]))


def test_one_owner_pays_what_the_other_saves() -> None:
    table = paid().tables.differences.query("measure == 'cost_nok' and period == '2021' and statistic == 'mean'")
    cost = table[table["scenario"] == "municipality_pays"].set_index(["dimension", "group"])["mean"] * 365.25 / 7
    assert cost["owner", "municipal"] == pytest.approx(806_000, rel=0.01)
    assert cost["owner", "state"] == pytest.approx(-cost["owner", "municipal"])
    assert cost["all", "all"] == pytest.approx(0, abs=1e-6)


def test_holidays_are_moved_from_one_year_to_the_next() -> None:
    hours = paid().tables.hours.query("use == 'holiday'")
    year = pd.to_datetime(hours["date"]).dt.isocalendar().year
    total = hours.groupby([hours["scenario"], hours["owner"], year], observed=True)["mean"].sum()
    for owner, people in (("state", 5), ("municipal", 4)):
        moved = total["holidays_later", owner] - total["happened", owner]
        assert moved[2020] == pytest.approx(-people * 5 * 7.5)
        assert moved[2021] == pytest.approx(people * 5 * 7.5)
