"""What the config says of staffing and of dates to mark, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from navsim.calendar.clock import Clock
from navsim.config.models import Config, Staff
from navsim.config.timelines import Spec
from navsim.values.time import DAY

STAFFING = ["scenario", "date", "owner", "fte", "fte_present"]
MARKS = ["scenario", "date", "kind", "label"]
ONE_DAY = timedelta(days=1)


def first_day(staff: Staff, clock: Clock) -> date:
    """The first day at work of a staff entry; the start of the run when it has none."""
    if staff.recruiting is not None:
        return staff.recruiting.first_day
    return staff.from_ or clock.start


def staffing_table(offices: Mapping[str, Sequence[Config]]) -> pd.DataFrame:
    """Contracted FTE (årsverk), and those of them not on long leave, from each date of change on.

    ``offices`` are the configs of each scenario's offices, of which there is often one.
    """
    rows: list[tuple[object, ...]] = []
    for scenario, configs in offices.items():
        clock = Clock(configs[0].start, configs[0].weeks)
        staff = [entry for config in configs for _, entry in sorted(config.staff.items())]
        for owner in sorted({entry.owner for entry in staff}):
            entries = [entry for entry in staff if entry.owner == owner]
            for day in change_days(entries, clock):
                fte = [(s.people * s.fte, 1 - leave_share(s, day)) for s in entries if is_employed(s, day, clock)]
                rows.append((scenario, day, owner, sum(f for f, _ in fte), sum(f * present for f, present in fte)))
    return frame(rows, STAFFING)


def is_employed(staff: Staff, day: date, clock: Clock) -> bool:
    """Whether the entry's people are employed on a day."""
    return first_day(staff, clock) <= day and (staff.until is None or day <= staff.until)


def leave_share(staff: Staff, day: date) -> float:
    """The share of the day that goes to long leave."""
    return min(1.0, sum(leave.share for leave in staff.leave if leave.from_ <= day <= (leave.until or date.max)))


def change_days(entries: list[Staff], clock: Clock) -> list[date]:
    """The days within the run on which staffing changes, the first and the last day among them."""
    last = clock.date(clock.horizon) - ONE_DAY
    days = {clock.start, last}
    for staff in entries:
        days |= {first_day(staff, clock)} | {leave.from_ for leave in staff.leave}
        ends = [staff.until, *(leave.until for leave in staff.leave)]
        days |= {end + ONE_DAY for end in ends if end is not None}
    return sorted(day for day in days if clock.start <= day <= last)


def marks_table(configs: Mapping[str, Config]) -> pd.DataFrame:
    """Dates that plots mark: shocks, hires, leavers, leave, channels, receptions."""
    rows = [(scenario, *mark) for scenario, config in configs.items() for mark in sorted(marks(config))]
    return frame([row for row in rows if row[1] >= configs[row[0]].start], MARKS)


def marks(config: Config) -> Iterator[tuple[date, str, str]]:
    """Date, kind and name of each thing that begins or ends in a config."""
    clock = Clock(config.start, config.weeks)
    for name, (first, _) in shock_dates(config).items():
        yield first, "shock", name
    for name, staff in config.staff.items():
        if first_day(staff, clock) > clock.start:
            yield first_day(staff, clock), "hire", name
        if staff.until is not None:
            yield staff.until, "leaver", name
        for leave in staff.leave:
            yield leave.from_, "leave", name
    for task in config.tasks.values():
        for name, channel in task.channels.items():
            for day in step_days(channel.share):
                yield day, "channel", name
    for name, reception in config.receptions.items():
        for day in step_days(reception.open):
            yield day, "reception", name


def step_days(spec: Spec[float] | None) -> list[date]:
    """The dates on which a timeline's steps begin."""
    return [step.from_ for step in spec.steps if step.from_ is not None] if spec else []


def shock_dates(config: Config) -> dict[str, tuple[date, date]]:
    """The first and the last day of each shock."""
    clock = Clock(config.start, config.weeks)
    dates = {}
    for name, shock in sorted(config.shocks.items()):
        starts = [clock.minute(change.from_) for change in shock.changes.values()]
        ends = [start + change.length for start, change in zip(starts, shock.changes.values(), strict=True)]
        dates[name] = (clock.date(min(starts)), clock.date(max(ends) - DAY / 2))
    return dates


def frame(rows: list[tuple[object, ...]], columns: list[str]) -> pd.DataFrame:
    """Rows as a table with real dates."""
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(date=pd.to_datetime(table["date"]))
