"""The running server, asked at the address the carrier calls: it answers, it knows our signature, and its clock is right."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import httpx2

from ivr.cli.doctor.finding import Finding, Installation, NotLooked
from ivr.simulator.web.signature import sign

FALLBACK = "/voice/fallback"
"""Answers a signed request without a call, and changes nothing."""
FORM = {"CallSid": "CA" + "0" * 32}
MOST_SECONDS = 10
CLOCK_SECONDS = 10


def answers(at: Installation) -> Iterator[Finding]:
    """It can take calls."""
    url = f"{at.config.base_url}/health/ready"
    try:
        reply = httpx2.get(url, timeout=MOST_SECONDS)
    except httpx2.HTTPError as error:
        yield Finding(f"Nothing answers at {url}: {error}.", "Start the web server, or mend BASE_URL, the proxy or the certificate.")
        return
    if reply.status_code != 200:
        yield Finding(f"{url} answers {reply.status_code}.", "Look at the server's log; at 404 the proxy leads elsewhere.")
        return
    told = reply.headers.get("date")
    apart = abs((parsedate_to_datetime(told) - at.now).total_seconds()) if told else 0.0
    if apart > CLOCK_SECONDS:
        what = f"The server's clock and this machine's are {apart:.0f} seconds apart."
        yield Finding(what, "Let both take the time from the network: hours, callbacks and jobs go by it.")


def signature(at: Installation) -> Iterator[Finding | NotLooked]:
    """It takes what is signed with our token for our address, and nothing else."""
    url = f"{at.config.base_url}{FALLBACK}"
    signed = sign(at.config.twilio_auth_token.get_secret_value(), url, FORM.items())
    try:
        mine, strangers = (
            httpx2.post(url, data=FORM, headers={"X-Twilio-Signature": each}, timeout=MOST_SECONDS).status_code for each in (signed, "none")
        )
    except httpx2.HTTPError:
        yield NotLooked("the server does not answer")
        return
    if mine == 403:
        what = "The server refuses a request signed with TWILIO_AUTH_TOKEN for BASE_URL, so it would refuse the carrier's."
        yield Finding(what, "Give the server the same two settings, and let the proxy pass path and query on unchanged.")
    if strangers != 403:
        what = f"A request without the carrier's signature is answered {strangers}, not 403: this is not our server."
        yield Finding(what, "See where BASE_URL leads.")
