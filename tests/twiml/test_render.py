"""Turns as documents: what each command becomes, and that the carrier's own library would have built the same tree."""

from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twilio.twiml.voice_response import Gather as GatherVerb
from twilio.twiml.voice_response import VoiceResponse

from ivr.errors import FlowError
from ivr.flow.commands import Command, Continue, Enqueue, Gather, Hangup, Play, Record, Say, Words
from ivr.flow.graph import Language
from ivr.flow.words import Hole, Text, plain
from ivr.twiml.limits import MAX_DOCUMENT_BYTES, MAX_HINT, MAX_HINTS, MAX_SAY, said_length
from ivr.twiml.render import MOST_VALUE, Renderer

LANGUAGES = {
    "zh": Language(say="cmn-CN", voice="Polly.Zhiyu-Neural", listen="cmn-Hans-CN", per_second=4, spoken="mandarin", name="中文"),
    "en": Language(say="en-US", voice="Polly.Joanna-Neural", listen="en-US", per_second=14, spoken="english", name="English"),
}
MORE = "#rc=2&rt=6000&rp=all"
TURN = f"/voice/turn?n=7{MORE}"
BALANCE = Hole(("balance",), "money")
NAME = Hole(("name",), "text", optional=True)


def zh(*pieces: str | Hole) -> Text:
    return Text(pieces, "zh")


def read(commands: tuple[Command, ...], turn: int = 7) -> Element:
    return ElementTree.fromstring(Renderer(LANGUAGES).render(commands, turn).encode())


def tree(verb: Element) -> Any:
    return verb.tag, dict(verb.attrib), verb.text or "", [tree(child) for child in verb]


GATHER = {"action": TURN, "method": "POST", "timeout": "5", "finishOnKey": "", "actionOnEmptyResult": "true"}
SPEECH = {"input": "dtmf speech", "language": "cmn-Hans-CN", "speechTimeout": "3", "profanityFilter": "false"}
AGAIN = ("Redirect", {"method": "POST"}, TURN, [])
ZH = {"language": "cmn-CN", "voice": "Polly.Zhiyu-Neural"}
RECORD = {
    "action": TURN,
    "method": "POST",
    "timeout": "5",
    "finishOnKey": "0*#",
    "playBeep": "true",
    "recordingStatusCallback": f"/voice/recording{MORE}",
    "recordingStatusCallbackMethod": "POST",
    "recordingStatusCallbackEvent": "completed absent",
}

COMMANDS: list[tuple[str, Command, list[Any]]] = [
    ("a text", Say(zh("您好。")), [("Say", ZH, "您好。", [])]),
    (
        "a text in another language",
        Say(Text(("For English, press 9.",), "en")),
        [("Say", {"language": "en-US", "voice": "Polly.Joanna-Neural"}, "For English, press 9.", [])],
    ),
    ("a text with a value", Say(zh("余额", BALANCE, "，100%。"), ("<一百元>&",)), [("Say", ZH, "余额<一百元>&，100%。", [])]),
    ("percent signs in a value", Say(zh(BALANCE, "%s"), ("%d %",)), [("Say", ZH, "%d %%s", [])]),
    ("a control character", Say(zh("一\x00", BALANCE, "\ufffe二"), ("\x0b元\ud800",)), [("Say", ZH, "一  元  二", [])]),
    ("an endless value", Say(zh(BALANCE), ("元" * 9000,)), [("Say", ZH, "元" * MOST_VALUE, [])]),
    ("an empty text", Say(zh("")), []),
    ("a text of no pieces", Say(zh()), []),
    ("a blank text", Say(zh(" \n")), []),
    ("a text of control characters", Say(zh("\x00", NAME, "\x85"), ("\x0b",)), []),
    ("an unfilled hole alone", Say(zh(NAME), ("",)), []),
    ("an unfilled hole in a text", Say(zh("您好", NAME, "。"), ("",)), [("Say", ZH, "您好。", [])]),
    ("a recording", Play("https://cdn.example.com/a.mp3?x=1&y=2"), [("Play", {}, "https://cdn.example.com/a.mp3?x=1&y=2", [])]),
    (
        "a menu",
        Gather("zh", (Say(zh("请按一。")),)),
        [("Gather", GATHER | SPEECH | {"numDigits": "1"}, "", [("Say", ZH, "请按一。", [])]), AGAIN],
    ),
    ("a question of silence", Gather("zh"), [("Gather", GATHER | SPEECH | {"numDigits": "1"}, "", []), AGAIN]),
    (
        "keys only, as many as come",
        Gather("zh", keys=None, finish="#", timeout=9, speech=False, hints="退款"),
        [("Gather", GATHER | {"input": "dtmf", "finishOnKey": "#", "timeout": "9"}, "", []), AGAIN],
    ),
    (
        "hints",
        Gather("en", hints='refund,"R&D" <x>'),
        [("Gather", GATHER | SPEECH | {"numDigits": "1", "language": "en-US", "hints": 'refund,"R&D" <x>'}, "", []), AGAIN],
    ),
    ("a message after the beep", Record(120), [("Record", RECORD | {"maxLength": "120"}, "", [])]),
    ("a message too short for the carrier", Record(1), [("Record", RECORD | {"maxLength": "2"}, "", [])]),
    ("a message too long for the carrier", Record(99_999), [("Record", RECORD | {"maxLength": "14400"}, "", [])]),
    (
        "waiting in line",
        Enqueue("refund", "E 1&2"),
        [
            (
                "Enqueue",
                {
                    "action": f"/voice/queue/left?n=7&e=E%201%262{MORE}",
                    "method": "POST",
                    "waitUrl": f"/voice/queue/wait?e=E%201%262&c=0{MORE}",
                    "waitUrlMethod": "POST",
                },
                "refund",
                [],
            )
        ],
    ),
    ("going on", Continue(), [AGAIN]),
    ("the end", Hangup(), [("Hangup", {}, "", [])]),
]


