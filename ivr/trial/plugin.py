"""For pytest: `.call` files that stand in or under a folder of menus are tests. `-p no:ivr` leaves them out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.trial.suite import attempt, menus_of


class WentAnotherWay(Exception):
    """A call that left its script; the message says where."""


class CallItem(pytest.Item):
    """One written call."""

    def runtest(self) -> None:
        slip = attempt(self.path).slip
        if slip:
            raise WentAnotherWay(slip)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> object:  # type: ignore[override]
        """Show what was expected and heard; our own code is no part of it."""
        return str(excinfo.value) if isinstance(excinfo.value, WentAnotherWay) else super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.path.name


class CallFile(pytest.File):
    """A file with one written call, or several on one line."""

    def collect(self) -> Iterator[pytest.Item]:
        yield CallItem.from_parent(self, name=self.path.stem)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take a written call for a test when it has menus to ring."""
    if file_path.suffix == ".call" and menus_of(file_path):
        return CallFile.from_parent(parent, path=file_path)
    return None
