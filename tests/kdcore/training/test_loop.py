import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch

from kdcore.config import StageConfig
from kdcore.models.batches import encode
from kdcore.models.encoders import load_classifier
from kdcore.training.augmentation import RowLayout
from kdcore.training.events import EpochDone, StepDone
from kdcore.training.loop import StageTask, new_state, train
from kdcore.training.losses import hard_loss


def labels_loss(logits, batch):
    return hard_loss(logits, batch.labels)


def task_and_state(place, frame, **settings):
    network, tokenizer = load_classifier(str(place), ["0", "1"], 3)
    rows = [encode(tokenizer, list(p.sentence), list(p.label)) for p in (frame[:96], frame[96:160])]
    config = StageConfig(**{"epochs": 3, "learning_rate": 1e-3, "batch_size": 16, **settings})
    task = StageTask("student", rows[0], RowLayout(len(rows[0])), rows[1], labels_loss, config, seed=3)
    return task, new_state(network, task)


def losses_of(events):
    return [e.loss for e in events if isinstance(e, StepDone)]


def weights_of(state):
    return {name: tensor.clone() for name, tensor in state.network.state_dict().items()}


def test_events_come_in_order_and_count_right(tiny_student, bundled_frame):
    task, state = task_and_state(tiny_student, bundled_frame)
    events = list(train(state, task))
    assert [type(e) for e in events] == ([StepDone] * 6 + [EpochDone]) * 3
    assert [e.step for e in events if isinstance(e, StepDone)] == list(range(1, 19))
    assert {e.n_steps for e in events if isinstance(e, StepDone)} == {18}
    assert [e.epoch for e in events if isinstance(e, EpochDone)] == [1, 2, 3]


def test_it_learns(tiny_student, bundled_frame):
    task, state = task_and_state(tiny_student, bundled_frame, epochs=12)
    epochs = [e for e in train(state, task) if isinstance(e, EpochDone)]
    assert epochs[-1].train_loss < 0.6 * epochs[0].train_loss


def test_the_network_ends_with_the_best_epoch(tiny_student, bundled_frame):
    task, state = task_and_state(tiny_student, bundled_frame, epochs=8)
    seen = {}
    for event in train(state, task):
        if isinstance(event, EpochDone):
            seen[event.epoch] = (event.validation_accuracy, -event.validation_loss, weights_of(state))
            if event.epoch == 7:  # the last epoch begins with every answer turned round, too late to learn it anew
                for parameter in state.network.classifier.parameters():
                    parameter.data.neg_()
    best = max(seen, key=lambda epoch: seen[epoch][:2])
    assert best != 8
    assert state.best_epoch == best
    assert all(torch.equal(t, seen[best][2][name]) for name, t in state.network.state_dict().items())


def test_keep_last_keeps_the_last(tiny_student, bundled_frame):
    task, state = task_and_state(tiny_student, bundled_frame, epochs=8, learning_rate=2e-2, keep="last")
    for event in train(state, task):
        if isinstance(event, EpochDone):
            last = weights_of(state)
    assert all(torch.equal(t, last[name]) for name, t in state.network.state_dict().items())


@pytest.mark.parametrize("stop_after", [1, 7, 10, 14])
def test_resuming_is_bit_identical(tiny_bert, bundled_frame, tmp_path, stop_after):
    task, state = task_and_state(tiny_bert, bundled_frame)
    uninterrupted = losses_of(train(state, task))
    expected = weights_of(state)

    task, state = task_and_state(tiny_bert, bundled_frame)
    before = list(itertools.islice(train(state, task), stop_after))
    torch.save(state.state_dict(), tmp_path / "state.pt")
    torch.rand(5)  # other work draws from the same generators in between

    task, fresh = task_and_state(tiny_bert, bundled_frame)
    fresh.load_state_dict(torch.load(tmp_path / "state.pt", weights_only=True))
    after = list(train(fresh, task))
    assert losses_of(before) + losses_of(after) == uninterrupted
    assert all(torch.equal(t, expected[name]) for name, t in fresh.network.state_dict().items())


def test_a_frozen_state_does_not_change_when_training_goes_on(tiny_student, bundled_frame):
    task, state = task_and_state(tiny_student, bundled_frame)
    events = train(state, task)
    next(events)
    frozen = state.state_dict()
    copy = {name: tensor.clone() for name, tensor in frozen["network"].items()}
    list(events)
    assert all(torch.equal(tensor, frozen["network"][name]) for name, tensor in copy.items())


def test_the_rate_warms_up_and_decays_to_zero(tiny_student, bundled_frame):
    task, state = task_and_state(tiny_student, bundled_frame, epochs=4, warmup=0.25)
    rates = [e.learning_rate for e in train(state, task) if isinstance(e, StepDone)]
    assert max(rates) == pytest.approx(1e-3)
    assert rates.index(max(rates)) == 5
    assert rates[-1] == 0


def test_batches_are_the_rows_of_the_epoch_in_a_new_order_each_time(tiny_student, bundled_frame):
    task, _ = task_and_state(tiny_student, bundled_frame)
    _, tokenizer = load_classifier(str(tiny_student), ["0", "1"], 3)
    layout = RowLayout(96, n_spellings=2, n_transfer=204)
    task = replace(task, train=encode(tokenizer, list(bundled_frame.sentence[:396]), [0] * 396), layout=layout)
    assert (task.steps_per_epoch, task.n_steps) == (6, 18)
    epochs = [np.concatenate(task.batches(epoch)) for epoch in range(3)]
    for epoch, rows in enumerate(epochs):
        assert sorted(rows) == sorted(layout.epoch_rows(epoch, seed=3))
        assert (np.concatenate(task.batches(epoch)) == rows).all()
    assert any((a != b).any() for a, b in itertools.pairwise(epochs))
