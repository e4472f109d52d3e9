"""Text fields that hold a number: they may be empty, and take Bengali digits, which a browser's number field cannot."""

from __future__ import annotations

import math
from typing import Any

from demo.refusals import Refusal


def parse_number(text: Any, name: str) -> float | None:
    """Return the number in a text field, in the digits of any script; None for an empty field.

    Raises Refusal when it is no finite number; `name` is the key of the field's label.
    """
    if text is None or not (written := str(text).strip()):
        return None
    try:
        number = float(written.replace(",", "."))  # float reads the digits of every script
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refusal("error_number", name=name, text=written[:20])
    return number
