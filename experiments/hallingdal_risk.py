"""The simulated risk matrix of Hallingdal: ``python -m experiments.hallingdal_risk [replications]``.

Writes a table (CSV), a picture in Norwegian (PNG) and the matrix on the page of the case. For each model and
factor: a figure of 2019 with its 95 % interval over replications, and a level. There is no total: factors are not
worth the same to everybody, and seven of them are not simulated at all.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from docs.generator.markdown import table, with_blocks
from docs.generator.places import DOCS, ROOT
from experiments.hallingdal_factors import FACTORS, GREY, LEVELS, Factor
from experiments.hallingdal_figures import Year
from navsim.config.document import Document, load
from navsim.engine import engine_named
from navsim.measures import measure
from navsim.measures.asked import asked_of
from navsim.measures.parts import Floats
from navsim.plan.compile import plan_of, prepare
from navsim.statistics.intervals import estimates

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CONFIG = ROOT / "configs" / "hallingdal-2018.yaml"
FOLDER = ROOT / "results" / "published" / CONFIG.stem
PAGE = DOCS / "cases" / f"{CONFIG.stem}.md"
SIMULATED = [factor for factor in FACTORS if factor.figure]
FIRST = date(2018, 12, 31)
"""The Monday of the first week of 2019: by then the offices have lived with the change for fifteen weeks."""
REPLICATIONS = 100
HEADINGS = ("factor", "name", "figure", "unit", "model", "mean", "low", "high", "level", "replications")
SYMBOLS = ("○", "◐", "●")
"""Low, middle and high, so that nobody needs the colour."""
COLOURS = ("#cfe3f2", "#fdeeb5", "#f2b8a0")
GREY_COLOUR = "#e4e4e4"


CAPTIONS = (
    (0.965, 15, "NAV i Hallingdal: risiko ved modellene, simulert for 2019"),
    (0.943, 10, "Med tallene som er antatt her. Tall: snitt, og 95 % usikkerhetsintervall under."),
    (0.052, 10, "   ".join(f"{symbol} {level} risiko" for symbol, level in zip(SYMBOLS, LEVELS, strict=True))
     + "   ? intervallet krysser en grense   – grått: ikke noe en simulering kan si noe om"),
    (0.03, 9, "Nummer som i rapporten fra 2017; + er ikke med der. "
     "Grensene mellom nivåene står i parentes og er antakelser."),
    (0.011, 9, "Ingen sum: faktorene er ikke like viktige for alle, og de grå teller like mye som de andre."),
)  # fmt: skip
"""Height on the picture, size and text."""
UNITS = {"%": "%", "prosentpoeng": "percentage points", "timer i uken": "hours a week", "dager": "days",
         "minutter": "minutes"}  # fmt: skip
"""Units of the figures, in English."""


@dataclass(frozen=True)
class Cell:
    """A figure of one model: its mean, 95 % interval and level; ``unsure`` when the interval crosses a bound."""

    factor: Factor
    model: str
    mean: float
    low: float
    high: float
    level: int
    unsure: bool
    replications: int


def simulated(document: Document, replications: int) -> dict[str, Floats]:
    """The figures of each model, (replications, factors); replication r has the same chances in all of them."""
    return {model: np.array(model_figures(document, model, replications)) for model in document.scenarios}


def cells(figures: Mapping[str, Floats]) -> list[Cell]:
    """All figures with their intervals, model after model."""
    found = []
    for model, values in figures.items():
        known = estimates(values)
        found += [
            cell(factor, model, known.mean[n], known.low[n], known.high[n], len(values))
            for n, factor in enumerate(SIMULATED)
        ]
    return found


def model_figures(document: Document, model: str, replications: int) -> list[list[float]]:
    """The figures of one model in each replication."""
    prepared, (_, simulate) = prepare(document.config(model)), engine_named("auto")
    asked, start = asked_of(prepared.config), prepared.clock.minute(FIRST)

    def one(replication: int) -> list[float]:
        plan = plan_of(prepared, replication)
        log = simulate(plan)
        year = Year(prepared, plan, log, measure(plan, log, asked), start)
        return [factor.figure.of(year) for factor in SIMULATED if factor.figure]

    return [one(replication) for replication in range(replications)]


def cell(factor: Factor, model: str, mean: float, low: float, high: float, replications: int) -> Cell:
    """A figure with its level."""
    assert factor.figure is not None
    level = factor.figure.level(mean)
    unsure = {factor.figure.level(low), factor.figure.level(high)} != {level}
    return Cell(factor, model, float(mean), max(float(low), 0.0), float(high), level, unsure, replications)


def rows(found: Sequence[Cell]) -> list[tuple[str, ...]]:
    """The table as it is written, in Norwegian, factor after factor; those that are not simulated have one row each."""
    written: list[tuple[str, ...]] = []
    for factor in FACTORS:
        if factor.figure is None:
            written.append((factor.number, factor.nb, "", "", "", "", "", "", GREY, ""))
        written += [
            (factor.number, factor.nb, factor.figure.nb, factor.figure.unit, each.model,
             f"{each.mean:.4f}", f"{each.low:.4f}", f"{each.high:.4f}", LEVELS[each.level] + "?" * each.unsure,
             str(each.replications))
            for each in found if each.factor is factor and factor.figure
        ]  # fmt: skip
    return written


def shown(value: float) -> str:
    """A figure with as many decimals as it bears, with a comma."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}".replace(".", ",")


