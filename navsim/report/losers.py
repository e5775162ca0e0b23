"""Who has to wait longer when others come first: groups, traits and offices whose waits go opposite ways."""

from __future__ import annotations

from collections.abc import Sequence

from navsim.report.material import Material
from navsim.report.numbers import Estimate, amount
from navsim.report.phrases import direction
from navsim.report.privacy import small
from navsim.report.select import Part, estimate, people
from navsim.report.words import Words

LEAST_DAYS = 0.1
"""A wait that changes by less is not worth a sentence."""

Waits = dict[Part, Estimate]


def displaced(material: Material, scenario: str, words: Words) -> str:
    """The part that has to wait longest beyond the base, and the one that is helped most; empty when nobody loses
    while others gain."""
    found = opposite(material, scenario)
    if found is None:
        return ""
    parts = []
    for key, (part, difference) in zip(("longer", "shorter"), found, strict=True):
        mean, interval = amount(difference.times(1.0 if key == "longer" else -1.0), words)
        group = words.quoted(material.label(part.dimension, part.group, words.language))
        space = f"{interval} " if interval else ""
        parts.append(words.counted(f"finding.{key}", mean, interval=space, group=group))
    titles = (words.quoted(material.label("scenario", name, words.language)) for name in (scenario, material.base))
    return words("finding.displaced", scenario=next(titles), base=next(titles), longer=parts[0], shorter=parts[1])


def displacing(material: Material, scenarios: Sequence[str], words: Words) -> str:
    """Which of some scenarios make some wait longer and others shorter."""
    names = [
        words.quoted(material.label("scenario", name, words.language)) for name in scenarios if opposite(material, name)
    ]
    return words("finding.rest_displaced", scenarios=words.listed(names)) if names else ""


def opposite(material: Material, scenario: str) -> tuple[tuple[Part, Estimate], tuple[Part, Estimate]] | None:
    """The part whose wait grows most and, within the same dimension, the one whose wait shrinks most.

    Only where both can be told apart from no difference; None when that is so in no dimension.
    """
    few = small(material)
    waits = {
        part: found
        for part in people(material.weekly)
        if part not in few and (found := estimate(material.differences, "wait_days", scenario, part=part))
    }
    longer = matters(waits, "more")
    for part in sorted(longer, key=lambda one: -longer[one].mean):
        shorter = {other: found for other, found in matters(waits, "less").items() if other.dimension == part.dimension}
        if shorter:
            most = min(shorter, key=lambda one: shorter[one].mean)
            return (part, longer[part]), (most, shorter[most])
    return None


def matters(waits: Waits, way: str) -> Waits:
    """The differences that point one way and are large enough to speak of."""
    return {part: one for part, one in waits.items() if direction(one) == way and abs(one.mean) >= LEAST_DAYS}
