"""One network's answer to one sentence; apart from `predict`, so that a page can name it without loading torch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Prediction:
    """A label and how sure the model is of it."""

    label: str  # as the data calls it
    confidence: float  # calibrated probability of the label, 0 to 1


@dataclass(frozen=True)
class Answer:
    """One network's answer to one sentence."""

    label: int  # class number
    probabilities: list[float]  # of every class, in their order
    ms: float  # milliseconds from text to probabilities
    n_read: int  # characters of the sentence that the network looked at
    was_cut: bool  # the sentence was longer than that

    @property
    def confidence(self) -> float:
        """The probability of the label it chose."""
        return self.probabilities[self.label]
