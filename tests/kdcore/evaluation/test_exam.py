"""An exam, the table kept of it, and the way back from the table to the results."""

import io
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import entropy

from kdcore.errors import KdError, RunError
from kdcore.evaluation.calibration import fit_temperature
from kdcore.evaluation.exam import Candidate, add_calibration, compare_runs, examine, results_from_predictions
from kdcore.evaluation.predictions import predictions_table
from kdcore.evaluation.results import Compression, ExamResults, FidelityPart, Speedup
from kdcore.storage import read_json, write_json

N = 250
SKILL = {"teacher": 6.0, "student": 4.0, "baseline": 3.0, "tfidf": 2.0}


def candidate(name, labels, n_classes, epochs=4):
    rng = np.random.default_rng(len(name) * 7 + n_classes)
    logits = rng.normal(size=(len(labels), n_classes)) * 2 + np.eye(n_classes)[labels] * SKILL[name]
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    size, ms = (1000, 10.0) if name == "teacher" else (100, 2.0)
    return Candidate(
        name=name,
        probabilities=shares.astype(np.float32),
        n_parameters=size,
        n_bytes=size * 4,
        ms_per_sentence=ms,
        sentences_per_s=1000 / ms,
        epochs=epochs,
    )


def plain_candidate(name, shares, ms=1.0):
    return Candidate(
        name=name,
        probabilities=shares,
        n_parameters=1,
        n_bytes=1,
        ms_per_sentence=ms,
        sentences_per_s=ms,
        epochs=1,
    )


def stored(results, tmp_path):
    """Return the results as they are read back from their file; every number must be one that JSON knows."""
    json.dumps(results.as_json(), allow_nan=False)
    write_json(tmp_path / "results.json", results.as_json())
    return read_json(tmp_path / "results.json", ExamResults)


def exam(n_classes=2, names=tuple(SKILL)):
    labels = np.random.default_rng(0).integers(0, min(n_classes, 3), N)  # from four classes on, one is empty
    return labels, {name: candidate(name, labels, n_classes) for name in names}, list("abcd")[:n_classes]


def table_of(labels, candidates, words, extra=None):
    texts = [f"sentence {i}, '\"\u0995" for i in range(len(labels))]
    shares = {name: one.probabilities for name, one in candidates.items()}
    return predictions_table(texts, labels, shares, words, pd.DataFrame(index=range(N)) if extra is None else extra)


def reread(table):
    return pd.read_csv(io.StringIO(table.to_csv(index=False)), keep_default_na=False)


@pytest.mark.parametrize("n_classes", [2, 3, 4])
def test_the_results_follow_from_the_stored_table(n_classes, tmp_path):
    labels, candidates, words = exam(n_classes)
    results = examine(labels, candidates, words)
    assert stored(results, tmp_path) == results
    assert results_from_predictions(reread(table_of(labels, candidates, words)), results) == results


def test_what_an_exam_holds():
    labels, candidates, words = exam()
    results = examine(labels, candidates, words)
    student, teacher = results.student, results.teacher
    assert results.retention.value == pytest.approx(student.accuracy / teacher.accuracy)
    assert results.retention.low <= results.retention.value <= results.retention.high
    assert results.compression == Compression(parameters=10, bytes=10)
    assert results.speedup == Speedup(one_sentence=5, batch=5)
    assert results.majority == pytest.approx(max(np.mean(labels), 1 - np.mean(labels)))
    assert results.n == N
    assert results.student_vs_baseline.fair is True
    assert results.student_vs_tfidf.scope == "in this run"
    difference = teacher.accuracy - student.accuracy
    assert results.teacher_vs_student.difference == pytest.approx(difference)
    assert student.accuracy_interval.low < student.accuracy < student.accuracy_interval.high


def test_fidelity_is_told_apart_by_whether_the_teacher_was_right():
    labels, candidates, words = exam(3)
    found = examine(labels, candidates, words).fidelity
    shares = {who: np.round(candidates[who].probabilities.astype(float), 6) for who in ("teacher", "student")}
    right = candidates["teacher"].probabilities.argmax(axis=1) == labels
    for name, rows in (("teacher_right", right), ("teacher_wrong", ~right)):
        same = shares["teacher"].argmax(axis=1)[rows] == shares["student"].argmax(axis=1)[rows]
        divergences = [
            entropy(*np.maximum([t, s], 1e-6)) for t, s in zip(*(p[rows] for p in shares.values()), strict=True)
        ]
        assert getattr(found, name).n == rows.sum()
        assert getattr(found, name).agreement == pytest.approx(same.mean())
        assert getattr(found, name).kl == pytest.approx(np.mean(divergences), abs=1e-5)
    perfect = {name: plain_candidate(name, np.eye(3)[labels]) for name in ("teacher", "student")}
    empty = examine(labels, perfect, words).fidelity.teacher_wrong
    assert empty == FidelityPart(n=0, agreement=None, kl=None)


@pytest.mark.parametrize("n_classes", [2, 4])
def test_the_validation_rows_add_a_temperature_to_the_networks_that_judged_them(n_classes, tmp_path):
    labels, candidates, words = exam(n_classes)
    both = {name: candidates[name] for name in ("teacher", "student")}
    table, validation = table_of(labels, candidates, words), table_of(labels, both, words)
    results = add_calibration(examine(labels, candidates, words), table, validation)
    assert stored(results, tmp_path) == results
    assert results_from_predictions(reread(table), results, reread(validation)) == results
    for who in both:
        found = results.candidates[who]
        assert found.calibration_temperature == fit_temperature(np.round(candidates[who].probabilities, 6), labels)
        for key, error in (("before", found.calibration_error), ("after", found.calibration_error_scaled)):
            bins = getattr(found.reliability, key)
            assert sum(b.n for b in bins) == N
            assert sum(b.n * b.accuracy for b in bins) / N == pytest.approx(found.accuracy)
            assert sum(b.n * abs(b.accuracy - b.confidence) for b in bins) / N <= error + 1e-9
    assert results.candidates["tfidf"].calibration_temperature is None
    assert "temperature" not in results.as_json()["results"]["tfidf"]
    assert results.n_validation == N


