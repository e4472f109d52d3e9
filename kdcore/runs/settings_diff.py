"""The settings in which runs differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kdcore.runs.records import RunConfig

# The parts of a run's settings that decide its outcome; not its owner, the announced time or the tracked sentences.
_DECISIVE = ("training", "data.name", "data.sha256", "data.rows", "continues", "threads", "python", "versions")


def settings_of(config: RunConfig) -> dict[str, Any]:
    """Return what decides a run's outcome as one flat mapping, such as `training.distill.alpha` to 0.7.

    Settings that are None or an empty text are left out.
    """
    flat = dict(_leaves(asdict(config), ""))
    return {path: value for path, value in flat.items() if _is_decisive(path) and value not in (None, "")}


def differing(configs: Sequence[RunConfig]) -> dict[str, list[Any]]:
    """Return the settings in which the runs are not all alike, each with its value in every run; None: not set.

    The order is that of the first run that has the setting.
    """
    settings = [settings_of(config) for config in configs]
    paths = dict.fromkeys(path for one in settings for path in one)
    table = {path: [one.get(path) for one in settings] for path in paths}
    return {path: values for path, values in table.items() if any(value != values[0] for value in values)}


def _leaves(part: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from _leaves(value, f"{path}.{key}" if path else str(key))
    else:
        yield path, part


def _is_decisive(path: str) -> bool:
    return any(path == part or path.startswith(f"{part}.") for part in _DECISIVE)
