"""`ivr serve --watch`: what is saved in the folder of menus is taken up at once, if it is sound.

One process looks at the folder, compiles it, keeps the version for calls that outlive it, and writes its name to a file. Every web
process looks at that file before each request, so that all of them go over together.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import click

from ivr.app import utc_now
from ivr.cli.local import FOLDER
from ivr.compiler.compile import load_folder
from ivr.compiler.library import Library
from ivr.config import Config
from ivr.errors import IVRError
from ivr.in_force import keep_menus
from ivr.lint.output import FORMATS
from ivr.lint.runner import lint, read_menus
from ivr.service.actions import DECLARATIONS

IN_FORCE = "IVR_MENUS_IN_FORCE"
"""The variable by which a web process knows the file that names the version in force."""


class Watch:
    """Looks at the folder whenever it is told to; `file` names the version that was last taken up."""

    def __init__(self, config: Config) -> None:
        self.file = (FOLDER / "menus-in-force").resolve()
        self.file.unlink(missing_ok=True)
        self._config = config
        self._seen = self._taken = _stamps(config.menus)

    def look(self) -> None:
        """Take up what has been saved, once two looks have seen the same: a file may be half written."""
        before, self._seen = self._seen, _stamps(self._config.menus)
        if self._seen != before or self._seen == self._taken:
            return
        self._taken = self._seen
        try:
            menus = read_menus(load_folder(self._config.menus), DECLARATIONS, utc_now().date())
            keep_menus(self._config, menus.flow, utc_now())
        except IVRError as error:
            click.echo(f"{error}\n\nNot taken up: calls go on with the menus as they were.")
            return
        self._write(menus.flow.version)
        click.echo(f"Taken up: the next call hears {self._config.menus} as it is now.")
        if problems := lint(menus):
            click.echo(FORMATS["text"](problems))

    def _write(self, version: str) -> None:
        """Write the file whole: no reader may see half a name."""
        new = self.file.with_suffix(".new")
        new.write_text(version)
        new.replace(self.file)


def following(app: WSGIApplication, library: Library) -> WSGIApplication:
    """Give the application with what a watch takes up, if this process is watched for."""
    if (name := os.environ.get(IN_FORCE)) is None:
        return app
    file = Path(name)

    def follow(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if file.exists():
            library.put_in_force(file.read_text())
        return app(environ, start_response)

    return follow


def _stamps(folder: Path) -> Mapping[Path, tuple[int, int]]:
    """Tell files apart from what they were: a name, a size or a time is another."""
    found = {}
    for entry in os.scandir(folder) if folder.is_dir() else ():
        if entry.is_file() and entry.name.endswith((".yaml", ".yml")):
            stat = os.stat(entry)
            found[Path(entry)] = stat.st_mtime_ns, stat.st_size
    return found
