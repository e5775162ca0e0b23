"""What the report of a sweep claims: nothing that intervals don't bear, in right grammar in every language."""

from __future__ import annotations

import math
from typing import Any

import pytest

from navsim.config.fields import Language
from navsim.report.numbers import NO_BREAK, Estimate
from navsim.report.sweeps.best import LESS_IS_BETTER, MORE_IS_BETTER
from navsim.report.sweeps.effects import effects
from navsim.report.sweeps.findings import findings, in_plain_words
from navsim.report.sweeps.material import Outcome, Swept
from navsim.report.sweeps.pool import apart
from navsim.report.words import words
from tests.report.sweeps import HIRES, START, made_up

BEST: dict[Language, str] = {
    "nb": "Når det gjelder restansene, gir «Vikarer: 3» det beste snittet over perioden, 10 (8–12) oppgaver, og "
    "«Vikarer: 1» det dårligste, 30 (28–32) oppgaver. Ingen andre punkter er like gode.",
    "nn": "Når det gjeld restansane, gir «Vikarer: 3» det beste snittet over perioden, 10 (8–12) oppgåver, og "
    "«Vikarer: 1» det dårlegaste, 30 (28–32) oppgåver. Ingen andre punkt er like gode.",
    "en": "For the backlog, “Temporaries: 3” gives the best mean over the run, 10 (8–12) tasks, and "
    "“Temporaries: 1” the worst, 30 (28–32) tasks. No other point is as good.",
}


def told(swept: Swept, language: Language) -> list[str]:
    return [text.replace(NO_BREAK, " ") for text in findings(swept, words(language))]


def hires(half: float = 2.0, **more: Any) -> Swept:
    """Fewer overdue tasks with each caseworker: 30, 20, 10."""
    return made_up({"hires": HIRES}, lambda at, _: {"backlog": (40 - 10 * at["hires"], half)}, **more)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_best_and_worst(language: Language) -> None:
    assert told(hires(), language)[0] == BEST[language]


@pytest.mark.parametrize(
    ("half", "language", "expected"),
    [
        (6.0, "nb", "Ett annet punkt kan ikke skilles fra det beste."),
        (6.0, "nn", "Eitt anna punkt kan ikkje skiljast frå det beste."),
        (6.0, "en", "One other point cannot be told from the best."),
        (11.0, "nb", "kan ytterpunktene blant de 3 punktene ikke skilles fra hverandre"),
        (11.0, "nn", "kan ytterpunkta blant dei 3 punkta ikkje skiljast frå kvarandre"),
        (11.0, "en", "the extremes of the 3 points cannot be told apart"),
        (math.nan, "nb", "bare én kjøring, og ingen av de 3 punktene kan skilles"),
    ],
)
def test_nothing_is_claimed_of_points_whose_intervals_meet(half: float, language: Language, expected: str) -> None:
    first = told(hires(half), language)[0]
    assert expected in first
    if half > 10 or math.isnan(half):
        assert not any(word in first for word in (" best", "dårlig", "dårleg", "worst"))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Estimate(1, 0, 2), Estimate(5, 3, 7), True),
        (Estimate(5, 3, 7), Estimate(1, 0, 2), True),
        (Estimate(1, 0, 3), Estimate(5, 3, 7), False),
        (Estimate(1, math.nan, math.nan), Estimate(5, 3, 7), False),
    ],
)
def test_two_are_apart_when_their_intervals_do_not_even_touch(one: Estimate, other: Estimate, expected: bool) -> None:
    assert apart(one, other) is expected


def test_more_is_better_of_some_measures_and_neither_of_others() -> None:
    assert not LESS_IS_BETTER & MORE_IS_BETTER
    rate = made_up({"hires": HIRES}, lambda at, _: {"follow_up_rate": (0.5 + 0.1 * at["hires"], 0.01)})
    assert "gir «Vikarer: 3» det beste snittet over perioden, 80,0 % (79,0–81,0 %)" in told(rate, "nb")[0]
    hours = made_up(
        {"hires": HIRES},
        lambda at, _: {"capacity_hours": (100.0 * at["hires"], 1)},
        keep={"measures": ["capacity_hours"]},
    )
    first = told(hours, "nb")[0]
    assert "«Vikarer: 1» det laveste snittet" in first
    assert "best" not in first


