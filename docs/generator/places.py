"""Where things are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
CORONA = ROOT / "configs" / "indre-fosen-2020.yaml"
CASE = DOCS / "cases" / "indre-fosen-2020.md"
README = ROOT / "README.md"
PUBLISHED = ROOT / "results" / "published" / CORONA.stem
EXPERIMENTS = ROOT / "experiments"
SWEEPS = DOCS / "sweeps.md"
PUBLISHED_SWEEPS = ROOT / "results" / "published" / "sweeps"
