"""Our own small architecture, registered so that the `AutoModel` classes load it like any other.

It reads characters rather than word pieces, because one letter of a Bengali verb ending decides its mood (`koro`,
`kori`, `korbo`), and romanised Bengali has no fixed spelling.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, AutoModelForSequenceClassification, PretrainedConfig, PreTrainedModel
from transformers.modeling_outputs import BaseModelOutput, SequenceClassifierOutput


class CharCnnConfig(PretrainedConfig):
    """Sizes of a character convolution network."""

    model_type = "kd_char_cnn"

    def __init__(
        self,
        vocab_size: int = 256,
        embedding_size: int = 64,
        hidden_size: int = 160,
        dilations: tuple[int, ...] | list[int] = (1, 2, 4, 8),
        dropout: float = 0.1,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("pad_token_id", 0)
        super().__init__(**kwargs)
        self.vocab_size = vocab_size
        self.embedding_size = embedding_size
        self.hidden_size = hidden_size
        self.dilations = list(dilations)
        self.dropout = dropout


class _CharCnnPreTrained(PreTrainedModel):
    config_class = CharCnnConfig
    base_model_prefix = "encoder"

    def _init_weights(self, module: nn.Module) -> None:
        if isinstance(module, nn.Conv1d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=0.02)
            nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=0.5)
            with torch.no_grad():
                module.weight[module.padding_idx].zero_()


class CharCnnModel(_CharCnnPreTrained):
    """Residual gated convolutions of growing dilation: characters (B, L) to one vector each (B, L, hidden).

    Half of a convolution's channels gate the other half (gated linear units, Dauphin et al. 2017).
    """

    def __init__(self, config: CharCnnConfig) -> None:
        super().__init__(config)
        size = config.hidden_size
        self.embedding = nn.Embedding(config.vocab_size, config.embedding_size, padding_idx=config.pad_token_id)
        self.inlet = nn.Conv1d(config.embedding_size, size, 3, padding=1)
        self.norms = nn.ModuleList(nn.LayerNorm(size) for _ in config.dilations)
        self.layers = nn.ModuleList(nn.Conv1d(size, 2 * size, 3, padding=d, dilation=d) for d in config.dilations)
        self.dropout = nn.Dropout(config.dropout)
        self.post_init()

    def forward(self, input_ids: Tensor, attention_mask: Tensor | None = None, **_: Any) -> BaseModelOutput:
        """Return `last_hidden_state` (B, L, hidden); it is zero at padding, which therefore changes nothing."""
        mask = torch.ones_like(input_ids) if attention_mask is None else attention_mask
        keep = mask[:, None, :].to(self.embedding.weight.dtype)  # (B, 1, L)
        hidden = self.inlet(self.embedding(input_ids).transpose(1, 2) * keep) * keep
        for norm, layer in zip(self.norms, self.layers, strict=True):
            normed = norm(hidden.transpose(1, 2)).transpose(1, 2) * keep
            hidden = hidden + self.dropout(F.glu(layer(normed), dim=1)) * keep
        return BaseModelOutput(last_hidden_state=hidden.transpose(1, 2))


class CharCnnForSequenceClassification(_CharCnnPreTrained):
    """Mean and maximum over the characters, then one linear layer to the classes."""

    def __init__(self, config: CharCnnConfig) -> None:
        super().__init__(config)
        self.encoder = CharCnnModel(config)
        self.dropout = nn.Dropout(config.dropout)
        self.classifier = nn.Linear(2 * config.hidden_size, config.num_labels)
        self.post_init()

    def forward(self, input_ids: Tensor, attention_mask: Tensor | None = None, **_: Any) -> SequenceClassifierOutput:
        """Return `logits` (B, C)."""
        mask = torch.ones_like(input_ids) if attention_mask is None else attention_mask
        hidden = self.encoder(input_ids, mask).last_hidden_state
        keep = mask[:, :, None].to(hidden.dtype)  # (B, L, 1)
        mean = (hidden * keep).sum(1) / keep.sum(1).clamp(min=1)
        # An empty sentence has no character to take the maximum of: zero, not minus infinity.
        largest = hidden.masked_fill(keep == 0, torch.finfo(hidden.dtype).min).amax(1) * (keep.sum(1) > 0)
        return SequenceClassifierOutput(logits=self.classifier(self.dropout(torch.cat([mean, largest], dim=1))))


AutoConfig.register(CharCnnConfig.model_type, CharCnnConfig)
AutoModel.register(CharCnnConfig, CharCnnModel)
AutoModelForSequenceClassification.register(CharCnnConfig, CharCnnForSequenceClassification)
