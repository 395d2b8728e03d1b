"""`ivr floor`: a day is played, told and drawn."""

import csv
import json
import time
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from ivr.cli import main

SMALL = ["floor", "--agents", "12", "--seed", "7"]
FIVE_MINUTES = 300
SVG = "{http://www.w3.org/2000/svg}"


def run(*given: str) -> str:
    done = CliRunner().invoke(main, [*SMALL, *given])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_day_is_told_for_all_lines_and_for_each_with_the_formulas() -> None:
    told = run()
    assert [block.splitlines()[0] for block in told.split("\n\n")] == [
        "all lines",
        "account",
        "payment",
        "refund",
        "complaints",
        "security",
    ]
    assert told.count("answered within 20 s / (answered + abandoned)") == 6


def test_all_forms_tell_the_same_and_the_lines_make_up_the_whole() -> None:
    told = json.loads(run("--format", "json"))
    values = {(group, each["name"]): each["value"] for group, figures in told.items() for each in figures}
    rows = {(row["group"], row["figure"]): row["value"] for row in csv.DictReader(StringIO(run("--format", "csv")))}
    assert rows == {place: "" if value is None else str(value) for place, value in values.items()}
    for counted in ("queued", "answered", "abandoned", "callbacks"):
        assert values["all lines", counted] == sum(values[group, counted] for group in told if group != "all lines") > 0


def test_the_same_seed_plays_the_same_day_and_fewer_calls_are_answered_sooner() -> None:
    assert run("--format", "csv") == run("--format", "csv")
    many, few = (json.loads(run("--format", "json", "--calls-per-hour", rate))["all lines"] for rate in ("150", "60"))
    level = [next(each["value"] for each in figures if each["name"] == "service level") for figures in (many, few)]
    assert level[0] < level[1]


def test_what_cannot_be_reckoned_is_said_to_be_so() -> None:
    assert "no data" in run("--calls-per-hour", "0.01")


def test_the_picture_shows_waits_staff_and_service_level_and_needs_nothing_else(tmp_path: Path) -> None:
    drawn = tmp_path / "day.svg"
    run("-o", str(drawn))
    text = drawn.read_text(encoding="utf-8")
    tree = ElementTree.fromstring(text)
    names = [each.text for each in tree.iter(f"{SVG}text") if each.get("class") == "name"]
    assert names == ["Wait", "Agents", "Service level"]
    curves = [each.get("d") or "" for each in tree.iter(f"{SVG}path")]
    assert [len(curve) > 500 for curve in curves] == [True] * 5
    assert "href" not in text
    assert "<script" not in text


@pytest.mark.parametrize("bad", [["--agents", "4"], ["--callbacks", "1.5"], ["--talk", "0"]])
def test_a_floor_that_cannot_be_is_refused(bad: list[str]) -> None:
    done = CliRunner().invoke(main, ["floor", *bad])
    assert (done.exit_code, bad[0] in done.output) == (2, True)


def test_a_day_of_two_hundred_agents_is_played_in_less_than_five_minutes(tmp_path: Path) -> None:
    began = time.process_time()
    done = CliRunner().invoke(main, ["floor", "--format", "json", "-o", str(tmp_path / "day.svg")])
    assert next(each["value"] for each in json.loads(done.stdout)["all lines"] if each["name"] == "queued") > 20_000
    assert time.process_time() - began < FIVE_MINUTES
