"""Which parts of the office's users pictures show, and whose waits differ from the base."""

from __future__ import annotations

from dataclasses import replace

from navsim.config.measured import OFFICE
from navsim.report.losers import opposite
from navsim.report.material import Material
from navsim.report.numbers import Estimate
from navsim.report.phrases import direction
from navsim.report.privacy import small
from navsim.report.select import Part, estimate, people, rows

SMALL_PLOTS, LONGEST, COMPARED = 8, 14, 2
MOST_OFFICES = 8
"""Of more offices a picture would show the first few, as if they stood for all: then it divides by something else."""


def waits_only(material: Material) -> Material:
    """The material with what concerns waits alone, in which each of many numbers is found at once."""
    return replace(
        material,
        weekly=rows(material.weekly, measure="caseload"),
        summary=rows(material.summary, measure="wait_days"),
        differences=rows(material.differences, measure="wait_days"),
    )


def parts(material: Material) -> list[Part]:
    """What pictures divide by: groups, traits, and offices where they are few."""
    found = list(people(material.weekly))
    others = [part for part in found if part.dimension != OFFICE]
    return others if len(found) - len(others) > MOST_OFFICES else found


def large(material: Material) -> list[Part]:
    """Those with enough users to be shown by themselves."""
    few = small(material)
    return [part for part in parts(material) if part not in few]


def left_out(material: Material) -> int:
    """How many have too few."""
    return len(parts(material)) - len(large(material))


def followed(material: Material) -> list[Part]:
    """Parts with a follow-up rate: traits and offices before groups, which are other names for benefits."""
    known = rows(material.weekly, measure="follow_up_rate", scenario=material.base)
    known = known[known["p50"].notna()]
    pairs = {Part(*pair) for pair in zip(known["dimension"], known["group"], strict=True)}
    found = [part for part in large(material) if part in pairs]
    in_order: list[Part] = sorted(found, key=lambda part: part.dimension == "group")
    return in_order[:SMALL_PLOTS]


def waiting(material: Material) -> list[Part]:
    """Parts whose wait is known in the base."""
    material = waits_only(material)
    found = [part for part in large(material) if estimate(material.summary, "wait_days", material.base, part=part)]
    return found[:LONGEST]


def changes(material: Material, scenario: str) -> dict[Part, Estimate]:
    """How much longer each part waits than in the base, where it can be told apart; a single run tells nothing."""
    material = waits_only(material)
    found = {part: estimate(material.differences, "wait_days", scenario, part=part) for part in waiting(material)}
    return {part: one for part, one in found.items() if one and one.known and direction(one) in ("more", "less")}


def compared(material: Material) -> list[str]:
    """The scenarios whose waits are shown: first those that displace somebody, then the emphasised ones."""
    material = waits_only(material)
    displacing = [scenario for scenario in material.others if opposite(material, scenario)]
    chosen = list(dict.fromkeys([*displacing, *material.focus[1:]]))[:COMPARED]
    return [scenario for scenario in material.others if scenario in chosen]
