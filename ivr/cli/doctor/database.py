"""The database: read, written, with room, opened by this key; and somebody does the work that calls leave in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ivr.cli.doctor.finding import Finding, Installation, NotLooked
from ivr.errors import NotOurKey, StorageError
from ivr.storage import open_store, read_url
from ivr.storage.base import Store
from ivr.storage.records import Profile
from ivr.storage.sqlite import in_memory

LEAST_FREE_MB = 500
LATE_SECONDS = 60
"""The worker looks every second: a minute later nobody looks."""
NOBODY = "doctor"
NOT_READY = NotLooked("the database is not ready")


class _Undone(Exception):
    """Ends a unit that only tried."""


def tables(at: Installation) -> Iterator[Finding]:
    """It answers, has this program's tables, and can be written."""
    with _store(at) as store:
        try:
            store.ready()
        except StorageError as error:
            yield Finding(f"The database is not ready: {error}.", "If it is not the right one, mend DATABASE_URL.")
            return
        try:
            with store.unit() as unit:
                unit.keep_profile(NOBODY, Profile(NOBODY))
                raise _Undone
        except StorageError as error:
            yield Finding(f"The database cannot be written: {error}.", "Give the service's user the right to write it, and its folder.")
        except _Undone:
            return


def file(at: Installation) -> Iterator[Finding]:
    """A database file keeps its log beside it, and its disk has room."""
    name = _file(at)
    if name is None or not name.exists():
        return
    with closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as database:
        (mode,) = database.execute("PRAGMA journal_mode").fetchone()
    if mode != "wal":
        what = f"{name} is in journal mode {mode}: whoever writes stops whoever reads."
        yield Finding(what, "Put it on a disk of this machine; on network disks SQLite cannot do better.")
    free = at.free_mb(name.parent)
    if free < LEAST_FREE_MB:
        yield Finding(f"The disk of {name} has {free} MB left.", f"Make room: at least {LEAST_FREE_MB} MB.")


def key(at: Installation) -> Iterator[Finding | NotLooked]:
    """What was sealed opens."""
    with _ready(at) as store:
        if store is None:
            yield NOT_READY
            return
        try:
            if store.latest_call() is None:
                yield NotLooked("no call is kept yet")
        except NotOurKey:
            what = "SECRET_KEY is not the key that the calls in this database were sealed with."
            yield Finding(what, "Set the old one again: without it no kept number or message can ever be read.")


def worker(at: Installation) -> Iterator[Finding | NotLooked]:
    """What calls leave to be done is done, and nobody waits who cannot be there any more."""
    with _ready(at) as store:
        if store is None:
            yield NOT_READY
            return
        figures = store.figures((), at.now)
    if figures.jobs_late_seconds > LATE_SECONDS:
        minutes = figures.jobs_late_seconds / 60
        what = f"Jobs that are due: {figures.jobs_due}, the oldest since {minutes:.0f} minutes: no worker is at work."
        yield Finding(what, "Start `ivr worker`, and see that it is started again when it ends.")
    if figures.jobs_failing:
        fix = "Read the worker's log; `ivr worker --parked` lists what is not tried any more."
        yield Finding(f"Jobs that have failed: {figures.jobs_failing}.", fix)
    if figures.left_in_line:
        what = f"Places in line older than four hours: {figures.left_in_line}, and no call lasts that long."
        yield Finding(what, "Set the number's status callback (README), and start `ivr worker`: it closes them.")


def _store(at: Installation) -> closing[Store]:
    return closing(open_store(at.config.database_url, at.config.secret_key.get_secret_value()))


@contextmanager
def _ready(at: Installation) -> Iterator[Store | None]:
    """Give the store, or None when it cannot be read."""
    with _store(at) as store:
        try:
            store.ready()
        except StorageError:
            yield None
        else:
            yield store


def _file(at: Installation) -> Path | None:
    url = read_url(at.config.database_url)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" and not in_memory(url) else None
