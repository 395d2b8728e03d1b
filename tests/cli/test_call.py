"""`ivr call`: what it may be asked, and where."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli import main

MENUS = Path(__file__).parents[2] / "menus"
SMALL = Path(__file__).parents[1] / "service" / "menus"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Type a command in a folder that holds nothing."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, words)


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address at which nobody answers."""
    with closing(socket.socket()) as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/voice"


def test_a_url_is_rung_from_any_folder(run, nobody):
    told = run("call", nobody, "--inputs", "1")
    assert told.exit_code == 1
    assert "could not connect" in told.output


def test_without_a_folder_of_menus_there_is_nothing_to_ring_and_it_says_what_to_do(run):
    told = run("call", "--inputs", "1")
    assert told.exit_code == 2
    assert 'no folder "menus" here: give one with --menus, or a URL' in told.output


@pytest.mark.parametrize("option", [("--at", "2026-03-02T10:00"), ("--menus", str(SMALL))])
def test_what_is_of_our_own_menus_does_not_go_with_a_url(run, nobody, option):
    told = run("call", nobody, *option)
    assert told.exit_code == 2
    assert f"{option[0]} cannot be used with a URL" in told.output


@pytest.mark.parametrize("option", [("--inputs", "1"), ("--from", "+15550001111"), ("--record", "b.call")])
def test_what_a_script_says_is_not_said_beside_it(run, tmp_path, option):
    (tmp_path / "a.call").write_text("caller +15550001111\n")
    told = run("call", *option, "--script", "a.call")
    assert told.exit_code == 2
    assert f"{option[0]} cannot be used with --script" in told.output


def test_a_script_in_another_encoding_is_named(run, tmp_path):
    (tmp_path / "a.call").write_bytes("# 退款\n".encode("gb18030"))
    told = run("call", "--script", "a.call")
    assert told.exit_code == 2
    assert "a.call: byte 2 is not UTF-8; save the file as UTF-8." in told.output


def test_patience_is_not_less_than_none(run, nobody):
    told = run("call", nobody, "--patience", "-3")
    assert told.exit_code == 2
    assert "-3.0 is not in the range x>=0" in told.output


def test_what_is_not_known_of_twilio_goes_as_chosen(run):
    words = ("call", "--menus", str(SMALL), "--inputs", "2,#,hangup", "--json")
    assert '"FinishedOnKey"' in run(*words).output
    assert '"FinishedOnKey"' not in run(*words, "--unsure", "flip:24").output
    told = " ".join(run("call", "--unsure", "flip:99").output.split())
    assert "'flip:99' is not a choice; write default, flip:N with N from 1 to 34" in told
    assert "docs/simulator-ledger.md lists them" in told


SEVERAL = """\
given fault delay 0 to 0.05
caller Li +15550001111
caller Wu +15550002222 after 3
Li: < Welcome.
> wait 5
> hang up
Wu: < Welcome.
"""


def test_a_script_of_several_is_played_and_told_by_leg_alike_for_one_seed(run, tmp_path):
    (tmp_path / "a.call").write_text(SEVERAL)
    told = [run("call", "--menus", str(SMALL), "--script", "a.call", "--at", "2026-03-02T10:00", "--json", "--seed", "7") for _ in range(2)]
    events = [[json.loads(line) for line in each.output.splitlines()] for each in told]
    assert [each.exit_code for each in told] == [0, 0]
    assert {event["leg"] for event in events[0]} == {"Li", "Wu"}
    assert [timeless(event) for event in events[0]] == [timeless(event) for event in events[1]]


def test_the_end_of_a_lone_caller_is_told_last(run, tmp_path):
    (tmp_path / "a.call").write_text("caller +15550001111\n> hang up\n")
    told = run("call", "--menus", str(SMALL), "--script", "a.call", "--json")
    assert [json.loads(line)["event"] for line in told.output.splitlines()][-2:] == ["request", "ended"]


def timeless(event):
    """Leave out how long a request really took."""
    return {name: value for name, value in event.items() if name != "ms"}


def test_a_script_that_calls_leave_is_told_with_the_leg(run, tmp_path):
    (tmp_path / "a.call").write_text(SEVERAL + "> 1\n< Nothing of the kind.\n")
    told = run("call", "--menus", str(SMALL), "--script", "a.call")
    assert told.exit_code == 1
    assert "a.call:9: Wu: expected to hear:\n    Nothing of the kind." in told.output
    assert "Li: " in told.output


