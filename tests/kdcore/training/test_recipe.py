"""The stages one after another, with tiny networks and nothing written to disk."""

from dataclasses import replace

import pytest
import torch

from kdcore.config import StageConfig, TrainConfig, encoder_pair
from kdcore.data import load_dataset
from kdcore.errors import EncoderError
from kdcore.models.encoders import save_classifier
from kdcore.training.events import EpochDone, ExamDone, LabelsDone, Resumed, StageDone, StageStarted, StepDone
from kdcore.training.losses import UNLABELLED
from kdcore.training.recipe import Recipe
from kdcore.training.stages import _student_targets


@pytest.fixture(scope="module")
def dataset(small_csv):
    return load_dataset(small_csv, seed=1)


@pytest.fixture
def config(tiny_bert, tiny_student):
    encoders = encoder_pair(f"{tiny_bert},{tiny_student}")
    return TrainConfig("quick", encoders, StageConfig(2, 1e-3, 16), StageConfig(3, 2e-3, 16), baseline_epochs=3, seed=1)


def weights(network):
    return {name: tensor.clone() for name, tensor in network.state_dict().items()}


def same(a, b):
    return all(torch.equal(tensor, b[name]) for name, tensor in a.items())


def losses(events):
    return [event.loss for event in events if isinstance(event, StepDone)]


def done(events):
    return [event.stage for event in events if isinstance(event, StageDone)]


