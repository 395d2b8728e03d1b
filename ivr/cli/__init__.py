"""The commands people type: arguments in, exit code out."""

from pkgutil import resolve_name

import click

COMMANDS = {
    "agent": "ivr.cli.agent:agent",
    "call": "ivr.cli.call:call",
    "doctor": "ivr.cli.doctor:doctor",
    "floor": "ivr.cli.floor:floor",
    "graph": "ivr.cli.graph:graph",
    "incident": "ivr.cli.incident:incident",
    "lint": "ivr.cli.lint:lint",
    "load": "ivr.cli.load:load",
    "migrate": "ivr.cli.migrate:migrate_command",
    "peaks": "ivr.cli.peaks:peaks",
    "phone": "ivr.cli.phone:phone",
    "prove": "ivr.cli.prove:prove",
    "purge": "ivr.cli.purge:purge",
    "recordings": "ivr.cli.recordings:recordings",
    "reports": "ivr.cli.reports:reports",
    "schema": "ivr.cli.schema:schema_command",
    "serve": "ivr.cli.serve:serve",
    "talk": "ivr.cli.talk:talk",
    "test": "ivr.cli.test:test",
    "wallet": "ivr.cli.wallet:wallet",
    "worker": "ivr.cli.work:worker",
}


class Commands(click.Group):
    """Knows where each command is, and loads only the one that is asked for: the web server's libraries are slow to load."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found: click.Command | None = resolve_name(COMMANDS[cmd_name]) if cmd_name in COMMANDS else None
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """A phone-menu service: YAML menus in, TwiML out.

    Begin with `ivr serve` for the whole hotline on this machine, or `ivr call` to ring it without one.
    """
