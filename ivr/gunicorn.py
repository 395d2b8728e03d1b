"""How gunicorn runs the web process, here and in the Procfile.

Menus are compiled once before the fork. Without `reuse_port` one worker would get every kept-alive connection.
"""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):  # type: ignore[misc]
    """A thread worker that, asked to stop, first takes what has reached its own socket, and closes it.

    With `reuse_port` the kernel gives each worker its share of new connections until its socket is closed, which gunicorn does
    only when the kept-alive ones are gone. Nobody else could answer them.
    """

    def set_accept_enabled(self, enabled: bool) -> None:
        """Begin or cease to take connections; a worker that stops does not begin again."""
        super().set_accept_enabled(enabled)
        if self.alive:
            return
        for listener in self.sockets:
            taken = -1
            while taken != self.nr_conns:
                taken = self.nr_conns
                self.accept(listener)
            listener.close()


worker_class = Worker
threads = 4
preload_app = True
reuse_port = True
keepalive = 65
accesslog = None
loglevel = "warning"
control_socket_disable = True


def share_counts() -> None:
    """Give the processes to come a folder in which they add up what they count; it goes when this one does, however it ends."""
    folder, owner = tempfile.mkdtemp(prefix="ivr-metrics-"), os.getpid()
    os.environ[COUNTS] = folder

    def clean_up() -> None:
        if os.getpid() == owner:  # not a worker that ends
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(clean_up)


COUNTS = "PROMETHEUS_MULTIPROC_DIR"
if COUNTS not in os.environ:  # this file is read again at a reload
    share_counts()


def pre_fork(_: object, __: object) -> None:
    """Bring the folder back if somebody cleaned up: a worker that cannot count cannot answer."""
    Path(os.environ[COUNTS]).mkdir(exist_ok=True)


def when_ready(_: object) -> None:
    """Keep what the menus are made of out of every later collection: it lives as long as the process."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def on_reload(arbiter: Any) -> None:
    """Take up the menus anew before the workers to come are made of this process; bad ones change nothing."""
    arbiter.app.wsgi().extensions["reload"]()
    when_ready(arbiter)
