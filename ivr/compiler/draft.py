"""All files as read, before the whole is checked: what the checks look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ivr.compiler import special_days
from ivr.compiler.hotline import Hotline
from ivr.compiler.menu import MenuFile
from ivr.compiler.problems import Found, Problem
from ivr.compiler.shape import Book
from ivr.compiler.source import Source
from ivr.flow.actions import Actions
from ivr.flow.fields import Jump, Option
from ivr.flow.graph import Menu, Queue
from ivr.flow.question import AnyNode


@dataclass(frozen=True)
class Draft:
    """A hotline and its menus, not yet known to be sound."""

    sources: Mapping[str, Source]
    hotline: Hotline
    files: Mapping[str, MenuFile]
    book: Book
    actions: Actions

    @cached_property
    def nodes(self) -> Mapping[str, AnyNode]:
        """The nodes that could be read, by full name."""
        return {name: node for file in self.files.values() for name, node in file.nodes.items()}

    @property
    def endings(self) -> Mapping[str, tuple[Option, ...]]:
        """The endings answers share."""
        return self.hotline.endings

    @property
    def give_up(self) -> Jump:
        """Where giving up leads that no menu leads elsewhere."""
        return self.hotline.defaults.give_up

    @property
    def queues(self) -> Mapping[str, Queue]:
        """The teams to wait for."""
        return self.hotline.queues

    @cached_property
    def names(self) -> frozenset[str]:
        """The full names of all nodes written, readable or not."""
        return frozenset[str]().union(*(file.names for file in self.files.values()))

    @property
    def unread(self) -> frozenset[str]:
        """The menu files of whose nodes nothing is known: a problem of theirs is reported already."""
        known = {name for name, file in self.files.items() if file.whole or file.names}
        return frozenset(self.sources) - known - {"hotline", special_days.FILE}

    @property
    def is_whole(self) -> bool:
        """Whether every node could be read, so that what is missing is missing indeed."""
        return all(file.whole for file in self.files.values()) and not self.unread

    def menu_of(self, node: str) -> Menu:
        """Give the menu file a node stands in."""
        return self.files[node.partition(".")[0]].menu

    def problem(self, found: Found) -> Problem:
        """Place what was found in its file."""
        return self.sources[str(found.route[0])].problem(found)


def node_route(name: str, *more: str | int) -> tuple[str | int, ...]:
    """Give the route of a node, or of something in it."""
    menu, _, node = name.partition(".")
    return (menu, "nodes", node, *more)
