"""From every question some way leads to people: to a queue, a message or a callback.

By a key that works everywhere, by an option, by giving up. A menu file that gives 0 and the give-up a meaning of its own can shut its
callers in without anybody noticing. How near people are is for the proof to say (`ivr prove`).

Evidence (B): 0 for a human everywhere (GetHuman, ACIXD); a human after two or three errors (Avaya).
"""

from collections.abc import Iterator

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.flow.nodes.end import End
from ivr.flow.question import Question
from ivr.lint.paths import everywhere, leading_to
from ivr.lint.people import is_people
from ivr.lint.rule import Menus

ID = "no-way-to-person"
LEVEL: Level = "error"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every question from which nobody can be reached; one problem when the hotline has nobody at all."""
    draft = menus.draft
    people = [name for name, node in draft.nodes.items() if is_people(node)]
    if not people:
        yield Found(("hotline", "start"), "no way leads to a person, a message or a callback", "Add a queue, or a recording.")
        return
    with_way = leading_to(people, everywhere(draft, menus.arrows))
    for name, node in draft.nodes.items():
        if isinstance(node, Question) and not isinstance(node, End) and name not in with_way:
            what = f'no way leads from "{name.partition(".")[2]}" to a person, a message or a callback'
            yield Found(node_route(name), what, "Let 0 or giving up lead to one.", True)
