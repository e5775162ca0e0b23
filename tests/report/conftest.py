"""A made-up result with the shape and size of the corona case: eight scenarios, two years, 24 runs."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from navsim.config.evidence import EvidenceRow
from navsim.config.fields import Texts, texts
from navsim.report.material import Material

Floats = NDArray[np.float64]
WEEKS, RUNS = 104, 24
START = date(2020, 1, 6)
MONDAYS = [START + timedelta(weeks=week) for week in range(WEEKS)]
ISO = ["{}-W{:02}".format(*monday.isocalendar()[:2]) for monday in MONDAYS]
T = 2.069
QUANTILES = (10, 50, 90)
WHERE = ["measure", "unit", "dimension", "group"]
TITLES = {
    "happened": ("Slik det gikk", "Slik det gjekk", "What happened"),
    "no_shock": ("Uten korona", "Utan korona", "No corona"),
    "no_temporaries": ("Uten de to vikarene", "Utan dei to vikarane", "Without the two temporaries"),
    "permanent": ("Vikarene blir faste", "Vikarane blir faste", "Temporaries made permanent"),
    "not_frozen": ("Rekrutteringen ble ikke stanset", "Rekrutteringa vart ikkje stansa", "Recruitment not frozen"),
    "no_digisos": ("Uten Digisos", "Utan Digisos", "No Digisos"),
    "leksvik_closed": ("Leksvik stengt, Rissa 12–14", "Leksvik stengt, Rissa 12–14", "Leksvik closed, Rissa 12–14"),
    "second_wave": ("En ny bølge om vinteren", "Ei ny bølgje om vinteren", "A second wave in the winter"),
}
FTE = {"happened": 0.0, "no_temporaries": -2.0, "permanent": 2.0, "not_frozen": 1.5, "leksvik_closed": 0.3}
UNITS = {
    "caseload": "users",
    "inflow": "users",
    "backlog": "tasks",
    "queue": "tasks",
    "follow_up_rate": "share",
    "wait_days": "days",
    "wait_days_p90": "days",
    "reception_idle_hours": "hours",
    "worked_hours": "hours",
}


def shock(week: Floats, size: float, first: int) -> Floats:
    """Added users by week: a steep rise, a slow fall."""
    after = np.clip(week - first, 0, None)
    return np.asarray(size * np.clip(after / 7, 0, 1) * np.exp(-np.clip(after - 9, 0, None) / 16))


def run(scenario: str, seed: int) -> dict[str, Floats]:
    """One run's weekly measures; the same noise for every scenario."""
    rng = np.random.default_rng(seed)
    week = np.arange(WEEKS, dtype=np.float64)
    noise = np.cumsum(rng.normal(0, 2.2, WEEKS)) * np.linspace(0.3, 1, WEEKS)
    added = 0 if scenario == "no_shock" else shock(week, 549, 9)
    if scenario == "second_wave":
        added = added + shock(week, 260, 53)
    caseload = np.round(581 + noise + added)
    staff = 16.3 - 3.4 * (week > 12) + 2.0 * ((week > 30) & (week < 83))
    if scenario == "no_temporaries":
        staff = staff - 2.0 * ((week > 30) & (week < 83))
    elif scenario == "permanent":
        staff = staff + 2.0 * (week >= 83)
    elif scenario == "not_frozen":
        staff = staff + 1.5 * (week > 14)
    staff = staff + {"leksvik_closed": 0.25, "no_digisos": -0.15}.get(scenario, 0.0)
    summer = np.isin(week % 52, range(26, 32))
    capacity = 11.5 * staff * np.where(summer, 0.6, 1) + rng.normal(0, 6, WEEKS) + 12
    if scenario != "happened":
        capacity = capacity + np.random.default_rng([seed, *scenario.encode()]).normal(0, 18, WEEKS)
    backlog, waits, now = [], [], 6.0
    for need, able in zip(caseload * 0.228, capacity, strict=True):
        now = float(np.clip(now + (need - able) * 0.5, 2 + rng.poisson(3), 1.3 * need))
        backlog.append(round(now))
        waits.append(2 + now / 28)
    late = np.array(backlog)
    wait = np.array(waits) * rng.lognormal(0, 0.05, WEEKS)
    rate = np.clip(0.80 - 0.75 * late / caseload + rng.normal(0, 0.008, WEEKS), 0, 1)
    closed = week >= 10
    return {
        "caseload": caseload,
        "inflow": np.round(12 + np.diff(caseload, prepend=caseload[0]).clip(0)),
        "backlog": late,
        "queue": late + rng.poisson(30, WEEKS),
        "follow_up_rate": rate,
        "wait_days": wait,
        "wait_days_p90": wait * 2.4,
        "reception_idle_hours": np.where(closed, 0.0, 19.0) + 0 * week,
        "worked_hours": capacity,
    }


