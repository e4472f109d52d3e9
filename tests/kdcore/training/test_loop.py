import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch

from kdcore.config import StageConfig
from kdcore.models.batches import encode
from kdcore.models.encoders import load_classifier
from kdcore.training.events import EpochDone, StepDone
from kdcore.training.loop import StageTask, new_state, train
from kdcore.training.losses import hard_loss


def lesson_and_state(place, frame, **settings):
    network, tokenizer = load_classifier(str(place), ["0", "1"], 3)
    rows = [encode(tokenizer, list(p.sentence), list(p.label)) for p in (frame[:96], frame[96:160])]
    config = StageConfig(**{"epochs": 3, "learning_rate": 1e-3, "batch_size": 16, **settings})
    task = StageTask("student", rows[0], rows[1], lambda answer, batch: hard_loss(answer, batch.labels), config, seed=3)
    return task, new_state(network, task)


def losses_of(events):
    return [e.loss for e in events if isinstance(e, StepDone)]


def weights_of(state):
    return {name: tensor.clone() for name, tensor in state.network.state_dict().items()}


def test_events_come_in_order_and_count_right(tiny_student, bundled_frame):
    task, state = lesson_and_state(tiny_student, bundled_frame)
    events = list(train(state, task))
    assert [type(e) for e in events] == ([StepDone] * 6 + [EpochDone]) * 3
    assert [e.step for e in events if isinstance(e, StepDone)] == list(range(1, 19))
    assert {e.n_steps for e in events if isinstance(e, StepDone)} == {18}
    assert [e.epoch for e in events if isinstance(e, EpochDone)] == [1, 2, 3]


def test_it_learns(tiny_student, bundled_frame):
    task, state = lesson_and_state(tiny_student, bundled_frame, epochs=12)
    epochs = [e for e in train(state, task) if isinstance(e, EpochDone)]
    assert epochs[-1].train_loss < 0.6 * epochs[0].train_loss


def test_the_network_ends_with_the_best_epoch(tiny_student, bundled_frame):
    task, state = lesson_and_state(tiny_student, bundled_frame, epochs=8)
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
    task, state = lesson_and_state(tiny_student, bundled_frame, epochs=8, learning_rate=2e-2, keep="last")
    for event in train(state, task):
        if isinstance(event, EpochDone):
            last = weights_of(state)
    assert all(torch.equal(t, last[name]) for name, t in state.network.state_dict().items())


@pytest.mark.parametrize("stop_after", [1, 7, 10, 14])
def test_resuming_is_bit_identical(tiny_bert, bundled_frame, tmp_path, stop_after):
    task, state = lesson_and_state(tiny_bert, bundled_frame)
    whole = losses_of(train(state, task))
    expected = weights_of(state)

    task, state = lesson_and_state(tiny_bert, bundled_frame)
    before = list(itertools.islice(train(state, task), stop_after))
    torch.save(state.state_dict(), tmp_path / "state.pt")
    torch.rand(5)  # other work draws from the same generators in between

    task, fresh = lesson_and_state(tiny_bert, bundled_frame)
    fresh.load_state_dict(torch.load(tmp_path / "state.pt", weights_only=True))
    after = list(train(fresh, task))
    assert losses_of(before) + losses_of(after) == whole
    assert all(torch.equal(t, expected[name]) for name, t in fresh.network.state_dict().items())


def test_a_frozen_state_does_not_change_when_training_goes_on(tiny_student, bundled_frame):
    task, state = lesson_and_state(tiny_student, bundled_frame)
    events = train(state, task)
    next(events)
    frozen = state.state_dict()
    copy = {name: tensor.clone() for name, tensor in frozen["network"].items()}
    list(events)
    assert all(torch.equal(tensor, frozen["network"][name]) for name, tensor in copy.items())


def test_the_rate_warms_up_and_decays_to_zero(tiny_student, bundled_frame):
    task, state = lesson_and_state(tiny_student, bundled_frame, epochs=4, warmup=0.25)
    rates = [e.learning_rate for e in train(state, task) if isinstance(e, StepDone)]
    assert max(rates) == pytest.approx(1e-3)
    assert rates.index(max(rates)) == 5
    assert rates[-1] == 0


def test_each_epoch_sees_every_sentence_once_in_one_of_its_spellings(tiny_student, bundled_frame):
    task, _ = lesson_and_state(tiny_student, bundled_frame)
    texts = list(bundled_frame.sentence[:96])
    _, tokenizer = load_classifier(str(tiny_student), ["0", "1"], 3)
    rows = encode(tokenizer, [*texts, *(t + "!" for t in texts), *(t + "!!" for t in texts)], [0] * 288)
    task = replace(task, train=rows, spellings=3)
    assert (len(task), task.steps_per_epoch()) == (96, 6)
    epochs = [np.concatenate(task.batches(epoch)) for epoch in range(20)]
    assert all(sorted(chosen % 96) == list(range(96)) for chosen in epochs)
    shares = np.bincount(np.concatenate(epochs) // 96, minlength=3) / (20 * 96)
    assert shares == pytest.approx([0.5, 0.25, 0.25], abs=0.05)
    assert (np.concatenate(task.batches(3)) == epochs[3]).all()
    assert any((a != b).any() for a, b in itertools.pairwise(epochs))


def test_a_transfer_set_takes_half_of_every_epoch_and_the_sentences_take_turns(tiny_student, bundled_frame):
    task, _ = lesson_and_state(tiny_student, bundled_frame)
    _, tokenizer = load_classifier(str(tiny_student), ["0", "1"], 3)
    texts = list(bundled_frame.sentence[:396])
    task = replace(task, train=encode(tokenizer, texts, [0] * 396), spellings=2, transfer=204)
    assert (len(task), task.steps_per_epoch()) == (96, 6)
    epochs = [np.concatenate(task.batches(epoch)) for epoch in range(40)]
    for chosen, following in itertools.pairwise(epochs):
        assert len(set(chosen)) == 96
        assert (chosen >= 192).sum() == 48
        own = [set(rows[rows < 192] % 96) for rows in (chosen, following)]
        assert own[0] | own[1] == set(range(96))
    assert len(set(np.concatenate(epochs))) == 396


def test_a_small_transfer_set_is_seen_whole_in_every_epoch(tiny_student, bundled_frame):
    task, _ = lesson_and_state(tiny_student, bundled_frame)
    _, tokenizer = load_classifier(str(tiny_student), ["0", "1"], 3)
    task = replace(task, train=encode(tokenizer, list(bundled_frame.sentence[:100]), [0] * 100), transfer=4)
    for epoch in range(3):
        chosen = np.concatenate(task.batches(epoch))
        assert {96, 97, 98, 99} <= set(chosen)
        assert len(set(chosen)) == len(chosen) == 96
