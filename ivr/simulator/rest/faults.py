"""What goes wrong with the REST API on demand. The deed of an answer that is lost or late has been done."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from ivr.simulator.rest.http import Answer, Refusal, Request

Handle = Callable[[Request], Answer]


def refuse(seconds: float, handle: Handle, request: Request) -> Answer:
    """Too many requests: nothing is done."""
    return Refusal(429, 20429, "Too Many Requests", {"Retry-After": str(max(1, round(seconds)))}).answer()


def fail(seconds: float, handle: Handle, request: Request) -> Answer:
    """An error within the carrier: nothing is done, which the application cannot know."""
    return Refusal(500, 20500, "An internal server error has occurred").answer()


def lose(seconds: float, handle: Handle, request: Request) -> Answer:
    """The deed is done, and its answer never arrives."""
    return replace(handle(request), seconds=math.inf)


def delay(seconds: float, handle: Handle, request: Request) -> Answer:
    """The deed is done, and its answer is late."""
    return replace(handle(request), seconds=seconds)


WAYS: Mapping[str, Callable[[float, Handle, Request], Answer]] = {"refuse": refuse, "fail": fail, "lose": lose, "delay": delay}
