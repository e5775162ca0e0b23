"""``navsim schema``: the JSON Schema of a config or an experiment, for editors."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--experiment", is_flag=True, help="Of an experiment file (navsim sweep) instead of a config.")
def schema(file: Path | None, experiment: bool) -> None:
    """Write the JSON Schema of a config to FILE, or print it."""
    from navsim.config import schema as config
    from navsim.sweeps import schema as sweeps
    from navsim.values.errors import InputError

    text = (sweeps if experiment else config).schema_text()
    if file is None:
        click.echo(text, nl=False)
    elif file.exists():
        raise InputError(f"{file} exists: nothing is overwritten, remove it first")
    else:
        file.write_text(text, encoding="utf-8")
