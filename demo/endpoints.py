"""Two named endpoints for programs: one network's answer, or both beside each other, as typed JSON."""

from __future__ import annotations

from typing import TypedDict

import gradio as gr
from gradio.events import api

from kdcore.errors import KdError
from kdcore.runs.folder import RunFolder
from kdcore.using.asking import Answer
from kdcore.using.shelf import DEMO

from .asked import ask
from .site import Refusal, Site, words_for


class Judgement(TypedDict):
    """One network's answer to one sentence."""

    label: str
    confidence: float
    probabilities: dict[str, float]
    milliseconds: float


class Comparison(TypedDict):
    """Both networks' answers to one sentence."""

    run: str
    sentence: str
    teacher: Judgement
    student: Judgement
    agree: bool


def add_endpoints(site: Site) -> None:
    """Add `/classify` and `/compare` to the page being built."""

    def classify(text: str) -> Judgement:
        """Return the student's answer to one sentence, by the bundled demo run.

        Args:
            text: one sentence of up to 2,000 characters.
        """
        return compare(text)["student"]

    def compare(text: str) -> Comparison:
        """Return the teacher's and the student's answers to one sentence, by the bundled demo run.

        Args:
            text: one sentence of up to 2,000 characters.
        """
        try:
            cleaned, run, answers = ask(site, DEMO, text)
        except (Refusal, KdError) as error:
            raise gr.Error(words_for("en", error)) from error
        teacher, student = (_judgement(run, answers[who]) for who in ("teacher", "student"))
        return {
            "run": DEMO,
            "sentence": cleaned,
            "teacher": teacher,
            "student": student,
            "agree": teacher["label"] == student["label"],
        }

    for endpoint in (classify, compare):
        api(endpoint, api_name=endpoint.__name__, concurrency_id="infer", concurrency_limit=2)


def _judgement(run: RunFolder, answer: Answer) -> Judgement:
    names = run.config()["data"]["label_names"]
    return {
        "label": names[answer.label],
        "confidence": round(answer.confidence, 6),
        "probabilities": {name: round(p, 6) for name, p in zip(names, answer.probabilities, strict=True)},
        "milliseconds": round(answer.ms, 3),
    }
