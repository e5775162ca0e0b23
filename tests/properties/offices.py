"""Small random offices as data of a config: few people, few weeks, every feature in some of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.properties.people import Data, Frame, group, shocks
from tests.properties.work import work

MONDAYS = ["2019-12-23", "2020-01-06", "2020-03-30", "2020-06-15", "2021-04-26"]
"""Christmas, a winter without days off, Easter, the summer holiday, May."""

CALENDARS: list[Any] = [
    "always",
    {"country": "NO", "days": "mon-fri", "hours": "08:00-15:30"},
    {
        "country": "none",
        "hours": {"mon": "08:00-16:00", "tue": "08:00-15:20", "thu": "09:10-18:00", "sat": "10:00-14:00"},
    },
]
TRAITS: list[dict[str, list[str]]] = [
    {}, {"age": ["old", "young"]}, {"age": ["old", "young"], "segment": ["a", "b", "c"]},
]  # fmt: skip


@st.composite
def offices(draw: DrawFn, *, with_work: bool = True) -> Data:
    """A sound config; without work it has users only."""
    start = draw(st.sampled_from(MONDAYS))
    frame = Frame(
        start=start,
        groups=draw(st.lists(st.sampled_from(["aap", "benefit", "other"]), min_size=1, max_size=3, unique=True)),
        traits=draw(st.sampled_from(TRAITS)),
        offices=draw(st.sampled_from([[], [], ["gol", "nes"]])),
    )
    data: Data = {
        "name": "generated",
        "start": start,
        "weeks": draw(st.integers(1, 5)),
        "replications": 2,
        "seed": draw(st.integers(0, 2**63 - 1)),
        "calendar": draw(st.sampled_from(CALENDARS)),
        "scenarios": {"base": {}},
    }
    if frame.offices:
        data["offices"] = {"gol": {}, "nes": {"travel": {"gol": "40 min"}}}
    if draw(st.booleans()):
        data["rules"] = draw(rules())
    data["users"] = {name: draw(group(frame, name)) for name in frame.groups}
    if with_work:
        data |= draw(work(data, frame))
    data |= draw(shocks(data, frame))
    data |= draw(questions(frame, with_work))
    if data["calendar"] == "always":
        for entry in data.get("staff", {}).values():
            entry.pop("overtime", None)
    return data


@st.composite
def questions(draw: DrawFn, frame: Frame, with_work: bool) -> Data:
    """What is asked: goals, and dimensions that are crossed."""
    found: Data = {}
    if draw(st.booleans()):
        rate: Data = {"measure": "follow_up_rate", "at_least": 0.7}
        late: Data = {"measure": "backlog", "at_most": 3.0, "over": "period", "legal": True}
        found["targets"] = {"met": rate, **({"late": late} if with_work else {})}
    if draw(st.booleans()) and frame.traits:
        found["crosses"] = ["age*group", *(["office*age"] if frame.offices else [])]
    return found


def rules() -> st.SearchStrategy[Data]:
    """Rules of work."""
    return st.fixed_dictionaries(
        {"contact_window": st.sampled_from(["2 days", "9 days"])},
        optional={"follow_up_effect": st.sampled_from([0.5, 1]), "return_after": st.sampled_from(["1 h", "3 days"])},
    )
