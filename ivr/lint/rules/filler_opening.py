"""Calls begin with who we are and the first question, without filling.

"Your call is important to us", "our menu has changed", a web address: all of it is heard by every caller of every call before anything
is done for them. What must be told for a while is an announcement, which has an end.

Evidence (B): what not to say at the beginning (ACIXD); a list of such phrases (GetHuman). One maker's guide does suggest to announce a
changed menu (Avaya): announce it, with an end. The phrases are set here, as parts of a sentence.
"""

from collections.abc import Iterator

from ivr.compiler.problems import Found, Level
from ivr.lint.rule import Menus

ID = "filler-opening"
LEVEL: Level = "warning"
SETTING = (
    "your call is important", "we value your call", "have changed", "has changed", "listen carefully", "visit our website", "www.",
    "did you know", "thank you for your patience", "来电对我们", "您的来电非常重要", "菜单已", "菜单有变", "请仔细听", "请认真听",
    "请您耐心", "欢迎登录", "请登录", "欢迎访问", "扫码关注", "优惠活动", "最新活动",
)  # fmt: skip


def check(menus: Menus, setting: tuple[str, ...]) -> Iterator[Found]:
    """Yield every sentence of the opening that only fills it."""
    first = frozenset(menus.opening)
    for each in menus.texts:
        if each.node not in first or each.route[3] not in ("prompt", "notice"):
            continue
        for language, text in each.texts.items():
            if (filler := next((words for words in setting if words in text.lower()), None)) is not None:
                start = text.lower().index(filler)
                what = f'"{text[start : start + len(filler)]}" fills the beginning of every call'
                yield Found((*each.route, language), what, "Leave it out.", quoting=text[start : start + len(filler)])
