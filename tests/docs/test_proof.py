"""The register of proofs: every test in it exists, and the page shows the last run of just these."""

from __future__ import annotations

import ast
import json
from typing import Literal

import pytest

from docs.generator.places import ROOT
from docs.generator.proof import RECORD, figures, row
from docs.proof_register import Claim, claims
from docs.prove import Heard

Phase = Literal["setup", "call", "teardown"]
NAMES = sorted({name for claim in claims() for name in claim.tests})


@pytest.mark.parametrize("name", NAMES)
def test_every_test_of_the_register_exists(name: str) -> None:
    file, _, function = name.partition("::")
    code = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert function in {part.name for part in code.body if isinstance(part, ast.FunctionDef)}


def test_the_record_is_of_the_register_as_it_is() -> None:
    recorded = json.loads(RECORD.read_text(encoding="utf-8"))["tests"]
    assert sorted(recorded) == NAMES, "make proof"


def test_no_claim_is_made_twice() -> None:
    texts = [claim.text for claim in claims()]
    assert len(texts) == len(set(texts))
    assert all(claim.tests for claim in claims())


def found(passed: int, failed: int, *said: str) -> dict[str, object]:
    return {"passed": passed, "failed": failed, "figures": list(said)}


def test_a_claim_holds_when_every_case_of_every_test_passed() -> None:
    claim = Claim("It works", ("tests/a.py::test_one", "tests/a.py::test_two"))
    good, bad = found(2, 0, "x 1"), found(1, 1)
    one, two = claim.tests
    assert row(claim, {one: good, two: good}) == (
        "It works", "`one`, `two`", "x 1; x 1; 4 of 4 cases pass", "holds",
    )  # fmt: skip
    for tests in ({one: good, two: bad}, {one: good, two: found(0, 0)}, {one: good}):
        assert row(claim, tests)[-1] == "**not shown**"


def test_long_lists_of_figures_are_cut() -> None:
    assert figures([found(6, 0, *"abcdef")]) == "a; b; c; d; and 2 more; 6 of 6 cases pass"


def test_it_hears_cases_figures_and_what_fails_before_the_test() -> None:
    heard = Heard()

    def hear(when: Phase, outcome: Literal["passed", "failed"]) -> None:
        said = [("figure", "2 min"), ("coverage", '{"a": 1}')]
        place = ("a.py", 1, "test_x")
        heard.pytest_runtest_logreport(
            pytest.TestReport("a.py::test_x[1]", place, {}, outcome, None, when, user_properties=said)
        )

    phases: tuple[Phase, ...] = ("setup", "call", "teardown")
    for phase in phases:
        hear(phase, "passed")
    hear("setup", "failed")
    assert heard.tests == {"a.py::test_x": {"passed": 1, "failed": 1, "figures": ["2 min"]}}
    assert heard.coverage == [{"a": 1}]
