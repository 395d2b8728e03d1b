"""Ports are found where no connection that goes out may take them before somebody listens."""

import socket
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from ivr.cli.ports import LEAST, MOST, check_free
from ivr.errors import ConfigError

LENT = Path("/proc/sys/net/ipv4/ip_local_port_range")


def test_a_free_port_is_none_that_is_lent_to_connections_going_out():
    with ExitStack() as listening:
        ports = [check_free("127.0.0.1", 0, "--port") for _ in range(20)]
        for port in set(ports):
            listening.enter_context(socket.create_server(("127.0.0.1", port)))
    assert all(LEAST <= port < MOST < int(LENT.read_text().split()[0]) for port in ports)


def test_the_port_of_a_connection_going_out_is_in_use():
    with socket.create_server(("127.0.0.1", 0)) as other, closing(socket.create_connection(other.getsockname())) as going_out:
        port = going_out.getsockname()[1]
        with pytest.raises(ConfigError, match=f"port {port} is in use; choose another with --port"):
            check_free("127.0.0.1", port, "--port")


def test_a_host_of_another_machine_is_told_of():
    with pytest.raises(ConfigError, match=r"192\.0\.2\.1:0 cannot be listened on: "):
        check_free("192.0.2.1", 0, "--port")
