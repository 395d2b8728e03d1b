"""`.call` files: read, checked, written back."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.simulator.carrier import Carrier
from ivr.simulator.effects import Queueing
from ivr.simulator.person import HangUp, Leave, Press, Silence, Speak
from ivr.simulator.transcript import BadTranscript, Does, Given, Goes, Hears, Script, read_transcript, write_transcript

CALLER = "caller +15550001111\n"

LINES = [
    ("< For billing, press 1.", Hears("For billing, press 1.")),
    ("< > 1 is what to press", Hears("> 1 is what to press")),
    ("> 1", Does(Press("1"))),
    ("> *0#", Does(Press("*0#"))),
    ("> !1", Does(Press("1", at_once=True))),
    ("> ~", Does(Silence())),
    ("> say 我要退款", Does(Speak("我要退款"))),
    ("> say to a person", Does(Speak("to a person"))),
    ("> rec 4", Does(Leave(4))),
    ("> hang up", Does(HangUp())),
    ("= queue refund", Goes("queue refund")),
    ("= queue two words", Goes("queue two words")),
    ("= dial +15551230000", Goes("dial +15551230000")),
    ("= ended by app", Goes("ended by app")),
    ("  =   ended by caller  ", Goes("ended by caller")),
]


@pytest.mark.parametrize(("text", "line"), LINES)
def test_a_line_is_read(text, line):
    assert read_transcript(CALLER + text, "x.call").lines == (line,)


def test_a_whole_file_is_read():
    text = """\
# a comment
given time 2026-03-02 10:00
given wallet.balance = found {free: 12800}

caller +15550001111 calls +15559990000
< Hello
"""
    script = read_transcript(text, "x.call")
    assert script.time == datetime.fromisoformat("2026-03-02 10:00")
    assert script.givens == (Given("wallet.balance = found {free: 12800}"),)
    assert script.givens[0].line == 3
    assert (script.caller, script.called) == ("+15550001111", "+15559990000")


CARRIERS = [
    ("queue refund answered after 20 talks 30", Carrier({"refund": Queueing(20, 30)})),
    ("queue refund answered after 2.5", Carrier({"refund": Queueing(2.5)})),
    ("queue two   words full", Carrier({"two words": Queueing(most=0)})),
    ("recording absent", Carrier(recording="absent")),
]


@pytest.mark.parametrize(("text", "carrier"), CARRIERS)
def test_what_is_given_of_the_carrier_is_read(text, carrier):
    script = read_transcript(f"given {text}\n{CALLER}", "x.call")
    assert (script.carrier, script.givens) == (carrier, ())


@pytest.mark.parametrize("text", ["queue refund answered", "queue refund answered after ten", "queue refund empty", "recording lost"])
def test_what_the_carrier_does_not_know_stays_a_given(text):
    script = read_transcript(f"given {text}\n{CALLER}", "x.call")
    assert (script.carrier, script.givens) == (Carrier(), (Given(text),))


SLIPS = [
    ("", "x.call:1: nobody calls; add a line such as: caller"),
    ("1", "x.call:1: '1' begins no line; a line begins with given, caller"),
    ("< Hello\n" + CALLER, "x.call:1: this stands before the call"),
    (CALLER + CALLER, "x.call:2: a second caller"),
    ("caller", "x.call:1: who calls? write for example"),
    ("caller 1 rings 2", "x.call:1: who calls?"),
    ("given\n" + CALLER, "x.call:1: what is given?"),
    ("given time ten\n" + CALLER, "x.call:1: 'ten' is no time; write for example: given time 2026-03-02 10:00"),
    ("given time 2026-03-02 10:00+08:00\n" + CALLER, "x.call:1: the time is the hotline's; leave the zone out"),
    (CALLER + "given time 2026-03-02 10:00", "x.call:2: this is given too late"),
    (CALLER + "agent Ana", "x.call:2: agents are not simulated yet"),
    (CALLER + "> press 1", "x.call:2: 'press 1' is nothing a caller can do; write keys"),
    (CALLER + ">", "x.call:2: nothing stands after >"),
    (CALLER + "= refund", "x.call:2: 'refund' is nowhere to go; write queue NAME"),
    (CALLER + "= ended by me", "x.call:2: 'ended by me' is nowhere to go"),
    (CALLER + "= queue", "x.call:2: 'queue' is nowhere to go"),
]


@pytest.mark.parametrize(("text", "slip"), SLIPS)
def test_a_slip_names_its_line_and_what_to_do(text, slip):
    with pytest.raises(BadTranscript) as caught:
        read_transcript(text, "x.call")
    assert str(caught.value).startswith(slip)


def test_all_slips_are_told():
    with pytest.raises(BadTranscript) as caught:
        read_transcript(CALLER + "> x\n? y\n= z", "x.call")
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == ["x.call:2", "x.call:3", "x.call:4"]


WORDS = st.text("abc 退款,.#~>1", min_size=1, max_size=12).map(str.strip).filter(bool)
PRESSES = st.builds(Press, st.text("0123456789*#", min_size=1, max_size=4), st.booleans())
MOVES = st.one_of(PRESSES, st.builds(Speak, WORDS), st.builds(Leave, st.integers(1, 60)), st.just(Silence()), st.just(HangUp()))
GOES = st.sampled_from(["queue refund", "dial +1555", "ended by app", "ended by document"]).map(Goes)
QUEUEINGS = st.builds(Queueing, st.integers(0, 600), st.integers(0, 600)) | st.just(Queueing(most=0))
SCRIPTS = st.builds(
    Script,
    file=st.just("x.call"),
    caller=st.sampled_from(["+15550001111", "anonymous"]),
    lines=st.lists(st.one_of(WORDS.map(Hears), MOVES.map(Does), GOES)).map(tuple),
    called=st.sampled_from([None, "+15559990000"]),
    time=st.sampled_from([None, datetime.fromisoformat("2026-03-02 10:00")]),
    carrier=st.builds(
        Carrier,
        st.dictionaries(st.sampled_from(["refund", "two words"]), QUEUEINGS),
        st.sampled_from(["completed", "absent"]),
    ),
    givens=st.lists(st.sampled_from(["wallet.freeze = done", "queue refund 3 waiting"]).map(Given)).map(tuple),
)


@given(SCRIPTS)
def test_what_is_written_reads_back_the_same(script):
    assert read_transcript(write_transcript(script), "x.call") == script
