"""Menu versions and profiles, on every store."""

from datetime import datetime

from ivr.storage.base import Store
from ivr.storage.records import Profile


def test_a_menu_version_is_kept_once_and_never_changes(store: Store, now: datetime) -> None:
    assert store.read_flow("v1") is None
    with store.unit() as unit:
        assert unit.store_flow("v1", '{"nodes": {}}', now)
        assert not unit.store_flow("v1", "something else", now)
    assert store.read_flow("v1") == '{"nodes": {}}'


def test_a_number_is_spoken_to_as_it_was_last_chosen(store: Store) -> None:
    with store.unit() as unit:
        assert unit.profile("carol") is None
        unit.keep_profile("carol", Profile("en"))
        unit.keep_profile("carol", Profile("zh", "slow"))
        unit.keep_profile("dan", Profile("en"))
        assert (unit.profile("carol"), unit.profile("dan")) == (Profile("zh", "slow"), Profile("en"))


def test_callers_without_a_number_are_not_remembered(store: Store) -> None:
    with store.unit() as unit:
        unit.keep_profile("", Profile("en"))
        assert unit.profile("") is None
