"""Play: sound files and tones."""

import io
import wave

import pytest

from ivr.simulator import events


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
    "/some.mp3": ("200 OK", "audio/mpeg", b"ID3"),
    "/page": ("200 OK", "text/html", b"<p>"),
}

LENGTHS = [
    ("<Play>/two.wav</Play>", 2.0),
    ("<Play> two.wav </Play>", 2.0),
    ('<Play loop="3">/two.wav</Play>', 6.0),
    ("<Play>/some.mp3</Play>", 10.0),
    ("<Play>https://elsewhere.example/song.mp3</Play>", 10.0),
    ('<Play digits="1w2W#"/>', 3.0),
    ('<Play digits="1" loop="2"/>', 1.0),
    ("<Play/>", 0.0),
]


@pytest.mark.parametrize(("verb", "seconds"), LENGTHS)
def test_sounds_take_their_time(ring, verb, seconds):
    assert ring(PAGES | {"/": verb}).events[-1].at == pytest.approx(seconds)


def test_a_sound_is_asked_for_without_call_parameters_and_told_once(ring):
    call = ring(PAGES | {"/": '<Play loop="2">/two.wav</Play>'})
    assert call.form("/two.wav") == {}
    assert call.of(events.Play) == [events.Play("https://hotline.example/two.wav", 2)]


FAILURES = [("<Play>/page</Play>", 13420), ("<Play>/nowhere.wav</Play>", 11200)]


@pytest.mark.parametrize(("verb", "code"), FAILURES)
def test_a_sound_that_is_none_breaks_the_call(ring, verb, code):
    call = ring(PAGES | {"/": verb})
    assert call.codes == [code]
    assert call.ending.broke


WARNINGS = [('<Play digits="1x"/>', 13430), ('<Play loop="x">/two.wav</Play>', 13410)]


@pytest.mark.parametrize(("verb", "code"), WARNINGS)
def test_bad_values_are_warned_of(ring, verb, code):
    assert ring(PAGES | {"/": verb}).codes == [code]


def test_tones_may_not_be_nested_in_a_gather(ring):
    assert ring(PAGES | {"/": '<Gather><Play digits="1"/></Gather>'}).codes == [12200]
