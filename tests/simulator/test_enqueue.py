"""Enqueue: the wait document, what it is told, and every way out that one leg can have."""

import pytest

from ivr.simulator import events
from ivr.simulator.effects import Queueing
from ivr.simulator.office.carrier import Carrier
from ivr.simulator.unsure import Unsure
from ivr.simulator.verbs.enqueue import Enqueue
from tests.simulator.tables import METHODS, Row, bad, holds, is_whole, themselves

WORKFLOW = "WW" + "0" * 32
ROWS = [
    Row("action", None, themselves("/next", "https://elsewhere.example/next"), bad(14203, "mailto:ana@example.com"), "error"),
    Row("method", "POST", METHODS, bad(14201, "", "PUT"), "error"),
    Row("waitUrl", None, themselves("/wait", ""), bad(14202, "mailto:ana@example.com"), "error"),
    Row("waitUrlMethod", "POST", METHODS, bad(14206, "", "PUT"), "error"),
    Row("workflowSid", "", themselves(WORKFLOW), bad(14220, "", "WW1", "refund"), "error"),
    Row("maxQueueSize", "", themselves("10")),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_attribute_is_read_as_the_table_says(row):
    holds(Enqueue, row)


def test_the_table_is_whole():
    is_whole(Enqueue, ROWS)


WAIT = "<Say>Please hold</Say><Pause/>"
PAGES = {"/wait": WAIT, "/next": "<Say>Next</Say>", "/key": "<Leave/>"}
QUEUED = '<Enqueue action="/next" waitUrl="/wait">refund</Enqueue><Say>After</Say>'


def test_the_queue_is_told_and_the_wait_document_runs_again_and_again(ring):
    call = ring(PAGES | {"/": QUEUED})
    assert call.of(events.Enqueue) == [events.Enqueue("refund")]
    assert call.paths.count("/wait") > 10
    assert call.ending.ended.reason == "patience"
    assert 120 <= call.ending.ended.seconds <= 123


def test_a_line_that_fails_is_told_at_once(ring):
    call = ring(PAGES | {"/": QUEUED}, carrier=answered(fails=True))
    assert (call.codes, call.words, call.of(events.Enqueue)) == ([], ["Next"], [])
    form = call.form("/next")
    assert form["QueueResult"] == "error"
    assert not {"QueueSid", "QueueTime"} & form.keys()


def test_the_wait_document_learns_of_the_queue(ring):
    call = ring(PAGES | {"/": QUEUED})
    first, second = [form for path, form in call.application.seen if path == "/wait"][:2]
    assert (first["QueuePosition"], first["QueueTime"], first["CurrentQueueSize"]) == ("1", "0", "1")
    assert {"QueueSid", "AvgQueueTime", "MaxQueueSize", "CallSid"} <= first.keys()
    assert second["QueueTime"] == "2"


def test_redirects_and_gathers_stay_inside_the_wait(ring):
    pages = PAGES | {
        "/wait": '<Gather numDigits="1" action="/stay"><Say>Hold</Say></Gather>',
        "/stay": "<Say>Noted</Say><Redirect>/more</Redirect>",
        "/more": "<Say>More</Say>",
        "/": QUEUED,
    }
    call = ring(pages, "1,hangup")
    assert call.words == ["Hold", "Noted", "More", "Hold"]
    assert call.form("/stay")["QueueSid"] == call.form("/wait")["QueueSid"]


def test_leave_goes_to_the_action_at_once(ring):
    pages = PAGES | {"/wait": '<Gather numDigits="1" action="/key"><Say>Hold</Say></Gather>', "/": QUEUED}
    call = ring(pages, "1")
    form = call.form("/next")
    assert (form["QueueResult"], form["QueueTime"]) == ("leave", "1")
    assert form["QueueSid"].startswith("QU")
    assert call.words[-1] == "Next"


def test_leave_without_an_action_goes_to_the_next_verb(ring):
    call = ring(PAGES | {"/wait": "<Leave/>", "/": '<Enqueue waitUrl="/wait">refund</Enqueue><Say>After</Say>'})
    assert call.words == ["After"]


def test_a_hang_up_is_told_and_its_answer_reaches_nobody(ring):
    call = ring(PAGES | {"/": QUEUED}, "hangup")
    form = call.form("/next")
    assert (form["QueueResult"], form["CallStatus"]) == ("hangup", "completed")
    assert "Next" not in call.words
    assert call.ending.ended.by == "caller"


GONE = [
    # what the action answers to a hang-up, what is asked besides when such an answer is obeyed, what went wrong
    ("<Say>Next</Say><Redirect>/more</Redirect>", [], []),
    ("<Redirect>/more</Redirect>", ["/more"], []),
    ("<Redirect>/next</Redirect>", ["/next"] * 99, [11215]),
    (("200 OK", "text/xml", b""), [], []),
    (("200 OK", "text/xml", b"<Response>"), [], [12100]),
]


@pytest.mark.parametrize(("answer", "besides", "codes"), GONE)
@pytest.mark.parametrize("obeys", [True, False])
def test_whether_the_answer_to_a_hang_up_is_obeyed_is_a_switch(ring, answer, besides, codes, obeys):
    pages = PAGES | {"/": QUEUED, "/next": answer, "/more": "<Say>More</Say>"}
    call = ring(pages, "hangup", unsure=Unsure(obeys_after_hangup=obeys), fallback="/fallback")
    after = call.paths[call.paths.index("/next") + 1 :]
    assert after == (besides if obeys else [])
    assert call.codes == (codes if obeys else [])
    assert {"Next", "More"}.isdisjoint(call.words)
    assert (call.ending.ended.by, call.application.seen[-1][1]["CallStatus"]) == ("caller", "completed")


def answered(after: float | None = 20, talks: float = 40, most: int | None = None, *, fails: bool = False) -> Carrier:
    return Carrier({"refund": Queueing(after, talks, most, fails)})


def test_somebody_picks_up_in_the_middle_of_the_wait_and_the_action_comes_after_the_talk(ring):
    call = ring(PAGES | {"/wait": "<Say>Hold</Say><Pause length='60'/>", "/": QUEUED}, carrier=answered())
    form = call.form("/next")
    assert (form["QueueResult"], form["QueueTime"], form["CallStatus"]) == ("bridged", "20", "in-progress")
    assert [(event.at, event.what.text) for event in call.events if isinstance(event.what, events.Say)] == [(0.0, "Hold"), (60.0, "Next")]
    assert call.ending.ended.by == "document"


def test_after_the_talk_the_next_verb_runs_where_there_is_no_action(ring):
    page = '<Enqueue waitUrl="/wait">refund</Enqueue><Say>After</Say>'
    assert ring(PAGES | {"/": page}, carrier=answered()).words[-1] == "After"


@pytest.mark.parametrize(("action", "asked"), [('action="/next"', True), ("", False)])
def test_who_hangs_up_while_talking_is_gone_from_the_talk(ring, action, asked):
    pages = PAGES | {
        "/wait": "<Gather><Say>Hold</Say></Gather>",
        "/": f'<Enqueue {action} waitUrl="/wait">refund</Enqueue><Say>After</Say>',
    }
    call = ring(pages, "~,~,hangup", carrier=answered(after=6))
    assert ("/next" in call.paths) is asked
    if asked:
        assert (call.form("/next")["QueueResult"], call.form("/next")["CallStatus"]) == ("bridged", "completed")
    assert call.ending.ended.by == "caller"
    assert {"Next", "After"}.isdisjoint(call.words)


def test_who_left_the_queue_is_not_picked_up(ring):
    pages = PAGES | {"/wait": "<Leave/>", "/next": "<Say>Next</Say><Pause length='60'/>", "/": QUEUED}
    call = ring(pages, carrier=answered(), patience=None)
    assert call.form("/next")["QueueResult"] == "leave"
    assert call.ending.ended.seconds == 60


def test_another_queue_is_never_answered(ring):
    call = ring(PAGES | {"/": QUEUED.replace("refund", "account")}, carrier=answered())
    assert call.ending.ended.reason == "patience"


@pytest.mark.parametrize(("page", "words"), [(QUEUED, "Next"), (QUEUED.replace('action="/next"', ""), "After")])
def test_a_full_queue_is_told_at_once(ring, page, words):
    call = ring(PAGES | {"/": page}, carrier=answered(most=0))
    assert (call.codes, call.words, call.of(events.Enqueue)) == ([14207], [words], [])
    assert not call.ending.broke
    if words == "Next":
        form = call.form("/next")
        assert form["QueueResult"] == "queue-full"
        assert not {"QueueSid", "QueueTime"} & form.keys()


def test_the_wait_document_learns_of_the_queues_size(ring):
    call = ring(PAGES | {"/": QUEUED}, "hangup", carrier=answered(most=7))
    assert call.form("/wait")["MaxQueueSize"] == "7"


ROUNDS = [
    # wait document, what the caller has heard on hanging up
    (WAIT, ["Please hold", "Please hold"]),
    (WAIT + "<Redirect>/wait</Redirect>", ["Please hold", "Please hold"]),
    ("<Pause/><Redirect>/more</Redirect>", ["More"]),
    ('<Gather action="/key"><Say>Hold</Say></Gather><Redirect>/more</Redirect>', ["Hold"]),
]


@pytest.mark.parametrize(("wait", "words"), ROUNDS)
def test_a_caller_may_hang_up_at_the_end_of_each_round(ring, wait, words):
    call = ring(PAGES | {"/wait": wait, "/more": "<Say>More</Say><Pause/><Redirect>/more</Redirect>", "/": QUEUED}, "hangup")
    assert call.words == words
    assert call.ending.ended.reason == "hung up"
    assert call.form("/next")["QueueResult"] == "hangup"


def test_a_round_that_asks_is_no_moment_of_its_own(ring):
    wait = '<Gather action="/key"><Say>Hold</Say></Gather><Redirect>/wait</Redirect>'
    call = ring(PAGES | {"/wait": wait, "/": QUEUED}, "~,~,hangup")
    assert call.words == ["Hold", "Hold", "Hold"]


def test_hangup_in_the_wait_document_ends_the_call(ring):
    call = ring(PAGES | {"/wait": "<Hangup/>", "/": QUEUED})
    assert call.ending.ended.by == "app"
    assert "/next" not in call.paths


ERRORS = [
    # wait document, what is wrong with it
    ("<Dial>+1555</Dial>", 12200),
    ("<Record/>", 12200),
    (("500 Oops", "text/xml", b""), 11200),
    (("200 OK", "application/json", b"{}"), 12300),
    ("<Redirect>/wait</Redirect>", 11215),
    ("<!-- no time passes here -->", 11215),
]


@pytest.mark.parametrize(("wait", "code"), ERRORS)
def test_a_bad_wait_document_is_the_queue_result_error(ring, wait, code):
    call = ring(PAGES | {"/wait": wait, "/": QUEUED}, fallback="/next")
    assert call.codes[0] == code
    if code != 11215:
        assert call.form("/next")["QueueResult"] == "error"


@pytest.mark.parametrize(("body", "code"), [("", 14204), ("q" * 65, 14205)])
def test_a_bad_name_is_the_queue_result_error_without_a_queue(ring, body, code):
    call = ring(PAGES | {"/": f'<Enqueue action="/next">{body}</Enqueue>'})
    assert call.codes == [code]
    assert call.form("/next")["QueueResult"] == "error"
    assert "QueueSid" not in call.form("/next")


@pytest.mark.parametrize(("attributes", "plays"), [("", True), ('waitUrl=""', False)])
def test_without_a_wait_document_there_is_music_or_silence(ring, attributes, plays):
    call = ring(f"<Enqueue {attributes}>refund</Enqueue>")
    assert bool(call.of(events.Play)) is plays
    assert call.ending.ended.reason == "patience"


def test_a_sound_file_is_played_again_and_again(ring):
    pages = PAGES | {"/wait": ("200 OK", "audio/mpeg", b"ID3"), "/": QUEUED}
    assert len(ring(pages).of(events.Play)) > 2


@pytest.mark.parametrize(("attributes", "method"), [("", "POST"), ('waitUrlMethod="GET"', "GET")])
def test_the_wait_method_is_post_unless_said(ring, attributes, method):
    call = ring(PAGES | {"/": f'<Enqueue waitUrl="/wait" {attributes}>refund</Enqueue>'}, "hangup")
    assert call.application.environs[1]["REQUEST_METHOD"] == method


FAULTS = [
    # attributes, what stands inside, Twilio's code
    ('method="PUT"', "refund", 14201),
    ('waitUrlMethod="PUT"', "refund", 14206),
    ('waitUrl="mailto:ana@example.com"', "refund", 14202),
    ('workflowSid="refund"', "", 14220),
    (f'workflowSid="{WORKFLOW}"', "<Task>no JSON</Task>", 14221),
    (f'workflowSid="{WORKFLOW}"', "<Task>[1]</Task>", 14221),
]


@pytest.mark.parametrize(("attributes", "inside", "code"), FAULTS)
@pytest.mark.parametrize("has_action", [True, False])
def test_what_is_wrong_with_an_enqueue_is_its_result(ring, attributes, inside, code, has_action):
    action = 'action="/next"' if has_action else ""
    call = ring(PAGES | {"/": f"<Enqueue {action} {attributes}>{inside}</Enqueue><Say>After</Say>"})
    assert [(error.code, error.severity) for error in call.of(events.Error)] == [(code, "error")]
    assert call.words == ["Next" if has_action else "After"]
    if has_action:
        assert call.form("/next")["QueueResult"] == "error"
        assert "QueueSid" not in call.form("/next")


def test_a_workflow_is_a_queue_of_its_name_and_said_to_be_no_more(ring):
    document = f'<Enqueue workflowSid="{WORKFLOW}" waitUrl="/wait"><Task priority="1">{{"team": "refund"}}</Task></Enqueue>'
    call = ring(PAGES | {"/": document, "/wait": "<Leave/>"})
    assert call.of(events.Enqueue) == [events.Enqueue(WORKFLOW)]
    assert any("TaskRouter is not simulated" in remark.text for remark in call.of(events.Remark))


@pytest.mark.parametrize("sent", [True, False])
def test_whether_a_gather_in_the_wait_sends_the_queue_too_is_unsure(ring, sent):
    pages = PAGES | {"/": QUEUED, "/wait": '<Gather numDigits="1" action="/key"/>'}
    call = ring(pages, "1", unsure=Unsure(queue_parameters_in_gather=sent))
    assert ("QueueSid" in call.form("/key")) is sent
    assert call.form("/key")["Digits"] == "1"
    assert "QueueSid" in call.form("/wait")


@pytest.mark.parametrize(("method", "asked"), [("GET", "GET"), ("get", "GET"), ("POST", "POST"), ("PUT", "POST")])
def test_the_action_of_a_bad_enqueue_is_asked_by_its_method_where_that_is_one(ring, method, asked):
    call = ring(PAGES | {"/": f'<Enqueue action="/next" method="{method}" waitUrlMethod="PUT">refund</Enqueue>'})
    assert call.form("/next")["QueueResult"] == "error"
    assert call.application.environs[-1]["REQUEST_METHOD"] == asked