def test_other_epochs_make_the_baseline_unfair():
    labels, candidates, words = exam()
    candidates["baseline"] = candidate("baseline", labels, 2, epochs=3)
    assert examine(labels, candidates, words).student_vs_baseline.fair is False


def test_without_baseline_and_tfidf_their_parts_are_left_out():
    results = examine(*exam(names=("teacher", "student")))
    assert results.student_vs_baseline is results.student_vs_tfidf is None
    assert not {"student_vs_baseline", "student_vs_tfidf"} & results.as_json().keys()
    assert set(results.candidates) == {"teacher", "student"}


@pytest.mark.parametrize("right", [True, False])
def test_a_perfect_and_a_hopeless_pair_have_results(right, tmp_path):
    labels, candidates, words = exam(names=("teacher", "student"))
    shares = np.eye(2)[labels if right else 1 - labels]
    same = {name: plain_candidate(name, shares, ms=0.0) for name in candidates}
    results = examine(labels, same, words)
    assert stored(results, tmp_path) == results
    assert results.retention.value == (1.0 if right else None)
    assert results.student.calibration_error == (0.0 if right else 1.0)
    assert results.teacher_vs_student.p == 1.0
    assert results.speedup == Speedup(one_sentence=None, batch=None)


def test_an_exam_needs_both_networks_and_numbers_that_fit():
    labels, candidates, words = exam()
    with pytest.raises(KdError, match="no predictions of teacher"):
        examine(labels, {"student": candidates["student"]}, words)
    with pytest.raises(KdError, match="shape"):
        examine(labels, candidates, [*words, "c"])
    candidates["student"].probabilities[0, 0] = np.nan
    with pytest.raises(KdError, match="not numbers"):
        examine(labels, candidates, words)


def test_the_table_has_words_rounded_shares_and_the_extra_columns():
    labels, candidates, words = exam(names=("teacher", "student"))
    extra = pd.DataFrame(
        {"source": ["web"] * N, "label": ["old"] * N, "label_data": ["older"] * N}, index=range(5, N + 5)
    )
    table = table_of(labels, candidates, words, extra)
    predicted = candidates["teacher"].probabilities.argmax(axis=1)
    assert list(table["teacher"]) == [words[k] for k in predicted]
    assert list(table.columns) == [
        *("sentence", "label"),
        *("teacher", "teacher_confidence", "teacher_p_0", "teacher_p_1"),
        *("student", "student_confidence", "student_p_0", "student_p_1"),
        *("source", "label_data", "label_data_data"),
    ]
    assert list(table["label_data"]) == ["old"] * N
    assert list(table["label_data_data"]) == ["older"] * N
    assert (table["teacher_confidence"] == table[["teacher_p_0", "teacher_p_1"]].max(axis=1)).all()
    with pytest.raises(KdError, match="rows of further columns"):
        table_of(labels, candidates, words, extra[:3])


def test_a_tie_after_rounding_keeps_the_word_of_before():
    shares = np.array([[0.49999999, 0.50000001], [0.9, 0.1]])
    candidates = {name: plain_candidate(name, shares) for name in ("teacher", "student")}
    results = examine([1, 0], candidates, ["a", "b"])
    table = predictions_table(
        ["x", "y"], [1, 0], dict.fromkeys(candidates, shares), ["a", "b"], pd.DataFrame(index=range(2))
    )
    assert results.teacher.accuracy == 1
    assert results_from_predictions(reread(table), results) == results


def test_labels_that_look_like_numbers_or_nothing_survive_the_file():
    labels, candidates, _ = exam()
    for words in (["0", "1"], ["NA", "None"]):
        results = examine(labels, candidates, words)
        assert results_from_predictions(reread(table_of(labels, candidates, words)), results) == results


def test_a_table_that_is_broken_is_refused():
    labels, candidates, words = exam(names=("teacher", "student"))
    results, table = examine(labels, candidates, words), table_of(labels, candidates, words)
    with pytest.raises(RunError, match="no column student_p_1"):
        results_from_predictions(table.drop(columns="student_p_1"), results)
    with pytest.raises(RunError, match="none of the labels"):
        results_from_predictions(table.replace({"teacher": {"a": "z"}}), results)


def test_two_runs_are_compared_whatever_the_order():
    labels, candidates, words = exam()
    a = table_of(labels, candidates, words)
    b = table_of(labels, {"student": candidates["baseline"]}, words)
    found = compare_runs(a, b.sample(frac=1, random_state=0), "student")
    expected = examine(labels, candidates, words).student_vs_baseline
    assert found == replace(expected, fair=None, scope="between these two runs")
    assert found.n == N
    assert compare_runs(a, a, "teacher").p == 1.0


def test_runs_of_other_sentences_or_labels_are_not_compared():
    table = table_of(*exam())
    for other in (table[:-1], table.assign(label="a"), table.assign(sentence="x")):
        with pytest.raises(RunError, match="same sentences"):
            compare_runs(table, other, "student")
    with pytest.raises(RunError, match="no column nobody"):
        compare_runs(table, table, "nobody")
