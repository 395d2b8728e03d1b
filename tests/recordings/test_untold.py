"""A recording whose notice was lost is found in the carrier's list, and is the caller's whom it is of."""

import logging
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.service.notices import Notices
from ivr.service.untold import LOOKED_BACK, Untold
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.rest.api import RestApi
from ivr.storage.records import CallRow
from ivr.trial.stage import Stage, begins, in_process, set_up
from tests.floor.test_floor import MENUS, flow
from tests.recordings.carrier import archive_at
from tests.recordings.conftest import NOW, Hotline
from tests.recordings.test_calls import CALLS, Met

LISTS = "/*/Recordings.json"


def look(hotline: Hotline) -> None:
    store, clock = hotline.store, hotline.exchange.clock.now
    Untold(store, hotline.recordings.archive, Notices(store, clock, fetches=True), clock).look()


@pytest.fixture
def hotline(begin) -> Hotline:
    made = begin()
    with made.store.unit() as unit:
        unit.start_call(CallRow("CA1", 1, "v1", "{}", "", "carol", "", "+15559990000", NOW), "[]")
    return made


def recorded(hotline: Hotline, call: str = "CA1", status: str = "completed") -> str:
    tape = hotline.exchange.office.recordings.start("RecordVerb", hotline.exchange.account.sid, None, call=call)
    tape.kept, tape.status = 12.0, status
    return tape.sid


@pytest.mark.parametrize("status", ["completed", "absent", "failed"])
def test_what_became_of_it_is_known_after_a_look(hotline, status):
    sid = recorded(hotline, status=status)
    look(hotline)
    with hotline.store.unit() as unit:
        known = unit.recording(sid)
    assert (known.call_sid, known.status, known.seconds) == ("CA1", status, 12 if status == "completed" else 0)
    hotline.works()
    assert len(hotline.files) == (status == "completed")


@pytest.mark.parametrize("status", ["in-progress", "processing"])
def test_one_that_is_not_over_is_left_to_its_notice(hotline, status):
    sid = recorded(hotline, status=status)
    look(hotline)
    with hotline.store.unit() as unit:
        assert unit.recording(sid) is None


def test_one_of_no_call_of_ours_is_nobodys_to_fetch(hotline):
    sid = recorded(hotline, call="CA2")
    look(hotline)
    with hotline.store.unit() as unit:
        assert unit.recording(sid) is None


def test_one_that_was_told_is_not_looked_at_again(hotline, caplog):
    hotline.records()
    caplog.set_level(logging.WARNING)
    look(hotline)
    assert caplog.messages == []


def test_those_of_long_ago_are_not_listed(hotline):
    sid = recorded(hotline)
    hotline.exchange.clock.advance((LOOKED_BACK + timedelta(days=1)).total_seconds())
    look(hotline)
    with hotline.store.unit() as unit:
        assert unit.recording(sid) is None


def test_a_carrier_that_cannot_be_asked_is_asked_the_next_time(begin, caplog):
    hotline = begin(f"rest fail {LISTS} number 1")
    with hotline.store.unit() as unit:
        unit.start_call(CallRow("CA1", 1, "v1", "{}", "", "carol", "", "+15559990000", NOW), "[]")
    sid = recorded(hotline)
    caplog.set_level(logging.WARNING)
    look(hotline)
    assert caplog.messages == ["the carrier could not be asked for its recordings: the carrier did not answer: TwilioException"]
    look(hotline)
    with hotline.store.unit() as unit:
        assert unit.recording(sid)


@pytest.mark.parametrize("case", CALLS)
def test_over_a_whole_call_whose_notice_was_lost_it_is_the_callers(case: str, tmp_path: Path) -> None:
    config = in_process(MENUS).model_copy(update={"recordings": str(tmp_path / "kept")})
    script, over = read_transcript(CALLS[case].read_text(encoding="utf-8"), case), Met(config)
    with closing(set_up(flow(), config, begins(script, flow()), script, over)) as stage:
        assert stage.play(script).mismatch is None
        (tape,) = over.exchange.office.recordings.by_sid.values()
        forgets(stage, tape.sid)
        archive = archive_at(over.exchange.account, RestApi(over.exchange))
        Untold(stage.application.store, archive, stage.application.services.notices, stage.clock.now).look()
        with stage.application.store.unit() as unit:
            known = unit.recording(tape.sid)
        assert known
        assert stage.application.store.read_call(known.call_sid)


def forgets(stage: Stage, sid: str) -> None:
    """As if the notice had been lost on its way."""
    with stage.application.store.unit() as unit:
        assert unit.recording(sid)
        unit.forget_recording(sid)
