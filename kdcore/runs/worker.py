"""The training of one run: drives the recipe, and writes what it yields to the run's folder.

`python -m kdcore.runs.worker RUN` is the process that does so for the page.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

import torch
from psutil import Process

from kdcore.config import TrainConfig
from kdcore.data import Dataset, load_dataset
from kdcore.errors import KdError
from kdcore.learning.encoders import save_classifier
from kdcore.learning.events import Event, ExamDone, StageDone, StepDone
from kdcore.recipe import Recipe
from kdcore.runs.folder import RunFolder, write_json

_KEPT_NETWORKS = ("teacher", "student")  # the baseline lives on in predictions.csv only
_STEP_RECORD_S = 1.0  # steps are written at most once in so many seconds; epochs always
_LOWEST_PRIORITY = 19  # all cores when nobody else wants them, and none when a visitor asks


def carry_out(run: RunFolder, config: TrainConfig, dataset: Dataset) -> Iterator[Event]:
    """Train, passing the recipe's events on after they are written; the state ends as done, stopped or failed.

    Raises:
        KdError: something a person can mend; the run is marked as failed with that sentence.
    """
    stage, me = "", Process()
    torch.set_num_threads(run.config()["threads"])  # another number would round otherwise
    try:
        with (run.path / "events.jsonl").open("a", encoding="utf-8") as log:
            recorder = _Recorder(log)
            for event in Recipe(config, dataset, run.soft_targets).run():
                if event.stage != stage:
                    stage = event.stage
                    run.set_state("running", stage, worker=me)
                _keep(run, event)
                recorder.write(event)
                yield event
                if run.asked_to_stop:
                    run.set_state("stopped", stage, "Stopped by its owner.")
                    return
        run.set_state("done")
    except (KeyboardInterrupt, GeneratorExit):
        run.set_state("stopped", stage, "Stopped before the end.")
        raise
    except KdError as error:
        run.set_state("failed", stage, str(error))
        raise
    except Exception as error:
        run.set_state("failed", stage, f"The training broke off: {error}")
        raise


def _keep(run: RunFolder, event: Event) -> None:
    if isinstance(event, StageDone) and event.stage in _KEPT_NETWORKS:
        assert event.network is not None, "a training stage ends with its network"
        assert event.tokenizer is not None, "a training stage ends with its tokenizer"
        device = event.network.device
        save_classifier(event.network, event.tokenizer, run.path / event.stage)
        event.network.to(device)
    if isinstance(event, ExamDone):
        event.predictions.to_csv(run.path / "predictions.csv", index=False, encoding="utf-8", lineterminator="\n")
        write_json(run.path / "results.json", event.results)


class _Recorder:
    """Appends events as lines of JSON with a rising `seq`."""

    def __init__(self, log: Any) -> None:
        self.log, self.seq, self.last_step_s = log, 0, 0.0

    def write(self, event: Event) -> None:
        now = time.time()
        if isinstance(event, StepDone):
            # The last step of a stage is always written, so that a curve ends where the training did.
            if now - self.last_step_s < _STEP_RECORD_S and event.step != event.n_steps:
                return
            self.last_step_s = now
        self.seq += 1
        record = {"seq": self.seq, "at": round(now, 3), **event.as_record()}
        self.log.write(json.dumps(record, ensure_ascii=False) + "\n")
        self.log.flush()
        os.fsync(self.log.fileno())


def main(path: str) -> int:
    """Carry out the queued run in `path` and return the exit code; its state says how it ended."""
    run = RunFolder.open(path)
    if hasattr(os, "nice"):
        os.nice(_LOWEST_PRIORITY)
    # A machine that shuts down asks with SIGTERM: end after this step, as at the owner's wish.
    signal.signal(signal.SIGTERM, lambda *_: run.ask_to_stop())
    try:
        run.set_state("running", worker=Process())
        dataset = (
            load_dataset(run.data_file, text_column="sentence", label_column="label")
            if run.data_file.exists()
            else load_dataset()
        )
        for _event in carry_out(run, TrainConfig.from_dict(run.config()["training"]), dataset):
            pass
    except KdError as error:
        run.set_state("failed", run.state()["stage"], str(error))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
