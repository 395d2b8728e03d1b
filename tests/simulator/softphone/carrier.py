"""The whole carrier in real time, and a small application whose numbers it knows, for as long as a file of tests takes."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from queue import Queue
from threading import Thread
from typing import Any

from werkzeug.serving import make_server
from werkzeug.wsgi import get_input_stream

from ivr.simulator.office.number import Number
from ivr.simulator.softphone.run import Setting, running
from tests.simulator.conftest import Answer, Application

MENU = "<Say>Press 1 to wait for a person, or say what you need, in a few words, and we will see what can be done for you.</Say>"
WAIT = '<Say>You are in the queue.</Say><Pause length="600"/>'


def chosen(form: dict[str, str]) -> str:
    if "Digits" in form:
        return '<Enqueue waitUrl="/wait">help</Enqueue>'
    return f"<Say>You said {form['SpeechResult']}.</Say><Hangup/>"


PAGES: Mapping[str, Answer] = {
    "/menu": f'<Gather numDigits="1" input="dtmf speech" speechTimeout="1" action="/chosen">{MENU}</Gather>',
    "/chosen": chosen,
    "/wait": WAIT,
    "/agent": "<Dial><Queue>help</Queue></Dial>",
    "/room": '<Dial><Conference waitUrl="">tea</Conference></Dial>',
    "/ring": '<Dial action="/rung"><Number>+15550003333</Number></Dial>',
    "/texts": lambda form: f"<Message>You wrote {form['Body']}</Message>",
    "/rung": lambda form: f"<Say>That was {form['DialCallStatus']}.</Say>",
}
NUMBERS = {"+15559990001": "Menu", "+15559990002": "Agent", "+15559990003": "Room", "+15559990004": "Ring"}


class Bounded(Application):
    """The application over a real socket, where the input has no end of its own."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return super().__call__(environ | {"wsgi.input": get_input_stream(environ)}, start_response)


@contextmanager
def answering(pages: Mapping[str, Answer]) -> Iterator[tuple[str, Application]]:
    """Run an application, and give its address and what it is asked."""
    application = Bounded(pages)
    server = make_server("127.0.0.1", 0, application, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", application
    server.shutdown()


@contextmanager
def serving(numbers: Mapping[str, Number], token: str = "secret") -> Iterator[str]:
    """Run the carrier, and give its address."""
    addresses: Queue[str] = Queue()
    loop, stop = asyncio.new_event_loop(), asyncio.Event()

    async def run() -> None:
        async with running(Setting("127.0.0.1", 0, token, numbers, NUMBERS)) as address:
            addresses.put(address)
            await stop.wait()

    thread = Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    yield addresses.get(timeout=10)
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    loop.close()


@contextmanager
def carrier() -> Iterator[str]:
    """Run both, and give the carrier's address."""
    with answering(PAGES) as (base, _):
        numbers = {number: Number(f"{base}/{name.lower()}", texts=f"{base}/texts") for number, name in NUMBERS.items()}
        with serving(numbers) as address:
            yield address
