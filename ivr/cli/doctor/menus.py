"""The menus: they compile, and know the holidays to come."""

from collections.abc import Iterator
from datetime import timedelta

from ivr.calendar import known_until
from ivr.cli.doctor.finding import Finding, Installation
from ivr.compiler.compile import compile_folder
from ivr.errors import MenuError
from ivr.service.actions import DECLARATIONS

AHEAD = timedelta(days=30)


def menus(at: Installation) -> Iterator[Finding]:
    """They are without a slip."""
    folder = at.config.menus
    if not folder.is_dir():
        yield Finding(f"There is no folder {folder}.", "Set MENUS to the folder of the menu files.")
        return
    try:
        compile_folder(folder, DECLARATIONS)
    except MenuError as error:
        what = f"Problems in the menus: {len(error.problems)}; the first: {str(error.problems[0]).splitlines()[0]}"
        yield Finding(what, f"Run `ivr lint {folder}` and mend them.")


def holidays(at: Installation) -> Iterator[Finding]:
    """They are known far enough for somebody to act before they end."""
    try:
        hours = compile_folder(at.config.menus, DECLARATIONS).hours
    except MenuError:
        return  # `menus` tells of it
    for last in sorted({last for each in hours.values() if (last := known_until(each))}):
        if last < at.now.date() + AHEAD:
            what = f"Holidays are known until {last}: after that a desk that keeps them opens on holidays."
            yield Finding(what, "Install the next release of chinesecalendar, or write the year into holidays.yaml.")
