"""The wallet itself: its database, its clock and its faults. One request at a time touches the database."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa

from ivr.demo_wallet import tables
from ivr.demo_wallet.asked import Asked
from ivr.demo_wallet.faults import Faults
from ivr.demo_wallet.orders import settle_due
from ivr.demo_wallet.seed import seed

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Tell the time."""
    return datetime.now(UTC)


class Wallet:
    """Accounts in a database of its own, in a file or in memory; filled with the cast when it is first asked and empty."""

    def __init__(self, key: str, *, file: str = ":memory:", clock: Clock = utc_now, wait: Callable[[float], None] = time.sleep) -> None:
        self.key, self._clock = key, clock
        self._ahead = timedelta()
        self.faults = Faults(wait)
        self.running: set[str] = set()
        self.guard = threading.Lock()
        self._turn = threading.RLock()
        self._file = file
        self._db: sa.Connection | None = None

    @property
    def now(self) -> datetime:
        """The wallet's own time."""
        return (self._clock() + self._ahead).replace(microsecond=0)

    def set_clock(self, at: datetime) -> None:
        """Let it be this time now; the clock runs on from there."""
        self._ahead = at - self._clock()

    @contextmanager
    def asked(self) -> Iterator[Asked]:
        """Open the database for one request: all that is done in it is kept together, or not at all."""
        with self._turn:
            db = self._db = self._db or self._open()
            with db.begin():
                asked = Asked(db, self.now)
                settle_due(asked)
                yield asked

    def reset(self) -> None:
        """Put everything back as the cast has it: accounts, clock and faults."""
        self._ahead = timedelta()
        self.faults.now.clear()
        with self.asked() as asked:
            seed(asked.db, self.now)

    def close(self) -> None:
        """Let go of the database."""
        if self._db:
            self._db.close()
            self._db.engine.dispose()

    def _open(self) -> sa.Connection:
        line = sqlite3.connect(self._file, check_same_thread=False)
        if not line.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            with closing(sqlite3.connect(":memory:")) as filled:
                filled.deserialize(_filled(self.now))
                filled.backup(line)
        return _connected(line)


def _connected(line: sqlite3.Connection) -> sa.Connection:
    return sa.create_engine("sqlite://", creator=lambda: line, poolclass=sa.StaticPool).connect()


@lru_cache(maxsize=4)
def _filled(now: datetime) -> bytes:
    """Give a database with the cast of this moment: many wallets begin at the same one."""
    with closing(sqlite3.connect(":memory:")) as line:
        with _connected(line) as db:
            tables.metadata.create_all(db)
            seed(db, now)
            db.commit()
        return line.serialize()
