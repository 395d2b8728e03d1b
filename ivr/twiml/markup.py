"""Any text made fit for an XML document: what XML cannot carry is dropped, what it reserves is escaped."""

import re

_UNSPEAKABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
"""Control characters, lone surrogates and noncharacters. The carrier refuses a document that holds one (12100)."""


def clean(text: str) -> str:
    """Put a space where a text has what can be neither spoken nor written in XML."""
    return text if text.isprintable() else _UNSPEAKABLE.sub(" ", text)


def content(text: str) -> str:
    """Give a text as the content of an element."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """Give a text as the value of an attribute, within double quotes."""
    return content(text).replace('"', "&quot;")
