"""The production start: `gunicorn wsgi:app`."""

from ivr.app import build, configure_logs, create_app, keep_menus
from ivr.config import load

configure_logs()
config = load()
application = build(config)
keep_menus(config, application.services.flow)
app = create_app(application)
