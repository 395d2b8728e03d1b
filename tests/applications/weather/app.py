"""Weather by zip code: one function of the environment, GET everywhere, and all that is known of a call in the query string."""

import os
from urllib.parse import parse_qs
from xml.sax.saxutils import escape, quoteattr

from twilio.request_validator import RequestValidator

FORECASTS = {"94107": ("旧金山", "fog, fourteen degrees"), "10001": ("纽约", "sun, twenty-two degrees")}
MOST_TRIES = 3


def application(environ, start_response):
    query = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
    path, question = environ["PATH_INFO"], "?" if environ["QUERY_STRING"] else ""
    url = f"https://{environ['HTTP_HOST']}{path}{question}{environ['QUERY_STRING']}"
    genuine = RequestValidator(os.environ.get("AUTH_TOKEN", "12345")).validate(url, {}, environ.get("HTTP_X_TWILIO_SIGNATURE", ""))
    if environ["REQUEST_METHOD"] != "GET" or not genuine:
        start_response("403 Forbidden", [("Content-Type", "text/plain")])
        return [b"Twilio only"]
    answer = PAGES[path](query)
    start_response("200 OK", [("Content-Type", "application/xml; charset=utf-8"), ("Cache-Control", "no-cache")])
    return [f'<?xml version="1.0" encoding="UTF-8"?><Response>{answer}</Response>'.encode()]


def ask(query):
    tries = int(query.get("try", "1"))
    if tries > MOST_TRIES:
        return "<Say>Goodbye.</Say>"
    return (
        '<Gather method="GET" action="/forecast?units=c&amp;day=today" numDigits="5" timeout="4"><Say>Enter a zip code.</Say></Gather>'
        f'<Redirect method="GET">/?try={tries + 1}</Redirect>'
    )


def forecast(query):
    if query["Digits"] not in FORECASTS:
        return f'<Say>No such place: {" ".join(query["Digits"])}.</Say><Redirect method="GET">/?try=2</Redirect>'
    place, weather = FORECASTS[query["Digits"]]
    action = quoteattr(f"/more?units={query['units']}&zip={query['Digits']}&place={place}")
    return (
        f"<Say>{query['day'].title()}: {escape(weather)}.</Say>"
        f'<Gather method="GET" action={action} numDigits="1"><Say>For tomorrow, press 1. For another place, press 2.</Say></Gather>'
    )


def more(query):
    if query["Digits"] == "1":
        return f'<Say language="zh-CN">{query["place"]}</Say><Say>Tomorrow: the same, in {query["units"]}.</Say><Hangup/>'
    return '<Redirect method="GET">/</Redirect>'


PAGES = {"/": ask, "/forecast": forecast, "/more": more}
