"""The tab Train: choose, start, watch, stop. The training is a process of its own; this only reads its folder."""

from __future__ import annotations

from types import MethodType
from typing import Any

import gradio as gr

from kdcore.errors import KdError
from kdcore.runs.progress import Progress

from .figures import accuracy_figure, loss_figure
from .markup import notice, tag
from .run_view import OPEN_STATES, status_html
from .shared import PRIVATE, Drawing, Shared, link_to
from .site import BUNDLED_ID, PAGE_PAIRS, PRESETS, Refusal, Site, Wishes, words_for
from .tables import epochs_table, run_name
from .text import say

_EVERY_S = 1.5
# A reload finds the run again; the demo run is found without an address.
_SET_ADDRESS = """(link) => { const run = new URL(link).searchParams.get('run'), here = new URL(window.location);
  run === 'demo' ? here.searchParams.delete('run') : here.searchParams.set('run', run);
  window.history.replaceState(null, '', here) }"""
_WISHES = ("temperature", "alpha", "student_epochs", "teacher_epochs", "student_rate", "teacher_rate", "seed")


def build(site: Site, shared: Shared) -> None:
    """Lay out the tab and wire it."""
    form, start, message = _form(site, shared)
    view, stop, link, timer = _view(shared)
    seen = gr.State("")  # what is drawn already, so that nothing is sent twice
    look = MethodType(watch, site)
    inputs = [shared.lang, shared.visitor, shared.watched, seen]
    outputs = [*view, stop, timer, shared.shown, seen]
    start.click(
        MethodType(begin, site),
        [shared.lang, shared.visitor, shared.watched, *form],
        [message, shared.watched],
        trigger_mode="once",
        concurrency_id="start",
        concurrency_limit=1,
        **PRIVATE,
    )
    stop.click(MethodType(end, site), [shared.lang, shared.visitor, shared.watched], message, **PRIVATE)
    link.change(None, link, None, js=_SET_ADDRESS, **PRIVATE)
    timer.tick(look, inputs, outputs, concurrency_limit=None, **PRIVATE)
    shared.watched.change(MethodType(redraw, site), [*inputs[:-1]], [*outputs, link], **PRIVATE)
    shared.drawings.append(Drawing(MethodType(redraw, site), inputs[:-1], [*outputs, link]))
    shared.data_choice.change(MethodType(_preset_choices, site), [shared.lang, shared.data_choice], form[1], **PRIVATE)
    shared.drawings.append(
        Drawing(
            MethodType(_choices, site), [shared.lang, shared.visitor, shared.data_choice], [shared.data_choice, form[1]]
        )
    )


def _form(site: Site, shared: Shared) -> tuple[list[Any], gr.Button, gr.HTML]:
    labels, limits = shared.labels, site.limits
    with gr.Row(elem_classes="kd-wide"):
        with gr.Column(min_width=280):
            shared.data_choice.render()
        with gr.Column(min_width=280):
            preset = labels.make(
                gr.Radio, {"label": "train_preset"}, choices=list(PRESETS), value="quick", elem_id="kd-preset"
            )

    def number(name: str, low: float, high: float, step: float) -> gr.Number:
        words = {"label": name, "info": f"{name}_info"}
        field: gr.Number = labels.make(
            gr.Number, words, value=None, minimum=low, maximum=high, step=step, min_width=220, elem_id=f"kd-{name}"
        )
        return field

    with labels.make(gr.Accordion, {"label": "advanced"}, open=False):
        labels.make(gr.Markdown, {"value": "advanced_note"}, elem_classes="kd-quiet")
        with gr.Row():
            wishes = [number("temperature", 1, 100, 0.5), number("alpha", 0, 1, 0.05)]
            wishes += [number("student_epochs", 1, limits.student_epochs, 1)]
            wishes += [number("teacher_epochs", 1, limits.teacher_epochs, 1)]
        with gr.Row():
            wishes += [number("student_rate", 1e-6, 0.1, 1e-4), number("teacher_rate", 1e-6, 0.1, 1e-5)]
            wishes += [number("seed", 0, 2**32 - 1, 1)]
            words = {"label": "encoders", "info": "encoders_info"}
            pair = labels.make(gr.Radio, words, choices=list(PAGE_PAIRS), value=PAGE_PAIRS[0], min_width=220)
    start = labels.make(gr.Button, {"value": "start"}, variant="primary", elem_id="kd-start")
    labels.make(gr.Markdown, {"value": "start_hint"}, elem_classes="kd-quiet")
    message = gr.HTML(elem_id="kd-message")
    return [shared.data_choice, preset, pair, *wishes], start, message


def _view(shared: Shared) -> tuple[list[Any], gr.Button, gr.Textbox, gr.Timer]:
    labels = shared.labels
    status = gr.HTML(elem_id="kd-status")
    stop = labels.make(gr.Button, {"value": "stop"}, visible=False, elem_id="kd-stop")
    with gr.Row():
        plots = []
        for name in ("teacher", "student", "accuracy"):
            with gr.Column(min_width=300):
                title = gr.HTML(elem_id=f"kd-title-{name}")
                plots += [title, gr.Plot(show_label=False, container=False, elem_id=f"kd-plot-{name}")]
    with labels.make(gr.Accordion, {"label": "plot_table"}, open=False):
        figures = gr.HTML(elem_id="kd-figures")
    link = labels.make(gr.Textbox, {"label": "link"}, interactive=False, buttons=["copy"], elem_id="kd-link")
    timer = gr.Timer(_EVERY_S, active=False)
    return [status, *plots, figures], stop, link, timer


