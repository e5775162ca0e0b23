"""The Python way in: ``navsim.load`` a config, ``navsim.run`` it, look at a ``Result``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from navsim.config.document import Document, load
from navsim.config.fields import Language
from navsim.experiment.folder import manifest_of
from navsim.experiment.precision import as_run
from navsim.experiment.run import Tables, run_document
from navsim.report.gather import material_of
from navsim.report.material import Material

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Result:
    """A finished run: the tables of the results folder as DataFrames, and its plots.

    ``tables`` has ``summary``, ``differences``, ``weekly``, ``weekly_differences``, ``hours``,
    ``replications``, ``observed``, ``staffing``, ``marks``, ``targets`` and ``break_even``; ``material`` is what
    reports are made of.
    """

    tables: Tables
    material: Material

    def plot(self, name: str, language: Language = "nb") -> Figure:
        """One of the plots of the report as a matplotlib figure; KeyError for a name that there isn't."""
        from navsim.report.pictures import PICTURES, draw  # noqa: PLC0415 (seaborn takes seconds to import)
        from navsim.report.words import words  # noqa: PLC0415

        return draw({picture.name: picture for picture in PICTURES}[name], self.material, words(language))


def run(config: Document | str | Path, workers: int = 1) -> Result:
    """Simulate every scenario of a config, without writing files.

    Parameters
    ----------
    config:
        What :func:`load` gave, or the path of a file.
    workers:
        Processes; the result doesn't depend on it.

    Raises
    ------
    InputError
        When the config is wrong.
    """
    document = config if isinstance(config, Document) else load(config)
    tables = run_document(document, workers)
    if tables.precision:
        document = as_run(document, tables.precision.replications)
    return Result(tables, material_of(document, tables, manifest_of(document, tables, "navsim.run", workers)))
