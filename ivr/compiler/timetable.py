"""Facts the compiler makes itself, so that hours are written once: when people are there, when it is busy and when it is not."""

from collections.abc import Iterable, Mapping

from ivr.calendar import Hours, lines, quiet
from ivr.flow.graph import Queue
from ivr.flow.words import plain
from ivr.spoken import LANGUAGES

TEAM_HOURS, BUSY_TIMES, QUIET_TIMES = MADE = ("team_hours", "busy_times", "quiet_times")


def made_facts(
    spoken: Mapping[str, str], queues: Mapping[str, Queue], hours: Mapping[str, Hours], peaks: Hours | None
) -> dict[str, dict[str, str]]:
    """Give each of these facts in the words of every language. The quiet times are those of the first queue's people."""
    teams = [(queue, hours[queue.hours]) for queue in queues.values() if queue.hours in hours]
    made = {TEAM_HOURS: {language: _team_hours(language, by, teams) for language, by in spoken.items()}} if teams else {}
    if peaks is not None and teams:
        rest = quiet(teams[0][1], peaks)
        made[BUSY_TIMES] = {language: _said(by, peaks) for language, by in spoken.items()}
        made[QUIET_TIMES] = {language: _said(by, rest) for language, by in spoken.items()}
    return made


def _team_hours(language: str, spoken: str, teams: Iterable[tuple[Queue, Hours]]) -> str:
    """Tell the hours of all teams, those that keep the same hours together."""
    titles: dict[str, list[str]] = {}
    for queue, hours in teams:
        titles.setdefault(_said(spoken, hours), []).append(plain(queue.title.texts[language], ()))
    return LANGUAGES[spoken].timetable([(who, when) for when, who in titles.items()])


def _said(spoken: str, hours: Hours) -> str:
    return LANGUAGES[spoken].hours(lines(hours), hours.holidays is not None)
