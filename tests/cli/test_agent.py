"""`ivr agent`: who is on the floor is typed, checked against the menus, and seen in the list; a telephone number is not."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main
from ivr.service.standing import Standing, standing
from ivr.storage import open_store
from ivr.storage.floor_records import AgentRow, OfferRow
from ivr.storage.records import CallRow, Entry
from tests.cli.installation import SECRET

NUMBER = "+8613800138000"
NOW, SHANGHAI = datetime(2026, 3, 2, 10, tzinfo=UTC), ZoneInfo("Asia/Shanghai")
ADD = ("add", "1024", NUMBER, "--skills", "refund,payment", "--languages", "zh,en")


def agent(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["agent", *arguments])


def test_an_agent_is_added_away_made_ready_and_away_again(url: str) -> None:
    assert agent().stdout == "There are no agents.\n"
    for arguments, state in ((ADD, "away"), (("ready", "1024"), "ready"), (("away", "1024"), "away")):
        before = datetime.now(SHANGHAI).replace(microsecond=0)
        shown = re.fullmatch(r"      1024  (\w+) +since (\S+ \S+)  telephone  refund,payment  zh,en\n", agent(*arguments).stdout)
        assert shown is not None
        assert shown[1] == state
        assert before <= datetime.fromisoformat(shown[2]).replace(tzinfo=SHANGHAI) <= datetime.now(SHANGHAI)


def test_who_is_known_is_changed_and_stays_ready(url: str) -> None:
    agent(*ADD)
    agent("ready", "1024")
    changed = agent("add", "1024", "--skills", "account", "--languages", "en").stdout.split()
    assert (changed[1], changed[5:]) == ("ready", ["browser", "account", "en"])


@pytest.mark.parametrize(("level", "told"), [("agent", "en"), ("supervisor", "en  supervisor")])
def test_the_list_tells_who_stands_above_an_agent(url: str, level: str, told: str) -> None:
    assert agent(*ADD[:-1], "en", "--level", level).stdout.endswith(f"  refund,payment  {told}\n")


@pytest.mark.parametrize("other", [("add", "1025", *ADD[2:]), ("outside", "card-centre", NUMBER, "--language", "zh")], ids=" ".join)
def test_a_telephone_is_one_persons(url: str, other: tuple[str, ...]) -> None:
    agent(*ADD)
    refused = agent(*other)
    assert (refused.exit_code, refused.stderr.splitlines()[0]) == (
        2,
        'That is the number of "1024" already. Give each their own; who answers by browser needs none.',
    )
    assert agent(*ADD).exit_code == 0, "it is still their own"
    assert agent().stdout.count("\n") == 1


OFFER = OfferRow("o1", "e1", "1024", NOW, NOW)
CONNECTING = replace(OFFER, state="connecting", changed_at=NOW + timedelta(seconds=9))
TALKING = replace(OFFER, state="talking", changed_at=NOW + timedelta(seconds=12), talked_at=NOW + timedelta(seconds=12))


@pytest.mark.parametrize(
    ("state", "ready_in", "offer", "told"),
    [
        ("ready", -60, None, Standing("ready", NOW - timedelta(seconds=60))),
        ("away", -60, None, Standing("away", NOW - timedelta(seconds=60))),
        ("ready", 20, None, Standing("writing", NOW + timedelta(seconds=20))),
        ("ready", -60, OFFER, Standing("ringing", NOW)),
        ("ready", 0, CONNECTING, Standing("talking", NOW + timedelta(seconds=9))),
        ("away", 0, TALKING, Standing("talking", NOW + timedelta(seconds=12))),
    ],
)
def test_the_list_tells_what_an_agent_does_and_since_when(state: str, ready_in: int, offer: OfferRow | None, told: Standing) -> None:
    kept = AgentRow("1024", "", "refund", "en", state, NOW + timedelta(seconds=ready_in))
    assert standing(kept, offer, NOW) == told


def test_the_telephone_is_kept_sealed(url: str) -> None:
    agent(*ADD)
    with open_store(url, SECRET).unit() as unit:
        [kept] = unit.agents()
    assert NUMBER not in kept.number_sealed
    assert NUMBER[3:] not in agent().output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "ana", *ADD[2:]), '"ana" is not a staff number. Callers hear it, so write at most ten digits, such as 1024.'),
        (("add", "1024", "13800138000", *ADD[3:]), "That is not a number that can be rung."),
        ((*ADD[:4], "refunds", *ADD[5:]), '"refunds" is not a skill of these menus. Did you mean "refund"?'),
        ((*ADD[:6], "fr"), '"fr" is not a language of these menus.'),
        ((*ADD[:4], "supervisor", *ADD[5:]), 'calls that ask for "supervisor" are for who stands higher. Say with --level how high'),
        (("ready", "1025"), 'nobody has the staff number "1025".'),
        (("outside", "supervisor", NUMBER, "--language", "zh"), '"supervisor" is a level: '),
        (("outside", "Card", NUMBER, "--language", "zh"), '"Card" cannot be the name of somebody outside. Write small letters'),
        (("wrote", "1024", "solved", "it is paid"), '"1024" had no talk within a day.'),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(url: str, arguments: tuple[str, ...], said: str) -> None:
    refused = agent(*arguments)
    assert refused.exit_code == 2
    assert refused.stderr.startswith(said)
    assert refused.stderr.endswith(f"\nThe database is {url}\n")
    assert agent().stdout == "There are no agents.\n"


def test_who_is_in_no_talk_holds_nobody(url: str) -> None:
    agent(*ADD)
    told = CliRunner().invoke(main, ["talk", "1024", "hold"])
    assert (told.exit_code, told.stderr) == (2, "agent 1024 is in no talk.\n")


def test_what_came_of_a_talk_is_written_and_the_case_told(url: str) -> None:
    agent(*ADD)
    now = datetime.now(UTC)
    with open_store(url, SECRET).unit() as unit:
        unit.start_call(CallRow("CA1", 1, "v1", "{}", "", "", "", "+15559990000", now), "[]")
        unit.join_queue(Entry("refund.zh.v1.a", "CA1", "refund", now, now, "zh", "{}"))
        unit.open_offer(OfferRow("O1", "refund.zh.v1.a", "1024", now, now))
        assert unit.move_offer("O1", ["open"], "talking", now)
        unit.ask_level("O1", "supervisor", now)
    assert agent().stdout.endswith("  supervisor asked for: open\n")
    with open_store(url, SECRET).unit() as unit:
        assert unit.move_offer("O1", ["talking"], "over", now)
    written = agent("wrote", "1024", "working", "asked the merchant")
    assert re.fullmatch(r"Case \d{10} is working\.\n", written.stdout), written.output
    again = agent("wrote", "1024", "nothing", "")
    assert (again.exit_code, again.stderr.splitlines()[0]) == (2, "that talk is written about already.")


def test_who_is_outside_has_a_name_and_is_never_ready(url: str) -> None:
    told = agent("outside", "card-centre", NUMBER, "--language", "zh")
    assert (told.exit_code, "card-centre" in told.stdout) == (0, True)
    assert NUMBER[3:] not in agent().output
    assert "no calls come to who is outside" in agent("ready", "card-centre").stderr
    for name in ("1024", "supervisor", NUMBER):
        assert (agent("outside", name, NUMBER, "--language", "zh").exit_code, name in agent().stdout) == (2, False)
