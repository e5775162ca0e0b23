"""What is claimed of the program, and which tests prove it: the register behind the table of ``docs/proof.md``.

A test is named by its file and function; it stands for all its cases. What a test measured, it says itself, with
``record_property("figure", text)``; no figure is typed in here.
"""

from __future__ import annotations

from typing import NamedTuple


class Claim(NamedTuple):
    """A claim of one sentence, and the tests that it stands on."""

    text: str
    tests: tuple[str, ...]


ENGINE, PLAN, PROPERTIES = "tests/engine/test_invariants.py::test_", "tests/plan/", "tests/properties/"
ENGINES = "tests/engine/test_engines.py::test_"
THEORY, COVERAGE = "tests/theory/", "tests/long/test_coverage.py::test_"
METAMORPHIC, EXTREMES = "tests/metamorphic/", "tests/extremes/test_extremes.py::test_"

REGISTER: dict[str, tuple[Claim, ...]] = {
    "Closed forms, from a config's text to its tables": (
        Claim(
            "M/M/1 and M/M/3 wait, queue and are busy as Erlang says",
            (
                THEORY + "test_queues.py::test_mean_wait_and_queue_are_erlangs",
                THEORY + "test_queues.py::test_how_many_wait_at_all_is_erlangs",
                THEORY + "test_queues.py::test_utilisation_is_the_load",
            ),
        ),
        Claim(
            "M/G/1 waits as Pollaczek and Khinchine say, for each law of work that a config can name",
            (
                THEORY + "test_single_server.py::test_mean_wait_and_queue_are_pollaczeks",
                THEORY + "test_single_server.py::test_spread_of_work_is_what_makes_people_wait",
            ),
        ),
        Claim(
            "Priorities that don't break off wait as Cobham says",
            (
                THEORY + "test_queues.py::test_priorities_wait_as_cobham_says",
                THEORY + "test_single_server.py::test_three_priorities_with_different_laws_wait_as_cobham_says",
            ),
        ),
        Claim(
            "Stations one after another wait as Jackson says: what is done starts what comes next",
            (THEORY + "test_single_server.py::test_two_stations_one_after_the_other_are_jacksons",),
        ),
        Claim(
            "Pooled queues never wait longer, in the mean, than separate ones",
            (
                THEORY + "test_pooled.py::test_two_alike_pooled_and_separate_are_both_erlangs",
                THEORY + "test_pooled.py::test_pooled_never_waits_longer",
            ),
        ),
        Claim(
            "The mean stock under a shock, with those of the start and a pace, is the integral (M_t/G/∞)",
            (
                THEORY + "test_stock.py::test_mean_stock_is_the_integral",
                THEORY + "test_stock.py::test_those_of_the_start_leave_as_equilibrium_residuals",
                THEORY + "test_stock.py::test_simulated_caseload_is_the_mean_stock",
            ),
        ),
        Claim(
            "Stocks with limits and moves between groups, circles too, are those of linear systems and of integrals",
            (
                THEORY + "test_chains.py::test_a_chain_of_exponential_stays_is_a_linear_system",
                THEORY + "test_chains.py::test_any_laws_with_a_pace_are_the_double_integral",
                THEORY + "test_chains.py::test_simulated_stocks_are_the_expected",
                THEORY + "test_chains.py::test_simulated_tasks_are_the_expected",
            ),
        ),
        Claim(
            "Those of the start are drawn jointly: age, need left and limit left",
            (
                PLAN + "test_persons.py::test_age_has_the_density_of_those_still_there",
                PLAN + "test_persons.py::test_which_comes_first_and_when",
            ),
        ),
        Claim(
            "Hours asked for are those expected, for each way in which a task starts",
            (THEORY + "test_stock.py::test_simulated_demand_is_the_expected",),
        ),
        Claim(
            "A year has the working hours of the Norwegian calendar, to the minute",
            (THEORY + "test_year.py::test_working_hours_of_a_year_to_the_minute",),
        ),
        Claim(
            "Sick leave takes the share asked for, and more of it contains less",
            (
                THEORY + "test_year.py::test_the_share_of_sick_time_is_the_one_asked_for",
                THEORY + "test_year.py::test_more_absence_contains_less",
                PLAN + "test_absence.py::test_the_share_is_met_at_every_instant_from_the_first",
                PLAN + "test_absence.py::test_a_change_of_the_share_is_met_at_once",
            ),
        ),
    ),
    "Another program": (
        Claim(
            "Ciw has the same mean waits, within two standard errors of the difference",
            (THEORY + "test_ciw.py::test_mean_waits_are_those_of_ciw",),
        ),
    ),
    "Two engines": (
        Claim(
            "Both engines give the same log to the bit, event for event, for every plan",
            (
                ENGINES + "small_plans_at_random",
                ENGINES + "configs_at_random",
                "tests/long/test_engines.py::test_small_plans_and_generated_configs",
                "tests/long/test_engines.py::test_configs",
            ),
        ),
        Claim(
            "What the compiled engine has of its own changes no event: growing memory, spans of time, moving lines",
            (
                ENGINES + "memory_that_is_too_small_grows",
                ENGINES + "small_plans_in_little_memory",
                ENGINES + "memory_that_serves_again",
                ENGINES + "two_threads_at_once",
                ENGINES + "short_and_long_horizons",
                ENGINES + "all_in_the_first_span_and_the_last",
                ENGINES + "thousands_of_events_in_one_instant",
                ENGINES + "a_line_moves_through_its_stretch",
            ),
        ),
        Claim(
            "The rules that both engines share give the same bits compiled as in Python",
            (
                "tests/long/test_shared_rules.py::test_compiled_it_gives_the_same_bits",
                "tests/long/test_shared_rules.py::test_both_engines_have_the_very_same_functions",
            ),
        ),
    ),
    "Laws of every run, over generated plans and configs": (
        Claim(
            "Nothing is lost: persons, tasks, work and paid minutes",
            (
                PROPERTIES + "test_conservation.py::test_nothing_is_lost",
                ENGINE + "every_task_has_one_fate",
                ENGINE + "users_come_and_leave_as_planned",
            ),
        ),
        Claim("Nobody is free while a feasible task waits", (ENGINE + "nobody_is_free_while_a_feasible_task_waits",)),
        Claim(
            "One thing at a time: workers, and the talks of a user",
            (
                ENGINE + "a_worker_does_one_task_at_a_time_inside_the_intervals",
                ENGINE + "the_talks_of_a_user_never_overlap",
            ),
        ),
        Claim("Minutes are work divided by proficiency", (ENGINE + "minutes_are_work_over_proficiency",)),
        Claim("Little's law in its finite form, exactly", (ENGINE + "littles_law_holds_exactly",)),
        Claim(
            "The hours account adds up to contract minutes exactly",
            (PLAN + "test_staff_properties.py::test_the_hours_account_is_a_partition_of_the_contract_minutes",),
        ),
        Claim(
            "Lists: shares go by weight, and who comes or goes moves only the users concerned",
            (
                PLAN + "test_rendezvous.py::test_a_share_by_weight_goes_to_each",
                PLAN + "test_rendezvous.py::test_who_joins_takes_from_all_and_moves_nobody_else",
                PLAN + "test_rendezvous.py::test_who_leaves_gives_to_all_and_moves_nobody_else",
            ),
        ),
        Claim(
            "Every feature of a config is reached by the generated ones",
            (PROPERTIES + "test_features.py::test_every_feature_is_reached",),
        ),
        Claim("What is to come changes nothing", (ENGINE + "what_is_to_come_changes_nothing",)),
    ),
    "What must not matter, and what must": (
        Claim(
            "The same seed gives the same tables, and the order of keys changes no byte of plan, log or tables",
            (
                PROPERTIES + "test_determinism.py::test_same_seed_same_tables",
                PROPERTIES + "test_determinism.py::test_the_order_of_keys_means_nothing",
                METAMORPHIC + "test_written_otherwise.py::test_the_order_of_keys_changes_no_byte_of_plan_and_log",
            ),
        ),
        Claim(
            "A scenario that changes nothing differs by exactly zero",
            (PROPERTIES + "test_determinism.py::test_a_scenario_that_changes_nothing_differs_by_nothing",),
        ),
        Claim(
            "With more inflow everybody of before is still there, unchanged until somebody waits",
            (
                PROPERTIES + "test_more_inflow.py::test_people_of_before_are_unmoved",
                PROPERTIES + "test_more_inflow.py::test_with_ample_staff_nothing_changes",
            ),
        ),
        Claim(
            "Names and the way in which staff are written change chances, and no mean",
            (
                METAMORPHIC + "test_named_otherwise.py::test_another_name_of_a_group_moves_no_mean",
                METAMORPHIC + "test_named_otherwise.py::test_two_entries_of_one_are_one_entry_of_two",
            ),
        ),
        Claim(
            "A week later everywhere is the same run, to the bit",
            (METAMORPHIC + "test_a_week_later.py::test_a_week_later_everywhere_is_the_same_run",),
        ),
        Claim(
            "Two offices in one config are the two alone, to the bit; so a merger with separate queues changes nothing",
            (
                METAMORPHIC + "test_side_by_side.py::test_two_offices_in_one_config_are_the_two_alone",
                METAMORPHIC + "test_side_by_side.py::test_a_merger_with_separate_queues_changes_nothing",
            ),
        ),
    ),
    "How sure: intervals": (
        Claim(
            "The 95 % interval holds the mean in 95 % of small experiments with a known answer",
            (
                COVERAGE + "intervals_of_caseloads_cover",
                "tests/statistics/test_intervals.py::test_the_interval_of_the_mean_covers_it_as_often_as_it_says",
            ),
        ),
        Claim(
            "Replications until a figure is known precisely: the interval covers as often as it says",
            ("tests/experiment/test_precision.py::test_the_interval_covers_as_often_as_it_says",),
        ),
        Claim(
            "Median waits with what still waits counted in (Kaplan and Meier)",
            (
                "tests/measures/test_waits.py::test_survival_is_scipys",
                "tests/measures/test_waits.py::test_censoring_at_random_does_not_move_the_median",
            ),
        ),
        Claim(
            "For a skewed measure the coverage by number of replications is known",
            (COVERAGE + "coverage_of_a_skewed_measure_is_known",),
        ),
    ),
    "What a manager would try": (
        Claim(
            "Offices out of the ordinary run, make sense and have a report",
            (
                EXTREMES + "it_runs_and_makes_sense",
                EXTREMES + "the_report_does_not_crash",
            ),
        ),
        Claim("Thirty years run", (EXTREMES + "thirty_years",)),
    ),
    "On your own config": (
        Claim(
            "`navsim verify` keeps what is true and names what was damaged, each check once",
            (
                "tests/verify/test_exact.py::test_what_is_true_is_kept",
                "tests/verify/test_exact.py::test_what_is_damaged_is_named",
                "tests/verify/test_exact.py::test_every_check_is_broken_once",
                "tests/verify/test_mean.py::test_a_closed_form_holds_and_can_fail",
            ),
        ),
    ),
    "A real office": (
        Claim(
            "The model passes through the counts that it was fitted to",
            (
                "tests/cases/test_indre_fosen.py::test_the_expected_caseload_passes_through_the_counts",
                "tests/cases/test_indre_fosen.py::test_the_simulation_passes_through_the_counts",
            ),
        ),
    ),
}
"""The claims by heading, in the order of the page."""


def claims() -> list[Claim]:
    """All claims."""
    return [claim for part in REGISTER.values() for claim in part]
