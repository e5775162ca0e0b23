"""Offices that share nobody: each is compiled and simulated by itself, and together they are the country."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from navsim.config.document import load
from navsim.engine.log import Log
from navsim.experiment.by_office import KEPT
from navsim.experiment.events import event_frames
from navsim.experiment.merge import merged_log
from navsim.experiment.planning import planning
from navsim.experiment.run import Tables, run_document
from navsim.measures import measure
from navsim.measures.asked import asked_of
from navsim.measures.series import Key
from navsim.measures.waits import waits_over_run
from navsim.plan.compile import plan_of, prepare
from navsim.plan.merge import merged_plan
from navsim.plan.model import Persons, Plan
from navsim.verify.checklist import Exact
from navsim.verify.trial import Result, Trial
from navsim.verify.verdict import Mark
from navsim.verify.verify import verify
from tests.both import simulate
from tests.config.examples import write
from tests.config.many import ROWS, TEMPLATE, WITH_OUTSIDE, many

NAMES = ["aal", "gol", "nes"]
Office = tuple[Plan, Log]


def simulated(folder: Path, text: str = TEMPLATE) -> dict[str, Office]:
    """One replication of each office."""
    plans = {name: plan_of(prepare(config), 0) for name, config in many(folder, text=text).offices().items()}
    return {name: (plan, simulate(plan)) for name, plan in plans.items()}


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Office]:
    return simulated(tmp_path_factory.mktemp("users_only"))


@pytest.fixture(scope="module")
def with_outside(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Office]:
    return simulated(tmp_path_factory.mktemp("outside"), WITH_OUTSIDE)


def together(offices: Mapping[str, Office]) -> Office:
    """All of them as one."""
    plans, logs = zip(*offices.values(), strict=True)
    plan, first = merged_plan(list(offices), plans)
    return plan, merged_log(logs, first)


def measured(office: Office, folder: Path) -> dict[Key, np.ndarray]:
    """The weekly measures, costs too."""
    weekly = measure(*office, asked_of(many(folder).config()))
    return dict(zip(weekly.keys, weekly.values, strict=True))


def test_one_office_gets_a_trait_and_nothing_else(with_outside: dict[str, Office], tmp_path: Path) -> None:
    own = with_outside["gol"]
    one = together({"gol": own})
    assert [trait.name for trait in one[0].static.traits] == ["office", "age"]
    for part in fields(Log):
        for column in fields(getattr(own[1], part.name)):
            a, b = (getattr(getattr(log, part.name), column.name) for log in (own[1], one[1]))
            assert np.array_equal(a, b, equal_nan=a.dtype == float), (part.name, column.name)
    before, after = measured(own, tmp_path), measured(one, tmp_path)
    assert {key for key in after if key.dimension != "office"} == set(before)
    for key, values in before.items():
        assert np.array_equal(values, after[key], equal_nan=True), key


def test_by_office_is_what_each_office_measures_of_itself(with_outside: dict[str, Office], tmp_path: Path) -> None:
    found = measured(together(with_outside), tmp_path)
    wanted = {"caseload", "inflow", "outflow", "to_work", "follow_up_rate", "queue", "backlog", "wait_days",
              "capacity_hours", "demand_hours"}  # fmt: skip
    for name in NAMES:
        own = measured(with_outside[name], tmp_path)
        mine = {key: values for key, values in found.items() if (key.dimension, key.group) == ("office", name)}
        assert {key.measure for key in mine} >= wanted
        for key, values in mine.items():
            if key.measure != "demand_hours":
                whole = own[key._replace(dimension="all", group="all")]
                assert np.allclose(values, whole, rtol=1e-12, atol=1e-12, equal_nan=True), key
        of_users = [own[Key("demand_hours", "hours", "task", task)] for task in ("intake", "follow_up", "application")]
        assert np.allclose(mine[Key("demand_hours", "hours", "office", name)], np.sum(of_users, axis=0), rtol=1e-12)


def test_together_they_add_up(with_outside: dict[str, Office], tmp_path: Path) -> None:
    found = measured(together(with_outside), tmp_path)
    each = [measured(office, tmp_path) for office in with_outside.values()]
    adds_up = {"persons", "tasks", "hours", "NOK"}
    added = [key for key in each[0] if key.unit in adds_up and key.measure != "caseload_per_fte"]
    assert len(added) > 60
    for key in added:
        assert np.allclose(found[key], np.sum([own[key] for own in each], axis=0), rtol=1e-9, atol=1e-9), key
    oldest = Key("oldest_days", "days", "all", "all")
    assert np.array_equal(found[oldest], np.max([own[oldest] for own in each], axis=0))


def test_waits_are_those_of_all_tasks(offices: dict[str, Office]) -> None:
    """Quantiles don't add up: they are taken over the tasks of all offices."""
    plan, log = together(offices)
    assert len(log.tasks.type) == sum(len(own.tasks.type) for _, own in offices.values())
    alone = np.array([waits_over_run(*office).values for office in offices.values()])
    found = waits_over_run(plan, log).values
    assert np.all((found >= alone.min(axis=0)) & (found <= alone.max(axis=0)))


