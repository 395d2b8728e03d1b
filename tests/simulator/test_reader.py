"""Playing a transcript: what passes, and how a call that goes another way is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.reader import Reader
from ivr.simulator.faces.recorder import Recorder
from ivr.simulator.faces.script import Inputs, read_inputs
from ivr.simulator.faces.transcript import write_transcript
from ivr.simulator.people.person import Silence

PAGES = {
    "/": '<Gather numDigits="1" action="/key"><Say>For billing, press 1.</Say><Say>Or hold.</Say></Gather>'
    "<Say>Sorry.</Say><Redirect>/</Redirect>",
    "/key": lambda form: {
        "1": '<Enqueue action="/after" waitUrl="/wait">refund</Enqueue>',
        "2": "<Dial>+15551230000</Dial>",
        "3": '<Record action="/bye"/>',
        "4": '<Gather input="speech" action="/bye"><Say>Speak.</Say></Gather>',
    }.get(form["Digits"], "<Redirect>/</Redirect>"),
    "/wait": "<Say>Please hold.</Say><Pause/>",
    "/after": "<Hangup/>",
    "/bye": "<Say>Thank you.</Say><Hangup/>",
}


def follows(text: str) -> Reader:
    [part] = read_transcript(text, "x.call").parts
    return Reader(part, "x.call")


def reads(*lines: str) -> Reader:
    return follows("\n".join(["caller +15550001111", *lines]))


PASS = [
    ("< billing", "> 1", "= queue refund", "< hold", "> hang up", "= ended by caller"),
    ("< For billing,   press 1. Or hold.", "> hang up"),
    ("> 1", "= queue refund"),
    ("> ~", "< Sorry.", "< billing", "> 9", "< billing", "> 2", "= dial +15551230000", "= ended by document"),
    ("> 2", "= dial +15551230000", "> hang up", "= ended by caller"),
    ("> !2", "< billing", "= dial +15551230000"),
    ("> 3", "> rec 4", "< Thank you.", "= ended by app"),
    ("> 3", "> ~", "= ended by app"),
    ("> 4", "< Speak.", "> say 退款", "< Thank you."),
    (),
]


@pytest.mark.parametrize("lines", PASS)
def test_a_call_that_goes_as_written_passes(ring, lines):
    reader = reads(*lines)
    ring(PAGES, reader)
    assert reader.mismatch is None


WAITS = [
    # what is written of a wait whose rounds say One and Two by turns, how the mismatch begins
    (("< One", "< Two", "< One", "> hang up", "= ended by caller"), None),
    (("< Three", "> hang up"), "x.call:4: expected to hear:\n    Three"),
]


@pytest.mark.parametrize(("lines", "mismatch"), WAITS)
def test_who_waits_hangs_up_once_all_that_is_expected_was_heard(ring, lines, mismatch):
    pages = {"/": '<Enqueue waitUrl="/one">q</Enqueue>', "/one": "<Say>One</Say><Redirect>/two</Redirect>", "/two": "<Say>Two</Say>"}
    reader = reads("= queue q", "# rounds", *lines)
    ring(pages, reader)
    assert (reader.mismatch or "").startswith(mismatch or "")
    assert bool(reader.mismatch) is bool(mismatch)


FAIL = [
    # lines, how the mismatch begins, what it holds
    (("< billing", "< sales", "> 1"), "x.call:3: expected to hear:\n    sales", "For billing, press 1.\n    Or hold."),
    (("< hold", "< billing", "> 1"), "x.call:3: expected to hear:\n    billing", "from the start"),
    (("> 1", "= queue sales"), "x.call:3: expected the call to go:\n    queue sales", "= queue refund"),
    (("> 9", "= ended by app"), "x.call:3: expected the call to go:\n    ended by app", "after line 2"),
    (("> 9", "< Sorry.", "> 1"), "x.call:3: expected to hear:\n    Sorry.", "For billing"),
    (("> 2", "> 3"), "x.call:3: > 3 was not used: the call had ended (the document ended)", ""),
    (("> 3", "> ~", "= ended by caller"), "x.call:4: expected the call to go:\n    ended by caller", "= ended by app"),
]


@pytest.mark.parametrize(("lines", "beginning", "holds"), FAIL)
def test_a_call_that_goes_another_way_is_told_aloud(ring, lines, beginning, holds):
    reader = reads(*lines)
    ring(PAGES, reader)
    assert reader.mismatch is not None
    assert reader.mismatch.startswith(beginning)
    assert holds in reader.mismatch


def test_words_of_an_earlier_moment_do_not_count(ring):
    reader = reads("> ~", "< Sorry.", "> ~", "> ~", "< billing", "> 2", "< Sorry.")
    ring(PAGES, reader)
    assert (reader.mismatch or "").startswith("x.call:8: expected to hear:\n    Sorry.")


INPUTS = st.lists(st.sampled_from(["1", "2", "3", "4", "9", "12", "#", "!1", "!12", "~", "say:退款", "rec:2", "hangup"]), max_size=6).map(
    ",".join
)


@settings(max_examples=100, deadline=None)
@given(INPUTS)
def test_any_recorded_call_plays_again(ring, inputs):
    recorder = Recorder(Inputs(read_inputs(inputs)))
    ring(PAGES, recorder)
    text = write_transcript(recorder.script("+15550001111"))
    reader = follows(text)
    ring(PAGES, reader)
    assert reader.mismatch is None, text


def test_the_recorder_writes_what_was_heard_and_done(ring):
    recorder = Recorder(Inputs((Silence(), *read_inputs("1,hangup"))))
    ring(PAGES, recorder)
    assert write_transcript(recorder.script("+15550001111")).splitlines() == [
        "caller +15550001111",
        "< For billing, press 1.",
        "< Or hold.",
        "> ~",
        "< Sorry.",
        "< For billing, press 1.",
        "< Or hold.",
        "> 1",
        "= queue refund",
        "< Please hold.",
        "> hang up",
        "< Please hold.",
        "= ended by caller",
    ]
