"""List: items one at a time, each a question of its own."""

from dataclasses import dataclass, field, replace

from ivr.flow.asking import listen, option_words, understand
from ivr.flow.commands import Words
from ivr.flow.decisions import Ask, Decision, GoTo, Wait
from ivr.flow.events import Event
from ivr.flow.fields import Items, Jump, Option, Options, SlotName
from ivr.flow.question import Question, without_text
from ivr.flow.scene import Scene
from ivr.flow.words import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class List(Question):
    """Read items one at a time and wait after each.

        type: list
        items:
          - {zh: 第一步，重启手机。, en: "One, restart the phone."}
          - {zh: 第二步，更新应用。, en: "Two, update the app."}
        options: {1: {label: {zh: 下一步, en: For the next step}, do: next}}
        goto: solved.check

    `of` reads a list slot with `item` as the sentence (its fields, and `{n:count}`); `do: keep` adds the item to `into`, which
    is empty whenever the list begins, and goes on; `none` is where an empty list leads, `goto` where the last item does.

    一条一条地念，每条念完等来电人选择。
    """

    items: Items = ()
    """The sentences, read one at a time.
    逐条念的句子。"""
    of: SlotName | None = None
    """The list slot whose items are read, instead of `items`.
    不写 `items` 时，念这个列表槽位里的内容。"""
    item: Part | None = None
    """The sentence for one item of `of`, with its fields.
    列表 `of` 里每一项的说法，可以用它的字段。"""
    into: SlotName | None = None
    """The slot that `do: keep` adds an item to; empty when the list begins.
    执行 `do: keep` 时把当前一项加进这个槽位；列表开始时为空。"""
    options: Options = field(default_factory=dict)
    """What may be chosen after each item.
    每一条念完后可以选什么。"""
    goto: Jump
    """Where the call goes after the last item.
    最后一条念完去哪里。"""
    none: Jump | None = None
    """Where an empty list leads.
    列表为空时去哪里。"""

    def offer(self, scene: Scene) -> tuple[Option, ...]:
        return without_text(tuple(self.options.values()), scene.can_text(self.sms))

    def enter(self, scene: Scene) -> Decision:
        afresh: dict[str, object] = {self.into: None} if self.into else {}
        if self._length(scene) == 0:
            return GoTo(self.none or self.goto, fill=afresh)
        return replace(self._put(scene, 0), says=(*self.notice, *self.prompt), fill=afresh)

    def put(self, scene: Scene) -> Decision:
        return self._put(scene, self._place(scene))

    def handle(self, scene: Scene, event: Event) -> Decision:
        place = self._place(scene)
        decision = understand(scene, self.offer(scene), event)
        match decision:
            case None:
                return self.other(scene, event)
            case GoTo(Jump(do="next")):
                return self._next(scene, self._with_item(scene, decision, place), place)
            case GoTo(Jump(do="keep")):
                return self._keep(scene, self._with_item(scene, decision, place), place)
            case GoTo():
                return self._with_item(scene, decision, place)
        return decision

    def _with_item(self, scene: Scene, chosen: GoTo, place: int) -> GoTo:
        """Fill what the option sets here, where the item is at hand."""
        here = self._at(scene, place)
        fill = {name: here.given(value) for name, value in chosen.jump.set.items()}
        return replace(chosen, jump=replace(chosen.jump, set={}), fill=fill)

    def _next(self, scene: Scene, chosen: GoTo, place: int) -> Decision:
        if place + 1 >= self._length(scene):
            return replace(chosen, jump=self.goto)
        return replace(chosen, jump=Jump(do="next"), memo={"at": place + 1})

    def _keep(self, scene: Scene, chosen: GoTo, place: int) -> Decision:
        if self.into is None:
            return Ask()
        kept = scene.value((self.into,)) or []
        item = self._at(scene, place).value(("item",))
        return self._next(scene, replace(chosen, fill={**chosen.fill, self.into: [*kept, item]}), place)

    def _put(self, scene: Scene, place: int) -> Wait:
        options = self.offer(scene)
        words: tuple[Words, ...] = (*self._item_words(scene, place), *option_words(scene, options))
        return Wait(listen(scene, options, timeout=self.timeout), words, memo={"at": place})

    def _item_words(self, scene: Scene, place: int) -> tuple[Words, ...]:
        if self.item is None:
            return scene.words(self.items[place : place + 1])
        return self._at(scene, place).words((self.item,))

    def _at(self, scene: Scene, place: int) -> Scene:
        items = scene.value((self.of,)) if self.of else None
        item = items[place] if isinstance(items, list) and place < len(items) else {}
        return scene.with_item(item, place)

    def _length(self, scene: Scene) -> int:
        if self.of is None:
            return len(self.items)
        items = scene.value((self.of,))
        return len(items) if isinstance(items, list) else 0

    def _place(self, scene: Scene) -> int:
        return int(scene.state.memo.get("at", 0))
