"""Broken configs by name: the text and words of the message.

The line that is expected carries the mark ``#!``; cases without a mark give no line, or are tested on their own.
"""

from __future__ import annotations

from tests.config.examples import SMALL

MARK = "#!"


def edit(old: str, new: str) -> str:
    """The small config with one piece replaced."""
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)


def added(text: str) -> str:
    """The small config with lines at its end."""
    return SMALL + text


BOMB = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
DEEP = "deep: &d0 [1]\n" + "".join(f"deep{n}: &d{n} [[[[[[[[[*d{n - 1}]]]]]]]]]\n" for n in range(1, 12))

FORMS: dict[str, tuple[str | bytes, str]] = {
    # what is no YAML, or YAML that a config may not use
    "syntax": (
        edit("start: 2020-01-06", "start: [2020-01-06").replace("weeks: 10", "weeks: 10 #!"),
        "begins in line 2",
    ),
    "colon twice": (edit("weeks: 10", "weeks: 10: 11 #!"), "not YAML"),
    "tab": (edit("    initial: 20", "\tinitial: 20 #!"), "tab"),
    "binary": (bytes(range(256)), "UTF-8"),
    "latin-1": ("name: b\xf8 #!".encode("latin-1"), "UTF-8"),
    "control character": ("name: a\nx: \x01 #!\n", "not YAML"),
    "escaped control character": (edit("name: small", 'name: small\ntitle: "a\\x1b[2J" #!'), "U+001B"),
    "reversed direction": (edit("name: small", "name: small\ntitle: \u202eabc #!"), "U+202E"),
    "half surrogate": (edit("name: small", 'name: small\ntitle: "\\ud800" #!'), "U+D800"),
    "two documents": (SMALL + "--- #!\n" + SMALL, "one config"),
    "list": ("- name: small #!\n", "mapping"),
    "single value": ("small #!\n", "a text"),
    "duplicate key": (edit("weeks: 10", "weeks: 10\nstart: 2020-01-13 #!"), "written twice; the first time in line 2"),
    "number as key": (edit("    initial: 20", "    30: 20 #!"), "a number: 30"),
    "truth as key": (edit("    initial: 20", "    true: 20 #!"), "a key must be a name"),
    "list as key": (edit("    initial: 20", "    ? [a]\n    : 20").replace("? [a]", "? [a] #!"), "a list"),
    "python tag": (edit("name: small", "name: !!python/object/apply:os.system ['true'] #!"), "python/object"),
    "harmless tag": (edit("initial: 20", "initial: !!int 20 #!"), "tags"),
    "own tag": (edit("initial: 20", "initial: !people 20 #!"), "!people"),
    "merge key": (edit("    initial: 20", "    <<: {initial: 20} #!"), "extends"),
    "alias of nothing": (edit("initial: 20", "initial: *many #!"), "*many"),
    "alias of itself": (edit("weeks: 10", "weeks: &w [*w] #!"), "*w"),
    "alias bomb": (BOMB, "200000 parts"),
    "deep nesting": ("x: " + "[" * 5000 + "] #!", "deep"),
    "deep nesting in blocks": ("- " * 2000 + "x #!", "deep"),
    "deep nesting by aliases": (DEEP, "deep"),
    "not a number": (edit("weeks: 10", "weeks: .nan #!"), ".nan"),
    "not a number in words": (edit("2 / week", "NaN #!"), "NaN"),
    "infinite": (edit("initial: 20", "initial: -.inf #!"), "-.inf"),
    "beyond all floats": (edit("young: 0.2, old: 0.8}}", "young: 1e999, old: 0.8}} #!"), "too large"),
    "number without end": (edit("initial: 20", f"initial: {'9' * 5000} #!"), "5000 digits"),
    # single fields
    "unknown key": (edit("initial: 20", "intial: 20 #!"), "users.all.intial: unknown key; did you mean initial?"),
    "unknown key at top": (edit("weeks: 10", "weks: 10 #!"), "weks: unknown key; did you mean weeks?"),
    "unknown key far from any": (edit("initial: 20", "zzz: 20 #!"), "known are title, in_follow_up"),
    "unknown key in a timeline": (edit("2 / week", "{stps: [{value: 2 / week}]} #!"), "did you mean steps?"),
    "unknown key in a start": (
        edit("start: entry", "start: {at_random: 1 / week, how: 2} #!"),
        "tasks.talk.start.how: unknown key",
    ),
    "python's name of a key": (
        edit("queues: [talk]", "queues: [talk]\n    from_: 2020-02-03 #!"),
        "did you mean from?",
    ),
    "missing key": (edit("    stay: 10 weeks\n", "").replace("  all:", "  all: #!"), "stay is missing"),
    "missing section": (edit("calendar: always\n", ""), "calendar is missing"),
    "nothing written": (edit("initial: 20", "initial: #!"), "nothing is written here"),
    "section without content": (edit("  all:\n", "  none_yet: #!\n  all:\n"), "nothing is written here"),
    "impossible date": (edit("2020-01-06", "2020-02-30 #!"), "2020-02-30"),
    "date in another order": (edit("2020-01-06", "06.01.2020 #!"), "year-month-day"),
    "not a Monday": (edit("2020-01-06", "2020-01-07 #!"), "Tuesday"),
    "negative": (edit("initial: 20", "initial: -20 #!"), "-20 is too low: at least 0"),
    "negative rate": (edit("2 / week", "-2 / week #!"), "negative"),
    "negative duration": (edit("45 min", "-45 min #!"), "between 0 and"),
    "share over 1": (edit("productive: 0.5", "productive: 1.5 #!"), "between 0 and 1"),
    "share over 100 %": (edit("productive: 0.5", "productive: 150 % #!"), "between 0 and 1"),
    "share that is no number": (edit("productive: 0.5", "productive: half #!"), "'half' is not a share"),
    "number without unit": (edit("45 min", "45 #!"), "45 is not a duration"),
    "wrong unit": (edit("45 min", "45 min / week #!"), "is not a duration"),
    "unit that does not exist": (edit("45 min", "45 mins #!"), "'45 mins'"),
    "duration for a rate": (edit("2 / week", "2 weeks #!"), "is not a rate"),
    "text for a number": (edit("initial: 20", 'initial: "20" #!'), "a whole number, not '20'"),
    "truth for a number": (edit("initial: 20", "initial: true #!"), "a whole number, not true"),
    "part of a person": (edit("initial: 20", "initial: 20.5 #!"), "a whole number, not 20.5"),
    "number for a truth": (edit("minutes: 45 min", "minutes: 45 min\n    contact: 1 #!"), "true or false"),
    "number for a title": (edit("weeks: 10", "weeks: 10\ntitle: 3 #!"), "3 is not a text"),
    "section for a value": (edit("initial: 20", "initial: {a: 20} #!"), "not a section"),
    "value for a section": (
        SMALL[: SMALL.index("staff:")] + "staff: 3 #!\n",
        "a section (lines such as key: value), not 3",
    ),
    "name with a space": (edit("  talk:", '  "a talk": #!'), "is not a name"),
    "name that climbs": (edit("name: small", "name: ../small #!"), "is not a name"),
    "owner": (edit("owner: state", "owner: county #!"), "write state or municipal"),
    "country": (edit("always", "{country: SE, hours: 08:00-15:00} #!"), "SE"),
    "hours backwards": (edit("always", "{hours: 15:00-08:00} #!"), "is not an opening"),
    "hours of no clock": (edit("always", "{hours: 08:00-25:00} #!"), "is not an opening"),
    "weekday": (edit("always", "{hours: {moon: 08:00-15:00}} #!"), "'moon' is not known here: write mon"),
    "days and hours by weekday": (edit("always", "{days: mon-fri, hours: {mon: 08:00-15:00}} #!"), "leave out days"),
    "days": (edit("always", "{days: mon-tor, hours: 08:00-15:00} #!"), "mon-tor"),
    "no days": (edit("always", "{hours: {}} #!"), "at least one weekday"),
    "summer": (edit("always", "{hours: 08:00-15:00, summer: {from: 02-30}} #!"), "month-day"),
    "start of a task": (edit("start: entry", "start: entri #!"), "write entry, after_contact"),
    "empty start of a task": (edit("start: entry", "start: {} #!"), "write entry, after_contact"),
    "talk without end": (edit("start: entry", "start: after_contact").replace("  talk:", "  talk: #!"), "at least 1 h"),
    "follow-up that is no contact": (
        edit("start: entry", "start: after_contact\n    opens: 7 days").replace("  talk:", "  talk: #!"),
        "contact: true",
    ),
    "due before open": (
        edit("due: 14 days", "due: 14 days\n    opens: 15 days").replace("  talk:", "  talk: #!"),
        "before it opens",
    ),
    "no minutes": (edit("    minutes: 45 min\n", "").replace("  talk:", "  talk: #!"), "how many minutes?"),
    "distribution": (edit("10 weeks", "{lognormal: {mean: 10 weeks}} #!"), "cv is missing"),
    "two distributions": (
        edit("10 weeks", "{constant: 1 week, exponential: {mean: 1 week}} #!"),
        "a distribution names exactly one of",
    ),
    "distribution without spread": (edit("10 weeks", "{lognormal: {mean: 10 weeks, cv: 0}} #!"), "must be above 0"),
    "distribution that does not exist": (edit("10 weeks", "{normal: {mean: 1 week}} #!"), "did you mean lognormal?"),
    "shares not adding up": (edit("young: 0.2, old: 0.8}}", "young: 0.3, old: 0.8}} #!"), "add up to 1.1, not 1"),
    "destinations not adding up": (
        edit("    stay: 10 weeks", "    stay: 10 weeks\n    leaves_to: {work: 0.5} #!"),
        "add up to 0.5, not 1",
    ),
    "ramp without length": (edit("2 / week", "[{value: 2 / week, ramp_to: 3 / week}] #!"), "both ramp_to and over"),
    "ramp without date": (
        edit("2 / week", "[{value: 2 / week, ramp_to: 3 / week, over: 1 week}] #!"),
        "the date on which it begins",
    ),
    "steps out of order": (
        edit("2 / week", "[{from: 2020-02-03, value: 2 / week}, {from: 2020-01-06, value: 1 / week}] #!"),
        "in order",
    ),
    "unit in a step": (
        edit("2 / week", "\n      - value: 2 / week\n      - {from: 2020-02-03, value: 3} #!"),
        "users.all.inflow.2.value",
    ),
    "no steps": (edit("2 / week", "[] #!"), "needs steps or a series"),
    "pulse without change": (
        edit("2 / week", "{steps: [{value: 2 / week}], pulses: [{from: 2020-02-03, hold: 1 week}]} #!"),
        "exactly one of",
    ),
    "no work": (edit("people: 2", "people: 2\n    fte: 0").replace("fte: 0", "fte: 0 #!"), "above 0"),
}
"""What is wrong in one place."""
