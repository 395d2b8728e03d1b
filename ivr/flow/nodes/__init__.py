"""The node types, in the order the menu format lists them."""

from ivr.flow.nodes.action import Action
from ivr.flow.nodes.call import Call
from ivr.flow.nodes.choose import Choose
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.end import End
from ivr.flow.nodes.list import List
from ivr.flow.nodes.menu import Menu
from ivr.flow.nodes.queue import Queue
from ivr.flow.nodes.record import Record
from ivr.flow.nodes.returns import Return
from ivr.flow.nodes.say import Say
from ivr.flow.question import AnyNode

NODES: dict[str, type[AnyNode]] = {
    "menu": Menu,
    "collect": Collect,
    "list": List,
    "record": Record,
    "say": Say,
    "choose": Choose,
    "action": Action,
    "call": Call,
    "return": Return,
    "queue": Queue,
    "end": End,
}
