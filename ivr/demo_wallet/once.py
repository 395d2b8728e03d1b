"""Idempotency: a change is done once for a key, and its answer is kept in the same transaction as the deed."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from ivr.demo_wallet.asked import Answer, Asked, Refusal
from ivr.demo_wallet.tables import keys
from ivr.demo_wallet.wallet import Wallet

Answered = tuple[int, Answer]


@contextmanager
def alone(wallet: Wallet, key: str) -> Iterator[None]:
    """Refuse a key while the first request with it is running; without a key nobody is in the way."""
    if not key:
        yield
        return
    with wallet.guard:
        if key in wallet.running:
            raise Refusal(409, "in_progress", "The first request with this key is still running.")
        wallet.running.add(key)
    try:
        yield
    finally:
        wallet.running.discard(key)


def once(asked: Asked, key: str, arguments: str, do: Callable[[], Answer]) -> Answered:
    """Do it, or give again what was answered when it was done with this key."""
    digest = hashlib.sha256(arguments.encode()).hexdigest()
    if kept := asked.row(sa.select(keys).where(keys.c.key == key)):
        if kept["arguments"] != digest:
            raise Refusal(422, "key_reused", "This key was used with other arguments.")
        return kept["status"], kept["answer"]
    try:
        status, answer = 201, do()
    except Refusal as refusal:
        status, answer = refusal.status, refusal.answer
    asked.db.execute(sa.insert(keys).values(key=key, arguments=digest, status=status, answer=answer))
    return status, answer
