"""docs/content.md keeps its word: every step of the hotline once, all that it names is in the menus, and all that is there is named."""

import re

import pytest

STEPS = 213
FOUND_ELSEWHERE = re.compile(r"waits for (the wallet|agents): .+|a rule of the engine: .+|left out: .+|the fact `\w+`.+")
STEP = re.compile(r"\| `(?P<name>\w+)` \|(?P<places>( `[^`]+`)*) \|(?P<why>[^|]*)\|")
ADDED = re.compile(r"\| `(?P<place>\w+\.[^`]+)` \| [^|]+ \|")


@pytest.fixture(scope="module")
def tables(request) -> dict[str, list[str]]:
    """Give the rows of each section."""
    page = (request.config.rootpath / "docs" / "content.md").read_text(encoding="utf-8")
    _, *sections = re.split(r"^## (.+)\n", page, flags=re.MULTILINE)
    return {
        title: [row for row in text.splitlines() if row.startswith("| `")]
        for title, text in zip(sections[::2], sections[1::2], strict=True)
    }


@pytest.fixture(scope="module")
def there(flow) -> set[str]:
    """Name everything that the menus say and hear, as the page does."""
    parts = (name.removeprefix("hotline.") for name in flow.parts if name.startswith("hotline."))
    universals = {universal.name for menu in flow.menus.values() for universal in menu.universals}
    return {
        *flow.nodes,
        *(f"fragment.{name}" for name in parts),
        *(f"text.{name}" for name in flow.texts),
        *(f"ending.{name}" for name in flow.endings),
        *(f"word.{name}" for name in universals),
        *(f"answer.{name}" for name in flow.answers),
    }


BESIDE = ("Phrases", "Words that work everywhere", "Texts")
"""Tables of what is not a step."""
ADDITIONS = "What was added"


def test_every_step_stands_there_once_with_its_place_or_the_reason_why_there_is_none(tables):
    rows = {title: [STEP.fullmatch(row) for row in table] for title, table in tables.items() if title != ADDITIONS}
    every = [row for table in rows.values() for row in table]
    assert None not in every
    steps = [row["name"] for title, table in rows.items() if title not in BESIDE for row in table]
    assert len(steps) == len(set(steps)) == STEPS
    assert [row["name"] for row in every if not row["places"] and not FOUND_ELSEWHERE.fullmatch(row["why"].strip())] == []


def test_what_the_page_names_is_what_the_menus_have(tables, there):
    added = [ADDED.fullmatch(row) for row in tables[ADDITIONS]]
    assert None not in added
    listed = (row for title, table in tables.items() if title != ADDITIONS for row in table)
    named = {name for row in listed for name in re.findall(r"`([^`]+\.[^`]+)`", row)}
    assert named - there == set()
    assert there - named == {row["place"] for row in added}
