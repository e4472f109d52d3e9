"""Makes `assets/encoders` from stated sources: a build step, never run by a visitor.

The bundled encoders see the dataset's training sentences without their labels, and nothing else of it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from torch import Tensor
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerFast

from kdcore.errors import EncoderError
from kdcore.learning.students import CharCnnConfig

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_BENGALI = [chr(code) for code in range(0x0980, 0x0A00) if unicodedata.name(chr(code), "")]
_FIRST_WORD = 1996  # where whole words begin in BERT's vocabulary, in order of frequency


def chosen_pieces(vocabulary: Sequence[str], used: Counter[str], n_pieces: int) -> list[str]:
    """Return `n_pieces` word pieces: special marks, single characters, what the sentences use, then common English.

    Single characters keep every Latin, Bengali or digit spelling out of [UNK]; all of the Bengali block is in, though
    the original knows but part of it. A piece seen once in the sentences
    gives way to a common English word: one sentence teaches little about it, and it still splits into smaller pieces.
    """
    latin = [piece for piece in vocabulary if len(piece.removeprefix("##")) == 1 and piece.isascii()]
    letters = [*latin, *_BENGALI, *(f"##{letter}" for letter in _BENGALI)]
    seen = [piece for piece, count in used.most_common() if count >= 2 and piece not in _SPECIAL]
    english = [p for p in vocabulary[_FIRST_WORD:] if p.isascii() and p.isalpha()]
    order = dict.fromkeys([*_SPECIAL, *letters, *seen, *english])
    return list(order)[:n_pieces]


def build_teacher_encoder(source: Path, texts: Sequence[str], target: Path, n_pieces: int = 6000) -> None:
    """Write all-MiniLM-L6-v2 with `n_pieces` of its 30,522 word pieces and 128 positions to `target`, in fp16.

    Args:
        source: folder of the original model (`model.safetensors`, `tokenizer.json`, ...).
        texts: training sentences, without labels.
        target: folder to write.
        n_pieces: size of the vocabulary.

    Raises:
        EncoderError: the weights in `source` are not the official ones.
    """
    weights = source / "model.safetensors"
    if not weights.is_file() or hashlib.sha256(weights.read_bytes()).hexdigest() != MINILM_SHA256:
        raise EncoderError(f"{source} does not hold the official all-MiniLM-L6-v2 weights.", "Check the folder.")
    tokenizer = AutoTokenizer.from_pretrained(source)
    old_ids = tokenizer.get_vocab()
    vocabulary = sorted(old_ids, key=old_ids.__getitem__)
    used = Counter(piece for text in texts for piece in tokenizer.tokenize(text))
    pieces = chosen_pieces(vocabulary, used, n_pieces)
    network = AutoModel.from_pretrained(source, dtype=torch.float32)
    with torch.no_grad():
        vectors = _cut_vectors(network.embeddings.word_embeddings.weight, old_ids, pieces)
        network.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(vectors, freeze=False, padding_idx=0)
        positions = network.embeddings.position_embeddings.weight[:128].clone()
        network.embeddings.position_embeddings = torch.nn.Embedding.from_pretrained(positions, freeze=False)
    network.config.update({"vocab_size": len(pieces), "max_position_embeddings": 128, "pad_token_id": 0})
    shutil.rmtree(target, ignore_errors=True)
    network.half().save_pretrained(target)
    _cut_tokenizer(tokenizer.backend_tokenizer, pieces).save_pretrained(target)


def _cut_vectors(vectors: Tensor, old_ids: dict[str, int], pieces: list[str]) -> Tensor:
    """Return the vectors (pieces, hidden); a new Bengali letter starts near the mean of the known ones."""
    known = [old_ids[piece] for piece in pieces if piece in old_ids and piece[-1] in _BENGALI]
    mean, spread = vectors[known].mean(0), vectors[known].std(0)
    random = torch.Generator().manual_seed(0)
    new = {p: mean + 0.5 * spread * torch.randn(len(mean), generator=random) for p in pieces if p not in old_ids}
    return torch.stack([new[piece] if piece in new else vectors[old_ids[piece]] for piece in pieces])


def _cut_tokenizer(original: Tokenizer, pieces: list[str]) -> PreTrainedTokenizerFast:
    plan = json.loads(original.to_str())
    ids = {piece: i for i, piece in enumerate(pieces)}
    plan["model"]["vocab"] = ids
    plan["added_tokens"] = [{**token, "id": ids[token["content"]]} for token in plan["added_tokens"]]
    plan["padding"] = plan["truncation"] = None
    for mark in plan["post_processor"].get("special_tokens", {}).values():
        mark["ids"] = [ids[piece] for piece in mark["tokens"]]
    cut = Tokenizer.from_str(json.dumps(plan))
    # The original strips every combining mark, and with them all Bengali vowel signs, which carry the mood of the verb.
    # Latin accents go as before.
    cut.normalizer = normalizers.Sequence(
        [
            normalizers.NFD(),
            normalizers.Replace(Regex("[\\u0300-\\u036f]"), ""),
            normalizers.NFC(),
            normalizers.BertNormalizer(strip_accents=False, lowercase=True),
        ]
    )
    return _wrapped(cut, 128)


def build_student_encoder(texts: Sequence[str], target: Path) -> None:
    """Write the design of the character student to `target`: `config.json` and `tokenizer.json`, no weights yet.

    Its alphabet: printable ASCII, the Bengali block, and other characters that at least two training sentences have.
    """
    seen = Counter(c for text in texts for c in set(text.lower()))
    fixed = [chr(i) for i in range(32, 127) if not chr(i).isupper()] + [chr(i) for i in range(0x0980, 0x0A00)]
    other = sorted(c for c, count in seen.items() if count >= 2)
    alphabet = list(dict.fromkeys(["[PAD]", "[UNK]", *fixed, *other]))
    tokenizer = Tokenizer(models.WordLevel({c: i for i, c in enumerate(alphabet)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    shutil.rmtree(target, ignore_errors=True)
    CharCnnConfig(vocab_size=len(alphabet)).save_pretrained(target)
    _wrapped(tokenizer, 320).save_pretrained(target)


def _wrapped(tokenizer: Tokenizer, longest: int) -> PreTrainedTokenizerFast:
    marks = {f"{mark[1:-1].lower()}_token": mark for mark in _SPECIAL if tokenizer.token_to_id(mark) is not None}
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=longest, **marks)
