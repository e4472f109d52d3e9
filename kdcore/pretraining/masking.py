"""Reading without labels: a network learns a language by filling in words that were masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from transformers import (
    DataCollatorForLanguageModeling,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    get_linear_schedule_with_warmup,
)

from kdcore.models.batches import batch_order, tokenise
from kdcore.models.device import accelerator
from kdcore.models.random_state import seed_everything


@dataclass(frozen=True)
class Reading:
    """How long and how fast is read."""

    epochs: int
    learning_rate: float = 7e-4
    batch_size: int = 128  # sentences
    masked: float = 0.2  # share of the pieces


class Descent:
    """AdamW whose rate rises over the first tenth of a reading's steps and then falls to zero."""

    def __init__(self, parameters: Iterable[torch.nn.Parameter], reading: Reading, n_texts: int) -> None:
        """Prepare to change the parameters in a reading of so many texts."""
        self.parameters = list(parameters)
        self.optimizer = torch.optim.AdamW(self.parameters, lr=reading.learning_rate, weight_decay=0.01, fused=True)
        n_steps = reading.epochs * -(-n_texts // reading.batch_size)
        self.schedule = get_linear_schedule_with_warmup(self.optimizer, n_steps // 10, n_steps)

    def step(self, loss: torch.Tensor) -> float:
        """Make a step that lowers the loss, and return it."""
        accelerator().backward(loss)
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad()
        return loss.item()


def without_dropout(network: PreTrainedModel) -> PreTrainedModel:
    """Return the network in training mode on the accelerator's device, its dropout set to 0 until it is loaded anew."""
    for dropout in (part for part in network.modules() if isinstance(part, torch.nn.Dropout)):
        dropout.p = 0.0
    network.to(accelerator().device)
    return network.train()


def read_masked(
    network: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, texts: Sequence[str], reading: Reading, seed: int = 0
) -> Iterator[float]:
    """Train a masked-language-model `network` in place, yielding the loss of every step in nats per masked piece.

    Other pieces are masked in each epoch, as in Devlin et al. 2019. Masking is noise enough, so there is no dropout:
    drawing its bits is a sixth of a step on a CPU.
    """
    seed_everything(seed)
    engine = accelerator()
    without_dropout(network)
    ids = tokenise(tokenizer, texts)
    mask = DataCollatorForLanguageModeling(tokenizer, mlm_probability=reading.masked, seed=seed)
    lengths = [len(row) for row in ids]
    descent = Descent(network.parameters(), reading, len(ids))
    for epoch in range(reading.epochs):
        for chosen in batch_order(lengths, reading.batch_size, bucketed=True, seed=(seed, epoch)):
            batch = mask([{"input_ids": ids[i]} for i in chosen]).to(engine.device)
            with engine.autocast():
                answer = network(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
            hidden = batch["labels"] != -100
            yield descent.step(F.cross_entropy(answer[hidden].float(), batch["labels"][hidden]))
    network.eval()
