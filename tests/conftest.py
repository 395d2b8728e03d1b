"""What all tests share: how many examples a property is tried with, and parts of the machine that a test needs."""

import os
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

EXAMPLES = {"default": 100, "ci": 2000, "soak": 20_000}
"""How often a property is tried, by HYPOTHESIS_PROFILE. A test with a number of its own keeps it in every profile."""

PARTS = Path(__file__).parent.parent / ".ci" / "parts"

for _name, _examples in EXAMPLES.items():
    settings.register_profile(_name, max_examples=_examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def need() -> Callable[[str], None]:
    """Skip a test on a machine without a part listed in .ci/parts, loudly; with CI=true a missing part is an error."""

    def ask(part: str) -> None:
        if _is_here(part):
            return
        if os.environ.get("CI") == "true":
            pytest.fail(f"{part} is missing, and CI=true skips nothing: make system installs it")
        pytest.skip(f"MISSING: {part}. `make system` installs it or names it.")

    return ask


@cache
def _is_here(part: str) -> bool:
    checks = dict(line.split(maxsplit=1) for line in PARTS.read_text().splitlines() if line and not line.startswith("#"))
    return subprocess.run(["sh", "-c", checks[part]], capture_output=True, check=False).returncode == 0
