"""The keys that are alive in every question, where they are written."""

from collections.abc import Iterator

from ivr.compiler.draft import Draft
from ivr.compiler.problems import Route
from ivr.compiler.source import Table
from ivr.flow.fields import Jump


def own_keys(draft: Draft, file: str) -> tuple[str, ...]:
    """Give the keys and names under a file's own `keys:`."""
    written = draft.sources[file].root.entries.get("keys")
    return tuple(written.entries) if isinstance(written, Table) else ()


def keys_written(draft: Draft, key: str) -> Iterator[tuple[Route, Jump]]:
    """Give each place where a key is led somewhere: in the hotline's file, and in those with a way of their own for it."""
    if key in draft.hotline.keys:
        yield ("hotline", "keys", key), draft.hotline.keys[key].jump
    for name, file in draft.files.items():
        if key in own_keys(draft, name):
            yield from (((name, "keys", key), each.jump) for each in file.menu.universals if each.key == key)
