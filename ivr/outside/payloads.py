"""What the wallet says, in the words of docs/wallet-api.yaml. What is not of that form is no answer."""

from typing import Annotated, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from ivr.errors import Unavailable

Digits = Annotated[str, Field(pattern="^[0-9]{6,20}$")]
Last4 = Annotated[str, Field(pattern="^[0-9]{4}$")]
Phone = Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$")]
Number = Annotated[int, Field(ge=0)]
Age = Literal["adult", "senior"]
Language = Literal["zh", "en"]
Failure = Literal["balance", "limit", "card_expired", "card_limit", "risk", "merchant", "code_expired", "network", "bank", "unknown"]
Way = Literal["balance", "card"]
WhyRefused = Literal["used", "too_late", "own_terms", "no_proof", "other"]


class Payload(BaseModel):
    """Frozen. Fields we do not know are left alone, so that the wallet may tell more one day."""

    model_config = ConfigDict(frozen=True, strict=True)


class Money(Payload):
    """Fen; another currency is no answer."""

    amount: Annotated[int, Field(ge=0, le=100_000_000_000)]
    currency: Literal["CNY"]


class Account(Payload):
    """Whose it is, as far as may be told: the end of the registered number and the last character of the name."""

    id: Digits
    last4: Last4
    name: str
    age: Age


class Match(Payload):
    """Whether what was keyed is what is on file."""

    matches: bool


class Contact(Payload):
    """Where texts go."""

    phone: Phone
    language: Language


class State(Payload):
    """What stops an account."""

    state: Literal["active", "own_freeze", "risk", "documents", "legal"]
    since: AwareDatetime | None
    papers: tuple[Literal["id_card", "selfie", "address", "income"], ...]
    review_days: Number | None
    theft_report: bool
    login_locked: bool


class Made(Payload):
    """What was changed, under the wallet's own number."""

    reference: Digits


class UnblockRequest(Made):
    """A request to lift a block."""

    due: AwareDatetime


class OpenUnblockRequest(UnblockRequest):
    """One that was there before."""

    at: AwareDatetime
    status: Literal["received", "checking", "waiting"]


class Balance(Payload):
    """What can be spent and what is held."""

    free: Money
    held: Money


class Transaction(Payload):
    """Money in or out."""

    number: Digits
    at: AwareDatetime
    direction: Literal["in", "out"]
    counterparty: str
    amount: Money
    status: Literal["done", "processing", "failed"]


class Transactions(Payload):
    """Newest first."""

    transactions: tuple[Transaction, ...]


class Spent(Payload):
    """What went out in a month."""

    count: Number
    total: Money


class Spending(Payload):
    """This calendar month so far, and the whole of the last."""

    this_month: Spent
    last_month: Spent


class Order(Payload):
    """An order and how its payment stands."""

    number: Digits
    at: AwareDatetime
    merchant: str
    amount: Money
    state: Literal["paid", "failed", "returning", "processing", "system_fault", "refunded", "expired"]
    paid_at: AwareDatetime | None
    failure: Failure | None
    expected_at: AwareDatetime | None


class Orders(Payload):
    """Newest first."""

    orders: tuple[Order, ...]


class Retry(Made):
    """A payment that is tried again."""

    state: Literal["paid", "failed", "waiting", "expired"]
    amount: Money
    failure: Failure | None


class AlreadyPaid(Payload):
    """Why a payment is not tried again."""

    paid_at: AwareDatetime


class Refund(Payload):
    """A refund, with every date a promise is measured from."""

    id: Digits
    order: Digits
    merchant: str
    amount: Money
    state: Literal["waiting_merchant", "in_progress", "sent", "arrived", "refused"]
    way: Way
    card: Last4 | None
    requested_at: AwareDatetime
    answer_by: AwareDatetime
    agreed_at: AwareDatetime | None
    sent_at: AwareDatetime | None
    arrived_at: AwareDatetime | None
    refusal: WhyRefused | None


class Refunds(Payload):
    """Newest first."""

    refunds: tuple[Refund, ...]


class Refundable(Payload):
    """What of an order can still be asked back."""

    number: Digits
    merchant: str
    state: Literal["open", "already", "too_old", "not_paid"]
    amount: Money
    refund: Digits | None


class TooMuch(Payload):
    """The most that can be asked back."""

    amount: Money


class Frozen(Made):
    """A freeze."""

    since: AwareDatetime


class FrozenBefore(Payload):
    """A freeze that was there before."""

    since: AwareDatetime


class Reported(Made):
    """Transactions that were not the owner's."""

    count: Number
    amount: Money


class SignedOut(Made):
    """On how many devices."""

    devices: Number


class Incident(Payload):
    """What is down at the moment."""

    service: Literal["payments", "transfers", "top_up", "withdrawal", "sign_in", "refunds"]
    since: AwareDatetime
    until: AwareDatetime


class Incidents(Payload):
    """Empty when all is well."""

    incidents: tuple[Incident, ...]


class Error(Payload):
    """A refusal: its code, and whatever the code carries."""

    model_config = ConfigDict(extra="allow")

    code: str


class Refusal(Payload):
    """How errors are told."""

    error: Error


P = TypeVar("P", bound=Payload)


def read(form: type[P], text: bytes | str) -> P:
    """Read JSON. Raises Unavailable, which names the fields that are not of the form, and never what is in them."""
    try:
        return form.model_validate_json(text)
    except ValidationError as error:
        wrong = sorted({".".join(map(str, each["loc"])) or "all of it" for each in error.errors(include_input=False, include_url=False)})
        raise Unavailable(f"its answer is no {form.__name__}: {', '.join(wrong)}") from None
    except ValueError:
        raise Unavailable(f"its answer is no {form.__name__}") from None
