"""The command, in this process and in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from navsim.cli import main

ROOT = Path(__file__).parents[2]
CORONA = ROOT / "configs" / "indre-fosen-2020.yaml"


def navsim(*arguments: str | Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="navsim")


def command(*arguments: str | Path) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, "-m", "navsim", *map(str, arguments)]


def navsim_process(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, its output in pipes."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command(*arguments), cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def everything_below(folder: Path) -> list[Path]:
    """All files and folders below a folder, hidden ones too."""
    return sorted(path.relative_to(folder) for path in folder.rglob("*"))
