"""What a node sees when it decides: the flow, this call's state, the world; and values and words looked up in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ivr.flow.commands import Play, Say, Words
from ivr.flow.conditions import Condition, holds
from ivr.flow.fields import Args, Given
from ivr.flow.graph import Flow
from ivr.flow.slots import look
from ivr.flow.state import CALLER, NORMAL, CallState
from ivr.flow.words import Hole, Part, Text
from ivr.flow.world import World
from ivr.spoken import say as spoken

LEVELS = {None: 0, "light": 1, "strong": 2}


@dataclass(frozen=True, slots=True)
class Scene:
    """One look at a call. `item` overlays the fields of a list's item on the slots."""

    flow: Flow
    state: CallState
    world: World
    item: Mapping[str, Any] | None = None

    def with_item(self, item: Mapping[str, Any], place: int) -> "Scene":
        """Look at the same call with a list's item at hand; `place` counts from 0."""
        return replace(self, item={**item, "item": item, "n": place + 1})

    def can_text(self, text: str | None) -> bool:
        """Tell whether there is a text to send and a number to send it to: the one that rings, or the one on file of who is known."""
        return text is not None and (self.state.slots.get(CALLER) is not None or self.reaches("light"))

    def value(self, path: tuple[str, ...]) -> Any:
        """Give the value a path names, or None: an item's field, a built-in name, or a slot."""
        if self.item is not None and path[0] in self.item:
            return look(self.item, path)
        match path:
            case ("language",):
                return self.state.language
            case ("pace",):
                return self.state.pace or NORMAL
            case ("incident", *_):
                return look({"incident": self.world.incident()}, path)
            case ("announcement",):
                return self.world.announcement()
            case ("heard",):
                return "yes" if self.state.heard else "no"
            case ("today",):
                return self.world.now().date().isoformat()
            case ("hours", name):
                return "open" if self.world.is_open(name) else "closed"
            case ("hours", name, "opens"):
                return self.world.opening(name)
        return look(self.state.slots, path)

    def holds(self, condition: Condition) -> bool:
        """Tell whether a condition holds here and now."""
        return not condition or holds(condition, self.value)

    def reaches(self, level: str) -> bool:
        """Tell whether the caller's identity is known to at least this level."""
        return LEVELS.get(self.state.slots.get("identity"), 0) >= LEVELS[level]

    def given(self, given: Given) -> Any:
        """Give a constant, or the value of the slot it names."""
        return self.value(given.path) if isinstance(given, Hole) else given

    def arguments(self, args: Args, entry: Any = None) -> dict[str, Any]:
        """Give an action's arguments; `{entry}` is the entry being checked."""
        return {name: entry if isinstance(value, Hole) and value.path == ("entry",) else self.given(value) for name, value in args.items()}

    def words(self, parts: Iterable[Part]) -> tuple[Words, ...]:
        """Turn those parts whose condition holds into what is spoken in the caller's language."""
        return self.speak([part for part in parts if not part.when or self.holds(part.when)])

    def speak(self, parts: Iterable[Part]) -> tuple[Words, ...]:
        """Turn parts into what is spoken, whatever their condition."""
        return tuple([words for part in parts if (words := self._speak(part)) is not None])

    def _speak(self, part: Part) -> Words | None:
        if part.play is not None:
            url = self.value(part.play.path)
            return Play(url) if isinstance(url, str) and url else None
        if (audio := part.audio.get(self.state.language)) is not None:
            return Play(audio)
        text = part.texts[self.state.language]
        return Say(text, self.fill(text)) if text.holes else Say(text)

    def fill(self, text: Text) -> tuple[str, ...]:
        """Speak the values of a text's holes."""
        filled = zip(text.holes, text.stopped, strict=True)
        return tuple(self._fill(hole, text.language, stopped) for hole, stopped in filled)

    def _fill(self, hole: Hole, language: str, stopped: bool) -> str:
        value = self.value(hole.path)
        words = "" if value is None else self.say(hole.kind, value, language)
        return words.removesuffix(".") if stopped else words

    def say(self, kind: str, value: Any, language: str) -> str:
        """Say a value in a language of the hotline; an enumerated word may have a text for each."""
        if isinstance(value, Mapping):
            value = value.get(language) or next(iter(value.values()), "")
        return spoken(kind, value, self.flow.languages[language].spoken)
