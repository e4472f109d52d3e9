"""A teacher's logits, computed once and cached by teacher and text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from kdcore.models.inference import logits_in_parts
from kdcore.storage import atomic_write


def teacher_id(teacher: PreTrainedModel) -> str:
    """Return an id of exactly these weights: 16 hexadecimal digits of their sha256."""
    digest = hashlib.sha256()
    for name, tensor in sorted(teacher.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]


def text_id(text: str) -> int:
    """Return an id of a text: 63 bits of its sha256."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


class SoftTargets:
    """The logits of one teacher, by text."""

    def __init__(self, teacher: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, folder: Path | None = None):
        """Load what `folder` holds of this teacher; new logits are stored there, for a resumed run."""
        self.teacher, self.tokenizer = teacher, tokenizer
        self.file = None if folder is None else folder / f"{teacher_id(teacher)}.safetensors"
        self._known: dict[int, Tensor] = {}
        if self.file is not None and self.file.is_file():
            stored = load_file(self.file)
            self._known = dict(zip(stored["text_ids"].tolist(), stored["logits"], strict=True))

    def knows(self, texts: Sequence[str]) -> bool:
        """Return whether the logits of all texts are known."""
        return all(text_id(text) in self._known for text in texts)

    def label(self, texts: Sequence[str], exact: Sequence[str] = ()) -> Iterator[int]:
        """Compute the logits that are not known yet, yielding after each batch how many texts are known.

        Args:
            texts: only learnt from; computed in the faster precision of training.
            exact: also used to evaluate the teacher; computed in float32.
        """
        parts = [(self._missing(exact), False), (self._missing(texts, besides=exact), True)]
        n_known = len(texts) + len(exact) - sum(len(missing) for missing, _ in parts)
        for missing, to_learn_from in parts:
            for rows, part in logits_in_parts(self.teacher, self.tokenizer, missing, to_learn_from=to_learn_from):
                for row, logits in zip(rows.tolist(), part, strict=True):
                    self._known[text_id(missing[row])] = logits
                n_known += len(rows)
                yield n_known
        if any(missing for missing, _ in parts):
            self._save()

    def logits_of(self, texts: Sequence[str]) -> Tensor:
        """Return the logits (N, C), float32, of N texts that are all known."""
        return torch.stack([self._known[text_id(text)] for text in texts])

    def _missing(self, texts: Sequence[str], besides: Sequence[str] = ()) -> list[str]:
        """Return the texts not known yet, each once, except those of `besides`."""
        others = set(besides)
        return list(dict.fromkeys(t for t in texts if text_id(t) not in self._known and t not in others))

    def _save(self) -> None:
        if self.file is None:
            return
        self.file.parent.mkdir(parents=True, exist_ok=True)
        ids = torch.tensor(list(self._known), dtype=torch.int64)
        with atomic_write(self.file) as temporary:
            save_file({"text_ids": ids, "logits": torch.stack(list(self._known.values())).contiguous()}, temporary)
