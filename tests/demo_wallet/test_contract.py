"""The demo wallet keeps docs/wallet-api.yaml, whatever is sent to it."""

import re
from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import schemathesis.checks
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation

from ivr.demo_wallet.api import Wsgi, api, serving
from ivr.demo_wallet.cast import CAST
from ivr.demo_wallet.operations import OPERATIONS
from ivr.demo_wallet.seed import account_of, phone_of
from ivr.trial.wallet import KEY, beside
from tests.demo_wallet.conftest import MONDAY, Asker

FILE = Path(__file__).parents[2] / "docs" / "wallet-api.yaml"
DOCUMENT = yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
EXAMPLES = {GenerationMode.POSITIVE: 8, GenerationMode.NEGATIVE: 4}
ORDERS = [f"2026{person:02}{place:02}" for person in (1, 2, 3) for place in range(1, len(CAST[person].orders) + 1)]
CASES = count()
HEADERS = {"Authorization": f"Bearer {KEY}"}


def with_the_cast(document: dict[str, Any]) -> dict[str, Any]:
    """Give the document with the cast's own numbers where any could stand: others lead no further than 404."""
    named = deepcopy(document)
    parts = named["components"]
    parts["schemas"]["Phone"] = {"enum": [phone_of(person) for person in CAST]}
    for name, numbers in {
        "account": [account_of(person) for person in (1, 2, 3)],
        "order": ORDERS,
        "refund": [f"4103{place:04}" for place in range(1, 17)],
    }.items():
        parts["parameters"][name]["schema"] = {"enum": numbers}
    return named


@cache
def operations() -> dict[str, APIOperation]:
    schema = schemathesis.openapi.from_dict(with_the_cast(DOCUMENT))
    found = (each.ok() for each in schema.get_all_operations())
    return {each.definition.raw["operationId"]: each for each in found}


METHODS = ("get", "post")
NAMES = [each["operationId"] for path in DOCUMENT["paths"].values() for method, each in path.items() if method in METHODS]


@pytest.fixture(scope="module")
def wallet() -> Iterator[Wsgi]:
    with closing(beside(lambda: MONDAY)) as wallet:
        yield serving(api(), wallet)


@pytest.mark.parametrize("mode", EXAMPLES, ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_of_the_contract(name: str, mode: GenerationMode, wallet: Wsgi) -> None:
    operation = operations()[name]

    @settings(
        max_examples=EXAMPLES[mode],
        phases=[Phase.generate],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        # Who asks without the wallet's key is a test of its own, and so is who gives one key to two changes.
        keys = {"Idempotency-Key": f"case-{next(CASES):08}"} if mode is GenerationMode.POSITIVE else {}
        case.call_and_validate(app=wallet, headers=HEADERS | keys, excluded_checks=[schemathesis.checks.ignored_auth])

    ask()


@pytest.mark.parametrize("name", NAMES)
def test_without_its_key_the_wallet_tells_nothing(name: str, asker: Asker) -> None:
    each = next(each for each in OPERATIONS if each.name == name)
    path = each.path.replace("<account>", account_of(3)).replace("<order>", "20260301").replace("<refund>", "41030001")
    for said in ("", "Bearer wrong", f"Basic {KEY}", f"Bearer {KEY} "):
        answer = asker.http.request(each.method, path, headers={"Authorization": said})
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorised")


def test_the_operations_are_those_of_the_document() -> None:
    paths = DOCUMENT["paths"].items()
    written = {(of[method]["operationId"], method, path) for path, of in paths for method in METHODS if method in of}
    assert {(each.name, each.method.lower(), re.sub(r"<(\w+)>", r"{\1}", each.path)) for each in OPERATIONS} == written
