"""A doctor's answering machine, as in the examples of the Record page: what stands after Record is for who said nothing."""

from flask import Flask, Response, request
from twilio.twiml.voice_response import VoiceResponse


def create_app():
    app = Flask(__name__)

    @app.post("/voice")
    def voice():
        response = VoiceResponse()
        response.say("The practice is closed. Please leave a message after the beep, then press the star key.")
        response.record(
            action="/voice/recorded",
            max_length=20,
            timeout=4,
            finish_on_key="*",
            recording_status_callback="/recordings",
            recording_status_callback_event="completed absent",
        )
        response.say("I did not receive a recording")
        return twiml(response)

    @app.post("/voice/recorded")
    def recorded():
        response = VoiceResponse()
        if request.form["Digits"] == "hangup":
            response.say("Nobody hears this.")
        elif request.form["RecordingDuration"] == "0":
            response.say("We heard nothing.")
            response.redirect("/voice/name")
        else:
            response.say(f"Your message has {request.form['RecordingDuration']} seconds.")
            response.play(request.form["RecordingUrl"])
            response.hangup()
        return twiml(response)

    @app.post("/voice/name")
    def name():
        response = VoiceResponse()
        if "RecordingUrl" in request.form:
            response.say("Thank you.")
        else:
            # Without an action this very page is asked again.
            response.say("At least your name, please.")
            response.record(max_length=5, play_beep=False, trim="do-not-trim")
        return twiml(response)

    @app.post("/recordings")
    def recordings():
        return ("", 204) if request.form["RecordingStatus"] in ("completed", "absent") else ("", 400)

    @app.post("/status")
    def status():
        return "", 204

    return app


def twiml(response):
    return Response(str(response), content_type="text/xml")
