"""From bytes to sentences with labels, split three ways."""

from kdcore.data.dataset import (
    Dataset,
    Rows,
    has_bundled_labels,
    is_bundled,
    load_dataset,
    load_labelled,
    same_words,
    save_dataset,
    with_more,
)
from kdcore.data.holdout import hold_out
from kdcore.data.unlabelled import read_sentences

__all__ = [
    "Dataset",
    "Rows",
    "hold_out",
    "has_bundled_labels",
    "is_bundled",
    "load_dataset",
    "load_labelled",
    "read_sentences",
    "same_words",
    "save_dataset",
    "with_more",
]
