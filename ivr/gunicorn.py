"""How gunicorn runs the web process, here and in the Procfile.

Menus are compiled once before the fork. Without `reuse_port` one worker would get every kept-alive connection.
"""

worker_class = "gthread"
threads = 4
preload_app = True
reuse_port = True
keepalive = 65
accesslog = None
loglevel = "warning"
