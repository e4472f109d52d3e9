"""The tab Try: one sentence, both models, one summary; below it word shares, edits, many sentences, corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import gradio as gr

from demo.refusals import Refusal, error_message
from demo.session import PRIVATE, Redraw, Session, Updates
from demo.shared.html import notice
from demo.site import Site
from demo.try_it.answer import answer_html, classify_sentence
from demo.try_it.batch import BatchSection
from demo.try_it.corrections import CorrectionsSection
from demo.try_it.what_if import WhatIfSection
from demo.try_it.word_shares import words_html
from kdcore.config import ROLES
from kdcore.errors import KdError

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


class TryTab:
    """The components of the tab, and their handlers."""

    def __init__(self, site: Site, session: Session, _tab: gr.Tab) -> None:
        self.site, self.session = site, session
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        labels = self.session.labels
        with gr.Row():
            words = {"label": "try_box", "placeholder": "try_placeholder"}
            size = {"lines": 1, "max_lines": 4, "scale": 5, "min_width": 260}
            self.sentence = labels.make(gr.Textbox, words, elem_id="kd-sentence", **size)
            look = {"variant": "primary", "scale": 0, "min_width": 180}
            self.ask_button = labels.make(gr.Button, {"value": "try_button"}, elem_id="kd-ask", **look)
        labels.make(gr.Markdown, {"value": "try_examples"}, elem_classes="kd-quiet")
        with gr.Row(elem_id="kd-chips"):
            self.examples = [gr.Button(text, size="sm", variant="secondary", min_width=0) for text in EXAMPLES]
        self.answer = gr.HTML(elem_id="kd-answer")
        # {"run", "text", "labels": {"teacher", "student"}} of the sentence that was answered last.
        self.last_answer = gr.State({})
        self.words = gr.HTML(elem_id="kd-words")
        self.corrections = CorrectionsSection(self.site, self.session, self.last_answer)
        with labels.make(gr.Accordion, {"label": "what_if_title"}, open=False, elem_id="kd-what-if-section"):
            self.what_if = WhatIfSection(self.site, self.session, self.last_answer)
        with labels.make(gr.Accordion, {"label": "batch_title"}, open=False, elem_id="kd-batch-section"):
            self.batch = BatchSection(self.site, self.session)
        with labels.make(gr.Accordion, {"label": "own_title"}, open=False, elem_id="kd-own-section"):
            self.corrections.lay_out_list()

    def _wire(self) -> None:
        session = self.session
        infer = {"concurrency_id": "infer", "concurrency_limit": 2, **PRIVATE}
        run, outputs = [session.lang, session.shown], [self.answer, self.last_answer]

        def answer_after(*events: Callable[..., Any]) -> None:
            for event in events:
                event(self.classify, [*run, self.sentence], outputs, **infer)

        answer_after(self.sentence.submit, self.ask_button.click)
        for button, text in zip(self.examples, EXAMPLES, strict=True):
            button.click(partial(self.classify_example, text), run, [self.sentence, *outputs], **infer)
        session.sentence, session.answer_after = self.sentence, answer_after
        explain = Redraw(self.explain, [session.lang, self.last_answer], [self.words])
        explain.after(self.last_answer.change, concurrency_id="words", concurrency_limit=2)
        follow_ups = [*self.corrections.choice_outputs, *self.what_if.outputs]
        self.last_answer.change(self.follow_up, self.what_if.inputs, follow_ups, **PRIVATE)
        first = Redraw(self.classify_again, [*run, self.last_answer], outputs, on_run_change=True)
        session.redraws += [first, explain]

    def classify(self, lang: str, run_id: str, text: Any) -> Updates:
        """Show both models' answers to a sentence, or why there are none, and keep what was answered."""
        try:
            cleaned, run, answers = classify_sentence(self.site, run_id, text)
            html = answer_html(lang, str(text), cleaned, run, answers)
        except (Refusal, KdError) as error:
            return {self.answer: notice(error_message(lang, error), "problem"), self.last_answer: {}}
        labels = {who: answers[who].label for who in ROLES}
        return {self.answer: html, self.last_answer: {"run": run_id, "text": cleaned, "labels": labels}}

    def classify_example(self, text: str, lang: str, run_id: str) -> Updates:
        """Put an example into the text field and classify it."""
        return {self.sentence: text, **self.classify(lang, run_id, text)}

    def classify_again(self, lang: str, run_id: str, last_answer: Mapping[str, Any]) -> Updates:
        """Classify the last sentence again; before there is one, the first example, so that nothing is empty."""
        return self.classify(lang, run_id, (last_answer or {}).get("text") or EXAMPLES[0])

    def explain(self, lang: str, last_answer: dict[str, Any]) -> Iterator[Updates]:
        """Show that the word shares are being computed, then the shares for the sentence answered last."""
        for html in words_html(self.site, lang, last_answer):
            yield {self.words: html}

    def follow_up(self, lang: str, last_answer: dict[str, Any], experiment: dict[str, Any]) -> Updates:
        """Show what depends on a new answer: the labels to choose as the right one, and the edits to try."""
        return {
            **self.corrections.show_labels(lang, last_answer),
            **self.what_if.follow_answer(lang, last_answer, experiment),
        }
