"""What waits to go to one page. Telling it never waits: a page that does not keep up misses voice first, then is let go."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import WSCloseCode
from aiohttp.web import WebSocketResponse

MOST_FRAMES_WAITING, MOST_WAITING = 50, 2000
SLOW_SECONDS = 10.0


class Outbox:
    """Messages in the order they were told, as JSON, and frames of voice between them."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[str | bytes | None] = asyncio.Queue()

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a message, or let go of a page for which too many wait."""
        if self._waiting.qsize() < MOST_WAITING:
            self._waiting.put_nowait(json.dumps(message, ensure_ascii=False))
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
                    await (socket.send_str(message) if isinstance(message, str) else socket.send_bytes(message))
        except (TimeoutError, ConnectionError):
            pass
        await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
