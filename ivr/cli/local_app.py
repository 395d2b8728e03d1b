"""The WSGI application of `ivr serve`: as in production, but over plain http on this machine, and watched for if it is told so."""

from ivr.app import start
from ivr.cli.watch import following
from ivr.config import read

app = start(read)
app.wsgi_app = following(app.wsgi_app, app.extensions["ivr"].turns.library)  # type: ignore[assignment, method-assign]
