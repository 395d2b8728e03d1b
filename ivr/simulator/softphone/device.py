"""A page that calls by Twilio's voice SDK: an access token says who is there, and a TwiML App answers."""

from collections.abc import Mapping
from typing import Any

from ivr.simulator.exchange.browser import connect
from ivr.simulator.office.leg import Leg
from ivr.simulator.office.tokens import BadToken
from ivr.simulator.softphone.live import Live
from ivr.simulator.softphone.page import Page

# What Twilio's SDK knows of a call: what its application asks and answers is not the browser's.
TOLD = frozenset({"connected", "answered", "stop", "ended", "refused"})


class Device(Page):
    """One call of a browser. It cannot be rung, and dials nothing but the TwiML App of its token."""

    def __init__(self, name: str, identity: str, token: str, live: Live) -> None:
        super().__init__(name, live)
        self.identity, self._token = identity, token

    def _do(self, deed: object) -> None:
        match deed, self.leg:
            case {"do": "connect", "params": dict(params)}, None:
                self._connect({str(name): str(value) for name, value in params.items()})
            case {"do": "key" | "mute" | "hangup"}, Leg():
                super()._do(deed)

    def _connect(self, params: Mapping[str, str]) -> None:
        self._begin(None)
        try:
            self.leg = connect(self._exchange, self._token, params, self)
        except BadToken as bad:
            self._tell(refused(bad))
        else:
            self._tell({"event": "connected", "sid": self.leg.sid})

    def _tell(self, message: Mapping[str, Any]) -> None:
        if message["event"] in TOLD:
            super()._tell(message)


def refused(bad: BadToken) -> dict[str, Any]:
    """Say why a browser may not call."""
    return {"event": "refused", "code": bad.code, "message": str(bad)}
