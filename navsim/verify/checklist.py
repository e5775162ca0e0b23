"""What is looked at: a check is one function in one of two lists.

``EXACT`` are functions of one replication that say how many things they looked at and what is wrong first. ``MEAN``
are closed forms: each replication gives readings, all of them together are judged by how likely they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from navsim.verify import counts, engines, erlang, flow, hours, idle, persons, readings, same, servers, sick, tasks
from navsim.verify.readings import Reading
from navsim.verify.trial import Result, Trial


@dataclass(frozen=True)
class Exact:
    """A rule without exceptions; ``things`` are what it looks at, ``section`` where it stands in the list."""

    section: str
    title: str
    things: str
    look: Callable[[Trial], Result]


@dataclass(frozen=True)
class Mean:
    """A closed form; ``chance`` is how likely the readings of one figure are, ``without`` why there may be none."""

    section: str
    title: str
    read: Callable[[Trial], list[Reading]]
    chance: Callable[[Sequence[Reading]], float]
    without: str


EXACT = (
    Exact("Persons", "everybody who comes is there, once", "persons", persons.all_come),
    Exact("Persons", "initial + arrived + moved in = left + moved out + present", "spells", persons.groups_balance),
    Exact("Persons", "the spells of a person follow one another", "spells", persons.spells_follow),
    Exact("Persons", "a spell ends when the need is used up, or at the limit", "spells", persons.needs_are_used_up),
    Exact("Tasks", "created = done + cancelled, by reason + open", "tasks", tasks.fates),
    Exact("Tasks", "each opens when it comes, for whom it is", "tasks", tasks.arrivals_open),
    Exact("Tasks", "nothing is done twice; minutes are work over proficiency", "tasks", tasks.done_once),
    Exact("Tasks", "a contact is a talk with somebody who is present", "talks", tasks.contacts_count),
    Exact("Servers", "one thing at a time", "segments of work", servers.one_at_a_time),
    Exact("Servers", "inside their intervals, on queues that they serve", "segments of work", servers.inside_intervals),
    Exact("Servers", "what is on a list is its caseworker's, until others may help", "starts", servers.own_lists),
    Exact("Servers", "what another must do is done by another", "tasks", servers.somebody_else),
    Exact("Servers", "the talks of a user never overlap", "talks", servers.talks_apart),
    Exact("Servers", "nobody is free while a task waits that they could start", "instants", idle.nobody_idle),
    Exact("Flow", "Little's law for persons, exactly", "spells", flow.persons_flow),
    Exact("Flow", "Little's law for tasks, exactly", "tasks", flow.tasks_flow),
    Exact("Hours", "uses add up to the contract, counted day by day", "days of employees", hours.contract_hours),
    Exact("Hours", "public holidays are those of the calendar", "days", hours.days_off),
    Exact("Hours", "the hours account adds up to the minutes of the plan", "weeks of owners", hours.measured_hours),
    Exact("The same again", "simulated twice", "tasks", same.simulated_twice),
    Exact("The same again", "by every engine, event for event", "events", engines.engines_agree),
    Exact("The same again", "compiled twice", "persons and tasks from outside", same.compiled_twice),
    Exact("The same again", "the keys of the file in reverse", "persons and tasks from outside", same.reordered),
)

MEAN = (
    Mean("Closed forms", "users of each group at the ends of weeks", counts.caseload, readings.as_counts,
         "there are no users, or leaving depends on follow-up"),
    Mean("Closed forms", "users who come, against the inflow", counts.arrivals, readings.as_counts,
         "there is no inflow"),
    Mean("Closed forms", "tasks of entry, against their probability", counts.entry_tasks, readings.by_moments,
         "no task starts at entry"),
    Mean("Closed forms", "tasks at random, against rate and users", counts.random_tasks, readings.as_counts,
         "no task starts at random, or users move before it opens"),
    Mean("Closed forms", "tasks from outside, against their rate", counts.outside_tasks, readings.as_counts,
         "no task comes from outside"),
    Mean("Closed forms", "sick time, against the share", sick.sick_minutes, readings.by_moments,
         "nobody is ever sick"),
    Mean("Closed forms", "the mean wait, against Erlang's", erlang.waits, readings.by_student,
         "it is for one queue with exponential work, served around the clock by people who are alike, "
         "and takes 4 weeks and 2 replications"),
)  # fmt: skip