GIVENS = [
    ("callbacks customer first", "nobody can be rung here"),
    ("incident en=transfers until 12:00", "the words in zh are missing: callers of every language are to hear it."),
    ("closed refnd until 12:00", '"refnd" is not a queue of these menus. Did you mean "refund"?'),
    ("closed refund", 'nobody knows "given closed refund"; what can be given is time 2026-03-02 10:00, queue NAME full, queue'),
    ("recording late", 'nobody knows "given recording late"; what can be given is time 2026-03-02 10:00, queue NAME full, queue'),
    ('incident "en=transfers until 12:00', "No closing quotation"),
]


@pytest.mark.parametrize(("given", "said"), GIVENS)
def test_a_given_that_cannot_be_is_told_with_its_line(run, tmp_path, given, said):
    (tmp_path / "a.call").write_text(f"given time 2026-03-02 10:00\ngiven {given}\ncaller +15550001111\n")
    told = run("call", "--menus", str(SMALL), "--script", "a.call")
    assert told.exit_code == 2
    assert f"a.call:2: {said}" in " ".join(told.output.split())


IN_VAIN = [
    ("time 2026-03-02 10:00", 'a.call: "given time 2026-03-02 10:00" is of menus that are rung in-process, not of a URL'),
    (
        "queue refund fulll",
        'a.call:1: nobody knows "given queue refund fulll"; what can be given is time 2026-03-02 10:00, queue NAME full',
    ),
    ("rest lose", 'a.call: "given rest lose /*": `ivr call` has no REST API'),
]


@pytest.mark.parametrize(("given", "said"), IN_VAIN)
def test_what_would_be_given_in_vain_is_refused(run, nobody, tmp_path, given, said):
    (tmp_path / "a.call").write_text(f"given {given}\ncaller +15550001111\n")
    told = run("call", nobody, "--script", "a.call")
    assert told.exit_code == 2
    assert said in " ".join(told.output.split())


MISTYPED = [
    (("call", "nonsense"), "'nonsense' is not a web address; write for example http://"),
    (("call", "http://"), "'http://' is not a web address"),
    (("phone", "nonsense"), "'nonsense' is not a web address"),
    (("call", "--to", ""), "'' is not a number"),
    (("call", "--from", "abc"), "'abc' is not a number; write for example +15550001111"),
    (("phone", "http://h/", "--number", "abc"), "'abc' is not a number"),
    (("phone", "http://h/", "--port", "99999"), "99999 is not in the range 0<=x<=65535"),
    (("serve", "--port", "99999"), "99999 is not in the range"),
    (("serve", "--phone-port", "99999"), "99999 is not in the range"),
    (("call", "--token", "secret"), "--token goes with a URL"),
    (("call", "--method", "GET"), "--method goes with a URL"),
]


@pytest.mark.parametrize(("words", "said"), MISTYPED)
def test_what_cannot_be_is_refused_with_words(run, words, said):
    told = run(*words)
    assert told.exit_code == 2
    assert said in " ".join(told.output.split())


def test_texts_go_where_they_are_to_be_asked_about_and_else_it_is_remarked(run, nobody, tmp_path):
    (tmp_path / "a.call").write_text("caller +15550001111\n> text to +15559990000 Hello\n")
    assert "/texts: could not connect" in run("call", nobody, "--script", "a.call", "--texts", "/texts").output
    assert "a text to +15559990000 reaches no application" in run("call", nobody, "--script", "a.call").output


def test_what_is_given_of_our_menus_does_not_go_with_a_url(run, nobody, tmp_path):
    (tmp_path / "a.call").write_text("given closed refund until 12:00\ncaller +15550001111\n")
    told = run("call", nobody, "--script", "a.call")
    assert told.exit_code == 2
    assert '"given closed refund until 12:00" is of menus that are rung in-process, not of a URL' in told.output


def test_the_texts_of_a_call_made_here_are_shown(run):
    keys = "1,1,5,2,2,hangup"
    told = run("call", "--menus", str(MENUS), "--at", "2026-03-02T10:00", "--json", "--from", "+8613900000001", "--inputs", keys)
    events = [json.loads(line) for line in told.output.splitlines()]
    (text,) = (event for event in events if event["event"] == "sms")
    assert text["to"] == "+8613900000001"
    assert "官方渠道" in text["body"]
    assert events[-1]["event"] == "ended"
