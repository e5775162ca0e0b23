"""The values of a factor are a list or have names, and a mistake in one form is not told as one of the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from navsim.sweeps.study import load_study
from navsim.values.errors import InputError
from tests.configs.files import path as config_path


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("{5_percent: 1, two: 2}", "factors.people.values.5_percent: '5_percent' is not a name"),
        ("5", "factors.people.values: should be a list, not 5"),
    ],
)
def test_a_mistake_is_told_as_one_of_its_own_form(values: str, message: str, tmp_path: Path) -> None:
    path, factor = tmp_path / "study.yaml", f"{{path: staff.caseworkers.people, values: {values}}}"
    path.write_text(f"name: study\nbase: {config_path('tiny')}\nfactors: {{people: {factor}}}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_study(path)
    assert message in str(caught.value)
    assert "more)" not in str(caught.value)
