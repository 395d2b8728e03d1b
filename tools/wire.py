"""A wire to a server on this machine that counts round trips, and can be cut."""

import select
import socket
import threading
from contextlib import suppress


class Wire:
    """Listens on a port of its own and carries what is said to a server's and back."""

    def __init__(self, port: int) -> None:
        self._far_port = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.round_trips = 0
        self.is_cut = False
        """Whether it carries nothing, as a network that is gone: whoever waits for an answer is not even told."""
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no new connections; those there are end with their two sides."""
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        """Carry until one side ends. A round trip begins when the near side speaks after it has listened."""
        with suppress(OSError), near, socket.create_connection(("127.0.0.1", self._far_port)) as far:
            spoke = far
            while True:
                for each in select.select([near, far], [], [])[0]:
                    said = each.recv(65536)
                    if not said:
                        return
                    if self.is_cut:
                        continue
                    self.round_trips += each is near and spoke is far
                    spoke = each
                    (far if each is near else near).sendall(said)
