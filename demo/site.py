"""What all visitors share, the limits that hold for each of them, and what a handler may say when it refuses."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from demo import zero_gpu as gpu
from demo.access import Access
from demo.list_jobs import ListJobs
from demo.refusals import Refusal as Refusal
from demo.refusals import error_message as error_message
from demo.training_request import PAGE_PAIRS as PAGE_PAIRS
from demo.training_request import PRESETS as PRESETS
from demo.training_request import TrainingRequest as TrainingRequest
from demo.training_request import parse_number as parse_number
from kdcore.config import PAIRS, Limits, TrainConfig, VisitorLimits, preset_config
from kdcore.data import Dataset, has_bundled_labels, load_dataset, save_dataset
from kdcore.data.decoding import clean
from kdcore.runs.create import longer, open_run
from kdcore.runs.folder import RunFolder
from kdcore.runs.launcher import Launcher
from kdcore.runs.store import DEMO, RunStore
from kdcore.runs.summaries import Summaries
from kdcore.runs.throughput import ThroughputStore
from kdcore.runs.time_estimate import estimate
from kdcore.serving.answers import Answer
from kdcore.serving.attribution import Shares
from kdcore.serving.workers import InferenceWorker, ListWorker

BUNDLED_ID = "bundled"
_DATA_ID = re.compile(r"[0-9a-f]{16}")
_MOST_FILES = 50  # prepared files kept; the oldest makes room


@dataclass
class Site:
    """The server's side of the page."""

    root: Path
    worker: InferenceWorker = field(default_factory=InferenceWorker)
    limits: VisitorLimits = field(default_factory=VisitorLimits)
    list_worker: ListWorker = field(default_factory=ListWorker)

    def __post_init__(self) -> None:
        self.lists = ListJobs()
        self._shares = lru_cache(maxsize=500)(self.list_worker.word_shares)
        self.store = RunStore(self.root)
        self.launcher = Launcher(self.root, n_waiting=self.limits.waiting_runs)
        self.access = Access(self.store, self.launcher)
        self.summaries = Summaries(self.store)
        self.pacing = ThroughputStore(self.root)

    @property
    def downloads(self) -> Path:
        """Where files lie that a visitor may fetch."""
        return self.root / "downloads"

    def sentence(self, text: Any) -> str:
        """Return the text cleaned (Unicode NFC, one line, nothing invisible).

        Raises Refusal when there is nothing to judge, or too much.
        """
        if not isinstance(text, str) or not (cleaned := clean(text)):
            raise Refusal("try_empty")
        if len(cleaned) > self.limits.sentence_chars:
            raise Refusal("try_too_long", n=len(cleaned), limit=self.limits.sentence_chars)
        if not any(character.isalnum() for character in cleaned):
            raise Refusal("try_no_words")
        return cleaned

    def ask(self, run: RunFolder, cleaned: str) -> dict[str, Answer]:
        """Return both networks' answers to a sentence; raises KdError when they cannot be loaded."""
        return gpu.ask(run.path, cleaned) if gpu.IS_LENT else self.worker.answer_sentence(run.path, cleaned)

    def words(self, run: RunFolder, cleaned: str, label: int) -> dict[str, Shares]:
        """Return each word's share of the probability of class `label` for both networks; raises KdError."""
        return self._shares(run.path, cleaned, label)

    def at_work(self) -> str | None:
        """Return the run that is being trained, or waits longest for it; None if there is none."""
        states = {name: run.state()["state"] for name, run in self.store.all_runs().items()}
        active = [name for name, state in states.items() if state in ("running", "stopping", "queued")]
        return active[-1] if active else None

    def keep_file(self, dataset: Dataset) -> str:
        """Store a prepared file and return the name under which its visitor can train on it."""
        data_id = secrets.token_hex(8)
        folder = self.root / "data"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{data_id}.csv"
        save_dataset(dataset, file)
        # What was made from the bundled sentences has their labels, and says so in its digest.
        made = dataset.sha256 if has_bundled_labels(dataset.sha256) else ""
        digest = made or hashlib.sha256(file.read_bytes()).hexdigest()
        about = {"name": dataset.name[:60], "rows": rows_of(dataset), "sha256": digest}
        (folder / f"{data_id}.json").write_text(json.dumps(about), encoding="utf-8")
        for old in sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime)[:-_MOST_FILES]:
            old.with_suffix(".csv").unlink(missing_ok=True)
            old.unlink(missing_ok=True)
        return data_id

    def about_data(self, data_id: str) -> dict[str, Any]:
        """Return `name`, `rows` (train, validation, test) and `sha256` of the bundled or a visitor's data.

        Raises Refusal when it is not here.
        """
        if data_id == BUNDLED_ID:
            return {"name": BUNDLED_ID, "rows": rows_of(bundled_dataset()), "sha256": bundled_dataset().sha256}
        if not _DATA_ID.fullmatch(data_id or ""):
            raise Refusal("data_gone")
        try:
            about: dict[str, Any] = json.loads((self.root / "data" / f"{data_id}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise Refusal("data_gone") from None
        return about

    def dataset(self, data_id: str) -> Dataset:
        """Return the data a training is to learn; raises Refusal when it is not here."""
        if data_id == BUNDLED_ID:
            return bundled_dataset()
        about = self.about_data(data_id)
        file = self.root / "data" / f"{data_id}.csv"
        dataset = load_dataset(file, text_column="sentence", label_column="label")
        return replace(dataset, name=about["name"], sha256=about.get("sha256", dataset.sha256))

    def read_file(self, path: str, text_column: str | None, label_column: str | None) -> Dataset:
        """Return a visitor's file split three ways; raises DataError when it cannot be used."""
        limits = Limits(
            file_bytes=self.limits.file_mb * 1_000_000, rows=self.limits.rows, sentence_chars=self.limits.sentence_chars
        )
        return load_dataset(path, text_column=text_column, label_column=label_column, limits=limits)

    def minutes(self, preset: str, pair: str, data_id: str) -> int:
        """Return how many minutes a preset takes here with this data and pair of encoders, at least 1."""
        about = self.about_data(data_id)
        config = preset_config(preset, pair, n_train=about["rows"]["train"])
        return max(1, round(sum(self._announced(config, about["rows"], about["sha256"]).values()) / 60))

    def is_timed(self, pair: str, data_id: str) -> bool:
        """Return whether the time of trainings of this data was measured on this machine."""
        return self.pacing.is_known(PAIRS[pair], self.about_data(data_id)["sha256"])

    def time_here(self, pair: str, data_id: str) -> None:
        """Measure how fast trainings of this data are, about 20 s; raises RunError when that fails."""
        file = None if data_id == BUNDLED_ID else self.root / "data" / f"{data_id}.csv"
        self.pacing.try_out(PAIRS[pair], self.about_data(data_id)["sha256"], file)

    def expected(self, run: RunFolder) -> dict[str, float]:
        """Return the seconds that each stage of a run was announced to take, or would be now."""
        plain = run.config()
        announced: dict[str, float] = plain.get("expected_s") or {}
        config, data = TrainConfig.from_dict(plain["training"]), plain["data"]
        return announced or self._announced(config, data["rows"], data["sha256"])

    def _announced(self, config: TrainConfig, rows: Mapping[str, int], sha256: str) -> dict[str, float]:
        # The demo run was made on another machine.
        own = [run for name, run in self.store.finished().items() if name != DEMO]
        return estimate(config, rows, self.pacing.of(config, sha256, reversed(own)))

    def tracked_sentences(self, lines: str | None) -> list[str]:
        """Return the sentences to watch, one a line; raises Refusal when they are too many or none can be judged."""
        written = [line for line in (lines or "").splitlines() if line.strip()]
        if len(written) > self.limits.tracked:
            raise Refusal("error_tracked", n=self.limits.tracked)
        return [self.sentence(line) for line in written]

    def start(self, wishes: TrainingRequest, data_id: str, secret: str, tracked: Sequence[str] = ()) -> str:
        """Put a training in the queue and return its run id; raises KdError or Refusal when it may not start."""
        if not isinstance(secret, str) or len(secret) < 16:
            raise Refusal("error_visitor")
        dataset = self.dataset(data_id)
        config = wishes.config(len(dataset.train), self.limits)
        expected_s = self._announced(config, rows_of(dataset), dataset.sha256)
        return self.launcher.submit(config, dataset, secret, tracked, expected_s=expected_s).run_id

    def train_longer(self, run_id: str, secret: str) -> str:
        """Put a training in the queue that goes on where a finished run ended, and return its run id.

        Raises KdError or Refusal when it may not start; whoever starts it owns it, whoever made the first one.
        """
        if not isinstance(secret, str) or len(secret) < 16:
            raise Refusal("error_visitor")
        run = self.store.folder(run_id, finished=True)
        config, dataset = open_run(run)
        config, tracked = longer(config), run.config().get("tracked", run.config().get("pinned", []))
        expected_s = self._announced(config, rows_of(dataset), dataset.sha256)
        return self.launcher.submit(config, dataset, secret, tracked, expected_s=expected_s, continues=run).run_id


@cache
def bundled_dataset() -> Dataset:
    """Return the bundled sentences, read once."""
    return load_dataset()


def rows_of(dataset: Dataset) -> Mapping[str, int]:
    """Return how many rows each part of the data has."""
    return {"train": len(dataset.train), "validation": len(dataset.validation), "test": len(dataset.test)}
