"""Written calls that stand beside the menus they promise something of: found, and tried out several at once."""

import os
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ivr.compiler.compile import compile_folder
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from ivr.simulator.faces.grammar import BadTranscript, read_transcript
from ivr.simulator.faces.phone import Played
from ivr.trial.given import check
from ivr.trial.items import Item
from ivr.trial.stage import begins, in_process, set_up
from ivr.trial.watched import Watched

HOTLINE = "hotline.yaml"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a written call went, in how many seconds of ours, and what it covered; `slip` says what was wrong, if anything was."""

    file: Path
    seconds: float
    slip: str = ""
    covered: frozenset[Item] = frozenset()


def find(paths: Iterable[Path]) -> list[Path]:
    """Find all written calls in these files and folders that stand in, or under, a folder of menus."""
    inside = (path.rglob("*.call") if path.is_dir() else (path,) for path in paths)
    return sorted({file for files in inside for file in files if menus_of(file)})


def menus_of(file: Path) -> Path | None:
    """Give the menus a written call rings: the nearest folder above it with a hotline in it."""
    return next((folder for folder in file.absolute().parents if (folder / HOTLINE).is_file()), None)


@cache
def compiled(menus: Path) -> Flow:
    """Compile a folder of menus, once. Raises MenuError."""
    return compile_folder(menus, DECLARATIONS)


def attempt(file: Path) -> Verdict:
    """Play one written call by its menus."""
    began = time.monotonic()
    slip, covered = _played(file)
    return Verdict(file, time.monotonic() - began, slip, covered)


def attempt_all(files: list[Path], jobs: int = 0) -> Iterator[Verdict]:
    """Play written calls in so many processes, by default one for each core, and give verdicts in order. Raises MenuError."""
    for menus in {menus_of(file) for file in files} - {None}:
        compiled(menus)  # here, for processes that begin as copies of this one
    jobs = min(jobs or os.cpu_count() or 1, len(files))
    if jobs <= 1:
        yield from map(attempt, files)
        return
    with ProcessPoolExecutor(jobs) as processes:
        yield from processes.map(attempt, files, chunksize=4)


def _played(file: Path) -> tuple[str, frozenset[Item]]:
    menus = menus_of(file)
    assert menus is not None
    flow = compiled(menus)
    try:
        script = read_transcript(file.read_text(encoding="utf-8"), str(file))
        check(script, by_url=False)
        with closing(set_up(flow, in_process(menus), begins(script, flow), script)) as stage:
            watched = Watched(stage)
            played = stage.play(script, line=watched)
            return slip_of(played, file), watched.covered
    except BadTranscript as error:
        return str(error), frozenset()
    except UnicodeDecodeError as error:
        return f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8.", frozenset()


def slip_of(played: Played, file: Path) -> str:
    """Say where a call left its script, or how the application broke in it."""
    broken = [f"{file}: the application broke: {error.severity} {error.code}: {error.message}" for error in played.errors]
    return "\n".join(filter(None, [played.mismatch, *broken]))
