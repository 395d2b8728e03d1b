"""All that a hotline leaves behind, searched for what must not be there."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

SHORT = 6
"""Characters: a shorter text is looked for as a word of its own, since sealed texts are random letters and digits."""


def written(text: str) -> Iterator[bytes]:
    """Give the ways in which a text may stand in a file."""
    for form in {text, quote(text), quote(text, safe=""), json.dumps(text)[1:-1]}:
        yield form.encode()
        yield form.encode("utf-16-le")


def stands_in(everything: bytes, form: bytes, alone: bool) -> bool:
    if not alone:
        return form in everything
    return re.search(rb"(?<![A-Za-z0-9+/])" + re.escape(form) + rb"(?![A-Za-z0-9+/])", everything) is not None


@dataclass(frozen=True, slots=True)
class Left:
    """All that is to be searched: files, a dump of the database, and the pages anybody may ask for."""

    folders: list[Path]
    dump: Callable[[], str]
    pages: list[str]

    def holding(self, texts: set[str]) -> set[str]:
        everything = b"\n".join([self.dump().encode(), *map(str.encode, self.pages), *self._files()])
        return {text for text in texts if any(stands_in(everything, form, len(text) < SHORT) for form in written(text))}

    def _files(self) -> Iterator[bytes]:
        for folder in self.folders:
            yield from (file.read_bytes() for file in folder.rglob("*") if file.is_file() and "menus" not in file.parts)
