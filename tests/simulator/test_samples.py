"""Twilio's samples of music, which documents copied from its pages name."""

import pytest

from ivr.simulator import events

HOLD = "http://twimlets.com/holdmusic?Bucket=com.twilio.music.ambient"
AMBIENT = "http://com.twilio.music.ambient.s3.amazonaws.com/"
OWN = "is a sample of Twilio's: nobody is asked for it, and the carrier's own music plays"


def own(call) -> list[str]:
    """Give the addresses that are remarked on as samples."""
    return [remark.text.removesuffix(f" {OWN}") for remark in call.of(events.Remark) if remark.text.endswith(OWN)]


@pytest.mark.parametrize(
    "verb",
    [
        f'<Enqueue waitUrl="{HOLD}">tea</Enqueue>',
        f'<Dial><Conference startConferenceOnEnter="false" waitUrl="{HOLD}">tea</Conference></Dial>',
        f"<Redirect>{HOLD}</Redirect>",
    ],
)
def test_the_hold_music_plays_on_and_on(ring, verb):
    call = ring(verb, patience=100)
    assert call.paths == ["/"]
    assert call.codes == []
    played = [event for event in call.events if isinstance(event.what, events.Play)]
    assert {event.what.url for event in played} == {AMBIENT}
    assert [event.at for event in played][:3] == [0.0, 30.0, 60.0]
    # Each is remarked on once.
    assert own(call) == [HOLD, AMBIENT]
    assert not call.ending.broke


@pytest.mark.parametrize(
    "url",
    [
        "http://com.twilio.music.classical.s3.amazonaws.com/BusyStrings.mp3",
        "https://s3.amazonaws.com/com.twilio.music.guitars/Pitx_-_Long_Winter.mp3",
        "http://demo.twilio.com/docs/classic.mp3",
        "https://api.twilio.com/cowbell.mp3",
    ],
)
def test_a_sample_is_music_that_nobody_is_asked_for(ring, url):
    call = ring(f"<Play>{url}</Play><Say>After</Say>")
    assert own(call) == [url]
    assert [(event.at, event.what.text) for event in call.events if isinstance(event.what, events.Say)] == [(30.0, "After")]


@pytest.mark.parametrize("url", ["https://hotline.example/com.twilio.music.mp3", "http://demo.twilio.com.example/docs/classic.mp3"])
def test_nothing_else_is_a_sample(ring, url):
    assert own(ring(f"<Play>{url}</Play>", fallback="/sorry")) == []
