"""The list of verbs is whole, and any document at all ends in a call that is over."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.simulator import events, verbs
from ivr.simulator.unsure import Unsure, read_unsure


def test_each_verb_has_its_file_its_place_in_the_list_and_its_test():
    files = {path.stem for path in Path(verbs.__file__).parent.glob("*.py")} - {"__init__"}
    tests = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert files == {name.lower() for name in verbs.VERBS}
    assert files <= tests


PASSED_OVER = ["Connect", "Echo", "Pay", "Prompt", "Queue", "Refer"]


def test_what_is_known_and_not_simulated_is_one_list():
    assert sorted(verbs.NOT_SIMULATED) == PASSED_OVER


@pytest.mark.parametrize("name", PASSED_OVER)
def test_what_is_not_simulated_is_told_in_words_and_passed_over(ring, name):
    call = ring(f'<{name} action="/next"><Stream url="wss://elsewhere.example"/></{name}><Say>After</Say>')
    assert [remark.text.split(" is passed over: it ")[0] for remark in call.of(events.Remark)] == [f"<{name}>"]
    assert call.words == ["After"]
    assert call.codes == []


UNKNOWN = [
    # a verb that is none, what is told of it
    ("<say>Hello</say>", "<say> is not a verb; it should be <Say>"),
    ("<SAY>Hello</SAY>", "<SAY> is not a verb; it should be <Say>"),
    ("<connect/>", "<connect> is not a verb; it should be <Connect>"),
    ("<Speak>Hello</Speak>", "<Speak> is not a verb"),
]


@pytest.mark.parametrize(("verb", "message"), UNKNOWN)
@pytest.mark.parametrize("is_fatal", [True, False])
def test_whether_an_unknown_verb_ends_the_document_is_unsure(ring, verb, message, is_fatal):
    call = ring(verb + "<Say>After</Say>", unsure=Unsure(unknown_verb_is_fatal=is_fatal))
    told = call.of(events.Error)[0]
    assert (told.code, told.message.removesuffix("; it is passed over")) == (12200, message)
    assert told.severity == ("error" if is_fatal else "warning")
    assert ("After" in call.words) is not is_fatal


VALUES = st.sampled_from(
    ["", "0", "1", "3", "-1", "x", "true", "false", "#", "12", "auto", "speech", "dtmf speech", "/b", "cmn-CN", "Polly.Zhiyu", "absent"]
)
NAMES = st.sampled_from(
    [
        "loop",
        "length",
        "timeout",
        "numDigits",
        "finishOnKey",
        "input",
        "actionOnEmptyResult",
        "action",
        "maxLength",
        "method",
        "bad",
        "voice",
        "language",
        "transcribe",
        "digits",
        "speechTimeout",
        "maxSpeechTime",
        "speechModel",
        "bargeIn",
        "recordingStatusCallback",
        "recordingStatusCallbackEvent",
    ]
)
ATTRIBUTES = st.dictionaries(NAMES, VALUES, max_size=3).map(lambda found: "".join(f' {name}="{value}"' for name, value in found.items()))
WORDS = st.sampled_from(["", "Hello", "退款", "/b", "/c", "refund", "+1555"])


def tags(names: str, inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, attributes, body: f"<{name}{attributes}>{body}</{name}>",
        st.sampled_from(names.split()),
        ATTRIBUTES,
        inside,
    )


SMALL = tags("Say Play Pause", WORDS)
GATHERS = tags("Gather", st.lists(SMALL, max_size=2).map("".join))
VERBS = st.one_of(SMALL, GATHERS, tags("Redirect Hangup Reject Record Dial Enqueue Leave Connect Nonsense", WORDS))
DOCUMENTS = st.lists(VERBS, max_size=4).map("".join)
INPUTS = st.lists(st.sampled_from(["1", "!12#", "*", "#", "~", "say:hi", "rec:2", "hangup"]), max_size=5).map(",".join)


@settings(max_examples=150, deadline=None)
@given(st.tuples(DOCUMENTS, DOCUMENTS, DOCUMENTS), INPUTS, st.sampled_from([None, "/c"]), st.integers(0, 20))
def test_any_document_ends_and_time_never_runs_backwards(ring, documents, inputs, fallback, seed):
    unsure = read_unsure(f"seed:{seed}") if seed else Unsure()
    call = ring(dict(zip(("/", "/b", "/c"), documents, strict=True)), inputs, fallback=fallback, unsure=unsure)
    times = [event.at for event in call.events]
    assert times == sorted(times)
    mine = [event.what for event in call.events if event.leg == "caller"]
    assert [type(what) for what in mine].count(events.Ended) == 1
    assert isinstance(mine[-1], events.Ended)
    assert call.ending.ended.by in ("app", "caller", "document", "error")
