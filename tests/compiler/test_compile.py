"""Sound menus become the flow that was written."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ivr.compiler.compile import compile_folder, compile_texts
from ivr.errors import MenuError
from ivr.flow.actions import Actions
from ivr.flow.entry import NUMBERS, Pattern
from ivr.flow.fields import Jump, Requires
from ivr.flow.graph import Flow
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.menu import Menu
from ivr.flow.nodes.say import Say
from ivr.flow.words import Hole, Text, plain

OK = sorted((Path(__file__).parent / "ok").glob("*.yaml"))
END = "  end: {type: end, ending: done}\n"


@pytest.fixture(scope="session")
def flow(good: Mapping[str, str], actions: Actions) -> Flow:
    return compile_texts(good, actions)


def trial(good: Mapping[str, str], actions: Actions, nodes: str) -> Flow:
    return compile_texts({**good, "trial.yaml": f"menu: trial\nnodes:\n{nodes}{END}"}, actions)


@pytest.mark.parametrize("menu", OK, ids=lambda menu: menu.stem)
def test_a_sound_menu_compiles(menu: Path, good: Mapping[str, str], actions: Actions) -> None:
    assert "trial.end" in compile_texts({**good, "trial.yaml": menu.read_text()}, actions).nodes


def test_a_file_whose_name_would_have_it_passed_over_is_told_of(tmp_path: Path, good: Mapping[str, str], actions: Actions) -> None:
    for name, text in good.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "people.yaml").rename(tmp_path / "people.yml")
    with pytest.raises(MenuError) as raised:
        compile_folder(tmp_path, actions)
    said = f"{tmp_path}/people.yml:1:1: menu files end in .yaml, and this one would never be heard. Name it people.yaml. [file-name]"
    assert str(raised.value).startswith(said)


def test_a_folder_compiles_as_its_texts_do(flow: Flow, actions: Actions) -> None:
    folder = compile_folder(Path(__file__).parent / "sound", actions)
    assert folder.version == flow.version
    assert list(folder.nodes) == list(flow.nodes)


def test_a_version_is_named_by_its_content(flow: Flow, good: Mapping[str, str], actions: Actions) -> None:
    other = {**good, "people.yaml": good["people.yaml"] + "# a remark\n"}
    assert compile_texts(dict(reversed(good.items())), actions).version == flow.version
    assert compile_texts(other, actions).version != flow.version


def test_short_targets_are_nodes_of_the_same_file(flow: Flow) -> None:
    start = flow.nodes["main.start"]
    assert isinstance(start, Menu)
    assert [option.jump for option in start.options.values()] == [Jump("main.order"), Jump("people.line")]


def test_a_short_requirement_has_the_hotlines_else(flow: Flow) -> None:
    assert flow.nodes["main.order"].requires == Requires("light", Jump("people.line"))


def test_entries_are_patterns(flow: Flow) -> None:
    order, code = flow.nodes["main.order"], flow.nodes["identity.code"]
    assert isinstance(order, Collect)
    assert isinstance(code, Collect)
    assert order.digits == Pattern((NUMBERS,) * 20, 8)
    assert code.digits == Pattern((NUMBERS,) * 6, 6)


def test_an_options_line_is_its_label_with_its_key(flow: Flow) -> None:
    said = {language: plain(text, ()) for language, text in flow.parts["main.start/option/1"].texts.items()}
    assert said == {"zh": "查询订单请按1。", "en": "For an order, press 1."}


def test_every_part_of_a_node_is_found_by_its_name(flow: Flow) -> None:
    state = flow.nodes["main.state"]
    assert isinstance(state, Say)
    assert [flow.parts[part.id] for part in state.prompt] == list(state.prompt)
    assert [part.id for part in state.prompt] == ["main.state/prompt/0"]


def test_facts_are_filled_in_as_they_are_spoken(flow: Flow) -> None:
    said = [plain(flow.parts["main.start/prompt/0"].texts[language], ()) for language in ("zh", "en")]
    assert said == ["欢迎致电云钱包，热线九五，零零零。", "Welcome to Cloud Wallet, nine five, zero zero zero."]


def test_a_fact_said_as_text_is_said_whole(good: Mapping[str, str], actions: Actions) -> None:
    whole = "The Wallet of All the Merchants and Markets " * 3
    flow = compile_texts({**good, "hotline.yaml": good["hotline.yaml"].replace("Cloud Wallet", whole.strip())}, actions)
    assert whole.strip() in plain(flow.parts["main.start/prompt/0"].texts["en"], ())


MADE = """
menu: extra
nodes:
  told: {type: say, prompt: {zh: "{team_hours}。{busy_times}忙，{quiet_times}闲。", en: "{team_hours}. Busy {busy_times}."}, goto: bye}
  bye: {type: end, prompt: {zh: 再见。, en: Goodbye.}, ending: done}
