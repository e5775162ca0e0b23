"""The plots that divide the office: by parts of its users, by who pays, by shock and by target."""

from __future__ import annotations

import dataclasses
import math
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from navsim.config.fields import LANGUAGES, Language
from navsim.report.divided import MOST_OFFICES, changes, compared, followed, left_out, waiting
from navsim.report.headings import heading
from navsim.report.keeping import by_week, kept
from navsim.report.material import Material
from navsim.report.numbers import number
from navsim.report.pictures import PICTURES, draw
from navsim.report.plots.costs import LABEL
from navsim.report.plots.lines import apart
from navsim.report.priced import a_year, owners
from navsim.report.recovered import recoveries
from navsim.report.select import EVERYBODY, Part, people
from navsim.report.words import words

BY_NAME = {picture.name: picture for picture in PICTURES}
SIDES: tuple[Literal["left", "center"], ...] = ("left", "center")
NAMES = ("follow_up_parts", "who_waits", "costs", "recovery", "targets")
PARTS = {Part("age", "over_30"): 400.0, Part("age", "under_30"): 170.0, Part("office", "tiny"): 3.0,
         Part("group", "aap"): 240.0}  # fmt: skip
WEEKLY = ("mean", "low", "high", "p10", "p50", "p90")
WAITS = {Part("age", "over_30"): (-2.0, -3.0, -1.0), Part("age", "under_30"): (4.0, 3.0, 5.0),
         Part("office", "tiny"): (9.0, 8.0, 10.0), Part("group", "aap"): (0.1, -1.0, 1.2)}  # fmt: skip
RATES = {Part("age", "over_30"): 0.81, Part("age", "under_30"): 0.64, Part("office", "tiny"): 0.1,
         Part("group", "aap"): 0.75}  # fmt: skip


def over_run(scenario: str, measure: str, part: Part, values: tuple[float, ...], **more: object) -> dict[str, object]:
    """A row of summary or differences."""
    spread = dict(zip(("mean", "low", "high"), values, strict=True))
    return {"scenario": scenario, "base": "happened", "measure": measure, "unit": "", "period": "run",
            "statistic": "mean", **part._asdict(), **spread, "p50": values[0], **more}  # fmt: skip


def rows_of(material: Material) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """What is added to summary and differences: under 30 is displaced in no_digisos, and in nothing before it."""
    summary: list[dict[str, object]] = []
    differences: list[dict[str, object]] = []
    for scenario in material.scenarios:
        for part, rate in RATES.items():
            summary.append(over_run(scenario, "follow_up_rate", part, (rate, rate - 0.01, rate + 0.01)))
            summary.append(over_run(scenario, "wait_days", part, (6.0, 5.5, 6.5)))
            helped = scenario == "no_shock" and part.group == "over_30"
            change = WAITS[part] if scenario == "no_digisos" or helped else (0.0, -1.0, 1.0)
            differences.append(over_run(scenario, "wait_days", part, change))
        cost = 1000.0 if scenario == "permanent" else 0.0
        for part, size in ((EVERYBODY, cost), (Part("owner", "state"), cost), (Part("owner", "municipal"), 0.0)):
            differences.append(over_run(scenario, "cost_nok", part, (size, size, size)))
        back = {"happened": (0.75, 40.0), "no_temporaries": (0.25, math.nan)}.get(scenario)
        if back:
            share, median = back
            place = {"period": "corona", "p50": share, "statistic": "share"}
            summary.append(over_run(scenario, "recovery_weeks", EVERYBODY, (share, share - 0.2, share + 0.2), **place))
            place = {"period": "corona", "p50": median, "statistic": "median"}
            ends = (math.nan, median - 5, math.nan)
            summary.append(over_run(scenario, "recovery_weeks", EVERYBODY, ends, **place))
    return summary, differences


def target(scenario: str, name: str, part: Part, share: float, **more: object) -> dict[str, object]:
    """A row of the table of targets."""
    return {"scenario": scenario, "target": name, "measure": "follow_up_rate", "unit": "share", **part._asdict(),
            "bound": "at_least", "value": 0.7, "over": "each_week", "legal": name == "law", "certainty": 0.8,
            "from": pd.Timestamp("2020-09-01"), "until": pd.Timestamp("2021-06-30"), "against": None,
            "kept_share": share, "kept": share >= 0.8, **more}  # fmt: skip


