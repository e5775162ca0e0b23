"""Small configs that several tests run, and how to find them."""

from pathlib import Path

HERE = Path(__file__).parent


def path(name: str) -> Path:
    """The file of the config with this name."""
    return HERE / f"{name}.yaml"
