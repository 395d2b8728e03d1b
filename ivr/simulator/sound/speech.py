"""Words made into sound by espeak-ng, where it is installed. It is run as a program, never linked: its licence is the GPL."""

import asyncio
import hashlib
import re
import shutil
import subprocess
from collections import OrderedDict
from dataclasses import dataclass

from ivr.simulator.sound import wav

PROGRAM = "espeak-ng"
TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8}){0,3}")
# Languages that espeak-ng knows by another name. It finds the voice of an unknown region by itself.
VOICES = {"zh-hk": "yue", "arb": "ar"}
# Words a minute. At its usual speed Chinese comes out at 2.6 characters a second; people speak about four.
CHINESE, USUAL_SPEED, CHINESE_SPEED = ("cmn", "yue", "zh"), 175, 260
MOST_LETTERS = 4096
MOST_SECONDS = 5.0
MOST_AT_ONCE = 2
MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words as a WAV file; `name` is made of the words and the voice."""

    name: str
    file: bytes
    seconds: float


class Speech:
    """A voice that keeps what it has said, up to so many bytes, the least recently wanted going first."""

    def __init__(self, program: str = PROGRAM, most_bytes: int = MOST_BYTES) -> None:
        self._program = shutil.which(program)
        self._most = most_bytes
        self._kept: OrderedDict[str, Spoken] = OrderedDict()
        self._bytes = 0
        self._free = asyncio.Semaphore(MOST_AT_ONCE)

    @property
    def is_here(self) -> bool:
        """Tell whether words can be made into sound on this machine."""
        return self._program is not None

    def kept(self, name: str) -> Spoken | None:
        """Give what was said before under this name."""
        return self._kept.get(name)

    def find(self, text: str, language: str) -> Spoken | None:
        """Give these words as they were said before."""
        return self._kept.get(_name(voice_of(language), _words(text)))

    async def say(self, text: str, language: str) -> Spoken | None:
        """Say the words without holding up the loop; None when nobody here can."""
        async with self._free:
            if spoken := self.find(text, language):
                self._kept.move_to_end(spoken.name)
                return spoken
            if self._program is None or len(text) > MOST_LETTERS:
                return None
            voice, words = voice_of(language), _words(text)
            file = await asyncio.to_thread(self._made, words, voice)
            return self._keep(Spoken(_name(voice, words), file, wav.seconds(file) or 0.0)) if file else None

    def _made(self, words: bytes, voice: str) -> bytes | None:
        assert self._program
        speed = CHINESE_SPEED if voice.split("-")[0] in CHINESE else USUAL_SPEED
        command = [self._program, "--stdin", "--stdout", "-b", "1", "-v", voice, "-s", str(speed)]
        try:
            # The words go in by stdin, so that none is an option.
            said = subprocess.run(command, input=words, capture_output=True, timeout=MOST_SECONDS, check=True)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            return None
        return _with_length(said.stdout)

    def _keep(self, spoken: Spoken) -> Spoken:
        if spoken.name not in self._kept:
            self._kept[spoken.name] = spoken
            self._bytes += len(spoken.file)
        while self._bytes > self._most:
            self._bytes -= len(self._kept.popitem(last=False)[1].file)
        return spoken


def voice_of(language: str) -> str:
    """Name the voice for a language of <Say>; what is no language is spoken as English."""
    tag = language.strip().lower()
    return VOICES.get(tag, tag if TAG.fullmatch(tag) else "en-us")


def _words(text: str) -> bytes:
    # Two brackets would begin phonemes.
    return text.replace("[[", "[ [").encode("utf-8", "replace")


def _name(voice: str, words: bytes) -> str:
    return hashlib.sha256(voice.encode() + b"\n" + words).hexdigest()


def _with_length(stream: bytes) -> bytes | None:
    """Write the true length into a WAV that was streamed, as its header could not know it."""
    read = wav.read(stream)
    return wav.write(*read) if read and read[0] else None
