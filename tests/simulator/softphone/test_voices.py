"""Live voices, one 20 ms turn after the other."""

from ivr.simulator.softphone.voices import FIRST_FRAMES, MOST_FRAMES, MOST_MADE_FRAMES, Voices
from ivr.simulator.sound.mixer import tone
from ivr.simulator.sound.wav import FRAME_BYTES, samples

BOTH = {"ana": frozenset({"carol"}), "carol": frozenset({"ana"})}


def frame(loudness: int) -> bytes:
    return loudness.to_bytes(2, "little") * (FRAME_BYTES // 2)


def heard_by_ana(voices: Voices, turns: int) -> list[int | None]:
    """Give how loud each turn is to Ana; None for a turn that brings nothing."""
    found = (voices.turn(BOTH)[1].get("ana") for _ in range(turns))
    return [samples(sound)[0] if sound else None for sound in found]


def test_a_voice_begins_when_a_few_frames_are_here_and_then_comes_whole_and_in_order() -> None:
    voices = Voices()
    voices.speak("carol", frame(1))
    assert heard_by_ana(voices, 2) == [None, None]
    for loudness in range(2, FIRST_FRAMES + 1):
        voices.speak("carol", frame(loudness))
    assert heard_by_ana(voices, FIRST_FRAMES + 1) == [1, 2, 3, None]


def test_a_voice_that_ran_dry_begins_again_like_a_new_one() -> None:
    voices = Voices()
    voices.speak("carol", frame(1) * FIRST_FRAMES)
    assert heard_by_ana(voices, FIRST_FRAMES + 1)[-1] is None
    voices.speak("carol", frame(2))
    assert heard_by_ana(voices, 1) == [None]


def test_who_speaks_too_fast_is_heard_late_by_half_a_second_at_most() -> None:
    voices = Voices()
    for loudness in range(1, 2 * MOST_FRAMES + 1):
        voices.speak("carol", frame(loudness))
    assert heard_by_ana(voices, MOST_FRAMES + 1) == [*range(MOST_FRAMES + 1, 2 * MOST_FRAMES + 1), None]


def test_a_megabyte_at_once_is_cut_to_what_may_wait() -> None:
    voices = Voices()
    voices.speak("carol", bytes(1 << 20))
    assert heard_by_ana(voices, MOST_FRAMES + 1) == [0] * MOST_FRAMES + [None]


def test_less_than_a_frame_is_no_sound() -> None:
    voices = Voices()
    voices.speak("carol", bytes(FRAME_BYTES * FIRST_FRAMES - 1))
    assert heard_by_ana(voices, 1) == [None]


def test_what_is_said_by_a_machine_is_heard_whole_and_first() -> None:
    voices = Voices()
    voices.speak("carol", frame(9) * FIRST_FRAMES)
    voices.say("carol", b"".join(frame(loudness) for loudness in range(100, 100 + 2 * MOST_FRAMES)))
    assert heard_by_ana(voices, 2 * MOST_FRAMES + 2) == [*range(100, 100 + 2 * MOST_FRAMES), 9, 9]


def test_a_key_is_heard_by_the_others() -> None:
    voices = Voices()
    voices.say("carol", tone("5"))
    said, heard = voices.turn(BOTH)
    assert said["carol"] == heard["ana"]
    assert "carol" not in heard
    assert max(samples(heard["ana"])) > 10_000


def test_a_leg_that_has_ended_is_silent() -> None:
    voices = Voices()
    voices.say("carol", tone("5"))
    voices.forget("carol")
    assert voices.turn(BOTH) == ({}, {})


def test_of_what_is_made_at_once_the_beginning_is_kept() -> None:
    voices = Voices()
    for loudness in (1, 2):
        voices.say("carol", frame(loudness) * MOST_MADE_FRAMES)
    assert heard_by_ana(voices, MOST_MADE_FRAMES + 1) == [*[1] * MOST_MADE_FRAMES, None]
