"""What an action may tell beside its declared sample: values that the menus' conditions would tell from it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.conditions import Test
from ivr.proof.aspects import Aspect, told_apart
from ivr.spoken import samples

OTHER = "other"


def variants(action: Action, outcome: str, aspects: tuple[Aspect, ...]) -> list[Any]:
    """Give data of an outcome, one for each way in which it can answer what is asked; the declared sample first."""
    sample = action.outcomes[outcome]
    if not aspects or not sample:
        return [sample or None]
    tests: dict[str, list[Test]] = {}
    for field, test in _tests(aspects):
        tests.setdefault(field, []).append(test)
    fields = [field for field in tests if field in action.data]
    choices = [list(_values(field, tests[field], action, sample)) for field in fields]
    changed = (dict(zip(fields, chosen, strict=True)) for chosen in product(*choices))
    return told_apart(aspects, (_with(sample, change) for change in changed))


def _tests(aspects: Iterable[Aspect]) -> Iterator[tuple[str, Test]]:
    """Yield what is asked of the fields of a record, or of each in a list."""
    for aspect in aspects:
        match aspect.ask:
            case Test() as test if aspect.path:
                yield aspect.path[0], test
            case Aspect() as each:
                yield from _tests((each,))


def _values(field: str, tests: Iterable[Test], action: Action, sample: Any) -> Iterator[Any]:
    first = sample[0] if isinstance(sample, list) else sample
    declared = action.data[field]
    usual = first.get(field, samples(declared)[0] if declared in _SPOKEN else OTHER)
    if field in first:
        yield first[field]
    else:
        yield None
        yield usual
    for test in tests:
        match test.operator:
            case "is" | "is not":
                yield from test.values
                yield OTHER
            case "over" | "under":
                bound = float(test.values[0])
                bound = int(bound) if bound.is_integer() else bound
                yield from (bound - 1, bound, bound + 1)


_SPOKEN = frozenset({"digits", "money", "date", "time", "count", "number", "range", "letters", "word", "sentence", "text"})


def _with(sample: Any, change: Mapping[str, Any]) -> Any:
    if isinstance(sample, list):
        return [_with(item, change) for item in sample]
    return {name: value for name, value in {**sample, **change}.items() if value is not None}
