"""What a human tester would remark: each remark is made where it should be, and not beside."""

from datetime import UTC, datetime

import pytest

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.phone import Phone
from ivr.simulator.office.number import Number
from ivr.simulator.web.line import WsgiLine

from .conftest import BASE, Application

CUT = "the prompts were cut short"
TWICE = "the same words twice in a row"
NOTHING = "the key 5 did nothing"
ASK = '<Gather timeout="9" action="/next"><Say>Press a key now.</Say></Gather>'


def remarks(first: str, *lines: str, **pages: str) -> list[str]:
    """Make a call; give what was remarked up to the first colon or figure."""
    application = Application({"/": first, "/next": "<Hangup/>", **{f"/{name}": page for name, page in pages.items()}})
    phone = Phone(line=WsgiLine(application, BASE), clock=Clock(datetime(2026, 3, 2, 10, tzinfo=UTC)), token="12345", seed=1)
    heard: list[events.Event] = []
    text = "\n".join(["caller Li +1555", *lines])
    phone.play(Number("/"), read_transcript(text, "x.call"), heard.append)
    return [event.what.text.partition(":")[0] for event in heard if isinstance(event.what, events.Remark)]


CALLS = {
    "prompts cut by a key": (ASK, ["> !1"], [CUT]),
    "prompts heard to the end": (ASK, ["> 1"], []),
    "silence": ("<Say>Hello.</Say><Pause length='5'/>", [], ["silence of 5 s"]),
    "a short pause": ("<Say>Hello.</Say><Pause length='4'/>", [], []),
    "two short pauses between words": ("<Pause length='3'/><Say>Still there.</Say><Pause length='3'/>", [], []),
    "waiting for the caller": ('<Gather timeout="20"><Say>Press a key.</Say></Gather>', ["> ~"], []),
    "the same words twice": ("<Say>Hello.</Say><Say>Hello.</Say>", [], [TWICE]),
    "other words between": ("<Say>Hello.</Say><Say>Good day.</Say><Say>Hello.</Say>", [], []),
    "a question repeated word for word": (ASK + "<Redirect>/</Redirect>", ["> ~", "> 1"], [TWICE]),
    "a question repeated with other words": (f"{ASK}<Say>Sorry.</Say>{ASK}", ["> ~", "> 1"], []),
    "a key during a pause": ("<Say>One moment.</Say><Pause length='3'/>", ["< One moment.", "> wait 1", "> tones 5"], [NOTHING]),
    "a key during words that are meant to be heard": (
        "<Say>This call is recorded, and that takes a while to say.</Say>",
        ["> wait 1", "> tones 5"],
        [],
    ),
    "a key in a room": (
        "<Dial><Conference>r</Conference></Dial>",
        ["= talk", "> tones 5", "> hang up", "caller Wu +1666 after 1", "= talk", "> wait 9", "> hang up"],
        ["the key 5 was pressed in a room"],
    ),
    "words in a room": (
        "<Dial><Conference>r</Conference></Dial>",
        ["= talk", "> tell Five.", "> hang up", "caller Wu +1666 after 1", "= talk", "> wait 9", "> hang up"],
        [],
    ),
}


@pytest.mark.parametrize(("first", "lines", "remarked"), CALLS.values(), ids=CALLS)
def test_what_is_remarked(first, lines, remarked):
    assert remarks(first, *lines) == remarked


WAITING = '<Enqueue waitUrl="/wait">q</Enqueue>'


def test_a_key_during_the_music_of_a_queue_does_nothing():
    lines = ["= queue q", "> wait 2", "> tones 5", "> wait 2", "> hang up"]
    assert remarks(WAITING, *lines, wait="<Say>Please hold the line; somebody will be with you in a short while.</Say>") == [NOTHING]


WARNED = [('<Say loop="twice">Hello.</Say>', [13510]), ('<Say loop="2">Hello.</Say>', [])]


@pytest.mark.parametrize(("first", "codes"), WARNED)
def test_what_twilio_would_warn_about_is_told(ring, first, codes):
    assert ring(first).codes == codes
