"""The machine: the versions this program was made for."""

import sqlite3
import sys
from collections.abc import Iterator

from ivr.cli.doctor.finding import Finding, Installation

PYTHONS = ((3, 11), (3, 12))
SQLITE = (3, 35, 0)
"""The first that can return the rows it changes: https://www.sqlite.org/lang_returning.html"""


def versions(_: Installation) -> Iterator[Finding]:
    """Python and SQLite are new enough, and not newer than tried."""
    if sys.version_info[:2] not in PYTHONS:
        yield Finding(f"This is Python {sys.version.split()[0]}; the service is made for 3.11 and 3.12.", "Install one of those.")
    if sqlite3.sqlite_version_info < SQLITE:
        what = f"This is SQLite {sqlite3.sqlite_version}, which cannot return the rows it changes."
        yield Finding(what, "Install a Python that has SQLite 3.35 or later.")
