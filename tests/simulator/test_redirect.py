"""Redirect: another document takes over."""

import pytest

from ivr.simulator.verbs.redirect import Redirect
from tests.simulator.tables import METHODS, Row, bad, holds, is_whole

ROWS = [Row("method", "POST", METHODS, bad(13710, "", "PUT"))]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_attribute_is_read_as_the_table_says(row):
    holds(Redirect, row)


def test_the_table_is_whole():
    is_whole(Redirect, ROWS)


ADDRESSES = [
    # the redirect, the path that is asked
    ("<Redirect>/next</Redirect>", "/next"),
    ("<Redirect>next</Redirect>", "/next"),
    ("<Redirect>\n  /next\n</Redirect>", "/next"),
    ("<Redirect>https://hotline.example/next</Redirect>", "/next"),
    ("<Redirect>/next?a=1&amp;b=%E4%BD%99#rc=2&amp;rp=all</Redirect>", "/next"),
    ("<Redirect>/余额</Redirect>", "/余额".encode().decode("latin-1")),
]


@pytest.mark.parametrize(("verb", "path"), ADDRESSES)
def test_the_address_is_found(ring, verb, path):
    call = ring({"/": verb + "<Say>Never</Say>", path: "<Say>There</Say>"})
    assert call.paths == ["/", path]
    assert call.words == ["There"]


@pytest.mark.parametrize(("attributes", "method"), [("", "POST"), ('method="GET"', "GET"), ('method="POST"', "POST")])
def test_the_method_is_post_unless_said(ring, attributes, method):
    call = ring({"/": f"<Redirect {attributes}>/next</Redirect>", "/next": "<Hangup/>"})
    assert call.application.environs[-1]["REQUEST_METHOD"] == method


def test_a_bad_method_is_warned_of(ring):
    assert ring({"/": '<Redirect method="PUT">/next</Redirect>', "/next": "<Hangup/>"}).codes == [13710]


def test_digits_are_not_carried_on(ring):
    pages = {"/": '<Gather action="/a"/>', "/a": "<Redirect>/b</Redirect>", "/b": "<Hangup/>"}
    assert "Digits" not in ring(pages, "1").form("/b")


def test_documents_that_lead_to_one_another_for_ever_end_the_call(ring):
    call = ring("<Redirect>/</Redirect>", fallback="/fallback")
    assert len(call.paths) == 100
    assert call.codes == [11215]
    assert call.ending.ended.by == "error"
