"""The lower half of the tab Train: a run as it goes, and what its owner may do with it.

The training is a process of its own; this only reads its folder, and leaves wishes there.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MethodType
from typing import Any

import gradio as gr

from demo.access import Person
from demo.i18n import translate
from demo.session import PRIVATE, Drawing, Session, link_to
from demo.shared.curves import accuracy_figure, loss_figure
from demo.shared.html import notice, tag
from demo.shared.run_actions import shown_choices, wished
from demo.shared.tables import epochs_table, tracked_table
from demo.site import Refusal, Site, error_message
from demo.train.status import status_html
from kdcore.errors import KdError
from kdcore.runs.create import can_continue
from kdcore.runs.progress import Progress
from kdcore.runs.states import OPEN, RESUMABLE
from kdcore.runs.store import DEMO

_EVERY_S = 1.5
# A reload finds the run again; the demo run is found without an address.
_SET_ADDRESS = """(link) => { const run = new URL(link).searchParams.get('run'), here = new URL(window.location);
  run === 'demo' ? here.searchParams.delete('run') : here.searchParams.set('run', run);
  window.history.replaceState(null, '', here) }"""


def build(site: Site, session: Session, message: gr.HTML) -> None:
    """Lay out the view and wire it; `message` says what came of a wish."""
    view, (stop, resume, longer, throw_away, sure), link, timer = _view(session)
    seen = gr.State("")  # what is drawn already, so that nothing is sent twice
    whose = [session.lang, session.visitor, session.watched]
    outputs = [*view, stop, resume, longer, throw_away, timer, session.shown, seen]
    timer.tick(MethodType(watch, site), [*whose, seen], outputs, concurrency_limit=None, **PRIVATE)
    again = Drawing(MethodType(redraw, site), whose, [*outputs, link])
    session.drawings.append(again)
    session.watched.change(again.function, again.inputs, again.outputs, **PRIVATE)
    link.change(None, link, None, js=_SET_ADDRESS, **PRIVATE)
    session.again = again
    for button, wish, answer in ((stop, site.access.stop, "stopping"), (resume, site.access.resume, "resumed")):
        done = button.click(_handler(site, wish, answer), whose, message, **PRIVATE)
        done.then(again.function, again.inputs, again.outputs, **PRIVATE)
    # Pressed by the page itself when its tab is hidden, and when it is looked at again.
    away, back = (gr.Button("", visible="hidden", elem_id=f"kd-{name}") for name in ("away", "back"))
    away.click(lambda: gr.Timer(active=False), None, timer, **PRIVATE)
    back.click(again.function, again.inputs, again.outputs, **PRIVATE)
    longer.click(MethodType(_longer, site), whose, [message, session.watched], concurrency_id="start", **PRIVATE)
    throw_away.click(lambda: gr.update(visible=True), None, sure, **PRIVATE)
    session.watched.change(lambda: gr.update(visible=False), None, sure, **PRIVATE)
    sure.click(MethodType(_thrown_away, site), whose, [message, session.watched, session.shown], **PRIVATE)


def _view(session: Session) -> tuple[list[Any], list[Any], gr.Textbox, gr.Timer]:
    labels = session.labels
    status = gr.HTML(elem_id="kd-status")
    with gr.Row(elem_id="kd-buttons"):
        kinds = (("stop", "primary"), ("resume", "primary"), ("train_longer", "secondary"), ("throw_away", "secondary"))
        buttons = [
            labels.make(gr.Button, {"value": name}, variant=kind, visible=False, scale=0, elem_id=f"kd-{name}")
            for name, kind in kinds
        ]
        sure = labels.make(gr.Button, {"value": "throw_away_sure"}, variant="stop", visible=False, elem_id="kd-sure")
    with gr.Row():
        plots = []
        for name in ("teacher", "student", "accuracy"):
            with gr.Column(min_width=300):
                title = gr.HTML(elem_id=f"kd-title-{name}")
                plots += [title, gr.Plot(show_label=False, container=False, elem_id=f"kd-plot-{name}")]
    tracked = gr.HTML(elem_id="kd-pinned-table")
    with labels.make(gr.Accordion, {"label": "plot_table"}, open=False):
        figures = gr.HTML(elem_id="kd-figures")
    link = labels.make(gr.Textbox, {"label": "link"}, interactive=False, buttons=["copy"], elem_id="kd-link")
    timer = gr.Timer(_EVERY_S, active=False)
    return [status, *plots, tracked, figures], [*buttons, sure], link, timer


def redraw(site: Site, lang: str, visitor: dict[str, Any], watched: str, request: gr.Request) -> list[Any]:
    """Return the whole view, and the link to the run."""
    return [*watch(site, lang, visitor, watched, "", request), link_to(watched, request)]


def watch(
    site: Site, lang: str, visitor: dict[str, Any], watched: str, seen: str, request: gr.Request | None = None
) -> list[Any]:
    """Return the view of a run, its controls, and what has been seen now; only what is new since `seen`.

    In order: status, three titles with their plots, watched sentences, figures; buttons, timer, finished runs.
    """
    try:
        run = site.store.folder(watched)
        state = run.state().state
        progress = site.store.follower(watched).read()
        status = status_html(site, lang, watched, run, progress)
    except KdError as error:
        problem = notice(error_message(lang, error), "problem")
        hidden = [gr.update(visible=False)] * 4
        return [problem, *_nothing_new(8), *hidden, gr.Timer(active=False), gr.skip(), seen]
    live = state in OPEN or run.resumes_automatically
    now = f"{lang} {watched} {state} {progress.seq}"
    if now == seen:
        return [status if live else gr.skip(), *_nothing_new(14), seen]
    mine = site.access.may_change(watched, site.access.person(visitor, request))
    buttons = [mine and state in OPEN, mine and state in RESUMABLE, can_continue(run), mine and state not in OPEN]
    controls = [gr.update(visible=visible) for visible in buttons]
    # The end of a training that was watched brings its networks to the other tabs.
    ended = run.has_results and f" {watched} " in seen
    finished = gr.update(choices=shown_choices(site, lang), value=watched) if ended else gr.skip()
    tables = [tracked_table(lang, run, progress), epochs_table(lang, progress)]
    drawn = [status, *_plots(lang, progress), *tables]
    return [*drawn, *controls, gr.Timer(active=live), finished, now]


def _nothing_new(n: int) -> list[Any]:
    return [gr.skip()] * n


def _plots(lang: str, progress: Progress) -> list[Any]:
    """Return a title and a plot for the teacher's loss, the student's, and the accuracy; hidden until there is one."""
    drawn: list[Any] = []
    for name in ("teacher", "student"):
        stage = progress.stages[name]
        figure = loss_figure(lang, stage) if stage.steps else None
        drawn += _titled(translate(lang, "plot_loss", who=translate(lang, name)), figure)
    judged = any(stage.epochs for stage in progress.stages.values())
    return drawn + _titled(translate(lang, "plot_accuracy"), accuracy_figure(lang, progress) if judged else None)


def _titled(title: str, figure: Any) -> list[Any]:
    shown = figure is not None
    return [tag("h3", title, class_="kd-h") if shown else "", gr.update(value=figure, visible=shown)]


def _handler(site: Site, wish: Callable[[str, Person], None], answer: str) -> Callable[..., str]:
    def handle(lang: str, visitor: dict[str, Any], watched: str, request: gr.Request) -> str:
        return wished(wish, answer, lang, site.access.person(visitor, request), watched)

    return handle


def _longer(site: Site, lang: str, visitor: dict[str, Any], watched: str) -> list[Any]:
    """Start a training that goes on from the run that is watched, and watch it instead."""
    try:
        run_id = site.train_longer(watched, (visitor or {}).get("secret", ""))
    except (Refusal, KdError) as error:
        return [notice(error_message(lang, error), "problem"), watched]
    return [notice(translate(lang, "started"), "good"), run_id]


def _thrown_away(
    site: Site, lang: str, visitor: dict[str, Any], watched: str, request: gr.Request | None = None
) -> list[Any]:
    """Delete the run that is watched; the demo run takes its place."""
    said = wished(site.access.throw_away, "thrown_away", lang, site.access.person(visitor, request), watched)
    if watched in site.store.all_runs():
        return [said, watched, gr.skip()]
    return [said, DEMO, gr.update(choices=shown_choices(site, lang), value=DEMO)]
