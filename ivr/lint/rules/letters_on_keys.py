"""Nobody is asked for letters by keys.

Keys are taken as digits: a name or a code with letters cannot be keyed. Letters stand on the keys by ITU-T E.161, but Chinese
callers do not know them, and handsets without keys printed on them show none. A letter has to be avoided ("use star for it") or
the caller asked to say it after the tone.

Evidence (A): the layout of letters, ITU-T E.161. That nobody be asked for them is our judgement (D).
"""

import re
from collections.abc import Iterator, Mapping

from ivr.compiler.problems import Found, Level
from ivr.flow.nodes.collect import Collect
from ivr.lint.rule import Menus
from ivr.lint.texts import clauses

ID = "letters-on-keys"
LEVEL: Level = "warning"
SETTING = None

ASKED: Mapping[str, re.Pattern[str]] = {
    "mandarin": re.compile("(?:输入|按).*?(字母|拼音|姓名|英文名)"),
    "english": re.compile(r"\b(?:enter|key in|type|spell|press)\b.*?\b(letters?|names?|spelling)\b", re.I),
}
INSTEAD: Mapping[str, re.Pattern[str]] = {
    "mandarin": re.compile("代替|不用|不要|星号"),
    "english": re.compile(r"\b(?:instead|not|without|star|account name)\b", re.I),
}


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every number's prompt that asks for letters."""
    for each in menus.texts:
        if not isinstance(menus.draft.nodes.get(each.node or ""), Collect):
            continue
        for language, text in each.texts.items():
            manner = menus.draft.hotline.languages[language].spoken
            for clause in clauses(text):
                found = ASKED[manner].search(clause)
                if found and not INSTEAD[manner].search(clause):
                    what = f'"{found[1]}" cannot be keyed: keys are taken as digits'
                    fix = "Ask for a number, or record what the caller says."
                    yield Found((*each.route, language), what, fix, quoting=found[1])
