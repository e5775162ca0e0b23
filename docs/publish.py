"""Runs the corona case and puts its tables and report where the repository keeps them: ``make published``.

The whole folder of a run is too large to keep; what is left out is made again by the command in its manifest.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from docs.generator.places import ROOT
from navsim.config.document import load
from navsim.experiment.folder import manifest_of, publish, unfinished_folder, write_manifest, write_tables
from navsim.experiment.run import run_document
from navsim.report.gather import material_of
from navsim.report.write import write_report

CASE = "indre-fosen-2020"
PUBLISHED = ROOT / "results" / "published" / CASE
KEPT = (
    "config.yaml", "manifest.json", "summary.csv", "differences.csv", "hours.csv", "targets.csv", "break_even.csv",
    "observed.csv", "staffing.csv", "marks.csv", "report.html",
)  # fmt: skip
"""What is published; ``weekly.csv``, ``replications.parquet`` and the plots as files are large."""


def run_case(target: Path) -> Path:
    """Run the case with its own seed and replications, report in bokmål, into a folder of this name."""
    document = load(ROOT / "configs" / f"{CASE}.yaml")
    with unfinished_folder(target) as folder:
        workers = os.cpu_count() or 1
        tables = run_document(document, workers)
        manifest = manifest_of(document, tables, f"navsim run configs/{CASE}.yaml", workers)
        write_tables(tables, document, folder)
        manifest["seconds"] |= write_report(material_of(document, tables, manifest), folder, "nb")
        write_manifest(manifest, folder)
        return publish(folder, target)


def main() -> None:
    """Run the case and replace what is published of it."""
    finished = run_case(PUBLISHED.with_name(f"{CASE}-new"))
    for path in finished.iterdir():
        if path.name not in KEPT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(PUBLISHED, ignore_errors=True)
    finished.rename(PUBLISHED)


if __name__ == "__main__":
    main()
