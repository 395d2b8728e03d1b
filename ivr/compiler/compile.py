"""YAML text to Flow: read every file, check the whole, and give the flow or every problem there is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ivr.compiler import special_days
from ivr.compiler.checks import check
from ivr.compiler.choices import CHOICES, read_label
from ivr.compiler.draft import Draft
from ivr.compiler.hotline import HOTLINE, Hotline, Keys, read_hotline
from ivr.compiler.menu import MenuName, Tail, read_keys, read_menu, read_menu_name
from ivr.compiler.problems import Problem, in_order
from ivr.compiler.scalars import SCALARS
from ivr.compiler.shape import Book, Spot
from ivr.compiler.source import Source, load
from ivr.compiler.texts import read_part, read_prompt
from ivr.compiler.uncollected import uncollected
from ivr.errors import MenuError
from ivr.flow.actions import Actions
from ivr.flow.graph import Flow
from ivr.flow.numbers import bare
from ivr.flow.words import Part, Prompt

COMMON = "hotline"
READERS: Mapping[object, Callable[[Spot], Any]] = {
    **SCALARS,
    **CHOICES,
    **HOTLINE,
    **special_days.SPECIAL_DAYS,
    Part: read_label,
    Prompt: read_prompt,
    Keys: read_keys,
    Tail: read_part,
    MenuName: read_menu_name,
}


def compile_folder(path: Path, actions: Actions) -> Flow:
    """Compile the `*.yaml` files of a folder, not of its sub-folders. Raises MenuError with all problems, sorted."""
    return compile_sources(load_folder(path), actions)


def compile_texts(files: Mapping[str, str | bytes], actions: Actions) -> Flow:
    """Compile menus given by file name."""
    return compile_sources([load(text, name) for name, text in sorted(files.items())], actions)


@uncollected()
def load_folder(path: Path) -> list[Source]:
    """Read the menu files of a folder. Raises MenuError for one that would be passed over because of its name."""
    if stray := sorted(path.glob("*.yml")):
        what = "menu files end in .yaml, and this one would never be heard"
        raise MenuError([Problem(str(file), 1, 1, what, f"Name it {file.stem}.yaml.", "file-name") for file in stray])
    return [load(file.read_bytes(), str(file)) for file in sorted(path.glob("*.yaml"))]


@uncollected()
def compile_sources(sources: Iterable[Source], actions: Actions) -> Flow:
    """Compile files already read."""
    return compile_draft(read_draft(sources, actions))


def compile_draft(draft: Draft) -> Flow:
    """Check the whole of what was read, and give the flow."""
    problems = [*draft.book.problems, *map(draft.problem, check(draft))]
    if problems:
        raise MenuError(in_order(problems))
    return _flow(draft)


def read_draft(sources: Iterable[Source], actions: Actions) -> Draft:
    """Read every file into its shape. Raises MenuError when not even the hotline's languages can be read."""
    named = {source.name: source for source in sources}
    book = Book(READERS, problems=[problem for source in named.values() for problem in source.problems])
    hotline = _read_common(named, book)
    if hotline is not None and (source := named.get(special_days.FILE)) is not None and not _is_blank(source):
        spot = Spot(book, source, (special_days.FILE,), source.root)
        hotline = replace(hotline, hours=special_days.read_special_days(spot, hotline.hours))
    files = {
        name: read_menu(Spot(book, source, (name,), source.root), hotline)
        for name, source in named.items()
        if name not in (COMMON, special_days.FILE) and not _is_blank(source)
    }
    if hotline is None:
        raise MenuError(in_order(book.problems))
    return Draft(named, hotline, files, book, actions)


def _read_common(sources: Mapping[str, Source], book: Book) -> Hotline | None:
    source = sources.get(COMMON)
    if source is None:
        fix = "Write hotline.yaml with the languages and what all menus share."
        raise MenuError(in_order([*book.problems, Problem("hotline.yaml", 1, 1, "this file is missing", fix, "missing-file")]))
    hotline = None if _is_blank(source) else read_hotline(Spot(book, source, (COMMON,), source.root))
    if not book.languages:
        raise MenuError(in_order(book.problems))
    return hotline


def _is_blank(source: Source) -> bool:
    """Tell whether a file's problems left nothing of it to read."""
    return bool(source.problems) and not source.root.entries


def _flow(draft: Draft) -> Flow:
    hotline = draft.hotline
    return Flow(
        version=_version(draft.sources.values()),
        name=hotline.hotline,
        start=hotline.start,
        numbers={bare(number): jump for number, jump in hotline.numbers.items()},
        languages=hotline.languages,
        nodes=draft.nodes,
        menus={name: file.menu for name, file in draft.files.items()},
        parts=draft.book.parts,
        give_up=hotline.defaults.give_up,
        timeout=hotline.defaults.timeout,
        slow_timeout=hotline.defaults.slow_timeout,
        turns=hotline.defaults.turns,
        minutes=hotline.defaults.minutes,
        remember=frozenset(hotline.remember),
        identity=hotline.identity.flow if hotline.identity else None,
        answers=hotline.answers,
        endings=hotline.endings,
        queues=hotline.queues,
        hours=hotline.hours,
        peaks=hotline.peaks,
        facts=hotline.facts,
        texts=hotline.texts,
        actions=draft.actions,
    )


def _version(sources: Iterable[Source]) -> str:
    """Name a version by its content: the same files always get the same name."""
    digest = sha256()
    for source in sorted(sources, key=lambda source: source.name):
        digest.update("\0".join((source.name, *source.lines, "")).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:12]
