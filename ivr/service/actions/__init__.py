"""The actions menus may name, each with its declaration beside it."""

from ivr.flow.actions import Actions
from ivr.service.actions import (
    account_balance,
    account_freeze,
    account_request_unblock,
    account_spending,
    account_state,
    account_transactions,
    account_unfreeze,
    account_unlock_login,
    accounts_find,
    callbacks_book,
    callbacks_mine,
    callers_known,
    callers_recall,
    calls_text,
    devices_sign_out,
    drafts_drop,
    drafts_keep,
    drafts_look,
    identity_begin,
    identity_end,
    identity_match_code,
    identity_match_id,
    identity_text_code,
    incidents_look,
    numbers_check,
    orders_find,
    orders_recent,
    orders_retry,
    orders_retry_state,
    orders_search,
    orders_state,
    queues_join,
    queues_look,
    refunds_check,
    refunds_find,
    refunds_recent,
    refunds_request,
    refunds_state,
    reports_theft,
    surveys_keep,
    surveys_look,
    tickets_look,
    tickets_mine,
    tickets_open,
    traces_open,
)
from ivr.service.actions.asked import Asks
from ivr.service.actions.context import Performer

INSIDE = (
    queues_look, queues_join, surveys_look, surveys_keep, tickets_look, tickets_open, tickets_mine, callbacks_book, callbacks_mine,
    drafts_keep,
    drafts_look, drafts_drop, calls_text, callers_recall, callers_known, numbers_check,
    identity_begin, identity_end, identity_text_code, identity_match_code,
)  # fmt: skip
OUTSIDE = (
    accounts_find, identity_match_id, account_state, account_unlock_login, account_request_unblock, account_balance,
    account_transactions, account_spending, orders_find, orders_recent, orders_search, orders_state, orders_retry,
    orders_retry_state, refunds_find, refunds_recent, refunds_state, refunds_check, refunds_request, traces_open, account_freeze,
    account_unfreeze, reports_theft, devices_sign_out, incidents_look,
)  # fmt: skip

DECLARATIONS: Actions = {module.DECLARATION.name: module.DECLARATION for module in (*INSIDE, *OUTSIDE)}
PERFORMERS: dict[str, Performer] = {module.DECLARATION.name: module.perform for module in INSIDE}
ASKS: dict[str, Asks] = {module.DECLARATION.name: module.perform for module in OUTSIDE}
