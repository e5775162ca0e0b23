"""Configs that the tests of this folder share."""

from __future__ import annotations

from pathlib import Path

from navsim.config.document import Document, load

OFFICE = """\
# yaml-language-server: $schema=navsim.schema.json
name: example
title: {nb: Et kontor, nn: Eit kontor, en: An office}
start: 2020-01-06
weeks: 52
seed: 7
replications: 10
calendar:
  country: NO
  hours: {mon: "08:00-15:30", tue: 08:00-15:30, wed: "08:00-15:30", thu: "08:00-15:30", fri: "08:00-15:00"}
  summer: {from: 06-22, until: 08-16}
users:
  young:
    title: Unge
    initial: 40
    inflow: {steps: [{value: 1 / week}, {from: 2020-08-03, value: 1.5 / week}], season: {jul: 0.5}}
    returns: 2 / month
    stay: {lognormal: {mean: 40 weeks, cv: 0.9}}
    pace: [{value: 1}, {from: 2020-03-16, value: 0.5, ramp_to: 1, over: 20 weeks}]
    traits: {segment: {adapted: 30 %, standard: 0.7}}
    leaves_to: {work: 0.6, school: 0.4}
  adult:
    in_follow_up: false
    initial: 60
    inflow: {series: {csv: series/inflow.csv, column: adult}, pulses: [{multiply: 2, from: 2020-09-07, hold: 2 weeks}]}
    stay: {weibull: {mean: 52 weeks, shape: 0.8}}
    traits: {segment: {adapted: 0.5, standard: 0.5}}
shocks:
  corona:
    title: {nb: Korona, en: Corona}
    inflow.young: {add: 8 / week, from: 2020-03-12, rise: 1 week, hold: 3 weeks, fall: 5 weeks, stay: 12 weeks}
    users.adult.inflow: {multiply: 1.5, from: 2020-03-12, hold: 8 weeks}
    receptions.main.open: {set: 0, from: 2020-03-12, hold: 12 weeks}
    pace.adult: {set: 0.7, from: 2020-03-12, hold: 12 weeks}
tasks:
  intake: {start: entry, due: 14 days, minutes: {triangular: {low: 30 min, mode: 60 min, high: 2 h}}, contact: true}
  follow_up: {start: after_contact, opens: 21 days, due: 30 days, minutes: 45 min, contact: true, priority: 2}
  application:
    start: {at_random: 1.1 / month}
    for: {group: adult, traits: {segment: [adapted, standard]}}
    owner: municipal
    due: 14 days
    channels:
      digital: {share: [{value: 0}, {from: 2020-03-25, value: 0, ramp_to: 0.65, over: 4 weeks}], minutes: 75 min}
      paper: {minutes: {uniform: {low: 60 min, high: 90 min}}, extra: {scanning: 15 min}}
  employers: {start: {outside: 3 / week}, due: 7 days, minutes: {exponential: {mean: 30 min}}, queue: letters}
  walk_in:
    start: {visits: 12.8 / open day, at: main}
    due: 20 min
    minutes: {empirical: {values: [2 min, 10 min], shares: [0.6, 0.4]}}
staff:
  caseworkers:
    people: 4
    owner: state
    productive: 0.55
    queues: [intake, [follow_up, letters]]
    absence: {share: 0.07, spell: {lognormal: {mean: 12 days, cv: 1.5}}}
    holidays: {summer: 15, other: 10}
    leave: [{from: 2020-02-03, until: 2020-03-29, share: 0.5}]
  municipal: {people: 2, fte: 0.8, owner: municipal, productive: 50 %, queues: [application]}
  temporary:
    people: 1
    owner: state
    productive: 0.5
    recruiting: {opened: 2020-05-04, lead: 12 weeks}
    until: 2020-12-31
    ramp: {from: 0.5, over: 26 weeks}
    queues: [follow_up]
receptions:
  main: {opening: {tue: "12:00-14:00", thu: "12:00-14:00"}, on_duty: 2, staff: [caseworkers, municipal], travel: 30 min}
rules: {contact_window: 30 days}
goal: 0.7
scenarios:
  happened: {}
  without_temporary: {title: Uten vikar, staff.temporary: none}
  no_shock: {shocks.corona: none}
  wave: {shocks.wave: {inflow.adult: {add: 5 / week, from: 2020-10-05, hold: 4 weeks}}, staff.temporary.until: none}
observed:
  - {measure: caseload, group: all, week: 2020-W10, value: 101, use: fit, source: minutes of a meeting}
  - {measure: inflow, group: young, from: 2020-03-02, until: 2020-03-29, value: 35, use: check, source: a count}
  - {measure: caseload, dimension: segment, group: adapted, week: 2020-W18, value: 60.5, use: check, source: a count}
evidence:
  users.young: {kind: observed, source: a count}
  users.adult.initial: {kind: conflict, says: "60", gives: "61"}
  tasks.intake.minutes.mode: {kind: assumed, range: [45 min, 75 min], why: no time study}
  tasks.application.channels.digital.share.2.ramp_to: {kind: estimate, source: the office}
  shocks.corona.inflow.young.add: {kind: derived, why: the peak less the start}
"""
"""Every section and nearly every form."""

SERIES = "date;adult;other\n2020-01-06;1,5 / week;1\n2020-06-01;2 / week;2\n"

SMALL = """\
name: small
start: 2020-01-06
weeks: 10
calendar: always
users:
  all:
    initial: 20
    inflow: 2 / week
    stay: 10 weeks
    traits: {age: {young: 0.2, old: 0.8}}
tasks:
  talk:
    start: entry
    due: 14 days
    minutes: 45 min
staff:
  one:
    people: 2
    owner: state
    productive: 0.5
    queues: [talk]
"""
"""As little as makes a whole config."""


def write(folder: Path, text: str | bytes, name: str = "office.yaml") -> Path:
    """A file with this content."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def office(folder: Path) -> Path:
    """The example office with its series."""
    write(folder, SERIES, "series/inflow.csv")
    return write(folder, OFFICE)


def small(folder: Path, *sets: str) -> Document:
    """The small config with overrides."""
    return load(write(folder, SMALL), sets)
