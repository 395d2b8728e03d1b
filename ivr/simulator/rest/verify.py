"""One-time codes: /v2/Services/{VA}/Verifications and VerificationCheck. A code reaches a handset as a text."""

from typing import Any

from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.verification import MOST_SENT, Verification
from ivr.simulator.rest.asked import NUMBER, Asked
from ivr.simulator.rest.http import Answer, Refusal, shown
from ivr.simulator.rest.services import found as service_of
from ivr.simulator.rest.written import iso

SENDER = "Verify"
WORDS = {"en": "Your {name} verification code is: {code}", "zh": "您的 {name} 验证码是：{code}"}


def start(exchange: Exchange, asked: Asked) -> Answer:
    """Send a code; while one is open for the number, the same one again."""
    service, now = service_of(exchange, asked), exchange.clock.now()
    to = _number(asked)
    channel = asked.required("Channel", 60200, "Invalid parameter: Channel is required")
    if channel not in ("sms", "auto"):
        raise Refusal(501, 501, f"Channel {channel} is Twilio's, and this carrier does not simulate it; sms is")
    open_ = [each for each in exchange.verifications.values() if (each.service, each.to) == (service.sid, to) and each.is_open(now)]
    verification = open_[0] if open_ else _made(exchange, service.sid, to, _code(exchange, asked, service.code_length))
    if len(verification.sent) >= MOST_SENT:
        raise Refusal(429, 60203, "Max send attempts reached")
    verification.sent.append(now)
    words = WORDS["zh" if asked.text("Locale").startswith("zh") else "en"]
    name = asked.text("CustomFriendlyName") or service.name
    exchange.texts.bring(SENDER, to, words.format(name=name, code=verification.code))
    return shown(_show(exchange, verification), 201)


def fetch(exchange: Exchange, asked: Asked) -> Answer:
    return shown(_show(exchange, _open(exchange, asked, asked["Verification"])))


def update(exchange: Exchange, asked: Asked) -> Answer:
    """Cancel a verification, or approve it without a code."""
    verification = _open(exchange, asked, asked["Verification"])
    verification.status = asked.choice("Status", ("canceled", "approved"), "", 60200)
    verification.updated = exchange.clock.now()
    return shown(_show(exchange, verification))


def check(exchange: Exchange, asked: Asked) -> Answer:
    """Try a code. What is approved, cancelled or expired is not found any more."""
    code = asked.required("Code", 60200, "Invalid parameter: Code is required")
    verification = _open(exchange, asked, asked.text("VerificationSid") or _number(asked))
    if not verification.check(code, exchange.clock.now()):
        raise Refusal(429, 60202, "Max check attempts reached")
    return shown(_show(exchange, verification), 201)


def _number(asked: Asked) -> str:
    asked.required("To", 60200, "Invalid parameter: To is required")
    to = asked.end("To")
    if not NUMBER.fullmatch(to):
        raise Refusal(400, 60200, f"Invalid parameter `To`: {to}")
    return to


def _code(exchange: Exchange, asked: Asked, length: int) -> str:
    if not asked.has("CustomCode"):
        return "".join(exchange.office.random.choices("0123456789", k=length))
    code = asked.text("CustomCode")
    if not (code.isalnum() and code.isascii() and 4 <= len(code) <= 10):
        raise Refusal(400, 60200, "Invalid parameter `CustomCode`: it should have 4 to 10 letters or digits")
    return code


def _made(exchange: Exchange, service: str, to: str, code: str) -> Verification:
    now = exchange.clock.now()
    made = Verification(exchange.sid("VE"), service, to, code, now, now)
    exchange.verifications[made.sid] = made
    return made


def _open(exchange: Exchange, asked: Asked, sid_or_number: str) -> Verification:
    """Give the open verification of a SID or a number."""
    service, now = service_of(exchange, asked), exchange.clock.now()
    for each in exchange.verifications.values():
        if each.service == service.sid and sid_or_number in (each.sid, each.to) and each.is_open(now):
            return each
    raise asked.missing()


def _show(exchange: Exchange, verification: Verification) -> dict[str, Any]:
    sids = (f"VL{verification.sid[2:-2]}{number:02d}" for number in range(MOST_SENT))
    attempts = [{"time": iso(at), "channel": "sms", "attempt_sid": sid} for at, sid in zip(verification.sent, sids, strict=False)]
    return {
        "sid": verification.sid,
        "service_sid": verification.service,
        "account_sid": exchange.account.sid,
        "to": verification.to,
        "channel": "sms",
        "status": verification.status,
        "valid": verification.status == "approved",
        "lookup": {"carrier": None},
        "amount": None,
        "payee": None,
        "sna": None,
        "send_code_attempts": attempts,
        "date_created": iso(verification.created),
        "date_updated": iso(verification.updated),
        "url": f"{exchange.account.api}/v2/Services/{verification.service}/Verifications/{verification.sid}",
    }
