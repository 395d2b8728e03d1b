"""`ivr doctor`: an installation that is well, and one that is broken for each thing it looks at."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.cli.doctor import CHECKS, examine
from ivr.cli.doctor.finding import Installation
from ivr.errors import StorageError
from tests.cli.broken import BROKEN, not_migrated, stopped
from tests.cli.installation import Place


@pytest.mark.parametrize(("check", "broken", "said"), BROKEN, ids=[f"{check}-{broken.__name__}" for check, broken, _ in BROKEN])
def test_what_is_broken_is_said_with_what_to_do(place: Place, check: str, broken: Callable[[Place], Installation], said: str) -> None:
    at = broken(place)
    assert [f"{found.what} {found.do}" for found in CHECKS[check](at)] == [said.format(folder=place.folder, url=at.config.base_url)]


def test_a_key_that_cannot_be_tried_is_not_accused(place: Place) -> None:
    place.ring()
    place.tell("ALTER TABLE calls RENAME COLUMN answer TO answers")
    with pytest.raises(StorageError, match="no such column"):
        list(CHECKS["key"](place.at))


def test_a_clock_that_is_wrong_is_told_of(place: Place) -> None:
    (found,) = CHECKS["server"](replace(place.at, now=place.at.now + timedelta(hours=1)))
    assert found.what.startswith("The server's clock and this machine's are 36")


def test_every_check_has_an_installation_that_it_finds_broken() -> None:
    assert {check for check, _, _ in BROKEN} == set(CHECKS) - {"versions"}


def test_a_well_installation_has_only_its_address_of_this_machine_to_mend(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.ring()
    capsys.readouterr()
    assert examine(place.at) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if line[0] in "✓✗"]
    assert [line for line in lines if not line.startswith("✗ address: ")] == [f"✓ {name}" for name in CHECKS if name != "address"]


NOT_LOOKED = [
    (not_migrated, [f"– {name}: not looked at, the database is not ready." for name in ("browsers", "key", "worker")]),
    (stopped, ["– key: not looked at, no call is kept yet.", "– signature: not looked at, the server does not answer."]),
]


@pytest.mark.parametrize(("broken", "said"), NOT_LOOKED, ids=[broken.__name__ for broken, _ in NOT_LOOKED])
def test_what_cannot_be_looked_at_is_not_called_well(
    place: Place, broken: Callable[[Place], Installation], said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    examine(broken(place))
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("– ")] == said
