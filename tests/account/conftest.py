"""The hotline and its wallet, as the calls about security ring them."""

from tests.security.conftest import at, flow, hotline

__all__ = ["at", "flow", "hotline"]
