"""Slips that harm callers. What each does to them was written down before any was tried.

An operator takes menus and dice and gives the menus with one slip in them.
"""

import re
from collections.abc import Callable, Iterable
from random import Random

from tests.mutations.edits import LANGUAGES, Menus, Place

LEADING = ("goto", "else", "give_up", "none", "empty", "bridged", "closed", "full", "failed")
ASKING = ("menu", "collect", "record", "list")
SECRETS = (
    {"zh": "请输入您的登录密码。", "en": "Please enter your password."},
    {"zh": "请输入短信验证码。", "en": "Please enter the code we texted you."},
    {"zh": "请输入完整的银行卡号。", "en": "Please enter your full card number."},
    {"zh": "请说出支付密码。", "en": "Please tell us your PIN."},
)
OUTDATED = {
    "hotline": "4008800000", "mail": "service@wallet.example", "site": "www.wallet.example", "antifraud": "96111", "answer_hours": "48",
}  # fmt: skip
Edit = Callable[[Menus, Random], Menus]


def jumps(menus: Menus) -> list[Place]:
    """Every place that names the node a call goes on to."""
    return [
        place
        for route, place in menus.places.items()
        if place.text and (route[-1] in LEADING or route[-2] in ("outcomes", "wishes")) and _full(place) in menus.targets
    ]


def _full(place: Place) -> str:
    return place.text if "." in place.text else f"{place.route[0]}.{place.text}"


def wordings(menus: Menus) -> list[Place]:
    """Every text of a node, as it is spoken in both languages."""
    return [place for route, place in menus.places.items() if "nodes" in route and menus.is_worded(place)]


def texts(menus: Menus) -> list[Place]:
    """Every text of a node in one language."""
    return [menus.places[(*place.route, language)] for place in wordings(menus) for language in LANGUAGES]


def questions(menus: Menus) -> list[Place]:
    return [node for node in menus.nodes if _type(menus, node) in ASKING]


def _type(menus: Menus, node: Place) -> str:
    kind = menus.at(node, "type")
    return kind.text if kind else ""


def misspelt(word: str, dice: Random) -> str:
    at = dice.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1 :]


def _loose(menus: Menus, places: Iterable[Place]) -> list[Place]:
    return [place for place in places if menus.is_loose(place)]


def target_misspelt(menus: Menus, dice: Random) -> Menus:
    place = dice.choice([place for place in jumps(menus) if len(place.text) > 3])
    return menus.with_text(place, misspelt(place.text, dice))


def space_after_colon_lost(menus: Menus, dice: Random) -> Menus:
    place = dice.choice([place for place in jumps(menus) if place.key])
    lines, line = menus.lines(place), place.value.mark.line - 1
    lines[line] = lines[line].replace(f"{place.route[-1]}: {place.text}", f"{place.route[-1]}:{place.text}")
    return menus.with_lines(place.file, lines)


def language_dropped(menus: Menus, dice: Random) -> Menus:
    return menus.without(dice.choice(_loose(menus, texts(menus))))


def text_left_untranslated(menus: Menus, dice: Random) -> Menus:
    place = dice.choice([place for place in texts(menus) if re.search(r"\w\w", re.sub(r"\{.*?\}", "", place.text))])
    other = menus.places[(*place.route[:-1], "en" if place.route[-1] == "zh" else "zh")]
    return menus.with_text(place, other.text)


def one_language_reworded(menus: Menus, dice: Random) -> Menus:
    more = {"zh": "这项服务从下个月起停止。", "en": "This service stops from next month."}
    place = dice.choice([place for place in texts(menus) if "prompt" in place.route])
    return menus.with_text(place, place.text + more[str(place.route[-1])])


def outcome_removed(menus: Menus, dice: Random) -> Menus:
    return menus.without(dice.choice(_loose(menus, (place for route, place in menus.places.items() if route[-2:-1] == ("outcomes",)))))


def node_removed(menus: Menus, dice: Random) -> Menus:
    return menus.without(dice.choice(menus.nodes))


def keys_swapped(menus: Menus, dice: Random) -> Menus:
    """Two keys named by words written by hand change places: in a question without labels, or in a phrase of the service itself."""
    written = [(place, ("1", "2")) for place in menus.nodes if _names_keys(menus, place)]
    phrases = (("confirm_speech", ("1", "2")), ("read_back", ("1", "2")), ("tail", ("星号", "井号", "star", "pound")))
    written += [(menus.places[("hotline", "fragments", name)], keys) for name, keys in phrases]
    where, keys = dice.choice(written)
    other = dict(zip(keys, [keys[n ^ 1] for n in range(len(keys))], strict=True))
    inside = [place for route, place in menus.places.items() if route[: len(where.route)] == where.route and route[-1] in LANGUAGES]
    for place in (place for place in inside if place.text and "options" not in place.route):
        menus = menus.with_text(place, re.sub("|".join(keys), lambda found: other[found[0]], place.text))
    return menus


