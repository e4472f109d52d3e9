"""From the bytes of a file to labelled sentences in three parts."""

from kdcore.data.dataset import (
    Dataset,
    Rows,
    has_bundled_labels,
    is_bundled,
    normalised_words,
    save_dataset,
    with_added_rows,
)
from kdcore.data.holdout import hold_out
from kdcore.data.loading import dataset_from_table, load_dataset, load_labelled
from kdcore.data.reading import read_table
from kdcore.data.unlabelled import read_sentences

__all__ = [
    "Dataset",
    "Rows",
    "dataset_from_table",
    "has_bundled_labels",
    "hold_out",
    "is_bundled",
    "load_dataset",
    "load_labelled",
    "normalised_words",
    "read_sentences",
    "read_table",
    "save_dataset",
    "with_added_rows",
]