@pytest.mark.parametrize(("what", "command", "verbs"), COMMANDS, ids=[row[0] for row in COMMANDS])
def test_a_command_becomes_its_verbs(what: str, command: Command, verbs: list[Any]) -> None:
    assert tree(read((command,))) == ("Response", {}, "", verbs)


def test_a_document_opens_with_its_declaration_and_nothing_before_it() -> None:
    assert Renderer(LANGUAGES).render((Hangup(),), 1) == '<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>'


def test_notices_stand_before_the_gather_and_its_own_words_inside() -> None:
    document = read((Say(zh("通话会录音。")), Gather("zh", (Say(zh("请按一。")), Play("https://a.example/b.wav")))))
    assert [verb.tag for verb in document] == ["Say", "Gather", "Redirect"]
    assert [word.tag for word in document[1]] == ["Say", "Play"]


def test_every_link_of_a_document_carries_the_number_of_its_turn() -> None:
    for turn in (0, 1, 41):
        document = read((Gather("zh"),), turn)
        assert {document[0].get("action"), document[1].text} == {f"/voice/turn?n={turn}{MORE}"}


def test_a_prepared_text_is_said_with_new_values_each_time() -> None:
    renderer, text = Renderer(LANGUAGES), zh("余额", BALANCE, "。")
    heard = [ElementTree.fromstring(renderer.render((Say(text, (value,)),), 1))[0].text for value in ("一元", "两元")]
    assert heard == ["余额一元。", "余额两元。"]


def test_words_alone_are_for_other_documents() -> None:
    words = Renderer(LANGUAGES).words((Say(zh("前面还有三位。")), Play("https://a.example/b.wav")))
    assert words == '<Say language="cmn-CN" voice="Polly.Zhiyu-Neural">前面还有三位。</Say><Play>https://a.example/b.wav</Play>'


@pytest.mark.parametrize("command", [Say(Text(("hola",), "es")), Gather("es")])
def test_a_language_the_hotline_does_not_have_is_our_bug(command: Command) -> None:
    with pytest.raises(FlowError, match='"es"'):
        read((command,))


def test_a_document_too_large_for_the_carrier_is_never_sent() -> None:
    with pytest.raises(FlowError, match="64000"):
        read(tuple(Say(zh("退" * 490)) for _ in range(60)))


@pytest.mark.parametrize(
    ("hints", "kept"),
    [
        (",".join(["退"] * 900), MAX_HINTS),
        (",".join(["退款退款退款"] * 9000), 500),
        ("a" * (MAX_HINT + 1) + ",b", 1),
        (",".join(["退" * MAX_HINT] * 500), 53),
        (",".join(["&" * MAX_HINT] * 500), 31),
    ],
)
def test_hints_are_kept_to_what_the_carrier_takes(hints: str, kept: int) -> None:
    attribute = read((Gather("zh", hints=hints),))[0].attrib["hints"]
    assert attribute.count(",") + 1 == kept
    assert max(len(hint) for hint in attribute.split(",")) <= MAX_HINT


# What follows compares us with the carrier's own library.

