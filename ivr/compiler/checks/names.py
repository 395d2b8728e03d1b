"""Every name written somewhere must exist: nodes, actions, queues, texts, endings, hours, fragments."""

from collections.abc import Iterator, Mapping

from ivr.compiler.draft import Draft
from ivr.compiler.problems import Found, did_you_mean, nearest

COMMON = "hotline.yaml"
ANSWERS = ("yes", "no", "none")
SAID = {
    "action": "an action of this service",
    "queue": f"a queue of {COMMON}",
    "text": f"a text message of {COMMON}",
    "ending": f"an ending of {COMMON}",
    "hours": f"opening hours of {COMMON}",
    "fragment": f"a fragment of {COMMON}",
    "answer": f"an answer of {COMMON}",
    "universal": f"a key, or a word of {COMMON}",
}


def check_names(draft: Draft) -> Iterator[Found]:
    """Yield every name that is not there."""
    known, unread = _known(draft), draft.unread
    for mention in draft.book.mentions:
        match mention.kind:
            case "node" | "flow" if mention.name not in draft.names and mention.name.partition(".")[0] not in unread:
                yield _unknown_target(draft, mention.name, mention.route)
            case kind if kind in known and mention.name not in known[kind]:
                what = f'"{mention.name}" is not {SAID[kind]}'
                yield Found(mention.route, what, did_you_mean(mention.name, known[kind]), rule=f"unknown-{kind}")


def _known(draft: Draft) -> Mapping[str, frozenset[str]]:
    hotline = draft.hotline
    return {
        "action": frozenset(draft.actions),
        "queue": frozenset(hotline.queues),
        "text": frozenset(hotline.texts),
        "ending": frozenset(hotline.endings),
        "hours": frozenset(hotline.hours),
        "fragment": frozenset(hotline.fragments),
        "answer": frozenset((*hotline.answers, *ANSWERS)),
        "universal": frozenset((*hotline.keys, *hotline.words)),
    }


def _unknown_target(draft: Draft, name: str, route: tuple[str | int, ...]) -> Found:
    menu, _, node = name.partition(".")
    if menu not in draft.files:
        what = f'"{menu}" is not a menu, so "{name}" leads nowhere'
        near = nearest(menu, draft.files)
        fix = f'Did you mean "{near}.{node}"?' if f"{near}.{node}" in draft.names else did_you_mean(menu, draft.files)
        return Found(route, what, fix, rule="unknown-target")
    here = {each.partition(".")[2]: each for each in draft.files[menu].names}
    same = menu == route[0]
    what = f'"{node}" is not a node in this menu' if same else f'"{node}" is not a node in {menu}.yaml'
    elsewhere = [each for each in draft.names if each.endswith(f".{node}")]
    if same and elsewhere:
        return Found(route, what, f'It is in another menu: write "{min(elsewhere)}".', rule="unknown-target")
    guess = did_you_mean(node, here)
    return Found(route, what, guess if same else guess.replace('mean "', f'mean "{menu}.'), rule="unknown-target")
