"""Reading an entry back: the question whether it was taken down right."""

from ivr.flow.asking import ANSWERS, listen
from ivr.flow.commands import Say
from ivr.flow.decisions import Wait
from ivr.flow.scene import Scene

SPOKEN_AS = {"amount": "money", "date": "date"}


def read_back(scene: Scene, kind: str | None, entered: str | int) -> Wait:
    """Put the question whether `entered` is right; a number of no such kind is read digit by digit."""
    text = scene.flow.fragment("read_back").texts[scene.state.language]
    said = scene.say(SPOKEN_AS.get(kind or "", "digits"), entered, text.language)
    return Wait(listen(scene, ANSWERS), (Say(text, (said,)),), question=False)
