"""Sms: a text during a call. Its attributes are those of Message, whose table is in test_messaging."""

import pytest

from ivr.simulator import events

CAROL, HOTLINE = "+15550001111", "+15559990000"
PAGES = {"/next": "<Say>Next</Say>", "/told": ("204 No Content", "", b"")}


SENT = [
    # attributes, sender, receiver
    ("", HOTLINE, CAROL),
    ('to="+15551230000"', HOTLINE, "+15551230000"),
    ('from="WALLET"', "WALLET", CAROL),
]


@pytest.mark.parametrize(("attributes", "sender", "to"), SENT)
def test_the_text_arrives_and_the_next_verb_runs(ring, attributes, sender, to):
    call = ring(f"<Sms {attributes}>Your code is 7</Sms><Say>After</Say><Pause length='3'/>")
    assert call.of(events.Sms) == [events.Sms(to, "Your code is 7")]
    assert call.of(events.Text) == [events.Text(sender, to, "Your code is 7")]
    assert call.words == ["After"]


def test_with_an_action_it_is_asked_with_the_texts_name(ring):
    call = ring(PAGES | {"/": '<Sms action="/next">Hello</Sms><Say>Never</Say>'})
    form = call.form("/next")
    assert form["SmsSid"].startswith("SM")
    assert form["SmsStatus"] == "sent"
    assert call.words == ["Next"]


def test_the_status_is_told_on_the_way(ring):
    call = ring(PAGES | {"/": '<Sms statusCallback="/told">Hello</Sms><Pause length="3"/>'})
    assert [form["MessageStatus"] for path, form in call.application.seen if path == "/told"] == ["queued", "sent", "delivered"]


@pytest.mark.parametrize(("attributes", "body", "code"), [("", "", 14103), ('to="Carol"', "Hello", 14101), ('from="!"', "Hello", 14102)])
def test_what_cannot_be_sent_is_told_and_passed_over(ring, attributes, body, code):
    call = ring(PAGES | {"/": f'<Sms action="/next" {attributes}>{body}</Sms><Say>After</Say>'})
    assert call.codes == [code]
    assert call.of(events.Sms) == []
    assert call.words == ["After"]
