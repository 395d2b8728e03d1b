"""Mermaid and DOT of a small hotline, letter by letter; what they are made of is told by `ivr graph`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli import main
from ivr.picture.chart import Chart, Line, Point
from ivr.picture.dot import dot
from ivr.picture.mermaid import mermaid

CHARTS = Path(__file__).parent / "charts"
SMALL = Path("tests/service/menus")
HOSTILE = Chart([Point("end.click", ('a "b" #1 <i>`x`\\',), "a.yaml")], [Line("end.click", "end.click", "# |hear|", True)], {})


@pytest.mark.parametrize("file", sorted(CHARTS.iterdir()), ids=lambda file: file.name)
def test_a_small_hotline_is_charted(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parent.parent.parent)
    options = [] if file.stem == "overview" else ["--menu", file.stem]
    done = CliRunner().invoke(main, ["graph", str(SMALL), "--format", file.suffix[1:], "--language", "en", *options])
    assert done.exit_code == 0
    assert done.output == file.read_text(encoding="utf-8")


def test_signs_that_mean_something_to_mermaid_or_graphviz_are_only_signs() -> None:
    assert mermaid(HOSTILE).splitlines()[1:3] == [
        '  _end.click["a #quot;b#quot; #35;1 #lt;i#gt;#96;x#96;\\"]',
        '  _end.click -->|"#35; |hear|"| _end.click',
    ]
    assert r'[label="a \"b\" #1 <i>`x`\\", URL=' in dot(HOSTILE)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--menu", "man"], "there is no menu 'man'. Did you mean \"main\"?"),
        (["--language", "fr"], "this hotline does not speak 'fr'. There are: en, zh."),
    ],
)
def test_a_name_that_is_not_there_is_told(options: list[str], said: str) -> None:
    done = CliRunner().invoke(main, ["graph", "tests/service/menus", "--format", "dot", *options])
    assert done.exit_code == 2
    assert said in done.output


def test_menus_with_problems_are_not_drawn_and_the_problems_are_told(tmp_path: Path) -> None:
    for file in SMALL.iterdir():
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8").replace("goto: heard", "goto: herd"), encoding="utf-8")
    done = CliRunner().invoke(main, ["graph", str(tmp_path)])
    assert done.exit_code == 1
    assert 'Did you mean "heard"?' in done.output
