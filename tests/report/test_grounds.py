"""Findings about money, targets, who waits and what the numbers rest on: every sign and size, in three languages."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import pandas as pd
import pytest

from navsim.config.document import load
from navsim.config.fields import LANGUAGES, Language
from navsim.report.assumed import assumed_minutes
from navsim.report.findings import about, findings, levels, peak_of, the_rest
from navsim.report.grounds import fitted, rests, worth
from navsim.report.kept import targets
from navsim.report.losers import displaced
from navsim.report.material import AssumedMinutes, Material
from navsim.report.numbers import Estimate
from navsim.report.words import words
from navsim.statistics.targets import TARGETS
from tests.configs.files import path

NONE = math.nan
NBSP = "\u00a0"
BREAK_EVEN = ["scenario", "base", "staff_cost_a_year", "low", "high", "saved_by_an_exit", "exits_a_year"]
EMPTY_DIFFERENCE = {"unit": "days", "p10": 0.0, "p50": 0.0, "p90": 0.0, "replications": 24}


def plain(text: str) -> str:
    """With ordinary spaces, as a reader sees them."""
    return text.replace(NBSP, " ")


def with_cost(material: Material, year: float, half: float, saved: float) -> Material:
    """Beside the base, the staff of the first alternative costs this much more."""
    row = ("no_shock", "happened", year, year - half, year + half, saved, NONE)
    return dataclasses.replace(material, break_even=pd.DataFrame([row], columns=BREAK_EVEN))


@pytest.mark.parametrize(
    ("year", "half", "saved", "expected"),
    [
        (800_000.0, 0.0, 20_000.0, {
            "nb": "De ansatte i «Uten korona» koster 800 000 kr mer i året enn i «Slik det gikk». "
                  "For å betale seg i sparte ytelser måtte det gi 40 flere overganger til arbeid i året.",
            "nn": "Dei tilsette i «Utan korona» kostar 800 000 kr meir i året enn i «Slik det gjekk». "
                  "For å løne seg i sparte ytingar måtte det gi 40 fleire overgangar til arbeid i året.",
            "en": "The staff in “No corona” costs NOK 800,000 more a year than in “What happened”. "
                  "To pay for itself in benefits saved, that would have to give 40 more transitions to work a year.",
        }),
        (-20_000.0, 0.0, 20_000.0, {
            "nb": "De ansatte i «Uten korona» koster 20 000 kr mindre i året enn i «Slik det gikk». "
                  "Innsparingen er spist opp av ytelser om det blir 1 overgang til arbeid mindre i året.",
            "nn": "Dei tilsette i «Utan korona» kostar 20 000 kr mindre i året enn i «Slik det gjekk». "
                  "Innsparinga er eten opp av ytingar om det blir 1 overgang til arbeid mindre i året.",
            "en": "The staff in “No corona” costs NOK 20,000 less a year than in “What happened”. "
                  "The saving is used up by benefits if there is 1 fewer transition to work a year.",
        }),
        (1_234_567.0, 100_000.0, 100_000.0, {
            "nb": "De ansatte i «Uten korona» koster 1 235 000 (1 135 000–1 335 000) kr mer i året enn i "
                  "«Slik det gikk». For å betale seg i sparte ytelser måtte det gi 12 (11–13) flere overganger til "
                  "arbeid i året.",
            "nn": "Dei tilsette i «Utan korona» kostar 1 235 000 (1 135 000–1 335 000) kr meir i året enn i "
                  "«Slik det gjekk». For å løne seg i sparte ytingar måtte det gi 12 (11–13) fleire overgangar til "
                  "arbeid i året.",
            "en": "The staff in “No corona” costs NOK 1,235,000 (1,135,000–1,335,000) more a year than in "
                  "“What happened”. To pay for itself in benefits saved, that would have to give 12 (11–13) more "
                  "transitions to work a year.",
        }),
        (8_000.0, NONE, 20_000.0, {
            "nb": "De ansatte i «Uten korona» koster 8 000 kr mer i året enn i «Slik det gikk». "
                  "For å betale seg i sparte ytelser måtte det gi 0,4 flere overganger til arbeid i året.",
            "nn": "Dei tilsette i «Utan korona» kostar 8 000 kr meir i året enn i «Slik det gjekk». "
                  "For å løne seg i sparte ytingar måtte det gi 0,4 fleire overgangar til arbeid i året.",
            "en": "The staff in “No corona” costs NOK 8,000 more a year than in “What happened”. To pay for itself "
                  "in benefits saved, that would have to give 0.4 more transitions to work a year.",
        }),
        (500_000.0, 0.0, NONE, {
            "nb": "De ansatte i «Uten korona» koster 500 000 kr mer i året enn i «Slik det gikk».",
            "nn": "Dei tilsette i «Utan korona» kostar 500 000 kr meir i året enn i «Slik det gjekk».",
            "en": "The staff in “No corona” costs NOK 500,000 more a year than in “What happened”.",
        }),
        (1_000.0, 2_000.0, 20_000.0, {"nb": "", "nn": "", "en": ""}),
        (0.0, 0.0, 20_000.0, {"nb": "", "nn": "", "en": ""}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_costs_and_what_would_pay_for_it(
    material: Material, year: float, half: float, saved: float, expected: dict[Language, str], language: Language
) -> None:
    last = words(language)("finding.no_effect")
    said = plain(worth(with_cost(material, year, half, saved), words(language)))
    assert said == f"{expected[language]} {last}".strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_work_is_spoken_of_only_where_the_model_contains_it(material: Material, language: Language) -> None:
    assert worth(material, words(language)) == words(language)("finding.no_effect")
    effective = dataclasses.replace(material, follow_up_effect=0.2)
    said = plain(worth(effective, words(language)))
    assert words(language)("finding.no_effect") not in said
    assert ("20%" if language == "en" else "20 %") in said
    assert "30" in said


def target(scenario: str, share: float, **other: object) -> dict[str, object]:
    """A row of the table of targets."""
    row = {"scenario": scenario, "target": "contact_30_days", "measure": "follow_up_rate", "unit": "share",
           "dimension": "all", "group": "all", "bound": "at_least", "value": 0.7, "over": "each_week", "legal": False,
           "certainty": 0.8, "kept_share": share, "low": max(share - 0.1, 0), "high": min(share + 0.1, 1),
           "kept": share >= 0.8, "first_week_broken": None if share == 1 else "2020-W32",
           "replications": 24}  # fmt: skip
    return {**dict.fromkeys(TARGETS), **row, **other}


def with_targets(material: Material, *lines: dict[str, object]) -> Material:
    """The same with these targets."""
    return dataclasses.replace(material, targets=pd.DataFrame(list(lines), columns=TARGETS))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "Målet «Contact 30 days» nås i 100 % (90–100 %) av kjøringene i «Slik det gikk» og i 21 % (11–31 %) av "
               "kjøringene i «Uten korona» (første brudd vanligvis rundt uke 32 2020); "
               "det skal nås i minst 80 % av kjøringene."),
        ("nn", "Målet «Contact 30 days» blir nådd i 100 % (90–100 %) av køyringane i «Slik det gjekk» og i 21 % "
               "(11–31 %) av køyringane i «Utan korona» (første brot vanlegvis rundt veke 32 2020); "
               "det skal nåast i minst 80 % av køyringane."),
        ("en", "The target “Contact 30 days” is kept in 100% (90–100%) of the runs in “What happened” and in 21% "
               "(11–31%) of the runs in “No corona” (first broken typically around week 32 of 2020); "
               "it is to be kept in at least 80% of the runs."),
    ],
)  # fmt: skip
def test_targets(material: Material, language: Language, expected: str) -> None:
    found = with_targets(material, target("no_shock", 0.21), target("happened", 1.0))
    assert plain(targets(found, words(language))) == expected


def test_targets_that_are_broken_come_first_and_a_law_is_named_so(material: Material) -> None:
    found = with_targets(
        material,
        target("happened", 1.0, target="a"), target("happened", 1.0, target="b", legal=True),
        target("happened", 0.2, target="c"), target("happened", NONE, target="d"),
    )  # fmt: skip
    said = targets(found, words("nb"))
    assert said.startswith("Målet «C» nås")
    assert "Lovfristen «B» holdes" in said
    assert said.count("minst") == 2, "the table has the rest"
    assert said in findings(found, words("nb"))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "nås i 100 % (90–100 %) av kjøringene i «Slik det gikk» og «Uten korona»; det skal"),
        ("nn", "blir nådd i 100 % (90–100 %) av køyringane i «Slik det gjekk» og «Utan korona»; det skal"),
        ("en", "is kept in 100% (90–100%) of the runs in “What happened” and “No corona”; it is"),
    ],
)
def test_scenarios_that_keep_a_target_alike_are_named_together(
    material: Material, language: Language, expected: str
) -> None:
    found = with_targets(material, target("no_shock", 1.0), target("happened", 1.0))
    assert expected in plain(targets(found, words(language)))


def test_a_target_that_is_kept_often_enough_has_no_broken_week(material: Material) -> None:
    found = with_targets(material, target("happened", 0.9))
    assert found.targets["first_week_broken"].notna().all()
    assert "brudd" not in targets(found, words("nb"))
    assert "brudd" in targets(with_targets(material, target("happened", 0.79)), words("nb"))


@pytest.mark.parametrize("part", [("group", "aap"), ("segment*office", "adapted*gol")])
def test_a_target_about_few_users_is_not_named(material: Material, part: tuple[str, str]) -> None:
    few = target("happened", 1.0, target="few", dimension=part[0], group=part[1])
    lines, waits = (few, target("happened", 1.0)), {part: LATER}
    assert "«Few»" in targets(with_targets(changed_waits(material, waits, 5.0), *lines), words("nb"))
    assert "«Few»" not in targets(with_targets(changed_waits(material, waits, 4.9), *lines), words("nb"))


def test_one_run_gives_no_interval_to_a_target(material: Material) -> None:
    found = with_targets(material, target("happened", 1.0, low=0.025, replications=1))
    assert plain(targets(found, words("nb"))).startswith("Målet «Contact 30 days» nås i 100 % av kjøringene")


def changed_waits(material: Material, waits: dict[tuple[str, str], Estimate], caseload: float = 50.0) -> Material:
    """The first alternative changes the waits of these parts, each of as many users."""
    lines = [
        {"scenario": "no_shock", "base": "happened", "measure": "wait_days", "period": "run", "statistic": "mean",
         "dimension": dimension, "group": group, "mean": one.mean, "low": one.low, "high": one.high, **EMPTY_DIFFERENCE}
        for (dimension, group), one in waits.items()
    ]  # fmt: skip
    users = pd.concat(
        [
            material.weekly.query("measure == 'caseload' and dimension == 'all'").assign(
                dimension=dimension, group=group, mean=caseload
            )
            for dimension, group in waits
        ]
    )
    weekly = pd.concat([material.weekly.query("dimension == 'all'"), users], ignore_index=True)
    differences = pd.concat([material.differences, pd.DataFrame(lines)], ignore_index=True)
    return dataclasses.replace(material, weekly=weekly, differences=differences)


LATER, SOONER = Estimate(2.1, 1.7, 2.5), Estimate(-1.0, -1.2, -0.8)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "Ikke alle tjener på det: i «Uten korona» er ventetiden 2,1 (1,7–2,5) dager lengre for «AAP» og "
               "1,0 (0,8–1,2) dager kortere for «Dagpenger» enn i «Slik det gikk»."),
        ("nn", "Ikkje alle tener på det: i «Utan korona» er ventetida 2,1 (1,7–2,5) dagar lengre for «AAP» og "
               "1,0 (0,8–1,2) dagar kortare for «Dagpengar» enn i «Slik det gjekk»."),
        ("en", "Not everybody gains: in “No corona”, the wait is 2.1 (1.7–2.5) days longer for “AAP” and "
               "1.0 (0.8–1.2) days shorter for “Unemployment benefit” than in “What happened”."),
    ],
)  # fmt: skip
def test_who_is_displaced(material: Material, language: Language, expected: str) -> None:
    found = changed_waits(material, {("group", "aap"): LATER, ("group", "unemployment_benefit"): SOONER})
    assert displaced(found, "no_shock", words(language)) == expected
    assert about(found, "no_shock", words(language)).endswith(expected)
    last = dataclasses.replace(found, scenarios=("happened", "permanent", "not_frozen", "no_shock"))
    title = material.label("scenario", "no_shock", language)
    assert the_rest(last, words(language)).endswith(
        words(language)("finding.rest_displaced", scenarios=words(language).quoted(title))
    )


@pytest.mark.parametrize(
    ("waits", "caseload"),
    [
        ({("group", "aap"): LATER, ("group", "unemployment_benefit"): SOONER}, 4.9),
        ({("group", "aap"): LATER, ("age", "under_30"): SOONER}, 50),
        ({("group", "aap"): LATER, ("group", "unemployment_benefit"): Estimate(-1.0, -2.2, 0.2)}, 50),
        ({("group", "aap"): Estimate(0.02, 0.01, 0.03), ("group", "unemployment_benefit"): SOONER}, 50),
        ({("group", "aap"): LATER, ("group", "unemployment_benefit"): LATER}, 50),
    ],
)
def test_nobody_is_said_to_be_displaced_without_grounds(
    material: Material, waits: dict[tuple[str, str], Estimate], caseload: float
) -> None:
    """Groups under five, groups of different kinds, what chance explains, minutes, and when all lose."""
    assert displaced(changed_waits(material, waits, caseload), "no_shock", words("nb")) == ""


@pytest.mark.parametrize(
    ("minutes", "count", "expected"),
    [
        ((42.0, 30.0, 60.0), 3, {
            "nb": "Tallene hviler på at «Oppfølging» tar 42 minutter i snitt (mulig spenn 30–60), og på 2 andre "
                  "antakelser som ikke er målt; de står i tallgrunnlaget.",
            "nn": "Tala kviler på at «Oppfølging» tek 42 minutt i snitt (mogleg spenn 30–60), og på 2 andre "
                  "føresetnader som ikkje er målte; dei står i talgrunnlaget.",
            "en": "The figures rest on the assumption that “Follow-up” takes 42 minutes on average (possible range "
                  "30–60), and on 2 other assumptions that have not been measured; they are listed under the evidence.",
        }),
        ((1.0, NONE, NONE), 2, {
            "nb": "Tallene hviler på at «Oppfølging» tar 1 minutt i snitt, og på 1 antakelse til som ikke er målt; "
                  "den står i tallgrunnlaget.",
            "nn": "Tala kviler på at «Oppfølging» tek 1 minutt i snitt, og på 1 føresetnad til som ikkje er målt; "
                  "han står i talgrunnlaget.",
            "en": "The figures rest on the assumption that “Follow-up” takes 1 minute on average, and on 1 other "
                  "assumption that has not been measured; it is listed under the evidence.",
        }),
        ((7.5, NONE, NONE), 1, {
            "nb": "Tallene hviler på at «Oppfølging» tar 7,5 minutter i snitt. Det er ikke målt.",
            "nn": "Tala kviler på at «Oppfølging» tek 7,5 minutt i snitt. Det er ikkje målt.",
            "en": "The figures rest on the assumption that “Follow-up” takes 7.5 minutes on average. That has not been "
                  "measured.",
        }),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_numbers_rest_on(
    material: Material, minutes: tuple[float, float, float], count: int, expected: dict[Language, str],
    language: Language,
) -> None:  # fmt: skip
    entry = next(row for row in material.evidence if row.kind == "assumed")
    talk = AssumedMinutes("follow_up", *minutes)
    found = dataclasses.replace(material, assumed_minutes=talk, evidence=(entry,) * count)
    assert rests(found, words(language)) == expected[language]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (None, ("intake", 45.0, 30.0, 60.0)),
        ("tasks.follow_up: {kind: assumed, range: [2 / week, 3 / week], why: w}", ("follow_up", 40.0, NONE, NONE)),
        ("tasks.follow_up: {kind: assumed, range: [20 min, 1 h], why: w}", ("follow_up", 40.0, 20.0, 60.0)),
        ("tasks.follow_up.minutes.constant: {kind: assumed, range: [20 min, 1 h], why: w}",
         ("follow_up", 40.0, 20.0, 60.0)),
        ("tasks.follow_up.due: {kind: assumed, range: [20 days, 30 days], why: w}", ("intake", 45.0, 30.0, 60.0)),
        ("tasks.*: {kind: assumed, range: [10 min, 90 min], why: w}", ("follow_up", 40.0, 10.0, 90.0)),
        ("tasks.follow_up: {kind: assumed, range: [20 min, 1 h], why: w}, "
         "tasks.follow_up.minutes: {kind: observed, source: s}", ("intake", 45.0, 30.0, 60.0)),
        ("tasks.follow_up.minutes: {kind: assumed, range: [20 min, 1 h], why: w}, "
         "tasks.follow_up: {kind: observed, source: s}", ("follow_up", 40.0, 20.0, 60.0)),
        ("tasks: {kind: observed, source: s}, tasks.intake.minutes: {kind: observed, source: s}", None),
    ],
)  # fmt: skip
def test_the_talk_that_most_work_rests_on(entry: str | None, expected: tuple[str, float, float, float] | None) -> None:
    minutes = ("tasks.intake.minutes=45 min", "tasks.follow_up.minutes={constant: 40 min}")
    before = "tasks.intake.minutes: {kind: assumed, range: [30 min, 60 min], why: w}"
    entries = before if entry is None or "tasks.intake" in entry else f"{before}, {entry}"
    document = load(path("tiny"), (*minutes, f"evidence={{{entry if entry and 'tasks.intake' in entry else entries}}}"))
    rows = [("happened", "demand_hours", "run", "mean", "task", task, hours)
            for task, hours in (("intake", 5.0), ("application", 1.0), ("follow_up", 9.0))]  # fmt: skip
    columns = ["scenario", "measure", "period", "statistic", "dimension", "group", "mean"]
    found = assumed_minutes(document, pd.DataFrame(rows, columns=columns))
    assert (found and tuple(map(str, found))) == (expected and tuple(map(str, expected)))


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("nb", "1 bruker (uke 10 2020) er et tall som modellen er tilpasset; den har ikke forutsagt det.",
         "1 bruker (uke 10 2020) og 21 brukere (uke 10 2020) er tall som modellen er tilpasset; den har ikke forutsagt "
         "dem."),
        ("nn", "1 brukar (veke 10 2020) er eit tal som modellen er tilpassa; han har ikkje føreseid det.",
         "1 brukar (veke 10 2020) og 21 brukarar (veke 10 2020) er tal som modellen er tilpassa; han har ikkje "
         "føreseid dei."),
        ("en", "1 user (week 10 of 2020) is a figure to which the model was fitted; it did not predict it.",
         "1 user (week 10 of 2020) and 21 users (week 10 of 2020) are figures to which the model was fitted; it did "
         "not predict them."),
    ],
)  # fmt: skip
def test_what_was_fitted(material: Material, language: Language, one: str, two: str) -> None:
    counts = material.observed[:2].assign(
        measure="caseload", dimension="all", use="fit", week="2020-W10", value=[1.0, 21.0]
    )
    said = [fitted(dataclasses.replace(material, observed=counts[:size]), words(language)) for size in (0, 1, 2)]
    assert [plain(text) for text in said] == ["", one, two]


def test_the_week_in_which_most_differs_points_the_way_of_the_mean(material: Material) -> None:
    weeks = material.weekly_differences.query("measure == 'backlog' and dimension == 'all' and scenario == 'no_shock'")
    lowest = weeks.sort_values("mean").iloc[0]
    week, most = peak_of(material, "no_shock", Estimate(-10, -12, -8), words("nb")) or ("", "")
    assert week == f"uke{NBSP}{int(lowest['week'][-2:])}{NBSP}{lowest['week'][:4]}"
    assert most.startswith(f"{-lowest['mean']:.1f} (".replace(".", ","))
    assert f"på det meste {most} i {week}" in findings(material, words("nb"))[0]
    assert peak_of(material, "no_shock", Estimate(-10, -22, 2), words("nb")) is None, "chance finds a week in many"
    upwards = material.weekly_differences.assign(mean=5.0, low=4.0, high=6.0)
    other = dataclasses.replace(material, weekly_differences=upwards)
    assert peak_of(other, "no_shock", Estimate(-10, -12, -8), words("nb")) is None
    assert peak_of(other, "no_shock", Estimate(10, 8, 12), words("nb")) is not None
    assert peak_of(other, "no_shock", Estimate(10, -2, 22), words("nb")) is None


def test_one_run_has_no_interval_anywhere(material: Material) -> None:
    def without(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(low=NONE, high=NONE)

    one = dataclasses.replace(
        with_cost(with_targets(material, target("happened", 0.0, replications=1)), 5e5, NONE, 2e4),
        summary=without(material.summary), differences=without(material.differences), weekly=without(material.weekly),
        weekly_differences=without(material.weekly_differences), manifest={**material.manifest, "replications": 1},
    )  # fmt: skip
    for language in LANGUAGES:
        joined = plain(" ".join((*findings(one, words(language)), levels(one, words(language)))))
        assert "nan" not in joined
        assert "(–" not in joined
        assert not any(f"({digit}" in joined for digit in "0123456789−+")


@pytest.mark.parametrize("size", [0.0, 1.0, 2.0, 21.0, -1.0, 0.4, -0.4, 1000.0])
@pytest.mark.parametrize("half", [0.0, 0.1, 5000.0, NONE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_reads_at_every_size(material: Material, language: Language, size: float, half: float) -> None:
    numbers = {"mean": size, "low": size - half, "high": size + half}
    found = dataclasses.replace(
        with_cost(material, 1000 * size, 1000 * half, 1000.0),
        differences=material.differences.assign(**numbers),
        weekly_differences=material.weekly_differences.assign(**numbers),
        summary=material.summary.assign(**{key: abs(value) for key, value in numbers.items()}),
    )
    text: Callable[..., str] = words(language)
    for said in findings(found, words(language)):
        assert said.endswith(".")
        assert not any(bad in said for bad in ("  ", "{", "nan", " .", " ,", "None"))
        assert f"{text('general.and')} {text('general.and')}" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("weeks", [1, 2, 104])
def test_weeks_under_the_goal(material: Material, language: Language, weeks: int) -> None:
    found = dataclasses.replace(material, weekly=material.weekly[material.weekly["week"].isin(
        material.weekly["week"].unique()[:weeks])])  # fmt: skip
    noun = {"nb": ("uke", "uker"), "nn": ("veke", "veker"), "en": ("week", "weeks")}[language][weeks > 1]
    assert f" {weeks} {noun} " in plain(levels(found, words(language)))
