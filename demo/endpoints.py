"""Named endpoints for programs: one network's answer, both beside each other, or a whole list, as typed JSON."""

from __future__ import annotations

from typing import Any, TypedDict

import gradio as gr
from gradio.events import api

from demo.i18n import translate
from demo.site import Refusal, Site, error_message
from demo.try_it.answer import ask
from demo.try_it.batch import answers_table
from kdcore.errors import KdError
from kdcore.evaluation.findings import verdict_findings
from kdcore.runs.folder import RunFolder
from kdcore.runs.store import DEMO
from kdcore.serving.answers import Answer
from kdcore.serving.stored_exam import load_stored_exam


class Prediction(TypedDict):
    """One network's answer to one sentence."""

    label: str
    confidence: float
    probabilities: dict[str, float]
    milliseconds: float


class Comparison(TypedDict):
    """Both networks' answers to one sentence, and how they compare over the exam of their run."""

    run: str
    sentence: str
    teacher: Prediction
    student: Prediction
    agree: bool
    figures: dict[str, Any]


class Row(TypedDict):
    """Both networks' answers to one sentence of a list."""

    sentence: str
    teacher: str
    teacher_confidence: float
    student: str
    student_confidence: float
    agree: bool


MOST_TEXTS = 1_000  # of one list


def add_endpoints(site: Site) -> None:
    """Add `/classify`, `/compare` and `/classify_batch` to the page being built."""

    def classify(text: str, run: str = DEMO) -> Prediction:
        """Return the student's answer to one sentence, with calibrated probabilities.

        Args:
            text: one sentence of up to 2,000 characters.
            run: a finished run; without it, the bundled demo run.
        """
        _, folder, answers = _asked(site, run, text)
        return _prediction(folder, answers["student"])

    def compare(text: str, run: str = DEMO) -> Comparison:
        """Return both networks' answers to one sentence, and how they compare over all test sentences of their run.

        Args:
            text: one sentence of up to 2,000 characters.
            run: a finished run; without it, the bundled demo run.
        """
        cleaned, folder, answers = _asked(site, run, text)
        teacher, student = (_prediction(folder, answers[who]) for who in ("teacher", "student"))
        try:
            figures = _figures(folder)
        except KdError as error:
            raise gr.Error(error_message("en", error)) from error
        return {
            "run": run,
            "sentence": cleaned,
            "teacher": teacher,
            "student": student,
            "agree": teacher["label"] == student["label"],
            "figures": figures,
        }

    _add_list_endpoint(site)
    for endpoint in (classify, compare):
        api(endpoint, api_name=endpoint.__name__, concurrency_id="infer", concurrency_limit=2)


def _add_list_endpoint(site: Site) -> None:
    def classify_batch(texts: list[str]) -> list[Row]:
        """Return both networks' answers to each of up to 1,000 sentences, in their order, by the bundled demo run.

        Args:
            texts: sentences of up to 2,000 characters each.
        """
        try:
            if not isinstance(texts, list) or len(texts) > MOST_TEXTS:
                raise Refusal("batch_too_many", limit=MOST_TEXTS)
            cleaned = [site.sentence(text) for text in texts]
            run = site.store.folder(DEMO)
            *_, (_, found) = site.list_worker.classify_texts(run.path, cleaned)
        except (Refusal, KdError) as error:
            raise gr.Error(error_message("en", error)) from error
        table = answers_table(run, cleaned, found)
        return [{**row, "agree": row["agree"] == "yes"} for row in table.to_dict("records")]  # type: ignore[typeddict-item]

    api(classify_batch, api_name="classify_batch", concurrency_id="batch", concurrency_limit=2)


def _asked(site: Site, run: str, text: str) -> tuple[str, RunFolder, dict[str, Answer]]:
    try:
        return ask(site, run, text)
    except (Refusal, KdError) as error:
        raise gr.Error(error_message("en", error)) from error


def _figures(run: RunFolder) -> dict[str, Any]:
    """Return the verdict in words, the results of the exam, the counts of the four outcomes and the slices."""
    found = load_stored_exam(run)
    clauses = "".join(translate("en", finding.key, **finding.values) for finding in verdict_findings(found.results))
    return {"verdict": clauses + translate("en", "sentence_end"), **found.as_json()}


def _prediction(run: RunFolder, answer: Answer) -> Prediction:
    names = run.config()["data"]["label_names"]
    return {
        "label": names[answer.label],
        "confidence": round(answer.confidence, 6),
        "probabilities": {name: round(p, 6) for name, p in zip(names, answer.probabilities, strict=True)},
        "milliseconds": round(answer.ms, 3),
    }
