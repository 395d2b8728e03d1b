"""Moments of the cast, told from the wallet's clock: `-1h`, `+20m`, `-2d 10:00` in days, `-3w 10:00` in working days of China."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

ZONE = ZoneInfo("Asia/Shanghai")
MOMENT = re.compile(r"([+-]\d+)(?:([hm])|([dw]) (\d\d:\d\d))")


def moment(told: str, now: datetime) -> datetime:
    """Give the moment that is told of."""
    read = MOMENT.fullmatch(told)
    if not read:
        raise ValueError(f'"{told}" is no moment; write -1h, +20m, -2d 10:00 or -3w 10:00')
    count, unit, days, at = int(read[1]), read[2], read[3], read[4]
    if unit:
        return now + (timedelta(hours=count) if unit == "h" else timedelta(minutes=count))
    day = now.astimezone(ZONE).date()
    if days == "d":
        day += timedelta(days=count)
    else:
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not _works(day):
                day += step
    return datetime.combine(day, time.fromisoformat(at), ZONE)


def _works(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # a year whose holidays are not known yet
        return day.weekday() < 5
