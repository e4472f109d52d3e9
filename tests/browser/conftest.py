"""The real app in a process of its own, and a headless Chromium that looks at it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from kdcore.runs.folder import list_runs

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
BROKEN_OFF = ("AbortError", "Connection errored out")  # what Gradio says of requests that a reload cuts short
HARMLESS = ("preload",)  # what Chromium remarks about Gradio's own page


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium fonts-noto-core")
        pytest.skip("Chromium is missing, so the page was not opened")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is missing, so the page was not opened")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def running_app(browser, tmp_path_factory):
    """Return a context manager that runs the app, and gives its address and the folder of its runs."""

    @contextmanager
    def run(**settings):
        folder = tmp_path_factory.mktemp("app")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = os.environ | {
            "KD_DATA_DIR": str(folder / "runs"),
            "GRADIO_SERVER_PORT": str(port),
            "GRADIO_TEMP_DIR": str(folder / "cache"),
            "HF_HUB_OFFLINE": "1",
            "KD_MEASURE_SPEED": "0",  # 20 s of two cores whenever a tab Train is opened first
            **settings,
        }
        with (folder / "app.log").open("wb") as log:
            app = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=log, stderr=log)
            address = f"http://127.0.0.1:{port}/"
            try:
                _wait_for(address, app, folder / "app.log")
                yield address, folder / "runs"
            finally:
                app.terminate()
                app.wait(timeout=20)
                _end_trainings(folder / "runs")

    return run


@pytest.fixture(scope="session")
def app(running_app):
    """Return address and runs of the app that most files share; it counts as public: other machines could reach it."""
    with running_app(GRADIO_SERVER_NAME="0.0.0.0") as address_and_runs:
        yield address_and_runs


@pytest.fixture(scope="session")
def server(app):
    """Return the address that `visit` opens."""
    return app[0]


@pytest.fixture(scope="session")
def contexts(browser):
    """Return the browser's profiles by their settings, to be taken out and put back: a used one has cached the page."""
    kept = {}
    yield kept
    for contexts in kept.values():
        for context in contexts:
            context.close()


def _end_trainings(runs):
    """End the workers that a failed test left behind: they outlive the app, as they should."""
    for run in list_runs(runs):
        if run.has_worker():
            psutil.Process(run.state().pid).kill()


def _wait_for(address, app, log):
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            assert app.poll() is None, log.read_text()
            time.sleep(0.1)
    pytest.fail(f"The app did not answer within a minute: {log.read_text()}")


@pytest.fixture
def visit(browser, contexts, server):
    """Return a function that opens the page as a new visitor, or in another tab `beside` a page of the same one.

    At the end the console must be clean.
    """
    visitors, problems = [], []

    def new_visitor(settings):
        kept = contexts.setdefault(json.dumps([server, settings], sort_keys=True), [])
        context = kept.pop() if kept else browser.new_context(**settings)
        visitors.append((context, kept))
        return context

    def open_page(query="", beside=None, **settings):
        window = {"viewport": {"width": 1200, "height": 900}, **settings}
        page = (beside.context if beside else new_visitor(window)).new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.on("request", lambda r: problems.append(f"left for {r.url}") if not _is_ours(r.url, server) else None)
        page.goto(server + query)
        page.wait_for_selector(".kd-card")
        page.wait_for_selector(".kd-words")  # the last to come: leaving before it would be an error in the console
        return page

    def reload(page, address=None):
        """Load the page, or another address, anew; that its requests under way are broken off is no problem."""
        n_before = len(problems)
        page.goto(address) if address else page.reload()
        page.wait_for_selector(".kd-card")
        problems[n_before:] = [p for p in problems[n_before:] if not any(word in p for word in BROKEN_OFF)]

    open_page.reload = reload
    yield open_page
    for context, kept in visitors:
        _forget_visitor(context, server)
        kept.append(context)
    assert [p for p in problems if not any(word in p for word in HARMLESS)] == []


def _forget_visitor(context, server):
    """Close the pages of a visitor, and forget all but what the browser has cached."""
    for page in context.pages:
        page.close()
    context.clear_cookies()
    blank = context.new_page()
    what = {"origin": server, "storageTypes": "local_storage,indexeddb,service_workers"}
    context.new_cdp_session(blank).send("Storage.clearDataForOrigin", what)
    blank.close()


def _is_ours(url, server):
    return url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))
