"""Configs whose parts do not fit together by name: the text and words of the message.

The line that is expected carries the mark ``#!``; cases without a mark give no line, or are tested on their own.
"""

from __future__ import annotations

from tests.config.broken_forms import added, edit
from tests.config.examples import SMALL

TASK = "tasks:\n  talk:\n    start: entry\n    due: 14 days\n    minutes: 45 min\n"
DESK = TASK + "  visit: {start: {visits: 9 / open day, at: main}, due: 20 min, minutes: 4 min}\n"

TOGETHER: dict[str, tuple[str | bytes, str]] = {
    # what must fit together
    "area where there are none": (
        edit("queues: [talk]", "queues: [talk]\n    area: social #!"),
        "write them under areas",
    ),
    "area of no name": (
        edit("queues: [talk]", "queues: [talk]\n    area: socail #!") + "areas: {social: {}}\n",
        "there is no area socail; did you mean social?",
    ),
    "area of users": (
        edit("    initial:", "    area: socail #!\n    initial:") + "areas: {social: {}}\n",
        "there is no area socail; did you mean social?",
    ),
    "queue that nobody serves": (
        edit("queues: [talk]", "queues: []").replace("  talk:", "  talk: #!"),
        "nobody serves the queue talk",
    ),
    "queue of no task": (
        edit("queues: [talk]", "queues: [talk, tlk] #!"),
        "no task has the queue tlk; did you mean talk?",
    ),
    "queue twice": (edit("queues: [talk]", "queues: [talk, [talk]] #!"), "named twice"),
    "activity outside follow-up": (
        edit("initial: 20", "initial: 20\n    in_follow_up: false\n    activity: true #!"),
        "users in an activity are in follow-up",
    ),
    "target against something else": (
        SMALL + "targets:\n  a:\n    measure: backlog\n    at_most: 0\n    against: last_month #!\n",
        "write last_year, or the days to compare with",
    ),
    "target against days backwards": (
        SMALL
        + "targets:\n  a:\n    measure: backlog\n    at_most: 0\n    against:\n      from: 2020-01-13\n"
        + "      until: 2020-01-12 #!\n",
        "comes before the first",
    ),
    "ends before it starts": (
        edit("queues: [talk]", "queues: [talk]\n    from: 2020-03-02\n    until: 2020-03-01 #!"),
        "before the start (2020-03-02)",
    ),
    "ends before it is filled": (
        edit(
            "queues: [talk]",
            "queues: [talk]\n    recruiting: {opened: 2020-01-06, lead: 12 weeks}\n    until: 2020-03-01 #!",
        ),
        "before the start (2020-03-30)",
    ),
    "two starts": (
        edit(
            "queues: [talk]", "queues: [talk]\n    from: 2020-01-06\n    recruiting: {opened: 2020-01-06, lead: 1 week}"
        ).replace("  one:", "  one: #!"),
        "not both",
    ),
    "leave backwards": (
        edit("queues: [talk]", "queues: [talk]\n    leave: [{from: 2020-03-02, until: 2020-03-01}] #!"),
        "before the first",
    ),
    "for an unknown group": (
        edit("start: entry", "start: entry\n    for: {group: al} #!"),
        "there is no group al; did you mean all?",
    ),
    "for an unknown trait": (
        edit("start: entry", "start: entry\n    for: {traits: {aeg: old}} #!"),
        "did you mean age?",
    ),
    "for an unknown value": (
        edit("start: entry", "start: entry\n    for: {traits: {age: odl}} #!"),
        "age has no value odl; did you mean old?",
    ),
    "title of an unknown trait": (
        edit("weeks: 10", "weeks: 10\ntraits: {aeg: {title: Age}} #!"),
        "no group has this trait; did you mean age?",
    ),
    "title of an unknown value": (
        edit("weeks: 10", "weeks: 10\ntraits: {age: {values: {odl: Old}}} #!"),
        "age has no value odl; did you mean old?",
    ),
    "for nobody": (edit("start: entry", "start: entry\n    for: {group: []} #!"), "for nobody"),
    "for those from outside": (
        edit("start: entry", "start: {outside: 1 / week}\n    for: {group: all} #!"),
        "leave out for",
    ),
    "no users": (
        SMALL[: SMALL.index("users:")] + SMALL[SMALL.index("tasks:") :].replace("  talk:", "  talk: #!"),
        "there are no users",
    ),
    "trait missing in a group": (
        edit("tasks:\n", "  new: #!\n    stay: 1 week\ntasks:\n"),
        "the trait age, which other groups have, is missing",
    ),
    "value missing in a trait": (
        edit("tasks:\n", "  new:\n    stay: 1 week\n    traits: {age: {old: 1}} #!\ntasks:\n"),
        "the share of young",
    ),
    "shock on no timeline": (
        added("shocks:\n  crisis:\n    users.all.initial: {multiply: 2, from: 2020-02-03, hold: 1 week} #!\n"),
        "is not a timeline",
    ),
    "shock on an unknown group": (
        added("shocks:\n  crisis:\n    inflow.al: {multiply: 2, from: 2020-02-03, hold: 1 week} #!\n"),
        "did you mean users.all.inflow?",
    ),
    "shock twice": (
        added(
            "shocks:\n  crisis:\n    inflow.all: {multiply: 2, from: 2020-02-03, hold: 1 week}\n"
            "    users.all.inflow: {multiply: 2, from: 2020-02-03, hold: 1 week} #!\n"
        ),
        "the same timeline as inflow.all",
    ),
    "shock without unit": (
        added("shocks:\n  crisis:\n    inflow.all: {add: 20, from: 2020-02-03, hold: 1 week} #!\n"),
        "20 is not a rate",
    ),
    "shock for a moment": (
        added("shocks:\n  crisis:\n    inflow.all: {multiply: 2, from: 2020-02-03} #!\n"),
        "lasts at least a day",
    ),
    "shock on nothing": (
        added("shocks:\n  crisis:\n    returns.all: {multiply: 2, from: 2020-02-03, hold: 1 week} #!\n"),
        "nothing to multiply",
    ),
    "shock with an unknown trait": (
        added(
            "shocks:\n  crisis:\n    inflow.all: {add: 2 / week, from: 2020-02-03, hold: 1 week,"
            " traits: {aeg: {old: 1}}} #!\n"
        ),
        "did you mean age?",
    ),
    "shock with people for no inflow": (
        added("shocks:\n  crisis:\n    pace.all: {add: 1, from: 2020-02-03, hold: 1 week, stay: 1 week} #!\n"),
        "inflow and returns only",
    ),
    "share that a shock lifts over 1": (
        added("shocks:\n  crisis:\n    staff.one.productive: {multiply: 3, from: 2020-02-03, hold: 1 week}\n").replace(
            "productive: 0.5", "productive: 0.5 #!"
        ),
        "reaches 1.5 on 2020-02-03",
    ),
    "everybody absent": (
        edit("queues: [talk]", "queues: [talk]\n    absence: {share: 1, spell: 1 week} #!"),
        "at most 99%",
    ),
    "channels over 1": (
        edit(
            "minutes: 45 min",
            "minutes: 45 min\n    channels: #!\n      a: {share: 0.6}\n      b: {share: 0.6}\n      c: {}",
        ),
        "together pass 1",
    ),
    "no channel for the rest": (
        edit("minutes: 45 min", "minutes: 45 min\n    channels: {a: {share: 0.6}}").replace("  talk:", "  talk: #!"),
        "takes the rest",
    ),
    "unknown reception": (SMALL.replace(TASK, DESK.replace("4 min}", "4 min} #!")), "there is no reception main"),
    "unknown staff of a reception": (
        SMALL.replace(TASK, DESK) + "receptions:\n  main: {opening: {mon: 12:00-14:00}, on_duty: 1, staff: [two]} #!\n",
        "no staff entry two",
    ),
    "reception that never opens": (
        SMALL.replace(TASK, DESK) + "receptions:\n  main: {opening: {}, on_duty: 1, staff: [one]} #!\n",
        "at least one weekday",
    ),
    "reception after hours": (
        SMALL.replace(TASK, DESK).replace("always", "{hours: 08:00-15:00}")
        + "receptions:\n  main: {opening: {mon: 12:00-16:00}, on_duty: 1, staff: [one]} #!\n",
        "outside the office's hours, 08:00-15:00",
    ),
    "reception on a day off": (
        SMALL.replace(TASK, DESK).replace("always", "{hours: 08:00-15:00}")
        + "receptions:\n  main: {opening: {sat: 12:00-14:00}, on_duty: 1, staff: [one]} #!\n",
        "does not work on this weekday",
    ),
    "travel longer than the day": (
        SMALL.replace(TASK, DESK).replace("always", "{hours: 08:00-15:00}")
        + "receptions:\n  main: {opening: {mon: 12:00-14:00}, on_duty: 1, staff: [one], travel: 6 h} #!\n",
        "longer than the working day",
    ),
    "10^9 users": (edit("initial: 20", "initial: 1000000000 #!"), "too high"),
    "10^9 users by inflow": (edit("2 / week", "1000000000 / week #!"), "too high"),
    "3 million users": (edit("2 / week", "300000 / week #!"), "3 000 020 users"),
    "10^9 users in a shock": (
        added("shocks:\n  crisis:\n    inflow.all: {add: 1000000000 / week, from: 2020-02-03, hold: 1 week} #!\n"),
        "too high",
    ),
    "a peak": (
        edit("weeks: 10", "weeks: 1000").replace(
            "2 / week",
            "[{value: 0 / week}, {from: 2020-02-03, value: 300000 / week}, {from: 2020-02-04, value: 0 / week}] #!",
        ),
        "a peak of 300 000 a week",
    ),
    "10^9 tasks": (edit("start: entry", "start: {at_random: 1000000 / week} #!"), "tasks"),
    "10^9 employees": (edit("people: 2", "people: 1000000000 #!"), "too high"),
    "employees in all": (
        edit(
            "  one:\n    people: 2", "  two: {people: 60000, owner: state, productive: 1}\n  one:\n    people: 60001 #!"
        ),
        "120 001 employees",
    ),
    "10^9 weeks": (edit("weeks: 10", "weeks: 1000000000 #!"), "too high: at most 1600"),
    # what was counted, and evidence
    "unknown measure": (
        added("observed:\n  - {measure: caselod, week: 2020-W03, value: 1, use: fit, source: x} #!\n"),
        "did you mean caseload?",
    ),
    "served in a week": (
        added("observed:\n  - {measure: served, week: 2020-W03, value: 1, use: fit, source: x} #!\n"),
        "served goes with a period",
    ),
    "stock over a period": (
        added(
            "observed:\n  - {measure: caseload, from: 2020-01-06, until: 2020-01-31, value: 1, use: fit,"
            " source: x} #!\n"
        ),
        "caseload goes with a week",
    ),
    "unknown group of a figure": (
        added("observed:\n  - {measure: caseload, group: al, week: 2020-W03, value: 1, use: fit, source: x} #!\n"),
        "there is no group al",
    ),
    "unknown value of a figure": (
        added(
            "observed:\n  - {measure: caseload, dimension: age, group: odl, week: 2020-W03, value: 1, use: fit,"
            " source: x} #!\n"
        ),
        "there is no age odl; did you mean old?",
    ),
    "finished in a week": (
        edit(TASK, TASK + "  more: {start: {after: talk}, queue: talk, due: 2 days, minutes: 5 min, contact: true}\n")
        + "observed:\n  - {measure: completed_share, dimension: task, group: talk, week: 2020-W03, value: 1,"
        " use: fit, source: x} #!\n",
        "completed_share goes with a period",
    ),
    "finished where nobody comes again": (
        added(
            "observed:\n  - {measure: completed_share, dimension: task, group: talk, from: 2020-01-06,"
            " until: 2020-01-31, value: 1, use: fit, source: x} #!\n"
        ),
        "completed_share is for tasks after which another visit or talk may follow (start: {after: task}); here: none",
    ),
    "unknown dimension": (
        added(
            "observed:\n  - {measure: caseload, dimension: aeg, group: old, week: 2020-W03, value: 1, use: fit,"
            " source: x} #!\n"
        ),
        "did you mean age?",
    ),
    "week that does not exist": (
        added("observed:\n  - {measure: caseload, week: 2021-W53, value: 1, use: fit, source: x} #!\n"),
        "not a week that exists",
    ),
    "no week": (
        added("observed:\n  - {measure: caseload, value: 1, use: fit, source: x} #!\n"),
        "give a week, or from and until",
    ),
    "text for a figure": (
        added("observed:\n  - {measure: caseload, week: 2020-W03, value: many, use: fit, source: x} #!\n"),
        "a number, not 'many'",
    ),
    "evidence for nothing": (
        added("evidence:\n  users.all.intial: {kind: observed, source: x} #!\n"),
        "did you mean users.all.initial?",
    ),
    "evidence without source": (added("evidence:\n  users.all: {kind: observed} #!\n"), "observed needs a source"),
    "assumed without range": (added("evidence:\n  users.all: {kind: assumed, why: x} #!\n"), "assumed needs a range"),
    "kind of evidence": (added("evidence:\n  users.all: {kind: guess, source: x} #!\n"), "'guess' is not known here"),
    # scenarios
    "scenario that removes nothing": (
        added("scenarios:\n  a: {}\n  b:\n    staff.two: none #!\n"),
        "scenario b: staff.two can't be removed",
    ),
    "scenario with an unknown path": (
        added("scenarios:\n  a:\n    staff.noe.people: 3 #!\n"),
        "did you mean staff.one.people?",
    ),
    "scenario with an unknown key": (added("scenarios:\n  a:\n    staff.one.peple: 3 #!\n"), "did you mean people?"),
    "scenario with a wrong value": (
        added("scenarios:\n  a:\n    staff.one.people: many #!\n"),
        "scenario a: staff.one.people: should be a whole",
    ),
    "scenario into a value": (
        added("scenarios:\n  a:\n    users.all.inflow.season.jul: 3 #!\n"),
        "replace it as a whole",
    ),
    "scenario that leaves work undone": (
        added("scenarios:\n  a: {}\n  b: {staff.one: none}\n").replace("  talk:", "  talk: #!"),
        "scenario b: tasks.talk: nobody serves",
    ),
    "scenario with its own weeks": (added("scenarios:\n  a:\n    weeks: 3 #!\n"), "the same in all scenarios"),
    "scenario without content": (added("scenarios:\n  a: #!\n"), "nothing is written here"),
    "scenario with a list": (added("scenarios:\n  a: [] #!\n"), "a section"),
    "no scenarios": (added("scenarios: {} #!\n"), "at least 1"),
    "scenario name": (added("scenarios:\n  No Shock: {} #!\n"), "is not a name"),
}
"""What does not fit together."""
