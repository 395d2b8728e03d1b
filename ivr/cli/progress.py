"""How far a command is that takes a while: a line that moves where somebody looks on, and a plain one now and then elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console

OFTEN_SECONDS, SELDOM_SECONDS = 0.2, 20


@contextmanager
def counting(what: str, counted: str) -> Iterator[Callable[[int], None]]:
    """Say on stderr what is done, and give what to tell the count to, as often as it grows."""
    console = Console(stderr=True)
    pause = OFTEN_SECONDS if console.is_terminal else SELDOM_SECONDS
    said = time.monotonic()
    with console.status(f"{what} ...") as status:

        def tell(line: str) -> None:
            if console.is_terminal:
                status.update(line)
            else:
                click.echo(line, err=True)

        def told(count: int) -> None:
            nonlocal said
            if time.monotonic() - said > pause:
                said = time.monotonic()
                tell(f"{what}: {count:,} {counted} ...")

        tell(f"{what} ...")
        yield told
