"""The server's side of the page: what all visitors share, and the limits that hold for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from demo import zero_gpu
from demo.access import Access
from demo.list_jobs import ListJobs
from demo.refusals import Refusal
from demo.training_request import TrainingRequest
from demo.uploads import BUNDLED_ID, Uploads
from kdcore.config import PAIRS, TrainConfig, VisitorLimits, preset_config
from kdcore.data.decoding import clean
from kdcore.runs.create import continued_config, open_run
from kdcore.runs.folder import RunFolder, queue_order
from kdcore.runs.launcher import Launcher
from kdcore.runs.records import RowCounts
from kdcore.runs.states import ACTIVE
from kdcore.runs.store import DEMO, RunStore
from kdcore.runs.summaries import Summaries
from kdcore.runs.throughput import ThroughputStore
from kdcore.runs.time_estimate import estimate
from kdcore.serving.answers import Answer
from kdcore.serving.attribution import Shares
from kdcore.serving.workers import InferenceWorker, ListWorker

_MAX_RAW = 10  # blanks and invisible characters may make a text so many times longer than the sentence in it


@dataclass
class Site:
    """One folder of runs, the processes that answer, and what a request may do with them."""

    root: Path
    worker: InferenceWorker = field(default_factory=InferenceWorker)
    limits: VisitorLimits = field(default_factory=VisitorLimits)
    list_worker: ListWorker = field(default_factory=ListWorker)

    def __post_init__(self) -> None:
        self.lists = ListJobs()
        self.uploads = Uploads(self.root / "data", self.limits)
        self._shares = lru_cache(maxsize=500)(self.list_worker.word_shares)
        self.store = RunStore(self.root)
        self.launcher = Launcher(self.root, n_waiting=self.limits.waiting_runs)
        self.access = Access(self.store, self.launcher)
        self.summaries = Summaries(self.store)
        self.throughput = ThroughputStore(self.root)

    @property
    def downloads(self) -> Path:
        """The folder of files that a visitor may download; only the app writes there."""
        return self.root / "downloads"

    def sentence(self, text: Any) -> str:
        """Return the text cleaned (Unicode NFC, one line, nothing invisible).

        Raises Refusal when there is no text to classify, or too much.
        """
        if not isinstance(text, str):
            raise Refusal("try_empty")
        if len(text) > _MAX_RAW * self.limits.sentence_chars:  # before anything is done with it
            raise Refusal("try_too_long", n=len(text), limit=self.limits.sentence_chars)
        if not (cleaned := clean(text)):
            raise Refusal("try_empty")
        if len(cleaned) > self.limits.sentence_chars:
            raise Refusal("try_too_long", n=len(cleaned), limit=self.limits.sentence_chars)
        if not any(character.isalnum() for character in cleaned):
            raise Refusal("try_no_words")
        return cleaned

    def classify(self, run: RunFolder, cleaned: str) -> dict[str, Answer]:
        """Return both models' answers to a sentence; raises KdError when they cannot be loaded."""
        if zero_gpu.IS_ZERO_GPU:
            return zero_gpu.classify_on_gpu(run.path, cleaned)
        return self.worker.answer_sentence(run.path, cleaned)

    def word_shares(self, run: RunFolder, cleaned: str, label: int) -> dict[str, Shares]:
        """Return each word's share of the probability of class `label` for both models; raises KdError."""
        return self._shares(run.path, cleaned, label)

    def active_run(self) -> str | None:
        """Return the run that is being trained, else the first in the queue; None if there is neither."""
        states = {run: run.state().state for run in queue_order(self.store.all_runs().values())}
        unfinished = [run.run_id for run, state in states.items() if state in ACTIVE]
        unfinished += [run.run_id for run, state in states.items() if state == "queued"]
        return unfinished[0] if unfinished else None

    def minutes(self, preset: str, pair: str, data_id: str) -> int:
        """Return how many minutes a preset takes here with this data and pair of encoders, at least 1."""
        info = self.uploads.info(data_id)
        config = preset_config(preset, pair, n_train=info.rows.train)
        return max(1, round(sum(self._announced(config, info.rows, info.sha256).values()) / 60))

    def is_timed(self, pair: str, data_id: str) -> bool:
        """Return whether the speed of training on this data was measured on this machine."""
        return self.throughput.is_measured(PAIRS[pair], self.uploads.info(data_id).sha256)

    def measure_speed(self, pair: str, data_id: str) -> None:
        """Measure the speed of training on this data, about 20 s; raises RunError when that fails."""
        file = None if data_id == BUNDLED_ID else self.uploads.file(data_id)
        self.throughput.measure(PAIRS[pair], self.uploads.info(data_id).sha256, file)

    def expected(self, run: RunFolder) -> dict[str, float]:
        """Return the expected seconds of each stage of a run: as announced when it was started, else estimated now."""
        config = run.config()
        return config.expected_s or self._announced(config.training, config.data.rows, config.data.sha256)

    def _announced(self, config: TrainConfig, rows: RowCounts, sha256: str) -> dict[str, float]:
        # The demo run was made on another machine.
        own = [run for name, run in self.store.finished().items() if name != DEMO]
        return estimate(config, rows, self.throughput.sentence_times(config, sha256, reversed(own)))

    def tracked_sentences(self, lines: str | None) -> list[str]:
        """Return the sentences to track, one a line; raises Refusal if they are too many or unfit."""
        written = [line for line in (lines or "").splitlines() if line.strip()]
        if len(written) > self.limits.tracked:
            raise Refusal("error_tracked", n=self.limits.tracked)
        return [self.sentence(line) for line in written]

    def start(self, request: TrainingRequest, data_id: str, secret: str, tracked: Sequence[str] = ()) -> str:
        """Put a training in the queue and return its run id; raises KdError or Refusal when it may not start."""
        if not isinstance(secret, str) or len(secret) < 16:
            raise Refusal("error_visitor")
        dataset = self.uploads.dataset(data_id)
        config = request.config(len(dataset.train), self.limits)
        expected_s = self._announced(config, RowCounts.of(dataset), dataset.sha256)
        return self.launcher.submit(config, dataset, secret, tracked, expected_s=expected_s).run_id

    def train_longer(self, run_id: str, secret: str) -> str:
        """Put a training in the queue that continues where a finished run ended, and return its run id.

        Whoever starts it owns it, whoever owns the first one. Raises KdError or Refusal when it may not start.
        """
        if not isinstance(secret, str) or len(secret) < 16:
            raise Refusal("error_visitor")
        run = self.store.folder(run_id, finished=True)
        config, dataset = open_run(run)
        config, tracked = continued_config(config), run.config().tracked
        expected_s = self._announced(config, RowCounts.of(dataset), dataset.sha256)
        return self.launcher.submit(config, dataset, secret, tracked, expected_s=expected_s, continues=run).run_id
