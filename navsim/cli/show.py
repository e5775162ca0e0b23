"""Results on the terminal: differences to the base first, then levels, findings, and where the report is."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table as RichTable

from navsim.report.findings import findings
from navsim.report.material import Material
from navsim.report.tables import Table, difference_lines, level_lines
from navsim.report.words import Words

PIPE_WIDTH = 140


def show(material: Material, words: Words, folder: Path) -> None:
    """Print the headline tables of a run."""
    console = Console(width=None if Console().is_terminal else PIPE_WIDTH, highlight=False)
    for table in (difference_lines(material, words), level_lines(material, words)):
        if table.rows:
            console.print(as_rich(table))
            console.print()
    for finding in findings(material, words):
        console.print(f"• {finding}", markup=False)
    if material.manifest.get("replications") == 1:
        console.print(f"• {words('page.one_run')}", markup=False)
    console.print()
    console.print(f"{words('terminal.results')}: {folder / 'report.html'}", markup=False, soft_wrap=True)


def as_rich(table: Table) -> RichTable:
    """A table in rich's form; texts of a config can't become markup."""
    from rich.text import Text

    shown = RichTable(title=Text(table.caption), title_justify="left", box=None, padding=(0, 2, 0, 0))
    for number, title in enumerate(table.columns):
        shown.add_column(Text(title), justify="left" if number == 0 else "right", overflow="fold")
    for title, cells in table.rows:
        shown.add_row(
            Text(title), *(Text("\n".join(part for part in (cell.value, cell.interval) if part)) for cell in cells)
        )
    return shown
