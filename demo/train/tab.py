"""The tab Train: choose the data and the settings, and start; below the form, the run that is watched."""

from __future__ import annotations

import os
from typing import Any

import gradio as gr

from demo.i18n import translate
from demo.refusals import Refusal, error_message
from demo.session import PRIVATE, Redraw, Session, Updates, as_visitor
from demo.shared.data_choices import data_choices
from demo.shared.html import notice, tag
from demo.shared.number_field import parse_number
from demo.site import Site
from demo.train.watching import WatchedRun
from demo.training_request import PAGE_PAIRS, TrainingRequest
from demo.uploads import BUNDLED_ID
from kdcore.config import PAGE_PRESETS
from kdcore.errors import KdError

# Tracked during training unless a visitor writes others: the student's answer to each is recorded after every epoch.
TRACKED = ("vai eita ektu check kore dio", "ami kal report ta pathabo", "রিপোর্টটা পাঠাও")
# Fields of `TrainingRequest`, in the two rows of the form.
_NUMBER_ROWS = (
    ("temperature", "alpha", "student_epochs", "teacher_epochs"),
    ("student_rate", "teacher_rate", "seed"),
)


class TrainTab:
    """The components of the tab, and their handlers."""

    def __init__(self, site: Site, session: Session, tab: gr.Tab) -> None:
        self.site, self.session = site, session
        self._lay_out_form()
        self.watched = WatchedRun(site, session, self.message)
        self._wire(tab)

    def _lay_out_form(self) -> None:
        labels = self.session.labels
        with gr.Row(elem_classes="kd-wide"):
            with gr.Column(min_width=280):
                self.session.data_choice.render()
            with gr.Column(min_width=280):
                choices = {"choices": list(PAGE_PRESETS), "value": "quick", "elem_id": "kd-preset"}
                self.preset = labels.make(gr.Radio, {"label": "train_preset"}, **choices)
                self.timing = gr.HTML(elem_id="kd-timing")
        text = {"value": "\n".join(TRACKED), "lines": 3, "max_lines": 6, "elem_id": "kd-pinned"}
        self.tracked = labels.make(gr.Textbox, {"label": "tracked", "info": "tracked_info"}, **text)
        self.numbers: dict[str, gr.Textbox] = {}
        with labels.make(gr.Accordion, {"label": "advanced"}, open=False):
            labels.make(gr.Markdown, {"value": "advanced_note"}, elem_classes="kd-quiet")
            with gr.Row():
                self._lay_out_numbers(_NUMBER_ROWS[0])
            with gr.Row():
                self._lay_out_numbers(_NUMBER_ROWS[1])
                words = {"label": "encoders", "info": "encoders_info"}
                pairs = list(PAGE_PAIRS)
                self.encoders = labels.make(gr.Radio, words, choices=pairs, value=pairs[0], min_width=220)
        self.start_button = labels.make(gr.Button, {"value": "start"}, variant="primary", elem_id="kd-start")
        labels.make(gr.Markdown, {"value": "start_hint"}, elem_classes="kd-quiet")
        loses_runs = "SPACE_ID" in os.environ and "KD_DATA_DIR" not in os.environ
        labels.make(gr.Markdown, {"value": "space_forgets"}, elem_classes="kd-quiet", visible=loses_runs)
        self.message = gr.HTML(elem_id="kd-message")

    def _lay_out_numbers(self, names: tuple[str, ...]) -> None:
        for name in names:
            # Not gr.Number: in the browser an empty one turns into 0 when it becomes visible.
            words = {"label": name, "info": f"{name}_info"}
            size = {"max_lines": 1, "min_width": 220, "elem_id": f"kd-{name}"}
            self.numbers[name] = self.session.labels.make(gr.Textbox, words, **size)

    def _wire(self, tab: gr.Tab) -> None:
        session = self.session
        form = [session.data_choice, self.preset, self.encoders, self.tracked, *self.numbers.values()]
        self.start_button.click(
            self.start,
            {session.lang, session.visitor, session.watched, *form},  # a set: the handler gets one dictionary
            [self.message, session.watched],
            trigger_mode="once",
            concurrency_id="start",
            concurrency_limit=1,
            **PRIVATE,
        )
        inputs, outputs = [session.lang, session.data_choice, self.encoders], [self.preset, self.timing]
        for event in (session.data_choice.change, self.encoders.change, tab.select):
            estimated = event(self.show_minutes, inputs, outputs, **PRIVATE)
            estimated.then(self.measure_minutes, inputs, outputs, concurrency_id="timing", **PRIVATE)
        inputs = [session.lang, session.visitor, session.data_choice, self.encoders]
        session.redraws.append(Redraw(self.redraw_form, inputs, [session.data_choice, *outputs]))

    def redraw_form(self, lang: str, visitor: dict[str, Any], data_id: str, pair: str) -> Updates:
        """Show the data to choose from, and the presets with the minutes they take with it."""
        choices = data_choices(self.site, lang, visitor)
        if data_id not in [known for _, known in choices]:
            data_id = BUNDLED_ID
        shown = self.show_minutes(lang, data_id, pair)
        return {self.session.data_choice: gr.update(choices=choices, value=data_id), **shown}

    def show_minutes(self, lang: str, data_id: str, pair: str) -> Any:
        """Show the minutes that each preset takes, and whether they were measured on this machine."""
        try:
            minutes = {preset: self.site.minutes(preset, pair, data_id) for preset in PAGE_PRESETS}
            timed = self.site.is_timed(pair, data_id)
        except (Refusal, KdError, KeyError):
            return {self.preset: gr.skip()}
        choices = [(translate(lang, f"preset_{name}", minutes=minutes[name]), name) for name in PAGE_PRESETS]
        return {self.preset: gr.update(choices=choices), self.timing: _status(lang, self._timing_key(timed))}

    def _timing_key(self, timed: bool) -> str:
        if timed:
            return "timing_measured"
        if not self.site.throughput.trials:
            return "timing_off"
        return "timing_guessed" if self.site.active_run() else "timing_under_way"

    def measure_minutes(self, lang: str, data_id: str, pair: str) -> Updates:
        """Measure this machine's speed with the chosen data and encoders unless it is known, and show the minutes."""
        try:
            self.site.measure_speed(pair, data_id)
        except (Refusal, KdError, KeyError):
            return {self.timing: _status(lang, "timing_failed")}
        return self.show_minutes(lang, data_id, pair)

    def start(self, form: dict[Any, Any]) -> Updates:
        """Put a training in the queue and watch it; if something is wrong, say so and leave the form as it is.

        `form` has the value of every component that `start` reads.
        """
        session, lang = self.session, form[self.session.lang]
        secret = as_visitor(form[session.visitor]).get("secret", "")
        try:
            numbers = {name: parse_number(form[field], name) for name, field in self.numbers.items()}
            request = TrainingRequest(form[self.preset], form[self.encoders], **numbers)
            tracked = self.site.tracked_sentences(form[self.tracked])
            run_id = self.site.start(request, form[session.data_choice], secret, tracked)
        except (Refusal, KdError) as error:
            return {self.message: notice(error_message(lang, error), "problem")}
        return {self.message: notice(translate(lang, "started"), "good"), session.watched: run_id}


def _status(lang: str, key: str) -> str:
    return tag("p", translate(lang, key), class_="kd-quiet", role="status")
