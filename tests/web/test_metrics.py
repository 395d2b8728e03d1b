"""/metrics: who may read it, what it counts, and that nothing of a caller is in it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from ivr.errors import FlowError, StorageError
from ivr.service.notices import CLOSE
from ivr.service.patience import Patience

ROOT = Path(__file__).parents[2]
TOKEN = "only for Prometheus"
CALLER, ORDER = "+8613912345678", "7788990011"
RING, ENQUEUED = ("/voice/incoming", {}), ("action", {"Digits": "2"})


class Away:
    """A store that does not answer."""

    def figures(self, queues, now):
        raise StorageError("away")


@pytest.fixture
def watched(hotline):
    """A hotline whose metrics can be read, and that gives up on the store at once."""
    return hotline.having(metrics_token=TOKEN, patience=Patience(seconds=0))


def ask(hotline, authorization: str | None = f"Bearer {TOKEN}"):
    return hotline.app.test_client().get("/metrics", headers={"Authorization": authorization} if authorization else {})


def figures(hotline) -> dict[str, float]:
    """Read the page as Prometheus does: a figure for each name with its labels' values."""
    answer = ask(hotline)
    assert answer.status_code == 200
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


@pytest.mark.parametrize("authorization", [None, "Bearer ", "Bearer guess", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}\xff"])
def test_who_has_not_the_token_reads_nothing(watched, authorization):
    answer = ask(watched, authorization)
    assert (answer.status_code, answer.data) == (401, b"")


@pytest.mark.parametrize("authorization", [None, "Bearer ", "Bearer None"])
def test_without_a_token_in_the_settings_there_is_no_such_page(hotline, authorization):
    assert ask(hotline, authorization).status_code == 404


def test_turns_are_counted_and_timed_by_what_happened(watched):
    call = watched.carrier().walks(RING)
    call.ask("/voice/incoming")
    for n in (1, 1, 9):
        call.ask(f"/voice/turn?n={n}", Digits="1")
    now = figures(watched)
    assert now["ivr_calls_total"] == 1, "a doubled ring is one call"
    counted = {name: value for name, value in now.items() if name.startswith("ivr_turns_total") and value}
    assert counted == {
        "ivr_turns_total CallStarted taken": 1,
        "ivr_turns_total CallStarted replayed": 1,
        "ivr_turns_total Resumed taken": 1,
        "ivr_turns_total DigitsPressed taken": 1,
        "ivr_turns_total DigitsPressed replayed": 1,
    }
    assert now["ivr_turn_seconds_count"] == now["ivr_turn_seconds_bucket 6.0"] == 5
    assert now["ivr_turn_seconds_sum"] > 0


def test_what_no_turn_begins_with_is_no_label(watched):
    events = {name.split()[1] for name in figures(watched) if name.startswith("ivr_turns_total")}
    assert events == {"CallStarted", "DigitsPressed", "SpeechHeard", "NoInput", "Resumed", "DialEnded", "RecordingDone", "LeftQueue"}


def test_what_was_refused_or_failed_is_counted(watched):
    def fail(error):
        def take(*_):
            raise error

        turns = watched.application.services.turns
        return watched.having(turns=replace(turns, render=take))

    watched.carrier().send("POST", "/voice/incoming", b"CallSid=CA1", signature="forged")
    fail(StorageError("away")).carrier().ask("/voice/incoming")
    fail(FlowError("our bug")).carrier().ask("/voice/incoming")
    now = figures(watched)
    assert (now["ivr_refused_total"], now["ivr_calls_total"]) == (1, 0)
    assert [now[f"ivr_failures_total {what}"] for what in ("store", "fault", "notice")] == [1, 1, 0]
    assert now["ivr_turn_seconds_count"] == 2, "failed turns took their time too"


def test_who_waits_and_what_is_due_is_read_from_the_store(watched):
    assert figures(watched)["ivr_waiting refund"] == 0
    call = watched.carrier().walks(RING, ENQUEUED)
    now = figures(watched)
    assert (now["ivr_waiting refund"], now["ivr_jobs_due"], now["ivr_jobs_late_seconds"]) == (1, 0, 0)
    call.ask("/voice/status", CallStatus="completed", SequenceNumber="4")
    watched.clock.advance(75)
    now = figures(watched)
    assert (now["ivr_waiting refund"], now["ivr_jobs_due"], now["ivr_jobs_late_seconds"]) == (0, 1, 60)
    watched.application.tick()
    now = figures(watched)
    assert (now["ivr_jobs_due"], now["ivr_endings_last_hour hung_up"]) == (0, 1)


def test_a_job_that_fails_is_seen_until_it_is_done(watched):
    watched.carrier().walks(RING).ask("/voice/status", CallStatus="completed", SequenceNumber="4")
    watched.clock.advance(16)

    def breaks(data):
        raise RuntimeError("not today")

    replace(watched.application.worker, doers={CLOSE: breaks}).work()
    assert figures(watched)["ivr_jobs_failing"] == 1
    watched.clock.advance(60)
    watched.application.tick()
    assert figures(watched)["ivr_jobs_failing"] == 0


def test_without_its_database_the_page_still_tells_what_was_counted(watched):
    watched.carrier().walks(RING)
    assert figures(watched)["ivr_store_up"] == 1
    now = figures(watched.on(Away()))
    assert (now["ivr_store_up"], now["ivr_calls_total"]) == (0, 1)
    assert not [name for name in now if name.startswith(("ivr_waiting", "ivr_jobs"))]


def test_the_page_for_operators_knows_every_figure_and_watches_no_other(watched):
    watched.carrier().walks(RING)
    # when a counter was made is left out by the library where processes add up, as they do under gunicorn
    exposed = {name for name in re.findall(r"^# HELP (\S+)", ask(watched).text, re.MULTILINE) if not name.endswith("_created")}
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(ivr_\w+)` \|", page, re.MULTILINE)) == exposed
    assert {name.removesuffix("_bucket") for name in re.findall(r"ivr_\w+", page)} == exposed


def test_nothing_of_a_caller_becomes_a_label_however_hard_they_try(watched):
    names = set(figures(watched))
    call = watched.carrier(caller=CALLER).walks(RING, ("action", {"Digits": "1"}), ("action", {"Digits": ORDER, "FinishedOnKey": "#"}))
    call.ask("/voice/queue/wait?e=planted.zh.x&c=1")
    call.ask("/voice/status", CallStatus="planted", SequenceNumber="4")
    call.ask("/voice/queue/left?n=9", QueueResult="planted", e="planted")
    call.send("POST", "/voice/planted", b"CallSid=planted")
    assert set(figures(watched)) == names
    assert not [secret for secret in ("planted", CALLER[1:], ORDER, call.sid) if secret in ask(watched).text]
