"""What a load run has shown: turns a second, how long answers took, how calls ended, errors and remarks."""

import re
from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ivr.simulator import events

CALLER = "caller"
PERCENTS = (50, 90, 99)
QUERY, NUMBER = re.compile(r"\?\S+"), re.compile(r"\d+(\.\d+)?")
# What is another in each call: a SID, any long number, a number in a path.
OWN = re.compile(r"\b[A-Z]{2}[0-9a-f]{32}|\+?\b\d{6,}|(?<=[^/]/)\d+\b")


@dataclass(slots=True)
class Report:
    """Figures that grow while calls are made. Times are in seconds; a turn is one request and counts from when it was due."""

    rung: int = 0
    open: int = 0
    most_open: int = 0
    seconds: float = 0.0
    latencies: "array[float]" = field(default_factory=lambda: array("d"))
    endings: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)

    @property
    def broke(self) -> bool:
        """Tell whether any call met an error, or has not ended."""
        return self.open > 0 or any(what.startswith("error") for what in (*self.errors, *self.endings))

    @property
    def turns_per_second(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def begin(self) -> None:
        """Count a call that begins."""
        self.rung += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)

    def hear(self, event: events.Event) -> None:
        """Count what happens in a call."""
        match event.what:
            case events.Ended(by, reason) if event.leg == CALLER:
                self.open -= 1
                self.endings[f"{by}: {_common(reason)}"] += 1
            case events.Error(code, severity, message):
                self.errors[f"{severity} {code}: {_common(message)}"] += 1
            case events.Remark(text):
                self.remarks[NUMBER.sub("…", _common(text.partition(": ")[0]))] += 1

    def slip(self, error: Exception) -> None:
        """Count a call in which the carrier itself failed."""
        self.errors[f"error: the carrier failed: {type(error).__name__}: {_common(str(error))}"] += 1

    def percentiles(self) -> dict[str, float]:
        """Give milliseconds within which so many of a hundred turns were answered, and the longest; nothing without turns."""
        ordered = sorted(self.latencies)
        if not ordered:
            return {}
        millis = {f"p{percent}": ordered[(len(ordered) * percent - 1) // 100] for percent in PERCENTS} | {"max": ordered[-1]}
        return {name: round(value * 1000, 1) for name, value in millis.items()}

    def as_json(self) -> dict[str, Any]:
        """Give what `--json` prints."""
        counted = {name: dict(counts.most_common()) for name, counts in self._counted.items()}
        figures = {"calls": self.rung, "most_open": self.most_open, "seconds": round(self.seconds, 1), "turns": len(self.latencies)}
        return figures | {"turns_per_second": round(self.turns_per_second, 1), "latency_ms": self.percentiles()} | counted

    def as_text(self) -> str:
        """Give the report for people."""
        lines = [
            f"{self.rung:,} calls in {self.seconds:.1f} s, at most {self.most_open:,} at the same time",
            f"{len(self.latencies):,} turns, {self.turns_per_second:.1f} a second",
        ]
        if self.latencies:
            times = ", ".join(f"{name} {millis:g} ms" for name, millis in self.percentiles().items())
            lines.append(f"from the instant a turn was due to its answer: {times}")
        for name, counts in self._counted.items():
            lines += [f"{name}:", *(f"{count:>9,}  {text}" for text, count in counts.most_common())] if counts else []
        return "\n".join(lines)

    @property
    def _counted(self) -> dict[str, Counter[str]]:
        return {"endings": self.endings, "errors": self.errors, "remarks": self.remarks}


def _common(text: str) -> str:
    """Leave out what tells one call from another, so that the same words are one line."""
    return OWN.sub("…", QUERY.sub("", text))
