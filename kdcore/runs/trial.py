"""A few seconds of training, to know how long a whole one takes on this machine with these sentences and encoders.

`python -m kdcore.runs.trial TEACHER STUDENT [FILE]` prints the pace as JSON; without FILE, of the bundled sentences.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from kdcore.config import EncoderPair, StageConfig
from kdcore.data import load_dataset
from kdcore.errors import KdError
from kdcore.learning.batches import EncodedRows, encode
from kdcore.learning.encoders import Pair, load_classifier
from kdcore.learning.inference import logits
from kdcore.learning.loop import Lesson, new_state, train
from kdcore.learning.losses import hard_loss
from kdcore.runs.create import n_cores
from kdcore.runs.estimate import Pace

_BATCH = 64  # sentences, as in the presets
_N_BATCHES = 5  # of the teacher, the first of which warms up and is not counted; the student gets three times as many
_N_LABELLED = 256  # sentences
_EXAM = 1.7  # an exam costs so many labellings by the teacher: all four candidates, once one by one for their speed


def measure(encoders: EncoderPair, texts: Sequence[str], label_names: list[str]) -> Pace:
    """Return the seconds a sentence takes in each stage here, measured on some batches of `texts`.

    Raises:
        EncoderError: an encoder cannot be loaded.
    """
    torch.set_num_threads(n_cores())
    teacher = load_classifier(encoders.teacher, label_names, 0)
    student = load_classifier(encoders.student, label_names, 0)
    chosen = list(texts[:: max(1, len(texts) // 4000)])
    labelling = _labelling_s(teacher, chosen)
    return Pace(
        teacher_s=_training_s(teacher, chosen, _N_BATCHES),
        soft_targets_s=labelling,
        student_s=_training_s(student, chosen, 3 * _N_BATCHES),
        exam_s=_EXAM * labelling,
    )


def _training_s(pair: Pair, texts: Sequence[str], n_batches: int) -> float:
    """Return the seconds one sentence takes to learn from, by the loop of a real training on batches of all lengths."""
    network, tokenizer = pair
    rows = encode(tokenizer, texts, [0] * len(texts))
    by_length = np.argsort([len(ids) for ids in rows.token_ids], kind="stable")
    picked = by_length[np.linspace(0, len(rows) - 1, min(len(rows), n_batches * _BATCH)).round().astype(int)]
    some = EncodedRows([rows.token_ids[i] for i in picked], rows.pad_id, rows.labels[picked])
    settings = StageConfig(1, 1e-5, _BATCH)
    lesson = Lesson("trial", some, some, lambda answer, batch: hard_loss(answer, batch.labels), settings, 0)
    ends = [time.perf_counter()]
    for _ in zip(range(lesson.steps_per_epoch()), train(new_state(network, lesson), lesson), strict=False):
        ends.append(time.perf_counter())
    steps = np.diff(ends)[1:] if len(ends) > 2 else np.diff(ends)  # the first pays for allocation
    return float(np.mean(steps)) / min(_BATCH, len(some))


def _labelling_s(pair: Pair, texts: Sequence[str]) -> float:
    some = list(texts[:: max(1, len(texts) // _N_LABELLED)])[:_N_LABELLED]
    logits(*pair, some[:16])
    started = time.perf_counter()
    logits(*pair, some)
    return (time.perf_counter() - started) / len(some)


def main(arguments: Sequence[str]) -> int:
    """Print the pace and return the exit code."""
    teacher, student, *file = arguments
    try:
        dataset = load_dataset(Path(file[0]), text_column="sentence", label_column="label") if file else load_dataset()
        pace = measure(EncoderPair(teacher, student), dataset.train.texts, dataset.label_names)
    except KdError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(json.dumps(asdict(pace)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
