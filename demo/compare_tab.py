"""The tab Compare: what the student kept, in words first, then in tables."""

from __future__ import annotations

from pathlib import Path
from types import MethodType
from typing import Any

import gradio as gr
import pandas as pd

from kdcore.errors import KdError
from kdcore.judging.narrate import tell_results

from .markup import notice, tag
from .shared import Drawing, Shared, link_to
from .site import Site, words_for
from .spreadsheet import write_csv
from .tables import confusion_tables, disagreement_table, results_table
from .text import say


def build(site: Site, shared: Shared, _tab: gr.Tab) -> None:
    """Lay out the tab and wire it."""
    report = gr.HTML(elem_id="kd-report")
    download = shared.labels.make(gr.DownloadButton, {"label": "download_predictions"}, elem_id="kd-download")
    link = shared.labels.make(gr.Textbox, {"label": "link"}, interactive=False, buttons=["copy"])
    draw = Drawing(MethodType(compare, site), [shared.lang, shared.shown], [report, download, link], of_run=True)
    shared.drawings.append(draw)


def compare(site: Site, lang: str, run_id: str, request: gr.Request) -> list[Any]:
    """Return the report on a run, its predictions as a file, and the link to it."""
    try:
        run = site.shelf.folder(run_id)
        results, predictions = run.results(), run.predictions()
    except KdError as error:
        return [notice(words_for(lang, error), "problem"), gr.skip(), ""]
    first, *others = [say(lang, finding.key, **finding.values) for finding in tell_results(results)]
    report = tag(
        "div",
        tag("p", first, class_="kd-verdict", role="status"),
        tag("ul", *(tag("li", other) for other in others), class_="kd-list"),
        results_table(lang, results),
        tag("h2", say(lang, "confusion"), class_="kd-h"),
        tag("p", say(lang, "confusion_help"), class_="kd-quiet"),
        confusion_tables(lang, run, results),
        disagreement_table(lang, run, predictions),
    )
    return [report, str(_spreadsheet(site.downloads, run_id, predictions)), link_to(run_id, request)]


def _spreadsheet(folder: Path, run_id: str, predictions: pd.DataFrame) -> Path:
    """Return the predictions as a CSV that Excel reads as Bengali, in which no sentence can act as a formula."""
    file = folder / f"predictions-{run_id}.csv"
    if not file.exists():
        write_csv(predictions, file)
    return file
