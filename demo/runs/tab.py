"""The tab Runs: what was trained here; which of it the other tabs show, and how several compare."""

from __future__ import annotations

from types import MethodType
from typing import Any

import gradio as gr

from demo.access import Person
from demo.i18n import translate
from demo.refusals import Refusal, error_message
from demo.runs.comparison import curves_sentence, outcome_table, settings_table, sides, verdict
from demo.runs.history import history_table, quota_line
from demo.session import PRIVATE, Drawing, Session
from demo.shared.curves import students_figure
from demo.shared.html import notice, tag
from demo.shared.run_actions import shown_choices, wished
from demo.shared.tables import run_name
from demo.site import Site
from kdcore.errors import KdError
from kdcore.runs.annotations import NAME_CHARS, annotations_of
from kdcore.runs.folder import RunFolder
from kdcore.runs.quota import used_bytes
from kdcore.runs.states import OPEN
from kdcore.runs.store import DEMO

_MOST_RUNS = 200  # on the page; older ones are found by their address


def build(site: Site, session: Session, tab: gr.Tab) -> None:
    """Lay out the tab and wire it."""
    choice, buttons, message = _controls(site, session)
    show, compare, name, rename, pin, delete, sure = buttons
    with gr.Column(visible=False) as room:
        above = gr.HTML(elem_id="kd-versus")
        plot = gr.Plot(show_label=False, container=False, visible=False, elem_id="kd-plot-versus")
        view = [room, above, plot, gr.HTML(elem_id="kd-versus-tables")]
    compared = gr.State([])
    listing = gr.HTML(elem_id="kd-runs")
    asked = [session.lang, session.visitor, choice]
    draw = Drawing(MethodType(list_all, site), [session.lang, choice], [listing, choice])
    fit = Drawing(MethodType(fitting, site), asked, buttons)
    session.drawings += [draw, fit, Drawing(MethodType(side_by_side, site), [session.lang, compared], view)]
    tab.select(draw.function, draw.inputs, draw.outputs, **PRIVATE)
    choice.change(fit.function, fit.inputs, fit.outputs, **PRIVATE)
    show.click(MethodType(chosen, site), [session.lang, choice], [message, session.shown, session.watched], **PRIVATE)
    beside = compare.click(MethodType(begin_comparing, site), [session.lang, choice], [message, compared], **PRIVATE)
    beside.then(MethodType(side_by_side, site), [session.lang, compared], view, **PRIVATE)
    changes = [
        rename.click(MethodType(renamed, site), [*asked, name], [message, session.shown], **PRIVATE),
        name.submit(MethodType(renamed, site), [*asked, name], [message, session.shown], **PRIVATE),
        pin.click(MethodType(pinned, site), asked, message, **PRIVATE),
    ]
    delete.click(lambda: gr.update(visible=True), None, sure, **PRIVATE)
    places = [message, choice, session.shown, session.watched]
    changes.append(sure.click(MethodType(deleted, site), [*asked, session.shown, session.watched], places, **PRIVATE))
    for change in changes:
        drawn = change.then(draw.function, draw.inputs, draw.outputs, **PRIVATE)
        drawn.then(fit.function, fit.inputs, fit.outputs, **PRIVATE)
        if session.again:
            drawn.then(session.again.function, session.again.inputs, session.again.outputs, **PRIVATE)


