"""Nobody is asked for a password, a PIN, a card's number or its security code.

Who learns from us to key a password into a telephone keys it for the next swindler too, and what is keyed or said can be
overheard, recorded and traced. A text is found when it asks for such a secret ("please enter your PIN"), and the words of a
number or a recording when they name one at all. To warn is fine: "never tell anyone your password". A code that we text may be keyed
where `secret` keeps it out of everything, and nowhere else.

Evidence (D): our judgement; a rule of this hotline for all it says.
"""

import re
from collections.abc import Iterator, Mapping

from ivr.compiler.problems import Found, Level
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.record import Record
from ivr.lint.rule import Menus
from ivr.lint.texts import clauses

ID = "asks-for-secret"
LEVEL: Level = "error"
SETTING = None

SECRETS: Mapping[str, re.Pattern[str]] = {
    "mandarin": re.compile("密码|口令|安全码|(?:银行|信用|储蓄)?卡号|CVV|CVC|PIN", re.I),
    "english": re.compile(r"\b(?:passwords?|pass ?codes?|pin(?: code| number)?|cvv2?|cvc2?|security code|card number)\b", re.I),
}
CODES: Mapping[str, re.Pattern[str]] = {
    "mandarin": re.compile("验证码|短信码|动态码"),
    "english": re.compile(r"\b(?:verification code|text code|one-time code|code (?:that )?we (?:texted|sent))\b", re.I),
}
ASKS: Mapping[str, re.Pattern[str]] = {
    "mandarin": re.compile("^(?:请.{0,10}?|然后|再|现在|并)?(?:输入|键入|说出|念出|报出|提供|告诉我们)"),
    "english": re.compile(
        r"^(?:please |then |now |and |next |after the tone )*(?:enter|key in|type|say|read|give|tell us|provide|what is|what's)\b", re.I
    ),
}
REFUSES: Mapping[str, re.Pattern[str]] = {
    "mandarin": re.compile("[不别勿莫]|无需|忘"),
    "english": re.compile(r"\b(?:never|not|don't|no|nobody|without|forgot|wrong)\b", re.I),
}
ELSEWHERE: Mapping[str, re.Pattern[str]] = {
    "mandarin": re.compile("应用|网站|官网|登录页"),
    "english": re.compile(r"\b(?:app|site|website|page|screen)\b", re.I),
}


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every text that asks for a secret."""
    for each in menus.texts:
        node = menus.draft.nodes.get(each.node or "")
        takes = isinstance(node, Collect | Record) and each.route[3] in ("prompt", "notice", "again")
        for language, text in each.texts.items():
            manner = menus.draft.hotline.languages[language].spoken
            secret = _asked_for(SECRETS[manner], text, manner, takes)
            if secret is None and takes and not getattr(node, "secret", False):
                secret = _asked_for(CODES[manner], text, manner, takes)
            if secret is not None:
                what = f'this asks callers for "{secret}"'
                fix = "Never ask for it: let an agent check who is calling, or take a texted code as a secret."
                yield Found((*each.route, language), what, fix, quoting=secret)


def _asked_for(secrets: re.Pattern[str], text: str, manner: str, takes: bool) -> str | None:
    """Give the secret asked for. `takes`: what callers key or say next is taken."""
    for clause in clauses(text):
        secret = secrets.search(clause)
        if secret is None or REFUSES[manner].search(clause) or ELSEWHERE[manner].search(clause):
            continue
        if takes or ASKS[manner].search(clause):
            return secret[0]
    return None
