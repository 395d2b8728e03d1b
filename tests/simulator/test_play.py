"""Play: sound files and tones."""

import io
import wave

import pytest

from ivr.simulator import events
from ivr.simulator.unsure import Unsure
from ivr.simulator.verbs.play import Play, PlayInGather
from tests.simulator.tables import Row, bad, holds, is_whole, themselves, wholes

LOOP = Row("loop", 1, wholes(0, 1, 3), bad(13410, "", "-1", "x", "1.5"))
ROWS = [LOOP, Row("digits", "", themselves("1", "0123456789ABCD#*", "w1W2"), bad(13430, "", "1x", "a", "1 2", "①"))]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_attribute_is_read_as_the_table_says(row):
    holds(Play, row)


def test_the_table_is_whole():
    is_whole(Play, ROWS)
    is_whole(PlayInGather, [LOOP])


def wav(seconds: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\0" * 8000 * seconds)
    return file.getvalue()


PAGES = {
    "/two.wav": ("200 OK", "audio/wav", wav(2)),
    "/no-rate.wav": ("200 OK", "audio/wav", wav(2)[:24] + bytes(4) + wav(2)[28:]),
    "/some.mp3": ("200 OK", "audio/mpeg", b"ID3"),
    "/page": ("200 OK", "text/html", b"<p>"),
}

LENGTHS = [
    ("<Play>/two.wav</Play>", 2.0),
    ("<Play> two.wav </Play>", 2.0),
    ('<Play loop="3">/two.wav</Play>', 6.0),
    ("<Play>/some.mp3</Play>", 10.0),
    ("<Play>/no-rate.wav</Play>", 10.0),
    ("<Play>https://elsewhere.example/song.mp3</Play>", 10.0),
    ('<Play digits="1w2W#"/>', 3.0),
    ('<Play digits="1" loop="2"/>', 1.0),
    ('<Play digits="0123456789ABCD"/>', 7.0),
]


@pytest.mark.parametrize(("verb", "seconds"), LENGTHS)
def test_sounds_take_their_time(ring, verb, seconds):
    assert ring(PAGES | {"/": verb}).events[-1].at == pytest.approx(seconds)


def test_a_sound_is_asked_for_without_call_parameters_and_told_once(ring):
    call = ring(PAGES | {"/": '<Play loop="2">/two.wav</Play>'})
    assert call.form("/two.wav") == {}
    assert call.of(events.Play) == [events.Play("https://hotline.example/two.wav", 2)]


def test_tones_are_told_as_such(ring):
    call = ring('<Play digits="1w2" loop="2"/>')
    assert call.of(events.Play) == [events.Play("", 2, "1w2")]
    played = next(event for event in call.events if isinstance(event.what, events.Play))
    assert played.as_json() == {"at": 0.0, "leg": "caller", "event": "play", "url": "", "loop": 2, "digits": "1w2"}


TYPES = ["mpeg", "wav", "wave", "x-wav", "aiff", "x-aifc", "x-aiff", "x-gsm", "gsm", "ulaw"]


@pytest.mark.parametrize("kind", TYPES)
def test_these_types_are_sounds(ring, kind):
    call = ring({"/": "<Play>/sound</Play>", "/sound": ("200 OK", f"audio/{kind}", b"?")})
    assert call.codes == []
    assert len(call.of(events.Play)) == 1


FAILURES = [
    ("<Play>/page</Play>", 13420),
    ("<Play>/nowhere.wav</Play>", 11200),
    ("<Gather><Play>/page</Play></Gather>", 13325),
    ("<Gather><Play>/nowhere.wav</Play></Gather>", 11200),
]


@pytest.mark.parametrize(("verb", "code"), FAILURES)
@pytest.mark.parametrize("is_fatal", [True, False])
def test_whether_a_sound_that_is_none_breaks_the_call_is_unsure(ring, verb, code, is_fatal):
    pages = PAGES | {"/": verb + "<Say>After</Say>", "/sorry": "<Say>Sorry</Say>"}
    call = ring(pages, fallback="/sorry", unsure=Unsure(play_failure_is_fatal=is_fatal))
    assert call.codes == [code]
    assert call.of(events.Error)[0].severity == "error"
    assert call.words == ["Sorry" if is_fatal else "After"]
    assert call.of(events.Play) == []


def test_a_gather_fetches_all_its_sounds_before_the_first_is_heard(ring):
    call = ring(PAGES | {"/": "<Gather><Play>/two.wav</Play><Say>Key</Say><Play>/some.mp3</Play></Gather>"})
    kinds = [type(event.what).__name__ for event in call.events if not isinstance(event.what, events.Answered)]
    assert kinds[:7] == ["Request", "Request", "Request", "Gather", "Play", "Say", "Play"]


WARNINGS = [
    # verb, code, what is heard
    ('<Play digits="1x"/>', 13430, []),
    ('<Play digits="1x">/two.wav</Play>', 13430, [events.Play("https://hotline.example/two.wav")]),
    ('<Play loop="x">/two.wav</Play>', 13410, [events.Play("https://hotline.example/two.wav")]),
    ("<Play> </Play>", 12200, []),
    ('<Gather><Play digits="1"/></Gather>', 12200, []),
    ("<Play>/two.wav<Say>Hello</Say></Play>", 12200, [events.Play("https://hotline.example/two.wav")]),
]


@pytest.mark.parametrize(("verb", "code", "heard"), WARNINGS)
def test_bad_values_are_warned_of_and_the_call_goes_on(ring, verb, code, heard):
    call = ring(PAGES | {"/": verb})
    assert call.codes == [code]
    assert call.of(events.Play) == heard
    assert not call.ending.broke
