"""The figures of the documents beside the model's: rows of each case, their verdicts, and the page."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from docs.generator.markdown import code, table
from navsim.config.document import Document
from navsim.config.evidence import EvidenceRow, evidence_table
from navsim.config.measured import MEASURES
from navsim.config.models import Observed
from navsim.config.targets import LAST_YEAR, Baseline, Target
from navsim.experiment.run import Tables
from navsim.measures.observations import part_of
from navsim.report.gather import names_of
from navsim.report.material import readable
from navsim.report.privacy import about_leave

Verdict = Literal["fitted", "inside", "outside", "no figure"]
VERDICTS = ("fitted", "inside", "outside", "no figure", "kept", "broken", "input", "derived", "conflict")

KINDS = {"observed": "input", "estimate": "input", "target": "input", "derived": "derived", "conflict": "conflict"}
"""The verdict on a number of the config, by the kind of its evidence; what is assumed stands in no document."""

LONGEST = 120
"""Characters of a value of the config; of a longer one, the beginning."""

COLUMNS = ("figure", "the document says", "its figures give", "the model", "95 % interval", "95 % band for one run",
           "verdict")  # fmt: skip
NONE = "–"


@dataclass(frozen=True)
class Case:
    """A document and the configs that are made from it; what an earlier config tells is not told again."""

    title: str
    configs: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A figure of a document beside the model's; of inputs and conflicts ``model`` is the value in the config."""

    figure: str
    says: str
    gives: str = NONE
    model: str = NONE
    interval: str = NONE
    band: str = NONE
    verdict: str = ""

    @property
    def told(self) -> tuple[str, str, str]:
        """What does not depend on a run."""
        return self.figure, self.says, self.gives

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        return (*self.told, self.model, self.interval, self.band, self.verdict)


def verdict(use: str, value: float, low: float, high: float) -> Verdict:
    """What can be said of a figure that was counted and the band for one more run."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return "no figure"
    if not low <= value <= high:
        return "outside"
    return "fitted" if use == "fit" else "inside"


# What a config tells of its document


def inputs(document: Document) -> list[Row]:
    """What the config takes over or derives from its sources, and where they contradict themselves.

    Nothing of what is said of a staff entry with leave: it may be one person's.
    """
    away = frozenset(name for name, entry in document.config().staff.items() if entry.leave)
    return [
        input_row(entry)
        for entry in evidence_table(document)
        if stated(entry) and not about_leave(entry.place, entry.values, away)
    ]


def stated(entry: EvidenceRow) -> bool:
    """Whether a source states something: arithmetic alone does not."""
    return entry.kind in KINDS and (entry.kind != "derived" or entry.source is not None)


def input_row(entry: EvidenceRow) -> Row:
    """A number of the config, and what its source says of it."""
    said = "; ".join(part.text("en") for part in (entry.says, entry.source, entry.why) if part)
    value = entry.value if len(entry.value) <= LONGEST else f"{entry.value[:LONGEST].rstrip()} …"
    gives = entry.gives.text("en") if entry.gives else NONE
    return Row(f"`{entry.path}`", said, gives, value, verdict=KINDS[entry.kind])


def counted(document: Document) -> list[Row]:
    """The figures that the config holds the model against, without the model's."""
    names = names_of(document)
    return [
        Row(figure_name(figure, names), f"{shown(figure.value, figure.measure)} ({figure.source.text('en')})")
        for figure in document.config().observed
    ]


def figure_name(figure: Observed, names: Mapping[tuple[str, str], Mapping[str, str]]) -> str:
    """Measure, whose and when."""
    dimension, group = part_of(figure)
    title = names.get((dimension, group), {}).get("en") or readable(group)
    when = figure.week or f"{figure.from_} to {figure.until}"
    return f"`{figure.measure}`, {title}, {when}"


def shown(value: float, measure: str, decimals: int | None = None) -> str:
    """A figure in its unit: shares in percent; as it was written, or with so many decimals."""
    if not math.isfinite(value):
        return NONE
    share = MEASURES[measure][0] == "share"
    number = 100 * value if share else value
    text = f"{number:.10g}" if decimals is None else f"{round(number, decimals) + 0.0:.{decimals}f}"  # no -0.0
    return f"{text} %" if share else text


def goals(document: Document) -> dict[str, Row]:
    """The targets of the base by name, without what became of them."""
    config, names = document.config(), names_of(document)
    return {
        name: Row(f"target: {names.get(('target', name), {}).get('en') or readable(name)}", bound(target))
        for name, target in sorted(config.targets.items())
    }


