"""A recording comes from the carrier over HTTP into the folder, by a worker that is a process of its own, or by the next one."""

import signal
from pathlib import Path

from ivr.storage.vault import Vault
from tests.recordings.conftest import SPOKEN, sound_of
from tests.web.server.beside import HOTLINE, listening, open_office
from tests.web.server.test_worker_killed import LEASE, TOKEN, Assassin, tell


def test_it_is_kept_sealed_by_the_next_worker_when_one_is_killed_over_it(running, sqlite_url, tmp_path, work):
    office, kept = open_office(TOKEN), tmp_path / "kept"
    account = office.exchange.account.sid
    tape = office.exchange.office.recordings.start("RecordVerb", account, None, call="CA1")
    tape.sounds.append((0.5, SPOKEN))
    tape.kept, tape.status = 12.0, "completed"
    assassin = Assassin({(f"/2010-04-01/Accounts/{account}/Recordings/{tape.sid}.wav", "after")})
    with listening(assassin.watching(office)) as carrier:
        settings = {"TWILIO_ACCOUNT_SID": account, "TWILIO_API_BASE": carrier, "TEXTS_FROM": HOTLINE, "RECORDINGS": str(kept)}
        with running(tmp_path, sqlite_url, **settings) as server:
            told = {"RecordingSid": tape.sid, "RecordingStatus": "completed", "RecordingDuration": "12", "RecordingUrl": tape.url}
            tell(server, "/voice/recording", "+15550001111", **told)
            assassin.worker = work(server, *LEASE)
            assert assassin.worker.wait(30) == -signal.SIGKILL
            work(server, *LEASE)
            server.wait_until(lambda: server.rows("SELECT sid FROM recordings WHERE sha256 <> ''"))
            assert b"".join(Vault(kept, server.settings["SECRET_KEY"]).open(tape.sid)) == sound_of(tape)
    assert [file for file in Path(tmp_path).rglob("*") if file.is_file() and SPOKEN[:27] in file.read_bytes()] == []
