"""The results of the corona case, from a run into the pages that show them."""

from __future__ import annotations

import contextlib
import io
from datetime import datetime
from pathlib import Path

import pandas as pd

from docs.generator.markdown import table, with_blocks
from docs.generator.places import CASE, CORONA, README
from navsim.cli.show import show
from navsim.config.document import Document
from navsim.experiment.folder import default_folder
from navsim.report.material import Material
from navsim.report.words import words


def corona(material: Material, document: Document) -> dict[Path, str]:
    """README and the page of the case with the results of a run."""
    manifest = material.manifest
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
            {"results": f"{made}```text\n{output}```\n", "observed": made + observed_table(material.observed)},
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
            row["week"] if isinstance(row["week"], str) else f"{row['from']:%Y-%m-%d} to {row['until']:%Y-%m-%d}",
            f"{row['value']:g}", row["use"], f"{row['model_mean']:.1f}",
            f"{row['model_low']:.1f} to {row['model_high']:.1f}",
            f"{row['prediction_low']:.0f} to {row['prediction_high']:.0f}", "yes" if row["inside"] else "**no**",
        )
        for row in observed.to_dict("records")
    ]  # fmt: skip
    return table(titles, rows)
