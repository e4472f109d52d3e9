"""`GPU` marks what may use a shared GPU for a moment: the host's own decorator on such a Space, nothing elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

try:
    from spaces import GPU
except ImportError:

    def GPU(function: Callable[..., Any] | None = None, **_options: Any) -> Any:  # noqa: N802 (the host's name)
        """Return the function as it is; with options, a decorator that does so."""
        return function if function is not None else lambda wrapped: wrapped


__all__ = ["GPU"]
