"""What the made-up corona case lacks: targets, costs, changes, and things that are not to be shown."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd

from navsim.experiment.costs import BREAK_EVEN
from navsim.report.material import Change, Material
from navsim.statistics.targets import TARGETS
from navsim.values.time import WEEK, YEAR
from tests.report.conftest import evidence

STATED = {
    "contact": ("follow_up_rate", "share", "all", "all", "at_least", 0.7, "each_week", False, 0.8),
    "quick": ("wait_days", "days", "group", "aap", "at_most", 14.0, "period", True, 0.9),
    "tiny": ("wait_days", "days", "group", "refugees", "at_most", 14.0, "period", False, 0.9),
}

YEARLY = {"state": (700_000.0, 50_000.0), "municipal": (-20_000.0, 30_000.0), None: (680_000.0, 0.0)}


def targets(material: Material) -> pd.DataFrame:
    """A goal that is broken in the base, a deadline that is kept, and a target for a group of a few."""
    rows = []
    for number, scenario in enumerate(material.scenarios):
        for name, stated in STATED.items():
            kept = 1.0 if name == "quick" else 0.25 + 0.1 * number
            low, high = max(0.0, kept - 0.15), min(1.0, kept + 0.15)
            broken = (None, None, math.nan) if kept == 1 else ("2020-W14", "2020-W12", 30.0)
            rows.append(
                (scenario, name, *stated, "2020-01-06", "2021-12-26", None, kept, low, high, kept >= stated[-1],
                 *((0.65, 0.6, 0.7) if name == "contact" else (12.0, 11.0, 13.0)),
                 0.0 if kept == 1 else 21.5, *broken, 24)
            )  # fmt: skip
    return pd.DataFrame(rows, columns=TARGETS)


def few(material: Material, users: float = 3.2, group: str = "refugees") -> pd.DataFrame:
    """The weekly table with a group of three."""
    one = material.weekly.query("measure == 'caseload' and dimension == 'all'")
    return pd.concat([material.weekly, one.assign(dimension="group", group=group, mean=users)], ignore_index=True)


def for_groups(material: Material) -> pd.DataFrame:
    """The differences with those of two groups, one of them of three users."""
    wanted = material.differences["measure"].isin(["wait_days", "follow_up_rate", "backlog"])
    whole = material.differences[wanted & (material.differences["period"] == "run")]
    parts = [whole.assign(dimension="group", group=name) for name in ("aap", "unemployment_benefit", "refugees")]
    return pd.concat([material.differences, *parts], ignore_index=True)


def priced(material: Material, yearly: dict[str | None, tuple[float, float]]) -> Material:
    """Each alternative costs an owner so much more a year, give or take; the base ten times that."""

    def lines(table: pd.DataFrame, times: float) -> pd.DataFrame:
        keep = (table["period"] == "run") & (table["statistic"] == "mean") & (table["dimension"] == "all")
        one = table[keep & (table["measure"] == "backlog")].assign(measure="cost_nok", unit="NOK")
        parts = [
            one.assign(
                dimension="owner" if owner else "all", group=owner or "all", mean=times * mean * WEEK / YEAR,
                low=times * (mean - half) * WEEK / YEAR, high=times * (mean + half) * WEEK / YEAR,
            )
            for owner, (mean, half) in yearly.items()
        ]  # fmt: skip
        return pd.concat([table, *parts], ignore_index=True)

    return dataclasses.replace(
        material, differences=lines(material.differences, 1.0), summary=lines(material.summary, 10.0)
    )


AREAS = {"social": (7.0, 0.05), "advice": (0.4, math.nan)}
"""FTE and sick leave of two budget areas; of the second it is not told."""


def with_areas(material: Material) -> Material:
    """The material with two budget areas, the same in every scenario and year."""
    one = material.summary.query("measure == 'backlog' and dimension == 'all' and statistic == 'mean'")
    rows = [
        one.assign(measure=measure, unit="", period=year, dimension="area", group=area, mean=mean, low=mean, high=mean)
        for area, (fte, sick) in AREAS.items()
        for year in ("2020", "2021")
        for measure, mean in (("fte", fte), ("sick_share", sick), ("utilisation", 0.8), ("cost_nok", 1000.0))
    ]
    return dataclasses.replace(material, summary=pd.concat([material.summary, *rows], ignore_index=True))


def everything(material: Material) -> Material:
    """The case with all that a page can show."""
    break_even = [
        ("no_temporaries", "happened", -1_400_000.0, -1_450_000.0, -1_350_000.0, 240_000.0, -5.8),
        ("permanent", "happened", 700_000.0, 650_000.0, 750_000.0, 240_000.0, 2.92),
        ("no_digisos", "happened", 120_000.0, -20_000.0, 260_000.0, math.nan, math.nan),
    ]
    changes = (
        Change("no_shock", ("shocks", "corona", "inflow.other"), {"add": "78 / week"}, None),
        Change("no_temporaries", ("staff", "temporary"), {"people": 2, "owner": "state"}, None),
        Change("permanent", ("staff", "temporary", "until"), "2021-07-31", "2021-12-31"),
        Change("permanent", ("staff", "parental", "leave"), [{"from": "2020-05-04"}], [{"from": "2020-09-07"}]),
        Change("not_frozen", ("users", "refugees", "initial"), 3, 12),
    )
    leave = pd.DataFrame(
        [("happened", "2020-03-01", "leave", "longterm")], columns=["scenario", "date", "kind", "label"]
    )
    return dataclasses.replace(
        with_areas(priced(material, YEARLY)),
        marks=pd.concat([material.marks, leave], ignore_index=True),
        weekly=few(material),
        differences=for_groups(priced(material, YEARLY)),
        targets=targets(material),
        break_even=pd.DataFrame(break_even, columns=BREAK_EVEN),
        changes=changes,
        evidence=(
            *material.evidence,
            evidence(
                "staff.parental",
                "observed",
                {"people": 1, "leave": [{"from": "2020-05-04"}]},
                why="in the second month",
            ),
            evidence("staff.parental.leave", "assumed", [{"from": "2020-05-04"}], why="the date was not told"),
            evidence("staff.longterm.people", "observed", 1, why="ill since the spring"),
            evidence("users.refugees.initial", "observed", 3, why="counted"),
        ),
        names={
            **material.names,
            ("target", "contact"): {"nb": "Kontakt", "nn": "Kontakt", "en": "Contact"},
            ("target", "quick"): {"nb": "Rask hjelp", "nn": "Rask hjelp", "en": "Quick help"},
        },
    )
