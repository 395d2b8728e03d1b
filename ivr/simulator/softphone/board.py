"""All pages by number, and their voices, over one exchange in real time."""

import asyncio
import re
from collections.abc import Mapping
from itertools import count

from ivr.simulator.clock import Alarm
from ivr.simulator.softphone.live import Live
from ivr.simulator.softphone.outbox import Outbox
from ivr.simulator.softphone.page import Page
from ivr.simulator.sound.wav import FRAME_SECONDS

OWN = re.compile(r"\+?[0-9]{3,15}")
FIRST_OWN = 15550002222
# How long the carrier waits for a page that went without a word before its leg is dropped.
DROP_SECONDS = 5.0
MOST_BEHIND = 1.0


class Board:
    """Give pages their handsets. `names` tells what the numbers are called that applications answer."""

    def __init__(self, live: Live, names: Mapping[str, str]) -> None:
        self._live, self._exchange, self._names = live, live.exchange, names
        self._pages: dict[str, Page] = {}
        self._drops: dict[str, Alarm] = {}

    def open(self, wanted: str | None, outbox: Outbox) -> Page:
        """Give a page that has come its handset: the one it had, the number it wants where that is free, or another."""
        return self._live.do(lambda: self._open(wanted, outbox))

    def close(self, page: Page) -> None:
        """Take note that nobody looks at a page: unless it comes again soon, its call is dropped."""
        page.outbox = None
        self._drops[page.number] = self._live.do(lambda: self._exchange.clock.after(DROP_SECONDS, lambda: self._drop(page)))

    async def mix(self) -> None:
        """Every 20 ms let everybody hear whom they hear."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due = max(due + FRAME_SECONDS, loop.time() - MOST_BEHIND)
            await asyncio.sleep(due - loop.time())
            try:
                self._turn()
            except Exception as error:  # one voice must not silence the others
                loop.call_exception_handler({"message": "Voices could not be mixed", "exception": error})

    def _turn(self) -> None:
        talking = {page.leg.sid: page.outbox for page in self._pages.values() if page.leg and page.outbox}
        for sid, frame in self._live.turn(talking).items():
            talking[sid].sound(frame)

    def _open(self, wanted: str | None, outbox: Outbox) -> Page:
        number = wanted if wanted and OWN.fullmatch(wanted) and self._is_free(wanted) else self._next()
        if number in self._drops:
            self._drops.pop(number).cancelled = True
        page = self._pages.get(number) or Page(number, self._live)
        self._pages[number] = self._exchange.handsets.known[number] = page
        numbers = [{"number": number, "name": self._names.get(number, "")} for number in self._exchange.numbers]
        outbox.tell({"event": "hello", "number": number, "numbers": numbers, "speech": self._live.speech.is_here, "at": page.lasted})
        if wanted and wanted != number:
            outbox.tell({"event": "busy", "why": "taken", "wanted": wanted, "number": number})
        page.look(outbox)
        return page

    def _is_free(self, number: str) -> bool:
        page = self._pages.get(number)
        return number not in self._exchange.numbers and (page is None or page.outbox is None)

    def _next(self) -> str:
        numbers = (f"+{FIRST_OWN + step}" for step in count())
        return next(number for number in numbers if number not in self._pages and number not in self._exchange.numbers)

    def _drop(self, page: Page) -> None:
        del self._drops[page.number], self._pages[page.number], self._exchange.handsets.known[page.number]
        if page.leg:
            self._exchange.hang_up(page.leg, "the page was closed")
