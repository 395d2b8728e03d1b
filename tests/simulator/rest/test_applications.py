"""TwiML Apps through Twilio's own package."""

from datetime import UTC, datetime

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

FIELDS = {
    "voice_url": "https://hotline.example/voice",
    "voice_method": "GET",
    "voice_fallback_url": "https://hotline.example/fallback",
    "status_callback": "https://hotline.example/status",
}


def test_what_is_set_up_is_read_back(twilio: Client) -> None:
    made = twilio.applications.create(friendly_name="desk", **FIELDS)
    for row in (made, twilio.applications(made.sid).fetch(), twilio.applications.list()[0]):
        assert (row.sid, row.friendly_name) == (made.sid, "desk")
        assert {name: getattr(row, name) for name in FIELDS} == FIELDS
        assert row.date_created == datetime(2026, 3, 2, 10, tzinfo=UTC)
        assert row.uri == f"/2010-04-01/Accounts/{row.account_sid}/Applications/{row.sid}.json"


def test_an_update_changes_what_it_names(twilio: Client) -> None:
    made = twilio.applications.create(friendly_name="desk", **FIELDS)
    changed = made.update(voice_url="https://hotline.example/other")
    assert (changed.voice_url, changed.friendly_name, changed.voice_method) == ("https://hotline.example/other", "desk", "GET")


def test_a_deleted_one_is_not_found(twilio: Client) -> None:
    made = twilio.applications.create()
    assert made.delete()
    with pytest.raises(TwilioRestException) as refused:
        made.fetch()
    assert refused.value.code == 20404


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"voice_url": "/voice"}, 21402),
        ({"voice_url": "ftp://hotline.example/"}, 21402),
        ({"voice_url": "https://hot_line.example/"}, 21402),
        ({"voice_method": "PUT"}, 21403),
    ],
)
def test_what_cannot_be_called_is_refused(twilio: Client, given: dict[str, str], code: int) -> None:
    with pytest.raises(TwilioRestException) as refused:
        twilio.applications.create(**given)
    assert (refused.value.status, refused.value.code) == (400, code)
