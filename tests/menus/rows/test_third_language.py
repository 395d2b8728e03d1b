"""A third language is YAML alone: the shipped menus with Cantonese written into them, and nothing else, answer in it.

The texts are the Mandarin ones in Hong Kong's characters, but for some that Cantonese says in other words.
"""

from pathlib import Path

import pytest
import yaml
from opencc import OpenCC

from ivr.compiler.compile import compile_texts
from ivr.service.actions import DECLARATIONS
from ivr.simulator import events
from ivr.simulator.people.person import Press, Silence, Speak

MENUS = Path(__file__).parents[3] / "menus"
VOICE = {
    "say": "yue-HK", "voice": "Google.yue-HK-Standard-A", "listen": "yue-Hant-HK", "option": "{label}請㩒{key}。", "per_second": "4",
    "spoken": "mandarin", "name": "廣東話",
}  # fmt: skip
SAID = {
    "抱歉，没有收到您的选择。": "唔好意思，收唔到你嘅選擇。",
    "抱歉，没有这个选项，请再选一次。": "唔好意思，冇呢個選項，請再揀一次。",
    "为您转接。": "幫你轉駁。",
}
HEARD = {
    "人工": ["搵真人", "同真人講"],
    "主菜单": ["返主目錄"],
    "账户": ["我個戶口"],
    "退款": ["退錢"],
    "是": ["係", "啱"],
    "不是": ["唔係"],
}
CANTONESE = {"zh": ["粤语", "广东话"], "en": ["Cantonese"], "yue": ["廣東話", "講廣東話"]}
hong_kong = OpenCC("s2hk").convert


def in_cantonese(text):
    return SAID.get(text) or hong_kong(text)


def heard_in_cantonese(phrases):
    return [*map(hong_kong, phrases), *HEARD.get(phrases[0], ())]


def with_cantonese(written):
    """Write Cantonese beside Mandarin wherever that stands for its own callers; a sentence said to all is left alone."""
    match written:
        case dict():
            beside = {key: with_cantonese(value) for key, value in written.items()}
            mandarin = written.get("zh")
            if mandarin is None or "in" in written:
                return beside
            return beside | {"yue": in_cantonese(mandarin) if isinstance(mandarin, str) else heard_in_cantonese(mandarin)}
        case list():
            return [with_cantonese(each) for each in written]
    return written


def edited():
    """Give the shipped files with what an author writes to add a language."""
    files = {file.name: yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader) for file in MENUS.glob("*.yaml")}
    languages = files["hotline.yaml"].pop("languages")
    files = {name: with_cantonese(file) for name, file in files.items()}
    files["hotline.yaml"]["languages"] = languages | {"yue": VOICE}
    files["hotline.yaml"]["words"]["cantonese"] = {"set": {"language": "yue"}, "do": "again", **CANTONESE}
    welcome = files["welcome.yaml"]
    welcome["words"]["cantonese"] = {"set": {"language": "yue"}, "goto": "onward"}
    question = welcome["nodes"]["language"]
    question["prompt"].append({"in": "yue", "yue": "廣東話請㩒3。"})
    question["options"]["3"] = {"set": {"language": "yue"}, "goto": "onward", "words": CANTONESE}
    return {name: yaml.dump(file, allow_unicode=True, sort_keys=False) for name, file in files.items()}


@pytest.fixture(scope="module")
def line(hotline):
    """Give the hotline that also speaks Cantonese, as it is in a scene."""
    flow = compile_texts(edited(), DECLARATIONS)
    return lambda **so: hotline(flow=flow, **so)


CHOICE = Press("3")
COMPLAINT = (Press("5"), Press("1"), Press("2"))
CALLS = {
    "it is offered beside the others": ((), ["普通话服务请按1", "For English, press 2", "廣東話請㩒3"]),
    "its key chooses it": ((CHOICE,), ["通話可能會錄音", "賬户問題請㩒1"]),
    "its words choose it": ((Speak("广东话"),), ["賬户問題請㩒1"]),
    "and anywhere": ((Press("2"), Press("4"), Speak("Cantonese")), ["查詢退款進度請㩒1"]),
    "its words are heard": ((CHOICE, Speak("我想退錢")), ["查詢退款進度請㩒1"]),
    "numbers": ((CHOICE, *COMPLAINT, Press("20260703#")), ["二零二六，零七零三"]),
    "amounts": ((CHOICE, *COMPLAINT, Press("0#"), Press("0#"), Press("128*5#")), ["一百二十八元五角"]),
    "silence has its words": ((CHOICE, Silence()), ["收唔到你嘅選擇", "賬户問題請㩒1"]),
    "a wrong key has its words": ((CHOICE, Press("7")), ["冇呢個選項", "賬户問題請㩒1"]),
    "three slips lead to people": ((CHOICE, *[Press("7")] * 3, *[Silence()] * 4), []),
    "0 leads to people": ((CHOICE, Press("0"), Press("0")), []),
    "words lead to people": ((CHOICE, Speak("唔該我要搵真人"), Press("0")), []),
}
PEOPLE = ("three slips lead to people", "0 leads to people", "words lead to people")


@pytest.mark.parametrize("name", CALLS)
def test_a_language_written_into_the_menus_is_spoken_and_heard(line, name):
    moves, heard = CALLS[name]
    call = line().call(*moves)
    for words in heard:
        assert words in call.after(len(moves))
    assert call.slips == []
    assert call.state.language == ("yue" if moves else "zh")
    assert call.state.node == "agent.account" or name not in PEOPLE


def test_dates_are_said_and_the_voice_and_the_recogniser_are_its_own(line):
    call = line(at="2026-03-03 02:00").call(CHOICE, Press("1"), Press("0"))
    assert "下一次開放是三月三日上午八点" in call.after(3)
    said, listened = call.of(events.Say), call.of(events.Gather)
    assert {(say.language, say.voice) for say in said[3:]} == {("yue-HK", "Google.yue-HK-Standard-A")}
    assert {gather.language for gather in listened[1:]} == {"yue-Hant-HK"}


def test_the_number_is_known_by_it_at_the_next_call(line):
    rung = line()
    rung.call(CHOICE, caller="+85291234567")
    assert "您好，歡迎致電" in rung.call(caller="+85291234567").after(0)
