"""How every question understands keys and speech: its own options, the universal keys and words, and doubt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ivr.flow.commands import Gather, Say, Words
from ivr.flow.decisions import Ask, Back, By, Decision, GoTo, Miss, Perform, Repeat, Up, Wait, Why
from ivr.flow.events import DigitsPressed, Event, NoInput, SpeechHeard
from ivr.flow.fields import Jump, Option, Universal
from ivr.flow.graph import Flow, Vocabulary
from ivr.flow.scene import Scene
from ivr.flow.words import Part, plain
from ivr.speech import Match, Phrase, Phrases

MOST_HINTS = 60
"""Phrases sent to the recogniser; the carrier takes 500 of 100 characters each."""
ANSWERS = (Option("1", Jump(), means="yes"), Option("2", Jump(), means="no"))
"""Yes on 1 and no on 2, with the common phrases of both: the options of "did you mean" and of a reading back."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An option or a universal choice the caller meant, and how surely."""

    choice: Option | Universal
    by: By
    sure: bool = True


def listen(scene: Scene, options: Sequence[Option], *, timeout: int | None = None) -> Gather:
    """Describe a one-key question with these options."""
    return Gather(scene.state.language, timeout=timeout or scene.flow.timeout, hints=vocabulary(scene, options).hints)


def option_words(scene: Scene, options: Iterable[Option]) -> tuple[Words, ...]:
    """Give the spoken lines of the options, in order."""
    return scene.words(option.line for option in options if option.line is not None)


def understand(scene: Scene, options: Sequence[Option], event: Event) -> Decision | None:
    """Decide by key or speech among options and universals; None when the event is no such choice."""
    if "doubt" in scene.state.memo and isinstance(event, DigitsPressed | SpeechHeard | NoInput):
        return _settle(scene, options, event)
    match event:
        case DigitsPressed(digits):
            hit = by_key(scene, options, digits)
        case SpeechHeard(text):
            hit = by_speech(scene, options, text)
        case _:
            return None
    return None if hit is None else _decide(scene, hit)


def by_key(scene: Scene, options: Sequence[Option], digits: str) -> Hit | None:
    """Find what a key chooses: an option first, then a universal key."""
    choices: tuple[Option | Universal, ...] = (*options, *scene.flow.menu_of(scene.state.node).universals)
    return next((Hit(choice, "key") for choice in choices if choice.key == digits), None)


def by_speech(scene: Scene, options: Sequence[Option], text: str) -> Hit | None:
    """Find what spoken words choose. A hit that is only similar, or not exact on a careful option, is not sure."""
    match = vocabulary(scene, options).phrases.match(text)
    if match is None:
        return None
    choice = _named(scene, options, match.key)
    return Hit(choice, "speech", _is_sure(match, choice))


def _is_sure(match: Match, choice: Option | Universal) -> bool:
    careful = isinstance(choice, Option) and choice.careful
    return match.how == "exact" or (match.how == "contained" and not careful)


def _named(scene: Scene, options: Sequence[Option], key: str) -> Option | Universal:
    name = key[1:]
    if key.startswith("="):
        return next(option for option in options if option.key == name)
    return next(each for each in scene.flow.menu_of(scene.state.node).universals if each.name == name)


def _decide(scene: Scene, hit: Hit) -> Decision:
    """Turn a hit into a decision; an unsure one asks "did you mean"."""
    if not hit.sure:
        prefix = "=" if isinstance(hit.choice, Option) else "+"
        name = hit.choice.key if isinstance(hit.choice, Option) else hit.choice.name
        return Ask(memo={**scene.state.memo, "doubt": f"{prefix}{name}"})
    return take(scene, hit.choice, hit.by)


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
        found = flow.vocabularies[name] = Vocabulary(Phrases(phrases, language), hints)
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
    answer = understand(replace(scene, state=replace(scene.state, memo={})), ANSWERS, event)
    match answer:
        case GoTo(Jump(goto=None, do=None), key="1"):
            decision = take(scene, _named(scene, options, scene.state.memo["doubt"]), "speech")
            return replace(decision, memo=memo) if isinstance(decision, GoTo | Perform | Repeat) else decision
        case GoTo(Jump(goto=None, do=None), key="2"):
            return Miss("unclear", memo=memo)
        case None:
            return Miss(why_missed(event), memo=memo)
        case Ask():
            return Miss("unclear", memo=memo)
    return answer


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
