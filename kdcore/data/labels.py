"""Which class each label word means, and which of two classes is the positive one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kdcore.config import Limits
from kdcore.data.decoding import clean
from kdcore.errors import DataError

MISSING = frozenset({"", "nan", "null", "n/a", "#n/a", "<na>"})  # what spreadsheets and pandas write for "no label"

_NEGATIVE = frozenset({"0", "-1", "no", "n", "false", "f", "neg", "negative", "off", "না"})
_POSITIVE = frozenset({"1", "yes", "y", "true", "t", "pos", "positive", "on", "হ্যাঁ"})
_NOT = re.compile(r"(non|not|no)[\s_-]*(?=\S)")
_INTEGER = re.compile(r"([+-]?)0*(\d+)(?:\.0*)?")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.I)


@dataclass(frozen=True)
class Classes:
    """The classes of a file, and the class number of each label word."""

    names: list[str]  # as first written in the file, by class number
    numbers: dict[str, int]  # class number by normalised label word, see `normalised_label`

    @classmethod
    def from_labels(cls, words: Sequence[str], column: str, limits: Limits | None = None) -> Classes:
        """Return the classes among label words, none of which is missing; `column` is what messages call them.

        Of a pair such as 0/1, no/yes, false/true, neg/pos or non-x/x, class 1 is the positive one. Other classes are
        sorted, integers by value.

        Raises DataError when there are fewer or more classes than the limits allow.
        """
        limits = limits or Limits()
        as_written: dict[str, str] = {}
        for word in words:
            as_written.setdefault(normalised_label(word), word.strip())
        if len(as_written) < limits.min_classes:
            only = f"only one class, {next(iter(as_written.values()))!r}" if as_written else "no label at all"
            raise DataError(
                f"The label column {column!r} holds {only}.",
                f"At least {limits.min_classes} classes are needed to learn.",
            )
        if len(as_written) > limits.max_classes:
            raise DataError(
                f"The label column {column!r} holds {len(as_written):,} different labels; at most {limits.max_classes} "
                f"are allowed.{_likely_cause(list(as_written), len(words))}",
                "Name another label column, or merge classes.",
            )
        ordered = _ordered(list(as_written))
        return cls([as_written[label] for label in ordered], {label: number for number, label in enumerate(ordered)})

    @classmethod
    def from_names(cls, label_names: Sequence[str]) -> Classes:
        """Return the classes of a run, whose numbers are the positions of its label names."""
        return cls(list(label_names), {normalised_label(name): number for number, name in enumerate(label_names)})


def normalised_label(word: str) -> str:
    """Return the form in which label words are compared: `" Pos "` is `pos`, and `1.0` is `1`."""
    folded = " ".join(clean(word).casefold().split())
    number = _INTEGER.fullmatch(folded)
    if not number:
        return folded
    sign = "-" if number[1] == "-" and number[2] != "0" else ""
    return sign + number[2]


def is_missing(word: str) -> bool:
    """Return whether a label cell holds no label."""
    return word.strip().casefold() in MISSING


def _likely_cause(labels: Sequence[str], n_rows: int) -> str:
    if all(_NUMBER.fullmatch(label) for label in labels):
        return " It looks like a column of numbers or ids."
    if len(labels) > n_rows / 2:
        return " It looks like a column of ids or free text."
    return ""


def _ordered(labels: Sequence[str]) -> list[str]:
    """Return normalised labels in the order of their class numbers."""
    if len(labels) == 2:
        for negative, positive in (labels, labels[::-1]):
            is_known_pair = negative in _NEGATIVE and positive in _POSITIVE
            if is_known_pair or _NOT.sub("", negative, count=1) == positive:
                return [negative, positive]
    if all(_INTEGER.fullmatch(label) for label in labels):
        return sorted(labels, key=int)
    return sorted(labels)
