"""`.call` files: read, checked, written back."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.simulator.effects import Queueing
from ivr.simulator.faces.deeds import Drop, SendText, Stay, Tell, Tones
from ivr.simulator.faces.grammar import BadTranscript, read_transcript
from ivr.simulator.faces.transcript import Calls, Does, Given, Goes, Hears, Manner, Part, Rung, Script, write_transcript
from ivr.simulator.office.carrier import Carrier
from ivr.simulator.people.person import HangUp, Leave, Press, Silence, Speak
from ivr.simulator.web.faults import Fault

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
    ("> rec 4 saying 我要投诉", Does(Leave(4, words="我要投诉"))),
    ("> rec 2.5 from my own.wav", Does(Leave(2.5, file="my own.wav"))),
    ("> hang up", Does(HangUp())),
    ("> wait 30", Does(Stay(30))),
    ("> tell good  morning", Does(Tell("good  morning"))),
    ("> tones 5#", Does(Tones("5#"))),
    ("> text to +15559990000 YES please", Does(SendText("+15559990000", "YES please"))),
    ("> drop", Does(Drop())),
    ("= queue refund", Goes("queue refund")),
    ("= queue two words", Goes("queue two words")),
    ("= dial +15551230000", Goes("dial +15551230000")),
    ("= room", Goes("room")),
    ("= room support", Goes("room support")),
    ("= talk", Goes("talk")),
    ("= talk with Ana", Goes("talk with Ana")),
    ("= text to +15550001111 Your ticket", Goes("text to +15550001111 Your ticket")),
    ("= ended by app", Goes("ended by app")),
    ("  =   ended by caller  ", Goes("ended by caller")),
]


@pytest.mark.parametrize(("text", "line"), LINES)
def test_a_line_is_read(text, line):
    assert read_transcript(CALLER + text, "x.call").parts[0].lines == (line,)


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
    assert script.parts == (Part("+15550001111", (Hears("Hello"),), Calls("+15559990000")),)


PAGE = Path(__file__).parents[2] / "docs" / "call-files.md"
EXAMPLES = re.findall(r"^```\n(.+?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("text", "names"), [*zip(EXAMPLES, [[""], [""], ["Li", "Wu", "Ana", "Ben"]], strict=True)])
def test_the_examples_of_the_page_are_read(text, names):
    assert [part.name for part in read_transcript(text, "x.call").parts] == names


LEGS = [
    ("caller anonymous", Part("anonymous")),
    ("caller +1555 after 12", Part("+1555", begins=Calls(after=12))),
    ("caller Li +1555 calls +1999 after 2.5", Part("+1555", begins=Calls("+1999", 2.5), name="Li")),
    ("caller 李 client:li calls +1999", Part("client:li", begins=Calls("+1999"), name="李")),
    ("caller Li +1555 answers after 3", Part("+1555", begins=Rung(Manner.ANSWERS, 3), name="Li")),
    ("agent Ana +1555", Part("+1555", begins=Rung(Manner.ANSWERS, 2), role="agent", name="Ana")),
    ("agent Ana at +1555 answers after 3", Part("+1555", begins=Rung(Manner.ANSWERS, 3), role="agent", name="Ana")),
    ("agent Ana at +1555 refuses after 3 to 6.5", Part("+1555", begins=Rung(Manner.REFUSES, 3, 6.5), role="agent", name="Ana")),
    ("agent at +1555 busy", Part("+1555", begins=Rung(Manner.BUSY), role="agent")),
    ("agent Ana at +1555 calls +1999 after 1", Part("+1555", begins=Calls("+1999", 1), role="agent", name="Ana")),
]


@pytest.mark.parametrize(("text", "part"), LEGS)
def test_a_leg_is_read(text, part):
    assert read_transcript(text, "x.call").parts == (part,)


def test_lines_belong_to_the_leg_named_last():
    text = """\
