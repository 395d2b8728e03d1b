"""By the clock on the wall nobody can tell either why a guess was wrong. Only `make soak` has the time to look closely enough."""

import os
from datetime import timedelta
from statistics import median, quantiles

import pytest

from tests.identity.conftest import Line, light

ROUNDS = 400
WRONG, WITH_ID, WITHOUT_ID = "9999", 1, 13
SPARING = timedelta(days=2)
"""From round to round: no account is ever locked."""

if os.environ.get("HYPOTHESIS_PROFILE") == "soak":

    @pytest.mark.alone
    def test_the_time_of_an_answer_tells_nothing(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
        """Medians of interleaved rounds differ by less than a quarter of what half of all answers differ by."""
        seconds: dict[int, list[float]] = {WITH_ID: [], WITHOUT_ID: []}
        for nth in range(ROUNDS):
            for person in (WITH_ID, WITHOUT_ID)[:: 1 if nth % 2 else -1]:
                seconds[person].append(line.ring(light(person, WRONG), f"+86139{nth:06}{person:02}").last.seconds)
            line.pass_on(SPARING)
        medians = [median(each) for each in seconds.values()]
        lower, _, upper = quantiles([*seconds[WITH_ID], *seconds[WITHOUT_ID]], n=4)
        with capsys.disabled():
            print(f"\na wrong ID is answered in {medians[0] * 1000:.2f} ms, where none is on file in {medians[1] * 1000:.2f} ms")
        assert abs(medians[0] - medians[1]) < (upper - lower) / 4
