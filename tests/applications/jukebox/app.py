"""Songs by key, with as little TwiML as can be: a song is answered as the sound itself, a joke as plain text, and so is the menu."""

import io
import wave

from werkzeug.wrappers import Request, Response

MENU = """<Response>
  <!-- served as text/plain -->
  <Gather action="song" numDigits="1" method="GET">
    <Play>sounds/1.wav</Play>
    <Pause length="2"/>
    <Say>Press 1 for a song, 2 for a joke, 3 for what we have, 4 for nothing.</Say>
  </Gather>
  <Redirect method="GET">song?Digits=2</Redirect>
</Response>"""
SONG = """<?xml version="1.0"?><Response><Play loop="2">/sounds/2.wav</Play><Play digits="1w2"/><Say>That was it.</Say></Response>"""


@Request.application
def application(request):
    match request.path, request.args.get("Digits"):
        case "/", _:
            return Response(MENU, content_type="text/plain")
        case "/song", "1":
            return Response(sound(30), content_type="audio/x-wav")
        case "/song", "2":
            return Response("Two telephones meet. One rings. A < B & C.", content_type="text/plain; charset=utf-8")
        case "/song", "3":
            return Response(SONG, content_type="application/xml")
        case "/song", _:
            return Response("<Response/>", content_type="text/xml")
        case path, _:
            return Response(sound(int(path.removeprefix("/sounds/").removesuffix(".wav"))), content_type="audio/wav")


def sound(seconds):
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(8000)
        out.writeframes(b"\x80" * 8000 * seconds)
    return made.getvalue()