def test_stages_come_in_order_each_with_its_events(config, dataset):
    recipe = Recipe(replace(config, teachers=2, folds=2), dataset, tracked=["eta koro"])
    events = list(recipe.run())
    assert done(events) == list(recipe.config.stages)
    kinds = {stage: [type(e).__name__ for e in events if e.stage == stage] for stage in recipe.config.stages}
    n_steps = -(-len(dataset.train) // 16)
    of_an_epoch = ["StepDone"] * n_steps + ["EpochDone"]
    assert kinds["teacher"] == ["StageStarted", *[*of_an_epoch, "TrackedJudged"] * 2, "StageDone"]
    assert kinds["teacher_2"] == ["StageStarted", *of_an_epoch * 2, "StageDone"]
    assert kinds["baseline"] == ["StageStarted", *of_an_epoch * 3, "StageDone"]
    assert set(kinds["soft_targets"][1:-1]) == {"LabelsDone"}
    assert kinds["exam"] == ["StageStarted", "ExamDone", "StageDone"]
    announced = {e.stage: e.n_steps for e in events if isinstance(e, StageStarted)}
    assert announced["student"] == len(losses(e for e in events if e.stage == "student"))
    assert announced["soft_targets"] == max(e.n_done for e in events if isinstance(e, LabelsDone))
    assert set(recipe.networks) == {"teacher", "baseline", "student"}  # extra teachers are dropped


def test_without_the_soft_term_the_student_is_its_baseline(config, dataset):
    """Same initial weights, seed, batches and schedule: with alpha 0 nothing is left that differs."""
    recipe = Recipe(replace(config, distill=replace(config.distill, alpha=0.0)), dataset)
    found = {stage: losses(recipe.run_stage(stage)) for stage in ("teacher", "soft_targets", "baseline", "student")}
    assert found["student"] == found["baseline"]
    assert same(weights(recipe.networks["student"][0]), weights(recipe.networks["baseline"][0]))


def test_finished_stages_are_skipped(config, dataset):
    first = Recipe(config, dataset)
    events = list(first.run())
    networks = {name: first.networks[name] for name in ("teacher", "baseline")}
    again = list(Recipe(config, dataset, networks=networks).run())
    assert done(again) == ["soft_targets", "student", "exam"]
    assert losses(again) == losses(e for e in events if e.stage == "student")


def test_a_stage_resumes_from_its_checkpoint(config, dataset):
    expected = losses(Recipe(config, dataset).run_stage("teacher"))
    events = Recipe(config, dataset).run_stage("teacher")
    for event in events:
        if isinstance(event, StepDone) and event.step == 12:
            frozen = event.state.state_dict()
            break
    resumed = list(Recipe(config, dataset, checkpoints={"teacher": frozen}).run_stage("teacher"))
    n_steps = len(expected)
    assert resumed[0] == Resumed("teacher", 12, n_steps, 12 // (n_steps // 2), 2)
    assert losses(resumed) == expected[12:]


def test_soft_targets_are_computed_once_and_cached(config, dataset, tmp_path):
    recipe = Recipe(config, dataset, soft_targets_folder=tmp_path)
    list(recipe.run_stage("teacher"))
    assert len(done(recipe.run_stage("soft_targets"))) == 1
    again = Recipe(config, dataset, soft_targets_folder=tmp_path, networks=dict(recipe.networks))
    assert list(again.run_stage("soft_targets")) == []
    texts = [*dataset.train.texts, *dataset.validation.texts]
    known = again.soft_targets["teacher"].logits_of(texts)
    assert torch.equal(known, recipe.soft_targets["teacher"].logits_of(texts))


def test_a_fold_is_trained_on_half_and_labels_the_other_half(config, dataset):
    recipe = Recipe(replace(config, folds=2, spellings=2), dataset)
    n = len(dataset.train)
    steps = [len(losses(recipe.run_stage(stage))) for stage in ("teacher", "fold_1", "fold_2")]
    assert steps == [2 * -(-n // 16), 2 * -(-(n // 2) // 16), 2 * -(-(n // 2) // 16)]
    list(recipe.run_stage("soft_targets"))
    rows, folds = recipe.labelled, ("fold_1", "fold_2")
    full = recipe.soft_targets["teacher"].logits_of(rows.texts)
    targets = _student_targets(recipe)
    for name in folds:
        mask = recipe.ensemble.held_out(name)
        assert recipe.soft_targets[name].knows(rows.select(mask).texts)
        other = recipe.soft_targets[name].logits_of(rows.select(mask).texts)
        chosen = torch.as_tensor(rows.layout.rows_of(mask))
        assert torch.allclose(targets[chosen], (full[chosen] + other) / 2)
    known = [recipe.soft_targets[name] for name in folds]
    assert all(sum(soft.knows([text]) for soft in known) == 1 for text in set(dataset.train.texts))


def test_the_transfer_set_counts_in_the_soft_term_alone(config, dataset, monkeypatch):
    """With alpha 0 a transfer row changes nothing but its batch's place: no label of it may reach the loss."""
    seen = []

    def spy(logits, teacher_logits, labels, *, temperature, alpha):
        seen.append((labels, teacher_logits))
        return logits.sum() * 0

    config = replace(config, transfer=1, student=replace(config.student, epochs=1))
    recipe = Recipe(config, replace(dataset, unlabelled=["eta koro na", "kalke ashbo"]))
    for stage in ("teacher", "soft_targets"):
        list(recipe.run_stage(stage))
    transfer = recipe.soft_targets["teacher"].logits_of(recipe.transfer_set)
    monkeypatch.setattr("kdcore.training.stages.distillation_loss", spy)
    n_steps = len(losses(recipe.run_stage("student")))
    labels, logits = (torch.cat(parts) for parts in zip(*seen[:n_steps], strict=True))
    assert len(labels) == len(dataset.train)  # an epoch is as long as without the transfer set
    assert int((labels == UNLABELLED).sum()) == len(dataset.train) // 2
    known = {tuple(row) for row in transfer.tolist()}
    assert all(tuple(row) in known for row in logits[labels == UNLABELLED].tolist())


def test_another_seed_of_the_student_changes_the_student_alone(config, dataset):
    recipe = Recipe(config, dataset)
    first = losses(recipe.run_stage("baseline"))
    recipe.student_seed = 2
    assert losses(recipe.run_stage("baseline")) != first
    recipe.student_seed = config.seed
    assert losses(recipe.run_stage("baseline")) == first
    recipe.student_seed = 2
    assert losses(recipe.run_stage("teacher")) == losses(Recipe(config, dataset).run_stage("teacher"))


def test_the_seed_decides_the_outcome(config, dataset):
    def teacher_losses(seed):
        return losses(Recipe(replace(config, seed=seed), dataset).run_stage("teacher"))

    assert teacher_losses(1) == teacher_losses(1)
    assert teacher_losses(1) != teacher_losses(2)


def test_cut_short_the_student_keeps_its_best_epoch_and_is_examined(config, dataset):
    recipe, best = Recipe(replace(config, student=replace(config.student, epochs=10)), dataset), None
    events = []
    for event in recipe.run():
        events.append(event)
        if isinstance(event, EpochDone) and event.stage == "student":
            best = event.state.best_weights if event.best else best
        if isinstance(event, StepDone) and event.stage == "student" and event.epoch == 3:
            recipe.cut_short = True
    student = next(e for e in events if isinstance(e, StageDone) and e.stage == "student")
    assert student.cut_short
    assert sum(isinstance(e, EpochDone) and e.stage == "student" for e in events) == 2
    assert student.best_epoch in (1, 2)
    rounded = {name: tensor.half().float() if tensor.is_floating_point() else tensor for name, tensor in best.items()}
    assert same(weights(recipe.networks["student"][0]), rounded)
    results = next(e.results for e in events if isinstance(e, ExamDone))
    assert results.student.accuracy > 0
    assert results.student.noise_accuracy is None  # not measured while somebody waits for the end


def test_a_stage_with_an_initial_network_never_ends_worse_than_it_began(config, dataset, tmp_path):
    first = Recipe(config, dataset)
    start = next(e for e in first.run_stage("baseline") if isinstance(e, StageDone))
    save_classifier(start.network, start.tokenizer, tmp_path / "baseline")
    harmful = replace(config, student=replace(config.student, learning_rate=0.1), baseline_epochs=1)
    more = Recipe(harmful, dataset, init_from={"baseline": tmp_path / "baseline"})
    end = next(e for e in more.run_stage("baseline") if isinstance(e, StageDone))
    assert end.validation_accuracy >= start.validation_accuracy
    if end.best_epoch == 0:
        assert same(weights(end.network), weights(start.network))


def test_an_encoder_that_cannot_be_loaded_is_an_error(config, dataset):
    broken = replace(config, encoders=replace(config.encoders, teacher="nobody/nothing"))
    with pytest.raises(EncoderError):
        list(Recipe(broken, dataset).run())
