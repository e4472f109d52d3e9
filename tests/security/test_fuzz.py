"""Hand-made requests to every event of the page, with values of every wrong kind: each gets an answer or a sentence.

The events are called as Gradio's queue calls them, without the network between, so that thousands take seconds.
"""

import random
import time
import traceback

import gradio as gr
import pytest
from gradio.state_holder import SessionState
from starlette.requests import Request

from demo.page import Page
from demo.site import Site
from kdcore.runs.store import DEMO
from tests.demo.calls import run_coroutine
from tests.made_runs import make_run_folder

N_SLOWEST_S = 20.0  # for one event, on a busy machine; what takes long in a browser is measured by load.py
COSTLY = {"measure_speed": 0.0, "examine_again": 0.02}  # share of the calls that are made: seconds of work each
TEXTS = (
    "", " ", "eta koro", "🙂", "\x00", "\ud800", "a\u202eb", "=1+1", "<script>alert(1)</script>", "../../etc/passwd",
    "e" + "\u0301\u0316" * 20_000, "koro " * 30_000, "9" * 5_000, "-1", "1e999", "nan", "২০", "\n" * 30_000, "{}",
    "${7*7}", "%s%n", "' OR 1=1 --", "http://127.0.0.1/", "file:///etc/passwd",
)  # fmt: skip
ODD = (None, True, False, 0, -1, 2**70, 0.5, float("nan"), float("inf"), [], {}, [[]], [None] * 50, {"a": {"b": []}})
FILES = (
    {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}},
    {"path": "http://127.0.0.1:1/x.csv", "meta": {"_type": "gradio.FileData"}},
    {"path": "../../app.py", "orig_name": "a.csv"},
    {"path": None},
    {"url": "http://127.0.0.1:1/"},
)


def deep(n=250):
    value = []
    for _ in range(n):
        value = [value]
    return value


def anything(chance, run_ids):
    """Return a value that some event may expect, or none does."""
    kind = chance.random()
    if kind < 0.35:
        return chance.choice(TEXTS)
    if kind < 0.55:
        return chance.choice(ODD)
    if kind < 0.65:
        return chance.choice(FILES)
    if kind < 0.8:
        return chance.choice(run_ids)
    if kind < 0.9:
        return {
            "secret": chance.choice(TEXTS + ODD),
            "lang": chance.choice(TEXTS),
            "run": chance.choice(ODD),
            "data": ODD,
        }
    return [chance.choice(TEXTS + ODD) for _ in range(chance.randrange(4))] if kind < 0.99 else deep()


def fitting(component, chance, run_ids):
    """Return a value that the component itself would send."""
    if choices := getattr(component, "choices", None):
        return chance.choice(choices)[1]
    if isinstance(component, gr.BrowserState):
        return {"secret": f"secret of visitor {chance.randrange(3)}", "lang": "en", "run": chance.choice(run_ids)}
    if isinstance(component, (gr.Slider, gr.Number)):
        return chance.random()
    return chance.choice(("eta koro", "", None, *run_ids))


def request(chance):
    headers = [(b"host", b"127.0.0.1:7860"), (b"referer", chance.choice(TEXTS[:4]).encode(errors="replace"))]
    client = (f"203.0.113.{chance.randrange(5)}", 5000)
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"run=x&lang=zz", "headers": headers}
    return gr.Request(request=Request({**scope, "client": client, "server": ("127.0.0.1", 7860), "scheme": "http"}))


def raised_by_us(record):
    """Return the traceback if a handler raised it, which should have said what is wrong itself; "" if Gradio did."""
    said = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
    own = [line for line in said.splitlines() if "/demo/" in line or "/kdcore/" in line]
    return said if any("safe_blocks.py" not in line for line in own) else ""


async def answered(blocks, fn, values, who):
    """Return the sentence of a refusal, "" for an answer; every step of a generator is taken."""
    state, iterator = SessionState(blocks), None
    try:
        while True:
            output = await blocks.process_api(fn, values, state, who, iterator=iterator, session_hash="s")
            iterator = output.get("iterator")
            if not output.get("is_generating"):
                return ""
    except gr.Error as error:
        return str(error.message)


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "runs")
    yield site
    site.worker.close()
    site.list_worker.close()


@pytest.fixture
def blocks(site, tmp_path, monkeypatch):
    site.launcher.n_parallel = 0  # what is started waits: it is the answer that is tried, not the training
    site.throughput.trials = False
    make_run_folder(site.root, "somebodys", "stopped", stage="student")
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "cache"))
    return Page(site).blocks


@pytest.mark.parametrize("n", [500, pytest.param(20_000, marks=pytest.mark.slow)])
def test_every_event_answers_whatever_it_is_sent(blocks, n, caplog):
    chance, run_ids = random.Random(1), (DEMO, "somebodys", "nobodys")
    events = [fn for fn in blocks.fns.values() if fn.fn is not None]
    slowest, refused, wrong = (0.0, ""), 0, []

    async def call_all():
        nonlocal slowest, refused
        for i in range(n):
            fn = events[i % len(events)] if i < 3 * len(events) else chance.choice(events)
            if chance.random() >= COSTLY.get(fn.name, 1.0):
                continue
            values = [
                fitting(part, chance, run_ids) if chance.random() < 0.5 else anything(chance, run_ids)
                for part in fn.inputs
            ]
            started = time.monotonic()
            try:
                sentence = await answered(blocks, fn, values, request(chance))
                refused += bool(sentence)
                if "Traceback" in sentence or (sentence and not sentence.strip().endswith((".", "।", "?"))):
                    wrong.append(f"{fn.name}: {sentence[:200]}")
            except Exception:
                wrong.append(f"{fn.name}({str(values)[:150]}): {traceback.format_exc()[-400:]}")
            slowest = max(slowest, (time.monotonic() - started, f"{fn.name}({str(values)[:200]})"))

    run_coroutine(call_all())
    print(f"{n} calls of {len(events)} events: {refused} refused, slowest {slowest}")  # noqa: T201
    assert wrong == []
    assert [said for record in caplog.records if (said := raised_by_us(record))] == []
    assert slowest[0] < N_SLOWEST_S, slowest
