from dataclasses import replace

import numpy as np
import pytest
import torch

from kdcore.config import preset_config
from kdcore.training.ensemble import Ensemble

N_ROWS = 20


@pytest.fixture
def ensemble():
    config = preset_config("quick", n_train=N_ROWS)
    return Ensemble(replace(config, teachers=2, folds=2, spellings=3, seed=4), N_ROWS)


def test_its_members_are_stages_of_the_training(ensemble):
    assert ensemble.members == ("teacher", "teacher_2", "fold_1", "fold_2")
    assert ensemble.config.stages == (*ensemble.members, "soft_targets", "baseline", "student", "exam")
    assert ensemble.config.trained == (*ensemble.members, "baseline", "student")


def test_teachers_of_all_rows_differ_in_their_seed(ensemble):
    assert [ensemble.seed(name) for name in ensemble.members] == [4, 5, 4, 4]
    assert ensemble.left_out("teacher") is None
    assert ensemble.left_out("teacher_2") is None


def test_every_row_is_left_out_by_one_fold_in_all_its_spellings(ensemble):
    left_out = np.stack([ensemble.left_out("fold_1"), ensemble.left_out("fold_2")])
    assert left_out.shape == (2, 3 * N_ROWS)
    assert (left_out.sum(axis=0) == 1).all()
    assert (left_out.sum(axis=1) == 3 * N_ROWS / 2).all()
    assert (left_out.reshape(2, 3, N_ROWS) == left_out.reshape(2, 3, N_ROWS)[:, :1]).all()


def test_a_row_gets_the_mean_of_all_who_were_asked_about_it(ensemble):
    n = 3 * N_ROWS
    answers = {"teacher": torch.full((n, 2), 3.0), "teacher_2": torch.full((n, 2), 6.0)}
    folds = {"fold_1": torch.full((n // 2, 2), 0.0), "fold_2": torch.full((n // 2, 2), -3.0)}
    assert torch.equal(ensemble.of_all({**answers, **folds}), torch.full((n, 2), 4.5))
    mixed = ensemble.of_learnt({**answers, **folds})
    first = torch.as_tensor(ensemble.left_out("fold_1"))
    assert torch.allclose(mixed[first], torch.tensor((3 + 6 + 0) / 3))
    assert torch.allclose(mixed[~first], torch.tensor((3 + 6 - 3) / 3))


def test_one_teacher_speaks_for_itself():
    alone = Ensemble(preset_config("quick", n_train=N_ROWS), N_ROWS)
    said = torch.rand(N_ROWS, 2)
    assert torch.equal(alone.of_learnt({"teacher": said}), said)
