"""What a caller meant: a recogniser's words in, one of the listed phrases out. Pure."""

from ivr.speech.match import Match, Phrase, Phrases
from ivr.speech.sound import normalise

__all__ = ["Match", "Phrase", "Phrases", "normalise"]
