"""After every piece of information a caller goes on to a related question without passing the main menu (R46)."""

import re
from pathlib import Path

from ivr.flow.commands import Gather
from ivr.flow.events import DigitsPressed

CONTENT = Path(__file__).parents[2] / "docs" / "content.md"
TOLD = re.compile(r"^\| `info_\w+` \| ((?:`[\w.]+` ?)+)\|", re.MULTILINE)
RELATED = DigitsPressed("3")
LEAD_ON_BY_THEMSELVES = {"newuser.features", "complaint.public"}
"""After these comes a menu of related questions at once: `newuser.features_menu`, `complaint.elsewhere`."""


def test_every_piece_of_information_leads_to_related_questions(walker, flow, survey):
    told = {names.split("`")[-2] for names in TOLD.findall(CONTENT.read_text(encoding="utf-8"))} - {"newuser.features_menu"}
    after = [place for place in survey.places if getattr(flow.nodes[place.node], "ending", None) == "info"]
    assert {place.node for place in after} >= told - LEAD_ON_BY_THEMSELVES
    for place in after:
        related = walker.step(place.state, RELATED)
        assert isinstance(related.commands[-1], Gather), place.node
        assert related.state.node not in (place.node, "welcome.main", "solved.check"), place.node
    assert {flow.nodes[name].goto.goto for name in LEAD_ON_BY_THEMSELVES} == {"newuser.features_menu", "complaint.elsewhere"}
