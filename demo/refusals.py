"""What a handler says when it does not do what it was asked for."""

from __future__ import annotations

from typing import Any

from demo.i18n import translate
from kdcore.errors import ConfigError, DataError, EncoderError


class Refusal(Exception):  # noqa: N818 (not a fault: an answer)
    """A wish that is not granted: `key` and `values` of the sentence that says why."""

    def __init__(self, key: str, **values: Any) -> None:
        self.key, self.filled = key, values
        super().__init__(key)


def error_message(lang: str, error: Exception) -> str:
    """Return the sentence for a visitor; errors of the backend keep their English details."""
    if isinstance(error, Refusal):
        filled = {name: translate(lang, value) if name == "name" else value for name, value in error.filled.items()}
        return translate(lang, error.key, **filled)
    kinds = {DataError: "error_data", ConfigError: "error_settings", EncoderError: "error_encoder"}
    key = next((key for kind, key in kinds.items() if isinstance(error, kind)), "error_run")
    if lang == "en":
        return str(error)
    return f"{translate(lang, key)} {translate(lang, 'details', what=str(error))}"
