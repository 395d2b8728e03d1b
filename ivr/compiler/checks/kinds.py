"""What each kind of node wants of its fields together."""

from collections.abc import Iterator, Mapping

from ivr.compiler.draft import Draft, node_route
from ivr.compiler.problems import Found, nearest
from ivr.flow.fields import Option
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.list import List
from ivr.flow.nodes.menu import Menu
from ivr.flow.nodes.queue import Queue
from ivr.flow.nodes.say import Say
from ivr.flow.question import AnyNode
from ivr.flow.words import Part

ONE_OF: Mapping[type[AnyNode], tuple[tuple[str, ...], ...]] = {
    Collect: (("digits", "entry", "kind"), ("goto", "check")),
    List: (("items", "of"),),
    Say: (("goto", "ending"),),
}
"""Fields of which a node has exactly one."""


def check_kinds(draft: Draft) -> Iterator[Found]:
    """Yield what is too much, too little or without effect in single nodes."""
    for name, node in draft.nodes.items():
        for keys in ONE_OF.get(type(node), ()):
            yield from _one_of(name, type(node).__name__.lower(), {key: getattr(node, key) or None for key in keys})
        match node:
            case Collect():
                yield from _secret(name, node)
            case List():
                yield from _list(draft, name, node)
            case Menu():
                yield from _menu(draft, name, node)
            case Queue():
                yield from _queue(draft, name, node)


def _one_of(name: str, kind: str, fields: Mapping[str, object]) -> Iterator[Found]:
    """Want exactly one of these fields."""
    given = [key for key, value in fields.items() if value is not None]
    listed = " or ".join((", ".join(f'"{key}"' for key in list(fields)[:-1]), f'"{list(fields)[-1]}"'))
    if not given:
        short = name.partition(".")[2]
        yield Found(node_route(name), f'"{short}" is a {kind} without {listed}', "Add one of them.", True, "one-of")
    elif len(given) > 1:
        what = f"a {kind} takes only one of {listed.replace(' or ', ' and ')}"
        fix = f'Keep "{given[0]}" or "{given[-1]}".'
        yield Found(node_route(name, given[-1]), what, fix, True, "one-of")


def _secret(name: str, node: Collect) -> Iterator[Found]:
    if not node.secret:
        return
    for key, given in (("into", node.into), ("read_back", node.read_back or None), ("goto", node.goto)):
        if given is not None:
            why = {"into": "kept in a slot", "read_back": "read back", "goto": "used without a check"}[key]
            fix = f'Delete "{key}"; a secret exists only as {{entry}} in its own check.'
            yield Found(node_route(name, key), f"a secret entry must not be {why}", fix, True, "secret")


def _list(draft: Draft, name: str, node: List) -> Iterator[Found]:
    if node.of is not None and node.item is None:
        fix = 'Add "item: {zh: ..., en: ...}" with the sentence for one item.'
        yield Found(node_route(name, "of"), f'nothing says how an item of "{node.of}" is spoken', fix, True, "list-item")
    if node.of is None and node.item is not None:
        yield Found(
            node_route(name, "item"),
            '"item" is the sentence for a slot\'s items, and there is no "of"',
            'Add "of: ...".',
            True,
            "list-item",
        )
    does = {option.jump.do for option in node.options.values()}
    if not does & {"next", "keep"} and len(node.items) != 1:
        fix = 'Add an option with "do: next".'
        yield Found(
            node_route(name, "options"), "no option leads to the next item, so only the first is ever heard", fix, True, "list-next"
        )
    for key, option in node.options.items():
        if option.jump.do == "keep" and node.into is None:
            yield Found(
                node_route(name, "options", key, "do"),
                '"do: keep" has no slot to keep the item in',
                'Add "into: ..." to the node.',
                rule="list-keep",
            )
    yield from _options(draft, name, node.options, node, (*node.prompt, *node.items, *filter(None, [node.item])), in_list=True)


