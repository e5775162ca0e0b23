"""A template of three small offices that tests share."""

from __future__ import annotations

from pathlib import Path

from navsim.config.document import Document, load
from tests.config.examples import write

ROWS = """\
office,people_in_town,caseload,staff,note
gol,4000,40,2,on the fjord
nes,3000,30,1,
aal,5000,61,2,
"""

TEMPLATE = """\
name: many
start: 2021-01-04
weeks: 8
replications: 2
seed: 3
calendar: {country: NO, hours: "08:00-15:30"}
each_office:
  csv: offices.csv
  set:
    users.followed.initial: caseload
    users.followed.inflow: {column: caseload, times: 0.05 / week}
    users.recipients.initial: {column: caseload, times: 0.15}
    shocks.closure.inflow.followed.add: {column: people_in_town, times: 0.002 / week}
    staff.caseworkers.people: staff
users:
  followed:
    stay: {exponential: {mean: 20 weeks}}
    traits: {age: {old: 0.7, young: 0.3}}
    leaves_to: {work: 0.6, other: 0.4}
    monthly_cost: 10000
    paid_by: state
  recipients:
    in_follow_up: false
    inflow: 1 / week
    stay: {exponential: {mean: 10 weeks}}
    traits: {age: {old: 0.5, young: 0.5}}
shocks:
  closure:
    inflow.followed: {add: 1 / week, from: 2021-01-25, hold: 10 days}
tasks:
  intake: {start: entry, for: {group: followed}, due: 14 days, minutes: 45 min, contact: true, owner: state}
  follow_up:
    {start: after_contact, for: {group: followed}, opens: 21 days, due: 30 days, typical_wait: 3 days, contact: true,
     minutes: {exponential: {mean: 50 min}}, owner: state}
  application:
    {start: {at_random: 4 / month}, for: {group: recipients, traits: {age: old}}, due: 7 days, minutes: 60 min,
     owner: municipal}
staff:
  caseworkers:
    {people: 1, owner: state, productive: 0.5, queues: [[intake, follow_up], application], yearly_cost: 800000,
     holidays: {}, absence: {share: 0.07, spell: {exponential: {mean: 10 days}}}}
  clerk:
    {people: 1, fte: 0.5, owner: municipal, productive: 0.6, queues: [application], yearly_cost: 600000,
     overtime: [{from: 2021-01-25, until: 2021-02-05, hours: "15:30-16:30"}]}
rules: {contact_window: 28 days}
"""

OUTSIDE = """\
receptions:
  desk: {opening: {tue: "12:00-14:00"}, on_duty: 1, staff: [caseworkers]}
"""
OUTSIDE_TASKS = """\
tasks:
  letter: {start: {outside: 3 / week}, due: 7 days, minutes: 20 min, owner: municipal, queue: application}
  answer: {start: {after: letter, probability: 0.5}, due: 7 days, minutes: 20 min, owner: municipal, queue: application}
  visit: {start: {visits: 6 / open day, at: desk}, due: 15 min, minutes: 6 min}
"""
WITH_OUTSIDE = TEMPLATE.replace("tasks:\n", OUTSIDE + OUTSIDE_TASKS)
"""The same with tasks that belong to no user: by post, what they lead to, and visits."""


def many(folder: Path, *sets: str, text: str = TEMPLATE, rows: str = ROWS) -> Document:
    """The template with its offices."""
    write(folder, rows, "offices.csv")
    return load(write(folder, text), sets)
