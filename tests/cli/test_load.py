"""`ivr load` against a small real server."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Thread

import pytest
from aiohttp import web
from click.testing import CliRunner, Result
from twilio.request_validator import RequestValidator

from ivr.cli import main

TOKEN = "0123456789abcdef"
XML = {"content_type": "text/xml"}
MENU = '<Response><Gather numDigits="1" action="/chosen"><Say>Press a key.</Say></Gather></Response>'
WAIT = '<Pause length="5"/><Redirect/>'
OPEN = 1000
MOST_MEGABYTES = 300


@dataclass
class Server:
    """A menu, a page that breaks, and a room that nobody leaves before all are there."""

    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    unsigned: int = 0
    address: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        self.seen.append((request.path, form))
        signature = request.headers["X-Twilio-Signature"]
        self.unsigned += not RequestValidator(TOKEN).validate(str(request.url), form, signature)
        if request.path == "/menu":
            return web.Response(text=MENU, **XML)
        if request.path == "/loop":
            return web.Response(text="<Response><Redirect/></Response>", **XML)
        if request.path == "/chosen":
            return web.Response(text=f"<Response><Say>You chose {form['Digits']}.</Say></Response>", **XML)
        return web.Response(status={"/broken": 500, "/refused": 403}.get(request.path, 204))

    async def hold(self, request: web.Request) -> web.Response:
        self.held.add(str((await request.post())["CallSid"]))
        return web.Response(text=f"<Response>{'<Hangup/>' if len(self.held) == OPEN else WAIT}</Response>", **XML)


@pytest.fixture
def server() -> Iterator[Server]:
    server, started = Server(), Future()

    async def serve() -> None:
        over = asyncio.Event()
        application = web.Application()
        application.router.add_post("/hold", server.hold)
        application.router.add_route("*", "/{path:.*}", server.answer)
        runner = web.AppRunner(application)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        server.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        started.set_result((asyncio.get_running_loop(), over))
        await over.wait()
        await runner.cleanup()

    thread = Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    loop, over = started.result()
    yield server
    loop.call_soon_threadsafe(over.set)
    thread.join()


@pytest.fixture
def mix(tmp_path) -> str:
    file = tmp_path / "mix.yaml"
    file.write_text("callers: {chooses: {weight: 3, inputs: 1}, leaves: {hangs_up: 1}}")
    return str(file)


def load(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["load", *arguments], catch_exceptions=False)


AT_ONCE = ("--pace", "0", "--rate", "200")


def test_callers_ring_sign_and_are_counted(server, mix):
    result = load(f"{server.address}/menu", "--token", TOKEN, "--mix", mix, "--calls", "40", *AT_ONCE, "--status", "/over", "--json")
    report = json.loads(result.output)
    assert (result.exit_code, report["calls"], report["errors"]) == (0, 40, {})
    endings = report["endings"]
    assert set(endings) == {"document: the document ended", "caller: lost interest"}
    assert sum(endings.values()) == 40
    chosen = [form["Digits"] for path, form in server.seen if path == "/chosen"]
    assert chosen == ["1"] * endings["document: the document ended"]
    assert report["turns"] == len(server.seen) == 40 + len(chosen) + 40
    assert report["latency_ms"]["p50"] <= report["latency_ms"]["max"]
    assert server.unsigned == 0
    for name in ("CallSid", "From"):
        assert len({form[name] for path, form in server.seen if path == "/menu"}) == 40


def test_one_seed_decides_who_rings(server, mix):
    def endings(seed: str) -> dict[str, int]:
        result = load(f"{server.address}/menu", "--mix", mix, "--calls", "20", *AT_ONCE, "--seed", seed, "--json")
        return json.loads(result.output)["endings"]

    assert endings("5") == endings("5") != endings("6")
    assert len({form["CallSid"] for path, form in server.seen if path == "/menu"}) == 3 * 20


def test_calls_that_meet_errors_are_told_in_text_and_by_the_exit_code(server, mix):
    result = load(f"{server.address}/broken?n=1", "--mix", mix, "--calls", "3", *AT_ONCE)
    assert result.exit_code == 1
    assert result.output.startswith("3 calls in ")
    assert f"        3  error 11200: {server.address}/broken answered 500\n" in result.output


def test_calls_in_which_the_carrier_fails_are_counted_and_tell_no_inner_things(server, mix):
    result = load(f"{server.address}/menu", "--mix", mix, "--calls", "3", *AT_ONCE, "--fallback", "http://[x", "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (1, "")
    assert report["endings"] == {"error: the carrier failed": 3}
    assert report["errors"] == {"error: the carrier failed: ValueError: Invalid IPv6 URL": 3}


def test_who_is_refused_is_told_where_to_look(server, mix):
    refused = CliRunner().invoke(main, ["call", f"{server.address}/refused", "--inputs", "1"])
    assert "answered 403: is --token its auth token" in refused.output
    assert "answered 403: is --token its auth token" in load(f"{server.address}/refused", "--mix", mix, "--calls", "1", *AT_ONCE).output


def test_a_document_that_leads_to_itself_ends_the_call_however_the_time_goes(server, mix):
    report = json.loads(load(f"{server.address}/loop", "--mix", mix, "--calls", "1", "--json").output)
    assert [error.partition(":")[0] for error in report["errors"]] == ["error 11215"]
    assert report["turns"] == 100


def test_for_a_time_calls_begin(server, mix):
    report = json.loads(load(f"{server.address}/menu", "--mix", mix, "--for", "0.3", *AT_ONCE, "--json").output)
    assert 20 < report["calls"] < 120


def test_what_is_given_goes_wrong(server, tmp_path):
    mix = tmp_path / "faulty.yaml"
    mix.write_text("callers: {listens: {inputs: 1}}\ngiven: [fault lose /chosen]")
    report = json.loads(load(f"{server.address}/menu", "--mix", str(mix), "--calls", "3", *AT_ONCE, "--json").output)
    assert report["errors"] == {f"error 11205: {server.address}/chosen did not answer in time": 3}
    assert [path for path, _ in server.seen].count("/chosen") == 3


CANNOT = [
    (["nowhere"], "'nowhere' is not a web address"),
    (["http://h/", "--mix", "{mix}"], "mix.yaml: \"a\": inputs: 'x' is not an input"),
]


@pytest.mark.parametrize(("arguments", "words"), CANNOT)
def test_what_cannot_be_rung_is_told(tmp_path, arguments, words):
    (tmp_path / "mix.yaml").write_text("callers: {a: {inputs: x}}")
    result = load(*(argument.format(mix=tmp_path / "mix.yaml") for argument in arguments))
    assert (result.exit_code, words in result.output) == (2, True), result.output


def test_the_shipped_mix_can_be_printed():
    assert "callers:" in load("--show-mix").output


# The most memory since the program began; getrusage would count that of the process it was forked from.
MEASURED = """
import atexit, re, sys
atexit.register(lambda: print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr))
from ivr.cli import main
main()
"""


def test_a_thousand_calls_may_be_open_at_once_in_little_memory(server, tmp_path):
    mix = tmp_path / "mix.yaml"
    mix.write_text("callers: {waits: {patience: 100}}")
    arguments = ["load", f"{server.address}/hold", "--mix", str(mix), "--calls", str(OPEN), "--rate", "500", "--json"]
    ran = subprocess.run([sys.executable, "-c", MEASURED, *arguments], capture_output=True, text=True, timeout=120, check=True)
    report, kilobytes = json.loads(ran.stdout), int(ran.stderr)
    assert (report["most_open"], report["endings"]) == (OPEN, {"app: hangup": OPEN})
    assert kilobytes / 1024 < MOST_MEGABYTES
