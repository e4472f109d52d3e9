"""Groups and their figures, against scipy and counting by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from kdcore.errors import KdError
from kdcore.evaluation.slices import LEAST, groups_of, paired_interval, score_slices, wilson
from kdcore.language.english import english_share, words_of

TEXTS = [
    "report ta check koro please",
    "Close the door.",
    "রিপোর্টটা আজকেই পাঠাও",
    "file টা পাঠান, দয়া করে",
    "tumi ki kalke office jabe?",
    "12 34",
]


@pytest.mark.parametrize(("n_right", "n"), [(0, 10), (10, 10), (7, 10), (1190, 1300), (1, 1)])
def test_the_interval_is_wilsons(n_right, n):
    expected = binomtest(n_right, n).proportion_ci(method="wilson")
    assert wilson(n_right, n) == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_the_paired_interval_is_that_of_the_formula_and_covers_95_in_100():
    b, c, n = 12.5, 20.5, 302
    half = 1.959964 * np.sqrt(b + c - (b - c) ** 2 / n) / n
    assert paired_interval(12, 20, 300) == pytest.approx(((b - c) / n - half, (b - c) / n + half))
    rng, cells = np.random.default_rng(0), (0.80, 0.08, 0.05, 0.07)
    draws = rng.multinomial(200, cells, size=3000)
    inside = [low <= 0.03 <= high for low, high in (paired_interval(a, b, 200) for _, a, b, _ in draws)]
    assert 0.93 < np.mean(inside) < 0.975


@pytest.mark.parametrize("counts", [(2, 1), (0, 0), (-1, 5)])
def test_counts_that_do_not_fit_are_refused(counts):
    with pytest.raises(KdError):
        wilson(*counts)


def test_words_keep_their_bengali_signs():
    assert words_of("রিপোর্টটা, পাঠাও! don\u2019t 12 'ok'") == ["রিপোর্টটা", "পাঠাও", "don't", "ok"]


def test_english_words_are_counted_roughly():
    assert english_share("Close the door.") == 1.0
    assert english_share("report ta check koro") == 0.5
    assert english_share("রিপোর্টটা পাঠাও") == 0.0
    assert english_share("12 34 !") is None


def rows_of(groups):
    return {(g.kind, g.value): list(np.flatnonzero(g.rows)) for g in groups}


def test_sentences_are_grouped_by_how_they_look():
    found = rows_of(groups_of(TEXTS, pd.DataFrame(index=range(len(TEXTS)))))
    assert found["script", "latin"] == [0, 1, 4]
    assert found["script", "bengali"] == [2]
    assert found["script", "mixed"] == [3]
    assert found["script", "other"] == [5]
    assert found["question", "yes"] == [4]
    assert found["polite", "yes"] == [0, 3]
    assert found["words", "1"] == [0, 3, 4]
    assert found["english", "3"] == [0, 1]
    assert sum(len(rows) for (kind, _), rows in found.items() if kind == "english") == 5  # "12 34" has no words


def test_columns_with_few_values_are_groups_and_others_are_not():
    n = 200
    extra = pd.DataFrame(
        {
            "form": ["a", "b"] * 100,
            "id": range(n),
            "same": ["x"] * n,
            "score": np.linspace(0, 1, n),
            "NA": ["NA", ""] * 100,
        }
    )
    found = groups_of(["eta koro"] * n, extra)
    assert {g.kind for g in found if g.is_column} == {"form", "NA"}
    assert [g.value for g in found if g.kind == "NA"] == ["NA"]


def test_slices_are_counted_and_sorted_by_what_the_student_lost():
    rng = np.random.default_rng(0)
    n = 900
    teacher, student = rng.uniform(size=n) < 0.9, rng.uniform(size=n) < 0.8
    kinds = np.array(["a"] * 400 + ["b"] * 470 + ["c"] * 30)
    found = score_slices(
        [g for g in groups_of(["eta koro"] * n, pd.DataFrame({"kind": kinds})) if g.is_column], teacher, student
    )
    assert [s.value for s in found][-1] == "c"
    assert found[0].difference <= found[1].difference
    for s in found:
        rows = kinds == s.value
        assert (s.n, s.teacher, s.student) == (rows.sum(), teacher[rows].mean(), student[rows].mean())
        assert s.difference == pytest.approx(student[rows].mean() - teacher[rows].mean())
        assert s.interval[0] < s.difference < s.interval[1]
        assert s.student_interval == wilson(int(student[rows].sum()), s.n)
        assert s.too_small == (s.n < LEAST)
    assert found[0].clear


def test_ten_thousand_sentences_are_grouped_at_once(bundled_frame):
    rows = bundled_frame.sample(10_000, random_state=0)
    groups = groups_of(list(rows.sentence), rows[["form", "domain"]].reset_index(drop=True))
    assert {"script", "english", "words", "question", "polite", "form", "domain"} == {g.kind for g in groups}
    for kind in ("script", "words", "question", "polite", "form"):
        assert sum(g.rows.sum() for g in groups if g.kind == kind) == 10_000
