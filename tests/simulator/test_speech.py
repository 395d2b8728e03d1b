"""Gather for speech: what is understood, when it is sent, what grows beside the call."""

import pytest

from ivr.simulator import events
from ivr.simulator.effects import Words
from ivr.simulator.faces.script import Inputs
from ivr.simulator.people.person import Speak
from ivr.simulator.unsure import Unsure
from tests.simulator.floor import Floor
from tests.simulator.questions import page

SPEECH = [
    # attributes, what is said, whether it arrives
    ('input="speech"', "say:退款", True),
    ('input="dtmf speech" speechTimeout="1"', "say:refund my order", True),
    ('input="dtmf"', "say:refund", False),
    ('input="speech"', "~", False),
]


@pytest.mark.parametrize(("attributes", "said", "arrives"), SPEECH)
def test_speech_arrives_where_it_is_asked_for(ring, attributes, said, arrives):
    call = ring(page(attributes), said)
    assert ("/next" in call.paths) is arrives
    if arrives:
        form = call.form("/next")
        assert form["SpeechResult"] == said.removeprefix("say:")
        assert 0 <= float(form["Confidence"]) <= 1
        assert "Digits" not in form


def test_speech_does_not_cut_prompts_without_barge_in(ring):
    """The words are spoken after the prompts, so both arrive."""
    call = ring(page('input="speech" bargeIn="false"'), "say:hello")
    assert call.form("/next")["SpeechResult"] == "hello"


def partials(call, path: str = "/partial") -> list[dict[str, str]]:
    return [form for seen, form in call.application.seen if seen == path]


GROWING = [
    ("refund my order", ["refund", "refund my", "refund my order"]),
    ("我要退款", ["我要", "我要退款"]),
    ("退 my 款", ["退", "退 my", "退 my 款"]),
]


@pytest.mark.parametrize(("said", "heard"), GROWING)
def test_partial_results_grow_beside_the_call(ring, said, heard):
    call = ring(page('input="speech" partialResultCallback="/partial"') | {"/partial": ""}, f"say:{said}")
    assert [form["UnstableSpeechResult"] for form in partials(call)] == heard
    assert call.form("/next")["SpeechResult"] == said
    assert not any("StableSpeechResult" in form for form in partials(call))
    assert {form["CallSid"] for form in partials(call)} == {call.form("/next")["CallSid"]}


def test_whether_a_partial_result_is_stable_too_is_unsure(ring):
    pages = page('input="speech" partialResultCallback="/partial" partialResultCallbackMethod="GET"') | {"/partial": ""}
    call = ring(pages, "say:hello", unsure=Unsure(partial_words_are_stable=True))
    assert [form["StableSpeechResult"] for form in partials(call)] == ["hello"]
    methods = {environ["PATH_INFO"]: environ["REQUEST_METHOD"] for environ in call.application.environs}
    assert methods["/partial"] == "GET"


def test_a_partial_result_that_nobody_takes_is_only_a_warning(ring):
    call = ring(page('input="speech" partialResultCallback="/nowhere"'), "say:hello")
    assert [(error.code, error.severity) for error in call.of(events.Error)] == [(11200, "warning")]
    assert call.words == ["Key please", "Next"]


PAUSES = [
    # attributes, seconds from the end of speech to the request
    ('timeout="3"', 3),
    ('speechTimeout="2"', 2),
    ('speechTimeout="auto" speechModel="googlev2_telephony"', 1),
    ('timeout="7" speechTimeout="1"', 1),
]


@pytest.mark.parametrize(("attributes", "seconds"), PAUSES)
def test_a_pause_submits_what_was_said(ring, attributes, seconds):
    call = ring({"/": f'<Gather input="speech" action="/next" {attributes}/>', "/next": ""}, "say:一二三四五六七八")
    speech = next(event.at for event in call.events if isinstance(event.what, events.Speech))
    assert speech == pytest.approx(0.5 + 2 + seconds)


@pytest.mark.parametrize(("pause", "said"), [(0.5, "refund my order please"), (2.5, "refund")])
def test_who_goes_on_before_the_pause_is_long_enough_is_heard_out(pause, said):
    made = Floor({"/": '<Gather input="speech" speechTimeout="2" action="/next"/>', "/next": "<Hangup/>"})
    leg = made.ring("caller", "/", Inputs(()))
    made.at(1, lambda: made.exchange.sound(leg, Words("refund", 0.5)))
    made.at(1.5 + pause, lambda: made.exchange.sound(leg, Words("my order please", 1.0)))
    made.play()
    assert [form["SpeechResult"] for form in made.forms("/next")] == [said]


CUT = [
    # maxSpeechTime, what was understood of two seconds of speech, when it was submitted
    (1, "一二三四", 1.5),
    (2, "一二三四五六七八", 2.5),
    (60, "一二三四五六七八", 3.5),
]


@pytest.mark.parametrize(("most", "understood", "at"), CUT)
def test_recognition_ends_in_the_middle_of_a_long_sentence(ring, most, understood, at):
    attributes = f'input="speech" speechTimeout="1" maxSpeechTime="{most}"'
    call = ring({"/": f'<Gather action="/next" {attributes}/>', "/next": ""}, "say:一二三四五六七八")
    assert call.form("/next")["SpeechResult"] == understood
    assert [event.at for event in call.events if isinstance(event.what, events.Speech)] == pytest.approx([at])


@pytest.mark.parametrize(("attribute", "unsure", "cuts"), [("", True, True), ("", False, False), ('bargeIn="true"', False, True)])
def test_whether_speech_cuts_the_prompts_is_said_or_else_unsure(ring, attribute, unsure, cuts):
    person = AtOnce()
    call = ring(page(f'input="speech" {attribute}'), person, unsure=Unsure(speech_barges_in=unsure))
    assert any("cut short" in remark.text for remark in call.of(events.Remark)) is cuts
    assert ("/next" in call.paths) is cuts


class AtOnce:
    """Somebody who speaks as soon as the prompts begin, and then no more."""

    is_done = True

    def interrupts(self, moment):
        return Speak("hello")

    def answers(self, moment):
        return None

    def hears(self, event):
        return None


CHINESE_MODELS = [
    # model, language, whether it is known
    ("default", "cmn-Hans-CN", True),
    ("deepgram_nova-3", "zh-CN", True),
    ("phone_call", "en-US", True),
    ("phone_call", "cmn-Hans-CN", False),
    ("experimental_conversations", "yue-Hant-HK", False),
    ("experimental_utterances", "cmn-Hant-TW", False),
]


@pytest.mark.parametrize(("model", "language", "is_known"), CHINESE_MODELS)
def test_a_model_that_does_not_know_the_language_fails_the_gather(ring, model, language, is_known):
    call = ring(page(f'input="speech" speechModel="{model}" language="{language}"'), "say:退款")
    assert call.codes == ([] if is_known else [13343])
    assert call.words == (["Key please", "Next"] if is_known else ["After"])
    assert call.ending.broke is not is_known
