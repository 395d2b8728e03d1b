"""What waits to go to one page. Telling it never waits: a page that does not keep up misses voice first, then is let go."""

import asyncio

from aiohttp import WSCloseCode
from aiohttp.web import WebSocketResponse

from ivr.simulator.softphone.replay import Message, as_json

MOST_FRAMES_WAITING, MOST_WAITING, MOST_BYTES_WAITING = 50, 2000, 1 << 20
SLOW_SECONDS = 10.0


class Outbox:
    """Messages in the order they were told, as JSON, and frames of voice between them."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self._bytes = 0

    def tell(self, message: Message) -> None:
        """Send a message, or let go of a page for which too many wait."""
        text = as_json(message)
        self._bytes += len(text.encode())
        if self._waiting.qsize() < MOST_WAITING and self._bytes <= MOST_BYTES_WAITING:
            self._waiting.put_nowait(text)
        else:
            self.close()

    def sound(self, frame: bytes) -> None:
        """Send a frame of voice; one that could only be heard late is dropped."""
        if self._waiting.qsize() < MOST_FRAMES_WAITING:
            self._waiting.put_nowait(frame)

    def close(self) -> None:
        """Send nothing more, nor what waits."""
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(None)

    async def pump(self, socket: WebSocketResponse) -> None:
        """Carry to the page what waits until there is no more to come, then close the socket."""
        try:
            while (message := await self._waiting.get()) is not None:
                async with asyncio.timeout(SLOW_SECONDS):
                    if isinstance(message, bytes):
                        await socket.send_bytes(message)
                    else:
                        self._bytes -= len(message.encode())
                        await socket.send_str(message)
        except (TimeoutError, ConnectionError):
            pass
        finally:
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