def _choices(site: Site, lang: str, visitor: dict[str, Any], chosen: str) -> list[Any]:
    """Return what may be learnt from, and the presets with what they cost with it."""
    choices = []
    for data_id in [BUNDLED_ID, *(visitor.get("data") or [])]:
        try:
            about = site.about_data(data_id)
        except Refusal:
            continue
        name = say(lang, "bundled") if data_id == BUNDLED_ID else about["name"]
        choices.append((say(lang, "train_data_choice", name=name, n=sum(about["rows"].values())), data_id))
    if chosen not in [data_id for _, data_id in choices]:
        chosen = BUNDLED_ID
    return [gr.update(choices=choices, value=chosen), _preset_choices(site, lang, chosen)]


def _preset_choices(site: Site, lang: str, data_id: str) -> Any:
    try:
        minutes = {preset: site.minutes(preset, data_id) for preset in PRESETS}
    except (Refusal, KdError):
        minutes = {preset: site.minutes(preset, BUNDLED_ID) for preset in PRESETS}
    return gr.update(choices=[(say(lang, f"preset_{name}", minutes=minutes[name]), name) for name in PRESETS])


def begin(
    site: Site, lang: str, visitor: dict[str, Any], watched: str, data_id: str, preset: str, pair: str,
    *wishes: float | None,
) -> list[Any]:  # fmt: skip
    """Put a training in the queue and watch it; what is wrong is said, and the form stays as it is."""
    try:
        wanted = Wishes(preset, pair, **dict(zip(_WISHES, wishes, strict=True)))
        run_id = site.start(wanted, data_id, (visitor or {}).get("secret", ""))
    except (Refusal, KdError) as error:
        return [notice(words_for(lang, error), "problem"), watched]
    return [notice(say(lang, "started"), "good"), run_id]


def end(site: Site, lang: str, visitor: dict[str, Any], watched: str) -> str:
    """Ask for the end of the training that is watched."""
    try:
        site.stop(watched, (visitor or {}).get("secret", ""))
    except (Refusal, KdError) as error:
        return notice(words_for(lang, error), "problem")
    return notice(say(lang, "stopping"))


def redraw(site: Site, lang: str, visitor: dict[str, Any], watched: str, request: gr.Request) -> list[Any]:
    """Return the whole view, and the link to the run."""
    return [*watch(site, lang, visitor, watched, ""), link_to(watched, request)]


def watch(site: Site, lang: str, visitor: dict[str, Any], watched: str, seen: str) -> list[Any]:
    """Return the view of a run, its controls, and what has been seen now; only what is new since `seen`.

    In order: status, three titles with their plots, table of figures; stop button, timer, finished runs.
    """
    try:
        run = site.shelf.folder(watched)
        state = run.state()["state"]
        progress = site.shelf.follower(watched).read()
        status = status_html(site, lang, watched, run, progress)
    except KdError as error:
        problem = notice(words_for(lang, error), "problem")
        return [problem, *_nothing_new(7), gr.update(visible=False), gr.Timer(active=False), gr.skip(), seen]
    now = f"{lang} {watched} {state} {progress.seq}"
    is_open = state in OPEN_STATES
    if now == seen:
        return [status if is_open else gr.skip(), *_nothing_new(10), seen]
    mine = site.launcher.may_stop(run, (visitor or {}).get("secret", ""))
    controls = [gr.update(visible=is_open and mine), gr.Timer(active=is_open)]
    # The end of a training that was watched brings its networks to the other tabs.
    ended = state == "done" and f" {watched} " in seen
    shown = gr.update(choices=shown_choices(site, lang), value=watched) if ended else gr.skip()
    return [status, *_plots(lang, progress), epochs_table(lang, progress), *controls, shown, now]


def _nothing_new(n: int) -> list[Any]:
    return [gr.skip()] * n


def _plots(lang: str, progress: Progress) -> list[Any]:
    """Return a title and a plot for the teacher's loss, the student's, and the accuracy; hidden until there is one."""
    drawn: list[Any] = []
    for name in ("teacher", "student"):
        stage = progress.stages[name]
        figure = loss_figure(lang, stage) if stage.steps else None
        drawn += _titled(say(lang, "plot_loss", who=say(lang, name)), figure)
    judged = any(stage.epochs for stage in progress.stages.values())
    return drawn + _titled(say(lang, "plot_accuracy"), accuracy_figure(lang, progress) if judged else None)


def _titled(title: str, figure: Any) -> list[Any]:
    shown = figure is not None
    return [tag("h3", title, class_="kd-h") if shown else "", gr.update(value=figure, visible=shown)]


def shown_choices(site: Site, lang: str) -> list[tuple[str, str]]:
    """Return the finished runs, as a list to choose from."""
    return [(run_name(lang, run_id), run_id) for run_id in site.shelf.finished()]