def _controls(site: Site, session: Session) -> tuple[gr.Dropdown, list[Any], gr.HTML]:
    labels = session.labels

    def button(key: str, kind: str = "secondary", **more: Any) -> gr.Button:
        settings = {"variant": kind, "scale": 0, "min_width": 120, "elem_id": f"kd-{key}", **more}
        made: gr.Button = labels.make(gr.Button, {"value": key}, **settings)
        return made

    with gr.Row(elem_classes="kd-controls"):
        choice = labels.make(
            gr.Dropdown,
            {"label": "runs_choose"},
            choices=[DEMO],
            value=[DEMO],
            multiselect=True,
            max_choices=site.limits.compared_runs,
            scale=3,
            min_width=280,
            elem_id="kd-runs-choice",
        )
        show, compare = button("runs_show", "primary"), button("runs_compare")
    with gr.Row(elem_classes="kd-controls"):
        words = {"label": "runs_name"}
        size = {"max_lines": 1, "max_length": NAME_CHARS, "scale": 3, "min_width": 280}
        name = labels.make(gr.Textbox, words, elem_id="kd-runs-name", **size)
        rename, pin, delete = button("runs_rename"), button("runs_pin"), button("runs_delete")
        sure = button("throw_away_sure", "stop", visible=False, elem_id="kd-runs-sure")
    # What it says depends on the run, so that the run decides, and not the language alone.
    labels.known = [(component, words) for component, words in labels.known if component is not pin]
    labels.make(gr.Markdown, {"value": "runs_hint"}, elem_classes="kd-quiet")
    return choice, [show, compare, name, rename, pin, delete, sure], gr.HTML(elem_id="kd-runs-message")


def list_all(site: Site, lang: str, wanted: list[str]) -> list[Any]:
    """Return the table of runs, and the list to choose from."""
    every = site.store.all_runs()
    site.summaries.keep_only(every)
    demo = every.pop(DEMO)
    runs = {run_id: every[run_id] for run_id in list(every)[:_MOST_RUNS]} | {DEMO: demo}
    summaries = site.summaries.summarise(runs)
    # Pinned ones come first; else the newest.
    summaries = dict(sorted(summaries.items(), key=lambda item: not item[1].pinned))
    quota = site.launcher.quota_bytes
    line = quota_line(lang, quota, used_bytes(site.root) if quota is not None else 0)
    choices = [(run_name(lang, run_id, runs[run_id]), run_id) for run_id in summaries]
    table = history_table(lang, summaries, len(every) + 1 - len(runs))
    left = [run_id for run_id in _ids(wanted) if run_id in runs]
    # The choice is left alone where it can be: somebody may be at it while this is on its way.
    choice = gr.update(choices=choices) if left == wanted else gr.update(choices=choices, value=left)
    return [line + table, choice]


def fitting(
    site: Site, lang: str, visitor: dict[str, Any], wanted: list[str], request: gr.Request | None = None
) -> list[Any]:
    """Return Show, Compare, the name, Rename, Pin, Delete and its question, as they fit what is chosen."""
    ids = _ids(wanted)
    one = ids[0] if len(ids) == 1 else ""
    mine = bool(one) and site.access.may_change(one, site.access.person(visitor, request))
    marks, over = None, False
    if mine:
        try:
            run = site.store.folder(one)
            marks, over = annotations_of(run), run.state().state not in OPEN
        except KdError:
            mine = False
    unpin = marks is not None and marks.pinned
    return [
        gr.update(interactive=bool(one)),
        gr.update(interactive=2 <= len(ids) <= site.limits.compared_runs),
        gr.update(value=marks.name if marks else "", interactive=mine),
        gr.update(interactive=mine),
        gr.update(value=translate(lang, "runs_unpin" if unpin else "runs_pin"), interactive=mine),
        gr.update(interactive=mine and over),
        gr.update(visible=False),
    ]


def _ids(wanted: Any) -> list[str]:
    """Return the chosen ids; whatever else somebody sent is none."""
    return list(dict.fromkeys(run_id for run_id in wanted if isinstance(run_id, str))) if wanted else []


def _one(wanted: Any) -> str:
    ids = _ids(wanted)
    if len(ids) != 1:
        raise Refusal("runs_one")
    return ids[0]


def chosen(site: Site, lang: str, wanted: list[str]) -> list[Any]:
    """Show a run in the other tabs: one with a student in all, another in Train."""
    try:
        run_id = _one(wanted)
        has_results = site.store.folder(run_id).has_results
    except (Refusal, KdError) as error:
        return [notice(error_message(lang, error), "problem"), gr.skip(), gr.skip()]
    if not has_results:
        return [notice(translate(lang, "runs_watched")), gr.skip(), run_id]
    return [
        notice(translate(lang, "runs_shown"), "good"),
        gr.update(choices=shown_choices(site, lang), value=run_id),
        run_id,
    ]


