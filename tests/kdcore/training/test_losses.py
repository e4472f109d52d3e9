import math

import pytest
import torch
import torch.nn.functional as F

from kdcore.errors import ConfigError
from kdcore.training.losses import UNLABELLED, distillation_loss, hard_loss, soft_loss


@pytest.fixture
def batch():
    random = torch.Generator().manual_seed(0)
    student = torch.randn(8, 3, generator=random, dtype=torch.float64)
    teacher = torch.randn(8, 3, generator=random, dtype=torch.float64)
    return student, teacher, torch.arange(8) % 3


def test_alpha_0_is_cross_entropy_exactly(batch):
    student, teacher, labels = batch
    loss = distillation_loss(student, teacher, labels, temperature=3.0, alpha=0.0)
    assert loss.item() == F.cross_entropy(student.float(), labels, reduction="sum").item() / 8


def test_equal_logits_cost_nothing_at_alpha_1(batch):
    student, _, labels = batch
    assert distillation_loss(student, student, labels, temperature=3.0, alpha=1.0).item() == pytest.approx(0, abs=1e-6)


def test_a_value_worked_out_by_hand():
    student, teacher = torch.tensor([[0.0, 0.0]]), torch.tensor([[0.0, 2 * math.log(3)]])
    # At T = 2 the teacher says (1/4, 3/4) and the student (1/2, 1/2).
    kl = 0.25 * math.log(0.25 / 0.5) + 0.75 * math.log(0.75 / 0.5)
    expected = 0.7 * 4 * kl + 0.3 * math.log(2)
    loss = distillation_loss(student, teacher, torch.tensor([1]), temperature=2.0, alpha=0.7)
    assert loss.item() == pytest.approx(expected, rel=1e-5)


def test_gradient_is_that_of_hinton(batch):
    student, teacher, _ = batch
    student = student.float().requires_grad_()
    soft_loss(student, teacher.float(), 3.0).backward()
    # d/dz of T^2 KL is T (softmax(z_s / T) - softmax(z_t / T)), averaged over the batch.
    expected = 3.0 * (torch.softmax(student.detach() / 3, 1) - torch.softmax(teacher.float() / 3, 1)) / 8
    assert torch.allclose(student.grad, expected, atol=1e-6)


def test_t_squared_keeps_the_gradient_level(batch):
    norms = []
    for temperature in (5.0, 10.0, 20.0):
        student = batch[0].float().requires_grad_()
        soft_loss(student, batch[1].float(), temperature).backward()
        norms.append(student.grad.norm().item())
    assert max(norms) / min(norms) < 1.2


def test_rows_without_a_label_count_in_the_soft_term_only(batch):
    student, teacher, labels = batch
    nobody = torch.full_like(labels, UNLABELLED)
    assert hard_loss(student, nobody).item() == 0
    loss = distillation_loss(student, teacher, nobody, temperature=3.0, alpha=0.7)
    assert loss.item() == pytest.approx(0.7 * soft_loss(student, teacher, 3.0).item(), rel=1e-6)


def test_no_gradient_reaches_the_teacher(batch):
    student, teacher, labels = batch
    teacher.requires_grad_()
    distillation_loss(student.requires_grad_(), teacher, labels, temperature=3.0, alpha=0.7).backward()
    assert teacher.grad is None


@pytest.mark.parametrize(("temperature", "alpha"), [(0.5, 0.7), (3.0, -0.1), (3.0, 1.1)])
def test_settings_outside_their_range_are_refused(batch, temperature, alpha):
    with pytest.raises(ConfigError, match="do not fit"):
        distillation_loss(*batch, temperature=temperature, alpha=alpha)
