"""What a manager would try to see what happens: nobody at work, everybody sick, nothing on paper, thirty years."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from navsim.experiment.run import Tables, run_document
from navsim.values.errors import InputError
from tests.cli.commands import navsim
from tests.properties.running import loaded, yaml_of

Data = dict[str, Any]
Record = Callable[[str, object], None]
WEEKS = 8


def office() -> Data:
    """A small office that copes: talks on lists, applications on paper and screen, a desk, a few who are sick."""
    talk = {"contact": True, "owner": "state", "minutes": {"lognormal": {"mean": "40 min", "cv": 0.5}}}
    return {
        "name": "extreme", "start": "2020-01-06", "weeks": WEEKS, "replications": 2, "seed": 4,
        "calendar": {"country": "NO", "days": "mon-fri", "hours": "08:00-15:30"},
        "users": {"aap": {"initial": 30, "inflow": "3 / week", "stay": {"lognormal": {"mean": "10 weeks", "cv": 0.8}},
                          "traits": {"age": {"old": 0.6, "young": 0.4}}, "leaves_to": {"work": 0.6, "other": 0.4}}},
        "tasks": {
            "intake": {"start": "entry", "due": "7 days", "queue": "talks", **talk},
            "follow_up": {"start": "after_contact", "opens": "21 days", "due": "30 days", "queue": "talks", **talk},
            "application": {"start": {"at_random": "1 / month"}, "due": "14 days", "owner": "municipal",
                            "minutes": {"exponential": {"mean": "60 min"}},
                            "channels": {"digital": {"share": 0.4}, "paper": {"extra": {"scanning": "15 min"}}}},
            "visit": {"start": {"visits": "5 / open day", "at": "desk"}, "due": "15 min", "minutes": "6 min"},
        },
        "receptions": {"desk": {"opening": {"tue": "12:00-14:00"}, "on_duty": 1, "staff": ["state", "municipal"]}},
        "staff": {
            "state": {"people": 2, "owner": "state", "productive": 0.6, "queues": ["talks"],
                      "absence": {"share": 0.05, "spell": {"exponential": {"mean": "4 days"}}}},
            "municipal": {"people": 1, "fte": 0.6, "owner": "municipal", "productive": 0.6, "queues": ["application"]},
        },
        "lists": {"talks": {}},
    }  # fmt: skip


def with_staff(**fields: Any) -> Data:
    """The office with something else about everybody who works there."""
    data = office()
    return {**data, "staff": {name: {**entry, **fields} for name, entry in data["staff"].items()}}


def with_tasks(**fields: Any) -> Data:
    """The office with something else about all its work."""
    data = office()
    return {**data, "tasks": {name: {**task, **fields} for name, task in data["tasks"].items()}}


def no_users() -> Data:
    """Nobody there, and nobody comes."""
    data = office()
    return {**data, "users": {"aap": {**data["users"]["aap"], "initial": 0, "inflow": "0 / week"}}}


def one_person() -> Data:
    """One employee who does everything."""
    queues = [["talks", "application"]]
    data = office()
    data["receptions"]["desk"]["staff"] = ["alone"]
    return {**data, "staff": {"alone": {"people": 1, "owner": "state", "productive": 0.7, "queues": queues}}}


def all_digital() -> Data:
    """No paper."""
    data = office()
    data["tasks"]["application"]["channels"]["digital"]["share"] = 1
    return data


def everything_at_once() -> Data:
    """A shock that changes whatever it can, on one day."""
    what: Data = {
        "inflow.aap": {"add": "200 / week"}, "returns.aap": {"add": "50 / week"}, "pace.aap": {"set": 0},
        "tasks.intake.probability": {"set": 1}, "tasks.application.start.at_random": {"multiply": 10},
        "tasks.application.channels.digital.share": {"set": 0}, "tasks.visit.start.visits": {"multiply": 10},
        "staff.state.productive": {"set": 0.1}, "staff.state.absence.share": {"set": 0.9},
        "staff.municipal.productive": {"set": 0}, "receptions.desk.open": {"set": 0},
    }  # fmt: skip
    return {**office(), "shocks": {"all": {k: {**v, "from": "2020-01-20", "hold": "2 weeks"} for k, v in what.items()}}}


def zero_minutes() -> Data:
    """Work that takes no time, on paper neither."""
    data = with_tasks(minutes="0 min")
    del data["tasks"]["application"]["channels"]
    return data


def nobody_on_the_list() -> Data:
    """The queue with lists is served by people who have all left."""
    data = office()
    data["staff"]["state"]["until"] = "2020-01-17"
    return data


OFFICES: dict[str, Callable[[], Data]] = {
    "as it is": office,
    "no staff": lambda: with_staff(people=0),
    "no users": no_users,
    "nearly all sick": lambda: with_staff(absence={"share": 0.99, "spell": "10 days"}),
    "all on leave": lambda: with_staff(leave=[{"from": "2020-01-01", "share": 1}]),
    "one person": one_person,
    "all digital": all_digital,
    "zero minutes": zero_minutes,
    "everything at once": everything_at_once,
    "nobody on the list": nobody_on_the_list,
    "nobody productive": lambda: with_staff(productive=0),
    "a hundred people": lambda: with_staff(people=100),
}


@cache
def tables(name: str) -> Tables:
    return run_document(loaded(OFFICES[name]()))


def weekly(name: str, measure: str, dimension: str = "all", group: str = "all") -> pd.Series[float]:
    """The mean of a measure in each week."""
    found = tables(name).weekly.query(f"measure == '{measure}' and dimension == '{dimension}' and group == '{group}'")
    return found.set_index("week")["mean"]


def used(name: str, *uses: str) -> float:
    """Hours of some kinds over the run."""
    found = tables(name).hours
    return float(found.loc[found["use"].isin(uses), "mean"].sum())


def on_paper(name: str) -> list[float]:
    """Tasks on paper by week."""
    return weekly(name, "opened", "channel", "paper").tolist()


def sense(name: str) -> dict[str, tuple[float, bool]]:
    """What must be so in each office: a figure, and whether it is right."""
    backlog, caseload, busy = (weekly(name, measure) for measure in ("backlog", "caseload", "utilisation"))
    worked = used(name, "worked", "reception_visitors")
    usual = used("as it is", "worked", "reception_visitors")
    grows = bool(backlog.iloc[-1] > 20 and backlog.iloc[-1] > 2 * backlog.iloc[1])
    found: dict[str, dict[str, tuple[float, bool]]] = {
        "as it is": {"hours worked": (worked, worked > 100), "backlog": (backlog.iloc[-1], backlog.iloc[-1] < 8)},
        "no staff": {"hours worked": (worked, worked == 0), "backlog at the end": (backlog.iloc[-1], grows),
                     "contract hours": (used(name, "idle", "worked", "sick", "meetings_other"), worked == 0)},
        "no users": {"caseload": (caseload.max(), caseload.max() == 0), "backlog": (backlog.max(), backlog.max() == 0),
                     "visitors' hours": (used(name, "reception_visitors"), used(name, "reception_visitors") > 0)},
        "nearly all sick": {"hours worked": (worked, worked < 0.15 * usual),
                            "backlog at the end": (backlog.iloc[-1], grows),
                            "sick hours": (used(name, "sick"), used(name, "sick") > 500)},
        "all on leave": {"hours worked": (worked, worked == 0), "backlog at the end": (backlog.iloc[-1], grows),
                         "hours of leave": (used(name, "long_leave"), used(name, "long_leave") == 2.6 * 8 * 37.5)},
        "one person": {"hours worked": (worked, 0 < worked <= 8 * 37.5)},
        "all digital": {"on paper": (sum(on_paper(name)), sum(on_paper(name)) == 0),
                        "before, on paper": (sum(on_paper("as it is")), sum(on_paper("as it is")) > 0)},
        "zero minutes": {"hours worked": (worked, worked == 0), "backlog": (backlog.max(), backlog.max() < 3)},
        "everything at once": {"backlog": (backlog.max(), backlog.max() > 5 * weekly("as it is", "backlog").max() + 20),
                               "caseload": (caseload.max(), caseload.max() > 300)},
        "nobody on the list": {"backlog": (backlog.iloc[-1], backlog.iloc[-1] > backlog.iloc[0] + 5)},
        "nobody productive": {"hours worked": (used(name, "worked"), used(name, "worked") == 0),
                              "backlog at the end": (backlog.iloc[-1], grows)},
        "a hundred people": {"utilisation": (busy.max(), busy.max() < 0.1),
                             "backlog": (backlog.max(), backlog.max() < 1)},
    }  # fmt: skip
    return found[name]


@pytest.mark.parametrize("name", OFFICES)
def test_it_runs_and_makes_sense(name: str, record_property: Record) -> None:
    found = sense(name)
    record_property("figure", f"{name}: " + ", ".join(f"{what} {value:.4g}" for what, (value, _) in found.items()))
    for what, (value, right) in found.items():
        assert right, (what, value)
        assert math.isfinite(value), what


def test_nobody_can_be_sick_for_certain() -> None:
    """Everybody sick by chance is refused in words that say what is possible; leave of everybody is the way."""
    with pytest.raises(InputError, match=r"staff.state.absence.share: .* at most 99% can be absent by chance"):
        loaded(with_staff(absence={"share": 1, "spell": "10 days"}))


@pytest.mark.long
@pytest.mark.parametrize("name", OFFICES)
def test_the_report_does_not_crash(name: str, tmp_path: Path, record_property: Record) -> None:
    config = tmp_path / "office.yaml"
    config.write_text(yaml_of(OFFICES[name]()), encoding="utf-8")
    done = navsim("run", config, "--out", tmp_path / "out", "--workers", "1")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out" / "report.html").stat().st_size > 10_000
    assert not list((tmp_path / "out").rglob("*nan*"))


@pytest.mark.long
def test_thirty_years(record_property: Record) -> None:
    """The stock stays about where inflow and stay keep it, the hours are paid to the end, and nothing piles up."""
    began = time.perf_counter()
    data = office()
    data["users"]["aap"] |= {"initial": 10, "inflow": "1 / week"}
    found = run_document(loaded({**data, "weeks": 1560, "replications": 1}))
    seconds = time.perf_counter() - began
    mine = found.weekly.query("dimension == 'all' and group == 'all'").pivot_table(
        index="date", columns="measure", values="mean", observed=True
    )
    record_property("figure", f"1560 weeks in {seconds:.0f} s, {mine['caseload'].mean():.1f} users in the mean of 10")
    assert len(mine) == 1560
    error = (1 * 10**2 * (1 + 0.8**2) / 1560) ** 0.5  # of a mean over time in M/G/∞: √(rate · E[S²] / length)
    assert abs(mine["caseload"].mean() - 10) < 4 * error
    assert mine["backlog"].iloc[-52:].mean() < 5
    assert mine["capacity_hours"].iloc[-52:].mean() == pytest.approx(mine["capacity_hours"].iloc[:52].mean(), rel=0.1)
