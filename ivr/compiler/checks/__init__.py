"""What must hold of the whole hotline, beyond the shape of each file. Each check yields what it found, by route."""

from collections.abc import Callable, Iterator

from ivr.compiler.checks.names import check_names
from ivr.compiler.draft import Draft
from ivr.compiler.problems import Found

Check = Callable[[Draft], Iterator[Found]]
EVERYWHERE: tuple[Check, ...] = (check_names,)


def check(draft: Draft) -> Iterator[Found]:
    """Yield everything found in the whole."""
    for each in EVERYWHERE:
        yield from each(draft)
