"""`ivr reports`: the figures of twenty written calls are those counted by hand, and those that the telephones saw."""

import csv
import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from statistics import mean, median

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main
from ivr.compiler.compile import compile_folder
from ivr.service.actions import DECLARATIONS
from ivr.simulator import events
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.phone import Phone
from ivr.storage.schema import migrate
from ivr.trial.number import NUMBER
from ivr.trial.stage import begins, in_process, set_up
from tests.cli.twenty_callers import transcript
from tests.floor.ringing import OverTwilio

MENUS = Path(__file__).parents[2] / "menus"
DAY = ["--since", "2026-03-02"]


@dataclass(frozen=True)
class Morning:
    """The calls in a database, the settings to read it, and what the telephones saw of those who were answered, in seconds."""

    settings: dict[str, str]
    waits: list[float]
    talks: list[float]


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Morning:
    folder = tmp_path_factory.mktemp("reports")
    url = f"sqlite:///{folder}/calls.db"
    migrate(url)
    flow = compile_folder(MENUS, DECLARATIONS)
    config = in_process(MENUS).model_copy(update={"database_url": url})
    script = read_transcript(transcript(), "twenty callers")
    seen: list[events.Event] = []
    with closing(set_up(flow, config, begins(script, flow), script, OverTwilio(config))) as stage:
        played = Phone(line=stage.line, clock=stage.clock, token=stage.token, meet=stage.meet).play(NUMBER, script, seen.append)
    assert (played.mismatch, played.errors) == (None, ())
    secrets = {"SECRET_KEY": config.secret_key.get_secret_value(), "TWILIO_AUTH_TOKEN": config.twilio_auth_token.get_secret_value()}
    settings = {"BASE_URL": config.base_url, "DATABASE_URL": url, "MENUS": str(MENUS), **secrets}
    waits = [talk.at - joined(seen, talk) for talk in seen if is_a_callers(talk)]
    ends = {event.at: event.leg for event in seen if isinstance(event.what, events.Left)}
    talks = [next(at for at, leg in sorted(ends.items()) if leg == talk.leg) - talk.at for talk in seen if is_a_callers(talk)]
    return Morning(settings, waits, talks)


def is_a_callers(event: events.Event) -> bool:
    return isinstance(event.what, events.Talk) and event.leg != "Ana"


def joined(seen: list[events.Event], talk: events.Event) -> float:
    """Give when one who talks pressed 0: from there on they are in line, though they first hear where."""
    return next(event.at for event in seen if event.leg == talk.leg and event.what == events.Digits("0"))


@pytest.fixture
def run(morning: Morning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)
    return lambda *given: CliRunner().invoke(main, ["reports", *given], env=morning.settings)


def values(result: Result) -> dict[str, dict[str, float | None]]:
    assert result.exit_code == 0, result.output
    return {group: {each["name"]: each["value"] for each in figures} for group, figures in json.loads(result.stdout).items()}


BY_HAND = {
    "offered": 20,
    "gross containment": 11 / 20,
    "net containment": 6 / 18,
    "verified containment": 6 / 18,
    "queued": 9,
    "answered": 4,
    "abandoned": 3,
    "abandonment": 3 / 9,
    "abandonment after 5 s": 3 / 9,
    "service level": 1 / 7,
    "service level 2": 1 / 7,
    "service level 3": 1 / 4,
    "wrap-up time": 20,
    "solved at first contact": 4 / 4,
    "transfer rate": 0 / 4,
    "satisfied": 1 / 1,
    "marks given": 1 / 4,
    "marks by text": None,
    "estimates kept": None,
    "estimates off by": None,
    "callbacks": 1,
    "callbacks waited": None,
    "callbacks at first try": None,
}
"""Six solved it alone, three gave up in the menus, two had a wrong number. Of nine in line four were answered, one of them at once, and
three hung up; one left a message, one booked a callback. The agent wrote nothing, and was free after 20 s each time."""


def test_the_figures_are_those_counted_by_hand_and_seen_by_the_telephones(run: Callable[..., Result], morning: Morning) -> None:
    [told] = values(run(*DAY, "--format", "json")).values()
    seen = {
        "speed of answer": mean(morning.waits),
        "half waited": sorted(morning.waits)[1],
        "nine in ten waited": max(morning.waits),
        "talk time": mean(morning.talks),
        "handling time": mean(morning.talks) + 20,
    }
    assert len(morning.waits) == 4
    assert median(morning.waits) > 20
    assert {name: told.pop(name) for name in seen} == pytest.approx(seen, abs=0.5)
    assert told == pytest.approx(BY_HAND)


def test_lines_and_hours_make_up_the_whole(run: Callable[..., Result]) -> None:
    lines, hours = (values(run(*DAY, "--by", by, "--format", "json")) for by in ("line", "hour"))
    assert list(lines) == ["all calls", "no line", "refund"]
    assert list(hours) == ["all calls", "2026-03-02 10:00"]
    assert hours["2026-03-02 10:00"] == hours["all calls"] == lines["all calls"]
    assert (lines["refund"]["queued"], lines["no line"]["offered"]) == (9, 11)


def test_text_and_csv_tell_the_same_with_the_formulas(run: Callable[..., Result]) -> None:
    text, rows = run(*DAY).stdout, {row["figure"]: row for row in csv.DictReader(StringIO(run(*DAY, "--format", "csv").stdout))}
    assert [line.split("   ")[0].strip() for line in text.splitlines()[1:]] == list(rows)
    assert "14.3%   answered within 20 s / (answered + abandoned)" in text
    assert (rows["estimates kept"]["value"], "no data   waited no longer than told / told" in text) == ("", True)


def test_what_counts_as_in_time_and_as_solved_can_be_chosen(run: Callable[..., Result]) -> None:
    [told] = values(run(*DAY, "--within", "40", "--solved", "solved.check=3", "--format", "json")).values()
    assert (told["service level"], told["net containment"]) == (pytest.approx(2 / 7), 0)


def test_of_another_day_there_is_nothing_to_tell(run: Callable[..., Result]) -> None:
    [told] = values(run("--since", "2026-03-03", "--format", "json")).values()
    assert (told["offered"], told["queued"]) == (0, 0)
    assert {value for name, value in told.items() if value != 0} == {None}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--until", "2026-03-01"], "before 2026-03-02"),
        (["--solved", "yes"], "solved.check=1"),
        (["--solved", "solved.chek=1"], 'no menu has the node "solved.chek" with options. Did you mean "solved.check"?'),
        (["--solved", "solved.check=9"], '"solved.check" has no option "9". There are: 1, 2, 3.'),
    ],
)
def test_what_cannot_be_reported_is_refused(run: Callable[..., Result], given: list[str], said: str) -> None:
    done = run(*DAY, *given)
    assert (done.exit_code, said in done.output) == (2, True)
