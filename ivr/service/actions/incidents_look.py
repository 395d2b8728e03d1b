"""incidents.look: whether the wallet knows of a fault of its own, and until when."""

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "incidents.look",
    "outside",
    data={"service": "word", "until": "time"},
    outcomes={"known": {"service": {"zh": "转账", "en": "transfers"}, "until": "2026-03-02T12:00"}, "none": {}, "unavailable": {}},
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask for them; several at once are told as one, with the latest end."""
    known = wallet.incidents()
    if not known:
        return ActionDone("none")
    services = [asked.world.words(f"incident.{service}") for service in dict.fromkeys(each.service for each in known)]
    listed = {language: [service[language] for service in services] for language in asked.world.flow.languages}
    return ActionDone("known", {"service": listed, "until": asked.world.local(max(each.until for each in known))})
