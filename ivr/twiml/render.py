"""Commands of a turn as one TwiML document. Each text is escaped and wrapped once; a document is a join of such parts."""

from collections.abc import Mapping
from functools import lru_cache
from typing import assert_never
from urllib.parse import quote

from ivr.errors import FlowError
from ivr.flow.commands import Command, Continue, Enqueue, Gather, Hangup, Play, Record, Say, Words
from ivr.flow.graph import Language
from ivr.flow.words import Text
from ivr.twiml.document import FOOT, HEAD, address, go, play, say_tags
from ivr.twiml.limits import MAX_DOCUMENT_BYTES, MAX_HINT, MAX_HINTS, MAX_RECORDING_SECONDS, MIN_RECORDING_SECONDS
from ivr.twiml.markup import attribute, clean, content

MOST_VALUE = 200
"""Characters of one hole's words: what a prompt was measured with, plus room."""

MOST_HINT_BYTES = 16_000
"""All hints of one Gather: enough for hundreds of phrases, a quarter of the document."""

MOST_PREPARED = 50_000
"""Texts kept ready; when more come, the shelf is emptied, so memory stays flat."""

_BYTES_A_CHARACTER = 4

Prepared = str | tuple[str, bool]
"""A finished Say; or one with `%s` for each hole, and whether its own letters are more than blanks."""


class Renderer:
    """Renders turns in a hotline's languages, at one pace."""

    def __init__(self, languages: Mapping[str, Language], *, slow: bool = False) -> None:
        self._languages = languages
        self._slow = slow
        self._prepared: dict[Text, Prepared] = {}

    def render(self, commands: tuple[Command, ...], turn: int) -> str:
        """Give the whole document. `turn` is the number that every URL in it carries."""
        body = "".join([self._one(command, turn) for command in commands])
        document = f"{HEAD}{body}{FOOT}"
        if len(document) * _BYTES_A_CHARACTER > MAX_DOCUMENT_BYTES:
            _check_size(document)
        return document

    def words(self, words: tuple[Words, ...]) -> str:
        """Give spoken words alone, to be put into a document."""
        return "".join([self._words(each) for each in words])

    def _one(self, command: Command, turn: int) -> str:
        match command:
            case Say() | Play():
                return self._words(command)
            case Gather():
                return self._gather(command, turn)
            case Record(most):
                return _record(most, turn)
            case Enqueue(queue, entry):
                return _enqueue(queue, quote(entry, safe=""), turn)
            case Continue():
                return _turn_links(turn)[1]
            case Hangup():
                return "<Hangup/>"
            case _:
                assert_never(command)

    def _words(self, words: Words) -> str:
        if isinstance(words, Play):
            return play(words.url)
        prepared = self._prepared.get(words.text)
        if prepared is None:
            prepared = self._prepare(words.text)
        return prepared if isinstance(prepared, str) else _filled(*prepared, words.values)

    def _prepare(self, text: Text) -> Prepared:
        letters = clean("".join(piece for piece in text.pieces if isinstance(piece, str)))
        opening, closing = say_tags(self._language(text.language), slow=self._slow)
        prepared: Prepared
        if text.holes:
            pieces = (content(piece).replace("%", "%%") if isinstance(piece, str) else "%s" for piece in text.pieces)
            prepared = (f"{opening.replace('%', '%%')}{''.join(pieces)}{closing}", bool(letters.strip()))
        else:
            prepared = f"{opening}{content(letters)}{closing}" if letters.strip() else ""
        if len(self._prepared) >= MOST_PREPARED:
            self._prepared.clear()
        self._prepared[text] = prepared
        return prepared

    def _gather(self, gather: Gather, turn: int) -> str:
        listen = self._language(gather.language).listen
        attributes = _listening(listen, gather.keys, gather.finish, gather.timeout, gather.speech, gather.hints)
        action, again = _turn_links(turn)
        return f"<Gather{action}{attributes}>{self.words(gather.words)}</Gather>{again}"

    def _language(self, name: str) -> Language:
        if name not in self._languages:
            raise FlowError(f'words in "{name}", which is not a language of this hotline')
        return self._languages[name]


def _filled(template: str, has_letters: bool, values: tuple[str, ...]) -> str:
    filling = tuple([content(value[:MOST_VALUE]) for value in values])
    return template % filling if has_letters or "".join(filling).strip() else ""


@lru_cache(maxsize=1024)
def _turn_links(turn: int) -> tuple[str, str]:
    """Give the action of a turn's document, and the Redirect that stands behind a Gather."""
    path = f"/voice/turn?n={turn}"
    return f' action="{address(path)}" method="POST"', go(path)


@lru_cache(maxsize=4096)
def _listening(listen: str, keys: int | None, finish: str, timeout: int, speech: bool, hints: str) -> str:
    attributes = {"input": "dtmf speech" if speech else "dtmf", "timeout": str(timeout), "finishOnKey": finish}
    if keys is not None:
        attributes["numDigits"] = str(keys)
    attributes["actionOnEmptyResult"] = "true"
    if speech:
        # an integer: "auto" is refused with some models (13335); the filter would mask words we match
        attributes |= {"language": listen, "speechTimeout": "3", "profanityFilter": "false"}
    if speech and hints:
        attributes["hints"] = _fitting(hints)
    return _attributes(attributes)


def _fitting(hints: str) -> str:
    """Keep the first hints that the carrier takes and the document has room for."""
    kept: list[str] = []
    room = MOST_HINT_BYTES
    for hint in hints.split(","):
        room -= len(attribute(hint).encode(errors="replace")) + 1
        if room < 0 or len(kept) == MAX_HINTS:
            break
        if len(hint) <= MAX_HINT:
            kept.append(hint)
    return ",".join(kept)


def _attributes(attributes: Mapping[str, str]) -> str:
    return "".join([f' {name}="{attribute(value)}"' for name, value in attributes.items()])


def _record(most: int, turn: int) -> str:
    seconds = max(MIN_RECORDING_SECONDS, min(most, MAX_RECORDING_SECONDS))
    return (
        f'<Record{_turn_links(turn)[0]} timeout="5" finishOnKey="0*#" maxLength="{seconds}" playBeep="true"'
        f' recordingStatusCallback="{address("/voice/recording")}" recordingStatusCallbackMethod="POST"'
        ' recordingStatusCallbackEvent="completed absent"/>'
    )


def _enqueue(queue: str, entry: str, turn: int) -> str:
    action, wait = address(f"/voice/queue/left?n={turn}&e={entry}"), address(f"/voice/queue/wait?e={entry}&c=0")
    return f'<Enqueue action="{action}" method="POST" waitUrl="{wait}" waitUrlMethod="POST">{content(queue)}</Enqueue>'


def _check_size(document: str) -> None:
    size = len(document.encode())
    if size > MAX_DOCUMENT_BYTES:
        raise FlowError(f"a document of {size} bytes; the carrier takes {MAX_DOCUMENT_BYTES}")
