"""Telephone numbers, addresses, prices and promises are facts: written once, in hotline.yaml.

A number or a promise written into a sentence is forgotten there when it changes, and then some callers are told the old one.
Written as `{hotline:digits}` or `{answer_hours:count}` it changes everywhere at once, in every language, in what is spoken and
in text messages; opening hours are told from `hours:` (`{team_hours}`).

Found are: five digits or more, addresses of the web and of mail, amounts of money, times of day, and promises (within so many
hours or days).

Evidence (D): our judgement.
Setting: words that may be written out all the same.
"""

import re
from collections.abc import Iterator, Mapping

from ivr.compiler.problems import Found, Level
from ivr.lint.rule import Menus
from ivr.lint.texts import without_holes

ID = "not-from-facts"
LEVEL: Level = "error"
SETTING: tuple[str, ...] = ()

ZH = "[0-9零一二两三四五六七八九十百千万亿]+"
ZH_TIME = rf"(?<![第月0-9]){ZH}(?:[到至-]{ZH})?个?(?:小时|工作日|天|日|周|分钟)"
DONE = "到账|到帐|退回|退还|返还|答复|回复|联系|处理|解决|完成|办好|生效|送达|发货"
WORD = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|[0-9][0-9.,]*)"
)
EN = rf"{WORD}(?:(?:[ -]| and )(?:{WORD}|half))*"
EN_TIME = rf"{EN}(?:\s?(?:to|or|-|–)\s?{EN})?\s+(?:working |business )?(?:minutes?|hours?|days?|weeks?)"
KINDS: Mapping[str, re.Pattern[str]] = {
    "a mail address": re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    "a web address": re.compile(r"(?:https?://|www\.)[a-z0-9./_-]+|(?<![a-z0-9-])[a-z0-9-]+\.(?:com|cn|net|org|example)(?![a-z0-9])", re.I),
    "a price": re.compile(
        rf"[¥￥$€£]\s?[0-9][0-9.,]*|{ZH}(?:元|块钱|美元|港币)|\b{EN}\s?(?:yuan|dollars?|euros?|rmb|cny)\b"
        r"|\b(?:rmb|cny|usd)\s?[0-9][0-9.,]*",
        re.I,
    ),
    "a promise": re.compile(
        rf"{ZH_TIME}(?:之内|以内|内)(?!最多|不能|不要|只能|可以|多次)|{ZH_TIME}(?:[之以]?后)?[就即可会能]*(?:{DONE})"
        rf"|(?:最[快慢迟晚]|预计|需要?)(?:大?约)?{ZH_TIME}"
        rf"|\b(?:within|in under|in less than|(?<!again )in|takes?(?: about| up to| at most)?|arrives? after)\s+{EN_TIME}\b",
        re.I,
    ),
    "a time of day": re.compile(
        r"\b[0-9]{1,2}:[0-9]{2}\b|(?<!例如)(?<!比如)(?<![0-9])[0-9]{1,2}点|\b[0-9]{1,2}\s?(?:a\.m\.|p\.m\.|am\b|pm\b|o'clock)",
        re.I,
    ),
    "a number": re.compile(r"\+?[0-9](?:[ -]?[0-9]){4,}"),
}
SIGNS: Mapping[str, re.Pattern[str]] = {
    "a mail address": re.compile("@"),
    "a web address": re.compile(r"\.|://"),
    "a price": re.compile("[¥￥$€£元块]|港币|yuan|dollar|euro|rmb|cny|usd", re.I),
    "a promise": re.compile("小时|工作日|[天日周]|分钟|minute|hour|day|week", re.I),
    "a time of day": re.compile(r"[0-9][\s:点apo]", re.I),
    "a number": re.compile("[0-9]"),
}
"""What each kind cannot be without: it is looked for first, since most texts have none of it."""


def check(menus: Menus, setting: tuple[str, ...]) -> Iterator[Found]:
    """Yield everything in a text that ought to be a fact."""
    for each in menus.texts:
        for language, written in each.texts.items():
            text = without_holes(written)
            for kind, pattern in KINDS.items():
                if not SIGNS[kind].search(text):
                    continue
                for found in pattern.finditer(text):
                    if found[0] not in setting:
                        what = f'"{found[0]}" is {kind} written into a text'
                        fix = 'Give it a name under "facts:" in hotline.yaml and write {name} here.'
                        skip = written.count(found[0], 0, found.start())
                        yield Found((*each.route, language), what, fix, quoting=found[0], skip=skip)
                text = pattern.sub(lambda found: "\0" * len(found[0]), text)
