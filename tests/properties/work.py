"""Random tasks, staff and receptions that fit together, as they are written in a config."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.properties.lines import daily, laws, rates, shares, some_days
from tests.properties.people import Data, Frame


@st.composite
def work(draw: DrawFn, data: Data, frame: Frame) -> Data:
    """Tasks, receptions, staff and lists."""
    receptions = draw(st.lists(st.sampled_from(["north", "south"]), max_size=2, unique=True))
    tasks = draw(tasks_of_users(data, frame)) | draw(tasks_from_outside(frame, receptions))
    tasks |= draw(tasks_after_others(frame, tasks, receptions))
    draw(shared_queues(tasks, frame))
    own = [name for name in tasks if not name.startswith("visit")]
    queues = sorted({tasks[name].get("queue", name) for name in own})
    entries = draw(st.lists(st.sampled_from(["juniors", "seniors", "temps"]), min_size=1, max_size=3, unique=True))
    staff = {name: draw(employees(frame, queues)) for name in entries}
    staff[entries[0]] |= {"people": draw(st.integers(1, 4)), "queues": draw(ranked(queues))}
    if frame.offices:
        staff[entries[0]]["serves"] = draw(ranked(frame.offices))
    found: Data = {"tasks": tasks, "staff": staff}
    if receptions:
        found["receptions"] = {name: draw(desk(frame, entries)) for name in receptions}
    if draw(st.booleans()):
        listed = sorted({tasks[name].get("queue", name) for name in own if is_of_users(tasks[name], tasks)})
        found["lists"] = {draw(st.sampled_from(listed)): draw(list_rules())}
    return found


@st.composite
def tasks_of_users(draw: DrawFn, data: Data, frame: Frame) -> Data:
    """What entry, contact, chance, age and limits start."""
    tasks = {"intake": draw(task(frame, "entry", contact=True))}
    if draw(st.booleans()):
        tasks["call"] = draw(task(frame, "entry"))
        tasks["call"]["probability"] = draw(shares(frame.start))
    if draw(st.booleans()):
        tasks["follow_up"] = draw(task(frame, "after_contact", contact=True))
        tasks["follow_up"] |= draw(
            st.sampled_from([{"opens": "1 h", "due": "2 days"}, {"opens": "9 days", "due": "14 days"}])
        )
    if draw(st.booleans()):
        tasks["application"] = draw(task(frame, {"at_random": draw(rates(frame.start, 2))}))
    if draw(st.booleans()):
        tasks["review"] = draw(task(frame, {"age": draw(st.sampled_from(["3 days", "2 weeks"]))}))
    limited = [name for name, users in data["users"].items() if "limit" in users]
    if draw(st.booleans()) and limited:
        start = {"before_limit": draw(st.sampled_from(["1 day", "10 days"]))}
        tasks["plan"] = draw(task(frame, start)) | {"for": {"group": limited}}
    return tasks


@st.composite
def tasks_from_outside(draw: DrawFn, frame: Frame, receptions: list[str]) -> Data:
    """Letters and visitors."""
    tasks = {}
    if draw(st.booleans()):
        at = {"office": draw(st.sampled_from(frame.offices))} if frame.offices else {}
        tasks["letters"] = draw(task(frame, {"outside": draw(rates(frame.start, 20)), **at}, of_users=False))
    for name in receptions:
        visits = {"visits": draw(daily(frame.start)), "at": name}
        tasks[f"visit_{name}"] = draw(task(frame, visits, of_users=False)) | {"due": "10 min"}
    return tasks


@st.composite
def tasks_after_others(draw: DrawFn, frame: Frame, tasks: Data, receptions: list[str]) -> Data:
    """What the completion of a task starts: another's decision, a visit, an answer, and what comes after these."""
    found = {}
    if draw(st.booleans()):
        before = draw(st.sampled_from([name for name in ("application", "intake", "follow_up") if name in tasks]))
        found["decision"] = draw(task(frame, draw(after(frame, before))))
        found["decision"] |= draw(st.sampled_from([{}, {"by": "another"}]))
        if draw(st.booleans()):
            found["appeal"] = draw(task(frame, draw(after(frame, "decision"))))
    if draw(st.booleans()) and receptions:
        before = draw(st.sampled_from(["intake", *(name for name in tasks if name.startswith("visit"))]))
        start = draw(after(frame, before)) | {"at": draw(st.sampled_from(receptions))}
        of_users = before == "intake"
        found["return_visit"] = draw(task(frame, start, of_users=of_users, contact=of_users and draw(st.booleans())))
    if "letters" in tasks and draw(st.booleans()):
        found["answer"] = draw(task(frame, draw(after(frame, "letters")), of_users=False))
    return found


@st.composite
def after(draw: DrawFn, frame: Frame, before: str) -> Data:
    """A start when another task is done."""
    optional: Data = {
        "probability": draw(shares(frame.start)),
        "delay": draw(st.sampled_from(["30 min", "2 days", {"exponential": {"mean": "3 days"}}])),
    }
    return {"after": before} | {key: value for key, value in optional.items() if draw(st.booleans())}


@st.composite
def shared_queues(draw: DrawFn, tasks: Data, frame: Frame) -> None:
    """Some tasks share a queue; some queues are joint for all offices. Changes the tasks in place."""
    for name in tasks:
        if not name.startswith(("visit", "return_visit")) and draw(st.booleans()):
            tasks[name]["queue"] = "shared"
    for queue in sorted({each.get("queue", name) for name, each in tasks.items()}):
        if draw(st.booleans()) and frame.offices:
            for name, each in tasks.items():
                if each.get("queue", name) == queue:
                    each["joint"] = True


