"""Asks the YAML language server what it makes of our menus: `python -m tools.ask_editor node_modules/.bin/yaml-language-server`.

It is set up as the README says, with the schema `ivr schema` gives for the shipped menus, and what it answers is printed as
docs/editor.md shows it. Needs Node; the tests do not run it.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from ivr.cli import main as ivr

ROOT = Path(__file__).parent.parent
MENUS = ROOT / "menus"
HERE = "▮"
MOST_SHOWN = 9

OFFERS = (
    "menu: extra\nnodes:\n  ask:\n    type: ▮",
    "menu: extra\nnodes:\n  ask:\n    type: menu\n    ▮",
    "menu: extra\nnodes:\n  ask:\n    type: menu\n    options:\n      1:\n        ▮",
    "menu: extra\nnodes:\n  ask:\n    type: say\n    goto: ▮",
    "menu: extra\nnodes:\n  ask:\n    type: action\n    action: ▮",
    "menu: extra\nnodes:\n  ask:\n    type: action\n    action: tickets.open\n    outcomes:\n      ▮",
    "menu: extra\nnodes:\n  ask:\n    type: queue\n    queue: ▮",
    "menu: extra\nnodes:\n  ask:\n    type: say\n    sms: ▮",
)
EXPLAINED = (
    "menu: extra\nnodes:\n  ask:\n    type: menu\n    op▮tions: {}",
    "menu: extra\nnodes:\n  ask:\n    type: menu\n    options:\n      1: {label: {zh: 好, en: Yes}, car▮eful: yes, goto: ask}",
)
MARKED = (
    "menu: extra\nnodes:\n  ask:\n    type: menu\n    promt: {zh: 好, en: Yes}",
    "menu: extra\nnodes:\n  ask: {type: say, prompt: {zh: 好}, goto: ask}",
    "menu: extra\nnodes:\n  ask: {type: say, prompt: {zh: 好, en: Yes}}",
    "menu: extra\nnodes:\n  ask: {type: say, goto: ask, timeout: 5s}",
    'menu: extra\nnodes:\n  ask: {type: say, prompt: {zh: "{amount:mony}", en: Yes}, goto: ask}',
    "menu: extra\nnodes:\n  ask:\n    type: menu\n    options:\n      0: {label: {zh: 好, en: Yes}, goto: ask}",
    "menu: extra\nnodes:\n  ask:\n    type: menu\n    options:\n      1: {label: {zh: 好, en: Yes}, goto: ask, do: back}",
    "menu: extra\nnodes:\n  ask: {type: choose, cases: [{when: language = en, goto: ask}], else: ask}",
)


class Editor:
    """The editor's side of the Language Server Protocol, one question after the other."""

    def __init__(self, command: list[str], folder: Path, settings: dict[str, Any]) -> None:
        self.folder, self.settings = folder, settings
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._asked = 0
        here = {"uri": folder.as_uri(), "name": folder.name}
        self.ask("initialize", processId=None, rootUri=here["uri"], workspaceFolders=[here], capabilities=CAPABILITIES)
        self._send(method="initialized", params={})
        self._send(method="workspace/didChangeConfiguration", params={"settings": settings})

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()

    def open(self, name: str, text: str) -> tuple[str, list[dict[str, Any]]]:
        """Open a file; give its address and what is marked in it."""
        uri = (self.folder / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send(method="textDocument/didOpen", params={"textDocument": document})
        told = self._until(lambda message: message.get("params", {}).get("uri") == uri and "diagnostics" in message["params"])
        return uri, told["params"]["diagnostics"]

    def at_cursor(self, method: str, name: str, text: str) -> Any:
        """Ask about the place of the cursor."""
        before, _, after = text.partition(HERE)
        uri, _ = self.open(name, before + after)
        start = before.rpartition("\n")[2]
        place = {"line": before.count("\n"), "character": len(start)}
        return self.ask(f"textDocument/{method}", textDocument={"uri": uri}, position=place)

    def ask(self, method: str, **params: Any) -> Any:
        self._asked += 1
        number = self._asked
        self._send(id=number, method=method, params=params)
        return self._until(lambda message: message.get("id") == number and "method" not in message)["result"]

    def _send(self, **message: Any) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while not wanted(message := self._read()):
            if "id" in message and "method" in message:
                sections = [each["section"] for each in message["params"].get("items", ())]
                self._send(id=message["id"], result=[self.settings.get(section, {}) for section in sections])
        return message

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        if not length:
            raise SystemExit("The language server has ended.")
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message


CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True}},
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {},
    },
}


def settings() -> dict[str, Any]:
    """Give what the README has people write in .vscode/settings.json, as a server is told it."""
    (block,) = re.findall(r"^```json\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return {"yaml": {"validate": True, "hover": True, "completion": True, "schemas": json.loads(block)["yaml.schemas"]}}


def answers(editor: Editor) -> Iterator[str]:
    """Give the lines of the record."""
    shipped = {file.name: editor.open(f"menus/{file.name}", file.read_text(encoding="utf-8"))[1] for file in sorted(MENUS.glob("*.yaml"))}
    marked = {name: found for name, found in shipped.items() if found}
    yield f"Of the {len(shipped)} shipped files it marks {marked or 'nothing'}.\n"
    yield "| written, with the cursor at ▮ | it offers |\n| --- | --- |"
    for n, text in enumerate(OFFERS):
        offered = editor.at_cursor("completion", f"menus/offer{n}.yaml", text)["items"]
        yield f"| {shown(text)} | {listed([item['label'] for item in offered])} |"
    yield "\n| with the mouse at ▮ | it says, in English and in Chinese |\n| --- | --- |"
    for n, text in enumerate(EXPLAINED):
        said = [hovered(editor.at_cursor("hover", f"{folder}/explain{n}.yaml", text)) for folder in ("menus", "zh")]
        yield f"| {shown(text)} | {'<br>'.join(said)} |"
    yield "\n| written | it marks |\n| --- | --- |"
    for n, text in enumerate(MARKED):
        _, found = editor.open(f"menus/mark{n}.yaml", text)
        told = (f"line {each['range']['start']['line'] + 1}: {each['message']}" for each in found)
        yield f"| {shown(text)} | {'<br>'.join(told)} |"


def shown(text: str) -> str:
    """Show the end of a file in a cell."""
    return "<br>".join(f"`{line.replace('|', chr(92) + '|')}`" for line in text.split("\n")[2:])


def listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else ""
    return ", ".join(f"`{name}`" for name in names[:MOST_SHOWN]) + more


def hovered(answer: dict[str, Any]) -> str:
    return str(answer["contents"]["value"]).partition("\n")[0].replace("\\", "")


def main(command: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        known = settings()
        for language, file in (("en", next(iter(known["yaml"]["schemas"]))), ("zh", ".vscode/zh.json")):
            CliRunner().invoke(ivr, ["schema", str(MENUS), "--language", language, "-o", str(folder / file)], catch_exceptions=False)
        known["yaml"]["schemas"][".vscode/zh.json"] = "zh/*.yaml"
        with closing(Editor([*command, "--stdio"], folder, known)) as editor:
            print("\n".join(answers(editor)))


if __name__ == "__main__":
    main(sys.argv[1:])
