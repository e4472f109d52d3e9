"""Masked language modelling: an encoder learns a language by predicting masked word pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from transformers import DataCollatorForLanguageModeling, PreTrainedModel, PreTrainedTokenizerBase

from kdcore.models.batches import batch_order, tokenise
from kdcore.models.device import accelerator
from kdcore.models.random_state import seed_everything
from kdcore.training.optimisation import Optimiser, OptimiserSettings, new_optimiser


@dataclass(frozen=True)
class PretrainConfig:
    """How long and how fast an encoder is pretrained."""

    epochs: int
    learning_rate: float = 7e-4  # peak of the schedule, reached after a tenth of the steps
    batch_size: int = 128  # sentences
    masked: float = 0.2  # share of the word pieces

    def optimiser(self, parameters: Iterable[torch.nn.Parameter], n_texts: int) -> Optimiser:
        """Return the optimiser of these parameters for a pretraining on `n_texts` texts."""
        n_steps = self.epochs * -(-n_texts // self.batch_size)
        return new_optimiser(parameters, OptimiserSettings(self.learning_rate, n_steps, n_warmup=n_steps // 10))


def without_dropout(network: PreTrainedModel) -> PreTrainedModel:
    """Return the network in training mode on the accelerator's device, its dropout set to 0 until it is reloaded."""
    for dropout in (part for part in network.modules() if isinstance(part, torch.nn.Dropout)):
        dropout.p = 0.0
    network.to(accelerator().device)
    return network.train()


def pretrain_masked(
    network: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    texts: Sequence[str],
    config: PretrainConfig,
    seed: int = 0,
) -> Iterator[float]:
    """Train a masked language model in place, yielding the loss of every step in nats per masked word piece.

    Every epoch masks other pieces (Devlin et al. 2019). Masking is regularisation enough, so there is no dropout, which
    would take a sixth of a step's time on a CPU.
    """
    seed_everything(seed)
    engine = accelerator()
    without_dropout(network)
    ids = tokenise(tokenizer, texts)
    mask = DataCollatorForLanguageModeling(tokenizer, mlm_probability=config.masked, seed=seed)
    lengths = [len(row) for row in ids]
    optimiser = config.optimiser(network.parameters(), len(ids))
    for epoch in range(config.epochs):
        for chosen in batch_order(lengths, config.batch_size, bucketed=True, seed=(seed, epoch)):
            batch = mask([{"input_ids": ids[i]} for i in chosen]).to(engine.device)
            with engine.autocast():
                logits = network(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
            masked = batch["labels"] != -100
            yield optimiser.step(F.cross_entropy(logits[masked].float(), batch["labels"][masked]))
    network.eval()
