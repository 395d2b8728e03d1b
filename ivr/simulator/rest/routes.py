"""Every resource that is simulated, and the names of those that Twilio has and this carrier has not."""

from collections.abc import Callable

from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.rest import applications, calls, conferences, members, messages, participants, queues, recordings, services, verify
from ivr.simulator.rest.asked import Asked
from ivr.simulator.rest.http import Answer

Handler = Callable[[Exchange, Asked], Answer]

# Under /2010-04-01/Accounts/{Account}; what stands in braces is a name that the handler reads.
ACCOUNT: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "Applications", applications.create),
    ("GET", "Applications", applications.listed),
    ("GET", "Applications/{Application}", applications.fetch),
    ("POST", "Applications/{Application}", applications.update),
    ("DELETE", "Applications/{Application}", applications.delete),
    ("POST", "Calls", calls.create),
    ("GET", "Calls", calls.listed),
    ("GET", "Calls/{Call}", calls.fetch),
    ("POST", "Calls/{Call}", calls.update),
    ("POST", "Calls/{Call}/Recordings", recordings.start),
    ("GET", "Calls/{Call}/Recordings", recordings.listed),
    ("GET", "Calls/{Call}/Recordings/{Recording}", recordings.fetch),
    ("POST", "Calls/{Call}/Recordings/{Recording}", recordings.update),
    ("DELETE", "Calls/{Call}/Recordings/{Recording}", recordings.delete),
    ("GET", "Conferences", conferences.listed),
    ("GET", "Conferences/{Conference}", conferences.fetch),
    ("POST", "Conferences/{Conference}", conferences.update),
    ("POST", "Conferences/{Conference}/Participants", participants.create),
    ("GET", "Conferences/{Conference}/Participants", participants.listed),
    ("GET", "Conferences/{Conference}/Participants/{Participant}", participants.fetch),
    ("POST", "Conferences/{Conference}/Participants/{Participant}", participants.update),
    ("DELETE", "Conferences/{Conference}/Participants/{Participant}", participants.delete),
    ("GET", "Conferences/{Conference}/Recordings", recordings.listed),
    ("GET", "Conferences/{Conference}/Recordings/{Recording}", recordings.fetch),
    ("POST", "Conferences/{Conference}/Recordings/{Recording}", recordings.update),
    ("DELETE", "Conferences/{Conference}/Recordings/{Recording}", recordings.delete),
    ("POST", "Messages", messages.create),
    ("GET", "Messages", messages.listed),
    ("GET", "Messages/{Message}", messages.fetch),
    ("POST", "Messages/{Message}", messages.update),
    ("DELETE", "Messages/{Message}", messages.delete),
    ("POST", "Queues", queues.create),
    ("GET", "Queues", queues.listed),
    ("GET", "Queues/{Queue}", queues.fetch),
    ("POST", "Queues/{Queue}", queues.update),
    ("DELETE", "Queues/{Queue}", queues.delete),
    ("GET", "Queues/{Queue}/Members", members.listed),
    ("GET", "Queues/{Queue}/Members/{Member}", members.fetch),
    ("POST", "Queues/{Queue}/Members/{Member}", members.update),
    ("GET", "Recordings", recordings.listed),
    ("GET", "Recordings/{Recording}", recordings.fetch),
    ("DELETE", "Recordings/{Recording}", recordings.delete),
)

# Under the account too, for paths that do not end in .json.
SOUNDS: tuple[tuple[str, str, Handler], ...] = (("GET", "Recordings/{Recording}", recordings.media),)

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
        *("Feedback", "FeedbackSummary", "IncomingPhoneNumbers", "Keys", "Media", "MessagingConfigurations", "Notifications"),
        *("OutgoingCallerIds", "Payments", "RateLimits", "SIP", "ShortCodes", "SigningKeys", "Siprec", "Streams", "Tokens"),
        *("Transcriptions", "Triggers", "Usage", "UserDefinedMessageSubscriptions", "UserDefinedMessages", "Webhooks"),
    }
)

# Parameters that are Twilio's and change nothing here.
NO_EFFECT = frozenset(
    {
        *("AsyncAmd", "AsyncAmdStatusCallback", "BeepOnExit", "Byoc", "CallReason", "CallToken", "ContentSid", "EarlyMedia"),
        *("JitterBufferSize", "MachineDetection", "MachineDetectionTimeout", "MediaUrl", "RecordingChannels", "RecordingTrack"),
        *("Region", "ScheduleType", "SendAt", "SendDigits", "SipAuthPassword", "SipAuthUsername", "TemplateSid", "Trim"),
        "ValidityPeriod",
    }
)
