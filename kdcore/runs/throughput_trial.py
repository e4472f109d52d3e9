"""A few seconds of training, to know how long a whole one takes on this machine with these sentences and encoders.

`python -m kdcore.runs.throughput_trial ROOT TEACHER STUDENT [FILE]` prints the seconds a sentence takes as JSON. ROOT
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
from kdcore.training.checkpoint import save_checkpoint
from kdcore.training.events import StepDone
from kdcore.training.loop import StageTask, new_state, train
from kdcore.training.losses import hard_loss
from kdcore.training.state import TrainState

_BATCH = 64  # sentences, as in the presets
_ANSWERED = 64  # sentences that are answered at a time
_N_BATCHES = 4  # of the teacher; the student gets three times as many
_EXAM = 1.7  # an exam costs so many answers of the teacher: all four candidates, once one by one for their speed


def measure(root: Path, encoders: EncoderPair, texts: Sequence[str], label_names: list[str]) -> SentenceTimes:
    """Return the seconds a sentence takes in each stage here, measured on some batches of `texts`.

    A checkpoint is written below `root`, to be timed, and deleted.

    Raises:
        EncoderError: an encoder cannot be loaded.
    """
    torch.set_num_threads(n_cores())
    teacher = load_classifier(encoders.teacher, label_names, 0)
    student = load_classifier(encoders.student, label_names, 0)
    chosen = list(texts[:: max(1, len(texts) // 4000)])
    labelling = _answering_s(teacher, chosen, to_learn_from=True)
    answering = _answering_s(teacher, chosen, to_learn_from=False)
    teacher_s, state = _training_s(teacher, chosen, _N_BATCHES)
    student_s, _ = _training_s(student, chosen, 3 * _N_BATCHES)
    return SentenceTimes(teacher_s, labelling, student_s, _EXAM * answering, _saving_s(root, state))


def _typical(lengths: Sequence[int], n_batches: int, size: int = _BATCH) -> npt.NDArray[np.intp]:
    """Return the row numbers of batches at even distances from the shortest to the longest rows, padded as little."""
    by_length = np.argsort(lengths, kind="stable")
    if len(by_length) <= n_batches * size:
        return by_length
    starts = ((np.arange(n_batches) + 0.5) / n_batches * (len(by_length) - size)).round().astype(int)
    return np.concatenate([by_length[start : start + size] for start in starts])


def _training_s(pair: Pair, texts: Sequence[str], n_batches: int) -> tuple[float, TrainState]:
    """Return the seconds one sentence takes to learn from in batches of all lengths, and the state then."""
    network, tokenizer = pair
    rows = encode(tokenizer, texts, [0] * len(texts))
    picked = _typical([len(ids) for ids in rows.token_ids], n_batches)
    some = EncodedRows([rows.token_ids[i] for i in picked], rows.pad_id, rows.labels[picked])
    settings = StageConfig(2, 1e-5, _BATCH)
    task = StageTask("trial", some, some, lambda answer, batch: hard_loss(answer, batch.labels), settings, 0)
    state, steps, before = new_state(network, task), [], 0.0
    for event in train(state, task):
        now = time.perf_counter()
        # Whatever sees a length for the first time prepares for it; a long training has seen them all. So the second
        # pass over the same batches is counted.
        if isinstance(event, StepDone) and event.epoch == settings.epochs:
            steps.append(now - before)
        before = now
        if len(steps) == task.steps_per_epoch():
            break
    return float(np.mean(steps)) / min(_BATCH, len(some)), state


def _saving_s(root: Path, state: TrainState) -> float:
    state.judge(0.0, 0.0)  # a checkpoint holds the best weights as well
    with TemporaryDirectory(dir=root, prefix=".trial-") as folder:
        started = time.perf_counter()
        save_checkpoint(Path(folder), "trial", state.state_dict())
        return time.perf_counter() - started


def _answering_s(pair: Pair, texts: Sequence[str], *, to_learn_from: bool) -> float:
    picked = _typical([len(text) for text in texts], _N_BATCHES, _ANSWERED)
    batches = [[texts[i] for i in part] for part in np.array_split(picked, -(-len(picked) // _ANSWERED))]
    for _ in range(2):  # the second pass counts, as above
        started = time.perf_counter()
        for batch in batches:
            list(logits_in_parts(*pair, batch, to_learn_from=to_learn_from))
    return (time.perf_counter() - started) / len(picked)


def main(arguments: Sequence[str]) -> int:
    """Print the pace and return the exit code."""
    os.nice(LOWEST_PRIORITY) if hasattr(os, "nice") else None  # as a worker, so that what disturbs one disturbs both
    root, teacher, student, *file = arguments
    try:
        dataset = load_dataset(Path(file[0]), text_column="sentence", label_column="label") if file else load_dataset()
        pace = measure(Path(root), EncoderPair(teacher, student), dataset.train.texts, dataset.label_names)
    except KdError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(json.dumps(asdict(pace)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
