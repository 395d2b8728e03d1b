"""The page callers may read says what the menus say, in both languages; and the health routes."""

import re
from datetime import timedelta
from html import unescape

import pytest

from ivr.compiler.compile import compile_folder
from ivr.flow import words
from ivr.service.actions import DECLARATIONS
from ivr.service.switching import Staff

WALLETS = {"en": "Small Wallet", "zh": "小钱包"}


def page(hotline, query: str = "") -> str:
    answer = hotline.carrier().send("GET", f"/{query}", signature="")
    assert answer.status == 200
    return answer.text


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.S)))


def test_the_page_needs_no_signature_and_speaks_the_readers_language_or_the_hotlines_first(in_memory):
    assert 'lang="en"' in page(in_memory)
    assert 'lang="zh"' in page(in_memory, "?lang=zh")
    assert 'lang="en"' in page(in_memory, "?lang=tlh")


@pytest.mark.parametrize("query", ["?lang=%ff", "?lang=\xff", "?lang=" + "x" * 5000, "?lang=<script>", "?lang=zh&lang=en", "?%"])
def test_no_query_makes_the_page_fail(in_memory, query):
    assert "<script>" not in page(in_memory, query)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_has_the_number_the_keys_and_the_channels_that_the_menus_have(in_memory, language):
    text = plain(page(in_memory, f"?lang={language}"))
    flow = in_memory.application.services.flow
    assert WALLETS[language] in text
    assert "4000000000" in text
    assert "help@wallet.example" in text
    for option in flow.nodes["main.main"].options.values():
        label = "".join(map(str, option.label.texts[language].pieces))
        assert f"{option.key} {label}" in text.replace("&#39;", "'"), option.key


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["the refund team daily 00:00–24:00 open now", "the supervisors Mon–Fri 09:00–18:00, Sat 10:00–12:00, 13:00–16:00 (closed"]),
        ("zh", ["退款客服 每天 00:00–24:00 现在开放", "主管 周一至周五 09:00–18:00，周六 10:00–12:00, 13:00–16:00 （法定节假日休息"]),
    ],
)
def test_the_page_has_the_hours_of_each_queue(in_memory, language, lines):
    text = plain(page(in_memory, f"?lang={language}"))
    for line in lines:
        assert line in text


SATURDAY, HOLIDAY = 24 * 5, 24 * 35
HOURS_LATER = [
    (0, "closed now"),
    (-1, "open now"),
    (15, "open now"),
    (SATURDAY - 4, "open now"),
    (SATURDAY - 6, "closed now"),
    (HOLIDAY - 8, "closed now"),
    (HOLIDAY + 16, "open now"),
]


@pytest.mark.parametrize(("hours", "state"), HOURS_LATER)
def test_the_page_says_whether_people_are_there_now(serve, flow, hours, state):
    """From Monday 2 March at 18:00 in the hotline's zone, when the supervisors go home; Monday 6 April is a holiday."""
    hotline = serve(flow)
    hotline = hotline.having(clock=lambda: hotline.clock.now() + timedelta(hours=hours))
    supervisors = plain(page(hotline)).partition("the supervisors")[2]
    assert re.search(r"(open|closed) now", supervisors)[0] == state


ON = [
    ("incident", ("en=transfers", "zh=转账"), "21:00"),
    ("announcement", ("en=We upgrade tonight.", "zh=今晚升级。"), "21:00"),
    ("closure", "refund", "2026-03-03T08:30"),
    ("closure", "supervisor", "20:00"),
]
SHOWN = {
    "en": [
        "We upgrade tonight.",
        "We're having a problem with transfers right now and expect it fixed by 21:00.",
        "the refund team daily 00:00–24:00 closed, opens again 2026-03-03 08:30",
        "closed, opens again 2026-03-03 09:00",
    ],
    "zh": [
        "今晚升级。",
        "目前转账出现异常，我们正在抢修，预计21:00恢复。",
        "临时关闭，2026-03-03 08:30恢复",
        "临时关闭，2026-03-03 09:00恢复",
    ],
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_and_the_health_address_tell_what_staff_have_switched_on(serve, flow, language):
    """The supervisors, closed until 20:00, have gone home by then."""
    hotline = serve(flow)
    assert '"switched_on":[]' in hotline.carrier().send("GET", "/health/ready", signature="").text
    staff = Staff(flow, hotline.clock.now(), "ana")
    with hotline.store.unit() as unit:
        for kind, what, until in ON:
            staff.turn_on(unit, getattr(staff, kind)(what, until))
    hotline.clock.advance(2)
    text = plain(page(hotline, f"?lang={language}")).replace("&#39;", "'")
    assert [line for line in SHOWN[language] if line not in text] == []
    ready = hotline.carrier().send("GET", "/health/ready", signature="").text
    assert '{"kind":"closure","queue":"refund","until":"2026-03-03T00:30:00+00:00"}' in ready


def test_the_shipped_hotline_has_its_page(serve, request):
    shipped = compile_folder(request.config.rootpath / "menus", DECLARATIONS)
    hotline = serve(shipped)
    for language, wallet in shipped.facts["wallet"].items():
        text = plain(page(hotline, f"?lang={language}"))
        assert wallet in text
        for queue in shipped.queues.values():
            assert "".join(map(str, queue.title.texts[language].pieces)) in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_tells_of_what_is_out_of_order_in_the_words_that_are_spoken(serve, request, language):
    shipped = compile_folder(request.config.rootpath / "menus", DECLARATIONS)
    hotline = serve(shipped)
    staff = Staff(shipped, hotline.clock.now(), "ana")
    with hotline.store.unit() as unit:
        staff.turn_on(unit, staff.incident(("en=transfers", "zh=转账"), "23:59"))
    hotline.clock.advance(2)
    spoken = shipped.parts["welcome.news_told/prompt/1"].texts[language]
    assert words.plain(spoken, [{"en": "transfers", "zh": "转账"}[language], "23:59"]) in unescape(page(hotline, f"?lang={language}"))


def test_the_process_says_that_it_lives_and_is_ready_for_calls(hotline):
    assert '"alive"' in hotline.carrier().send("GET", "/health/live", signature="").text
    ready = hotline.carrier().send("GET", "/health/ready", signature="")
    assert ready.status == 200
    assert hotline.application.services.flow.version in ready.text
