"""What may be said to one question must tell its options apart."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from ivr.compiler.draft import Draft, node_route
from ivr.compiler.problems import Found, Route
from ivr.flow.fields import Option
from ivr.flow.words import plain
from ivr.speech import normalise


def check_phrases(draft: Draft) -> Iterator[Found]:
    """Yield every phrase that two options of one question share."""
    for name, node in draft.nodes.items():
        options: Mapping[str, Option] = getattr(node, "options", {})
        yield from _shared(draft, tuple(options.values()), node_route(name, "options"))
    for name, ending in draft.hotline.endings.items():
        yield from _shared(draft, ending, ("hotline", "endings", name))


def _shared(draft: Draft, options: tuple[Option, ...], route: Route) -> Iterator[Found]:
    for language in draft.hotline.languages:
        first: dict[str, str] = {}
        for option in options:
            for phrase, where in _phrases(draft, option, language):
                key = first.setdefault(_sound(phrase, language), option.key)
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
def _sound(phrase: str, language: str) -> str:
    return normalise(phrase, language)
