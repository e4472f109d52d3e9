"""Teachers, soft targets, baseline, student, exam: the whole of one training, as a generator of events."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from kdcore.config import StageConfig, TrainConfig
from kdcore.data import Dataset
from kdcore.data.dataset import Rows
from kdcore.evaluation.exam import Candidate, add_calibration, examine
from kdcore.evaluation.predictions import predictions_table
from kdcore.language.recombine import recombined
from kdcore.language.spelling_variants import spelling_variants
from kdcore.language.typos import mistyped
from kdcore.models.batches import Batch, encode
from kdcore.models.encoders import Changes, Pair, as_stored, load_classifier, stored_bytes
from kdcore.models.inference import class_probabilities, probabilities, timed_probabilities
from kdcore.models.tfidf import fit_tfidf
from kdcore.training.ensemble import Ensemble
from kdcore.training.events import (
    EpochDone,
    Event,
    ExamDone,
    LabelsDone,
    Resumed,
    StageDone,
    StageStarted,
    TrackedJudged,
)
from kdcore.training.loop import Loss, StageTask, judge, new_state, train
from kdcore.training.losses import UNLABELLED, distillation_loss, hard_loss
from kdcore.training.soft_targets import SoftTargets
from kdcore.training.state import TrainState


@dataclass
class Recipe:
    """One training of `dataset` by `config`; `run` tells how it goes, and the networks stand here afterwards."""

    config: TrainConfig
    dataset: Dataset
    soft_targets_folder: Path | None = None  # where the teacher's logits are kept; None: in memory only
    pairs: dict[str, Pair] = field(default_factory=dict)  # stage name to network and tokenizer; given ones are finished
    frozen: dict[str, dict[str, Any]] = field(default_factory=dict)  # stage name to a TrainState to go on from
    tracked: list[str] = field(default_factory=list)  # sentences judged by teacher and student after every epoch
    init_from: Mapping[str, Path] = field(default_factory=dict)  # stage name to the trained network it goes on from
    cut_short: bool = False  # set while it runs: the student's stage ends after its step, and the exam follows
    _soft: dict[str, SoftTargets] = field(default_factory=dict)  # by teacher

    def run(self) -> Iterator[Event]:
        """Yield the events of all stages in order; of those that are finished already, nothing.

        Raises:
            EncoderError: an encoder cannot be loaded.
        """
        others = {
            "soft_targets": self.soft_targets,
            "baseline": self.baseline,
            "student": self.student,
            "exam": self.exam,
        }
        for stage in self.config.stages:
            if stage not in self.pairs:
                yield from others[stage]() if stage in others else self.teacher(stage)

    def teacher(self, stage: str = "teacher") -> Iterator[Event]:
        """Fine-tune a teacher on the hard labels, of all rows or all but those of its fold."""
        config, rows, seed = self.config, self._spelt, self._ensemble.seed(stage)
        if (left_out := self._ensemble.left_out(stage)) is not None:
            rows = _chosen(rows, ~left_out)
        pair = self._network(stage, config.encoders.teacher, Changes(config.teacher_layers, config.dropout), seed)
        return self._training(pair, self._task(stage, pair, rows, config.teacher, self._hard, seed))

    def soft_targets(self) -> Iterator[Event]:
        """Compute the teachers' logits of training rows, in all their spellings, and of all other rows, once."""
        started = time.perf_counter()
        asked = self._asked()
        self._soft = {name: SoftTargets(*self.pairs[name], self.soft_targets_folder) for name in asked}
        n_texts = sum(len(texts) + len(judged) for texts, judged in asked.values())
        known = all(self._soft[name].knows([*texts, *judged]) for name, (texts, judged) in asked.items())
        if not known:  # a resumed run does not label twice
            yield StageStarted("soft_targets", n_steps=n_texts)
            before = 0
            for name, (texts, judged) in asked.items():
                for n_done in self._soft[name].label(texts, judged):
                    yield LabelsDone("soft_targets", before + n_done, n_texts)
                before += len(texts) + len(judged)
            yield StageDone("soft_targets", time.perf_counter() - started)
        for helper in self.config.helpers:
            del self.pairs[helper]  # what they know is told

    def baseline(self, seed: int | None = None) -> Iterator[Event]:
        """Train the student alone: same initial weights, seed, steps and schedule, only what the teachers say absent.

        Without their words there is no transfer set either, and the labelled sentences take its place.
        """
        settings = replace(self.config.student, epochs=self.config.baseline_epochs)
        pair = self._small("baseline", seed)
        return self._training(pair, self._task("baseline", pair, self._spelt, settings, self._hard, seed))

    def student(self, seed: int | None = None) -> Iterator[Event]:
        """Train the student on the teachers' logits and the labels, and on the transfer set, which has logits alone.

        Another `seed` than the settings' changes the network's own chances and nothing else.
        """
        pair, transfer = self._small("student", seed), self._transfer
        rows = Rows(
            self._spelt.texts + transfer, self._spelt.labels + [UNLABELLED] * len(transfer), self.dataset.train.extra
        )
        task = self._task("student", pair, rows, self.config.student, self._distil, seed)
        validation = replace(task.validation, teacher_logits=self._told(self.dataset.validation.texts))
        told = self._ensemble.of_learnt({name: self._soft[name].of(texts) for name, texts in self._learnt().items()})
        learnt = replace(task.train, teacher_logits=torch.cat([told, self._told(transfer)]) if transfer else told)
        return self._training(pair, replace(task, train=learnt, validation=validation, transfer=len(transfer)))

    def exam(self) -> Iterator[Event]:
        """Judge all four candidates on the test rows, which nothing has seen before."""
        started = time.perf_counter()
        train_rows, test = self.dataset.train, self.dataset.test
        yield StageStarted("exam", n_steps=0)
        candidates = {name: self._candidate(name) for name in ("teacher", "student", "baseline")}
        opponent = fit_tfidf(train_rows.texts, train_rows.labels, len(self.dataset.label_names))
        pace = opponent.speed(test.texts)
        candidates["tfidf"] = Candidate(
            name="tfidf",
            probabilities=opponent.probabilities(test.texts),
            n_parameters=opponent.n_parameters(),
            n_bytes=opponent.n_bytes(),
            ms_per_sentence=pace.ms_per_sentence,
            sentences_per_s=pace.sentences_per_s,
            epochs=0,
            noise_accuracy=self._noise_accuracy(opponent.probabilities),
        )
        names = self.dataset.label_names
        results = examine(np.array(test.labels), candidates, names)
        answers = {name: candidate.probabilities for name, candidate in candidates.items()}
        table = predictions_table(test.texts, np.array(test.labels), answers, names, test.extra)
        known = {
            "teacher": probabilities(self._soft["teacher"].of(self.dataset.validation.texts)).numpy(),
            "student": class_probabilities(*self.pairs["student"], self.dataset.validation.texts),
        }
        rows = self.dataset.validation
        validation = predictions_table(rows.texts, np.array(rows.labels), known, names, rows.extra)
        yield ExamDone("exam", add_calibration(results, table, validation), table, validation)
        yield StageDone("exam", time.perf_counter() - started)

    @cached_property
    def _spelt(self) -> Rows:
        """Return the training rows as often as the settings want other spellings, block after block."""
        own, n = self.dataset.train, self.config.spellings
        if n == 1:
            return own
        variants = [[text, *spelling_variants(text, n - 1, self.config.seed)] for text in own.texts]
        # A sentence with too few of them begins anew.
        texts = [spelt[i % len(spelt)] for i in range(n) for spelt in variants]
        return replace(own, texts=texts, labels=own.labels * n)

    @cached_property
    def _transfer(self) -> list[str]:
        """Return the transfer set: the file's own sentences without a label, and some made of training rows."""
        train = self.dataset.train
        made = recombined(train.texts, self.config.transfer * len(train), self.config.seed)
        return [*self.dataset.unlabelled, *made]

    @cached_property
    def _ensemble(self) -> Ensemble:
        return Ensemble(self.config, len(self.dataset.train))

    def _asked(self) -> dict[str, tuple[list[str], list[str]]]:
        """Return what each teacher is asked, and what it is judged by; a fold, only what it has not learnt."""
        judged = self.dataset.validation.texts
        return {
            name: (texts, []) if self._ensemble.left_out(name) is not None else ([*texts, *self._transfer], judged)
            for name, texts in self._learnt().items()
        }

    def _learnt(self) -> dict[str, list[str]]:
        """Return about which of the training rows each teacher is asked."""
        asked = {name: self._ensemble.left_out(name) for name in self._ensemble.members}
        return {
            name: self._spelt.texts if left_out is None else _chosen(self._spelt, left_out).texts
            for name, left_out in asked.items()
        }

    def _told(self, texts: list[str]) -> Tensor:
        """Return what the teachers of all rows say, logits (N, C)."""
        members = (name for name in self._ensemble.members if self._ensemble.left_out(name) is None)
        return self._ensemble.of_all({name: self._soft[name].of(texts) for name in members})

    def _small(self, stage: str, seed: int | None) -> Pair:
        changes = Changes(dropout=self.config.dropout)
        return self._network(stage, self.config.encoders.student, changes, self.config.seed if seed is None else seed)

    def _network(self, stage: str, encoder: str, changes: Changes, seed: int) -> Pair:
        """Return the network a stage begins with: the encoder, or what an earlier run made of it."""
        start = str(self.init_from[stage]) if stage in self.init_from else encoder
        return load_classifier(start, self.dataset.label_names, seed, changes)

    def _task(
        self, stage: str, pair: Pair, rows: Rows, settings: StageConfig, loss: Loss, seed: int | None
    ) -> StageTask:
        """Return a task without soft targets."""
        learnt, judged = (encode(pair[1], part.texts, part.labels) for part in (rows, self.dataset.validation))
        seed = self.config.seed if seed is None else seed
        return StageTask(stage, learnt, judged, loss, settings, seed, self.config.spellings)

    def _training(self, pair: Pair, task: StageTask) -> Iterator[Event]:
        started = time.perf_counter()
        network, tokenizer = pair
        stage, settings = task.stage, task.settings
        state = new_state(network, task)
        yield self._begin(state, task)
        epoch, accuracy, ended = state.best_epoch, state.best_accuracy, False
        for event in train(state, task):
            yield event
            if isinstance(event, EpochDone):
                epoch, accuracy = event.epoch, event.validation_accuracy
                yield from self._judge_tracked(stage, epoch, pair)
            if ended := stage == "student" and self.cut_short:
                break
        if ended and state.best_weights is not None:
            network.load_state_dict(state.best_weights)
        if settings.keep == "best" or ended:
            epoch, accuracy = state.best_epoch, max(state.best_accuracy, 0.0)
        self.pairs[stage] = (as_stored(network.eval()), tokenizer)
        yield StageDone(stage, time.perf_counter() - started, epoch, accuracy, ended, network, tokenizer)

    def _begin(self, state: TrainState, task: StageTask) -> Resumed | StageStarted:
        """Bring the state to where the stage begins: a checkpoint, an earlier run's network, or a fresh one."""
        stage, n_epochs, per_epoch = task.stage, task.settings.epochs, task.steps_per_epoch()
        if stage in self.frozen:
            state.load_state_dict(self.frozen.pop(stage))
            step = state.epoch * per_epoch + state.step_in_epoch
            return Resumed(stage, step, per_epoch * n_epochs, state.epoch, n_epochs)
        if stage in self.init_from:  # what goes on must not end worse than it began
            loss, accuracy = judge(state.network, task)
            state.judge(accuracy, loss)
        return StageStarted(stage, per_epoch * n_epochs, n_epochs)

    def _judge_tracked(self, stage: str, epoch: int, pair: Pair) -> Iterator[Event]:
        if self.tracked and stage in ("teacher", "student"):
            answer = class_probabilities(*pair, self.tracked)
            confidences = [round(float(share), 6) for share in answer.max(axis=1)]
            yield TrackedJudged(stage, epoch, answer.argmax(axis=1).tolist(), confidences)

    def _hard(self, answer: Tensor, batch: Batch) -> Tensor:
        return hard_loss(answer, batch.labels)

    def _distil(self, answer: Tensor, batch: Batch) -> Tensor:
        assert batch.teacher_logits is not None, "the student's rows carry soft targets"
        settings = self.config.distill
        return distillation_loss(
            answer, batch.teacher_logits, batch.labels, temperature=settings.temperature, alpha=settings.alpha
        )

    def _candidate(self, name: str) -> Candidate:
        network, tokenizer = self.pairs[name]
        network.cpu()  # times and answers are those of the processor, everywhere
        probabilities, pace = timed_probabilities(network, tokenizer, self.dataset.test.texts)
        epochs = {
            "teacher": self.config.teacher.epochs,
            "student": self.config.student.epochs,
            "baseline": self.config.baseline_epochs,
        }
        return Candidate(
            name=name,
            probabilities=probabilities,
            n_parameters=network.num_parameters(),
            n_bytes=stored_bytes(network, tokenizer),
            ms_per_sentence=pace.ms_per_sentence,
            sentences_per_s=pace.sentences_per_s,
            epochs=epochs[name],
            noise_accuracy=self._noise_accuracy(partial(class_probabilities, network, tokenizer)),
        )

    @cached_property
    def _noisy(self) -> list[str]:
        return [mistyped(text) for text in self.dataset.test.texts]

    def _noise_accuracy(self, ask: Callable[[list[str]], npt.NDArray[Any]]) -> float | None:
        """Return the share of the mistyped test sentences that are got right; None where somebody waits for the end."""
        if self.cut_short:
            return None
        return float(np.mean(ask(self._noisy).argmax(axis=1) == np.array(self.dataset.test.labels)))


def _chosen(rows: Rows, chosen: npt.NDArray[np.bool_]) -> Rows:
    """Return the texts and labels of the chosen rows."""
    places = np.flatnonzero(chosen).tolist()
    return Rows([rows.texts[i] for i in places], [rows.labels[i] for i in places], rows.extra)
