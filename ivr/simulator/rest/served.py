"""The REST API over HTTP, on the port of the softphone's pages."""

import asyncio
import math
from collections.abc import Callable
from urllib.parse import parse_qsl

from aiohttp import web

from ivr.simulator.rest.http import Answer, Request

PATHS = "/{path:(2010-04-01|v2)/.*}"


async def serve(request: web.Request, ask: Callable[[Request], Answer]) -> web.Response:
    """Answer a request; a late answer is waited for, and with one that is lost the line is cut."""
    form = parse_qsl((await request.read()).decode("utf-8", "replace"), keep_blank_values=True)
    query = parse_qsl(request.query_string, keep_blank_values=True)
    headers = {name.lower(): value for name, value in request.headers.items()}
    answer = ask(Request(request.method, request.raw_path.partition("?")[0], query, form, headers))
    if not math.isinf(answer.seconds):
        await asyncio.sleep(answer.seconds)
    elif request.transport:
        request.transport.abort()
    return web.Response(status=answer.status, headers=answer.headers, body=answer.body)
