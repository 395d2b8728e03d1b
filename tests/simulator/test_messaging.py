"""Answers to texts: the attributes of Message, what is sent for which document, and what Twilio would find fault with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.simulator.effects import Reply
from ivr.simulator.events import Remark
from ivr.simulator.outcomes import Fatal, Goto
from ivr.simulator.twiml.messaging import MOST_LETTERS, MOST_REPLIES, Answer, Message, MessageTable, read_answer
from ivr.simulator.unsure import Unsure
from tests.simulator.tables import METHODS, Row, bad, holds, is_whole, themselves

CAROL, HOTLINE = "+15550001111", "+15559990000"
ROWS = [
    Row("to", "", themselves("+15551230000", "95188"), bad(14101, "", "Carol", "+1 555"), "error"),
    Row("from", "", themselves("+15551230000", "WALLET", "My Wallet"), bad(14102, "", "A name too long", "+1-555"), "error"),
    Row("action", None, themselves("/sent", "https://elsewhere.example/sent"), bad(14105, "mailto:ana@example.com")),
    Row("method", "POST", METHODS, bad(14104, "", "PUT")),
    Row("statusCallback", None, themselves("/sent"), bad(14105, "mailto:ana@example.com")),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_attribute_is_read_as_the_table_says(row):
    holds(MessageTable, row)


def test_the_table_is_whole():
    is_whole(MessageTable, ROWS)


def answered(body: str | bytes, kind: str = "text/xml", unsure: Unsure | None = None) -> Answer:
    reply = Reply(200, "https://hotline.example/texts/in", {"content-type": kind}, body if isinstance(body, bytes) else body.encode())
    return read_answer(reply, CAROL, HOTLINE, unsure or Unsure())


def to_carol(body: str) -> Message:
    return Message(HOTLINE, CAROL, body)


SENT = [
    # what stands in the Response, the messages
    ("", []),
    ("<Message>Thank you</Message>", [to_carol("Thank you")]),
    ("<Message><Body>谢谢</Body></Message>", [to_carol("谢谢")]),
    ("<Message>One <Body>Two</Body> Three</Message>", [to_carol("One Two Three")]),
    ("<Message>One</Message><Message>Two</Message>", [to_carol("One"), to_carol("Two")]),
    ("<Sms>Thank you</Sms>", [to_carol("Thank you")]),
    ('<Message to="+15551230000" from="WALLET">Hi</Message>', [Message("WALLET", "+15551230000", "Hi")]),
    (
        '<Message statusCallback="../sent" method="GET">Hi</Message>',
        [Message(HOTLINE, CAROL, "Hi", "https://hotline.example/sent", "GET")],
    ),
    ('<Message action="/sent">Hi</Message>', [Message(HOTLINE, CAROL, "Hi", "https://hotline.example/sent")]),
    (f"<Message>{'字' * MOST_LETTERS}</Message>", [to_carol("字" * MOST_LETTERS)]),
]


@pytest.mark.parametrize(("verbs", "messages"), SENT)
def test_messages_are_sent_back(verbs, messages):
    assert answered(f"<Response>{verbs}</Response>") == Answer(tuple(messages))


MEDIA = "<Media>https://elsewhere.example/a.png</Media>"


@pytest.mark.parametrize(("inside", "body"), [(MEDIA, ""), (f"<Body>谢谢</Body>{MEDIA}", "谢谢"), (f"Hi{MEDIA}{MEDIA}", "Hi")])
def test_media_is_no_word_of_a_message_and_reaches_nobody(inside, body):
    found = answered(f"<Response><Message>{inside}</Message></Response>")
    assert found.messages == (to_carol(body),)
    assert found.slips == (Remark("<Media> reaches nobody: this carrier sends words alone"),)


PLAIN = [("Thank you\n", "text/plain", [to_carol("Thank you")]), ("", "text/plain", []), ("", "text/html; charset=utf-8", [])]


@pytest.mark.parametrize(("body", "kind", "messages"), PLAIN)
def test_plain_text_is_a_message_and_nothing_is_none(body, kind, messages):
    assert answered(body, kind) == Answer(tuple(messages))


@pytest.mark.parametrize(("attributes", "method"), [("", "POST"), ('method="GET"', "GET")])
def test_a_redirect_comes_after_what_stands_before_it(attributes, method):
    found = answered(f"<Response><Message>One</Message><Redirect {attributes}> more </Redirect><Message>Two</Message></Response>")
    assert found == Answer((to_carol("One"),), Goto("https://hotline.example/texts/more", method))


def test_a_redirect_to_nowhere_goes_nowhere_and_what_stands_before_it_is_sent():
    found = answered("<Response><Message>One</Message><Redirect>http://[x</Redirect><Message>Two</Message></Response>")
    assert found.messages == (to_carol("One"),)
    assert found.then is None
    assert [(slip.code, slip.severity) for slip in found.slips] == [(11100, "error")]


SLIPS = [
    # what stands in the Response, Twilio's code and severity, how many messages are sent beside it
    ("<Message/>", 14103, "warning", 0),
    ("<Message><Body> </Body></Message>", 14103, "warning", 0),
    (f"<Message>{'a' * (MOST_LETTERS + 1)}</Message>", 14103, "warning", 0),
    ('<Message to="Carol">Hi</Message>', 14101, "error", 0),
    ('<Message method="PUT">Hi</Message>', 14104, "warning", 1),
    ('<Message colour="red">Hi</Message>', 12200, "warning", 1),
    ("<Say>Hi</Say>", 14110, "warning", 0),
    ("<Message>Hi</Message>" * (MOST_REPLIES + 1), 14109, "warning", MOST_REPLIES),
]


@pytest.mark.parametrize(("verbs", "code", "severity", "sent"), SLIPS)
def test_what_twilio_would_find_fault_with_is_told_and_the_rest_is_sent(verbs, code, severity, sent):
    found = answered(f"<Response>{verbs}<Redirect>/more</Redirect></Response>")
    assert [(slip.code, slip.severity) for slip in found.slips] == [(code, severity)]
    assert len(found.messages) == sent
    assert found.then == Goto("https://hotline.example/more")


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        ("{}", "application/json", 12300),
        ("<Message/>", "text/xml", 12102),
        ("<Response>", "text/xml", 12100),
        ("x" * 65537, "text/xml", 11750),
    ],
)
def test_what_is_no_answer_is_refused(body, kind, code):
    with pytest.raises(Fatal) as refused:
        answered(body, kind)
    assert refused.value.code == code


@given(st.lists(st.sampled_from(["<Message>Hi</Message>", "<Message/>", "<Say/>", "<Redirect/>", '<Sms to="x">Hi</Sms>']), max_size=30))
def test_whatever_stands_in_an_answer_few_messages_are_sent(verbs):
    found = answered(f"<Response>{''.join(verbs)}</Response>")
    assert len(found.messages) == min(MOST_REPLIES, "".join(verbs).partition("<Redirect/>")[0].count("<Message>Hi"))
