"""The lower half of the tab Train: the progress of a run, and the buttons of its owner.

The training is a process of its own; this half reads its folder, and leaves requests there.
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from demo.i18n import translate
from demo.refusals import Refusal, error_message
from demo.session import PRIVATE, Redraw, Session, Updates, as_visitor, link_to
from demo.shared.curves import accuracy_figure, loss_figure
from demo.shared.html import notice, tag
from demo.shared.run_actions import change_run, shown_choices
from demo.site import Site
from demo.train.status import status_html
from demo.train.tables import epochs_table, tracked_table
from kdcore.errors import KdError
from kdcore.runs.create import can_continue
from kdcore.runs.progress import Progress
from kdcore.runs.states import OPEN, RESUMABLE
from kdcore.runs.store import DEMO

_EVERY_S = 1.5
# Puts the run into the browser's address, so that a reload finds it again; the demo run needs none.
_SET_ADDRESS = """(link) => { const run = new URL(link).searchParams.get('run'), here = new URL(window.location);
  run === 'demo' ? here.searchParams.delete('run') : here.searchParams.set('run', run);
  window.history.replaceState(null, '', here) }"""
_BUTTONS = {"stop": "primary", "resume": "primary", "train_longer": "secondary", "throw_away": "secondary"}
_PLOTS = ("teacher", "student", "accuracy")


class WatchedRun:
    """The components that show the watched run, and their handlers; `message` shows the result of a request."""

    def __init__(self, site: Site, session: Session, message: gr.HTML) -> None:
        self.site, self.session, self.message = site, session, message
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        labels = self.session.labels
        self.status = gr.HTML(elem_id="kd-status")
        with gr.Row(elem_id="kd-buttons"):
            self.buttons = {
                name: labels.make(
                    gr.Button, {"value": name}, variant=kind, visible=False, scale=0, elem_id=f"kd-{name}"
                )
                for name, kind in _BUTTONS.items()
            }
            look = {"variant": "stop", "visible": False, "elem_id": "kd-sure"}
            self.confirm_delete = labels.make(gr.Button, {"value": "throw_away_sure"}, **look)
        self.titles: dict[str, gr.HTML] = {}
        self.plots: dict[str, gr.Plot] = {}
        with gr.Row():
            for name in _PLOTS:
                with gr.Column(min_width=300):
                    self.titles[name] = gr.HTML(elem_id=f"kd-title-{name}")
                    self.plots[name] = gr.Plot(show_label=False, container=False, elem_id=f"kd-plot-{name}")
        self.tracked = gr.HTML(elem_id="kd-pinned-table")
        with labels.make(gr.Accordion, {"label": "plot_table"}, open=False):
            self.figures = gr.HTML(elem_id="kd-figures")
        copy = {"interactive": False, "buttons": ["copy"], "elem_id": "kd-link"}
        self.link = labels.make(gr.Textbox, {"label": "link"}, **copy)
        self.timer = gr.Timer(_EVERY_S, active=False)
        self.drawn = gr.State("")  # identifies what the browser shows already, so that nothing is sent twice
        # Pressed by the page's own script when its browser tab is hidden, and when it is visible again.
        self.away, self.back = (gr.Button("", visible="hidden", elem_id=f"kd-{name}") for name in ("away", "back"))

    def _wire(self) -> None:
        session, timer = self.session, self.timer
        inputs = [session.lang, session.visitor, session.watched]
        view = [self.status, *self.titles.values(), *self.plots.values(), self.tracked, self.figures]
        outputs = [*view, *self.buttons.values(), timer, session.shown, self.drawn]
        timer.tick(self.watch, [*inputs, self.drawn], outputs, concurrency_limit=None, **PRIVATE)
        redraw = Redraw(self.redraw, inputs, [*outputs, self.link])
        session.redraws.append(redraw)
        session.redraw_training = redraw
        redraw.after(session.watched.change)
        self.link.change(None, self.link, None, js=_SET_ADDRESS, **PRIVATE)
        for name, handler in (("stop", self.stop), ("resume", self.resume)):
            redraw.after(self.buttons[name].click(handler, inputs, self.message, **PRIVATE).then)
        self.away.click(lambda: gr.Timer(active=False), None, timer, **PRIVATE)
        redraw.after(self.back.click)
        longer, delete, confirm = self.buttons["train_longer"], self.buttons["throw_away"], self.confirm_delete
        longer.click(self.train_longer, inputs, [self.message, session.watched], concurrency_id="start", **PRIVATE)
        delete.click(lambda: gr.update(visible=True), None, confirm, **PRIVATE)
        session.watched.change(lambda: gr.update(visible=False), None, confirm, **PRIVATE)
        confirm.click(self.delete, inputs, [self.message, session.watched, session.shown], **PRIVATE)

    def redraw(self, lang: str, visitor: dict[str, Any], watched: str, request: gr.Request) -> Updates:
        """Show everything anew, and the link to the run."""
        return {**self.watch(lang, visitor, watched, "", request), self.link: link_to(watched, request)}

    def watch(
        self, lang: str, visitor: dict[str, Any], watched: str, drawn: str, request: gr.Request | None = None
    ) -> Any:
        """Show what is new since `drawn` of a run and its controls; keep the timer going while the run is live."""
        try:
            run = self.site.store.folder(watched)
            state = run.state().state
            progress = self.site.store.follower(watched).read()
            status = status_html(self.site, lang, watched, run, progress)
        except KdError as error:
            problem = notice(error_message(lang, error), "problem")
            return {
                self.status: problem,
                **{button: gr.update(visible=False) for button in self.buttons.values()},
                self.timer: _timer(False),
            }
        live = state in OPEN or run.resumes_automatically
        now = f"{lang} {watched} {state} {progress.seq}"
        if now == drawn:
            return {self.status: status} if live else gr.skip()
        mine = self.site.access.may_change(watched, self.site.access.caller(visitor, request))
        visible = {
            "stop": mine and state in OPEN,
            "resume": mine and state in RESUMABLE,
            "train_longer": can_continue(run),
            "throw_away": mine and state not in OPEN,
        }
        updates = {
            self.status: status,
            **self._plot_updates(lang, progress),
            self.tracked: tracked_table(lang, run, progress),
            self.figures: epochs_table(lang, progress),
            **{self.buttons[name]: gr.update(visible=shown) for name, shown in visible.items()},
            self.timer: _timer(live),
            self.drawn: now,
        }
        # When a training that was watched ends, the other tabs show its models.
        if run.has_results and f" {watched} " in drawn:
            updates[self.session.shown] = gr.update(choices=shown_choices(self.site, lang), value=watched)
        return updates

    def _plot_updates(self, lang: str, progress: Progress) -> Updates:
        """Draw the teacher's loss, the student's, and the accuracy; a plot without points is hidden with its title."""
        figures, words = {}, {}
        for name in ("teacher", "student"):
            stage = progress.stages[name]
            figures[name] = loss_figure(lang, stage) if stage.steps else None
            words[name] = translate(lang, "plot_loss", who=translate(lang, name))
        has_epochs = any(stage.epochs for stage in progress.stages.values())
        figures["accuracy"] = accuracy_figure(lang, progress) if has_epochs else None
        words["accuracy"] = translate(lang, "plot_accuracy")
        updates: Updates = {}
        for name, figure in figures.items():
            shown = figure is not None
            updates[self.titles[name]] = tag("h3", words[name], class_="kd-h") if shown else ""
            updates[self.plots[name]] = gr.update(value=figure, visible=shown)
        return updates

    def stop(self, lang: str, visitor: dict[str, Any], watched: str, request: gr.Request) -> Updates:
        """Stop the watched run, and say so or why it was refused."""
        caller = self.site.access.caller(visitor, request)
        return {self.message: change_run(self.site.access.stop, "stopping", lang, caller, watched)}

    def resume(self, lang: str, visitor: dict[str, Any], watched: str, request: gr.Request) -> Updates:
        """Continue the watched run, and say so or why it was refused."""
        caller = self.site.access.caller(visitor, request)
        return {self.message: change_run(self.site.access.resume, "resumed", lang, caller, watched)}

    def train_longer(self, lang: str, visitor: dict[str, Any], watched: str) -> Updates:
        """Start a training that continues from the watched run, and watch it instead."""
        try:
            run_id = self.site.train_longer(watched, as_visitor(visitor).get("secret", ""))
        except (Refusal, KdError) as error:
            return {self.message: notice(error_message(lang, error), "problem")}
        return {self.message: notice(translate(lang, "started"), "good"), self.session.watched: run_id}

    def delete(self, lang: str, visitor: dict[str, Any], watched: str, request: gr.Request | None = None) -> Updates:
        """Delete the watched run; the demo run takes its place."""
        caller = self.site.access.caller(visitor, request)
        message = change_run(self.site.access.delete, "thrown_away", lang, caller, watched)
        if watched in self.site.store.all_runs():
            return {self.message: message}
        shown = gr.update(choices=shown_choices(self.site, lang), value=DEMO)
        return {self.message: message, self.session.watched: DEMO, self.session.shown: shown}


def _timer(active: bool) -> Any:
    return gr.Timer(active=active)
