"""The stages that train networks or make soft targets, one function each: they yield events and fill the context."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor

from kdcore.config import ROLES, StageConfig
from kdcore.models.batches import Batch, encode
from kdcore.models.encoders import Changes, Pair, as_stored
from kdcore.models.inference import class_probabilities
from kdcore.stages import StageSpec
from kdcore.training.augmentation import AugmentedRows
from kdcore.training.context import TrainingContext
from kdcore.training.events import (
    EpochDone,
    Event,
    LabelsDone,
    Resumed,
    StageDone,
    StageStarted,
    TrackedJudged,
)
from kdcore.training.loop import StageTask, evaluate, new_state, train
from kdcore.training.losses import distillation_loss, hard_loss
from kdcore.training.soft_targets import SoftTargets
from kdcore.training.state import TrainState


def train_teacher(context: TrainingContext, stage: StageSpec) -> Iterator[Event]:
    """Fine-tune a teacher on the labels: of all sentences, or of all but those of its fold."""
    config, rows = context.config, context.labelled
    seed = context.ensemble.seed(stage)
    if (held_out := context.ensemble.held_out(stage.name)) is not None:
        rows = rows.select(~held_out)
    changes = Changes(config.teacher_layers, config.dropout)
    pair = context.initial_network(stage.name, config.encoders.teacher, changes, seed)
    return _train_network(context, pair, _labels_task(context, stage, pair, rows, config.teacher, seed))


def make_soft_targets(context: TrainingContext, stage: StageSpec) -> Iterator[Event]:
    """Compute the teachers' logits of training rows, transfer set and validation rows, unless they are cached.

    Extra teachers are dropped from the context afterwards.
    """
    started = time.perf_counter()
    to_label = _texts_to_label(context)
    soft = {name: SoftTargets(*context.networks[name], context.soft_targets_folder) for name in to_label}
    context.soft_targets = soft
    if not all(soft[name].knows([*texts, *exact]) for name, (texts, exact) in to_label.items()):
        n_texts = sum(len(texts) + len(exact) for texts, exact in to_label.values())
        yield StageStarted(stage.name, n_steps=n_texts)
        n_before = 0
        for name, (texts, exact) in to_label.items():
            for n_done in soft[name].label(texts, exact):
                yield LabelsDone(stage.name, n_before + n_done, n_texts)
            n_before += len(texts) + len(exact)
        yield StageDone(stage.name, time.perf_counter() - started)
    for name in context.config.extra_teachers:
        del context.networks[name]


def train_baseline(context: TrainingContext, stage: StageSpec) -> Iterator[Event]:
    """Train the student without a teacher: same initial weights, seed, number of steps and schedule.

    There is no transfer set either, since nothing labels it; the labelled sentences take its place.
    """
    settings = replace(context.config.student, epochs=context.config.baseline_epochs)
    pair, seed = _student_network(context, stage)
    return _train_network(context, pair, _labels_task(context, stage, pair, context.labelled, settings, seed))


def train_student(context: TrainingContext, stage: StageSpec) -> Iterator[Event]:
    """Train the student on logits and labels of the training rows, and on logits alone of the transfer set."""
    config, dataset = context.config, context.dataset
    pair, seed = _student_network(context, stage)
    rows = context.labelled.with_transfer_set(context.transfer_set)

    def loss(logits: Tensor, batch: Batch) -> Tensor:
        assert batch.teacher_logits is not None, "the student's rows carry soft targets"
        temperature, alpha = config.distill.temperature, config.distill.alpha
        return distillation_loss(logits, batch.teacher_logits, batch.labels, temperature=temperature, alpha=alpha)

    task = _labels_task(context, stage, pair, rows, config.student, seed)
    task = replace(
        task,
        loss=loss,
        train=replace(task.train, teacher_logits=_student_targets(context)),
        validation=replace(task.validation, teacher_logits=_mean_logits(context, dataset.validation.texts)),
    )
    return _train_network(context, pair, task)


def _student_network(context: TrainingContext, stage: StageSpec) -> tuple[Pair, int]:
    """Return the small network that baseline and student start from alike, and their seed."""
    config = context.config
    seed = config.seed if context.student_seed is None else context.student_seed
    changes = Changes(dropout=config.dropout)
    return context.initial_network(stage.name, config.encoders.student, changes, seed), seed


def _texts_to_label(context: TrainingContext) -> dict[str, tuple[list[str], list[str]]]:
    """Return by teacher the texts whose logits are learnt from, and those whose logits must be exact.

    A fold teacher labels only what it was not trained on. Teachers are also examined by their logits of the validation
    rows, which must therefore be exact.
    """
    validation, texts = context.dataset.validation.texts, _labelled_texts(context)
    full = context.ensemble.full_teachers
    return {n: ([*t, *context.transfer_set], validation) if n in full else (t, []) for n, t in texts.items()}


def _labelled_texts(context: TrainingContext) -> dict[str, list[str]]:
    """Return by teacher the texts of the labelled rows that it makes soft targets for."""
    rows = context.labelled
    held_out = {name: context.ensemble.held_out(name) for name in context.ensemble.names}
    return {name: rows.texts if mask is None else rows.select(mask).texts for name, mask in held_out.items()}


def _mean_logits(context: TrainingContext, texts: list[str]) -> Tensor:
    """Return the mean logits (N, C) of the full teachers for N texts."""
    ensemble = context.ensemble
    return ensemble.mean_logits({n: context.soft_targets[n].logits_of(texts) for n in ensemble.full_teachers})


def _student_targets(context: TrainingContext) -> Tensor:
    """Return the teacher logits (N, C) of the student's N training rows."""
    logits = {n: context.soft_targets[n].logits_of(texts) for n, texts in _labelled_texts(context).items()}
    labelled, transfer = context.ensemble.out_of_fold_mean(logits), context.transfer_set
    return torch.cat([labelled, _mean_logits(context, transfer)]) if transfer else labelled


