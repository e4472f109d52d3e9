"""One sentence asked of both networks: the run, its words for the labels, the answers, and how they are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from demo.i18n import translate
from demo.shared.html import tag
from demo.shared.tables import label_word
from demo.site import Site
from kdcore.config import ROLES
from kdcore.evaluation.results import CandidateResults
from kdcore.runs.folder import RunFolder
from kdcore.serving.answers import Answer

UNSURE = 0.65  # below this confidence a card says that its network is unsure
_SURER = 0.03  # differences in confidence below this are not worth a word


def ask(site: Site, run_id: str, text: Any) -> tuple[str, RunFolder, dict[str, Answer]]:
    """Return the cleaned sentence, the run, and both networks' answers.

    Raises Refusal when there is nothing to judge, KdError when the run is not to be had.
    """
    cleaned = site.sentence(text)
    run = site.store.folder(run_id, finished=True)
    return cleaned, run, site.ask(run, cleaned)


def label_words(lang: str, run: RunFolder) -> list[str]:
    """Return the words for a run's classes, in their order."""
    return [label_word(lang, run, number) for number in range(len(run.config()["data"]["label_names"]))]


def verdict(lang: str, answers: Mapping[str, Answer], names: list[str]) -> Markup:
    """Return whether the two agree, who is surer, and who was faster."""
    teacher, student = answers["teacher"], answers["student"]
    ratio = teacher.ms / max(student.ms, 1e-3)
    speed = translate(lang, "try_faster", ratio=ratio) if ratio > 1.05 else translate(lang, "try_not_faster")
    if teacher.label != student.label:
        first = translate(lang, "try_disagree", teacher=names[teacher.label], student=names[student.label])
        return tag("p", first, tag("small", speed), class_="kd-verdict")
    first = translate(lang, "try_agree", label=names[teacher.label])
    gap = student.confidence - teacher.confidence
    key = "try_as_sure" if abs(gap) < _SURER else "try_more_sure" if gap > 0 else "try_less_sure"
    return tag("p", first, tag("small", translate(lang, key, by=100 * abs(gap)), " ", speed), class_="kd-verdict")


def cards(
    lang: str, answers: Mapping[str, Answer], names: list[str], measures: Mapping[str, CandidateResults]
) -> Markup:
    """Return the two cards; `measures` are the results of the run by network."""
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
