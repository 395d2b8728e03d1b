"""A holiday calendar knows its days only up to the last year announced."""

from collections.abc import Iterator

from ivr.calendar import horizon
from ivr.compiler.draft import Draft
from ivr.compiler.problems import Found


def check_hours(draft: Draft) -> Iterator[Found]:
    """Yield opening hours whose holidays are not known any more."""
    for name, hours in draft.hotline.hours.items():
        if draft.today is not None and hours.holidays is not None and draft.today > (last := horizon(hours.holidays)):
            what = f"the holidays of {hours.holidays} are known up to {last.isoformat()}, and today is {draft.today.isoformat()}"
            fix = "Install a newer release of the holiday calendar (chinesecalendar)."
            yield Found(("hotline", "hours", name, "holidays"), what, fix, rule="holidays")
