"""The table of proofs and that of coverage, from what the tests said when they were last run for the page."""

from __future__ import annotations

import json
from typing import Any

from docs.generator.markdown import table
from docs.generator.places import DOCS
from docs.proof_register import REGISTER, Claim

RECORD = DOCS / "proof-data" / "proofs.json"
"""When and on which revision the tests were run, and by test what became of it; ``make proof`` writes it."""

COVERAGE = DOCS / "proof-data" / "coverage.json"
"""The rows of the table of coverage, of the same run."""

FEATURES = DOCS / "proof-data" / "features.json"
"""How often the random offices of the same run reached each feature of a config."""

MOST = 4
"""Figures of one claim on the page; the others are in the record."""


def proofs_block() -> str:
    """Claim, tests, figure and verdict, by heading."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    parts = [f"Last run on {record['date']}, {revision(record)}, in {record['minutes']:.0f} minutes.\n"]
    for heading, claims in REGISTER.items():
        rows = [row(claim, record["tests"]) for claim in claims]
        parts.append(f"### {heading}\n\n" + table(("claim", "test", "figure", "verdict"), rows))
    return "\n".join(parts)


def revision(record: dict[str, Any]) -> str:
    """The revision of the program that was run."""
    return f"revision {record['revision']}" + (" with changes on top" if record["changed"] else "")


def row(claim: Claim, tests: dict[str, Any]) -> tuple[str, str, str, str]:
    """One claim: it holds when every case of its tests passed, and there was one."""
    found = [tests.get(name, {"passed": 0, "failed": 0, "figures": []}) for name in claim.tests]
    holds = all(each["passed"] and not each["failed"] for each in found)
    names = ", ".join(f"`{name.partition('::')[2].removeprefix('test_')}`" for name in claim.tests)
    return claim.text, names, figures(found), "holds" if holds else "**not shown**"


def figures(found: list[dict[str, Any]]) -> str:
    """What the tests measured, and how many cases there were."""
    said = [figure for each in found for figure in each["figures"]]
    shown = [*said[:MOST], *([f"and {len(said) - MOST} more"] if len(said) > MOST else [])]
    passed, failed = (sum(each[key] for each in found) for key in ("passed", "failed"))
    cases = f"{passed} of {passed + failed} cases pass"
    return "; ".join([*shown, cases])


def features_block() -> str:
    """How often each feature is in a config, and how often it is seen to happen."""
    record = json.loads(FEATURES.read_text(encoding="utf-8"))
    offices = record["rows"][0]["offices"]
    rows = [
        (each["feature"], str(each["configured"]), "" if each["happened"] is None else str(each["happened"]))
        for each in record["rows"]
    ]
    told = f"Of {offices} random offices, {record['date']}, {revision(record)}:\n\n"
    return told + table(("feature", "in the config", "seen to happen"), rows)


def coverage_block() -> str:
    """How often intervals held the answer."""
    record = json.loads(COVERAGE.read_text(encoding="utf-8"))
    rows = [
        (each["what"], f"{each['experiments']}", f"{each['replications']}", f"{each['share']:.2%}".replace("%", " %"),
         f"{100 * each['low']:.2f} to {100 * each['high']:.2f} %")
        for each in record["rows"]
    ]  # fmt: skip
    titles = ("measure", "experiments", "replications in each", "coverage", "99.9 % band around 95 %")
    return f"Found on {record['date']}, {revision(record)}.\n\n" + table(titles, rows)
