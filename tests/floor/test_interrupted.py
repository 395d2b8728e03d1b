"""Every sequence that docs/telephony.md tells step by step, interrupted at every step: nothing hangs, and nobody is forgotten.

To have a new sequence interrupted, write its table under a heading that ends in ", step by step", with each `→ /voice/...` and each
``⇒ `Resource` create`` or ``update`` in the order in which they come; and its story, `interrupted/<heading, with hyphens>.call`, in which
exactly that happens. The last agent of a story is a spare, who is rung only when something has gone wrong.

Steps count from the first time that the first of the table is taken. What can go wrong with each is in `OURS` and `THEIRS`; one of them is
tried by chance, the carrier settling what is open in one way or another; to soak, all of them in every way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache, partial
from math import inf
from random import Random
from typing import TypeVar

import pytest

from ivr.simulator import events
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.unsure import read_unsure
from tests.floor.disturbed import A_MOMENT, WITHIN_SECONDS, Asked, Interrupted, Kill, Watch, count, play
from tests.floor.sequences import STORIES, TABLES, Step
from tests.settled import COUNTS, DEFAULT, NAMES, SOAK, flip, ways

pytestmark = pytest.mark.long

OURS = ("killed before", "killed after", "lose", "fail", "refuse")
"""What can go wrong with a request of ours to the carrier."""
THEIRS = ("drop", "lose", "repeat", "overtake")
"""What can go wrong with a request of the carrier; besides, anybody may be gone right after it."""
STEPS = [step for steps in TABLES.values() for step in steps]
ALWAYS = {
    ("a-talk", "/voice/agent/answer"): ["repeat"],
    ("a-talk", "/voice/queue/left"): ["overtake"],
    ("a-talk", "/*/Calls.json"): ["lose"],
    ("a-talk", "/*/Members/*"): ["lose"],
    ("a-caller-who-leaves-a-talk", "/*/Calls/*"): ["lose"],
}
"""Tried each time: two accepts, the requests after a dequeue in the other order, a dial, a dequeue and a hang-up whose answers are lost."""
SURVEY = "How was the service"
T = TypeVar("T")


@cache
def story(table: str) -> str:
    return (STORIES / f"{table}.call").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What is asked in a story in which nothing goes wrong, which points, and who is on the line from when to when."""

    asked: list[Asked]
    points: set[str]
    people: list[tuple[str, float, float]]

    def has(self, name: str, at: float) -> bool:
        """Tell whether somebody is on the line."""
        return any(who == name and began <= at <= ended for who, began, ended in self.people)


@cache
def undisturbed(table: str, settled: str) -> Undisturbed:
    watch = play("", Interrupted, story(table), settled=settled)
    people = [(name, leg.began, inf if leg.ended is None else leg.ended) for name in watch.roles for leg in watch.legs_of(name)]
    return Undisturbed(watch.asked(), watch.points, people)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a step is taken: the time, and the how-many-eth request to its path that is, of all in the call."""

    at: float
    number: int


def moment(step: Step, settled: str) -> Moment | None:
    """Tell when a step is taken; None when it never is, as things are settled."""
    asked = undisturbed(step.table, settled).asked
    begun = next(first.at for each in TABLES[step.table] for first in _moments(asked, each)[:1])
    found = [each for each in _moments(asked, step) if each.at >= begun]
    return found[step.nth - 1] if len(found) >= step.nth else None


def _moments(asked: Sequence[Asked], step: Step) -> list[Moment]:
    to_path = [each for each in asked if fnmatchcase(each.path, step.path)]
    return [Moment(each.at, number) for number, each in enumerate(to_path, 1) if each.method == "POST"]


def what_may_go_wrong(step: Step) -> Sequence[str]:
    """List what can be tried with a step: anybody of the story may be gone, but for the spare."""
    parties = [part.name for part in read_transcript(story(step.table), step.table).parts]
    return OURS if step.is_ours else (*THEIRS, *(f"{name} is gone" for name in dict.fromkeys(parties[:-1])))


def disturb(step: Step, wrong: str, settled: str) -> Watch:
    """Play the story of a step with one thing that goes wrong as it is taken."""
    found = moment(step, settled)
    assert found is not None, f"{step} is never taken"
    worker, given, gone = Interrupted, "", ""
    match wrong.split():
        case ["killed", when]:
            worker = partial(Interrupted, kill=Kill(step.path, found.number, when))
        case [name, "is", "gone"]:
            gone = name
        case [fault]:
            given = f"given {'rest' if step.is_ours else 'fault'} {fault} {step.path} number {found.number}\n"
    watch = play(given, worker, story(step.table), found.at, gone, settled)
    assert count(watch.asked(), step.path) >= found.number, "nothing was disturbed"
    COUNTS["interrupted"] += 1
    return watch


def timeless(watch: Watch) -> list[events.Event]:
    """List what happened, but for how long this machine took to answer."""
    told = [(event, event.what) for event in watch.happened]
    return [replace(event, what=replace(what, ms=0)) if isinstance(what, events.Request) else event for event, what in told]


def can_go_wrong(step: Step, wrong: str, settled: str) -> bool:
    """Tell whether a step is ever taken, as things are settled, and whoever is to be gone right after it is on the line then."""
    found, who = moment(step, settled), wrong.removesuffix(" is gone")
    return found is not None and (who == wrong or undisturbed(step.table, settled).has(who, found.at + A_MOMENT))


def assert_ended_well(watch: Watch) -> None:
    """Nothing hangs, nobody is left alone or forgotten, rooms are as wished; who is on the line after `at` talks or is asked how it was."""
    assert watch.waiting == []
    assert watch.hanging == []
    assert watch.forgotten == []
    assert [what for what, seconds in watch.amiss.longest.items() if seconds > WITHIN_SECONDS] == []
    begun = watch.at or 0
    for name in [name for name, end in watch.ends("caller").items() if name not in watch.left and end > begun]:
        since = [event.what for event in watch.happened if event.leg == name and event.at >= begun]
        assert any(isinstance(what, events.Talk) or SURVEY in getattr(what, "text", "") for what in since), name


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that goes wrong with a step, how things are settled, and which points have been asked about with it."""

    wrong: str
    settled: str
    asked: set[str]


