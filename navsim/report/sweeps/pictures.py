"""The pictures of a sweep with their texts: maps, response curves, clouds of points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from textwrap import shorten
from typing import TYPE_CHECKING

from navsim.report.headings import Heading
from navsim.report.html import Drawn
from navsim.report.numbers import DASH, Estimate, number
from navsim.report.pictures import corner
from navsim.report.plots import sweep_curves, sweep_map
from navsim.report.plots.page import Page, theme
from navsim.report.plots.save import svg
from navsim.report.sweeps.best import judged
from navsim.report.sweeps.curves import Curves, Line, clouds_of, curves_of
from navsim.report.sweeps.effects import effects
from navsim.report.sweeps.findings import PLOTTED
from navsim.report.sweeps.maps import ALIKE, BEST, Map, Square, map_of
from navsim.report.sweeps.material import Factor, Outcome, Swept
from navsim.report.sweeps.naming import factor_titles, figure, outcome_name, short_name, stop_text
from navsim.report.sweeps.pool import apart
from navsim.report.words import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COMPARED = 2
"""Scenarios of which the differences to the base are drawn: the first two, as in the report of a run."""
SUBTITLE = 112
"""Characters of a subtitle that a picture has room for; below the picture it stands whole."""
DESCRIBED = 40
"""Cells that a text alternative tells one by one."""


def outcomes(swept: Swept) -> list[Outcome]:
    """What is drawn: the first measures in the base, and how the first differs in other scenarios."""
    shown = swept.measures[:PLOTTED]
    differing = set(swept.differences["scenario"])
    others = [scenario for scenario in swept.office.others[:COMPARED] if scenario in differing]
    return [*map(Outcome, shown), *(Outcome(measure, scenario) for measure in shown[:1] for scenario in others)]


def drawings(swept: Swept, words: Words) -> Iterator[Drawn]:
    """Every picture that there is something for, as SVG."""
    for outcome in outcomes(swept):
        share, signed = swept.unit(outcome.measure) == "share", bool(outcome.scenario)
        name = "-".join(filter(None, (outcome.measure, outcome.scenario)))
        if shown := map_of(swept, outcome, words):
            heading = map_heading(swept, outcome, shown, words)
            note = map_note(swept, outcome, shown, words)
            yield drawn(f"map-{name}", heading, note, swept, words, lambda page, m=shown: sweep_map.heat_map(m, page))  # type: ignore[misc]
        if curves := curves_of(swept, outcome, words):
            heading = curve_heading(swept, outcome, curves, words)
            note = words(f"sweep.how_curve{'' if curves.joined else '_names'}") + thinned(curves.thinned, words)
            yield drawn(
                f"curve-{name}", heading, note, swept, words,
                lambda page, c=curves, s=share, d=signed: sweep_curves.response(c, page, s, d),  # type: ignore[misc]
            )  # fmt: skip
        if clouds := clouds_of(swept, outcome, words):
            heading = cloud_heading(swept, outcome, len(clouds), words)
            yield drawn(
                f"cloud-{name}", heading, words("sweep.how_cloud"), swept, words,
                lambda page, c=clouds, s=share, d=signed: sweep_curves.clouds(c, page, s, d),  # type: ignore[misc]
            )  # fmt: skip


def drawn(name: str, heading: Heading, note: str, swept: Swept, words: Words, draw: Callable[[Page], Figure]) -> Drawn:
    """One picture."""
    fitting = replace(heading, subtitle=shorten(heading.subtitle, SUBTITLE, placeholder=" …"))
    page = Page(heading=fitting, note=note, corner=corner(swept.office, words), words=words, material=swept.office)
    with theme():
        made = draw(page)
    return Drawn(name, heading, svg(made, heading.title))


def thinned(some: bool, words: Words) -> str:
    """That some values are not shown."""
    return f" {words('sweep.thinned')}" if some else ""


def subtitle(swept: Swept, outcome: Outcome, averaged: Sequence[Factor], words: Words) -> str:
    """What is shown: the measure, the scenario, the period, and what is averaged over."""
    office = swept.office
    period = words("sweep.whole_run") if swept.period == "run" else office.label("shock", swept.period, words.language)
    text = outcome_name(swept, outcome, words)
    if not outcome.scenario and office.others:
        text = words(
            "sweep.in_scenario", text=text, scenario=words.quoted(office.label("scenario", office.base, words.language))
        )
    text = words("sweep.mean_over", text=text, period=period)
    return words("sweep.averaged", text=text, factors=factor_titles(averaged, words)) if averaged else text


def map_heading(swept: Swept, outcome: Outcome, shown: Map, words: Words) -> Heading:
    """The best and the worst cell, or that none can be told apart."""
    order = sorted(shown.squares, key=lambda square: square.one.mean, reverse=shown.dark_is_less)
    first, last = order[0], order[-1]
    values = {"measure": short_name(swept, outcome, words), "first": first.text, "first_at": first.at,
              "last": last.text, "last_at": last.at}  # fmt: skip
    if outcome.scenario:
        alike = sum(square.mark == ALIKE for square in order)
        key = {0: "_clear", len(order): "_none"}.get(alike, "")
        title = words(f"sweep.title.differences{key}", alike=alike, all=len(order), **values)
    elif apart(first.one, last.one):
        title = words(f"sweep.title.{'best' if judged(outcome.measure) else 'extremes'}", **values)
    else:
        title = words("sweep.title.unclear" if first.one.known else "sweep.title.one_run", **values)
    below = subtitle(swept, outcome, others_averaged(swept, shown), words)
    cells = "; ".join(cell(square, words) for square in shown.squares[:DESCRIBED])
    return Heading(title, below, words("sweep.alt.map", title=title, subtitle=below, x=shown.x, y=shown.y, cells=cells))


def others_averaged(swept: Swept, shown: Map) -> Sequence[Factor]:
    """What a map averages over; in one of pieces of ranges the points of each piece, which its note says."""
    return () if swept.sampled else shown.averaged


def cell(square: Square, words: Words) -> str:
    """A cell in a text alternative."""
    text = f"{square.at}: {square.text} {square.interval}".strip()
    return f"{text}, {words('table.unclear')}" if square.mark == ALIKE else text


def map_note(swept: Swept, outcome: Outcome, shown: Map, words: Words) -> str:
    """How a map is read."""
    key = "difference" if outcome.scenario else "best" if judged(outcome.measure) else "least"
    shade = "worse" if judged(outcome.measure) and not outcome.scenario else "less" if shown.dark_is_less else "more"
    marked = any(square.mark for square in shown.squares)
    parts = [words(f"sweep.shade_{shade}"), words(f"sweep.mark_{key}", best=BEST, alike=ALIKE) if marked else ""]
    if len(shown.panels) > 1:
        parts.append(words("sweep.panels", factor=words.quoted(swept.varying[2].title(words.language))))
    return " ".join(filter(None, parts)) + thinned(shown.thinned, words)


def curve_heading(swept: Swept, outcome: Outcome, curves: Curves, words: Words) -> Heading:
    """From where to where the outcome goes over the first factor, if its values can be told apart."""
    found = next((one for one in effects(swept, outcome) if one.factor == swept.varying[0]), None)
    values = {"measure": short_name(swept, outcome, words), "factor": curves.x}
    title = words("sweep.title.flat", **values)
    if found and found.clear:
        low, high = sorted((found.least, found.most), key=lambda pair: pair[0].place)
        texts = {key: (figure(swept, outcome, one, words)[0], stop_text(found.factor, stop, words))
                 for key, (stop, one) in (("low", low), ("high", high))}  # fmt: skip
        values |= {
            f"{key}{end}": text for key, pair in texts.items() for end, text in zip(("", "_at"), pair, strict=True)
        }
        title = words(f"sweep.title.moved{'_lines' if len(swept.varying) > 1 else ''}", **values)
    elif not found or not found.least[1].known:
        title = words("sweep.title.over", **values)
    below = subtitle(swept, outcome, curves.averaged, words)
    lines = "; ".join(course(line, curves, words) for line in curves.lines)
    return Heading(title, below, words("sweep.alt.curve", title=title, subtitle=below, x=curves.x, lines=lines))


def course(line: Line, curves: Curves, words: Words) -> str:
    """A line in a text alternative: its first and its last value."""
    first, last = (rough(pair[1], words) for pair in (line.found[0], line.found[-1]))
    name = f"{curves.lines_of} {line.name}" if line.name else curves.x
    return f"{name}: {first} {DASH} {last}"


def rough(one: Estimate, words: Words) -> str:
    """A number with three figures."""
    size = abs(one.mean)
    return number(one.mean, words.language, 0 if size >= 100 else 1 if size >= 10 else 2)


def cloud_heading(swept: Swept, outcome: Outcome, count: int, words: Words) -> Heading:
    """Which factors move the outcome, those that move it most first."""
    found = effects(swept, outcome)
    clear = sorted((one for one in found if one.clear), key=lambda one: -one.size)
    values = {
        "measure": short_name(swept, outcome, words),
        "factors": factor_titles([one.factor for one in clear], words),
    }
    title = words(f"sweep.title.{'cloud' if clear else 'cloud_flat' if found else 'cloud_few'}", **values)
    below = subtitle(swept, outcome, (), words)
    lines = "; ".join(
        f"{one.factor.title(words.language)}: {rough(one.found[0][1], words)} {DASH} {rough(one.found[-1][1], words)}"
        for one in found
    )
    return Heading(title, below, words("sweep.alt.cloud", title=title, subtitle=below, count=count, lines=lines))
