"""How long words take to hear."""

from collections.abc import Iterable

from ivr.flow.commands import Command, Gather, Say, Words
from ivr.flow.graph import Flow
from ivr.flow.words import plain

PLAYED_SECONDS = 10.0
"""Taken for a recorded sound, whose length is not known here."""


def seconds(words: Iterable[Words], flow: Flow, language: str) -> float:
    """Give how long words take to hear, by the characters a language's voice speaks in a second (`per_second`)."""
    pace = flow.languages[language].per_second
    return sum(len(plain(each.text, each.values)) / pace if isinstance(each, Say) else PLAYED_SECONDS for each in words)


def forced(commands: Iterable[Command], flow: Flow, language: str) -> float:
    """Give how long a caller listens who cannot cut it short: whatever is said outside a question."""
    return seconds((each for each in commands if isinstance(each, Words)), flow, language)


def heard(commands: Iterable[Command]) -> list[Words]:
    """Give all words of a turn."""
    words: list[Words] = []
    for each in commands:
        if isinstance(each, Words):
            words.append(each)
        elif isinstance(each, Gather):
            words += each.words
    return words
