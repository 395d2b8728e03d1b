"""The accounts of the demo wallet: one person for every state that a caller can be in. Moments are told from the wallet's clock.

Person 7 has the phone +8613800000007, the account 600100000007 and a document ending in 1007. Their orders are 20260701 and so on,
their transactions 31070001, their refunds 41070001.
"""

from collections.abc import Mapping
from dataclasses import dataclass

NEVER = "waiting"
CARD = "6222"


@dataclass(frozen=True, slots=True)
class Refund:
    """Money on its way back; `since` are the moments of request, agreement, sending and arrival, as far as they came."""

    state: str
    since: tuple[str, ...]
    way: str = "card"
    amount: int = 0
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What was bought, or to whom money was sent; `retry` is what becomes of a retry."""

    at: str
    merchant: str
    amount: int
    state: str = "paid"
    failure: str | None = None
    expected: str | None = None
    retry: str = "paid"
    refunds: tuple[Refund, ...] = ()


@dataclass(frozen=True, slots=True)
class Transaction:
    """Money in or out."""

    at: str
    direction: str
    counterparty: str
    amount: int
    status: str = "done"


USUAL = (
    Transaction("-20m", "out", "全家便利店", 2350),
    Transaction("-1d 19:42", "in", "李明", 20000),
    Transaction("-2d 12:05", "out", "兰州拉面", 1800),
    Transaction("-3d 18:30", "out", "城市地铁", 600),
    Transaction("-5d 09:15", "out", "大学书店", 12890),
    Transaction("-35d 20:00", "out", "家电商城", 78000),
)
BOUGHT = (Order("-1h", "全家便利店", 12800), Order("-1d 19:30", "大学书店", 5600), Order("-2d 12:00", "兰州拉面", 1800))


@dataclass(frozen=True, slots=True)
class Person:
    """One account, and in both languages what it is there to show."""

    name: str
    zh: str
    en: str
    age: str = "adult"
    language: str = "zh"
    id_last4: str | None = "usual"
    free: int = 523680
    held: int = 0
    frozen: str | None = None
    block: str | None = None
    blocked: str | None = None
    papers: tuple[str, ...] = ()
    review_days: int | None = None
    theft_report: bool = False
    login_locked: bool = False
    unblock_requested: str | None = None
    transactions: tuple[Transaction, ...] = USUAL
    orders: tuple[Order, ...] = BOUGHT


def _failed(at: str, why: str, retry: str) -> Order:
    return Order(at, "家电商城", 6600, "failed", why, retry=retry)


EVERY_ORDER = (
    Order("-1h", "全家便利店", 12800),
    _failed("-2h", "balance", "paid"),
    _failed("-1d 09:00", "limit", "failed limit"),
    _failed("-1d 10:00", "card_expired", "failed card_expired"),
    _failed("-1d 11:00", "card_limit", "paid"),
    _failed("-1d 12:00", "risk", "failed risk"),
    _failed("-1d 13:00", "merchant", "failed merchant"),
    _failed("-1d 14:00", "code_expired", "paid"),
    _failed("-1d 15:00", "network", "waiting paid"),
    _failed("-1d 16:00", "bank", "waiting failed bank"),
    _failed("-1d 17:00", "unknown", NEVER),
    Order("-2d 10:00", "家电商城", 45000, "returning", expected="+2w 18:00"),
    Order("-3h", "李明", 30000, "processing", expected="+2h"),
    Order("-2d 11:00", "李明", 30000, "processing", expected="-1d 11:00"),
    Order("-2d 12:00", "游戏点卡", 5000, "system_fault"),
    Order("-9d 10:00", "服装店", 19900, "refunded", refunds=(Refund("arrived", ("-8d 10:00", "-7d 10:00", "-6d 10:00", "-5d 10:00")),)),
    Order("-3d 10:00", "电影院", 7600, "expired"),
    _failed("-2d 13:00", "network", "expired"),
    _failed("-2d 14:00", "network", "waiting expired"),
)
# A promise of five working days to a card and of one to the balance is kept on the last day and broken on the next.
EVERY_REFUND = (
    Order("-2d 09:00", "服装店", 12800, refunds=(Refund("waiting_merchant", ("-1d 09:00",)),)),
    Order("-4d 09:00", "大学书店", 5600, refunds=(Refund("in_progress", ("-3d 09:00", "-1h"), "balance"),)),
    Order("-6d 09:00", "家电商城", 78000, refunds=(Refund("sent", ("-5d 09:00", "-2w 09:00", "-1w 09:00")),)),
    Order("-12d 09:00", "运动用品店", 23000, refunds=(Refund("sent", ("-11d 09:00", "-6w 09:00", "-5w 09:00")),)),
    Order("-14d 09:00", "母婴用品店", 31000, refunds=(Refund("sent", ("-13d 09:00", "-7w 09:00", "-6w 09:00")),)),
    Order("-15d 09:00", "水果店", 4500, refunds=(Refund("arrived", ("-14d 09:00", "-13d 09:00", "-13d 10:00", "-13d 11:00"), "balance"),)),
    Order("-16d 09:00", "鞋店", 39900, refunds=(Refund("arrived", ("-15d 09:00", "-14d 09:00", "-13d 09:00", "-10d 09:00")),)),
    Order("-17d 09:00", "手机配件店", 9900, refunds=(Refund("refused", ("-16d 09:00",), refusal="used"),)),
    Order("-18d 09:00", "花店", 8800, refunds=(Refund("in_progress", ("-17d 09:00", "-5w 09:00"), "balance"),)),
    Order(
        "-19d 09:00",
        "超市",
        30000,
        refunds=(
            Refund("arrived", ("-18d 09:00", "-17d 09:00", "-17d 10:00", "-17d 11:00"), "balance", 5000),
            Refund("sent", ("-4d 09:00", "-3w 09:00", "-2w 09:00"), amount=8000),
            Refund("waiting_merchant", ("-1d 10:00",), amount=3000),
        ),
    ),
    Order("-20d 09:00", "家具店", 150000),
    Order("-89d 12:00", "旅行社", 260000),
    Order("-91d 12:00", "摄影店", 120000),
    Order("-8d 09:00", "宠物店", 6800, refunds=(Refund("in_progress", ("-7d 09:00", "-8w 09:00")),)),
    Order("-21d 09:00", "茶叶店", 26000, refunds=(Refund("refused", ("-20d 09:00",), refusal="too_late"),)),
)
PAPERS = ("id_card", "selfie")

CAST: Mapping[int, Person] = {
    1: Person("王芳", "一切正常", "all is well"),
    2: Person("李明", "每种订单状态各一笔", "an order in every state", orders=EVERY_ORDER),
    3: Person("张伟", "每种退款状态各一笔", "a refund in every state", orders=EVERY_REFUND),
    4: Person("刘洋", "本人冻结", "frozen by the holder", frozen="-1d 10:00"),
    5: Person("陈静", "风险限制", "limited by the risk desk", block="risk", blocked="-1d 10:00"),
    6: Person("杨帆", "缺少身份资料", "papers are missing", block="documents", blocked="-2d 10:00", papers=PAPERS, review_days=3),
    7: Person("赵强", "有权机关冻结", "frozen for an authority", block="legal", blocked="-10d 10:00"),
    8: Person("黄丽", "本人冻结,有盗用登记", "frozen by the holder, theft report open", frozen="-1d 10:00", theft_report=True),
    9: Person("周杰", "登录被锁", "signing in is locked", login_locked=True),
    10: Person("吴敏", "登录被锁,又有风险限制", "signing in is locked, and limited", login_locked=True, block="risk", blocked="-1d 10:00"),
    11: Person("徐桂兰", "长者", "a senior", age="senior"),
    12: Person("Emma", "用英语", "speaks English", language="en"),
    13: Person("孙悦", "没有证件资料", "no identity document on file", id_last4=None),
    14: Person("马超", "没有交易,没有订单", "no transactions and no orders", free=0, transactions=(), orders=()),
    15: Person(
        "朱琳", "风险限制,已申请解封", "limited, unblocking asked for", block="risk", blocked="-3d 10:00", unblock_requested="-1d 10:00"
    ),
    16: Person("胡军", "有一笔钱被冻结", "some money is held", held=30000),
    17: Person("郭欣", "证件号以字母结尾", "a document ending in a letter", id_last4="017X"),
}
