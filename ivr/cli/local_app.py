"""The WSGI application of `ivr serve`: as in production, but over plain http on this machine."""

from ivr.app import start
from ivr.config import read

app = start(read)
