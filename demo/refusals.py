"""The sentence a visitor reads when a handler refuses a request or the backend fails."""

from __future__ import annotations

from typing import Any

from demo.i18n import translate
from kdcore.errors import ConfigError, DataError, EncoderError


class Refusal(Exception):  # noqa: N818 (not a fault of the program)
    """A request that is refused: the key of the sentence that says why, and the values to fill in."""

    def __init__(self, key: str, **values: Any) -> None:
        self.key, self.values = key, values
        super().__init__(key)


def error_message(lang: str, error: Exception) -> str:
    """Return the sentence for a visitor; errors of the backend keep their English details."""
    if isinstance(error, Refusal):
        # `name` is the key of a field's label.
        values = {name: translate(lang, value) if name == "name" else value for name, value in error.values.items()}
        return translate(lang, error.key, **values)
    kinds = {DataError: "error_data", ConfigError: "error_settings", EncoderError: "error_encoder"}
    key = next((key for kind, key in kinds.items() if isinstance(error, kind)), "error_run")
    if lang == "en":
        return str(error)
    return f"{translate(lang, key)} {translate(lang, 'details', what=str(error))}"
