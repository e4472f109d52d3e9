"""New sentences made of old ones: text for a teacher to label, where a student has read all that there is."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

_SHORTEST = 3  # words of a sentence that is made
_TRIES = 8  # for every sentence that is wanted, before the texts are taken to afford no more


def recombined(texts: Sequence[str], n: int, seed: int) -> list[str]:
    """Return up to `n` sentences, each the beginning of one text and the end of another, joined at a word of both.

    So every three words in a row stand in a row in some text, or nearly: what comes out reads like the texts, and what
    it means is for a teacher to say. None is among the texts, none twice; the same arguments give the same answer.
    """
    draw = random.Random(seed)
    words = [text.split() for text in texts]
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)  # word to (text, place)
    for number, row in enumerate(words):
        for place, word in enumerate(row):
            places[word.casefold()].append((number, place))
    old = {" ".join(row) for row in words}
    found: dict[str, None] = {}
    for _ in range(n * _TRIES if words else 0):
        if len(found) == n:
            break
        row = draw.choice(words)
        if not row:
            continue
        place = draw.randrange(len(row))
        other, there = draw.choice(places[row[place].casefold()])
        made = [*row[:place], *words[other][there:]]
        sentence = " ".join(made)
        if len(made) >= _SHORTEST and sentence not in old:
            found[sentence] = None
    return list(found)
