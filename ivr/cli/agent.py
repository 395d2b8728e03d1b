"""`ivr agent`: who answers calls, and whether they are ready."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from secrets import randbelow
from zoneinfo import ZoneInfo

import click

from ivr.agents.model import Level
from ivr.app import utc_now
from ivr.cli.local import settings
from ivr.compiler.compile import compile_folder
from ivr.errors import IVRError
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from ivr.service.staffing import AWAY, LEVELS, READY, Staffing
from ivr.service.standing import WRITING, standing
from ivr.service.wrapups import DISPOSITIONS, WrapUps
from ivr.storage import open_store, read_url
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import AgentRow
from ivr.storage.sealed import Numbers


@click.group(invoke_without_command=True)
@click.pass_context
def agent(context: click.Context) -> None:
    """Say who answers calls, and whether they are ready.

    Without a command, lists all agents: what each does, since when, and who stands above an agent. `ivr worker` rings the telephone of one
    who is ready when somebody waits whom they can help; they hear whose call it is and press 1 to take it. An agent without a telephone
    answers by browser. Whoever does not answer is away until made ready again. Reads the settings of the web server, and tells which
    database they name. Exit code 0: done; 2: it cannot be done, and nothing was changed.

    \b
    Examples:
      ivr agent add 1024 +8613800138000 --skills refund,payment --languages zh,en
      ivr agent ready 1024
      ivr agent away 1024
      ivr agent outside card-centre +8610000000 --language zh
      ivr agent wrote 1024 solved "refund arrived"
    """
    if context.invoked_subcommand is None:
        with _on_floor():
            pass  # only the list


@agent.command()
@click.argument("staff", metavar="STAFF_NUMBER")
@click.argument("telephone", default="")
@click.option("--skills", required=True, metavar="SKILL,...", help="What they can help with, what they do best first.")
@click.option("--languages", required=True, metavar="LANGUAGE,...", help="What they speak, their own first.")
@click.option("--level", type=click.Choice(list(LEVELS)), default="agent", show_default=True, help="How high a call for them may be.")
def add(staff: str, telephone: str, skills: str, languages: str, level: str) -> None:
    """Add an agent, who is away at first; or change what is known of one.

    Without a TELEPHONE they answer by browser. No two people have the same one.
    """
    with _on_floor() as (staffing, unit):
        staffing.add(unit, staff, telephone, skills.split(","), languages.split(","), level)


@agent.command()
@click.argument("name")
@click.argument("telephone")
@click.option("--language", required=True, help="What they are spoken to in.")
def outside(name: str, telephone: str, language: str) -> None:
    """Let agents ask somebody outside into a talk, by this NAME: `ivr talk 1024 consult NAME`. No other number can be rung from one."""
    with _on_floor() as (staffing, unit):
        staffing.add_outside(unit, name, telephone, language)


@agent.command()
@click.argument("staff", metavar="STAFF_NUMBER")
def ready(staff: str) -> None:
    """Let calls come to an agent."""
    with _on_floor() as (staffing, unit):
        staffing.turn(unit, staff, READY)


@agent.command()
@click.argument("staff", metavar="STAFF_NUMBER")
def away(staff: str) -> None:
    """Let no more calls come to an agent; a talk goes on."""
    with _on_floor() as (staffing, unit):
        staffing.turn(unit, staff, AWAY)


@agent.command()
@click.argument("staff", metavar="STAFF_NUMBER")
@click.argument("disposition", type=click.Choice(DISPOSITIONS))
@click.argument("note")
@click.option("--case", "number", default="", metavar="NUMBER", help="The case of the caller that it was about, if not one of this call.")
@click.option("--solution", default="", help="What to tell the caller of a complaint, who is asked to mark it.")
def wrote(staff: str, disposition: str, note: str, number: str, solution: str) -> None:
    """Keep what an agent writes of their last talk, and make them free for the next.

    The case that the talk was about is then so, and the caller is told by text. A talk that was about none has one of its own, unless
    nothing came of it.
    """
    with _opened() as (store, flow, _):
        case = WrapUps(store, flow, utc_now, randbelow).write(staff, disposition, note, number, solution)
        click.echo(f"Case {case.number} is {case.state}." if case else "It is written down.")


@contextmanager
def _on_floor() -> Iterator[tuple[Staffing, Unit]]:
    """Open the store of these settings for one change, then list the agents."""
    with _opened() as (store, flow, numbers):
        with store.unit() as unit:
            yield Staffing(flow, numbers, utc_now()), unit
            told = [_told(each, unit, flow) for each in unit.agents()]
        click.echo("\n".join(told) or "There are no agents.")


def _told(agent: AgentRow, unit: Unit, flow: Flow) -> str:
    offer = unit.offer_to(agent.id)
    stands, asked = standing(agent, offer, utc_now()), unit.consult(offer.id) if offer else None
    wish = f"  {asked.level} asked for: {asked.state}" if asked else ""
    when = "until" if stands.state == WRITING else "since"
    at = stands.at.astimezone(ZoneInfo(flow.peaks.timezone))
    told = f"{agent.id:>10}  {stands.state:<7}  {when} {at:%Y-%m-%d %H:%M:%S}  {agent.by:<9}  {agent.skills}  {agent.languages}"
    level = f"  {Level(agent.level).name.lower()}" if agent.level > Level.AGENT else ""
    return f"{told}{level}{wish}"


@contextmanager
def _opened() -> Iterator[tuple[Store, Flow, Numbers]]:
    """Open the store of these settings, and their menus. What cannot be done is said and changes nothing."""
    database = ""
    try:
        config = settings()
        database = f"The database is {read_url(config.database_url).render_as_string()}"
        secret = config.secret_key.get_secret_value()
        flow = compile_folder(config.menus, DECLARATIONS)
        with closing(open_store(config.database_url, secret)) as store:
            store.ready()
            yield store, flow, Numbers(secret)
    except IVRError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None
    finally:
        if database:
            click.echo(database, err=True)
