"""Reads the fragments of hotline.yaml: what the service says itself, and what queues say to those who wait."""

from typing import NewType

from ivr.compiler.problems import nearest
from ivr.compiler.shape import Spot, Unreadable
from ivr.compiler.texts import read_part
from ivr.flow.graph import FRAGMENTS
from ivr.flow.words import Part

Fragments = NewType("Fragments", dict[str, Part])

ENGINE_HOLES = {
    "confirm_speech": 1,
    "read_back": 1,
    "queue.position": 1,
    "talk.notice": 1,
    "whisper.guest": 1,
    "whisper.ear": 1,
    "whisper.outside": 1,
    "whisper.caller": 2,
    "whisper.chosen": 1,
    "whisper.problem": 1,
    "whisper.identity": 1,
    "whisper.order": 1,
    "whisper.cases": 1,
    "whisper.history": 1,
}
"""Fragments whose placeholder the service itself fills, and how many of them."""


def read_fragments(spot: Spot) -> Fragments:
    """Read `fragments:`; those of the service itself must all be there."""
    found: dict[str, Part] = {}
    whole = True
    for each in spot.table("{tail: {zh: ..., en: ...}}"):
        try:
            found[each.key] = read_part(each, f"hotline.{each.key}")
            _check_engine_holes(each, found[each.key])
        except Unreadable:
            whole = False
    missing = [name for name in FRAGMENTS if name not in spot.entries]
    for name in missing:
        _note_missing(spot, name)
    if missing or not whole:
        raise Unreadable
    return Fragments(found)


def _note_missing(spot: Spot, name: str) -> None:
    """Note a fragment that is missing, at the name that is most like it if there is one of the author's own."""
    what = f'the fragment "{name}", which the service itself says, is missing'
    wrong = nearest(name, [each for each in spot.entries if each not in FRAGMENTS])
    if wrong is None:
        spot.note("missing-fragment", what, f'Add "{name}: ..." with a text for every language.', on_key=True)
        return
    spot.down(wrong, spot.entries[wrong]).note("missing-fragment", what, f'Did you mean "{name}" here?', on_key=True)


def _check_engine_holes(spot: Spot, part: Part) -> None:
    """The engine fills these by position, so their names are not slots."""
    wanted = ENGINE_HOLES.get(spot.key)
    if wanted is None:
        return
    spot.book.uses[:] = [use for use in spot.book.uses if use.route[: len(spot.route)] != spot.route]
    for language, text in part.texts.items():
        if len(text.holes) != wanted:
            what = f'"{spot.key}" in {language} has {len(text.holes)} placeholders, and the service fills {wanted}'
            here = spot.down(language, spot.entries[language])
            raise here.refuse("placeholder", what, "Write them, such as {digits}, where the values belong.")
