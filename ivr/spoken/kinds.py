"""The kinds of value a prompt can speak, each with its reader, its words and its samples.

A language is a module with the functions of `Words`; a new one is that module and a line in LANGUAGES.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ivr.spoken import english, mandarin, values
from ivr.spoken.values import Moment, Week


class Words(Protocol):
    """What a language has to be able to say."""

    def number(self, value: int, /) -> str: ...
    def count(self, value: int, /) -> str: ...
    def digits(self, value: str, /) -> str: ...
    def letters(self, value: str, /) -> str: ...
    def money(self, fen: int, /) -> str: ...
    def day(self, value: date, /) -> str: ...
    def time(self, moment: Moment, /) -> str: ...
    def minutes(self, low: int, high: int, /) -> str: ...
    def key(self, key: str, /) -> str: ...
    def hours(self, week: Week, closed_on_holidays: bool, /) -> str: ...
    def timetable(self, rows: Sequence[tuple[Sequence[str], str]], /) -> str: ...
    def together(self, words: Sequence[str], /) -> str: ...


LANGUAGES: Mapping[str, Words] = {"mandarin": mandarin, "english": english}


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of value is said in a language, and values of it from the shortest in words to the longest."""

    say: Callable[[object, str], str]
    samples: tuple[object, ...]


KINDS: Mapping[str, Kind] = {
    "digits": Kind(
        lambda value, language: LANGUAGES[language].digits(values.read_digits(value)),
        ("7", "0000000001", "13800138000", "7" * 20),
    ),
    "money": Kind(
        lambda value, language: LANGUAGES[language].money(values.read_number(value)),
        (5, 12850, -9_999_999_999, -7_777_777_777),
    ),
    "date": Kind(
        lambda value, language: LANGUAGES[language].day(values.read_date(value)),
        ("2026-05-01", "2026-07-03", "2026-12-27", "2026-09-27"),
    ),
    "time": Kind(
        lambda value, language: LANGUAGES[language].time(values.read_moment(value)),
        ("00:00", "2026-07-03T14:00", "2026-12-27T23:27", "2026-09-27T23:27"),
    ),
    "count": Kind(lambda value, language: LANGUAGES[language].count(values.read_number(value)), (2, 12, 77_777)),
    "number": Kind(lambda value, language: LANGUAGES[language].number(values.read_number(value)), (2, 12, 77_777)),
    "range": Kind(
        lambda value, language: LANGUAGES[language].minutes(*values.read_range(value)),
        ([0, 1], [5, 8], [773, 777]),
    ),
    "letters": Kind(
        lambda value, language: LANGUAGES[language].letters(values.read_letters(value)),
        ("A", "QR7K", "7" * 20),
    ),
    "word": Kind(
        lambda value, language: LANGUAGES[language].together(values.read_words(value)),
        ("是", "completed", ["转账", "充值", "提现"], "字" * 30),
    ),
    "sentence": Kind(
        lambda value, _: " ".join(values.read_words(value)),
        ("今晚升级。", ["We upgrade tonight.", "We are closed tomorrow."], "字" * values.LONGEST_SENTENCE),
    ),
    "text": Kind(
        lambda value, _: values.read_text(value),
        ("王", "Corner Bakery", "字" * values.LONGEST_TEXT),
    ),
}

SLOT_KINDS: tuple[str, ...] = tuple(KINDS)


def say(kind: str, value: object, language: str) -> str:
    """Say a value in words, in one of LANGUAGES.

    Kinds: digits one at a time; money in fen; date and time in ISO form, or HH:MM; count before a measure word (两),
    number after 第 or alone (二); range of minutes as a pair; letters of a code; word, or a list of them; sentence likewise;
    text as it is.
    """
    return _kind(kind).say(value, language)


def samples(kind: str) -> tuple[object, ...]:
    """Return values of a kind from the shortest in words to the longest in each language."""
    return _kind(kind).samples


def longest(kind: str, language: str) -> str:
    """Return the longest words a value of a kind may have in practice.

    Within these bounds: 20 digits or letters of a code; money up to 99,999,999.99 on either side of zero; counts and
    numbers up to 99,999; ranges up to 999 minutes; words of 30 characters, sentences of 300; text of 60, and longer text is cut to that.
    """
    return max((say(kind, value, language) for value in samples(kind)), key=len)


def _kind(name: str) -> Kind:
    try:
        return KINDS[name]
    except KeyError:
        raise ValueError(f"{name!r} is not a kind of slot; the kinds are {', '.join(SLOT_KINDS)}") from None
