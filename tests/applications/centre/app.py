"""A contact centre: callers wait in a queue and hear their place in it; agents ring in and take one after the other. Who is tired of
waiting presses 1 and is called back, or 2 and leaves a message."""

from flask import Flask, Response, request
from twilio.twiml.voice_response import Dial, VoiceResponse

CENTRE = "+15559990000"
QUEUE = "support"
LONG_WAIT_SECONDS = 50


def create_app(client, address):
    """`client` is a twilio.rest.Client; `address` is where this application can be reached."""
    app = Flask(__name__)
    wishes, callbacks = {}, []

    @app.post("/centre")
    def centre():
        response = VoiceResponse()
        response.say("Welcome.")
        response.enqueue(QUEUE, wait_url="/wait", action="/waited")
        return twiml(response)

    @app.post("/wait")
    def wait():
        form, response = request.form, VoiceResponse()
        gather = response.gather(action="/wait/key", num_digits=1, timeout=1)
        place = f"{form['QueuePosition']} of {form['CurrentQueueSize']}"
        place = f"{form['QueuePosition']} of {form['CurrentQueueSize']}"
        gather.say(f"You are number {place}. For a call from us, press 1; for a message, press 2.")
        gather.pause(length=10)
        return twiml(response)

    @app.post("/wait/key")
    def key():
        response = VoiceResponse()
        if request.form["Digits"] in ("1", "2"):
            wishes[request.form["CallSid"]] = request.form["Digits"]
            response.leave()
        else:
            response.say("You are still in line.")
        return twiml(response)

    @app.post("/waited")
    def waited():
        form, response = request.form, VoiceResponse()
        wish = wishes.pop(form["CallSid"], None)
        if form["QueueResult"] == "bridged":
            response.say("Thank you for calling.")
        elif form["QueueResult"] == "leave" and wish == "1":
            callbacks.append(form["From"])
            client.messages.create(to=form["From"], from_=CENTRE, body="We will call you back.")
            response.say("We will call you back. Goodbye.")
        elif form["QueueResult"] == "leave":
            response.say("Leave a message after the beep.")
            response.record(action="/message", max_length=60)
        elif form["QueueResult"] != "hangup":
            response.say("All lines are busy.")
        return twiml(response)

    @app.post("/message")
    def message():
        response = VoiceResponse()
        response.say(f"A message of {request.form['RecordingDuration']} seconds. Goodbye.")
        return twiml(response)

    @app.post("/agent")
    def agent():
        response = VoiceResponse()
        dial = Dial(action="/agent/next", timeout=15, hangup_on_star=True)
        dial.queue(QUEUE, url="/notice")
        response.append(dial)
        return twiml(response)

    @app.post("/notice")
    def notice():
        response = VoiceResponse()
        if int(request.form["QueueTime"]) > LONG_WAIT_SECONDS:
            response.say("Thank you for your patience.")
        response.say("This call is recorded.")
        return twiml(response)

    @app.post("/agent/next")
    def agent_next():
        """One caller is done, or nobody came in time; then whoever wished to be called back is."""
        response = VoiceResponse()
        if request.form["DialCallStatus"] != "completed":
            if not callbacks:
                response.say("Nobody is waiting. Goodbye.")
                return twiml(response)
            client.calls.create(to=callbacks.pop(0), from_=CENTRE, url=f"{address}/called-back", timeout=20)
            response.say("Calling somebody back.")
            response.pause(length=10)
        else:
            response.say("Next.")
        response.redirect("/agent")
        return twiml(response)

    @app.post("/called-back")
    def called_back():
        response = VoiceResponse()
        response.say("You asked for a call.")
        response.enqueue(QUEUE, wait_url="/wait", action="/waited")
        return twiml(response)

    return app


def twiml(response):
    return Response(str(response), content_type="text/xml")