def test_rows_come_office_after_office(with_outside: dict[str, Office]) -> None:
    plan, log = together(with_outside)
    office = plan.persons.mix // 2
    assert np.all(np.diff(office) >= 0)
    for number in range(3):
        mine = office == number
        assert np.all(np.diff(plan.persons.arrival[mine]) >= 0)
        assert np.all(np.diff(log.spells.arrival[mine[log.spells.person]]) >= 0)
        assert np.all(np.diff(log.tasks.opened[(log.tasks.person >= 0) & mine[log.tasks.person]]) >= 0)
    rows = plan.staffing.intervals
    assert np.all(np.diff(rows.server + rows.start / 1e9) > 0)
    assert np.array_equal(log.spells.mix, plan.persons.mix[log.spells.person])
    assert np.array_equal(log.spells.arrival, plan.persons.arrival[log.spells.person])
    assert np.all(log.work.start >= log.tasks.opened[log.work.task])


def test_people_stay_in_their_office(with_outside: dict[str, Office]) -> None:
    """Whoever works at a desk or as a server, in intervals, duties and the account of hours."""
    staffing = together(with_outside)[0].staffing
    office = [
        np.array([each.name.partition("/")[0] for each in rows]) for rows in (staffing.employees, staffing.servers)
    ]
    employees, servers = office
    assert np.array_equal(employees[staffing.intervals.employee], servers[staffing.intervals.server])
    assert np.array_equal(employees[staffing.duties.employee], servers[staffing.duties.desk])
    assert {name.partition("@")[2] for service in staffing.services for name, _ in service} == set(NAMES)
    served = np.array([service[0][0].partition("@")[2] for service in staffing.services])
    assert np.array_equal(served[staffing.intervals.service], servers[staffing.intervals.server])
    assert len(np.unique(staffing.accounts.employee)) == len(employees)


def test_everything_keeps_its_name(with_outside: dict[str, Office]) -> None:
    """The events of an office, by names: the persons' own keys, the types, the people at work."""

    def told(office: Office, name: str = "") -> list[tuple[object, ...]]:
        plan, log = office
        person = np.append(plan.persons.key, 0)[log.tasks.person]
        frames = event_frames(plan, log)
        tasks, work = frames["tasks"].assign(key=person), frames["servers"]
        both = work.merge(tasks, left_on="task", right_index=True)
        both["server"] = both["server"].str.removeprefix(f"{name}/")
        columns = ["key", "type", "channel", "opened", "minutes", "server", "start", "end"]
        return sorted(map(tuple, both[columns].to_numpy().tolist()))

    plan, log = together(with_outside)
    for name, own in with_outside.items():
        mine = [server.name.startswith(f"{name}/") for server in plan.staffing.servers]
        of_it = replace(log, work=type(log.work)(*(getattr(log.work, field.name)[np.array(mine)[log.work.server]]
                                                   for field in fields(log.work))))  # fmt: skip
        assert told((plan, of_it), name) == told(own)


def test_what_was_put_together_could_have_been_simulated_together(offices: dict[str, Office]) -> None:
    """The strongest check of all numbers: the plan of all offices, simulated as one, is each office's own log.

    Without personal lists and tasks from outside, which the plan of all leaves out.
    """
    plan, log = together(offices)
    order = np.argsort(plan.persons.arrival, kind="stable")  # as an engine takes them
    in_order = replace(plan, persons=Persons(*(getattr(plan.persons, field.name)[order] for field in fields(Persons))))
    for number, (name, (_, own)) in enumerate(offices.items()):
        for by_arrival, whole in ((in_order, simulate(in_order)), (plan, log)):
            office = by_arrival.persons.mix // 2
            mine = office[whole.tasks.person] == number
            for column in ("type", "ordinal", "channel", "opened", "due", "minutes", "started", "ended", "outcome"):
                a, b = getattr(whole.tasks, column)[mine], getattr(own.tasks, column)
                assert np.array_equal(a, b, equal_nan=a.dtype == float), (name, column)
            there = office[whole.spells.person] == number
            assert np.array_equal(whole.spells.left[there], own.spells.left, equal_nan=True)
            assert np.array_equal(whole.spells.destination[there], own.spells.destination)
            at_work = mine[whole.work.task]
            assert np.array_equal(whole.work.start[at_work], own.work.start)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return run_document(many(tmp_path_factory.mktemp("run"), text=WITH_OUTSIDE))


def of_office(found: Tables, name: str) -> np.ndarray:
    """The weekly values of an office in every replication."""
    rows = found.replications
    return rows[(rows["dimension"] == "office") & (rows["group"] == name)]["value"].to_numpy()


