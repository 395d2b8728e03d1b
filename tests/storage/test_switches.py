"""What staff switch on, on every store."""

from datetime import datetime, timedelta

from ivr.storage.base import Store
from ivr.storage.records import Switch

HOUR = timedelta(hours=1)


def kinds(store: Store, at: datetime) -> list[str]:
    return [each.kind for each in store.read_switches(at)]


def test_a_switch_is_read_as_it_was_kept_until_its_end(store: Store, now: datetime) -> None:
    incident = Switch("incident", now + HOUR, now, "ana", '{"zh": "转账"}')
    with store.unit() as unit:
        unit.switch_on(incident)
        unit.switch_on(Switch("closure", now + 2 * HOUR, now, "ben", queue="refund"))
    first, second = store.read_switches(now)
    assert first.id < second.id
    assert first == Switch("incident", now + HOUR, now, "ana", '{"zh": "转账"}', id=first.id)
    assert second.queue == "refund"
    assert kinds(store, now + HOUR - timedelta(microseconds=1)) == ["incident", "closure"]
    assert kinds(store, now + HOUR) == ["closure"]
    assert kinds(store, now + 2 * HOUR) == []


def test_a_switch_is_ended_once(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        unit.switch_on(Switch("incident", now + HOUR, now, "ana"))
        (kept,) = unit.switches(now)
        assert unit.switch_off(kept.id, now, "ben")
        assert not unit.switch_off(kept.id, now, "carol")
        assert not unit.switch_off(kept.id + 1, now, "ben")
        assert unit.switches(now) == []
