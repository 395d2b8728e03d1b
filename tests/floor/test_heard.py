"""An agent who answers the telephone hears all that is known of the caller, and has time for the key."""

from datetime import timedelta

import pytest

from ivr.flow.words import plain
from ivr.service import offers
from ivr.service.whisper import whisper
from ivr.storage.base import Store
from ivr.storage.floor_records import OfferRow
from ivr.twiml.rooms import KEY_SECONDS
from tests.floor.talking import ENTRY, NOW, OFFER
from tests.floor.test_floor import flow

RINGS = timedelta(seconds=20)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(("answered", "late"), [(None, offers.OPEN_FOR), (RINGS, RINGS + offers.HEARD_FOR)])
def test_the_time_for_a_call_counts_from_the_answer(store: Store, answered: timedelta | None, late: timedelta) -> None:
    guest = OfferRow("o2", ENTRY, "2001", NOW, NOW, role="guest", room=OFFER.id)
    with store.unit() as unit:
        assert offers.ask_in(unit, guest)
        if answered is not None:
            offers.heard(unit, guest, NOW + answered)
        found = [[each.id for each in unit.late_offers(offers.opened_late(NOW + at))] for at in (late - SECOND, late)]
    assert found == [[], ["o2"]]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_that_may_be_known_of_a_caller_is_heard_in_time_for_the_key(language: str) -> None:
    menus = flow()
    known = {"identity": "strong", "order": "88420001", "tried": "yes", "cases": 12, "history": 118, "problem": "x" * 500}
    labels = {f"{name}:{key}": option.label for name, node in menus.nodes.items() for key, option in getattr(node, "options", {}).items()}
    says = [
        whisper(menus, queue, {**known, "language": language, "path": [chosen]}, language, is_at_home=True, role="guest", staff="1024")
        for queue in menus.queues
        for chosen in filter(labels.get, labels)
    ]
    longest = max(sum(len(plain(say.text, say.values)) for say in each) for each in says)
    seconds = longest / menus.languages[language].per_second
    assert 30 < seconds < offers.HEARD_FOR.total_seconds() - KEY_SECONDS, "longer than a telephone that is not answered is waited for"
