"""Data augmentation by recombination: new unlabelled sentences for the transfer set, which the teacher labels."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

_MIN_WORDS = 3  # words of a new sentence
_ATTEMPTS = 8  # random draws per requested sentence, after which fewer sentences are returned


def recombined(texts: Sequence[str], n: int, seed: int) -> list[str]:
    """Return up to `n` different sentences, each the beginning of one text and the end of another.

    The two are joined at a word that both contain, so every pair of neighbouring words occurs in some text and
    the result reads like the texts. No result is one of the texts. Deterministic for the same arguments.
    """
    rng = random.Random(seed)
    sentences = [text.split() for text in texts]
    occurrences: dict[str, list[tuple[int, int]]] = defaultdict(list)  # word to (sentence, position)
    for number, words in enumerate(sentences):
        for position, word in enumerate(words):
            occurrences[word.casefold()].append((number, position))
    known = {" ".join(words) for words in sentences}
    found: dict[str, None] = {}
    for _ in range(n * _ATTEMPTS if sentences else 0):
        if len(found) == n:
            break
        first = rng.choice(sentences)
        if not first:
            continue
        end = rng.randrange(len(first))
        second, start = rng.choice(occurrences[first[end].casefold()])
        joined = [*first[:end], *sentences[second][start:]]
        sentence = " ".join(joined)
        if len(joined) >= _MIN_WORDS and sentence not in known:
            found[sentence] = None
    return list(found)
