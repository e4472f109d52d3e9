import itertools
from dataclasses import replace

import numpy as np
import pytest

from kdcore.config import preset_config
from kdcore.data import load_dataset
from kdcore.language.spelling_variants import spelling_variants
from kdcore.training.augmentation import AugmentedRows, RowLayout, transfer_set
from kdcore.training.losses import UNLABELLED


@pytest.fixture(scope="module")
def dataset(small_csv):
    return load_dataset(small_csv, seed=1)


def config(**changes):
    return replace(preset_config("quick", n_train=200), **changes)


def test_each_epoch_sees_every_sentence_once_in_one_of_its_spellings():
    layout = RowLayout(96, n_spellings=3)
    epochs = [layout.epoch_rows(epoch, seed=3) for epoch in range(20)]
    assert all(sorted(rows % 96) == list(range(96)) for rows in epochs)
    shares = np.bincount(np.concatenate(epochs) // 96, minlength=3) / (20 * 96)
    assert shares == pytest.approx([0.5, 0.25, 0.25], abs=0.05)
    assert (layout.epoch_rows(3, seed=3) == epochs[3]).all()
    assert any((a != b).any() for a, b in itertools.pairwise(epochs))
    assert (layout.epoch_rows(3, seed=4) != epochs[3]).any()


def test_without_augmentation_an_epoch_is_the_rows_as_they_stand():
    assert RowLayout(7).epoch_rows(2, seed=0).tolist() == list(range(7))


def test_a_transfer_set_takes_half_of_every_epoch_and_the_sentences_take_turns():
    layout = RowLayout(96, n_spellings=2, n_transfer=204)
    assert (layout.n_labelled, len(layout)) == (192, 396)
    epochs = [layout.epoch_rows(epoch, seed=3) for epoch in range(40)]
    for rows, following in itertools.pairwise(epochs):
        assert len(set(rows)) == 96
        assert (rows >= 192).sum() == 48
        own = [set(some[some < 192] % 96) for some in (rows, following)]
        assert own[0] | own[1] == set(range(96))
    assert len(set(np.concatenate(epochs))) == 396


def test_a_small_transfer_set_is_part_of_every_epoch_as_a_whole():
    layout = RowLayout(96, n_transfer=4)
    for epoch in range(3):
        rows = layout.epoch_rows(epoch, seed=3)
        assert {96, 97, 98, 99} <= set(rows)
        assert len(set(rows)) == len(rows) == 96


def test_labelled_rows_are_all_sentences_in_one_spelling_after_the_other(dataset):
    rows, n = AugmentedRows.labelled(dataset, config(spellings=3, seed=5)), len(dataset.train)
    assert rows.texts[:n] == dataset.train.texts
    assert rows.labels == dataset.train.labels * 3
    assert (rows.layout, len(rows.texts)) == (RowLayout(n, 3), 3 * n)
    for i in range(n):
        spellings = {dataset.train.texts[i], *spelling_variants(dataset.train.texts[i], 2, 5)}
        assert {rows.texts[i + k * n] for k in range(3)} == spellings


def test_one_spelling_is_the_dataset_itself(dataset):
    rows = AugmentedRows.labelled(dataset, config())
    assert (rows.texts, rows.labels) == (dataset.train.texts, dataset.train.labels)


def test_selected_sentences_come_with_all_their_spellings(dataset):
    rows, n = AugmentedRows.labelled(dataset, config(spellings=3)), len(dataset.train)
    chosen = np.arange(n) % 3 == 0
    some, others = rows.select(chosen), rows.select(~chosen)
    assert some.layout == RowLayout(chosen.sum(), 3)
    assert some.texts[: chosen.sum()] == dataset.train.texts[::3]
    assert sorted(some.texts + others.texts) == sorted(rows.texts)
    m = chosen.sum()
    for i in range(m):
        assert [some.texts[i + k * m] for k in range(3)] == [rows.texts[3 * i + k * n] for k in range(3)]
        assert {some.labels[i + k * m] for k in range(3)} == {dataset.train.labels[3 * i]}


def test_the_transfer_set_has_the_files_own_sentences_first_and_no_labels(dataset):
    given = replace(dataset, unlabelled=["eta koro na"])
    texts = transfer_set(given, config(transfer=1))
    assert texts[0] == "eta koro na"
    assert 1 < len(texts) <= 1 + len(dataset.train)
    assert set(texts[1:]).isdisjoint(dataset.train.texts)
    rows = AugmentedRows.labelled(given, config(spellings=2)).with_transfer_set(texts)
    n = rows.layout.n_labelled
    assert (rows.texts[n:], rows.labels[n:]) == (texts, [UNLABELLED] * len(texts))
    assert UNLABELLED not in rows.labels[:n]
