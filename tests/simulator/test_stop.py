"""Stop: a recording that was started ends before the call does."""

import pytest

TOLD = 'recordingStatusCallback="https://hotline.example/told"'
STARTED = f'<Start><Recording name="one" {TOLD}/></Start><Pause length="3"/>'

STOPS = [
    # what ends, the recording's length; the call goes on for five seconds more
    ('<Recording name="one"/>', "3"),
    ("<Recording/>", "3"),
    ('<Recording name="two"/>', "8"),
]


@pytest.mark.parametrize(("stopped", "seconds"), STOPS)
def test_the_recording_of_that_name_ends(ring, stopped, seconds):
    call = ring({"/": f'{STARTED}<Stop>{stopped}</Stop><Pause length="5"/>', "/told": ("204 No Content", "", b"")})
    assert call.form("/told")["RecordingDuration"] == seconds


def test_an_attribute_it_does_not_have_and_what_cannot_be_stopped_are_warned_of(ring):
    assert ring('<Stop><Recording sid="RE1"/><Say>x</Say></Stop>').codes == [12200, 12200]
