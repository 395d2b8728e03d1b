"""Read a verb's attributes: a bad one is a warning and its default stands, as Twilio does."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ivr.simulator.events import Error


@dataclass(slots=True)
class Attributes:
    """One verb's attributes, collecting what Twilio would warn about."""

    element: Element
    known: str
    warnings: list[Error] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in sorted(set(self.element.keys()) - set(self.known.split())):
            self.warn(12200, f"<{self.element.tag}> has no attribute {name!r}")

    def warn(self, code: int, message: str) -> None:
        """Note one warning."""
        self.warnings.append(Error(code, "warning", message))

    def text(self, name: str, default: str = "") -> str:
        """Read free text."""
        return self.element.get(name, default)

    def whole(self, name: str, default: int, code: int, least: int = 0, most: int | None = None) -> int:
        """Read a whole number within bounds."""
        value = self.element.get(name)
        if value is None:
            return default
        if value.isascii() and value.isdigit() and least <= int(value) and (most is None or int(value) <= most):
            return int(value)
        bounds = f"from {least} to {most}" if most is not None else f"from {least} up"
        self.warn(code, f"{self._place(name)} should be a whole number {bounds}; {default} is used")
        return default

    def choice(self, name: str, allowed: Iterable[str], default: str, code: int) -> str:
        """Read one of a few words."""
        value = self.element.get(name, default)
        if value in allowed:
            return value
        self.warn(code, f"{self._place(name)} should be one of {' '.join(allowed)}; {default} is used")
        return default

    def flag(self, name: str, default: bool, code: int) -> bool:
        """Read true or false."""
        return self.choice(name, ("true", "false"), str(default).lower(), code) == "true"

    def method(self, code: int, name: str = "method") -> str:
        """Read an HTTP method; POST when there is none."""
        value = self.element.get(name, "POST").upper()
        if value in ("GET", "POST"):
            return value
        self.warn(code, f"{self._place(name)} should be GET or POST; POST is used")
        return "POST"

    def _place(self, name: str) -> str:
        return f'<{self.element.tag} {name}="{self.element.get(name)}">:'
