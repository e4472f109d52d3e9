"""The notebook's way against ours, side by side: same process, threads, sentences and architectures.

Random weights, since time does not depend on them: BERT-base (109 M parameters) and BERT-tiny (4.4 M). The two ways
take turns step by step, so that a machine whose speed drifts treats both alike; figures are medians.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
import torch
from torch.utils.flop_counter import FlopCounterMode
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from kdcore.data import load_dataset
from kdcore.learning.batches import Batch, EncodedRows, batch_order, collate, encode
from kdcore.learning.device import accelerator, has_fast_bf16
from kdcore.learning.encoders import BUNDLED_FOLDER
from kdcore.learning.losses import distillation_loss, hard_loss

_PADDED_TO = 128  # tokens, the notebook's way
_NOTEBOOK_BATCH, _OUR_BATCH, _LABEL_BATCH = 16, 32, 128  # sentences
_EPOCHS = 5  # of the student, both ways
_LARGE_STEPS, _SMALL_STEPS, _WARM_UP = 8, 30, 2
_BASE = {"hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072}
_TINY = {"hidden_size": 128, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 512}


@dataclass(frozen=True)
class _Way:
    """One way to feed and compute."""

    batch_size: int
    padded: bool  # every sentence to _PADDED_TO tokens, else each batch to its longest
    fast: bool  # bf16 autocast where there is, fused AdamW, like lengths together


_NOTEBOOK, _OURS = _Way(_NOTEBOOK_BATCH, True, False), _Way(_OUR_BATCH, False, True)


def _network(sizes: dict[str, int]) -> BertForSequenceClassification:
    torch.manual_seed(0)
    return BertForSequenceClassification(BertConfig(num_labels=2, **sizes)).to(accelerator().device)


def _batches(rows: EncodedRows, way: _Way, n: int) -> list[Batch]:
    """Return n batches whose lengths are spread like those of a whole epoch."""
    order = batch_order([len(ids) for ids in rows.token_ids], way.batch_size, bucketed=way.fast, seed=(0,))
    full = sorted((b for b in order if len(b) == way.batch_size), key=lambda b: max(len(rows.token_ids[i]) for i in b))
    picked = [full[round(i)] for i in np.linspace(0, len(full) - 1, 2 * n + 1)[1::2]]
    return [_padded(collate(rows, rows_) , way).to(accelerator().device) for rows_ in picked]


def _padded(batch: Batch, way: _Way) -> Batch:
    if not way.padded:
        return batch
    missing = _PADDED_TO - batch.input_ids.shape[1]
    ids = torch.nn.functional.pad(batch.input_ids, (0, missing))
    mask = torch.nn.functional.pad(batch.attention_mask, (0, missing))
    return Batch(ids, mask, batch.labels, batch.teacher_logits)


def _forward(network: BertForSequenceClassification, batch: Batch, way: _Way) -> torch.Tensor:
    if not way.fast:
        return network(input_ids=batch.input_ids, attention_mask=batch.attention_mask).logits
    with accelerator().autocast():
        return network(input_ids=batch.input_ids, attention_mask=batch.attention_mask).logits.float()


def _trainer(sizes: dict[str, int], way: _Way, *, distil: bool) -> Callable[[Batch], None]:
    network = _network(sizes).train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-5, fused=True if way.fast else None)

    def step(batch: Batch) -> None:
        answer = _forward(network, batch, way)
        if distil:
            loss = distillation_loss(answer, answer.detach().flip(1), batch.labels, temperature=3.0, alpha=0.7)
        else:
            loss = hard_loss(answer, batch.labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()

    return step


def _answerer(sizes: dict[str, int], way: _Way) -> Callable[[Batch], None]:
    network = _network(sizes).eval()

    def answer(batch: Batch) -> None:
        with torch.no_grad():
            _forward(network, batch, way)

    return answer


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter() - started


Turn = tuple[Callable[[Batch], None], Sequence[Batch]]


def _take_turns(turns: Sequence[Turn], n: int) -> list[float]:
    """Return each way's seconds per batch: the median over n batches, the ways taking turns in changing order."""
    for work, batches in turns:
        for i in range(_WARM_UP):
            work(batches[i % len(batches)])
    times: list[list[float]] = [[] for _ in turns]
    for i in range(n):
        order = range(len(turns)) if i % 2 == 0 else reversed(range(len(turns)))
        for k in order:
            work, batches = turns[k]
            times[k].append(_seconds(lambda work=work, batch=batches[i % len(batches)]: work(batch)))  # type: ignore
    # Batches of ours differ in length, so their mean is what an epoch is made of; the notebook's are all alike.
    return [float(np.mean(_without_outliers(series))) for series in times]