def cases(step: Step, seed: int) -> Iterator[Case]:
    """List what can go wrong with a step in every way; whoever plays a case adds to its points."""
    for wrong in what_may_go_wrong(step):
        asked = set(undisturbed(step.table, DEFAULT).points)
        for way in ways(asked, step.table, seed):
            if can_go_wrong(step, wrong, way):
                yield Case(wrong, way, asked)
            else:
                COUNTS["ways in which nothing can go wrong"] += 1


def drawn(each: Iterator[T], chance: str) -> Iterator[T]:
    """Give all to soak, else one."""
    return each if SOAK else iter([Random(chance).choice([*each])])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "some_table" in metafunc.fixturenames:
        chance = Random(metafunc.config.getoption("randomly_seed", 0))
        metafunc.parametrize("some_table", TABLES if SOAK else [chance.choice([*TABLES])])


def test_every_table_has_a_story() -> None:
    assert set(TABLES) == {file.stem for file in STORIES.glob("*.call")}


@pytest.mark.parametrize("table", TABLES)
def test_each_step_is_taken_in_every_way_but_for_the_action_of_a_dial_that_none_is_asked_for(table: str, seed: int) -> None:
    for way in ways(undisturbed(table, DEFAULT).points, table, seed):
        is_asked = read_unsure(way).dial_action_on_hangup
        for step in TABLES[table]:
            assert moment(step, way) is not None or (step.path == "/voice/agent/left" and not is_asked), f"{step} {way}"


def test_a_point_that_is_not_asked_about_changes_nothing(some_table: str) -> None:
    usual = play("", Interrupted, story(some_table))
    others = [name for name in NAMES if name not in usual.points]
    for name in others if SOAK else Random(some_table).sample(others, 2):
        flipped = play("", Interrupted, story(some_table), settled=flip(name))
        assert timeless(flipped) == timeless(usual), name
        assert flipped.worker.asked == usual.worker.asked, name


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_a_step_goes_wrong(step: Step, seed: int, subtests: pytest.Subtests) -> None:
    for case in drawn(cases(step, seed), f"{seed} {step}"):
        with subtests.test(wrong=case.wrong, settled=case.settled):
            watch = disturb(step, case.wrong, case.settled)
            case.asked.update(watch.points)
            assert_ended_well(watch)
    COUNTS["steps"] += 1


@pytest.mark.parametrize(("step", "wrong"), [(step, wrong) for step in STEPS for wrong in ALWAYS.get((step.table, step.path), ())], ids=str)
def test_a_step_goes_wrong_each_time(step: Step, wrong: str) -> None:
    assert_ended_well(disturb(step, wrong, DEFAULT))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("is_doubled", [False, True], ids=["one worker", "two workers do the same at once"])
def test_nothing_goes_wrong(table: str, is_doubled: bool, seed: int, subtests: pytest.Subtests) -> None:
    asked = set(undisturbed(table, DEFAULT).points)
    for way in drawn(ways(asked, table, seed), f"{table} {seed}"):
        with subtests.test(settled=way):
            watch = play("", partial(Interrupted, is_doubled=is_doubled), story(table), settled=way)
            asked |= watch.points
            assert_ended_well(watch)


def test_it_has_not_ended_well_when_nobody_came() -> None:
    watch = play("", Interrupted, story("a-talk").replace(" in en", " in zh"))
    with pytest.raises(AssertionError, match="Li"):
        assert_ended_well(watch)


def test_two_workers_on_postgresql_do_the_same_at_once(some_table: str, postgres_url: str) -> None:
    assert_ended_well(play("", partial(Interrupted, is_doubled=True), story(some_table), url=postgres_url))


def test_who_is_called_back_can_be_gone() -> None:
    step = next(step for step in TABLES["a-callback"] if step.path == "/voice/callback/answered")
    watch = disturb(step, "Home is gone", DEFAULT)
    assert watch.left == {"Li"}, "their leg has the name of who called"
    assert_ended_well(watch)


@pytest.mark.parametrize("gone", ["", "Li", "Ana"])
def test_what_is_never_told_of_rooms_and_ends_is_asked_for(gone: str) -> None:
    """Nobody tells who is in a room or whose call is over; somebody is gone once the caller is out of the line."""
    given = "".join(f"given fault drop {path}\n" for path in ("/voice/room", "/voice/status", "/voice/agent/status"))
    at = next(each.at for each in play(given, Interrupted, story("a-talk")).asked() if each.path == "/voice/talk")
    assert_ended_well(play(given, Interrupted, story("a-talk"), at, gone))
