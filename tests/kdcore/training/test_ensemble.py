from dataclasses import replace

import numpy as np
import pytest
import torch

from kdcore.config import preset_config
from kdcore.stages import StageSpec
from kdcore.training.augmentation import RowLayout
from kdcore.training.ensemble import Ensemble

N_SENTENCES = 20
LAYOUT = RowLayout(N_SENTENCES, n_spellings=3)
CONFIG = replace(preset_config("quick", n_train=N_SENTENCES), teachers=2, folds=2, spellings=3, seed=4)


@pytest.fixture
def ensemble():
    return Ensemble(CONFIG, LAYOUT)


def test_its_teachers_are_stages_of_the_training(ensemble):
    assert ensemble.names == ("teacher", "teacher_2", "fold_1", "fold_2")
    assert ensemble.full_teachers == ("teacher", "teacher_2")
    assert CONFIG.stages == (*ensemble.names, "soft_targets", "baseline", "student", "exam")
    assert CONFIG.trained == (*ensemble.names, "baseline", "student")
    assert CONFIG.extra_teachers == ensemble.names[1:]


def test_full_teachers_differ_in_their_seed(ensemble):
    assert [ensemble.seed(StageSpec.parse(name)) for name in ensemble.names] == [4, 5, 4, 4]
    assert ensemble.held_out("teacher") is None
    assert ensemble.held_out("teacher_2") is None


def test_every_sentence_is_held_out_by_one_fold_in_all_its_spellings(ensemble):
    held_out = np.stack([ensemble.held_out("fold_1"), ensemble.held_out("fold_2")])
    assert held_out.shape == (2, N_SENTENCES)
    assert (held_out.sum(axis=0) == 1).all()
    assert (held_out.sum(axis=1) == N_SENTENCES / 2).all()
    rows = np.stack([LAYOUT.rows_of(mask) for mask in held_out]).reshape(2, 3, N_SENTENCES)
    assert (rows == held_out[:, None]).all()


def test_a_row_gets_the_mean_of_the_full_teachers_and_its_folds(ensemble):
    n = LAYOUT.n_labelled
    full = {"teacher": torch.full((n, 2), 3.0), "teacher_2": torch.full((n, 2), 6.0)}
    folds = {"fold_1": torch.full((n // 2, 2), 0.0), "fold_2": torch.full((n // 2, 2), -3.0)}
    assert torch.equal(ensemble.mean_logits({**full, **folds}), torch.full((n, 2), 4.5))
    mixed = ensemble.out_of_fold_mean({**full, **folds})
    first = torch.as_tensor(LAYOUT.rows_of(ensemble.held_out("fold_1")))
    assert torch.allclose(mixed[first], torch.tensor((3 + 6 + 0) / 3))
    assert torch.allclose(mixed[~first], torch.tensor((3 + 6 - 3) / 3))


def test_the_logits_of_a_fold_go_to_the_rows_they_are_of(ensemble):
    n = LAYOUT.n_labelled
    full = {name: torch.zeros(n, 1) for name in ensemble.full_teachers}
    numbers = torch.arange(float(n))[:, None]
    rows = {name: torch.as_tensor(LAYOUT.rows_of(ensemble.held_out(name))) for name in ("fold_1", "fold_2")}
    mixed = ensemble.out_of_fold_mean({**full, **{name: numbers[mask] for name, mask in rows.items()}})
    assert torch.allclose(mixed, numbers / 3)


def test_the_mean_of_one_teacher_is_its_own_logits():
    alone = Ensemble(preset_config("quick", n_train=N_SENTENCES), RowLayout(N_SENTENCES))
    logits = torch.rand(N_SENTENCES, 2)
    assert torch.equal(alone.out_of_fold_mean({"teacher": logits}), logits)