"""


def test_hours_are_facts_made_of_the_queues_and_busy_times(good: Mapping[str, str], actions: Actions) -> None:
    said = compile_texts({**good, "extra.yaml": MADE}, actions).parts["extra.told/prompt/0"].texts
    assert [plain(said[language], ()) for language in ("zh", "en")] == [
        "退款客服，每天上午八点到二十四点，法定节假日休息。周一至周五上午九点到上午十一点忙，"
        "工作日上午十一点到二十四点，周六和周日上午八点到二十四点，法定节假日休息闲。",
        "refund agents, daily from eight a.m. to midnight, closed on public holidays. Busy Monday to Friday from nine a.m. to eleven a.m.",
    ]


def test_facts_in_a_text_message_stay_as_written(flow: Flow) -> None:
    assert plain(flow.texts["howto"].texts["en"], ()) == "The steps are at wallet.example."


def test_a_menu_file_may_lead_a_key_elsewhere_and_keeps_its_words(flow: Flow) -> None:
    universals = {universal.name: universal for universal in flow.menus["people"].universals}
    assert universals["0"].jump == Jump("people.line")
    assert universals["0"].words["zh"] == ("人工", "转人工")
    assert list(universals) == ["0", "*", "#", "9", "english"]


def test_a_menu_file_may_lead_a_word_elsewhere_and_keeps_its_words(good: Mapping[str, str], actions: Actions) -> None:
    people = good["people.yaml"].replace("nodes:", "words: {english: {goto: bye}}\nnodes:")
    (english,) = (
        each for each in compile_texts({**good, "people.yaml": people}, actions).menus["people"].universals if each.name == "english"
    )
    assert (english.jump, english.words["zh"]) == (Jump("people.bye"), ("说英语",))


def test_words_without_a_key_have_none(flow: Flow) -> None:
    english = flow.menus["main"].universals[-1]
    assert (english.key, english.jump) == (None, Jump(do="again", set={"language": "en"}))


def test_messages_of_a_queue_are_fragments(flow: Flow) -> None:
    assert flow.queues["refund"].messages == (flow.fragment("queue.next_in_turn"),)


def test_scalars_stay_text(good: Mapping[str, str], actions: Actions) -> None:
    flow = trial(good, actions, "  first: {type: say, set: {a: no, b: 0123, c: 12:30, d: null}, prompt: {zh: 好。, en: on}, goto: end}\n")
    assert flow.nodes["trial.first"].set == {"a": "no", "b": "0123", "c": "12:30", "d": "null"}


def test_today_is_the_day_of_the_call(good: Mapping[str, str], actions: Actions) -> None:
    flow = trial(good, actions, "  first: {type: say, set: {day: today}, prompt: {zh: 好。, en: Fine.}, goto: end}\n")
    assert flow.nodes["trial.first"].set == {"day": Hole(("today",), "date")}


def test_a_notice_is_marked(good: Mapping[str, str], actions: Actions) -> None:
    flow = trial(good, actions, "  first: {type: say, notice: {zh: 好。, en: Fine.}, goto: end}\n")
    assert flow.parts["trial.first/notice/0"].notice


def test_a_part_in_one_language_is_that_for_all(good: Mapping[str, str], actions: Actions) -> None:
    flow = trial(good, actions, "  first: {type: say, prompt: [{in: en, en: For English.}], goto: end}\n")
    assert {text.language for text in flow.parts["trial.first/prompt/0"].texts.values()} == {"en"}


def test_what_is_played_is_the_recordings_address(good: Mapping[str, str], actions: Actions) -> None:
    record = '  first: {type: record, into: mine, goto: hear}\n  hear: {type: say, prompt: [{play: "{mine}"}], goto: end}\n'
    assert trial(good, actions, record).parts["trial.hear/prompt/0"].play == Hole(("mine", "url"), "text")


def test_a_long_prompt_is_cut_at_sentences_in_every_language(good: Mapping[str, str], actions: Actions) -> None:
    zh, en = "请您先打开应用，再按提示操作。" * 50, "Open it. Tap it. Done now."
    flow = trial(good, actions, f'  first: {{type: say, prompt: {{zh: "{zh}", en: "{en}", when: language is zh}}, goto: end}}\n')
    parts = [part for name, part in flow.parts.items() if name.startswith("trial.first/prompt/0.")]
    assert [part.id for part in parts] == ["trial.first/prompt/0.0", "trial.first/prompt/0.1"]
    assert len({part.when for part in parts}) == 1
    assert "".join(plain(part.texts["zh"], ()) for part in parts) == zh
    assert [plain(part.texts["en"], ()) for part in parts] == ["Open it.", " Tap it. Done now."]
    assert all(len(plain(part.texts["zh"], ()).encode()) * 3 <= 4000 for part in parts)


def test_the_text_of_a_line_keeps_its_placeholders(good: Mapping[str, str], actions: Actions) -> None:
    files = {**good, "trial.yaml": (Path(__file__).parent / "ok" / "pick_of_three.yaml").read_text()}
    line: Text = compile_texts(files, actions).parts["trial.pick/from/2"].texts["en"]
    assert line.pieces == ("For ", Hole(("amount",), "money"), " on ", Hole(("at",), "date"), ", press 2.")


def test_a_hotline_without_its_file_says_so(actions: Actions) -> None:
    with pytest.raises(MenuError, match=r"hotline.yaml:1:1: this file is missing"):
        compile_texts({}, actions)
