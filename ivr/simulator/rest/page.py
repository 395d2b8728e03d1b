"""Lists in pages, such that a page goes on where the last one ended although new rows have come before it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from ivr.simulator.rest.asked import Asked
from ivr.simulator.rest.http import Answer, shown

# https://www.twilio.com/docs/usage/twilios-response#pagination
USUAL_SIZE, MOST_SIZE, MOST = 50, 1000, 999_999_999
PAGING = ("Page", "PageSize", "PageToken")

T = TypeVar("T")


def page(
    asked: Asked, key: str, rows: Sequence[T], sid: Callable[[T], str], show: Callable[[T], Mapping[str, Any]], api: str | None = None
) -> Answer:
    """Answer with one page of the rows, which are in the order of the list; with `api` its links are whole, as the newer APIs' are."""
    size = min(asked.whole("PageSize", USUAL_SIZE, 0, MOST, 20001) or 1, MOST_SIZE)
    number = asked.whole("Page", 0, 0, MOST, 20001)
    start = _start(asked.text("PageToken"), [sid(row) for row in rows], number * size, size)
    part = rows[start : start + size]
    following = _uri(asked, size, number + 1, f"PA{sid(part[-1])}") if part and start + size < len(rows) else None
    previous = _uri(asked, size, number - 1, f"PB{sid(part[0])}") if part and start > 0 else None
    this, first = _uri(asked, size, number, asked.text("PageToken")), _uri(asked, size, 0)
    shown_rows = [show(row) for row in part]
    if api is not None:
        links = {"url": this, "first_page_url": first, "next_page_url": following, "previous_page_url": previous}
        absolute = {name: uri and api + uri for name, uri in links.items()}
        return shown({key: shown_rows, "meta": {"key": key, "page": number, "page_size": size, **absolute}})
    links = {"uri": this, "first_page_uri": first, "next_page_uri": following, "previous_page_uri": previous}
    bounds = {"page": number, "page_size": size, "start": start, "end": max(start, start + len(part) - 1)}
    return shown({key: shown_rows, **links, **bounds})


def _start(token: str, sids: Sequence[str], otherwise: int, size: int) -> int:
    """Find where a page begins: after the row that the token names, or so many before it."""
    kind, sid = token[:2], token[2:]
    if sid not in sids:
        return otherwise
    return sids.index(sid) + 1 if kind == "PA" else max(0, sids.index(sid) - size)


def _uri(asked: Asked, size: int, number: int, token: str = "") -> str:
    filters = [(name, value) for name, value in asked.request.query if name not in PAGING]
    paging = [("PageSize", str(size)), ("Page", str(max(0, number)))] + ([("PageToken", token)] if token else [])
    return f"{asked.request.path}?{urlencode(filters + paging)}"
