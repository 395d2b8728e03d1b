"""The actions menus may name, each with its declaration beside it."""

from ivr.flow.actions import Actions
from ivr.service.actions import (
    callbacks_book,
    callers_recall,
    calls_text,
    drafts_drop,
    drafts_keep,
    drafts_look,
    numbers_check,
    queues_join,
    queues_look,
    surveys_keep,
    surveys_look,
    tickets_look,
    tickets_open,
)
from ivr.service.actions.context import Performer

INSIDE = (
    queues_look, queues_join, surveys_look, surveys_keep, tickets_look, tickets_open, callbacks_book, drafts_keep, drafts_look,
    drafts_drop, calls_text, callers_recall, numbers_check,
)  # fmt: skip

DECLARATIONS: Actions = {module.DECLARATION.name: module.DECLARATION for module in INSIDE}
PERFORMERS: dict[str, Performer] = {module.DECLARATION.name: module.perform for module in INSIDE}
