"""Twenty callers of one morning, written down: who solves it alone, who waits, who is answered and who goes."""

LANGUAGE = ["< For English, press 2.", "> 2"]
SOLVED = [*LANGUAGE, "> 4", "> 3", "> 1", "> 1", "> 1", "> 3", "> 1", "< Goodbye", "> ~", "= ended by app"]
"""How refunds are asked for, and that it is solved."""
LEFT = [*LANGUAGE, "> 4", "> hang up"]
WRONG = ["> hang up"]
REFUND = [*LANGUAGE, "> 4", "> 0", "= queue refund"]
ANSWERED = [*REFUND, "= talk", "< Good morning.", "< How was the service?", "> hang up"]
MARKED = [*REFUND, "= talk", "< Good morning.", "< How was the service?", "> 1", "> hang up"]
GONE = [*REFUND, "> wait 30", "> hang up"]
MESSAGE = [*REFUND, "< To leave a message, press 3.", "> 3", "< After the tone", "> rec 4", "< Your message is saved", "> hang up"]
CALLBACK = [*REFUND, "< For a callback, press 1.", "> 1", "< Shall we call", "> 1", "> 4", "> hang up"]
AGENT = ["< refund team", "> 1", "= talk", "> tell Good morning.", "> wait 150", "> hang up"]

IN_VAIN = ["= ended by app"]
"""The telephone of an agent rings for one who has just chosen to leave a message."""

ALONE = [("Sol", SOLVED)] * 6 + [("Lea", LEFT)] * 3 + [("Wro", WRONG)] * 2
IN_LINE = [("Ans", ANSWERED), ("Gon", GONE), ("Mes", MESSAGE), ("Ans", ANSWERED), ("Ans", ANSWERED), ("Gon", GONE), ("Mar", MARKED)]
CALLERS = [*ALONE, *IN_LINE, ("Cal", CALLBACK), ("Gon", GONE)]
EVERY_SECONDS = 60


def transcript() -> str:
    """Give them as a written call: one rings every minute, and one agent takes the calls for people."""
    parts = ["given time 2026-03-02 10:00", "given agent 1024 at +15551110001 for refund in en"]
    for number, (name, script) in enumerate(CALLERS):
        after = f" after {number * EVERY_SECONDS}" if number else ""
        parts += [f"\ncaller {name}{number} +86138001380{number:02} calls +15559990000{after}", *script]
    parts += [line for each in (AGENT, IN_VAIN, AGENT, AGENT, AGENT) for line in ("\nagent Ana at +15551110001 answers after 3", *each)]
    return "\n".join([*parts, ""])
