"""Opening hours of a shop whose program breaks half-way, with a second page for that, which can break as well."""

from flask import Flask, request
from twilio.twiml.voice_response import Gather, VoiceResponse

HOURS = {"1": "Nine to five.", "2": "Ten to two."}


def create_app():
    app = Flask(__name__)

    @app.post("/shop")
    def shop():
        response = VoiceResponse()
        gather = Gather(action="/shop/hours", num_digits=1)
        gather.say("For weekdays, press 1. For Saturdays, press 2. For Sundays, press 3.")
        response.append(gather)
        response.redirect("/shop/silent")
        return str(response)

    @app.post("/shop/hours")
    def hours():
        response = VoiceResponse()
        response.say(HOURS[request.form["Digits"]])  # Nobody thought of Sundays.
        response.pause()
        response.redirect("/shop/closing")
        return str(response)

    @app.post("/shop/closing")
    def closing():
        return str(VoiceResponse()).replace("/>", ">")

    @app.post("/shop/silent")
    def silent():
        return {"error": "no digits"}

    @app.post("/broken")
    def broken():
        response = VoiceResponse()
        if request.form["ErrorCode"] == "12300":
            raise RuntimeError("broken as well")
        response.say(f"Please hold. {request.form['ErrorCode']}.")
        if request.form["ErrorUrl"].endswith("/hours"):
            response.redirect("/shop")
        return str(response)

    return app
