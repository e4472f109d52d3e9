"""The tab Compare: what the student kept, in words first, then sentence by sentence, kind by kind, and in figures."""

from __future__ import annotations

from dataclasses import dataclass
from types import MethodType
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
from demo.session import PRIVATE, Drawing, Session, link_to
from demo.shared.html import notice, tag
from demo.shared.tables import label_word
from demo.site import Refusal, Site, error_message
from kdcore.errors import KdError
from kdcore.runs.folder import RunFolder
from kdcore.serving.stored_exam import StoredExam, load_stored_exam
from kdcore.serving.timing import measure_speed

_OPENED = """element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-row]')
  if (button) trigger('click', {row: Number(button.dataset.row)}) })"""


@dataclass(frozen=True)
class _Board:
    group: gr.Radio
    kind: gr.Dropdown
    needle: gr.Textbox
    table: gr.HTML
    more: gr.Button
    n_shown: gr.State


@dataclass(frozen=True)
class _Thresholds:
    class_number: gr.Radio
    threshold: gr.Slider
    miss: gr.Textbox
    alarm: gr.Textbox
    base_rate: gr.Textbox
    find: gr.Button
    message: gr.HTML
    view: gr.HTML

    def fields(self) -> list[Any]:
        return [self.class_number, self.threshold, self.miss, self.alarm, self.base_rate]


def build(site: Site, session: Session, _tab: gr.Tab) -> None:
    """Lay out the tab and wire it."""
    labels = session.labels
    report = gr.HTML(elem_id="kd-report")
    board = _board(session)
    slices = gr.HTML(elem_id="kd-slices")
    reliable = gr.HTML(elem_id="kd-reliable")
    thresholds = _thresholds(session)
    speed = gr.HTML(elem_id="kd-speed")
    again = labels.make(gr.Button, {"value": "speed_again"}, scale=0, elem_id="kd-again", min_width=200)
    fidelity = gr.HTML(elem_id="kd-fidelity")
    with gr.Row():
        files = [
            labels.make(gr.DownloadButton, {"label": key}, elem_id=name, scale=0, min_width=200)
            for key, name in (
                ("download_results", "kd-download-json"),
                ("download_predictions", "kd-download"),
                ("download_report", "kd-download-report"),
            )
        ]
    link = labels.make(gr.Textbox, {"label": "link"}, interactive=False, buttons=["copy"])
    measured = gr.State({})
    run = [session.lang, session.shown]
    parts = [report, slices, reliable, speed, fidelity, board.group, board.kind, thresholds.class_number, *files, link]
    session.drawings.append(Drawing(MethodType(compare, site), [*run, measured], parts, of_run=True))
    _wire_board(site, session, board)
    _wire_thresholds(site, session, thresholds)
    timed = {"concurrency_id": "measure", "concurrency_limit": 1, "api_visibility": "private"}
    again.click(MethodType(measure_again, site), run, [measured, speed], **timed)


def _board(session: Session) -> _Board:
    labels = session.labels
    group = labels.make(
        gr.Radio, {"label": "board_choose"}, choices=list(GROUPS), value="disagree", elem_id="kd-groups"
    )
    with gr.Row():
        kind = labels.make(
            gr.Dropdown, {"label": "kind_choose"}, choices=["all"], value="all", elem_id="kd-kind", min_width=240
        )
        needle = labels.make(
            gr.Textbox,
            {"label": "search", "placeholder": "search_for"},
            elem_id="kd-search",
            min_width=240,
            max_lines=1,
        )
    table = gr.HTML(elem_id="kd-sentences", js_on_load=_OPENED)
    more = labels.make(gr.Button, {"value": "sentences_more"}, scale=0, min_width=160, elem_id="kd-more", size="sm")
    return _Board(group, kind, needle, table, more, gr.State(PAGE))


def _thresholds(session: Session) -> _Thresholds:
    labels = session.labels
    title = gr.HTML()
    session.drawings.append(Drawing(_threshold_title, [session.lang], [title]))
    class_number = labels.make(
        gr.Radio, {"label": "threshold_class"}, choices=["0", "1"], value="1", elem_id="kd-class"
    )
    words = {"label": "threshold", "info": "threshold_info"}
    slider = labels.make(gr.Slider, words, minimum=0, maximum=1, value=0.5, step=0.01, elem_id="kd-threshold")
    with gr.Row():
        boxes = [
            labels.make(
                gr.Textbox, {"label": key, "info": f"{key}_info"}, value=value, min_width=200, elem_id=f"kd-{key}"
            )
            for key, value in (("cost_miss", "1"), ("cost_alarm", "1"), ("base_rate", ""))
        ]
    find = labels.make(gr.Button, {"value": "threshold_find"}, scale=0, min_width=260, elem_id="kd-cheapest")
    message = gr.HTML(elem_id="kd-cheapest-message")
    view = gr.HTML(elem_id="kd-matrices")
    return _Thresholds(class_number, slider, boxes[0], boxes[1], boxes[2], find, message, view)


def _threshold_title(lang: str) -> str:
    return heading(lang, "threshold_title") + tag("p", translate(lang, "threshold_help"), class_="kd-quiet")


