import pytest
import torch

from kdcore.training.optimisation import OptimiserSettings, new_optimiser


def parameters():
    return [torch.nn.Parameter(torch.ones(2, 2)), torch.nn.Parameter(torch.ones(2))]


def test_the_rate_rises_and_falls_to_zero():
    optimiser = new_optimiser(parameters(), OptimiserSettings(1.0, n_steps=4, n_warmup=2))
    rates = [optimiser.schedule.get_last_lr()[0]]
    for _ in range(4):
        optimiser.step(optimiser.parameters[0].sum())
        rates.append(optimiser.schedule.get_last_lr()[0])
    assert rates == pytest.approx([0, 0.5, 1, 0.5, 0])


@pytest.mark.parametrize("decay_vectors", [True, False])
def test_biases_and_norms_are_decayed_only_if_asked(decay_vectors):
    settings = OptimiserSettings(0.1, n_steps=10, weight_decay=0.5, decay_vectors=decay_vectors)
    matrix, vector = both = parameters()
    new_optimiser(both, settings).step((matrix.sum() + vector.sum()) * 0)  # no gradient: only the decay is left
    assert matrix[0, 0].item() == pytest.approx(1 - 0.1 * 0.5)
    assert vector[0].item() == pytest.approx(1 - 0.1 * 0.5 if decay_vectors else 1)


def test_gradients_are_clipped_and_cleared():
    matrix, vector = both = parameters()
    optimiser = new_optimiser(both, OptimiserSettings(0.1, n_steps=10, max_grad_norm=1e-12))
    seen = []
    optimiser.optimizer.register_step_pre_hook(lambda *_: seen.append(matrix.grad.norm().item()))
    assert optimiser.step(1000 * matrix.sum()) == 4000
    assert seen[0] <= 1e-12
    assert matrix.grad is None
    assert vector.grad is None