LETTERS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=30)
FILLED = LETTERS.filter(lambda text: bool(text.strip()))
TEXTS = st.builds(Text, st.lists(FILLED | st.just(BALANCE), min_size=1, max_size=5).map(tuple), st.sampled_from(["zh", "en"]))
SAYS = TEXTS.flatmap(lambda text: st.builds(Say, st.just(text), st.tuples(*[FILLED] * len(text.holes))))
PLAYS = st.builds(Play, st.sampled_from(["https://a.example/b.wav", "https://a.example/b?c=1&d=<2>"]))
WORDS = st.lists(SAYS | PLAYS, max_size=6).map(tuple)
GATHERS = st.builds(
    Gather,
    language=st.sampled_from(["zh", "en"]),
    words=WORDS,
    keys=st.none() | st.integers(1, 20),
    finish=st.sampled_from(["", "#"]),
    timeout=st.integers(1, 30),
    speech=st.booleans(),
    hints=st.just("") | st.lists(FILLED, max_size=20).map(",".join),
)
NAMES = st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True)
CLOSINGS = GATHERS | st.builds(Record, st.integers(2, 600)) | st.builds(Enqueue, NAMES, NAMES)
TURNS = st.builds(lambda words, closing: (*words, closing), WORDS, CLOSINGS | st.just(Continue()) | st.just(Hangup()))


def say_by_library(verb: Any, words: Words) -> None:
    match words:
        case Say(text, values):
            language = LANGUAGES[text.language]
            verb.say(plain(text, values), language=language.say, voice=language.voice)
        case Play(url):
            verb.play(url)


def gather_by_library(response: Any, gather: Gather, action: str) -> None:
    heard = {"language": LANGUAGES[gather.language].listen, "speech_timeout": "3", "profanity_filter": False, "hints": gather.hints or None}
    verb = GatherVerb(
        action=action,
        method="POST",
        input="dtmf speech" if gather.speech else "dtmf",
        timeout=gather.timeout,
        finish_on_key=gather.finish,
        num_digits=gather.keys,
        action_on_empty_result=True,
        **(heard if gather.speech else {}),
    )
    for words in gather.words:
        say_by_library(verb, words)
    response.append(verb)
    response.redirect(action, method="POST")


def by_library(commands: tuple[Command, ...], turn: int) -> str:
    response: Any = VoiceResponse()
    action = f"/voice/turn?n={turn}{MORE}"
    for command in commands:
        match command:
            case Say() | Play():
                say_by_library(response, command)
            case Gather():
                gather_by_library(response, command, action)
            case Record(most):
                response.record(
                    action=action,
                    method="POST",
                    timeout=5,
                    finish_on_key="0*#",
                    max_length=most,
                    play_beep=True,
                    recording_status_callback=f"/voice/recording{MORE}",
                    recording_status_callback_method="POST",
                    recording_status_callback_event="completed absent",
                )
            case Enqueue(queue, entry):
                response.enqueue(
                    queue,
                    action=f"/voice/queue/left?n={turn}&e={entry}{MORE}",
                    method="POST",
                    wait_url=f"/voice/queue/wait?e={entry}&c=0{MORE}",
                    wait_url_method="POST",
                )
            case Continue():
                response.redirect(action, method="POST")
            case Hangup():
                response.hangup()
    return str(response)


@given(TURNS, st.integers(0, 300))
@settings(max_examples=100, deadline=None)
def test_the_carriers_own_library_builds_the_same_tree(commands: tuple[Command, ...], turn: int) -> None:
    document = Renderer(LANGUAGES).render(commands, turn)
    assert tree(ElementTree.fromstring(document.encode())) == tree(ElementTree.fromstring(by_library(commands, turn).encode()))


ANY_TEXTS = st.builds(
    Text, st.tuples(st.text(st.characters(), max_size=100), st.just(BALANCE), st.text("退&\x00", max_size=100)), st.just("zh")
)
ANY_SAYS = st.builds(Say, ANY_TEXTS, st.tuples(st.text(st.characters(), max_size=20) | st.sampled_from(["退" * 999, "&" * 999])))


@given(st.lists(ANY_SAYS, max_size=12).map(tuple), st.text(st.characters(), max_size=50))
@settings(max_examples=100, deadline=None)
def test_any_characters_at_all_make_a_document_within_the_carriers_limits(says: tuple[Say, ...], hints: str) -> None:
    document = Renderer(LANGUAGES).render((*says, Gather("zh", says, hints=hints)), 1).encode()
    assert len(document) <= MAX_DOCUMENT_BYTES
    for verb in ElementTree.fromstring(document).iter("Say"):
        assert (verb.text or "").strip()
        assert said_length(verb.text or "") <= MAX_SAY