def long(values: dict[str, Floats], scenario: str, replication: int) -> list[pd.DataFrame]:
    """One run as rows, for the office, for some groups and by task."""
    shares = {"group": {"aap": 0.0, "unemployment_benefit": 0.14}, "age": {"under_30": 0.16}}
    levels = {"aap": 241, "unemployment_benefit": 73, "under_30": 171}
    tasks = {"follow_up": 0.62, "intake": 0.2, "application": 0.11, "call": 0.07}
    parts = [(measure, "all", "all", series) for measure, series in values.items()]
    for dimension, groups in shares.items():
        for name, part in groups.items():
            parts.append(("caseload", dimension, name, levels[name] + part * (values["caseload"] - 581)))
    parts += [("backlog", "task", name, part * values["backlog"]) for name, part in tasks.items()]
    frame = {"scenario": scenario, "replication": replication, "week": ISO, "date": MONDAYS}
    return [
        pd.DataFrame(
            {**frame, "measure": m, "unit": UNITS[m], "dimension": d, "group": g, "value": np.asarray(v, float)}
        )
        for m, d, g, v in parts
    ]


def described(values: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Mean, 95 % interval and quantiles over replications."""
    groups = values.groupby(keys, sort=False, observed=True)["value"]
    table = pd.DataFrame({"mean": groups.mean()})
    half = T * groups.std() / np.sqrt(RUNS)
    table["low"], table["high"] = table["mean"] - half, table["mean"] + half
    for quantile in QUANTILES:
        table[f"p{quantile}"] = groups.quantile(quantile / 100)
    return table.reset_index()


def periods(values: pd.DataFrame) -> pd.DataFrame:
    """Each run's statistics over the run, each year and the shock."""
    office = values[values["dimension"] == "all"]
    years = office["week"].str[:4]
    shock_weeks = office["week"].isin(ISO[10:40])
    keys = ["scenario", "replication", *WHERE]
    parts = []
    for period, keep in [
        ("run", years > ""),
        ("2020", years == "2020"),
        ("2021", years == "2021"),
        ("corona", shock_weeks),
    ]:
        grouped = office[keep].groupby(keys, sort=False)["value"]
        for statistic, series in [("mean", grouped.mean()), ("max", grouped.max()), ("end", grouped.last())]:
            parts.append(series.reset_index().assign(period=period, statistic=statistic))
    return pd.concat(parts, ignore_index=True)


def paired(values: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Differences to the base by replication."""
    base = values[values["scenario"] == "happened"].drop(columns="scenario")
    others = values[values["scenario"] != "happened"]
    joined = others.merge(base, on=["replication", *keys], suffixes=("", "_base"))
    return joined.assign(value=joined["value"] - joined["value_base"], base="happened")


def hours(scenario: str) -> pd.DataFrame:
    """Contract hours by use and owner."""
    shares = {
        "public_holiday": 0.035, "long_leave": 0.02, "holiday": 0.095, "sick": 0.06, "training": 0.015, "travel": 0.01,
        "reception_visitors": 0.01, "reception_idle": 0.045, "meetings_other": 0.32, "worked": 0.37, "idle": 0.02,
    }  # fmt: skip
    parts = []
    for owner, fte in (("state", 9.3 + 0.4 * FTE.get(scenario, 0)), ("municipal", 7.0)):
        for use, share in {**shares, "capacity": 0.39, "demand": 0.41}.items():
            mean = 37.5 * fte * share
            parts.append(
                pd.DataFrame(
                    {"scenario": scenario, "week": ISO, "date": MONDAYS, "owner": owner, "use": use, "mean": mean}
                )
            )
    table = pd.concat(parts, ignore_index=True)
    return table.assign(low=table["mean"] * 0.99, high=table["mean"] * 1.01)


def staffing(scenario: str) -> list[tuple[str, str, str, float, float]]:
    """Contract FTE by day of change."""
    changes = [("2020-01-06", 9.3), ("2020-02-15", 8.3), ("2020-03-16", 7.3), ("2020-05-01", 5.9), ("2020-09-01", 6.4)]
    if scenario != "no_temporaries":
        changes += [("2020-08-03", 7.9), ("2020-09-01", 8.4)]
        changes += [] if scenario == "permanent" else [("2021-08-01", 6.4)]
    table = [(scenario, day, "state", fte, fte - 0.8) for day, fte in dict(sorted(changes)).items()]
    return [
        *table,
        (scenario, START.isoformat(), "municipal", 7.0, 6.6),
        (scenario, "2020-06-01", "municipal", 5.0, 4.7),
    ]


def marks(scenario: str) -> list[tuple[str, str, str, str]]:
    """Dated events of a scenario."""
    table = [
        ("2020-02-15", "leaver", "new_job"), ("2020-03-16", "leaver", "retirement"),
        ("2020-05-01", "leaver", "second_job"), ("2020-09-01", "hire", "market_adviser"),
        ("2020-03-25", "channel", "digital"), ("2020-03-13", "reception", "rissa"), ("2020-04-01", "leave", "parental"),
    ]  # fmt: skip
    if scenario != "no_shock":
        table.append(("2020-03-12", "shock", "corona"))
    if scenario != "no_temporaries":
        table.append(("2020-08-03", "hire", "temporary"))
        if scenario != "permanent":
            table.append(("2021-08-01", "leaver", "temporary"))
    return [(scenario, *row) for row in table]


def observed() -> pd.DataFrame:
    """Counts of the office beside the model's prediction."""
    counts = [
        ("all", "all", 10, 581, "fit"), ("all", "all", 18, 1130, "fit"), ("group", "aap", 10, 241, "fit"),
        ("group", "aap", 18, 241, "fit"), ("group", "unemployment_benefit", 10, 73, "fit"),
        ("group", "unemployment_benefit", 18, 149, "check"), ("age", "under_30", 10, 171, "fit"),
        ("age", "under_30", 18, 257, "check"),
    ]  # fmt: skip
    rows = [
        ("caseload", dimension, group, ISO[week - 2], MONDAYS[week - 2], value, use, "status meeting", "happened",
         value * 1.01, value * 1.005, value * 1.015, value * 0.95, value * 1.07, True)
        for dimension, group, week, value, use in counts
    ]  # fmt: skip
    columns = "measure dimension group week date value use source scenario model_mean model_low model_high"
    return pd.DataFrame(rows, columns=[*columns.split(), "prediction_low", "prediction_high", "inside"])


def evidence(path: str, kind: str, value: object, span: tuple[str, ...] = (), **told: str) -> EvidenceRow:
    """One entry of the evidence."""
    place = tuple(path.split("."))
    return EvidenceRow(
        path, kind, (place,), (value,), span, **{name: Texts(**texts(text)) for name, text in told.items()}
    )


EVIDENCE = (
    evidence("users.aap.initial", "observed", 241, source="status meeting June 2020, week 10"),
    evidence("users.other.inflow", "derived", "9.5 / week", why="initial / stay, so that the office is in balance"),
    evidence("tasks.follow_up.minutes", "assumed", "42 min", ("30 min", "60 min"), why="no time study exists"),
    evidence("tasks.intake.minutes", "assumed", "60 min", ("45 min", "75 min"), why="no time study exists"),
    evidence("receptions.leksvik.travel", "conflict", "3 h", says="900 hours a year", gives="180 hours a year"),
    evidence("goal", "target", 0.7, source="steering letter 2019; the level is ours"),
)
NAMES = {
    ("shock", "corona"): ("Korona", "Korona", "Corona"),
    ("staff", "temporary"): ("To vikarer", "To vikarar", "Two temporaries"),
    ("staff", "market_adviser"): ("Markedskontakt", "Marknadskontakt", "Market adviser"),
    ("staff", "new_job"): ("Ny jobb", "Ny jobb", "New job"),
    ("staff", "second_job"): ("Ny jobb", "Ny jobb", "New job"),
    ("staff", "retirement"): ("Pensjon", "Pensjon", "Retirement"),
    ("group", "aap"): ("AAP", "AAP", "AAP"),
    ("group", "unemployment_benefit"): ("Dagpenger", "Dagpengar", "Unemployment benefit"),
    ("age", "under_30"): ("Under 30 år", "Under 30 år", "Under 30"),
    ("task", "follow_up"): ("Oppfølging", "Oppfølging", "Follow-up"),
    ("task", "intake"): ("Førstesamtale", "Førstesamtale", "Intake"),
    ("task", "application"): ("Søknader", "Søknader", "Applications"),
    ("task", "call"): ("Ringe nye", "Ringje nye", "Calls to new users"),
    **{("scenario", name): texts for name, texts in TITLES.items()},
}


def corona() -> Material:
    """The whole material."""
    frames = [part for name in TITLES for seed in range(RUNS) for part in long(run(name, seed), name, seed)]
    values = pd.concat(frames, ignore_index=True)
    by_period = periods(values)
    summary_keys = ["measure", "unit", "period", "statistic", "dimension", "group"]
    weekly_keys = ["week", "date", *WHERE]
    staff = [row for name in TITLES for row in staffing(name)]
    events = [row for name in TITLES for row in marks(name)]
    differences = described(paired(by_period, summary_keys), ["scenario", "base", *summary_keys])
    return Material(
        name="indre-fosen-2020",
        title={"nb": "NAV Indre Fosen gjennom korona", "en": "NAV Indre Fosen through corona"},
        start=START,
        weeks=WEEKS,
        scenarios=tuple(TITLES),
        summary=described(by_period, ["scenario", *summary_keys]).assign(replications=RUNS),
        differences=differences.assign(replications=RUNS),
        weekly=described(values, ["scenario", *weekly_keys]),
        weekly_differences=described(paired(values, weekly_keys), ["scenario", "base", *weekly_keys]),
        hours=pd.concat([hours(name) for name in TITLES], ignore_index=True),
        observed=observed(),
        staffing=pd.DataFrame(staff, columns=["scenario", "date", "owner", "fte", "fte_present"]),
        marks=pd.DataFrame(events, columns=["scenario", "date", "kind", "label"]),
        replications=values,
        manifest={"version": "0.1.0", "seed": 581, "replications": RUNS, "config_hash": "3f2ab91c07de",
                  "engine": "reference", "command": "navsim run configs/indre-fosen-2020.yaml"},
        names={key: dict(zip(("nb", "nn", "en"), texts, strict=True)) for key, texts in NAMES.items()},
        goal=0.7,
        evidence=EVIDENCE,
        unsourced=(("rules", "return_after"),),
    )  # fmt: skip


@pytest.fixture(scope="session")
def material() -> Material:
    """The made-up result; built once."""
    return corona()


@pytest.fixture(scope="session")
def small(material: Material) -> Material:
    """The base and one alternative."""
    return dataclasses.replace(material, scenarios=material.scenarios[:2])
