"""The whole comparison as one HTML file that opens without this app, without network and without script."""

from __future__ import annotations

from markupsafe import Markup

from demo.compare.sections import (
    fidelity_html,
    heading,
    outcomes_html,
    reliability_html,
    slices_html,
    speed_html,
    verdict_html,
)
from demo.compare.sentences import chosen_rows, group_choices, sentences_table
from demo.compare.tables import confusion_tables, results_table
from demo.compare.thresholds import ThresholdSettings, default_class, threshold_html
from demo.i18n import translate
from demo.shared.display_names import run_name
from demo.shared.html import tag
from kdcore.bundled import ASSETS
from kdcore.data import is_bundled
from kdcore.evaluation.thresholds import Costs
from kdcore.runs.folder import RunFolder
from kdcore.serving.stored_exam import StoredExam

_STYLE = ASSETS / "page.css"
_SENTENCES = 250  # of those on which the two disagree; the CSV has all
# The page's style expects Gradio's frame; the report stands alone and follows the reader's dark mode.
_OWN_STYLE = """
body { margin: 0; background: #fff;
  font-family: system-ui, "Noto Sans", "Noto Sans Bengali", "Nirmala UI", sans-serif; }
* { box-sizing: border-box; }
main { max-width: 980px; margin: 0 auto; padding: 24px 16px 64px; color: var(--kd-ink); }
h1 { font-size: 1.6rem; margin: 0 0 4px; } h3 { margin: 8px 0; font-size: 1rem; }
.kd-open { all: unset; }
@media print { details > * { display: block; } }
"""


def report_html(lang: str, run_id: str, run: RunFolder, found: StoredExam) -> str:
    """Return the report on a run as the text of an HTML file.

    Args:
        lang: its language.
        run_id: the name under which the run is shown.
        run: its folder.
        found: its stored exam.
    """
    style = _STYLE.read_text(encoding="utf-8")
    title = translate(lang, "report_title", run=run_name(lang, run_id))
    places = chosen_rows(found, "disagree", "", "")
    settings = ThresholdSettings(default_class(found), 0.5, Costs())
    body = tag(
        "main",
        tag("h1", title),
        tag("p", _settings(lang, run, found), class_="kd-quiet"),
        verdict_html(lang, found.results),
        results_table(lang, found.results),
        outcomes_html(lang, found),
        tag(
            "details",
            tag("summary", group_choices(lang, found)[0][0]),
            sentences_table(lang, run, found, places, _SENTENCES, opens=False),
        ),
        slices_html(lang, found),
        reliability_html(lang, found),
        heading(lang, "threshold_title"),
        threshold_html(lang, run, found, settings),
        heading(lang, "confusion"),
        confusion_tables(lang, run, found.results),
        speed_html(lang, found.results, None),
        fidelity_html(lang, found.results),
        class_="gradio-container",
    )
    head = Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">')
    styles = tag("style", Markup(style + _OWN_STYLE + _dark(style)))
    page = tag("html", tag("head", head, tag("title", title), styles), tag("body", body), lang=lang)
    return f"<!doctype html>\n{page}\n"


def _dark(style: str) -> str:
    """Return the page's dark colours as a rule that follows the reader's system."""
    start = style.index(".dark .gradio-container")
    colours = style[style.index("{", start) + 1 : style.index("}", start)]
    return (
        f"@media (prefers-color-scheme: dark) {{ .gradio-container {{ {colours} }} body {{ background: #0f1722; }} "
        ":root { color-scheme: dark; } }\n"
    )


def _settings(lang: str, run: RunFolder, found: StoredExam) -> str:
    training, data = run.config().training, run.config().data
    name = translate(lang, "bundled") if is_bundled(data.sha256) else data.name
    distill = {"temperature": training.distill.temperature, "alpha": training.distill.alpha}
    values = {"preset": translate(lang, f"name_{training.preset}"), "seed": training.seed, **distill}
    return translate(lang, "settings", data=name, n=data.rows.train, **values)
