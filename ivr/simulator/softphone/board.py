"""All pages by number, and their voices, over one exchange in real time."""

import asyncio
import re
from collections.abc import Mapping
from itertools import count

from ivr.simulator.clock import Alarm
from ivr.simulator.office.tokens import read_token
from ivr.simulator.people.handset import Handset, Handsets, Scripted
from ivr.simulator.softphone.device import Device
from ivr.simulator.softphone.live import Live
from ivr.simulator.softphone.outbox import Outbox
from ivr.simulator.softphone.page import Page
from ivr.simulator.sound.wav import FRAME_SECONDS

OWN = re.compile(r"\+?[0-9]{3,15}")
FIRST_OWN = 15550002222
# How long the carrier waits for a page that went without a word before its leg is dropped.
DROP_SECONDS = 5.0
MOST_BEHIND = 1.0


class Telephones(Handsets):
    """Pages by number; who is at any other number is called by that number."""

    def at(self, address: str) -> Handset:
        """Give who is there."""
        return self.known.get(address) or Scripted(name=address)


class Board:
    """Give pages their handsets. `names` tells what the numbers are called that applications answer."""

    def __init__(self, live: Live, names: Mapping[str, str]) -> None:
        self._live, self._exchange, self._names = live, live.exchange, names
        self._pages: dict[str, Page] = {}
        self._drops: dict[str, Alarm] = {}
        self._devices = count(1)

    def open(self, wanted: str | None, outbox: Outbox) -> Page:
        """Give a page that has come its handset: the one it had, the number it wants where that is free, or another."""
        return self._live.do(lambda: self._open(wanted, outbox))

    def connect(self, token: str, call: str | None, outbox: Outbox) -> Device:
        """Give a page that calls by the voice SDK its device: the one whose call goes on, or a new one. Raises BadToken."""
        return self._live.do(lambda: self._connect(token, call, outbox))

    def close(self, page: Page, outbox: Outbox) -> None:
        """Take note that nobody looks at a page any more: unless it comes again soon, its call is dropped."""
        if page.outbox is not outbox:
            return
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
        page = self._pages.get(number) or Page(number, self._live)
        self._keep(page)
        self._pages[number] = self._exchange.handsets.known[number] = page
        numbers = [{"number": number, "name": self._names.get(number, "")} for number in self._exchange.numbers]
        outbox.tell({"event": "hello", "number": number, "numbers": numbers, "speech": self._live.speech.is_here, "at": page.lasted})
        if wanted and wanted != number:
            outbox.tell({"event": "busy", "why": "taken", "wanted": wanted, "number": number})
        page.look(outbox)
        return page

    def _connect(self, token: str, call: str | None, outbox: Outbox) -> Device:
        identity = read_token(token, self._exchange.account, self._exchange.clock.now()).identity
        device = self._device(identity, call) or Device(f"client:{identity} {next(self._devices)}", identity, token, self._live)
        self._keep(device)
        self._pages[device.number] = device
        if device.outbox:
            device.outbox.close()
        outbox.tell({"event": "hello", "call": device.leg and device.leg.sid})
        device.look(outbox)
        return device

    def _device(self, identity: str, call: str | None) -> Device | None:
        """Find whose call goes on that a page asks for again."""
        for page in self._pages.values():
            if isinstance(page, Device) and page.identity == identity and page.leg and page.leg.sid == call:
                return page
        return None

    def _keep(self, page: Page) -> None:
        if page.number in self._drops:
            self._drops.pop(page.number).cancelled = True

    def _is_free(self, number: str) -> bool:
        page = self._pages.get(number)
        return number not in self._exchange.numbers and (page is None or page.outbox is None)

    def _next(self) -> str:
        numbers = (f"+{FIRST_OWN + step}" for step in count())
        return next(number for number in numbers if number not in self._pages and number not in self._exchange.numbers)

    def _drop(self, page: Page) -> None:
        del self._drops[page.number], self._pages[page.number]
        self._exchange.handsets.known.pop(page.number, None)
        if page.leg:
            self._exchange.hang_up(page.leg, "the page was closed")
