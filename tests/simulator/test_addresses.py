"""Addresses in documents that are none: what they break, and what goes on without them."""

import pytest

from ivr.simulator import events

NONE = ["http://[x", "http://\u2100.com/"]
LI = "<Number>+15551112222</Number>"

BREAKS = [
    "<Redirect>{bad}</Redirect>",
    "<Play>{bad}</Play>",
    '<Gather timeout="1"><Play>{bad}</Play></Gather>',
    '<Gather action="{bad}" timeout="1" actionOnEmptyResult="true"/>',
    '<Record action="{bad}" timeout="1"/>',
    f'<Dial action="{{bad}}">{LI}</Dial>',
    '<Dial><Number url="{bad}">+15551112222</Number></Dial>',
]


@pytest.mark.parametrize("bad", NONE)
@pytest.mark.parametrize("verb", BREAKS)
def test_without_a_place_to_go_on_at_the_fallback_is_asked(ring, verb, bad):
    call = ring({"/": verb.format(bad=bad) + "<Say>After</Say>", "/sorry": "<Say>Sorry</Say>"}, fallback="/sorry")
    assert call.codes == [11100]
    assert call.words == ["Sorry"]
    assert call.form("/sorry")["ErrorCode"] == "11100"


GOES_ON = [
    # the verb, Twilio's code, how bad it is
    ('<Gather partialResultCallback="{bad}" input="speech" timeout="1"/>', 11100, "warning"),
    ('<Record recordingStatusCallback="{bad}" timeout="1" action="/on"/>', 13256, "warning"),
    ('<Record transcribeCallback="{bad}" transcribe="true" timeout="1" action="/on"/>', 13257, "error"),
    ('<Dial><Number statusCallback="{bad}">+15551112222</Number></Dial>', 11100, "warning"),
    ('<Dial><Client statusCallback="{bad}">li</Client></Dial>', 11100, "warning"),
    (f'<Dial record="true" recordingStatusCallback="{{bad}}">{LI}</Dial>', 13256, "warning"),
    ('<Dial timeLimit="1"><Conference statusCallback="{bad}">tea</Conference></Dial>', 11100, "warning"),
    ('<Dial timeLimit="1"><Conference waitUrl="{bad}">tea</Conference></Dial>', 13233, "warning"),
    ('<Dial timeLimit="1"><Conference record="true" recordingStatusCallback="{bad}">tea</Conference></Dial>', 13256, "warning"),
    ('<Enqueue waitUrl="{bad}">tea</Enqueue>', 14202, "error"),
    ('<Dial><Queue url="{bad}">tea</Queue></Dial>', 14211, "error"),
    ('<Sms statusCallback="{bad}">Hi</Sms>', 14105, "warning"),
    ('<Start><Recording recordingStatusCallback="{bad}"/></Start>', 11100, "warning"),
]


@pytest.mark.parametrize("bad", NONE)
@pytest.mark.parametrize(("verb", "code", "severity"), GOES_ON)
def test_what_is_only_told_somewhere_is_told_nobody_and_the_call_goes_on(ring, verb, code, severity, bad):
    after = "<Say>After</Say>"
    call = ring({"/": verb.format(bad=bad) + after, "/on": after})
    assert [(error.code, error.severity) for error in call.of(events.Error)] == [(code, severity)]
    # Who talks in a room hangs up.
    assert (call.words, call.ending.ended.by) == (([], "caller") if "Conference" in verb else (["After"], "document"))
