"""Turn an answer into verbs to run, refusing what Twilio refuses: content types, size, broken or boundless XML."""

from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ivr.simulator.effects import Reply
from ivr.simulator.outcomes import Fatal

# https://www.twilio.com/docs/api/errors/11750
MOST_BYTES = 64 * 1024
XML_TYPES = ("text/xml", "application/xml", "text/html")
AUDIO_TYPES = frozenset(f"audio/{kind}" for kind in ["mpeg", "wav", "wave", "x-wav", "aiff", "x-aifc", "x-aiff", "x-gsm", "gsm", "ulaw"])
# No verb nests as deep, with all its SSML; what does is an attack on whoever walks it.
DEEPEST = 32


@dataclass(frozen=True, slots=True)
class Document:
    """Verbs, and the URL that relative addresses in them start from."""

    url: str
    verbs: tuple[Element, ...]


def read(reply: Reply) -> Document:
    """Read an answer as Twilio does, by its Content-Type; raises Fatal."""
    kind = content_type(reply)
    if kind in AUDIO_TYPES:
        return Document(reply.url, (_made("Play", reply.url),))
    if len(reply.body) > MOST_BYTES:
        raise Fatal(11750, f"{reply.url} answered more than {MOST_BYTES} bytes; TwiML may have so many")
    if not reply.body.strip():
        raise Fatal(11770, f"{reply.url} answered an empty document")
    if kind in XML_TYPES:
        return Document(reply.url, parse(reply))
    if kind == "text/plain":
        return Document(reply.url, _plain(reply))
    if not kind:
        # https://www.twilio.com/docs/api/errors/12300
        raise Fatal(11200, f"{reply.url} answered without a Content-Type, which counts as 502 Bad Gateway; it should be text/xml")
    raise Fatal(12300, f"{reply.url} answered Content-Type {kind}; it should be text/xml")


def content_type(reply: Reply) -> str:
    """Give the media type alone, in lower case."""
    return reply.headers.get("content-type", "").partition(";")[0].strip().lower()


def parse(reply: Reply) -> tuple[Element, ...]:
    """Read TwiML; white space or a BOM before the XML declaration is refused, as Twilio does. Raises Fatal."""
    return _verbs(reply.url, reply.body)


@lru_cache(maxsize=64)
def _verbs(url: str, body: bytes) -> tuple[Element, ...]:
    """Read what may have been read before: callers who do the same are answered the same. Nobody changes an element."""
    if body.startswith(b"\xef\xbb\xbf"):
        raise Fatal(12100, f"{url}: a byte order mark stands before the document; send it without")
    try:
        # What is risky in XML begins with a document type, which _NoDoctype refuses before any of it is read.
        root = ElementTree.fromstring(body, ElementTree.XMLParser(target=_NoDoctype()))  # noqa: S314
    except _Doctype:
        raise Fatal(12100, f"{url}: TwiML has no document type; leave <!DOCTYPE> and its entities out") from None
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Fatal(12100, f"{url} is not well-formed XML: {error}") from error
    if root.tag != "Response":
        raise Fatal(12102, f"{url}: the document's root is <{root.tag}>; it should be <Response>")
    _not_too_deep(root, url)
    return tuple(root)


class _Doctype(Exception):
    """A document type was declared."""


class _NoDoctype(ElementTree.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise _Doctype


def _not_too_deep(root: Element, url: str) -> None:
    level = [root]
    for _ in range(DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return
    raise Fatal(12100, f"{url}: elements stand more than {DEEPEST} deep in one another")


def _plain(reply: Reply) -> tuple[Element, ...]:
    try:
        return parse(reply)
    except Fatal:
        return (_made("Say", reply.body.decode("utf-8", "replace")),)


def _made(tag: str, text: str) -> Element:
    element = Element(tag)
    element.text = text
    return element
