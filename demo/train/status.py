"""The status of a run, as sentences and a row of stages; reads the run's folder, writes nothing."""

from __future__ import annotations

import time

from markupsafe import Markup

from demo.i18n import translate
from demo.shared.display_names import run_name
from demo.shared.html import notice, tag
from demo.site import Site
from kdcore.data import is_bundled
from kdcore.evaluation.findings import Finding, tell_curve
from kdcore.runs.folder import RunFolder, queue_order
from kdcore.runs.progress import Progress, Stage
from kdcore.runs.records import RunState
from kdcore.runs.states import ACTIVE, OPEN
from kdcore.runs.time_estimate import seconds_left, time_taken
from kdcore.stages import StageSpec


def status_html(site: Site, lang: str, run_id: str, run: RunFolder, progress: Progress) -> Markup:
    """Return the stages, the current activity, the remaining time, and what the curves show."""
    state = run.state()
    config = run.config()
    data = config.data
    settings = translate(
        lang,
        "settings",
        data=translate(lang, "bundled") if is_bundled(data.sha256) else data.name,
        n=data.rows.train,
        preset=translate(lang, f"name_{config.training.preset}"),
        seed=config.training.seed,
        temperature=config.training.distill.temperature,
        alpha=config.training.distill.alpha,
    )
    lines = [
        tag("h2", translate(lang, "watching", run=run_name(lang, run_id, run)), class_="kd-h"),
        tag("p", settings, class_="kd-quiet"),
        tag("ol", *(_step(lang, stage, state.state) for stage in progress.stages.values()), class_="kd-steps"),
        tag("p", _activity(site, lang, run, progress, state), class_="kd-now", role="status"),
    ]
    current = progress.current
    if current and state.state in OPEN:
        bar = tag("i", style=f"width:{100 * current.share:.1f}%")
        lines.append(tag("div", bar, class_="kd-progress", aria_hidden="true"))
    if state.state == "failed":
        reason = state.sentence
        lines.append(notice(reason if lang == "en" else translate(lang, "details", what=reason), "problem"))
    if taken := time_taken(run):
        key, unit = ("time_taken", 60) if taken.spent_s > 120 else ("time_taken_s", 1)
        spent, expected = taken.spent_s / unit, taken.expected_s / unit
        lines.append(tag("p", translate(lang, key, spent=spent, expected=expected), class_="kd-quiet"))
    if first := config.continues:
        kept = first in site.store.all_runs()  # it may have been deleted since
        name = run_name(lang, first, site.store.folder(first) if kept else None)
        origin = tag("a", name, href=f"?run={first}") if kept else tag("span", name)
        lines.append(tag("p", Markup(translate(lang, "continues", run="{}")).format(origin), class_="kd-quiet"))
    findings = [
        f"{translate(lang, who)}: {translate(lang, found.key, **found.values)}"
        for who, found in _curve_findings(progress, state.state in OPEN)
    ]
    return tag("div", *lines, *(tag("p", line) for line in findings))


def _step(lang: str, stage: Stage, run_state: str) -> Markup:
    # A stage cut off by the end of its run is not running.
    state = stage.state if stage.state != "running" or run_state in OPEN else "stopped"
    current = "step" if state == "running" else None
    name = translate(lang, "stage_baseline") if stage.name == "baseline" else _stage_name(lang, stage)
    return tag("li", name, tag("small", translate(lang, f"step_{state}")), class_=f"kd-{state}", aria_current=current)


def _stage_name(lang: str, stage: Stage) -> str:
    spec = StageSpec.parse(stage.name)
    if spec.number:
        return translate(lang, f"{spec.kind}_n", n=spec.number)
    return translate(lang, stage.name)


def _activity(site: Site, lang: str, run: RunFolder, progress: Progress, state: RunState) -> str:
    stage = progress.current
    if state.state == "queued":
        position, minutes = site.launcher.queue_position(run), _minutes_to_start(site, run)
        return translate(lang, "state_queued", place=position, minutes=minutes)
    if state.state not in ACTIVE or stage is None:
        return translate(lang, _inactive_key(run, state))
    name = _stage_name(lang, stage)
    if stage.name == "soft_targets":
        now = translate(lang, "now_labels", stage=name, step=stage.step, n=stage.n_steps)
    elif stage.name == "exam":
        now = translate(lang, "now_exam", stage=name)
    else:
        pace = stage.sentences_per_s
        now = translate(lang, "now_epoch", stage=name, epoch=stage.epoch, n_epochs=stage.n_epochs, pace=pace)
    left = seconds_left(progress, site.expected(run), time.time())
    if left < 90:
        return f"{now} · {translate(lang, 'left_seconds', seconds=max(5, 5 * round(left / 5)))}"
    return f"{now} · {translate(lang, 'left_minutes', minutes=round(left / 60))}"


def _inactive_key(run: RunFolder, state: RunState) -> str:
    """Return the key of the sentence for a run that is not training."""
    if state.state == "interrupted" and state.reason in ("memory", "hung", "shutdown"):
        return f"interrupted_{state.reason}"
    if state.state == "stopped" and run.has_results:
        return "state_stopped_student"
    return f"state_{state.state}"


def _minutes_to_start(site: Site, run: RunFolder) -> int:
    """Return the minutes until the runs before a queued one are over, if none of them is stopped."""
    runs = site.store.all_runs()
    states = {run_id: other.state().state for run_id, other in runs.items()}
    before = 0.0
    for run_id, state in states.items():
        if state in ACTIVE:
            before += seconds_left(site.store.follower(run_id).read(), site.expected(runs[run_id]), time.time())
    for other in queue_order(other for run_id, other in runs.items() if states[run_id] == "queued"):
        if other.run_id == run.run_id:
            break
        before += sum(site.expected(other).values())
    return max(1, round(before / 60))


def _curve_findings(progress: Progress, is_open: bool) -> list[tuple[str, Finding]]:
    """Return what the curves of teacher and student show; nothing for a stage cut off before its first epoch."""
    found = []
    baseline = [epoch.validation_accuracy for epoch in progress.stages["baseline"].epochs]
    for name in ("teacher", "student"):
        stage = progress.stages[name]
        if stage.state == "waiting" or not (stage.epochs or is_open):
            continue
        finished = stage.state == "done"
        findings = tell_curve(
            [epoch.train_loss for epoch in stage.epochs],
            [epoch.validation_loss for epoch in stage.epochs],
            [epoch.validation_accuracy for epoch in stage.epochs],
            finished=finished,
            rival=max(baseline) if name == "student" and baseline and stage.epochs else None,
            kept=stage.best_epoch if finished else None,
        )
        found += [(name, finding) for finding in findings]
    return found
