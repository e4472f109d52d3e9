"""Logits and probabilities of a trained network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from functools import partial

import numpy as np
import torch
from torch import Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from kdcore.models.batches import encode, length_sorted
from kdcore.models.device import accelerator
from kdcore.models.timing import Speed, timed


def logits_in_parts(
    network: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    texts: Sequence[str],
    batch_size: int = 64,
    *,
    to_learn_from: bool = False,
) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield (row numbers (B,), logits (B, C) float32 on the CPU) until every text has its logits.

    Computed in float32 everywhere, so that the same weights answer alike on every machine. Soft targets
    (`to_learn_from`) are computed in the precision of training instead, which is twice as fast with bf16.
    """
    rows = encode(tokenizer, texts, [0] * len(texts))
    network.eval()
    device = next(network.parameters()).device
    for chosen, cpu_batch in length_sorted(rows, batch_size):
        batch = cpu_batch.to(device)
        with torch.inference_mode(), accelerator().autocast() if to_learn_from else nullcontext():
            logits = network(input_ids=batch.input_ids, attention_mask=batch.attention_mask).logits
        yield torch.as_tensor(chosen), logits.float().cpu()


def logits(network: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, texts: Sequence[str]) -> Tensor:
    """Return the logits (N, C), float32 on the CPU, of N texts."""
    answer = torch.zeros(len(texts), network.config.num_labels)
    for rows, part in logits_in_parts(network, tokenizer, texts):
        answer[rows] = part
    return answer


def class_probabilities(
    network: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, texts: Sequence[str]
) -> np.ndarray:
    """Return the probabilities (N, C), float32, of N texts."""
    answer: np.ndarray = probabilities(logits(network, tokenizer, texts)).numpy()
    return answer


def calibrated_probabilities(
    network: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, texts: Sequence[str]
) -> np.ndarray:
    """Return the probabilities (N, C), float32, at this network's calibration temperature, if one was fitted.

    The predicted classes are those of `class_probabilities`. These calibrated confidences are the ones that are shown.
    """
    temperature = float(getattr(network.config, "calibration_temperature", 1.0))
    answer: np.ndarray = probabilities(logits(network, tokenizer, texts) / temperature).numpy()
    return answer


def probabilities(logits: Tensor) -> Tensor:
    """Return the softmax (N, C) of logits (N, C), computed in float32."""
    return torch.softmax(logits.float(), dim=1)


def timed_probabilities(
    network: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, texts: Sequence[str], n_single: int = 60
) -> tuple[np.ndarray, Speed]:
    """Return the probabilities (N, C) of N texts, and how fast they come; see `kdcore.models.timing.timed`."""
    return timed(partial(class_probabilities, network, tokenizer), texts, n_single)
