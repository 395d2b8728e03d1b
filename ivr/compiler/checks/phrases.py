"""What may be said to one question must tell its options apart, and not take away the words for help that work everywhere."""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from ivr.compiler.draft import Draft, node_route
from ivr.compiler.problems import Found, Route
from ivr.flow.fields import Option, Universal
from ivr.flow.words import plain
from ivr.speech import normalise

Kept = Mapping[str, Mapping[str, Universal]]
KEPT = ("0", "*", "9")
"""A person, back and freezing: a caller who has learnt their words may rely on them at every question."""


def check_phrases(draft: Draft) -> Iterator[Found]:
    """Yield every phrase that two options of one question share, or that an option takes from a key that is kept."""
    for file in draft.files.values():
        kept = _kept(draft, file.menu.universals)
        for name, node in file.nodes.items():
            options: Mapping[str, Option] = getattr(node, "options", {})
            yield from _shared(draft, tuple(options.values()), node_route(name, "options"))
            yield from _taken(draft, options.values(), kept, node_route(name, "options"))
    kept = _kept(draft, draft.hotline.keys.values())
    for name, ending in draft.hotline.endings.items():
        yield from _shared(draft, ending, ("hotline", "endings", name))
        yield from _taken(draft, ending, kept, ("hotline", "endings", name))


def _kept(draft: Draft, universals: Collection[Universal]) -> Kept:
    """Give the sounds of the words for help, by language."""
    return {
        language: {
            _sound(phrase, voice.spoken): universal
            for universal in universals
            if universal.key in KEPT
            for phrase in universal.words.get(language, ())
        }
        for language, voice in draft.hotline.languages.items()
    }


def _taken(draft: Draft, options: Collection[Option], kept: Kept, route: Route) -> Iterator[Found]:
    for language, voice in draft.hotline.languages.items():
        for option in options:
            for phrase, where in _phrases(draft, option, language):
                universal = kept[language].get(_sound(phrase, voice.spoken))
                if universal is not None and universal.jump != option.jump:
                    what = f'"{phrase}" is what callers say for key {universal.key} at every question, and here for option {option.key}'
                    yield Found((*route, option.key, *where), what, "Choose other words.", rule="kept-phrase")


def _shared(draft: Draft, options: tuple[Option, ...], route: Route) -> Iterator[Found]:
    for language, voice in draft.hotline.languages.items():
        first: dict[str, str] = {}
        for option in options:
            for phrase, where in _phrases(draft, option, language):
                key = first.setdefault(_sound(phrase, voice.spoken), option.key)
                if key != option.key:
                    what = f'"{phrase}" is what callers say for option {key} already'
                    yield Found((*route, option.key, *where), what, "Choose other words for one of the two.", rule="shared-phrase")


def _phrases(draft: Draft, option: Option, language: str) -> Iterator[tuple[str, Route]]:
    for place, phrase in enumerate(option.words.get(language, ())):
        yield phrase, ("words", language, place)
    for phrase in draft.hotline.answers.get(option.means or "", {}).get(language, ()):
        yield phrase, ("means",)
    label = option.label.texts.get(language) if option.label else None
    if label is not None and not label.holes:
        yield plain(label, ()), ("label", language)


@lru_cache(maxsize=100_000)
def _sound(phrase: str, spoken: str) -> str:
    return normalise(phrase, spoken)
