"""The WSGI application of `ivr serve`: as in production, but over plain http on this machine."""

from ivr.app import build, configure_logs, create_app, keep_menus
from ivr.config import read

configure_logs()
config = read()
application = build(config)
keep_menus(config, application.services.flow)
app = create_app(application)
