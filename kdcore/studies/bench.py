"""Benchmark of the public notebook's method against ours: same process, threads, sentences and architectures.

Weights are random, since time does not depend on them: BERT-base (109 M parameters) and BERT-tiny (4.4 M). The two
methods alternate step by step, so that a machine whose speed drifts affects both alike; figures are medians.
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

from kdcore.bundled import ENCODERS
from kdcore.data import load_dataset
from kdcore.models.batches import Batch, EncodedRows, batch_order, collate, encode
from kdcore.models.device import accelerator, has_fast_bf16
from kdcore.training.losses import distillation_loss, hard_loss
from kdcore.training.optimisation import OptimiserSettings, new_optimiser

_PADDED_TO = 128  # tokens, in the notebook
_NOTEBOOK_BATCH, _OUR_BATCH, _LABEL_BATCH = 16, 32, 128  # sentences
_EPOCHS = 5  # of the student, in both methods
_LARGE_STEPS, _SMALL_STEPS, _SINGLES, _WARM_UP = 8, 30, 100, 2
_BASE = {"hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072}
_TINY = {"hidden_size": 128, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 512}


@dataclass(frozen=True)
class _Method:
    """How sentences are batched and computed."""

    batch_size: int
    padded: bool  # every sentence to _PADDED_TO tokens, else each batch to its longest
    fast: bool  # bf16 autocast where it is faster, fused AdamW, similar lengths together


_NOTEBOOK, _OURS = _Method(_NOTEBOOK_BATCH, True, False), _Method(_OUR_BATCH, False, True)


def _network(sizes: dict[str, int]) -> BertForSequenceClassification:
    torch.manual_seed(0)
    return BertForSequenceClassification(BertConfig(num_labels=2, **sizes)).to(accelerator().device)


def _batches(rows: EncodedRows, method: _Method, n: int) -> list[Batch]:
    """Return n batches whose lengths are distributed like those of an epoch."""
    order = batch_order([len(ids) for ids in rows.token_ids], method.batch_size, bucketed=method.fast, seed=(0,))
    full = sorted(
        (b for b in order if len(b) == method.batch_size), key=lambda b: max(len(rows.token_ids[i]) for i in b)
    )
    picked = [full[round(i)] for i in np.linspace(0, len(full) - 1, 2 * n + 1)[1::2]]
    return [_padded(collate(rows, chosen), method).to(accelerator().device) for chosen in picked]


def _padded(batch: Batch, method: _Method) -> Batch:
    if not method.padded:
        return batch
    missing = _PADDED_TO - batch.input_ids.shape[1]
    ids = torch.nn.functional.pad(batch.input_ids, (0, missing))
    mask = torch.nn.functional.pad(batch.attention_mask, (0, missing))
    return Batch(ids, mask, batch.labels, batch.teacher_logits)


def _forward(network: BertForSequenceClassification, batch: Batch, method: _Method) -> torch.Tensor:
    if not method.fast:
        return network(input_ids=batch.input_ids, attention_mask=batch.attention_mask).logits
    with accelerator().autocast():
        return network(input_ids=batch.input_ids, attention_mask=batch.attention_mask).logits.float()


def _training_step(sizes: dict[str, int], method: _Method, *, distil: bool) -> Callable[[Batch], None]:
    network = _network(sizes).train()
    settings = OptimiserSettings(2e-5, n_steps=10_000, fused=True if method.fast else None)
    optimiser = new_optimiser(network.parameters(), settings)

    def step(batch: Batch) -> None:
        logits = _forward(network, batch, method)
        if distil:
            loss = distillation_loss(logits, logits.detach().flip(1), batch.labels, temperature=3.0, alpha=0.7)
        else:
            loss = hard_loss(logits, batch.labels)
        optimiser.step(loss)

    return step


def _inference_step(sizes: dict[str, int], method: _Method) -> Callable[[Batch], None]:
    network = _network(sizes).eval()

    def infer(batch: Batch) -> None:
        with torch.no_grad():
            _forward(network, batch, method)

    return infer


@dataclass(frozen=True)
class _Workload:
    """One method's work and the batches it is done on."""

    work: Callable[[Batch], None]
    batches: Sequence[Batch]

    def n_tokens(self, i: int) -> int:
        return self.batches[i].input_ids.numel()


def _alternate(a: _Workload, b: _Workload, n: int) -> tuple[float, float]:
    """Return the seconds per batch of either workload, from n batches each, alternating in changing order.

    Batches that are not padded differ in length, so the median is taken over seconds per token, then multiplied by the
    mean number of tokens in a batch.
    """
    turns = (a, b)
    for turn in turns:
        for i in range(_WARM_UP):
            turn.work(turn.batches[i % len(turn.batches)])
    pace: tuple[list[float], list[float]] = ([], [])
    for i in range(n):
        for k in (0, 1) if i % 2 == 0 else (1, 0):
            turn, j = turns[k], i % len(turns[k].batches)
            started = time.perf_counter()
            turn.work(turn.batches[j])
            _wait_for_device()
            pace[k].append((time.perf_counter() - started) / turn.n_tokens(j))
    means = [sum(turn.n_tokens(i) for i in range(len(turn.batches))) / len(turn.batches) for turn in turns]
    return median(pace[0]) * means[0], median(pace[1]) * means[1]


