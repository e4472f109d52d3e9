"""Inference on a Hugging Face ZeroGPU Space: in this process, through the host's own decorator."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kdcore.serving.answers import Answer
from kdcore.serving.workers import answer_sentence

try:
    from spaces import GPU  # type: ignore[import-not-found]

    IS_ZERO_GPU = True
except ImportError:
    IS_ZERO_GPU = False

    def GPU(function: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802 (the host's name)
        """Return the function as it is."""
        return function


@GPU  # type: ignore[untyped-decorator]
def classify_on_gpu(folder: Path, text: str) -> dict[str, Answer]:
    """Return both models' answers; the host looks for a function with this decorator at startup."""
    return answer_sentence(folder, text)
