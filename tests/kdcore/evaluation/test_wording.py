"""What is said of a result: found, not found, lost, unfair."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kdcore.evaluation import findings as narrate
from kdcore.evaluation.results import (
    CandidateResults,
    Compression,
    ExamResults,
    Interval,
    PairedTest,
    Retention,
    Speedup,
)
from kdcore.evaluation.wording import WORDS, headline


def candidate(accuracy, interval, n_parameters=109_500_000, ms=15.0, epochs=12):
    return CandidateResults(
        accuracy=accuracy, macro_f1=accuracy, precision=[], recall=[], confusion=[], n=1320,
        accuracy_interval=Interval(*interval), macro_f1_interval=Interval(*interval), calibration_error=0.0,
        n_parameters=n_parameters, n_bytes=4 * n_parameters, ms_per_sentence=ms, sentences_per_s=1.0, epochs=epochs,
    )  # fmt: skip


def paired_test(difference, p, interval, fair=None):
    return PairedTest(
        only_a=2, only_b=1, both=1300, neither=17, p=p, difference=difference, interval=Interval(*interval),
        scope="in this run", fair=fair,
    )  # fmt: skip


def results_with(difference=0.014, p=0.012, fair=True, tfidf=(0.05, 0.0001), **changed):
    found = ExamResults(
        n=1320,
        label_names=["0", "1"],
        majority=0.6,
        candidates={
            "teacher": candidate(0.9765, (0.968, 0.984)),
            "student": candidate(0.9621, (0.951, 0.972), n_parameters=4_386_178, ms=1.25),
            "baseline": candidate(0.9765, (0.968, 0.984), epochs=12 if fair else 1),
            "tfidf": candidate(0.884, (0.968, 0.984)),
        },
        retention=Retention(value=0.9853, low=0.9763, high=0.9943),
        compression=Compression(parameters=24.96, bytes=24.9),
        speedup=Speedup(one_sentence=12.0, batch=20.0),
        agreement=0.97,
        teacher_student_kl=0.1,
        teacher_vs_student=paired_test(0.0144, 0.01, (0.005, 0.024)),
        student_vs_baseline=paired_test(difference, p, (difference - 0.01, difference + 0.01), fair),
        student_vs_tfidf=paired_test(*tfidf, (0.03, 0.07)),
    )
    return replace(found, **changed)


def test_a_clear_result():
    assert headline(results_with()) == [
        "The student kept 98.5 % of the teacher's accuracy in this run (95 % interval 97.6 % to 99.4 %): "
        "96.2 % against 97.7 % of 1,320 test sentences.",
        "It is 25.0 times smaller: 4,386,178 parameters instead of 109,500,000.",
        "It answers one sentence 12.0 times faster: 1.25 ms instead of 15.00.",
        "In this run, learning from the teacher was worth 1.4 percentage points over the same student learning alone "
        "(95 % interval +0.4 to +2.4 points, p = 0.012).",
        "The student beats TF-IDF + logistic regression (88.4 %) by 5.0 percentage points in this run "
        "(95 % interval +3.0 to +7.0 points, p < 0.001).",
    ]


@pytest.mark.parametrize(
    ("difference", "p", "words"),
    [
        (0.004, 0.3, "0.4 percentage points above the same student"),
        (-0.01, 0.3, "1.0 percentage points below the same student"),
        (0.0, 1.0, "level with the same student"),
    ],
)
def test_what_chance_can_explain_is_too_close_to_call(difference, p, words):
    sentence = headline(results_with(difference, p))[3]
    assert "too close to call in this run" in sentence
    assert words in sentence
    assert "worth" not in sentence


def test_a_teacher_that_did_harm_is_named():
    sentence = headline(results_with(-0.02, 0.001))[3]
    assert sentence.startswith("In this run, learning from the teacher cost 2.0 percentage points against")


def test_an_unfair_comparison_is_called_so():
    sentence = headline(results_with(fair=False))[4]
    assert "not fair" in sentence
    assert "for 12 epochs, the one learning alone for 1," in sentence


@pytest.mark.parametrize(
    ("tfidf", "words"), [((-0.03, 0.004), "is beaten by TF-IDF"), ((0.004, 0.4), "too close to call in this run")]
)
def test_the_simple_method_may_win(tfidf, words):
    assert words in headline(results_with(tfidf=tfidf))[-1]


def test_without_baseline_and_tfidf_three_sentences_remain():
    results = results_with(student_vs_baseline=None, student_vs_tfidf=None)
    assert len(headline(results)) == 3


def test_a_student_at_the_level_of_no_learning_is_called_so():
    assert "most frequent label" in headline(results_with(majority=0.96))[1]


def test_ratios_that_are_no_gain_or_unknown():
    results = results_with(speedup=Speedup(0.5, 1.0), compression=Compression(1.0, 1.0))
    assert "about as large" in headline(results)[1]
    assert "2.0 times slower" in headline(results)[2]
    results = results_with(
        speedup=Speedup(None, None), compression=Compression(None, None), retention=Retention(None, None, None)
    )
    sentences = headline(results)
    assert "nothing for the student to keep" in sentences[0]
    assert not any("It " in sentence for sentence in sentences)


@pytest.mark.parametrize(("p", "words"), [(0.0499, "was worth"), (0.05, "too close"), (0.0501, "too close")])
def test_the_line_between_found_and_not_found(p, words):
    sentence = headline(results_with(p=p))[3]
    assert words in sentence
    assert f"p = {p:.5f}" in sentence or p == 0.05


def test_every_finding_has_words():
    text = (Path(narrate.__file__)).read_text(encoding="utf-8")
    told = set(re.findall(r'Finding\(\s*"(\w+)"', text)) - {"curve_first", "curve_done"}
    on_the_page_only = ("curve_", "verdict_", "enough_")
    assert {key for key in told if not key.startswith(on_the_page_only)} <= set(WORDS)