@pytest.fixture(scope="module")
def divided(material: Material) -> Material:
    """The made-up result with parts, costs, recovery and targets; one part has three users."""
    weekly = [material.weekly[~material.weekly["dimension"].isin(["age", "group"])]]
    office = material.weekly[(material.weekly["dimension"] == "all")]
    for part, users in PARTS.items():
        for measure, level in (("caseload", users), ("follow_up_rate", RATES[part])):
            own = office[office["measure"] == measure]
            weekly.append(own.assign(**part._asdict(), **dict.fromkeys(WEEKLY, level)))
    summary, differences = rows_of(material)
    targets = [
        target(scenario, name, part, 0.9 if scenario == "no_shock" else 0.5)
        for scenario in material.scenarios
        for name, part in (("goal", EVERYBODY), ("law", EVERYBODY), ("few", Part("office", "tiny")))
    ]
    return dataclasses.replace(
        material,
        weekly=pd.concat(weekly, ignore_index=True),
        summary=pd.concat([material.summary, pd.DataFrame(summary)], ignore_index=True),
        differences=pd.concat([material.differences, pd.DataFrame(differences)], ignore_index=True),
        targets=pd.DataFrame(targets),
    )


def figure(name: str, material: Material, language: Language = "nb") -> Figure:
    return draw(BY_NAME[name], material, words(language))


def written(drawn: Figure) -> str:
    """Every text on a figure."""
    labels = [text.get_text() for axes in drawn.axes for text in (*axes.texts, *axes.get_yticklabels())]
    names = [axes.get_title(side) for axes in drawn.axes for side in SIDES]
    return " ".join([*labels, *names, *(text.get_text() for text in drawn.texts)]).replace("\n", " ")


def ends(axes: Axes) -> set[tuple[float, ...]]:
    """What the drawn lines reach across."""
    return {tuple(np.asarray(line.get_xdata(), float).round(6)) for line in axes.lines}


@pytest.mark.parametrize("name", NAMES)
def test_each_has_its_texts_in_each_language(divided: Material, name: str) -> None:
    drawn = written(figure(name, divided, "nn"))
    assert "navsim 0.1.0" in drawn
    for text in (drawn, *(heading(name, divided, words(language)).alt for language in LANGUAGES)):
        assert "{" not in text
        assert "iny" not in text  # three users at the office Tiny


@pytest.mark.parametrize("name", NAMES)
def test_what_the_result_does_not_have_is_not_drawn(material: Material, divided: Material, name: str) -> None:
    bare = dataclasses.replace(material, weekly=material.weekly[material.weekly["dimension"] == "all"])
    assert not BY_NAME[name].exists(bare)
    assert BY_NAME[name].exists(divided)
    one = dataclasses.replace(divided, scenarios=("happened",))
    assert BY_NAME[name].exists(one) == (name != "costs")
    if name != "costs":
        assert "{" not in written(figure(name, one))


def test_parts_with_fewer_than_five_users_are_left_out_and_counted(divided: Material) -> None:
    assert people(divided.weekly)[Part("office", "tiny")] == pytest.approx(3)
    assert left_out(divided) == 1
    assert set(followed(divided)) == set(PARTS) - {Part("office", "tiny")}
    for name in ("follow_up_parts", "who_waits"):
        assert "1 gruppe med under fem brukere er utelatt" in written(figure(name, divided))
    five = divided.weekly.assign(mean=divided.weekly["mean"].where(divided.weekly["group"] != "tiny", 5.0))
    assert left_out(dataclasses.replace(divided, weekly=five)) == 0


@pytest.mark.parametrize("count", [MOST_OFFICES, MOST_OFFICES + 1])
def test_offices_divide_pictures_only_while_they_are_few(divided: Material, count: int) -> None:
    names = [f"o{number}" for number in range(count - 1)]  # and the office Tiny

    def with_offices(table: pd.DataFrame) -> pd.DataFrame:
        like = table[(table["dimension"] == "age") & (table["group"] == "over_30")]
        return pd.concat([table, *(like.assign(dimension="office", group=name) for name in names)], ignore_index=True)

    weekly, summary, differences = map(with_offices, (divided.weekly, divided.summary, divided.differences))
    many = dataclasses.replace(divided, weekly=weekly, summary=summary, differences=differences)
    few = count == MOST_OFFICES
    for shown in (followed(many), waiting(many), list(changes(many, "no_digisos"))):
        assert any(part.dimension == "office" for part in shown) == few
        assert any(part.dimension == "age" for part in shown)
    assert left_out(many) == (1 if few else 0), "the small office is one that was to be shown"


