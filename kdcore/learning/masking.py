"""Reading without labels: a network learns a language by filling in words that were masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from transformers import (
    DataCollatorForLanguageModeling,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    get_linear_schedule_with_warmup,
)

from kdcore.learning.batches import batch_order, tokenise
from kdcore.learning.device import accelerator
from kdcore.learning.state import seed_everything


@dataclass(frozen=True)
class Reading:
    """How long and how fast is read."""

    epochs: int
    learning_rate: float = 5e-4
    batch_size: int = 64  # sentences
    masked: float = 0.2  # share of the pieces


def read_masked(
    network: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, texts: Sequence[str], reading: Reading, seed: int = 0
) -> Iterator[float]:
    """Train a masked-language-model `network` in place, yielding the loss of every step in nats per masked piece.

    Other pieces are masked in each epoch, as in Devlin et al. 2019. The learning rate rises over the first tenth of the
    steps and then falls to zero.
    """
    seed_everything(seed)
    engine = accelerator()
    network.to(engine.device).train()
    for dropout in (part for part in network.modules() if isinstance(part, torch.nn.Dropout)):
        dropout.p = 0.0  # masking is noise enough, and drawing dropout's bits is a sixth of a step on a CPU
    ids = tokenise(tokenizer, texts)
    mask = DataCollatorForLanguageModeling(tokenizer, mlm_probability=reading.masked, seed=seed)
    lengths = [len(row) for row in ids]
    optimizer = torch.optim.AdamW(network.parameters(), lr=reading.learning_rate, weight_decay=0.01, fused=True)
    n_steps = reading.epochs * -(-len(ids) // reading.batch_size)
    schedule = get_linear_schedule_with_warmup(optimizer, n_steps // 10, n_steps)
    for epoch in range(reading.epochs):
        for chosen in batch_order(lengths, reading.batch_size, bucketed=True, seed=(seed, epoch)):
            batch = mask([{"input_ids": ids[i]} for i in chosen]).to(engine.device)
            with engine.autocast():
                answer = network(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
            hidden = batch["labels"] != -100
            loss = F.cross_entropy(answer[hidden].float(), batch["labels"][hidden])
            engine.backward(loss)
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            yield loss.item()
    network.eval()
