"""What all tests share: how hypothesis searches, and golden files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import Phase, settings

GOLDEN = Path(__file__).parent / "golden"

# A generated config may take a second to simulate, and the first example pays for imports: no deadline.
settings.register_profile("local", deadline=None)
# On a build machine the same examples each time, and no search for the smallest: that may take many minutes.
FOUND = (Phase.explicit, Phase.generate)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, phases=FOUND)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="run the golden tests alone and rewrite their files")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--rewrite-golden"):
        items[:] = [item for item in items if "golden" in getattr(item, "fixturenames", ())]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden(name, text)`` holds a text against ``tests/golden/<name>``; only ``make golden`` writes that file."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--rewrite-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"no golden file {name}: make golden"
        assert text == path.read_text(encoding="utf-8")

    return check
