"""`ivr lint` as it is typed: what it prints, and its exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main

MENUS = Path(__file__).parent.parent.parent / "menus"
NOT_YET = " The rules were not looked at yet: they are when the menus compile.\n"
LIMIT = "too-many-options: {info: 5, warning: 5}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in MENUS.glob("*.yaml"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def lint(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["lint", *map(str, arguments)])


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_shipped_menus_are_clean() -> None:
    done = lint(MENUS)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.endswith("no problems.\n")


def test_menus_that_do_not_compile_are_told_of_by_the_compiler_in_every_form(folder: Path) -> None:
    change(folder / "welcome.yaml", "goto: refund.menu", "goto: refund.meno")
    texts = {form: lint(folder, "--format", form) for form in ("text", "json", "github")}
    assert {done.exit_code for done in texts.values()} == {1}
    assert 'Did you mean "refund.menu"? [unknown-target]' in texts["text"].stdout
    assert [each["rule"] for each in json.loads(texts["json"].stdout)] == ["unknown-target"]
    assert texts["github"].stdout.startswith(f"::error file={folder}/welcome.yaml,line=")
    assert {done.stderr.rpartition(f"1 problem in {folder}.")[2] for done in texts.values()} == {NOT_YET}


def test_clean_menus_are_an_empty_list_to_a_program() -> None:
    assert json.loads(lint(MENUS, "--format", "json").stdout) == []


def test_an_info_is_told_and_stops_nothing(folder: Path) -> None:
    change(folder / "hotline.yaml", LIMIT, "too-many-options: {info: 5}")
    change(folder / "agent.yaml", "# ivr: ignore[too-many-options]", "#")
    done = lint(folder)
    assert done.exit_code == 0
    assert "[too-many-options, info]" in done.stdout


def test_a_warning_is_to_be_mended(folder: Path) -> None:
    change(folder / "hotline.yaml", LIMIT, "too-many-options: {warning: 4}")
    done = lint(folder)
    assert done.exit_code == 1
    assert "[too-many-options, warning]" in done.stdout
    assert NOT_YET not in done.stderr


def test_a_folder_that_cannot_be_compared_with_is_named(tmp_path: Path) -> None:
    done = lint(MENUS, "--since", tmp_path)
    assert done.exit_code == 2
    assert f"{tmp_path} cannot be read: hotline.yaml:1:1: this file is missing" in done.stderr
