"""Random floors at one moment, and random histories: whatever happens, nobody is overtaken and nobody is forgotten."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ivr.agents.model import ALWAYS, MINUTE, Agent, Level, Waiting
from ivr.agents.routing import dispatch, position
from tests.agents.fairness import most_offers, overtaken, wrong

SKILLS = ("account", "refund", "security")
AGENTS = ("ana", "ben", "cy", "dee")
MOST_HEAD_START = 3_600_000

entries = st.builds(
    Waiting,
    id=st.uuids().map(str),
    queue=st.sampled_from(SKILLS),
    arrived=st.integers(0, 5).map(MINUTE.__mul__),
    language=st.sampled_from(["zh", "en"]),
    skills=st.frozensets(st.sampled_from(SKILLS), max_size=2),
    level=st.sampled_from([Level.AGENT, Level.AGENT, Level.SUPERVISOR]),
    head_start=st.sampled_from([0, 0, 2 * MINUTE, MOST_HEAD_START]),
    passed_over=st.dictionaries(st.sampled_from(AGENTS), st.sampled_from([4 * MINUTE, ALWAYS]), max_size=1),
    kind=st.sampled_from(["live", "callback"]),
    not_before=st.sampled_from([0, 0, 9 * MINUTE]),
    state=st.sampled_from(["waiting", "waiting", "offered", "away"]),
)
agents = st.builds(
    Agent,
    id=st.sampled_from(AGENTS),
    skills=st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 2), min_size=1),
    languages=st.frozensets(st.sampled_from(["zh", "en"]), min_size=1),
    level=st.sampled_from([Level.AGENT, Level.AGENT, Level.SUPERVISOR]),
    state=st.sampled_from(["ready", "ready", "talking"]),
    ready_since=st.integers(0, 3),
)
lines = st.lists(entries, max_size=6, unique_by=lambda entry: entry.id)
floors = st.lists(agents, max_size=4, unique_by=lambda agent: agent.id)
NOW = 5 * MINUTE
RANDOM = settings(max_examples=settings().max_examples // 5)


@RANDOM
@given(lines, floors)
def test_no_offer_is_wrong_and_nobody_is_overtaken(line: list[Waiting], floor: list[Agent]) -> None:
    offers = dispatch(line, floor, NOW)
    assert list(wrong(line, floor, NOW, offers)) == []
    assert [pair for pair in overtaken(line, floor, NOW, offers) if pair[0].place < pair[1].place] == []


@RANDOM
@given(lines, floors)
def test_as_many_are_offered_as_can_be(line: list[Waiting], floor: list[Agent]) -> None:
    assert len(dispatch(line, floor, NOW)) == most_offers(line, floor, NOW)


@RANDOM
@given(lines, floors, st.randoms())
def test_the_order_in_which_they_are_told_of_changes_nothing(line: list[Waiting], floor: list[Agent], chance) -> None:
    offers = dispatch(line, floor, NOW)
    chance.shuffle(line)
    chance.shuffle(floor)
    assert dispatch(line, floor, NOW) == offers


@RANDOM
@given(lines, floors)
def test_a_callback_stands_where_the_caller_stood(line: list[Waiting], floor: list[Agent]) -> None:
    home = [replace(entry, kind="callback") for entry in line]
    assert dispatch(home, floor, NOW) == dispatch([replace(entry, kind="live") for entry in line], floor, NOW)
    assert [position(each, home, floor, NOW) for each in home] == [position(each, line, floor, NOW) for each in line]


@RANDOM
@given(lines.filter(bool), floors)
def test_of_one_queue_each_has_a_position_of_its_own(line: list[Waiting], floor: list[Agent]) -> None:
    queue = [replace(entry, queue="refund", state="waiting", not_before=0) for entry in line]
    told = [position(entry, queue, floor, NOW) for entry in sorted(queue, key=lambda entry: entry.place)]
    assert told == list(range(1, len(line) + 1))


class History(RuleBasedStateMachine):
    """A floor through a day: callers come, leave, step aside and come back; agents come, refuse, talk and go.

    Whatever can be offered is offered after every step, as the service does.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = 0
        self.line: dict[str, Waiting] = {}
        self.floor: dict[str, Agent] = {}
        self.open: dict[str, str] = {}
        self.never_aside: set[str] = set()
        self.in_turn: list[Waiting] = []
        """Those who waited all the time until they were first offered, in the order in which they were."""

    def set_entry(self, id: str, **changes: object) -> None:
        self.line[id] = replace(self.line[id], **changes)

    def set_agent(self, id: str, **changes: object) -> None:
        self.floor[id] = replace(self.floor[id], **changes)

    @invariant()
    def what_can_be_offered_is(self) -> None:
        line, floor = list(self.line.values()), list(self.floor.values())
        offers = dispatch(line, floor, self.now)
        assert list(wrong(line, floor, self.now, offers)) == []
        for left, instead in overtaken(line, floor, self.now, offers):
            assert instead.place < left.place
            assert instead.arrived <= left.arrived + MOST_HEAD_START
        for offer in offers:
            if offer.entry in self.never_aside:
                self.never_aside.remove(offer.entry)
                self.in_turn.append(self.line[offer.entry])
            self.open[offer.entry] = offer.agent
            self.set_entry(offer.entry, state="offered")
            self.set_agent(offer.agent, state="offered")

    @rule(entry=entries, seconds=st.integers(0, 90))
    def a_caller_comes(self, entry: Waiting, seconds: int) -> None:
        self.now += seconds * 1000
        self.line[entry.id] = replace(entry, arrived=self.now, state="waiting", not_before=0, passed_over={})
        self.never_aside.add(entry.id)

    @rule(agent=agents)
    def an_agent_comes(self, agent: Agent) -> None:
        self.floor.setdefault(agent.id, replace(agent, state="ready", ready_since=self.now))

    @rule(data=st.data())
    @precondition(lambda self: self.waiting())
    def a_caller_leaves(self, data: st.DataObject) -> None:
        del self.line[data.draw(st.sampled_from(self.waiting()))]

    @rule(data=st.data())
    @precondition(lambda self: self.waiting())
    def a_caller_steps_aside(self, data: st.DataObject) -> None:
        id = data.draw(st.sampled_from(self.waiting()))
        self.never_aside.discard(id)
        self.set_entry(id, state="away")

    @rule(kind=st.sampled_from(["live", "callback"]), minutes=st.integers(0, 5))
    def those_aside_come_back(self, kind: str, minutes: int) -> None:
        self.now += MINUTE
        for id in [each.id for each in self.line.values() if each.state == "away"]:
            self.set_entry(id, state="waiting", kind=kind, not_before=self.now + minutes * MINUTE if kind == "callback" else 0)

    @rule(data=st.data(), for_good=st.booleans())
    @precondition(lambda self: self.open)
    def an_offer_is_refused(self, data: st.DataObject, for_good: bool) -> None:
        id = data.draw(st.sampled_from(sorted(self.open)))
        agent = self.open.pop(id)
        until = ALWAYS if for_good else self.now + MINUTE
        self.set_entry(id, state="waiting", passed_over={**self.line[id].passed_over, agent: until})
        self.set_agent(agent, state="ready", ready_since=self.now)

    @rule(data=st.data(), goes=st.booleans())
    @precondition(lambda self: self.open)
    def a_caller_is_helped(self, data: st.DataObject, goes: bool) -> None:
        id = data.draw(st.sampled_from(sorted(self.open)))
        agent = self.open.pop(id)
        del self.line[id]
        self.now += MINUTE
        if goes:
            del self.floor[agent]
        else:
            self.set_agent(agent, state="ready", ready_since=self.now)

    def waiting(self) -> list[str]:
        return [each.id for each in self.line.values() if each.state == "waiting"]

    def teardown(self) -> None:
        """See that equals were offered as they came; then let one who can do everything take calls until nobody is left over."""
        for number, later in enumerate(self.in_turn):
            for earlier in self.in_turn[:number]:
                assert (earlier.need, earlier.head_start) != (later.need, later.head_start) or earlier.arrived <= later.arrived
        last = Agent("zoe", dict.fromkeys(SKILLS, 1), frozenset({"zh", "en"}), Level.REVIEW)
        line = [replace(entry, state="waiting") for entry in self.line.values()]
        while line:
            (offer,) = dispatch(line, [last], self.now + 10 * MINUTE)
            line = [entry for entry in line if entry.id != offer.entry]


TestHistories = History.TestCase
TestHistories.settings = settings(RANDOM, stateful_step_count=30)
