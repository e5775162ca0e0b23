"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

config_argument = click.argument("config", type=click.Path(path_type=Path))
set_option = click.option(
    "--set", "sets", multiple=True, metavar="PATH=VALUE", help="Override a value of the config; may be repeated."
)
language_option = click.option(
    "--lang", "language", type=click.Choice(["nb", "nn", "en"]), default="nb", show_default=True,
    help="Language of report and plots.",
)  # fmt: skip

engine_option = click.option(
    "--engine",
    type=click.Choice(["auto", "reference", "compiled"]),
    default="auto",
    show_default=True,
    help="Which engine simulates; auto is compiled. Both give the same, event for event.",
)
