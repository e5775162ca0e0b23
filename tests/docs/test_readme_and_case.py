"""The results of the corona case come from a run of it and from nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import navsim
from docs.generator.corona import observed_table
from docs.generator.places import README
from navsim.config.document import load
from tests.docs.pages import FENCE

OFFICE = """\
name: small
start: 2020-01-06
weeks: 9
replications: 2
calendar: {hours: "08:00-15:30"}
users: {a: {initial: 20, inflow: 1 / week, stay: 20 weeks}}
tasks: {talk: {start: after_contact, opens: 20 days, due: 30 days, minutes: 30 min, contact: true, owner: state}}
staff: {workers: {people: 1, owner: state, productive: 0.5, queues: [talk]}}
observed: [{measure: caseload, week: 2020-W05, value: 20, use: check, source: nobody}]
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "office.yaml"
    path.write_text(OFFICE, encoding="utf-8")
    return path


def test_counts_stand_beside_the_model_by_week_or_by_dates(office: Path) -> None:
    period = "observed=[{measure: inflow, from: 2020-01-13, until: 2020-02-02, value: 4, use: fit, source: nobody}]"
    by_week = observed_table(navsim.run(office).material.observed)
    by_dates = observed_table(navsim.run(navsim.load(office, [period])).material.observed)
    assert "| `caseload` | all | 2020-W05 | 20 | check |" in by_week
    assert "| `inflow` | all | 2020-01-13 to 2020-02-02 | 4 | fit |" in by_dates


def test_the_example_of_the_readme_runs(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = [match[0] for match in FENCE.finditer(README.read_text(encoding="utf-8"))]
    example = next(block for block in blocks if block.startswith("```python")).splitlines()[1:-1]
    assert len([line for line in example if line.strip()]) <= 5
    monkeypatch.chdir(tmp_path)
    (named,) = re.findall(r'"(configs/[\w-]+\.yaml)"', "\n".join(example))
    (tmp_path / named).parent.mkdir()
    office.rename(tmp_path / named)
    exec(compile("\n".join(example), "README.md", "exec"), {})
    assert list(tmp_path.glob("*.png"))


def test_the_config_of_the_readme_is_sound(tmp_path: Path) -> None:
    blocks = [match[0] for match in FENCE.finditer(README.read_text(encoding="utf-8"))]
    (config,) = [block for block in blocks if block.startswith("```yaml")]
    path = tmp_path / "office.yaml"
    path.write_text("\n".join(config.splitlines()[1:-1]), encoding="utf-8")
    assert load(path).scenarios == ("as_it_is", "one_more")
