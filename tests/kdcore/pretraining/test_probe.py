from dataclasses import replace

import pytest

from kdcore.data import load_dataset
from kdcore.pretraining.probe import linear_probe, mean_vectors


def test_vectors_do_not_depend_on_who_shares_the_batch(tiny_bert):
    alone, together = mean_vectors(str(tiny_bert), ["ami"]), mean_vectors(str(tiny_bert), ["ami", "vai eita koro na"])
    assert together[0] == pytest.approx(alone[0], abs=1e-5)


def test_a_probe_finds_what_the_words_give_away(tiny_bert, small_csv):
    dataset = load_dataset(small_csv, seed=1)
    rows = dataset.train
    marked = replace(rows, texts=["koro" if label else "ami" for label in rows.labels])
    judged = dataset.validation
    easy = replace(judged, texts=["koro" if label else "ami" for label in judged.labels])
    assert linear_probe(str(tiny_bert), replace(dataset, train=marked, validation=easy)) == 1.0
