"""Recordings as files of ours: sealed piece by piece, so that none is ever in memory as a whole, under names that tell nobody anything."""

import hmac
import os
import tempfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ivr.errors import NotOurKey, StorageError
from ivr.storage.sealed import NONCE_BYTES, derive

PIECE_BYTES = 1024 * 1024
BOX_BYTES = NONCE_BYTES + PIECE_BYTES + 16
"""A piece as it is kept: what AES-GCM begins with, and its tag of 16 bytes."""
UNFINISHED = ".part"


class Vault:
    """A folder of recordings. The keys come from the application's secret key. All methods raise StorageError when the folder fails.

    Several processes may use it. What one that was killed leaves behind goes with the next that keeps or forgets the same recording.
    """

    def __init__(self, folder: Path, secret: str) -> None:
        self._folder = folder
        self._named = derive(secret, b"ivr: name a recording")
        self._cipher = AESGCM(derive(secret, b"ivr: seal a recording"))

    def keep(self, sid: str, sound: Iterable[bytes]) -> str:
        """Keep a recording, whole or not at all, and give its SHA-256 in hexadecimal. Another of the name is replaced."""
        file = self._file(sid)
        try:
            self._drop_unfinished(file)
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            number, unfinished = tempfile.mkstemp(UNFINISHED, f"{file.name}.", file.parent)
            try:
                with open(number, "wb") as written:
                    digest = self._write(sid, sound, written)
                Path(unfinished).replace(file)
            finally:
                Path(unfinished).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"a recording cannot be kept in {self._folder}: {error.strerror or error}") from error
        return digest

    def open(self, sid: str) -> Iterator[bytes]:
        """Give a recording piece by piece. Raises NotOurKey at the first that was changed, or is missing."""
        try:
            with self._file(sid).open("rb") as sealed:
                nth, box = 0, sealed.read(BOX_BYTES)
                while nth == 0 or box:
                    after = sealed.read(BOX_BYTES)
                    yield self._cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], _label(sid, nth, is_last=not after))
                    nth, box = nth + 1, after
        except (InvalidTag, ValueError) as error:
            raise NotOurKey("its file does not open: it was changed, or the secret key is not the one it was sealed with") from error
        except OSError as error:
            raise StorageError(f"its file in {self._folder} cannot be read: {error.strerror or error}") from error

    def forget(self, sid: str) -> None:
        """Delete a recording; one that is not there is no failure."""
        file = self._file(sid)
        try:
            self._drop_unfinished(file)
            file.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"a recording cannot be deleted in {self._folder}: {error.strerror or error}") from error

    def _write(self, sid: str, sound: Iterable[bytes], file: BinaryIO) -> str:
        digest = sha256()
        for nth, (piece, is_last) in enumerate(_pieces(sound)):
            digest.update(piece)
            nonce = os.urandom(NONCE_BYTES)
            file.write(nonce + self._cipher.encrypt(nonce, piece, _label(sid, nth, is_last)))
        file.flush()
        os.fsync(file.fileno())
        return digest.hexdigest()

    def _file(self, sid: str) -> Path:
        name = hmac.digest(self._named, sid.encode(), "sha256").hex()
        return self._folder / name[:2] / name

    def _drop_unfinished(self, file: Path) -> None:
        for left in file.parent.glob(f"{file.name}.*{UNFINISHED}"):
            left.unlink(missing_ok=True)


def _label(sid: str, nth: int, is_last: bool) -> bytes:
    """Say what a piece is: it opens as that one alone, so none can be left out, moved or taken from another recording."""
    return f"{sid} {nth} {'last' if is_last else 'more'}".encode()


def _pieces(sound: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut what comes into pieces of one length, and tell which is the last."""
    held = bytearray()
    for some in sound:
        held += some
        while len(held) > PIECE_BYTES:
            yield bytes(held[:PIECE_BYTES]), False
            del held[:PIECE_BYTES]
    yield bytes(held), True