def test_other_offices_change_nothing(tables: Tables, tmp_path: Path) -> None:
    """Neither the order of the rows nor a row that is left out."""
    heading, gol, nes, aal = ROWS.splitlines(keepends=True)
    again = run_document(many(tmp_path, text=WITH_OUTSIDE, rows=heading + aal + nes + gol))
    assert again.summary.equals(tables.summary)
    assert again.replications.equals(tables.replications)
    fewer = run_document(many(tmp_path, text=WITH_OUTSIDE, rows=heading + nes + gol))
    assert np.array_equal(of_office(fewer, "gol"), of_office(tables, "gol"), equal_nan=True)
    assert not len(of_office(fewer, "aal"))


def test_one_office_gives_the_tables_of_its_own_config(tmp_path: Path) -> None:
    """Written out, with its seed: everything but what is by office."""
    one = many(tmp_path, rows="".join(ROWS.splitlines(keepends=True)[:2]))
    seed = one.offices()["gol"].seed
    before, _, after = TEMPLATE.partition("each_office:")
    sets = ["users.followed.initial=40", "users.followed.inflow=2 / week", "users.recipients.initial=6",
            "shocks.closure.inflow.followed.add=8 / week", "staff.caseworkers.people=2", f"seed={seed}"]  # fmt: skip
    alone = load(write(tmp_path, before + after[after.index("users:\n") :], "gol.yaml"), sets)
    found, wanted = run_document(one).replications, run_document(alone).replications
    found = found[found["dimension"] != "office"].reset_index(drop=True)
    kinds = wanted.select_dtypes("category").columns
    assert_frame_equal(
        found.astype(dict.fromkeys(kinds, str)), wanted.astype(dict.fromkeys(kinds, str)), check_exact=True
    )


def test_the_resolved_config_gives_the_same_tables(tables: Tables, tmp_path: Path) -> None:
    document = many(tmp_path, text=WITH_OUTSIDE)
    again = run_document(load(write(tmp_path / "elsewhere", document.yaml())), workers=2)
    assert again.replications.equals(tables.replications)
    assert again.staffing.equals(tables.staffing)


def test_of_single_offices_little_is_kept(tables: Tables, tmp_path: Path) -> None:
    """What a target asks for is kept too; what is about all offices is all there."""
    rows = tables.summary
    assert set(rows[rows["dimension"] == "office"]["measure"]) == set(KEPT)
    assert {"wait_days", "wait_days_p90"} <= set(rows[rows["dimension"] == "all"]["measure"])
    target = "targets: {a: {measure: wait_days, dimension: office, group: gol, at_most: 3}}\n"
    found = run_document(many(tmp_path, text=TEMPLATE + target))
    kept = found.summary[found.summary["dimension"] == "office"]["measure"]
    assert set(kept) == {*KEPT, "wait_days"}
    assert len(found.targets)


def test_staffing_is_that_of_all_offices(tables: Tables) -> None:
    first = tables.staffing[tables.staffing["date"] == tables.staffing["date"].min()].set_index("owner")["fte"]
    assert first["state"] == 2 + 1 + 2
    assert first["municipal"] == 3 * 0.5


def test_hours_expected_are_those_of_all_offices(tmp_path: Path) -> None:
    offices = many(tmp_path, text=WITH_OUTSIDE).offices()
    whole, each = planning(list(offices.values())), [planning([config]) for config in offices.values()]
    assert len(whole.periods) == 3
    for period in whole.periods:
        assert np.allclose(whole.demand[period], np.sum([own.demand[period] for own in each], axis=0))
        assert np.allclose(whole.capacity[period], np.sum([own.capacity[period] for own in each], axis=0), rtol=0.1)
    drifting = [text for text in whole.warnings if text.startswith("users.recipients: 20 at the start")]
    assert len(drifting) == 1
    assert "keeps 30" in drifting[0]


def test_verify_looks_at_every_office(tmp_path: Path) -> None:
    document = many(tmp_path, text=WITH_OUTSIDE)
    verdicts = verify(document, ["base"], 1)
    assert not [verdict.text for verdict in verdicts if verdict.mark is Mark.BROKEN]
    persons = sum(len(plan_of(prepare(config), 0).persons) for config in document.offices().values())
    assert verdicts[0].text == f"{persons:,} persons"


def test_verify_names_the_office(tmp_path: Path) -> None:
    def alone(trial: Trial) -> Result:
        return 1, "one caseworker" if trial.prepared.config.staff["caseworkers"].people == 1 else None

    [verdict] = verify(many(tmp_path), ["base"], 1, exact=[Exact("Staff", "several", "offices", alone)], mean=[])
    assert verdict.text == "scenario base, office nes, replication 0: one caseworker"
