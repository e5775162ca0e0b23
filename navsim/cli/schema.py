"""``navsim schema``: the JSON Schema of a config, for editors."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
def schema(file: Path | None) -> None:
    """Write the JSON Schema of a config to FILE, or print it."""
    from navsim.config.schema import schema_text
    from navsim.values.errors import InputError

    if file is None:
        click.echo(schema_text(), nl=False)
    elif file.exists():
        raise InputError(f"{file} exists: nothing is overwritten, remove it first")
    else:
        file.write_text(schema_text(), encoding="utf-8")
