"""Writes docs/lint-rules.md: its frame, and in it the rules as their docstrings and their tried examples tell them."""

import inspect
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ivr.lint.rule import Rule
from ivr.lint.rules import RULES

DOCS = Path(__file__).parent
TESTS = DOCS.parent / "tests"
PAGE, FRAME = DOCS / "lint-rules.md", DOCS / "lint-rules.frame.md"
RULES_PLACE, COMPILER_PLACE = "<!-- rules -->\n", "<!-- compiler -->\n"
NOTICE = "<!-- Written by `make docs` from docs/lint-rules.frame.md, ivr/lint/rules/ and tests/lint/. Change those. -->\n"
SAID = re.compile(r"^\S+?:\d+:\d+: (.+) \[([a-z-]+)\]$", re.MULTILINE)


def page() -> str:
    """Give the whole page."""
    frame = FRAME.read_text(encoding="utf-8")
    return NOTICE + frame.replace(RULES_PLACE, _rules()).replace(COMPILER_PLACE, _compiler())


def _rules() -> str:
    rows = (f"| [{rule.ID}](#{rule.ID}) | {rule.LEVEL} | {_setting(rule.SETTING)} | {_doc(rule)[0]} |\n" for rule in RULES)
    table = "| rule | level | default | |\n| --- | --- | --- | --- |\n" + "".join(rows)
    return f"{table}\n{''.join(map(_section, RULES))}"


def _section(rule: Rule) -> str:
    bad, said, good = ((TESTS / "lint" / rule.ID / name).read_text(encoding="utf-8") for name in ("bad.yaml", "bad.out", "ok.yaml"))
    setting = "" if rule.SETTING is None else f" Default: `{rule.ID}: {_yaml(rule.SETTING)}`."
    first, *rest = _doc(rule)
    shown = (f"```yaml\n{bad}```", f"```text\n{said}```", f"Nothing is wrong with:\n\n```yaml\n{good}```")
    return "\n\n".join((f"### {rule.ID}", first, f"Level: {rule.LEVEL}.{setting}", *rest, *shown)) + "\n\n"


def _doc(rule: Rule) -> list[str]:
    """Give the paragraphs of a rule's docstring."""
    return [" ".join(paragraph.split()) for paragraph in (inspect.getdoc(rule) or "").split("\n\n")]


def _setting(setting: Any) -> str:
    return "" if setting is None else f"`{_yaml(setting)}`"


def _yaml(setting: Any) -> str:
    match setting:
        case Mapping():
            return "{" + ", ".join(f"{key}: {_yaml(value)}" for key, value in setting.items()) + "}"
        case tuple():
            return "[" + ", ".join(map(_yaml, setting)) + "]"
        case str():
            return setting if re.fullmatch(r"[\w ]+", setting) else json.dumps(setting, ensure_ascii=False)
    return str(setting)


def _compiler() -> str:
    """List the compiler's rules, each with what it says of the first bad menu it is tried with."""
    said: dict[str, str] = {}
    for file in sorted((TESTS / "compiler" / "err").glob("*.out")):
        for what, rule in SAID.findall(file.read_text(encoding="utf-8")):
            said.setdefault(rule, what.replace("|", "\\|"))
    return "| rule | for example |\n| --- | --- |\n" + "".join(f"| {rule} | {said[rule]} |\n" for rule in sorted(said))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
