"""Random groups of users, and shocks, as they are written in a config."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.properties.lines import factors, laws, pulse, rates

Data = dict[str, Any]


@dataclass(frozen=True)
class Frame:
    """What the parts of a config agree on: ``groups`` and ``offices`` are names (no offices: one without a name)."""

    start: str
    groups: list[str]
    traits: dict[str, list[str]]
    offices: list[str]


@st.composite
def group(draw: DrawFn, frame: Frame, name: str) -> Data:
    """A group of users, with ways to the other groups."""
    others = [other for other in frame.groups if other != name]
    found: Data = {"initial": draw(st.integers(0, 15)), "stay": draw(laws("days", 3, 120))}
    if draw(st.integers(0, 2)) == 0:  # some come, and leave in the middle of a talk
        found |= {"stay": draw(st.sampled_from(["2 h", "8 h"])), "inflow": draw(rates(frame.start, 8))}
    optional: dict[str, SearchStrategy[Any]] = {
        "inflow": rates(frame.start, 8), "returns": rates(frame.start, 3), "pace": factors(frame.start),
        "in_follow_up": st.booleans(), "limit": limit(others),
    }  # fmt: skip
    found |= {key: draw(strategy) for key, strategy in optional.items() if draw(st.booleans())}
    found["traits"] = draw(mixes(frame.traits))
    found |= draw(ways_out(others))
    if draw(st.integers(0, 4)) == 0:
        found |= {"monthly_cost": 9000.0, "paid_by": draw(st.sampled_from(["state", "municipal"]))}
    return found | ({"office": draw(at_office(frame.offices))} if frame.offices else {})


@st.composite
def limit(draw: DrawFn, others: list[str]) -> Data:
    """A maximum, with ways out of its own."""
    return {"after": draw(laws("days", 2, 60)), **draw(ways_out(others))}


@st.composite
def ways_out(draw: DrawFn, others: list[str]) -> Data:
    """Where users go: places, other groups, or both."""
    part = draw(st.sampled_from([0.0, 0.4, 1.0])) if others else 0.0
    to: Data = draw(st.sampled_from([{"work": 1}, {"work": 0.5, "other": 0.5}, {"other": 0.2, "benefit": 0.8}]))
    found: Data = {"leaves_to": {name: round(share * (1 - part), 4) for name, share in to.items()}} if part < 1 else {}
    if part:
        to_groups = draw(st.lists(st.sampled_from(others), min_size=1, unique=True))
        found["moves_to"] = {name: round(part / len(to_groups), 4) for name in to_groups}
    return found


def mixes(traits: dict[str, list[str]]) -> SearchStrategy[Data]:
    """A share for each value of each trait."""
    return st.fixed_dictionaries({trait: parts(values) for trait, values in traits.items()})


def at_office(offices: list[str]) -> SearchStrategy[Any]:
    """One office, or a share for each."""
    return st.sampled_from(offices) | parts(offices)


def parts(values: list[str]) -> SearchStrategy[Data]:
    """Shares that add up to 1, in hundredths."""
    cuts = st.lists(st.integers(0, 100), min_size=len(values) - 1, max_size=len(values) - 1).map(sorted)
    return cuts.map(
        lambda cut: {v: (high - low) / 100 for v, low, high in zip(values, [0, *cut], [*cut, 100], strict=True)}
    )


@st.composite
def shocks(draw: DrawFn, data: Data, frame: Frame) -> Data:
    """Up to two shocks on timelines that the config has."""
    start = frame.start
    changes: Data = {}
    for name, users in data["users"].items():
        brings = draw(st.fixed_dictionaries({}, optional={"stay": laws("days", 3, 60), "traits": mixes(frame.traits)}))
        changes[f"inflow.{name}"] = draw(pulse(start, st.just({"add": "9 / week"}))) | brings
        changes[f"returns.{name}"] = draw(pulse(start, st.just({"set": "2 / week"})))
        changes[f"users.{name}.pace"] = draw(pulse(start, st.just({"multiply": 0.5})))
        if "inflow" in users:
            changes[f"users.{name}.inflow"] = draw(pulse(start, st.just({"multiply": 2})))
    for name in data.get("staff", {}):
        changes[f"staff.{name}.productive"] = draw(pulse(start, st.just({"set": 0.1})))
    for name in data.get("receptions", {}):
        changes[f"receptions.{name}.open"] = draw(pulse(start, st.just({"set": 0})))
    for name, task in data.get("tasks", {}).items():
        if name == "call":
            changes["tasks.call.probability"] = draw(pulse(start, st.just({"set": 0.6})))
        if isinstance(task["start"], dict) and "after" in task["start"]:
            changes[f"tasks.{name}.start.probability"] = draw(pulse(start, st.just({"set": 1})))
    chosen = draw(st.lists(st.sampled_from(sorted(changes)), max_size=4, unique_by=canonical))
    found = {
        name: {path: changes[path] for path in part} for name, part in (("one", chosen[::2]), ("two", chosen[1::2]))
    }
    return {"shocks": {name: part for name, part in found.items() if part}}


def canonical(path: str) -> str:
    """``inflow.aap`` and ``users.aap.inflow`` are the same timeline."""
    field, _, name = path.partition(".")
    return f"users.{name}.{field}" if field in ("inflow", "returns") else path