def bound(target: Target) -> str:
    """What a target asks for: the measure, the bound, what it compares with, and whether it is a deadline by law."""
    change = ""
    if target.against == LAST_YEAR:
        change = "change from the year before, "
    elif isinstance(target.against, Baseline):
        change = f"change from {target.against.from_} to {target.against.until}, "
    least, most = target.at_least, target.at_most
    limit = f"at most {shown(most, target.measure)}" if most is not None else ""
    limit = limit or f"at least {shown(least or 0, target.measure)}"
    return f"`{target.measure}`: {change}{limit}{', by law' if target.legal else ''}"


# What a run adds


def with_model(row: Row, found: Mapping[Hashable, Any]) -> Row:
    """A counted figure with its line of ``observed.csv``."""
    measure = str(found["measure"])

    def between(low: str, high: str) -> str:
        ends = [shown(float(found[key]), measure, 1) for key in (low, high)]
        return NONE if NONE in ends else " to ".join(ends)

    judged = verdict(str(found["use"]), *(float(found[key]) for key in ("value", "prediction_low", "prediction_high")))
    return Row(
        *row.told, shown(float(found["model_mean"]), measure, 1), between("model_low", "model_high"),
        between("prediction_low", "prediction_high"), judged,
    )  # fmt: skip


def with_outcome(row: Row, found: Mapping[Hashable, Any]) -> Row:
    """A target with its line of ``targets.csv``."""
    measure = str(found["measure"])
    low, high = (shown(float(found[key]), measure, 1) for key in ("level_low", "level_high"))
    runs = " to ".join(f"{100 * float(found[key]):.0f}" for key in ("low", "high"))
    return Row(
        *row.told, shown(float(found["level"]), measure, 1), f"{low} to {high}",
        f"kept in {100 * float(found['kept_share']):.0f} % of the runs ({runs} %)",
        "kept" if found["kept"] else "broken",
    )  # fmt: skip


def rows_of(documents: Sequence[Document], run: Callable[[Document], Tables] | None) -> list[Row]:
    """Every figure of a case, each once; without ``run`` those that were counted have no model's figure."""
    found: dict[tuple[str, ...], Row] = {}
    for document in documents:
        held, asked = counted(document), goals(document)
        new = [row.told for row in (*held, *asked.values()) if row.told not in found]
        if run and new:
            tables = run(document)
            held = [with_model(*each) for each in zip(held, tables.observed.to_dict("records"), strict=True)]
            asked = {
                str(each["target"]): with_outcome(asked[str(each["target"])], each)
                for each in tables.targets.to_dict("records")
            }
        found |= {row.told: row for row in (*held, *asked.values()) if row.told in new}
    for document in documents:
        for row in inputs(document):
            found.setdefault(row.told, row)
    return list(found.values())


# The page

HEAD = "<!-- Written by make figures: change the program or the configs, not this page. -->\n\n"
ABOUT = """# The figures of the documents

Each figure that a document states and a config uses, beside the model's. What a document states and the model cannot
speak to is named on the page of its case, under `docs/cases/`. What is said of one person's leave is left out.

- **fitted**: counted, and the model was fitted to it; that they agree proves nothing.
- **inside**, **outside**: counted and not used to fit; inside the 95 % band for one run (an office is one run, not a
  mean of many) or not. A fitted figure that lies outside its band is called outside, too.
- **no figure**: counted, and the model has none.
- **kept**, **broken**: a target, and the model's mean over its dates; kept when as large a share of the runs keeps it
  as the config asks for. A change of a share is in percentage points. A case whose office is made up says nothing of a
  real office's targets.
- **input**: what the document states is a number of the config; *the model* is the config's value, in its own form.
- **derived**: the config's number is arithmetic on what the document states, as shown.
- **conflict**: the document contradicts itself. It says one thing, and its own figures give another; *the model* is
  what the config has.

"""


def summary(found: Mapping[Case, Sequence[Row]]) -> str:
    """How many figures of each document have which verdict."""
    lines = [
        (case.title, *(sum(row.verdict == each for row in rows) for each in VERDICTS)) for case, rows in found.items()
    ]
    return table(("document", *VERDICTS), lines)


def section(case: Case, rows: Iterable[Row], made: str) -> str:
    """The table of one document."""
    return f"\n## {case.title}\n\n{made}\n\n{table(COLUMNS, (row.cells for row in rows))}"


def missing_note(missing: Sequence[Path]) -> str:
    """Which configs of the register are not there."""
    return f"\nNot there, so without figures: {code(path.name for path in missing)}.\n" if missing else ""
