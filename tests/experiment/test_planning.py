"""What a planner is told before a run."""

from __future__ import annotations

import pytest

import navsim
from navsim.experiment.planning import planning
from tests.configs.files import path


@pytest.mark.parametrize(("effect", "warned"), [(0, False), (0.2, True)])
def test_a_follow_up_effect_is_not_in_the_hours_expected_and_it_says_so(effect: float, warned: bool) -> None:
    document = navsim.load(path("rich"), [f"rules.follow_up_effect={effect}"])
    assert any("rules.follow_up_effect" in text for text in planning([document.config()]).warnings) == warned
