"""Made-up sweeps: a design, and figures that a formula gives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import pandas as pd

from navsim.config.document import Document, load
from navsim.report.sweeps.material import Swept, swept_of
from navsim.sweeps.columns import POINT
from navsim.sweeps.design import Points
from navsim.sweeps.models import Experiment
from navsim.sweeps.reread import FIGURES, Found
from tests.configs.files import path

UNITS = {"backlog": "tasks", "follow_up_rate": "share", "wait_days": "days", "capacity_hours": "hours"}
Figure = tuple[float, float]
"""Mean, and half of the interval."""
HIRES = {"title": {"nb": "Vikarer", "en": "Temporaries"}, "path": "staff.caseworkers.people", "values": [1, 2, 3]}
START = {"path": "staff.caseworkers.from", "values": ["2020-12-28", "2021-01-11"]}
MINUTES = {"path": "tasks.follow_up.minutes.lognormal.mean", "low": "30 min", "high": "50 min"}


def experiment(factors: Mapping[str, Any], **more: Any) -> Experiment:
    """An experiment on the tiny config."""
    return Experiment.model_validate({"name": "made-up", "base": "base.yaml", "factors": factors, **more})


def made_up(
    factors: Mapping[str, Any],
    formula: Callable[[dict[str, Any], str], Mapping[str, Figure]],
    *,
    failed: Mapping[int, str] = {},
    missing: Collection[int] = (),
    replications: int = 20,
    document: Document | None = None,
    **more: Any,
) -> Swept:
    """What a report shows of an experiment whose figures are ``formula(values of the factors, scenario)``; of other
    scenarios than the first these are the differences."""
    written, base = experiment(factors, **more), document or load(path("tiny"))
    points = Points(written)
    table = pd.DataFrame({
        POINT: range(len(points)),
        **{name: [points[number][name].label for number in range(len(points))] for name in written.factors},
        "status": ["failed" if number in failed else "missing" if number in missing else "done"
                   for number in range(len(points))],
    })  # fmt: skip
    frames = []
    for scenario in base.scenarios:
        lines = [
            (
                number,
                scenario,
                measure,
                UNITS[measure],
                "run",
                "mean",
                "all",
                mean,
                mean - half,
                mean + half,
                replications,
            )
            for number in table.loc[table["status"] == "done", POINT]
            for measure, (mean, half) in formula(
                {name: level.label for name, level in points[number].items()}, scenario
            ).items()
        ]
        frames.append(pd.DataFrame(lines, columns=[POINT, *FIGURES]))
    levels, *others = frames
    differences = pd.concat(others, ignore_index=True) if others else levels.iloc[:0]
    hours = levels.iloc[:0]
    return swept_of(
        Found(written, points.axes, base, "0.1.0 0123456789abcdef", table, levels, differences, hours, failed)
    )
