"""Data augmentation by spelling: the same sentence as other people would spell it, with the same meaning.

Romanised Bengali has no standard spelling: `bhai` is `vai`, `korchi` is `korsi`, `kortesi` or `krtesi`. The mood of a
verb is in its ending (`koro` do!, `kori` I do, `korbo` I shall), so the rules change neither the last three letters of
a word nor any word of fewer than five letters.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

KEPT = 3  # letters at the end of a word that no rule changes: they carry the mood
_MIN_LETTERS = 5  # a shorter word has no stem to change
_WORD = re.compile("[A-Za-z]+|[\u0980-\u09ff]+")
# Pairs of spellings of the same sound, each replaceable by the other.
_SOUNDS = (
    ("bh", "v"), ("ph", "f"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("chh", "ch"), ("ch", "c"),
    ("ch", "s"), ("sh", "s"), ("j", "z"), ("jh", "j"), ("oo", "u"), ("ee", "i"), ("o", "a"), ("u", "o"), ("e", "i"),
    ("ai", "ay"), ("oi", "oy"), ("ng", "n"),
)  # fmt: skip
# Words with their usual short forms, each replaceable by the others.
_SHORT_FORMS = (
    ("please", "plz", "pls", "pliz"), ("bhai", "vai", "bhaiya", "vaia"), ("apni", "apne"), ("tomar", "tmr", "tomr"),
    ("amar", "amr"), ("tumi", "tmi"), ("thanks", "thnx", "tnx"), ("okay", "ok"), ("eita", "eta", "aita"),
    ("kichu", "kisu", "kicu"), ("ektu", "aktu", "ekto"), ("ekta", "akta"), ("ekhon", "akhon", "ekhn"),
    ("jonno", "jnno", "jonne"), ("hobe", "hbe"), ("theke", "teke"), ("kintu", "kinto", "knt"),
    ("achhe", "ache", "ase"), ("taratari", "tartari"),
    ("message", "msg"), ("with", "wid"), ("tomorrow", "tmrw"), ("because", "bcz"), ("amake", "amk", "amke"),
    ("tomake", "tmk", "tomk"), ("you", "u"), ("your", "ur"), ("khub", "khb"), ("valo", "bhalo"),
)  # fmt: skip
_SHORT_FORMS_OF = {word: [other for other in group if other != word] for group in _SHORT_FORMS for word in group}
_VOWEL_BETWEEN_CONSONANTS = re.compile(r"(?<=[bcdfghjklmnpqrstvwxyz])[aeiou](?=[bcdfghjklmnpqrstvwxyz])")
_DOUBLED_CONSONANT = re.compile(r"([bcdfgjklmnpqstz])\1")
_END = re.compile(r"[.!।\s]*$")
_ATTEMPTS = 8  # random draws per requested variant, after which fewer variants are returned


@lru_cache(maxsize=100_000)
def word_variants(word: str) -> tuple[str, ...]:
    """Return the other spellings of a lowercase Latin word that one rule produces, sorted.

    A rule replaces the word by a short form, respells one sound, or drops a vowel or a doubled consonant. All but the
    short forms keep the word's last `KEPT` letters.
    """
    found = set(_SHORT_FORMS_OF.get(word, ()))
    if len(word) < _MIN_LETTERS:
        return tuple(sorted(found))
    stem, end = word[:-KEPT], word[-KEPT:]
    for pair in _SOUNDS:
        for old, new in (pair, pair[::-1]):
            matches = re.finditer(f"{old}(?!h)", stem)  # the k of kh is not the letter k
            found |= {stem[: m.start()] + new + stem[m.end() :] + end for m in matches}
    found |= {stem[: m.start()] + stem[m.end() :] + end for m in _VOWEL_BETWEEN_CONSONANTS.finditer(stem)}
    found |= {stem[: m.start()] + m[1] + stem[m.end() :] + end for m in _DOUBLED_CONSONANT.finditer(stem)}
    return tuple(sorted(found - {word}))


def spelling_variants(text: str, n: int, seed: int = 0) -> list[str]:
    """Return up to `n` other spellings of a text, all different from it and from each other.

    In each, one to three words are replaced by a variant, and sometimes letter case or the final punctuation changes. A
    question mark is never added or removed. Deterministic: the same arguments give the same variants on every machine.
    """
    rng = seeded_random(text, seed)
    found: dict[str, None] = {}
    for _ in range(n * _ATTEMPTS):
        if len(found) == n:
            break
        variant = _vary_case_and_end(replace_words(text, word_variants, rng.randint(1, 3), rng), rng)
        if variant != text:
            found[variant] = None
    return list(found)


def replace_words(text: str, alternatives: Callable[[str], Sequence[str]], n_words: int, rng: random.Random) -> str:
    """Return the text with up to `n_words` randomly chosen words replaced, each by one of its alternatives.

    `alternatives` gets a word in lower case; a capital first letter is kept. Words without alternatives are not chosen.
    """
    spans = [m.span() for m in _WORD.finditer(text) if alternatives(m[0].lower())]
    for start, end in sorted(rng.sample(spans, min(len(spans), n_words)), reverse=True):
        word = text[start:end]
        new = rng.choice(alternatives(word.lower()))
        text = text[:start] + (new.capitalize() if word[0].isupper() else new) + text[end:]
    return text


def seeded_random(text: str, seed: int) -> random.Random:
    """Return a random generator seeded by a text and a number, the same on every machine."""
    return random.Random(int.from_bytes(hashlib.sha256(f"{seed} {text}".encode()).digest()[:8], "big"))


def _vary_case_and_end(text: str, rng: random.Random) -> str:
    """Return the text with other letter case or final punctuation in a third of the draws, else unchanged."""
    kind = rng.randrange(9)
    if kind == 0:
        return text[:1].swapcase() + text[1:]
    if kind == 1 and text.strip() and "?" not in text[-3:]:
        return _END.sub("", text) + rng.choice(["", ".", "!", " ..."])
    if kind == 2:
        return text.lower()
    return text