def test_a_part_counts_by_the_scenario_in_which_it_is_smallest_unless_it_is_empty_there(divided: Material) -> None:
    def with_users(users: float) -> dict[Part, float]:
        mine = (divided.weekly["group"] == "aap") & (divided.weekly["scenario"] == "permanent")
        return people(divided.weekly.assign(mean=divided.weekly["mean"].mask(mine, users)))

    assert with_users(4.0)[Part("group", "aap")] == pytest.approx(4)
    assert with_users(0.0)[Part("group", "aap")] == pytest.approx(240)


def test_follow_up_of_parts_has_the_whole_scale_the_goal_and_the_average(divided: Material) -> None:
    drawn = figure("follow_up_parts", divided)
    shown = [axes for axes in drawn.axes if axes.get_visible()]
    assert [axes.get_title(loc="left") for axes in shown] == ["Over 30", "Under 30 år", "AAP"]
    for axes, rate in zip(shown, ("81", "64", "75"), strict=True):
        assert axes.get_ylim() == (0, 1)
        heights = {tuple(np.asarray(line.get_ydata(), float)) for line in axes.lines}
        assert (0.7, 0.7) in heights
        assert any(set(one) == {int(rate) / 100} for one in heights)
        assert f"snitt {rate}\u00a0%" in [text.get_text() for text in axes.texts]
    title = heading("follow_up_parts", divided, words("nb")).title
    assert title == "Andel med kontakt, i snitt: fra 64\u00a0% (Under 30 år) til 81\u00a0% (Over 30)"
    near = divided.summary.assign(high=divided.summary["high"] + 0.3)
    assert "overlapper" in heading("follow_up_parts", dataclasses.replace(divided, summary=near), words("nb")).title


def test_a_scenario_that_displaces_somebody_is_shown_though_it_is_not_emphasised(divided: Material) -> None:
    assert "no_digisos" not in divided.focus
    assert compared(divided) == ["no_shock", "no_digisos"]
    level, _, changes = figure("who_waits", divided).axes
    assert (5.5, 6.5) in ends(level)
    assert {(-3.0, -1.0), (3.0, 5.0), (-1.0, 1.2)} <= ends(changes)
    faces = {np.asarray(line.get_xdata(), float).item(): line.get_markerfacecolor()
             for line in changes.lines if line.get_marker() == "o"}  # fmt: skip
    assert {value for value, face in faces.items() if face == "white"} == {0.1}
    title = heading("who_waits", divided, words("nb")).title
    assert "«Uten Digisos» gir 1 av 3 grupper lengre ventetid, 1 kortere" in title
    assert "«Uten korona» gir 0 av 3 grupper lengre ventetid, 1 kortere" in title
    names = [label.get_text() for label in level.get_yticklabels()]
    assert "Under 30 år (170)" in names


def test_one_run_does_not_say_who_waits_longer(divided: Material) -> None:
    alone = dataclasses.replace(
        divided,
        manifest={**divided.manifest, "replications": 1},
        differences=divided.differences.assign(low=math.nan, high=math.nan),
    )
    assert "For ingen av gruppene" in heading("who_waits", alone, words("nb")).title
    assert "95" not in heading("who_waits", alone, words("nb")).subtitle


def test_costs_are_a_year_by_owner_and_only_of_owners_who_pay(divided: Material) -> None:
    assert owners(divided) == ["state"]
    found = a_year(divided, "permanent", "state")
    assert found is not None
    assert found.mean == pytest.approx(1000 * 365.25 / 7, rel=0.01)
    (axes,) = figure("costs", divided).axes
    backlog = divided.differences.query(
        "scenario == 'permanent' and measure == 'backlog' and period == 'run' and statistic == 'mean'"
    )
    points = {
        tuple(np.round([np.asarray(line.get_xdata(), float)[0], np.asarray(line.get_ydata(), float)[0]], 6))
        for line in axes.lines
        if line.get_marker() == "o"
    }
    assert (round(found.mean / 1000, 6), round(float(backlog["mean"].iloc[0]), 6)) in points
    assert len([text for text in axes.texts if text.get_text()]) == len(divided.others)


