"""What the doctor looks at, and what is found."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ivr.config import Config


@dataclass(frozen=True, slots=True)
class Installation:
    """The settings, the moment at which they are looked at, and how many megabytes are free on the disk of a folder."""

    config: Config
    now: datetime
    free_mb: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free // 1_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and what to do about it: whole sentences."""

    what: str
    do: str


@dataclass(frozen=True, slots=True)
class NotLooked:
    """Why a check could not look: it has nothing to say, good or bad."""

    why: str


Check = Callable[[Installation], Iterator[Finding | NotLooked]]
