"""The package's own names: few, there, and free until used."""

import subprocess
import sys

import pytest

import navsim


def test_public_names_are_these() -> None:
    assert navsim.__all__ == ["Result", "__version__", "load", "run", "sweep"]


@pytest.mark.parametrize("name", navsim.__all__)
def test_public_name_is_found_and_listed(name: str) -> None:
    assert getattr(navsim, name) is not None
    assert name in dir(navsim)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'navsim' has no attribute 'nonsense'"):
        getattr(navsim, "nonsense")  # noqa: B009 - mypy would refuse the plain form


def test_import_loads_nothing_heavy() -> None:
    code = "import sys, navsim; print(*sorted(name for name in sys.modules if name in sys.argv[1:]))"
    heavy = ["numpy", "pandas", "pydantic", "scipy", "simpy", "matplotlib", "seaborn"]
    loaded = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""
