"""Every node of the shipped menus in every language, and what plays it: an empty cell fails."""

from ivr.flow.nodes import NODES

SILENT = (NODES["choose"], NODES["action"], NODES["call"], NODES["return"])
"""Kinds that ask and say nothing of their own."""


def spoken(flow, node, language) -> str:
    parts = [*getattr(node, "notice", ()), *getattr(node, "prompt", ()), *getattr(node, "items", ())]
    parts += flow.queues[node.queue].messages if isinstance(node, NODES["queue"]) else ()
    parts += [option.line for option in getattr(node, "options", {}).values() if option.line]
    texts = [part.texts[language] for part in parts if language in part.texts]
    return "".join(piece for text in texts for piece in text.pieces if isinstance(piece, str))


def test_every_node_has_words_in_every_language(flow, capsys):
    speaking = {name: node for name, node in flow.nodes.items() if not isinstance(node, SILENT)}
    table = {(name, code): spoken(flow, node, code) for name, node in speaking.items() for code in flow.languages}
    with capsys.disabled():
        print(f"\nwords: {len(speaking)} speaking nodes x {len(flow.languages)} languages, {len(flow.nodes) - len(speaking)} silent nodes")
    assert [cell for cell, words in table.items() if not words.strip()] == []


def test_every_node_is_reached_by_some_call(flow, survey):
    assert set(flow.nodes) - survey.entered == set()
