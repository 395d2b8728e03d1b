"""Who waits hears something in time, and has a way out of the wait.

A message every so often says that the call is not lost; too often it is a nuisance. A key for a callback or a message spares those who
cannot wait. And no queue takes so many that the last of them will not be answered the same day.

Setting: seconds between messages, the fewest and the most, and how many may wait.

Evidence (A/W): waiting information reduces over-estimation of the wait (Whiting and Donthu); messages every 90 seconds are a vendor's
practice; most would rather be called back (two surveys). How many may wait is D, our judgement.
"""

from collections.abc import Iterator, Mapping

from ivr.compiler.problems import Found, Level, Route
from ivr.flow.graph import Queue
from ivr.lint.rule import Menus

ID = "queue-wait"
LEVEL: Level = "warning"
SETTING = {"fewest": 20, "most": 90, "waiting": 200}


def check(menus: Menus, setting: Mapping[str, int]) -> Iterator[Found]:
    """Yield queues whose wait is silent, noisy, without a way out or endless."""
    for name, queue in menus.draft.hotline.queues.items():
        yield from _wait(("hotline", "queues", name), queue, setting)


def _wait(route: Route, queue: Queue, setting: Mapping[str, int]) -> Iterator[Found]:
    every = (*route, "wait", "every")
    if not queue.messages:
        yield Found((*route, "wait"), f'who waits for "{queue.name}" hears no message', "Add some under messages.", True)
    elif queue.every < setting["fewest"]:
        yield Found(every, f"a message every {queue.every} seconds is a nuisance; {setting['fewest']} are the fewest", "Wait longer.")
    elif queue.every > setting["most"]:
        yield Found(every, f"{queue.every} seconds without a word are long; {setting['most']} are the most", "Say something sooner.")
    if not queue.keys:
        what = f'who waits for "{queue.name}" can only hang up'
        yield Found((*route, "wait"), what, "Add a key for a callback or a message.", True)
    if queue.most > setting["waiting"]:
        yield Found((*route, "most"), f"{queue.most} may wait, and {setting['waiting']} are the most that can be answered", "Take fewer.")
