"""The production start: `gunicorn wsgi:app`."""

from ivr.app import start
from ivr.config import load

app = start(load)
