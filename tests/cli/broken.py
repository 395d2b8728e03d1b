"""Installations that are each broken in one way, and what is said of them."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from ivr.cli.doctor.finding import Installation
from ivr.storage import open_store
from ivr.storage.floor_records import BROWSER, AgentRow
from ivr.storage.records import Entry
from ivr.storage.tables import SCHEMA
from tests.cli.installation import MENUS, Place


def weak_key(place: Place) -> Installation:
    return place.having(secret_key=SecretStr("secretsecretsecret"))


def other_token(place: Place) -> Installation:
    return place.having(twilio_auth_token=SecretStr("12345"))


def no_wallet(place: Place) -> Installation:
    return place.having(wallet_url="")


def no_texts(place: Place) -> Installation:
    return place.having(twilio_account_sid="")


def nobodys_texts(place: Place) -> Installation:
    return place.having(texts_from="")


def file_for_a_folder(place: Place) -> Installation:
    (place.folder / "kept").write_text("")
    return place.having(recordings=str(place.folder / "kept" / "recordings"))


def nowhere_kept(place: Place) -> Installation:
    return place.having(recordings_at_carrier="delete")


def no_calls(place: Place) -> Installation:
    return place.having(callback_from="")


def calls_of_another(place: Place) -> Installation:
    return place.having(callback_from="+8610000000")


def browser_without_a_key(place: Place) -> Installation:
    with closing(open_store(place.at.config.database_url, "any")) as store, store.unit() as unit:
        unit.put_agent(AgentRow("1024", "", "refund", "en", "away", place.at.now, by=BROWSER))
    return place.at


def open_line(place: Place) -> Installation:
    return place.having(wallet_url="http://wallet.example")


def no_menus(place: Place) -> Installation:
    return place.having(menus=Path("nowhere"))


def slip(place: Place) -> Installation:
    folder = place.folder / "menus"
    shutil.copytree(MENUS, folder)
    text = (folder / "main.yaml").read_text().replace("goto: order,", "goto: odrer,")
    (folder / "main.yaml").write_text(text)
    return place.having(menus=folder)


def last_days(place: Place) -> Installation:
    return replace(place.at, now=datetime(2026, 12, 20, tzinfo=UTC))


def not_migrated(place: Place) -> Installation:
    return place.having(database_url=f"sqlite:///{place.folder}/empty.db")


def locked(place: Place) -> Installation:
    other = place.cleaned.enter_context(closing(sqlite3.connect(place.file, isolation_level=None)))
    other.execute("BEGIN IMMEDIATE")
    return place.at


def no_log(place: Place) -> Installation:
    old = place.folder / "old.db"
    with closing(sqlite3.connect(old)) as database:
        database.execute("CREATE TABLE calls (sid)")
    return place.having(database_url=f"sqlite:///{old}")


def full_disk(place: Place) -> Installation:
    return replace(place.at, free_mb=lambda folder: 12)


def other_key(place: Place) -> Installation:
    place.ring()
    return place.having(secret_key=SecretStr("another 16 or more"))


def no_worker(place: Place) -> Installation:
    place.ring()
    place.tell("UPDATE jobs SET due_at = ?", f"{place.at.now - timedelta(minutes=5):%Y-%m-%d %H:%M:%S.%f}")
    return place.at


def failing_job(place: Place) -> Installation:
    place.ring()
    place.tell("UPDATE jobs SET error = 'ValueError', due_at = ?", f"{place.at.now + timedelta(minutes=5):%Y-%m-%d %H:%M:%S.%f}")
    return place.at


def left_in_line(place: Place) -> Installation:
    place.ring()
    store = open_store(place.at.config.database_url, "any")
    with store.unit() as unit:
        unit.join_queue(Entry("refund.en.x", "CA1", "refund", *[place.at.now - timedelta(hours=5)] * 2, "en", "{}"))
    store.close()
    return place.at


def stopped(place: Place) -> Installation:
    return place.having(base_url="http://127.0.0.1:1")


def elsewhere(place: Place) -> Installation:
    def somebody(environ: dict[str, object], start: Callable[..., object]) -> list[bytes]:
        start("404 NOT FOUND", [])
        return [b""]

    return place.having(base_url=place.serve(somebody))


def open_door(place: Place) -> Installation:
    def anybody(environ: dict[str, object], start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [])
        return [b""]

    return place.having(base_url=place.serve(anybody))


BROKEN = [
    (
        "secrets",
        weak_key,
        "SECRET_KEY is easy to guess: it repeats a few characters. "
        "Make one with `openssl rand -hex 32`; what was sealed with the old one will not open any more.",
    ),
    (
        "secrets",
        other_token,
        "TWILIO_AUTH_TOKEN is no auth token: those are 32 hexadecimal digits. "
        "Copy the account's primary auth token from the carrier's console.",
    ),
    (
        "wallet",
        no_wallet,
        "WALLET_URL is not set: callers are told that nothing can be looked up or done just now. "
        "Write the address of the wallet, and its key as WALLET_KEY.",
    ),
    (
        "wallet",
        open_line,
        "WALLET_URL is http://wallet.example, and what comes over http can be read and changed on its way. Ask the wallet over https.",
    ),
    (
        "texts",
        no_texts,
        "TWILIO_ACCOUNT_SID is not set: what callers are promised by text is not sent, nor are one-time codes. "
        "Write the SID of the account that TWILIO_AUTH_TOKEN belongs to, and the number texts come from as TEXTS_FROM.",
    ),
    (
        "texts",
        nobodys_texts,
        "TEXTS_FROM is not set: `ivr worker` does not start. Write the number, name or messaging service that texts come from.",
    ),
    (
        "recordings",
        file_for_a_folder,
        "RECORDINGS is {folder}/kept/recordings, and {folder}/kept cannot be written. Name a folder that `ivr worker` may write in.",
    ),
    (
        "recordings",
        nowhere_kept,
        "RECORDINGS_AT_CARRIER is delete, and RECORDINGS is not set: nothing is fetched, so nothing is deleted there either. "
        "Name the folder that recordings are to be kept in.",
    ),
    (
        "calls",
        no_calls,
        "CALLBACK_FROM is not set: no agent is rung, and no callback is made that callers are promised. "
        "Write the number of ours that calls are made from.",
    ),
    (
        "calls",
        calls_of_another,
        "CALLBACK_FROM is +8610000000, and callers are told that 4000000000 rings them: another number looks like a fraud's. "
        "Make calls from that number, or name the other one as the fact `hotline` of hotline.yaml.",
    ),
    (
        "browsers",
        browser_without_a_key,
        "1024 cannot answer by browser: TWILIO_API_KEY is missing. It is the API key of that account that vouches for them. "
        "Make it in the carrier's console, or give them telephones.",
    ),
    (
        "address",
        stopped,
        "BASE_URL is http://127.0.0.1:1, and what comes over http can be read and changed on its way. "
        "Put a proxy that speaks https before the server, and write its address.",
    ),
    ("menus", no_menus, "There is no folder nowhere. Set MENUS to the folder of the menu files."),
    (
        "menus",
        slip,
        "Problems in the menus: 1; the first: {folder}/menus/main.yaml:7:52: "
        '"odrer" is not a node in this menu. Did you mean "order"? [unknown-target] '
        "Run `ivr lint {folder}/menus` and mend them.",
    ),
    (
        "holidays",
        last_days,
        "Holidays are known until 2026-12-31: after that a desk that keeps them opens on holidays. "
        "Install the next release of chinesecalendar, or write the year into holidays.yaml.",
    ),
    (
        "database",
        not_migrated,
        f"The database is not ready: the database is at migration None, this program needs {SCHEMA}: run `ivr migrate`. "
        "If it is not the right one, mend DATABASE_URL.",
    ),
    (
        "database",
        locked,
        "The database cannot be written: database is locked. Give the service's user the right to write it, and its folder.",
    ),
    (
        "file",
        no_log,
        "{folder}/old.db is in journal mode delete: whoever writes stops whoever reads. "
        "Put it on a disk of this machine; on network disks SQLite cannot do better.",
    ),
    ("file", full_disk, "The disk of {folder}/calls.db has 12 MB left. Make room: at least 500 MB."),
    (
        "key",
        other_key,
        "SECRET_KEY is not the key that the calls in this database were sealed with. "
        "Set the old one again: without it no kept number or message can ever be read.",
    ),
    (
        "worker",
        no_worker,
        "Jobs that are due: 2, the oldest since 5 minutes: no worker is at work. "
        "Start `ivr worker`, and see that it is started again when it ends.",
    ),
    ("worker", failing_job, "Jobs that have failed: 2. Read the worker's log; `ivr worker --parked` lists what is not tried any more."),
    (
        "worker",
        left_in_line,
        "Places in line older than four hours: 1, and no call lasts that long. "
        "Set the number's status callback (README), and start `ivr worker`: it closes them.",
    ),
    (
        "server",
        stopped,
        "Nothing answers at http://127.0.0.1:1/health/ready: [Errno 111] Connection refused. "
        "Start the web server, or mend BASE_URL, the proxy or the certificate.",
    ),
    ("server", elsewhere, "{url}/health/ready answers 404. Look at the server's log; at 404 the proxy leads elsewhere."),
    (
        "signature",
        other_token,
        "The server refuses a request signed with TWILIO_AUTH_TOKEN for BASE_URL, so it would refuse the carrier's. "
        "Give the server the same two settings, and let the proxy pass path and query on unchanged.",
    ),
    (
        "signature",
        open_door,
        "A request without the carrier's signature is answered 200, not 403: this is not our server. See where BASE_URL leads.",
    ),
]
