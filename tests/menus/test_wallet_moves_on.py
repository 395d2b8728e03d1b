"""What changes in the wallet between two calls is what the second caller hears: nothing is told from memory."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ivr.compiler.compile import compile_folder
from ivr.demo_wallet import tables
from ivr.service.actions import DECLARATIONS
from ivr.simulator.faces.grammar import read_transcript
from ivr.trial.stage import begins, in_process, set_up

MENUS = Path(__file__).parents[2] / "menus"
CALL = """
given callers.recall = new
caller +86138000000{person:02}
{asks}
< {heard}
> hang up
"""


@dataclass(frozen=True)
class Change:
    """Who rings, what they press, what they hear, what changes in the wallet, and what they hear then."""

    person: int
    keys: str
    heard: str
    table: sa.Table
    key: str
    values: Mapping[str, Any]
    then: str


ACCOUNTS, ORDERS, REFUNDS = tables.accounts, tables.orders, tables.refunds
BLOCKED, FAULT, REFUSED = {"block": "legal"}, {"state": "system_fault"}, {"state": "refused", "refusal": "used"}
CHANGES = (
    Change(1, "1 1 2 1 1001", "您的账户状态正常，没有被封。", ACCOUNTS, "600100000001", BLOCKED, "您的账户是根据有权机关的要求冻结的"),
    Change(16, "1 1 3 1 1016 1", "另有人民币三百元处于冻结状态。", ACCOUNTS, "600100000016", {"held": 100}, "另有人民币一元处于冻结状态。"),
    Change(2, "1 2 4 1 1002 20260213# 1", "这笔还在处理中", ORDERS, "20260213", FAULT, "这笔因为我们的系统故障没有完成"),
    Change(3, "1 4 1 1 1003 20260301# 1", "退款正在等商家处理。", REFUNDS, "41030001", REFUSED, "商家没有同意这笔退款"),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.table.name + change.key)
def test_the_next_call_hears_what_is_so_now(change: Change) -> None:
    flow = compile_folder(MENUS, DECLARATIONS)
    asks = "\n".join(f"> {keys}" for keys in change.keys.split())
    before, after = (
        read_transcript(CALL.format(person=change.person, asks=asks, heard=heard), "call") for heard in (change.heard, change.then)
    )
    with closing(set_up(flow, in_process(MENUS), begins(before, flow), before)) as stage:
        assert stage.play(before).mismatch is None
        with stage.wallet.asked() as asked:
            asked.db.execute(sa.update(change.table).where(change.table.primary_key.columns[0] == change.key).values(**change.values))
        assert stage.play(after).mismatch is None
