"""Menu versions and profiles, on every store."""

from datetime import datetime

from ivr.storage.base import Store


def test_a_menu_version_is_kept_once_and_never_changes(store: Store, now: datetime) -> None:
    assert store.read_flow("v1") is None
    with store.unit() as unit:
        assert unit.store_flow("v1", '{"nodes": {}}', now)
        assert not unit.store_flow("v1", "something else", now)
    assert store.read_flow("v1") == '{"nodes": {}}'


def test_the_language_of_a_number_is_the_last_one_chosen(store: Store) -> None:
    with store.unit() as unit:
        assert unit.language("carol") is None
        unit.set_language("carol", "en")
        unit.set_language("carol", "zh")
        unit.set_language("dan", "en")
        assert (unit.language("carol"), unit.language("dan")) == ("zh", "en")


def test_callers_without_a_number_share_no_language(store: Store) -> None:
    with store.unit() as unit:
        unit.set_language("", "en")
        assert unit.language("") is None
