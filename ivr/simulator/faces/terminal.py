"""The phone for a human at a terminal: shows what is heard, and asks whenever the phone listens."""

from collections.abc import Callable
from urllib.parse import urlsplit

from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import HTML
from prompt_toolkit.history import InMemoryHistory
from rich.console import Console
from rich.text import Text

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Moment
from ivr.simulator.faces.deeds import read_move
from ivr.simulator.faces.script import BadInput
from ivr.simulator.people.person import HangUp, Move, Silence, Speak

HELP = """\
  1  *0  12#      press keys
  (empty line)    stay silent
  any words       say them, e.g. 退款 or: talk to a person
  rec 4           speak four seconds into a recording, then press #
  h               hang up"""
ASKS = {
    "gather": "your turn",
    "record": "recording",
    "queue": "in the queue: Enter to wait on",
    "talk": "connected: Enter to talk on",
}


def ask_at_terminal() -> Callable[[str, str], str]:
    """Make a line editor with a history of this call."""
    session: PromptSession[str] = PromptSession(history=InMemoryHistory())

    def ask(words: str, place: str) -> str:
        toolbar = HTML(" <b>h</b> hang up   <b>?</b> help   {}").format(place)
        return session.prompt(words, bottom_toolbar=toolbar)

    return ask


class Terminal:
    """A person who types, asked when the prompts are over; a human cannot cut in while time jumps."""

    def __init__(self, console: Console, ask: Callable[[str, str], str], clock: Clock) -> None:
        self._console, self._ask, self._clock = console, ask, clock
        self._began = clock.elapsed
        self._place = self._who = ""
        self._calls_for = ""

    @property
    def is_done(self) -> bool:
        return False

    def interrupts(self, moment: Moment) -> Move | None:
        return None

    def answers(self, moment: Moment) -> Move | None:
        """Ask until the answer can be understood."""
        wanted = self._calls_for if moment.kind == "gather" else ASKS[moment.kind]
        while True:
            try:
                typed = self._ask(f"{self._time()}  {wanted} ▸ ", self._place).strip()
            except (EOFError, KeyboardInterrupt):
                return HangUp()
            if typed == "?":
                self._console.print(HELP, highlight=False)
            else:
                return understood(typed)

    def hears(self, event: events.Event) -> None:
        """Show one event, with whose leg it is when that is not the only caller's."""
        self._who = "" if event.leg == "caller" else f"{event.leg}: "
        match event.what:
            case events.Request(method, url, status, ms):
                parts = urlsplit(url)
                # What a GET sends stands in its query: all of it, every time.
                self._place = parts.path if method == "GET" or not parts.query else f"{parts.path}?{parts.query}"
                self._show("·", f"{method} {self._place}  {status or 'no answer'}  {ms} ms", "dim")
            case events.Gather():
                self._calls_for = _wanted(event.what)
            case shown:
                line = _line(shown)
                if line:
                    self._show(*line)

    def _time(self) -> str:
        return _minutes(self._clock.elapsed - self._began)

    def _show(self, mark: str, words: str, style: str) -> None:
        self._console.print(Text(f"{self._time()} {mark} {self._who}", "dim") + Text(words, style), soft_wrap=True)


def understood(typed: str) -> Move:
    """Take what was typed for a move; words that are no command are spoken."""
    if not typed:
        return Silence()
    if typed in ("h", "hang up", "hangup"):
        return HangUp()
    try:
        return read_move(typed)
    except BadInput:
        return Speak(typed.removeprefix("say:").strip() or typed)


def _line(what: events.What) -> tuple[str, str, str] | None:
    """Give mark, words and style; None for what need not be seen."""
    match what:
        case events.Say(text, loop=loop):
            return "♪", text if loop == 1 else f"{text}  (×{loop})", "bold cyan"
        case events.Play(url):
            return "♪", url, "cyan"
        case events.Digits(keys):
            return "›", f"keys {keys}", "green"
        case events.Speech(text):
            return "›", f"“{text}”", "green"
        case events.Record(_, seconds):
            return "›", f"recorded {seconds} s", "green"
        case events.Dial(targets):
            return "→", f"dialling {', '.join(targets)}", "bold magenta"
        case events.Enqueue(queue):
            return "→", f"waiting in the queue {queue}", "bold magenta"
        case events.Ringing(to):
            return "→", f"{to} rings", "magenta"
        case events.Answered():
            return "→", "answered", "magenta"
        case events.Talk(other):
            return "→", f"talking: {other}", "bold magenta"
        case events.Heard(by, text):
            return "♪", f"{by}: {text}", "bold cyan"
        case events.Joined(room):
            return "→", f"in the room {room}", "bold magenta"
        case events.Left(room):
            return "→", f"out of the room {room}", "magenta"
        case events.Sms(to, body) | events.Text(_, to, body):
            return "✉", f"text to {to}: {body}", "magenta"
        case events.Remark(text):
            return "?", text, "yellow"
        case events.Error(code, severity, message):
            return "!", f"{severity} {code}: {message}", "bold red" if severity == "error" else "yellow"
        case events.Ended(by, reason, seconds):
            return "■", f"ended by {by}: {reason}, after {_minutes(seconds)}", "bold"
        case _:
            return None


def _wanted(gather: events.Gather) -> str:
    keys = {None: "keys", 1: "a key"}.get(gather.num_digits, f"{gather.num_digits} keys")
    parts = {"dtmf": keys, "speech": "words"}
    return " or ".join(parts[kind] for kind in gather.input.split())


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
