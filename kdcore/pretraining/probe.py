"""Linear probe: how well a linear classifier on an encoder's frozen vectors does, before any fine-tuning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from transformers import AutoModel

from kdcore.data import Dataset
from kdcore.models.batches import encode, length_sorted
from kdcore.models.encoders import load_classifier
from kdcore.models.registry import locate


def mean_vectors(name: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return the mean (N, H) of the last hidden states of each of N texts, by the encoder called `name`.

    Raises:
        EncoderError: it cannot be loaded.
    """
    _, tokenizer = load_classifier(name, ["0", "1"], 0)
    encoder = AutoModel.from_pretrained(locate(name), dtype=torch.float32, trust_remote_code=False).eval()
    rows = encode(tokenizer, texts, [0] * len(texts))
    means = np.zeros((len(texts), encoder.config.hidden_size), dtype=np.float32)
    for chosen, batch in length_sorted(rows, 128):
        with torch.inference_mode():
            hidden = encoder(input_ids=batch.input_ids, attention_mask=batch.attention_mask).last_hidden_state
        keep = batch.attention_mask[:, :, None].to(hidden.dtype)
        means[chosen] = ((hidden * keep).sum(1) / keep.sum(1).clamp(min=1)).numpy()
    return means


def linear_probe(name: str, dataset: Dataset) -> float:
    """Return the share of validation rows that a logistic regression on the frozen vectors gets right."""
    probe = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))
    probe.fit(mean_vectors(name, dataset.train.texts), dataset.train.labels)
    return float(probe.score(mean_vectors(name, dataset.validation.texts), dataset.validation.labels))
