"""The tab Runs: every training of this server; which of them the other tabs show, and how several compare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from demo.access import Caller
from demo.i18n import translate
from demo.refusals import Refusal, error_message
from demo.runs.comparison import curves_sentence, outcome_table, settings_table, sides, verdict
from demo.runs.history import history_table, quota_line
from demo.session import PRIVATE, Redraw, Session, Updates
from demo.shared.curves import students_figure
from demo.shared.display_names import run_name
from demo.shared.html import notice, tag
from demo.shared.run_actions import change_run, shown_choices
from demo.site import Site
from kdcore.errors import KdError
from kdcore.runs.annotations import NAME_CHARS, annotations_of
from kdcore.runs.folder import RunFolder
from kdcore.runs.quota import used_bytes
from kdcore.runs.states import OPEN
from kdcore.runs.store import DEMO

_MAX_RUNS = 200  # on the page; older ones can still be opened by their address


class RunsTab:
    """The components of the tab, and their handlers. `chosen` is what the visitor chose in the list: run ids."""

    def __init__(self, site: Site, session: Session, tab: gr.Tab) -> None:
        self.site, self.session = site, session
        self._lay_out_controls()
        with gr.Column(visible=False) as self.comparison:
            self.summary = gr.HTML(elem_id="kd-versus")
            self.plot = gr.Plot(show_label=False, container=False, visible=False, elem_id="kd-plot-versus")
            self.tables = gr.HTML(elem_id="kd-versus-tables")
        self.compared = gr.State([])
        self.listing = gr.HTML(elem_id="kd-runs")
        self._wire(tab)

    def _lay_out_controls(self) -> None:
        labels = self.session.labels
        with gr.Row(elem_classes="kd-controls"):
            several = {"multiselect": True, "max_choices": self.site.limits.compared_runs}
            look = {"scale": 3, "min_width": 280, "elem_id": "kd-runs-choice"}
            words = {"label": "runs_choose"}
            self.choice = labels.make(gr.Dropdown, words, choices=[DEMO], value=[DEMO], **several, **look)
            self.show_button = labels.make(gr.Button, {"value": "runs_show"}, **_look("runs_show", variant="primary"))
            self.compare_button = labels.make(gr.Button, {"value": "runs_compare"}, **_look("runs_compare"))
        with gr.Row(elem_classes="kd-controls"):
            look = {"max_lines": 1, "max_length": NAME_CHARS, "scale": 3, "min_width": 280, "elem_id": "kd-runs-name"}
            self.name = labels.make(gr.Textbox, {"label": "runs_name"}, **look)
            self.rename_button = labels.make(gr.Button, {"value": "runs_rename"}, **_look("runs_rename"))
            # Not in the register of words: it says Pin or Unpin, so `fit_buttons` translates it.
            self.pin_button = gr.Button(translate("en", "runs_pin"), **_look("runs_pin"))
            self.delete_button = labels.make(gr.Button, {"value": "runs_delete"}, **_look("runs_delete"))
            look = _look("throw_away_sure", variant="stop", visible=False, elem_id="kd-runs-sure")
            self.confirm_delete = labels.make(gr.Button, {"value": "throw_away_sure"}, **look)
        labels.make(gr.Markdown, {"value": "runs_hint"}, elem_classes="kd-quiet")
        self.message = gr.HTML(elem_id="kd-runs-message")

    def _wire(self, tab: gr.Tab) -> None:
        session, message = self.session, self.message
        chosen = [session.lang, self.choice]
        by_visitor = [session.lang, session.visitor, self.choice]
        buttons = [self.show_button, self.compare_button, self.name, self.rename_button, self.pin_button,
                   self.delete_button, self.confirm_delete]  # fmt: skip
        draw = Redraw(self.list_runs, chosen, [self.listing, self.choice])
        fit = Redraw(self.fit_buttons, by_visitor, buttons)
        view = [self.comparison, self.summary, self.plot, self.tables]
        compare = Redraw(self.show_comparison, [session.lang, self.compared], view)
        session.redraws += [draw, fit, compare]
        draw.after(tab.select)
        fit.after(self.choice.change)
        self.show_button.click(self.show, chosen, [message, session.shown, session.watched], **PRIVATE)
        compare.after(self.compare_button.click(self.compare, chosen, [message, self.compared], **PRIVATE).then)
        renamed = [message, session.shown]
        changes = [
            self.rename_button.click(self.rename, [*by_visitor, self.name], renamed, **PRIVATE),
            self.name.submit(self.rename, [*by_visitor, self.name], renamed, **PRIVATE),
            self.pin_button.click(self.pin, by_visitor, message, **PRIVATE),
        ]
        self.delete_button.click(lambda: gr.update(visible=True), None, self.confirm_delete, **PRIVATE)
        inputs, outputs = [*by_visitor, session.shown, session.watched], [message, self.choice]
        outputs += [session.shown, session.watched]
        changes.append(self.confirm_delete.click(self.delete, inputs, outputs, **PRIVATE))
        for change in changes:
            drawn = draw.after(change.then)
            fit.after(drawn.then)
            if session.redraw_training:
                session.redraw_training.after(drawn.then)

    def list_runs(self, lang: str, chosen: list[str]) -> Updates:
        """Show the table of runs, and the list to choose from; pinned runs come first, then the newest."""
        every = self.site.store.all_runs()
        self.site.summaries.keep_only(every)
        demo = every.pop(DEMO)
        runs = {run_id: every[run_id] for run_id in list(every)[:_MAX_RUNS]} | {DEMO: demo}
        summaries = self.site.summaries.summarise(runs)
        summaries = dict(sorted(summaries.items(), key=lambda item: not item[1].pinned))
        quota = self.site.launcher.quota_bytes
        line = quota_line(lang, quota, used_bytes(self.site.root) if quota is not None else 0)
        table = history_table(lang, summaries, len(every) + 1 - len(runs))
        choices = [(run_name(lang, run_id, runs[run_id]), run_id) for run_id in summaries]
        left = [run_id for run_id in _ids(chosen) if run_id in runs]
        # The value is sent only if it changes: the visitor may be choosing while this answer is on its way.
        choice = gr.update(choices=choices) if left == chosen else gr.update(choices=choices, value=left)
        return {self.listing: line + table, self.choice: choice}

    def fit_buttons(
        self, lang: str, visitor: dict[str, Any], chosen: list[str], request: gr.Request | None = None
    ) -> Updates:
        """Enable what can be done with the chosen runs, and show the chosen run's name."""
        ids = _ids(chosen)
        one = ids[0] if len(ids) == 1 else ""
        mine = bool(one) and self.site.access.may_change(one, self.site.access.caller(visitor, request))
        annotations, is_over = None, False
        if mine:
            try:
                run = self.site.store.folder(one)
                annotations, is_over = annotations_of(run), run.state().state not in OPEN
            except KdError:
                mine = False
        is_pinned = annotations is not None and annotations.pinned
        return {
            self.show_button: gr.update(interactive=bool(one)),
            self.compare_button: gr.update(interactive=self._can_compare(ids)),
            self.name: gr.update(value=annotations.name if annotations else "", interactive=mine),
            self.rename_button: gr.update(interactive=mine),
            self.pin_button: gr.update(
                value=translate(lang, "runs_unpin" if is_pinned else "runs_pin"), interactive=mine
            ),
            self.delete_button: gr.update(interactive=mine and is_over),
            self.confirm_delete: gr.update(visible=False),
        }

    def _can_compare(self, ids: list[str]) -> bool:
        return 2 <= len(ids) <= self.site.limits.compared_runs

    def show(self, lang: str, chosen: list[str]) -> Updates:
        """Show the chosen run in the other tabs: a finished one in all, another in Train only."""
        try:
            run_id = _single_id(chosen)
            has_results = self.site.store.folder(run_id).has_results
        except (Refusal, KdError) as error:
            return {self.message: notice(error_message(lang, error), "problem")}
        if not has_results:
            return {self.message: notice(translate(lang, "runs_watched")), self.session.watched: run_id}
        return {
            self.message: notice(translate(lang, "runs_shown"), "good"),
            self.session.shown: gr.update(choices=shown_choices(self.site, lang), value=run_id),
            self.session.watched: run_id,
        }

    def compare(self, lang: str, chosen: list[str]) -> Updates:
        """Keep the chosen runs as those to compare, or say what is wrong with the choice."""
        ids = _ids(chosen)
        try:
            if not self._can_compare(ids):
                raise Refusal("runs_several", most=self.site.limits.compared_runs)
            for run_id in ids:
                self.site.store.folder(run_id)
        except (Refusal, KdError) as error:
            return {self.message: notice(error_message(lang, error), "problem"), self.compared: []}
        return {self.message: "", self.compared: ids}

    def show_comparison(self, lang: str, ids: list[str]) -> Updates:
        """Show the verdict on the compared runs, their curves, their results, and the settings that differ."""
        hidden = {self.summary: "", self.plot: gr.update(visible=False), self.tables: ""}
        if len(ids) < 2:
            return {self.comparison: gr.update(visible=False), **hidden}
        shown = {self.comparison: gr.update(visible=True)}
        try:
            store, most = self.site.store, self.site.limits.compared_runs
            runs: dict[str, RunFolder] = {run_id: store.folder(run_id) for run_id in ids[:most]}
            students = [store.follower(run_id).read().stages["student"] for run_id in runs]
            compared = sides(lang, runs, students)
            curves = curves_sentence(lang, compared)
            summary = verdict(lang, compared) + (tag("h3", curves, class_="kd-h") if curves else "")
            tables = outcome_table(lang, compared) + settings_table(lang, compared)
        except KdError as error:
            return {**shown, **hidden, self.summary: notice(error_message(lang, error), "problem")}
        stages = {side.letter: side.student for side in compared if side.student.epochs}
        plot = gr.update(value=students_figure(lang, stages) if stages else None, visible=bool(stages))
        return {**shown, self.summary: summary, self.plot: plot, self.tables: tables}

    def rename(
        self, lang: str, visitor: dict[str, Any], chosen: list[str], name: str, request: gr.Request | None = None
    ) -> Updates:
        """Give the chosen run a name, and show the finished runs with their names."""

        def change(run_id: str, caller: Caller) -> None:
            self.site.access.rename(run_id, caller, name)

        done = "runs_renamed" if isinstance(name, str) and name.strip() else "runs_unnamed"
        message = self._change_chosen(change, done, lang, chosen, self.site.access.caller(visitor, request))
        return {self.message: message, self.session.shown: gr.update(choices=shown_choices(self.site, lang))}

    def pin(self, lang: str, visitor: dict[str, Any], chosen: list[str], request: gr.Request | None = None) -> Updates:
        """Pin the chosen run, or unpin it if it is pinned."""
        ids, store = _ids(chosen), self.site.store
        is_pinned = len(ids) == 1 and ids[0] in store.all_runs() and annotations_of(store.folder(ids[0])).pinned

        def change(run_id: str, caller: Caller) -> None:
            self.site.access.pin(run_id, caller, not is_pinned)

        done = "runs_unpinned" if is_pinned else "runs_pinned"
        caller = self.site.access.caller(visitor, request)
        return {self.message: self._change_chosen(change, done, lang, chosen, caller)}

    def delete(
        self, lang: str, visitor: dict[str, Any], chosen: list[str], shown: str, watched: str,
        request: gr.Request | None = None,
    ) -> Updates:  # fmt: skip
        """Delete the chosen run; where it was chosen, shown or watched, the demo run takes its place."""
        caller = self.site.access.caller(visitor, request)
        message = self._change_chosen(self.site.access.delete, "thrown_away", lang, chosen, caller)
        left = self.site.store.all_runs()
        finished = gr.update(choices=shown_choices(self.site, lang), value=shown if shown in left else DEMO)
        return {
            self.message: message,
            self.choice: [run_id for run_id in _ids(chosen) if run_id in left] or [DEMO],
            self.session.shown: finished,
            self.session.watched: watched if watched in left else DEMO,
        }

    def _change_chosen(
        self, change: Callable[[str, Caller], None], done: str, lang: str, chosen: Any, caller: Caller
    ) -> str:
        try:
            run_id = _single_id(chosen)
        except Refusal as error:
            return notice(error_message(lang, error), "problem")
        return change_run(change, done, lang, caller, run_id)


def _look(key: str, **changes: Any) -> dict[str, Any]:
    return {"variant": "secondary", "scale": 0, "min_width": 120, "elem_id": f"kd-{key}", **changes}


def _ids(chosen: Any) -> list[str]:
    """Return the chosen run ids once each; whatever else a request may hold is dropped."""
    return list(dict.fromkeys(run_id for run_id in chosen if isinstance(run_id, str))) if chosen else []


def _single_id(chosen: Any) -> str:
    ids = _ids(chosen)
    if len(ids) != 1:
        raise Refusal("runs_one")
    return ids[0]
