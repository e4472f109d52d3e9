"""Word pieces learnt on the text they are to cut, and the vectors that they begin with."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from torch import Tensor
from transformers import PreTrainedTokenizerFast

from kdcore.language.romanise import romanising_steps

MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_ASCII = [chr(code) for code in range(33, 127) if not chr(code).isupper()]
_MOST_LETTERS = 250  # different characters; rarer ones (other scripts, rare emoji) are [UNK]


def latin_normaliser() -> normalizers.Normalizer:
    """Return the normaliser of both bundled encoders: lower case, no accents, Bengali script in Latin letters.

    One word is then one word in both scripts, and what was learnt of one spelling serves the other. BERT's own
    normaliser strips Bengali vowel signs as accents, and with them the mood of the verb.
    """
    plain = [normalizers.NFD(), normalizers.Replace(Regex("[\\u0300-\\u036f]"), ""), normalizers.NFC()]
    return normalizers.Sequence([*romanising_steps(), *plain, normalizers.Lowercase()])


def learnt_tokenizer(
    texts: Iterable[str], n_learnt: int, known: Iterable[str], n_pieces: int, longest: int = 128
) -> PreTrainedTokenizerFast:
    """Return a WordPiece tokenizer: `n_learnt` pieces learnt on `texts`, then `known` ones up to `n_pieces` in all.

    Every printable ASCII character is a piece, so that no Latin or Bengali word is unknown. The tokenizer puts
    [CLS] and [SEP] around a sentence, like BERT's, and cuts it at `longest` pieces.
    """
    tokenizer = _prepared(models.WordPiece({}, unk_token="[UNK]"))
    trainer = trainers.WordPieceTrainer(
        vocab_size=n_learnt,
        special_tokens=list(MARKS),
        initial_alphabet=_ASCII,
        limit_alphabet=_MOST_LETTERS,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    inside = [f"##{letter}" for letter in _ASCII if letter.isalnum()]
    pieces = list(dict.fromkeys([*MARKS, *inside, *sorted(tokenizer.get_vocab()), *known]))[:n_pieces]
    tokenizer = _prepared(models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.post_processor = processors.BertProcessing(*((mark, pieces.index(mark)) for mark in ("[SEP]", "[CLS]")))
    return wrapped(tokenizer, longest)


def _prepared(model: models.Model) -> Tokenizer:
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = latin_normaliser()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def wrapped(tokenizer: Tokenizer, longest: int) -> PreTrainedTokenizerFast:
    """Return the tokenizer as Transformers wants it, with those of the marks that it knows."""
    marks = {f"{mark[1:-1].lower()}_token": mark for mark in MARKS if tokenizer.token_to_id(mark) is not None}
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=longest, **marks)


def lent_vectors(vectors: Tensor, old: Mapping[str, int], new: Sequence[str]) -> Tensor:
    """Return vectors (len(new), hidden) for new pieces, lent by an old vocabulary's `vectors` (len(old), hidden).

    A piece that the old one has keeps its vector; another gets the mean of the old pieces it would be cut into (fast
    vocabulary transfer, Gee et al. 2022); what cannot be cut gets the mean of all.
    """
    rows = [[old[p]] if p in old else [old[q] for q in _cut(p, old)] for p in new]
    return torch.stack([vectors[row].mean(0) if row else vectors.mean(0) for row in rows])


def _cut(piece: str, vocabulary: Mapping[str, int]) -> list[str]:
    """Return the longest-match-first cut of a piece, or nothing where it fails."""
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
