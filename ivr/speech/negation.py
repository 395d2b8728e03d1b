"""Refusals: many contain the very word they refuse, so a phrase right after a negation is never what was meant."""

import re

from ivr.speech.sound import MANDARIN, Sound

# Small words may stand between the negation and what it refuses (不要马上, don't want to); 没 refuses only what follows
# at once, because 没收到退款 is about a refund. 特别 and its like are no negation, and neither is 是不是. Whom it is not to
# be done for or by counts only after a wish: 不要给我退款 refuses, 商家不给我退款 complains.
_BIE = "(?<![特区分级识])别"
_SMALL = "(?:需要|马上|立刻|立即|现在|急着|怎么|太|很|够|要|想|用|是|必|再|先|去|把)"
_WHOM = "(?:(?:给|替|为)(?:我们?|咱们?)|(?:让|叫|请|找|由)?(?:你们?|您|他们?|别人|任何人|客服|系统))"
_WISH = f"(?:不(?:需要|愿意?|打算|同意|要|想|用|必)|{_BIE}|无需|勿|甭)(?:{_SMALL}|{_WHOM})*"
MANDARIN_REFUSAL = re.compile(f"(?:{_WISH}|(?:不|{_BIE}|无需|勿|甭){_SMALL}*|没有?|解除)$")
MANDARIN_HANDLING = re.compile(f"(?<![要想用愿]){_WISH}(?:把|将|对).{{1,12}}$")
MANDARIN_QUESTION = re.compile(rf"(是|要|想|用|有)[不没]\1(?:{_SMALL}|{_WHOM})*$")
ENGLISH_REFUSAL = re.compile(
    r"\b(?:not|dont|no|never|(?:did|have|would)nt(?= (?:ever )?(?:want|wish|like|need|ask|request)))"
    r"(?: (?:want|wanna|need|wish|like|ask(?:ed|ing)?|request(?:ed|ing)?|agree|let|think|should|go|ahead|and|for|to|a|an|the|my|any|it"
    r"|you|your|them|us|anyone|anybody|somebody|someone|ever|yet|really|just|very|so|too|that|quite|at|all))* $"
)

# "No, refund" puts right what was misunderstood; "no, confirm" is no such thing, and where "no" is an answer it stays one.
MANDARIN_CORRECTION = re.compile("(?:不是的?|不对|不|错了)+")
ENGLISH_CORRECTION = re.compile(r"(?:(?:no|nope|wrong|thats wrong|not that) )+")
MANDARIN_YES = re.compile("确认|是(?!不是)|对|好|可以|行|同意|没问题")
ENGLISH_YES = re.compile(r"(?:yes|yeah|yep|confirm|ok|okay|sure|right|correct|go ahead|do it)\b")

MANDARIN_NEGATIVE = re.compile("[不没未无勿甭]|(?<![特区分级识])别(?!的)")
MANDARIN_UNDOING = re.compile("解[冻封除]")
MANDARIN_MARKS = (MANDARIN_NEGATIVE, MANDARIN_UNDOING)
ENGLISH_NEGATIVE = re.compile(r"\b(?:no|not|nope|never|none|nothing|nobody|(?:ca|do|did|does|wo|is|was|have|has|would|could)nt)\b")
OPPOSITE_PREFIXES = ("un", "dis", "in")


def is_refused(sound: Sound, start: int, language: str) -> bool:
    """Tell whether what begins at `start` comes right after a negation in the same clause."""
    before = sound.text[_last(sound.breaks, start) : start]
    if language != MANDARIN:
        return ENGLISH_REFUSAL.search(before) is not None
    if MANDARIN_HANDLING.search(sound.text[_last(sound.breaks | sound.stops, start) : start]):
        return True
    return MANDARIN_REFUSAL.search(before) is not None and MANDARIN_QUESTION.search(before) is None


def _last(places: frozenset[int], start: int) -> int:
    return max((place for place in places if place <= start), default=0)


def corrected(sound: Sound, start: int, text: str, language: str) -> str | None:
    """Give the refusal that the phrase at `start` corrects, as "no" in "no, refund"; None when it corrects nothing."""
    before = sound.text[:start]
    correction, yes = (MANDARIN_CORRECTION, MANDARIN_YES) if language == MANDARIN else (ENGLISH_CORRECTION, ENGLISH_YES)
    if start not in sound.stops or yes.match(text) or correction.fullmatch(before) is None:
        return None
    return before.strip()


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