def _wire_board(site: Site, session: Session, board: _Board) -> None:
    where = [session.lang, session.shown, board.group, board.kind, board.needle]
    show, outputs = MethodType(sentences, site), [board.table, board.more, board.n_shown]
    first = Drawing(show, where, outputs, of_run=True)
    session.drawings.append(first)
    for event in (board.group.input, board.kind.change, board.needle.change):
        event(show, where, outputs, trigger_mode="always_last", **PRIVATE)
    board.more.click(MethodType(more_sentences, site), [*where, board.n_shown], outputs, **PRIVATE)
    if session.sentence is not None and session.asks is not None:
        opened = board.table.click(
            MethodType(open_in_try, site), [session.shown], [session.sentence, session.tabs], **PRIVATE
        )
        session.asks(opened.success)
        opened.success(None, None, None, js="() => window.scrollTo(0, 0)", **PRIVATE)


def _wire_thresholds(site: Site, session: Session, parts: _Thresholds) -> None:
    where = [session.lang, session.shown, *parts.fields()]
    show = MethodType(thresholds, site)
    session.drawings.append(Drawing(show, where, [parts.view], of_run=True))
    for field in parts.fields():
        field.change(show, where, parts.view, trigger_mode="always_last", **PRIVATE)
    parts.find.click(MethodType(find_cheapest, site), where, [parts.message, parts.threshold], **PRIVATE)


def _found(site: Site, run_id: str) -> tuple[RunFolder, StoredExam]:
    run = site.store.folder(run_id, finished=True)
    return run, load_stored_exam(run)


def compare(site: Site, lang: str, run_id: str, measured: Any, request: gr.Request) -> list[Any]:
    """Return the sections on a run, the choices that depend on it, its files, and the link to it."""
    try:
        run, found = _found(site, run_id)
        speeds = (measured or {}).get(run_id) if isinstance(measured, dict) else None
        files = downloads(site.downloads, lang, run_id, run, found)
    except KdError as error:
        return [notice(error_message(lang, error), "problem"), "", "", "", "", *[gr.skip()] * 6, ""]
    results = found.results
    erring = tag(
        "details",
        tag("summary", translate(lang, "confusion")),
        tag("p", translate(lang, "confusion_help"), class_="kd-quiet"),
        confusion_tables(lang, run, results),
    )
    report = tag("div", verdict_html(lang, results), results_table(lang, results), erring, outcomes_html(lang, found))
    names = [(label_word(lang, run, number), str(number)) for number in range(len(found.label_names))]
    return [
        report,
        slices_html(lang, found),
        reliability_html(lang, found),
        speed_html(lang, results, speeds),
        fidelity_html(lang, results),
        gr.update(choices=group_choices(lang, found)),
        gr.update(choices=kind_choices(lang, found), value="all"),
        gr.update(choices=names, value=str(default_class(found)), visible=len(names) > 2),
        *files,
        link_to(run_id, request),
    ]


def sentences(site: Site, lang: str, run_id: str, group: Any, kind: Any, needle: Any) -> list[Any]:
    """Return the first sentences of a group, of a kind and with what is searched, and whether there are more."""
    return more_sentences(site, lang, run_id, group, kind, needle, 0)


def more_sentences(site: Site, lang: str, run_id: str, group: Any, kind: Any, needle: Any, n_shown: Any) -> list[Any]:
    """Return some more of the sentences than were shown."""
    n_shown = (n_shown if isinstance(n_shown, int) else 0) + PAGE
    try:
        run, found = _found(site, run_id)
    except KdError:
        return ["", gr.update(visible=False), PAGE]  # the report says why
    places = chosen_rows(found, group, kind, needle)
    left = len(places) > n_shown
    return [sentences_table(lang, run, found, places, n_shown), gr.update(visible=left), n_shown]


def open_in_try(site: Site, run_id: str, event: gr.EventData) -> list[Any]:
    """Return the sentence that was clicked, and the tab in which it is asked."""
    try:
        _, found = _found(site, run_id)
    except KdError:
        return [gr.skip(), gr.skip()]
    row = event._data.get("row") if isinstance(event._data, dict) else None
    if not isinstance(row, int) or not 0 <= row < len(found.folded):
        return [gr.skip(), gr.skip()]
    return [str(found.table["sentence"].iat[row]), gr.Tabs(selected="try")]


def thresholds(site: Site, lang: str, run_id: str, *fields: Any) -> str:
    """Return both networks' mistakes at a threshold; `fields` are class, threshold, both costs and base rate."""
    try:
        run, found = _found(site, run_id)
        return threshold_html(lang, run, found, ThresholdSettings.read(found, *fields))
    except (Refusal, KdError) as error:
        return notice(error_message(lang, error), "problem")


def find_cheapest(site: Site, lang: str, run_id: str, *fields: Any) -> list[Any]:
    """Return what costs least on the validation rows in words, and the student's threshold."""
    try:
        _, found = _found(site, run_id)
        best = cheapest_thresholds(found, ThresholdSettings.read(found, *fields))
    except (Refusal, KdError) as error:
        return [notice(error_message(lang, error), "problem"), gr.skip()]
    return [notice(translate(lang, "threshold_cheapest", **best), "good"), best["student"]]


def measure_again(site: Site, lang: str, run_id: str) -> list[Any]:
    """Return the speeds of both networks measured here and now, and the section that shows them."""
    try:
        run, found = _found(site, run_id)
        measured = measure_speed(site.worker, run.path, [str(text) for text in found.table["sentence"].head(200)])
    except KdError as error:
        return [gr.skip(), notice(error_message(lang, error), "problem")]
    return [{run_id: measured}, speed_html(lang, found.results, measured)]
