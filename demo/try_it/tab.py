"""The tab Try: one sentence, both networks, one verdict; below it why, what if, many sentences, and corrections."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from types import MethodType
from typing import Any

import gradio as gr

from demo.i18n import translate
from demo.session import PRIVATE, Drawing, Session
from demo.shared.html import notice, sentence, tag
from demo.site import Refusal, Site, error_message
from demo.try_it import batch, corrections, what_if
from demo.try_it.answer import ask, cards, label_words, verdict
from demo.try_it.word_shares import words_html
from kdcore.config import ROLES
from kdcore.errors import KdError
from kdcore.serving.answers import Answer

# Code-mixed, English, Bengali script; both labels; a pair that one letter tells apart.
EXAMPLES = (
    "vai eita ektu check kore dio",
    "report ta kal pathao",
    "report ta kal pathabo",
    "Close the door, please.",
    "I went to the store yesterday.",
    "রিপোর্টটা আজকেই পাঠাও",
    "tumi ki kalke office jabe?",
)
_ENDS = re.compile(r"[.?!।]+(?=\s)|[\r\n]+")


def build(site: Site, session: Session, _tab: gr.Tab) -> None:
    """Lay out the tab and wire it."""
    labels = session.labels
    with gr.Row():
        words = {"label": "try_box", "placeholder": "try_placeholder"}
        box = labels.make(gr.Textbox, words, lines=1, max_lines=4, scale=5, elem_id="kd-sentence", min_width=260)
        button = {"variant": "primary", "elem_id": "kd-ask", "scale": 0, "min_width": 180}
        ask_button = labels.make(gr.Button, {"value": "try_button"}, **button)
    labels.make(gr.Markdown, {"value": "try_examples"}, elem_classes="kd-quiet")
    with gr.Row(elem_id="kd-chips"):
        chips = [gr.Button(example, size="sm", variant="secondary", min_width=0) for example in EXAMPLES]
    answer = gr.HTML(elem_id="kd-answer")
    asked = gr.State({})  # {"run", "text", "labels": {"teacher", "student"}} of the sentence answered last
    why = gr.HTML(elem_id="kd-words")
    right, marked = corrections.mark_row(site, session, asked)
    with labels.make(gr.Accordion, {"label": "what_if_title"}, open=False, elem_id="kd-what-if-section"):
        given, changes = what_if.build(site, session, asked)
    with labels.make(gr.Accordion, {"label": "batch_title"}, open=False, elem_id="kd-batch-section"):
        batch.build(site, session)
    with labels.make(gr.Accordion, {"label": "own_title"}, open=False, elem_id="kd-own-section"):
        corrections.build(site, session, asked, right, marked)

    where = {"concurrency_id": "infer", "concurrency_limit": 2, **PRIVATE}

    def asks(*events: Callable[..., Any]) -> None:
        """Ask both networks about what stands in the box, after each of these events."""
        for event in events:
            event(MethodType(answered, site), [session.lang, session.shown, box], [answer, asked], **where)

    asks(box.submit, ask_button.click)
    for chip, example in zip(chips, EXAMPLES, strict=True):
        chip.click(partial(_example, site, example), [session.lang, session.shown], [box, answer, asked], **where)
    session.sentence, session.asks = box, asks
    explain = MethodType(words_html, site)
    asked.change(explain, [session.lang, asked], why, concurrency_id="words", concurrency_limit=2, **PRIVATE)
    asked.change(MethodType(_after, site), given, [right, marked, *changes], **PRIVATE)
    first = Drawing(MethodType(_first_answer, site), [session.lang, session.shown, asked], [answer, asked], True)
    session.drawings += [first, Drawing(explain, [session.lang, asked], [why])]


def _example(site: Site, example: str, lang: str, run_id: str) -> list[Any]:
    return [example, *answered(site, lang, run_id, example)]


def _first_answer(site: Site, lang: str, run_id: str, asked: Mapping[str, Any]) -> list[Any]:
    """Nothing is empty on first load: before anything was asked, the first example is answered."""
    return answered(site, lang, run_id, (asked or {}).get("text") or EXAMPLES[0])


def _after(site: Site, lang: str, asked: dict[str, Any], tried: dict[str, Any]) -> list[Any]:
    """Return what else follows from a new answer, in one event: the labels to choose from, and the changes to try."""
    return [*corrections.label_choices(site, lang, asked), *what_if.after_asking(site, lang, asked, tried)]


def answered(site: Site, lang: str, run_id: str, text: Any) -> list[Any]:
    """Return the verdict and the two cards, or the sentence that says why there are none; and what was asked."""
    try:
        cleaned, run, answers = ask(site, run_id, text)
        results, names = run.results().candidates, label_words(lang, run)
    except (Refusal, KdError) as error:
        return [notice(error_message(lang, error), "problem"), {}]
    said = tag("p", sentence(cleaned), class_="kd-quiet")
    hints = [notice(hint) for hint in _hints(lang, str(text), cleaned, answers)]
    html = tag("div", said, verdict(lang, answers, names), *hints, cards(lang, answers, names, results), role="status")
    return [html, {"run": run_id, "text": cleaned, "labels": {who: answers[who].label for who in ROLES}}]


def answer_html(site: Site, lang: str, run_id: str, text: Any) -> str:
    """Return the verdict and the two cards, or the sentence that says why there are none."""
    return str(answered(site, lang, run_id, text)[0])


def _hints(lang: str, raw: str, cleaned: str, answers: Mapping[str, Answer]) -> list[str]:
    parts = [part for part in _ENDS.split(raw.strip()) if any(c.isalnum() for c in part)]
    hints = [translate(lang, "try_several", n=len(parts))] if len(parts) > 1 else []
    for who, key in (("teacher", "try_cut_teacher"), ("student", "try_cut_student")):
        if answers[who].was_cut:
            hints.append(translate(lang, key, n_read=answers[who].n_read, n=len(cleaned)))
    return hints
