"""How fast this machine trains: measured on finished runs, else on a trial of some seconds. Needs no torch."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kdcore.config import EncoderPair, TrainConfig
from kdcore.errors import RunError
from kdcore.runs.create import THREAD_SETTINGS, n_cores
from kdcore.runs.folder import RunFolder, list_runs
from kdcore.runs.states import ACTIVE
from kdcore.runs.time_estimate import SentenceTimes, sentence_times_of
from kdcore.storage import read_json, write_json

_PROJECT = Path(__file__).resolve().parents[2]
_TRIAL_TIMEOUT_S = 120.0  # a trial takes about 20 s


@dataclass
class ThroughputStore:
    """Sentence times by encoders and data, stored in `paces.json` below the folder of all runs."""

    root: Path
    trials: bool = True  # whether `measure` may run one
    _cache: dict[tuple[object, ...], SentenceTimes] = field(default_factory=dict)
    _measuring: threading.Lock = field(default_factory=threading.Lock)

    def sentence_times(self, config: TrainConfig, sha256: str, runs: Iterable[RunFolder]) -> SentenceTimes:
        """Return the best estimate for a training: from a finished run alike, else from a trial, else the defaults.

        Args:
            config: of the training.
            sha256: of its data.
            runs: those made on this machine, oldest first.
        """
        done = [run for run in runs if run.state().state == "done"]
        key = (config.encoders, sha256, *(run.run_id for run in done))
        if key not in self._cache:  # needed at every refresh of the page, and slow to read
            self._cache[key] = (
                sentence_times_of(done, config, sha256) or self._measured(config.encoders, sha256) or SentenceTimes()
            )
        return self._cache[key]

    def is_measured(self, encoders: EncoderPair, sha256: str) -> bool:
        """Return whether a trial with these encoders and data was made on this machine."""
        return self._measured(encoders, sha256) is not None

    def measure(self, encoders: EncoderPair, sha256: str, file: Path | None = None) -> None:
        """Run a trial of about 20 seconds and store its times.

        Does nothing during a training, which would distort it, and where `trials` is off.

        Args:
            encoders: to be measured.
            sha256: of the data.
            file: of the data; None for the bundled ones.

        Raises:
            RunError: the trial failed.
        """
        with self._measuring:  # two trials at once would distort each other
            if not self.trials or self.is_measured(encoders, sha256) or self._is_busy():
                return
            command = [
                sys.executable,
                "-m",
                "kdcore.runs.throughput_trial",
                str(self.root.resolve()),
                encoders.teacher,
                encoders.student,
            ]
            self.root.mkdir(parents=True, exist_ok=True)
            environment = {**THREAD_SETTINGS, **os.environ} | {
                "PYTHONPATH": str(_PROJECT),
                "TRANSFORMERS_VERBOSITY": "error",
            }
            try:
                output = self._trial(command + ([str(file.resolve())] if file else []), environment)
                if output is None:
                    return
                times = SentenceTimes(**json.loads(output.splitlines()[-1]))
            except (OSError, ValueError, TypeError, IndexError) as error:
                raise RunError(
                    "The time could not be measured.", "The minutes shown are those of our machine."
                ) from error
            stored = {**self._stored(), _key(encoders, sha256): times}
            write_json(self._file, {key: asdict(value) for key, value in stored.items()})
            self._cache.clear()

    def _trial(self, command: list[str], environment: dict[str, str]) -> str | None:
        """Return what the trial printed; None if a training began meanwhile, and it was ended."""
        with subprocess.Popen(
            command, cwd=_PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as trial:
            deadline = time.monotonic() + _TRIAL_TIMEOUT_S
            try:
                while trial.poll() is None:
                    if self._is_busy():
                        return None
                    if time.monotonic() > deadline:
                        raise TimeoutError
                    time.sleep(0.2)
            finally:
                trial.kill()
            output = trial.stdout.read() if trial.stdout else ""
        if trial.returncode != 0:
            raise ValueError("the trial failed")
        return output

    @property
    def _file(self) -> Path:
        return self.root / "paces.json"

    def _stored(self) -> dict[str, SentenceTimes]:
        try:
            return read_json(self._file, dict[str, SentenceTimes])
        except RunError:
            return {}

    def _measured(self, encoders: EncoderPair, sha256: str) -> SentenceTimes | None:
        return self._stored().get(_key(encoders, sha256))

    def _is_busy(self) -> bool:
        return any(run.state().state in ACTIVE for run in list_runs(self.root))


def _key(encoders: EncoderPair, sha256: str) -> str:
    """Return a key that differs between machines that share a disk."""
    return " ".join((platform.node(), f"{n_cores()} cores", encoders.teacher, encoders.student, sha256[:16]))
