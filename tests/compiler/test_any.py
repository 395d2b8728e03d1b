"""Whatever is written, the answer is a flow or problems with places: never another exception."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.compiler.compile import compile_texts
from ivr.compiler.problems import Problem
from ivr.errors import MenuError
from ivr.flow.actions import Actions
from ivr.flow.graph import Flow

SCALARS = (
    "", "again", "start", "main.start", "people.line", "{order}", "{entry}", "{x?:money}", "{{", "{", "[]", "{}", "[a, b]", "*", "#", "&a",
    "!!str x", "null", "9", "1-3", "zh", "退款，请", "order is known", "\x07", "a: b", '"', "'", "|", "- x", "\t", "：",
)  # fmt: skip


def outcome(files: Mapping[str, str | bytes], actions: Actions) -> Flow | MenuError:
    try:
        return compile_texts(files, actions)
    except MenuError as error:
        return error


def is_refused(outcome: Flow | MenuError) -> bool:
    return isinstance(outcome, MenuError) and bool(outcome.problems) and all(map(is_placed, outcome.problems))


def is_placed(problem: object) -> bool:
    assert isinstance(problem, Problem)
    place = f"{problem.file}:{problem.line}:{problem.column}: "
    return problem.line >= 1 and problem.column >= 1 and str(problem).startswith(place)


@given(menu=st.binary(max_size=200))
def test_any_bytes_as_a_menu(menu: bytes, good: Mapping[str, str], actions: Actions) -> None:
    assert is_refused(outcome({**good, "trial.yaml": menu}, actions))


@given(menu=st.text(alphabet="ab:{}[],\"'-#*&!|>?%@ \n\t退：0", max_size=120))
def test_any_yaml_marks_as_a_menu(menu: str, good: Mapping[str, str], actions: Actions) -> None:
    assert is_refused(outcome({**good, "trial.yaml": menu}, actions))


@given(data=st.data())
def test_a_line_left_out_doubled_or_replaced(data: st.DataObject, good: Mapping[str, str], actions: Actions) -> None:
    name = data.draw(st.sampled_from(sorted(good)))
    lines = good[name].split("\n")
    place = data.draw(st.integers(0, len(lines) - 1))
    others = data.draw(st.sampled_from(([], [lines[place]] * 2, [lines[data.draw(st.integers(0, len(lines) - 1))]])))
    found = outcome({**good, name: "\n".join((*lines[:place], *others, *lines[place + 1 :]))}, actions)
    assert isinstance(found, Flow) or is_refused(found)


@given(data=st.data())
@settings(max_examples=200)
def test_a_word_replaced(data: st.DataObject, good: Mapping[str, str], actions: Actions) -> None:
    name = data.draw(st.sampled_from(sorted(good)))
    text = good[name]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(len(text), start + 12)))
    found = outcome({**good, name: text[:start] + data.draw(st.sampled_from(SCALARS)) + text[end:]}, actions)
    assert isinstance(found, Flow) or is_refused(found)


@given(left_out=st.sets(st.sampled_from(("hotline.yaml", "main.yaml", "people.yaml", "identity.yaml")), min_size=1))
def test_a_file_left_out(left_out: set[str], good: Mapping[str, str], actions: Actions) -> None:
    assert is_refused(outcome({name: text for name, text in good.items() if name not in left_out}, actions))
