"""What calls cover is counted, what they do not is listed with a ready call, and written with what is heard in it."""

import re
import resource
import shutil
import time
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main
from ivr.proof.explore import explore
from ivr.trial import writing
from ivr.trial.coverage import Coverage, Covering
from ivr.trial.items import KINDS, PROMISED, Item
from ivr.trial.suite import Verdict, attempt, attempt_all, compiled, find
from ivr.trial.tours import Tours

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "menus"
SMALL = ROOT / "tests" / "service" / "menus"
CALLER = "caller +15550001111\n"
CORES, MOST_SECONDS = 2, 40
"""For as long as that all calls may be played on so many cores."""
SAMPLES, MOST_SECONDS_A_CALL = 12, 1.0
"""So many ready calls are sought, in no more than that each, and played."""


@pytest.fixture
def menus(tmp_path: Path) -> Path:
    """A small hotline beside which no calls stand yet."""
    shutil.copytree(SMALL, tmp_path / "menus")
    (tmp_path / "menus" / "tests").mkdir()
    return tmp_path / "menus"


@pytest.fixture(scope="module")
def of_small() -> frozenset[Item]:
    """All that calls of the small hotline can cover."""
    return Covering(explore(compiled(SMALL))).coverable


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["test", *map(str, words)])


COVERED = [
    ("an option by its key", "> 1\n", {("option", "main.main", "1")}),
    ("an option by words", "> say order\n", {("option", "main.main", "1")}),
    ("a universal key, which is no option of the question", "> 0\n", {
        ("outcome", "people.look", "open"), ("outcome", "people.refund", "joined"),
    }),
    ("silence", "> ~\n", {("retry", "main.main", "no_input")}),
    ("a key that does nothing", "> 9\n", {("retry", "main.main", "no_match")}),
    ("words that mean nothing", "> say xyzzy\n", {("retry", "main.main", "unclear")}),
    ("an entry, and one of the wrong length", "> 1\n> 12#\n> 12345678#\n", {
        ("option", "main.main", "1"), ("retry", "main.order", "no_match"), ("option", "main.order", "#"),
    }),
    ("what an action answered", "> 4\n", {
        ("option", "main.main", "4"), ("outcome", "main.report", "opened"), ("outcome", "main.filed", "queued"),
    }),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "covered"), [case[1:] for case in COVERED], ids=[case[0] for case in COVERED])
def test_a_call_covers_what_its_caller_did_and_what_came_of_it(
    menus: Path, lines: str, covered: set[tuple[str, str, str]], of_small: frozenset[Item]
) -> None:
    (menus / "tests" / "a.call").write_text(f"{CALLER}{lines}> hang up\n")
    found = attempt(menus / "tests" / "a.call").covered
    assert {(item.kind, item.place, item.what) for item in found if item.kind in ("option", "retry", "outcome")} == covered
    assert found <= of_small


def test_a_call_covers_the_question_at_which_it_was_hung_up_and_the_queue_that_was_closed(menus: Path) -> None:
    (menus / "tests" / "a.call").write_text(f"given closed refund until 12:00\n{CALLER}> 2\n> hang up\n")
    found = attempt(menus / "tests" / "a.call").covered
    assert {Item("queue", "en", "refund", "closed"), Item("hang-up", "en", "people.record", "hung up")} <= found


@pytest.mark.parametrize("item", [Item("option", "en", "form.sure", "1"), Item("hang-up", "en", "form.sure", "hung up")], ids=str)
def test_what_is_missing_is_listed_with_a_ready_call_that_covers_it(menus: Path, item: Item) -> None:
    (menus / "tests" / "a.call").write_text(f"{CALLER}> 6\n")
    told = run(menus, "--coverage", "--kind", item.kind)
    assert told.exit_code == 1
    _, found, after = told.stdout.partition(f"missing: {item.kind} {item}\n")
    ready = after.partition("\n\n")[0]
    assert found
    assert "#" not in ready.partition("\n")[2]  # six digits are whole: the next question would hear a pound after them
    (menus / "tests" / "b.call").write_text(ready)
    assert item in attempt(menus / "tests" / "b.call").covered
    assert "option en main.main 6" not in told.stdout


