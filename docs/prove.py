"""Runs the tests that prove the claims, and writes what they measured to the proof page: ``make proof``.

It takes some minutes: the tests that take long are among them. Each test is named by file and function and stands for
all its cases; a figure is what a test gave to ``record_property("figure", …)``. Exit 1 when a claim is not shown.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest

from docs.generate import write
from docs.generator.markdown import with_blocks
from docs.generator.places import DOCS, ROOT
from docs.generator.proof import COVERAGE, FEATURES, RECORD, coverage_block, features_block, proofs_block
from docs.proof_register import claims


class Heard:
    """What pytest tells of each test: passed or failed, and what it recorded. Its hooks have pytest's names."""

    def __init__(self) -> None:
        self.tests: dict[str, dict[str, Any]] = defaultdict(lambda: {"passed": 0, "failed": 0, "figures": []})
        self.coverage: list[dict[str, Any]] = []
        self.features: list[dict[str, Any]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One report a phase: what fails before or after the test itself has failed too."""
        if report.when != "call" and report.passed:
            return
        test = self.tests[report.nodeid.partition("[")[0]]
        test["passed" if report.passed else "failed"] += 1
        for name, value in report.user_properties if report.when == "call" else ():
            if name == "figure":
                test["figures"].append(str(value))
            elif name == "coverage":
                self.coverage.append(json.loads(str(value)))
            elif name == "features":
                self.features = json.loads(str(value))


def git(*arguments: str) -> str:
    """What git says of this folder; empty where there is no git."""
    found = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip()


def write_json(path: Path, data: dict[str, Any]) -> None:
    """A file that people can read, too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@click.command()
@click.option("--processes", default=2, show_default=True, help="How many tests run at a time.")
def prove(processes: int) -> None:
    """Run the tests of the register and write the proof page."""
    os.environ["CI"] = "1"  # generated configs are the same ones each time
    names = sorted({name for claim in claims() for name in claim.tests})
    heard, started = Heard(), time.monotonic()
    with contextlib.chdir(ROOT):
        code = pytest.main(["-q", "-m", "", "-n", str(processes), "--dist", "loadscope", *names], plugins=[heard])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise SystemExit("the tests could not be run: nothing was written")
    when = {
        "date": datetime.now(UTC).date().isoformat(),
        "revision": git("rev-parse", "--short", "HEAD") or "unknown",
        "changed": bool(git("status", "--porcelain", "--untracked-files=no")),
    }
    tests = {name: {**heard.tests[name], "figures": sorted(heard.tests[name]["figures"])} for name in names}
    write_json(RECORD, {**when, "minutes": round((time.monotonic() - started) / 60, 1), "tests": tests})
    rows = sorted(heard.coverage, key=lambda each: (each["what"], each["replications"]))
    write_json(COVERAGE, {**when, "rows": rows})
    write_json(FEATURES, {**when, "rows": heard.features})
    page = DOCS / "proof.md"
    blocks = {"proofs": proofs_block(), "coverage": coverage_block(), "features": features_block()}
    write({page: with_blocks(page.read_text(encoding="utf-8"), blocks)})
    bad = [name for name, test in tests.items() if test["failed"] or not test["passed"]]
    for name in bad:
        click.echo(f"not shown: {name}", err=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    prove()
