"""What all visitors share, the limits that hold for each of them, and what a handler may say when it refuses."""

from __future__ import annotations

import json
import math
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kdcore.config import Limits, TrainConfig, preset_config
from kdcore.data import Dataset, load_dataset, save_dataset
from kdcore.data.decoding import clean
from kdcore.errors import ConfigError, DataError, EncoderError, RunError
from kdcore.runs.estimate import Pace, estimate, pace_of
from kdcore.runs.folder import RunFolder
from kdcore.runs.launcher import Launcher
from kdcore.using.asking import Answer, Desk
from kdcore.using.attribution import Shares
from kdcore.using.backroom import Backroom
from kdcore.using.shelf import DEMO, Shelf

from . import gpu
from .text import say
from .turns import Turns

PRESETS = ("quick", "balanced", "best")
PAGE_PAIRS = ("compact", "bert")  # no free names: a visitor must not make the server load whatever it is told
BUNDLED_ID = "bundled"
_DATA_ID = re.compile(r"[0-9a-f]{16}")
_MOST_FILES = 50  # prepared files kept; the oldest makes room


@dataclass(frozen=True)
class PageLimits:
    """What one visitor may ask; checked in the handlers, since endpoints are reachable without the page."""

    sentence_chars: int = 2_000
    file_mb: int = 20
    rows: int = 50_000
    student_epochs: int = 60
    teacher_epochs: int = 12
    waiting_runs: int = 5
    pinned: int = 5
    list_lines: int = 10_000  # of a list of sentences
    list_chars: int = 2_000_000
    corrections: int = 200


class Refusal(Exception):  # noqa: N818 (not a fault: an answer)
    """A wish that is not granted: `key` and `values` of the sentence that says why."""

    def __init__(self, key: str, **values: Any) -> None:
        self.key, self.filled = key, values
        super().__init__(key)


def words_for(lang: str, error: Exception) -> str:
    """Return the sentence for a visitor; errors of the backend keep their English details."""
    if isinstance(error, Refusal):
        filled = {name: say(lang, value) if name == "name" else value for name, value in error.filled.items()}
        return say(lang, error.key, **filled)
    kinds = {DataError: "error_data", ConfigError: "error_settings", EncoderError: "error_encoder"}
    key = next((key for kind, key in kinds.items() if isinstance(error, kind)), "error_run")
    if lang == "en":
        return str(error)
    return f"{say(lang, key)} {say(lang, 'details', what=str(error))}"


def number_in(text: Any, name: str) -> float | None:
    """Return the number somebody wrote, in English or Bengali digits; None for an empty field.

    Raises Refusal when it is no number; `name` is the key of the field's words.
    """
    if text is None or not (written := str(text).strip()):
        return None
    try:
        number = float(written.replace(",", "."))  # float reads the digits of every script
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refusal("error_number", name=name, text=written[:20])
    return number


@dataclass(frozen=True)
class Wishes:
    """What the form of the tab Train holds; None leaves the choice to the preset."""

    preset: str
    encoders: str = "compact"
    temperature: float | None = None
    alpha: float | None = None
    student_epochs: float | None = None
    teacher_epochs: float | None = None
    student_rate: float | None = None
    teacher_rate: float | None = None
    seed: float | None = None

    def config(self, n_train: int, limits: PageLimits) -> TrainConfig:
        """Return the settings of a training.

        Raises Refusal or ConfigError when a wish is outside its range.
        """
        if self.preset not in PRESETS or self.encoders not in PAGE_PAIRS:
            raise ConfigError("There is no such preset or pair.", f"Use {', '.join((*PRESETS, *PAGE_PAIRS))}.")
        pairs = ((self.student_epochs, limits.student_epochs), (self.teacher_epochs, limits.teacher_epochs))
        for epochs, most in pairs:
            if epochs is not None and not (1 <= epochs <= most and epochs == int(epochs)):
                raise Refusal("error_epochs", student=limits.student_epochs, teacher=limits.teacher_epochs)
        if self.seed is not None and self.seed != int(self.seed):
            raise ConfigError("The seed is no whole number.", "Use a whole number from 0 to 4294967295.")
        config = preset_config(self.preset, self.encoders, int(self.seed or 0), n_train=n_train)
        student = _changed(config.student, epochs=self.student_epochs, learning_rate=self.student_rate)
        return replace(
            config,
            student=student,
            teacher=_changed(config.teacher, epochs=self.teacher_epochs, learning_rate=self.teacher_rate),
            baseline_epochs=student.epochs if self.student_epochs is not None else config.baseline_epochs,
            distill=_changed(config.distill, temperature=self.temperature, alpha=self.alpha),
        )


def _changed(settings: Any, **wishes: float | None) -> Any:
    given = {name: wish for name, wish in wishes.items() if wish is not None}
    if "epochs" in given:
        given["epochs"] = int(given["epochs"])
    return replace(settings, **given)


