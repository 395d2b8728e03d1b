"""account.state: whether an account is free, and if not, what keeps it and since when."""

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "account.state",
    "outside",
    takes={"account": "record"},
    data={"since": "date", "report": "word", "papers": "word", "days": "number"},
    words={"report": ("yes", "no")},
    outcomes={
        "active": {},
        "own_freeze": {"since": "2026-02-27", "report": "no"},
        "risk": {"since": "2026-02-27"},
        "documents": {"papers": {"zh": ["身份证照片", "本人照片"], "en": ["a photo of your ID", "a photo of you"]}, "days": 2},
        "legal": {"since": "2026-02-27"},
        "unavailable": {},
    },
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask for the state."""
    state = wallet.state(asked.account)
    since = {"since": asked.day(state.since)} if state.since else {}
    match state.state:
        case "active":
            return ActionDone("active")
        case "own_freeze":
            return ActionDone("own_freeze", {**since, "report": "yes" if state.theft_report else "no"})
        case "documents":
            papers = [asked.world.words(f"paper.{paper}") for paper in state.papers]
            listed = {language: [paper[language] for paper in papers] for language in asked.world.flow.languages}
            return ActionDone("documents", {"papers": listed, "days": state.review_days})
        case "risk" | "legal" as block:
            return ActionDone(block, since)
