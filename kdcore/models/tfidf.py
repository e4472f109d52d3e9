"""The baseline without any network: TF-IDF over character n-grams with logistic regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from kdcore.models.timing import Speed, timed


@dataclass(frozen=True)
class Tfidf:
    """A fitted TF-IDF classifier."""

    pipeline: Pipeline
    n_classes: int

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Return the probabilities (N, C) of N texts."""
        answer = np.zeros((len(texts), self.n_classes))
        answer[:, self.pipeline.classes_] = self.pipeline.predict_proba(list(texts))
        return answer

    def n_parameters(self) -> int:
        """Return how many parameters it has: coefficients, intercepts, and one weight per n-gram."""
        regression = self.pipeline[-1]
        return int(regression.coef_.size + regression.intercept_.size + self.pipeline[0].idf_.size)

    def n_bytes(self) -> int:
        """Return its size if stored plainly: float32 numbers and the n-grams as UTF-8, one a line."""
        return 4 * self.n_parameters() + sum(len(gram.encode()) + 1 for gram in self.pipeline[0].vocabulary_)

    def speed(self, texts: Sequence[str], n_single: int = 60) -> Speed:
        """Return how fast it answers here."""
        return timed(self.probabilities, texts, n_single)[1]


def fit_tfidf(texts: Sequence[str], labels: Sequence[int], n_classes: int) -> Tfidf:
    """Return the classifier fitted on the training rows.

    Features are n-grams of 1 to 5 characters, spaces included, so whole short words are features too. C was chosen on
    the bundled validation rows.
    """
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 5), min_df=2, sublinear_tf=True, dtype=np.float32)
    regression = LogisticRegression(C=8.0, max_iter=1000)
    return Tfidf(make_pipeline(vectors, regression).fit(list(texts), list(labels)), n_classes)
