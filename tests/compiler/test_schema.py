"""The schema refuses what an editor can know to be wrong, where the compiler says so too, and nothing that compiles."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from ivr.compiler.compile import read_draft
from ivr.compiler.schema import schema
from ivr.compiler.source import load, locate
from ivr.flow.actions import Actions
from ivr.lint.rules import RULES
from ivr.service.actions import DECLARATIONS
from tests.compiler.test_problems import CASES, files_of

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "menus"
SHAPES = frozenset({
    "action-argument", "audio", "condition", "do", "empty", "entry", "file-shape", "flag", "goto-or-do", "hours", "key", "made-fact",
    "missing", "missing-fragment", "missing-language", "name", "node-type", "number", "one-of", "option-key", "option-sentence", "outcome",
    "placeholder", "play", "quote-comma", "rate", "say-as", "shape", "special-day", "telephone-number", "text", "unknown-action",
    "unknown-key", "unknown-language", "value",
})  # fmt: skip
"""Rules that an editor can hold a file to by itself."""
NOT_BY_SHAPE = {
    "argument_may_be_empty": "what may be empty is known from who fills it",
    "call_forgets_an_outcome": "the sub-flow is another file",
    "call_without_need": "the sub-flow is another file",
    "condition_over_a_word": "the number at the end of a claim",
    "entry_outside_check": "what {entry} is depends on the node",
    "hotline_fact_that_is_no_number": "which facts are numbers of ours",
    "hotline_fragment_without_hole": "which fragments the service fills",
    "hotline_hours_on_no_day": "names of days",
    "hotline_misspelt_fragment": "which of the author's own names was meant",
    "hotline_number_begins_again": "a call cannot begin again",
    "hotline_say_as_of_no_word": "an empty key",
    "hotline_voice_that_cannot_be_slow": "the rate and the voice together",
    "hotline_word_without_words": "a menu file may leave them out",
    "hours_said_as_a_word": "opening hours have a kind of their own",
    "holidays_no_such_day": "the days of each month",
    "next_outside_list": "an option is the same in a list and in a menu",
    "text_without_sms": "the node and its options together",
}

RULE = re.compile(r"\[([a-z-]+)\]$", re.MULTILINE)


class AsTyped(yaml.CSafeLoader):
    """YAML 1.2, as editors read it: 5 is a number, `true` a boolean; `no` and a day are text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


for kind, written in {"null": "~|null|", "bool": "true|false", "int": "[-+]?[0-9]+", "float": r"[-+]?[0-9]*\.[0-9]+"}.items():
    AsTyped.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(f"^(?:{written})$"), None)  # type: ignore[arg-type]


def read(text: str, loader: Any = AsTyped) -> Any:
    return with_text_keys(yaml.load(text, loader))


def with_text_keys(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): with_text_keys(each) for key, each in value.items()}
        case list():
            return [with_text_keys(each) for each in value]
    return value


def validator(files: Mapping[str, str], actions: Actions, language: str = "en") -> Draft202012Validator:
    rules = {rule.ID: "" for rule in RULES}
    made = schema(read_draft([load(text, name) for name, text in files.items()], actions), language, rules)
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


@pytest.fixture(scope="session")
def small(good: Mapping[str, str], actions: Actions) -> Draft202012Validator:
    return validator(good, actions)


@pytest.fixture(scope="session")
def shipped() -> Mapping[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(SHIPPED.glob("*.yaml"))}


@pytest.mark.parametrize("loader", [AsTyped, yaml.BaseLoader], ids=["as typed", "all in quotes"])
def test_it_takes_every_shipped_menu(shipped: Mapping[str, str], loader: Any) -> None:
    made = validator(shipped, DECLARATIONS)
    assert [(name, error.message) for name, text in shipped.items() for error in made.iter_errors(read(text, loader))] == []


@pytest.mark.parametrize("case", sorted((HERE / "ok").glob("*.yaml")), ids=lambda case: case.stem)
def test_it_takes_what_compiles(small: Draft202012Validator, good: Mapping[str, str], case: Path) -> None:
    assert [error.message for text in changed(case, good).values() for error in small.iter_errors(read(text))] == []


BY_SHAPE = [case for case in CASES if SHAPES & set(RULE.findall(case.with_suffix(".out").read_text())) and case.stem not in NOT_BY_SHAPE]


@pytest.mark.parametrize("case", BY_SHAPE, ids=lambda case: case.stem)
def test_it_refuses_what_is_no_menu_where_the_compiler_does(small: Draft202012Validator, good: Mapping[str, str], case: Path) -> None:
    said = case.with_suffix(".out").read_text()
    (advised,) = {frozenset(re.findall(rf"^{name}:(\d+):", said, re.MULTILINE)) for name in changed(case, good) if name in said}
    refused = {str(line) for name, text in changed(case, good).items() for line in lines(small, name, text)}
    assert refused & advised


def changed(case: Path, good: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in files_of(case.read_text(), good).items() if good.get(name) != text}


def lines(validator: Draft202012Validator, name: str, text: str) -> Iterator[int]:
    """Give the lines that are refused."""
    root = load(text, name).root
    for error in innermost(validator.iter_errors(read(text))):
        for key in keys(error):
            yield locate(root, (*error.absolute_path, *key), on_key=True).line


def keys(error: ValidationError) -> list[tuple[str, ...]]:
    """Give the keys of a table that an error is about; none when it is about the value itself."""
    if error.validator == "additionalProperties":
        return [(key,) for key in error.instance if key not in error.schema["properties"]]
    return [(error.instance,)] if "propertyNames" in error.absolute_schema_path else [()]


def innermost(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    for error in errors:
        yield from innermost(error.context) if error.context else (error,)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_field_is_told_in_the_language_asked_for(shipped: Mapping[str, str], language: str) -> None:
    told = list(descriptions(validator(shipped, DECLARATIONS, language).schema))
    assert len(told) > 100
    assert {bool(re.search(r"[\u4e00-\u9fff]", re.sub("`[^`]*`", "", text))) for text in told} == {language == "zh"}


def descriptions(part: Any) -> Iterator[str]:
    for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        if key == "description" and isinstance(value, str) and value:
            yield value
        else:
            yield from descriptions(value)
