"""What is recorded of written calls, played over the whole application: it is in the folder when the calls are over."""

from contextlib import closing
from pathlib import Path

import pytest

from ivr.service.jobs import Worker
from ivr.service.recordings import Recordings
from ivr.settled import open_vault
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.rest.api import RestApi
from ivr.trial.stage import begins, in_process, set_up
from tests.floor.ringing import OverTwilio
from tests.floor.test_floor import MENUS, flow
from tests.recordings.carrier import archive_at
from tests.recordings.conftest import sound_of

CALLS = {"a message": MENUS / "tests" / "wait-message-en.call", "a talk": MENUS.parent / "tests" / "floor" / "talk-en.call"}


class Met(OverTwilio):
    """What asks the carrier, and remembers which it was."""

    def meet(self, exchange: Exchange) -> None:
        super().meet(exchange)
        self.exchange = exchange


@pytest.mark.parametrize("case", CALLS)
def test_what_was_recorded_is_kept_with_the_callers_call(case: str, tmp_path: Path) -> None:
    config = in_process(MENUS).model_copy(update={"recordings": str(tmp_path / "kept")})
    script, over = read_transcript(CALLS[case].read_text(encoding="utf-8"), case), Met(config)
    with closing(set_up(flow(), config, begins(script, flow()), script, over)) as stage:
        assert stage.play(script).mismatch is None
        stage.clock.advance(60)
        office, vault, store = over.exchange, open_vault(config), stage.application.store
        assert vault
        recordings = Recordings(store, archive_at(office.account, RestApi(office)), vault, stage.clock.now)
        Worker(store, recordings.doers(), stage.clock.now).work()
        (tape,) = office.office.recordings.by_sid.values()
        assert b"".join(vault.open(tape.sid)) == sound_of(tape)
        with store.unit() as unit:
            kept = unit.recording(tape.sid)
        assert kept
        assert (kept.status, bool(kept.sha256)) == ("completed", True)
        assert store.read_call(kept.call_sid), "it is kept with the call of whoever rang"
