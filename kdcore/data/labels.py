"""Which column holds the sentences, which the labels, and which class each label word means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from kdcore.config import Limits
from kdcore.data.decoding import clean
from kdcore.data.reading_notes import Note
from kdcore.errors import DataError

# Names in the first tuple win over those in the second; two matches in one tuple are for the person to decide.
TEXT_NAMES = (
    ("sentence", "sentences", "text", "texts"),
    ("comment", "comments", "message", "messages", "utterance", "utterances", "content", "review", "reviews", "tweet",
     "post", "input", "phrase", "question", "query", "title"),
)  # fmt: skip
LABEL_NAMES = (
    ("label", "labels"),
    ("class", "classes", "category", "target", "y", "is_imperative", "imperative", "sentiment", "intent", "output",
     "tag"),
)  # fmt: skip
MISSING = frozenset({"", "nan", "null", "n/a", "#n/a", "<na>"})  # words of spreadsheets and pandas for "no label"

_NEGATIVE = frozenset({"0", "-1", "no", "n", "false", "f", "neg", "negative", "off", "না"})
_POSITIVE = frozenset({"1", "yes", "y", "true", "t", "pos", "positive", "on", "হ্যাঁ"})
_NOT = re.compile(r"(non|not|no)[\s_-]*(?=\S)")
_INTEGER = re.compile(r"([+-]?)0*(\d+)(?:\.0*)?")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.I)
_CLEARLY_LONGER = 1.5  # times the mean length of the next column


@dataclass(frozen=True)
class Classes:
    """The classes of a file and the number of each label word."""

    names: list[str]  # as first written, in the order of their numbers
    numbers: dict[str, int]  # from the plain form of a word, see `plain_word`


def plain_word(word: str) -> str:
    """Return the form in which label words are compared: `" Pos "` is `pos`, and `1.0` is `1`."""
    folded = " ".join(clean(word).casefold().split())
    number = _INTEGER.fullmatch(folded)
    if not number:
        return folded
    sign = "-" if number[1] == "-" and number[2] != "0" else ""
    return sign + number[2]


def find_column(columns: Sequence[str], wanted: str, what: str) -> str:
    """Return the column a person named, whatever the case and blanks; `what` says what it is for in the message.

    Raises DataError listing the columns when there is none.
    """
    if wanted in columns:
        return wanted
    matches = [column for column in columns if _key(column) == _key(wanted)]
    if len(matches) == 1:
        return matches[0]
    raise DataError(f"There is no {what} column called {wanted!r}.", f"The columns are: {_listed(columns)}.")


def find_text_column(frame: pd.DataFrame, taken: Iterable[str] = ()) -> tuple[str, str]:
    """Return the column of sentences and a note, empty when the column's name says it.

    A known name decides; else the only column left besides those `taken`; else the one with clearly the longest texts.

    Raises DataError listing the columns when it is not clear.
    """
    taken = set(taken)
    columns = [column for column in frame.columns if column not in taken]
    known = _by_name(columns, TEXT_NAMES, "sentences", "text")
    if known:
        return known, ""
    rest = [column for column in columns if _key(column) != "split"]
    means = frame[rest].map(len).mean().sort_values(ascending=False, kind="stable")
    # With a mean of 0 every cell is empty, and no name says that sentences were meant.
    if len(means) and means.iloc[0] > 0 and (len(means) == 1 or means.iloc[0] >= _CLEARLY_LONGER * means.iloc[1]):
        column = str(means.index[0])
        return column, Note("note_text_column", column=repr(column))
    raise DataError(
        "It is not clear which column holds the sentences.",
        f"Call it 'sentence', or name the text column yourself. The columns are: {_listed(frame.columns)}.",
    )


def find_label_column(columns: Sequence[str], taken: Iterable[str] = ()) -> str:
    """Return the column of labels, by its name.

    Raises DataError listing the columns when none or several could be meant.
    """
    taken = set(taken)
    known = _by_name([column for column in columns if column not in taken], LABEL_NAMES, "labels", "label")
    if known:
        return known
    raise DataError(
        "No column holds the labels.",
        f"Call it 'label', or name the label column yourself. The first row must be a header; its columns are: "
        f"{_listed(columns)}.",
    )


def find_columns(frame: pd.DataFrame, text_column: str | None, label_column: str | None) -> tuple[str, str, list[str]]:
    """Return the text column, the label column and notes; what a person named is taken, the rest is recognised.

    Raises DataError listing the columns when it is not clear.
    """
    columns = list(frame.columns)
    text = find_column(columns, text_column, "text") if text_column else None
    if label_column:
        label = find_column(columns, label_column, "label")
    else:
        label = find_label_column(columns, [text] if text else [])
    note = ""
    if text is None:
        if len(columns) == 1:
            raise DataError(
                f"The file has only one column, {columns[0]!r}.", "Add a column of sentences named 'sentence'."
            )
        text, note = find_text_column(frame, [label])
    if text == label:
        raise DataError(f"The column {text!r} cannot be both the sentences and the labels.", "Name two columns.")
    return text, label, [note] if note else []


def classes_of(words: Sequence[str], column: str, limits: Limits | None = None) -> Classes:
    """Return the classes among label words, none of which is missing.

    Of a pair such as 0/1, no/yes, false/true, neg/pos or non-x/x, class 1 is the positive one. Other classes are
    sorted, whole numbers by size.

    Raises DataError when there are fewer or more classes than the limits allow.
    """
    limits = limits or Limits()
    written: dict[str, str] = {}
    for word in words:
        written.setdefault(plain_word(word), word.strip())
    if len(written) < limits.min_classes:
        only = f"only one class, {next(iter(written.values()))!r}" if written else "no label at all"
        raise DataError(
            f"The label column {column!r} holds {only}.", f"At least {limits.min_classes} classes are needed to learn."
        )
    if len(written) > limits.max_classes:
        raise DataError(
            f"The label column {column!r} holds {len(written):,} different labels; at most {limits.max_classes} "
            f"are allowed.{_suspicion(list(written), len(words))}",
            "Name another label column, or merge classes.",
        )
    ordered = _ordered(list(written))
    return Classes([written[word] for word in ordered], {word: number for number, word in enumerate(ordered)})


def known_classes(label_names: Sequence[str]) -> Classes:
    """Return the classes of a run, whose numbers are the places of its label names."""
    return Classes(list(label_names), {plain_word(name): number for number, name in enumerate(label_names)})


def is_missing(word: str) -> bool:
    """Return whether a label cell holds no label."""
    return word.strip().casefold() in MISSING


def _suspicion(words: Sequence[str], n_rows: int) -> str:
    if all(_NUMBER.fullmatch(word) for word in words):
        return " It looks like a column of numbers or ids."
    if len(words) > n_rows / 2:
        return " It looks like a column of ids or free text."
    return ""


def _ordered(words: Sequence[str]) -> list[str]:
    if len(words) == 2:
        first, second = words
        for low, high in ((first, second), (second, first)):
            if (low in _NEGATIVE and high in _POSITIVE) or _NOT.sub("", low, count=1) == high:
                return [low, high]
    if all(_INTEGER.fullmatch(word) for word in words):
        return sorted(words, key=int)
    return sorted(words)


def _by_name(columns: Sequence[str], tiers: Sequence[Sequence[str]], what: str, option: str) -> str | None:
    for tier in tiers:
        matches = [column for column in columns if _key(column) in tier]
        if len(matches) > 1:
            raise DataError(
                f"Several columns could hold the {what}: {_listed(matches)}.",
                f"Name the {option} column yourself. The columns are: {_listed(columns)}.",
            )
        if matches:
            return matches[0]
    return None


def is_text_name(column: str) -> bool:
    """Return whether a column's name is one of those that mean sentences."""
    return any(_key(column) in tier for tier in TEXT_NAMES)


def is_label_name(column: str) -> bool:
    """Return whether a column's name is one of those that mean labels."""
    return any(_key(column) in tier for tier in LABEL_NAMES)


def _key(column: str) -> str:
    return "_".join(clean(column).casefold().replace("-", " ").replace("_", " ").split())


def _listed(columns: Iterable[str]) -> str:
    shown = [repr(column[:40]) for column in columns]
    return ", ".join(shown[:20]) + (f" and {len(shown) - 20} more" if len(shown) > 20 else "")
