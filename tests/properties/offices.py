"""Small random offices as data of a config: few people, few weeks, every feature in some of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.properties.lines import daily, factors, laws, pulse, rates, shares, some_days

Data = dict[str, Any]

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


@st.composite
def offices(draw: DrawFn, *, with_work: bool = True) -> Data:
    """A sound config; without work it has users only."""
    data: Data = {
        "name": "generated",
        "start": draw(st.sampled_from(MONDAYS)),
        "weeks": draw(st.integers(1, 5)),
        "replications": 2,
        "seed": draw(st.integers(0, 2**63 - 1)),
        "calendar": draw(st.sampled_from(CALENDARS)),
        "scenarios": {"base": {}},
    }
    traits = draw(
        st.sampled_from([{}, {"age": ["old", "young"]}, {"age": ["old", "young"], "segment": ["a", "b", "c"]}])
    )
    names = draw(st.lists(st.sampled_from(["aap", "benefit", "other"]), min_size=1, max_size=3, unique=True))
    data["users"] = {name: draw(groups(data["start"], traits)) for name in names}
    if with_work:
        data |= draw(work(data, traits))
    data |= draw(shocks(data, traits))
    return data


@st.composite
def groups(draw: DrawFn, start: str, traits: dict[str, list[str]]) -> Data:
    """A group of users."""
    group: Data = {"initial": draw(st.integers(0, 15)), "stay": draw(laws("days", 3, 120))}
    optional: dict[str, SearchStrategy[Any]] = {
        "inflow": rates(start, 8), "returns": rates(start, 3), "pace": factors(start), "in_follow_up": st.booleans(),
    }  # fmt: skip
    group |= {key: draw(strategy) for key, strategy in optional.items() if draw(st.booleans())}
    group["traits"] = draw(mixes(traits))
    group["leaves_to"] = draw(
        st.sampled_from([{"work": 1}, {"work": 0.5, "other": 0.5}, {"other": 0.2, "benefit": 0.8}])
    )
    return group


def mixes(traits: dict[str, list[str]]) -> SearchStrategy[Data]:
    """A share for each value of each trait."""
    return st.fixed_dictionaries({trait: parts(values) for trait, values in traits.items()})


def parts(values: list[str]) -> SearchStrategy[Data]:
    """Shares that add up to 1, in hundredths."""
    cuts = st.lists(st.integers(0, 100), min_size=len(values) - 1, max_size=len(values) - 1).map(sorted)
    return cuts.map(
        lambda cut: {v: (high - low) / 100 for v, low, high in zip(values, [0, *cut], [*cut, 100], strict=True)}
    )


@st.composite
def work(draw: DrawFn, data: Data, traits: dict[str, list[str]]) -> Data:
    """Tasks, receptions and staff that fit together."""
    start, users = data["start"], sorted(data["users"])
    receptions = draw(st.lists(st.sampled_from(["north", "south"]), max_size=2, unique=True))
    tasks = {"intake": draw(task(start, "entry", users, traits, contact=True))}
    if draw(st.booleans()):
        tasks["call"] = draw(task(start, "entry", users, traits))
        tasks["call"]["probability"] = draw(shares(start))
    if draw(st.booleans()):
        tasks["follow_up"] = draw(task(start, "after_contact", users, traits, contact=True))
        tasks["follow_up"] |= draw(
            st.sampled_from([{"opens": "1 h", "due": "2 days"}, {"opens": "9 days", "due": "14 days"}])
        )
    if draw(st.booleans()):
        tasks["application"] = draw(task(start, {"at_random": draw(rates(start, 2))}, users, traits))
    if draw(st.booleans()):
        tasks["letters"] = draw(task(start, {"outside": draw(rates(start, 20))}, None, traits))
    for name in receptions:
        visits = {"visits": draw(daily(start)), "at": name}
        tasks[f"visit_{name}"] = draw(task(start, visits, None, traits)) | {"due": "10 min"}
    own = [name for name in tasks if not name.startswith("visit")]
    for name in own:
        if draw(st.booleans()):
            tasks[name]["queue"] = "shared"
    queues = sorted({tasks[name].get("queue", name) for name in own})
    entries = draw(st.lists(st.sampled_from(["juniors", "seniors", "temps"]), min_size=1, max_size=3, unique=True))
    staff = {name: draw(employees(start, queues)) for name in entries}
    staff[entries[0]]["queues"] = draw(ranked(queues))
    found = {"tasks": tasks, "staff": staff}
    return found | ({"receptions": {name: draw(desk(start, entries)) for name in receptions}} if receptions else {})


@st.composite
def task(
    draw: DrawFn,
    start: str,
    begins: Any,
    users: list[str] | None,
    traits: dict[str, list[str]],
    *,
    contact: bool = False,
) -> Data:
    """A kind of task; ``users`` are the groups that it may be for, None when it comes from outside."""
    found: Data = {"start": begins, "due": f"{draw(st.integers(0, 9))} days", "minutes": draw(laws("min", 2, 90))}
    if users is not None and draw(st.booleans()):
        values: SearchStrategy[Any] = st.sampled_from(["old", ["young"], ["old", "young"]])
        found["for"] = {"group": draw(st.lists(st.sampled_from(users), min_size=1, unique=True))}
        if draw(st.booleans()) and traits:
            found["for"]["traits"] = {"age": draw(values)}
    optional: Data = {
        "typical_wait": f"{draw(st.integers(0, 5))} days",
        "priority": draw(st.integers(0, 2)),
        "owner": draw(st.sampled_from(["state", "municipal"])),
        "channels": {
            "digital": {"share": draw(shares(start))} | draw(st.sampled_from([{}, {"minutes": "5 min"}])),
            "paper": draw(st.sampled_from([{}, {"extra": {"scanning": "15 min"}}])),
        },
    }
    if contact:
        found["contact"] = True
    return found | {key: value for key, value in optional.items() if draw(st.booleans())}


def ranked(queues: list[str]) -> SearchStrategy[list[Any]]:
    """All queues in some order, some of them of one rank."""
    return st.permutations(queues).flatmap(
        lambda order: st.integers(0, len(order)).map(lambda n: [*order[:n], *([list(order[n:])] if order[n:] else [])])
    )


@st.composite
def employees(draw: DrawFn, start: str, queues: list[str]) -> Data:
    """An entry of staff."""
    early, late = draw(some_days(start, 2))
    share = draw(shares(start, most=0.9))
    spell = draw(laws("days", 1, 20))
    optional: Data = {
        "fte": draw(st.sampled_from([0.5, 0.37, "80 %"])),
        "block": draw(st.sampled_from(["30 min", "2 h"])),
        "queues": [draw(st.sampled_from(queues))],
        "until": late,
        "ramp": {"from": draw(st.sampled_from([0.3, 0.7])), "over": "17 days"},
        "absence": {"share": share, "spell": spell},
        "leave": [{"from": early, "until": late, "share": draw(st.sampled_from([1, 0.4]))}],
        "training": [{"from": early, "share": 0.25}],
        "holidays": draw(st.sampled_from([{}, {"summer": 10, "other": 40}])),
    }
    entry: Data = {"people": draw(st.integers(0, 3)), "owner": draw(st.sampled_from(["state", "municipal"]))}
    entry["productive"] = draw(shares(start))
    entry |= {key: value for key, value in optional.items() if draw(st.booleans())}
    begins: list[Data] = [{}, {"from": early}, {"recruiting": {"opened": "2019-11-04", "lead": "2.5 weeks"}}]
    return entry | draw(st.sampled_from(begins))


@st.composite
def desk(draw: DrawFn, start: str, entries: list[str]) -> Data:
    """A reception."""
    found: Data = {
        "opening": draw(st.sampled_from([{"tue": "11:00-13:00"}, {"mon": "10:00-14:00", "thu": "12:00-15:00"}])),
        "on_duty": draw(st.integers(1, 2)),
        "staff": draw(st.lists(st.sampled_from(entries), min_size=1, unique=True)),
        "travel": draw(st.sampled_from(["0 min", "50 min"])),
    }
    return found | ({"open": draw(shares(start))} if draw(st.booleans()) else {})


@st.composite
def shocks(draw: DrawFn, data: Data, traits: dict[str, list[str]]) -> Data:
    """Up to two shocks on timelines that the config has."""
    start = data["start"]
    changes: Data = {}
    for name, group in data["users"].items():
        brings = draw(st.fixed_dictionaries({}, optional={"stay": laws("days", 3, 60), "traits": mixes(traits)}))
        changes[f"inflow.{name}"] = draw(pulse(start, st.just({"add": "9 / week"}))) | brings
        changes[f"returns.{name}"] = draw(pulse(start, st.just({"set": "2 / week"})))
        changes[f"users.{name}.pace"] = draw(pulse(start, st.just({"multiply": 0.5})))
        if "inflow" in group:
            changes[f"users.{name}.inflow"] = draw(pulse(start, st.just({"multiply": 2})))
    for name in data.get("staff", {}):
        changes[f"staff.{name}.productive"] = draw(pulse(start, st.just({"set": 0.1})))
    for name in data.get("receptions", {}):
        changes[f"receptions.{name}.open"] = draw(pulse(start, st.just({"set": 0})))
    if "call" in data.get("tasks", {}):
        changes["tasks.call.probability"] = draw(pulse(start, st.just({"set": 0.6})))
    chosen = draw(st.lists(st.sampled_from(sorted(changes)), max_size=4, unique_by=canonical))
    found = {
        name: {path: changes[path] for path in part} for name, part in (("one", chosen[::2]), ("two", chosen[1::2]))
    }
    return {"shocks": {name: part for name, part in found.items() if part}}


def canonical(path: str) -> str:
    """``inflow.aap`` and ``users.aap.inflow`` are the same timeline."""
    field, _, group = path.partition(".")
    return f"users.{group}.{field}" if field in ("inflow", "returns") else path
