"""The tab Compare: what the student kept, in words first, then sentence by sentence, slice by slice, and in numbers."""

from __future__ import annotations

from typing import Any

import gradio as gr

from demo.compare.downloads import downloads
from demo.compare.sections import (
    fidelity_html,
    heading,
    outcomes_html,
    reliability_html,
    slices_html,
    speed_html,
    verdict_html,
)
from demo.compare.sentences import GROUPS, PAGE, chosen_rows, group_choices, kind_choices, sentences_table
from demo.compare.tables import confusion_tables, results_table
from demo.compare.thresholds import ThresholdSettings, cheapest_thresholds, default_class, threshold_html
from demo.i18n import translate
from demo.refusals import Refusal, error_message
from demo.session import PRIVATE, Redraw, Session, Updates, link_to
from demo.shared.display_names import label_word
from demo.shared.html import notice, tag
from demo.site import Site
from kdcore.errors import KdError
from kdcore.runs.folder import RunFolder
from kdcore.serving.stored_exam import StoredExam, load_stored_exam
from kdcore.serving.timing import measure_speed

_ON_ROW_CLICK = """element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-row]')
  if (button) trigger('click', {row: Number(button.dataset.row)}) })"""
_DOWNLOADS = {
    "download_results": "kd-download-json",
    "download_predictions": "kd-download",
    "download_report": "kd-download-report",
}
_SPEED_SENTENCES = 200


class CompareTab:
    """The components of the tab, and their handlers."""

    def __init__(self, site: Site, session: Session, _tab: gr.Tab) -> None:
        self.site, self.session = site, session
        labels = session.labels
        self.report = gr.HTML(elem_id="kd-report")
        self.sentences = SentenceSection(site, session)
        self.slices = gr.HTML(elem_id="kd-slices")
        self.reliability = gr.HTML(elem_id="kd-reliable")
        self.thresholds = ThresholdSection(site, session)
        self.speed = gr.HTML(elem_id="kd-speed")
        again = {"scale": 0, "elem_id": "kd-again", "min_width": 200}
        self.measure_button = labels.make(gr.Button, {"value": "speed_again"}, **again)
        self.fidelity = gr.HTML(elem_id="kd-fidelity")
        with gr.Row():
            self.files = [
                labels.make(gr.DownloadButton, {"label": key}, elem_id=elem_id, scale=0, min_width=200)
                for key, elem_id in _DOWNLOADS.items()
            ]
        self.link = labels.make(gr.Textbox, {"label": "link"}, interactive=False, buttons=["copy"])
        self.measured = gr.State({})  # {run id: speeds measured by this visitor}
        self._wire()

    def _wire(self) -> None:
        run = [self.session.lang, self.session.shown]
        texts = [self.report, self.slices, self.reliability, self.speed, self.fidelity]
        choices = [self.sentences.group, self.sentences.kind, self.thresholds.class_number]
        outputs = [*texts, *choices, *self.files, self.link]
        self.session.redraws.append(Redraw(self.show_run, [*run, self.measured], outputs, on_run_change=True))
        timed = {"concurrency_id": "measure", "concurrency_limit": 1, "api_visibility": "private"}
        self.measure_button.click(self.measure_speed, run, [self.measured, self.speed], **timed)

    def show_run(self, lang: str, run_id: str, measured: Any, request: gr.Request) -> Updates:
        """Show the sections on a run, the choices that depend on it, its files, and the link to it."""
        try:
            run, exam = finished_exam(self.site, run_id)
            speeds = (measured or {}).get(run_id) if isinstance(measured, dict) else None
            files = downloads(self.site.downloads, lang, run_id, run, exam)
        except KdError as error:
            empty = (self.slices, self.reliability, self.speed, self.fidelity, self.link)
            return {self.report: notice(error_message(lang, error), "problem"), **dict.fromkeys(empty, "")}
        names = [(label_word(lang, run, number), str(number)) for number in range(len(exam.label_names))]
        default = str(default_class(exam))
        return {
            self.report: _report(lang, run, exam),
            self.slices: slices_html(lang, exam),
            self.reliability: reliability_html(lang, exam),
            self.speed: speed_html(lang, exam.results, speeds),
            self.fidelity: fidelity_html(lang, exam.results),
            self.sentences.group: gr.update(choices=group_choices(lang, exam)),
            self.sentences.kind: gr.update(choices=kind_choices(lang, exam), value="all"),
            self.thresholds.class_number: gr.update(choices=names, value=default, visible=len(names) > 2),
            **dict(zip(self.files, files, strict=True)),
            self.link: link_to(run_id, request),
        }

    def measure_speed(self, lang: str, run_id: str) -> Updates:
        """Measure the speed of both models here and now, and show the section on speed with it."""
        try:
            run, exam = finished_exam(self.site, run_id)
            texts = [str(text) for text in exam.table["sentence"].head(_SPEED_SENTENCES)]
            measured = measure_speed(self.site.worker, run.path, texts)
        except KdError as error:
            return {self.speed: notice(error_message(lang, error), "problem")}
        return {self.measured: {run_id: measured}, self.speed: speed_html(lang, exam.results, measured)}