@st.composite
def task(draw: DrawFn, frame: Frame, begins: Any, *, of_users: bool = True, contact: bool = False) -> Data:
    """A kind of task."""
    found: Data = {"start": begins, "due": f"{draw(st.integers(0, 9))} days"}
    found["minutes"] = draw(st.sampled_from(["0 min", "400 min"]) | laws("min", 2, 90))
    if of_users and draw(st.booleans()):
        values: SearchStrategy[Any] = st.sampled_from(["old", ["young"], ["old", "young"]])
        found["for"] = {"group": draw(st.lists(st.sampled_from(frame.groups), min_size=1, unique=True))}
        if draw(st.booleans()) and frame.traits:
            found["for"]["traits"] = {"age": draw(values)}
    optional: Data = {
        "typical_wait": f"{draw(st.integers(0, 5))} days",
        "priority": draw(st.integers(0, 2)),
        "owner": draw(st.sampled_from(["state", "municipal"])),
        "channels": {
            "digital": {"share": draw(shares(frame.start))} | draw(st.sampled_from([{}, {"minutes": "5 min"}])),
            "paper": draw(st.sampled_from([{}, {"extra": {"scanning": "15 min"}}])),
        },
    }
    if contact:
        found["contact"] = True
    return found | {key: value for key, value in optional.items() if draw(st.booleans())}


def is_of_users(one: Data, tasks: Data) -> bool:
    """Whether a task belongs to a user, or the first of its chain does."""
    start = one["start"]
    if isinstance(start, dict) and "after" in start:
        return is_of_users(tasks[start["after"]], tasks)
    return isinstance(start, str) or not {"outside", "visits"} & set(start)


def list_rules() -> SearchStrategy[Data]:
    """Rules of personal lists."""
    return st.fixed_dictionaries(
        {"hand_over_after": st.sampled_from(["1 day", "4 days"])},
        optional={
            "pool_after": st.sampled_from(["0 min", "2 h", "3 days"]),
            "choose": st.sampled_from([0.3, 1]),
            "popularity": st.sampled_from([0, 2]),
        },
    )


def ranked(queues: list[str]) -> SearchStrategy[list[Any]]:
    """All queues in some order, some of them of one rank."""
    return st.permutations(queues).flatmap(
        lambda order: st.integers(0, len(order)).map(lambda n: [*order[:n], *([list(order[n:])] if order[n:] else [])])
    )


@st.composite
def employees(draw: DrawFn, frame: Frame, queues: list[str]) -> Data:
    """An entry of staff."""
    early, late = draw(some_days(frame.start, 2))
    optional: Data = {
        "fte": draw(st.sampled_from([0.5, 0.37, "80 %"])),
        "block": draw(st.sampled_from(["30 min", "2 h"])),
        "until": late,
        "ramp": {"from": draw(st.sampled_from([0.3, 0.7])), "over": "17 days"},
        "absence": {"share": draw(shares(frame.start, most=0.9)), "spell": draw(laws("days", 1, 20))},
        "leave": [{"from": early, "until": late, "share": draw(st.sampled_from([1, 0.4]))}],
        "training": [{"from": early, "share": 0.25}],
        "holidays": draw(st.sampled_from([{}, {"summer": 10, "other": 40}])),
        "overtime": [{"from": early, "until": late, "hours": "18:00-20:30"}],
        "yearly_cost": 700000.0,
    }
    entry: Data = {"people": draw(st.integers(0, 3)), "owner": draw(st.sampled_from(["state", "municipal"]))}
    entry["productive"] = draw(shares(frame.start))
    entry["queues"] = [draw(st.sampled_from(queues))]
    entry |= {key: value for key, value in optional.items() if draw(st.booleans())}
    entry |= draw(places(frame.offices))
    if draw(st.integers(0, 3)) == 0:
        entry["later"] = [{"from": draw(some_days(frame.start, 1))[0], **draw(change(frame.offices, queues))}]
    begins: list[Data] = [{}, {"from": early}, {"recruiting": {"opened": "2019-11-04", "lead": "2.5 weeks"}}]
    return entry | draw(st.sampled_from(begins))


@st.composite
def places(draw: DrawFn, offices: list[str]) -> Data:
    """Where employees sit, whom they serve, and a weekday elsewhere."""
    if not offices:
        return {}
    seat = draw(st.sampled_from(offices))
    found: Data = {"office": seat}
    if draw(st.booleans()):
        found["serves"] = draw(ranked(offices))
    if draw(st.booleans()):
        found["away"] = {"tue": next(office for office in offices if office != seat)}
    return found


@st.composite
def change(draw: DrawFn, offices: list[str], queues: list[str]) -> Data:
    """What is different from a date on."""
    forms: list[Data] = [{"queues": draw(ranked(queues))}, {"queues": [draw(st.sampled_from(queues))]}]
    if offices:
        forms += [{"serves": [offices[0]]}, {"office": offices[0], "away": {}}]
    return draw(st.sampled_from(forms))


@st.composite
def desk(draw: DrawFn, frame: Frame, entries: list[str]) -> Data:
    """A reception."""
    found: Data = {
        "opening": draw(st.sampled_from([{"tue": "11:00-13:00"}, {"mon": "10:00-14:00", "thu": "12:00-15:00"}])),
        "on_duty": draw(st.integers(1, 2)),
        "staff": draw(st.lists(st.sampled_from(entries), min_size=1, unique=True)),
        "travel": draw(st.sampled_from(["0 min", "50 min"])),
    }
    if frame.offices:
        found["office"] = draw(st.sampled_from(frame.offices))
    return found | ({"open": draw(shares(frame.start))} if draw(st.booleans()) else {})
