"""A practice: callers wait in a room of their own until reception joins it; with the star key reception leaves it to put the caller on
hold and to fetch a doctor. Whatever TwiML cannot do is done by REST inside a webhook. Written on Werkzeug alone."""

from twilio.base.exceptions import TwilioRestException
from twilio.twiml.voice_response import Dial, VoiceResponse
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

RECEPTION, DOCTORS = "+15550003000", {"1": "+15550003001", "2": "+15550003002"}
PRACTICE = "+15559990000"
PAGES = Map([Rule(f"/{page}", endpoint=page) for page in ("call", "goodbye", "music", "room", "desk", "menu", "pick", "doctor", "nobody")])


class Practice:
    """`client` is a twilio.rest.Client; `address` is where this application can be reached."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.rooms = {}

    def __call__(self, environ, start_response):
        request = Request(environ)
        page, _ = PAGES.bind_to_environ(environ).match()
        answer = getattr(self, page)(request.values)
        response = Response(str(answer), content_type="text/xml") if answer is not None else Response(status=204)
        return response(environ, start_response)

    def call(self, form):
        """Put the caller into a room, where music plays, and ring reception."""
        caller = form["CallSid"]
        self.rooms[caller] = {}
        self.ring(RECEPTION, "desk", caller)
        response = VoiceResponse()
        response.say("Welcome to the practice.")
        return self.enter(response, caller, "goodbye", label="caller", start=False, end=False, wait_url="/music")

    def goodbye(self, form):
        response = VoiceResponse()
        response.say("Get well soon. Goodbye.")
        return response

    def music(self, form):
        response = VoiceResponse()
        response.play("https://music.example/waltz.mp3")
        response.redirect("/music")
        return response

    def room(self, form):
        """Hear what happens in a room, to know its SID and when its caller has gone."""
        room = self.rooms[form["FriendlyName"].removeprefix("practice-")]
        room["sid"] = form["ConferenceSid"]
        if form.get("ReasonParticipantLeft") == "participant_hung_up" and form["ParticipantLabel"] == "caller":
            self.client.conferences(room["sid"]).update(status="completed")

    def desk(self, form):
        self.rooms[form["room"]]["desk"] = form["CallSid"]
        response = VoiceResponse()
        response.say("A patient.")
        return self.enter(response, form["room"], f"menu?room={form['room']}", label="desk", start=True, end=False, hangup_on_star=True)

    def menu(self, form):
        """Reception has pressed the star key, or the caller has gone."""
        response = VoiceResponse()
        try:
            held = {"hold_url": f"{self.address}/music", "hold_method": "POST"}
            self.participant(self.rooms[form["room"]]).update(hold=True, **held)
        except TwilioRestException:
            response.hangup()
            return response
        gather = response.gather(action=f"/pick?room={form['room']}", num_digits=1, finish_on_key="")
        gather.say("For a doctor, press 1 or 2. To go back, press star.")
        response.redirect(f"/menu?room={form['room']}")
        return response

    def pick(self, form):
        response, key = VoiceResponse(), form["Digits"]
        if key in DOCTORS:
            self.ring(DOCTORS[key], "doctor", form["room"])
            response.say("Ringing the doctor.")
            response.pause(length=60)
            return response
        self.participant(self.rooms[form["room"]]).update(hold=False)
        return self.enter(response, form["room"], f"menu?room={form['room']}", label="desk", start=True, end=False, hangup_on_star=True)

    def doctor(self, form):
        """The doctor is there: the caller comes off hold, reception is rid of the call."""
        room = self.rooms[form["room"]]
        self.participant(room).update(hold=False)
        self.client.calls(room["desk"]).update(status="completed")
        return self.enter(VoiceResponse(), form["room"], None, label="doctor", start=True, end=True)

    def nobody(self, form):
        """The doctor's call has ended; if nobody took it, reception gets the menu again."""
        room = self.rooms[form["room"]]
        if form["CallStatus"] != "completed":
            self.client.calls(room["desk"]).update(url=f"{self.address}/menu?room={form['room']}")

    def ring(self, number, page, room):
        failed = {} if page == "desk" else {"status_callback": f"{self.address}/nobody?room={room}"}
        self.client.calls.create(to=number, from_=PRACTICE, url=f"{self.address}/{page}?room={room}", timeout=20, **failed)

    def participant(self, room):
        return self.client.conferences(room["sid"]).participants("caller")

    def enter(self, response, room, action, label, start, end, wait_url="", hangup_on_star=False):
        dial = Dial(action=action and f"/{action}", hangup_on_star=hangup_on_star)
        dial.conference(
            f"practice-{room}",
            participant_label=label,
            start_conference_on_enter=start,
            end_conference_on_exit=end,
            wait_url=wait_url,
            beep=False,
            status_callback="/room",
            status_callback_event="start end join leave hold",
        )
        response.append(dial)
        return response
