"""A number of fixed length is asked for with its length; one of any length says how to end it.

Who knows that six digits are wanted notices a missing one before we do. A number of open length ends with pound, and a caller
who is not told waits for us while we wait for them. Secrets are left out: their length is nobody's business but the owner's.

Evidence (B): Kortum (ed.), HCI Beyond the GUI, on entering numbers.
"""

import re
from collections.abc import Iterator, Mapping

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.flow.nodes.collect import Collect
from ivr.flow.words import plain
from ivr.lint.rule import Menus
from ivr.spoken import say

ID = "count-of-digits"
LEVEL: Level = "warning"
SETTING = None

POUND: Mapping[str, re.Pattern[str]] = {
    "mandarin": re.compile("井号|井字|#"),
    "english": re.compile(r"\b(?:pound|hash)\b|#", re.I),
}


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every prompt that does not say how much is to be keyed, or how to end it."""
    for name, node in menus.draft.nodes.items():
        if not isinstance(node, Collect):
            continue
        for language, voice in menus.draft.hotline.languages.items():
            texts = [part.texts[language] for part in (*node.notice, *node.prompt) if language in part.texts]
            prompt = " ".join(plain(text, [""] * len(text.holes)) for text in texts)
            keys = node.expects.keys
            if keys is None and not POUND[voice.spoken].search(prompt):
                what = f"the prompt in {language} does not say that pound ends the number"
                yield Found(node_route(name, "prompt", language), what, "Add that pound ends it.", on_key=True)
            elif node.digits is not None and keys is not None and not node.secret and not _counts(prompt, keys, voice.spoken):
                what = f"the prompt in {language} does not say that {keys} digits are wanted"
                yield Found(node_route(name, "prompt", language), what, "Say how many.", on_key=True)


def _counts(prompt: str, keys: int, manner: str) -> bool:
    said = {str(keys), say("number", keys, manner), say("count", keys, manner)}
    return any(each in prompt.lower() for each in said)
