"""What staff may switch on; what would not help a caller is refused with what to do."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.compiler.compile import compile_folder
from ivr.errors import SwitchError
from ivr.service.actions import DECLARATIONS
from ivr.service.switching import Staff
from ivr.storage import open_store

SMALL = Path(__file__).parent / "menus"
TEN_IN_SHANGHAI = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
WORDS = ("en=transfers", "zh=转账")

MISSING = 'the words in {} are missing: callers of every language are to hear it. Write for example: en="..." zh="..."'
PASSED = (
    "2026-03-02 09:59 has passed: it is 2026-03-02 10:00 in Asia/Shanghai. "
    "Write the day too, such as 2026-03-02T12:00, if it is another day's."
)
NO_TIME = '"{}" is not a time. Write 18:00 for today, or 2026-03-02T12:00, in the time of Asia/Shanghai.'
TOO_LONG = "callers would hear about {} seconds of this in zh, and {} are the most. Shorten it."
HALF = 'en="We upgrade tonight" is not a whole sentence. End it with a full stop, so that a pause is heard.'
REFUSED = [
    ("incident", ("en=transfers",), "18:00", MISSING.format("zh")),
    ("incident", ("en=transfers", "zh= "), "18:00", MISSING.format("zh")),
    ("incident", (), "18:00", MISSING.format("en and zh")),
    ("incident", ("transfers",), "18:00", '"transfers" names no language. Write for example: en="..." zh="..."'),
    ("incident", (*WORDS, "cn=转账"), "18:00", '"cn" is not a language of this hotline. There are: en, zh.'),
    ("incident", (*WORDS, "en=again"), "18:00", "en is given twice. Put words with spaces in quotes."),
    ("incident", ("en=trans\x07fers", "zh=转账"), "18:00", "the words in en hold a character that cannot be spoken. Type them again."),
    ("incident", ("en=transfers", "zh=" + "转账" * 11), "18:00", TOO_LONG.format(6, 5)),
    ("incident", WORDS, "09:59", PASSED),
    ("incident", WORDS, "2026-03-09T10:01", "2026-03-09 10:01 is more than 7 days away. What lasts longer belongs in the menus."),
    ("incident", WORDS, "noon", NO_TIME.format("noon")),
    ("incident", WORDS, "2026-03-03", NO_TIME.format("2026-03-03")),
    ("incident", WORDS, "2026-02-30T12:00", NO_TIME.format("2026-02-30T12:00")),
    ("announcement", ("en=We upgrade tonight", "zh=今晚升级。"), "18:00", HALF),
    ("announcement", ("en=Yes.", "zh=" + "今晚升级" * 20 + "。"), "18:00", TOO_LONG.format(21, 20)),
    ("closure", "refnd", "18:00", '"refnd" is not a queue of these menus. Did you mean "refund"?'),
]


@pytest.fixture(scope="module")
def staff() -> Staff:
    return Staff(compile_folder(SMALL, DECLARATIONS), TEN_IN_SHANGHAI, "ana")


@pytest.fixture
def unit():
    store = open_store("sqlite:///:memory:", "a secret key for tests")
    with store.unit() as unit:
        yield unit
    store.close()


@pytest.mark.parametrize(("kind", "words", "until", "said"), REFUSED)
def test_what_would_not_help_callers_is_refused_and_changes_nothing(staff, unit, kind, words, until, said):
    with pytest.raises(SwitchError) as refused:
        staff.turn_on(unit, getattr(staff, kind)(words, until))
    assert str(refused.value) == said
    assert unit.switches(staff.now) == []


UNTIL = [
    ("18:00", datetime(2026, 3, 2, 10, tzinfo=UTC)),
    ("2026-03-03T08:30", datetime(2026, 3, 3, 0, 30, tzinfo=UTC)),
    ("2026-03-03 8:30", datetime(2026, 3, 3, 0, 30, tzinfo=UTC)),
    ("2026-03-09T10:00", datetime(2026, 3, 9, 2, tzinfo=UTC)),
]


@pytest.mark.parametrize(("written", "moment"), UNTIL)
def test_an_end_is_of_today_or_of_a_day_in_the_hotlines_time(staff, written, moment):
    assert staff.incident(WORDS, written).until == moment


def test_the_same_turned_on_again_gets_the_new_end(staff, unit):
    for switch in (staff.incident(WORDS, "12:00"), staff.closure("refund", "12:00"), staff.incident(WORDS[::-1], "18:00")):
        staff.turn_on(unit, switch)
    staff.turn_on(unit, staff.closure("supervisor", "12:00"))
    closures = [each.queue for each in unit.switches(staff.now) if each.kind == "closure"]
    (incident,) = [each for each in unit.switches(staff.now) if each.kind == "incident"]
    assert closures == ["refund", "supervisor"]
    assert incident.until == datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_all_announcements_together_are_bounded(staff, unit):
    twelve_seconds = ("en=" + "We upgrade tonight. " * 8, "zh=" + "今晚升级。" * 8)
    staff.turn_on(unit, staff.announcement(twelve_seconds, "12:00"))
    staff.turn_on(unit, staff.announcement(twelve_seconds, "18:00"))
    with pytest.raises(SwitchError, match=r"about 23 seconds of this in en, and 20 are the most. Shorten it, or turn another off\."):
        staff.turn_on(unit, staff.announcement(("en=" + "We upgrade tonight. " * 8, "zh=今晚。"), "12:00"))
    assert len(unit.switches(staff.now)) == 1