def _wait_for_device() -> None:
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    _wait_for_device()
    return time.perf_counter() - started


def _peak_flops() -> float:
    """Return this machine's speed of matrix products in floating point operations per second, best of several."""
    kind = torch.bfloat16 if has_fast_bf16() else torch.float32
    size = 2048
    a = torch.randn(size, size, dtype=kind, device=accelerator().device)
    best = min(_seconds(lambda: torch.mm(a, a)) for _ in range(12))
    return 2 * size**3 / best


def _flops(step: Callable[[Batch], None], batch: Batch) -> int:
    with FlopCounterMode(display=False) as counter:
        step(batch)
    return int(counter.get_total_flops())


@dataclass(frozen=True)
class _Sentences:
    """The bundled training rows, tokenised, and how long that took."""

    rows: EncodedRows
    tokenise_s: float

    @classmethod
    def bundled(cls) -> _Sentences:
        rows = load_dataset().train
        tokenizer = AutoTokenizer.from_pretrained(ENCODERS / "compact-teacher")
        seconds = _seconds(lambda: encode(tokenizer, rows.texts, rows.labels))
        return cls(encode(tokenizer, rows.texts, rows.labels), seconds)

    def epoch_s(self, step_s: float, batch_size: int) -> float:
        return step_s * len(self.rows) / batch_size


def _measure_teacher(sentences: _Sentences) -> tuple[float, float, float]:
    """Return the seconds of an epoch with the notebook's method and ours, and our share of the matrix-product peak."""
    theirs, ours = (_batches(sentences.rows, method, _LARGE_STEPS) for method in (_NOTEBOOK, _OURS))
    step = _training_step(_BASE, _OURS, distil=False)
    a, b = _alternate(
        _Workload(_training_step(_BASE, _NOTEBOOK, distil=False), theirs), _Workload(step, ours), _LARGE_STEPS
    )
    middle = ours[len(ours) // 2]
    tokens = float(np.mean([batch.input_ids.numel() for batch in ours]))
    share = _flops(step, middle) * tokens / middle.input_ids.numel() / b / _peak_flops()
    return sentences.epoch_s(a, _NOTEBOOK_BATCH), sentences.epoch_s(b, _OUR_BATCH), share


def _measure_distillation(sentences: _Sentences) -> tuple[float, float]:
    """Return the seconds of five epochs: teacher logits in every epoch, or once for all; tokenising included."""
    rows, labelling = sentences.rows, _Method(_LABEL_BATCH, padded=False, fast=True)
    infer_a, infer_b = _alternate(
        _Workload(_inference_step(_BASE, _NOTEBOOK), _batches(rows, _NOTEBOOK, _LARGE_STEPS)),
        _Workload(_inference_step(_BASE, labelling), _batches(rows, labelling, _LARGE_STEPS)),
        _LARGE_STEPS,
    )
    step_a, step_b = _alternate(
        _Workload(_training_step(_TINY, _NOTEBOOK, distil=True), _batches(rows, _NOTEBOOK, _SMALL_STEPS)),
        _Workload(_training_step(_TINY, _OURS, distil=True), _batches(rows, _OURS, _SMALL_STEPS)),
        _SMALL_STEPS,
    )
    once = sentences.tokenise_s + sentences.epoch_s(infer_b, _LABEL_BATCH)
    return (
        _EPOCHS * sentences.epoch_s(infer_a + step_a, _NOTEBOOK_BATCH),
        once + _EPOCHS * sentences.epoch_s(step_b, _OUR_BATCH),
    )


def _measure_one_sentence(sentences: _Sentences) -> tuple[float, float]:
    """Return the student's milliseconds per sentence, padded and not."""
    padded, plain = _Method(1, padded=True, fast=False), _Method(1, padded=False, fast=False)
    a, b = (
        _Workload(_inference_step(_TINY, method), _batches(sentences.rows, method, _SINGLES))
        for method in (padded, plain)
    )
    seconds = _alternate(a, b, _SINGLES)
    return 1000 * seconds[0], 1000 * seconds[1]


def measure() -> dict[str, Any]:
    """Return the figures of both methods and their ratios, ready for JSON; seconds (`_s`) and milliseconds (`_ms`).

    Epochs are extrapolated from timed steps: `teacher_epoch_s` over all training rows, `distillation_s` over five
    epochs of the student.
    """
    sentences = _Sentences.bundled()
    teacher_a, teacher_b, share = _measure_teacher(sentences)
    pairs = {
        "teacher_epoch_s": (teacher_a, teacher_b),
        "distillation_s": _measure_distillation(sentences),
        "one_sentence_ms": _measure_one_sentence(sentences),
    }
    return {
        "notebook": {name: pair[0] for name, pair in pairs.items()},
        "ours": {name: pair[1] for name, pair in pairs.items()},
        "times_faster": {name: pair[0] / pair[1] for name, pair in pairs.items()},
        "extrapolated": ["teacher_epoch_s", "distillation_s"],
        "teacher_share_of_peak": share,
        "bf16": has_fast_bf16(),
        "threads": torch.get_num_threads(),
        "n_rows": len(sentences.rows),
        "processor": _processor(),
    }


def _processor() -> str:
    if torch.cuda.is_available():
        return torch.cuda.get_device_name()
    return f"CPU, {torch.backends.cpu.get_cpu_capability()}"