def _names_keys(menus: Menus, node: Place) -> bool:
    options = [menus.at(node, "options", key) for key in ("1", "2")]
    return all(option is not None and not option.has("label") for option in options)


def key_taken_twice(menus: Menus, dice: Random) -> Menus:
    options = [place for route, place in menus.places.items() if route[-2:-1] == ("options",)]
    place = dice.choice(options)
    keys = [str(other.route[-1]) for other in options if other.route[:-1] == place.route[:-1] and other is not place]
    return menus.with_key(place, dice.choice([*keys, "9"]))


def label_of_the_neighbour(menus: Menus, dice: Random) -> Menus:
    labels = [place for place in wordings(menus) if place.route[-1] == "label" and "options" in place.route]
    pairs = [(one, other) for one in labels for other in labels if one.route[:-2] == other.route[:-2] and one is not other]
    one, other = dice.choice(pairs)
    return menus.with_words(one, lambda language, _: menus.places[(*other.route, language)].text)


def option_leads_where_its_neighbour_does(menus: Menus, dice: Random) -> Menus:
    """An option is copied, and its `goto` forgotten."""
    leading = [place for place in jumps(menus) if place.route[-3:-2] == ("options",) and place.route[-1] == "goto"]
    pairs = [(a, b) for a in leading for b in leading if a.route[:-2] == b.route[:-2] and a.text != b.text]
    one, other = dice.choice(pairs)
    return menus.with_text(one, other.text)


def giving_up_leads_round(menus: Menus, dice: Random) -> Menus:
    node = dice.choice(questions(menus))
    return _given_up(menus, node, f"{node.route[0]}.{node.route[2]}")


def giving_up_hangs_up(menus: Menus, dice: Random) -> Menus:
    """At a question of a task, not where the task is over anyway."""
    tasks = ("account", "agent", "app", "complaint", "complaint_form", "newuser", "payment", "refund", "security", "service")
    node = dice.choice([node for node in questions(menus) if node.route[0] in tasks])
    return _given_up(menus, node, "solved.goodbye")


def _given_up(menus: Menus, node: Place, target: str) -> Menus:
    written = menus.at(node, "give_up")
    if written is not None and menus.is_loose(written):
        menus = menus.without(written)
        node = menus.places[node.route]
    return menus.with_field(node, f"give_up: {target}")


def placeholder_misspelt(menus: Menus, dice: Random) -> Menus:
    place = dice.choice([place for place in texts(menus) if re.search(r"\{[a-z_]{4,}", place.text)])
    found = re.search(r"\{([a-z_]+)", place.text)
    assert found is not None
    return menus.with_text(place, place.text[: found.start(1)] + misspelt(found[1], dice) + place.text[found.end(1) :])


def slot_not_filled(menus: Menus, dice: Random) -> Menus:
    """What an action or a caller tells is no longer kept."""
    return menus.without(dice.choice(_loose(menus, (place for route, place in menus.places.items() if route[-1] == "into"))))


def condition_misspelt(menus: Menus, dice: Random) -> Menus:
    """A comparison with a word that is never there: what should follow never does."""
    found = [place for route, place in menus.places.items() if route[-1] == "when" and re.fullmatch(r"\S+ is [a-z_]{4,}", place.text)]
    place = dice.choice([place for place in found if menus.is_short(place) and not place.text.endswith(" known")])
    slot, _, word = place.text.partition(" is ")
    return menus.with_text(place, f"{slot} is {misspelt(word, dice)}")


def queue_misspelt(menus: Menus, dice: Random) -> Menus:
    place = dice.choice([place for route, place in menus.places.items() if route[-1] == "queue" and len(route) == 4])
    return menus.with_text(place, misspelt(place.text, dice))


def closed_leads_round(menus: Menus, dice: Random) -> Menus:
    place = dice.choice([place for place in jumps(menus) if place.route[-1] in ("closed", "full") and len(place.route) == 4])
    return menus.with_text(place, str(place.route[2]))


def zero_is_no_person(menus: Menus, dice: Random) -> Menus:
    place = dice.choice([menus.places[(file, "keys", "0", "goto")] for file in ("hotline", "welcome")])
    return menus.with_text(place, dice.choice(["solved.goodbye", "welcome.main", "service.menu", "callback.number"]))


