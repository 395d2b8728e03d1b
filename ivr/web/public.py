"""The page callers may read: the number, the hours, the keys and the channels, from the same facts as the speech."""

from flask import Blueprint, render_template, request

from ivr.service.leaflet import leaflet
from ivr.twiml.request import read_pairs
from ivr.web.services import services

public = Blueprint("public", __name__, template_folder="templates")


@public.get("/")
def page() -> str:
    """Show the hotline, in the reader's language first."""
    flow = services().flow
    asked = dict(read_pairs(request.query_string))
    language = asked.get("lang") or request.accept_languages.best_match(list(flow.languages)) or next(iter(flow.languages))
    known = language if language in flow.languages else next(iter(flow.languages))
    return render_template("leaflet.html", leaflet=leaflet(services().world, known))
