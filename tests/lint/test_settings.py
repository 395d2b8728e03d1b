"""`lint:` of hotline.yaml: what it sets, and what is said of a slip in it."""

from collections.abc import Mapping
from types import SimpleNamespace

import pytest

from ivr.compiler.compile import read_draft
from ivr.compiler.source import load
from ivr.flow.actions import Actions
from ivr.lint.settings import read_settings

RULES = tuple(
    SimpleNamespace(ID=name, SETTING=default)
    for name, default in {"wait": 5, "share": 0.5, "words": ("um",), "most": {"info": 6, "warning": 9}, "dead-end": None}.items()
)
READ = [
    ("", {}),
    ("wait: 7", {"wait": 7}),
    ("share: 0.25", {"share": 0.25}),
    ("words: [er, ah]", {"words": ("er", "ah")}),
    ("words: []", {"words": ()}),
    ("most: {warning: 5}", {"most": {"info": 6, "warning": 5}}),
    ('wait: "off"', {"wait": ...}),
    ("dead-end: off", {"dead-end": ...}),
]
WRONG = [
    ("wiat: 7", 'hotline.yaml:2:8: "wiat" is not a rule. Did you mean "wait"? [lint-setting]'),
    ("wait: soon", 'hotline.yaml:2:14: "soon" is not a number. Write one, such as 5, or "off". [lint-setting]'),
    ("wait: -1", 'hotline.yaml:2:14: "-1" is not a number. Write one, such as 5, or "off". [lint-setting]'),
    ("wait: [5]", 'hotline.yaml:2:8: "wait" wants a number. Write it so, or "off". [lint-setting]'),
    ("words: er", 'hotline.yaml:2:15: "words" wants a list: [one, another]. Write it so, or "off". [lint-setting]'),
    ("words: [[er]]", "hotline.yaml:2:16: this wants one text. Write a single value. [lint-setting]"),
    ("most: 5", 'hotline.yaml:2:14: "most" wants a table: {name: value}. Write it so, or "off". [lint-setting]'),
    ("most: {waring: 5}", 'hotline.yaml:2:15: "waring" is not something to set here. Did you mean "warning"? [lint-setting]'),
    (
        "dead-end: 5",
        'hotline.yaml:2:18: there is nothing to set of this rule. Write "off" to switch it off, or delete the line. [lint-setting]',
    ),
]


def read(written: str, small: Mapping[str, str], actions: Actions) -> tuple[Mapping[str, object], list[str]]:
    hotline = small["hotline.yaml"].splitlines(keepends=True)
    text = "".join([hotline[0], f"lint: {{{written}}}\n", *hotline[1:]])
    draft = read_draft([load(each, file) for file, each in {**small, "hotline.yaml": text}.items()], actions)
    settings, found = read_settings(draft.hotline.lint, RULES)
    return settings, [str(draft.problem(each)).partition("\n")[0] for each in found]


@pytest.mark.parametrize(("written", "differs"), READ)
def test_a_setting_takes_the_place_of_its_default(
    written: str, differs: Mapping[str, object], small: Mapping[str, str], declared: Actions
) -> None:
    expected = {rule.ID: differs.get(rule.ID, rule.SETTING) for rule in RULES}
    assert read(written, small, declared) == ({name: value for name, value in expected.items() if value is not ...}, [])


@pytest.mark.parametrize(("written", "said"), WRONG)
def test_a_slip_in_a_setting_is_told_and_the_default_holds(written: str, said: str, small: Mapping[str, str], declared: Actions) -> None:
    assert read(written, small, declared) == ({rule.ID: rule.SETTING for rule in RULES}, [said])
