"""The last stage: teacher, student, baseline and TF-IDF on the test rows, which nothing was trained or chosen on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from kdcore.data import Dataset
from kdcore.evaluation.exam import Candidate, add_calibration, examine
from kdcore.evaluation.predictions import predictions_table
from kdcore.language.typos import mistyped
from kdcore.models.encoders import Pair, stored_bytes
from kdcore.models.inference import class_probabilities, probabilities, timed_probabilities
from kdcore.models.tfidf import fit_tfidf
from kdcore.stages import StageSpec
from kdcore.training.context import TrainingContext
from kdcore.training.events import Event, ExamDone, StageDone, StageStarted


def run_exam(context: TrainingContext, stage: StageSpec) -> Iterator[Event]:
    """Examine all four classifiers on the test rows; an exam of a student that was cut short leaves out the typos."""
    started = time.perf_counter()
    yield StageStarted(stage.name, n_steps=0)
    config, dataset = context.config, context.dataset
    test, names = dataset.test, dataset.label_names
    mistyped_texts = None if context.cut_short else [mistyped(text) for text in test.texts]
    epochs = {
        "teacher": config.teacher.epochs,
        "student": config.student.epochs,
        "baseline": config.baseline_epochs,
    }
    candidates = {
        name: _network_candidate(name, context.networks[name], dataset, n_epochs, mistyped_texts)
        for name, n_epochs in epochs.items()
    }
    candidates["tfidf"] = _tfidf_candidate(dataset, mistyped_texts)
    results = examine(np.array(test.labels), candidates, names)
    answers = {name: candidate.probabilities for name, candidate in candidates.items()}
    table = predictions_table(test.texts, np.array(test.labels), answers, names, test.extra)
    rows = dataset.validation  # by these, temperature and thresholds are chosen
    validated = _validation_probabilities(context)
    validation = predictions_table(rows.texts, np.array(rows.labels), validated, names, rows.extra)
    yield ExamDone(stage.name, add_calibration(results, table, validation), table, validation)
    yield StageDone(stage.name, time.perf_counter() - started)


def _validation_probabilities(context: TrainingContext) -> dict[str, np.ndarray]:
    texts = context.dataset.validation.texts
    return {
        "teacher": probabilities(context.soft_targets["teacher"].logits_of(texts)).numpy(),
        "student": class_probabilities(*context.networks["student"], texts),
    }


def _network_candidate(
    name: str, pair: Pair, dataset: Dataset, n_epochs: int, mistyped_texts: Sequence[str] | None
) -> Candidate:
    network, tokenizer = pair
    network.cpu()  # times and probabilities are those of a CPU, on every machine
    answers, pace = timed_probabilities(network, tokenizer, dataset.test.texts)

    def classify(texts: Sequence[str]) -> np.ndarray:
        return class_probabilities(network, tokenizer, texts)

    return Candidate(
        name=name,
        probabilities=answers,
        n_parameters=network.num_parameters(),
        n_bytes=stored_bytes(network, tokenizer),
        ms_per_sentence=pace.ms_per_sentence,
        sentences_per_s=pace.sentences_per_s,
        epochs=n_epochs,
        noise_accuracy=_accuracy(classify, mistyped_texts, dataset.test.labels),
    )


def _tfidf_candidate(dataset: Dataset, mistyped_texts: Sequence[str] | None) -> Candidate:
    classifier = fit_tfidf(dataset.train.texts, dataset.train.labels, len(dataset.label_names))
    pace = classifier.speed(dataset.test.texts)
    return Candidate(
        name="tfidf",
        probabilities=classifier.probabilities(dataset.test.texts),
        n_parameters=classifier.n_parameters(),
        n_bytes=classifier.n_bytes(),
        ms_per_sentence=pace.ms_per_sentence,
        sentences_per_s=pace.sentences_per_s,
        epochs=0,
        noise_accuracy=_accuracy(classifier.probabilities, mistyped_texts, dataset.test.labels),
    )


def _accuracy(
    classify: Callable[[Sequence[str]], np.ndarray], texts: Sequence[str] | None, labels: Sequence[int]
) -> float | None:
    """Return the share of texts that are classified correctly; None if there are no texts."""
    if texts is None:
        return None
    return float(np.mean(classify(texts).argmax(axis=1) == np.array(labels)))