class SentenceSection:
    """The test sentences of a run with three filters; a click opens a sentence in the tab Try."""

    def __init__(self, site: Site, session: Session) -> None:
        self.site, self.session = site, session
        labels = session.labels
        groups = {"choices": list(GROUPS), "value": "disagree", "elem_id": "kd-groups"}
        self.group = labels.make(gr.Radio, {"label": "board_choose"}, **groups)
        with gr.Row():
            kinds = {"choices": ["all"], "value": "all", "elem_id": "kd-kind", "min_width": 240}
            self.kind = labels.make(gr.Dropdown, {"label": "kind_choose"}, **kinds)
            words = {"label": "search", "placeholder": "search_for"}
            self.search = labels.make(gr.Textbox, words, elem_id="kd-search", min_width=240, max_lines=1)
        self.table = gr.HTML(elem_id="kd-sentences", js_on_load=_ON_ROW_CLICK)
        look = {"scale": 0, "min_width": 160, "elem_id": "kd-more", "size": "sm"}
        self.more = labels.make(gr.Button, {"value": "sentences_more"}, **look)
        self.n_shown = gr.State(PAGE)
        self._wire()

    def _wire(self) -> None:
        session = self.session
        inputs = [session.lang, session.shown, self.group, self.kind, self.search]
        outputs = [self.table, self.more, self.n_shown]
        first = Redraw(self.show_first, inputs, outputs, on_run_change=True)
        session.redraws.append(first)
        for event in (self.group.input, self.kind.change, self.search.change):
            first.after(event, trigger_mode="always_last")
        self.more.click(self.show_more, [*inputs, self.n_shown], outputs, **PRIVATE)
        if session.sentence is not None and session.answer_after is not None:
            opened = self.table.click(self.open_in_try, session.shown, [session.sentence, session.tabs], **PRIVATE)
            session.answer_after(opened.success)
            opened.success(None, None, None, js="() => window.scrollTo(0, 0)", **PRIVATE)

    def show_first(self, lang: str, run_id: str, group: Any, kind: Any, search: Any) -> Updates:
        """Show the first sentences that pass the filters, and whether there are more."""
        return self.show_more(lang, run_id, group, kind, search, 0)

    def show_more(self, lang: str, run_id: str, group: Any, kind: Any, search: Any, n_shown: Any) -> Updates:
        """Show one page more than the `n_shown` sentences shown so far."""
        n_shown = (n_shown if isinstance(n_shown, int) else 0) + PAGE
        try:
            run, exam = finished_exam(self.site, run_id)
        except KdError:  # the report shows the error
            return {self.table: "", self.more: gr.update(visible=False), self.n_shown: PAGE}
        places = chosen_rows(exam, group, kind, search)
        return {
            self.table: sentences_table(lang, run, exam, places, n_shown),
            self.more: gr.update(visible=len(places) > n_shown),
            self.n_shown: n_shown,
        }

    def open_in_try(self, run_id: str, event: gr.EventData) -> Any:
        """Put the sentence that was clicked into the text field of the tab Try, and open that tab."""
        try:
            _, exam = finished_exam(self.site, run_id)
        except KdError:
            return gr.skip()
        row = event._data.get("row") if isinstance(event._data, dict) else None
        if not isinstance(row, int) or not 0 <= row < len(exam.folded):
            return gr.skip()
        text = str(exam.table["sentence"].iat[row])
        return {self.session.sentence: text, self.session.tabs: gr.Tabs(selected="try")}


