"""The rooms of ivr/, what each may import, and the lists that name what is in a folder."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ivr.flow.nodes import NODES
from ivr.lint.rules import RULES
from ivr.service.actions import INSIDE, OUTSIDE
from ivr.simulator.verbs import VERBS
from ivr.storage.tables import SCHEMA

ROOT = Path(__file__).parent.parent
IVR = ROOT / "ivr"
LOADER = IVR / "cli" / "__init__.py"
"""The one module that imports by a dotted string: a command waits for its own libraries and for no others."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a room may import of ours, which libraries, and whether it is pure: no I/O, clock or chance."""

    ours: frozenset[str]
    libraries: frozenset[str] = frozenset()
    pure: bool = False


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def room(ours: str = "", libraries: str = "", *, pure: bool = False) -> Room:
    return Room(names(ours), names(libraries), pure)


ROOMS = {
    "__init__": room(),
    "__main__": room("cli"),
    "errors": room(),
    "config": room("errors", "pydantic pydantic_settings"),
    "gunicorn": room("", "gunicorn"),
    "logs": room("", "structlog"),
    "spoken": room("", "cn2an", pure=True),
    "calendar": room("", "chinese_calendar", pure=True),
    "speech": room("", "rapidfuzz opencc", pure=True),
    "agents": room("errors", pure=True),
    "flow": room("spoken calendar speech errors", pure=True),
    "compiler": room("flow spoken calendar speech errors", "yaml rapidfuzz"),
    "lint": room("flow compiler proof speech spoken calendar errors", "anyascii rapidfuzz"),
    "proof": room("flow compiler spoken errors"),
    "picture": room("agents flow compiler proof errors"),
    "twiml": room("flow spoken errors", "twilio"),
    "storage": room("flow agents errors", "sqlalchemy psycopg alembic cryptography"),
    "outside": room("errors", "httpx2 pydantic requests twilio"),
    "service": room("flow agents calendar spoken compiler storage outside errors"),
    "web": room("service twiml flow agents errors", "flask prometheus_client structlog"),
    "demo_wallet": room("", "chinese_calendar flask gunicorn pydantic sqlalchemy werkzeug"),
    "simulator": room("", "aiohttp jwt prompt_toolkit requests rich twilio yaml yarl"),
    "settled": room("config storage outside"),
    "in_force": room("config errors flow calendar compiler storage service"),
    "app": room("config settled in_force errors logs flow agents compiler spoken speech twiml storage outside service web", "flask"),
    "trial": room(
        "app config errors flow compiler calendar spoken speech storage service web proof simulator demo_wallet outside",
        "flask httpx2 pydantic pytest rich yaml",
    ),
    "cli": room("*", "click rich httpx2 pydantic"),
}

# The simulated carrier is a house of its own: each shelf stands on those before it, and the core reaches nothing outside.
SHELVES = ("core", "web", "office", "twiml", "verbs", "people", "exchange", "sound", "rest", "faces", "load", "softphone")
CORE = names("core office twiml verbs people exchange")
REACHES_OUT = names("aiohttp asyncio http multiprocessing pathlib requests secrets socket subprocess tempfile threading time")

TOUCHES_THE_WORLD = names(
    "asyncio http io logging multiprocessing os pathlib random secrets select shutil signal socket sqlite3 subprocess tempfile"
    " threading time urllib.request"
)
ASKS_THE_CLOCK = names("now today utcnow")


@dataclass(frozen=True, slots=True)
class Import:
    """One name imported, and whether that happens inside a function."""

    name: str
    line: int
    late: bool


def room_of(file: Path) -> str:
    first = file.relative_to(IVR).parts[0]
    return first.removesuffix(".py")


