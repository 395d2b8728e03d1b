"""How every question understands keys and speech: its own options, the universal keys and words, and doubt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ivr.flow.commands import Gather, Say, Words
from ivr.flow.decisions import Ask, Back, By, Decision, GoTo, Miss, Perform, Repeat, Up, Wait, Why
from ivr.flow.events import DigitsPressed, Event, NoInput, SpeechHeard
from ivr.flow.fields import Jump, Option, Universal
from ivr.flow.graph import Flow, Vocabulary
from ivr.flow.scene import Scene
from ivr.flow.state import SLOW
from ivr.flow.words import Part, plain
from ivr.speech import Phrase, Phrases

MOST_HINTS = 60
"""Phrases sent to the recogniser; the carrier takes 500 of 100 characters each."""
YES, NO = ANSWERS = (Option("1", Jump(), means="yes"), Option("2", Jump(), means="no"))
"""Yes on 1 and no on 2, with the common phrases of both: the options of "did you mean" and of a reading back."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An option or a universal choice the caller meant, and how it was told: a key is exact."""

    choice: Option | Universal
    by: By
    how: Literal["exact", "contained", "similar"] = "exact"

    @property
    def sure(self) -> bool:
        """Whether to do it without asking. Inside a sentence only an option counts, and a universal key that leads somewhere:
        "nothing else works" is no goodbye, but a person asked for in passing is a person asked for."""
        if self.how != "contained":
            return self.how == "exact"
        if isinstance(self.choice, Option):
            return not self.choice.careful
        return self.choice.key is not None and self.choice.jump.goto is not None


def listen(scene: Scene, options: Sequence[Option], *, timeout: int | None = None) -> Gather:
    """Describe a one-key question with these options. In the slow pace it waits longer."""
    timeout = timeout or scene.flow.timeout
    if scene.state.pace == SLOW:
        timeout = max(timeout, scene.flow.slow_timeout)
    return Gather(scene.state.language, timeout=timeout, hints=vocabulary(scene, options).hints)


def listen_in_passing(scene: Scene) -> Gather:
    """Describe the second after words that ask nothing, in which a key or a word still counts."""
    return Gather(scene.state.language, timeout=1, hints=vocabulary(scene, ()).hints)


def option_words(scene: Scene, options: Iterable[Option]) -> tuple[Words, ...]:
    """Give the spoken lines of the options, in order."""
    return scene.words(option.line for option in options if option.line is not None)


def understand(scene: Scene, options: Sequence[Option], event: Event) -> Decision | None:
    """Decide by key or speech among options and universals; None when the event is no such choice."""
    if "doubt" in scene.state.memo and isinstance(event, DigitsPressed | SpeechHeard | NoInput):
        return _settle(scene, options, event)
    hit = find(scene, options, event)
    return None if hit is None else decide(scene, hit)


def find(scene: Scene, options: Sequence[Option], event: Event) -> Hit | None:
    """Find what a key or words choose among options and universals."""
    match event:
        case DigitsPressed(digits):
            return by_key(scene, options, digits)
        case SpeechHeard(text):
            return _by_speech(scene, options, text)
    return None


def by_key(scene: Scene, options: Sequence[Option], digits: str) -> Hit | None:
    """Find what a key chooses: an option first, then a universal key."""
    choices: tuple[Option | Universal, ...] = (*options, *scene.flow.menu_of(scene.state.node).universals)
    return next((Hit(choice, "key") for choice in choices if choice.key == digits), None)


def _by_speech(scene: Scene, options: Sequence[Option], text: str) -> Hit | None:
    match = vocabulary(scene, options).phrases.match(text)
    if match is None:
        return None
    return Hit(_named(scene, options, match.key), "speech", match.how)


def _named(scene: Scene, options: Sequence[Option], key: str) -> Option | Universal:
    name = key[1:]
    if key.startswith("="):
        return next(option for option in options if option.key == name)
    return next(each for each in scene.flow.menu_of(scene.state.node).universals if each.name == name)


def decide(scene: Scene, hit: Hit) -> Decision:
    """Turn a hit into a decision; an unsure one asks "did you mean"."""
    if not hit.sure:
        prefix = "=" if isinstance(hit.choice, Option) else "+"
        name = hit.choice.key if isinstance(hit.choice, Option) else hit.choice.name
        return Ask(memo={**scene.state.memo, "doubt": f"{prefix}{name}"})
    return take(scene, hit.choice, hit.by)