def test_each_language_has_ready_calls_of_what_is_missing_and_the_rest_is_led_to_calls_that_are_written(menus: Path) -> None:
    (menus / "tests" / "a.call").write_text(f"{CALLER}> 6\n")
    told = run(menus, "--coverage")
    ready, _, others = told.stdout.partition("missing too, ")
    blocks = [block.split("\n", 1) for block in ready.split("\nmissing: ")[1:]]
    assert {language: sum(language in head.split() for head, _ in blocks) for language in ("en", "zh")} == {"en": 5, "zh": 5}
    assert all("\ncaller " in f"\n{call}" for _, call in blocks)
    count, _, listed = others.partition("; `ivr test --write-missing` writes calls for them")
    assert int(count) == len(listed.splitlines()) - 1 > 0
    for step in ("Playing calls: 1 ...", "Finding all that calls can cover ...", "Finding calls for what is missing: 10 ..."):
        assert step in told.stderr.splitlines()


def test_a_call_that_is_told_the_number_of_its_ticket_is_written_alike_each_time(menus: Path) -> None:
    planned = f"given time 2026-03-02 10:00\n{CALLER}> 4\n"
    [first, second] = [writing.record(planned, menus).text for _ in range(2)]
    assert re.search(r"^< Your reference is [a-z ,-]+\.$", first, re.MULTILINE)
    assert first == second


def test_calls_that_are_written_cover_everything_and_hold_the_words(menus: Path) -> None:
    kinds = [word for kind in KINDS if kind not in ("hours", "hang-up") for word in ("--kind", kind)]
    told = run(menus, "--write-missing", *kinds)
    assert told.exit_code == 0, told.output
    written = sorted((menus / "tests" / "proved").glob("*.call"))
    assert f"{len(written)} calls written" in told.stderr
    again = run(menus, "--coverage", *kinds)
    assert (again.exit_code, "went as written" in again.stderr) == (0, True)
    edited = menus.with_name("edited")
    shutil.copytree(menus, edited)
    (edited / "main.yaml").write_text((edited / "main.yaml").read_text().replace("en: Welcome.", "en: Good day."))
    assert run(edited).exit_code == 1
    assert run(edited, "--write-missing", *kinds).exit_code == 0
    assert run(edited).exit_code == 0


@pytest.fixture(scope="module")
def shipped() -> Covering:
    """All that calls of the shipped menus can come to."""
    return Covering(explore(compiled(SHIPPED)))


@pytest.fixture(scope="module")
def played() -> tuple[list[Verdict], float]:
    """How the shipped calls went, and the seconds of the cores that it took."""
    before = played_seconds()
    return list(attempt_all(find([SHIPPED]), CORES)), played_seconds() - before


def test_the_shipped_calls_go_as_written_in_time_and_nothing_promised_is_missing(
    shipped: Covering, played: tuple[list[Verdict], float]
) -> None:
    verdicts, seconds = played
    assert [verdict.slip for verdict in verdicts if verdict.slip] == []
    assert seconds < MOST_SECONDS * CORES
    covered = frozenset[Item]().union(*(verdict.covered for verdict in verdicts))
    told = Coverage(shipped.coverable, covered)
    assert [f"{item.kind} {item}" for item in told.missing if item.kind in PROMISED] == []


def test_what_one_shipped_call_alone_covers_has_a_ready_call_when_that_is_taken_away(
    shipped: Covering, played: tuple[list[Verdict], float], tmp_path: Path
) -> None:
    shutil.copytree(SHIPPED, tmp_path / "menus", ignore=shutil.ignore_patterns("*.call"))
    times = Counter(item for verdict in played[0] for item in verdict.covered)
    alone = sorted(item for item, covered in times.items() if item.kind in PROMISED and covered == 1)
    tours, file = Tours(shipped), tmp_path / "menus" / "tests" / "ready.call"
    began = time.process_time()
    for item in alone[:: len(alone) // SAMPLES]:
        file.write_text(writing.ready(tours, item, SHIPPED))
        assert item in attempt(file).covered, item
    assert time.process_time() - began < SAMPLES * MOST_SECONDS_A_CALL


def played_seconds() -> float:
    """What the processes that play calls have used of the cores."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
