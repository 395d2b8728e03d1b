"""What agents in talks ask of a level of people. Each step is a compare-and-set: of two who take it one does."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from ivr.storage.floor_records import Consult, OfferRow
from ivr.storage.floor_tables import ASKS, consults
from ivr.storage.rows import Rows, columns, insert_new

ASK = insert_new(consults)
OF_TALK = consults.c.offer == bindparam("talk")
CONSULT = select(*columns(consults, Consult)).where(OF_TALK)
OPEN = select(*columns(consults, Consult)).where(ASKS)
ASK_ANEW = update(consults).where(OF_TALK).values(level=bindparam("whom"), asked_at=bindparam("at"), state="open", guest="", rung="")
END = update(consults).where(OF_TALK, ASKS).values(state=bindparam("ends"))
AS_KNOWN = (OF_TALK, ASKS, consults.c.asked_at == bindparam("at"), consults.c.guest == bindparam("known"))
RING = update(consults).where(*AS_KNOWN).values(guest=bindparam("following"), rung=bindparam("all"))
GIVE_UP = update(consults).where(*AS_KNOWN).values(state="unanswered")


class Consults(Rows):
    """The part of the unit that keeps what is asked of a level of people."""

    __slots__ = ()

    def ask_level(self, talk: str, level: str, at: datetime) -> None:
        """Keep that a level of people is asked into a talk, in the place of what was asked in it before."""
        if not self._changed(ASK_ANEW, talk=talk, whom=level, at=at):
            self._run(ASK, **self._values(Consult(talk, level, at)))

    def consult(self, talk: str) -> Consult | None:
        """Read what was asked last in a talk."""
        return self._one(Consult, CONSULT, talk=talk)

    def open_consults(self) -> list[Consult]:
        """List what is asked now."""
        return self._all(Consult, OPEN)

    def ring_for(self, consult: Consult, guest: OfferRow) -> bool:
        """Let the offer to a guest be the next that is rung for a consult. False if that is not as it was, or over."""
        rung = f"{consult.rung},{guest.agent}" if consult.rung else guest.agent
        return self._changed(RING, talk=consult.offer, at=consult.asked_at, known=consult.guest, following=guest.id, all=rung)

    def give_up(self, consult: Consult) -> bool:
        """Let a consult be unanswered. False if it is not as it was, or over."""
        return self._changed(GIVE_UP, talk=consult.offer, at=consult.asked_at, known=consult.guest)

    def end_consult(self, talk: str, state: str) -> bool:
        """Let what is asked in a talk be answered, or over. False if nothing is."""
        return self._changed(END, talk=talk, ends=state)
