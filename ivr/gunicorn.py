"""How gunicorn runs the web process, here and in the Procfile.

Menus are compiled once before the fork. Without `reuse_port` one worker would get every kept-alive connection.
"""

import gc

worker_class = "gthread"
threads = 4
preload_app = True
reuse_port = True
keepalive = 65
accesslog = None
loglevel = "warning"
control_socket_disable = True


def when_ready(_: object) -> None:
    """Keep what the menus are made of out of every later collection: it lives as long as the process."""
    gc.collect()
    gc.freeze()
