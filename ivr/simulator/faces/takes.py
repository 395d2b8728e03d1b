"""What is heard in a recording into which a script speaks: what a sound file holds, or words as espeak-ng says them."""

import asyncio
from dataclasses import replace
from pathlib import Path

from ivr.simulator.faces.grammar import BadTranscript
from ivr.simulator.faces.transcript import Does, Line, Script
from ivr.simulator.people.person import Leave, language_of
from ivr.simulator.sound import wav
from ivr.simulator.sound.speech import Speech


def with_sounds(script: Script) -> Script:
    """Give the script with all sounds in it; words are silence where nobody can say them. Raises BadTranscript for a missing file."""
    parts = (replace(part, lines=tuple(_line(line, script.file) for line in part.lines)) for part in script.parts)
    return replace(script, parts=tuple(parts))


def _line(line: Line, file: str) -> Line:
    match line:
        case Does(Leave(_, _, str(name)) as take) if name:
            try:
                pcm = wav.telephone((Path(file).parent / name).read_bytes())
            except OSError as error:
                raise BadTranscript(f"{file}:{line.line}: {name}: {error.strerror}; the sound file stands beside this one") from None
            if not pcm:
                raise BadTranscript(f"{file}:{line.line}: {name} is no WAV file of one voice at 8 kHz or more, 16 bits a sample")
            return replace(line, deed=replace(take, sound=pcm))
        case Does(Leave(_, str(words)) as take) if words:
            spoken = asyncio.run(Speech().say(words, language_of(words)))
            return replace(line, deed=replace(take, sound=wav.telephone(spoken.file) if spoken else b""))
    return line
