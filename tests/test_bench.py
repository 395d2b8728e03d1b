"""The calls of the bench still walk the shipped menus, in both languages and by every kind of turn."""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bench import decisions
from bench.calls import CALLS, KINDS, Call, WrongAnswer, shares
from bench.carrier import MOST, ratios
from bench.growth import FEW, WALKS, plant
from bench.profile import Post, play, poster
from bench.server import BASE_URL, TOKEN
from ivr.app import build, create_app
from ivr.config import Config


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    with posting(Path(__file__).parent.parent / "menus") as post:
        yield post


@contextmanager
def posting(menus: Path) -> Iterator[Post]:
    config = Config(
        twilio_auth_token=SecretStr(TOKEN),
        secret_key=SecretStr("only for this test, no call is real"),
        base_url=BASE_URL,
        database_url="sqlite:///:memory:",
        menus=menus,
    )
    application = build(config, clock=lambda: datetime(2026, 3, 2, 2, tzinfo=UTC))
    yield poster(create_app(application))
    application.store.close()


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.inputs)
def test_a_call_of_the_bench_goes_where_it_says(call: Call, post: Post) -> None:
    assert call.hears in play(call, post)


def test_a_call_that_ends_elsewhere_is_found(post: Post) -> None:
    with pytest.raises(WrongAnswer, match="ended without"):
        play(Call("1,4", "words nobody says"), post)


@pytest.mark.alone
def test_a_turn_of_the_simulated_carrier_costs_little_more_than_the_bare_request() -> None:
    assert statistics.median(ratios(7)) <= MOST


@pytest.mark.alone
def test_who_is_offered_to_whom_is_decided_at_once_while_ten_thousand_wait() -> None:
    assert statistics.median(decisions.seconds()) < decisions.MOST_SECONDS


def test_the_walks_among_few_or_many_nodes_find_their_way(tmp_path: Path) -> None:
    with posting(plant(tmp_path / "menus", FEW)) as post:
        for call in WALKS.calls:
            assert call.hears in play(call, post)


def test_every_kind_of_turn_has_its_share() -> None:
    assert set(shares()) == set(KINDS)
    assert all(shares().values())
    assert sum(shares().values()) == pytest.approx(1)
