"""Fields that are always filled together: an action's sample says which ones."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from ivr.compiler.checks.slots import CALLER, INCIDENT, RECORDING, Filled, Slots
from ivr.compiler.checks.ways import filled_by
from ivr.compiler.draft import Draft


class Together:
    """What is filled along with a slot or a field, by whichever place filled it."""

    def __init__(self, draft: Draft, slots: Slots) -> None:
        self.draft, self.slots = draft, slots

    @cached_property
    def producers(self) -> Mapping[str, list[frozenset[str]]]:
        """The fields that each place filling a slot fills together."""
        found: dict[str, list[frozenset[str]]] = {"caller": [frozenset(CALLER)], "incident": [frozenset(INCIDENT)]}
        for each in self.slots.filled:
            found.setdefault(each.slot, []).extend(self._together(each))
        return found

    def _together(self, each: Filled) -> Iterator[frozenset[str]]:
        if each.item_of is not None and each.copied == ("item",):
            yield self.fields_of(each.item_of)
        elif each.copied:
            yield frozenset()
        elif each.type == "recording":
            yield frozenset(RECORDING)
        elif each.type == "record":
            yield from (fill.fields for sample in self._samples(each) if not (fill := filled_by(each.slot, sample)).empty)

    def _samples(self, each: Filled) -> Iterable[object]:
        return self.draft.actions[each.action].outcomes.values() if each.action else ()

    def fields_of(self, item_of: str) -> frozenset[str]:
        """Give the fields that every item of a list has."""
        fields: list[frozenset[str]] = []
        for each in self.slots.filled:
            if each.slot == item_of and each.type == "list":
                lists = (sample for sample in self._samples(each) if isinstance(sample, list | tuple))
                fields += (frozenset(item) for sample in lists for item in sample)
        return frozenset.intersection(*fields) if fields else frozenset()

    def known_with(self, path: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
        """Give what is filled together with a path, by whichever place filled it."""
        slot, *fields = path
        places = [each for each in self.producers.get(slot, []) if not fields or fields[0] in each]
        together = frozenset.intersection(*places) if places else frozenset[str]()
        return frozenset({(slot,), path, *((slot, each) for each in together)})
