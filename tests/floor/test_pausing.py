"""The recording of a talk rests when its agent wishes it, and goes on: as the carrier has it, second by second, whatever is lost."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from itertools import groupby
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.app import utc_now
from ivr.cli import main
from ivr.errors import AgentError, CarrierError
from ivr.service.intents import Intents
from ivr.service.pausing import PAUSED_FOR
from ivr.service.talks import Talks
from ivr.simulator.faces.grammar import read_transcript
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.floor_records import OfferRow
from ivr.storage.sealed import Numbers
from ivr.trial.stage import begins, in_process, set_up
from tests.floor.talking import ENTRY, NOW, SECRET, begin_talk, kept, planned
from tests.floor.test_floor import MENUS, flow
from tests.recordings.test_calls import Met

STORIES = Path(__file__).parents[1] / "floor"
FAULTS = {
    "nothing goes wrong": "",
    "the answer to the pause is lost": "given rest lose /*/Recordings/Twilio.CURRENT.json number 1\n",
    "the carrier fails": "given rest fail /*/Recordings/Twilio.CURRENT.json number 1\n",
    "there are too many requests": "given rest refuse 2 /*/Recordings/Twilio.CURRENT.json number 1\n",
}


def heard(story: str, fault: str = "", **before: str) -> list[tuple[str, int]]:
    """Play a story and tell how the recording was, and for how many seconds each time; of deeds another is done before."""
    config = in_process(MENUS)
    text = (STORIES / f"{story}.call").read_text(encoding="utf-8").replace("\ncaller", f"\n{fault}caller", 1)
    for deed, other in before.items():
        text = text.replace(f"> desk {deed}", f"> desk {other}\n> desk {deed}", 1)
    script, over, seen = read_transcript(text, story), Met(config), list[str]()
    with closing(set_up(flow(), config, begins(script, flow()), script, over)) as stage:
        stage.clock.every(1, lambda: seen.extend(each.status for each in over.exchange.office.recordings.by_sid.values()))
        told = stage.play(script)
    assert told.mismatch is None, told.mismatch
    return [(status, len(list(times))) for status, times in groupby(seen)]


@pytest.mark.parametrize("case", FAULTS)
@pytest.mark.parametrize(("story", "least", "most"), [("pause-en", 10, 40), ("pause-zh", 120, 135)])
def test_it_rests_while_that_is_wished_and_no_longer(story: str, case: str, least: int, most: int) -> None:
    begun, paused, on, *_ = heard(story, FAULTS[case])
    assert [status for status, _ in (begun, paused, on)] == ["in-progress", "paused", "in-progress"]
    assert least <= paused[1] <= most


@pytest.mark.parametrize("before", [{"consult": "pause"}, {"hand": "pause"}, {"consult": "pause", "hand": "record"}], ids=str)
def test_it_goes_on_when_the_caller_is_left_to_somebody_else(before: dict[str, str]) -> None:
    told = [each for each in heard("hand-over-en", **before) if each[0] in ("in-progress", "paused")]
    assert all(seconds < 20 for status, seconds in told if status == "paused")
    assert told[-1][0] == "in-progress"
    assert told[-1][1] > 10, "until the second agent goes"


class Pausing:
    """A carrier that notes what it is asked to record, and refuses or does not answer as often as it is told to."""

    def __init__(self, *failures: int) -> None:
        self.asked, self.failures = list[bool](), list(failures)

    def conference(self, room: str) -> str:
        return "CF1"

    def pause(self, conference: str, is_paused: bool) -> None:
        assert conference == "CF1"
        self.asked.append(is_paused)
        if self.failures:
            raise CarrierError("it did not work", self.failures.pop(0))


def work(store: Store, lines: Pausing, seconds: float = 0, times: int = 1) -> None:
    for nth in range(times):
        now = NOW + timedelta(seconds=seconds + 2 * nth)
        Intents(store, lines, Numbers(SECRET), lambda: now, 1.0).work()  # type: ignore[arg-type]  # noqa: B023


def has_long_rested(store: Store, seconds: float) -> bool:
    with store.unit() as unit:
        return [talk.id for talk in unit.long_paused(NOW + timedelta(seconds=seconds) - PAUSED_FOR)] == ["o1"]


def test_who_asks_is_told_when_the_carrier_has_done_it(store: Store, talks: Talks) -> None:
    assert talks.is_paused("1024") is False
    talks.pause("1024")
    assert talks.is_paused("1024") is None
    work(store, lines := Pausing())
    assert talks.is_paused("1024") is True
    talks.record("1024")
    assert talks.is_paused("1024") is None
    work(store, lines)
    assert talks.is_paused("1024") is False
    assert lines.asked == [True, False]


def test_a_carrier_that_refuses_is_asked_three_times_and_who_asked_is_told(store: Store, talks: Talks) -> None:
    lines = Pausing(*[21220] * 9)
    talks.pause("1024")
    work(store, lines, times=9)
    assert lines.asked == [True] * 3
    assert talks.is_paused("1024") is False
    assert not kept(store, "o1").is_paused
    talks.pause("1024")
    lines.failures.clear()
    work(store, lines, seconds=60)
    assert talks.is_paused("1024") is True


def test_a_carrier_that_does_not_answer_is_asked_until_it_does(store: Store, talks: Talks) -> None:
    lines = Pausing(0, 0, 0, 0, 0)
    talks.pause("1024")
    work(store, lines, times=5)
    assert talks.is_paused("1024") is None
    work(store, lines, seconds=60)
    assert talks.is_paused("1024") is True


def test_two_minutes_begin_anew_with_each_wish(store: Store, talks: Talks) -> None:
    lines, whole = Pausing(), PAUSED_FOR.total_seconds()
    talks.pause("1024")
    assert not has_long_rested(store, 2 * whole), "the carrier has not been asked"
    work(store, lines)
    assert [has_long_rested(store, seconds) for seconds in (whole - 1, whole)] == [False, True]
    talks.pause("1024")
    work(store, lines, seconds=100)
    assert [has_long_rested(store, seconds) for seconds in (whole, whole + 99, whole + 100)] == [False, False, True]
    talks.record("1024")
    work(store, lines, seconds=110)
    assert not has_long_rested(store, 3 * whole)
    talks.pause("1024")
    assert not has_long_rested(store, 3 * whole), "it rests from when the carrier is asked"


@pytest.mark.parametrize("wished", [[], [Talks.pause], [Talks.pause, Talks.record]], ids=len)
def test_what_the_carrier_is_not_asked_any_more_is_asked_for_who_takes_the_call(
    store: Store, talks: Talks, wished: list[Callable[[Talks, str], None]]
) -> None:
    with store.unit() as unit:
        unit.open_offer(OfferRow("g1", ENTRY, "2001", NOW, NOW, state="talking", leg="CA3", role="guest", room="o1"))
    for wish in wished:
        work(store, Pausing())
        wish(talks, "1024")
    talks.hand_over("1024")
    assert (("pause", "g1") in planned(store)) == bool(wished)
    assert not kept(store, "g1").is_paused


def test_only_who_owns_the_talk_pauses_it(store: Store, talks: Talks) -> None:
    with pytest.raises(AgentError, match="agent 1025 is in no talk"):
        talks.pause("1025")
    assert talks.is_paused("1024") is False


@pytest.mark.parametrize(
    ("refusals", "code", "said"),
    [
        (0, 0, "The talk of agent 1024 is not recorded for two minutes.\n"),
        (3, 2, "The talk is still recorded: the carrier was asked to pause it and does not. Do not ask for anything secret now.\n"),
    ],
)
def test_who_types_it_waits_for_the_carriers_word(
    file_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, refusals: int, code: int, said: str
) -> None:
    settings = {"TWILIO_AUTH_TOKEN": "0123456789abcdef", "BASE_URL": "https://hotline.example"}
    settings |= {"SECRET_KEY": SECRET, "DATABASE_URL": file_url, "MENUS": str(MENUS)}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    done, lines = threading.Event(), Pausing(*[21220] * refusals)
    with closing(open_store(file_url, SECRET)) as store:
        begin_talk(store)

        def loop() -> None:
            for seconds in range(1000):
                work(store, lines, (utc_now() - NOW).total_seconds() + seconds)
                if done.wait(0.05):
                    return

        with ThreadPoolExecutor(1) as threads:
            worker = threads.submit(loop)
            told = CliRunner().invoke(main, ["talk", "1024", "pause"])
            done.set()
        worker.result()
    assert (told.exit_code, told.output) == (code, said)
