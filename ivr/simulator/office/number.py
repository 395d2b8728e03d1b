"""A telephone number that an application answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """What the carrier has been told about a number that an application answers; `texts` is where its messages go."""

    url: str
    method: str = "POST"
    fallback: str | None = None
    status: str | None = None
    texts: str | None = None