def _without_outliers(series: list[float]) -> list[float]:
    middle = median(series)
    return [x for x in series if x <= 3 * middle]


def _peak_flops() -> float:
    """Return this machine's matrix-product speed in floating point operations a second, best of several."""
    kind = torch.bfloat16 if has_fast_bf16() else torch.float32
    size = 2048
    a = torch.randn(size, size, dtype=kind, device=accelerator().device)
    best = min(_seconds(lambda: torch.mm(a, a)) for _ in range(12))
    return 2 * size**3 / best


def _flops(step: Callable[[Batch], None], batch: Batch) -> int:
    with FlopCounterMode(display=False) as counter:
        step(batch)
    return int(counter.get_total_flops())


def measure() -> dict[str, Any]:
    """Return the figures of both ways and their ratios, ready for JSON; seconds unless named otherwise.

    Epochs are extrapolated from timed steps: `teacher_epoch_s` over all training rows, `distillation_s` over five
    epochs of the student, for the notebook with the teacher's answer to every batch of every epoch, for us with one
    teacher pass and the tokenising included.
    """
    rows = load_dataset().train
    tokenizer = AutoTokenizer.from_pretrained(BUNDLED_FOLDER / "compact-teacher")
    tokenise_s = _seconds(lambda: encode(tokenizer, rows.texts, rows.labels))
    encoded = encode(tokenizer, rows.texts, rows.labels)
    n_rows = len(rows)
    large = [_batches(encoded, way, _LARGE_STEPS) for way in (_NOTEBOOK, _OURS)]
    small = [_batches(encoded, way, _SMALL_STEPS) for way in (_NOTEBOOK, _OURS)]

    our_teacher = _trainer(_BASE, _OURS, distil=False)
    teacher = _take_turns([(_trainer(_BASE, _NOTEBOOK, distil=False), large[0]), (our_teacher, large[1])], _LARGE_STEPS)
    flops = float(np.mean([_flops(our_teacher, batch) for batch in large[1]]))
    labelling = _Way(_LABEL_BATCH, padded=False, fast=True)
    answers = _take_turns(
        [
            (_answerer(_BASE, _NOTEBOOK), large[0]),
            (_answerer(_BASE, labelling), _batches(encoded, labelling, _LARGE_STEPS)),
        ],
        _LARGE_STEPS,
    )
    student = _take_turns([(_trainer(_TINY, way, distil=True), b) for way, b in zip((_NOTEBOOK, _OURS), small, strict=True)], _SMALL_STEPS)
    ways = [_Way(1, True, False), _Way(1, False, False)]
    single = _take_turns([(_answerer(_TINY, way), _batches(encoded, way, 100)) for way in ways], 100)

    def epoch(seconds: float, batch_size: int) -> float:
        return seconds * n_rows / batch_size

    notebook = {
        "teacher_epoch_s": epoch(teacher[0], _NOTEBOOK_BATCH),
        "distillation_s": _EPOCHS * epoch(answers[0] + student[0], _NOTEBOOK_BATCH),
        "one_sentence_ms": 1000 * single[0],
    }
    ours = {
        "teacher_epoch_s": epoch(teacher[1], _OUR_BATCH),
        "distillation_s": tokenise_s + epoch(answers[1], _LABEL_BATCH) + _EPOCHS * epoch(student[1], _OUR_BATCH),
        "one_sentence_ms": 1000 * single[1],
    }
    return {
        "notebook": notebook,
        "ours": ours,
        "times_faster": {name: notebook[name] / ours[name] for name in ours},
        "extrapolated": ["teacher_epoch_s", "distillation_s"],
        "teacher_share_of_peak": flops / teacher[1] / _peak_flops(),
        "bf16": has_fast_bf16(),
        "threads": torch.get_num_threads(),
        "n_rows": n_rows,
        "processor": _processor(),
    }


def _processor() -> str:
    if torch.cuda.is_available():
        return torch.cuda.get_device_name()
    return f"CPU, {torch.backends.cpu.get_cpu_capability()}"
