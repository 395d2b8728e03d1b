"""What breaks: transactions, locks, files, processes."""

import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ivr.errors import FlowError, StorageError
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.records import CallRow

MakeCall = Callable[..., CallRow]


def test_an_exception_undoes_the_whole_unit_and_passes_unchanged(store: Store, call: MakeCall) -> None:
    def fail() -> None:
        with store.unit() as unit:
            unit.start_call(call(), "[]")
            raise FlowError("our bug")

    with pytest.raises(FlowError, match="our bug"):
        fail()
    assert store.read_call("CA1") is None


def test_after_a_failure_the_store_works_on(store: Store, call: MakeCall) -> None:
    with pytest.raises(StorageError), store.unit() as unit:
        unit.start_call(call(called=None), "[]")
    with store.unit() as unit:
        unit.start_call(call(), "[]")
    assert store.read_call("CA1") == call()


def test_a_failure_does_not_repeat_what_was_written(store: Store, call: MakeCall) -> None:
    with pytest.raises(StorageError) as failure, store.unit() as unit:
        unit.start_call(call(state="my card ends in 4242", called=None), "[]")
    assert "4242" not in f"{failure.value} {failure.value.__cause__}"


def test_a_database_that_stays_locked_is_a_failure_that_can_be_tried_again(url: str, file_store: Store, call: MakeCall) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="locked"), file_store.unit() as unit:
            unit.start_call(call(), "[]")
        assert file_store.read_call("CA1") is None, "reading needs no lock"
        stranger.execute("ROLLBACK")
    with file_store.unit() as unit:
        unit.start_call(call(), "[]")
    assert file_store.read_call("CA1") == call()


def test_a_folder_that_is_missing_is_a_storage_error(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/missing/calls.db", "secret")
    with pytest.raises(StorageError, match="unable to open"):
        store.read_call("CA1")


def test_a_file_that_is_no_database_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "calls.db").write_text("these are not the calls you are looking for" * 100)
    store = open_store(f"sqlite:///{tmp_path}/calls.db", "secret")
    with pytest.raises(StorageError, match="not a database"):
        store.ready()


UNREADABLE = [
    ("calls.db", "cannot be read"),
    ("postgresql://u:hunter2@h:port/x", "cannot be read"),
    ("mysql://u:hunter2@h/x", 'no store for "mysql"'),
]


@pytest.mark.parametrize(("url", "says"), UNREADABLE)
def test_a_url_that_no_store_answers_to_is_refused_without_its_password(url: str, says: str) -> None:
    with pytest.raises(StorageError, match=says) as refused:
        open_store(url, "secret")
    assert "hunter2" not in str(refused.value)


def test_a_forked_worker_does_not_write_through_its_parents_connection(shared_url: str, call: MakeCall) -> None:
    parent = open_store(shared_url, "secret")
    with parent.unit() as unit:
        unit.start_call(call(), "[]")
    closed, close = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.read(closed, 1)
            with parent.unit() as unit:
                unit.save_turn("CA1", 1, "child", "", "[]", "")
            os._exit(0)
        finally:
            os._exit(1)
    parent.close()  # the last to close a database file removes its log: what is written to a copy's log is lost
    os.write(close, b".")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    after = open_store(shared_url, "secret")
    read = after.read_call("CA1")
    after.close()
    assert read is not None
    assert (read.turn, read.state) == (2, "child")


def test_a_parent_goes_on_with_its_connection_after_its_forked_child_has_ended(shared_url: str, call: MakeCall) -> None:
    parent = open_store(shared_url, "secret")
    with parent.unit() as unit:
        unit.start_call(call(), "[]")
    child = os.fork()
    if child == 0:
        try:
            parent.read_call("CA1")
            parent.close()
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert parent.read_call("CA1") == call()
    parent.close()


def test_a_turn_survives_the_death_of_its_process_and_a_half_turn_does_not(shared_url: str, call: MakeCall) -> None:
    child = os.fork()
    if child == 0:
        try:
            doomed = open_store(shared_url, "secret")
            with doomed.unit() as unit:
                unit.start_call(call(), "[]")
            with doomed.unit() as unit:
                unit.save_turn("CA1", 1, "half", "", "[]", "")
                unit.journal("CA1")
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    after = open_store(shared_url, "secret")
    assert after.read_call("CA1") == call()
    after.close()
