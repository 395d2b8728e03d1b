"""All rules, in the order of the page that describes them."""

from ivr.lint.rule import Rule
from ivr.lint.rules import calendar_horizon, too_many_options, unreachable

RULES: tuple[Rule, ...] = (
    too_many_options,
    unreachable,
    calendar_horizon,
)
