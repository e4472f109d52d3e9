"""Reading beside a teacher: a student encoder learns what each word means to a larger one, before any task.

The general stage of TinyBERT (Jiao et al. 2020), with words as what the two have in common, since one cuts a sentence
into pieces and the other into characters.
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
from kdcore.pretraining.masking import Descent, Reading, without_dropout

_WORD = re.compile(r"\S+")
_Cut = tuple[list[int], list[int]]  # token ids of a sentence, and which of its words each belongs to (-1: none)


def cut_into_words(tokenizer: PreTrainedTokenizerBase, texts: Sequence[str]) -> list[_Cut]:
    """Return for each text its token ids and the number of the word, between blanks, that each token stands in."""
    cut = tokenizer(list(texts), truncation=True, return_offsets_mapping=True)
    rows = []
    for text, ids, spans in zip(texts, cut["input_ids"], cut["offset_mapping"], strict=True):
        word_at = np.full(len(text) + 1, -1)
        for number, word in enumerate(_WORD.finditer(text)):
            word_at[word.start() : word.end()] = number
        rows.append((ids, [int(word_at[start]) if end > start else -1 for start, end in spans]))
    return rows


def word_vectors(hidden: Tensor, words: Tensor, n_words: int) -> Tensor:
    """Return the means (B, n_words, H) of the vectors (B, L, H) of each word's tokens; `words` (B, L), -1 for none.

    A word without a token gets zeros.
    """
    size = hidden.shape[2]
    at = torch.where(words >= 0, words, n_words)  # what belongs to no word is gathered in a last place, and dropped
    sums = hidden.new_zeros(len(hidden), n_words + 1, size).scatter_add(1, at[:, :, None].expand(-1, -1, size), hidden)
    counts = hidden.new_zeros(len(hidden), n_words + 1).scatter_add(1, at, torch.ones_like(at, dtype=hidden.dtype))
    return (sums / counts[:, :, None].clamp(min=1))[:, :n_words]


def read_beside(
    student: PreTrainedModel,
    student_tokenizer: PreTrainedTokenizerBase,
    teacher: PreTrainedModel,
    teacher_tokenizer: PreTrainedTokenizerBase,
    texts: Sequence[str],
    reading: Reading,
    seed: int = 0,
) -> Iterator[float]:
    """Train the encoder `student` in place to predict the teacher's vector of every word, yielding each step's loss.

    The loss is the mean squared error to the teacher's last hidden states, standardised in every dimension, through
    one linear layer that is thrown away: 1 is what guessing the mean gets. `reading.masked` is not used.
    """
    seed_everything(seed)
    engine = accelerator()
    without_dropout(student)
    teacher.to(engine.device).eval()
    small, large = cut_into_words(student_tokenizer, texts), cut_into_words(teacher_tokenizer, texts)
    bridge = _Bridge(student.config.hidden_size, teacher.config.hidden_size).to(engine.device)
    descent = Descent([*student.parameters(), *bridge.parameters()], reading, len(texts))
    pads = student_tokenizer.pad_token_id, teacher_tokenizer.pad_token_id
    lengths = [len(ids) for ids, _ in small]
    for epoch in range(reading.epochs):
        for chosen in batch_order(lengths, reading.batch_size, bucketed=True, seed=(seed, epoch)):
            n_words = 1 + max(max([-1, *words]) for _, words in (small[i] for i in chosen))
            if n_words == 0:
                continue
            with torch.no_grad(), engine.autocast():
                wanted, there = _vectors(teacher, [large[i] for i in chosen], pads[1], n_words, engine.device)
            with engine.autocast():
                got, here = _vectors(student, [small[i] for i in chosen], pads[0], n_words, engine.device)
            both = there & here  # the longest sentences are cut, by each at another place
            yield descent.step(bridge(got[both], wanted[both]))
    student.eval()


class _Bridge(nn.Module):
    """From the student's vectors to the teacher's, which are standardised by those of the first batch."""

    def __init__(self, narrow: int, wide: int) -> None:
        super().__init__()
        self.linear = nn.Linear(narrow, wide)
        self.norm: tuple[Tensor, Tensor] | None = None

    def forward(self, got: Tensor, wanted: Tensor) -> Tensor:
        """Return the mean squared error of what (N, narrow) predicts of (N, wide)."""
        if self.norm is None:
            self.norm = wanted.mean(0), wanted.std(0)
        return F.mse_loss(self.linear(got), (wanted - self.norm[0]) / self.norm[1])


def _vectors(
    network: PreTrainedModel, rows: Sequence[_Cut], pad_id: int, n_words: int, device: torch.device
) -> tuple[Tensor, Tensor]:
    """Return word vectors (B, n_words, H) in float32, and (B, n_words) which of them there are."""
    longest = max(len(ids) for ids, _ in rows)
    ids = torch.full((len(rows), longest), pad_id)
    words = torch.full((len(rows), longest), -1)
    for i, (row, of_word) in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        # A teacher that reads further than the student knows words the batch does not count.
        words[i, : len(row)] = torch.tensor([word if word < n_words else -1 for word in of_word])
    mask = torch.zeros_like(ids)
    for i, (row, _) in enumerate(rows):
        mask[i, : len(row)] = 1
    ids, words, mask = ids.to(device), words.to(device), mask.to(device)
    hidden = network(input_ids=ids, attention_mask=mask).last_hidden_state.float()
    present = torch.zeros(len(rows), n_words + 1, dtype=torch.bool, device=device)
    present = present.scatter(1, torch.where(words >= 0, words, n_words), True)[:, :n_words]
    return word_vectors(hidden, words, n_words), present
