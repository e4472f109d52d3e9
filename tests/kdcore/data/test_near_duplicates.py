import random

import numpy as np
import pandas as pd
import pytest

from kdcore.bundled import DATASET
from kdcore.data.near_duplicates import near_duplicate_groups
from kdcore.errors import ConfigError
from tests.kdcore.data.similarity import grams


def brute_force(texts, threshold):
    sets = [grams(text) for text in texts]
    plain = [" ".join(text.casefold().split()) for text in texts]
    group = list(range(len(texts)))
    for i in range(len(texts)):
        for j in range(i):
            union = len(sets[i] | sets[j])
            alike = plain[i] == plain[j] or (union and len(sets[i] & sets[j]) / union >= threshold)
            if alike and group[i] != group[j]:
                old, new = group[i], group[j]
                group = [new if one == old else one for one in group]
    return group


def same_partition(one, other):
    return len(set(zip(one, other, strict=True))) == len(set(one)) == len(set(other))


@pytest.fixture(scope="module")
def bundled():
    return pd.read_csv(DATASET, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def bundled_groups(bundled):
    return near_duplicate_groups(list(bundled["sentence"]))


@pytest.mark.parametrize("threshold", [0.3, 0.6])
def test_groups_equal_brute_force_on_bundled_rows(bundled, bundled_groups, threshold):
    sizes = np.bincount(bundled_groups)[bundled_groups]
    texts = [*bundled["sentence"][sizes > 1][:200], *bundled["sentence"][:150]]
    assert same_partition(near_duplicate_groups(texts, threshold), brute_force(texts, threshold))


@pytest.mark.parametrize("threshold", [0.25, 0.5, 0.6])
def test_groups_equal_brute_force_on_short_texts(threshold):
    chance = random.Random(1)
    texts = ["".join(chance.choice("ab ") for _ in range(chance.randint(0, 9))) for _ in range(150)]
    assert same_partition(near_duplicate_groups(texts, threshold), brute_force(texts, threshold))


def test_case_and_blanks_do_not_count_and_tiny_texts_are_compared_whole():
    groups = near_duplicate_groups(["Cut  the\tapple", "cut the apple", "ab", "AB", "ac", "", " "])
    assert same_partition(list(groups), [0, 0, 1, 1, 2, 3, 3])


def test_no_texts_have_no_groups():
    assert len(near_duplicate_groups([])) == 0


@pytest.mark.parametrize("threshold", [0, -1, 1.5, float("nan")])
def test_threshold_out_of_range(threshold):
    with pytest.raises(ConfigError, match="threshold"):
        near_duplicate_groups(["a"], threshold)