caller Li +1555
agent Ana +1666 refuses
agent Ana +1666 answers
< second time
Li: < Hello
> 1
Ana:
> hang up
Li: = ended by caller
"""
    parts = read_transcript(text, "x.call").parts
    assert [(part.name, [line.line for line in part.lines]) for part in parts] == [("Li", [5, 6, 9]), ("Ana", []), ("Ana", [4, 8])]


CARRIERS = [
    ("queue refund answered after 20 talks 30", Carrier({"refund": Queueing(20, 30)})),
    ("queue refund answered after 2.5", Carrier({"refund": Queueing(2.5)})),
    ("queue two   words full", Carrier({"two words": Queueing(most=0)})),
    ("queue refund fails", Carrier({"refund": Queueing(fails=True)})),
    ("recording absent", Carrier(recording="absent")),
    ("recording failed", Carrier(recording="failed")),
    ("recording late 20", Carrier(recording_seconds=20)),
    ("fault drop /voice/status number 2", Carrier(faults=(Fault("drop", "/voice/status", number=2),))),
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
    ("caller Li +1555 after 3 to 6", "x.call:1: a caller rings at one time: write after, and how many seconds"),
    ("", "x.call:1: nobody calls; add a line such as: caller"),
    ("1", "x.call:1: '1' begins no line; a line begins with given, caller"),
    ("< Hello\n" + CALLER, "x.call:1: this stands before the call"),
    (CALLER + CALLER, "x.call:2: more than one leg: give each a name, such as: caller Li +1555"),
    ("caller Li +1\nagent +1", "x.call:2: more than one leg: give each a name, such as: agent Li +1555"),
    (CALLER + "Li: > 1", "x.call:2: nobody is called Li yet; put a line above such as: caller Li +1555"),
    ("caller Li +1\nLi: > press", "x.call:2: 'press' is nothing that somebody on a telephone can do"),
    ("caller", "x.call:1: who calls, or is called? write for example"),
    ("caller 1 rings 2", "x.call:1: who calls, or is called?"),
    ("agent Ana", "x.call:1: who calls, or is called?"),
    ("agent Ana at +1555 answers after lunch", "x.call:1: who calls, or is called?"),
    ("agent Ana at +1555 answers after 6 to 3", "x.call:1: after 6 to 3: put the smaller number first"),
    ("given\n" + CALLER, "x.call:1: what is given?"),
    ("given time ten\n" + CALLER, "x.call:1: 'ten' is no time; write for example: given time 2026-03-02 10:00"),
    ("given time 2026-03-02 10:00+08:00\n" + CALLER, "x.call:1: the time is the hotline's; leave the zone out"),
    (CALLER + "given time 2026-03-02 10:00", "x.call:2: this is given too late"),
    ("given fault burn\n" + CALLER, "x.call:1: 'burn' is no fault; write drop, lose, delay, repeat, overtake, corrupt, then"),
    (CALLER + "> press 1", "x.call:2: 'press 1' is nothing that somebody on a telephone can do; write keys"),
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
KEYS = st.text("0123456789*#", min_size=1, max_size=4)
SECONDS = st.integers(0, 600) | st.sampled_from([0.5, 2.25])
LEAVES = st.builds(Leave, SECONDS) | st.builds(Leave, SECONDS, words=WORDS) | st.builds(Leave, SECONDS, file=WORDS)
MOVES = st.one_of(st.builds(Press, KEYS, st.booleans()), st.builds(Speak, WORDS), LEAVES, st.sampled_from([Silence(), HangUp()]))
TEXTS = st.builds(SendText, st.just("+1999"), WORDS)
DEEDS = st.one_of(MOVES, st.builds(Stay, SECONDS), st.builds(Tell, WORDS), st.builds(Tones, KEYS), TEXTS, st.just(Drop()))
GOES = st.sampled_from([line.where for _, line in LINES if isinstance(line, Goes)]).map(Goes)
LINE_LISTS = st.lists(st.one_of(WORDS.map(Hears), DEEDS.map(Does), GOES)).map(tuple)
CALLED = st.builds(Calls, st.sampled_from([None, "+15559990000"]), SECONDS)
ALONE = st.builds(Part, st.sampled_from(["+15550001111", "anonymous"]), LINE_LISTS, CALLED)
SPANS = st.tuples(SECONDS, st.none()) | st.tuples(SECONDS, SECONDS).map(sorted)
RUNGS = st.builds(lambda manner, span: Rung(manner, *span), st.sampled_from(Manner), SPANS)
SOMEBODY = st.builds(
    Part,
    st.sampled_from(["+15550001111", "client:ana"]),
    LINE_LISTS,
    CALLED | RUNGS,
    role=st.just("caller"),
    name=st.sampled_from(["Li", "Ana", "李"]),
)
AGENT = st.builds(Part, st.just("+1666"), LINE_LISTS, RUNGS, role=st.just("agent"), name=st.just("Ben"))
QUEUEINGS = st.builds(Queueing, st.integers(0, 600), st.integers(0, 600)) | st.sampled_from([Queueing(most=0), Queueing(fails=True)])
FAULTS = st.builds(
    Fault,
    st.sampled_from(["drop", "lose", "corrupt"]),
    st.sampled_from(["/*", "/voice/status"]),
    number=st.none() | st.integers(1, 9),
) | st.builds(Fault, st.sampled_from(["delay", "repeat", "overtake"]), one_in=st.integers(1, 9), least=st.just(0.5), most=st.just(2.0))
SCRIPTS = st.builds(
    Script,
    file=st.just("x.call"),
    parts=st.tuples(ALONE) | st.lists(SOMEBODY | AGENT, min_size=1, max_size=4).map(tuple),
    time=st.sampled_from([None, datetime.fromisoformat("2026-03-02 10:00")]),
    carrier=st.builds(
        Carrier,
        st.dictionaries(st.sampled_from(["refund", "two words"]), QUEUEINGS),
        st.sampled_from(["completed", "absent", "failed"]),
        st.sampled_from([2.0, 20.0]),
        st.lists(FAULTS, max_size=2).map(tuple),
    ),
    givens=st.lists(st.sampled_from(["wallet.freeze = done", "queue refund 3 waiting"]).map(Given)).map(tuple),
)


@given(SCRIPTS)
def test_what_is_written_reads_back_the_same(script):
    assert read_transcript(write_transcript(script), "x.call") == script
