"""`ivr reports`: how long people waited, how many were answered, how many were helped."""

from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import click
from click.core import ParameterSource

from ivr.agents.figures import Rules
from ivr.agents.model import SECOND
from ivr.app import utc_now
from ivr.cli.local import settings
from ivr.cli.shown import format_option, shown
from ivr.compiler.problems import did_you_mean
from ivr.errors import IVRError
from ivr.flow.graph import Flow
from ivr.in_force import load_menus
from ivr.service.reports import NAMES, Report, Solved
from ivr.storage import open_store

DAY = click.DateTime(["%Y-%m-%d"])


class Choice(click.ParamType[Solved]):
    """A key of a menu."""

    name = "node=key"

    def convert(self, value: str | Solved, param: click.Parameter | None, context: click.Context | None) -> Solved:
        if isinstance(value, Solved):
            return value
        node, _, key = value.partition("=")
        if not node or not key:
            self.fail(f"{value!r} is not a choice; write for example solved.check=1", param, context)
        return Solved(node, key)


@click.command()
@click.option("--since", type=DAY, help="The first day, in the hotline's time.  [default: today]")
@click.option("--until", type=DAY, help="The last day, which counts too.  [default: the same as --since]")
@click.option(
    "--by", type=click.Choice(["all", *NAMES]), default="all", show_default=True, help="One block for all calls, and one for each of these."
)
@click.option("--within", type=click.FloatRange(min=0), default=20, show_default=True, help="The seconds of the service level.")
@click.option("--solved", type=Choice(), default="solved.check=1", show_default=True, help="The choice that says it is solved.")
@format_option
@click.pass_context
def reports(
    context: click.Context, *, since: datetime | None, until: datetime | None, by: str, within: float, solved: Solved, form: str
) -> None:
    """Tell the service figures of the calls that began on some days: waits, service level, talks, who was helped.

    Each figure stands beside the formula it was reckoned by. A call that was in several lines is one of each. What the hotline does not
    keep is no data, never zero. Reads the database that the settings of the web server name, and changes nothing.
    Exit code 0: told; 2: it cannot be.

    \b
    Examples:
      ivr reports
      ivr reports --since 2026-03-01 --until 2026-03-07 --by line
      ivr reports --by hour --format csv > today.csv
    """
    try:
        config = settings()
        flow = load_menus(config.menus, utc_now().date())
        if context.get_parameter_source("solved") is not ParameterSource.DEFAULT:
            _check(flow, solved)
        zone = ZoneInfo(flow.peaks.timezone)
        first = since.date() if since else utc_now().astimezone(zone).date()
        last = until.date() if until else first
        if last < first:
            raise click.UsageError(f"--until {last} is before {first}, the first day")
        rules = Rules(answer_within=round(within * SECOND))
        report = Report(_begin(first, zone), _begin(last + timedelta(days=1), zone), rules, solved, zone)
        with closing(open_store(config.database_url, config.secret_key.get_secret_value())) as store:
            store.ready()
            told = report.groups(store, by)
    except IVRError as error:
        click.echo(f"Cannot report: {error}", err=True)
        raise SystemExit(2) from None
    click.echo(shown(told, form))


def _check(flow: Flow, solved: Solved) -> None:
    """Refuse a choice that nobody can make in these menus."""
    keys = {name: options for name, node in flow.nodes.items() if (options := getattr(node, "options", None))}
    if solved.node not in keys:
        raise click.UsageError(f'--solved: no menu has the node "{solved.node}" with options. {did_you_mean(solved.node, keys)}')
    if solved.key not in keys[solved.node]:
        raise click.UsageError(f'--solved: "{solved.node}" has no option "{solved.key}". {did_you_mean(solved.key, keys[solved.node])}')


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
