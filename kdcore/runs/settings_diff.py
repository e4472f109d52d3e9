"""In which settings runs differ: everything that decides the outcome, held against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# Parts of config.json that decide nothing: whose it is, what was announced, what it watches, how its file was read.
_DECIDES = ("training", "data.name", "data.sha256", "data.rows", "continues", "threads", "python", "versions")


def settings_of(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return what decides a run's outcome as one flat mapping, such as `training.distill.alpha` to 0.7.

    What is not set (absent, None, or an empty text) is left out, so that it equals what an older run never had.
    """
    flat = dict(_walk(config, ""))
    return {path: value for path, value in flat.items() if _decides(path) and value not in (None, "")}


def differing(configs: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Return the settings in which the runs are not all alike, each with its value in every run; None: not set.

    The order is that of the first run that has the setting.
    """
    every = [settings_of(config) for config in configs]
    paths = dict.fromkeys(path for settings in every for path in settings)
    table = {path: [settings.get(path) for settings in every] for path in paths}
    return {path: values for path, values in table.items() if any(value != values[0] for value in values)}


def _walk(part: Any, path: str) -> Any:
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from _walk(value, f"{path}.{key}" if path else str(key))
    else:
        yield path, part


def _decides(path: str) -> bool:
    return any(path == part or path.startswith(f"{part}.") for part in _DECIDES)