def picture(found: Sequence[Cell], titles: dict[str, str]) -> Figure:
    """The matrix in Norwegian: a row for each factor, a column for each model."""
    from matplotlib.figure import Figure as Canvas  # noqa: PLC0415 (slow to import)
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    by_place = {(each.factor.nb, each.model): each for each in found}
    figure = Canvas(figsize=(16.5, 11), dpi=110)
    axes = figure.add_axes((0.01, 0.085, 0.98, 0.845))
    axes.set_xlim(0, 4.6 + len(titles))
    axes.set_ylim(len(FACTORS) + 1.1, -0.2)
    axes.axis("off")
    for column, title in enumerate(titles.values()):
        axes.text(5.085 + column, 0.4, wrapped(title), ha="center", va="center", fontsize=10, weight="bold")
    for row, factor in enumerate(FACTORS, start=1):
        axes.text(0.02, row + 0.55, factor.number or "+", fontsize=10, va="center")
        axes.text(0.3, row + (0.36 if factor.figure else 0.55), factor.nb, fontsize=10.5, va="center", weight="bold")
        if factor.figure:
            axes.text(0.3, row + 0.74, meaning(factor), fontsize=8, va="center", color="#333333")
        for column, model in enumerate(titles):
            each = by_place.get((factor.nb, model))
            colour = COLOURS[each.level] if each else GREY_COLOUR
            axes.add_patch(Rectangle((4.6 + column, row + 0.03), 0.97, 0.94, color=colour))
            if each:
                mark = SYMBOLS[each.level] + ("?" if each.unsure else "")
                axes.text(
                    5.085 + column, row + 0.36, f"{mark} {shown(each.mean)}", ha="center", va="center", fontsize=11
                )
                interval = f"{shown(each.low)}–{shown(each.high)}"
                axes.text(5.085 + column, row + 0.74, interval, ha="center", va="center", fontsize=8, color="#333333")
            else:
                axes.text(5.085 + column, row + 0.52, "–", ha="center", va="center", fontsize=10, color="#777777")
    for height, size, line in CAPTIONS:
        figure.text(0.012, height, line, fontsize=size, weight="bold" if size > 12 else "normal")
    return figure


def meaning(factor: Factor) -> str:
    """What the figure is, with its unit and the two bounds."""
    assert factor.figure is not None
    bounds = f"{factor.figure.low:g} og {factor.figure.high:g}".replace(".", ",")
    return f"{factor.figure.nb}, {factor.figure.unit} ({bounds})"