def lead_out(scene: Scene, key: str) -> Decision | None:
    """Do what a universal key does where keys are no choice: after the star in a number, or in a recording."""
    hit = by_key(scene, (), key)
    return None if hit is None else take(scene, hit.choice, hit.by)


def take(scene: Scene, choice: Option | Universal, by: By) -> Decision:
    """Do what a choice says."""
    jump = choice.jump
    match jump.do:
        case "back":
            return Back()
        case "repeat":
            return Repeat()
        case "up":
            return Up(by, choice.key or choice.name)
        case "text":
            return Perform("calls.text", {"text": getattr(scene.flow.nodes[scene.state.node], "sms", None)})
    return GoTo(jump, by=by, key=choice.key or choice.name)


def vocabulary(scene: Scene, options: Sequence[Option]) -> Vocabulary:
    """Give what can be said to these options and the universals, in the caller's language; prepared once."""
    flow, node, language = scene.flow, scene.state.node, scene.state.language
    name = (node, language, "answers" if options is ANSWERS else ",".join(option.key for option in options))
    found = flow.vocabularies.get(name)
    if found is None:
        phrases = tuple(_all_phrases(flow, node, language, options))
        hints = ",".join(phrase.text for phrase in phrases[:MOST_HINTS])
        found = flow.vocabularies[name] = Vocabulary(Phrases(phrases, flow.languages[language].spoken), hints)
    return found


def _all_phrases(flow: Flow, node: str, language: str, options: Sequence[Option]) -> Iterable[Phrase]:
    for option in options:
        texts = [*option.words.get(language, ()), *flow.answers.get(option.means or "", {}).get(language, ())]
        if option.label is not None and (label := option.label.texts.get(language)) and not label.holes:
            texts.append(plain(label, ()))
        yield from (Phrase(f"={option.key}", text, option.careful) for text in texts)
    for universal in flow.menu_of(node).universals:
        yield from (Phrase(f"+{universal.name}", text) for text in universal.words.get(language, ()))


def doubt_question(scene: Scene, options: Sequence[Option]) -> Wait | None:
    """Give the "did you mean" question when the state is in doubt."""
    doubt = scene.state.memo.get("doubt")
    if doubt is None:
        return None
    choice = _named(scene, options, doubt)
    part = scene.flow.fragment("confirm_speech")
    text = part.texts[scene.state.language]
    name = _name_of(choice, scene)
    return Wait(listen(scene, ANSWERS), (Say(text, (name,)),), question=False)


def _name_of(choice: Option | Universal, scene: Scene) -> str:
    language = scene.state.language
    if isinstance(choice, Option) and choice.label is not None:
        label = choice.label.texts[language]
        name = plain(label, scene.fill(label))
        return name[:1].lower() + name[1:]
    means = choice.means if isinstance(choice, Option) else None
    phrases = (*choice.words.get(language, ()), *scene.flow.answers.get(means or "", {}).get(language, ()))
    return next(iter(phrases), choice.key or "")


def _settle(scene: Scene, options: Sequence[Option], event: Event) -> Decision:
    memo = {name: value for name, value in scene.state.memo.items() if name != "doubt"}
    doubted = _named(scene, options, scene.state.memo["doubt"])
    hit = find(scene, ANSWERS, event)
    if hit is None:
        return Miss(why_missed(event), memo=memo)
    if hit.choice is NO or not hit.sure or (hit.choice is YES and not _settles(hit, doubted)):
        return Miss("unclear", memo=memo)
    if hit.choice is not YES:
        return take(scene, hit.choice, hit.by)
    decision = take(scene, doubted, "speech")
    return replace(decision, memo=memo) if isinstance(decision, GoTo | Perform | Repeat) else decision


def _settles(yes: Hit, doubted: Option | Universal) -> bool:
    return yes.how == "exact" or not (isinstance(doubted, Option) and doubted.careful)


def missed(event: Event) -> Miss:
    """Tell what kind of error an event is that chose nothing."""
    return Miss(why_missed(event))


def why_missed(event: Event) -> Why:
    """Name the error."""
    match event:
        case NoInput():
            return "no_input"
        case SpeechHeard():
            return "unclear"
    return "invalid"


def tail_of(scene: Scene) -> Part:
    """Give the sentence that names 0, star and pound here."""
    return scene.flow.menu_of(scene.state.node).tail or scene.flow.fragment("tail")
