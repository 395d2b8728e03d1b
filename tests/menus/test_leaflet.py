"""The public page of the shipped hotline: its keys are those of the main menu as it is spoken (R21)."""

from datetime import UTC, datetime

import pytest

from ivr.flow.words import plain
from ivr.service.clock import ServiceWorld
from ivr.service.leaflet import leaflet

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_the_keys_of_the_main_menu(flow, language):
    options = flow.nodes["welcome.main"].options.values()
    spoken = [(option.key, plain(option.label.texts[language], ())) for option in options]
    assert list(leaflet(ServiceWorld(flow, NOW), language).keys) == spoken
    assert [key for key, _ in spoken] == ["1", "2", "3", "4", "5"]