def test_labels_are_moved_apart_and_stay_inside() -> None:
    places = apart([5.0, 6.0, 7.0, 198.0, 199.0], [LABEL] * 5, 200.0)
    assert all(after - before >= LABEL - 1e-9 for before, after in pairwise(places))
    assert places[-1] <= 200 - LABEL / 2
    assert places[0] >= 0
    assert apart([50.0, 100.0], [LABEL] * 2, 200.0) == [50.0, 100.0]
    assert apart([100.0, 197.0, 199.0], [16.0, 32.0, 16.0], 200.0, 6.0) == [100.0, 162.0, 192.0]


def test_recovery_shows_shares_and_says_where_there_is_no_median(divided: Material) -> None:
    assert [(each.scenario, each.share.mean) for each in recoveries(divided)] == [
        ("happened", 0.75),
        ("no_temporaries", 0.25),
    ]
    shares, weeks = figure("recovery", divided).axes
    assert {(0.75,), (0.25,)} <= ends(shares)
    assert (40.0,) in ends(weeks)
    assert [line.get_marker() for line in weeks.lines].count(">") == 1  # its interval has no end
    assert "Under halvparten" in " ".join(text.get_text() for text in weeks.texts)
    title = heading("recovery", divided, words("nb")).title
    assert "40\u00a0uker i «Slik det gikk»" in title
    assert "ikke i halvparten av kjøringene i «Uten de to vikarene»" in title


def test_where_no_emphasised_scenario_has_the_shock_recovery_names_another(divided: Material) -> None:
    least = dataclasses.replace(divided, summary=divided.summary[divided.summary["scenario"] != "happened"])
    late = dataclasses.replace(least, scenarios=("happened", "no_shock", "permanent", "no_temporaries"))
    assert [each.scenario for each in recoveries(late)] == ["no_temporaries"]
    assert "«Uten de to vikarene»" in heading("recovery", late, words("nb")).title


def test_targets_show_the_share_of_the_runs_in_each_week_of_their_dates(divided: Material) -> None:
    found = kept(divided)
    assert {each.target for each in found} == {"goal", "law"}
    goal = next(each for each in found if each.target == "goal" and each.scenario == "no_temporaries")
    (shares,) = by_week(divided, [goal])
    runs = divided.replications.query(
        "scenario == 'no_temporaries' and measure == 'follow_up_rate' and dimension == 'all'"
    ).assign(keeps=lambda table: table["value"] >= 0.7)
    by_hand = runs.groupby("date")["keeps"].mean()
    asked = np.isfinite(shares)
    days = [divided.start + pd.Timedelta(weeks=week) for week in np.flatnonzero(asked)]
    assert shares[asked] == pytest.approx([by_hand[day] for day in days])
    assert (min(days), max(days)) == (pd.Timestamp("2020-09-07").date(), pd.Timestamp("2021-06-21").date())
    drawn = figure("targets", divided)
    assert len(drawn.axes[0].images) == len(found) == 2 * len(divided.scenarios)
    text = written(drawn)
    assert "Law (lovfrist: minst 70\u00a0%)" in text
    assert "Goal (minst 70\u00a0%)" in text
    assert "50\u00a0% – brutt" in text
    assert "90\u00a0% – holdt" in text
    title = heading("targets", divided, words("nb")).title
    assert "0\u00a0av\u00a02 i «Slik det gikk»" in title
    assert "2\u00a0av\u00a02 i «Uten korona»" in title


def test_text_alternatives_hold_the_figures(divided: Material) -> None:
    alt = {name: heading(name, divided, words("en")).alt for name in NAMES}
    assert "Under 30: from 64% to 64%" in alt["follow_up_parts"]
    assert "Under 30 +4.0 (+3.0 to +5.0)" in alt["who_waits"]
    assert number(1000 * 365.25 / 7, "en", signed=True)[:4] in alt["costs"]
    assert "What happened, Corona: 75%" in alt["recovery"]
    assert "Goal, No corona: 90% of the runs" in alt["targets"]