def begin_comparing(site: Site, lang: str, wanted: list[str]) -> list[Any]:
    """Return what is wrong with the choice, if anything, and the runs to compare."""
    ids = _ids(wanted)
    if not 2 <= len(ids) <= site.limits.compared_runs:
        return [notice(translate(lang, "runs_several", most=site.limits.compared_runs), "problem"), []]
    try:
        for run_id in ids:
            site.store.folder(run_id)
    except KdError as error:
        return [notice(error_message(lang, error), "problem"), []]
    return ["", ids]


def side_by_side(site: Site, lang: str, ids: list[str]) -> list[Any]:
    """Return whether runs are compared, what a test says, their curves, and results and the settings that differ."""
    hidden = [gr.update(visible=False), "", gr.update(visible=False), ""]
    if len(ids) < 2:
        return hidden
    try:
        runs: dict[str, RunFolder] = {run_id: site.store.folder(run_id) for run_id in ids[: site.limits.compared_runs]}
        students = [site.store.follower(run_id).read().stages["student"] for run_id in runs]
        compared = sides(lang, runs, students)
        told = curves_sentence(lang, compared)
        above = verdict(lang, compared) + (tag("h3", told, class_="kd-h") if told else "")
        below = outcome_table(lang, compared) + settings_table(lang, compared)
    except KdError as error:
        return [gr.update(visible=True), notice(error_message(lang, error), "problem"), *hidden[2:]]
    curves = {side.letter: side.student for side in compared if side.student.epochs}
    plot = gr.update(value=students_figure(lang, curves) if curves else None, visible=bool(curves))
    return [gr.update(visible=True), above, plot, below]


def renamed(
    site: Site, lang: str, visitor: dict[str, Any], wanted: list[str], name: str, request: gr.Request | None = None
) -> list[Any]:
    """Give the chosen run a name, and return what came of it, and the finished runs with their names."""

    def wish(run_id: str, person: Person) -> None:
        site.access.rename(run_id, person, name)

    answer = "runs_renamed" if isinstance(name, str) and name.strip() else "runs_unnamed"
    said = _changed(site, wish, answer, lang, visitor, wanted, request)
    return [said, gr.update(choices=shown_choices(site, lang))]


def pinned(site: Site, lang: str, visitor: dict[str, Any], wanted: list[str], request: gr.Request | None = None) -> str:
    """Pin the chosen run, or unpin it if it is, and return what came of it."""
    ids = _ids(wanted)
    was = len(ids) == 1 and ids[0] in site.store.all_runs() and annotations_of(site.store.folder(ids[0])).pinned

    def wish(run_id: str, person: Person) -> None:
        site.access.pin(run_id, person, not was)

    return _changed(site, wish, "runs_unpinned" if was else "runs_pinned", lang, visitor, wanted, request)


def deleted(
    site: Site, lang: str, visitor: dict[str, Any], wanted: list[str], shown: str, watched: str,
    request: gr.Request | None = None,
) -> list[Any]:  # fmt: skip
    """Delete the chosen run, and return what came of it, the choice, and the runs shown and watched: the demo's now."""
    said = _changed(site, site.access.throw_away, "thrown_away", lang, visitor, wanted, request)
    left = site.store.all_runs()
    finished = gr.update(choices=shown_choices(site, lang), value=shown if shown in left else DEMO)
    return [said, [run_id for run_id in _ids(wanted) if run_id in left] or [DEMO], finished,
            watched if watched in left else DEMO]  # fmt: skip


def _changed(
    site: Site, wish: Any, answer: str, lang: str, visitor: Any, wanted: Any, request: gr.Request | None
) -> str:
    try:
        run_id = _one(wanted)
    except Refusal as error:
        return notice(error_message(lang, error), "problem")
    return wished(wish, answer, lang, site.access.person(visitor, request), run_id)
