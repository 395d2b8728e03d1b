"""A quiz of three questions on the standard library's server. All that is known of a call is in its cookies, and every address is
relative or empty."""

from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

QUESTIONS = (("Two plus two?", "4"), ("Legs of a spider?", "8"), ("Days of a week?", "7"))


class Quiz(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        cookies = {name: morsel.value for name, morsel in SimpleCookie(self.headers.get("Cookie", "")).items()}
        self.set_cookies = SimpleCookie()
        page = {"/quiz/voice/": self.welcome, "/quiz/voice/question": self.question, "/quiz/bye": self.bye}[self.path]
        body = f"<Response>{page(cookies, form)}</Response>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        for morsel in self.set_cookies.values():
            self.send_header("Set-Cookie", morsel.OutputString())
        self.end_headers()
        self.wfile.write(body)

    def welcome(self, cookies, form):
        if "question" in cookies:
            return "<Say>Welcome back.</Say><Redirect>question</Redirect>"
        if "played" in cookies:
            return "<Say>You have played already.</Say>"
        self.keep("question", "0")
        self.keep("score", "0")
        return "<Say>Three questions.</Say><Redirect>question</Redirect>"

    def question(self, cookies, form):
        number, score, said = int(cookies["question"]), int(cookies["score"]), ""
        if "Digits" in form:
            is_right = form["Digits"] == [QUESTIONS[number][1]]
            said = "<Say>Right.</Say>" if is_right else "<Say>Wrong.</Say>"
            number, score = number + 1, score + is_right
            self.keep("question", str(number))
            self.keep("score", str(score))
        if number == len(QUESTIONS):
            return f"{said}<Redirect>../bye</Redirect>"
        return f'{said}<Gather action="" numDigits="1"><Say>{QUESTIONS[number][0]}</Say></Gather><Redirect>./question</Redirect>'

    def bye(self, cookies, form):
        for name in ("question", "score"):
            self.keep(name, "")
            self.set_cookies[name]["expires"] = "Thu, 01 Jan 1970 00:00:00 GMT"
        self.keep("played", "yes")
        return f"<Say>{cookies['score']} of {len(QUESTIONS)}.</Say><Redirect>voice/</Redirect>"

    def keep(self, name, value):
        self.set_cookies[name] = value
        self.set_cookies[name].update({"path": "/quiz", "httponly": True})

    def log_message(self, format, *args):
        pass
