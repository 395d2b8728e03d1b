"""`ivr peaks`: busy times of the calls that are kept, as `hotline.yaml` takes them."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from click.testing import CliRunner, Result

from ivr.calendar import WEEK
from ivr.cli import main
from ivr.storage import open_store
from ivr.storage.floor_records import OfferRow
from ivr.storage.records import CallRow, Entry
from tests.cli.installation import SECRET

SHANGHAI = ZoneInfo("Asia/Shanghai")
YESTERDAY = datetime.now(SHANGHAI).date() - timedelta(days=1)


def run() -> Result:
    return CliRunner().invoke(main, ["peaks", "--weeks", "1"])


def test_what_is_busy_is_printed_as_the_menus_take_it(url: str) -> None:
    ten = datetime.combine(YESTERDAY, time(10), SHANGHAI).astimezone(UTC)
    with open_store(url, SECRET).unit() as unit:
        for nth in range(10):
            sid, entry, at = f"CA{nth}", f"refund.zh.v1.{nth}", ten + nth * timedelta(minutes=3)
            unit.start_call(CallRow(sid, 1, "v1", "{}", "", "", "", "+15559990000", at), "[]")
            unit.join_queue(Entry(entry, sid, "refund", at, at, "zh", "{}"))
            unit.open_offer(OfferRow(sid, entry, "1024", at, at))
            unit.move_offer(sid, ["open"], "talking", at)
            unit.move_offer(sid, ["talking"], "over", at + timedelta(seconds=160))
    told = run()
    assert told.exit_code == 0, told.output
    *comments, peaks = told.stdout.splitlines()
    assert peaks == f'peaks: {{timezone: Asia/Shanghai, open: {{{WEEK[YESTERDAY.weekday()]}: "10:00-10:30"}}}}'
    assert all(line.startswith("# ") for line in comments)
    assert "10 calls in line, 180 s of an agent each" in comments[0]


def test_without_talks_nothing_is_told(url: str) -> None:
    told = run()
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith("Cannot tell: nobody talked to an agent from ")
