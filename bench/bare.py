"""What a turn is measured against: Flask with one route and one constant document."""

from flask import Flask, Response

ANSWER = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="/voice/turn?n=1" method="POST" input="dtmf speech"'
    ' timeout="5" numDigits="1" actionOnEmptyResult="true"><Say language="en-US">For your account, press 1. For payments,'
    " press 2. For security, press 3. For refunds, press 4. For complaints and suggestions, press 5.</Say></Gather>"
    '<Redirect method="POST">/voice/turn?n=1</Redirect></Response>'
)

app = Flask(__name__)


@app.post("/voice/turn")
def turn() -> Response:
    """Answer the same whatever is asked."""
    return Response(ANSWER, content_type="text/xml; charset=utf-8")
