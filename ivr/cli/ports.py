"""Ports to listen on."""

import errno
import secrets
import socket

from ivr.errors import ConfigError

LEAST, MOST = 10_000, 32_000
"""Below those that systems lend to connections going out: a port that is free now is still free when a process has started."""


def check_free(host: str, port: int, option: str) -> int:
    """Give the port, a free one for 0. Raises ConfigError where somebody listens: gunicorn would share it with them."""
    try:
        return _listened(host, port) if port else free_port(host)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ConfigError(f"port {port} is in use; choose another with {option}") from None
        raise ConfigError(f"{host}:{port} cannot be listened on: {error.strerror}") from None


def free_port(host: str = "127.0.0.1") -> int:
    """Give a port that nobody uses. Raises OSError where the host is none of this machine."""
    while True:
        try:
            return _listened(host, LEAST + secrets.randbelow(MOST - LEAST))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise


def _listened(host: str, port: int) -> int:
    socket.create_server((host, port)).close()
    return port
