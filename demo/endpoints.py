"""Named endpoints for programs: the student's answer, both models' answers, or those to a list, as typed JSON."""

from __future__ import annotations

from typing import Any, TypedDict

import gradio as gr
from gradio.events import api

from demo.i18n import translate
from demo.refusals import Refusal, error_message
from demo.site import Site
from demo.try_it.answer import classify_sentence
from demo.try_it.batch import answers_table
from kdcore.errors import KdError
from kdcore.evaluation.findings import verdict_findings
from kdcore.runs.folder import RunFolder
from kdcore.runs.store import DEMO
from kdcore.serving.answers import Answer
from kdcore.serving.stored_exam import load_stored_exam


class Prediction(TypedDict):
    """One model's answer to one sentence."""

    label: str
    confidence: float
    probabilities: dict[str, float]
    milliseconds: float


class Comparison(TypedDict):
    """Both models' answers to one sentence, and how they compare on the test sentences of their run."""

    run: str
    sentence: str
    teacher: Prediction
    student: Prediction
    agree: bool
    figures: dict[str, Any]


class Row(TypedDict):
    """Both models' answers to one sentence of a list."""

    sentence: str
    teacher: str
    teacher_confidence: float
    student: str
    student_confidence: float
    agree: bool


MAX_TEXTS = 1_000  # in one list


def add_endpoints(site: Site) -> None:
    """Add `/classify`, `/compare` and `/classify_batch` to the page being built."""

    def classify(text: str, run: str = DEMO) -> Prediction:
        """Return the student's answer to one sentence, with calibrated probabilities.

        Args:
            text: one sentence of up to 2,000 characters.
            run: the id of a finished run; by default the bundled demo run.
        """
        _, folder, answers = _classify(site, run, text)
        return _prediction(folder, answers["student"])

    def compare(text: str, run: str = DEMO) -> Comparison:
        """Return both models' answers to one sentence, and how they compare on all test sentences of their run.

        Args:
            text: one sentence of up to 2,000 characters.
            run: the id of a finished run; by default the bundled demo run.
        """
        cleaned, folder, answers = _classify(site, run, text)
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
        """Return both models' answers of the bundled demo run to up to 1,000 sentences, in their order.

        Args:
            texts: sentences of up to 2,000 characters each.
        """
        try:
            if not isinstance(texts, list) or len(texts) > MAX_TEXTS:
                raise Refusal("batch_too_many", limit=MAX_TEXTS)
            cleaned = [site.sentence(text) for text in texts]
            run = site.store.folder(DEMO)
            *_, (_, found) = site.list_worker.classify_texts(run.path, cleaned)
        except (Refusal, KdError) as error:
            raise gr.Error(error_message("en", error)) from error
        table = answers_table(run, cleaned, found)
        return [{**row, "agree": row["agree"] == "yes"} for row in table.to_dict("records")]  # type: ignore[typeddict-item]

    api(classify_batch, api_name="classify_batch", concurrency_id="batch", concurrency_limit=2)


def _classify(site: Site, run: str, text: str) -> tuple[str, RunFolder, dict[str, Answer]]:
    try:
        return classify_sentence(site, run, text)
    except (Refusal, KdError) as error:
        raise gr.Error(error_message("en", error)) from error


def _figures(run: RunFolder) -> dict[str, Any]:
    """Return the verdict in words, the results, the four groups of sentences and the slices."""
    found = load_stored_exam(run)
    clauses = "".join(translate("en", finding.key, **finding.values) for finding in verdict_findings(found.results))
    return {"verdict": clauses + translate("en", "sentence_end"), **found.as_json()}


def _prediction(run: RunFolder, answer: Answer) -> Prediction:
    names = run.config().data.label_names
    return {
        "label": names[answer.label],
        "confidence": round(answer.confidence, 6),
        "probabilities": {name: round(p, 6) for name, p in zip(names, answer.probabilities, strict=True)},
        "milliseconds": round(answer.ms, 3),
    }
