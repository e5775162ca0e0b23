"""The Python way in: ``navsim.load`` a config, ``navsim.run`` it, and ``navsim.sweep`` an experiment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from navsim.config.document import Document, load
from navsim.config.fields import Language
from navsim.experiment.folder import manifest_of
from navsim.experiment.precision import as_run
from navsim.experiment.run import Tables, run_document
from navsim.report.gather import material_of
from navsim.report.material import Material

if TYPE_CHECKING:
    import pandas as pd
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


def sweep(
    experiment: str | Path,
    out: str | Path | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    points: int | None = None,
    table: str = "levels",
) -> pd.DataFrame:
    """Simulate a config at every point of an experiment, see ``navsim sweep``.

    Parameters
    ----------
    experiment:
        The path of an experiment file.
    out:
        The sweep's folder, in which what was finished before is not done again; without it nothing is kept.
    workers:
        Points side by side on this machine; the result doesn't depend on it.
    scheduler:
        The address of a Dask scheduler, whose workers do the points instead.
    points:
        Only so many of the first points.
    table:
        Which table: ``levels`` or ``differences``, or, if the experiment keeps them, ``weekly``,
        ``weekly_differences`` or ``replications``.

    Returns
    -------
    A row for each point, scenario, measure, period, statistic and group, with a column for each factor. Points that
    failed are not in it; ``failed/`` in the folder tells why.

    Raises
    ------
    InputError
        When the experiment or its config is wrong, the folder is of something else, or no scheduler answers.
    KeyError
        For a table that the experiment doesn't keep.
    """
    from navsim.sweeps.folder import dataset  # noqa: PLC0415 (pandas' Parquet takes a while to import)
    from navsim.sweeps.run import sweep as run_study  # noqa: PLC0415
    from navsim.sweeps.study import load_study  # noqa: PLC0415

    study = load_study(experiment)
    if table not in study.tables:
        raise KeyError(table)
    with TemporaryDirectory() as nowhere:
        folder = Path(out or nowhere)
        run_study(study, folder, workers, scheduler, points)
        return dataset(folder, table)
