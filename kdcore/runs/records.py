"""The content of a run's `config.json` and `state.json`, as `kdcore.storage.read_json` returns and validates it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AliasChoices, Field

from kdcore.config import TrainConfig
from kdcore.runs.states import StateName

if TYPE_CHECKING:
    from kdcore.data import Dataset


@dataclass(frozen=True)
class RowCounts:
    """How many rows each part of a data set has."""

    train: int
    validation: int
    test: int

    @classmethod
    def of(cls, dataset: Dataset) -> RowCounts:
        """Return the counts of a data set."""
        return cls(len(dataset.train), len(dataset.validation), len(dataset.test))


@dataclass(frozen=True)
class DataInfo:
    """The data a run is trained on."""

    name: str
    sha256: str
    label_names: list[str]  # by class number
    rows: RowCounts
    notes: list[str] = field(default_factory=list)  # how the file was read, in sentences


@dataclass(frozen=True)
class RunConfig:
    """All that decides the outcome of a run, written once when the run is created."""

    training: TrainConfig
    data: DataInfo
    threads: int  # results are bit-identical only with the same number
    owner: str = ""  # digest of the owner's secret; "" if nobody on the page owns the run
    # Sentences classified after every epoch; older versions called them "pinned".
    tracked: Annotated[list[str], Field(validation_alias=AliasChoices("tracked", "pinned"))] = field(
        default_factory=list
    )
    expected_s: dict[str, float] = field(default_factory=dict)  # estimated seconds by stage, as announced at the start
    continues: str = ""  # id of the finished run whose networks this run starts from
    python: str = ""  # version
    versions: dict[str, str] = field(default_factory=dict)  # by library


@dataclass(frozen=True)
class RunState:
    """The state of a run; the file is replaced at every change."""

    state: StateName
    stage: str = ""  # the current one, or the last one before the run ended
    sentence: str = ""  # for a person
    reason: str = ""  # one word for programs, such as "memory"
    at: str = ""  # time of the change, ISO 8601 in UTC
    n_resumed: int = 0  # automatic resumes since a person last started or resumed the run
    pid: int | None = None  # of the worker
    pid_started: float | None = None  # seconds since 1970; with the pid it identifies a process

    def as_record(self) -> dict[str, Any]:
        """Return the content of `state.json`: without a worker, the keys about it are left out."""
        return {key: value for key, value in asdict(self).items() if value is not None}