def wrapped(title: str) -> str:
    """A title on lines that fit its column; the letter of the model stands alone."""
    from textwrap import wrap  # noqa: PLC0415

    letter, _, rest = title.partition(" ")
    return "\n".join([letter, *wrap(rest, 13)])


def matrix(written: Sequence[Sequence[str]], models: Sequence[str]) -> str:
    """The matrix as a Markdown table, from the rows of the CSV."""

    def of(row: Sequence[str]) -> str:
        symbol = SYMBOLS[LEVELS.index(row[8].rstrip("?"))]
        return f"{symbol}{'?' * row[8].endswith('?')} {float(row[5]):.1f} ({float(row[6]):.1f} to {float(row[7]):.1f})"

    lines = []
    for factor in FACTORS:
        own = {row[4]: row for row in written if row[1] == factor.nb}
        if factor.figure is None:
            lines.append((factor.number, factor.en, *("–" for _ in models)))
        else:
            lines.append((factor.number or "+", factor.en, *(of(own[model]) for model in models)))
    return table(("", "factor", *(f"`{model}`" for model in models)), lines)


def definitions() -> str:
    """What each figure is and where its levels part, as a Markdown table."""
    return table(
        ("", "factor", "figure", "unit", "middle from", "high from", "why there"),
        [(factor.number or "+", factor.en, factor.figure.en, UNITS[factor.figure.unit],
          f"{factor.figure.low:g}", f"{factor.figure.high:g}", factor.figure.ground)
         for factor in FACTORS if factor.figure],
    )  # fmt: skip


def choice(figures: Mapping[str, Floats]) -> list[tuple[str, ...]]:
    """One host municipality (E) less the state gathered and the municipalities alone (S), paired by replication."""
    known = estimates(figures["e"] - figures["s"])
    return [
        (factor.number, factor.nb, factor.figure.nb, factor.figure.unit, "e - s",
         f"{known.mean[n]:.4f}", f"{known.low[n]:.4f}", f"{known.high[n]:.4f}", "", str(len(figures["e"])))
        for n, factor in enumerate(SIMULATED) if factor.figure
    ]  # fmt: skip


def choice_table(written: Sequence[Sequence[str]]) -> str:
    """The choice that was real, as a Markdown table: which of the two is better, where they can be told apart."""

    def better(row: Sequence[str], less_is_worse: bool) -> str:
        if float(row[6]) <= 0 <= float(row[7]):
            return "cannot be told apart"
        return "E" if (float(row[5]) < 0) is not less_is_worse else "S"

    own = {row[1]: row for row in written}
    return table(
        ("", "factor", "unit", "E less S", "95 % interval", "less risk in"),
        [(factor.number or "+", factor.en, UNITS[factor.figure.unit], f"{float(own[factor.nb][5]):+.1f}",
          f"{float(own[factor.nb][6]):+.1f} to {float(own[factor.nb][7]):+.1f}",
          better(own[factor.nb], factor.figure.low > factor.figure.high))
         for factor in SIMULATED if factor.figure],
    )  # fmt: skip


def page(text: str, written: Sequence[Sequence[str]], differences: Sequence[Sequence[str]]) -> str:
    """The page of the case with the matrix, what it means, and the choice between E and S."""
    models = list(dict.fromkeys(row[4] for row in written if row[4]))
    blocks = {"risk": matrix(written, models), "factors": definitions(), "choice": choice_table(differences)}
    return with_blocks(text, blocks)


def read(path: Path) -> list[tuple[str, ...]]:
    """The rows of a written table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def main(replications: int = REPLICATIONS) -> None:
    """Simulate and write everything."""
    document = load(CONFIG)
    figures = simulated(document, replications)
    found = cells(figures)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "risk.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows([*rows(found), *choice(figures)])
    titles = {name: entry.title.text("nb") for name, entry in document.config().scenarios.items() if entry.title}
    drawn = picture(found, titles)
    drawn.savefig(FOLDER / "risk.png")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), rows(found), choice(figures)), encoding="utf-8")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
