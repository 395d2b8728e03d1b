"""How gunicorn runs the web process, here and in the Procfile.

Menus are compiled once before the fork. Without `reuse_port` one worker would get every kept-alive connection.
"""

import gc
import os
import shutil
import tempfile
from pathlib import Path

worker_class = "gthread"
threads = 4
preload_app = True
reuse_port = True
keepalive = 65
accesslog = None
loglevel = "warning"
control_socket_disable = True


METRICS = "PROMETHEUS_MULTIPROC_DIR"
"""Where the processes add up what they count. It is named before the application is loaded, and again when this file is."""
if METRICS not in os.environ:
    os.environ[METRICS] = tempfile.mkdtemp(prefix="ivr-metrics-")


def pre_fork(_: object, __: object) -> None:
    """Bring the folder back if somebody cleaned up: a worker that cannot count cannot answer."""
    Path(os.environ[METRICS]).mkdir(exist_ok=True)


def on_exit(_: object) -> None:
    """Leave nothing behind."""
    shutil.rmtree(os.environ[METRICS], ignore_errors=True)


def when_ready(_: object) -> None:
    """Keep what the menus are made of out of every later collection: it lives as long as the process."""
    gc.collect()
    gc.freeze()
