"""Turn an answer into verbs to run, refusing what Twilio refuses: content types, size, broken XML."""

from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ivr.simulator.effects import Fatal, Reply

# https://www.twilio.com/docs/api/errors/11750
MOST_BYTES = 64 * 1024
XML_TYPES = ("text/xml", "application/xml", "text/html")
AUDIO_TYPES = frozenset(f"audio/{kind}" for kind in ["mpeg", "wav", "wave", "x-wav", "aiff", "x-aifc", "x-aiff", "x-gsm", "gsm", "ulaw"])


@dataclass(frozen=True, slots=True)
class Document:
    """Verbs, and the URL that relative addresses in them start from."""

    url: str
    verbs: tuple[Element, ...]

    def address(self, url: str | None) -> str:
        """Make an address absolute; without one it is the document's own."""
        return urljoin(self.url, url.strip()) if url else self.url


def read(reply: Reply) -> Document:
    """Read an answer as Twilio does, by its Content-Type; raises Fatal."""
    if len(reply.body) > MOST_BYTES:
        raise Fatal(11750, f"{reply.url} answered {len(reply.body)} bytes; TwiML may have {MOST_BYTES}")
    kind = content_type(reply)
    if kind in AUDIO_TYPES:
        return Document(reply.url, (_made("Play", reply.url),))
    if not reply.body.strip():
        raise Fatal(11770, f"{reply.url} answered an empty document")
    if kind in XML_TYPES:
        return Document(reply.url, parse(reply.body))
    if kind == "text/plain":
        return Document(reply.url, _plain(reply.body))
    raise Fatal(12300, f"{reply.url} answered Content-Type {kind or 'missing'}; it should be text/xml")


def content_type(reply: Reply) -> str:
    """Give the media type alone, in lower case."""
    return reply.headers.get("content-type", "").partition(";")[0].strip().lower()


def parse(body: bytes) -> tuple[Element, ...]:
    """Read TwiML; white space or a BOM before the XML declaration is refused, as Twilio does."""
    if body.startswith(b"\xef\xbb\xbf"):
        raise Fatal(12100, "a byte order mark stands before the document")
    try:
        # Expat limits entity expansion by itself, and the document is the tester's own.
        root = ElementTree.fromstring(body)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Fatal(12100, f"the document is not well-formed XML: {error}") from error
    if root.tag != "Response":
        raise Fatal(12100, f"the document's root is <{root.tag}>; it should be <Response>")
    return tuple(root)


def _plain(body: bytes) -> tuple[Element, ...]:
    try:
        return parse(body)
    except Fatal:
        return (_made("Say", body.decode("utf-8", "replace")),)


def _made(tag: str, text: str) -> Element:
    element = Element(tag)
    element.text = text
    return element
