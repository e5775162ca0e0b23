"""``navsim schema``: the JSON Schema of a config, for editors."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
def schema(file: Path | None) -> None:
    """Write the JSON Schema of a config to FILE, or print it."""
    from navsim.config.schema import schema_text

    if file is None:
        click.echo(schema_text(), nl=False)
    else:
        file.write_text(schema_text(), encoding="utf-8")
