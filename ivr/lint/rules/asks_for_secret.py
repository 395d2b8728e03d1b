"""Nobody is asked for a password, a PIN, a card's number or its security code.

Who learns from us to key a password into a telephone keys it for the next swindler too, and what is keyed or said can be
overheard, recorded and traced. A text is found when it asks for such a secret ("please enter your PIN"), and the words of a
number or a recording when they name one at all. To warn is fine: "never tell anyone your password". A code that we text and
the number of an identity card may be keyed where `secret` keeps them out of everything, and nowhere else; what is keyed into the
app or a website is not asked for by us.

Evidence (D): our judgement; a rule of this hotline for all it says.
"""

import re
from collections.abc import Iterator, Mapping

from ivr.compiler.problems import Found, Level, Route
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
KEYED: Mapping[str, re.Pattern[str]] = {
    "mandarin": re.compile("验证码|短信码|动态码|身份证(?:件)?(?:号码?)?|证件(?:号码?|数字|的?[后末]四位)|护照号?码?"),
    "english": re.compile(
        r"\b(?:(?:verification|texted|text|SMS|one-time) code|code (?:that )?we (?:texted|sent)"
        r"|(?:your|national) ID\b(?: (?:number|digits))?|ID (?:card|number|digits)|identity card|passport)\b",
        re.I,
    ),
}
ASKS: Mapping[str, re.Pattern[str]] = {
    "mandarin": re.compile("(?:^|请.{0,10}?|然后|再|现在|并)(?:(输入|键入)|说出|说一下|念出|念一下|报出|报一下|提供|告诉我)|需要[您你]的"),
    "english": re.compile(
        r"(?:^|\b(?:please|then|now|and|next|after the tone) )(?:(enter|key in|type)|say|read|give|tell (?:us|me)|provide"
        r"|confirm|what is|what's)\b|\b(?:I|we) (?:will )?need your\b",
        re.I,
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
            for secret in _asked_for(SECRETS[manner], text, manner, takes):
                yield _found((*each.route, language), secret, "Never ask for it: let an agent check who is calling.")
            if not getattr(node, "secret", False):
                for secret in _asked_for(KEYED[manner], text, manner, takes, in_steps=True):
                    fix = 'Let an agent check who is calling, or have it keyed in a collect with "secret: yes".'
                    yield _found((*each.route, language), secret, fix)


def _found(route: Route, secret: str, fix: str) -> Found:
    return Found(route, f'this asks callers for "{secret}"', fix, quoting=secret)


def _asked_for(secrets: re.Pattern[str], text: str, manner: str, takes: bool, in_steps: bool = False) -> Iterator[str]:
    """Give the secrets asked for. `takes`: what callers key or say next is taken; `in_steps`: the app may be named sentences before."""
    if not secrets.search(text):
        return
    for clause in clauses(text):
        if REFUSES[manner].search(clause):
            continue
        asks = ASKS[manner].search(clause)
        elsewhere = asks is not None and asks[1] and ELSEWHERE[manner].search(text if in_steps else clause)
        if takes or (asks and not elsewhere):
            yield from (found[0] for found in secrets.finditer(clause))
