"""How a pretrained encoder is loaded, with a head for our classes, and how a trained network is stored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from safetensors import SafetensorError
from transformers import (
    AutoConfig,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    PretrainedConfig,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)
from transformers.utils import logging as transformers_logging

import kdcore.models.students  # noqa: F401  (registers our own architectures)
from kdcore.bundled import ENCODERS
from kdcore.errors import EncoderError
from kdcore.models.random_state import seed_everything
from kdcore.models.registry import locate
from kdcore.storage import replace_in_folder

_MAX_TOKENS = 128  # word pieces of one sentence, as in the notebook; a sentence has about 19

_DROPOUT_NAMES = ("dropout", "hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout")

Pair = tuple[PreTrainedModel, PreTrainedTokenizerBase]


@dataclass(frozen=True)
class Changes:
    """Settings of a network that differ from its encoder's own; None keeps the encoder's."""

    layers: int | None = None  # keep only the first so many transformer layers
    dropout: float | None = None

    def apply(self, config: PretrainedConfig) -> None:
        """Write the changes into `config`, under the names that this architecture has for them."""
        if self.layers is not None and self.layers < getattr(config, "num_hidden_layers", 0):
            config.num_hidden_layers = self.layers
        for name in _DROPOUT_NAMES:
            if self.dropout is not None and hasattr(config, name):
                setattr(config, name, self.dropout)


def load_classifier(name: str, label_names: list[str], seed: int, changes: Changes | None = None) -> Pair:
    """Return the encoder called `name` with a fresh head for the classes, in float32, and its tokenizer.

    Layers without stored weights (the head; the whole of an encoder that is only a configuration) are drawn from
    `seed`, so the same name and seed give the same initial weights.

    Args:
        name: bundled name, local folder or Hub id.
        label_names: the words for class 0, 1, ...
        seed: of the process's random generators, set here.
        changes: settings that differ from the encoder's own.

    Raises:
        EncoderError: unknown, unavailable, or broken.
    """
    place = locate(name)
    seed_everything(seed)
    tokenizer = _load_tokenizer(place, name)
    config = _load_config(place, name, label_names)
    (changes or Changes()).apply(config)
    if Path(place).is_dir() and not (Path(place) / "model.safetensors").is_file():
        if any(Path(place).glob("*.bin")):
            raise EncoderError(f"The encoder {name} has only pickled weights.", "Convert it to safetensors first.")
        return AutoModelForSequenceClassification.from_config(config, dtype=torch.float32), tokenizer
    return _load_network(place, name, config), tokenizer


def _load_network(place: str, name: str, config: PretrainedConfig) -> PreTrainedModel:
    verbosity = transformers_logging.get_verbosity()
    transformers_logging.set_verbosity_error()  # it warns of the missing head, which is expected
    try:
        # Transformers 5 keeps the precision of the file; training wants float32 weights, then autocast.
        return AutoModelForSequenceClassification.from_pretrained(
            place, config=config, dtype=torch.float32, use_safetensors=True, trust_remote_code=False
        )
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise _load_error(name, error) from error
    finally:
        transformers_logging.set_verbosity(verbosity)


def _load_config(place: str, name: str, label_names: list[str]) -> PretrainedConfig:
    try:
        return AutoConfig.from_pretrained(
            place,
            num_labels=len(label_names),
            id2label=dict(enumerate(label_names)),
            label2id={word: i for i, word in enumerate(label_names)},
            trust_remote_code=False,
        )
    except (OSError, ValueError, KeyError) as error:
        raise _load_error(name, error) from error


def _load_tokenizer(place: str, name: str) -> PreTrainedTokenizerBase:
    try:
        tokenizer = AutoTokenizer.from_pretrained(place, use_fast=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError) as error:
        raise _load_error(name, error) from error
    # Hub tokenizers state no limit, or 512; bundled ones state their own.
    if tokenizer.model_max_length >= 512 and not Path(place).is_relative_to(ENCODERS):
        tokenizer.model_max_length = _MAX_TOKENS
    return tokenizer


def _load_error(name: str, error: Exception) -> EncoderError:
    reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
    return EncoderError(
        f"The encoder {name} could not be loaded ({reason}).",
        "Check its name and the network, or use --encoders compact, which needs no download.",
    )


def as_stored(network: PreTrainedModel) -> PreTrainedModel:
    """Return the network with its weights rounded to the precision in which they are stored (fp16).

    Soft targets and exam are those of the rounded weights, so the files in the run folder are exactly what was
    examined.
    """
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(parameter.half().float())
    return network


def save_classifier(network: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, folder: Path) -> None:
    """Write the network (fp16 safetensors) and its tokenizer.json to `folder`."""
    network.cpu().half().save_pretrained(folder)
    network.float()
    tokenizer.save_pretrained(folder)


def save_temperature(folder: Path, temperature: float) -> None:
    """Write the calibration temperature, by which logits are divided, into a stored network's config.json.

    See `kdcore.evaluation.calibration.fit_temperature`. The key is `calibration_temperature`; the weights stay.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["calibration_temperature"] = temperature
    replace_in_folder(folder, "config.json", json.dumps(config, indent=2, sort_keys=True, ensure_ascii=False) + "\n")


def stored_bytes(network: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> int:
    """Return how many bytes `save_classifier` writes for them: weights, settings and tokenizer."""
    with TemporaryDirectory() as folder:
        save_classifier(network, tokenizer, Path(folder))
        return sum(file.stat().st_size for file in Path(folder).iterdir())


def load_saved(folder: Path) -> Pair:
    """Return the network, float32 and in evaluation mode, and the tokenizer that `save_classifier` wrote.

    Raises EncoderError when the folder is missing or broken.
    """
    if not (folder / "model.safetensors").is_file():
        raise EncoderError(f"There is no model in {folder}.", "Name a run whose training has finished.")
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, trust_remote_code=False)
        network = AutoModelForSequenceClassification.from_pretrained(
            folder, dtype=torch.float32, use_safetensors=True, trust_remote_code=False
        )
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise EncoderError(
            f"The model in {folder} is broken ({type(error).__name__}).", "Train the run again."
        ) from error
    return network.eval(), tokenizer
