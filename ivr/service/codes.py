"""One-time codes that Verify keeps instead of us. Whose turn it is to try, and how often, stays ours."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from ivr.errors import CarrierError
from ivr.flow.events import ActionDone
from ivr.service.actions.asked import Asked
from ivr.service.asking import UNAVAILABLE
from ivr.service.texts import VERIFY, Verifier
from ivr.storage.base import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Codes:
    """Asks Verify about the newest code of an account, never about an older one, before the turn that counts the answer."""

    store: Store
    hash: Callable[[str], str]
    verifier: Verifier

    def compare(self, asked: Asked) -> ActionDone:
        """Tell `right` or `wrong`; a code that was never sent is never right."""
        with self.store.unit() as unit:
            code = unit.code(self.hash(asked.account))
            texts = unit.messages(code.call_sid) if code else []
        sent = [each.carrier_sid for each in texts if each.kind == VERIFY and each.account == asked.account]
        try:
            is_right = bool(sent and sent[-1]) and self.verifier.approves(sent[-1], asked.args["answer"].reveal())
        except CarrierError as error:
            log.warning("identity.match_code: %s", error)
            return UNAVAILABLE
        return ActionDone("right" if is_right else "wrong")