class ThresholdSection:
    """The decision threshold of one class, the costs of both kinds of mistake, and what they come to."""

    def __init__(self, site: Site, session: Session) -> None:
        self.site = site
        labels = session.labels
        self.title = gr.HTML()
        session.redraws.append(Redraw(self.show_title, [session.lang], [self.title]))
        classes = {"choices": ["0", "1"], "value": "1", "elem_id": "kd-class"}
        self.class_number = labels.make(gr.Radio, {"label": "threshold_class"}, **classes)
        scale = {"minimum": 0, "maximum": 1, "value": 0.5, "step": 0.01, "elem_id": "kd-threshold"}
        self.threshold = labels.make(gr.Slider, {"label": "threshold", "info": "threshold_info"}, **scale)
        with gr.Row():
            self.cost_miss, self.cost_alarm, self.base_rate = (
                labels.make(
                    gr.Textbox, {"label": key, "info": f"{key}_info"}, value=value, min_width=200, elem_id=f"kd-{key}"
                )
                for key, value in (("cost_miss", "1"), ("cost_alarm", "1"), ("base_rate", ""))
            )
        look = {"scale": 0, "min_width": 260, "elem_id": "kd-cheapest"}
        self.find = labels.make(gr.Button, {"value": "threshold_find"}, **look)
        self.message = gr.HTML(elem_id="kd-cheapest-message")
        self.view = gr.HTML(elem_id="kd-matrices")
        fields = [self.class_number, self.threshold, self.cost_miss, self.cost_alarm, self.base_rate]
        inputs = [session.lang, session.shown, *fields]
        redraw = Redraw(self.show, inputs, [self.view], on_run_change=True)
        session.redraws.append(redraw)
        for field in fields:
            redraw.after(field.change, trigger_mode="always_last")
        self.find.click(self.find_cheapest, inputs, [self.message, self.threshold], **PRIVATE)

    def show_title(self, lang: str) -> Updates:
        """Show the heading of the section and what a threshold is."""
        explained = tag("p", translate(lang, "threshold_help"), class_="kd-quiet")
        return {self.title: heading(lang, "threshold_title") + explained}

    def show(self, lang: str, run_id: str, *fields: Any) -> Updates:
        """Show both models' mistakes at a threshold; `fields` are class, threshold, both costs and base rate."""
        try:
            run, exam = finished_exam(self.site, run_id)
            return {self.view: threshold_html(lang, run, exam, ThresholdSettings.read(exam, *fields))}
        except (Refusal, KdError) as error:
            return {self.view: notice(error_message(lang, error), "problem")}

    def find_cheapest(self, lang: str, run_id: str, *fields: Any) -> Updates:
        """Move the slider to the student's cheapest threshold on the validation rows; `fields` as in `show`."""
        try:
            _, exam = finished_exam(self.site, run_id)
            best = cheapest_thresholds(exam, ThresholdSettings.read(exam, *fields))
        except (Refusal, KdError) as error:
            return {self.message: notice(error_message(lang, error), "problem")}
        message = notice(translate(lang, "threshold_cheapest", **best), "good")
        return {self.message: message, self.threshold: best["student"]}


def finished_exam(site: Site, run_id: str) -> tuple[RunFolder, StoredExam]:
    """Return a finished run and its stored exam; raises KdError when there is none."""
    run = site.store.folder(run_id, finished=True)
    return run, load_stored_exam(run)


def _report(lang: str, run: RunFolder, exam: StoredExam) -> str:
    """Return the verdict, the results, the confusion matrices (folded), and the four outcomes."""
    mistakes = tag(
        "details",
        tag("summary", translate(lang, "confusion")),
        tag("p", translate(lang, "confusion_help"), class_="kd-quiet"),
        confusion_tables(lang, run, exam.results),
    )
    results = exam.results
    return tag("div", verdict_html(lang, results), results_table(lang, results), mistakes, outcomes_html(lang, exam))