@dataclass
class Site:
    """The server's side of the page."""

    root: Path
    desk: Desk = field(default_factory=Desk)
    limits: PageLimits = field(default_factory=PageLimits)
    backroom: Backroom = field(default_factory=Backroom)

    def __post_init__(self) -> None:
        self.lists = Turns()
        self._shares = lru_cache(maxsize=500)(self.backroom.words)
        self.shelf = Shelf(self.root)
        self.launcher = Launcher(self.root, n_waiting=self.limits.waiting_runs)
        self._paces: dict[tuple[Any, ...], Pace] = {}

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
        return gpu.ask(run.path, cleaned) if gpu.IS_LENT else self.desk.ask(run.path, cleaned)

    def words(self, run: RunFolder, cleaned: str, label: int) -> dict[str, Shares]:
        """Return each word's share of the probability of class `label` for both networks; raises KdError."""
        return self._shares(run.path, cleaned, label)

    def at_work(self) -> str | None:
        """Return the run that is being trained, or waits longest for it; None if there is none."""
        states = {name: run.state()["state"] for name, run in self.shelf.all_runs().items()}
        active = [name for name, state in states.items() if state in ("running", "stopping", "queued")]
        return active[-1] if active else None

    def keep_file(self, dataset: Dataset) -> str:
        """Store a prepared file and return the name under which its visitor can train on it."""
        data_id = secrets.token_hex(8)
        folder = self.root / "data"
        folder.mkdir(parents=True, exist_ok=True)
        save_dataset(dataset, folder / f"{data_id}.csv")
        about = {"name": dataset.name[:60], "rows": rows_of(dataset)}
        if "+" in dataset.sha256:  # made from another dataset, and has its labels
            about["sha256"] = dataset.sha256
        (folder / f"{data_id}.json").write_text(json.dumps(about), encoding="utf-8")
        for old in sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime)[:-_MOST_FILES]:
            old.with_suffix(".csv").unlink(missing_ok=True)
            old.unlink(missing_ok=True)
        return data_id

    def about_data(self, data_id: str) -> dict[str, Any]:
        """Return `name` and `rows` (train, validation, test) of the bundled or a visitor's data.

        Raises Refusal when it is not here.
        """
        if data_id == BUNDLED_ID:
            return {"name": BUNDLED_ID, "rows": rows_of(bundled_dataset())}
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

    def minutes(self, preset: str, data_id: str) -> int:
        """Return how many minutes a preset takes here with this data, at least 1."""
        rows = self.about_data(data_id)["rows"]
        config = preset_config(preset, n_train=rows["train"])
        return max(1, round(sum(estimate(config, rows, self._pace(config)).values()) / 60))

    def expected(self, run: RunFolder) -> dict[str, float]:
        """Return the seconds that each stage of a run will take."""
        plain = run.config()
        config = TrainConfig.from_dict(plain["training"])
        return estimate(config, plain["data"]["rows"], self._pace(config))

    def pinned(self, lines: str | None) -> list[str]:
        """Return the sentences to watch, one a line; raises Refusal when they are too many or none can be judged."""
        written = [line for line in (lines or "").splitlines() if line.strip()]
        if len(written) > self.limits.pinned:
            raise Refusal("error_pinned", n=self.limits.pinned)
        return [self.sentence(line) for line in written]

    def start(self, wishes: Wishes, data_id: str, secret: str, pinned: Sequence[str] = ()) -> str:
        """Put a training in the queue and return its run id; raises KdError or Refusal when it may not start."""
        if not isinstance(secret, str) or len(secret) < 16:
            raise Refusal("error_visitor")
        dataset = self.dataset(data_id)
        config = wishes.config(len(dataset.train), self.limits)
        return self.launcher.submit(config, dataset, secret, pinned).run_id

    def stop(self, run_id: str, secret: str) -> None:
        """Ask for the end of a run; raises RunError when it is not this visitor's."""
        self.launcher.stop(self.shelf.folder(run_id), secret)

    def resume(self, run_id: str, secret: str) -> None:
        """Let a stopped, failed or interrupted run go on; raises RunError when it is not this visitor's."""
        self.launcher.resume(self.shelf.folder(run_id), secret)

    def throw_away(self, run_id: str, secret: str) -> None:
        """Delete a run; raises RunError when it is not this visitor's, or not over."""
        if run_id == DEMO:
            raise RunError("The demo run stays.", "Choose one of your own.")
        self.launcher.throw_away(self.shelf.folder(run_id), secret)

    def _pace(self, config: TrainConfig) -> Pace:
        # The demo run was made on another machine; newest first in the list, and last is what counts.
        own = {name: run for name, run in self.shelf.finished().items() if name != DEMO}
        known = (config.encoders, *own)
        if known not in self._paces:
            self._paces = {known: pace_of(reversed(own.values()), config)}  # asked for at every tick, and slow to read
        return self._paces[known]


@cache
def bundled_dataset() -> Dataset:
    """Return the bundled sentences, read once."""
    return load_dataset()


def rows_of(dataset: Dataset) -> Mapping[str, int]:
    """Return how many rows each part of the data has."""
    return {"train": len(dataset.train), "validation": len(dataset.validation), "test": len(dataset.test)}
