"""Reads `languages:` of hotline.yaml: how each is spoken, listened to and said."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NewType

from ivr.compiler.shape import Spot, one_of, whole_of
from ivr.flow.fields import Count
from ivr.flow.graph import Language
from ivr.spoken import LANGUAGES

Languages = NewType("Languages", dict[str, Language])
Template = NewType("Template", str)
SpokenIn = NewType("SpokenIn", str)
Rate = NewType("Rate", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLanguage:
    say: str
    """The carrier's tag of the language that is spoken, such as cmn-CN.
    运营商朗读用的语言标记，例如 cmn-CN。"""
    voice: str
    """The carrier's name of the voice.
    运营商的发音人名称。"""
    listen: str
    """The carrier's tag of the language that is recognised, such as cmn-Hans-CN.
    运营商识别语音用的语言标记，例如 cmn-Hans-CN。"""
    per_second: Count
    """Characters spoken in a second.
    每秒念多少个字符。"""
    spoken: SpokenIn
    """Whose manner numbers are said in and words are compared in: mandarin or english.
    数字和说法按哪种语言处理：mandarin 或 english。"""
    name: str
    """What its speakers call it.
    这种语言自己的叫法。"""
    slow: Rate = Rate("")
    """The rate of the voice at the slow pace, such as 80%.
    慢速时的语速，例如 80%。"""
    option: Template
    """How an option is spoken, such as "{label}, press {key}."
    选项怎么念，例如 "{label}请按{key}。" 这样。"""


def _languages(spot: Spot) -> Languages:
    written = whole_of({each.key: each for each in spot.table("{zh: {say: cmn-CN, ...}}")}, WrittenLanguage)
    if not written:
        raise spot.refuse("empty", "this hotline speaks no language", "Add one.", on_key=True)
    for each in spot.table():
        _check_slow(each, written[each.key])
    spot.book.templates = {code: each.option for code, each in written.items()}
    spot.book.spoken.update({code: each.spoken for code, each in written.items()})
    return Languages(
        {
            code: Language(each.say, each.voice, each.listen, each.per_second, each.spoken, each.name, each.slow)
            for code, each in written.items()
        }
    )


def _check_slow(spot: Spot, language: WrittenLanguage) -> None:
    """A voice that takes no SSML says nothing at all when it is given some. https://www.twilio.com/docs/voice/twiml/say/text-speech"""
    if language.slow and re.fullmatch(r"man|woman|.*Chirp.*", language.voice):
        here = spot.down("slow", spot.entries["slow"])
        raise here.refuse("rate", f'the voice "{language.voice}" cannot be slowed down', "Choose another voice, or leave out the rate.")


def _rate(spot: Spot) -> Rate:
    text = spot.text()
    if not re.fullmatch(r"[2-9][0-9]%", text):
        raise spot.refuse("rate", f'"{text}" is not a slower rate of speech', 'Write 20% to 99% of the usual one, such as "80%".')
    return Rate(text)


def _template(spot: Spot) -> Template:
    text = spot.text()
    if text.count("{label}") != 1 or text.count("{key}") != 1 or text.count("{") != 2:
        what = f'"{text}" does not say how an option is spoken'
        raise spot.refuse("option-sentence", what, 'It wants {label} and {key}, once each, such as "{label}, press {key}."')
    return Template(text)


LANGUAGE_READERS: Mapping[object, Callable[[Spot], Any]] = {
    Languages: _languages,
    Template: _template,
    Rate: _rate,
    SpokenIn: lambda spot: one_of(spot, tuple(LANGUAGES)),
}
