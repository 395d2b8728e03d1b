"""Asking again is said in other words, which tell what to do.

Who did not understand the first time does not understand the same words the second time. The three pairs that the service says
(`no_input_1` and `no_input_2`, `invalid_1` and `invalid_2`, `unclear_1` and `unclear_2`) differ, and `again` of a number is
not its prompt over again.

Evidence (B): ACIXD on anticipating errors and on what to do on failure.
"""

from collections.abc import Iterator

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.flow.nodes.collect import Collect
from ivr.flow.words import Prompt, Text, plain
from ivr.lint.rule import Menus
from ivr.speech import normalise

ID = "same-retry"
LEVEL: Level = "warning"
SETTING = None

PAIRS = (("no_input_1", "no_input_2"), ("invalid_1", "invalid_2"), ("unclear_1", "unclear_2"))


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every second asking that is the first over again."""
    fix = "Say it another way, and what to do."
    for first, second in PAIRS:
        one, other = menus.flow.fragment(first).texts, menus.flow.fragment(second).texts
        for language in one:
            if _sound(menus, one[language]) == _sound(menus, other[language]):
                yield Found(("hotline", "fragments", second, language), f'this is "{first}" over again', fix)
    for name, node in menus.draft.nodes.items():
        if isinstance(node, Collect) and node.again:
            for language in menus.draft.hotline.languages:
                if _sounds(menus, node.prompt, language) == _sounds(menus, node.again, language):
                    yield Found(node_route(name, "again", language), "this is the prompt over again", fix)


def _sounds(menus: Menus, prompt: Prompt, language: str) -> list[str]:
    return [_sound(menus, part.texts[language]) for part in prompt if part.texts]


def _sound(menus: Menus, text: Text) -> str:
    words = plain(text, ["\0"] * len(text.holes))
    return normalise(words, menus.draft.hotline.languages[text.language].spoken)
