"""The tab Train: choose what to learn from and how, and start; below it, the run that is watched."""

from __future__ import annotations

import os
from types import MethodType
from typing import Any

import gradio as gr

from demo.i18n import translate
from demo.session import PRIVATE, Drawing, Session
from demo.shared.data_choices import data_choices
from demo.shared.html import notice, tag
from demo.site import BUNDLED_ID, PAGE_PAIRS, PRESETS, Refusal, Site, TrainingRequest, error_message, parse_number
from demo.train import watching
from kdcore.errors import KdError

# Watched while they are learnt, unless a visitor writes others.
TRACKED = ("vai eita ektu check kore dio", "ami kal report ta pathabo", "রিপোর্টটা পাঠাও")
_WISHES = ("temperature", "alpha", "student_epochs", "teacher_epochs", "student_rate", "teacher_rate", "seed")


def build(site: Site, session: Session, tab: gr.Tab) -> None:
    """Lay out the tab and wire it."""
    form, timing, start, message = _form(session)
    start.click(
        MethodType(begin, site),
        [session.lang, session.visitor, session.watched, *form],
        [message, session.watched],
        trigger_mode="once",
        concurrency_id="start",
        concurrency_limit=1,
        **PRIVATE,
    )
    watching.build(site, session, message)
    preset, pair = form[1], form[2]
    what, costs = [session.lang, session.data_choice, pair], [preset, timing]
    for chosen in (session.data_choice.change, pair.change, tab.select):
        guessed = chosen(MethodType(_costs, site), what, costs, **PRIVATE)
        guessed.then(MethodType(_measured_costs, site), what, costs, concurrency_id="timing", **PRIVATE)
    choosing = [session.lang, session.visitor, session.data_choice, pair]
    session.drawings.append(Drawing(MethodType(_choices, site), choosing, [session.data_choice, *costs]))


def _form(session: Session) -> tuple[list[Any], gr.HTML, gr.Button, gr.HTML]:
    labels = session.labels
    with gr.Row(elem_classes="kd-wide"):
        with gr.Column(min_width=280):
            session.data_choice.render()
        with gr.Column(min_width=280):
            preset = labels.make(
                gr.Radio, {"label": "train_preset"}, choices=list(PRESETS), value="quick", elem_id="kd-preset"
            )
            timing = gr.HTML(elem_id="kd-timing")

    def number(name: str) -> gr.Textbox:
        # No number field: in the browser, an empty one turns into 0 when it comes into sight.
        words = {"label": name, "info": f"{name}_info"}
        field: gr.Textbox = labels.make(gr.Textbox, words, max_lines=1, min_width=220, elem_id=f"kd-{name}")
        return field

    words = {"label": "tracked", "info": "tracked_info"}
    tracked = labels.make(gr.Textbox, words, value="\n".join(TRACKED), lines=3, max_lines=6, elem_id="kd-pinned")
    with labels.make(gr.Accordion, {"label": "advanced"}, open=False):
        labels.make(gr.Markdown, {"value": "advanced_note"}, elem_classes="kd-quiet")
        with gr.Row():
            wishes = [number(name) for name in _WISHES[:4]]
        with gr.Row():
            wishes += [number(name) for name in _WISHES[4:]]
            words = {"label": "encoders", "info": "encoders_info"}
            pair = labels.make(gr.Radio, words, choices=list(PAGE_PAIRS), value=PAGE_PAIRS[0], min_width=220)
    start = labels.make(gr.Button, {"value": "start"}, variant="primary", elem_id="kd-start")
    labels.make(gr.Markdown, {"value": "start_hint"}, elem_classes="kd-quiet")
    forgets = "SPACE_ID" in os.environ and "KD_DATA_DIR" not in os.environ
    labels.make(gr.Markdown, {"value": "space_forgets"}, elem_classes="kd-quiet", visible=forgets)
    message = gr.HTML(elem_id="kd-message")
    return [session.data_choice, preset, pair, tracked, *wishes], timing, start, message


def _choices(site: Site, lang: str, visitor: dict[str, Any], chosen: str, pair: str) -> list[Any]:
    """Return what may be learnt from, and the presets with what they cost with it."""
    choices = data_choices(site, lang, visitor)
    if chosen not in [data_id for _, data_id in choices]:
        chosen = BUNDLED_ID
    return [gr.update(choices=choices, value=chosen), *_costs(site, lang, chosen, pair)]


def _costs(site: Site, lang: str, data_id: str, pair: str) -> list[Any]:
    """Return the presets with the minutes they take, and whether those were measured."""
    try:
        minutes = {preset: site.minutes(preset, pair, data_id) for preset in PRESETS}
        timed = site.is_timed(pair, data_id)
    except (Refusal, KdError, KeyError):
        return [gr.skip(), gr.skip()]
    choices = [(translate(lang, f"preset_{name}", minutes=minutes[name]), name) for name in PRESETS]
    how = "timing_measured" if timed else "timing_guessed" if site.at_work() else "timing_under_way"
    return [gr.update(choices=choices), tag("p", translate(lang, how), class_="kd-quiet", role="status")]


def _measured_costs(site: Site, lang: str, data_id: str, pair: str) -> list[Any]:
    """Return the same after this machine was timed with these sentences and encoders, if it was not yet."""
    try:
        site.time_here(pair, data_id)
    except (Refusal, KdError, KeyError):
        return [gr.skip(), tag("p", translate(lang, "timing_failed"), class_="kd-quiet", role="status")]
    return _costs(site, lang, data_id, pair)


def begin(
    site: Site, lang: str, visitor: dict[str, Any], watched: str, data_id: str, preset: str, pair: str,
    tracked: str, *wishes: str | None,
) -> list[Any]:  # fmt: skip
    """Put a training in the queue and watch it; what is wrong is said, and the form stays as it is."""
    try:
        numbers = {name: parse_number(wish, name) for name, wish in zip(_WISHES, wishes, strict=True)}
        wanted = TrainingRequest(preset, pair, **numbers)
        run_id = site.start(wanted, data_id, (visitor or {}).get("secret", ""), site.tracked_sentences(tracked))
    except (Refusal, KdError) as error:
        return [notice(error_message(lang, error), "problem"), watched]
    return [notice(translate(lang, "started"), "good"), run_id]
