"""``navsim report``: the report again, from the folder alone."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

from navsim.config.document import load
from navsim.config.fields import Language
from navsim.experiment.folder import manifest_of, write_manifest, write_tables
from navsim.experiment.run import run_document
from navsim.report import write
from navsim.report.gather import changes_of, material_of
from navsim.report.material import Change, Material
from navsim.report.reread import COLUMNS, material_in, table_in
from tests.cli.commands import CORONA, everything_below, navsim
from tests.configs.files import path

BROWSERS = import_module("navsim.cli.report").BROWSERS
BROWSER = """#!/bin/sh
for word in "$@"; do case "$word" in --print-to-pdf=*) printf '%%PDF-1.4' > "${word#--print-to-pdf=}";; esac; done
"""


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    """A finished run that a test may break."""
    return Path(shutil.copytree(finished, tmp_path / "run", ignore=shutil.ignore_patterns("plots", "events")))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report without plots."""

    def page(material: Material, path: Path, language: Language) -> None:
        path.write_text(f"{material.name} {language}", encoding="utf-8")

    monkeypatch.setattr(write, "write_page", page)


def test_the_page_is_the_same_as_that_of_the_run(finished: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.html"
    done = navsim("report", finished, "--lang", "en", "--out", again)
    assert done.exit_code == 0, done.output
    assert again.read_bytes() == (finished / "report.html").read_bytes()
    assert done.output == f"Report: {again}\n"
    assert everything_below(tmp_path) == [Path("again.html")]


@pytest.mark.parametrize("name", ["rich", "mm1"])
def test_all_that_a_report_is_made_of_comes_back(name: str, tmp_path: Path) -> None:
    document = load(path(name), ["weeks=10"])
    tables = run_document(document)
    manifest = manifest_of(document, tables, "navsim run", 1)
    write_tables(tables, document, tmp_path)
    write_manifest(manifest, tmp_path)
    told, again = material_of(document, tables, manifest), material_in(tmp_path)
    for field in dataclasses.fields(Material):
        before, after = getattr(told, field.name), getattr(again, field.name)
        if isinstance(before, pd.DataFrame):
            pd.testing.assert_frame_equal(before, after, check_exact=True, obj=field.name)
        else:
            assert after == before, field.name


@pytest.mark.usefixtures("quick")
def test_its_name_and_that_it_replaces_nothing(folder: Path) -> None:
    made = folder / "report-nn.html"
    assert navsim("report", folder, "--lang", "nn").exit_code == 0
    assert made.read_text(encoding="utf-8") == "tiny nn"
    made.write_text("mine", encoding="utf-8")
    before = everything_below(folder)
    done = navsim("report", folder, "--lang", "nn")
    assert done.exit_code == 2
    assert str(made) in done.output
    assert "--out" in done.output
    assert made.read_text(encoding="utf-8") == "mine"
    assert everything_below(folder) == before
    assert navsim("report", folder, "--out", folder / "nowhere" / "a.html").exit_code == 2


def rewritten(name: str, text: str) -> Callable[[Path], str]:
    """Replace a file."""

    def harm(folder: Path) -> str:
        (folder / name).write_text(text, encoding="utf-8")
        return name

    return harm


def missing(name: str) -> Callable[[Path], str]:
    """Take a file away."""

    def harm(folder: Path) -> str:
        (folder / name).unlink()
        return name

    return harm


def without_column(folder: Path) -> str:
    """A table of another version."""
    pd.read_csv(folder / "weekly.csv").drop(columns="p50").to_csv(folder / "weekly.csv", index=False)
    return "weekly.csv can't be used: it has no column p50"


def a_word_for_a_number(folder: Path) -> str:
    """A table that a spreadsheet has saved."""
    frame = pd.read_csv(folder / "summary.csv", dtype=str, keep_default_na=False)
    frame.loc[3, "mean"] = "1 130,5"
    frame.to_csv(folder / "summary.csv", index=False)
    return "summary.csv"


def half_a_table(folder: Path) -> str:
    """Replications without the last week."""
    frame = pd.read_parquet(folder / "replications.parquet")
    frame.iloc[:-1].to_parquet(folder / "replications.parquet", index=False)
    return "replications.parquet"


def another_config(folder: Path) -> str:
    """A config that was changed after the run."""
    text = (folder / "config.yaml").read_text(encoding="utf-8")
    (folder / "config.yaml").write_text(text.replace("seed: ", "seed: 1"), encoding="utf-8")
    return "config.yaml is not the config of this run"


def a_shorter_manifest(folder: Path) -> str:
    """A manifest without a seed."""
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    found.pop("seed")
    (folder / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
    return "manifest.json can't be used: it has no seed"


@pytest.mark.parametrize(
    "harm",
    [
        *(missing(f"{name}.csv") for name in COLUMNS), missing("replications.parquet"), missing("config.yaml"),
        missing("manifest.json"), rewritten("manifest.json", "{"), rewritten("manifest.json", "[]"),
        rewritten("replications.parquet", "PAR1"), rewritten("weekly.csv", ""), rewritten("config.yaml", "a: ["),
        without_column, a_word_for_a_number, half_a_table, another_config, a_shorter_manifest,
    ],
)  # fmt: skip
@pytest.mark.usefixtures("quick")
def test_what_is_missing_or_broken_is_named(folder: Path, harm: Callable[[Path], str]) -> None:
    named = harm(folder)
    before = everything_below(folder)
    done = navsim("report", folder)
    assert done.exit_code == 2, done.output
    assert named in done.output
    assert len(done.output.splitlines()) == 1
    assert everything_below(folder) == before


def test_a_folder_of_something_else(tmp_path: Path) -> None:
    for wrong in (tmp_path, tmp_path / "nowhere", path("tiny")):
        done = navsim("report", wrong)
        assert done.exit_code == 2
        assert f"{wrong} is not a results folder" in done.output


def test_names_that_look_like_something_else_stay_names(tmp_path: Path) -> None:
    names = ["nan", "NA", "null", "30", "1e5", "true", "-"]
    frame = pd.DataFrame({"scenario": names, "date": "2020-01-06", "kind": "hire", "label": names})
    frame.to_csv(tmp_path / "marks.csv", index=False)
    assert list(table_in(tmp_path / "marks.csv", COLUMNS["marks"])["label"]) == names


def browser(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a program the only browser there is."""
    program = folder / "chromium"
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program) if name == "chromium" else None)


@pytest.mark.usefixtures("quick")
def test_a_pdf(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser(tmp_path, BROWSER, monkeypatch)
    done = navsim("report", folder, "--format", "pdf")
    assert done.exit_code == 0, done.output
    assert (folder / "report-nb.pdf").read_bytes() == b"%PDF-1.4"


@pytest.mark.parametrize(
    "text",
    [
        "#!/bin/sh\necho no display >&2\nexit 3\n",
        "#!/bin/sh\necho no display >&2\n",
        BROWSER + "echo no display >&2\nexit 3\n",
        BROWSER.replace("%%PDF-1.4", "") + "echo no display >&2\n",
    ],
)
@pytest.mark.usefixtures("quick")
def test_a_browser_that_fails(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    browser(tmp_path, text, monkeypatch)
    before = everything_below(folder)
    done = navsim("report", folder, "--format", "pdf")
    assert done.exit_code == 1
    assert "no display" in done.output
    assert everything_below(folder) == before


def test_without_a_browser_there_is_no_pdf(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    done = navsim("report", folder, "--format", "pdf")
    assert done.exit_code == 1
    assert "Chromium" in done.output
    assert len(done.output.splitlines()) == 1


@pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="no Chromium or Chrome is installed")
@pytest.mark.usefixtures("quick")
def test_a_real_pdf(folder: Path) -> None:
    done = navsim("report", folder, "--format", "pdf", "--lang", "nn")
    assert done.exit_code == 0, done.output
    assert (folder / "report-nn.pdf").read_bytes().startswith(b"%PDF-")


def test_what_scenarios_change() -> None:
    twice = 'scenarios.second_wave={"staff.state_parental.people": 2, "staff.state_parental": none, title: Without}'
    extra = "{people: 1, owner: state, productive: 0.5, queues: [intake]}"
    new = f'scenarios.no_shock={{"staff.extra": {extra}, "staff.extra.people": 2}}'
    changes = changes_of(load(CORONA, [twice, new]))
    assert changes[0].path == ("staff", "temporary")
    assert (changes[0].before["people"], changes[0].before["owner"]) == (2, "state")
    assert changes[0].after is None, "there is none"
    steps = [{"from": "2020-03-25", "value": 0, "ramp_to": 0.65, "over": "8 weeks"}]
    assert Change("no_digisos", ("tasks", "application", "channels", "digital", "share"), steps, 0) in changes
    added = next(change for change in changes if change.path == ("receptions", "leksvik", "open"))
    assert (added.before, added.after) == (None, [{"value": 1}, {"from": "2020-06-15", "value": 0}])
    mine = [change for change in changes if change.scenario == "second_wave"]
    assert [(change.path, change.after) for change in mine] == [
        (("staff", "state_parental", "people"), None), (("staff", "state_parental"), None),
    ]  # fmt: skip
    assert [(change.before, change.after) for change in changes if change.scenario == "no_shock"] == [
        (None, {"people": 2, "owner": "state", "productive": 0.5, "queues": ["intake"]}), (None, 2),
    ]  # fmt: skip


@pytest.mark.usefixtures("quick")
def test_one_run_is_said_to_be_one(tmp_path: Path) -> None:
    done = navsim(
        "run", path("tiny"), "--replications", "1", "--weeks", "4", "--workers", "1", "--out", tmp_path / "one"
    )
    assert done.exit_code == 0, done.output
    assert "bare én kjøring" in done.output
    assert "95" not in done.output