def _labels_task(
    context: TrainingContext, stage: StageSpec, pair: Pair, rows: AugmentedRows, settings: StageConfig, seed: int
) -> StageTask:
    """Return the task of learning the labels, without soft targets."""
    tokenizer, validation = pair[1], context.dataset.validation
    return StageTask(
        stage=stage.name,
        train=encode(tokenizer, rows.texts, rows.labels),
        layout=rows.layout,
        validation=encode(tokenizer, validation.texts, validation.labels),
        loss=lambda logits, batch: hard_loss(logits, batch.labels),
        settings=settings,
        seed=seed,
    )


def _train_network(context: TrainingContext, pair: Pair, task: StageTask) -> Iterator[Event]:
    """Train the network and put it into the context, its weights rounded as they are stored."""
    started = time.perf_counter()
    network, tokenizer = pair
    stage, settings = task.stage, task.settings
    state = new_state(network, task)
    yield _begin(context, state, task)
    epoch, accuracy, ended = state.best_epoch, state.best_accuracy, False
    for event in train(state, task):
        yield event
        if isinstance(event, EpochDone):
            epoch, accuracy = event.epoch, event.validation_accuracy
            if context.tracked and stage in ROLES:
                yield _classify_tracked(context, stage, epoch, pair)
        if ended := stage == "student" and context.cut_short:
            break
    if ended and state.best_weights is not None:
        network.load_state_dict(state.best_weights)
    if settings.keep == "best" or ended:
        epoch, accuracy = state.best_epoch, max(state.best_accuracy, 0.0)
    context.networks[stage] = (as_stored(network.eval()), tokenizer)
    yield StageDone(stage, time.perf_counter() - started, epoch, accuracy, ended, network, tokenizer)


def _begin(context: TrainingContext, state: TrainState, task: StageTask) -> Resumed | StageStarted:
    """Load the checkpoint that the stage resumes from, if there is one, and return the stage's first event."""
    stage, n_epochs = task.stage, task.settings.epochs
    if stage in context.checkpoints:
        state.load_state_dict(context.checkpoints.pop(stage))
        step = state.epoch * task.steps_per_epoch + state.step_in_epoch
        return Resumed(stage, step, task.n_steps, state.epoch, n_epochs)
    if stage in context.init_from:
        initial = evaluate(state.network, task)
        state.update_best(initial.accuracy, initial.loss)
    return StageStarted(stage, task.n_steps, n_epochs)


def _classify_tracked(context: TrainingContext, stage: str, epoch: int, pair: Pair) -> TrackedJudged:
    probabilities = class_probabilities(*pair, context.tracked)
    confidences = [round(float(share), 6) for share in probabilities.max(axis=1)]
    return TrackedJudged(stage, epoch, probabilities.argmax(axis=1).tolist(), confidences)
