"""Points that Twilio does not document, so that a test can flip each: an application must not depend on any of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from random import Random


class BadUnsure(ValueError):
    """A choice of points that cannot be read."""


@dataclass(frozen=True, slots=True)
class Point:
    """One unknown point: its number and name, and what it means that the field of this name is true."""

    number: int
    name: str
    claim: str
    default: bool


def _point(number: int, default: bool, claim: str) -> bool:
    made: bool = field(default=default, metadata={"number": number, "claim": claim})
    return made


@dataclass(frozen=True, slots=True)
class Unsure:
    """How this carrier behaves where nothing certain is known; the defaults are what seems most likely."""

    keeps_keys: bool = _point(1, False, "keys pressed while nothing listens are kept for the next Gather")
    digits_when_empty: bool = _point(2, True, "an empty Gather for keys sends Digits, empty")
    dial_action_on_hangup: bool = _point(3, True, "a caller's hang-up in a Dial still asks for the action")
    obeys_after_hangup: bool = _point(4, False, "a Redirect that answers the action of a caller who is gone is followed")
    unknown_verb_is_fatal: bool = _point(5, True, "an unknown verb ends the document; else it is passed over")
    play_failure_is_fatal: bool = _point(6, True, "a sound that cannot be fetched ends the document; else it is passed over")
    bad_voice_is_silent: bool = _point(7, True, "a Say whose voice cannot speak its language is silent; else it is spoken")
    speech_barges_in: bool = _point(8, True, "speech stops a Gather's prompts when bargeIn is not given")
    missing_queue_fails: bool = _point(9, True, "dialling a queue that does not exist gives failed; else no-answer")
    empty_queue_rings: bool = _point(10, True, "who dials an empty queue hears ringing; else silence")
    refused_whisper_completes: bool = _point(11, True, "a whisper that hangs up gives completed; else no-answer")
    cookies_per_call: bool = _point(12, True, "each call keeps cookies of its own; else the account has one jar")
    redirect_is_signed: bool = _point(13, True, "after an HTTP redirect the new URL is signed; else the first signature is sent again")
    queue_parameters_in_gather: bool = _point(14, True, "a Gather's action inside a wait document carries the queue's parameters")
    apology_says_goodbye: bool = _point(15, True, "the message about an application error ends in Goodbye")
    stops_after_100_documents: bool = _point(16, True, "100 documents with no time between end the call; else 1,000")
    recording_sid: bool = _point(17, True, "a Record's action carries RecordingSid")
    bad_values_mean_defaults: bool = _point(18, True, "an attribute with a bad value has its default; else its verb is passed over")
    any_2xx_is_an_answer: bool = _point(19, True, "a document may come with any 2xx; else only with 200")
    partial_words_are_stable: bool = _point(20, False, "a partial result also has StableSpeechResult")
    leave_outside_is_nothing: bool = _point(21, True, "Leave outside a queue does nothing; else the document ends")
    one_limit_for_all_voices: bool = _point(22, True, "4,500 URL-encoded characters are every voice's limit; else Polly's and Google's")
    chirp_speaks_ssml: bool = _point(23, False, "Chirp3-HD voices accept SSML")
    finished_on_key: bool = _point(24, True, "a Gather's action carries FinishedOnKey")
    action_before_move: bool = _point(25, True, "an Enqueue's action is asked before the URL of the REST update that ends it; else after")
    obeys_redirected: bool = _point(26, False, "the answer to an action with QueueResult redirected is obeyed")
    dial_action_when_moved: bool = _point(27, False, "a leg that REST takes out of a room asks for its Dial's action")
    unstarted_room_ends: bool = _point(28, True, "an owner who leaves before the room has started ends it")
    held_leg_goes_on: bool = _point(29, True, "a held participant goes on at once when the room ends; else when the hold sound is over")
    number_fallback_after_dequeue: bool = _point(30, True, "after a dequeue by REST the number's fallback still holds")
    lists_lag: bool = _point(31, True, "the list of conferences shows a change 2 s later")
    first_record_counts: bool = _point(32, True, "the first participant's record decides for the room; else each starts it for itself")
    creates_are_idempotent: bool = _point(33, False, "a REST create repeated with the same idempotency header makes nothing new")
    deleted_leg_goes_on: bool = _point(34, True, "a leg deleted from a room goes on with its document; else it ends")

    @staticmethod
    def points() -> Iterator[Point]:
        """List all points by number."""
        for each in fields(Unsure):
            yield Point(each.metadata["number"], each.name, each.metadata["claim"], bool(each.default))

    def flipped(self, *names: str) -> "Unsure":
        """Give the same with these points the other way."""
        return replace(self, **{name: not getattr(self, name) for name in names})


def read_unsure(text: str) -> Unsure:
    """Read `default`, `flip:N[,N…]` with numbers or names, or `seed:N`, where chance flips each; raises BadUnsure."""
    kind, _, rest = text.partition(":")
    known = {name: point.name for point in Unsure.points() for name in (point.name, str(point.number))}
    match kind:
        case "default" if not rest:
            return Unsure()
        case "flip" if rest and all(each in known for each in rest.split(",")):
            return Unsure().flipped(*(known[each] for each in rest.split(",")))
        case "seed" if rest.isascii() and rest.isdigit():
            chance = Random(int(rest))
            return Unsure().flipped(*(point.name for point in Unsure.points() if chance.random() < 0.5))
    ways = f"default, flip:N with N from 1 to {len(set(known.values()))} or a name, or seed:N"
    raise BadUnsure(f"{text!r} is not a choice; write {ways}; docs/simulator-ledger.md lists them")
