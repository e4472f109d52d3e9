"""Typing errors for a harder exam: the test sentences mistyped in ways that no training sentence shows.

The rules are disjoint from those of `kdcore.language.spelling_variants`, which makes training sentences: wrong keys,
not other spellings. They too leave short words and the last letters of a word, which carry its mood, unchanged.
"""

from __future__ import annotations

from functools import lru_cache

from kdcore.language.spelling_variants import KEPT, replace_words, seeded_random, word_variants

_SHORTEST = 5
_WORDS_PER_SLIP = 6
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BENGALI = {"ি": "ী", "ী": "ি", "ু": "ূ", "ূ": "ু", "ন": "ণ", "ণ": "ন", "শ": "ষ", "ষ": "শ", "স": "শ"}


def _beside(letter: str) -> str:
    row = next((row for row in _ROWS if letter in row), "")
    place = row.find(letter)
    return row[max(place - 1, 0) : place] + row[place + 1 : place + 2] if row else ""


@lru_cache(maxsize=100_000)
def slips(word: str) -> tuple[str, ...]:
    """Return what one slip makes of a word in small letters: a key beside the right one, or two letters exchanged.

    In alphabetical order. The first letter and the last three stay. Slips that would also be a way to spell the word
    are not among them.
    """
    if len(word) < _SHORTEST:
        return ()
    found: set[str] = set()
    for i in range(1, len(word) - KEPT):
        others = _BENGALI.get(word[i], "") or _beside(word[i])
        found |= {word[:i] + other + word[i + 1 :] for other in others}
        if i + 1 < len(word) - KEPT and word.isascii():
            found.add(word[:i] + word[i + 1] + word[i] + word[i + 2 :])
    return tuple(sorted(found - {word, *word_variants(word)}))


def mistyped(text: str, seed: int = 0) -> str:
    """Return a text with about one slip in six words, at least one where a word affords it.

    The same arguments give the same answer everywhere.
    """
    return replace_words(text, slips, max(1, round(len(text.split()) / _WORDS_PER_SLIP)), seeded_random(text, seed))
