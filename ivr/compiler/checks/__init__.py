"""What must hold of the whole hotline, beyond the shape of each file. Each check yields what it found, by route."""

from collections.abc import Callable, Iterator

from ivr.compiler.checks.actions import check_actions
from ivr.compiler.checks.endless import check_endless
from ivr.compiler.checks.filled import check_filled
from ivr.compiler.checks.flows import check_flows
from ivr.compiler.checks.kinds import check_endings, check_kinds
from ivr.compiler.checks.names import check_names
from ivr.compiler.checks.phrases import check_phrases
from ivr.compiler.checks.said import check_slots
from ivr.compiler.checks.slots import Slots
from ivr.compiler.draft import Draft
from ivr.compiler.problems import Found

Check = Callable[[Draft], Iterator[Found]]
STRUCTURE: tuple[Check, ...] = (check_names, check_actions, check_flows)
DETAIL: tuple[Check, ...] = (check_kinds, check_endings, check_phrases)


def check(draft: Draft) -> list[Found]:
    """Give everything found in the whole. Slots, and where calls get to, are looked at only when all of it could be read."""
    structure = [found for one in STRUCTURE for found in one(draft)]
    detail = [found for one in DETAIL for found in one(draft)]
    if structure or not draft.is_whole:
        return structure + detail
    detail += check_endless(draft)
    slots = Slots(draft)
    said = list(check_slots(draft, slots))
    return [*detail, *said] if said else [*detail, *check_filled(draft, slots)]
