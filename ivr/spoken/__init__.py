"""Values as words, in each language: what a slot sounds like when a prompt speaks it.

Pure: the same value always gives the same words. A value that its kind cannot speak raises ValueError.
"""

from ivr.spoken.kinds import LANGUAGES, SLOT_KINDS, longest, samples, say
from ivr.spoken.values import LONGEST_SENTENCE

__all__ = ["LANGUAGES", "LONGEST_SENTENCE", "SLOT_KINDS", "longest", "samples", "say"]
