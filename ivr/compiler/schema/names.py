"""The names a folder's menus have given: an editor offers them, and takes others too, for they may come later."""

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.compiler.checks.slots import Slots
from ivr.compiler.choices import Target
from ivr.compiler.draft import Draft
from ivr.compiler.hotline import GateFlow
from ivr.compiler.menu import MenuName
from ivr.compiler.queues import HoursName
from ivr.flow.fields import AGAIN, EndingName, FlowName, QueueName, ReturnName, SlotName, TextName
from ivr.flow.graph import Menu


@dataclass(frozen=True, slots=True)
class Names:
    """Names by the type of field that takes them, and the sub-flows by the names of their nodes."""

    languages: tuple[str, ...]
    known: Mapping[object, tuple[str, ...]]
    flows: Mapping[str, Menu]
    words: tuple[str, ...]
    fragments: tuple[str, ...]

    def of(self, kind: object) -> tuple[str, ...]:
        return self.known.get(kind, ())


def names(draft: Draft) -> Names:
    """Gather the names of all files that could be read."""
    common = draft.hotline
    menus = {name: file.menu for name, file in draft.files.items()}
    nodes = tuple(sorted(draft.names))
    flows = {node: menu for node in nodes if (menu := menus[node.partition(".")[0]]).takes or menu.returns}
    known: dict[object, tuple[str, ...]] = {
        Target: (*nodes, AGAIN),
        QueueName: tuple(common.queues),
        TextName: tuple(common.texts),
        EndingName: tuple(common.endings),
        HoursName: tuple(common.hours),
        FlowName: tuple(flows),
        GateFlow: ("none", *flows),
        ReturnName: tuple(sorted({outcome for menu in menus.values() for outcome in menu.returns})),
        SlotName: tuple(sorted(Slots(draft).slots)),
        MenuName: tuple(sorted(menus)),
    }
    return Names(tuple(common.languages), known, flows, tuple(common.words), tuple(common.fragments))
