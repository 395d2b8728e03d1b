"""What is said before a talk: to the agent whose call it is, and to the caller whom they speak to and that it is recorded; when the agent
is lost; and, in the talk, what came of an agent's wish.

The words are fragments of the hotline; one it does not have is not said.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ivr.flow.commands import Say
from ivr.flow.fields import Option
from ivr.flow.graph import Flow, file_of
from ivr.flow.words import plain
from ivr.service.offers import NOBODY, OWNER
from ivr.spoken import say
from ivr.storage.floor_records import OUTSIDE

LAST_DIGITS = 4
TOPIC = "topic"
"""The slot in which the menus keep what a call is about."""
PROBLEM_SECONDS = 6
"""So much of what a caller said is told to an agent, who has little more than that until the offer is over; our judgement."""


def whisper(
    flow: Flow, queue: str, story: Mapping[str, Any], language: str, *, is_at_home: bool = False, role: str = OWNER, staff: str = ""
) -> tuple[Say, ...]:
    """Tell an agent, in one of their languages, who calls whom, about what, how well they are known, which order, what was tried, how
    often they called before, and the keys; in the caller's own words and language what they said; and whether the caller is yet to be
    called, or who asks them into a talk, or is listened to. Who is outside hears only that.
    """
    language = language if language in flow.languages else next(iter(flow.languages))
    order = str(story.get("order") or story.get("matter_order") or "")
    spoken, title = _language(flow, str(story.get("language")), language), _title(flow, queue, language)
    if role == OUTSIDE:  # who calls, and about what, is for agents
        return tuple(each for each in (said(flow, language, "whisper.outside", staff), said(flow, language, "whisper.keys")) if each)
    says = [said(flow, language, f"whisper.{role}", staff)] if role != OWNER else []
    says.append(said(flow, language, "whisper.caller", spoken, title))
    if chosen := _chosen(flow, story.get("path", ()), language):
        says.append(said(flow, language, "whisper.chosen", chosen))
    if problem := str(story.get("problem") or ""):
        says.append(_problem(flow, str(story.get("language")), language, problem))
    level = _word(flow, f"identity.{story.get('identity') or 'none'}", language)
    says.append(said(flow, language, "whisper.identity", level) if level else None)
    if order.isdecimal():
        says.append(said(flow, language, "whisper.order", order[-LAST_DIGITS:]))
    if story.get("tried"):
        says.append(said(flow, language, "whisper.tried"))
    says += [said(flow, language, f"whisper.{name}", story[name]) for name in ("cases", "history") if story.get(name)]
    if is_at_home:
        says.append(said(flow, language, "whisper.callback"))
    says.append(said(flow, language, "whisper.keys"))
    return tuple(each for each in says if each is not None)


def news(flow: Flow, what: str, story: Mapping[str, Any], language: str) -> tuple[Say, ...]:
    """Tell an agent, in their language, that nobody comes whom they asked for, or else how well the caller is known by now."""
    language = language if language in flow.languages else next(iter(flow.languages))
    level = _word(flow, f"identity.{story.get('identity') or 'none'}", language)
    words = said(flow, language, "talk.nobody") if what == NOBODY else said(flow, language, "whisper.identity", level)
    return (words,) if words else ()


def notice(flow: Flow, staff: str, language: str) -> tuple[Say, ...]:
    """Tell a caller who is coming, and that the talk is recorded."""
    words = said(flow, language, "talk.notice", staff) if staff.isdecimal() else None
    return (words,) if words else ()


def lost(flow: Flow, language: str) -> tuple[Say, ...]:
    """Tell a caller that the line to the agent broke, and that they are put through at once."""
    words = said(flow, language, "talk.lost")
    return (words,) if words else ()


def said(flow: Flow, language: str, name: str, *values: str) -> Say | None:
    """Say a fragment of the hotline; None when it has none of that name."""
    part = flow.parts.get(f"hotline.{name}")
    if part is None:
        return None
    text, manner = part.texts[language], flow.languages[language].spoken
    return Say(text, tuple(say(hole.kind, value, manner) for hole, value in zip(text.holes, values, strict=True)))


def _language(flow: Flow, spoken: str, told: str) -> str:
    return _word(flow, f"language.{spoken}", told) or spoken


def _word(flow: Flow, name: str, language: str) -> str:
    part = flow.parts.get(f"hotline.{name}")
    return plain(part.texts[language], ()) if part else ""


def _problem(flow: Flow, spoken: str, told: str, problem: str) -> Say | None:
    """Tell what the caller said, as they said it: who takes the call speaks their language."""
    language = spoken if spoken in flow.languages else told
    most = flow.languages[language].per_second * PROBLEM_SECONDS
    return said(flow, language, "whisper.problem", problem if len(problem) <= most else f"{problem[:most]}...")


def _title(flow: Flow, queue: str, language: str) -> str:
    return plain(flow.queues[queue].title.texts[language], ()) if queue in flow.queues else queue


def matter(flow: Flow, queue: str, path: Sequence[str], language: str) -> str:
    """Say within a sentence what a call is about: the last choice on its path that names it, or else which queue."""
    said = _chosen(flow, path, language) or _title(flow, queue, language)
    return said[:1].lower() + said[1:]


def _chosen(flow: Flow, path: Sequence[str], language: str) -> str:
    """Give the label of the last choice on the way that has one and is more than a way to people."""
    for step in reversed(path):
        node, _, key = step.rpartition(":")
        option = getattr(flow.nodes.get(node), "options", {}).get(key)
        if option is not None and option.label is not None and not _only_leads_to_people(flow, node, option):
            return plain(option.label.texts[language], ())
    return ""


def _only_leads_to_people(flow: Flow, node: str, option: Option) -> bool:
    """Tell a choice of how, where or when people are reached from one that also says what about."""
    leads = file_of(node) in flow.near_people or file_of(option.jump.goto or "") == file_of(flow.give_up.goto or "")
    return leads and TOPIC not in option.jump.set