def imports(tree: ast.Module) -> Iterator[Import]:
    """Find every import, also inside functions and under TYPE_CHECKING; a relative one keeps its dots."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda))
    inside = {id(node) for function in functions for node in ast.walk(function)}
    for node in ast.walk(tree):
        late = id(node) in inside
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from (Import(f"{module}.{alias.name}", node.lineno, late) for alias in node.names)


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for file in sorted(IVR.rglob("*.py")):
        yield file, ast.parse(file.read_text(encoding="utf-8"), str(file))


MODULES = tuple(modules())


def within(name: str, packages: frozenset[str]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def slips(file: Path, tree: ast.Module) -> Iterator[str]:
    """Tell what a module imports that its room may not."""
    here = room_of(file)
    rule = ROOMS[here]
    for found in imports(tree):
        place = f"{file.relative_to(ROOT)}:{found.line}: "
        top, _, rest = found.name.partition(".")
        if found.late:
            yield f"{place}{found.name} is imported inside a function; import it at the top, or have app.py hand it in"
        if not top:
            yield f"{place}a relative import; write it out from ivr"
        elif top == "ivr":
            other = rest.partition(".")[0]
            if other not in (here, "") and "*" not in rule.ours and other not in rule.ours:
                yield f"{place}{here} may not import {other}"
        elif top in ("importlib", "pkgutil") and file != LOADER:
            yield f"{place}nothing is imported by a dotted string"
        elif top not in sys.stdlib_module_names:
            if top not in rule.libraries:
                yield f"{place}{here} may not use {top}"
        elif rule.pure and within(found.name, TOUCHES_THE_WORLD):
            yield f"{place}{here} is pure and may not use {top}"


def shelf_of(module: str) -> str:
    """Give the shelf of a module below ivr.simulator."""
    first = module.partition(".")[0]
    return first if first in SHELVES else "core"


def shelf_slips(file: Path, tree: ast.Module) -> Iterator[str]:
    """Tell what a module of the simulated carrier imports from a shelf above its own, or its core from outside."""
    here = shelf_of(".".join(file.relative_to(IVR / "simulator").with_suffix("").parts))
    for found in imports(tree):
        place = f"{file.relative_to(ROOT)}:{found.line}: "
        if found.name.startswith("ivr.simulator."):
            other = shelf_of(found.name.removeprefix("ivr.simulator."))
            if SHELVES.index(other) > SHELVES.index(here):
                yield f"{place}{here} may not import {other}"
        elif here in CORE and within(found.name, REACHES_OUT):
            yield f"{place}{here} is of the core and may not use {found.name}"


def clock_readings(file: Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKS_THE_CLOCK:
            owner = ast.unparse(node.func.value)
            if owner.rpartition(".")[2] in ("datetime", "date"):
                yield f"{file.relative_to(ROOT)}:{node.lineno}: {owner}.{node.func.attr} asks the clock"


def test_every_room_has_a_row_and_every_row_a_room() -> None:
    assert {room_of(file) for file, _ in MODULES} == set(ROOMS)


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_imports_only_what_its_row_allows(name: str) -> None:
    assert [slip for file, tree in MODULES if room_of(file) == name for slip in slips(file, tree)] == []


def test_the_simulated_carriers_shelves_stand_on_one_another_and_its_core_reaches_nothing_outside() -> None:
    files = [(file, tree) for file, tree in MODULES if room_of(file) == "simulator"]
    assert {path.name for path in (IVR / "simulator").iterdir() if path.is_dir()} - {"__pycache__"} == {*SHELVES} - {"core"}
    assert [slip for file, tree in files for slip in shelf_slips(file, tree)] == []


@pytest.mark.parametrize("name", [name for name, rule in ROOMS.items() if rule.pure])
def test_a_pure_room_is_told_the_time(name: str) -> None:
    assert [reading for file, tree in MODULES if room_of(file) == name for reading in clock_readings(file, tree)] == []


BAD = (
    ("flow/x.py", "from ivr.storage import base", "flow may not import storage"),
    ("flow/x.py", "import random", "flow is pure and may not use random"),
    ("flow/x.py", "from urllib import request", "flow is pure and may not use urllib"),
    ("flow/x.py", "if TYPE_CHECKING:\n    from ivr.web import door", "flow may not import web"),
    ("compiler/x.py", "import sqlalchemy.orm", "compiler may not use sqlalchemy"),
    ("simulator/x.py", "from ivr import flow", "simulator may not import flow"),
    ("service/x.py", "def f():\n    from ivr.flow import state", "inside a function"),
    ("service/x.py", "from . import turns", "a relative import"),
    ("app.py", "import importlib", "dotted string"),
    ("cli/x.py", "from pkgutil import resolve_name", "dotted string"),
    ("app.py", "from ivr.simulator import phone", "app may not import simulator"),
)


@pytest.mark.parametrize(("file", "text", "said"), BAD)
def test_a_wrong_arrow_is_found(file: str, text: str, said: str) -> None:
    assert any(said in slip for slip in slips(IVR / file, ast.parse(text)))


WRONG_SHELF = (
    ("simulator/office/x.py", "from ivr.simulator.exchange import call", "office may not import exchange"),
    ("simulator/clock.py", "from ivr.simulator.web.line import Line", "core may not import web"),
    ("simulator/exchange/x.py", "import time", "exchange is of the core and may not use time"),
)


@pytest.mark.parametrize(("file", "text", "said"), WRONG_SHELF)
def test_a_wrong_shelf_is_found(file: str, text: str, said: str) -> None:
    assert any(said in slip for slip in shelf_slips(IVR / file, ast.parse(text)))


def test_asking_the_clock_is_found() -> None:
    assert list(clock_readings(IVR / "flow/x.py", ast.parse("datetime.now(UTC)")))


def kinds_in(folder: str) -> set[str]:
    """Name the modules of a shelf that hold one of its kind each."""
    beside = {"__init__", "asked", "context"}
    return {file.stem for file in (IVR / folder).glob("*.py")} - beside


def test_the_node_types_are_the_files_of_their_folder() -> None:
    assert {node.__module__.rpartition(".")[2] for node in NODES.values()} == kinds_in("flow/nodes")


def test_the_verbs_are_the_files_of_their_folder() -> None:
    assert {verb.__module__.rpartition(".")[2] for verb in VERBS.values()} == kinds_in("simulator/verbs")


def test_the_actions_are_the_files_of_their_folder() -> None:
    assert {module.__name__.rpartition(".")[2] for module in (*INSIDE, *OUTSIDE)} == kinds_in("service/actions")


def test_the_rules_of_lint_are_the_files_of_their_folder() -> None:
    assert {rule.ID.replace("-", "_") for rule in RULES} == kinds_in("lint/rules")


def test_the_migrations_stand_in_one_line_and_the_last_is_the_one_the_program_needs() -> None:
    """Two that were written at the same time under one number would stop every start."""
    texts = [file.read_text() for file in (IVR / "storage/migrations/versions").glob("[!_]*.py")]
    follows = dict(sorted(re.findall(r'^revision = "(\d+)"\ndown_revision = "?(\w+)"?$', "\n".join(texts), re.MULTILINE)))
    assert len(follows) == len(texts)
    assert list(follows.values()) == ["None", *follows][:-1]
    assert list(follows)[-1] == SCHEMA
