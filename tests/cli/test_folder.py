"""The results folder: what is in it, and the contract of each table."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import navsim
from navsim.config.document import Document
from navsim.experiment.events import event_frames
from navsim.experiment.folder import write_tables
from navsim.plan.compile import plan_of, prepare
from tests.both import simulate
from tests.cli.commands import navsim as navsim_command
from tests.configs.files import path

ESTIMATES = ["mean", "low", "high", "p10", "p50", "p90"]
PERIODS = ["measure", "unit", "period", "statistic", "dimension", "group"]
COLUMNS = {
    "summary": ["scenario", *PERIODS, *ESTIMATES, "replications"],
    "differences": ["scenario", "base", *PERIODS, *ESTIMATES, "replications"],
    "weekly": ["scenario", "week", "date", "measure", "unit", "dimension", "group", *ESTIMATES],
    "hours": ["scenario", "week", "date", "owner", "use", "mean", "low", "high"],
    "targets": [
        "scenario",
        "target",
        "measure",
        "unit",
        "dimension",
        "group",
        "bound",
        "value",
        "over",
        "legal",
        "certainty",
        "from",
        "until",
        "against",
        "kept_share",
        "low",
        "high",
        "kept",
        "level",
        "level_low",
        "level_high",
        "mean_weeks_broken",
        "first_week_broken",
        "first_week_earliest",
        "recovery_weeks_median",
        "replications",
    ],
    "break_even": ["scenario", "base", "staff_cost_a_year", "low", "high", "saved_by_an_exit", "exits_a_year"],
    "replications": ["scenario", "replication", "week", "date", "measure", "unit", "dimension", "group", "value"],
}
SCENARIOS = ["happened", "same", "no_temporary"]
MEASURES = {
    "caseload", "inflow", "returns", "moved_in", "outflow", "moved_out", "to_work", "recovery_weeks",
    "queue", "backlog", "backlog_hours", "oldest_days",
    "follow_up_rate", "follow_up_rate_established", "first_contact_on_time", "wait_days", "wait_days_p90", "cancelled",
    "left_without_contact", "utilisation", "capacity_hours", "demand_hours", "worked_hours", "caseload_per_fte",
    "reception_idle_hours", "unfilled_desk_hours",
}  # fmt: skip
USES = {
    "public_holiday", "long_leave", "holiday", "sick", "training", "travel", "reception_visitors", "reception_idle",
    "meetings_other", "worked", "idle",
}  # fmt: skip


def table(folder: Path, name: str) -> pd.DataFrame:
    return (
        pd.read_parquet(folder / f"{name}.parquet") if name == "replications" else pd.read_csv(folder / f"{name}.csv")
    )


def test_the_folder_has_what_it_should(finished: Path) -> None:
    files = {file.name for file in finished.iterdir()}
    assert files == {
        "manifest.json", "config.yaml", "summary.csv", "differences.csv", "weekly.csv", "hours.csv", "targets.csv",
        "break_even.csv", "observed.csv", "staffing.csv",
        "marks.csv", "replications.parquet", "plots", "report.html", "events",
    }  # fmt: skip
    plots = sorted(file.name for file in (finished / "plots").iterdir())
    assert plots == sorted(f"{Path(name).stem}.{kind}" for name in plots[::2] for kind in ("png", "svg"))
    assert {
        "backlog.svg",
        "follow_up.svg",
        "caseload.svg",
        "staffing.svg",
        "hours.svg",
        "differences.svg",
        "waits.svg",
    } <= set(plots)
    assert all(file.stat().st_size > 0 for file in finished.rglob("*") if file.is_file())
    assert [file.name for file in finished.parent.iterdir()] == ["finished"]


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_are_exactly_those_of_the_contract(finished: Path, name: str) -> None:
    assert list(table(finished, name).columns) == COLUMNS[name]


@pytest.mark.parametrize("name", ["summary", "differences", "weekly", "hours"])
def test_decimals_are_finite_or_empty(finished: Path, name: str) -> None:
    text = (finished / f"{name}.csv").read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert "\r" not in text
    head, *lines = text.splitlines()
    first = head.split(",").index("mean")
    cells = {cell for line in lines for cell in line.split(",")[first:]}
    assert all(re.fullmatch(r"(-?\d+(\.\d+)?(e[+-]\d+)?)?", cell) for cell in cells)
    found = table(finished, name)
    low, mean, high = (found[part].to_numpy() for part in ("low", "mean", "high"))
    known = ~np.isnan(low)
    assert (np.isnan(high) == ~known).all()
    slack = 1e-7 * np.abs(mean[known]) + 1e-12
    assert (low[known] <= mean[known] + slack).all()
    assert (mean[known] <= high[known] + slack).all()


@pytest.mark.parametrize("name", ["weekly", "hours", "replications"])
def test_weeks_are_iso_and_dates_their_mondays(finished: Path, name: str) -> None:
    found = table(finished, name)[["week", "date"]].drop_duplicates()
    assert len(found) == 8
    for week, day in zip(found["week"], pd.to_datetime(found["date"]), strict=True):
        assert date.fromisocalendar(int(week[:4]), int(week[6:]), 1) == day.date()
        assert re.fullmatch(r"\d{4}-W\d{2}", week)
    assert list(found["week"])[:4] == ["2020-W52", "2020-W53", "2021-W01", "2021-W02"]


def test_keys_are_complete_and_unique(finished: Path) -> None:
    summary, differences, weekly = (table(finished, name) for name in ("summary", "differences", "weekly"))
    assert list(summary["scenario"].unique()) == SCENARIOS
    assert list(differences["scenario"].unique()) == SCENARIOS[1:]
    assert set(differences["base"]) == {"happened"}
    assert set(summary["period"]) == {"run", "2020", "2021", "closure"}
    assert set(summary["statistic"]) == {"mean", "max", "end", "km_p50", "km_p90", "share", "median"}
    assert set(summary["measure"]) >= MEASURES
    over_run = summary[~summary["statistic"].isin(["mean", "max", "end"])]
    assert set(zip(over_run["measure"], over_run["period"], over_run["unit"], strict=True)) == {
        ("wait_days", "run", "days"), ("recovery_weeks", "closure", "share"), ("recovery_weeks", "closure", "weeks"),
    }  # fmt: skip
    assert set(summary["replications"]) <= {0, 1, 2, 3}
    for found, key in ((summary, ["scenario", *PERIODS]), (differences, ["scenario", *PERIODS])):
        assert not found.duplicated(key).any()
    assert not weekly.duplicated(["scenario", "week", "measure", "dimension", "group"]).any()
    parts = set(map(tuple, summary[["dimension", "group"]].drop_duplicates().to_numpy().tolist()))
    assert parts >= {
        ("all", "all"), ("group", "standard"), ("age", "under_30"), ("age", "over_30"), ("owner", "state"),
        ("owner", "municipal"), ("task", "intake"), ("channel", "digital"), ("channel", "paper"), ("reception", "desk"),
    }  # fmt: skip


def test_the_tables_agree_with_one_another(finished: Path) -> None:
    """Weekly is the mean of the replications, summary that of the weeks, differences of the paired replications."""
    every, weekly, summary, differences = (
        table(finished, name) for name in ("replications", "weekly", "summary", "differences")
    )
    key = ["scenario", "week", "measure", "dimension", "group"]
    means = every.groupby(key, observed=True)["value"].mean()
    assert means.reindex(pd.MultiIndex.from_frame(weekly[key])).to_numpy() == pytest.approx(
        weekly["mean"].to_numpy(), nan_ok=True, rel=1e-6
    )
    where = ["scenario", "measure", "dimension", "group"]
    ends = (
        every[(every["week"] == "2021-W06") & (every["measure"] == "caseload")]
        .groupby(where, observed=True)["value"]
        .mean()
    )
    end = summary[(summary["measure"] == "caseload") & (summary["period"] == "run") & (summary["statistic"] == "end")]
    assert ends.reindex(pd.MultiIndex.from_frame(end[where])).to_numpy() == pytest.approx(
        end["mean"].to_numpy(), rel=1e-6
    )
    hours = summary.set_index(["scenario", *PERIODS])["mean"]
    row = differences[(differences["measure"] == "capacity_hours") & (differences["scenario"] == "no_temporary")]
    index = row[PERIODS].to_records(index=False).tolist()
    gained = [hours[("no_temporary", *key)] - hours[("happened", *key)] for key in index]
    assert row["mean"].to_numpy() == pytest.approx(np.array(gained), rel=1e-5, abs=1e-5)
    assert row["mean"].min() < 0
    assert (differences.loc[differences["scenario"] == "same", ESTIMATES].fillna(0) == 0).all(axis=None)


def test_the_hours_account_adds_up(finished: Path) -> None:
    hours = table(finished, "hours")
    assert set(hours["use"]) == USES | {"capacity", "demand"}
    paid = hours[hours["use"].isin(USES)].groupby(["scenario", "owner", "week"])["mean"].sum()
    assert paid.xs("municipal", level="owner").to_numpy() == pytest.approx(0.5 * 37.5, rel=1e-6)
    state = paid.loc["happened", "state"]
    assert state.to_numpy() == pytest.approx([75, 75, 75, 75, 112.5, 112.5, 112.5, 75], rel=1e-6)
    assert paid.loc["no_temporary", "state"].to_numpy() == pytest.approx(75, rel=1e-6)


def test_targets_and_break_even_of_an_office_that_has_them(tmp_path: Path) -> None:
    """As they stand in the files: dates, True and False, and empty where there is nothing to say."""
    document = navsim.load(path("rich"), ["targets.never={measure: backlog, at_most: 0, from: 2030-01-01}"])
    write_tables(navsim.run(document).tables, document, tmp_path)
    found = pd.read_csv(tmp_path / "targets.csv")
    assert list(found["scenario"]) == ["base"] * 3 + ["fewer"] * 3
    assert list(found["target"]) == ["followed", "never", "quick"] * 2
    first, third, second = found.to_dict("records")[:3]
    assert (first["from"], first["until"], first["unit"], first["bound"]) == (
        "2021-02-01", "2021-03-28", "share", "at_least",
    )  # fmt: skip
    assert (second["dimension"], second["group"], second["over"], second["legal"]) == (
        "segment*office", "adapted*gol", "period", True,
    )  # fmt: skip
    assert {str(first["kept"]), str(second["kept"])} <= {"True", "False"}
    assert pd.isna(third["kept"])
    assert pd.isna(third["kept_share"])
    assert len(pd.read_csv(tmp_path / "break_even.csv")) == 1
    text = (tmp_path / "summary.csv").read_text(encoding="utf-8")
    assert "inf" not in text.replace("inflow", "")
    persons, _, _ = event_frames_of(document)
    assert {"group/adult", "group/young", "work"} <= set(persons["destination"])


def event_frames_of(document: Document) -> tuple[pd.DataFrame, ...]:
    plan = plan_of(prepare(document.config()), 0)
    return tuple(event_frames(plan, simulate(plan)).values())


def test_observed_stands_beside_the_model(finished: Path) -> None:
    found = table(finished, "observed")
    assert list(found.columns) == [
        "measure", "dimension", "group", "week", "from", "until", "date", "value", "use", "source", "scenario",
        "model_mean", "model_low", "model_high", "prediction_low", "prediction_high", "inside",
    ]  # fmt: skip
    (row,) = found.to_dict("records")
    weekly = table(finished, "weekly").set_index(["scenario", "week", "measure", "dimension", "group"])
    assert row["model_mean"] == pytest.approx(weekly.loc[("happened", "2021-W03", "caseload", "all", "all"), "mean"])
    assert row["prediction_low"] < row["model_low"] < row["model_mean"] < row["model_high"] < row["prediction_high"]
    assert row["inside"] == (row["prediction_low"] <= 45 <= row["prediction_high"])


def test_the_manifest_tells_how_to_repeat_the_run(finished: Path) -> None:
    manifest = json.loads((finished / "manifest.json").read_text(encoding="utf-8"))
    document = navsim.load(path("tiny"))
    assert manifest["version"] == navsim.__version__
    assert (manifest["seed"], manifest["replications"], manifest["weeks"]) == (7, 3, 8)
    assert manifest["config_hash"] == document.digest == navsim.load(finished / "config.yaml").digest
    assert manifest["engine"] == "compiled"
    assert manifest["scenarios"] == SCENARIOS
    assert list(manifest["seconds"]) == list(manifest["shares"]) == ["simulate", "tabulate", "write", "plots", "report"]
    whole = sum(manifest["seconds"].values())
    for stage, seconds in manifest["seconds"].items():
        assert seconds > 0
        assert manifest["shares"][stage] == pytest.approx(seconds / whole, abs=1e-3)
    assert {"numpy", "pandas", "simpy"} <= set(manifest["libraries"])
    assert re.match(r"3\.\d+\.\d+", manifest["python"])
    assert manifest["machine"]
    assert "revision" in manifest


def test_only_a_terminal_is_told_where_the_time_went(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("navsim.report.write.write_report", lambda *_: {"plots": 20.0, "report": 1.0})
    options = ("run", path("tiny"), "--weeks", "1", "--replications", "1", "--workers", "1", "--out")
    assert "plots" not in navsim_command(*options, tmp_path / "pipe").output
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    lines = navsim_command(*options, tmp_path / "terminal").stderr.splitlines()
    assert re.search(r"2\d seconds: simulate \d+%, tabulate \d+%, write \d+%, plots \d\d%, report \d%$", lines[-1])


def test_events_are_written_for_every_replication(finished: Path) -> None:
    names = {file.name for file in (finished / "events").iterdir()}
    assert names == {
        f"{scenario}-{replication:04d}-{what}.parquet"
        for scenario in SCENARIOS for replication in range(3) for what in ("persons", "tasks", "servers")
    }  # fmt: skip
    every = table(finished, "replications").set_index(
        ["scenario", "replication", "measure", "dimension", "group", "week"]
    )["value"]
    for replication in range(3):
        stem = finished / "events" / f"happened-{replication:04d}"
        persons, tasks, work = (pd.read_parquet(f"{stem}-{what}.parquet") for what in ("persons", "tasks", "servers"))
        assert persons["left"].isna().sum() == every["happened", replication, "caseload", "all", "all", "2021-W06"]
        assert set(persons["age"]) == {"under_30", "over_30"}
        assert set(tasks["outcome"]) >= {"done", "open"}
        assert set(tasks["type"]) == {"intake", "follow_up", "application", "visit"}
        assert {"caseworkers/1", "caseworkers/2", "municipal/1"} <= set(work["server"])


def test_without_events_there_is_no_folder_for_them(tmp_path: Path) -> None:
    document = navsim.load(path("tiny"), ["weeks=1", "replications=1"])
    result = navsim.run(document)
    assert set(result.tables.summary["replications"]) <= {0, 1}
    assert result.tables.summary["low"].isna().all()


def test_a_lead_time_of_half_days_ends_on_the_same_day_everywhere() -> None:
    """The table of staffing, the mark of the hire and the paid hours agree."""
    document = navsim.load(path("tiny"), ["staff.temporary.recruiting.lead=2.4 weeks", "replications=1"])
    tables = navsim.run(document).tables
    happened = tables.staffing[(tables.staffing["scenario"] == "happened") & (tables.staffing["owner"] == "state")]
    assert str(happened.loc[happened["fte"] == 3, "date"].min().date()) == "2021-01-21"
    hires = tables.marks[(tables.marks["kind"] == "hire") & (tables.marks["scenario"] == "happened")]
    assert [str(day.date()) for day in hires["date"]] == ["2021-01-21"]
    used = tables.hours[(tables.hours["scenario"] == "happened") & (tables.hours["owner"] == "state")]
    paid = used[used["use"].isin(USES)].groupby("week", observed=True)["mean"].sum()
    assert paid["2021-W03"] == pytest.approx(75 + 2 * 7.5)