def test_the_same_best_and_worst_is_said_shortly_and_another_at_length() -> None:
    def figures(at: dict[str, Any], _: str) -> dict[str, tuple[float, float]]:
        number = at["hires"]
        return {
            "backlog": (40 - 10 * number, 1),
            "follow_up_rate": (0.5 + 0.1 * number, 0.01),
            "wait_days": (number, 0.1),
        }

    second = told(made_up({"hires": HIRES}, figures), "nb")[1]
    assert "De samme to punktene er best og dårligst når det gjelder andelen" in second
    assert "Når det gjelder ventetiden, gir «Vikarer: 1» det beste snittet" in second


def test_what_each_factor_moves_is_averaged_over_the_others() -> None:
    swept = made_up(
        {"hires": HIRES, "start": START},
        lambda at, _: {"backlog": (40 - 10 * at["hires"] + (1 if at["start"] == "2021-01-11" else 0), 2)},
    )
    by_factor = {
        one.factor.name: [round(found.mean, 2) for _, found in one.found] for one in effects(swept, Outcome("backlog"))
    }
    assert by_factor == {"hires": [30.5, 20.5, 10.5], "start": [20.0, 21.0]}
    text = told(swept, "nb")[1]
    assert "«Vikarer» gir 30 (28–32) oppgaver ved 1 og 10 (8–12) oppgaver ved 3" in text
    assert "Verdiene av «Start» kan ikke skilles fra hverandre når det gjelder restansene." in text


def test_a_point_that_failed_makes_no_factor_look_better() -> None:
    """Without the point (3, late), only the early ones are compared."""
    swept = made_up(
        {"hires": HIRES, "start": START},
        lambda at, _: {"backlog": (40 - 10 * at["hires"] + (100 if at["start"] == "2021-01-11" else 0), 2)},
        failed={5: "no"},
    )
    found = {
        one.factor.name: [estimate.mean for _, estimate in one.found] for one in effects(swept, Outcome("backlog"))
    }
    assert found == {"hires": [30, 20, 10], "start": [25, 125]}
    assert "1 av 6 punkter feilet og er ikke med." in told(swept, "nb")[-1]


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        (-5.0, "ligger «Uten vikar» under «Som det gikk» i alle punktene (3)"),
        (5.0, "ligger «Uten vikar» over «Som det gikk» i alle punktene (3)"),
        (1.0, "kan «Uten vikar» og «Som det gikk» ikke skilles i noe punkt (3)"),
    ],
)
def test_scenarios_beside_the_base(shift: float, expected: str) -> None:
    swept = made_up({"hires": HIRES}, lambda at, scenario: {"backlog": (shift, 2)})
    titles = {name: swept.office.label("scenario", name, "nb") for name in swept.office.scenarios}
    text = " ".join(told(swept, "nb"))
    expected = expected.replace("Uten vikar", titles[swept.office.others[0]]).replace(
        "Som det gikk", titles[swept.office.base]
    )
    assert expected in text


def test_points_that_are_missing_are_counted_and_nothing_else_is_said_without_any() -> None:
    assert "2 av 3 punkter mangler ennå; alt her gjelder de andre." in told(hires(missing=[1, 2]), "nb")[-1]
    assert "Bare ett punkt er ferdig, «Vikarer: 1»." in told(hires(missing=[1, 2]), "nb")[0]
    assert told(hires(missing=[0, 1, 2]), "en") == [
        "No point that can be shown is done yet.",
        "3 of 3 points are still missing; everything here is about the others.",
    ]


def test_an_assumption_that_is_varied_is_not_counted_among_those_that_stand() -> None:
    ways = {"staff.caseworkers.people": [1, 2], "tasks.intake.minutes": ["30 min", "60 min"]}
    plain, varied = (
        made_up({"a": {"path": target, "values": values}}, lambda at, _: {"backlog": (1, 1)})
        for target, values in ways.items()
    )
    assert (plain.varied, varied.varied) == (0, 1)
    assert "Alle punktene hviler på én antakelse som ikke er målt" in told(plain, "nb")[-1]
    assert "hviler" not in told(varied, "nb")[-1]
    assert "Én antakelse i grunnoppsettet er blant det som varieres." in told(varied, "nb")[-1]


def test_the_lines_for_a_terminal() -> None:
    assert in_plain_words(hires(), words("en")) == [
        "Backlog, overdue tasks",
        "  best: 10 (8–12) tasks (hires 3)",
        "  worst: 30 (28–32) tasks (hires 1)",
    ]
    assert in_plain_words(hires(11.0), words("en"))[1] == "  the extremes of the 3 points cannot be told apart"
    assert in_plain_words(hires(missing=[0, 1, 2]), words("en")) == []
