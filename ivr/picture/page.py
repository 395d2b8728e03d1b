"""A page to look at: one file with everything in it, laid out in the browser."""

import json
from dataclasses import asdict
from pathlib import Path

from ivr.picture.drawing import Drawing

STATIC = Path(__file__).parent / "static"
SCRIPTS = ("words.js", "drawing.js", "cards.js", "layout.js", "panel.js", "main.js")


def page(drawing: Drawing, home: Path) -> str:
    """Give the page as HTML. `home` is the folder of the menus, to which its links for an editor lead."""
    data = json.dumps({**asdict(drawing), "home": home.resolve().as_posix().lstrip("/")}, ensure_ascii=False, separators=(",", ":"))
    text = _static("graph.html")
    for name, value in {
        "hotline": drawing.hotline,
        "style": _static("graph.css"),
        "dagre": _static("dagre.min.js"),
        "script": "\n".join(map(_static, SCRIPTS)),
        "drawing": data.replace("<", "\\u003c"),
    }.items():
        text = text.replace(f"%{name}%", value)
    return text


def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
