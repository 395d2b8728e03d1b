"""Every key that is spoken works, and every option's key is spoken, under its own words.

Options with a label say their key themselves. What is written by hand drifts: an option moves to another key, and the sentence still
names the old one. Looked at are the prompts of questions, the sentences that follow an error, and the one that names 0, star and pound.
Where an option has `words`, the sentence that names its key must not hold another option's words instead of its own; nor may 0, star
and pound change places, or the keys for yes and no. Star and pound are called the same everywhere; `--fix` writes their names.

Evidence (D): design of this service; how it was found to drift is in its own history of faults.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.flow.fields import Words
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.list import List
from ivr.flow.nodes.menu import Menu
from ivr.flow.nodes.record import Record
from ivr.flow.nodes.say import Say
from ivr.flow.words import Part, Text, plain
from ivr.lint.pressed import Pressed, names_keys, pressed
from ivr.lint.rule import Menus
from ivr.lint.texts import Written
from ivr.spoken import LANGUAGES

ID = "spoken-keys"
LEVEL: Level = "error"
SETTING = None
ENTRY = frozenset("0*#")
"""Keys that work in an entry or a recording; digits are part of it."""
ANSWERS = frozenset("12")
EVERYWHERE = ("tail", "no_input_1", "no_input_2", "invalid_1", "invalid_2", "unclear_1", "unclear_2")
ASKED = {"confirm_speech": ANSWERS, "read_back": ANSWERS, "or_none": ENTRY}
FIELDS = ("prompt", "again", "item", "items", "tail", "options")


class Named(NamedTuple):
    """A key, and what callers call it."""

    key: str
    words: Words


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield keys named that do nothing, star and pound by other names, and options that no sentence names rightly."""
    for text in menus.texts:
        if not any(map(names_keys, text.texts.values())) or (alive := _alive(menus, text)) is None:
            continue
        for language, words in text.texts.items():
            for each in pressed(_with_facts(menus, words, language), _spoken(menus, language)):
                yield from _wrong(menus, text, language, each, alive)
    for name, node in menus.draft.nodes.items():
        by_hand = [Named(option.key, option.words) for option in getattr(node, "options", {}).values() if option.label is None]
        if by_hand:
            yield from _unspoken(menus, name, by_hand, _parts(node))
    yield from _swapped(menus)


def _wrong(menus: Menus, text: Written, language: str, each: Pressed, alive: frozenset[str]) -> Iterator[Found]:
    route = (*text.route, language)
    if each.key not in alive:
        what = f'"{each.words}" is named here, and that key does nothing'
        yield Found(route, what, "Name a key that works, or add an option.", quoting=each.words)
    name = LANGUAGES[_spoken(menus, language)].key(each.key)
    if each.words.lower() != name.lower():
        what = f'this key is called "{name}" everywhere else, and "{each.words}" here'
        yield Found(route, what, f'Write "{name}".', quoting=each.words, edit=name)


def _alive(menus: Menus, text: Written) -> frozenset[str] | None:
    """Give the keys that work where a text is heard; None where any may."""
    common = frozenset(menus.draft.hotline.keys)
    match text.route:
        case ("hotline", "fragments", str(name)) if name in EVERYWHERE:
            return common
        case ("hotline", "fragments", str(name)):
            return ASKED.get(name)
        case (str(file), "tail"):
            return _universals(menus, file)
        case (str(file), "nodes", str(node), str(field), *_) if field in FIELDS:
            own = _at(menus, f"{file}.{node}")
            return None if own is None else own | _universals(menus, file)
    return None


def _universals(menus: Menus, file: str) -> frozenset[str]:
    return frozenset(each.key for each in menus.draft.files[file].menu.universals if each.key is not None)


def _at(menus: Menus, name: str) -> frozenset[str] | None:
    """Give the keys that a node itself takes; None where its words are heard before another question."""
    node = menus.draft.nodes[name]
    match node:
        case Menu() | List():
            picks = len(node.from_.lines) if isinstance(node, Menu) and node.from_ is not None else 0
            return frozenset((*node.options, *map(str, range(1, picks + 1)), "#"))
        case Say(ending=str() as ending):
            return frozenset((*(option.key for option in menus.draft.hotline.endings[ending]), "#"))
        case Collect() | Record():
            return ENTRY
    return None


def _swapped(menus: Menus) -> Iterator[Found]:
    """Find keys that have changed places in a fragment."""
    answers, fragments = menus.draft.hotline.answers, menus.draft.hotline.fragments
    everywhere = [Named(name, each.words) for name, each in menus.draft.hotline.keys.items()]
    asked = [Named("1", answers.get("yes", {})), Named("2", answers.get("no", {}))]
    for fragment, named in (("tail", everywhere), ("confirm_speech", asked), ("read_back", asked)):
        for language, text in fragments[fragment].texts.items():
            said = list(_sentences(menus, text))
            for one in named:
                if other := _meant([words for key, words in said if key == one.key], one, named):
                    what = f"before the key {one.key} stands what the key {other.key} is called"
                    yield Found(("hotline", "fragments", fragment, language), what, "Change the keys.")


def _unspoken(menus: Menus, name: str, by_hand: list[Named], parts: tuple[Part, ...]) -> Iterator[Found]:
    for language in menus.draft.hotline.languages:
        said = [each for part in parts if language in part.texts for each in _sentences(menus, part.texts[language])]
        for option in by_hand:
            mine = [words for key, words in said if key == option.key]
            route = node_route(name, "options", option.key)
            if not mine:
                what = f"no sentence names the key {option.key} in {language}"
                yield Found(route, what, 'Name it in "prompt", or give the option a label.', True)
            elif other := _meant(mine, option, by_hand):
                what = f"before the key {option.key} stands in {language} what the option {other.key} is called"
                yield Found(route, what, "Change the keys in the prompt, or the options.", True)


def _sentences(menus: Menus, text: Text) -> Iterator[tuple[str, str]]:
    """Give each key that is named, with the words between it and the one before."""
    words, before = plain(text, [""] * len(text.holes)).lower(), 0
    for each in pressed(words, _spoken(menus, text.language)):
        yield each.key, words[before : each.start]
        before = each.end


def _meant(said: list[str], option: Named, options: list[Named]) -> Named | None:
    """Give the option whose phrases stand in all that is said of another, which has phrases and hears none of its own."""

    def is_in(each: Named, words: str) -> bool:
        return any(phrase.lower() in words for phrases in each.words.values() for phrase in phrases)

    if not said or not option.words or any(is_in(option, words) for words in said):
        return None
    return next((each for each in options if each is not option and all(is_in(each, words) for words in said)), None)


def _parts(node: object) -> tuple[Part, ...]:
    item = getattr(node, "item", None)
    return (*getattr(node, "prompt", ()), *getattr(node, "items", ()), *((item,) if item is not None else ()))


def _spoken(menus: Menus, language: str) -> str:
    return menus.draft.hotline.languages[language].spoken


def _with_facts(menus: Menus, text: str, language: str) -> str:
    """Fill in the facts, one of which may be a key."""
    facts: Mapping[str, Mapping[str, str]] = menus.draft.hotline.facts
    for name in facts if "{" in text else ():
        text = text.replace(f"{{{name}}}", facts[name][language])
    return text
