"""The results of the corona case, from the folder of a run into the pages that show them."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from datetime import datetime
from pathlib import Path

import pandas as pd

from docs.generator.markdown import table, with_blocks
from docs.generator.places import CASE, CORONA, DOCS, README
from navsim.cli.show import show
from navsim.config.document import Document, load
from navsim.experiment.folder import default_folder
from navsim.experiment.run import Tables
from navsim.report.gather import material_of
from navsim.report.words import words
from navsim.statistics import tables

PICTURES = ("backlog", "follow_up", "caseload", "staffing", "hours", "differences")
"""Those that pages show."""


def corona(folder: Path, document: Document) -> dict[Path, str]:
    """README and the page of the case with the results of a folder."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    found = read_tables(folder)
    material = material_of(document, found, manifest)
    with contextlib.redirect_stdout(io.StringIO()) as heard:
        show(material, words("en"), default_folder(document, datetime.fromisoformat(manifest["finished"])))
    output = "".join(f"{line.rstrip()}\n" for line in heard.getvalue().splitlines())
    command = f"$ navsim run configs/{CORONA.name} --lang en\n"
    config = f"config {document.digest[:8]}"
    made = (
        f"{manifest['replications']} replications, seed {manifest['seed']}, {config}, navsim {manifest['version']}.\n\n"
    )
    return {
        README: with_blocks(README.read_text(encoding="utf-8"), {"output": f"```console\n{command}{output}```\n"}),
        CASE: with_blocks(
            CASE.read_text(encoding="utf-8"),
            {"results": f"{made}```text\n{output}```\n", "observed": made + observed_table(found.observed)},
        ),
    }


def observed_table(observed: pd.DataFrame) -> str:
    """The counts beside the model."""
    titles = (
        "measure", "whose", "when", "counted", "use", "model's mean", "95 % interval of the mean",
        "95 % band for one run", "inside the band",
    )  # fmt: skip
    rows = [
        (
            f"`{row['measure']}`", row["group"],
            row["week"] if isinstance(row["week"], str) else f"{row['from']} to {row['until']}",
            f"{row['value']:g}", row["use"], f"{row['model_mean']:.1f}",
            f"{row['model_low']:.1f} to {row['model_high']:.1f}",
            f"{row['prediction_low']:.0f} to {row['prediction_high']:.0f}", "yes" if row["inside"] else "**no**",
        )
        for row in observed.to_dict("records")
    ]  # fmt: skip
    return table(titles, rows)


def read_tables(folder: Path) -> Tables:
    """The tables of a results folder, as far as the terminal shows them; the others are empty."""

    def frame(name: str) -> pd.DataFrame:
        return pd.read_csv(folder / f"{name}.csv")

    return Tables(
        summary=frame("summary"), differences=frame("differences"), weekly=frame("weekly"), hours=frame("hours"),
        observed=frame("observed"), staffing=frame("staffing"), marks=frame("marks"),
            targets=frame("targets"), break_even=frame("break_even"),
        weekly_differences=pd.DataFrame(columns=tables.WEEKLY_DIFFERENCES),
        replications=pd.DataFrame(columns=tables.REPLICATIONS), cut={},
    )  # fmt: skip


def corona_folder(folder: Path) -> Document:
    """The corona case as a folder has it; an error unless it is the case of now, whole, with English pictures."""
    found, now = load(folder / "config.yaml"), load(CORONA)
    command = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["command"]
    if found.digest != now.digest:
        raise SystemExit(f"{folder}: another config than {CORONA.name} as it is now: run it again, without overrides")
    if "--lang en" not in command:
        raise SystemExit(f"{folder}: its pictures are not in English: run it with --lang en")
    return found


def copy_pictures(folder: Path) -> None:
    """The pictures that the pages show."""
    for name in PICTURES:
        shutil.copyfile(folder / "plots" / f"{name}.png", DOCS / "pictures" / f"{name}.png")
