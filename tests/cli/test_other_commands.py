"""Help, schema, check."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

import navsim as package
from tests.cli.commands import CORONA, ROOT, navsim, navsim_process
from tests.configs.files import HERE, path

HEAVY = {
    "numpy",
    "pandas",
    "scipy",
    "seaborn",
    "matplotlib",
    "simpy",
    "pydantic",
    "pyarrow",
    "jinja2",
    "ruamel",
    "rich",
}


def test_help_loads_nothing_heavy() -> None:
    code = "import sys\nimport navsim.cli, navsim.__main__\nprint(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"click", "navsim"} <= loaded
    assert loaded & HEAVY == set()


def test_help_names_commands_and_options() -> None:
    done = navsim_process("--help")
    assert done.returncode == 0
    assert {"run", "check", "schema"} <= set(done.stdout.split())
    options = navsim("run", "--help").output
    for option in ("scenario", "replications", "weeks", "seed", "engine", "workers", "set", "out", "events", "lang"):
        assert f"--{option} " in options


def test_version() -> None:
    assert navsim("--version").output.split()[-1] == package.__version__


@pytest.mark.parametrize(
    "arguments", [["run"], ["run", "a.yaml", "--workers", "0"], ["run", "a.yaml", "--lang", "de"], ["walk"]]
)
def test_a_wrong_command_line_is_wrong_input(arguments: list[str]) -> None:
    assert navsim(*arguments).exit_code == 2


def test_schema_is_the_one_beside_the_examples(tmp_path: Path) -> None:
    done = navsim("schema")
    assert done.exit_code == 0
    assert done.stdout == (ROOT / "configs" / "navsim.schema.json").read_text(encoding="utf-8")
    assert navsim("schema", tmp_path / "s.json").stdout == ""
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == done.stdout


@pytest.mark.parametrize("file", [CORONA, *sorted(HERE.glob("*.yaml"))], ids=lambda file: file.stem)
def test_the_examples_fit_the_schema_and_name_it(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    first = text.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    assert (file.parent / first).resolve() == ROOT / "configs" / "navsim.schema.json"
    schema = json.loads((ROOT / "configs" / "navsim.schema.json").read_text(encoding="utf-8"))
    data = json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(data)] == []


def lines(*arguments: str | Path) -> list[str]:
    """What ``check`` prints, with single blanks."""
    done = navsim("check", *arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return [" ".join(line.split()) for line in done.stdout.splitlines()]


def numbers(told: list[str], start: str) -> list[float]:
    """The numbers at the end of the line that begins so."""
    (line,) = [line for line in told if line.startswith(start)]
    return [float(part.rstrip("%")) for part in line.removeprefix(start).split()]


def test_check_tells_demand_and_capacity_of_the_corona_case() -> None:
    told = lines(CORONA)
    assert any("before corona during corona after corona" in line for line in told)
    for owner in ("state", "municipal"):
        demand, capacity, load = (numbers(told, f"{owner} {what} ") for what in ("asked for", "capacity", "load"))
        assert len(demand) == len(capacity) == len(load) == 3
        assert load == pytest.approx([100 * d / c for d, c in zip(demand, capacity, strict=True)], abs=0.6)
        tasks = [
            line
            for line in told
            if line.startswith(f"{owner} ") and line.split()[1] not in ("asked", "capacity", "load")
        ]
        sums = [sum(float(line.split()[-3 + n]) for line in tasks) for n in range(3)]
        assert sums == pytest.approx(demand, abs=0.3)
    before, during, _ = numbers(told, "state load ")
    assert before < 100 < during
    assert any(line.startswith("warning: state, during corona: ") and "can be done" in line for line in told)
    assert not any(line.startswith("warning: state, before corona") for line in told)
    assert "numbers without evidence: 0" in told


def test_check_warns_of_a_caseload_that_moves_by_itself() -> None:
    warning = (
        "warning: users.standard: 30 at the start, but inflow x stay keeps {}: the caseload will drift towards that"
    )
    balanced = lines(path("tiny"))
    assert not any("drift" in line for line in balanced)
    told = " ".join(lines(path("tiny"), "--set", "users.standard.inflow=4 / week"))
    assert warning.format(40) in told
    told = " ".join(lines(path("tiny"), "--set", "users.standard.pace=0.5"))
    assert warning.format(60) in told


def test_check_lists_numbers_without_evidence() -> None:
    told = lines(path("tiny"))
    assert any("1 assumed, 1 observed" in line for line in told)
    assert "users.standard.inflow" in told
    assert "users.standard.initial" not in told


def test_check_of_an_office_without_users_or_without_work() -> None:
    assert any("sound" in line for line in lines(path("mm1")))
    assert any("sound" in line for line in lines(path("stock")))
