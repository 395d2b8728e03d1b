"""What is in the folder is whole, opens with our key alone, and as the recording it is."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.errors import NotOurKey, StorageError
from ivr.storage.vault import BOX_BYTES, PIECE_BYTES, Vault

SECRET = "a secret for tests"
SOUND = bytes(range(256)) * (PIECE_BYTES // 256) * 2 + b"the end"
"""Three pieces."""


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = Vault(tmp_path / "kept", SECRET)
    vault.keep("RE1", [SOUND])
    return vault


def file_in(folder: Path) -> Path:
    (file,) = (each for each in folder.rglob("*") if each.is_file())
    return file


@pytest.mark.parametrize("length", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES])
@settings(max_examples=8)
@given(cuts=st.lists(st.integers(0, 2 * PIECE_BYTES), max_size=4))
def test_it_opens_as_it_was_however_it_came(tmp_path_factory: pytest.TempPathFactory, length: int, cuts: list[int]) -> None:
    sound, vault = SOUND[:length], Vault(tmp_path_factory.mktemp("vault"), SECRET)
    bounds = [0, *sorted(min(cut, length) for cut in cuts), length]
    digest = vault.keep("RE1", [sound[begin:end] for begin, end in pairwise(bounds)])
    assert b"".join(vault.open("RE1")) == sound
    assert digest == sha256(sound).hexdigest()


def change(at: int) -> Callable[[bytes], bytes]:
    return lambda kept: kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :]


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "a byte of the first piece": change(100),
    "a byte of the last": change(-1),
    "the last piece is missing": lambda kept: kept[: 2 * BOX_BYTES],
    "all but the last are missing": lambda kept: kept[2 * BOX_BYTES :],
    "two pieces are swapped": lambda kept: kept[BOX_BYTES : 2 * BOX_BYTES] + kept[:BOX_BYTES] + kept[2 * BOX_BYTES :],
    "a piece comes twice": lambda kept: kept[:BOX_BYTES] + kept,
    "something follows": lambda kept: kept + b"x",
    "it is empty": lambda kept: b"",
}


@pytest.mark.parametrize("case", CHANGES)
def test_one_that_was_changed_does_not_open(vault: Vault, tmp_path: Path, case: str) -> None:
    file = file_in(tmp_path)
    file.write_bytes(CHANGES[case](file.read_bytes()))
    with pytest.raises(NotOurKey, match="it was changed, or the secret key"):
        b"".join(vault.open("RE1"))


def test_one_in_the_place_of_another_does_not_open(vault: Vault, tmp_path: Path) -> None:
    first = file_in(tmp_path)
    vault.keep("RE2", [b"of somebody else"])
    (second,) = (each for each in tmp_path.rglob("*") if each.is_file() and each != first)
    shutil.copy(second, first)
    with pytest.raises(NotOurKey):
        b"".join(vault.open("RE1"))


def test_with_another_key_none_is_found(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be read: No such file"):
        b"".join(Vault(tmp_path / "kept", "another secret").open("RE1"))


def test_what_breaks_off_leaves_what_was_there(vault: Vault, tmp_path: Path) -> None:
    def broken():
        yield b"x" * PIECE_BYTES * 2
        raise ConnectionError

    with pytest.raises(StorageError):
        vault.keep("RE1", broken())
    assert b"".join(vault.open("RE1")) == SOUND
    assert file_in(tmp_path)


KILLED = """
import os, signal
from pathlib import Path
from ivr.storage.vault import PIECE_BYTES, Vault

def sound():
    yield bytes(3 * PIECE_BYTES)
    os.kill(os.getpid(), signal.SIGKILL)

Vault(Path({folder!r}), {secret!r}).keep("RE1", sound())
"""


@pytest.mark.parametrize("does", ["keep", "forget"])
def test_what_one_that_was_killed_leaves_goes_with_the_next(tmp_path: Path, does: str) -> None:
    code = KILLED.format(folder=str(tmp_path), secret=SECRET)
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL
    assert file_in(tmp_path).suffix == ".part"
    vault = Vault(tmp_path, SECRET)
    if does == "forget":
        vault.forget("RE1")
        assert not any(each.is_file() for each in tmp_path.rglob("*"))
    else:
        vault.keep("RE1", [SOUND])
        assert file_in(tmp_path).suffix == ""
        assert b"".join(vault.open("RE1")) == SOUND


def test_forgetting_what_is_not_there_is_no_failure(vault: Vault, tmp_path: Path) -> None:
    vault.forget("RE1")
    vault.forget("RE1")
    vault.forget("RE2")
    assert not any(each.is_file() for each in tmp_path.rglob("*"))


def test_a_folder_that_cannot_be_made_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file")
    with pytest.raises(StorageError, match=f"cannot be kept in {tmp_path}/kept: "):
        Vault(tmp_path / "kept", SECRET).keep("RE1", [SOUND])
