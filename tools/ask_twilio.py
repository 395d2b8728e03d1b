"""Asks a real Twilio account what its pages do not say, and writes the answers as `--unsure` takes them: `python -m tools.ask_twilio`.

THIS HAS NOT BEEN RUN AGAINST A LIVE ACCOUNT. Its logic is tested against the simulated carrier alone, where the answers are known.
"""

import os
import sys
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from flask import Flask, Response, abort, request
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from ivr.simulator.unsure import Unsure
from tools.questions import QUESTIONS, Answers, Deeds, Form, Line, Question, Scene

WANTED = {
    "TWILIO_ACCOUNT_SID": "the account",
    "TWILIO_AUTH_TOKEN": "its primary auth token",
    "ASK_FROM": "a number of the account, which rings the other",
    "ASK_TO": "another number of the account, whose voice webhook is ASK_PUBLIC/callee by POST",
    "ASK_PUBLIC": "an https address that leads to the port this listens on",
}
HOW = "\n".join(
    [
        "This has not been run against a live account yet.",
        "It places calls between two numbers of an account, which pays for them, and wants in the environment:",
        *(f"  {name}: {what}" for name, what in WANTED.items()),
        "  PORT: where it listens; 8000 if not set",
    ]
)
PATIENCE_SECONDS, TICK_SECONDS = 60.0, 1.0
TAKES_THE_CALL, STAYS_ON = "<Say>Ready.</Say>", '<Pause length="120"/>'
"""What the other side does in any case, before and after what a question has it do. A first Pause would leave it ringing."""


@dataclass
class Interview:
    """All questions, one after the other. Whoever keeps the time calls `tick`, and `document` when the carrier asks for one."""

    line: Line
    questions: tuple[Question, ...] = QUESTIONS
    answers: Answers = field(default_factory=dict)
    unanswered: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._question, self._scene = self.questions[0], Scene(self.line, 0)
        self._asking = self._ask_all()

    def tick(self) -> bool:
        """Do what need not be waited for any longer; False when all has been asked."""
        return next(self._asking, "over") is None

    def document(self, number: int, name: str, form: Form) -> str:
        """Note that the carrier has asked for a document, and give it; the other side's is of the question that is being asked."""
        if name == "callee":
            number = self._scene.number
        if number != self._scene.number:
            return ""
        self._scene.heard.append((self.line.now(), name, form))
        return TAKES_THE_CALL + self._question.callee + STAYS_ON if name == "callee" else self._question.documents.get(name, "")

    def _ask_all(self) -> Iterator[None]:
        for question in self.questions:
            scene = Scene(self.line, question.number)
            self._question, self._scene = question, scene
            try:
                self.answers |= yield from self._follow(question.ask(scene))
                for leg in scene.legs:
                    scene.hang_up(leg)
            except (TwilioRestException, TimeoutError) as failed:
                self.unanswered[scene.number] = str(failed)
            yield

    def _follow(self, deeds: Deeds) -> Generator[None, None, Answers]:
        """Do a question's deeds, each when what it waits for has come."""
        try:
            waits = next(deeds)
            while True:
                form = yield from (self._pass(waits) if isinstance(waits, float) else self._hear(waits))
                waits = deeds.send(form)
        except StopIteration as done:
            answers: Answers = done.value
            return answers

    def _pass(self, seconds: float) -> Generator[None, None, Form]:
        until = self.line.now() + seconds
        while self.line.now() < until:
            yield
        return {}

    def _hear(self, document: str) -> Generator[None, None, Form]:
        until = self.line.now() + PATIENCE_SECONDS
        while (form := self._scene.next_form(document)) is None:
            if self.line.now() > until:
                raise TimeoutError(f"{document} was not asked for within {PATIENCE_SECONDS:.0f} seconds")
            yield
        return form


def receiver(interview: Interview, token: str) -> Flask:
    """Give the application that the carrier asks; what it has not signed is refused."""
    app = Flask(__name__)
    validator = RequestValidator(token)

    @app.before_request
    def refuse_strangers() -> None:
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        url = f"{interview.line.public}{request.path}{query}"
        if not validator.validate(url, request.form, request.headers.get("X-Twilio-Signature", "")):
            abort(403)

    @app.route("/callee", methods=["POST"], defaults={"number": 0, "name": "callee"})
    @app.route("/<int:number>/<name>", methods=["GET", "POST"])
    def document(number: int, name: str) -> Response:
        verbs = interview.document(number, name, request.values)
        return Response(f"<Response>{verbs}</Response>", 500 if name == "broken" else 200, mimetype="text/xml")

    return app


def told(interview: Interview) -> Iterator[str]:
    """Write the answers, a line each, and last what `--unsure` takes."""
    defaults = {point.name: point.default for point in Unsure.points()}
    for name, answer in interview.answers.items():
        shown = answer if isinstance(answer, str) else "yes" if answer else "no"
        yield f"{name}: {shown}" + (" (not as assumed)" if name in defaults and answer != defaults[name] else "")
    for number, why in interview.unanswered.items():
        yield f"question {number} has no answer: {why}"
    flipped = [name for name, answer in interview.answers.items() if name in defaults and answer != defaults[name]]
    yield f"--unsure {'flip:' + ','.join(flipped) if flipped else 'default'}"


def main() -> int:
    """Ask everything; needs the settings named above."""
    given = {name: os.environ.get(name, "") for name in WANTED}
    if not all(given.values()):
        print(HOW, file=sys.stderr)
        return 2
    account, token, caller, called, public = given.values()
    line = Line(Client(account, token), caller, called, public.rstrip("/"), time.monotonic)
    interview = Interview(line)
    port = int(os.environ.get("PORT", "8000"))
    threading.Thread(target=receiver(interview, token).run, kwargs={"port": port, "threaded": True}, daemon=True).start()
    while interview.tick():
        time.sleep(TICK_SECONDS)
    print("\n".join(told(interview)))
    return 1 if interview.unanswered else 0


if __name__ == "__main__":
    raise SystemExit(main())
