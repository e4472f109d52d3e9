"""A WordPiece vocabulary trained on our own text, and initial embeddings for it from another vocabulary."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from torch import Tensor
from transformers import PreTrainedTokenizerFast

from kdcore.language.romanise import romanising_steps

SPECIAL_TOKENS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_ASCII = [chr(code) for code in range(33, 127) if not chr(code).isupper()]
_MAX_CHARACTERS = 250  # different ones; rarer ones (other scripts, rare emoji) are [UNK]


def latin_normaliser() -> normalizers.Normalizer:
    """Return the normaliser of both bundled encoders: lower case, no accents, Bengali script in Latin letters.

    A word then is the same in both scripts, and what is learnt in one serves the other. BERT's own normaliser strips
    Bengali vowel signs as accents, and with them the mood of the verb.
    """
    plain = [normalizers.NFD(), normalizers.Replace(Regex("[\\u0300-\\u036f]"), ""), normalizers.NFC()]
    return normalizers.Sequence([*romanising_steps(), *plain, normalizers.Lowercase()])


def train_wordpiece(
    texts: Iterable[str], n_trained: int, known: Iterable[str], n_pieces: int, longest: int = 128
) -> PreTrainedTokenizerFast:
    """Return a WordPiece tokenizer: `n_trained` pieces trained on `texts`, then `known` ones up to `n_pieces` in total.

    Every printable ASCII character is a piece, so that no Latin or Bengali word is unknown. The tokenizer puts [CLS]
    and [SEP] around a sentence, like BERT's, and truncates it at `longest` pieces.
    """
    tokenizer = _prepared(models.WordPiece({}, unk_token="[UNK]"))
    trainer = trainers.WordPieceTrainer(
        vocab_size=n_trained,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=_ASCII,
        limit_alphabet=_MAX_CHARACTERS,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    inside = [f"##{letter}" for letter in _ASCII if letter.isalnum()]
    pieces = list(dict.fromkeys([*SPECIAL_TOKENS, *inside, *sorted(tokenizer.get_vocab()), *known]))[:n_pieces]
    tokenizer = _prepared(models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.post_processor = processors.BertProcessing(
        *((token, pieces.index(token)) for token in ("[SEP]", "[CLS]"))
    )
    return fast_tokenizer(tokenizer, longest)


def _prepared(model: models.Model) -> Tokenizer:
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = latin_normaliser()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def fast_tokenizer(tokenizer: Tokenizer, longest: int) -> PreTrainedTokenizerFast:
    """Return a tokenizer for Transformers that truncates at `longest` tokens, with the special tokens that it knows."""
    known = [token for token in SPECIAL_TOKENS if tokenizer.token_to_id(token) is not None]
    names = {f"{token[1:-1].lower()}_token": token for token in known}
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=longest, **names)


def transferred_embeddings(vectors: Tensor, old: Mapping[str, int], new: Sequence[str]) -> Tensor:
    """Return embeddings (len(new), hidden) of a new vocabulary from the `vectors` (len(old), hidden) of an old one.

    A piece of both keeps its embedding; another gets the mean of the old pieces that it splits into (fast vocabulary
    transfer, Gee et al. 2022); one that cannot be split gets the mean of all.
    """
    rows = [[old[p]] if p in old else [old[q] for q in _split(p, old)] for p in new]
    return torch.stack([vectors[row].mean(0) if row else vectors.mean(0) for row in rows])


def _split(piece: str, vocabulary: Mapping[str, int]) -> list[str]:
    """Return the longest-match-first split of a piece into pieces of the vocabulary; nothing if there is none."""
    rest = unicodedata.normalize("NFC", piece.removeprefix("##"))
    parts: list[str] = []
    while rest:
        ends = (("##" if piece.startswith("##") or parts else "") + rest[:n] for n in range(len(rest), 0, -1))
        part = next((p for p in ends if p in vocabulary), None)
        if part is None:
            return []
        parts.append(part)
        rest = rest[len(part.removeprefix("##")) :]
    return parts
