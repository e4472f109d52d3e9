"""The tab Runs: what was trained here, and which of it the other tabs show."""

from __future__ import annotations

from types import MethodType
from typing import Any

import gradio as gr

from kdcore.errors import KdError
from kdcore.using.shelf import DEMO

from .markup import notice
from .shared import PRIVATE, Drawing, Shared
from .site import Site, words_for
from .tables import run_name, runs_table
from .text import say

_MOST_RUNS = 100


def build(site: Site, shared: Shared, tab: gr.Tab) -> None:
    """Lay out the tab and wire it."""
    labels = shared.labels
    with gr.Row():
        choice = labels.make(gr.Dropdown, {"label": "runs_choose"}, choices=["demo"], value="demo", scale=3)
        show = labels.make(
            gr.Button, {"value": "runs_show"}, variant="primary", scale=0, min_width=140, elem_id="kd-show"
        )
    message = gr.HTML()
    listing = gr.HTML(elem_id="kd-runs")
    draw = Drawing(MethodType(list_all, site), [shared.lang, choice], [listing, choice])
    shared.drawings.append(draw)
    tab.select(draw.function, draw.inputs, draw.outputs, **PRIVATE)
    show.click(MethodType(chosen, site), [shared.lang, choice], [message, shared.shown, shared.watched], **PRIVATE)


def list_all(site: Site, lang: str, choice: str) -> list[Any]:
    """Return the table of runs and the list to choose from."""
    every = site.shelf.all_runs()
    runs = {run_id: every[run_id] for run_id in [*list(every)[:_MOST_RUNS], DEMO]}
    choices = [(run_name(lang, run_id), run_id) for run_id in runs]
    return [runs_table(lang, runs), gr.update(choices=choices, value=choice if choice in runs else next(iter(runs)))]


def chosen(site: Site, lang: str, run_id: str) -> list[Any]:
    """Show a run in the other tabs: a finished one in all, another in Train."""
    try:
        state = site.shelf.folder(run_id).state()["state"]
    except KdError as error:
        return [notice(words_for(lang, error), "problem"), gr.skip(), gr.skip()]
    if state != "done":
        return [notice(say(lang, "runs_watched")), gr.skip(), run_id]
    choices = [(run_name(lang, name), name) for name in site.shelf.finished()]
    return [notice(say(lang, "runs_shown"), "good"), gr.update(choices=choices, value=run_id), run_id]
