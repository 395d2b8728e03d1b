"""The list of verbs is whole, and any document at all ends in a call that is over."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.simulator import events, verbs


def test_each_verb_has_its_file_its_place_in_the_list_and_its_test():
    files = {path.stem for path in Path(verbs.__file__).parent.glob("*.py")} - {"__init__"}
    tests = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert files == {name.lower() for name in verbs.VERBS}
    assert files <= tests


VALUES = st.sampled_from(["", "0", "1", "3", "-1", "x", "true", "false", "#", "12", "auto", "speech", "dtmf speech", "/b"])
NAMES = st.sampled_from(
    ["loop", "length", "timeout", "numDigits", "finishOnKey", "input", "actionOnEmptyResult", "action", "maxLength", "method", "bad"]
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
VERBS = st.one_of(SMALL, GATHERS, tags("Redirect Hangup Reject Record Dial Enqueue Leave Nonsense", WORDS))
DOCUMENTS = st.lists(VERBS, max_size=4).map("".join)
INPUTS = st.lists(st.sampled_from(["1", "!12#", "*", "#", "~", "say:hi", "rec:2", "hangup"]), max_size=5).map(",".join)


@settings(max_examples=150, deadline=None)
@given(st.tuples(DOCUMENTS, DOCUMENTS, DOCUMENTS), INPUTS, st.sampled_from([None, "/c"]))
def test_any_document_ends_and_time_never_runs_backwards(ring, documents, inputs, fallback):
    call = ring(dict(zip(("/", "/b", "/c"), documents, strict=True)), inputs, fallback=fallback)
    times = [event.at for event in call.events]
    assert times == sorted(times)
    assert [type(event.what) for event in call.events].count(events.Ended) == 1
    assert isinstance(call.events[-1].what, events.Ended)
    assert call.ending.ended.by in ("app", "caller", "document", "error")
