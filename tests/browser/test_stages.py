"""One training in all its stages, as its owner, the owner's second tab and a stranger see it."""

import re
import time
from contextlib import contextmanager

import pandas as pd
import psutil
import pytest

from kdcore.bundled import DATASET
from kdcore.runs.folder import list_runs
from kdcore.training.events import Resumed, StageStarted, StepDone

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing, so the page was not opened")
expect = sync_api.expect
MINUTES = 240_000  # milliseconds for one stage of a small training, on a busy machine
DATA = "sorted, 105 training rows"


@pytest.fixture(scope="module", autouse=True)
def _patience():
    expect.set_options(timeout=15_000)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """Real sentences under headings that name none of the usual columns."""
    table = pd.read_csv(DATASET, keep_default_na=False)
    table = table[table.split == "train"].sample(150, random_state=2).replace({"label": {0: "tells", 1: "asks"}})
    file = tmp_path_factory.mktemp("files") / "sorted.csv"
    table[["sentence", "label"]].set_axis(["what was said", "kind"], axis=1).to_csv(file, index=False)
    return file


def tab(page, name):
    page.get_by_role("tab", name=name, exact=True).click()


def status(page):
    return page.locator("#kd-status")


def at_work(page):
    return page.locator("#kd-status li[aria-current=step]")


def reload(visit, page):
    visit.reload(page)
    tab(page, "Train")
    expect(status(page)).to_contain_text(DATA)


@contextmanager
def held_in(runs, stage, n_steps=0):
    """Suspend the worker's process in a stage, with `n_steps` steps recorded, so that it is not left.

    For less than the 30 s after which the server takes a silent worker for dead.
    """
    run = max(list_runs(runs), key=lambda run: run.created_ns)
    kind, ending = stage.lower().replace(" ", "_"), time.monotonic() + MINUTES / 1000
    while True:
        events = [recorded.event for recorded in run.events()]
        begun = [event.stage for event in events if isinstance(event, (StageStarted, Resumed))]
        n_recorded = sum(isinstance(event, StepDone) and event.stage == kind for event in events)
        if run.state().state == "running" and begun and begun[-1] == kind and n_recorded >= n_steps:
            break
        assert time.monotonic() < ending, (stage, begun, run.state())
        time.sleep(0.01)
    worker = psutil.Process(run.state().pid)
    worker.suspend()
    try:
        yield
    finally:
        worker.resume()


def reload_during(visit, page, stage):
    """Load the page anew in a stage; the same run is there, in the same stage."""
    expect(at_work(page)).to_contain_text(stage)
    reload(visit, page)
    expect(at_work(page)).to_contain_text(stage)
    expect(page.locator("#kd-stop")).to_be_visible()


def assert_silent_while_hidden(page):
    """A tab that nobody sees asks the page for nothing, and asks again when it is seen."""
    hide = "h => { Object.defineProperty(document, 'hidden', {value: h, configurable: true}); "
    hide += "document.dispatchEvent(new Event('visibilitychange')) }"
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(hide, True)
    page.wait_for_timeout(2000)  # what is under way comes to its end
    asked.clear()
    page.wait_for_timeout(3000)
    assert [url for url in asked if "queue/join" in url] == []
    page.evaluate(hide, False)
    for _ in range(2):
        page.wait_for_event("request", lambda request: "queue/join" in request.url)


def start(page, file, preset, teacher_epochs, student_epochs):
    """Choose the column, the preset and the epochs, and start."""
    tab(page, "Data")
    expect(page.locator("#kd-data-view")).to_contain_text("No file yet")
    with page.expect_file_chooser() as chooser:
        page.locator("#kd-upload").click()
    chooser.value.set_files(file)
    expect(page.locator("#kd-data-message, #kd-data-view").last).to_contain_text("kind")
    page.locator("#kd-label-column input").click()
    page.get_by_role("option", name="kind").click()
    page.locator("#kd-use").click()
    expect(page.get_by_role("radio", name="sorted · 150 rows")).to_be_checked()
    page.get_by_role("radio", name=re.compile(f"^{preset}")).check()
    page.get_by_role("button", name="Advanced").click()
    page.locator("#kd-teacher_epochs").get_by_role("textbox").fill(str(teacher_epochs))
    page.locator("#kd-student_epochs").get_by_role("textbox").fill(str(student_epochs))
    page.locator("#kd-start").click()
    expect(page.locator("#kd-message")).to_contain_text("Started.")


