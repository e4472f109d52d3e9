"""Every word that a visitor sees: key to (English, Bengali), one file a tab."""

from __future__ import annotations

from . import backend, comparing, confidence, frame, runs, training, trying

PARTS = (frame, trying, training, comparing, confidence, runs, backend)

WORDS: dict[str, tuple[str, str]] = {key: words for part in PARTS for key, words in part.WORDS.items()}
