"""What may be done only so often, on every store."""

from datetime import datetime, timedelta

from ivr.storage.base import Store

SECOND = timedelta(seconds=1)


def test_a_moment_is_taken_once_and_each_thing_has_its_own(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        assert unit.keep_pace("calls", now, now + SECOND)
        assert not unit.keep_pace("calls", now + SECOND / 2, now + 2 * SECOND)
        assert unit.keep_pace("texts", now, now + SECOND)
        assert unit.keep_pace("calls", now + SECOND, now + 2 * SECOND)
    with store.unit() as unit:
        assert not unit.keep_pace("calls", now + SECOND, now + 3 * SECOND)
