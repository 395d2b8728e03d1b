"""What a key does is said before the key: "for refunds, press 4", not "press 4 for refunds".

A caller listens for the own matter and keeps the last thing heard; a key said first has to be remembered until it is known what it is
good for. Options made of labels have this order from the `option` of their language; sentences written by hand that begin
with a key are found.

Evidence (B): the order of published examples, English (Avaya) and Chinese (holly400). That the last thing heard is remembered best is
general knowledge: no experiment with numbers was found.
"""

import re
from collections.abc import Iterator, Mapping

from ivr.compiler.problems import Found, Level, Route
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.record import Record
from ivr.lint.rule import Menus

ID = "key-before-action"
LEVEL: Level = "warning"
SETTING = None

KEY = r"(?:[0-9]|星号|井号|star|pound|\{\w*key\})"
KEY = r"(?:[0-9]|星号|井号|star|pound|\{\w*key\})"
SENTENCE = re.compile(r"[^。！？；.!?;\n]+")
KEY_FIRST: Mapping[str, re.Pattern[str]] = {
    "mandarin": re.compile(rf"请?按{KEY}键?(?:是|为|可|进入|查|办|转|听|去|找|选|申请|了解|咨询|登记|预约|投诉|\{{label\}})[^，]*"),
    "english": re.compile(rf"(?:please )?press {KEY}(?: key)? (?:for|if|to|\{{label\}})(?!\w)[^,]*", re.I),
}


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every sentence that begins with a key."""
    hotline = menus.draft.hotline
    for each in menus.texts:
        if each.spoken and not isinstance(menus.draft.nodes.get(each.node or ""), Collect | Record):
            for language, text in each.texts.items():
                yield from _key_first(text, hotline.languages[language].spoken, (*each.route, language))
    for language, template in menus.draft.book.templates.items():
        yield from _key_first(template, hotline.languages[language].spoken, ("hotline", "languages", language, "option"))


def _key_first(text: str, manner: str, route: Route) -> Iterator[Found]:
    for sentence in SENTENCE.findall(text):
        if found := KEY_FIRST[manner].match(sentence.strip()):
            yield Found(route, f'"{found[0]}" says the key before what it does', "Say what it does first, then the key.", quoting=found[0])