def _menu(draft: Draft, name: str, node: Menu) -> Iterator[Found]:
    if not node.options and node.from_ is None:
        short = name.partition(".")[2]
        yield Found(
            node_route(name), f'"{short}" is a menu without options', 'Add "options:", or "from:" with a list.', True, "menu-options"
        )
    for line in node.from_.lines if node.from_ else ():
        key = line.id[-1]
        if key in node.options:
            fix = f"Begin the other options at {len(node.from_.lines) + 1}." if node.from_ else ""
            yield Found(node_route(name, "options", key), f'key {key} is taken: "from" makes the options 1 to 3', fix, True, "key-clash")
    yield from _options(draft, name, node.options, node, node.prompt, in_list=False)


def _queue(draft: Draft, name: str, node: Queue) -> Iterator[Found]:
    """A key of the wait that leads nowhere would be spoken and then do nothing."""
    queue = draft.hotline.queues.get(node.queue)
    asked = dict.fromkeys(key.wish for key in queue.keys.values()) if queue else {}
    spare = [wish for wish in node.wishes if wish not in asked]
    for wish in (wish for wish in asked if wish not in node.wishes):
        what = f'callers waiting for "{node.queue}" may wish for "{wish}", and nothing says what follows'
        wrong = nearest(wish, spare)
        if wrong is None:
            yield Found(node_route(name, "wishes"), what, f'Add "{wish}: ..." under "wishes".', True, "wish")
        else:
            yield Found(node_route(name, "wishes", wrong), what, f'Did you mean "{wish}" here?', True, "wish")


def _options(
    draft: Draft, name: str, options: Mapping[str, Option], node: AnyNode, prompt: tuple[Part, ...], *, in_list: bool
) -> Iterator[Found]:
    taken = {universal.key for universal in draft.menu_of(name).universals}
    for key, option in options.items():
        route = node_route(name, "options", key)
        if key in taken:
            what = f"key {key} already means something in every question of this menu"
            fix = 'Take another key; or give it another meaning for this whole file under its "keys:".'
            yield Found(route, what, fix, True, "key-clash")
        if option.jump.do in ("next", "keep") and not in_list:
            yield Found((*route, "do"), f'"do: {option.jump.do}" is for the options of a list', 'Write "goto: ..." instead.', rule="do")
        if option.jump.do == "text" and getattr(node, "sms", None) is None:
            fix = 'Add "sms: ..." to the node with the name of a text message.'
            yield Found((*route, "do"), '"do: text" has no text to send here', fix, rule="do")
        if option.line is None:
            yield from _unspoken(draft, route, key, prompt)


def _unspoken(draft: Draft, route: tuple[str | int, ...], key: str, prompt: tuple[Part, ...]) -> Iterator[Found]:
    """An option without a label must be named by a prompt written by hand, in every language."""
    for language in draft.hotline.languages:
        texts = [part.texts[language] for part in prompt if language in part.texts]
        if not any(isinstance(piece, str) and key in piece for text in texts for piece in text.pieces):
            what = f"nothing tells callers about key {key} in {language}"
            yield Found(route, what, f'Give the option a label, or name {key} in the "{language}" prompt.', True, "unspoken-key")
            return


def check_endings(draft: Draft) -> Iterator[Found]:
    """Yield what is wrong with the shared endings' options."""
    taken = set(draft.hotline.keys)
    for name, options in draft.hotline.endings.items():
        for option in options:
            route = ("hotline", "endings", name, option.key)
            if option.key in taken:
                yield Found(route, f"key {option.key} already means something in every question", "Take another key.", True, "key-clash")
            if option.line is None:
                what = f"nothing tells callers about key {option.key}"
                yield Found(route, what, "Give the option a label.", True, "unspoken-key")
            if option.jump.do in ("next", "keep"):
                yield Found((*route, "do"), f'"do: {option.jump.do}" is for the options of a list', "Write something else.", rule="do")
