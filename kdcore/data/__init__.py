"""From bytes to sentences with labels, split three ways."""

from kdcore.data.dataset import BUNDLED, Dataset, Rows, is_bundled, load_dataset, load_labelled, save_dataset
from kdcore.data.holdout import hold_out
from kdcore.data.sentences import read_sentences

__all__ = [
    "BUNDLED",
    "Dataset",
    "Rows",
    "hold_out",
    "is_bundled",
    "load_dataset",
    "load_labelled",
    "read_sentences",
    "save_dataset",
]
