"""Every exception the service raises.

IVRError
├── MenuError      the menu author's slip; carries every Problem found
├── ConfigError    a setting is missing or wrong; names it and says what it should be
├── WebhookError   the carrier sent something we refuse
│   └── BadSignature
├── SwitchError    what staff want to switch on cannot be; says why and what to do
├── AgentError     what staff say of an agent cannot be; says why and what to do
├── RecordingError what was recorded cannot be listened to; says why and what to do
├── StorageError   the store failed; safe to try the turn again
│   ├── TurnTaken  another request has already written this turn
│   └── NotOurKey  what was sealed does not open
├── WalletError    what was asked of the wallet was not done, as far as we know
│   ├── Refused      it said no, for a reason of the contract
│   └── Unavailable  it could not be asked, or its answer made no sense
├── CarrierError   the carrier did not do what it was asked
└── FlowError      a state the compiler should have made impossible: our bug
"""

from collections.abc import Sequence


class IVRError(Exception):
    """Anything this service raises on purpose."""


class MenuError(IVRError):
    """Menus that do not compile. `problems` are printed one a line by `str()`."""

    def __init__(self, problems: Sequence[object]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class ConfigError(IVRError):
    """A setting that stops the start."""


class SwitchError(IVRError):
    """An incident, closure or announcement that would not help a caller; nothing was changed."""


class AgentError(IVRError):
    """Somebody who cannot answer calls so; nothing was changed."""


class RecordingError(IVRError):
    """A recording that cannot be listened to."""


class WebhookError(IVRError):
    """A request that is not the carrier's, or not one we can read."""


class BadSignature(WebhookError):
    """The request is not signed by the carrier's account."""


class StorageError(IVRError):
    """The store could not answer; nothing of this turn was kept."""


class TurnTaken(StorageError):
    """Another request wrote this turn first; its answer is the answer."""


class NotOurKey(StorageError):
    """A sealed value was changed, or the secret key is not the one it was sealed with."""


class WalletError(IVRError):
    """The wallet did not do what it was asked."""


class Refused(WalletError):
    """The wallet's own no: its code, and as JSON what the code carries."""

    def __init__(self, code: str, details: str = "{}") -> None:
        super().__init__(f"it refused: {code}")
        self.code = code
        self.details = details


class Unavailable(WalletError):
    """The wallet could not be asked now. What was to change may have changed: asking with the same key tells."""


class CarrierError(IVRError):
    """The carrier did not do what it was asked.

    `code` is the carrier's own; 0 when it did not answer, and may have done it all the same. `is_final` when asking again
    cannot help.
    """

    def __init__(self, what: str, code: int = 0, *, is_final: bool = False) -> None:
        super().__init__(what)
        self.code, self.is_final = code, is_final


class FlowError(IVRError):
    """A call in a state that compiled menus cannot reach."""
