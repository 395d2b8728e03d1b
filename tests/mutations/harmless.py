"""Edits as staff make them every week. None harms a caller, so none should be refused."""

from random import Random

from tests.mutations.edits import LANGUAGES, Menus, Place
from tests.mutations.harmful import Edit, wordings

MOST_OPTIONS = 5
THING = {"zh": "会员积分", "en": "loyalty points"}
OPTION = """\
{key}:
  label: {{zh: 会员积分查询, en: For loyalty points}}
  goto: service.menu
  words: {{zh: [会员积分, 查积分], en: [loyalty points, my points]}}"""


def label_reworded(menus: Menus, dice: Random) -> Menus:
    more = {"zh": "这件事", "en": " today"}
    labels = [place for place in wordings(menus) if place.route[-1] == "label" and "options" in place.route]
    return menus.with_words(dice.choice(labels), lambda language, text: text + more[language])


def sentence_added(menus: Menus, dice: Random) -> Menus:
    more = {"zh": "谢谢。", "en": " Thank you."}
    prompts = [place for place in wordings(menus) if "prompt" in place.route]
    return menus.with_words(dice.choice(prompts), lambda language, text: text + more[language])


def option_added(menus: Menus, dice: Random) -> Menus:
    tables = [place for route, place in menus.places.items() if len(route) == 4 and route[-1] == "options"]
    roomy = [place for place in tables if menus.is_apart(place) and len(place.value.entries) < MOST_OPTIONS and _has_labels(menus, place)]
    keys = list((table := dice.choice(roomy)).value.entries)
    last = menus.at(table, keys[-1])
    assert last is not None
    return menus.with_block(last, OPTION.format(key=int(max(keys)) + 1))


def _has_labels(menus: Menus, table: Place) -> bool:
    keys = list(table.value.entries)
    return keys == [str(n + 1) for n in range(len(keys))] and all((each := menus.at(table, key)) and each.has("label") for key in keys)


def words_added(menus: Menus, dice: Random) -> Menus:
    rows = [place for route, place in menus.places.items() if route[-2:-1] == ("words",) and route[-1] in LANGUAGES and "options" in route]
    row = dice.choice(rows)
    last = menus.at(row, len(row.value.items) - 1)
    assert last is not None
    mark, lines = last.value.mark, menus.lines(row)
    end = mark.column - 1 + mark.width
    line = lines[mark.line - 1]
    lines[mark.line - 1] = f"{line[:end]}, {THING[str(row.route[-1])]}{line[end:]}"
    return menus.with_lines(row.file, lines)


def remark_written(menus: Menus, dice: Random) -> Menus:
    node = dice.choice(menus.nodes)
    assert node.key is not None
    lines = menus.lines(node)
    lines.insert(node.key.line - 1, "  # Asked for by the refund team, see the minutes of March.")
    return menus.with_lines(node.file, lines)


def node_moved(menus: Menus, dice: Random) -> Menus:
    """To the end of its file; where a file begins means nothing."""
    node = dice.choice([node for node in menus.nodes if menus.is_apart(node)])
    lines, block = menus.lines(node), menus.block(node)
    return menus.with_lines(node.file, [*(lines[: block.start] + lines[block.stop :])[:-1], *lines[block.start : block.stop], ""])


def hours_changed(menus: Menus, dice: Random) -> Menus:
    times = [place for route, place in menus.places.items() if route[:2] == ("hotline", "hours") and "08:00-24:00" in place.text]
    return menus.with_text(dice.choice(times), dice.choice(["07:00-24:00", "08:00-22:00", "09:00-21:00"]))


HARMLESS: dict[Edit, str] = {
    label_reworded: "a label says the same in other words, in both languages",
    sentence_added: "a prompt says thank you, in both languages",
    option_added: "a menu with room has one more option, with label and words in both languages",
    words_added: "an option is understood by one phrase more",
    remark_written: "a remark says why",
    node_moved: "the same nodes in another order",
    hours_changed: "a team works at other hours",
}
