"""Load a finished run, classify sentences, and evaluate both networks on other labelled sentences."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kdcore.config import ROLES
from kdcore.data import Rows
from kdcore.errors import ConfigError
from kdcore.evaluation.results import ExamResults
from kdcore.models.encoders import Pair, load_saved
from kdcore.models.inference import calibrated_probabilities
from kdcore.runs.folder import RunFolder
from kdcore.serving.answers import Answer, Prediction


@dataclass(frozen=True)
class FinishedRun:
    """A finished run's two networks, loaded when first needed and kept."""

    folder: RunFolder
    _loaded: dict[str, Pair] = field(default_factory=dict, compare=False, repr=False)
    _loading: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)

    @classmethod
    def open(cls, path: str | Path) -> FinishedRun:
        """Return the run at `path`; raises RunError when it is missing or not done."""
        return cls(RunFolder.open(path, finished=True))

    @property
    def label_names(self) -> list[str]:
        """The words for class 0, 1, ..."""
        names: list[str] = self.folder.config().data.label_names
        return names

    def pair(self, who: str) -> Pair:
        """Return the network and tokenizer of the teacher or the student.

        Raises:
            ConfigError: `who` is neither.
            EncoderError: the stored network is broken.
        """
        if who not in ROLES:
            raise ConfigError(f"There is no {who!r} in a run.", f"Use {' or '.join(ROLES)}.")
        with self._loading:
            if who not in self._loaded:
                self._loaded[who] = load_saved(self.folder.path / who)
            return self._loaded[who]

    @property
    def path(self) -> Path:
        """The run's folder."""
        return self.folder.path

    @property
    def results(self) -> ExamResults:
        """What the exam measured of teacher, student, baseline and TF-IDF."""
        return self.folder.results()

    def predict(self, texts: Sequence[str], who: str = "student") -> list[Prediction]:
        """Return the label and calibrated confidence of each text, in order; `who` is "student" or "teacher".

        Raises ConfigError or EncoderError as `pair` does.
        """
        names = self.label_names
        return [Prediction(names[int(p.argmax())], float(p.max())) for p in self.probabilities(who, texts)]

    def probabilities(self, who: str, texts: Sequence[str]) -> np.ndarray:
        """Return the calibrated probabilities (N, C) that the teacher or the student gives to N texts.

        Raises ConfigError or EncoderError as `pair` does.
        """
        return calibrated_probabilities(*self.pair(who), texts)

    def answer(self, text: str) -> dict[str, Answer]:
        """Return both networks' answers to one sentence, each timed on its own."""
        return {who: self._answer(who, text) for who in ROLES}

    def _answer(self, who: str, text: str) -> Answer:
        network, tokenizer = self.pair(who)
        started = time.perf_counter()
        probabilities = calibrated_probabilities(network, tokenizer, [text])[0]
        ms = 1000 * (time.perf_counter() - started)
        seen = tokenizer(text, truncation=True, return_offsets_mapping=True)["offset_mapping"]
        n_read = max((end for _, end in seen), default=0)
        return Answer(
            int(probabilities.argmax()), probabilities.tolist(), ms, n_read, bool(text[n_read:].strip()) and n_read > 0
        )

    def classify(self, texts: Sequence[str], who: Sequence[str] = ROLES) -> pd.DataFrame:
        """Return one row per text, in order: `sentence`, then for each of `who` its label and its confidence (0..1).

        With both, `agree` says whether they chose the same label.
        """
        table = pd.DataFrame({"sentence": list(texts)})
        for name in who:
            answer = self.probabilities(name, texts)
            table[name] = [self.label_names[i] for i in answer.argmax(axis=1)]
            table[f"{name}_confidence"] = answer.max(axis=1).astype(float).round(6)
        if set(who) == set(ROLES):
            table["agree"] = table["teacher"] == table["student"]
        return table

    def evaluate(self, rows: Rows) -> dict[str, Any]:
        """Return accuracy and macro-F1 of both networks on labelled rows, their agreement, and the number of rows."""
        from kdcore.evaluation.metrics import agreement, scores  # scikit-learn: a second that a page need not wait for

        n_classes = len(self.label_names)
        predicted = {name: self.probabilities(name, rows.texts).argmax(axis=1) for name in ROLES}
        found = {name: scores(np.array(rows.labels), predicted[name], n_classes) for name in ROLES}
        report: dict[str, Any] = {
            name: {"accuracy": found[name].accuracy, "macro_f1": found[name].macro_f1} for name in ROLES
        }
        return {**report, "agreement": agreement(predicted["teacher"], predicted["student"]), "n": len(rows)}
