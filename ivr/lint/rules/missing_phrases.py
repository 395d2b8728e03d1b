"""What callers may say is written for every language, like what is said to them.

Phrases that one language lacks are keys only to its callers: they say the words, and are not understood. It shows most when a
language is added. A text that lacks it does not compile; phrases do.

Evidence (D): our judgement.
"""

from collections.abc import Iterator

from ivr.compiler.problems import Found, Level
from ivr.compiler.source import Row, Table
from ivr.lint.rule import Menus
from ivr.lint.texts import tables

ID = "missing-phrases"
LEVEL: Level = "error"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every language that a table of phrases lacks."""
    languages = tuple(menus.draft.hotline.languages)
    for route, table in tables(menus.draft):
        if "words" not in route[-2:] and route[:2] != ("hotline", "answers"):
            continue
        missing = [language for language in languages if not _phrases(table, language)]
        for language in missing if len(missing) < len(languages) else ():
            fix = f'Add "{language}: [...]" with what they may say.'
            yield Found(route, f"callers in {language} have no phrases here", fix, on_key=True)


def _phrases(table: Table, language: str) -> bool:
    written = table.entries.get(language)
    return bool(written.items) if isinstance(written, Row) else written is not None
