"""A queue that staff close in an emergency: nobody comes in, and who waits is told within a round of the wait."""

from ivr.errors import StorageError
from ivr.service.switching import Staff

IN_LINE = (("/voice/incoming", {}), ("action", {"Digits": "2"}))
WAITS_ON = ["Gather", "Redirect"]


class Full:
    """A store that can be read and not written."""

    def __init__(self, store):
        self._store = store

    def __getattr__(self, name):
        return getattr(self._store, name)

    def unit(self):
        raise StorageError("the disk is full")


def staff(hotline) -> Staff:
    return Staff(hotline.application.services.flow, hotline.clock.now(), "ana")


def close(hotline, queue: str = "refund", until: str = "23:00") -> None:
    with hotline.store.unit() as unit:
        staff(hotline).turn_on(unit, staff(hotline).closure(queue, until))
    hotline.clock.advance(2)


def open_again(hotline) -> None:
    with hotline.store.unit() as unit:
        for switch in unit.switches(hotline.clock.now()):
            staff(hotline).turn_off(unit, switch)
    hotline.clock.advance(2)


def place(hotline, call):
    with hotline.store.unit() as unit:
        entry = unit.open_entry(call.sid, "refund")
    return None if entry is None else (entry.id, entry.state, entry.arrived_at)


def test_nobody_gets_into_a_closed_queue_until_its_end(hotline):
    close(hotline, until="18:30")
    assert hotline.carrier().walks(*IN_LINE).last.words.startswith("After the tone")
    hotline.clock.advance(1800)
    assert hotline.carrier(sid="CA" + "2" * 32).walks(*IN_LINE).last.words == "You're in line."


def test_who_waits_is_told_at_the_next_round_of_the_wait(hotline):
    call = hotline.carrier().walks(*IN_LINE)
    wait = call.last.link("waitUrl")
    assert call.ask(wait).verbs == WAITS_ON
    close(hotline)
    assert call.ask(wait).verbs == ["Leave"]
    assert call.ask(wait).verbs == ["Leave"], "asked again, because the answer was lost"
    assert call.goes("action", QueueResult="leave").words.startswith("After the tone")


def test_who_is_sent_out_of_a_queue_that_opens_again_meanwhile_waits_on_in_the_same_place(hotline):
    call = hotline.carrier().walks(*IN_LINE)
    before = place(hotline, call)
    close(hotline)
    assert call.ask(call.last.link("waitUrl")).verbs == ["Leave"]
    open_again(hotline)
    assert call.goes("action", QueueResult="leave").verbs == ["Enqueue"]
    assert place(hotline, call) == before


def test_closing_another_queue_sends_nobody_out(hotline):
    call = hotline.carrier().walks(*IN_LINE)
    close(hotline, "supervisor")
    assert call.ask(call.last.link("waitUrl")).verbs == WAITS_ON


def test_while_a_store_cannot_keep_it_the_caller_waits_on(hotline):
    call = hotline.carrier().walks(*IN_LINE)
    close(hotline)
    wait = call.last.link("waitUrl")
    call.app = hotline.on(Full(hotline.store)).app
    assert call.ask(wait).verbs == WAITS_ON
    call.app = hotline.app
    assert call.ask(wait).verbs == ["Leave"]
