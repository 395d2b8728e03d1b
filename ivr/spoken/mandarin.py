"""How Mandarin says numbers, money, dates and times.

Cn2an knows 一百零五; which 2 is 两, when 1 is 幺 and what 2 a.m. is called are ours. 两 stands first in a quantity
(两位, 两千, 两元), 二 stands inside one (十二位, 一万二千); 二十 and 二百 keep 二.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import cn2an

from ivr.spoken.values import MINUTES_A_DAY, WORKING_DAYS, Moment, Week, in_groups

DIGITS = {**dict(zip("0123456789", "零幺二三四五六七八九", strict=True)), "X": "X", "+": "加"}
WEEKDAYS = "一二三四五六日"
KEYS = {"*": "星号键", "#": "井号键"}

PARTS_OF_THE_DAY = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


@lru_cache(maxsize=4096)
def number(value: int) -> str:
    """Say a number that counts nothing: 二, 一百零五."""
    return str(cn2an.an2cn(value))


def count(value: int) -> str:
    """Say how many, before a measure word: 两, 十二, 两千."""
    words = number(value)
    return "两" if words == "二" else re.sub("^(负?)二(?=[千万亿])", r"\1两", words)


def digits(value: str) -> str:
    """Say digits one at a time, with a pause between groups."""
    plus = DIGITS["+"] if value.startswith("+") else ""
    groups = in_groups(value.lstrip("+"))
    return plus + "，".join("".join(DIGITS[digit] for digit in group) for group in groups)


def letters(value: str) -> str:
    """Say a code one letter or digit at a time."""
    return " ".join(DIGITS.get(letter, letter) for letter in value)


def money(fen: int) -> str:
    """Say an amount: 人民币一百二十八元五角."""
    sign = "负" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    jiao, last = divmod(rest, 10)
    whole = f"{count(yuan)}元" if yuan or not rest else ""
    tens = f"{number(jiao) if whole else count(jiao)}角" if jiao else ""
    gap = "零" if whole and last and not jiao else ""
    ones = f"{number(last) if whole or tens else count(last)}分" if last else ""
    return f"人民币{sign}{whole}{tens}{gap}{ones}"


def day(value: date) -> str:
    """Say a day of the year: 七月三日."""
    return f"{number(value.month)}月{number(value.day)}日"


def time(moment: Moment) -> str:
    """Say a time, after its day when it has one: 七月三日下午两点."""
    return (day(moment.day) if moment.day else "") + _clock(moment.hour, moment.minute)


def _clock(hour: int, minute: int) -> str:
    if hour == 24:
        return "二十四点"
    minutes = f"{'零' if minute < 10 else ''}{number(minute)}分" if minute else ""
    if hour == 0:
        return f"零点{minutes}"
    part = next(name for end, name in PARTS_OF_THE_DAY if hour < end)
    return f"{part}{count((hour - 1) % 12 + 1)}点{minutes}"


def minutes(low: int, high: int) -> str:
    """Say about how long: 五到八分钟."""
    if low < 1:
        return f"不到{count(max(high, 1))}分钟"
    return f"{count(low)}分钟" if low == high else f"{count(low)}到{count(high)}分钟"


def hours(week: Week, closed_on_holidays: bool) -> str:
    """Say a week of hours: 工作日上午九点到下午六点."""
    said = [_days(days, closed_on_holidays) + "、".join(map(_span, times)) for days, times in week]
    rest = ["法定节假日休息"] if closed_on_holidays and [tuple(days) for days, _ in week] != [WORKING_DAYS] else []
    return "，".join((*said, *rest))


def _days(days: Sequence[int], closed_on_holidays: bool) -> str:
    if len(days) == len(WEEKDAYS):
        return "每天"
    if closed_on_holidays and tuple(days) == WORKING_DAYS:
        return "工作日"
    first, last = f"周{WEEKDAYS[days[0]]}", f"周{WEEKDAYS[days[-1]]}"
    return first if len(days) == 1 else f"{first}{'和' if len(days) == 2 else '至'}{last}"


def _span(span: tuple[int, int]) -> str:
    opens, closes = span
    if span == (0, MINUTES_A_DAY):
        return "二十四小时"
    over = closes > MINUTES_A_DAY
    return f"{_clock(*divmod(opens, 60))}到{'第二天' if over else ''}{_clock(*divmod(closes - over * MINUTES_A_DAY, 60))}"


def timetable(rows: Sequence[tuple[Sequence[str], str]]) -> str:
    """Say who keeps which hours: 退款客服和投诉专员，每天二十四小时；主管，…."""
    return "；".join(f"{together(who)}，{when}" for who, when in rows)


def key(key: str) -> str:
    """Name a key of the telephone: 星号键."""
    return KEYS.get(key, key)


def together(words: Sequence[str]) -> str:
    """Say several words as one: 转账、充值和退款."""
    return "和".join(filter(None, ("、".join(words[:-1]), words[-1])))
