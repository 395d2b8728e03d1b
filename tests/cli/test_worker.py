"""`ivr worker`: what hangs holds up its own kind of job alone, and what nobody tries any more is listed."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime

import pytest

from ivr.app import Application, utc_now
from ivr.cli.work import work
from ivr.errors import FlowError
from ivr.service.jobs import Worker
from ivr.storage import open_store

SECRET = "a secret key for tests"
LONG = 20


def test_a_job_that_hangs_holds_up_no_other_kind(file_url):
    free, stop = threading.Event(), threading.Event()
    doers = {"hangs": lambda data: free.wait(LONG) and stop.set(), "frees": lambda data: free.set()}
    with closing(open_store(file_url, SECRET)) as store, ThreadPoolExecutor(1) as aside:
        with store.unit() as unit:
            unit.add_job("hangs", "1", "{}", utc_now())
        running = aside.submit(work, Application(None, Worker(store, doers, utc_now), store), stop)
        with store.unit() as unit:
            unit.add_job("frees", "1", "{}", utc_now())
        running.result(LONG)
        assert free.is_set()
        assert not store.has_jobs(list(doers), utc_now())


def test_when_one_kind_breaks_all_end(file_url):
    def clock() -> datetime:
        if threading.current_thread() is not threading.main_thread():
            raise FlowError("our bug")
        return utc_now()

    with closing(open_store(file_url, SECRET)) as store, pytest.raises(FlowError, match="our bug"):
        work(Application(None, Worker(store, {"one": print, "other": print}, clock), store), threading.Event())


def test_parked_jobs_are_listed_and_tried_again(file_url):
    settings = {"DATABASE_URL": file_url, "SECRET_KEY": SECRET, "TWILIO_AUTH_TOKEN": "0123456789abcdef", "BASE_URL": "https://x.example"}
    ask = [sys.executable, "-m", "ivr", "worker"]

    def say(option: str) -> str:
        return subprocess.run([*ask, option], env=os.environ | settings, capture_output=True, text=True, check=True).stdout

    with closing(open_store(file_url, SECRET)) as store, store.unit() as unit:
        unit.add_job("send_text", "CA1:1", "{}", datetime(2026, 1, 1, tzinfo=UTC))
        (job,) = unit.take_jobs(["send_text"], utc_now(), 60, 1)
        unit.park_job(job.id, "CarrierError: the carrier refused the text: error 20003")
    assert say("--parked") == "send_text CA1:1: CarrierError: the carrier refused the text: error 20003 (1 attempts)\n"
    assert say("--again") == "1 jobs are tried again.\n"
    assert say("--parked") == ""
