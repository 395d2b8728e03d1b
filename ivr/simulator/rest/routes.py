"""Every resource that is simulated, and the names of those that Twilio has and this carrier has not."""

from collections.abc import Callable

from ivr.simulator.rest import applications, messages, services, verify
from ivr.simulator.rest.asked import Asked
from ivr.simulator.rest.exchange import Exchange
from ivr.simulator.rest.http import Answer

Handler = Callable[[Exchange, Asked], Answer]

# Under /2010-04-01/Accounts/{Account}; what stands in braces is a name that the handler reads.
ACCOUNT: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "Applications", applications.create),
    ("GET", "Applications", applications.listed),
    ("GET", "Applications/{Application}", applications.fetch),
    ("POST", "Applications/{Application}", applications.update),
    ("DELETE", "Applications/{Application}", applications.delete),
    ("POST", "Messages", messages.create),
    ("GET", "Messages", messages.listed),
    ("GET", "Messages/{Message}", messages.fetch),
    ("POST", "Messages/{Message}", messages.update),
    ("DELETE", "Messages/{Message}", messages.delete),
)

# Under the account too, for paths that do not end in .json.
SOUNDS: tuple[tuple[str, str, Handler], ...] = ()

# Under /v2, which is Verify's.
VERIFY: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "Services", services.create),
    ("GET", "Services", services.listed),
    ("GET", "Services/{Service}", services.fetch),
    ("POST", "Services/{Service}/Verifications", verify.start),
    ("GET", "Services/{Service}/Verifications/{Verification}", verify.fetch),
    ("POST", "Services/{Service}/Verifications/{Verification}", verify.update),
    ("POST", "Services/{Service}/VerificationCheck", verify.check),
)

# Parts of paths that are Twilio's and lead nowhere here.
NOT_SIMULATED = frozenset(
    {
        *("Addresses", "AuthorizedConnectApps", "AvailablePhoneNumbers", "Balance", "ConnectApps", "Entities", "Events"),
        *("Feedback", "FeedbackSummary", "Keys", "Media", "MessagingConfigurations", "Notifications", "OutgoingCallerIds"),
        *("Payments", "RateLimits", "SIP", "ShortCodes", "SigningKeys", "Siprec", "Streams", "Tokens", "Transcriptions"),
        *("Triggers", "Usage", "UserDefinedMessageSubscriptions", "UserDefinedMessages", "Webhooks"),
    }
)
