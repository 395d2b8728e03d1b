"""A small hotline that is clean, and the actions its examples may name."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ivr.flow.actions import Actions
from ivr.service.actions import DECLARATIONS
from tests.compiler.conftest import DECLARED

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def declared() -> Actions:
    return {**{action.name: action for action in DECLARED}, **DECLARATIONS}


@pytest.fixture(scope="session")
def small() -> Mapping[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted((HERE / "hotline").glob("*.yaml"))}
