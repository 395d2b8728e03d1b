"""Tries at an identity check, and one-time codes: whose, when and how often, as keyed hashes; never what was keyed."""

from sqlalchemy import Boolean, and_, bindparam, delete, not_, or_, select, update

from ivr.storage.records import Code, Try
from ivr.storage.rows import Rows, columns, insert_new
from ivr.storage.tables import codes, tries

ADD_TRY = insert_new(tries)
NEWEST = select(*columns(tries, Try)).where(tries.c.subject == bindparam("of")).order_by(tries.c.place.desc()).limit(bindparam("most"))
ASKED = and_(tries.c.call_sid == bindparam("call"), not_(tries.c.counted))
COUNT = update(tries).where(ASKED).values(counted=True)
FORGET = delete(tries).where(ASKED)

ADD_CODE = insert_new(codes)
CHANGE_CODE = (
    update(codes)
    .where(codes.c.account == bindparam("of"))
    .values({name: bindparam(f"new_{name}") for name in ("hash", "call_sid", "sent_at", "tries", "used")})
)
CODE = select(*columns(codes, Code)).where(codes.c.account == bindparam("of"))
USED = or_(codes.c.used, bindparam("use", type_=Boolean))
TRY_CODE = update(codes).where(codes.c.account == bindparam("of")).values(tries=codes.c.tries + 1, used=USED)


class Identity(Rows):
    """The part of the unit that keeps tries and codes."""

    __slots__ = ()

    def tries(self, subject: str, most: int) -> list[Try]:
        """List the newest tries of a subject, the newest first."""
        return self._all(Try, NEWEST, of=subject, most=most)

    def add_try(self, new: Try) -> bool:
        """Keep a try in its place. False if another unit took the place since the tries were listed."""
        return self._changed(ADD_TRY, **self._values(new))

    def count_tries(self, call_sid: str) -> bool:
        """Count what a call is being asked as wrong. False if it is asked nothing."""
        return self._run(COUNT, call=call_sid).rowcount > 0

    def forget_tries(self, call_sid: str) -> bool:
        """Forget what a call is being asked. False if it is asked nothing."""
        return self._run(FORGET, call=call_sid).rowcount > 0

    def keep_code(self, code: Code) -> None:
        """Keep the code of an account in place of an older one."""
        kept = self._values(code)
        self._run(ADD_CODE, **kept)
        self._run(CHANGE_CODE, of=code.account, **{f"new_{name}": value for name, value in kept.items() if name != "account"})

    def code(self, account: str) -> Code | None:
        """Read the newest code of an account."""
        return self._one(Code, CODE, of=account)

    def try_code(self, account: str, use: bool) -> None:
        """Count a try at the code of an account, and whether it is used up."""
        self._run(TRY_CODE, of=account, use=use)
