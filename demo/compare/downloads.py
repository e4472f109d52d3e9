"""The downloads of the tab Compare: results, sentences, report. A file is written again when the results change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from demo.compare.report import report_html
from demo.shared.csv_files import csv_text
from kdcore.runs.folder import RunFolder
from kdcore.serving.stored_exam import StoredExam
from kdcore.storage import write_text


def downloads(folder: Path, lang: str, run_id: str, run: RunFolder, found: StoredExam) -> list[str]:
    """Return the paths of the results (JSON), the sentences (CSV) and the report (HTML) of a run."""
    files = {
        f"results-{run_id}.json": lambda: json.dumps(found.as_json(), indent=2, ensure_ascii=False),
        f"predictions-{run_id}.csv": lambda: csv_text(found.table),
        f"comparison-{run_id}-{lang}.html": lambda: report_html(lang, run_id, run, found),
    }
    return [str(_written(folder / name, run.path / "results.json", make)) for name, make in files.items()]


def _written(file: Path, source: Path, make: Callable[[], str]) -> Path:
    """Return the file, written again if it is older than its source."""
    if not file.exists() or file.stat().st_mtime_ns < source.stat().st_mtime_ns:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_text(file, make())
    return file
