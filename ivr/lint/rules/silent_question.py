"""A number or a message is asked for with words, and the number is used.

A `collect` or a `record` without `prompt` waits in silence; a `collect` with neither `into` nor `check` takes pains of the caller and
forgets them: a colleague asks for the same number again.

Evidence (B): GetHuman: never ask twice; (D) for the silence: our judgement.
"""

from collections.abc import Iterator

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.record import Record
from ivr.lint.rule import Menus

ID = "silent-question"
LEVEL: Level = "error"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield questions without words, and numbers that nobody keeps."""
    for name, node in menus.draft.nodes.items():
        short = name.partition(".")[2]
        if isinstance(node, Collect | Record) and not (node.prompt or node.notice):
            yield Found(node_route(name), f'"{short}" waits for the caller and says nothing', 'Add "prompt: ...".', True)
        if isinstance(node, Collect) and node.into is None and node.check is None:
            what = f'what is keyed at "{short}" is forgotten at once'
            yield Found(node_route(name), what, 'Add "into: ..." with a slot, or a check.', True)
