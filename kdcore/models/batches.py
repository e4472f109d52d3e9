"""Sentences as token ids, and token ids as batches that carry little padding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from transformers import PreTrainedTokenizerBase

_POOL_BATCHES = 50  # sentences are sorted by length within random pools of this many batches


@dataclass(frozen=True)
class EncodedRows:
    """Tokenised sentences with their labels and, where there are some, the teachers' logits."""

    token_ids: list[list[int]]  # N lists of ids
    pad_id: int
    labels: Tensor  # (N,) int64
    teacher_logits: Tensor | None = None  # (N, C) float32

    def __len__(self) -> int:
        return len(self.token_ids)


@dataclass(frozen=True)
class Batch:
    """B sentences, padded to the longest of them."""

    input_ids: Tensor  # (B, L) int64
    attention_mask: Tensor  # (B, L) int64
    labels: Tensor  # (B,) int64
    teacher_logits: Tensor | None  # (B, C) float32

    def to(self, device: torch.device) -> Batch:
        """Return the batch on another device."""
        soft = None if self.teacher_logits is None else self.teacher_logits.to(device)
        return Batch(self.input_ids.to(device), self.attention_mask.to(device), self.labels.to(device), soft)


def tokenise(tokenizer: PreTrainedTokenizerBase, texts: Sequence[str]) -> list[list[int]]:
    """Return the token ids of each text, truncated at the tokenizer's `model_max_length`."""
    if not texts:
        return []
    ids: list[list[int]] = tokenizer(list(texts), truncation=True)["input_ids"]
    # An empty text has no token if the tokenizer adds no start and end tokens; networks need at least one.
    return [row or [_id_or_zero(tokenizer.unk_token_id)] for row in ids]


def _id_or_zero(token_id: int | None) -> int:
    return 0 if token_id is None else token_id


def encode(
    tokenizer: PreTrainedTokenizerBase, texts: Sequence[str], labels: Sequence[int], soft: Tensor | None = None
) -> EncodedRows:
    """Return texts, labels and teacher logits, (N, C) or None, ready for training."""
    pad_id = _id_or_zero(tokenizer.pad_token_id)
    return EncodedRows(tokenise(tokenizer, texts), pad_id, torch.tensor(list(labels), dtype=torch.int64), soft)


def batch_order(lengths: Sequence[int], batch_size: int, *, bucketed: bool, seed: Sequence[int]) -> list[np.ndarray]:
    """Return one epoch's batches as arrays of row numbers; every row occurs once.

    A pure function of its arguments, so that a resumed epoch needs no state but the seed. Bucketed batches consist of
    sentences of similar length, which saves padding; their composition and order stay random.
    """
    random = np.random.default_rng(list(seed))
    order = random.permutation(len(lengths))
    if not bucketed:
        return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    sizes = np.asarray(lengths)
    pool = batch_size * _POOL_BATCHES
    batches = []
    for start in range(0, len(order), pool):
        rows = order[start : start + pool]
        rows = rows[np.argsort(sizes[rows], kind="stable")]
        batches += [rows[i : i + batch_size] for i in range(0, len(rows), batch_size)]
    return [batches[i] for i in random.permutation(len(batches))]


def collate(rows: EncodedRows, chosen: np.ndarray) -> Batch:
    """Return the chosen rows as one batch, padded to the longest of them."""
    ids = [rows.token_ids[i] for i in chosen]
    longest = max(len(row) for row in ids)
    input_ids = torch.full((len(ids), longest), rows.pad_id, dtype=torch.int64)
    mask = torch.zeros_like(input_ids)
    for i, row in enumerate(ids):
        input_ids[i, : len(row)] = torch.tensor(row, dtype=torch.int64)
        mask[i, : len(row)] = 1
    index = torch.as_tensor(chosen, dtype=torch.int64)
    soft = None if rows.teacher_logits is None else rows.teacher_logits[index]
    return Batch(input_ids, mask, rows.labels[index], soft)


def length_sorted(rows: EncodedRows, batch_size: int) -> Iterator[tuple[np.ndarray, Batch]]:
    """Yield all rows as (row numbers, batch), longest first so that insufficient memory shows at once."""
    order = np.argsort([-len(row) for row in rows.token_ids], kind="stable")
    for start in range(0, len(order), batch_size):
        chosen = order[start : start + batch_size]
        yield chosen, collate(rows, chosen)
