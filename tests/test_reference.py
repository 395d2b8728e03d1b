"""The pages made from the code are what it says, and every example of a node type compiles."""

import re
import runpy
from pathlib import Path

import pytest

from ivr.compiler.compile import compile_texts
from ivr.flow.nodes import NODES
from ivr.service.actions import DECLARATIONS

ROOT = Path(__file__).parent.parent
REFERENCE = runpy.run_path(str(ROOT / "docs" / "reference.py"))
WALLET_PAGE = runpy.run_path(str(ROOT / "docs" / "demo_wallet.py"))
ACTIONS_PAGE = runpy.run_path(str(ROOT / "docs" / "actions.py"))
RULES_PAGE = runpy.run_path(str(ROOT / "docs" / "lint_rules.py"))


def test_the_page_of_menus_is_what_the_code_says() -> None:
    assert (ROOT / "docs" / "menus.md").read_text(encoding="utf-8") == REFERENCE["page"](), "run make docs"


def test_the_page_of_lint_rules_is_what_the_code_says() -> None:
    assert (ROOT / "docs" / "lint-rules.md").read_text(encoding="utf-8") == RULES_PAGE["page"](), "run make docs"


def test_the_page_of_the_demo_wallet_is_what_its_cast_says() -> None:
    assert (ROOT / "docs" / "demo-wallet.md").read_text(encoding="utf-8") == WALLET_PAGE["page"](), "run make docs"


def test_the_page_of_actions_is_what_the_code_says() -> None:
    page = ACTIONS_PAGE["page"]()
    assert (ROOT / "docs" / "actions.md").read_text(encoding="utf-8") == page, "run make docs"
    assert [name for name in DECLARATIONS if f"### {name}\n" not in page] == []


AROUND = """
menu: example
nodes:
  words: {type: record, into: recording, prompt: {zh: 请说。, en: Please speak.}, goto: topic}
  topic:
    type: menu
    set: {team: refund}
    options:
      1: {label: {zh: 退款, en: For refunds}, set: {category: refund}, goto: EXAMPLE}
      2: {label: {zh: 其他, en: For anything else}, set: {category: other}, goto: EXAMPLE}
"""
NODE = "  {name}: {{type: say, prompt: {{zh: 好的。, en: All right.}}, goto: agent.topic}}\n"
RETURN = "  done: {type: return, outcome: verified}\n"


def around(kind: str, example: str) -> dict[str, str]:
    """Put an example where its names mean something: the shipped menus, a file of its own, and nodes for its targets."""
    files = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "menus").glob("*.yaml")}
    if kind == "return":
        files["identity.yaml"] = instead(files["identity.yaml"], RETURN, f"  done:\n{indented(example)}\n")
    files["hotline.yaml"] = files["hotline.yaml"].replace("start: welcome.language", "start: example.words")
    node = "topic_known" if kind == "return" else "example"
    own = "" if kind == "return" else f"  example:\n{indented(example)}\n"
    named = ("topic_known", *sorted(set(re.findall(r"\b(order|recent|look|keep|kept|refund|ask|balance|closed|full|sorry)\b", own))))
    files["example.yaml"] = AROUND.replace("EXAMPLE", node) + own + "".join(NODE.format(name=name) for name in named)
    return files


def instead(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


def indented(example: str) -> str:
    return "\n".join(f"    {line}" for line in example.splitlines())


@pytest.mark.parametrize("kind", NODES)
def test_the_example_of_a_node_type_compiles(kind: str) -> None:
    example = REFERENCE["example"](kind)
    assert example.startswith(f"type: {kind}\n")
    compile_texts(around(kind, example), DECLARATIONS)


def test_the_example_of_a_whole_menu_compiles() -> None:
    text = (ROOT / "docs" / "menus.md").read_text(encoding="utf-8")
    whole = re.search(r"```yaml\n(menu: refunds\n.*?)```", text, re.DOTALL)
    assert whole is not None
    files = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "menus").glob("*.yaml")}
    compile_texts(files | {"refunds.yaml": whole[1]}, DECLARATIONS)
