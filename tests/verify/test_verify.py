"""The checklist as a whole: which counterexample is named, and how often closed forms may cry wolf."""

from __future__ import annotations

import navsim
from navsim.verify.checklist import EXACT, MEAN, Exact, Mean
from navsim.verify.readings import Reading, as_counts
from navsim.verify.verdict import Mark, Verdict
from navsim.verify.verify import verify
from tests.configs.files import path


def tiny(exact: list[Exact], mean: list[Mean]) -> list[Verdict]:
    """Two scenarios of the tiny config with three replications each."""
    document = navsim.load(path("tiny"), ["weeks=1"])
    return verify(document, ("happened", "same"), 3, exact=exact, mean=mean)


def test_the_first_counterexample_is_named() -> None:
    def look(trial: object, seen: list[object] = []) -> tuple[int, str | None]:  # noqa: B006 (counts the calls)
        seen.append(trial)
        return 10, f"call {len(seen)}" if len(seen) in (3, 5) else None

    (verdict,) = tiny([Exact("Tasks", "a rule", "tasks", look)], [])
    assert (verdict.mark, verdict.text) == (Mark.BROKEN, "scenario happened, replication 2: call 3")


def test_what_is_kept_says_how_much_was_looked_at_and_what_has_nothing_to_look_at_says_so() -> None:
    one = Exact("Tasks", "one", "tasks", lambda trial: (1000, None))
    two = Exact("Tasks", "two", "talks", lambda trial: (0, None))
    kept, nothing = tiny([one, two], [])
    assert (kept.mark, kept.text) == (Mark.KEPT, "6,000 tasks")
    assert (nothing.mark, nothing.text) == (Mark.NOTHING, "there are no talks to look at")


def law(found: float, figures: int = 1) -> Mean:
    """A closed form for Poisson counts with a mean of 10 in each replication."""
    return Mean("Closed forms", "a law", lambda trial: [Reading(f"figure {n}", found, 10.0) for n in range(figures)],
                as_counts, "there is none")  # fmt: skip


def test_a_closed_form_is_broken_by_what_chance_would_hardly_do() -> None:
    """48 in three replications in place of 30 has a probability of 0.003, 54 of 0.0001: between them lies 0.001 / 2."""
    assert tiny([], [law(16.0)])[0].mark is Mark.KEPT
    (verdict,) = tiny([], [law(18.0)])
    assert verdict.mark is Mark.BROKEN
    assert verdict.text.startswith(
        "scenario happened, figure 0: 18 in the mean, 10 expected, which chance makes as bad"
    )
    assert tiny([], [law(10.0, 0)])[0].text == "there is none"


def test_many_figures_share_the_false_alarms() -> None:
    assert tiny([], [law(18.0, 40)])[0].mark is Mark.KEPT
    assert tiny([], [law(20.0, 40)])[0].mark is Mark.BROKEN


def test_titles_differ() -> None:
    titles = [check.title for check in (*EXACT, *MEAN)]
    assert len(set(titles)) == len(titles)
