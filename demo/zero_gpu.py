"""Inference on a host that lends a shared GPU for a moment: through that host's own decorator, in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kdcore.serving.answers import Answer
from kdcore.serving.workers import answer_sentence

try:
    from spaces import GPU  # type: ignore[import-not-found]

    IS_LENT = True
except ImportError:
    IS_LENT = False

    def GPU(function: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802 (the host's name)
        """Return the function as it is."""
        return function


@GPU  # type: ignore[untyped-decorator]
def ask(folder: Path, text: str) -> dict[str, Answer]:
    """Return both networks' answers; such hosts look for a function with this decorator when they start."""
    return answer_sentence(folder, text)
