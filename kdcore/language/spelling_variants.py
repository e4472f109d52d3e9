"""The same sentence as other people would spell it: more to learn from, with nothing about its meaning changed.

Bengali in Latin letters has no spelling: `bhai` is `vai`, `korchi` is `korsi`, `kortesi` or `krtesi`. The mood of a
verb sits in its last letters (`koro` do!, `kori` I do, `korbo` I shall), so the rules never touch the last three of a
word, nor any word of fewer than five letters.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

KEPT = 3  # last letters of a word, which carry its mood
_SHORTEST = 5  # letters; a shorter word would be left with no stem to change
_WORD = re.compile("[A-Za-z]+|[\u0980-\u09ff]+")
# Sounds that are written in several ways, each for each other.
_SOUNDS = (
    ("bh", "v"), ("ph", "f"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("chh", "ch"), ("ch", "c"),
    ("ch", "s"), ("sh", "s"), ("j", "z"), ("jh", "j"), ("oo", "u"), ("ee", "i"), ("o", "a"), ("u", "o"), ("e", "i"),
    ("ai", "ay"), ("oi", "oy"), ("ng", "n"),
)  # fmt: skip
# Whole words, which keep their meaning however they are cut short.
_SHORT_FORMS = (
    ("please", "plz", "pls", "pliz"), ("bhai", "vai", "bhaiya", "vaia"), ("apni", "apne"), ("tomar", "tmr", "tomr"),
    ("amar", "amr"), ("tumi", "tmi"), ("thanks", "thnx", "tnx"), ("okay", "ok"), ("eita", "eta", "aita"),
    ("kichu", "kisu", "kicu"), ("ektu", "aktu", "ekto"), ("ekta", "akta"), ("ekhon", "akhon", "ekhn"),
    ("jonno", "jnno", "jonne"), ("hobe", "hbe"), ("theke", "teke"), ("kintu", "kinto", "knt"),
    ("achhe", "ache", "ase"), ("taratari", "tartari"),
    ("message", "msg"), ("with", "wid"), ("tomorrow", "tmrw"), ("because", "bcz"), ("amake", "amk", "amke"),
    ("tomake", "tmk", "tomk"), ("you", "u"), ("your", "ur"), ("khub", "khb"), ("valo", "bhalo"),
)  # fmt: skip
_SAME = {word: [o for o in group if o != word] for group in _SHORT_FORMS for word in group}
_VOWEL_BETWEEN = re.compile(r"(?<=[bcdfghjklmnpqrstvwxyz])[aeiou](?=[bcdfghjklmnpqrstvwxyz])")
_DOUBLED = re.compile(r"([bcdfgjklmnpqstz])\1")
_END = re.compile(r"[.!।\s]*$")
_TRIES = 8  # for every variant that is wanted, before the sentence is taken to afford no more


@lru_cache(maxsize=100_000)
def respellings(word: str) -> tuple[str, ...]:
    """Return the spellings that one rule makes of a word of small Latin letters, in alphabetical order.

    It is a short form, or has a sound written otherwise or a vowel left out. All but the short forms keep the word's
    last `KEPT` letters.
    """
    found = set(_SAME.get(word, ()))
    if len(word) < _SHORTEST:
        return tuple(sorted(found))
    stem, end = word[:-KEPT], word[-KEPT:]
    for pair in _SOUNDS:
        for old, new in (pair, pair[::-1]):
            places = re.finditer(f"{old}(?!h)", stem)  # k is another letter than the k of kh
            found |= {stem[: p.start()] + new + stem[p.end() :] + end for p in places}
    found |= {stem[: p.start()] + stem[p.end() :] + end for p in _VOWEL_BETWEEN.finditer(stem)}
    found |= {stem[: p.start()] + p[1] + stem[p.end() :] + end for p in _DOUBLED.finditer(stem)}
    return tuple(sorted(found - {word}))


def spelling_variants(text: str, n: int, seed: int = 0) -> list[str]:
    """Return up to `n` other spellings of a text, all different from it and from each other.

    One to three words of each are respelt, and now and then the sentence begins large or small or ends without its
    full stop. A question mark is never added or taken away. The same arguments give the same answer everywhere.
    """
    draw = seeded(text, seed)
    found: dict[str, None] = {}
    for _ in range(n * _TRIES):
        if len(found) == n:
            break
        variant = _dressed(respelt(text, respellings, draw.randint(1, 3), draw), draw)
        if variant != text:
            found[variant] = None
    return list(found)


def respelt(text: str, others: Callable[[str], Sequence[str]], n_words: int, draw: random.Random) -> str:
    """Return the text with one of its `others` in the place of each of `n_words` words, or of as many as have any.

    `others` gets a word in small letters; a first letter that was large stays large.
    """
    spans = [m.span() for m in _WORD.finditer(text) if others(m[0].lower())]
    for start, end in sorted(draw.sample(spans, min(len(spans), n_words)), reverse=True):
        word = text[start:end]
        new = draw.choice(others(word.lower()))
        text = text[:start] + (new.capitalize() if word[0].isupper() else new) + text[end:]
    return text


def seeded(text: str, seed: int) -> random.Random:
    """Return a generator of random numbers that a text and a seed decide, the same on every machine."""
    return random.Random(int.from_bytes(hashlib.sha256(f"{seed} {text}".encode()).digest()[:8], "big"))


def _dressed(text: str, draw: random.Random) -> str:
    """Return the text with another beginning or end, in a third of the cases."""
    kind = draw.randrange(9)
    if kind == 0:
        return text[:1].swapcase() + text[1:]
    if kind == 1 and text.strip() and "?" not in text[-3:]:
        return _END.sub("", text) + draw.choice(["", ".", "!", " ..."])
    if kind == 2:
        return text.lower()
    return text
