"""Builds `assets/encoders` from their sources: a step of development, never run by a visitor.

The encoders are pretrained on the dataset's training sentences without their labels, and on a corpus of real romanised
Bengali; not on the dataset's validation and test rows, nor on its held-out voices.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Regex, Tokenizer, models, pre_tokenizers
from transformers import AutoModel, AutoModelForMaskedLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerFast
from transformers.utils import logging as transformers_logging

from kdcore.data import Dataset
from kdcore.errors import DataError, EncoderError
from kdcore.models.random_state import seed_everything
from kdcore.models.students import CharCnnConfig, CharCnnModel
from kdcore.pretraining.masked_language_modelling import PretrainConfig, pretrain_masked
from kdcore.pretraining.word_distillation import distil_words
from kdcore.pretraining.wordpiece import fast_tokenizer, latin_normaliser, train_wordpiece, transferred_embeddings

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
HELD_OUT = ("v07", "v15", "v17")  # voices kept for measuring generalisation: no encoder is pretrained on them
N_PIECES, N_TRAINED = 6000, 5300
N_POSITIONS = 128
_MAX_CHARACTERS = 320  # of a sentence; the student truncates the rest
_FIRST_WORD = 1996  # where whole words begin in BERT's vocabulary, in order of frequency


def sources(dataset: Dataset, corpus: Path) -> tuple[list[str], list[str]]:
    """Return the texts to pretrain on: the training sentences without those of `HELD_OUT`, and the corpus's lines.

    The corpus is a tab-separated file with a column `text`, unquoted.

    Raises:
        DataError: there is no such file or column.
    """
    voices = dataset.train.extra["voice"]
    sentences = [t for t, voice in zip(dataset.train.texts, voices, strict=True) if voice not in HELD_OUT]
    try:
        with corpus.open(encoding="utf-8", newline="") as file:
            lines = [row["text"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise DataError(f"{corpus} is no corpus: {error}.", "Give a TSV file with a column text.") from error
    return sentences, lines


def build_teacher_encoder(
    source: Path, sentences: Sequence[str], lines: Sequence[str], target: Path, config: PretrainConfig
) -> Iterator[float]:
    """Write all-MiniLM-L6-v2 to `target` in fp16, with a new vocabulary and pretrained on the texts.

    Yields the loss of every step of masked language modelling.

    Args:
        source: folder of the original model (`model.safetensors`, `tokenizer.json`, ...).
        sentences: training sentences without labels; they count twice when the vocabulary is trained.
        lines: the corpus.
        target: folder to write.
        config: how long to pretrain.

    Raises:
        EncoderError: the weights in `source` are not the official ones.
    """
    network = _official(source)
    vocabulary = AutoTokenizer.from_pretrained(source).get_vocab()
    english = [p for p in sorted(vocabulary, key=vocabulary.__getitem__)[_FIRST_WORD:] if p.isascii() and p.isalpha()]
    tokenizer = train_wordpiece([*sentences, *sentences, *lines], N_TRAINED, english, N_PIECES, N_POSITIONS)
    pieces = sorted(tokenizer.get_vocab(), key=tokenizer.get_vocab().__getitem__)
    embeddings = network.base_model.embeddings
    vectors = transferred_embeddings(embeddings.word_embeddings.weight.detach(), vocabulary, pieces)
    network.resize_token_embeddings(len(pieces), mean_resizing=False)
    with torch.no_grad():
        embeddings.word_embeddings.weight.copy_(vectors)
        positions = embeddings.position_embeddings.weight[:N_POSITIONS].clone()
        embeddings.position_embeddings = torch.nn.Embedding.from_pretrained(positions, freeze=False)
    embeddings.register_buffer("position_ids", torch.arange(N_POSITIONS)[None], persistent=False)
    embeddings.register_buffer("token_type_ids", torch.zeros(1, N_POSITIONS, dtype=torch.long), persistent=False)
    network.config.update({"max_position_embeddings": N_POSITIONS, "pad_token_id": tokenizer.pad_token_id})
    yield from pretrain_masked(network, tokenizer, [*sentences, *lines], config)
    shutil.rmtree(target, ignore_errors=True)
    network.base_model.cpu().half().save_pretrained(target)
    tokenizer.save_pretrained(target)


def student_design(texts: Sequence[str]) -> tuple[CharCnnConfig, PreTrainedTokenizerFast]:
    """Return the sizes of the character student, and its tokenizer.

    Its alphabet is printable ASCII and every other character that, once Bengali is romanised, occurs in at least two of
    the texts.
    """
    normaliser = latin_normaliser()
    seen = Counter(c for text in texts for c in set(normaliser.normalize_str(text)))
    fixed = [chr(i) for i in range(32, 127) if not chr(i).isupper()]
    other = sorted(c for c, count in seen.items() if count >= 2)
    alphabet = list(dict.fromkeys(["[PAD]", "[UNK]", *fixed, *other]))
    tokenizer = Tokenizer(models.WordLevel({c: i for i, c in enumerate(alphabet)}, unk_token="[UNK]"))
    tokenizer.normalizer = normaliser
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    return CharCnnConfig(vocab_size=len(alphabet)), fast_tokenizer(tokenizer, _MAX_CHARACTERS)


def build_student_encoder(texts: Sequence[str], teacher: Path, target: Path, config: PretrainConfig) -> Iterator[float]:
    """Write the character student to `target` in fp16, its word vectors distilled from the teacher's encoder.

    Yields the loss of every step.

    Args:
        texts: to pretrain on.
        teacher: folder that `build_teacher_encoder` wrote.
        target: folder to write.
        config: how long to pretrain.
    """
    network_config, tokenizer = student_design(texts)
    seed_everything(0)
    network = CharCnnModel(network_config)
    teacher_pair = AutoModel.from_pretrained(teacher, dtype=torch.float32), AutoTokenizer.from_pretrained(teacher)
    yield from distil_words(network, tokenizer, *teacher_pair, texts, config)
    shutil.rmtree(target, ignore_errors=True)
    network.cpu().half().save_pretrained(target)
    tokenizer.save_pretrained(target)


def _official(source: Path) -> PreTrainedModel:
    weights = source / "model.safetensors"
    if not weights.is_file() or hashlib.sha256(weights.read_bytes()).hexdigest() != MINILM_SHA256:
        raise EncoderError(f"{source} does not hold the official all-MiniLM-L6-v2 weights.", "Check the folder.")
    verbosity = transformers_logging.get_verbosity()
    transformers_logging.set_verbosity_error()  # it warns that the masked language modelling head is new
    try:
        return AutoModelForMaskedLM.from_pretrained(source, dtype=torch.float32)
    finally:
        transformers_logging.set_verbosity(verbosity)
