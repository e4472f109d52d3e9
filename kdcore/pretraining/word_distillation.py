"""Distillation of word representations: a student encoder learns a larger one's vector of every word.

The general stage of TinyBERT (Jiao et al. 2020) at the level of words, the common unit of the two encoders: one splits
a sentence into word pieces, the other into characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from kdcore.models.batches import batch_order
from kdcore.models.device import accelerator
from kdcore.models.random_state import seed_everything
from kdcore.pretraining.masked_language_modelling import PretrainConfig, without_dropout

_WORD = re.compile(r"\S+")
_Tokens = tuple[list[int], list[int]]  # token ids of a sentence, and the number of each one's word (-1: none)


def tokens_by_word(tokenizer: PreTrainedTokenizerBase, texts: Sequence[str]) -> list[_Tokens]:
    """Return for each text its token ids and the number of each token's word; words are separated by white space."""
    encoded = tokenizer(list(texts), truncation=True, return_offsets_mapping=True)
    rows = []
    for text, ids, spans in zip(texts, encoded["input_ids"], encoded["offset_mapping"], strict=True):
        word_at = np.full(len(text) + 1, -1)
        for number, word in enumerate(_WORD.finditer(text)):
            word_at[word.start() : word.end()] = number
        rows.append((ids, [int(word_at[start]) if end > start else -1 for start, end in spans]))
    return rows


def word_vectors(hidden: Tensor, words: Tensor, n_words: int) -> Tensor:
    """Return the mean vector (B, n_words, H) of each word's tokens; zeros for a word without a token.

    Args:
        hidden: (B, L, H) vectors of the tokens.
        words: (B, L) number of each token's word, -1 for none.
        n_words: of the longest sentence.
    """
    size = hidden.shape[2]
    at = torch.where(words >= 0, words, n_words)  # tokens of no word are summed in a last place, which is dropped
    sums = hidden.new_zeros(len(hidden), n_words + 1, size).scatter_add(1, at[:, :, None].expand(-1, -1, size), hidden)
    counts = hidden.new_zeros(len(hidden), n_words + 1).scatter_add(1, at, torch.ones_like(at, dtype=hidden.dtype))
    return (sums / counts[:, :, None].clamp(min=1))[:, :n_words]


def distil_words(
    student: PreTrainedModel,
    student_tokenizer: PreTrainedTokenizerBase,
    teacher: PreTrainedModel,
    teacher_tokenizer: PreTrainedTokenizerBase,
    texts: Sequence[str],
    config: PretrainConfig,
    seed: int = 0,
) -> Iterator[float]:
    """Train the encoder `student` in place to predict the teacher's vector of every word, yielding each step's loss.

    The loss is the mean squared error to the teacher's last hidden states, standardised in every dimension, through
    a linear projection that is discarded afterwards: predicting the mean gives 1. `config.masked` is not used.
    """
    seed_everything(seed)
    engine = accelerator()
    without_dropout(student)
    teacher.to(engine.device).eval()
    small, large = tokens_by_word(student_tokenizer, texts), tokens_by_word(teacher_tokenizer, texts)
    projection = _Projection(student.config.hidden_size, teacher.config.hidden_size).to(engine.device)
    optimiser = config.optimiser([*student.parameters(), *projection.parameters()], len(texts))
    pads = student_tokenizer.pad_token_id, teacher_tokenizer.pad_token_id
    lengths = [len(ids) for ids, _ in small]
    for epoch in range(config.epochs):
        for chosen in batch_order(lengths, config.batch_size, bucketed=True, seed=(seed, epoch)):
            n_words = 1 + max(max([-1, *words]) for _, words in (small[i] for i in chosen))
            if n_words == 0:
                continue
            with torch.no_grad(), engine.autocast():
                target, in_teacher = _vectors(teacher, [large[i] for i in chosen], pads[1], n_words, engine.device)
            with engine.autocast():
                vectors, in_student = _vectors(student, [small[i] for i in chosen], pads[0], n_words, engine.device)
            both = in_teacher & in_student  # each truncates long sentences at another place
            yield optimiser.step(projection(vectors[both], target[both]))
    student.eval()


class _Projection(nn.Module):
    """From the student's vectors to the teacher's, which are standardised by mean and deviation of the first batch."""

    def __init__(self, student_size: int, teacher_size: int) -> None:
        super().__init__()
        self.linear = nn.Linear(student_size, teacher_size)
        self.norm: tuple[Tensor, Tensor] | None = None

    def forward(self, vectors: Tensor, target: Tensor) -> Tensor:
        """Return the mean squared error of the projected vectors (N, student_size) to the target (N, teacher_size)."""
        if self.norm is None:
            self.norm = target.mean(0), target.std(0)
        return F.mse_loss(self.linear(vectors), (target - self.norm[0]) / self.norm[1])


def _vectors(
    network: PreTrainedModel, rows: Sequence[_Tokens], pad_id: int, n_words: int, device: torch.device
) -> tuple[Tensor, Tensor]:
    """Return word vectors (B, n_words, H) in float32, and which of the words (B, n_words) have a token."""
    longest = max(len(ids) for ids, _ in rows)
    ids = torch.full((len(rows), longest), pad_id)
    words = torch.full((len(rows), longest), -1)
    for i, (row, of_word) in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        # A teacher that truncates later than the student has words beyond `n_words`.
        words[i, : len(row)] = torch.tensor([word if word < n_words else -1 for word in of_word])
    mask = torch.zeros_like(ids)
    for i, (row, _) in enumerate(rows):
        mask[i, : len(row)] = 1
    ids, words, mask = ids.to(device), words.to(device), mask.to(device)
    hidden = network(input_ids=ids, attention_mask=mask).last_hidden_state.float()
    present = torch.zeros(len(rows), n_words + 1, dtype=torch.bool, device=device)
    present = present.scatter(1, torch.where(words >= 0, words, n_words), True)[:, :n_words]
    return word_vectors(hidden, words, n_words), present
