"""From bytes to sentences with labels, split three ways."""

from kdcore.data.dataset import BUNDLED, Dataset, Rows, load_dataset, load_labelled
from kdcore.data.sentences import read_sentences

__all__ = ["BUNDLED", "Dataset", "Rows", "load_dataset", "load_labelled", "read_sentences"]
