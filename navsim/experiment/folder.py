"""The results folder: it appears when it is complete, or not at all, and replaces nothing."""

from __future__ import annotations

import errno
import json
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

from navsim import __version__
from navsim.config.document import Document
from navsim.engine import engine_named
from navsim.experiment.run import Tables
from navsim.values.errors import InputError

CSV_TABLES = (
    "summary", "differences", "weekly", "hours", "targets", "break_even", "observed", "staffing", "marks",
)  # fmt: skip
NAMED_LIBRARIES = ("numpy", "pandas", "simpy", "scipy", "pydantic", "holidays")


def default_folder(document: Document, now: datetime) -> Path:
    """``results/<name>/<time>-<hash>``."""
    return Path("results") / document.config().name / f"{now:%Y%m%dT%H%M%S}-{document.digest[:8]}"


@contextmanager
def unfinished_folder(target: Path) -> Iterator[Path]:
    """A hidden folder beside ``target`` to write in; gone afterwards, unless :func:`publish` gave it its name.

    Raises
    ------
    InputError
        If ``target`` exists and is not an empty folder, or can't be made.
    """
    if target.exists() and not is_empty(target):
        raise InputError(f"{target} exists and is not empty: nothing is overwritten, name another folder with --out")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}-", dir=target.parent))
        unfinished.chmod(0o755)
    except OSError as error:
        raise InputError(f"can't write to {target.parent}: {error.strerror}") from error
    try:
        yield unfinished
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def is_empty(folder: Path) -> bool:
    """Whether a path is a folder with nothing in it."""
    return folder.is_dir() and not any(folder.iterdir())


def publish(unfinished: Path, target: Path) -> Path:
    """Give a finished folder its name: ``target``, or where another run was first ``target-2``, ``target-3`` ..."""
    for number in count(1):
        name = target if number == 1 else target.with_name(f"{target.name}-{number}")
        if name.exists() and not is_empty(name):
            continue
        try:
            os.replace(unfinished, name)  # takes the place of an empty folder, never of a full one
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
        else:
            return name
    raise AssertionError("counting has no end")


def write_tables(tables: Tables, document: Document, folder: Path) -> None:
    """Write every table and the resolved config."""
    with ThreadPoolExecutor(1) as beside:  # packing the largest table takes as long as writing all the others
        packed = beside.submit(tables.replications.to_parquet, folder / "replications.parquet", index=False)
        for name in CSV_TABLES:
            getattr(tables, name).to_csv(
                folder / f"{name}.csv", index=False, date_format="%Y-%m-%d", float_format="%.8g", lineterminator="\n"
            )
        packed.result()
    (folder / "config.yaml").write_text(document.yaml(), encoding="utf-8")


def manifest_of(document: Document, tables: Tables, command: str, workers: int, engine: str = "auto") -> dict[str, Any]:
    """What is needed to know and repeat a run."""
    config = document.config()
    found = {
        "version": __version__,
        "config": config.name,
        "config_hash": document.digest,
        "seed": config.seed,
        "replications": config.replications,
        "weeks": config.weeks,
        "scenarios": list(document.scenarios),
        "engine": engine_named(engine)[0],
        "revision": revision(),
        "command": command,
        "workers": workers,
        "work_cut_to_fit": dict(tables.cut),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in NAMED_LIBRARIES},
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }
    return found | ({"precision": tables.precision.record()} if tables.precision else {})


def with_times(manifest: Mapping[str, Any], seconds: Mapping[str, float]) -> dict[str, Any]:
    """A manifest with the wall time of each stage in seconds, and its share of them all together."""
    whole = sum(seconds.values())
    return {
        **manifest,
        "seconds": {stage: round(spent, 3) for stage, spent in seconds.items()},
        "shares": {stage: round(spent / whole, 4) for stage, spent in seconds.items()},
    }


def revision() -> str | None:
    """The git revision of the program, with + when it has changes; None outside a checkout."""
    here = Path(__file__).parent
    try:
        told = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--exclude=*"],
            cwd=here, capture_output=True, text=True, timeout=5, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout.strip() or None


def write_manifest(manifest: Mapping[str, Any], folder: Path) -> None:
    """The last file of a folder."""
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
