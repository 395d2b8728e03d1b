"""Numbers are found by hash and shown by unsealing, and nowhere in the database in clear."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.errors import StorageError
from ivr.storage.base import Store
from ivr.storage.records import Callback, CallRow, Draft, Message, Profile
from ivr.storage.sealed import Numbers

NUMBER = "+8613800138000"
NUMBERS = Numbers("one secret")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again(text: str) -> None:
    assert NUMBERS.open(NUMBERS.seal(text)) == text


def test_a_number_has_one_hash_and_many_seals() -> None:
    assert NUMBERS.hash(NUMBER) == Numbers("one secret").hash(NUMBER)
    assert NUMBERS.hash(NUMBER) != NUMBERS.hash("+8613800138001")
    assert NUMBERS.seal(NUMBER) != NUMBERS.seal(NUMBER)
    assert NUMBER[3:] not in NUMBERS.hash(NUMBER) + NUMBERS.seal(NUMBER)


def test_another_secret_finds_and_opens_nothing() -> None:
    stranger = Numbers("another secret")
    assert stranger.hash(NUMBER) != NUMBERS.hash(NUMBER)
    with pytest.raises(StorageError, match="does not open"):
        stranger.open(NUMBERS.seal(NUMBER))


def test_a_withheld_number_stays_empty() -> None:
    assert (NUMBERS.hash(""), NUMBERS.seal(""), NUMBERS.open("")) == ("", "", "")


SPOILED = ["A", "not base64 ü", "AAAA", NUMBERS.seal(NUMBER)[:-4], "A" + NUMBERS.seal(NUMBER)[1:] + "AAAA"]


@pytest.mark.parametrize("spoiled", SPOILED, ids=["one letter", "no base64", "too short", "cut off", "changed"])
def test_a_spoiled_seal_does_not_open(spoiled: str) -> None:
    with pytest.raises(StorageError, match="does not open"):
        NUMBERS.open(spoiled)


def test_no_number_is_in_the_database_file(
    tmp_path: Path, file_store: Store, call: Callable[..., CallRow], callback: Callable[..., Callback], now: datetime
) -> None:
    found_by, shown_by = NUMBERS.hash(NUMBER), NUMBERS.seal(NUMBER)
    with file_store.unit() as unit:
        unit.start_call(call(caller_hash=found_by, caller_sealed=shown_by, state=NUMBER, called="planted in plain sight"), "[]")
        unit.save_turn("CA1", 1, f'{{"slots": "{NUMBER}"}}', f"<Say>{NUMBER}</Say>", "[]", "")
        unit.book_callback(replace(callback("k"), caller_hash=found_by, number_sealed=shown_by), lambda: "1000000001")
        unit.post(Message("sms", found_by, shown_by, f"call {NUMBER}", "en", "CA1", now, "k"))
        unit.keep_draft(Draft("complaint", found_by, "CA1", f'{{"contact": "{NUMBER}"}}', now))
        unit.keep_profile(found_by, Profile("zh"))
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"planted in plain sight" in written, "the search does not find what is there"
    assert found_by.encode() in written
    assert NUMBER[3:].encode() not in written