def see_it_grow(page, runs):
    """See the teacher's loss curve become longer, and a second training refused."""
    line = "#kd-plot-teacher .scatterlayer .trace path.js-line"
    with held_in(runs, "Teacher", n_steps=2):
        expect(at_work(page)).to_contain_text("Teacher")
        before = page.locator(line).first.get_attribute("d")
    with held_in(runs, "Teacher", n_steps=3):
        grown = "([line, before]) => document.querySelector(line).getAttribute('d') !== before"
        page.wait_for_function(grown, arg=[line, before])
        page.locator("#kd-start").click()
        expect(page.locator("#kd-message")).to_contain_text("You have a training under way already.")


def open_beside(visit, page, runs):
    """Open the training in the owner's second tab, which stops it, and as a stranger, who cannot; return both."""
    query = "?" + page.url.split("?")[1]
    with held_in(runs, "Teacher", n_steps=3):
        second, stranger = visit(query, beside=page), visit(query)
        for watcher in (second, stranger):
            tab(watcher, "Train")
            expect(status(watcher)).to_contain_text(DATA)
            expect(at_work(watcher)).to_contain_text("Teacher")
        expect(second.locator("#kd-stop")).to_be_visible()
        expect(stranger.locator("#kd-stop")).to_be_hidden()
        second.locator("#kd-stop").click()
        expect(second.locator("#kd-message")).to_contain_text("Stopping")
    for watcher in (page, second, stranger):
        expect(status(watcher)).to_contain_text("Stopped before the student was trained", timeout=MINUTES)
    expect(stranger.locator("#kd-resume")).to_be_hidden()
    return second, stranger


def close_all(pages):
    for page in pages:
        page.close()


@pytest.mark.parametrize("every_stage", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_training_is_the_same_after_a_reload_and_in_every_tab(visit, app, file, every_stage):
    page, runs = visit(), app[1]
    start(page, file, *(("Balanced", 8, 6) if every_stage else ("Quick", 8, 3)))
    see_it_grow(page, runs)
    watchers = open_beside(visit, page, runs)
    page.locator("#kd-resume").click()
    with held_in(runs, "Teacher"):
        reload_during(visit, page, "Teacher")
        for watcher in watchers:  # what stands still is asked for again when somebody looks
            watcher.evaluate("window.dispatchEvent(new Event('focus'))")
            expect(status(watcher)).not_to_contain_text("Stopped before")
            expect(status(watcher)).to_contain_text(DATA)
        assert_silent_while_hidden(watchers[0])
    if not every_stage:  # every page that watches takes time to draw
        close_all(watchers)
        watchers = ()
    for stage in ("Soft targets", "Baseline") if every_stage else ():
        with held_in(runs, stage):
            reload_during(visit, page, stage)
    with held_in(runs, "Student"):
        reload_during(visit, page, "Student")
        for watcher in watchers:
            expect(at_work(watcher)).to_contain_text("Student")
        page.locator("#kd-stop").click()
        expect(page.locator("#kd-message")).to_contain_text("Stopping")
    asked = time.monotonic()
    expect(status(page)).to_contain_text("The best student so far was tested", timeout=MINUTES)
    took = time.monotonic() - asked
    print(f"stopped, with an examined student, in {took:.1f} s")  # noqa: T201
    assert took < 20
    for watcher in watchers:
        expect(status(watcher)).to_contain_text("The best student so far was tested")
    tab(page, "Try")
    box = page.locator("#kd-sentence textarea")
    box.fill("eta ekhoni koro")
    box.press("Enter")
    expect(page.locator("#kd-answer .kd-card").last).to_contain_text(re.compile("asks|tells"))

    reload(visit, page)
    expect(status(page)).to_contain_text("The best student so far was tested")
    page.locator("#kd-resume").click()
    expect(status(page)).to_contain_text("Finished.", timeout=MINUTES)
    reload(visit, page)
    expect(status(page)).to_contain_text("Finished.")
    expect(page.locator("#kd-plot-student .scatterlayer .trace").first).to_be_visible()
    expect(page.locator("#kd-pinned-table")).to_contain_text(f"student, epoch {6 if every_stage else 3}")
    expect(page.locator("#kd-pinned-table")).to_contain_text("রিপোর্টটা পাঠাও")
    tab(page, "Compare")
    expect(page.locator("#kd-report")).to_contain_text("22 test sentences")
    tab(page, "Train")
    page.locator("#kd-throw_away").click()
    page.locator("#kd-sure").click()
    expect(page.locator("#kd-message")).to_contain_text("Deleted.")
    expect(status(page)).to_contain_text("Demo run")
