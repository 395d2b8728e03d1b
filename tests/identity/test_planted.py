"""What is keyed in an identity check stays in it: after whole calls it is in no file of the database, log, document or address.

Each search first finds what is no secret, and each secret is first seen where it had to arrive.
"""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from pydantic import SecretStr

from ivr.config import Config
from ivr.storage.schema import migrate
from ivr.trial.stage import in_process
from ivr.web import log
from tests.identity.conftest import MENUS, Call, Line, phone_of

RINGS, ACCOUNT = "+8613951824607", phone_of(17)
WRONG_ID, RIGHT_ID, WRONG_CODE = "739*", "017*", "592837"
GRAVE = ("3", "4", "3")
COPY = "1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def config(folder: Path) -> Config:
    """A store in a file, which can be searched."""
    url = f"sqlite:///{folder}/calls.db"
    migrate(url)
    return in_process(MENUS).model_copy(update={"database_url": url, "secret_key": SecretStr("planted secret key 9d2e70")})


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """All that is logged, as it would be written."""
    before = structlog.get_config()
    structlog.reset_defaults()
    monkeypatch.setattr(log, "log", structlog.get_logger())
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as turns:
        yield lambda: caplog.text + json.dumps(turns, ensure_ascii=False, default=str)
    structlog.configure(**before)


def in_files(folder: Path) -> str:
    return "".join(file.read_bytes().decode("latin-1") for file in folder.iterdir())


def test_nothing_that_was_keyed_is_left_behind(line: Line, folder: Path, logged: Callable[[], str]) -> None:
    codes: list[str] = []

    def moves() -> Iterator[str]:
        yield from (*GRAVE, f"{ACCOUNT}#", WRONG_ID, RIGHT_ID, "1", WRONG_CODE)
        codes.append(line.code())
        yield from (codes[0], COPY)

    call = line.ring(moves(), RINGS, closes=False)
    assert "我们会在" in call.words, "the call has come through both checks to what is grave"
    told = b"".join(body for _, _, body in line.asked.said).decode()
    arrived = [ACCOUNT, RINGS, "739X", "017X"]
    assert [each for each in arrived if each not in told] == [], "what is searched for was really keyed"
    secrets = [RINGS[1:], RINGS[3:], ACCOUNT, WRONG_ID, RIGHT_ID, "739X", "017X", WRONG_CODE, *codes]
    for closing in (False, True):
        if closing:
            close(line, call)
        places = {
            "files": (in_files(folder), call.sid),
            "log": (logged(), call.sid),
            "documents": ("".join(turn.twiml for turn in call.turns), "<Gather"),
            "addresses": ("".join(path for _, path, _ in line.asked.said), "/identity"),
        }
        assert [place for place, (text, plain) in places.items() if plain not in text] == [], "the search finds what is there"
        assert [(place, each) for place, (text, _) in places.items() for each in secrets if each in text] == []


def close(line: Line, call: Call) -> None:
    """Let the call be closed, and whatever waits for the disk be written."""
    line.clock.advance(20)
    line.application.tick()
    row = line.application.store.read_call(call.sid)
    assert row is not None
    assert row.closed_at is not None
