"""Writes docs/demo-wallet.md: its frame, and the cast of the demo wallet as tables."""

from collections.abc import Iterable
from pathlib import Path

from ivr.demo_wallet.cast import CAST
from ivr.demo_wallet.operations import OPERATIONS
from ivr.demo_wallet.seed import document_of, phone_of

DOCS = Path(__file__).parent
PAGE, FRAME = DOCS / "demo-wallet.md", DOCS / "demo-wallet.frame.md"
NOTICE = "<!-- Written by `make docs` from docs/demo-wallet.frame.md and ivr/demo_wallet/cast.py. Change those. -->\n"


def page() -> str:
    """Give the whole page."""
    frame = FRAME.read_text(encoding="utf-8")
    for name, table in (("people", _people()), ("orders", _orders()), ("refunds", _refunds())):
        frame = frame.replace(f"<!-- {name} -->\n", table)
    return NOTICE + frame.replace("<!-- operations -->", ", ".join(f"`{each.name}`" for each in OPERATIONS))


def _table(head: str, rows: Iterable[Iterable[object]]) -> str:
    lines = [head, "| --- " * (head.count("|") - 1) + "|", *(f"| {' | '.join(map(str, row))} |" for row in rows)]
    return "\n".join(lines) + "\n"


def _people() -> str:
    rows = ((phone_of(number), person.name, document_of(number, person) or "none", person.en, person.zh) for number, person in CAST.items())
    return _table("| phone | name | document ends in | there to show | 用途 |", rows)


def _orders() -> str:
    rows = (
        (f"202602{place:02}", order.at, order.merchant, yuan(order.amount), order.state, order.failure or "", order.expected or "", retry)
        for place, order in enumerate(CAST[2].orders, 1)
        for retry in [order.retry if order.state == "failed" else ""]
    )
    return _table("| order | at | merchant | amount | state | failure | expected | retry |", rows)


def _refunds() -> str:
    place, rows = 0, []
    for number, order in enumerate(CAST[3].orders, 1):
        bought = (f"202603{number:02}", order.at, order.merchant, yuan(order.amount))
        rows += [] if order.refunds else [(*bought, "", "none", "", "", "")]
        for refund in order.refunds:
            place += 1
            amount = yuan(refund.amount or order.amount)
            rows.append((*bought, f"4103{place:04}", refund.state, amount, refund.way, ", ".join(refund.since)))
    return _table("| order | at | merchant | paid | refund | state | amount | way | moments |", rows)


def yuan(fen: int) -> str:
    """Give an amount as people write it."""
    return f"¥{fen / 100:.2f}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
