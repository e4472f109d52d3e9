"""Makes `assets/encoders` from stated sources: a build step, never run by a visitor.

The encoders read the dataset's training sentences without their labels, and a corpus of real romanised Bengali; of the
dataset's validation, test and held-out voices they read nothing.
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
from kdcore.pretraining.imitation import read_beside
from kdcore.pretraining.masking import Reading, read_masked
from kdcore.pretraining.pieces import latin_normaliser, learnt_tokenizer, lent_vectors, wrapped

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
HELD_OUT = ("v07", "v15", "v17")  # voices of the standing exam of generalisation: nothing has read them
N_PIECES, N_LEARNT = 6000, 5300
N_POSITIONS = 128
_LONGEST = 320  # characters that the student reads of a sentence
_FIRST_WORD = 1996  # where whole words begin in BERT's vocabulary, in order of frequency


def sources(dataset: Dataset, corpus: Path) -> tuple[list[str], list[str]]:
    """Return what the encoders may read: the dataset's training sentences without `HELD_OUT`, and the corpus's lines.

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
    source: Path, sentences: Sequence[str], lines: Sequence[str], target: Path, reading: Reading
) -> Iterator[float]:
    """Write all-MiniLM-L6-v2, with word pieces learnt on what it is to read, and having read it, to `target` in fp16.

    Yields the loss of every step of masked reading.

    Args:
        source: folder of the original model (`model.safetensors`, `tokenizer.json`, ...).
        sentences: training sentences without labels; they count twice when the pieces are learnt.
        lines: the corpus.
        target: folder to write.
        reading: how long to read.

    Raises:
        EncoderError: the weights in `source` are not the official ones.
    """
    network = _official(source)
    vocabulary = AutoTokenizer.from_pretrained(source).get_vocab()
    english = [p for p in sorted(vocabulary, key=vocabulary.__getitem__)[_FIRST_WORD:] if p.isascii() and p.isalpha()]
    tokenizer = learnt_tokenizer([*sentences, *sentences, *lines], N_LEARNT, english, N_PIECES, N_POSITIONS)
    pieces = sorted(tokenizer.get_vocab(), key=tokenizer.get_vocab().__getitem__)
    embeddings = network.base_model.embeddings
    vectors = lent_vectors(embeddings.word_embeddings.weight.detach(), vocabulary, pieces)
    network.resize_token_embeddings(len(pieces), mean_resizing=False)
    with torch.no_grad():
        embeddings.word_embeddings.weight.copy_(vectors)
        positions = embeddings.position_embeddings.weight[:N_POSITIONS].clone()
        embeddings.position_embeddings = torch.nn.Embedding.from_pretrained(positions, freeze=False)
    embeddings.register_buffer("position_ids", torch.arange(N_POSITIONS)[None], persistent=False)
    embeddings.register_buffer("token_type_ids", torch.zeros(1, N_POSITIONS, dtype=torch.long), persistent=False)
    network.config.update({"max_position_embeddings": N_POSITIONS, "pad_token_id": tokenizer.pad_token_id})
    yield from read_masked(network, tokenizer, [*sentences, *lines], reading)
    shutil.rmtree(target, ignore_errors=True)
    network.base_model.cpu().half().save_pretrained(target)
    tokenizer.save_pretrained(target)


def student_design(texts: Sequence[str]) -> tuple[CharCnnConfig, PreTrainedTokenizerFast]:
    """Return the sizes and the alphabet of the character student.

    The alphabet: printable ASCII, and other characters that at least two of the texts have once Bengali is in Latin
    letters.
    """
    normaliser = latin_normaliser()
    seen = Counter(c for text in texts for c in set(normaliser.normalize_str(text)))
    fixed = [chr(i) for i in range(32, 127) if not chr(i).isupper()]
    other = sorted(c for c, count in seen.items() if count >= 2)
    alphabet = list(dict.fromkeys(["[PAD]", "[UNK]", *fixed, *other]))
    tokenizer = Tokenizer(models.WordLevel({c: i for i, c in enumerate(alphabet)}, unk_token="[UNK]"))
    tokenizer.normalizer = normaliser
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    return CharCnnConfig(vocab_size=len(alphabet)), wrapped(tokenizer, _LONGEST)


def build_student_encoder(texts: Sequence[str], teacher: Path, target: Path, reading: Reading) -> Iterator[float]:
    """Write the character student, having read the texts beside the teacher's encoder, to `target` in fp16.

    Yields the loss of every step.

    Args:
        texts: to read.
        teacher: folder that `build_teacher_encoder` wrote.
        target: folder to write.
        reading: how long to read.
    """
    design, ours = student_design(texts)
    seed_everything(0)
    network = CharCnnModel(design)
    theirs = AutoModel.from_pretrained(teacher, dtype=torch.float32), AutoTokenizer.from_pretrained(teacher)
    yield from read_beside(network, ours, *theirs, texts, reading)
    shutil.rmtree(target, ignore_errors=True)
    network.cpu().half().save_pretrained(target)
    ours.save_pretrained(target)


def _official(source: Path) -> PreTrainedModel:
    weights = source / "model.safetensors"
    if not weights.is_file() or hashlib.sha256(weights.read_bytes()).hexdigest() != MINILM_SHA256:
        raise EncoderError(f"{source} does not hold the official all-MiniLM-L6-v2 weights.", "Check the folder.")
    verbosity = transformers_logging.get_verbosity()
    transformers_logging.set_verbosity_error()  # the part that fills in masked words is new
    try:
        return AutoModelForMaskedLM.from_pretrained(source, dtype=torch.float32)
    finally:
        transformers_logging.set_verbosity(verbosity)
