"""Every outcome that an outside action declares is one that the demo wallet, or a fault of it, really gives, in the declared form."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ivr.compiler.compile import compile_folder
from ivr.demo_wallet import tables
from ivr.demo_wallet import wallet as demo
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions import DECLARATIONS, OUTSIDE
from ivr.service.actions.asked import Asked
from ivr.service.asking import outside
from ivr.service.clock import ServiceWorld
from ivr.spoken import SLOT_KINDS, say
from ivr.trial.wallet import Straight, asking, beside
from tests.outside.contract import CONTRACT, Row

MENUS = Path(__file__).parents[2] / "menus"
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
"""Ten in the morning, in the hotline's time."""
ACTIONS = [module.DECLARATION for module in OUTSIDE]
ROWS = [(action, outcome) for action in ACTIONS for outcome in action.outcomes if outcome != "unavailable"]
CHANGES = [action for action in ACTIONS if action.changes]


class Hotline:
    """Asks for actions as a call does, of a demo wallet whose time it turns."""

    def __init__(self, accounts: demo.Wallet, wallet: Wallet, world: ServiceWorld) -> None:
        self.accounts, self.world = accounts, world
        self.actions = outside(wallet)

    def asks(self, action: str, row: Row, key: str = "key of the effect") -> ActionDone:
        return self.actions[action](Asked(row.asked, key.replace(" ", "-"), self.world, lambda: ""))

    def passes(self, time: timedelta) -> None:
        self.accounts.set_clock(self.accounts.now + time)
        self.world = replace(self.world, instant=self.world.instant + time)


@pytest.fixture(scope="module")
def flow():
    return compile_folder(MENUS, DECLARATIONS)


@pytest.fixture
def ring(flow) -> Iterator[Callable[[], Hotline]]:
    with ExitStack() as closed:

        def make() -> Hotline:
            accounts = closed.enter_context(closing(beside(lambda: MONDAY)))
            wallet = closed.enter_context(closing(asking(Straight(accounts))))
            return Hotline(accounts, wallet, ServiceWorld(flow, MONDAY))

        yield make


@pytest.fixture
def hotline(ring) -> Hotline:
    return ring()


def breaks_down(accounts: demo.Wallet) -> None:
    """Let transfers be out of order for an hour."""
    with accounts.asked() as asked:
        down = {"service": "transfers", "since": asked.now, "until": asked.now + timedelta(hours=1)}
        asked.db.execute(sa.insert(tables.incidents).values(**down))


def records(data: Any) -> list[Mapping[str, Any]]:
    return list(data) if isinstance(data, list) else [data or {}]


def fits(action: Action, outcome: str, data: Any) -> None:
    """It has the sample's fields, each of the kind that is declared."""
    sample = action.outcomes[outcome]
    assert isinstance(data, list) == isinstance(sample, list)
    for record in records(data):
        assert set(record) == set(records(sample)[0])
        for name, value in record.items():
            for each in value.values() if isinstance(value, Mapping) else [value]:
                assert action.data[name] not in SLOT_KINDS or say(action.data[name], each, "english")


@pytest.mark.parametrize(("action", "outcome"), ROWS, ids=[f"{action.name}-{outcome}" for action, outcome in ROWS])
def test_an_outcome_is_one_the_wallet_really_gives(hotline: Hotline, action: Action, outcome: str):
    row = CONTRACT[action.name][outcome]
    if row.before:
        hotline.asks(row.before, row, "another effect")
        hotline.passes(row.later)
    if (action.name, outcome) == ("incidents.look", "known"):
        breaks_down(hotline.accounts)
    done = hotline.asks(action.name, row)
    assert done.outcome == outcome
    fits(action, outcome, done.data)


def test_the_table_has_no_outcome_that_is_not_declared():
    declared = {(action.name, outcome) for action, outcome in ROWS}
    assert {(action, outcome) for action, outcomes in CONTRACT.items() for outcome in outcomes} == declared


FAULTS = ("never", "500", "garbage")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_a_wallet_that_does_not_answer_is_unavailable(hotline: Hotline, action: Action, fault: str):
    hotline.accounts.faults.set("*", fault)
    row = next(iter(CONTRACT[action.name].values()))
    assert hotline.asks(action.name, row) == ActionDone("unavailable")


@pytest.mark.parametrize("fault", ["lost", "twice", "500", "garbage"])
@pytest.mark.parametrize("action", CHANGES, ids=lambda action: action.name)
def test_a_change_whose_first_answer_goes_astray_is_made_once_and_told(ring: Callable[[], Hotline], action: Action, fault: str):
    outcome, row = next(iter(CONTRACT[action.name].items()))
    well, ill = ring(), ring()
    ill.accounts.faults.set("*", fault, times=1)
    assert ill.asks(action.name, row) == well.asks(action.name, row)
    assert ill.asks(action.name, row).outcome == outcome, "the same key gets the first answer"
    assert held(ill.accounts) == held(well.accounts)


def held(accounts: demo.Wallet) -> dict[str, list[tuple[Any, ...]]]:
    """Give all that the wallet holds."""
    with accounts.asked() as asked:
        return {name: [tuple(row) for row in asked.db.execute(sa.select(table))] for name, table in tables.metadata.tables.items()}


def test_another_effect_is_another_change(hotline: Hotline):
    asked = [hotline.asks("devices.sign_out", Row(1), key).outcome for key in ("the first effect", "the first effect", "the second effect")]
    assert asked == ["done"] * 3
    with hotline.accounts.asked() as wallet:
        assert wallet.db.scalar(sa.select(sa.func.count()).where(tables.deeds.c.deed == "sign_out")) == 2
