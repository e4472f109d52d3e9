"""Errors of the page's events: a sentence for the visitor, the traceback for the server's log."""

import gradio as gr
import pytest

from demo.i18n import LANGUAGES, translate
from demo.safe_blocks import SafeBlocks
from tests.demo.calls import run_coroutine


@pytest.fixture
def page():
    """Return a page with an event that fails in its own way, one that refuses, and one that works."""

    def fail(lang):
        raise KeyError("/srv/runs/secret")

    def refuse(lang):
        raise gr.Error("Write a sentence first.")

    with SafeBlocks() as page:
        lang = gr.Radio(list(LANGUAGES), value="en")
        for handler in (fail, refuse, lambda lang: lang):
            lang.change(handler, lang, gr.Textbox())
    return page


def sent(page, number, value):
    with pytest.raises(gr.Error) as raised:
        run_coroutine(page.process_api(page.fns[number], [value], None))
    return raised.value.message


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_nobody_expected_is_said_in_the_visitors_language_and_logged(page, lang, caplog):
    assert sent(page, 0, lang) == translate(lang, "error_unexpected")
    assert "/srv/runs/secret" in caplog.text
    assert "Traceback" in caplog.text


def test_a_refusal_keeps_its_sentence(page, caplog):
    assert sent(page, 1, "en") == "Write a sentence first."
    assert caplog.text == ""


@pytest.mark.parametrize("value", ["fr", ["en"], {"en": 1}, 7, "x" * 100_000])
def test_a_value_that_the_page_does_not_offer_is_not_repeated(page, value):
    assert sent(page, 2, value) == translate("en", "error_request")


def test_what_works_is_passed_on(page):
    assert run_coroutine(page.process_api(page.fns[2], ["bn"], None))["data"] == ["bn"]
