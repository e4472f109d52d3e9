"""Shares of words: exact where they can be, close where they are sampled, and true to the networks."""

from itertools import combinations
from math import factorial

import numpy as np
import pytest

from kdcore.bundled import DEMO_RUN
from kdcore.config import ROLES
from kdcore.serving.attribution import MOST_PIECES, Shares, masks_of, pieces_of, shares, solve, without
from kdcore.serving.workers import load_run


def cut(text, **settings):
    return [text[start:end] for start, end in pieces_of(text, **settings)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("vai eita koro", ["vai", "eita", "koro"]),
        ("koro, please!!", ["koro", ",", "please", "!!"]),
        ("রিপোর্টটা পাঠাও।", ["রিপোর্টটা", "পাঠাও", "।"]),
        ("kore ...  dao ?", ["kore", "...", "dao", "?"]),
        ("don't use a.b.com/x?y=1 🙂", ["don't", "use", "a.b.com/x?y=1", "🙂"]),
        ("?", ["?"]),
    ],
)
def test_a_text_is_cut_at_blanks_and_before_closing_marks_only(text, pieces):
    assert cut(text) == pieces


def test_a_long_text_becomes_groups_that_lose_nothing():
    text = " ".join(f"kotha{i}" for i in range(101))
    groups = cut(text)
    assert len(groups) == MOST_PIECES
    assert " ".join(groups) == text


def test_what_is_left_out_takes_its_blank_with_it():
    text = "koro, eta  please!"
    spans = pieces_of(text)
    assert without(text, spans, [True] * 5) == text
    assert without(text, spans, [True, False, False, True, True]) == "koro  please!"
    assert without(text, spans, [False] * 5) == ""


def exact(value, n):
    """The definition itself."""
    phi = []
    for i in range(n):
        others = [j for j in range(n) if j != i]
        phi.append(
            sum(
                factorial(k) * factorial(n - k - 1) / factorial(n) * (value({*s, i}) - value({*s}))
                for k in range(n)
                for s in combinations(others, k)
            )
        )
    return phi


@pytest.mark.parametrize("n", [1, 2, 3, 6])
def test_few_words_are_exact(n):
    table = np.random.default_rng(n).random(2**n)

    def value(chosen):
        return table[sum(1 << i for i in chosen)]

    masks, weights = masks_of(n)
    assert len({tuple(row) for row in masks}) == len(masks) == 2**n - 2
    values = np.array([value({i for i in range(n) if row[i]}) for row in masks])
    assert solve(masks, weights, values, value(set()), value(set(range(n)))) == pytest.approx(exact(value, n))


@pytest.mark.parametrize("n", [7, 12, MOST_PIECES])
def test_many_words_stay_within_the_budget_and_find_what_adds_up(n):
    masks, weights = masks_of(n, 96)
    assert len(masks) <= 96
    assert weights.sum() == pytest.approx(sum((n - 1) / (s * (n - s)) for s in range(1, n)))
    worth = np.random.default_rng(0).normal(size=n)
    assert solve(masks, weights, 3 + masks @ worth, 3.0, 3 + worth.sum()) == pytest.approx(worth)


def test_shares_and_start_make_up_the_probability():
    run, text = load_run(DEMO_RUN), "vai eita ektu check kore dio please"
    for who in ROLES:
        found = shares(text, lambda texts, who=who: run.probabilities(who, texts)[:, 1])
        whole = run.probabilities(who, [text])[0, 1]
        assert found.start + sum(found.values) == pytest.approx(whole, abs=1e-5)


def test_the_one_or_two_that_mattered():
    assert Shares(list("abc"), [0.1, -0.4, 0.25], 0.5).top() == [1, 2]
    assert Shares(list("abc"), [0.1, -0.4, 0.15], 0.5).top() == [1]
    assert Shares(list("abc"), [0.001, -0.004, 0.0], 0.5).top() == []


def removal_beats_chance(who, sentences):
    """Return in what share of the sentences leaving out the top word moves the margin more than a random other does.

    No circle: shares are averages over many subsets of the words, this compares two single omissions, on the margin.
    """
    run, random, wins = load_run(DEMO_RUN), np.random.default_rng(0), []
    for text in sentences:
        spans = pieces_of(text)
        label = int(run.probabilities(who, [text])[0].argmax())
        found = shares(text, lambda texts, label=label: run.probabilities(who, texts)[:, label])
        top = int(np.abs(found.values).argmax())
        other = int(random.choice([i for i in range(len(spans)) if i != top]))
        texts = [text, *(without(text, spans, [i != gone for i in range(len(spans))]) for gone in (top, other))]
        p = run.probabilities(who, texts)[:, label].astype(float).clip(1e-7, 1 - 1e-7)
        margins = np.log(p / (1 - p))
        wins.append(abs(margins[1] - margins[0]) > abs(margins[2] - margins[0]))
    return float(np.mean(wins))


def some_sentences(bundled_frame, n):
    """Return n test sentences of at least three pieces."""
    rows = bundled_frame[bundled_frame.split == "test"].sample(2 * n, random_state=0)
    return [text for text in rows.sentence if len(pieces_of(text)) >= 3][:n]


def test_the_word_with_the_largest_share_matters(bundled_frame):
    assert removal_beats_chance("student", some_sentences(bundled_frame, 60)) >= 0.8


@pytest.mark.slow
@pytest.mark.parametrize("who", ROLES)
def test_the_word_with_the_largest_share_matters_in_200_sentences(bundled_frame, who, record_property):
    found = removal_beats_chance(who, some_sentences(bundled_frame, 200))
    record_property(f"{who}, share of 200", found)
    assert found >= 0.8
