"""How a run stands, in words and as a row of stages; reads its folder, writes nothing."""

from __future__ import annotations

import time
from typing import Any

from markupsafe import Markup

from demo.i18n import translate
from demo.shared.html import notice, tag
from demo.shared.tables import run_name
from demo.site import Site
from kdcore.data import is_bundled
from kdcore.evaluation.findings import Finding, tell_curve
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import Progress, Stage
from kdcore.runs.states import OPEN
from kdcore.runs.time_estimate import seconds_left, time_taken
from kdcore.stages import StageSpec


def status_html(site: Site, lang: str, run_id: str, run: RunFolder, progress: Progress) -> Markup:
    """Return the stages, what is going on, how long it will take, and what the curves show."""
    state = run.state()
    plain = run.config()
    training, data = plain["training"], plain["data"]
    settings = translate(
        lang,
        "settings",
        data=translate(lang, "bundled") if is_bundled(data["sha256"]) else data["name"],
        n=data["rows"]["train"],
        preset=translate(lang, f"name_{training['preset']}"),
        seed=training["seed"],
        **training["distill"],
    )
    lines = [
        tag("h2", translate(lang, "watching", run=run_name(lang, run_id, run)), class_="kd-h"),
        tag("p", settings, class_="kd-quiet"),
        tag("ol", *(_step(lang, progress.stages[name], state["state"]) for name in progress.stages), class_="kd-steps"),
        tag("p", _now(site, lang, run, progress, state), class_="kd-now", role="status"),
    ]
    current = progress.current
    if current and state["state"] in OPEN:
        bar = tag("i", style=f"width:{100 * current.share:.1f}%")
        lines.append(tag("div", bar, class_="kd-progress", aria_hidden="true"))
    if state["state"] == "failed":
        reason = state["sentence"]
        lines.append(notice(reason if lang == "en" else translate(lang, "details", what=reason), "problem"))
    if taken := time_taken(run):
        key, unit = ("time_taken", 60) if taken["spent_s"] > 120 else ("time_taken_s", 1)
        spent, expected = taken["spent_s"] / unit, taken["expected_s"] / unit
        lines.append(tag("p", translate(lang, key, spent=spent, expected=expected), class_="kd-quiet"))
    if first := plain.get("continues"):
        kept = first in site.store.all_runs()  # it may have been deleted since
        name = run_name(lang, first, site.store.folder(first) if kept else None)
        origin = tag("a", name, href=f"?run={first}") if kept else tag("span", name)
        lines.append(tag("p", Markup(translate(lang, "continues", run="{}")).format(origin), class_="kd-quiet"))
    told = [
        f"{translate(lang, who)}: {translate(lang, found.key, **found.values)}"
        for who, found in _told(progress, state["state"] in OPEN)
    ]
    return tag("div", *lines, *(tag("p", line) for line in told))


def _step(lang: str, stage: Stage, run_state: str) -> Markup:
    # What broke off stands still.
    state = stage.state if stage.state != "running" or run_state in OPEN else "stopped"
    current = "step" if state == "running" else None
    name = translate(lang, "stage_baseline") if stage.name == "baseline" else _stage_name(lang, stage)
    return tag("li", name, tag("small", translate(lang, f"step_{state}")), class_=f"kd-{state}", aria_current=current)


def _stage_name(lang: str, stage: Stage) -> str:
    spec = StageSpec.parse(stage.name)
    if spec.number:
        return translate(lang, f"{spec.kind}_n", n=spec.number)
    return translate(lang, stage.name)


def _now(site: Site, lang: str, run: RunFolder, progress: Progress, state: dict[str, Any]) -> str:
    stage = progress.current
    if state["state"] == "queued":
        return translate(lang, "state_queued", place=site.launcher.place(run), minutes=_minutes_to_start(site, run))
    if state["state"] not in ("running", "stopping") or stage is None:
        return translate(lang, _standstill(run, state))
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


def _standstill(run: RunFolder, state: dict[str, Any]) -> str:
    """Return the key of the sentence for a run that is not at work."""
    if state["state"] == "interrupted" and state.get("reason") in ("memory", "hung", "shutdown"):
        return f"interrupted_{state['reason']}"
    if state["state"] == "stopped" and run.has_student:
        return "state_stopped_student"
    return f"state_{state['state']}"


def _minutes_to_start(site: Site, run: RunFolder) -> int:
    """Return the minutes until those before a waiting run are through, if none of them is stopped."""
    before = 0.0
    for other_id, other in site.store.all_runs().items():
        state = other.state()["state"]
        if state in ("running", "stopping"):
            before += seconds_left(site.store.follower(other_id).read(), site.expected(other), time.time())
        elif state == "queued" and other_id < run.run_id:
            before += sum(site.expected(other).values())
    return max(1, round(before / 60))


def _told(progress: Progress, is_open: bool) -> list[tuple[str, Finding]]:
    """Return what the curves of teacher and student show; of a stage that broke off before its first epoch, nothing."""
    found = []
    alone = [epoch.validation_accuracy for epoch in progress.stages["baseline"].epochs]
    for name in ("teacher", "student"):
        stage = progress.stages[name]
        if stage.state == "waiting" or not (stage.epochs or is_open):
            continue
        epochs = stage.epochs
        rival = max(alone) if name == "student" and alone and epochs else None
        finished = stage.state == "done"
        losses = [epoch.train_loss for epoch in epochs], [epoch.validation_loss for epoch in epochs]
        accuracies = [epoch.validation_accuracy for epoch in epochs]
        kept = stage.best_epoch if finished else None
        found += [(name, f) for f in tell_curve(*losses, accuracies, finished=finished, rival=rival, kept=kept)]
    return found
