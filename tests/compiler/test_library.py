"""Versions of the menus in memory: loaded once, kept while calls use them, then dropped."""

from dataclasses import replace

import pytest

from ivr.compiler.compile import compile_texts
from ivr.compiler.library import KEPT_SECONDS, Library
from ivr.flow.graph import Flow


class Shelf:
    """A library on a clock turned by hand, and what it has loaded and dropped."""

    def __init__(self, flow: Flow) -> None:
        self.seconds, self.flow = 0.0, flow
        self.loaded: list[str] = []
        self.dropped: list[str] = []
        self.library = Library(flow, self.load, self.dropped.append, lambda: self.seconds)

    def load(self, name: str) -> Flow | None:
        self.loaded.append(name)
        return None if name == "gone" else replace(self.flow, version=name)


@pytest.fixture
def shelf(good, actions):
    return Shelf(compile_texts(good, actions))


def test_the_version_in_force_is_never_loaded(shelf):
    assert shelf.library.version(shelf.flow.version) is shelf.flow
    assert shelf.loaded == []


@pytest.mark.parametrize("name", ["older", "gone"])
def test_an_older_version_is_loaded_once_while_calls_use_it(shelf, name):
    first = shelf.library.version(name)
    for _ in range(5):
        shelf.seconds += KEPT_SECONDS - 1
        assert shelf.library.version(name) is first
    assert (shelf.loaded, shelf.dropped) == ([name], [])


def test_a_version_put_in_force_answers_and_the_one_before_is_still_at_hand(shelf):
    shelf.library.put_in_force("newer")
    assert shelf.library.current.version == "newer"
    assert shelf.library.version(shelf.flow.version) is shelf.flow
    shelf.seconds += KEPT_SECONDS + 1
    assert shelf.library.version("newer") is shelf.library.current
    assert (shelf.loaded, shelf.dropped) == (["newer"], [shelf.flow.version])


def test_a_version_that_is_gone_is_not_put_in_force(shelf):
    shelf.library.put_in_force("gone")
    assert shelf.library.current is shelf.flow


def test_a_version_without_calls_for_ten_minutes_is_dropped_and_may_be_loaded_again(shelf):
    shelf.library.version("older")
    shelf.seconds += KEPT_SECONDS + 1
    shelf.library.version(shelf.flow.version)
    assert shelf.dropped == ["older"]
    assert shelf.library.version("older") is not None
    assert shelf.loaded == ["older", "older"]
