"""Somebody calls the office: the people there are rung one after the other, each must press 1 to take the call, and who is not reached
gets a message. Written with the helper library of Twilio's own pages."""

from flask import Flask, Response, request
from twilio.twiml.voice_response import Dial, VoiceResponse

PEOPLE = ("+15550002001", "+15550002002")


def create_app():
    app = Flask(__name__)

    @app.post("/office")
    def office():
        response = VoiceResponse()
        response.say("One moment, please.")
        dial = Dial(action="/office/done", timeout=10, sequential=True, caller_id=request.form["To"])
        for person in PEOPLE:
            dial.number(
                person,
                url=f"/screen?caller={request.form['From'].lstrip('+')}",
                status_callback="/progress",
                status_callback_event="initiated ringing answered completed",
            )
        response.append(dial)
        return twiml(response)

    @app.post("/screen")
    def screen():
        response = VoiceResponse()
        gather = response.gather(action="/screen/key", num_digits=1, timeout=4)
        gather.say(f"A call from {' '.join(request.args['caller'])}. To take it, press 1.")
        response.say("Goodbye.")
        response.hangup()
        return twiml(response)

    @app.post("/screen/key")
    def key():
        response = VoiceResponse()
        if request.form["Digits"] == "1":
            response.say("Go ahead.")
        else:
            response.hangup()
        return twiml(response)

    @app.post("/office/done")
    def done():
        response = VoiceResponse()
        if request.form["DialBridged"] == "true":
            response.say("Thank you for calling.")
        else:
            response.say("Nobody can come to the telephone. Please leave a message.")
            response.record(action="/office/recorded", max_length=60)
        return twiml(response)

    @app.post("/office/recorded")
    def recorded():
        response = VoiceResponse()
        response.say("We will call you.")
        return twiml(response)

    @app.post("/progress")
    def progress():
        return "", 204

    return app


def twiml(response):
    return Response(str(response), content_type="text/xml")
