"""Collect: a number keyed by the caller, read back and checked."""

from dataclasses import dataclass, replace

from ivr.flow.asking import ANSWERS, lead_out, listen, understand
from ivr.flow.checking import answered, ask_about
from ivr.flow.decisions import Ask, Back, Decision, GoTo, Miss, Wait
from ivr.flow.entry import KINDS, Entered, Entry, WayOut, Wrong
from ivr.flow.events import ActionDone, DigitsPressed, Event
from ivr.flow.fields import Check, Digits, Flag, Jump, KeyClasses, Kind, Option, SlotName
from ivr.flow.question import Question
from ivr.flow.reading_back import read_back
from ivr.flow.scene import Scene
from ivr.flow.words import Prompt

NONE = (Option("none", Jump(), means="none"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect(Question):
    """Take a number by keys; # ends it, and a star that it cannot take is the way out.

        type: collect
        digits: 8-20
        prompt: {zh: 请输入订单号，按井号键结束。, en: "Enter the order number, then press pound."}
        into: order_number
        empty: recent
        goto: look

    `digits` (`6`, `8-20`) or `entry` (key classes, e.g. `[0-9]{3}[0-9*]`) or `kind` says what it is; a kind is
    ended by # alone. `empty` is where a bare pound, 0 and pound or "I don't have it" leads. `check` asks an action about
    `{entry}`; `secret` entries exist only there.

    请来电人按一串数字，按井号键结束。
    """

    digits: Digits | None = None
    """How many digits are keyed.
    要按几位数字。"""
    entry: KeyClasses | None = None
    """Which keys may stand at each place.
    每一位可以按哪些键。"""
    kind: Kind | None = None
    """An amount, a date, a phone number or a ticket number, each with rules of its own.
    金额、日期、手机号或业务编号，各有各的规则。"""
    into: SlotName | None = None
    """The slot that takes the number.
    号码放进这个槽位。"""
    empty: Jump | None = None
    """Where a caller goes who has no such number.
    没有这个号码的来电人去哪里。"""
    read_back: Flag = Flag(False)
    """Whether the number is read back and confirmed.
    是否把号码念一遍请来电人确认。"""
    secret: Flag = Flag(False)
    """Whether the number exists only for `check`, and is kept nowhere.
    是否只给 `check` 用，不保存在任何地方。"""
    again: Prompt = ()
    """Said before the prompt when `check` leads here `again`.
    核对结果是 `again` 时，在提示语前先说这句话。"""
    check: Check | None = None
    """An action asked about the number before the call goes on.
    继续之前，先用一个动作核对这个号码。"""
    goto: Jump | None = None
    """Where the call goes with the number; not needed with `check`.
    拿到号码后去哪里；有 `check` 时不用写。"""

    @property
    def expects(self) -> Entry:
        """What a whole entry looks like."""
        pattern = self.digits or self.entry
        return pattern if pattern is not None else KINDS[self.kind or "phone"]

    def offer(self, scene: Scene) -> tuple[Option, ...]:
        if "entered" in scene.state.memo:
            return ANSWERS
        return NONE if self.empty else ()

    def put(self, scene: Scene) -> Decision:
        if (entered := scene.state.memo.get("entered")) is not None:
            return read_back(scene, self.kind, entered)
        expects = self.expects
        gather = replace(listen(scene, self.offer(scene), timeout=self.timeout), keys=expects.keys, finish="#")
        return Wait(gather, scene.words(self.prompt), memo={})

    def handle(self, scene: Scene, event: Event) -> Decision:
        match event:
            case ActionDone() if self.check is not None:
                return answered(scene, self.check, event, self._keep(scene.state.memo.get("entered")), self.again)
            case ActionDone():
                return Ask(memo={})
            case DigitsPressed("", finished=False):
                return Miss("no_input")
            case DigitsPressed() if not scene.state.memo:
                return self._keyed(scene, event)
        return self._answer(scene, event)

    def _answer(self, scene: Scene, event: Event) -> Decision:
        decision = understand(scene, self.offer(scene), event)
        match decision:
            case None:
                return self.other(scene, event)
            case GoTo(Jump(goto=None, do=None), key="1"):
                return self._use(scene, scene.state.memo["entered"])
            case GoTo(Jump(goto=None, do=None), key="2"):
                return Ask(memo={})
            case GoTo(Jump(goto=None, do=None), key="none") if self.empty is not None:
                return self._none(self.empty)
        return decision

    def _none(self, empty: Jump) -> Decision:
        return GoTo(empty, fill={self.into: None} if self.into else {}, by="entry", key="none")

    def _keyed(self, scene: Scene, event: DigitsPressed) -> Decision:
        zero_alone = event.digits == "0" and event.unfinished
        if self.empty is not None and event.digits in ("", "0") and not zero_alone:
            return self._none(self.empty)
        match self.expects.read(event.digits, scene.world.now().date()):
            case Entered(value):
                return self._entered(scene, value)
            case WayOut(keys):
                return self._way_out(scene, keys)
            case Wrong(why):
                return self._way_out(scene, "0") if zero_alone else Miss(why)

    def _way_out(self, scene: Scene, keys: str) -> Decision:
        if not keys:
            return Back()
        return lead_out(scene, keys[0]) or Miss("invalid")

    def _entered(self, scene: Scene, value: str | int) -> Decision:
        if self.read_back:
            return Ask(memo={"entered": value})
        return self._use(scene, value)

    def _use(self, scene: Scene, value: str | int) -> Decision:
        if self.check is None:
            return GoTo(self.goto or Jump(), fill=self._keep(value), by="entry", key="#")
        return ask_about(scene, self.check, value, secret=bool(self.secret))

    def _keep(self, value: str | int | None) -> dict[str, object]:
        return {self.into: value} if self.into and value is not None and not self.secret else {}
