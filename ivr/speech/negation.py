"""Refusals: many contain the very word they refuse, so a phrase right after a negation is never what was meant."""

import re

from ivr.speech.sound import MANDARIN, Sound

# Small words may stand between the negation and what it refuses (不要马上, don't want to); 没 refuses only what follows
# at once, because 没收到退款 is about a refund. 特别 and its like are no negation, and neither is 是不是.
MANDARIN_REFUSAL = re.compile(
    "(?:不|(?<![特区分级识])别|无需|勿|甭)(?:需要|马上|立刻|立即|现在|急着|怎么|太|很|够|要|想|用|是|必|再|先|去|把)*$|没有?$|解除$"
)
MANDARIN_QUESTION = re.compile(r"(是|要|想|用|有)[不没]\1$")
ENGLISH_REFUSAL = re.compile(
    r"\b(?:not|dont|no|never)"
    r"(?: (?:want|wanna|need|wish|like|to|a|an|the|my|any|it|ever|yet|really|just|very|so|too|that|quite|at|all))* $"
)

MANDARIN_NEGATIVE = re.compile("[不没未无勿甭]|(?<![特区分级识])别(?!的)")
MANDARIN_UNDOING = re.compile("解[冻封除]")
MANDARIN_MARKS = (MANDARIN_NEGATIVE, MANDARIN_UNDOING)
ENGLISH_NEGATIVE = re.compile(r"\b(?:no|not|nope|never|none|nothing|nobody|(?:ca|do|did|does|wo|is|was|have|has|would|could)nt)\b")
OPPOSITE_PREFIXES = ("un", "dis", "in")


def is_refused(sound: Sound, start: int, language: str) -> bool:
    """Tell whether what begins at `start` comes right after a negation in the same clause."""
    if start in sound.breaks:
        return False
    before = sound.text[:start]
    if language != MANDARIN:
        return ENGLISH_REFUSAL.search(before) is not None
    return MANDARIN_REFUSAL.search(before) is not None and MANDARIN_QUESTION.search(before) is None


def is_refusal(text: str, language: str) -> bool:
    """Tell whether a phrase itself begins with a negation: listed as one, it is not refused by another."""
    first = text[0] if language == MANDARIN else text.split()[0] + " "
    pattern = MANDARIN_REFUSAL if language == MANDARIN else ENGLISH_REFUSAL
    return pattern.match(first) is not None


def are_opposed(one: str, other: str, language: str) -> bool:
    """Tell whether texts that look alike differ in a negation: 解冻 and 不解冻, solved and unsolved."""
    if language == MANDARIN:
        return any((mark.search(one) is None) != (mark.search(other) is None) for mark in MANDARIN_MARKS)
    if (ENGLISH_NEGATIVE.search(one) is None) != (ENGLISH_NEGATIVE.search(other) is None):
        return True
    words, others = set(one.split()), set(other.split())
    return _has_opposite(words, others) or _has_opposite(others, words)


def _has_opposite(words: set[str], others: set[str]) -> bool:
    return any(prefix + word in others for word in words for prefix in OPPOSITE_PREFIXES)
