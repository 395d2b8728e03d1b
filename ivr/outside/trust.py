"""Whose word we take for who a host is."""

from functools import cache
from ssl import SSLContext

import httpx2


@cache
def trusted() -> SSLContext:
    """Give the certificates that come with the client. They are read once: that takes longer than most askings."""
    return httpx2.create_ssl_context(trust_env=False)