def secret_asked_for(menus: Menus, dice: Random) -> Menus:
    prompts = [place for place in wordings(menus) if place.route[-1] == "prompt"]
    prompt = dice.choice([place for place in prompts if _type(menus, menus.up(place)) in ("collect", "record")])
    asked = dice.choice(SECRETS)
    return menus.with_words(prompt, lambda language, _: asked[language])


def fact_written_out(menus: Menus, dice: Random) -> Menus:
    """A number or an address of last year, written by hand instead of its fact."""
    fact = re.compile(rf"\{{({'|'.join(OUTDATED)})(:\w+)?\}}")
    place = dice.choice(
        [place for place in wordings(menus) if all(fact.search(menus.places[(*place.route, each)].text) for each in LANGUAGES)]
    )
    return menus.with_words(place, lambda _, text: fact.sub(lambda found: OUTDATED[found[1]], text))


def same_words_on_retry(menus: Menus, dice: Random) -> Menus:
    name = dice.choice(["no_input", "invalid", "unclear"])
    first, second = (menus.places[("hotline", "fragments", f"{name}_{n}")] for n in (1, 2))
    return menus.with_words(second, lambda language, _: menus.places[(*first.route, language)].text)


def too_little_time(menus: Menus, dice: Random) -> Menus:
    node = dice.choice([node for node in questions(menus) if not node.has("timeout") and _type(menus, node) != "record"])
    return menus.with_field(node, "timeout: 1")


def question_without_words(menus: Menus, dice: Random) -> Menus:
    prompts = (menus.at(node, "prompt") for node in menus.nodes if _type(menus, node) in ("collect", "record"))
    return menus.without(dice.choice(_loose(menus, (place for place in prompts if place))))


def long_words_that_cannot_be_cut_short(menus: Menus, dice: Random) -> Menus:
    prompts = (menus.at(node, "prompt") for node in menus.nodes if not node.has("notice"))
    long = [place for place in prompts if place and (zh := menus.at(place, "zh")) and len(zh.text) > 50]
    return menus.with_key(dice.choice([place for place in long if menus.is_apart(place)]), "notice")


HARMFUL: dict[Edit, str] = {
    target_misspelt: "the call breaks off in mid-menu",
    space_after_colon_lost: "the menus cannot be read at all",
    language_dropped: "whoever speaks that language hears nothing",
    text_left_untranslated: "callers hear words of another language in their voice's accent",
    one_language_reworded: "callers are told one thing in Mandarin and another in English",
    outcome_removed: "the answer of an action has nothing to follow it, and the call breaks off",
    node_removed: "the call breaks off on the way to it",
    keys_swapped: "callers press the key they are told and get the other thing",
    key_taken_twice: "one of two services cannot be had; or 9 no longer freezes",
    label_of_the_neighbour: "two options sound the same and one service is never named",
    option_leads_where_its_neighbour_does: "callers choose one thing and get another",
    giving_up_leads_round: "whoever cannot press keys never gets out",
    giving_up_hangs_up: "whoever cannot press keys is cut off without help",
    placeholder_misspelt: "callers hear a gap where a number should be",
    slot_not_filled: "what callers have told is lost on the way to a colleague",
    condition_misspelt: "callers are never sent, or told, what the condition is for",
    queue_misspelt: "the call breaks off when people should come",
    closed_leads_round: "callers go round for ever when the line is closed or full",
    zero_is_no_person: "0 leads to no person",
    secret_asked_for: "callers learn to say what nobody may ask",
    fact_written_out: "callers are told a number, an address or a promise that is out of date",
    same_words_on_retry: "whoever did not understand hears the same again",
    too_little_time: "slow callers are taken for silent",
    question_without_words: "callers do not know what is wanted of them",
    long_words_that_cannot_be_cut_short: "callers who know their key must hear it all",
}
"""Each slip, and what it does to callers."""

LET_THROUGH: dict[tuple[Edit, int], str] = {
    (option_leads_where_its_neighbour_does, 102): "a complaint about privacy is asked for an order, and who has none says so and goes on",
    (option_leads_where_its_neighbour_does, 103): "who lost the phone hears the last charges first, and can freeze from there, or by 9",
    (option_leads_where_its_neighbour_does, 109): "what is heard is plainly of something else, and star leads back",
    (option_leads_where_its_neighbour_does, 110): "what is heard is plainly of something else, and star leads back",
}
"""What neither the compiler nor a rule stops, by its seed, and why a caller can bear it until somebody plays the calls: every option is
pressed in one, which then goes another way."""
