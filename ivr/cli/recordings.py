"""`ivr recordings`: what was recorded of a call or a ticket, and one of them as a file to listen to."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from ivr.app import utc_now
from ivr.cli.local import settings
from ivr.cli.options import BY
from ivr.errors import IVRError, RecordingError
from ivr.service.listening import Listed, Listening
from ivr.settled import open_vault
from ivr.storage import open_store


@click.command()
@click.argument("name", metavar="CALL|TICKET|RECORDING")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Open the recording and write it here, as a WAV file.")
@BY
def recordings(name: str, out: Path | None, by: str) -> None:
    """List what was recorded of a call or of a ticket, what became of it, and who heard it; or open one.

    Opened is what `ivr worker` has fetched into the folder RECORDINGS. Who opens one is noted, and listed. Reads the settings of the web
    server. Exit code 0: done; 2: it cannot be done.

    \b
    Examples:
      ivr recordings 2745196038
      ivr recordings REe3e70682c2094cac629f6fbed82c07cd --out complaint.wav
    """
    try:
        config = settings()
        with closing(open_store(config.database_url, config.secret_key.get_secret_value())) as store:
            store.ready()
            listening = Listening(store, open_vault(config), utc_now)
            if out:
                sid, sound = listening.open(name, by)
                _write(out, sound)
                click.echo(f"{sid} is in {out}. Delete it when it has been heard: it is not sealed there.")
            else:
                click.echo("\n".join(line for each in listening.find(name) for line in _lines(each)))
    except IVRError as error:
        click.echo(f"Cannot do this: {error}", err=True)
        raise SystemExit(2) from None


def _write(out: Path, sound: Iterator[bytes]) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    try:
        out.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        raise RecordingError(f"{out} cannot be written: {error.strerror}. Name a file that is not there yet.") from None
    try:
        with out.open("wb") as file:
            file.writelines(sound)
    except BaseException:
        out.unlink()
        raise


def _lines(each: Listed) -> Iterator[str]:
    yield f"{each.sid}  {each.seconds:>5} s  {each.became}"
    for at, by in each.heard:
        yield f"{'':>10}heard {at:%Y-%m-%d %H:%M} UTC by {by}"
