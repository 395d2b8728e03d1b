"""A well installation to break."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from ivr.app import build, create_app
from ivr.cli.doctor.finding import Installation
from ivr.config import Config
from ivr.simulator.web.line import WsgiApp
from ivr.storage.schema import migrate
from tests.cli.installation import MENUS, SECRET, SHIPPED, TOKEN, Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    config = Config(
        twilio_auth_token=SecretStr(TOKEN),
        secret_key=SecretStr("c1b6a7e0d2f94385"),
        base_url="http://127.0.0.1:1",
        database_url=f"sqlite:///{tmp_path}/calls.db",
        menus=MENUS,
        wallet_url="https://wallet.example",
        wallet_key=SecretStr("a key of the wallet"),
        twilio_account_sid="AC" + "1" * 32,
        texts_from="+8610000000",
        callback_from="+864000000000",
    )
    migrate(config.database_url)
    with ExitStack() as cleaned:
        here = Place(Installation(config, datetime.now(UTC)), tmp_path, cleaned)
        late: list[WsgiApp] = []
        url = here.serve(lambda environ, start: late[0](environ, start))
        application = build(config.model_copy(update={"base_url": url}))
        cleaned.callback(application.store.close)
        late.append(create_app(application))
        yield replace(here, at=here.having(base_url=url))


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A migrated database that the settings name."""
    where = f"sqlite:///{tmp_path}/calls.db"
    migrate(where)
    settings = {"TWILIO_AUTH_TOKEN": "0123456789abcdef", "SECRET_KEY": SECRET, "BASE_URL": "https://hotline.example"}
    for name, value in {**settings, "DATABASE_URL": where, "MENUS": str(SHIPPED)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return where
