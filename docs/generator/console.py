"""Commands in a page: they are run in order, in one folder, and what they print is written below them.

A page puts files in that folder with a fenced block after ``<!-- file: name -->`` or ``<!-- append: name -->``.
Blocks named ``console`` hold commands, each after ``$``.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import runpy
import shlex
import subprocess
from pathlib import Path

from click.testing import CliRunner

from docs.generator.markdown import wrapped
from navsim.cli import main as navsim

STEP = re.compile(
    r"<!-- (?P<how>file|append): (?P<file>\S+) -->\n```\w+\n(?P<text>.*?)```\n"
    r"|<!-- begin: console -->\n(?P<console>.*?)<!-- end: console -->",
    re.DOTALL,
)


def with_consoles(text: str, folder: Path) -> str:
    """A page with its commands run in a folder, one after another, and what they printed below them."""

    def step(match: re.Match[str]) -> str:
        if match["file"]:
            with (folder / match["file"]).open("a" if match["how"] == "append" else "w", encoding="utf-8") as file:
                file.write(("\n" if match["how"] == "append" else "") + match["text"])
            return match[0]
        commands = [line.removeprefix("$ ") for line in match["console"].splitlines() if line.startswith("$ ")]
        shown = "\n".join(f"$ {command}\n{printed(command, folder)}" for command in commands)
        return wrapped("console", f"```console\n{shown}```\n")

    return STEP.sub(step, text)


def printed(command: str, folder: Path) -> str:
    """What a command prints in a folder, without spaces at the ends of lines."""
    program, *arguments = shlex.split(command)
    with contextlib.chdir(folder):
        if program == "navsim":
            output = CliRunner(catch_exceptions=False).invoke(navsim, arguments).output
        elif program == "python":
            with contextlib.redirect_stdout(io.StringIO()) as heard:
                runpy.run_path(arguments[0], run_name="__main__")
            output = heard.getvalue()
        else:
            output = subprocess.run(
                [program, *arguments], capture_output=True, text=True, check=True, env=os.environ | {"LC_ALL": "C"}
            ).stdout
    lines = [line.rstrip() for line in output.splitlines()]
    return "".join(f"{line}\n" for line in lines)
