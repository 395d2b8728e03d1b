"""Runs the rules over menus, and gives every problem at its place."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ivr.compiler.compile import compile_draft, read_draft
from ivr.compiler.draft import Draft
from ivr.compiler.problems import Problem, in_order
from ivr.compiler.source import Source
from ivr.compiler.uncollected import uncollected
from ivr.flow.actions import Actions
from ivr.lint.ignores import unignored
from ivr.lint.rule import Menus, Rule
from ivr.lint.rules import RULES
from ivr.lint.settings import read_settings


@uncollected()
def read_menus(sources: Iterable[Source], actions: Actions, today: date | None = None, before: Draft | None = None) -> Menus:
    """Read menus for the rules to look at. Raises MenuError for those that do not compile: their problems come first."""
    draft = read_draft(sources, actions)
    return Menus(draft, compile_draft(draft), before, today)


@uncollected()
def lint(menus: Menus, rules: Sequence[Rule] = RULES) -> list[Problem]:
    """Give what the rules find that no comment lets be, sorted by place."""
    draft = menus.draft
    settings, wrong = read_settings(draft.hotline.lint, RULES)
    ran = [rule for rule in rules if rule.ID in settings]
    problems = [
        draft.problem(replace(found, rule=rule.ID, level=found.level or rule.LEVEL))
        for rule in ran
        for found in rule.check(menus, settings[rule.ID])
    ]
    known = [rule.ID for rule in RULES]
    left = unignored(problems, draft.sources.values(), known, {rule.ID for rule in ran})
    return in_order([*map(draft.problem, wrong), *left])
