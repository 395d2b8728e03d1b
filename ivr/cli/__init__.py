"""The commands people type: arguments in, exit code out."""

import click

from ivr.cli.call import call
from ivr.cli.doctor import doctor
from ivr.cli.graph import graph
from ivr.cli.incident import incident
from ivr.cli.lint import lint
from ivr.cli.load import load
from ivr.cli.phone import phone
from ivr.cli.prove import prove
from ivr.cli.schema import schema_command
from ivr.cli.serve import serve
from ivr.cli.test import test
from ivr.cli.work import migrate_command, worker


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """A phone-menu service: YAML menus in, TwiML out.

    Begin with `ivr serve` for the whole hotline on this machine, or `ivr call` to ring it without one.
    """


for command in (serve, call, phone, incident, doctor, graph, lint, prove, schema_command, test, load, worker, migrate_command):
    main.add_command(command)
