"""The hotline and its wallet, as the calls about security ring them."""

from tests.security.conftest import at, flow, hotline

__all__ = ["SOMETHING_ELSE", "at", "flow", "hotline"]

SOMETHING_ELSE = "2"
"""What who has an open case presses first to come to the main menu."""
