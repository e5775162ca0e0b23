"""The ``navsim`` command. Heavy packages are imported where they are used, so that help answers at once."""

from __future__ import annotations

import io
import signal
import sys
from typing import Any

import click

import navsim
from navsim.cli.check import check
from navsim.cli.report import report
from navsim.cli.run import run
from navsim.cli.schema import schema
from navsim.cli.sweep import sweep
from navsim.cli.verify import verify
from navsim.values.errors import InputError

INTERRUPTED = 130
WRONG_INPUT = 2
FAILED = 1


def leave(number: int, frame: object) -> None:
    """End in good order, so that nothing half done is left behind."""
    sys.exit(128 + number)


class Main(click.Group):
    """Turns what can go wrong into a message and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a subcommand: 2 when the input is wrong, 130 when interrupted, 128 + n when ended by signal n."""
        for ending in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, leave)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # a terminal that lacks a sign shows ?
        try:
            return super().invoke(ctx)
        except InputError as error:
            click.echo(f"navsim: {error}", err=True)
            sys.exit(WRONG_INPUT)
        except KeyboardInterrupt:
            click.echo("navsim: interrupted, nothing was written", err=True)
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            raise
        except OSError as error:
            click.echo(f"navsim: {error}", err=True)
            sys.exit(FAILED)


@click.group(cls=Main, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(navsim.__version__, package_name="navsim")
def main() -> None:
    """What a change does to backlog, waiting and follow-up at a NAV office."""


main.add_command(run)
main.add_command(check)
main.add_command(schema)
main.add_command(verify)
main.add_command(sweep)
main.add_command(report)
