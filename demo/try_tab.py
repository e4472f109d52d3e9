"""The tab Try: one sentence, both networks, one verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from types import MethodType
from typing import Any

import gradio as gr
from markupsafe import Markup

from kdcore.errors import KdError
from kdcore.runs.folder import RunFolder
from kdcore.using.asking import WHO, Answer

from .markup import notice, sentence, tag
from .shared import PRIVATE, Drawing, Shared
from .site import Refusal, Site, words_for
from .tables import label_word
from .text import say

# Code-mixed, English, Bengali script; both labels; a pair that one letter tells apart.
EXAMPLES = (
    "vai eita ektu check kore dio",
    "report ta kal pathao",
    "report ta kal pathabo",
    "Close the door, please.",
    "I went to the store yesterday.",
    "রিপোর্টটা আজকেই পাঠাও",
    "tumi ki kalke office jabe?",
)
UNSURE = 0.65  # below this confidence a card says that its network is unsure
_SURER = 0.03  # differences in confidence below this are not worth a word
_ENDS = re.compile(r"[.?!।]+(?=\s)|[\r\n]+")


def build(site: Site, shared: Shared) -> None:
    """Lay out the tab and wire it."""
    labels = shared.labels
    with gr.Row():
        words = {"label": "try_box", "placeholder": "try_placeholder"}
        box = labels.make(gr.Textbox, words, lines=1, max_lines=4, scale=5, elem_id="kd-sentence", min_width=260)
        button = {"variant": "primary", "elem_id": "kd-ask", "scale": 0, "min_width": 180}
        ask_button = labels.make(gr.Button, {"value": "try_button"}, **button)
    labels.make(gr.Markdown, {"value": "try_examples"}, elem_classes="kd-quiet")
    with gr.Row(elem_id="kd-chips"):
        chips = [gr.Button(example, size="sm", variant="secondary", min_width=0) for example in EXAMPLES]
    shared.sentence = box
    answer = gr.HTML(elem_id="kd-answer")
    show = MethodType(answer_html, site)
    where = {"concurrency_id": "infer", "concurrency_limit": 2, **PRIVATE}
    gr.on([box.submit, ask_button.click], show, [shared.lang, shared.shown, box], answer, **where)
    for chip, example in zip(chips, EXAMPLES, strict=True):
        chip.click(partial(_example, site, example), [shared.lang, shared.shown], [box, answer], **where)
    shared.drawings.append(Drawing(MethodType(_first_answer, site), [shared.lang, shared.shown, box], [answer], True))


def _example(site: Site, example: str, lang: str, run_id: str) -> tuple[str, str]:
    return example, answer_html(site, lang, run_id, example)


def _first_answer(site: Site, lang: str, run_id: str, text: str) -> str:
    """Nothing is empty on first load: before anything was asked, the first example is answered."""
    return answer_html(site, lang, run_id, text or EXAMPLES[0])


def ask(site: Site, run_id: str, text: Any) -> tuple[str, RunFolder, dict[str, Answer]]:
    """Return the cleaned sentence, the run, and both networks' answers.

    Raises Refusal when there is nothing to judge, KdError when the run is not to be had.
    """
    cleaned = site.sentence(text)
    run = site.shelf.folder(run_id, finished=True)
    return cleaned, run, site.ask(run, cleaned)


def answer_html(site: Site, lang: str, run_id: str, text: Any) -> str:
    """Return the verdict and the two cards, or the sentence that says why there are none."""
    try:
        cleaned, run, answers = ask(site, run_id, text)
        results = run.results()["results"]
        names = [label_word(lang, run, number) for number in range(len(run.config()["data"]["label_names"]))]
    except (Refusal, KdError) as error:
        return notice(words_for(lang, error), "problem")
    asked = tag("p", sentence(cleaned), class_="kd-quiet")
    cards = tag("div", *(_card(lang, who, answers[who], names, results[who]) for who in WHO), class_="kd-cards")
    hints = [notice(hint) for hint in _hints(lang, str(text), cleaned, answers)]
    return tag("div", asked, _verdict(lang, answers, names), *hints, cards, role="status")


def _verdict(lang: str, answers: Mapping[str, Answer], names: list[str]) -> Markup:
    teacher, student = answers["teacher"], answers["student"]
    ratio = teacher.ms / max(student.ms, 1e-3)
    speed = say(lang, "try_faster", ratio=ratio) if ratio > 1.05 else say(lang, "try_not_faster")
    if teacher.label != student.label:
        first = say(lang, "try_disagree", teacher=names[teacher.label], student=names[student.label])
        return tag("p", first, tag("small", speed), class_="kd-verdict")
    first = say(lang, "try_agree", label=names[teacher.label])
    gap = student.confidence - teacher.confidence
    key = "try_as_sure" if abs(gap) < _SURER else "try_more_sure" if gap > 0 else "try_less_sure"
    return tag("p", first, tag("small", say(lang, key, by=100 * abs(gap)), " ", speed), class_="kd-verdict")


def _card(lang: str, who: str, answer: Answer, names: list[str], measures: Mapping[str, Any]) -> Markup:
    share = say(lang, "share", value=answer.confidence)
    facts = say(
        lang,
        "try_size",
        ms=answer.ms,
        parameters=measures["n_parameters"] / 1e6,
        megabytes=measures["n_bytes"] / 1e6,
    )
    unsure = say(lang, "try_unsure", limit=100 * UNSURE) if answer.confidence < UNSURE else None
    return tag(
        "section",
        tag("h3", tag("span", class_="kd-mark", aria_hidden="true"), say(lang, who)),
        tag("div", tag("span", names[answer.label]), tag("span", share), class_="kd-answer"),
        tag(
            "div",
            tag("i", style=f"width:{100 * answer.confidence:.1f}%"),
            class_="kd-bar",
            role="img",
            aria_label=f"{say(lang, 'try_confidence')} {share}",
        ),
        tag("p", unsure, class_="kd-unsure") if unsure else None,
        tag("p", facts, class_="kd-facts"),
        class_=f"kd-card kd-{who}",
    )


def _hints(lang: str, raw: str, cleaned: str, answers: Mapping[str, Answer]) -> list[str]:
    parts = [part for part in _ENDS.split(raw.strip()) if any(c.isalnum() for c in part)]
    hints = [say(lang, "try_several", n=len(parts))] if len(parts) > 1 else []
    for who, key in (("teacher", "try_cut_teacher"), ("student", "try_cut_student")):
        if answers[who].was_cut:
            hints.append(say(lang, key, n_read=answers[who].n_read, n=len(cleaned)))
    return hints
