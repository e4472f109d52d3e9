"""One sentence classified by both models: the answers, and the HTML that shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from demo.i18n import translate
from demo.shared.display_names import label_word
from demo.shared.html import notice, sentence, tag
from demo.site import Site
from kdcore.config import ROLES
from kdcore.evaluation.results import CandidateResults
from kdcore.runs.folder import RunFolder
from kdcore.serving.answers import Answer

UNSURE = 0.65  # below this confidence a card says that its model is unsure
_SAME_CONFIDENCE = 0.03  # smaller differences in confidence count as none
_SENTENCE_END = re.compile(r"[.?!।]+(?=\s)|[\r\n]+")


def classify_sentence(site: Site, run_id: str, text: Any) -> tuple[str, RunFolder, dict[str, Answer]]:
    """Return the cleaned sentence, the run, and both models' answers.

    Raises Refusal when the text cannot be classified, KdError when the run is unavailable.
    """
    cleaned = site.sentence(text)
    run = site.store.folder(run_id, finished=True)
    return cleaned, run, site.classify(run, cleaned)


def label_words(lang: str, run: RunFolder) -> list[str]:
    """Return the words for a run's classes, in their order."""
    return [label_word(lang, run, number) for number in range(len(run.config().data.label_names))]


def answer_html(lang: str, text: str, cleaned: str, run: RunFolder, answers: Mapping[str, Answer]) -> Markup:
    """Return the sentence, the summary, hints on what was not read, and the two cards; `text` is as it was typed."""
    names = label_words(lang, run)
    return tag(
        "div",
        tag("p", sentence(cleaned), class_="kd-quiet"),
        agreement_html(lang, answers, names),
        *(notice(hint) for hint in _hints(lang, text, cleaned, answers)),
        cards_html(lang, answers, names, run.results().candidates),
        role="status",
    )


def agreement_html(lang: str, answers: Mapping[str, Answer], names: list[str]) -> Markup:
    """Return whether the two models agree, which is more confident, and which was faster."""
    teacher, student = answers["teacher"], answers["student"]
    ratio = teacher.ms / max(student.ms, 1e-3)
    speed = translate(lang, "try_faster", ratio=ratio) if ratio > 1.05 else translate(lang, "try_not_faster")
    if teacher.label != student.label:
        first = translate(lang, "try_disagree", teacher=names[teacher.label], student=names[student.label])
        return tag("p", first, tag("small", speed), class_="kd-verdict")
    first = translate(lang, "try_agree", label=names[teacher.label])
    gap = student.confidence - teacher.confidence
    key = "try_as_sure" if abs(gap) < _SAME_CONFIDENCE else "try_more_sure" if gap > 0 else "try_less_sure"
    return tag("p", first, tag("small", translate(lang, key, by=100 * abs(gap)), " ", speed), class_="kd-verdict")


def cards_html(
    lang: str, answers: Mapping[str, Answer], names: list[str], measures: Mapping[str, CandidateResults]
) -> Markup:
    """Return one card a model; `measures` are the results of the run by model."""
    return tag("div", *(_card(lang, who, answers[who], names, measures[who]) for who in ROLES), class_="kd-cards")


def _card(lang: str, who: str, answer: Answer, names: list[str], measures: CandidateResults) -> Markup:
    share = translate(lang, "share", value=answer.confidence)
    facts = translate(
        lang,
        "try_size",
        ms=answer.ms,
        parameters=measures.n_parameters / 1e6,
        megabytes=measures.n_bytes / 1e6,
    )
    unsure = translate(lang, "try_unsure", limit=100 * UNSURE) if answer.confidence < UNSURE else None
    return tag(
        "section",
        tag("h3", tag("span", class_="kd-mark", aria_hidden="true"), translate(lang, who)),
        tag("div", tag("span", names[answer.label]), tag("span", share), class_="kd-answer"),
        tag(
            "div",
            tag("i", style=f"width:{100 * answer.confidence:.1f}%"),
            class_="kd-bar",
            role="img",
            aria_label=f"{translate(lang, 'try_confidence')} {share}",
        ),
        tag("p", unsure, class_="kd-unsure") if unsure else None,
        tag("p", facts, class_="kd-facts"),
        class_=f"kd-card kd-{who}",
    )


def _hints(lang: str, text: str, cleaned: str, answers: Mapping[str, Answer]) -> list[str]:
    """Return what a visitor should know about the input: several sentences in one, or an end that was cut off."""
    parts = [part for part in _SENTENCE_END.split(text.strip()) if any(c.isalnum() for c in part)]
    hints = [translate(lang, "try_several", n=len(parts))] if len(parts) > 1 else []
    for who, key in (("teacher", "try_cut_teacher"), ("student", "try_cut_student")):
        if answers[who].was_cut:
            hints.append(translate(lang, key, n_read=answers[who].n_read, n=len(cleaned)))
    return hints
