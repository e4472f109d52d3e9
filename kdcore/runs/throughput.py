"""How fast trainings are here: from what was trained before, else from a trial of some seconds; needs no torch."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kdcore.config import EncoderPair, TrainConfig
from kdcore.errors import RunError
from kdcore.runs.create import n_cores
from kdcore.runs.folder import RunFolder, list_runs
from kdcore.runs.states import ACTIVE
from kdcore.runs.time_estimate import SentenceTimes, pace_of
from kdcore.storage import write_json

_PROJECT = Path(__file__).resolve().parents[2]
_PATIENCE_S = 120.0  # a trial takes about 20 s


@dataclass
class ThroughputStore:
    """Paces by encoders and sentences, kept in `paces.json` below the run root."""

    root: Path
    _known: dict[tuple[object, ...], SentenceTimes] = field(default_factory=dict)
    _trying: threading.Lock = field(default_factory=threading.Lock)

    def of(self, config: TrainConfig, sha256: str, runs: Iterable[RunFolder]) -> SentenceTimes:
        """Return the best known pace for a training: of a finished one alike, else of a trial, else the default.

        Args:
            config: of the training.
            sha256: of its sentences.
            runs: those made on this machine, oldest first.
        """
        done = [run for run in runs if run.state()["state"] == "done"]
        key = (config.encoders, sha256, *(run.run_id for run in done))
        if key not in self._known:  # asked for at every tick, and slow to read
            self._known[key] = pace_of(done, config, sha256) or self._tried(config.encoders, sha256) or SentenceTimes()
        return self._known[key]

    def is_known(self, encoders: EncoderPair, sha256: str) -> bool:
        """Return whether a trial of these sentences was made on this machine."""
        return self._tried(encoders, sha256) is not None

    def try_out(self, encoders: EncoderPair, sha256: str, file: Path | None = None) -> None:
        """Make a trial, about 20 seconds, and keep its pace; while a training is at work it would mislead, so not then.

        Args:
            encoders: to be tried.
            sha256: of the sentences.
            file: where they lie; None for the bundled ones.

        Raises:
            RunError: it did not succeed.
        """
        with self._trying:  # two at once would measure each other
            if self.is_known(encoders, sha256) or self._is_busy():
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
            environment = os.environ | {"PYTHONPATH": str(_PROJECT), "TRANSFORMERS_VERBOSITY": "error"}
            try:
                said = self._trial(command + ([str(file.resolve())] if file else []), environment)
                if said is None:
                    return
                pace = SentenceTimes(**json.loads(said.splitlines()[-1]))
            except (OSError, ValueError, TypeError, IndexError) as error:
                raise RunError(
                    "The time could not be measured.", "The minutes shown are those of our machine."
                ) from error
            write_json(self._file, {**self._stored(), _key(encoders, sha256): asdict(pace)})
            self._known.clear()

    def _trial(self, command: list[str], environment: dict[str, str]) -> str | None:
        """Return what the trial printed; None if a training began meanwhile: either would slow the other."""
        with subprocess.Popen(
            command, cwd=_PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as trial:
            ending = time.monotonic() + _PATIENCE_S
            try:
                while trial.poll() is None:
                    if self._is_busy():
                        return None
                    if time.monotonic() > ending:
                        raise TimeoutError
                    time.sleep(0.2)
            finally:
                trial.kill()
            said = trial.stdout.read() if trial.stdout else ""
        if trial.returncode != 0:
            raise ValueError("the trial failed")
        return said

    @property
    def _file(self) -> Path:
        return self.root / "paces.json"

    def _stored(self) -> dict[str, dict[str, float]]:
        with suppress(OSError, ValueError):
            stored: dict[str, dict[str, float]] = json.loads(self._file.read_text(encoding="utf-8"))
            return stored
        return {}

    def _tried(self, encoders: EncoderPair, sha256: str) -> SentenceTimes | None:
        pace = self._stored().get(_key(encoders, sha256))
        return SentenceTimes(**pace) if pace else None

    def _is_busy(self) -> bool:
        return any(run.state()["state"] in ACTIVE for run in list_runs(self.root))


def _key(encoders: EncoderPair, sha256: str) -> str:
    """Return a name that another machine on the same disk does not share."""
    return " ".join((platform.node(), f"{n_cores()} cores", encoders.teacher, encoders.student, sha256[:16]))
