"""A trial of some seconds: measures how fast this machine trains with given sentences and encoders.

`python -m kdcore.runs.throughput_trial ROOT TEACHER STUDENT [FILE]` prints the seconds per sentence as JSON. ROOT
is the folder of the runs; FILE holds the sentences if they are not the bundled ones.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import torch

from kdcore.config import EncoderPair, StageConfig
from kdcore.data import load_dataset
from kdcore.errors import KdError
from kdcore.models.batches import EncodedRows, encode
from kdcore.models.encoders import Pair, load_classifier
from kdcore.models.inference import logits_in_parts
from kdcore.runs.create import LOWEST_PRIORITY, n_cores
from kdcore.runs.time_estimate import SentenceTimes
from kdcore.training.augmentation import RowLayout
from kdcore.training.checkpoint import save_checkpoint
from kdcore.training.events import StepDone
from kdcore.training.loop import StageTask, new_state, train
from kdcore.training.losses import hard_loss
from kdcore.training.state import TrainState

_BATCH = 64  # sentences, as in the presets
_INFERENCE_BATCH = 64  # sentences
_N_BATCHES = 4  # of the teacher; the student gets three times as many
_EXAM = 1.7  # cost of the exam in forward passes of the teacher: four classifiers, partly one sentence at a time


def measure_sentence_times(
    root: Path, encoders: EncoderPair, texts: Sequence[str], label_names: list[str]
) -> SentenceTimes:
    """Return the seconds per sentence of each stage on this machine, measured on some batches of `texts`.

    A checkpoint is written below `root`, to time it, and deleted.

    Raises:
        EncoderError: an encoder cannot be loaded.
    """
    torch.set_num_threads(n_cores())
    teacher = load_classifier(encoders.teacher, label_names, 0)
    student = load_classifier(encoders.student, label_names, 0)
    chosen = list(texts[:: max(1, len(texts) // 4000)])
    labelling_s = _inference_s(teacher, chosen, to_learn_from=True)
    inference_s = _inference_s(teacher, chosen, to_learn_from=False)
    teacher_s, state = _training_s(teacher, chosen, _N_BATCHES)
    student_s, _ = _training_s(student, chosen, 3 * _N_BATCHES)
    return SentenceTimes(teacher_s, labelling_s, student_s, _EXAM * inference_s, _saving_s(root, state))


def _typical_rows(lengths: Sequence[int], n_batches: int, size: int = _BATCH) -> npt.NDArray[np.intp]:
    """Return the rows of batches of similar lengths, at equal distances from the shortest to the longest."""
    by_length = np.argsort(lengths, kind="stable")
    if len(by_length) <= n_batches * size:
        return by_length
    starts = ((np.arange(n_batches) + 0.5) / n_batches * (len(by_length) - size)).round().astype(int)
    return np.concatenate([by_length[start : start + size] for start in starts])


def _training_s(pair: Pair, texts: Sequence[str], n_batches: int) -> tuple[float, TrainState]:
    """Return the seconds per sentence of training on batches of all lengths, and the state afterwards."""
    network, tokenizer = pair
    rows = encode(tokenizer, texts, [0] * len(texts))
    picked = _typical_rows([len(ids) for ids in rows.token_ids], n_batches)
    some = EncodedRows([rows.token_ids[i] for i in picked], rows.pad_id, rows.labels[picked])
    settings = StageConfig(2, 1e-5, _BATCH)
    layout = RowLayout(len(some))
    task = StageTask("trial", some, layout, some, lambda logits, batch: hard_loss(logits, batch.labels), settings, 0)
    state, steps, before = new_state(network, task), [], 0.0
    for event in train(state, task):
        now = time.perf_counter()
        # The first batch of a length is slower (memory is allocated, kernels are chosen), which hardly counts in a long
        # training. So only the second epoch, over the same batches, is measured.
        if isinstance(event, StepDone) and event.epoch == settings.epochs:
            steps.append(now - before)
        before = now
        if len(steps) == task.steps_per_epoch:
            break
    return float(np.mean(steps)) / min(_BATCH, len(some)), state


def _saving_s(root: Path, state: TrainState) -> float:
    state.update_best(0.0, 0.0)  # a checkpoint holds the best weights as well
    with TemporaryDirectory(dir=root, prefix=".trial-") as folder:
        started = time.perf_counter()
        save_checkpoint(Path(folder), "trial", state.state_dict())
        return time.perf_counter() - started


def _inference_s(pair: Pair, texts: Sequence[str], *, to_learn_from: bool) -> float:
    picked = _typical_rows([len(text) for text in texts], _N_BATCHES, _INFERENCE_BATCH)
    batches = [[texts[i] for i in part] for part in np.array_split(picked, -(-len(picked) // _INFERENCE_BATCH))]
    for _ in range(2):  # the second time counts, as above
        started = time.perf_counter()
        for batch in batches:
            list(logits_in_parts(*pair, batch, to_learn_from=to_learn_from))
    return (time.perf_counter() - started) / len(picked)


def main(arguments: Sequence[str]) -> int:
    """Print the measured times and return the exit code."""
    os.nice(LOWEST_PRIORITY) if hasattr(os, "nice") else None  # as a training, so that other work disturbs both alike
    root, teacher, student, *file = arguments
    try:
        dataset = load_dataset(Path(file[0]), text_column="sentence", label_column="label") if file else load_dataset()
        times = measure_sentence_times(
            Path(root), EncoderPair(teacher, student), dataset.train.texts, dataset.label_names
        )
    except KdError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(json.dumps(asdict(times)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
