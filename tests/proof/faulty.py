"""Faults of the machine, planted in menus that compile: node types that decide wrongly, and compiled forms that do not fit."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace

from ivr.flow.decisions import Ask, Call, Decision, GoTo
from ivr.flow.events import DigitsPressed, Event, NoInput, Resumed
from ivr.flow.fields import Jump
from ivr.flow.graph import Flow
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.menu import Menu
from ivr.flow.nodes.returns import Return
from ivr.flow.question import AnyNode
from ivr.flow.scene import Scene


class Leaving(Return):
    """Leads to people as if they were one more sub-flow."""

    def enter(self, scene: Scene) -> Decision:
        return Call("people.line")


class CallingAgain(Return):
    """Begins its own sub-flow again inside itself."""

    def enter(self, scene: Scene) -> Decision:
        return Call("identity.start")


class Presuming(Collect):
    """Takes silence for an empty entry."""

    def handle(self, scene: Scene, event: Event) -> Decision:
        return Collect.handle(self, scene, DigitsPressed("", finished=True) if event == NoInput() else event)


class Choosing(Menu):
    """Takes silence for the first key."""

    def handle(self, scene: Scene, event: Event) -> Decision:
        return Menu.handle(self, scene, DigitsPressed("1") if event == NoInput() and not scene.state.memo else event)


class Patient(Menu):
    """Asks a silent caller again for ever."""

    def handle(self, scene: Scene, event: Event) -> Decision:
        return Ask() if event == NoInput() else Menu.handle(self, scene, event)


class Lenient(Menu):
    """Counts no wrong key."""

    def handle(self, scene: Scene, event: Event) -> Decision:
        return Ask() if event == DigitsPressed("7") else Menu.handle(self, scene, event)


class Forgetful(Menu):
    """Does not know what to do when its turn could not be kept."""

    def handle(self, scene: Scene, event: Event) -> Decision:
        if isinstance(event, Resumed):
            raise NotImplementedError(event)
        return Menu.handle(self, scene, event)


class Circling(Menu):
    """Goes on to itself instead of asking."""

    def enter(self, scene: Scene) -> Decision:
        return GoTo(Jump(self.name))


def turned(name: str, kind: type[AnyNode]) -> Callable[[Flow], Flow]:
    """Plant a node that has the same fields as the one it replaces, and decides otherwise."""

    def plant(flow: Flow) -> Flow:
        node = flow.nodes[name]
        return _with(flow, name, kind(**{each.name: getattr(node, each.name) for each in fields(node)}))

    return plant


def _with(flow: Flow, name: str, node: AnyNode) -> Flow:
    return replace(flow, nodes={**flow.nodes, name: node})


def _key_leads_nowhere(flow: Flow) -> Flow:
    menu = flow.menus["trial"]
    universals = tuple(replace(each, jump=Jump("trial.gone")) if each.key == "*" else each for each in menu.universals)
    return replace(flow, menus={**flow.menus, "trial": replace(menu, universals=universals)})


def _outcome_declared_later(flow: Flow) -> Flow:
    balance = flow.actions["wallet.balance"]
    return replace(flow, actions={**flow.actions, "wallet.balance": replace(balance, outcomes={**balance.outcomes, "blocked": {}})})


def _draft_that_cannot_be_kept(flow: Flow) -> Flow:
    return replace(flow, actions={name: action for name, action in flow.actions.items() if name != "drafts.keep"})


def _value_said_before_it_is_known(flow: Flow) -> Flow:
    start = flow.nodes["trial.start"]
    assert isinstance(start, Menu)
    options = {**start.options, "2": replace(start.options["2"], jump=Jump("trial.said"))}
    return _with(flow, start.name, replace(start, options=options))


MACHINE: Mapping[str, Callable[[Flow], Flow]] = {
    "leaked_frame": turned("identity.known", Leaving),
    "frames_pile_up": turned("identity.known", CallingAgain),
    "silence_taken_as_an_empty_entry": turned("trial.amount", Presuming),
    "silence_chooses": turned("trial.start", Choosing),
    "silence_counts_for_nothing": turned("trial.start", Patient),
    "wrong_keys_count_for_nothing": turned("trial.start", Lenient),
    "resumed_is_forgotten": turned("trial.start", Forgetful),
    "goes_on_to_itself": turned("trial.refund", Circling),
    "key_leads_nowhere": _key_leads_nowhere,
    "outcome_declared_later": _outcome_declared_later,
    "draft_that_cannot_be_kept": _draft_that_cannot_be_kept,
    "value_said_before_it_is_known": _value_said_before_it_is_known,
}
"""What is planted beside the menus of the same name."""
