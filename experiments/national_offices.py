"""Draws the offices of the synthetic national case: ``python -m experiments.national_offices``.

Nothing in it is a count of any office. Populations are lognormal, scaled to a country; users in follow-up are a share
of them that varies a little; caseworkers follow the users. The same seed gives the same file.
"""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

FILE = Path(__file__).parent.parent / "configs" / "national-synthetic.csv"
SEED = 2020
OFFICES, PEOPLE, USERS = 264, 5_370_000, 300_000
SPREAD_OF_SIZES, SPREAD_OF_SHARES = 0.85, 0.2
"""Standard deviations of logarithms: most offices are small, some large; the share in follow-up differs less."""
USERS_PER_CASEWORKER, USERS_PER_MUNICIPAL = 62, 180
HEADINGS = ("office", "population", "caseload", "caseworkers", "municipal")


def offices() -> list[tuple[str, int, int, int, int]]:
    """The rows of the file."""
    random = Random(SEED)
    sizes = [random.lognormvariate(0, SPREAD_OF_SIZES) for _ in range(OFFICES)]
    people = scaled(sizes, PEOPLE)
    users = scaled([size * random.lognormvariate(0, SPREAD_OF_SHARES) for size in people], USERS)
    return [
        (f"office-{number:03d}", population, caseload,
         at_least_one(caseload / USERS_PER_CASEWORKER), at_least_one(caseload / USERS_PER_MUNICIPAL))
        for number, (population, caseload) in enumerate(zip(people, users, strict=True), start=1)
    ]  # fmt: skip


def scaled(sizes: list[float] | list[int], total: int) -> list[int]:
    """Whole numbers in proportion to the sizes, close to a total."""
    return [round(size * total / sum(sizes)) for size in sizes]


def at_least_one(people: float) -> int:
    """A whole number of people, not nobody."""
    return max(round(people), 1)


def main() -> None:
    """Write the file."""
    with FILE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows(offices())


if __name__ == "__main__":
    main()
